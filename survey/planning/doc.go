// Package planning is the room in which a survey is prepared and led: made from a questionnaire that ships with the
// program, an uploaded workbook or a survey of the year before; looked at as residents will see it; and taken from the
// draft to the published results, step by step.
//
// In come the requests of staff who have signed in; out go pages that work without a script and say, before each step,
// what it will do. What is done goes through package steward. Everything is of the account's own municipality: what
// belongs to another is not found.
package planning
