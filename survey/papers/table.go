package papers

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/batch"
	"ashar/survey/page"
	"ashar/survey/table"
)

// Most rows that are listed on the page; all of them are in the files.
const (
	mostRefused = 100
	mostNoted   = 30
)

// tableView is the page of one table: what would become of its rows, or what did.
type tableView struct {
	page.Page
	Home, Back                string
	Table                     survey.PaperTable
	Rows                      int
	Good, Refused             int // of those that nothing became of yet
	Taken, There, Differ, Bad int // of those that were gone through
	Unnumbered                int // good ones without a serial
	Takes, Begun, Finished    bool
	Unknown                   []string
	Listed                    []rowLine // refused ones
	Noted                     []rowLine
	MoreListed                int
	Auto                      bool // the script may go on by itself
}

// rowLine is a row in words.
type rowLine struct {
	Line   int
	Serial string
	Why    []string
}

// looked is a table whose rows that wait, or were refused, are read and judged.
type looked struct {
	survey.PaperTable
	k    survey.Campaign
	form *batch.Form
	read batch.Table
	held []survey.Held
	rows map[int]int // where a row's reading is, by its line
}

// look reads what is left of the table that the path names.
func (r *Room) look(c echo.Context) (looked, survey.Municipality, error) {
	k, m, err := r.find(c)
	if err != nil {
		return looked{}, m, err
	}
	l := looked{k: k, rows: map[int]int{}}
	if l.PaperTable, err = r.found(c, &k); err != nil {
		return l, m, err
	}
	if l.form, err = r.form(c, &k, &m, l.Language, l.Agreed); err != nil {
		return l, m, err
	}
	lines := make([]batch.Line, 0, len(l.Rows))
	before := map[string]int{}
	for _, row := range l.Rows {
		if row.Cells == nil {
			if row.Serial != "" {
				before[row.Serial] = row.Line
			}
			continue
		}
		lines = append(lines, batch.Line{Number: row.Line, Cells: row.Cells})
	}
	if l.read, err = l.form.ReadRows(l.Head, lines, before); err != nil {
		return l, m, err
	}
	now := r.now()
	l.held = make([]survey.Held, len(l.read.Rows))
	for i := range l.read.Rows {
		l.held[i] = l.form.Judge(&l.read.Rows[i], &k, now)
		l.rows[l.read.Rows[i].Line] = i
	}
	return l, m, nil
}

// why says why a row was, or would be, refused; nothing of one that is good.
func (l *looked) why(v *page.Page, row *survey.PaperTableRow) []string {
	var all []string
	if i, ok := l.rows[row.Line]; ok {
		for _, p := range l.read.Rows[i].Problems {
			all = append(all, l.form.SayWith(p))
		}
	}
	if row.Failed != "" {
		all = append(all, v.T("batch.failed."+row.Failed))
	}
	return all
}

func (r *Room) tablePage(c echo.Context) (tableView, looked, error) {
	l, m, err := r.look(c)
	if err != nil {
		return tableView{}, l, err
	}
	v := tableView{
		Page: r.page(c, &m, "batch.title"), Back: TablesPath(l.k.ID), Home: TablesPath(l.k.ID) + "/" + l.Hash, Table: l.PaperTable, Rows: len(l.Rows),
		Takes: takes(&l.k), Begun: l.Begun, Finished: l.Finished(), Unknown: l.read.Unknown,
		Taken: l.Count(survey.RowTaken), There: l.Count(survey.RowThere), Differ: l.Count(survey.RowDiffers), Bad: l.Count(survey.RowRefused),
	}
	v.Title = l.Name
	for i := range l.Rows {
		row := &l.Rows[i]
		at, there := l.rows[row.Line]
		if !there {
			continue
		}
		read := &l.read.Rows[at]
		why := l.why(&v.Page, row)
		switch {
		case row.State == survey.RowDiffers || row.State == survey.RowRefused || len(why) > 0:
			if row.State == survey.RowWaits {
				v.Refused++
			}
			if row.State == survey.RowDiffers {
				why = append(why, v.T("batch.failed.differs"))
			}
			if len(v.Listed) < mostRefused {
				v.Listed = append(v.Listed, rowLine{Line: row.Line, Serial: row.Serial, Why: why})
			} else {
				v.MoreListed++
			}
		default:
			v.Good++
			if row.Serial == "" {
				v.Unnumbered++
			}
			if len(read.Notes) > 0 && len(v.Noted) < mostNoted {
				line := rowLine{Line: row.Line, Serial: row.Serial}
				for _, p := range read.Notes {
					line.Why = append(line.Why, l.form.SayWith(p))
				}
				v.Noted = append(v.Noted, line)
			}
		}
	}
	return v, l, nil
}

