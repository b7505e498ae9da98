package dataset

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"ashar/survey/table"
)

// codebook writes the sheet that explains the columns: a row for each.
func (b *bookWriter) codebook() error {
	name := b.l.say.T("dataset.sheet.codebook")
	if _, err := b.f.NewSheet(name); err != nil {
		return err
	}
	langs := tags(b.l.columns)
	head, widths := []string{}, []float64{}
	column := func(heading string, width float64) {
		head, widths = append(head, heading), append(widths, width)
	}
	say := func(id string) string { return b.l.say.T("dataset.codebook." + id) }
	column(say("heading"), 30)
	column(say("name"), 24)
	for _, lang := range langs {
		column(say("label")+" ("+lang+")", 44)
	}
	column(say("kind"), 16)
	column(say("type"), 12)
	for _, lang := range langs {
		column(say("values")+" ("+lang+")", 44)
	}
	column(say("versions"), 20)
	w, err := b.stream(name, widths, head)
	if err != nil {
		return err
	}
	for i := range b.l.columns {
		c := &b.l.columns[i]
		row := []string{c.Heading, c.Name}
		for _, lang := range langs {
			row = append(row, c.asked(lang))
		}
		row = append(row, string(c.Kind), string(c.Type))
		for _, lang := range langs {
			row = append(row, c.values(lang))
		}
		if err := b.explain(w, i+2, append(row, strings.Join(c.Versions, "\n"))); err != nil {
			return err
		}
	}
	return b.close(w, name, len(b.l.columns)+1, len(head))
}

func (b *bookWriter) explain(w *excelize.StreamWriter, at int, texts []string) error {
	first, err := excelize.CoordinatesToCellName(1, at)
	if err != nil {
		return err
	}
	cells := make([]any, len(texts))
	for i, t := range texts {
		cells[i] = excelize.Cell{StyleID: b.styles.wrapped, Value: table.Guard(t)}
	}
	return w.SetRow(first, cells)
}

// asked is what was asked, and of which choice, in a language; "" where there is no translation.
func (c *Column) asked(lang string) string {
	switch {
	case c.Label[lang] == "" || c.Part[lang] == "":
		return c.Label[lang]
	default:
		return c.Label[lang] + " / " + c.Part[lang]
	}
}

// values lists what can stand in the column, "code = label" a line.
func (c *Column) values(lang string) string {
	var all strings.Builder
	for _, v := range c.Values {
		label := v.Label[lang]
		if label == "" {
			continue
		}
		if all.Len() > 0 {
			all.WriteByte('\n')
		}
		if all.Len()+len(v.Code)+len(label) > lettersInCell {
			all.WriteString("…")
			break
		}
		all.WriteString(v.Code + " = " + label)
	}
	return all.String()
}
