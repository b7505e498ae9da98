// Package terminal plays a questionnaire in a terminal, for its author to hear how
// it asks, and keeps what was said as a transcript.
//
// In come a questionnaire and the lines that somebody types; out come the screens as
// plain text, and in the end the survey.Response that the answers make. Between any
// two steps the interview is written down as JSON and read back, as a store does. A
// transcript has the screens and, each after "> ", the lines; played again it must
// come out the same.
package terminal
