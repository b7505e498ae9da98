// Package prioritize turns residents' answers into ranked priorities.
//
// In come the responses of one campaign and the population of its municipality;
// out comes a Ranking: every need with its weighted share, an honest interval,
// and its place among villages and groups.
//
//	survey.Response -> Reader -> Ballot -> Tally -> Weigh -> Rank -> Ranking -> Statements
//
// What is not this project's own stands in rooms of its own: weights of cells in
// raking, voting rules in vote, rank sets in rankset, Equal Shares in budget.
//
// A Tally keeps integers only, one vector of sums per source (village x sex x age
// band, channel, flagged or not), so that adding, taking away and merging are exact and the order of
// answers does not matter. Weights belong to cells, never to answers. Floating
// point appears at the end and is summed in one fixed order, so that the same
// answers give the same Ranking to the byte.
//
// Everything but Live is a pure function of its arguments: no I/O, no clock, no
// globals. Live follows a store of responses and keeps one Tally up to date.
package prioritize