func (r *Room) table(c echo.Context) error {
	v, _, err := r.tablePage(c)
	if err != nil {
		return err
	}
	v.Auto = v.Begun && !v.Finished && v.Takes
	return r.room.Render(c, http.StatusOK, "table", v)
}

// refused sends the rows that were not taken, with the reasons, to be mended.
func (r *Room) refused(c echo.Context) error {
	v, l, err := r.tablePage(c)
	if err != nil {
		return err
	}
	var all []batch.Refused
	for i := range l.Rows {
		row := &l.Rows[i]
		if row.Cells == nil {
			continue
		}
		why := l.why(&v.Page, row)
		if row.State == survey.RowDiffers {
			why = append(why, v.T("batch.failed.differs"))
		}
		if len(why) > 0 {
			all = append(all, batch.Refused{Cells: row.Cells, Why: why})
		}
	}
	var b bytes.Buffer
	if err := l.form.WriteRefused(&b, l.Head, all); err != nil {
		return fmt.Errorf("papers: rows that were refused: %w", err)
	}
	return r.send(c, xlsxType, "attachment", l.k.ID+"-"+l.Hash+"-refused.xlsx", b.Bytes())
}

// report sends what became of each row.
func (r *Room) report(c echo.Context) error {
	v, l, err := r.tablePage(c)
	if err != nil {
		return err
	}
	cells := [][]string{{v.T("batch.report.row"), v.T("batch.column.serial"), v.T("batch.column.village"), v.T("batch.report.state"), v.T("batch.report.receipt"), v.T("batch.column.why")}}
	for i := range l.Rows {
		row := &l.Rows[i]
		why := l.why(&v.Page, row)
		state := string(row.State)
		if row.State == survey.RowWaits {
			state = "waits"
			if len(why) > 0 {
				state = string(survey.RowRefused)
			}
		}
		cells = append(cells, []string{strconv.Itoa(row.Line), row.Serial, row.Village, v.T("batch.state." + state), row.Receipt, strings.Join(why, "\n")})
	}
	data, err := table.CSV(cells)
	if err != nil {
		return fmt.Errorf("papers: report: %w", err)
	}
	return r.send(c, csvType, "attachment", l.k.ID+"-"+l.Hash+"-report.csv", data)
}

// take takes in the next rows, as many as are quickly done, and leads back to the page, which says how far it is.
func (r *Room) take(c echo.Context) error {
	l, _, err := r.look(c)
	if err != nil {
		return err
	}
	if !takes(&l.k) {
		return fmt.Errorf("papers: a table: campaign %s: %w", l.k.ID, survey.ErrClosed)
	}
	if l.Finished() {
		return c.Redirect(http.StatusSeeOther, TablesPath(l.k.ID)+"/"+l.Hash)
	}
	by, _ := page.AccountOf(c)
	taken, err := r.taker(&l, by.ID).run(c.Request().Context())
	if taken > 0 {
		if told := r.tell(c, &l.k, access.EnterAnswers, fmt.Sprintf("answers taken from table %s: %d", l.Hash, taken)); err == nil {
			err = told
		}
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, TablesPath(l.k.ID)+"/"+l.Hash)
}
