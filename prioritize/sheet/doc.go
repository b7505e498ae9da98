// Package sheet reads the tables that working groups bring along, and says where
// a file is wrong.
//
// In comes a CSV file as a spreadsheet saves it: with commas, semicolons or tabs,
// with or without a byte order mark, with decimal points or commas. Out comes a
// Sheet, or rows where a table may lack a heading and be uneven, and every cell
// knows where it stands; or an Error with line, column and reason. Readers of other
// text files report their errors in the same way.
package sheet
