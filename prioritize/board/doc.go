// Package board shows where a campaign's priorities stand, and what came of it.
//
// In come the requests of staff who have signed in; out go a page that works
// without a script, is read from the back of a hall and prints, and the same
// Ranking as JSON. A need's place is drawn as an interval, and what the figures
// cannot tell is said beside them. Everything is of the account's own
// municipality: what belongs to another is not found.
//
// Without signing in, residents find behind the code of their village what came of a
// campaign, once it is published, and before that nothing of it.
package board
