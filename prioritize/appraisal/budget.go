package appraisal

import (
	"cmp"
	"slices"
	"time"

	"ashar/prioritize/budget"
)

// Budget is how much money there is, and how Equal Shares is counted.
type Budget struct {
	Som        int64             `bson:"som,omitempty"`        // 0 is not said
	Utility    budget.Utility    `bson:"utility,omitempty"`    // "" is DefaultUtility
	Completion budget.Completion `bson:"completion,omitempty"` // "" is DefaultCompletion
}

// How projects are counted unless the group chose otherwise.
const (
	DefaultUtility    = budget.Cost
	DefaultCompletion = budget.Add1GreedyFill
)

// Utilities and completions list what can be chosen.
func Utilities() []budget.Utility { return []budget.Utility{budget.Cost, budget.Cardinality} }

// Completions lists what can be done with money that is left.
func Completions() []budget.Completion {
	return []budget.Completion{budget.Add1GreedyFill, budget.Add1, budget.GreedyFill, budget.None}
}

// Filled is the budget with what was not chosen as it is by default.
func (b Budget) Filled() Budget {
	b.Utility, b.Completion = cmp.Or(b.Utility, DefaultUtility), cmp.Or(b.Completion, DefaultCompletion)
	return b
}

// Mark is a short sum of it.
func (b Budget) Mark() string { return mark(b.Filled()) }

// Project is what can be bought for a need: in one village, or for all of the municipality.
type Project struct {
	ID      string    `bson:"id"` // drawn when it was entered
	Name    string    `bson:"name"`
	Need    string    `bson:"need"`              // the code of the need that it meets
	Village string    `bson:"village,omitempty"` // "" is the whole municipality
	Som     int64     `bson:"som"`               // what it costs
	By      string    `bson:"by"`
	At      time.Time `bson:"at"`
}

// Mark is a short sum of the project, whoever entered it; "" of none.
func (p Project) Mark() string {
	p.By, p.At = "", time.Time{}
	if p == (Project{ID: p.ID}) {
		return ""
	}
	return mark(p)
}

// ProjectEdit is a project as somebody wrote it, with the mark of what had stood there when they began: "" of a new one.
type ProjectEdit struct {
	Project
	Seen   string
	Remove bool
}

// Plan is what somebody wrote of the budget and its projects.
type Plan struct {
	Budget   Budget
	Seen     string // the mark of the budget that had stood there
	Projects []ProjectEdit
}

// ProjectChange is a project before and after; the zero Project is none.
type ProjectChange struct{ Before, After Project }

// Planned is what became of a Plan.
type Planned struct {
	Before, After  Budget
	Budget         bool // it changed
	Changed        []ProjectChange
	BudgetClash    bool      // another has changed the budget meanwhile
	ProjectClashes []Project // what stands there now of projects that another has changed; only the ID of one that is gone
}

// Changes reports whether anything changed.
func (p *Planned) Changes() bool { return p.Budget || len(p.Changed) > 0 }

// Clashes reports whether anything was not entered, since another wrote something else there meanwhile.
func (p *Planned) Clashes() bool { return p.BudgetClash || len(p.ProjectClashes) > 0 }

// Plan enters what somebody wrote of the budget and its projects, as Take does of needs. New projects come last.
func (a *Appraisal) Plan(plan Plan, by string, now time.Time) Planned {
	out := Planned{Before: a.Budget.Filled(), After: a.Budget.Filled()}
	switch fateOf(a.Budget.Mark(), plan.Budget.Mark(), plan.Seen) {
	case taken:
		a.Budget, out.After, out.Budget = plan.Budget, plan.Budget.Filled(), true
	case clashing:
		out.BudgetClash = true
	}
	a.Projects = slices.Clone(a.Projects)
	for _, e := range plan.Projects {
		there := Project{ID: e.ID}
		i := slices.IndexFunc(a.Projects, func(p Project) bool { return p.ID == e.ID })
		if i >= 0 {
			there = a.Projects[i]
		}
		written := e.Project
		if e.Remove {
			written = Project{ID: e.ID}
		}
		switch fateOf(there.Mark(), written.Mark(), e.Seen) {
		case clashing:
			out.ProjectClashes = append(out.ProjectClashes, there)
			continue
		case stays:
			continue
		}
		written.By, written.At = by, stamp(now)
		switch {
		case written.Mark() == "":
			a.Projects = slices.Delete(a.Projects, i, i+1)
			written = Project{}
		case i >= 0:
			a.Projects[i] = written
		default:
			there = Project{}
			a.Projects = append(a.Projects, written)
		}
		out.Changed = append(out.Changed, ProjectChange{there, written})
	}
	return out
}

// Offer are the projects that the costs of needs suggest: one for the whole municipality for every need that has a cost,
// is the municipality's own or was not said to be another's, and has no project yet. Their identifiers are from draw.
func (a *Appraisal) Offer(name func(need string) string, draw func() string) []ProjectEdit {
	var all []ProjectEdit
	for _, s := range a.Needs {
		planned := slices.ContainsFunc(a.Projects, func(p Project) bool { return p.Need == s.Need })
		if s.Cost.Som > 0 && (s.Owner == Local || s.Owner == OwnerUnsaid) && !planned {
			all = append(all, ProjectEdit{Project: Project{ID: draw(), Name: name(s.Need), Need: s.Need, Som: s.Cost.Som}})
		}
	}
	return all
}
