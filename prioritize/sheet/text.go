package sheet

import (
	"bytes"
	"fmt"
	"io"
	"unicode/utf8"
)

// MaxBytes is the size of the largest file that is read.
const MaxBytes = 256 << 20

// Text reads a whole file of UTF-8, without its byte order mark. Errors are an
// *Error where the text is not UTF-8 or too long, and those of the reader.
func Text(r io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("sheet: %w", err)
	}
	if len(text) > MaxBytes {
		return nil, At(0, 0, "the file is larger than %d MB", MaxBytes>>20)
	}
	if bytes.HasPrefix(text, []byte{0xFF, 0xFE}) || bytes.HasPrefix(text, []byte{0xFE, 0xFF}) {
		return nil, At(0, 0, "the file is UTF-16; save it as CSV UTF-8")
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	if !utf8.Valid(text) {
		line, column := Position(text, invalid(text))
		return nil, At(line, column, "the file is not UTF-8; save it as CSV UTF-8")
	}
	return text, nil
}

// invalid is the offset of the first byte that is not UTF-8.
func invalid(text []byte) int {
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRune(text[i:])
		if r == utf8.RuneError && size <= 1 {
			return i
		}
		i += size
	}
	return len(text)
}

// Position is the line and column of an offset in bytes, at most len(text).
func Position(text []byte, offset int) (line, column int) {
	before := text[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte{'\n'}) + 1, utf8.RuneCount(before[start:]) + 1
}
