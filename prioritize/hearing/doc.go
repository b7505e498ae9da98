// Package hearing is the public hearing: who came, what was put to the vote, how the votes were counted, and what was
// decided.
//
// In come the contenders of a frozen ranking and what happens in the hall; out come a Result for every Round that was
// voted on, and an Outcome, in which the survey's rank, the hall's votes and the final rank stand beside each other and
// every departure has its reason. A ranking is never changed by a hearing. A Hall does all that over a store, for several
// processes at once; the rest does no I/O and has no clock.
//
// A vote by slip is secret: as long as its round is open it is known by its slip, so that it can be changed and counts
// once; when the round closes it goes into a box of ballots without any mark of whose they are.
package hearing
