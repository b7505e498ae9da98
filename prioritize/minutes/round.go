package minutes

import (
	"strings"

	"ashar/prioritize/hearing"
	"ashar/survey"
)

// votes are the rounds, one after another.
func (t teller) votes() []Section {
	head := Section{Level: 1, Title: t.T("minutes.votes")}
	switch h := t.Hearing; {
	case len(h.Rounds) > 0:
	case (h.State == hearing.Planned || h.State == hearing.Open) && len(h.Options) > 0:
		head.Blocks = []Block{{Table: t.unvoted()}}
	default:
		head.Blocks = []Block{text(t.T("minutes.votes.none"))}
	}
	all := []Section{head}
	for i := range t.Hearing.Rounds {
		r := &t.Hearing.Rounds[i]
		all = append(all, Section{Level: 2, Title: t.T("minutes.round", "Number", r.Number), Blocks: t.voted(r)})
	}
	return all
}

// unvoted is a table to write on how many were for each option and against it, before anybody has voted.
func (t teller) unvoted() *Table {
	table := &Table{Title: t.T("minutes.votes.table"), Columns: []Column{
		{Title: t.T("minutes.col.option"), Wide: 6}, {Title: t.T("minutes.col.for"), Wide: 3, Count: true},
		{Title: t.T("minutes.col.against"), Wide: 3, Count: true}, {Title: t.T("minutes.col.abstained"), Wide: 3, Count: true},
	}}
	for _, o := range t.Hearing.Options {
		table.Rows = append(table.Rows, []string{t.name(o.Label), "", "", ""})
	}
	return table
}

// voted is what happened in a round.
func (t teller) voted(r *hearing.Round) []Block {
	blocks := []Block{text(t.method(r))}
	say := func(s string) { blocks = append(blocks, text(s)) }
	if !r.Opened.IsZero() && !r.Closed.IsZero() {
		say(t.T("minutes.voted_at", "From", t.clock(r.Opened), "To", t.clock(r.Closed)))
	}
	if r.Stage == hearing.Annulled {
		say(t.T("minutes.annulled", "Why", r.Why))
		return append(blocks, t.recounts(r)...)
	}
	res, counted := t.results[r.Number]
	if !counted {
		say(t.T("minutes.unfinished"))
		return blocks
	}
	if n := t.Registered[r.Number]; n > 0 {
		say(t.N("minutes.registered", n))
	}
	if res.Voters == 0 {
		say(t.T("minutes.voters.none"))
	} else {
		say(t.N("minutes.voters", res.Voters, "Ways", t.ways(r.Sheets)))
	}
	if res.Sexes != nil {
		women, men := t.Number(res.Sexes[survey.SexFemale]), t.Number(res.Sexes[survey.SexMale])
		if unsaid := res.Sexes[""]; unsaid > 0 {
			say(t.T("minutes.sexes_unsaid", "Women", women, "Men", men, "Unsaid", t.Number(unsaid)))
		} else {
			say(t.T("minutes.sexes", "Women", women, "Men", men))
		}
	}
	if spoils(r, res) {
		say(t.T("minutes.spoiled", "Number", t.Number(res.Spoiled)))
	}
	if res.Voters > 0 {
		blocks = append(blocks, Block{Table: t.standings(r, res)})
		if r.Method == hearing.Ordered {
			blocks = append(blocks, small(t.T("minutes.score")))
		}
		for _, tie := range t.ties(r, res) {
			say(tie)
		}
	}
	return append(blocks, t.recounts(r)...)
}

// spoils reports whether there was a ballot that could be spoiled: raised hands cannot.
func spoils(r *hearing.Round, res hearing.Result) bool {
	for _, s := range r.Sheets {
		if s.Way != hearing.Hands {
			return true
		}
	}
	return res.Spoiled > 0
}

// method is how people voted.
func (t teller) method(r *hearing.Round) string {
	switch {
	case r.Method == hearing.Dots && r.Stacked:
		return t.N("minutes.method.stacked", r.Dots)
	case r.Method == hearing.Dots:
		return t.N("minutes.method.dots", r.Dots)
	}
	return t.T("minutes.method." + string(r.Method))
}

