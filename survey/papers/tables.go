package papers

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/batch"
	"ashar/survey/page"
	"ashar/survey/table"
)

// maxCells is how many bytes the cells of a table have at most: it is kept as one document.
const maxCells = 10 << 20

// tablesView is the page on which tables are brought in.
type tablesView struct {
	page.Page
	Papers, Home string
	Campaign     string
	Template     string
	Takes        bool // the campaign takes answers, be it late
	Agreed       bool
	Most         int
	Tables       []tableLine
}

// tableLine is a table that was brought in.
type tableLine struct {
	Href, Name, When string
	Rows, Taken, Bad int
	Waits            bool
}

// takesTable lets a route's form bring a table.
func takesTable(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		page.TakeUpload(c, 2*int64(batch.Bounds.Bytes)+page.MaxBody)
		defer func() {
			if f := c.Request().MultipartForm; f != nil {
				_ = f.RemoveAll() // what stays of it is the system's to clear
			}
		}()
		return next(c)
	}
}

// takes reports whether the campaign takes answers off paper now.
func takes(k *survey.Campaign) bool {
	return k.Status == survey.StatusOpen || k.Status == survey.StatusClosed
}

func (r *Room) tablesPage(c echo.Context) (v tablesView, k survey.Campaign, m survey.Municipality, err error) {
	if k, m, err = r.find(c); err != nil {
		return v, k, m, err
	}
	v = tablesView{
		Page: r.page(c, &m, "batch.title"), Papers: Path(k.ID), Home: TablesPath(k.ID), Template: TablesPath(k.ID) + "/template.xlsx",
		Takes: takes(&k), Most: batch.MaxRows,
	}
	v.Campaign = k.Title.In(v.Lang())
	var all []survey.PaperTable
	for t, err := range r.deps.Papers.PaperTablesOf(c.Request().Context(), k.ID) {
		if err != nil {
			return v, k, m, fmt.Errorf("papers: tables: %w", err)
		}
		all = append(all, t)
	}
	slices.SortFunc(all, func(a, b survey.PaperTable) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID)) })
	for i := range all {
		t := &all[i]
		v.Tables = append(v.Tables, tableLine{
			Href: v.Home + "/" + t.Hash, Name: t.Name, When: v.DateTime(t.At.In(r.deps.Zone)), Rows: len(t.Rows),
			Taken: t.Count(survey.RowTaken) + t.Count(survey.RowThere), Bad: t.Count(survey.RowRefused) + t.Count(survey.RowDiffers), Waits: !t.Finished(),
		})
	}
	return v, k, m, nil
}

func (r *Room) tables(c echo.Context) error {
	v, _, _, err := r.tablesPage(c)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "batch", v)
}

// form is the campaign's questionnaire as a table, in the language of the page where it speaks that.
func (r *Room) form(c echo.Context, k *survey.Campaign, m *survey.Municipality, lang string, agreed bool) (*batch.Form, error) {
	q, err := r.deps.Places.Questionnaire(c.Request().Context(), k.Questionnaire)
	if err != nil {
		return nil, err
	}
	reg, err := r.register(c, k)
	if err != nil {
		return nil, err
	}
	o := batch.Options{
		Words: r.deps.Pages.Speaker(c), Language: lang, Tickets: k.Admission != survey.AdmitsAnyone, Agreed: agreed,
		Printed: func(number int) (string, bool) {
			run := reg.Of(number)
			if run == nil {
				return "", false
			}
			return run.Village, true
		},
	}
	for i := range m.Villages {
		village := &m.Villages[i]
		names := []string{village.Name.In(o.Words.Lang())}
		for _, name := range village.Name {
			names = append(names, name)
		}
		o.Places = append(o.Places, batch.Place{Village: village.ID, Names: append(names, village.Aliases...)})
	}
	return batch.New(q, o), nil
}

// template sends a workbook to be filled in.
func (r *Room) template(c echo.Context) error {
	k, m, err := r.find(c)
	if err != nil {
		return err
	}
	f, err := r.form(c, &k, &m, r.deps.Pages.Speaker(c).Lang(), false)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return fmt.Errorf("papers: template of %s: %w", k.ID, err)
	}
	return r.send(c, xlsxType, "attachment", k.ID+"-papers.xlsx", b.Bytes())
}

