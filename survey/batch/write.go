package batch

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
	"ashar/survey/table"
)

// Paper is what stands on a form that was filled in.
type Paper struct {
	Serial, Village, Day, Language string // as Row has them
	Answers                        []survey.Answer
}

// Cells are the row of a paper in a template.
func (f *Form) Cells(p Paper) []string {
	answers := make(map[string]survey.Value, len(p.Answers))
	for _, a := range p.Answers {
		answers[a.Question] = a.Value
	}
	var row []string
	for _, c := range f.template() {
		cell := ""
		switch c.code {
		case Serial:
			cell = p.Serial
		case Village:
			cell = f.villageName(p.Village)
		case Day:
			cell = p.Day
		case Language:
			cell = p.Language
		case Consent:
			cell = "1"
		default:
			if v := answers[f.nameOf(c)]; !v.Skipped {
				cell = f.cell(c, v)
			}
		}
		row = append(row, table.Guard(cell))
	}
	return row
}

func (f *Form) nameOf(c column) string {
	if c.question == nil {
		return ""
	}
	return c.question.Name
}

func (f *Form) villageName(id string) string {
	for _, p := range f.o.Places {
		if p.Village == id {
			if found, ok := f.villages.find(p.Names[0]); ok && found == id {
				return p.Names[0]
			}
		}
	}
	return id
}

// cell is what stands in one column of an answer.
func (f *Form) cell(c column, v survey.Value) string {
	x := c.question
	if x == nil {
		return ""
	}
	switch x.Kind {
	case survey.SelectOne:
		if len(v.Choices) > 0 {
			if chosen := f.q.Choice(f.q.Source(x), v.Choices[0]); chosen != nil {
				return f.label(f.q.Source(x), chosen)
			}
		}
		return ""
	case survey.SelectMultiple:
		if v.Has(c.part) {
			return "1"
		}
		return ""
	case survey.Rank:
		if i := slices.Index(v.Choices, c.part); i >= 0 {
			return strconv.Itoa(i + 1)
		}
		return ""
	case survey.Scale:
		if levels := f.q.Choices(x.List); v.LevelOf(c.part) > 0 && v.LevelOf(c.part) <= len(levels) {
			return f.label(x.List, &levels[v.LevelOf(c.part)-1])
		}
		return ""
	case survey.Points:
		if n := v.LevelOf(c.part); n > 0 {
			return strconv.Itoa(n)
		}
		return ""
	case survey.Pairwise:
		pairs := make([]string, len(v.Pairs))
		for i, p := range v.Pairs {
			pairs[i] = p.First + ">" + p.Second
			if p.Better == "" {
				pairs[i] = p.First + "=" + p.Second
			} else if p.Better == p.Second {
				pairs[i] = p.Second + ">" + p.First
			}
		}
		return strings.Join(pairs, " ")
	}
	if v.Point != nil {
		return v.Point.String()
	}
	return v.Text + v.Number + v.Date // a value has one of them
}

// Write writes a workbook to be filled in, one row for each paper, with the rows of papers that are there already: the
// question, the thing and the code of each column stay in sight, cells offer what can be chosen, and further sheets say
// how it is done and what can be written where.
func (f *Form) Write(w io.Writer, papers ...Paper) error {
	b, err := f.newBook()
	if err != nil {
		return err
	}
	defer b.Close() //nolint:errcheck // it is in memory
	columns := f.template()
	codes := make([]string, len(columns))
	for i, c := range columns {
		codes[i] = c.code
	}
	var rows [][]string
	for _, p := range papers {
		rows = append(rows, f.Cells(p))
	}
	b.answers(f.o.Words.T("batch.sheet.answers"), columns, codes, rows, MaxRows)
	b.explained(f.o.Words.T("batch.sheet.how"), columns)
	b.answers(f.o.Words.T("batch.sheet.example"), columns, codes, [][]string{f.Cells(f.example())}, 1)
	return b.write(w)
}

// Refused is a row that was not taken, with the reasons in words.
type Refused struct {
	Cells []string
	Why   []string
}

