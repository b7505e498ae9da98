// Package docx writes Word documents (Office Open XML): text under headings, lists, tables, captions that are numbered,
// pictures and charts, on A4 pages that have their numbers.
//
// In come values, block after block; out goes a file that Word and LibreOffice open, written as it is made. What is
// written depends on what was given alone: the same Document is the same bytes. Whatever a text holds, it stays text.
package docx
