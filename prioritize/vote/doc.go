// Package vote turns ballots, or a matrix of pairwise preferences, into an order.
//
// In comes a Profile, weighted weak orders of items, or a Matrix of how much
// weight puts one item above another; both can be read from files (PrefLib, CSV)
// and ballots can be weighted by a second file. Out comes a Result: a place for
// every item with its rank and the score that it has by the rule.
//
// Reach, Borda and PlackettLuce look at ballots; Copeland, Schulze, Kemeny and
// BradleyTerry at the matrix alone. Every rule gives the same result to the bit on
// every machine, and treats weights that differ by the noise of floating point as
// equal: no tie is broken by it.
package vote
