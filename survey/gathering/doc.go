// Package gathering is the room of focus groups and village meetings: what a group said together, by raised hands, by
// points or in an order that it agreed on.
//
// In come the requests of staff; out go pages that work without a script, and tables as CSV and XLSX. What is written
// down here is kept apart from the responses and never enters a tally or a ranking made of them; every page and file says
// so. Where few women or men took part, what they raised their hands for is not told apart.
package gathering
