package staff

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/census"
	"ashar/survey/page"
	"ashar/survey/table"
)

// tableView is the page on which a table of villages is pasted or uploaded, and what was wrong with it.
type tableView struct {
	page.Page
	M        survey.Municipality
	Bands    []string
	Typed    string // the table
	Form     formValues
	Problems []string
	Notes    []string
}

// previewView shows what a table would change.
type previewView struct {
	tableView
	Rows          []previewRow
	Rest          []string // villages that the table does not have
	Before, After string   // adults in all
	Correction    bool     // of the numbers of the same year
	First         bool     // no numbers were known before
}

// previewRow is a row of the table beside the village that it is of.
type previewRow struct {
	Line          int
	Name, Was     string // Was is the name that it had, "" if it stays
	State         string // "new", "renamed", "changed", "same"
	Before, After string // adults
	Much          bool   // they differ by a quarter or more
	Choices       []choice
	Ask           bool // it wants to be chosen
}

// takeTable lets a table's file in.
func takeTable(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		page.TakeUpload(c, 2*census.MaxBytes+page.MaxBody)
		return next(c)
	}
}

func (o *Office) tablePage(c echo.Context) (tableView, error) {
	m, err := o.municipality(c)
	if err != nil {
		return tableView{}, err
	}
	bands, err := o.deps.Ages(c.Request().Context(), m.ID)
	if err != nil {
		return tableView{}, fmt.Errorf("staff: age bands: %w", err)
	}
	v := tableView{Page: o.page(c, "place.table_title", m.Name.In(o.deps.Pages.Speaker(c).Lang())), M: m, Bands: bands}
	v.Form = formValues{"source": m.Source.In(v.Lang()), "year": ""}
	return v, nil
}

func (o *Office) table(c echo.Context) error {
	v, err := o.tablePage(c)
	if err != nil {
		return err
	}
	return o.room.Render(c, http.StatusOK, "table", v)
}

// tableFile is a table of the villages that there are, to go on with in Excel.
func (o *Office) tableFile(c echo.Context) error {
	v, err := o.tablePage(c)
	if err != nil {
		return err
	}
	cells := census.Template(census.Headings{
		Ky: v.T("place.head_ky"), Ru: v.T("place.head_ru"), SOATE: v.T("place.soate"),
		Female: v.T("place.sex.female"), Male: v.T("place.sex.male"), Adults: v.T("place.head_adults"),
	}, v.M.Current(o.deps.Now()), v.Bands)
	write, kind, name := census.CSV, "text/csv; charset=utf-8", v.M.ID+".csv"
	if strings.HasSuffix(c.Path(), ".xlsx") {
		write, kind, name = census.XLSX, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", v.M.ID+".xlsx"
	}
	data, err := write(cells)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", name))
	return o.deps.Pages.Send(c, http.StatusOK, kind, data)
}

// errRead is a table that cannot be read at all.
var errRead = &mistake{field: "table", id: "place.unreadable"}

// given are the cells that a request brings: of a file, or else of what was pasted.
func given(c echo.Context) (cells [][]string, pasted string, err error) {
	pasted = c.FormValue("table")
	data := []byte(pasted)
	if r := c.Request(); r.MultipartForm != nil {
		defer r.MultipartForm.RemoveAll() //nolint:errcheck // the system clears what is left
		if files := r.MultipartForm.File["file"]; len(files) > 0 && files[0].Size > 0 {
			if files[0].Size > census.MaxBytes {
				return nil, pasted, errRead
			}
			f, err := files[0].Open()
			if err != nil {
				return nil, pasted, fmt.Errorf("staff: a table: %w", err)
			}
			defer f.Close()
			if data, err = io.ReadAll(f); err != nil {
				return nil, pasted, fmt.Errorf("staff: a table: %w", err)
			}
		}
	}
	cells, err = census.Cells(data)
	if errors.Is(err, survey.ErrInvalid) {
		return nil, pasted, errRead
	}
	return cells, table.Text(cells), err
}

// laid is a table laid beside the municipality, with what the form says besides.
type laid struct {
	census.Table
	census.Plan
	year   int
	source survey.Text
}

