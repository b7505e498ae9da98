package analysis

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"ashar/survey/locale"
	"ashar/survey/table"
)

// opening writes the first sheet: what is said in words, table by table.
type opening struct {
	d      *Document
	s      locale.Speaker
	f      *excelize.File
	styles styles
	name   string

	next int // the row to be written
}

// openingWidth is how many characters a line of it takes.
const openingWidth = 76.0

func (o *opening) write() error {
	if err := o.f.SetSheetName(o.f.GetSheetName(0), o.name); err != nil {
		return err
	}
	if err := paper(o.f, o.name, "portrait", 0); err != nil {
		return err
	}
	if err := o.f.SetColWidth(o.name, "A", "A", openingWidth); err != nil {
		return err
	}
	o.next = 1
	if err := o.line(o.d.Title(o.s), o.styles.title, 20, openingWidth*0.7); err != nil {
		return err
	}
	if err := o.line(o.d.about(o.s), o.styles.plain, line, openingWidth); err != nil {
		return err
	}
	if o.d.Notice != nil {
		if err := o.line(say(o.s, *o.d.Notice), o.styles.wrapped, line, openingWidth); err != nil {
			return err
		}
	}
	if lead := name(o.s, o.d.Template.Lead); lead != "" {
		if err := o.line(lead, o.styles.lead, line, openingWidth); err != nil {
			return err
		}
	}
	for i := range o.d.Tables {
		if err := o.table(&o.d.Tables[i]); err != nil {
			return err
		}
	}
	return nil
}

// table is a heading that leads to the table's sheet, the municipality's words and what the table says.
func (o *opening) table(t *Table) error {
	o.next++
	at, to := fmt.Sprint("A", o.next), fmt.Sprintf("'%s'!A1", sheetName(o.s.T("report.sheet."+t.ID)))
	if err := o.line(t.Heading(o.s), o.styles.heading, 16, openingWidth); err != nil {
		return err
	}
	if err := o.f.SetCellHyperLink(o.name, at, to, "Location"); err != nil {
		return err
	}
	if lead := name(o.s, t.Lead); lead != "" {
		if err := o.line(lead, o.styles.lead, line, openingWidth); err != nil {
			return err
		}
	}
	for _, sentence := range o.d.Sentences(o.s, t) {
		if err := o.line(sentence, o.styles.words, line, openingWidth); err != nil {
			return err
		}
	}
	return nil
}

// line writes a text on as many lines of that height, in points, as it takes.
func (o *opening) line(text string, style int, tall, wide float64) error {
	at := fmt.Sprint("A", o.next)
	if err := o.f.SetCellStr(o.name, at, table.Guard(text)); err != nil {
		return err
	}
	if err := o.f.SetCellStyle(o.name, at, at, style); err != nil {
		return err
	}
	if err := o.f.SetRowHeight(o.name, o.next, min(tall*float64(linesOf(text, roomIn(wide)))+3, mostHeight)); err != nil {
		return err
	}
	o.next++
	return nil
}

// mostHeight is how tall Excel lets a row be, in points.
const mostHeight = 409.0