// WriteRefused writes a workbook of the rows that were not taken, under the headings that they came with, with a column
// before them that says why: to be mended, and brought in again.
func (f *Form) WriteRefused(w io.Writer, head []string, refused []Refused) error {
	b, err := f.newBook()
	if err != nil {
		return err
	}
	defer b.Close() //nolint:errcheck // it is in memory
	columns, codes := []column{{code: Why}}, []string{Why}
	for _, heading := range head {
		c := column{}
		if code, ok := f.headings.find(heading); ok {
			c = f.column(code)
			heading = code
		}
		columns, codes = append(columns, c), append(codes, table.Guard(heading))
	}
	var rows [][]string
	for _, r := range refused {
		row := []string{table.Guard(strings.Join(r.Why, "\n"))}
		for _, cell := range r.Cells {
			row = append(row, table.Guard(table.Unguard(cell)))
		}
		rows = append(rows, row)
	}
	b.answers(f.o.Words.T("batch.sheet.refused"), columns, codes, rows, len(rows))
	b.explained(f.o.Words.T("batch.sheet.how"), columns)
	return b.write(w)
}

// book is a workbook that is being written. The first thing that goes wrong is kept, and nothing is done after it.
type book struct {
	*excelize.File
	f      *Form
	lists  map[string]string // where what can be chosen stands, by what it is
	styles struct{ question, part, code, text, wrapped int }
	err    error
}

func (f *Form) newBook() (*book, error) {
	b := &book{File: excelize.NewFile(), f: f, lists: map[string]string{}}
	style := func(s excelize.Style) int {
		id, err := b.NewStyle(&s)
		b.fail(err)
		return id
	}
	top := &excelize.Alignment{WrapText: true, Vertical: "top"}
	fill := excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8F1EE"}}
	b.styles.question = style(excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: top, Fill: fill})
	b.styles.part = style(excelize.Style{Alignment: top, Fill: fill})
	b.styles.code = style(excelize.Style{Font: &excelize.Font{Size: 8, Color: "5B655F"}, Alignment: top})
	b.styles.text = style(excelize.Style{NumFmt: 49}) // "@": what is typed stays as it is
	b.styles.wrapped = style(excelize.Style{Alignment: top})
	return b, b.err
}

// fail keeps the first error.
func (b *book) fail(err error) {
	if b.err == nil && err != nil {
		b.err = fmt.Errorf("batch: %w", err)
	}
}

func (b *book) write(w io.Writer) error {
	if b.err == nil {
		if i, err := b.GetSheetIndex("Sheet1"); err == nil && i >= 0 {
			b.fail(b.DeleteSheet("Sheet1"))
		}
		b.SetActiveSheet(0)
		b.fail(b.File.Write(w))
	}
	return b.err
}

// The rows of headings: questions, things, codes.
const heads = 3

// answers writes a sheet of papers, with what can be chosen in so many rows.
func (b *book) answers(sheet string, columns []column, codes []string, rows [][]string, room int) {
	if b.err != nil {
		return
	}
	_, err := b.NewSheet(sheet)
	b.fail(err)
	question, part := make([]any, len(columns)), make([]any, len(columns))
	code := make([]any, len(columns))
	for i, c := range columns {
		code[i] = codes[i]
		switch {
		case c.question != nil:
			if i == 0 || columns[i-1].question != c.question {
				question[i] = b.f.title(c)
			}
			if c.part != "" {
				part[i] = b.f.q.Say(b.f.choice(c).Label, b.f.o.Language)
			}
		case c.code != "":
			question[i] = b.f.title(c)
		}
	}
	for i, c := range columns {
		b.column(sheet, i+1, c, max(room, 1))
	}
	b.row(sheet, 1, question, b.styles.question)
	b.row(sheet, 2, part, b.styles.part)
	b.row(sheet, heads, code, b.styles.code)
	for y, row := range rows {
		cells := make([]any, len(row))
		for x, cell := range row {
			if cells[x] = cell; cell == "" {
				cells[x] = nil
			}
		}
		b.fail(b.SetSheetRow(sheet, fmt.Sprintf("A%d", heads+1+y), &cells))
	}
	b.fail(b.SetRowHeight(sheet, 1, 60))
	b.fail(b.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 2, YSplit: heads, TopLeftCell: "C4", ActivePane: "bottomRight"}))
}