// lay reads what a request brings into the page; wrong is what has to be mended.
func (o *Office) lay(c echo.Context, v *tableView) (l laid, wrong error) {
	now := o.deps.Now()
	v.Form = typed(c)
	cells, text, err := given(c)
	if v.Typed = text; err != nil {
		return l, err
	}
	l.Table = census.Read(cells, v.Bands)
	var unmatched []census.Problem
	l.Plan, unmatched = census.Match(l.Table, &v.M, now)
	for _, p := range append(l.Problems, unmatched...) {
		v.Problems = append(v.Problems, sayProblem(v.Page, &v.M, p))
	}
	for _, p := range l.Notes {
		v.Notes = append(v.Notes, sayProblem(v.Page, &v.M, p))
	}
	if len(v.Problems) > 0 {
		err = &mistake{field: "table", id: "place.table_wrong"}
	}
	var noYear error
	if l.year, noYear = readYear(v.Form["year"], now); noYear == nil && l.year == 0 && len(l.Rows) > 0 {
		noYear = &mistake{field: "year", id: "place.year_missing"}
	}
	l.source = sourceOf(v.Lang(), v.Form["source"], v.M.Source)
	if len([]rune(v.Form["source"])) > maxText {
		noYear = errors.Join(noYear, &mistake{"source", "place.too_long", []any{"Most", maxText}})
	}
	if n := len(l.Entries) + len(l.Rest); n > maxVillages {
		noYear = errors.Join(noYear, &mistake{"table", "place.enough", []any{"Most", maxVillages}})
	}
	return l, errors.Join(err, noYear)
}

// readTable shows what a table would change, or what has to be mended in it.
func (o *Office) readTable(c echo.Context) error {
	v, err := o.tablePage(c)
	if err != nil {
		return err
	}
	l, wrong := o.lay(c, &v)
	if wrong != nil {
		return o.tableAgain(c, v, wrong)
	}
	return o.preview(c, http.StatusOK, v, l)
}

// tableBack is the page with the table that was looked at, to mend something in it.
func (o *Office) tableBack(c echo.Context) error {
	v, err := o.tablePage(c)
	if err != nil {
		return err
	}
	v.Form = typed(c)
	if _, v.Typed, err = given(c); err != nil {
		return o.tableAgain(c, v, err)
	}
	return o.room.Render(c, http.StatusOK, "table", v)
}

func (o *Office) tableAgain(c echo.Context, v tableView, why error) error {
	if v.Mistakes = mistakes(v.Page, why); v.Mistakes == nil {
		return why
	}
	return o.room.Render(c, statusOf(why), "table", v)
}

// What is chosen of a row that no village has the name of.
const (
	isNew     = "new"
	isRenamed = "renamed:" // and the village
	isSpelt   = "spelt:"
)

func rowField(line int) string { return "row_" + strconv.Itoa(line) }

// choose takes in what was chosen of rows that no village has the name of. Those of which nothing was are answered.
func (l *laid) choose(f formValues) (unanswered []int) {
	taken := map[string]bool{}
	for i := range l.Entries {
		e := &l.Entries[i]
		if e.Village != "" {
			continue
		}
		chosen := f[rowField(e.Line)]
		renamed, isR := strings.CutPrefix(chosen, isRenamed)
		spelt, isS := strings.CutPrefix(chosen, isSpelt)
		village := renamed
		if isS {
			village = spelt
		}
		there := false
		for j, v := range l.Rest {
			if (isR || isS) && v.ID == village && !taken[village] {
				there = true
				e.Village, e.Renamed, e.Spelt = village, isR, isS
				taken[village] = true
				l.Rest = append(l.Rest[:j:j], l.Rest[j+1:]...)
				break
			}
		}
		if !there && chosen != isNew {
			unanswered = append(unanswered, e.Line)
		}
	}
	return unanswered
}

