// Package batch is a campaign's questionnaire as a table: a row for each paper that was filled in by hand, a column for
// each question or thing that is chosen, ranked or rated.
//
// Out goes a workbook to be filled in. In come cells as package table reads them: of that workbook, of what `ashar
// export` writes, or of a table that somebody made with the questions as headings. Each row becomes an interview as it
// was held (survey.Held), judged by the interview itself: what a phone would not accept is not accepted from a table
// either. What is wrong is said with its cell and with what to write instead.
//
// Nothing is stored here.
package batch
