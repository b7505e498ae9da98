package outline

import (
	"slices"

	"ashar/survey"
)

// Template says what a situation analysis is made of. Parts stand in the order of the document. A table that it does not
// name comes last, as it is shipped: so a table that a later program has is not lost to those who changed theirs before.
type Template struct {
	ID    string      `json:"id" bson:"id"`                           // "SEDP-2024": which of Shipped it is, or was made from
	Title survey.Text `json:"title,omitempty" bson:"title,omitempty"` // of the document; none: the program's words
	Lead  survey.Text `json:"lead,omitempty" bson:"lead,omitempty"`   // what the document begins with, in the municipality's own words
	Parts []Part      `json:"parts" bson:"parts"`
}

// Part is one table of the document with what stands around it.
type Part struct {
	Table   string      `json:"table" bson:"table"`                         // one of Tables
	Off     bool        `json:"off,omitempty" bson:"off,omitempty"`         // left out
	Title   survey.Text `json:"title,omitempty" bson:"title,omitempty"`     // none: the program's words
	Lead    survey.Text `json:"lead,omitempty" bson:"lead,omitempty"`       // own words between the title and the table
	Columns []Column    `json:"columns,omitempty" bson:"columns,omitempty"` // in order; one that is not named comes after them, unless it is off as shipped
}

// Column is a column of a table, or several that a table has for each village, group, channel, sex or age.
type Column struct {
	ID      string      `json:"id" bson:"id"` // one of Columns, or an own one: Own and a number
	Off     bool        `json:"off,omitempty" bson:"off,omitempty"`
	Heading survey.Text `json:"heading,omitempty" bson:"heading,omitempty"` // none: the program's words. An own column has one
}

// Own begins the identifiers of columns that the municipality added. Residents know nothing of them: their cells are
// there to be filled in.
const Own = "own."

// The bounds of a Template.
const (
	MaxTitle = 200  // runes of a title, in each language
	MaxLead  = 4000 // runes of own words, in each language
	MaxWord  = 100  // runes of a heading, in each language
	MaxOwn   = 12   // own columns of one table
)

// Tables lists the tables that an analysis can have, in the order of their numbers; the last tells how they were made.
func Tables() []string { return []string{"t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", Method} }

// Method is the table of how the figures were made.
const Method = "method"

// known says which columns a table has, as the program orders them. The first is what its rows are about and cannot be
// left out. What stands before a dot is shared: "village.share" are the columns "share" of all villages.
var known = map[string][]string{
	"t1":   {"village", "adults", "answers", "channels", "sexes", "ages", "coverage", "quota"},
	"t2":   {"need", "sphere", "village.n", "village.share", "village.rank", "n", "share", "low", "high", "unweighted", "rank"},
	"t3":   {"need", "group.n", "group.share", "group.rank", "disabled", "rank_gap"},
	"t4":   {"service", "n", "mean", "bad", "no_access"},
	"t5":   {"need", "number", "sphere", "issue", "villages", "beneficiaries", "cause", "solution", "score", "place", "decided", "competence"},
	"t6":   {"side", "point", "basis"},
	"t7":   {"need", "number", "measure", "result", "deadline", "responsible", "cost", "source", "indicator"},
	"t8":   {"indicator", "baseline", "target_1", "target_2", "target_3", "actual", "source", "responsible"},
	Method: {"item", "value"},
}

// Columns lists the columns of a table, what its rows are about first; nil of a table that there is not.
func Columns(table string) []string { return slices.Clone(known[table]) }

// Part is the template's part with this table, as it is shipped where the template does not name it.
func (t *Template) Part(table string) Part {
	if i := slices.IndexFunc(t.Parts, func(p Part) bool { return p.Table == table }); i >= 0 {
		return t.Parts[i]
	}
	return Part{Table: table}
}

// All is the parts in their order, those that the template does not name last.
func (t *Template) All() []Part {
	all := slices.Clone(t.Parts)
	for _, table := range Tables() {
		if !slices.ContainsFunc(all, func(p Part) bool { return p.Table == table }) {
			all = append(all, Part{Table: table})
		}
	}
	return all
}

// All is the part's columns in their order, those that the part does not name last.
func (p *Part) All() []Column {
	all := slices.Clone(p.Columns)
	for _, id := range known[p.Table] {
		if !slices.ContainsFunc(all, func(c Column) bool { return c.ID == id }) {
			all = append(all, Column{ID: id})
		}
	}
	return all
}
