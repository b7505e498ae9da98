// Package entry is where staff type for others what was answered on paper or is said to them: the enumerator's screen.
//
// In come requests of whoever may enter answers; what they typed goes through survey.Typing, and out come pages that need
// no script: the whole questionnaire on one, in the language of the paper, numbered as it is printed, with every mistake
// said beside its question and at the top, and everything that was typed still there. Below it are what one has typed so
// far, which can be corrected until the campaign is frozen, and the forms that another person types in again, with what
// differs. An enumerator sees what they entered and nothing else; whoever else may enter answers sees all of it.
//
// A script makes the page quick by keyboard: it hides what the answers so far do not lead to, and keeps each form on the
// device until the server has it, so that the next one is there at once, and all of them without a signal. It judges by
// the scripts that residents' phones judge by; the server judges everything again.
package entry
