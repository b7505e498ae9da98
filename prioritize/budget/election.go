package budget

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf8"
)

// ErrInvalid is an election that cannot be counted, or a way to count it that is
// not known.
var ErrInvalid = errors.New("not a valid election")

// Limits of an election.
const (
	MaxMoney     = 1e15      // of the budget, and of the cost of a project
	MaxPoints    = 1e9       // that a voter may give a project
	MinWeight    = 1e-6      // of a voter
	MaxWeight    = 1e6       // of a voter
	MaxProjects  = 10_000    // of an election
	MaxVoters    = 1_000_000 // of a file
	MaxApprovals = 1 << 24   // of all ballots together
)

// VoteType is how the voters voted, in the words of pabulib.org.
type VoteType string

// The types of votes.
const (
	Approval   VoteType = "approval"   // the projects that a voter wants
	Ordinal    VoteType = "ordinal"    // the same, best first; each counts as approved, wherever it stands
	Cumulative VoteType = "cumulative" // points for projects, from a sum that a voter may give
	Scoring    VoteType = "scoring"    // points for projects, each for itself
)

// pointed reports whether ballots carry points.
func (v VoteType) pointed() bool { return v == Cumulative || v == Scoring }

// Project is what can be bought.
type Project struct {
	ID   string  // not empty, without a comma and without space around it
	Name string  // may be empty
	Cost float64 // more than 0
}

// Ballot is what one voter wants, or several voters who want the same.
type Ballot struct {
	Weight   float64   // of each of the voters: the share of the money, and of the say in Greedy
	Count    int       // of the voters, at least 1
	Approves []int     // indices into Election.Projects, each once
	Points   []float64 // of each project in Approves, at least 0; nil if the votes carry no points
}

// Meta is a line of a file's META section that counting does not need.
type Meta struct{ Key, Value string }

// Election is what is counted. Its money is in one currency, whose unit is the step
// of Add1.
type Election struct {
	Budget   float64  // more than 0
	Votes    VoteType // "" is Approval
	Projects []Project
	Ballots  []Ballot
	Meta     []Meta // description, unit, currency and the like, in the order of the file
}

// Voters is the number of voters.
func (e Election) Voters() int {
	n := 0
	for _, b := range e.Ballots {
		n += b.Count
	}
	return n
}

// Validate returns an ErrInvalid that says what is wrong first, or nil. An election
// without voters or without projects is valid, and buys nothing.
func (e Election) Validate() error {
	switch e.Votes {
	case "", Approval, Ordinal, Cumulative, Scoring:
	default:
		return fmt.Errorf("budget: votes of type %q: %w", e.Votes, ErrInvalid)
	}
	if !(e.Budget > 0 && e.Budget <= MaxMoney) {
		return fmt.Errorf("budget: a budget of %g: %w", e.Budget, ErrInvalid)
	}
	if len(e.Projects) > MaxProjects {
		return fmt.Errorf("budget: %d projects: %w", len(e.Projects), ErrInvalid)
	}
	seen := make(map[string]bool, len(e.Projects))
	for _, p := range e.Projects {
		switch {
		case p.ID == "" || p.ID != strings.TrimSpace(p.ID) || strings.Contains(p.ID, ",") || !utf8.ValidString(p.ID):
			return fmt.Errorf("budget: project %q cannot be called so: %w", p.ID, ErrInvalid)
		case seen[p.ID]:
			return fmt.Errorf("budget: project %q is there twice: %w", p.ID, ErrInvalid)
		case !(p.Cost > 0 && p.Cost <= MaxMoney):
			return fmt.Errorf("budget: project %q costs %g: %w", p.ID, p.Cost, ErrInvalid)
		}
		seen[p.ID] = true
	}
	return e.validateBallots()
}

func (e Election) validateBallots() error {
	last := make([]int, len(e.Projects)) // 1 + the ballot that approved the project last
	approvals := 0
	for i, b := range e.Ballots {
		approvals += len(b.Approves)
		switch {
		case !within(b.Weight, MinWeight, MaxWeight):
			return fmt.Errorf("budget: ballot %d has the weight %g: %w", i, b.Weight, ErrInvalid)
		case b.Count < 1 || b.Count > MaxMoney:
			return fmt.Errorf("budget: ballot %d is of %d voters: %w", i, b.Count, ErrInvalid)
		case approvals > MaxApprovals:
			return fmt.Errorf("budget: more than %d approvals: %w", MaxApprovals, ErrInvalid)
		case e.Votes.pointed() && len(b.Points) != len(b.Approves), !e.Votes.pointed() && b.Points != nil:
			return fmt.Errorf("budget: ballot %d has %d points for %d projects by %q: %w", i, len(b.Points), len(b.Approves), e.Votes, ErrInvalid)
		}
		for k, p := range b.Approves {
			if p < 0 || p >= len(e.Projects) || last[p] == i+1 {
				return fmt.Errorf("budget: ballot %d approves project %d, which does not exist or is there twice: %w", i, p, ErrInvalid)
			}
			last[p] = i + 1
			if b.Points != nil && !within(b.Points[k], 0, MaxPoints) {
				return fmt.Errorf("budget: ballot %d gives %g points: %w", i, b.Points[k], ErrInvalid)
			}
		}
	}
	return nil
}

// within reports whether x is a number between two others.
func within(x, low, high float64) bool { return !math.IsNaN(x) && x >= low && x <= high }
