// Package hall is the room of those who hold a hearing: it is planned here, people are counted at the door, votes are
// called, closed and counted, what is said is written down, and the outcome and the minutes are made.
//
// In come the requests of staff; out go pages that work without a script, on an old phone in a noisy hall, and sheets to
// print, so that an evening can go on with paper alone. Everything is kept by hearing.Hall at once: a page that is loaded
// anew, on whatever phone, goes on where the evening is. Two who write at once lose nothing.
package hall
