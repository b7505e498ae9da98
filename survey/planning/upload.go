package planning

import (
	"errors"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/steward"
	"ashar/survey/xlsform"
)

// fileField is the name of the input for a workbook, and its id.
const fileField = "file"

// maxUpload is as much as is listened to of a workbook, so that one that is too large is told so.
const maxUpload = 3 * xlsform.MaxWorkbook

// takesWorkbook lets a route's form bring a workbook.
func takesWorkbook(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		page.TakeUpload(c, maxUpload+page.MaxBody)
		defer func() {
			if f := c.Request().MultipartForm; f != nil {
				_ = f.RemoveAll() // what stays of it is the system's to clear
			}
		}()
		return next(c)
	}
}

// errNoFile: none was chosen.
var errNoFile = errors.New("planning: no file was chosen")

// workbook reads the questionnaire that a form brings.
func workbook(c echo.Context) (*survey.Questionnaire, error) {
	sent, err := c.FormFile(fileField)
	if err != nil || sent.Size == 0 {
		return nil, errNoFile
	}
	f, err := sent.Open()
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return xlsform.Read(f)
}

// fault is one thing that is wrong with a workbook, and what to do about it, in words.
type fault struct{ Where, Wrong, Do string }

// reader says in words what the reader of workbooks has said; what it says in other words than it is known to stays as it is.
func reader(s locale.Speaker, said string) string {
	words, _ := s.Reword("workbook.", said)
	return words
}

// faults are all that is wrong with a workbook, if err says so.
func faults(s locale.Speaker, err error) []fault {
	problems, ok := errors.AsType[xlsform.Problems](err)
	if !ok {
		return nil
	}
	var all []fault
	for _, p := range problems {
		f := fault{Wrong: reader(s, p.Wrong), Do: reader(s, p.Do)}
		var where []string
		if p.Sheet != "" {
			where = append(where, s.T("plan.fault.sheet", "Name", p.Sheet))
		}
		if p.Row > 0 {
			where = append(where, s.T("plan.fault.row", "Number", strconv.Itoa(p.Row)))
		}
		switch {
		case p.Column != "" && p.Cell != "":
			where = append(where, s.T("plan.fault.cell", "Name", p.Column, "Cell", p.Cell))
		case p.Column != "":
			where = append(where, s.T("plan.fault.column", "Name", p.Column))
		}
		if f.Where = strings.Join(where, ", "); f.Where == "" {
			f.Where = s.T("plan.fault.file")
		}
		all = append(all, f)
	}
	return all
}

// unaskable says in words why a questionnaire cannot be asked; ok is false of an error that is about something else.
func unaskable(s locale.Speaker, err error) (m page.Mistake, ok bool) {
	problems, many := errors.AsType[xlsform.Problems](err)
	m.Field = fileField
	switch {
	case errors.Is(err, errNoFile):
		m.Text = s.T("plan.file.none")
	case many:
		m.Text = s.N("plan.file.problems", len(problems))
		m.Field = "faults"
	case errors.Is(err, steward.ErrUnrankable):
		m.Text = s.T("plan.file.unrankable")
	case errors.Is(err, steward.ErrVersion):
		m.Text = s.T("plan.file.version")
	case errors.Is(err, survey.ErrExists):
		m.Text = s.T("plan.file.asked")
	case errors.Is(err, errNotWorkbook):
		m.Text = s.T("plan.file.broken", "Megabytes", xlsform.MaxWorkbook>>20)
	default:
		return m, false
	}
	return m, true
}

// errNotWorkbook: the file cannot be opened, or is too large.
var errNotWorkbook = errors.New("planning: not a workbook")

// uploaded is workbook, which tells a file that is no workbook from a workbook with faults.
func uploaded(c echo.Context) (*survey.Questionnaire, error) {
	q, err := workbook(c)
	if _, faulty := errors.AsType[xlsform.Problems](err); !faulty && errors.Is(err, survey.ErrInvalid) {
		err = errors.Join(errNotWorkbook, err)
	}
	return q, err
}
