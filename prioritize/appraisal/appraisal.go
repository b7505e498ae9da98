package appraisal

import (
	"cmp"
	"context"
	"slices"
	"time"

	"ashar/prioritize"
)

// Appraisal is what the working group of a campaign says. There is one of each campaign, and none before anybody said
// anything.
type Appraisal struct {
	Campaign     string `bson:"_id"`
	Rev          int64  `bson:"rev"`
	Municipality string `bson:"municipality"`
	// Variant is how the composite is made; "" is DefaultVariant.
	Variant prioritize.Variant `bson:"variant,omitempty"`
	Needs   []Said             `bson:"needs,omitempty"` // of those of which something was said, each once, by their codes
	Budget  Budget             `bson:"budget"`
	// Projects stand in the order in which they were entered, which is the order of their numbers.
	Projects []Project `bson:"projects,omitempty"`
	By       string    `bson:"by"` // the account that wrote this revision
	At       time.Time `bson:"at"` // UTC, whole milliseconds
}

// Appraisals keeps them. What is not there is a survey.ErrNotFound.
type Appraisals interface {
	Appraisal(ctx context.Context, campaign string) (Appraisal, error)
	// SaveAppraisal keeps it durably. With Rev 1 it is new, and a survey.ErrExists if there is one; with a higher Rev it
	// replaces the one that has Rev-1, and is a survey.ErrConflict if that one has changed meanwhile.
	SaveAppraisal(ctx context.Context, a Appraisal) error
}

// DefaultVariant is the way of making a composite unless the group chose another one.
const DefaultVariant = prioritize.NACCHO

// Variants lists the ways in which a composite can be made.
func Variants() []prioritize.Variant {
	return []prioritize.Variant{prioritize.NACCHO, prioritize.UIC, prioritize.OPR}
}

// The bounds of an Appraisal.
const (
	MaxEffectiveness = 10
	MaxNote          = 500               // runes of a note, a source, or of who else is concerned
	MaxName          = 120               // runes of a project's name
	MaxSom           = 1_000_000_000_000 // of a cost, and of the budget
	MaxProjects      = 200
)

// Said is what the group says of one need.
type Said struct {
	Need string `bson:"need"` // its code
	// Effectiveness is C: how much of what can be done about it helps, 0 (nothing does) to 10; nil is not said.
	Effectiveness *int `bson:"effectiveness,omitempty"`
	// Pearl has what was answered or noted; a letter that is not there was not answered.
	Pearl map[Letter]Answered `bson:"pearl,omitempty"`
	Cost  Cost                `bson:"cost,omitempty"`
	Owner Owner               `bson:"owner,omitempty"`
	With  string              `bson:"with,omitempty"` // with whom, or whose it is
	By    string              `bson:"by"`             // the account that said it last
	At    time.Time           `bson:"at"`
}

// Letter is one of the five questions of PEARL.
type Letter string

// The questions, in the order of the word.
const (
	Propriety     Letter = "propriety"     // is it the municipality's to do?
	Economics     Letter = "economics"     // does it make economic sense?
	Acceptability Letter = "acceptability" // will people accept it?
	Resources     Letter = "resources"     // can it be paid and staffed?
	Legality      Letter = "legality"      // is it lawful?
)

// Letters lists them.
func Letters() []Letter {
	return []Letter{Propriety, Economics, Acceptability, Resources, Legality}
}

// Answered is the answer to one of the questions, with a note.
type Answered struct {
	Answer Answer `bson:"answer,omitempty"`
	Note   string `bson:"note,omitempty"`
}

// Answer is yes or no, or not said yet.
type Answer string

// The answers.
const (
	Unsaid Answer = ""
	Yes    Answer = "yes"
	No     Answer = "no"
)

// Answers lists them.
func Answers() []Answer { return []Answer{Unsaid, Yes, No} }

// Cost is what something costs, as far as the group knows.
type Cost struct {
	Som    int64  `bson:"som,omitempty"` // 0 is not said
	Note   string `bson:"note,omitempty"`
	Source string `bson:"source,omitempty"` // where the figure is from
}

// Owner says whose task a need is.
type Owner string

// The owners.
const (
	OwnerUnsaid Owner = ""
	Local       Owner = "local" // the municipality's own, alone or with others
	State       Owner = "state" // a state body's
	Other       Owner = "other" // somebody else's: an association, an operator, a committee
)

// Owners lists them.
func Owners() []Owner { return []Owner{OwnerUnsaid, Local, State, Other} }

// Of is what was said of the need; nothing but its code if nothing was.
func (a *Appraisal) Of(need string) Said {
	if i, there := a.at(need); there {
		return a.Needs[i]
	}
	return Said{Need: need}
}

func (a *Appraisal) at(need string) (int, bool) {
	return slices.BinarySearchFunc(a.Needs, need, func(s Said, code string) int { return cmp.Compare(s.Need, code) })
}

// Composite is the variant by which the composite is made.
func (a *Appraisal) Composite() prioritize.Variant { return cmp.Or(a.Variant, DefaultVariant) }
