package analysis

import (
	"cmp"
	"slices"
	"strings"

	"ashar/prioritize/outline"
)

// lay puts the tables and their columns in the template's order and words, and leaves out what it does.
func lay(tables []Table, t *outline.Template) []Table {
	var laid []Table
	for _, p := range t.All() {
		if p.Off {
			continue
		}
		i := slices.IndexFunc(tables, func(x Table) bool { return x.ID == p.Table })
		if i < 0 {
			continue
		}
		x := tables[i]
		x.Title, x.Lead = p.Title, p.Lead
		x.arrange(p.All())
		laid = append(laid, x)
	}
	return laid
}

// arrange puts the table's columns in the order of their families. Families that a table has for each village or group
// stay together, in the place of their first: v1 has all its columns, and then v2.
func (t *Table) arrange(columns []outline.Column) {
	type place struct {
		column int // in the table; -1 of an own column
		block  int // where the first of the families that stay together stands
		key    int // which village or group
		family int // where the family stands
		own    outline.Column
	}
	blocks := map[string]int{}
	families := map[string]int{}
	headings := map[string]outline.Column{}
	var places []place
	for i, c := range columns {
		if c.Off {
			continue
		}
		if _, met := blocks[blockOf(c.ID)]; !met {
			blocks[blockOf(c.ID)] = i
		}
		families[c.ID], headings[c.ID] = i, c
		if c.IsOwn() {
			places = append(places, place{column: -1, block: i, family: i, own: c})
		}
	}
	keys := map[string]int{}
	for i, c := range t.Columns {
		at, shown := families[c.Family]
		if !shown {
			continue
		}
		_, key, _ := strings.Cut(c.ID, ":")
		if _, met := keys[key]; !met {
			keys[key] = len(keys)
		}
		p := place{column: i, block: blocks[blockOf(c.Family)], family: at}
		if strings.Contains(c.Family, ".") {
			p.key = keys[key]
		}
		places = append(places, p)
	}
	slices.SortStableFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.key, b.key), cmp.Compare(a.family, b.family))
	})
	arranged := make([]Column, len(places))
	rows := make([][]Cell, len(t.Rows))
	for n, p := range places {
		if p.column < 0 {
			arranged[n] = Column{ID: p.own.ID, Family: p.own.ID, Heading: Label{Text: p.own.Heading}, Kind: Words}
		} else {
			arranged[n] = t.Columns[p.column]
			if own := headings[arranged[n].Family].Heading; len(own) > 0 {
				arranged[n].rename(Label{Text: own})
			}
		}
		for i, row := range t.Rows {
			c := Cell{State: Fill}
			if p.column >= 0 {
				c = row[p.column]
			}
			rows[i] = append(rows[i], c)
		}
	}
	t.Columns, t.Rows = arranged, rows
	if t.has(Fill) && !slices.ContainsFunc(t.Notes, func(p Phrase) bool { return p.ID == noteFill }) {
		t.Notes = append(t.Notes, phrase(noteFill))
	}
}

const noteFill = "report.note.fill"

// rename gives a column its own words: those of a family of several columns, such as those of all channels, are what
// the columns have in common.
func (c *Column) rename(l Label) {
	if c.Group != nil && !strings.Contains(c.Family, ".") && c.Family != c.ID {
		c.Group = &l
		return
	}
	c.Heading = l
}

// blockOf names the families that stay together: all that are of villages, or of groups.
func blockOf(family string) string {
	if before, _, shared := strings.Cut(family, "."); shared && before+"." != outline.Own {
		return before
	}
	return family
}
