// Package budget says which projects a budget buys.
//
// In comes an Election: a budget, projects with their costs, and voters who approve
// projects or give them points, each with a weight that is their share of the
// money. Out comes an Outcome: what is bought, in which order, at what price, who
// paid how much, and what was bought only so that no money is left over.
//
// EqualShares gives every voter a part of the budget, and a project is bought by
// those who support it (Method of Equal Shares: Peters, Pierczyński and Skowron,
// "Proportional Participatory Budgeting with Additive Utilities", NeurIPS 2021).
// Greedy buys what has most support for its cost, and may leave whole villages with
// nothing; it stands beside as what is usual.
//
// Read and Write speak the format of pabulib.org (.pb). Outcomes are the same to the
// bit on every machine, and in whatever order the voters stand.
package budget
