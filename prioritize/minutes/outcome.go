package minutes

import (
	"slices"

	"ashar/prioritize/hearing"
)

// ranked is the order of priorities: for every option its place in the survey, in the hearing, and at last.
func (t teller) ranked() Section {
	s := Section{Level: 1, Title: t.T("minutes.outcome")}
	places := slices.ContainsFunc(t.Hearing.Options, func(o hearing.Option) bool { return o.Village != "" })
	table := &Table{Title: t.T("minutes.outcome.table"), Columns: []Column{{Title: t.T("minutes.col.option"), Wide: 14}}}
	if places {
		table.Columns = append(table.Columns, Column{Title: t.T("minutes.col.village"), Wide: 8})
	}
	table.Columns = append(table.Columns,
		Column{Title: t.T("minutes.col.survey"), Wide: 8, Count: true}, Column{Title: t.T("minutes.col.hearing"), Wide: 8, Count: true},
		Column{Title: t.T("minutes.col.hearing_votes"), Wide: 10}, Column{Title: t.T("minutes.col.final"), Wide: 7, Count: true})
	where := map[string]string{}
	for _, o := range t.Hearing.Options {
		where[o.ID] = nothing
		if o.Village != "" {
			where[o.ID] = t.village(o.Village)
		}
	}
	for _, d := range t.outcome {
		row := []string{t.option(d.Option)}
		if places {
			row = append(row, where[d.Option])
		}
		in := []string{t.inHall(d), t.votesFor(d), t.rank(d.Final)}
		if t.Hearing.State == hearing.Planned {
			in = make([]string, 3) // nothing is decided yet
		}
		table.Rows = append(table.Rows, slices.Concat(row, []string{t.rank(d.Survey)}, in))
	}
	if len(table.Rows) > 0 {
		s.Blocks = append(s.Blocks, Block{Table: table}, small(t.T("minutes.outcome.how")))
	} else {
		s.Blocks = append(s.Blocks, text(t.T("minutes.outcome.none")))
	}
	for _, d := range t.outcome {
		if d.Why != "" {
			s.Blocks = append(s.Blocks, text(t.T("minutes.override", "Option", t.quoted(d.Option),
				"Before", t.Number(t.without[d.Option]), "After", t.Number(d.Final), "Why", d.Why)))
		}
	}
	for _, open := range t.open() {
		s.Blocks = append(s.Blocks, text(t.T("minutes.open_order", "Options", t.quoted(open...))))
	}
	return s
}

// inHall is an option's place in the last round in which it stood, with that round.
func (t teller) inHall(d hearing.Decided) string {
	if d.Vote == 0 {
		return nothing
	}
	return t.T("minutes.cell.rank", "Rank", t.Number(d.Vote), "Round", t.round(d.Round))
}

// votesFor are the votes that it had there.
func (t teller) votesFor(d hearing.Decided) string {
	res := t.results[d.Round]
	i := slices.IndexFunc(res.Standings, func(x hearing.Standing) bool { return x.Option == d.Option })
	if i < 0 {
		return nothing
	}
	x := res.Standings[i]
	switch t.methods[d.Round] {
	case hearing.Ordered:
		return t.T("minutes.cell.score", "Score", t.Decimal(100*x.Score, 1))
	case hearing.YesNo:
		return t.T("minutes.cell.stands", "For", t.Number(x.For), "Against", t.Number(x.Against), "Abstained", t.Number(x.Abstained))
	}
	return t.N("minutes.cell.votes", x.For)
}

// open are options that stand one after another, and whose order nothing has settled.
func (t teller) open() [][]string {
	var all [][]string
	var run []string
	last := hearing.Decided{}
	for _, d := range append(slices.Clone(t.outcome), hearing.Decided{}) {
		if !d.Tied || len(run) > 0 && (d.Survey != last.Survey || d.Round != last.Round || d.Vote != last.Vote) {
			if len(run) > 1 {
				all = append(all, run)
			}
			run = nil
		}
		if d.Tied {
			run, last = append(run, d.Option), d
		}
	}
	return all
}
