package xlsform

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
)

// Write writes a questionnaire as an XLSForm workbook, the same bytes for the
// same questionnaire. A questionnaire that Check refuses is refused; so is what
// would not come back from a workbook as it is, with Problems that name the cell
// it would stand in.
func Write(w io.Writer, q *survey.Questionnaire) error {
	if err := q.Check(); err != nil {
		return fmt.Errorf("xlsform: %w", err)
	}
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // it is in memory alone
	wr := writer{q: q, f: f}
	var err error
	wr.bold, err = f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	wr.try(err)
	wr.wrap, err = f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	wr.try(err)
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
	q          *survey.Questionnaire
	f          *excelize.File
	bold, wrap int // styles
	problems   Problems
	err        error // the first of the library's
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

// choices lays out the sheet choices.
func (wr *writer) choices() *sheet {
	s := newSheet(choicesSheet, wr.q.Languages, colList, colName, colLabel+"::",
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
			s.row(values, map[string]survey.Text{colLabel: c.Label}, c.Columns).plain = true
		}
	}
	return s
}

// settings lays out the sheet settings. The title is in the default language, for
// other tools; those in the others are in columns of our own.
func (wr *writer) settings() *sheet {
	q := wr.q
	first := q.Languages[0]
	s := newSheet(settingsSheet, slices.Clone(q.Languages[1:]), colTitle, colID, colVersion, colDefault, colConsentVersion, colTitles+"::")
	s.row(map[string]string{
		colTitle: q.Title[first], colID: q.ID, colVersion: q.Version,
		colDefault: languageHeading(first), colConsentVersion: q.Consent.Version,
	}, map[string]survey.Text{colTitles: q.Title}, q.Columns)
	return s
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
