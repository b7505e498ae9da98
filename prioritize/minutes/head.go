package minutes

import (
	"cmp"
	"slices"
	"strings"

	"ashar/prioritize/hearing"
	"ashar/survey"
)

// head is what stands above all: which hearing it was, when and where, and who led it.
func (t teller) head() Section {
	h := t.Hearing
	s := Section{Title: t.title(), Under: t.kind()}
	if t.Municipality.Invented {
		s.Blocks = append(s.Blocks, small(t.T("minutes.notice.invented")))
	}
	if h.State == hearing.Planned || h.State == hearing.Open {
		s.Blocks = append(s.Blocks, small(t.T("minutes.notice."+string(h.State))))
	}
	fact := func(id, value string) Fact { return Fact{t.T("minutes.fact." + id), strings.TrimSpace(value)} }
	facts := []Fact{fact("municipality", t.place())}
	if h.Village != "" {
		facts = append(facts, fact("village", t.village(h.Village)))
	}
	if title := t.name(t.Survey); title != "" {
		facts = append(facts, fact("survey", title))
	}
	at := func(clock string) string {
		if clock == "" {
			return ""
		}
		return t.T("minutes.at", "Time", clock)
	}
	facts = append(facts,
		fact("day", t.day(cmp.Or(h.Began, h.Planned))), fact("place", h.Place),
		fact("began", at(t.clock(h.Began))), fact("ended", at(t.clock(h.Ended))),
		fact("notice", t.day(h.Notice.Day)), fact("channel", h.Notice.Channel),
		fact("chair", h.Chair), fact("secretary", h.Secretary), fact("commission", strings.Join(t.commission(), ", ")),
	)
	s.Blocks = append(s.Blocks, Block{Facts: facts})
	return s
}

// title is what the minutes are called, with their number, and kind what sort of assembly it was.
func (t teller) title() string {
	return t.T("minutes.title", "Number", orBlank(t.Hearing.Number))
}

func (t teller) kind() string { return t.T("minutes.kind." + string(t.Hearing.Kind)) }

// place is where the municipality is: its name, its district and its oblast.
func (t teller) place() string {
	var names []string
	for _, x := range []survey.Text{t.Municipality.Name, t.Municipality.District, t.Municipality.Oblast} {
		if name := t.name(x); name != "" {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}

// commission is who counts.
func (t teller) commission() []string {
	return slices.DeleteFunc(slices.Clone(t.Hearing.Commission), func(name string) bool { return strings.TrimSpace(name) == "" })
}
