// Package table reads and writes tables of cells, as people keep them in Excel.
//
// In comes a file as somebody uploaded it, or what was pasted: a workbook, or text with whatever between the cells and in
// whatever encoding an old Excel wrote. Out come rows of cells as texts. The other way round, cells are written as CSV
// that Excel opens, and none of them is taken for a formula.
package table
