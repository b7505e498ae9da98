// Package answers is the room in which those who may take a campaign's single answers along choose the shape of the file:
// codes or labels, choices joined or split, with own words or without, for Excel or for programs.
//
// In come the requests of staff who have signed in; out go a page that works without a script and says who may get such a
// file, and the file itself, streamed as package dataset writes it. Everything is of the account's own municipality, and
// the audit trail tells who took what. What ends early ends the connection too, so that a browser does not take it for whole.
package answers
