package survey

import (
	"errors"
	"fmt"
)

// The kinds of failure that anyone above a store or a domain rule tells apart.
// Every error of Ashar wraps at most one of them (ErrFull and ErrEnded are cases of ErrClosed), with
// context around it; words for people are chosen only at the edge, by kind.
var (
	// ErrNotFound: there is no such document, code or page.
	ErrNotFound = errors.New("not found")
	// ErrExists: a document with this identifier is there already.
	ErrExists = errors.New("exists already")
	// ErrConflict: somebody else changed the document since it was read.
	ErrConflict = errors.New("changed by somebody else")
	// ErrInvalid: what was given cannot be accepted as it is. A *Problem says why.
	ErrInvalid = errors.New("invalid")
	// ErrClosed: the campaign takes no answers now.
	ErrClosed = errors.New("closed")
	// ErrFull: the campaign has as many answers as it takes. It is an ErrClosed, since to
	// whoever has not begun the campaign is closed; whoever has may finish.
	ErrFull = fmt.Errorf("full: %w", ErrClosed)
	// ErrEnded: the door is in use no more. It is an ErrClosed as ErrFull is: the village has
	// another door, and whoever has begun may finish.
	ErrEnded = fmt.Errorf("ended: %w", ErrClosed)
	// ErrUnauthorized: nobody is signed in, or the sign-in has run out.
	ErrUnauthorized = errors.New("not signed in")
	// ErrForbidden: the one who asks may not do this.
	ErrForbidden = errors.New("forbidden")
	// ErrUnavailable: a part we depend on does not answer now; trying again helps.
	ErrUnavailable = errors.New("unavailable")
)