// ways is how many voted in which way; of the sexes that were counted apart together.
func (t teller) ways(sheets []hearing.Sheet) string {
	voters := map[hearing.Way]int{}
	for _, s := range sheets {
		voters[s.Way] += s.Voters
	}
	var said []string
	for _, way := range []hearing.Way{hearing.Slips, hearing.Hands, hearing.Paper} {
		if n := voters[way]; n > 0 {
			said = append(said, t.T("minutes.way."+string(way), "Number", t.Number(n)))
		}
	}
	return strings.Join(said, "; ")
}

// standings is the table of a round.
func (t teller) standings(r *hearing.Round, res hearing.Result) *Table {
	table := &Table{Title: t.T("minutes.round.table", "Number", r.Number)}
	column := func(id string, wide int, count bool) {
		table.Columns = append(table.Columns, Column{Title: t.T("minutes.col." + id), Wide: wide, Count: count})
	}
	column("place", 5, true)
	if r.Method == hearing.YesNo { // there are more columns beside it
		column("option", 10, false)
	} else {
		column("option", 20, false)
	}
	switch r.Method {
	case hearing.Dots:
		column("votes", 8, true)
	case hearing.Ordered:
		column("score", 8, true)
	case hearing.YesNo:
		column("for", 5, true)
		column("against", 5, true)
		column("abstained", 9, true)
		column("decision", 6, false)
	}
	apart := res.Sexes != nil && r.Method != hearing.Ordered
	unsaid := apart && res.Sexes[""] > 0
	of, wide := "of_", 8 // whose votes are told
	if r.Method == hearing.YesNo {
		of, wide = "for_", 6
	}
	if apart {
		column(of+"women", wide, true)
		column(of+"men", wide, true)
	}
	if unsaid {
		column(of+"unsaid", wide, true)
	}
	for _, x := range res.Standings {
		row := []string{t.rank(x.Rank), t.option(x.Option)}
		switch r.Method {
		case hearing.Dots:
			row = append(row, t.Number(x.For))
		case hearing.Ordered:
			row = append(row, t.Decimal(100*x.Score, 1))
		case hearing.YesNo:
			adopted := "minutes.not_adopted"
			if x.Adopted {
				adopted = "minutes.adopted"
			}
			row = append(row, t.Number(x.For), t.Number(x.Against), t.Number(x.Abstained), t.T(adopted))
		}
		if apart {
			row = append(row, t.Number(x.Sexes[survey.SexFemale]), t.Number(x.Sexes[survey.SexMale]))
		}
		if unsaid {
			row = append(row, t.Number(x.Sexes[""]))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// recounts are why the commission counted again, and what it had counted before.
func (t teller) recounts(r *hearing.Round) []Block {
	var blocks []Block
	for _, x := range r.Recounts {
		blocks = append(blocks, text(t.T("minutes.recount", "Time", t.clock(x.At), "Why", x.Why)))
		voters, spoiled := 0, 0
		for _, s := range x.Sheets {
			voters, spoiled = voters+s.Voters, spoiled+s.Spoiled
		}
		if voters+spoiled == 0 {
			blocks = append(blocks, text(t.T("minutes.recount.nothing")))
			continue
		}
		ways := t.ways(x.Sheets)
		if ways == "" {
			ways = nothing
		}
		blocks = append(blocks, text(t.N("minutes.recount.before", voters, "Ways", ways, "Spoiled", t.Number(spoiled))))
		if r.Method != hearing.Ordered {
			blocks = append(blocks, Block{Table: t.before(r, x)})
		}
	}
	return blocks
}

// before is what the commission had counted for each option.
func (t teller) before(r *hearing.Round, x hearing.Recount) *Table {
	votes := "votes"
	if r.Method == hearing.YesNo {
		votes = "for"
	}
	table := &Table{Title: t.T("minutes.recount.table", "Number", r.Number), Columns: []Column{
		{Title: t.T("minutes.col.option"), Wide: 6}, {Title: t.T("minutes.col." + votes), Wide: 2, Count: true},
	}}
	if r.Method == hearing.YesNo {
		table.Columns = append(table.Columns, Column{Title: t.T("minutes.col.against"), Wide: 2, Count: true})
	}
	for i, o := range r.Options {
		forIt, against := 0, 0
		for _, s := range x.Sheets {
			forIt += s.For[i]
			if r.Method == hearing.YesNo {
				against += s.Against[i]
			}
		}
		row := []string{t.option(o), t.Number(forIt)}
		if r.Method == hearing.YesNo {
			row = append(row, t.Number(against))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}
