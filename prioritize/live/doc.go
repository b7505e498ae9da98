// Package live lets open boards, projectors and phones follow what changes, by server-sent events.
//
// In come what there is to look at, as Views that read the store, and words from elsewhere in the process that something is
// new (Feed.Tell); out goes, to everybody who has a view open, what it shows now. However many look at it, a view is
// rendered once for a change, and all are sent the same bytes. Nobody is sent what was in between: who is slow gets the
// latest.
//
// What is shown follows from the store alone. Words of news only make it quick: while somebody looks at a view the store is
// asked every second besides, so that processes on one store agree, and a process that starts again goes on.
package live
