// Package papers is the room of what is answered on paper: forms are printed with numbers that go on from print to print,
// it is noted to whom they were handed and what came back, and all of that is held against what was typed in, so that it
// is known where every form is. Tables of answers that were typed in Excel are brought in here too.
//
// In come the requests of staff who run campaigns; out go pages that work without a script, PDFs and workbooks.
// Everything is of the account's own municipality: what belongs to another is not found. What is brought in goes through
// survey.Typing, as everything that is typed for others.
package papers
