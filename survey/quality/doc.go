// Package quality looks a campaign's responses through for what is odd about them: bursts of the same answers, the same
// words or household twice, forms that were filled in faster than anyone speaks, more answers than adults; and it tells
// how those work who type answers in for others.
//
// In comes each response once, in any order, into a Look; out come Findings: cases to be looked at by people, each with
// reasons, and the pace of enumerators. What is odd is not wrong: nothing here decides anything, and a response counts
// until somebody judges it. Neither addresses nor devices are known here: a village has one address, and a family one
// phone.
//
//	survey.Response -> Look -> Findings{Cases, Crowds, Paces}
//
// A Look keeps fingerprints of answers and no answers: some hundred bytes of each response. Everything is a pure function
// of its arguments.
package quality