// preview shows what would change.
func (o *Office) preview(c echo.Context, status int, t tableView, l laid) error {
	v := previewView{tableView: t}
	v.Title = v.T("place.preview_title")
	lang := v.Lang()
	v.Correction = l.year == v.M.Year
	before, after := 0, 0
	for _, e := range l.Entries {
		r := previewRow{Line: e.Line, Name: e.Name.In(lang, "ky"), State: isNew}
		was, is := 0, e.Total()
		if w := v.M.Village(e.Village); w != nil {
			was, r.Name, r.State = w.Total(), w.Name.In(lang), "same"
			if !e.Known {
				is = was
			}
			if e.Renamed {
				r.Name, r.Was, r.State = e.Name.In(lang, "ky"), w.Name.In(lang), "renamed"
			} else if is != was || !samePeople(w, e) {
				r.State = "changed"
			}
			if was > 0 {
				r.Before, r.Much = v.Number(was), abs(is-was)*4 >= was
			}
		} else if len(l.Rest) > 0 {
			r.Ask = true
			r.Choices = append(r.Choices, choice{"", v.T("place.choose"), e.Like != ""}, choice{isNew, v.T("place.row_new"), e.Like == ""})
			for _, w := range l.Rest {
				name := w.Name.In(lang)
				r.Choices = append(r.Choices, choice{isRenamed + w.ID, v.T("place.row_renamed", "Name", name), false},
					choice{isSpelt + w.ID, v.T("place.row_spelt", "Name", name), false})
			}
			for i := range r.Choices {
				if chosen := v.Form[rowField(e.Line)]; chosen != "" {
					r.Choices[i].Chosen = r.Choices[i].Value == chosen
				}
			}
		}
		if is > 0 {
			r.After = v.Number(is)
		}
		before, after = before+was, after+is
		v.Rows = append(v.Rows, r)
	}
	for _, w := range l.Rest {
		v.Rest = append(v.Rest, w.Name.In(lang))
		before, after = before+w.Total(), after+w.Total()
	}
	v.First = before == 0
	if before > 0 {
		v.Before = v.Number(before)
	}
	if after > 0 {
		v.After = v.Number(after)
	}
	return o.room.Render(c, status, "preview", v)
}

func abs(n int) int { return max(n, -n) }

func samePeople(v *survey.Village, e census.Entry) bool {
	if !e.Known {
		return true
	}
	of := map[survey.Stratum]bool{}
	for _, s := range v.Population {
		of[s] = true
	}
	for _, s := range e.Population {
		if !of[s] {
			return false
		}
	}
	return len(v.Population) == len(e.Population)
}

// saveTable takes a table in that was looked at.
func (o *Office) saveTable(c echo.Context) error {
	v, err := o.tablePage(c)
	if err != nil {
		return err
	}
	l, wrong := o.lay(c, &v)
	if wrong == nil && c.FormValue("rev") != strconv.FormatInt(v.M.Rev, 10) {
		wrong = fmt.Errorf("staff: a table: %w", survey.ErrConflict)
	}
	if wrong != nil {
		return o.tableAgain(c, v, wrong)
	}
	shown := l
	shown.Rest = append([]survey.Village(nil), l.Rest...)
	shown.Entries = append([]census.Entry(nil), l.Entries...)
	asked := len(l.Rest) > 0
	if lines := l.choose(v.Form); asked && len(lines) > 0 {
		for _, line := range lines {
			v.Mistakes = append(v.Mistakes, page.Mistake{Field: rowField(line), Text: v.T("place.choose_row", "Row", line)})
		}
		return o.preview(c, http.StatusUnprocessableEntity, v, shown)
	}
	err = o.alter(c, func(m *survey.Municipality, now time.Time) error {
		after, err := l.Apply(m, now, l.source, l.year)
		*m = after
		return err
	})
	if err != nil {
		return o.tableAgain(c, v, err)
	}
	return c.Redirect(http.StatusSeeOther, page.PlacePath+"?done=table")
}

// sayProblem puts a problem of a table into words, with where it is.
func sayProblem(p page.Page, m *survey.Municipality, x census.Problem) string {
	sex := ""
	if x.Sex != "" {
		sex = p.T("place.sex." + x.Sex)
	}
	other := x.Other
	if x.Code == census.Ambiguous {
		var all []string
		for id := range strings.SplitSeq(x.Other, ", ") {
			all = append(all, m.Village(id).Name.In(p.Lang()))
		}
		other = strings.Join(all, ", ")
	}
	words := p.T("place.problem."+string(x.Code), "What", x.What, "Other", other, "Sex", sex, "Most", census.MaxVillages)
	switch {
	case x.Column != "":
		return p.T("place.at_cell", "Row", x.Row, "Column", x.Column) + " " + words
	case x.Row > 0:
		return p.T("place.at_row", "Row", x.Row) + " " + words
	}
	return words
}
