package batch

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/table"
)

// What people write for yes and for no.
var (
	yes = []string{"1", "x", "х", "+", "v", "✓", "✔", "да", "ооба", "yes", "true", "макул", "макулмун"}
	no  = []string{"", "0", "-", "–", "—", "нет", "жок", "no", "false"}
)

// marked is what a cell says that is marked or not; ok is false where it says neither.
func marked(cell string) (yesNo, ok bool) {
	cell = strings.ToLower(cell)
	return slices.Contains(yes, cell), slices.Contains(yes, cell) || slices.Contains(no, cell)
}

// day reads a day: "2006-01-02", as people write it, or as a workbook keeps it; "" if it is none.
func day(cell string) string {
	if d, ok := table.Day(cell); ok {
		return d
	}
	for _, layout := range []string{time.DateOnly, "2.1.2006", "2/1/2006", "2-1-2006"} {
		if t, err := time.Parse(layout, cell); err == nil {
			return t.Format(time.DateOnly)
		}
	}
	return ""
}

// parts yields what stands in the columns of a question's things, in their order: what is empty is left out.
func (f *Form) parts(r *Row, x *survey.Question) (names []string, at []place) {
	for _, c := range f.q.Things(x) {
		code := x.Name + "/" + c.Name
		if x.Kind == survey.Scale || x.Kind == survey.Points {
			code = survey.RowName(x.Name, c.Name)
		}
		if p := r.at[code]; p.cell != "" {
			names, at = append(names, c.Name), append(at, p)
		}
	}
	return names, at
}

// answer reads what a row says to a question.
func (f *Form) answer(r *Row, x *survey.Question) {
	names, at := f.parts(r, x)
	whole := r.at[x.Name]
	if x.Kind.Computed() || x.Kind.Stored() || x.Kind == survey.Note || whole.cell == "" && len(names) == 0 {
		return
	}
	before := len(r.Problems)
	var v survey.Value
	switch x.Kind {
	case survey.SelectOne:
		if name, ok := f.choices[f.q.Source(x)].find(whole.cell); ok {
			v = survey.Chosen(name)
		} else {
			r.wrong(NotChoice, whole, func(p *Problem) { p.Choices = f.labels(f.q.Source(x)) })
		}
	case survey.SelectMultiple:
		v = f.several(r, x, whole, f.ticked(r, names, at))
	case survey.Rank:
		v = f.several(r, x, whole, f.placed(r, names, at))
	case survey.Scale:
		for i, name := range names {
			if level := f.level(x, at[i].cell); level > 0 {
				v.Levels = append(v.Levels, survey.Level{Choice: name, Level: level})
			} else {
				r.wrong(NotChoice, at[i], func(p *Problem) { p.Choices = f.labels(x.List) })
			}
		}
	case survey.Points:
		for i, name := range names {
			if n, err := strconv.Atoi(at[i].cell); err != nil || n < 0 {
				r.wrong(NotPoints, at[i])
			} else {
				v.Levels = append(v.Levels, survey.Level{Choice: name, Level: n})
			}
		}
	case survey.Pairwise:
		v = f.pairs(r, x, whole)
	case survey.Date:
		cell := whole.cell
		if d, ok := table.Day(cell); ok {
			cell = d
		}
		v = survey.Typed(x.Kind, cell)
	default:
		v = survey.Typed(x.Kind, whole.cell)
	}
	if len(at) > 0 && whole.cell == "" {
		whole = at[0]
	}
	r.stand[x.Name] = whole
	if r.refused[x.Name] = len(r.Problems) > before; !v.IsZero() {
		r.given[x.Name] = v
	}
}

// ticked are the things whose cells are marked.
func (f *Form) ticked(r *Row, names []string, at []place) []string {
	var chosen []string
	for i, name := range names {
		yes, ok := marked(at[i].cell)
		if !ok && (strings.HasSuffix(at[i].heading, " / "+at[i].cell) || at[i].cell == name) { // somebody wrote the thing itself
			yes, ok = true, true
		}
		if !ok {
			r.wrong(NotMark, at[i])
		} else if yes {
			chosen = append(chosen, name)
		}
	}
	return chosen
}

