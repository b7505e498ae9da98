package outline

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
)

// Head is the place of a Template that is of no table: its title, what it begins with, which tables it has and their
// order. The other places are its tables.
const Head = "head"

// Plain is the template as it is compared and edited: every table and every column is named, and no words are empty or
// have space around them.
func (t *Template) Plain() Template {
	x := Template{ID: t.ID, Title: plain(t.Title), Lead: plain(t.Lead), Parts: t.All()}
	for i := range x.Parts {
		p := &x.Parts[i]
		p.Title, p.Lead, p.Columns = plain(p.Title), plain(p.Lead), p.All()
		for j := range p.Columns {
			p.Columns[j].Heading = plain(p.Columns[j].Heading)
		}
	}
	return x
}

func plain(t survey.Text) survey.Text {
	var x survey.Text
	for lang, words := range t {
		if words = strings.TrimSpace(strings.ReplaceAll(words, "\r\n", "\n")); words != "" {
			if x == nil {
				x = survey.Text{}
			}
			x[lang] = words
		}
	}
	return x
}

// Mark tells one wording of a place, Head or a table, from another: 16 hexadecimal digits.
func (t *Template) Mark(place string) string {
	b, err := json.Marshal(t.of(place))
	if err != nil {
		panic(fmt.Sprintf("outline: texts are always written: %v", err))
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:8])
}

// of is what the template says at a place, and nothing of the others.
func (t *Template) of(place string) Template {
	x := t.Plain()
	if place == Head {
		for i := range x.Parts {
			x.Parts[i] = Part{Table: x.Parts[i].Table, Off: x.Parts[i].Off}
		}
		return x
	}
	p := x.Part(place)
	p.Off = false
	return Template{Parts: []Part{p}}
}

// Take is the template with what another says at a place. Seen is the Mark of the place as it was when they began: what
// they did not change since stays as it is, and it is a survey.ErrConflict where somebody else changed it too, to
// something else. Nothing is changed of t.
func (t *Template) Take(place string, wanted Template, seen string) (Template, error) {
	now, then := t.Mark(place), wanted.Mark(place)
	x := t.Plain()
	switch {
	case then == seen || then == now:
		return x, nil
	case now != seen:
		return Template{}, fmt.Errorf("outline: %s of %s was changed meanwhile: %w", place, t.ID, survey.ErrConflict)
	}
	w := wanted.Plain()
	if place != Head {
		p := w.Part(place)
		i := slices.IndexFunc(x.Parts, func(y Part) bool { return y.Table == place })
		if i < 0 {
			return Template{}, fmt.Errorf("outline: table %q: %w", place, survey.ErrNotFound)
		}
		p.Off, x.Parts[i] = x.Parts[i].Off, p
		return x, nil
	}
	y := Template{ID: x.ID, Title: w.Title, Lead: w.Lead}
	for _, p := range w.Parts {
		q := x.Part(p.Table)
		q.Off = p.Off
		y.Parts = append(y.Parts, q)
	}
	return y, nil
}

// Changed reports whether it differs from the template as it is shipped.
func (t *Template) Changed() bool {
	shipped, err := New(t.ID)
	if err != nil {
		return true
	}
	return slices.ContainsFunc(append([]string{Head}, Tables()...), func(place string) bool { return shipped.Mark(place) != t.Mark(place) })
}

// AddOwn adds a column to be filled in, under a number that no other column of the table has.
func (p *Part) AddOwn(heading survey.Text) Column {
	most := 0
	for _, c := range p.Columns {
		if n, err := strconv.Atoi(strings.TrimPrefix(c.ID, Own)); c.IsOwn() && err == nil {
			most = max(most, n)
		}
	}
	c := Column{ID: Own + strconv.Itoa(most+1), Heading: heading}
	p.Columns = append(p.All(), c)
	return c
}
