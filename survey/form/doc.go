// Package form is the residents' door on the web: behind the code of a poster or a link, a questionnaire is answered
// one screen at a time, looked over and sent.
//
// In come requests; every step goes through survey.Intake, and what comes out is HTML that needs no script and no
// cookie. One script makes the same pages livelier where it runs: they take each other's place without being loaded,
// what is tapped goes to its place, what was not sent is kept, and a screen is read aloud. Another says at once what the
// server would not accept, and keeps the form on the phone: without a signal it asks the questions by itself, in the way
// and on the screens of the server's, and what was answered waits on the phone until survey.Intake has received it,
// whole and once. Each screen carries the interview so far, so that one that loses its signal goes on by itself where it
// was, and is the same interview when it is sent. The address of an interview holds its identifier, which cannot be
// guessed, so that whoever has the address can go on, on the same phone or another. Each screen has an address too: the
// phone's own button for going back
// leads to the question before. Nothing is kept of anybody before they agree, and nothing after they took back what they
// said, which they can from the receipt.
//
// A photo or a voice message comes with the form of its own screen, and survey.Intake keeps it. An answer made of taps, an
// order or points, is kept tap by tap.
//
// What cannot be accepted is answered with an honest status and the same screen again, with what was given on it and
// words that say what to mend. Nobody is refused by address or device: behind one there may be a whole village.
package form