// placed are the things in the order of the places in their cells.
func (f *Form) placed(r *Row, names []string, at []place) []string {
	type put struct {
		name  string
		place int
	}
	var order []put
	before := len(r.Problems)
	for i, name := range names {
		n, err := strconv.Atoi(at[i].cell)
		switch {
		case err == nil && n == 0 || at[i].cell == "-":
			continue
		case err != nil || n < 1 || n > survey.MaxChoices:
			r.wrong(NotPlaced, at[i])
			continue
		case slices.ContainsFunc(order, func(p put) bool { return p.place == n }):
			r.wrong(PlaceTwice, at[i])
			continue
		}
		order = append(order, put{name, n})
	}
	slices.SortFunc(order, func(a, b put) int { return cmp.Compare(a.place, b.place) })
	var ranked []string
	for i, p := range order {
		if p.place != i+1 && len(r.Problems) == before {
			r.wrong(NotPlaced, at[slices.Index(names, p.name)])
		}
		ranked = append(ranked, p.name)
	}
	return ranked
}

// several is the answer that consists of several things: in one cell, or in a column each, which must say the same.
func (f *Form) several(r *Row, x *survey.Question, whole place, parts []string) survey.Value {
	if whole.cell == "" {
		if len(parts) == 0 {
			return survey.Value{}
		}
		return survey.Chosen(parts...)
	}
	var names []string
	list := f.choices[f.q.Source(x)]
	for _, called := range split(whole.cell, list) {
		name, ok := list.find(called)
		if !ok {
			r.wrong(NotChoice, whole, func(p *Problem) { p.What, p.Choices = called, f.labels(f.q.Source(x)) })
			return survey.Value{}
		}
		names = append(names, name)
	}
	same := slices.Equal(names, parts)
	if x.Kind == survey.SelectMultiple {
		same = len(names) == len(parts) && !slices.ContainsFunc(names, func(n string) bool { return !slices.Contains(parts, n) })
	}
	if len(parts) > 0 && !same {
		r.wrong(Contradicts, whole)
	}
	return survey.Chosen(names...)
}

// split parts what stands in one cell: names with spaces between, or words with semicolons, commas or line ends.
func split(cell string, list *lookup) []string {
	if fields := strings.Fields(cell); !slices.ContainsFunc(fields, func(s string) bool { return list.names[s] == "" }) {
		return fields
	}
	if _, ok := list.find(cell); ok {
		return []string{cell}
	}
	between := ";\n"
	if !strings.ContainsAny(cell, between) {
		between = ","
	}
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(between, r) })
}

// level is the place on a question's scale: by what it is called, or by its number; 0 if it is none.
func (f *Form) level(x *survey.Question, cell string) int {
	levels := f.q.Choices(x.List)
	if name, ok := f.choices[x.List].find(cell); ok {
		return 1 + slices.IndexFunc(levels, func(c survey.Choice) bool { return c.Name == name })
	}
	if n, err := strconv.Atoi(cell); err == nil && n >= 1 && n <= len(levels) {
		return n
	}
	return 0
}

// pairs reads comparisons: "water>roads", "water=roads", with spaces or semicolons between.
func (f *Form) pairs(r *Row, x *survey.Question, at place) survey.Value {
	list := f.choices[f.q.Source(x)]
	tokens := strings.Fields(at.cell)
	if strings.Contains(at.cell, ";") {
		tokens = strings.FieldsFunc(at.cell, func(r rune) bool { return r == ';' })
	}
	var pairs []survey.Pair
	for _, token := range tokens {
		sign := strings.IndexAny(token, ">=")
		if sign < 0 {
			r.wrong(NotPairs, at, func(p *Problem) { p.What = token })
			return survey.Value{}
		}
		first, ok1 := list.find(token[:sign])
		second, ok2 := list.find(token[sign+1:])
		if !ok1 || !ok2 {
			r.wrong(NotPairs, at, func(p *Problem) { p.What = token })
			return survey.Value{}
		}
		pair := survey.Pair{First: first, Second: second}
		if token[sign] == '>' {
			pair.Better = first
		}
		pairs = append(pairs, pair)
	}
	return survey.Compared(pairs...)
}
