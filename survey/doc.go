// Package survey is the domain of Ashar: a Questionnaire is asked in an
// Interview, and an Interview that is sent becomes one Response. Corrected and sent
// again, it becomes another edit of the same one.
//
// In come values and the time; out come the next Prompt, or a Problem that says
// what to mend. Nothing here reads a clock, a file or the network: what must be
// kept is kept through the small interfaces of Intake, the one door through
// which every answer enters, whatever the channel, so that the answers of all
// channels can be pooled.
package survey
