// Package raking gives every cell of a sample the weight by which it stands for
// the people.
//
// In come the answers of each cell and margins: partitions of the cells into
// categories whose totals are known. Out comes one weight per cell such that the
// weighted answers meet all margins. Rake is iterative proportional fitting with
// weights held within bounds; Calibrate meets the margins with weights that are
// within bounds by construction. Both are pure, and give the same weights to the
// bit for the same input.
package raking
