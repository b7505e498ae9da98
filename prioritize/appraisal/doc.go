// Package appraisal is what a working group says of the needs that residents ranked, and what a budget would buy of
// them.
//
// In come, need by need, how much good can be done about it, the five questions of PEARL, a cost and whose task it is;
// an amount of money, and projects with their costs. Out come a composite beside the residents' rank, which never takes
// its place; the list of what is somebody else's task; and what two rules would buy by the residents' own votes, with
// whom each of them leaves with nothing.
//
// It does no I/O and has no clock. What two people write of the same thing at the same time is told to the second, and
// neither is lost: see Appraisal.Take and Appraisal.Plan.
package appraisal
