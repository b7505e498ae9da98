// Package wishes is where staff bring what residents wrote in their own words to needs: what "other" was meant to be, and
// wishes.
//
// In come the responses to a campaign as the store has them, and what coders press; out go codings of responses, kept one by one and told to the
// municipality's audit trail by how many texts they are of and never by what these say, steps that can be undone, what second coders said,
// and needs that were in no list. Texts are grouped and searched in memory, by package coding. Once a campaign is frozen nothing is coded any more.
package wishes
