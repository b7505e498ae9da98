package sheet

import "fmt"

// Error is what is wrong in a file, and where. Lines and columns count from 1;
// columns count characters. Column 0 means the line as a whole, Line 0 the file.
type Error struct {
	Line, Column int
	Reason       string
}

// At is an Error at a place.
func At(line, column int, format string, args ...any) *Error {
	return &Error{Line: line, Column: column, Reason: fmt.Sprintf(format, args...)}
}

// Error says where and what.
func (e *Error) Error() string {
	switch {
	case e.Line == 0:
		return e.Reason
	case e.Column == 0:
		return fmt.Sprintf("line %d: %s", e.Line, e.Reason)
	default:
		return fmt.Sprintf("line %d, column %d: %s", e.Line, e.Column, e.Reason)
	}
}