func (b *book) row(sheet string, y int, cells []any, style int) {
	b.fail(b.SetSheetRow(sheet, fmt.Sprintf("A%d", y), &cells))
	last, err := excelize.CoordinatesToCellName(max(len(cells), 1), y)
	b.fail(err)
	b.fail(b.SetCellStyle(sheet, fmt.Sprintf("A%d", y), last, style))
}

// column sets how wide a column is, and what can be chosen in it.
func (b *book) column(sheet string, x int, c column, room int) {
	if b.err != nil {
		return
	}
	name, err := excelize.ColumnNumberToName(x)
	b.fail(err)
	wide := 13.0
	switch {
	case c.code == Why:
		wide = 60
	case c.question != nil && c.question.Kind == survey.TextAnswer:
		wide = 40
	case c.part != "":
		wide = 10
	}
	b.fail(b.SetColWidth(sheet, name, name, wide))
	from, to := fmt.Sprintf("%s%d", name, heads+1), fmt.Sprintf("%s%d", name, heads+room)
	if c.plain() {
		b.fail(b.SetColStyle(sheet, name, b.styles.text))
	} else if c.code == Why {
		b.fail(b.SetColStyle(sheet, name, b.styles.wrapped))
	}
	v := excelize.NewDataValidation(true)
	v.SetSqref(from + ":" + to)
	switch low, high, whole := b.f.bounds(c); {
	case whole:
		b.fail(v.SetRange(low, high, excelize.DataValidationTypeWhole, excelize.DataValidationOperatorBetween))
	default:
		key, choices := b.f.offered(c)
		if len(choices) == 0 {
			return
		}
		v.SetSqrefDropList(b.list(key, choices))
	}
	v.SetError(excelize.DataValidationErrorStyleWarning, b.f.o.Words.T("batch.validation.title"), b.f.o.Words.T("batch.validation.text"))
	b.fail(b.AddDataValidation(sheet, v))
}

// plain reports whether what is typed in a column is to stay as it is, and not to become a number or a day.
func (c column) plain() bool {
	switch {
	case c.code == Serial || c.code == Day || c.code == Ticket:
		return true
	case c.question == nil:
		return false
	}
	switch c.question.Kind {
	case survey.TextAnswer, survey.Date, survey.Geopoint, survey.Pairwise:
		return true
	}
	return false
}

// bounds are the whole numbers that a column takes; ok is false where it takes something else.
func (f *Form) bounds(c column) (low, high int, ok bool) {
	if c.question == nil {
		return 0, 0, false
	}
	switch x := c.question; x.Kind {
	case survey.Rank:
		high = len(f.q.Things(x))
		if x.Max > 0 {
			high = min(high, x.Max)
		}
		return 1, high, true
	case survey.Points:
		return 0, x.Max, true
	}
	return 0, 0, false
}

// offered are the texts that a column offers, and what they are.
func (f *Form) offered(c column) (key string, choices []string) {
	switch {
	case c.code == Village:
		for _, p := range f.o.Places {
			choices = append(choices, f.villageName(p.Village))
		}
		return Village, choices
	case c.code == Language:
		return Language, f.q.Languages
	case c.code == Consent || c.question != nil && c.question.Kind == survey.SelectMultiple:
		return Consent, []string{"1"}
	case c.question == nil:
		return "", nil
	}
	switch x := c.question; x.Kind {
	case survey.SelectOne:
		return "list " + f.q.Source(x), f.labels(f.q.Source(x))
	case survey.Scale:
		return "list " + x.List, f.labels(x.List)
	}
	return "", nil
}

// listSheet holds what can be chosen, a column for each list.
const listSheet = "_lists"

// list is where the choices stand: cells take no more than 255 letters of them themselves, and no commas in them.
func (b *book) list(key string, choices []string) string {
	if at := b.lists[key]; at != "" || b.err != nil {
		return at
	}
	if len(b.lists) == 0 {
		_, err := b.NewSheet(listSheet)
		b.fail(err)
		b.fail(b.SetSheetVisible(listSheet, false))
	}
	name, err := excelize.ColumnNumberToName(len(b.lists) + 1)
	b.fail(err)
	for i, c := range choices {
		b.fail(b.SetCellStr(listSheet, fmt.Sprintf("%s%d", name, i+1), table.Guard(c)))
	}
	at := fmt.Sprintf("%s!$%s$1:$%s$%d", listSheet, name, name, len(choices))
	b.lists[key] = at
	return at
}
