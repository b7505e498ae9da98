package sheet

import (
	"encoding/json"
	"errors"
	"strings"
)

// JSON is an Error where a text cannot be read as JSON for this cause: at its end where
// the cause does not say where.
func JSON(text []byte, err error) *Error {
	offset := len(text)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = int(syntax.Offset) - 1
	case errors.As(err, &kind):
		offset = int(kind.Offset) - 1
	}
	line, column := Position(text, min(max(offset, 0), len(text)))
	return At(line, column, "%s", strings.TrimPrefix(err.Error(), "json: "))
}
