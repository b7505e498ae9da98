package minutes

import (
	"fmt"
	"io"
	"strings"

	"ashar/prioritize/docx"
	"ashar/survey/locale"
)

// WriteText writes the minutes as plain text: a line for every fact, point and row of a table, whose cells are parted by
// tabs.
func (d *Document) WriteText(w io.Writer, s locale.Speaker) error {
	t, b, tables := teller{d, s}, &strings.Builder{}, 0
	say := func(lines ...string) {
		for _, l := range lines {
			b.WriteString(docx.Clean(l) + "\n")
		}
	}
	cell := func(x string) string { return strings.Join(strings.Fields(orBlank(x)), " ") }
	for i, section := range d.Sections(s) {
		if i > 0 {
			say("")
		}
		say(section.Title)
		if section.Under != "" {
			say(section.Under)
		}
		for _, x := range section.Blocks {
			for _, f := range x.Facts {
				say(f.Name + ": " + orBlank(f.Value))
			}
			for n, item := range x.List {
				for m, l := range item {
					lead := "   "
					if m == 0 {
						lead = fmt.Sprintf("%d. ", n+1)
					}
					if l.Lead != "" {
						lead += l.Lead + ": "
					}
					say(lead + orBlank(l.Text))
				}
			}
			for _, sign := range x.Signatures {
				say(sign.Role + " " + blank + " " + orBlank(sign.Name))
			}
			if x.Text != "" {
				say(x.Text)
			}
			if x.Table == nil {
				continue
			}
			tables++
			before, after := t.caption(x.Table)
			var head []string
			for _, c := range x.Table.Columns {
				head = append(head, c.Title)
			}
			say(fmt.Sprint(before, tables, after), strings.Join(head, "\t"))
			for _, row := range x.Table.Rows {
				cells := make([]string, len(row))
				for j, said := range row {
					cells[j] = cell(said)
				}
				say(strings.Join(cells, "\t"))
			}
		}
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("minutes: hearing %s: %w", d.Hearing.ID, err)
	}
	return nil
}
