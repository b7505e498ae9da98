// Package fieldwork is the desk of those who run a survey in the villages: which
// campaigns there are, who has been heard and who has not yet, and the links and
// posters that bring people in.
//
// In come the requests of staff who have signed in; out go pages that work
// without a script, and the questionnaire as a workbook. Everything is of the
// account's own municipality: what belongs to another is not found. Counts of
// women, men and young people that are too small are never shown.
package fieldwork
