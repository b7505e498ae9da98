package analysis

import (
	"cmp"
	"slices"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/hearing"
	"ashar/survey"
)

// byVillage is T2: every need in every village and in the municipality.
func (in Input) byVillage() Table {
	t := Table{ID: "t2", Columns: []Column{column("sphere", Words), column("need", Words)}}
	for _, v := range in.Municipality.Villages {
		name := Label{Text: v.Name}
		t.Columns = append(t.Columns, column("n", Count).under(name, v.ID).of("village.n"), column("share", Share).under(name, v.ID).of("village.share"), column("rank", Rank).under(name, v.ID).of("village.rank"))
	}
	whole := Label{Word: "report.col.municipality"}
	for _, c := range []Column{column("n", Count), column("share", Share), column("low", Share), column("high", Share), column("unweighted", Share), column("rank", Rank)} {
		t.Columns = append(t.Columns, c.under(whole, ""))
	}

	base := []Cell{{}, word("report.row.base")}
	for _, s := range in.Ranking.Villages {
		base = append(base, maybe(s.Base, Hidden), Cell{}, Cell{})
	}
	if len(in.Ranking.Items) > 0 {
		t.Rows = append(t.Rows, append(base, number(in.Ranking.Answered), Cell{}, Cell{}, Cell{}, Cell{}, Cell{}))
	}
	for _, it := range in.Ranking.Items {
		row := []Cell{sphere(it.Need), text(it.Need.Name)}
		for _, p := range it.Villages {
			row = append(row, maybe(p.Count, Hidden), share(p), rank(p))
		}
		t.Rows = append(t.Rows, append(row,
			maybe(it.Chosen, Hidden), maybe(it.Share, Hidden), maybe(it.Low, Hidden), maybe(it.High, Hidden), maybe(it.Unweighted, Hidden), placeOf(it)))
	}
	in.ranked(&t)
	t.Notes = append(t.Notes, phrase("report.note.several"))
	var plain []survey.Text
	for _, v := range in.Ranking.Villages {
		if v.Plain {
			plain = append(plain, in.villageName(v.Key))
		}
	}
	if len(plain) > 0 {
		t.Notes = append(t.Notes, Phrase{ID: "report.note.plain", Args: map[string]Arg{"Names": {Texts: plain}}})
	}
	t.note(Hidden, Few)
	return t
}

// disability is the group whose shares have a column of their own, where the questionnaire asks for it.
var disability = prioritize.AskedGroup("disability")

// byGroup is T3: every need among women, men, youth and older people, and the groups that the questionnaire asks for.
func (in Input) byGroup() Table {
	t := Table{ID: "t3", Columns: []Column{column("need", Words)}}
	base := []Cell{word("report.row.base")}
	disabledBase := Cell{State: NotAsked}
	for _, s := range in.Ranking.Groups {
		if s.Key == string(disability) {
			disabledBase = maybe(s.Base, Hidden).as(Count)
			continue
		}
		name := Label{Word: "report.group." + s.Key}
		if s.Asked() {
			name = Label{Text: s.Name}
		}
		t.Columns = append(t.Columns, column("n", Count).under(name, s.Key).of("group.n"), column("share", Share).under(name, s.Key).of("group.share"), column("rank", Rank).under(name, s.Key).of("group.rank"))
		base = append(base, maybe(s.Base, Hidden), Cell{}, Cell{})
	}
	disabled := Column{ID: "disabled", Family: "disabled", Heading: Label{Word: "report.group.disabled"}, Kind: Share}
	t.Columns = append(t.Columns, disabled, column("rank_gap", Gap))

	if len(in.Ranking.Items) > 0 {
		t.Rows = append(t.Rows, append(base, disabledBase, Cell{}))
	}
	for _, it := range in.Ranking.Items {
		row, disabled := []Cell{text(it.Need.Name)}, Cell{State: NotAsked}
		for _, p := range it.Groups {
			if p.Key == string(disability) {
				disabled = share(p)
				continue
			}
			row = append(row, maybe(p.Count, Hidden), share(p), rank(p))
		}
		t.Rows = append(t.Rows, append(row, disabled, gap(it.Groups)))
	}
	in.ranked(&t)
	t.Notes = append(t.Notes, phrase("report.note.several"), phrase("report.note.rank_gap"))
	if slices.ContainsFunc(in.Ranking.Groups, func(g prioritize.Segment) bool { return g.Plain }) {
		t.Notes = append(t.Notes, phrase("report.note.plain_groups"))
	}
	t.note(Hidden, Few, NotAsked)
	return t
}

// share and rank are those of a need in a part: hidden with its count, or else
// resting on too few answers.
func share(p prioritize.Part) Cell { return maybe(p.Share, without(p)) }

// rank may be hidden where the share is not; see prioritize.Item.
func rank(p prioritize.Part) Cell {
	if p.Share != nil {
		return maybe(p.Rank, Hidden)
	}
	return maybe(p.Rank, without(p))
}

// placeOf is the need's rank in all.
func placeOf(it prioritize.Item) Cell {
	if it.Rank == 0 {
		return Cell{State: Hidden}
	}
	return number(it.Rank)
}

func without(p prioritize.Part) State {
	if p.Count == nil {
		return Hidden
	}
	return Few
}

