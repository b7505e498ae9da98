package criteria

import (
	"bytes"
	"fmt"
	"math"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/budget"
	"ashar/survey"
	"ashar/survey/table"
)

// criteriaCSV sends the places and what the group says as a table.
func (r *Room) criteriaCSV(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	places, err := r.places(c, w)
	if err != nil {
		return err
	}
	s := r.deps.Pages.Speaker(c)
	head := []string{s.T("criteria.col.survey"), s.T("criteria.col.need"), "A", "B", s.T("criteria.col.composite"), s.T("criteria.col.composite_rank"), s.T("criteria.col.hearing"), s.T("criteria.col.final"), s.T("criteria.col.why"), s.T("criteria.effectiveness")}
	for _, l := range appraisal.Letters() {
		head = append(head, s.T("criteria.pearl."+string(l)), s.T("criteria.note"))
	}
	head = append(head, s.T("criteria.cost"), s.T("criteria.cost_note"), s.T("criteria.cost_source"), s.T("criteria.owner"), s.T("criteria.with"))
	cells := [][]string{head}
	for _, p := range places {
		said := w.said.Of(p.Need)
		row := []string{number(p.Survey), w.need(p.Need, s.Lang()), "", "", "", "", "", "", "", ""}
		if it := w.item(p.Need); it != nil {
			if c, known := prioritize.CriteriaOf(w.said.Composite(), it, prioritize.Feasibility{}); known {
				row[2], row[3] = plainNumber(c.Size), plainNumber(c.Seriousness)
			}
		}
		if p.Composite != nil {
			row[4], row[5] = plainNumber(*p.Composite), number(*p.CompositeRank)
		}
		if h := p.Hearing; h != nil {
			row[6], row[7], row[8] = number(h.Vote), number(h.Final), h.Why
		}
		if said.Effectiveness != nil {
			row[9] = strconv.Itoa(*said.Effectiveness)
		}
		for _, l := range appraisal.Letters() {
			row = append(row, s.T("criteria.answer."+answerWord(said.Pearl[l].Answer)), said.Pearl[l].Note)
		}
		owner := ""
		if said.Owner != appraisal.OwnerUnsaid {
			owner = s.T("criteria.owner." + string(said.Owner))
		}
		cost := ""
		if said.Cost.Som > 0 {
			cost = plainSom(said.Cost.Som)
		}
		cells = append(cells, append(row, cost, said.Cost.Note, said.Cost.Source, owner, said.With))
	}
	return sendCSV(c, w, "criteria.csv", cells)
}

// number writes a place; nothing where there is none.
func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// plainNumber writes a number for a table.
func plainNumber(x float64) string {
	return strconv.FormatFloat(math.Round(x*1e6)/1e6, 'f', -1, 64)
}

// budgetCSV sends the projects with what both rules make of them.
func (r *Room) budgetCSV(c echo.Context) error {
	w, b, err := r.counted(c)
	if err != nil {
		return err
	}
	s := r.deps.Pages.Speaker(c)
	cells := [][]string{{
		s.T("budget.number"), s.T("budget.name"), s.T("budget.need"), s.T("budget.where"), s.T("budget.cost"), s.T("budget.supporters"),
		s.T("budget.greedy"), s.T("budget.shares"), s.T("budget.how"),
	}}
	for _, x := range newResult(s, w, &b).Bids {
		cells = append(cells, []string{
			strconv.Itoa(x.Number), x.Name, x.Need, x.Where, plainSom(w.said.Projects[x.Number-1].Som), known(x.Supporters), known(x.Greedy), known(x.Shares), x.How,
		})
	}
	return sendCSV(c, w, "budget.csv", cells)
}

// known is a cell of a table: nothing where the page has a dash.
func known(cell string) string {
	if cell == none {
		return ""
	}
	return cell
}

// leftOutCSV sends whom both rules leave out.
func (r *Room) leftOutCSV(c echo.Context) error {
	w, b, err := r.counted(c)
	if err != nil {
		return err
	}
	s := r.deps.Pages.Speaker(c)
	cells := [][]string{{s.T("budget.who"), s.T("budget.answered"), s.T("budget.greedy"), s.T("budget.shares")}}
	plain := func(n *int64) string {
		if n == nil {
			return ""
		}
		return strconv.FormatInt(*n, 10)
	}
	for _, l := range b.Left {
		cells = append(cells, []string{partName(s, w, l), plain(l.Base), plain(l.Greedy), plain(l.Shares)})
	}
	return sendCSV(c, w, "left-out.csv", cells)
}

// counted is what both rules buy; a survey.ErrNotFound while that cannot be said.
func (r *Room) counted(c echo.Context) (*at, bought, error) {
	w, err := r.find(c)
	if err != nil {
		return nil, bought{}, err
	}
	b, err := r.count(c.Request().Context(), w)
	if err == nil && b.why != "" {
		err = fmt.Errorf("criteria: budget of %s is not counted: %s: %w", w.campaign.ID, b.why, survey.ErrNotFound)
	}
	return w, b, err
}

// sendCSV sends a table for Excel.
func sendCSV(c echo.Context, w *at, name string, cells [][]string) error {
	out, err := table.CSV(cells)
	if err != nil {
		return fmt.Errorf("criteria: %s: %w", name, err)
	}
	return send(c, w, name, "text/csv; charset=utf-8", out)
}

func send(c echo.Context, w *at, name, kind string, content []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", w.campaign.ID+"-"+name))
	h.Set("Cache-Control", "no-store")
	return c.Blob(http.StatusOK, kind, content)
}

// pabulib sends the votes in the format of pabulib.org.
func (r *Room) pabulib(c echo.Context) error {
	w, b, err := r.counted(c)
	if err != nil {
		return err
	}
	e := b.election
	e.Meta = r.meta(c, w)
	var out bytes.Buffer
	if err := budget.Write(&out, e); err != nil {
		return fmt.Errorf("criteria: %w", err)
	}
	return send(c, w, "budget.pb", "text/plain; charset=utf-8", out.Bytes())
}

// meta is what that format asks of a file beside the figures. No rule has decided yet, and so it is unknown.
func (r *Room) meta(c echo.Context, w *at) []budget.Meta {
	s := r.deps.Pages.Speaker(c)
	begin, end := w.campaign.Opens, w.campaign.Closes
	if end.IsZero() {
		end = r.deps.Now()
	}
	if begin.IsZero() {
		begin = end
	}
	const day = "02.01.2006"
	return []budget.Meta{
		{Key: "description", Value: w.campaign.Title.In(s.Lang(), "ru")},
		{Key: "country", Value: "Kyrgyzstan"},
		{Key: "unit", Value: w.municipality.Name.In(s.Lang(), "ru")},
		{Key: "instance", Value: strconv.Itoa(end.In(r.deps.Zone).Year())},
		{Key: "rule", Value: "unknown"},
		{Key: "date_begin", Value: begin.In(r.deps.Zone).Format(day)},
		{Key: "date_end", Value: end.In(r.deps.Zone).Format(day)},
		{Key: "min_length", Value: "1"},
		{Key: "language", Value: s.Lang()},
		{Key: "currency", Value: "KGS"},
		{Key: "comment", Value: "#1: " + s.T("budget.file.comment")},
	}
}
