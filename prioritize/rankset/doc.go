// Package rankset says how sure a ranking is.
//
// In come estimates with their covariance, or counts of a single choice. Out
// come Sets: for every item its rank, a confidence set of its true rank that
// holds for all items at once, its tier, and who is certainly or possibly among
// the first K. A higher estimate is a better one.
//
// Ranks are as in Mogstad, Romano, Shaikh and Wilhelm, "Inference for Ranks with
// Applications to Mobility across Neighbourhoods and Academic Achievement across
// Countries", Review of Economic Studies 91 (2024): an item's true rank is 1 +
// the number of those that are truly better; where some are truly equal, a set
// holds each of the ranks that they share.
//
// The same input gives the same output on every machine: random numbers come
// from a fixed seed, and of floating point only operations that IEEE 754 rounds
// in one way are used, in a fixed order.
package rankset
