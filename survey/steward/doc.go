// Package steward leads campaigns from the draft to the published results, for whoever does that: on the desk's pages or
// in the terminal.
//
// In come a campaign as somebody has read it, what is to become of it and by whom; what comes out is kept in the store,
// whole or not at all, and told to the municipality's audit trail. Who changed it meanwhile is not overwritten: that is
// a survey.ErrConflict. Whether somebody may do it at all is for the caller to say.
package steward
