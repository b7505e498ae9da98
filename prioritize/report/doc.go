// Package report is the room in which a working group takes the situation analysis along.
//
// In come the requests of staff; out go the page of a campaign's report, the report itself as a Word document, a
// workbook, tables, JSON and a page to be printed, the editor of the municipality's copy of a template, and the page on
// which an evidence pack is verified. All of it works without a script. What two people change of a template at the same
// time is told to the second, and neither is lost.
package report
