package dataset

import (
	"slices"
	"strconv"
	"time"

	"ashar/survey"
)

// form is how the responses to one version of the questionnaire are laid out.
type form struct {
	slots map[string]int // of questions, by their names
	cells []place        // one for each column of a question
}

// place is a column, as a version has it.
type place struct {
	x       *survey.Question // nil where the version does not ask it
	slot    int
	part    string
	numeric bool
	levels  []survey.Choice   // of a scale
	labels  map[string]string // of values; nil where codes are written
	// has: the version has the choice that the column is about. sure: it is offered to all; or, where of is there, to
	// those who chose it there, or gave it the level top.
	has, sure bool
	of        int // slot; -1 where there is none
	top       int
}

func newForm(q *survey.Questionnaire, columns []Column) *form {
	f := &form{slots: map[string]int{}, cells: make([]place, len(columns))}
	for i := range q.Questions {
		f.slots[q.Questions[i].Name] = i
	}
	for i, c := range columns {
		x := q.Question(c.Question)
		if x == nil || x.Kind != c.Kind {
			continue
		}
		p := place{x: x, slot: f.slots[x.Name], part: c.Choice, numeric: c.Type == Number, has: has(q, x, c.Choice), sure: x.ChoiceFilter == "", of: -1}
		if x.Kind == survey.Scale {
			p.levels = q.Choices(x.List)
		}
		if of := q.Question(x.Of); of != nil && x.Of != "" {
			p.of = f.slots[of.Name]
			if of.Kind == survey.Scale {
				p.top = len(q.Choices(of.List))
			}
		}
		f.cells[i] = p
	}
	return f
}

// sheet is what rows are made in: one at a time, since each takes the place of the one before.
type sheet struct {
	*Layout
	row    []cell
	values []*survey.Value
}

func (l *Layout) sheet() *sheet { return &sheet{Layout: l, row: make([]cell, len(l.columns))} }

// fill makes the row of a response. A question that was not asked, that was skipped, or that its version does not have,
// leaves its cells empty.
func (s *sheet) fill(r *survey.Response) []cell {
	for i := range own {
		s.row[i] = own[i].cell(s.Layout, r)
	}
	rest := s.row[len(own):]
	f := s.forms[r.Questionnaire]
	if f == nil {
		clear(rest)
		return s.row
	}
	s.values = append(s.values[:0], make([]*survey.Value, len(f.slots))...)
	for i := range r.Answers {
		if slot, ok := f.slots[r.Answers[i].Question]; ok && !r.Answers[i].Value.Skipped {
			s.values[slot] = &r.Answers[i].Value
		}
	}
	for i := range f.cells {
		rest[i] = cell{}
		if p := &f.cells[i]; p.x != nil && s.values[p.slot] != nil {
			rest[i] = s.cell(r, p, s.values[p.slot])
		}
	}
	return s.row
}

// cell is what stands in one column of a question.
func (s *sheet) cell(r *survey.Response, p *place, v *survey.Value) cell {
	switch {
	case p.part != "":
		return s.part(r, p, v)
	case p.x.Kind == survey.SelectOne && len(v.Choices) == 1:
		return words(p.label(v.Choices[0]))
	case len(v.Choices) > 0:
		return several(p.all(v.Choices))
	case len(v.Pairs) > 0:
		return several(p.pairs(v.Pairs))
	case v.Point != nil:
		return words(v.Point.String())
	case v.File != nil:
		return words(v.File.ID)
	case v.Number != "":
		return digits(v.Number)
	case v.Date != "":
		return dated(v.Date)
	case p.x.Kind == survey.Start || p.x.Kind == survey.End:
		if at, err := time.Parse(time.RFC3339, v.Text); err == nil {
			return cell{what: moment, at: at.In(s.zone)}
		}
	}
	return words(v.Text)
}

// part is what stands in the column of one choice. One that was not chosen is told from one that may not have been
// offered, as far as the answers tell: a choice filter is not judged anew.
func (s *sheet) part(r *survey.Response, p *place, v *survey.Value) cell {
	switch p.x.Kind {
	case survey.Rank:
		if at := slices.Index(v.Choices, p.part); at >= 0 {
			return digits(strconv.Itoa(at + 1))
		}
	case survey.SelectMultiple:
		if chosen := v.Has(p.part); chosen || p.has && s.offered(p) {
			return cell{what: boolean, is: chosen}
		}
	case survey.Points:
		if given := v.LevelOf(p.part); given > 0 || p.has && s.offered(p) {
			return digits(strconv.Itoa(given))
		}
	case survey.Scale:
		if level := v.LevelOf(p.part); level > 0 && level <= len(p.levels) {
			if name := p.levels[level-1].Name; p.labels != nil || !p.numeric {
				return words(p.label(name))
			} else {
				return digits(name)
			}
		}
	case survey.Geopoint:
		switch {
		case v.Point == nil:
		case p.part == partLatitude:
			return degrees(v.Point.Latitude)
		default:
			return degrees(v.Point.Longitude)
		}
	case survey.TextAnswer:
		needs, known := r.CodedAs(p.x.Name)
		if known && len(needs) == 0 {
			return several([]string{codedNone})
		}
		return several(needs)
	}
	return cell{}
}

// offered reports whether the choice was put before the respondent.
func (s *sheet) offered(p *place) bool {
	if p.of < 0 || !p.sure {
		return p.sure
	}
	of := s.values[p.of]
	return of != nil && (of.Has(p.part) || p.top > 0 && of.LevelOf(p.part) == p.top)
}

// label is what a code is called.
func (p *place) label(code string) string {
	if label, ok := p.labels[code]; ok {
		return label
	}
	return code
}

func (p *place) all(codes []string) []string {
	if p.labels == nil {
		return codes
	}
	said := make([]string, len(codes))
	for i, code := range codes {
		said[i] = p.label(code)
	}
	return said
}

// pairs are "better>worse", or "one=another".
func (p *place) pairs(compared []survey.Pair) []string {
	all := make([]string, len(compared))
	for i, c := range compared {
		first, second := p.label(c.First), p.label(c.Second)
		switch c.Better {
		case "":
			all[i] = first + "=" + second
		case c.First:
			all[i] = first + ">" + second
		default:
			all[i] = second + ">" + first
		}
	}
	return all
}
