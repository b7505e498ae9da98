// Package privacy is the room in which those who run surveys answer for what they keep: a resident's request to see,
// correct or take back what they answered, by the code of their receipt, the register of such requests, and until when
// each campaign's answers are kept.
//
// In come the requests of staff who have signed in; out go pages that work without a script, and what is held of one
// resident as a file. Everything is of the account's own municipality. No page's address holds a receipt, and neither the
// audit trail nor the register says whose answers were asked for.
package privacy
