// Package review is the room in which those who run a campaign look at what is odd about its answers and decide what
// counts: the queue of suspected doubles and bursts with the reasons, what was decided and why, the order of needs with
// and without, and how enumerators work.
//
// In come the requests of staff who have signed in, and what an Inspector found; out go pages that work without a script.
// Nothing is deleted: a decision is a judgement that the response carries, and that can be taken back. Single answers are
// seen here and nowhere else, so that all of it is for those who may review answers; no page has a receipt, or a name of
// a resident.
package review
