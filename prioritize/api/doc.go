// Package api is the door for programs: a spreadsheet of the working group, R or Python, a donor's dashboard.
//
// In come GET requests that show a token; out goes what that token may read of its own municipality: places, campaigns,
// questionnaires, coverage, rankings, snapshots, the situation analysis and answers under pseudonyms, as JSON, and what
// is a table as CSV, XLSX and HXL-tagged CSV too. Nothing is changed here, no cookie counts, and what belongs to another
// municipality is not found. What must not be shown elsewhere is not shown here in any format.
//
// Every route is one operation of a table, from which follow what is registered, what is refused, the OpenAPI
// description and the page that describes it all to people, so that none of them can say what another does not.
package api
