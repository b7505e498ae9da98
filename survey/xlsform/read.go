package xlsform

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
)

// Limits of a workbook, so that nobody's upload can fill the memory.
const (
	MaxWorkbook = 8 << 20  // bytes of the file
	maxUnzipped = 16 << 20 // bytes of what is packed in it
)

// Read reads a questionnaire from an XLSForm workbook and checks it. What is
// wrong with the form comes as Problems, all at once; a file that is no workbook
// at all, or too large, is another survey.ErrInvalid.
func Read(r io.Reader) (*survey.Questionnaire, error) {
	data, err := io.ReadAll(io.LimitReader(r, MaxWorkbook+1))
	if err != nil {
		return nil, fmt.Errorf("xlsform: %w", err)
	}
	if len(data) > MaxWorkbook {
		return nil, fmt.Errorf("xlsform: %w: the workbook is larger than %d MB", survey.ErrInvalid, MaxWorkbook>>20)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped, RawCellValue: true,
	})
	if err != nil {
		return nil, fmt.Errorf("xlsform: %w: no workbook that can be opened (.xlsx): %w", survey.ErrInvalid, err)
	}
	defer f.Close() //nolint:errcheck // nothing was written
	rd := reader{q: new(survey.Questionnaire), places: map[string]place{}}
	if err := rd.workbook(f); err != nil {
		return nil, err
	}
	rd.faults()
	if len(rd.problems) > 0 {
		rd.problems.sort()
		return nil, rd.problems
	}
	return rd.q, nil
}

// reader turns a workbook into a questionnaire.
type reader struct {
	q               *survey.Questionnaire
	defaultLanguage string
	problems        Problems
	halved          bool // so much is missing that the rest cannot be judged
	// places says where the members of the questionnaire come from, by JSON Pointer.
	places map[string]place
}

func (rd *reader) say(at place, wrong, do string) {
	switch n := len(rd.problems); {
	case n == MaxProblems-1:
		rd.problems = append(rd.problems, Problem{Wrong: "there are more problems than can be told", Do: "mend these first"})
	case n < MaxProblems:
		rd.problems = append(rd.problems, at.problem(wrong, do))
	}
}

// elsewhere are sheets of XLSForm that would change what is asked.
var elsewhere = map[string]string{
	"external_choices": "move the choices to the sheet choices",
	"entities":         "delete the sheet",
	"osm":              "delete the sheet",
}

func (rd *reader) workbook(f *excelize.File) error {
	sheets := map[string]string{}
	for _, s := range f.GetSheetList() {
		key := strings.ToLower(strings.TrimSpace(s))
		sheets[key] = s
		if do := elsewhere[key]; do != "" {
			rd.say(place{sheet: s}, "such a sheet is not supported", do)
		}
	}
	for _, step := range []struct {
		sheet string
		read  func(*table)
	}{
		// The settings come first, since they name the default language.
		{settingsSheet, rd.settings}, {choicesSheet, rd.choices}, {surveySheet, rd.survey},
	} {
		name, there := sheets[step.sheet]
		if !there {
			rd.say(place{}, fmt.Sprintf("there is no sheet %s", step.sheet), "add it")
			rd.halved = true
			continue
		}
		t, err := rd.table(f, name, layouts[step.sheet])
		if err != nil {
			return err
		}
		if step.sheet == settingsSheet {
			rd.findDefault(t)
		}
		rd.once(t, layouts[step.sheet])
		rd.speaks(t)
		step.read(t)
	}
	return nil
}

// speaks adds the languages of a sheet's columns to the questionnaire's. The
// default one comes first, the others in the order of their columns.
func (rd *reader) speaks(t *table) {
	if rd.defaultLanguage != "" && !rd.q.Speaks(rd.defaultLanguage) {
		rd.q.Languages = append(rd.q.Languages, rd.defaultLanguage)
	}
	for _, c := range t.columns {
		if c.key != "" && c.language != "" && !rd.q.Speaks(c.language) {
			rd.q.Languages = append(rd.q.Languages, c.language)
		}
	}
}

// faults adds what the questionnaire says is wrong with itself, each thing where
// it came from, unless something was said of that cell before.
func (rd *reader) faults() {
	if rd.halved {
		return
	}
	told := map[place]bool{}
	for _, p := range rd.problems {
		told[place{p.Sheet, p.Column, p.Cell, p.Row}] = p.Cell != ""
	}
	for _, f := range rd.q.Faults() {
		if at := rd.origin(f.Pointer); !told[at] {
			rd.say(at, f.What, "")
		}
	}
}

// origin finds where a member of the questionnaire comes from, or what it is in.
func (rd *reader) origin(pointer string) place {
	for pointer != "" {
		if at, known := rd.places[pointer]; known {
			return at
		}
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
	return place{}
}

// yes reads a cell that says yes or no.
func (rd *reader) yes(t *table, r row, key string) bool {
	switch s := t.cell(r, key); strings.ToLower(s) {
	case "yes", "true", "true()", "1":
		return true
	case "", "no", "false", "false()", "0":
		return false
	default:
		rd.say(t.at(r, key), fmt.Sprintf("%q is neither yes nor no", s), "write yes, or leave it empty")
		return false
	}
}

// empty refuses content of a cell.
func (rd *reader) empty(t *table, r row, key, wrong string) {
	if s := t.cell(r, key); s != "" {
		rd.say(t.at(r, key), wrong, "clear the cell")
	}
}
