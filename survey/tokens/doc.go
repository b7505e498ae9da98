// Package tokens is the room in which owners and analysts look after the tokens by which programs read the data of their
// municipality: who made which for what, until when it works, and when it was last used.
//
// In come requests behind the door; out come pages, one of which shows a new token's secret, once. What may be given, and
// what the audit trail is told, is package access's to decide.
package tokens
