// Package criteria is the room in which a working group says what it knows of the needs that residents ranked, and lays
// out a budget.
//
// In come the requests of staff; out go two pages that work without a script, of the criteria with a composite beside the
// residents' ranking and never in its place, and of a budget as two rules would spend it by the residents' own votes;
// and their tables as CSV, and the votes in the format of pabulib.org. What two people write at the same time is told to
// the second on the page, and neither is lost.
package criteria
