package analysis

import (
	"time"

	"ashar/prioritize"
	"ashar/survey"
)

// Table is one table of a Document. Every row has as many cells as the table has
// columns.
type Table struct {
	ID string `json:"id"` // "t1" to "t8", or "method"
	// Title and Lead are the municipality's own words: the title of the table, which is "report.table.<id>" without
	// them, and what stands before it.
	Title survey.Text `json:"title,omitempty"`
	Lead  survey.Text `json:"lead,omitempty"`
	// Tells and Says are what can be read out before the table: phrases, and then what is stated of the ranking. See
	// Document.Sentences.
	Tells   []Phrase               `json:"tells,omitempty"`
	Says    []prioritize.Statement `json:"says,omitempty"`
	Charts  []Chart                `json:"charts,omitempty"` // of what is in it, before the table
	Columns []Column               `json:"columns"`
	Rows    [][]Cell               `json:"rows"`
	Notes   []Phrase               `json:"notes,omitempty"` // what stands under the table
}

// Column is what a column of a table holds.
type Column struct {
	// ID names the column for programs, and never changes: "share", or "share:v1"
	// within the village v1.
	ID string `json:"id"`
	// Family is the outline's name for it, which all columns have in common that stand for villages, groups and so on.
	Family  string `json:"family"`
	Group   *Label `json:"group,omitempty"` // what several columns in a row have in common
	Heading Label  `json:"heading"`
	Kind    Kind   `json:"kind"`
}

// Label is a heading: a message of the locale, or a phrase of the questionnaire
// or the municipality.
type Label struct {
	Word string      `json:"word,omitempty"` // a message's id
	Text survey.Text `json:"text,omitempty"`
}

// Kind is how the numbers of a column are written.
type Kind string

// The kinds.
const (
	Words  Kind = "text"
	Count  Kind = "count"  // whole number
	Share  Kind = "share"  // 0..1, written as a percentage
	Rank   Kind = "rank"   // 1 is the first
	Score  Kind = "score"  // one decimal
	Gap    Kind = "gap"    // whole number with its sign
	Factor Kind = "factor" // two decimals
)

// State says why a cell has no value.
type State string

// The states. A cell in the zero State has a value, or is empty.
const (
	Hidden   State = "hidden"    // suppressed: a number of a few people
	Few      State = "few"       // rests on too few answers
	Fill     State = "fill"      // residents cannot know: the working group fills it in
	NotAsked State = "not_asked" // the questionnaire does not ask
)

// Cell is one value of a table: a number, a word of the locale, a phrase or
// texts, or else a State that says why there is none.
type Cell struct {
	State  State         `json:"state,omitempty"`
	Number *float64      `json:"number,omitempty"`
	Word   string        `json:"word,omitempty"`   // a message's id
	Phrase *Phrase       `json:"phrase,omitempty"` // a message with what is to be put in
	Texts  []survey.Text `json:"texts,omitempty"`  // written with commas between
	Plain  string        `json:"plain,omitempty"`  // the same in every language
	Kind   Kind          `json:"kind,omitempty"`   // where it differs from the column's
}

// Phrase is a message of the locale with what is to be put in.
type Phrase struct {
	ID    string         `json:"id"`
	Count *int64         `json:"count,omitempty"` // decides the plural form
	Args  map[string]Arg `json:"args,omitempty"`
}

// Arg is what is put into a phrase. One member is filled.
type Arg struct {
	Number *int64        `json:"number,omitempty"`
	Share  *float64      `json:"share,omitempty"` // written as a whole percentage
	Score  *float64      `json:"score,omitempty"` // written with one decimal
	Texts  []survey.Text `json:"texts,omitempty"`
	Date   *time.Time    `json:"date,omitempty"`
}

func number[N int | int64 | float64](n N) Cell {
	x := float64(n)
	return Cell{Number: &x}
}

func (c Cell) as(k Kind) Cell {
	c.Kind = k
	return c
}

// maybe is the number, or the state that takes its place.
func maybe[N int | int64 | float64](n *N, otherwise State) Cell {
	if n == nil {
		return Cell{State: otherwise}
	}
	return number(*n)
}

func word(id string) Cell { return Cell{Word: id} }

func text(t ...survey.Text) Cell { return Cell{Texts: t} }

func phrase(id string) Phrase { return Phrase{ID: id} }

func column(id string, k Kind) Column {
	return Column{ID: id, Family: id, Heading: Label{Word: "report.col." + id}, Kind: k}
}

// of says which family the column belongs to, where it is not one of its own.
func (c Column) of(family string) Column {
	c.Family = family
	return c
}

// under puts the column below a heading that it shares with its neighbours. The
// key, if there is one, tells its ID from those of other groups.
func (c Column) under(group Label, key string) Column {
	c.Group = &group
	if key != "" {
		c.ID += ":" + key
	}
	return c
}

// note adds what must be said of the states that the table's cells are in.
func (t *Table) note(states ...State) {
	for _, s := range states {
		if t.has(s) {
			t.Notes = append(t.Notes, phrase("report.note."+string(s)))
		}
	}
}

func (t *Table) has(s State) bool {
	for _, row := range t.Rows {
		for _, c := range row {
			if c.State == s {
				return true
			}
		}
	}
	return false
}

// undetermined is the language of a phrase that is only a code (BCP 47 "und").
const undetermined = "und"
