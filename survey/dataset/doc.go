// Package dataset writes the responses to a questionnaire as one table, in the shapes that people's tools want.
//
// In come the versions of a questionnaire that a campaign has asked, the municipality whose villages answered, and a
// stream of responses. Out go CSV (for machines, or as Excel is set here), HXL-tagged CSV, JSON, a JSON object a line, and
// a workbook with a sheet that explains every column; with the codes that the questionnaire has, or with labels of one
// language. Each response is one row, whichever version it answered; nothing in a row leads to a respondent, an interview
// or a device. One response is held at a time, however many there are.
//
// What a resident wrote never becomes a formula of a spreadsheet, and the choice "other" stays beside the words that were
// given for it. What ended early says so: see [Layout.Write].
package dataset
