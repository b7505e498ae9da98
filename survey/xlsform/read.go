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

// Read reads a questionnaire from an XLSForm workbook, checks it and prepares it.
// What is wrong with the form comes as Problems, all at once; a file that is no
// workbook at all, or too large, is another survey.ErrInvalid.
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
	rd := reader{q: new(survey.Questionnaire), places: map[string]place{}, oddities: findOddities(f)}
	if err := rd.workbook(f); err != nil {
		return nil, err
	}
	rd.faults()
	if len(rd.problems) > 0 {
		rd.problems.sort()
		return nil, rd.problems
	}
	rd.q.Prepare()
	return rd.q, nil
}

// reader turns a workbook into a questionnaire.
type reader struct {
	q               *survey.Questionnaire
	defaultLanguage string
	oddities        oddities
	problems        Problems
	halved          bool // so much is missing, or too much there, that the rest cannot be judged
	// places says where the members of the questionnaire come from, by JSON Pointer;
	// asks, where the questions do.
	places  map[string]place
	asks    []asks
	renamed []renamed
	told    []place        // where enough was said
	lists   map[string]int // the place of each among Lists
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
	if rd.oddities.more {
		rd.say(place{}, fmt.Sprintf("more than %d cells have a formula without a value, or an error", maxOdd), "save the workbook in a spreadsheet program, and delete sheets that do not belong to the form")
	}
	names := map[string]string{}
	for _, s := range f.GetSheetList() {
		key := strings.ToLower(tidy(s))
		if other, twice := names[key]; twice && layouts[key].known != nil {
			rd.say(place{sheet: s}, fmt.Sprintf("the sheets %q and %q mean the same", other, s), "keep one of them, or give the other one another name")
			continue
		}
		names[key] = s
		if do := elsewhere[key]; do != "" {
			rd.say(place{sheet: s}, "such a sheet is not supported", do)
		}
	}
	tables := map[string]*table{}
	for _, sheet := range []string{settingsSheet, choicesSheet, surveySheet} {
		name, there := names[sheet]
		if !there {
			rd.say(place{}, fmt.Sprintf("there is no sheet %s", sheet), "add it")
			rd.halved = true
			continue
		}
		t, err := rd.table(f, name, layouts[sheet])
		if err != nil {
			return err
		}
		tables[sheet] = t
	}
	rd.findDefault(tables)
	for _, step := range []struct {
		sheet string
		read  func(*table)
	}{{settingsSheet, rd.settings}, {choicesSheet, rd.choices}, {surveySheet, rd.survey}} {
		if t := tables[step.sheet]; t != nil {
			rd.once(t)
			rd.speaks(t)
			step.read(t)
		}
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
	rd.references()
	told := map[place]bool{}
	for _, at := range rd.told {
		told[at] = true
	}
	for _, p := range rd.problems {
		if p.Cell != "" {
			told[place{p.Sheet, p.Column, p.Cell, p.Row}] = true
		}
	}
	for _, f := range rd.q.Faults() {
		if f.Pointer == "/consent/text" {
			rd.say(rd.origin(f.Pointer), "nobody is asked for consent", "add a note with the ashar::role consent, and write what respondents agree to in its label")
			continue
		}
		if f.Pointer == "/consent/version" {
			rd.say(rd.origin(f.Pointer), "the consent has no version", "write one in the column ashar::consent_version of the settings, and another when its text changes")
			continue
		}
		if at := rd.origin(f.Pointer); !told[at] {
			rd.say(at, f.What, "")
		}
	}
}

// yesNo reads a cell that says yes or no.
func yesNo(s string) (yes, ok bool) {
	switch strings.ToLower(s) {
	case "yes", "true", "true()", "1":
		return true, true
	case "", "no", "false", "false()", "0":
		return false, true
	}
	return false, false
}

// yes reads a cell that must say yes or no.
func (rd *reader) yes(t *table, r row, key string) bool {
	yes, ok := yesNo(t.cell(r, key))
	if !ok {
		rd.say(t.at(r, key), fmt.Sprintf("%q is neither yes nor no", t.cell(r, key)), "write yes, or leave it empty")
	}
	return yes
}

// empty refuses content of cells.
func (rd *reader) empty(t *table, r row, wrong string, keys ...string) {
	for _, key := range keys {
		filled := t.cell(r, key) != ""
		if yes, ok := yesNo(t.cell(r, key)); key == colRequired && ok && !yes {
			continue // which says nothing
		}
		if t.layout.known[key] {
			filled = len(t.text(r, key, rd.defaultLanguage)) > 0
		}
		if filled {
			rd.say(t.at(r, key), wrong, "clear the cell")
		}
	}
}