// gap is the rank of a need among women less that among men.
func gap(groups []prioritize.Part) Cell {
	var women, men prioritize.Part
	for _, p := range groups {
		switch prioritize.Group(p.Key) {
		case prioritize.Women:
			women = p
		case prioritize.Men:
			men = p
		}
	}
	if women.Rank == nil {
		return rank(women)
	}
	if men.Rank == nil {
		return rank(men)
	}
	return number(*women.Rank - *men.Rank)
}

const (
	topNeeds     = 10 // ranks of the whole list that T5 holds
	topOfVillage = 3  // ranks by which a village is named beside a need
)

// priorities is T5: the needs that go before the working group, which adds what
// residents cannot know. After a hearing they stand in its order.
func (in Input) priorities(decided []hearing.Decided) Table {
	t := Table{ID: "t5", Columns: []Column{
		column("number", Count), column("sphere", Words), column("issue", Count), column("need", Words), column("villages", Words),
		column("beneficiaries", Words), column("cause", Words), column("solution", Words),
		in.scoreColumn(), column("place", Rank),
	}}
	if decided != nil {
		t.Columns = append(t.Columns, column("decided", Rank))
	}
	t.Columns = append(t.Columns, column("competence", Words))
	other := false
	fill := Cell{State: Fill}
	for _, p := range in.chosen(decided) {
		row := []Cell{number(len(t.Rows) + 1), {}, fill, text(p.name), {}, fill, fill, fill, {}, {}}
		if it := p.Item; it != nil {
			other = other || it.Need.Code == otherNeed
			row[1], row[2], row[4], row[8], row[9] = sphere(it.Need), positive(it.Need.Issue), in.villagesOf(*it), in.score(*it), placeOf(*it)
		}
		if decided != nil {
			row = append(row, placeDecided(p))
		}
		t.Rows = append(t.Rows, append(row, in.competence(p)))
	}
	in.ranked(&t)
	top := int64(topNeeds)
	t.Notes = append(t.Notes, Phrase{ID: "report.note.top", Args: map[string]Arg{"Top": {Number: &top}}})
	if decided != nil {
		t.Notes = append(t.Notes, Phrase{ID: "report.note.decided", Args: map[string]Arg{"Date": {Date: &in.Hearing.Planned}}})
	}
	for _, d := range decided {
		if d.Why != "" {
			t.Notes = append(t.Notes, Phrase{ID: "report.note.overruled", Args: map[string]Arg{
				"Name": {Texts: []survey.Text{in.option(d.Option)}}, "Why": {Texts: []survey.Text{{undetermined: d.Why}}},
			}})
		}
	}
	if other {
		t.Notes = append(t.Notes, phrase("report.note.other"))
	}
	t.note(Fill, Hidden)
	return t
}

// placeDecided is the place by the hearing.
func placeDecided(p priority) Cell {
	if p.place == 0 {
		return Cell{}
	}
	return number(p.place)
}

// otherNeed is the taxonomy's code of what no other need covers.
const otherNeed = "other"

// firstSomewhere guarantees every village a place for its own first need.
func firstSomewhere(it prioritize.Item) bool {
	return slices.ContainsFunc(it.Villages, func(p prioritize.Part) bool { return first(p, 1) })
}

// first reports whether the need is among the first of a part where anybody chose it.
func first(p prioritize.Part, of int) bool {
	return p.Rank != nil && *p.Rank <= of && (p.Count == nil || *p.Count > 0)
}

// villagesOf names the villages where the need is among the first, by its rank
// there.
func (in Input) villagesOf(it prioritize.Item) Cell {
	var parts []prioritize.Part
	for _, p := range it.Villages {
		if first(p, topOfVillage) {
			parts = append(parts, p)
		}
	}
	slices.SortStableFunc(parts, func(a, b prioritize.Part) int { return cmp.Compare(*a.Rank, *b.Rank) })
	var names []survey.Text
	for _, p := range parts {
		names = append(names, in.villageName(p.Key))
	}
	return text(names...)
}

func (in Input) villageName(id string) survey.Text {
	if v := in.Municipality.Village(id); v != nil {
		return v.Name
	}
	return survey.Text{undetermined: id}
}

// scoreColumn names the unit of what the items are ordered by.
func (in Input) scoreColumn() Column {
	c := column("score", Score)
	if in.Ranking.Rule == prioritize.Borda {
		c.Heading = Label{Word: "report.col.score_borda"}
	}
	return c
}

// score is what the items are ordered by.
func (in Input) score(it prioritize.Item) Cell {
	switch {
	case in.Ranking.Rule != prioritize.Borda:
		return hundredfold(it.Share)
	case it.Borda == nil:
		return Cell{State: Hidden}
	default:
		return hundredfold(&it.Borda.Value)
	}
}

func hundredfold(x *float64) Cell {
	if x == nil {
		return Cell{State: Hidden}
	}
	return number(100 * *x)
}

// competence is whose task the need is, by what the working group says of it, or else by the questionnaire.
func (in Input) competence(p priority) Cell {
	switch said := in.appraised(p); said.Owner {
	case appraisal.OwnerUnsaid:
	case appraisal.Other:
		if said.With != "" {
			return Cell{Plain: said.With}
		}
		return word("report.owner.other")
	default:
		return word("report.owner." + string(said.Owner))
	}
	if p.Item == nil {
		return Cell{State: Fill}
	}
	var names []survey.Text
	for _, c := range p.Need.Competence {
		if len(c.Name) == 0 {
			c.Name = survey.Text{undetermined: c.Code}
		}
		names = append(names, c.Name)
	}
	if len(names) == 0 {
		return Cell{State: Fill}
	}
	return text(names...)
}
