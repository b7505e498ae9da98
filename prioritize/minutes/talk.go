package minutes

import (
	"slices"
	"strings"

	"ashar/prioritize/hearing"
)

// blankItems are so many points to write on.
func blankItems(n int) []Item { return slices.Repeat([]Item{{{}}}, n) }

// blankRows are three rows of a table to write on, with their numbers.
func (t teller) blankRows(columns int) [][]string {
	rows := make([][]string, 3)
	for i := range rows {
		rows[i] = make([]string, columns)
		rows[i][0] = t.Number(i + 1)
	}
	return rows
}

func (t teller) agenda() Section {
	var items []Item
	for _, point := range t.Hearing.Agenda {
		items = append(items, Item{{Text: point}})
	}
	if items == nil {
		items = blankItems(3)
	}
	return Section{Level: 1, Title: t.T("minutes.agenda"), Blocks: []Block{{List: items}}}
}

// speeches are who spoke, and what they said.
func (t teller) speeches() Section {
	var items []Item
	for _, x := range t.Hearing.Speeches {
		if !x.Asked {
			items = append(items, Item{{orBlank(x.By), x.Text}})
		}
	}
	if items == nil {
		items = blankItems(2)
	}
	return Section{Level: 1, Title: t.T("minutes.speeches"), Blocks: []Block{{List: items}}}
}

// questions are what was asked, with the answers.
func (t teller) questions() Section {
	var items []Item
	for _, x := range t.Hearing.Speeches {
		if x.Asked {
			items = append(items, Item{{orBlank(x.By), x.Text}, {t.T("minutes.answer"), x.Answer}})
		}
	}
	if items == nil {
		items = []Item{{{}, {t.T("minutes.answer"), ""}}}
	}
	return Section{Level: 1, Title: t.T("minutes.questions"), Blocks: []Block{{List: items}}}
}

// proposals are what people in the hall proposed, from which village they are, and what became of it.
func (t teller) proposals() Section {
	s := Section{Level: 1, Title: t.T("minutes.proposals")}
	over := t.Hearing.State == hearing.Ended || t.Hearing.State == hearing.Signed
	if len(t.Hearing.Proposals) == 0 && over {
		s.Blocks = []Block{text(t.T("minutes.none"))}
		return s
	}
	table := &Table{Title: t.T("minutes.proposals.table"), Columns: []Column{
		{Title: t.T("minutes.col.number"), Wide: 2, Count: true}, {Title: t.T("minutes.col.proposal"), Wide: 12},
		{Title: t.T("minutes.col.author"), Wide: 8}, {Title: t.T("minutes.col.village"), Wide: 6}, {Title: t.T("minutes.col.became"), Wide: 10},
	}}
	for i, p := range t.Hearing.Proposals {
		table.Rows = append(table.Rows, []string{t.Number(i + 1), p.Text, p.By, t.village(p.Village), t.became(p)})
	}
	if table.Rows == nil {
		table.Rows = t.blankRows(len(table.Columns))
	}
	s.Blocks = []Block{{Table: table}}
	return s
}

// became is what was done about a proposal.
func (t teller) became(p hearing.Proposal) string {
	i := slices.IndexFunc(t.outcome, func(d hearing.Decided) bool { return d.Option == p.Option })
	if p.Option == "" || i < 0 {
		return t.T("minutes.became.noted")
	}
	var rounds []string
	for _, r := range t.Hearing.Rounds {
		if r.Stage == hearing.Counted && slices.Contains(r.Options, p.Option) {
			rounds = append(rounds, t.round(r.Number))
		}
	}
	if rounds == nil {
		return t.T("minutes.became.option")
	}
	return t.T("minutes.became.voted", "Rounds", strings.Join(rounds, ", "), "Place", t.rank(t.outcome[i].Final))
}

// decisions are what was decided, by when it is to be done, and by whom.
func (t teller) decisions() Section {
	table := &Table{Title: t.T("minutes.decisions.table"), Columns: []Column{
		{Title: t.T("minutes.col.number"), Wide: 2, Count: true}, {Title: t.T("minutes.col.decided"), Wide: 17},
		{Title: t.T("minutes.col.due"), Wide: 8}, {Title: t.T("minutes.col.responsible"), Wide: 8},
	}}
	for i, x := range t.Hearing.Decisions {
		table.Rows = append(table.Rows, []string{t.Number(i + 1), x.Text, t.day(x.Due), x.Responsible})
	}
	if table.Rows == nil {
		table.Rows = t.blankRows(len(table.Columns))
	}
	return Section{Level: 1, Title: t.T("minutes.decisions"), Blocks: []Block{{Table: table}}}
}

// annexes are what is kept with the minutes: who registered, ballots on paper, and the ranking by its fingerprint.
func (t teller) annexes() Section {
	items := []Item{{{Text: t.T("minutes.annex.registration") + " " + blank}}}
	for i := range t.Hearing.Rounds {
		r := &t.Hearing.Rounds[i]
		papers := 0
		for _, s := range r.Sheets {
			if s.Way == hearing.Paper {
				papers += s.Voters + s.Spoiled
			}
		}
		if papers > 0 {
			items = append(items, Item{{Text: t.N("minutes.annex.papers", papers, "Round", t.round(r.Number))}})
		}
	}
	if t.Hearing.Ranking != "" {
		said := t.T("minutes.annex.ranking", "Hash", t.Hearing.Ranking)
		if !t.Frozen.IsZero() {
			said += "\n" + t.T("minutes.annex.frozen", "Date", t.day(t.Frozen))
		}
		items = append(items, Item{{Text: said}})
	}
	for _, x := range t.Annexes {
		items = append(items, Item{{Text: x}})
	}
	return Section{Level: 1, Title: t.T("minutes.annexes"), Blocks: []Block{{List: items}}}
}

// signatures are the lines of those who sign.
func (t teller) signatures() Section {
	lines := []Signature{{t.T("minutes.fact.chair"), t.Hearing.Chair}, {t.T("minutes.fact.secretary"), t.Hearing.Secretary}}
	for _, name := range t.commission() {
		lines = append(lines, Signature{t.T("minutes.sign.member"), name})
	}
	if len(lines) == 2 { // nobody is named who counts: a line all the same
		lines = append(lines, Signature{Role: t.T("minutes.sign.member")})
	}
	return Section{Level: 1, Title: t.T("minutes.signatures"), Blocks: []Block{
		{Signatures: lines}, {Facts: []Fact{{Name: t.T("minutes.sign.day")}}},
	}}
}
