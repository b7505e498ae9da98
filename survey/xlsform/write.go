package xlsform

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
)

// maxCell is the number of UTF-16 units that a cell of a workbook can hold.
const maxCell = excelize.TotalCellChars

// Write writes a questionnaire as an XLSForm workbook, the same bytes for the
// same questionnaire. A questionnaire that Check refuses is refused; so is a text
// that would not come back from a workbook as it is, with Problems that name the
// cell it would stand in.
func Write(w io.Writer, q *survey.Questionnaire) error {
	if err := q.Check(); err != nil {
		return fmt.Errorf("xlsform: %w", err)
	}
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // it is in memory alone
	wr := writer{q: q, f: f}
	for i, s := range []*sheet{wr.survey(), wr.choices(), wr.settings()} {
		wr.write(s, i)
	}
	if len(wr.problems) > 0 {
		wr.problems.sort()
		return wr.problems
	}
	if wr.err != nil {
		return fmt.Errorf("xlsform: %w", wr.err)
	}
	var packed bytes.Buffer
	if err := f.Write(&packed); err != nil {
		return fmt.Errorf("xlsform: %w", err)
	}
	if err := readable(packed.Bytes()); err != nil {
		return err
	}
	if _, err := packed.WriteTo(w); err != nil {
		return fmt.Errorf("xlsform: %w", err)
	}
	return nil
}

// readable holds a workbook against the limits of Read.
func readable(workbook []byte) error {
	z, err := zip.NewReader(bytes.NewReader(workbook), int64(len(workbook)))
	if err != nil {
		return fmt.Errorf("xlsform: %w", err)
	}
	var unzipped uint64
	for _, f := range z.File {
		unzipped += f.UncompressedSize64
	}
	if len(workbook) > MaxWorkbook || unzipped > maxUnzipped {
		return fmt.Errorf("xlsform: %w: the texts are too long for one workbook", survey.ErrInvalid)
	}
	return nil
}

type writer struct {
	q        *survey.Questionnaire
	f        *excelize.File
	problems Problems
	err      error // the first of the library's
}

// sheet is what is written into one sheet.
type sheet struct {
	name     string
	headings []string
	rows     [][]string
	column   map[string]int
}

// newSheet takes the headings of the columns; one that is translated, marked by
// "::" at its end, becomes a column for each language.
func newSheet(name string, q *survey.Questionnaire, headings ...string) *sheet {
	s := &sheet{name: name, column: map[string]int{}}
	add := func(heading, key string) {
		s.column[key] = len(s.headings)
		s.headings = append(s.headings, heading)
	}
	for _, h := range headings {
		key, translated := strings.CutSuffix(h, "::")
		if !translated {
			add(h, key)
			continue
		}
		for _, l := range q.Languages {
			add(h+languageHeading(l), key+"::"+l)
		}
	}
	return s
}

// row adds a row of values and texts by column.
func (s *sheet) row(values map[string]string, texts map[string]survey.Text) {
	cells := make([]string, len(s.headings))
	for key, v := range values {
		cells[s.column[key]] = v
	}
	for key, t := range texts {
		for l, v := range t {
			if i, ok := s.column[key+"::"+l]; ok {
				cells[i] = v
			}
		}
	}
	s.rows = append(s.rows, cells)
}

