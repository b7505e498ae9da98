// Package analysis makes the residents' part of the situation analysis that a
// working group writes for its municipality's SEDP.
//
// In come a ranking, who answered, and the municipality; out comes one Document
// of tables: T1 participation, T2 problems by village, T3 problems by group, T5
// priority problems, and how the figures were made. It is written as DOCX, XLSX, CSV
// and HTML in any language of the program, and as JSON in all languages at once.
//
// What residents cannot know stays an empty cell that is marked for the working
// group. Numbers of a few people are suppressed in every table. When the
// municipality is invented, every table says so.
package analysis
