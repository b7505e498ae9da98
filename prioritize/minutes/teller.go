package minutes

import (
	"cmp"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// teller puts the minutes into words.
type teller struct {
	*Document
	locale.Speaker
}

// Sections are the minutes in the speaker's language, in the order in which they are read.
func (d *Document) Sections(s locale.Speaker) []Section {
	t := teller{d, s}
	all := []Section{t.head(), t.present(), t.agenda(), t.speeches(), t.questions(), t.proposals()}
	all = append(all, t.votes()...)
	return append(all, t.ranked(), t.decisions(), t.annexes(), t.signatures())
}

// name is a text in the speaker's language, or in the one that most here read.
func (t teller) name(x survey.Text) string { return x.In(t.Lang(), locale.Russian, locale.Kyrgyz) }

// village is what a village is called; "" of none.
func (t teller) village(id string) string {
	if v := t.Municipality.Village(id); v != nil {
		return t.name(v.Name)
	}
	return id
}

// option is what an option is called.
func (t teller) option(id string) string { return t.name(t.named[id]) }

// quoted are the names of options, one after another.
func (t teller) quoted(ids ...string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = t.T("minutes.quoted", "Name", t.option(id))
	}
	return strings.Join(names, ", ")
}

// round is what a round is called within a sentence.
func (t teller) round(number int) string { return t.T("minutes.round_short", "Number", number) }

// day and clock are a time's; "" of the zero time, which was not written down.
func (t teller) day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return t.Date(at.In(t.Zone))
}

func (t teller) clock(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.In(t.Zone).Format("15:04")
}

// orBlank is what was written down, or a blank within a sentence.
func orBlank(s string) string { return cmp.Or(strings.TrimSpace(s), blank) }

// rank is a place; a dash where there is none.
func (t teller) rank(n int) string {
	if n == 0 {
		return nothing
	}
	return t.Number(n)
}