// write puts a sheet into the workbook, in its place among the sheets.
func (wr *writer) write(s *sheet, position int) {
	if position == 0 {
		wr.try(wr.f.SetSheetName("Sheet1", s.name))
	} else {
		_, err := wr.f.NewSheet(s.name)
		wr.try(err)
	}
	bold, err := wr.f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	wr.try(err)
	wrap, err := wr.f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	wr.try(err)
	if n := len(s.rows) + 1; n > maxRows || len(s.headings) > maxColumns || n*len(s.headings) > maxCells {
		wr.say(place{sheet: s.name}, fmt.Sprintf("%d rows and %d columns are more than a workbook may have here", n, len(s.headings)))
		return
	}
	for i, h := range s.headings {
		width := 18.0
		if strings.HasPrefix(h, colLabel) || strings.HasPrefix(h, colHint) {
			width = 40
		}
		col, err := excelize.ColumnNumberToName(i + 1)
		wr.try(err)
		wr.try(wr.f.SetColWidth(s.name, col, col, width))
		wr.cell(s, i, 0, h, bold)
	}
	for r, cells := range s.rows {
		for i, v := range cells {
			if v != "" {
				wr.cell(s, i, r+1, v, wrap)
			}
		}
	}
	wr.try(wr.f.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// cell writes one value, always as text, so that it is never taken for a formula.
func (wr *writer) cell(s *sheet, column, row int, v string, style int) {
	at, err := excelize.CoordinatesToCellName(column+1, row+1)
	wr.try(err)
	heading := s.headings[column]
	wrong := unfit(v)
	if wrong == "" && (strings.HasPrefix(heading, colLabel) || strings.HasPrefix(heading, colHint)) && reference.MatchString(v) {
		wrong = "other tools would put an answer in place of ${ }"
	}
	if wrong != "" {
		wr.say(place{sheet: s.name, row: row + 1, column: heading, cell: at}, wrong)
		return
	}
	wr.try(wr.f.SetCellStr(s.name, at, escaped(v)))
	wr.try(wr.f.SetCellStyle(s.name, at, at, style))
}

func (wr *writer) say(at place, wrong string) {
	if len(wr.problems) < MaxProblems {
		wr.problems = append(wr.problems, at.problem(wrong, "correct the questionnaire"))
	}
}

func (wr *writer) try(err error) {
	if wr.err == nil {
		wr.err = err
	}
}

// notXML are the characters that XML, and so a workbook, cannot hold, and the
// carriage return, which does not come back.
var notXML = regexp.MustCompile(`[^\x{9}\x{A}\x{20}-\x{D7FF}\x{E000}-\x{FFFD}\x{10000}-\x{10FFFF}]`)

// escape is how a workbook writes a character by its number.
var escape = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

// escaped keeps what merely looks like such an escape from being read as one.
// The library leaves this undone in shared strings.
func escaped(v string) string {
	var b strings.Builder
	for {
		i := escape.FindStringIndex(v)
		if i == nil {
			return b.String() + v
		}
		b.WriteString(v[:i[0]] + "_x005F_")
		v = v[i[0]+1:]
	}
}

// unfit says why a value would not come back from a cell as it is, or "".
func unfit(v string) string {
	switch {
	case len(utf16.Encode([]rune(escaped(v)))) > maxCell:
		return fmt.Sprintf("a cell holds at most %d characters", maxCell)
	case notXML.MatchString(v) || strings.ToValidUTF8(v, "") != v:
		return "a cell cannot hold control characters"
	case strings.TrimSpace(v) != v:
		return "space at the beginning or the end of a cell would be lost"
	}
	return ""
}

// choices lays out the sheet choices.
func (wr *writer) choices() *sheet {
	s := newSheet(choicesSheet, wr.q, colList, colName, colLabel+"::",
		colNeed, colSphere, colCompetence, colIssue, colExclusive)
	for _, l := range wr.q.Lists {
		for _, c := range l.Choices {
			values := map[string]string{
				colList: l.Name, colName: c.Name, colNeed: c.Need, colSphere: c.Sphere,
				colCompetence: strings.Join(c.Competence, " "), colExclusive: yes(c.Exclusive),
			}
			if c.Issue > 0 {
				values[colIssue] = fmt.Sprint(c.Issue)
			}
			s.row(values, map[string]survey.Text{colLabel: c.Label})
		}
	}
	return s
}

// settings lays out the sheet settings. The title is in the default language, for
// other tools; those in the others are in columns of our own.
func (wr *writer) settings() *sheet {
	q := wr.q
	first := q.Languages[0]
	others := *q
	others.Languages = slices.Clone(q.Languages[1:])
	s := newSheet(settingsSheet, &others, colTitle, colID, colVersion, colDefault, colConsentVersion, colTitles+"::")
	s.row(map[string]string{
		colTitle: q.Title[first], colID: q.ID, colVersion: q.Version,
		colDefault: languageHeading(first), colConsentVersion: q.Consent.Version,
	}, map[string]survey.Text{colTitles: q.Title})
	return s
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
