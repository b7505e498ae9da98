// Package polling is where a hall votes and sees what came of it: the pages of slips on people's own phones, the screen
// at the front, and what everybody may see from outside.
//
// In come a slip's code and a ballot, which go to hearing.Hall and nowhere else; out go pages that work without a script
// and without a cookie. A script makes them follow the hearing by themselves, and keeps a ballot on the phone until the
// server has answered for it. What a slip voted is shown to its holder alone, while the round is open; interim results
// are shown to nobody; from outside people are told in steps of five.
//
// Nobody is refused by address: a whole hall may be behind one. Where codes are guessed, all that are new have to wait
// for a moment; see guard.
package polling
