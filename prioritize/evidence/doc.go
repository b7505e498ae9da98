// Package evidence makes the pack by which anybody who has it can count a frozen campaign again, and verifies one.
//
// In comes what a campaign had counted when it was frozen, with its ballots; out comes a Pack, a ZIP file that is the
// same to the byte whenever it is made by one version of the program:
//
//	README.txt            what it is, how to verify it, who may have it
//	manifest.json         the campaign, the method, the program, and size and SHA-256 of every other file
//	terms.json            the municipality with its people, the needs and services, the questionnaires
//	answers.csv           the nameless answers, a row for those that are alike
//	tally.json            what they come to, cell by cell
//	rankings/RULE.json    the ranking by each rule that applies, as the board shows and publishes it
//
// Verify needs nothing but the file. It makes the tally of the answers again, the hash that the campaign was frozen
// under of both, and every ranking of the tally, and compares all of it byte for byte. Whoever changes a file must change
// all that follows from it, and then comes to another hash than the one that the board and the minutes tell: that one
// is to be compared by people, see prioritize.Fingerprint.
//
// A pack names nobody, and holds no time of an answer and no word of a respondent. It is not for the public all the same:
// where one person of a village, sex and age answered, the row of that cell is that person's.
package evidence