// upload reads a table and keeps it, to be looked at before anything of it is stored.
func (r *Room) upload(c echo.Context) error {
	v, k, m, err := r.tablesPage(c)
	if err != nil {
		return err
	}
	v.Agreed = c.FormValue("agreed") != ""
	wrong := func(id string, args ...any) error {
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: "file", Text: v.T(id, args...)})
		return r.room.Render(c, http.StatusUnprocessableEntity, "batch", v)
	}
	if !v.Takes {
		return wrong("batch.closed")
	}
	sent, err := c.FormFile("file")
	if err != nil || sent.Size == 0 {
		return wrong("batch.no_file")
	}
	cells, err := cellsOf(sent.Open())
	if errors.Is(err, survey.ErrInvalid) {
		return wrong("batch.unreadable", "Megabytes", batch.Bounds.Bytes>>20)
	} else if err != nil {
		return fmt.Errorf("papers: a table: %w", err)
	}
	f, err := r.form(c, &k, &m, v.Lang(), v.Agreed)
	if err != nil {
		return err
	}
	read, err := f.Read(cells)
	if fault, ok := errors.AsType[*batch.Fault](err); ok {
		return wrong("batch.fault."+string(fault.Code), "What", fault.What)
	} else if err != nil {
		return err
	}
	by, _ := page.AccountOf(c)
	t := survey.PaperTable{
		ID: survey.PaperTableID(k.ID, read.Hash), Rev: 1, Municipality: k.Municipality, Campaign: k.ID, Hash: read.Hash, Name: called(sent.Filename),
		Language: v.Lang(), Agreed: v.Agreed, By: by.ID, At: r.deps.Now(), Head: read.Head,
	}
	size := 0
	for i := range read.Rows {
		row := &read.Rows[i]
		for _, cell := range row.Cells {
			size += len(cell) + 8
		}
		t.Rows = append(t.Rows, survey.PaperTableRow{Line: row.Line, Cells: row.Cells, Serial: row.Serial, Village: row.Village})
	}
	if size > maxCells {
		return wrong("batch.unreadable", "Megabytes", batch.Bounds.Bytes>>20)
	}
	// The same table again leads to what became of it.
	if err := r.deps.Papers.SavePaperTable(c.Request().Context(), t); err != nil && !errors.Is(err, survey.ErrExists) {
		return fmt.Errorf("papers: a table: %w", err)
	} else if err == nil {
		if err := r.tell(c, &k, access.EnterAnswers, fmt.Sprintf("table %s brought in, %d rows", t.Hash, len(t.Rows))); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, v.Home+"/"+t.Hash)
}

// cellsOf reads the cells of a file that was sent.
func cellsOf(f io.ReadCloser, err error) ([][]string, error) {
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, int64(batch.Bounds.Bytes)+1))
	if err != nil {
		return nil, err
	}
	return table.Read(data, batch.Bounds)
}

// longestName is how much of the name of a file is kept, in runes.
const longestName = 80

// called is the name of a file without the folders that some browsers send.
func called(name string) string {
	name = name[strings.LastIndexAny(name, `/\`)+1:]
	if letters := []rune(name); len(letters) > longestName {
		name = string(letters[:longestName])
	}
	return strings.ToValidUTF8(name, "")
}

// found is the table that the path names.
func (r *Room) found(c echo.Context, k *survey.Campaign) (survey.PaperTable, error) {
	t, err := r.deps.Papers.PaperTable(c.Request().Context(), survey.PaperTableID(k.ID, c.Param("table")))
	if err != nil {
		return t, fmt.Errorf("papers: a table: %w", err)
	}
	return t, nil
}

// remove removes a table with what is left of it. What was taken of it stays.
func (r *Room) remove(c echo.Context) error {
	k, _, err := r.find(c)
	if err != nil {
		return err
	}
	t, err := r.found(c, &k)
	if err != nil {
		return err
	}
	if err := r.deps.Papers.RemovePaperTable(c.Request().Context(), t.ID); err != nil && !errors.Is(err, survey.ErrNotFound) {
		return fmt.Errorf("papers: a table: %w", err)
	}
	if err := r.tell(c, &k, access.EnterAnswers, fmt.Sprintf("table %s removed, with %d rows that were not taken", t.Hash, len(t.Rows)-t.Count(survey.RowTaken)-t.Count(survey.RowThere))); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, TablesPath(k.ID))
}
