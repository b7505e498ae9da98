package batch

import (
	"strings"
	"time"

	"ashar/survey"
)

// explained writes a sheet that says how the table is filled in, and what can be written in each of its columns.
func (b *book) explained(sheet string, columns []column) {
	if b.err != nil {
		return
	}
	_, err := b.NewSheet(sheet)
	b.fail(err)
	t := b.f.o.Words.T
	y := 1
	put := func(style int, cells ...any) {
		b.row(sheet, y, cells, style)
		y++
	}
	put(b.styles.question, t("batch.how.title"), nil, nil)
	for step := range strings.SplitSeq(strings.TrimSpace(t("batch.how.steps")), "\n") {
		put(b.styles.code, nil, step)
	}
	y++
	put(b.styles.question, t("batch.how.code"), t("batch.how.question"), t("batch.how.write"))
	for _, c := range columns {
		if c.code == "" || c.code == Why {
			continue
		}
		said := b.f.title(c)
		if c.part != "" {
			said += " / " + b.f.q.Say(b.f.choice(c).Label, b.f.o.Language)
		}
		put(b.styles.wrapped, c.code, said, b.f.wanted(c))
	}
	for name, wide := range map[string]float64{"A": 28, "B": 70, "C": 70} {
		b.fail(b.SetColWidth(sheet, name, name, wide))
	}
}

// wanted says what is written in a column.
func (f *Form) wanted(c column) string {
	t := f.o.Words.T
	if c.question == nil {
		return t("batch.write." + strings.TrimPrefix(c.code, "_"))
	}
	_, choices := f.offered(c)
	listed := strings.Join(choices, " · ")
	x := c.question
	switch x.Kind {
	case survey.SelectOne, survey.Scale:
		return t("batch.write.one", "Choices", listed)
	case survey.SelectMultiple:
		return t("batch.write.mark")
	case survey.Rank:
		_, high, _ := f.bounds(c)
		return t("batch.write.place", "Most", high)
	case survey.Points:
		return t("batch.write.points", "Most", x.Max)
	case survey.Pairwise:
		var names []string
		for _, choice := range f.q.Things(x) {
			names = append(names, choice.Name+" ("+f.q.Say(choice.Label, f.o.Language)+")")
		}
		return t("batch.write.pairs", "Choices", strings.Join(names, " · "))
	case survey.Integer:
		return t("batch.write.whole")
	case survey.Decimal, survey.RangeNumber:
		return t("batch.write.number")
	case survey.Date:
		return t("batch.write.date")
	case survey.Geopoint:
		return t("batch.write.geopoint")
	}
	return t("batch.write.text")
}

// example is an invented paper: the plainest answer to whatever is asked, as far as one is easily found.
func (f *Form) example() Paper {
	p := Paper{Language: f.o.Language, Serial: survey.NewSerial(1)}
	if len(f.o.Places) > 0 {
		p.Village = f.o.Places[0].Village
	}
	iv, err := survey.Begin(f.q, survey.Beginning{Channel: survey.Paper, Language: f.o.Language, Consent: f.q.Consent.Version}, time.Time{})
	for range 2 * len(f.q.Questions) {
		prompt := iv.Prompt(f.q)
		if err != nil || prompt.Question == nil {
			break
		}
		next, refused := iv.Answer(f.q, iv.At, plainest(&prompt), time.Time{})
		if refused != nil {
			if next, err = iv.Answer(f.q, iv.At, survey.Skip(), time.Time{}); err != nil {
				break
			}
		}
		iv = next
	}
	p.Answers = iv.Answers
	return p
}

// plainest is an answer to what is asked that is easily given.
func plainest(p *survey.Prompt) survey.Value {
	x := p.Question
	var names []string
	var levels []survey.Level
	for _, c := range p.Choices {
		names = append(names, c.Name)
		levels = append(levels, survey.Level{Choice: c.Name, Level: (len(p.Levels) + 1) / 2})
	}
	switch x.Kind {
	case survey.SelectOne:
		return survey.Chosen(names[:1]...)
	case survey.SelectMultiple:
		most := 2
		if x.Max > 0 {
			most = min(most, x.Max)
		}
		return survey.Chosen(names[:min(most, len(names))]...)
	case survey.Rank:
		if x.Max > 0 {
			names = names[:min(x.Max, len(names))]
		}
		return survey.Chosen(names...)
	case survey.Scale:
		return survey.Rated(levels...)
	case survey.Points:
		return survey.Rated(survey.Level{Choice: names[0], Level: x.Max})
	case survey.Pairwise:
		pairs := append([]survey.Pair(nil), p.Pairs...)
		for i := range pairs {
			pairs[i].Better = pairs[i].First
		}
		return survey.Compared(pairs...)
	case survey.Integer, survey.Decimal:
		return survey.Value{Number: "2"}
	case survey.RangeNumber:
		return survey.Value{Number: x.Range.Start}
	}
	return survey.Skip()
}
