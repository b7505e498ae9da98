package access

import (
	"slices"
	"strings"
)

// Scope is a part of a municipality's data that a token lets programs read, coarse enough to be explained in a sentence.
type Scope string

// The scopes.
const (
	Places   Scope = "places"   // places, campaigns and questionnaires
	Coverage Scope = "coverage" // counts of answers by village and group
	Rankings Scope = "rankings" // rankings, also unpublished ones, snapshots and the situation analysis
	Answers  Scope = "answers"  // single answers under pseudonyms, without what Words adds
	Words    Scope = "words"    // own words, files and exact locations of these answers; only together with Answers
)

// Scopes lists the scopes, the least personal first.
func Scopes() []Scope { return []Scope{Places, Coverage, Rankings, Answers, Words} }

// takes is the one table that says what an account must be allowed to do itself, so that a token of its may read a
// scope. What is not in it nobody may give. Own words, files and places where somebody stood are seen on pages by who
// reviews answers only: programs of others do not get them either.
var takes = map[Scope][]Action{
	Places:   {SeeDesk},
	Coverage: {SeeCoverage},
	Rankings: {SeeResults, ExportResults},
	Answers:  {ExportResults},
	Words:    {ExportResults, ReviewAnswers},
}

// MayGive reports whether the account may make tokens of its municipality with this scope.
func (a Account) MayGive(s Scope) bool {
	actions, known := takes[s]
	return known && a.Municipality != Instance && a.May(ManageTokens, a.Municipality) &&
		!slices.ContainsFunc(actions, func(action Action) bool { return !a.May(action, a.Municipality) })
}

// scopeNames lists scopes for the terminal and the audit trail.
func scopeNames(scopes []Scope) string {
	names := make([]string, len(scopes))
	for i, s := range scopes {
		names[i] = string(s)
	}
	return strings.Join(names, " ")
}
