package expression

import (
	"fmt"
	"unicode/utf8"
)

// Error is one thing that is wrong with an expression, and what to do about it,
// in words for its author. There are always words for both.
type Error struct {
	Pos    int // byte of the source, from 0
	Column int // character of the source, from 1
	Wrong  string
	Do     string
}

// Error says where, what is wrong, and what to do, in one line.
func (e *Error) Error() string {
	return fmt.Sprintf("at character %d: %s; %s", e.Column, e.Wrong, e.Do)
}

// errorAt makes the Error for the byte pos of the source.
func errorAt(source string, pos int, wrong, do string) *Error {
	return &Error{Pos: pos, Column: utf8.RuneCountInString(source[:pos]) + 1, Wrong: wrong, Do: do}
}
