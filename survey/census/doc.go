// Package census reads tables of a municipality's villages and their people, as they are kept in its passport: pasted
// from Excel, or as a CSV or XLSX file.
//
// In come bytes and the age bands with which residents answer; out come a Table, with every problem at once and where it
// stands, and, laid beside a municipality, a Plan of what it would change. Write makes a table to fill in, which Read
// reads back.
package census
