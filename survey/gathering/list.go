package gathering

import (
	"bytes"
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/xuri/excelize/v2"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/table"
)

// few is under how many women or men nothing is told of them apart.
const few = 5

// listView is the page of all gatherings of a campaign.
type listView struct {
	page.Page
	Back, Home string
	Campaign   string
	MayWrite   bool
	Meetings   []meetingLine
	Sum        sums
	Needs      []needLine
	Struck     []meetingLine
}

// meetingLine is one gathering in the list.
type meetingLine struct {
	Href, Kind, Village, Day, Method, Why string
	People, Women, Men                    int
	Few                                   bool // women or men are too few to be told apart
}

// sums are over the gatherings that count.
type sums struct {
	Meetings, People, Women, Men int
	ByHands                      int // people who could raise a hand
	Few                          bool
	Points, Orders, Hands        int // gatherings
}

// needLine is a need with what each gathering said of it.
type needLine struct {
	Code, Name        string
	Hands, Women, Men int
	Apart             bool // the hands of women and men may be told apart
	Points            int
	Cells             []string // one for each gathering
	spoken            bool
}

func (r *Room) back(c echo.Context, k *survey.Campaign) string {
	if by, _ := page.AccountOf(c); by.May(access.SeeCoverage, k.Municipality) && k.Status != survey.StatusDraft {
		return "/desk/" + k.ID
	}
	return "/desk/" + k.ID + "/plan"
}

// listPage reads a campaign's gatherings.
func (r *Room) listPage(c echo.Context) (listView, error) {
	w, err := r.find(c)
	if err != nil {
		return listView{}, err
	}
	v := listView{Page: r.page(c, &w.m, "gathering.title"), Back: r.back(c, &w.k), Home: Path(w.k.ID)}
	v.Campaign, v.MayWrite = w.k.Title.In(v.Lang()), v.Account.May(access.RunCampaigns, w.k.Municipality)
	var all []survey.Gathering
	for g, err := range r.deps.Gatherings.GatheringsOf(c.Request().Context(), w.k.ID) {
		if err != nil {
			return v, fmt.Errorf("gathering: %w", err)
		}
		all = append(all, g)
	}
	slices.SortFunc(all, func(a, b survey.Gathering) int {
		return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Village, b.Village), cmp.Compare(a.ID, b.ID))
	})
	counted := slices.DeleteFunc(slices.Clone(all), func(g survey.Gathering) bool { return g.Struck != "" })
	for i := range all {
		g := &all[i]
		line := meetingLine{
			Href: v.Home + "/" + g.ID, Kind: v.T("gathering.kind." + string(g.Kind)), Village: w.village(g.Village, v.Lang()), Day: day(v.Speaker, g.Day),
			Method: v.T("gathering.method." + string(g.Method)), Why: g.Struck,
			People: g.Participants(""), Women: g.Participants(survey.SexFemale), Men: g.Participants(survey.SexMale),
		}
		line.Few = line.Women < few || line.Men < few
		if g.Struck != "" {
			v.Struck = append(v.Struck, line)
			continue
		}
		v.Meetings = append(v.Meetings, line)
		v.Sum.add(g)
	}
	v.Sum.Few = v.Sum.Women < few || v.Sum.Men < few
	v.Needs = needLines(v.Speaker, &w, counted)
	return v, nil
}

func (s *sums) add(g *survey.Gathering) {
	s.Meetings++
	s.People += g.Participants("")
	s.Women += g.Participants(survey.SexFemale)
	s.Men += g.Participants(survey.SexMale)
	switch g.Method {
	case survey.ByHands:
		s.Hands++
		s.ByHands += g.Participants("")
	case survey.ByPoints:
		s.Points++
	case survey.ByOrder:
		s.Orders++
	}
}

// needLines are the needs that somebody spoke of, those with most hands first. Hands of women and men are told apart
// where they were counted apart in every gathering with hands for the need, and enough of both took part in each.
func needLines(s locale.Speaker, w *at, all []survey.Gathering) []needLine {
	var lines []needLine
	index := map[string]int{}
	enter := func(code string) *needLine {
		i, ok := index[code]
		if !ok {
			i = len(lines)
			index[code] = i
			lines = append(lines, needLine{Code: code, Name: w.need(code, s.Lang()), Apart: true, Cells: make([]string, len(all))})
		}
		return &lines[i]
	}
	for i := range w.needs {
		enter(w.needs[i].Need)
	}
	for i := range all {
		g := &all[i]
		enough := g.Participants(survey.SexFemale) >= few && g.Participants(survey.SexMale) >= few
		for _, t := range g.Tallies {
			line := enter(t.Need)
			line.spoken = true
			line.Cells[i] = s.T("gathering.cell."+string(g.Method), "Number", s.Number(t.Count))
			switch g.Method {
			case survey.ByHands:
				line.Hands += t.Count
				if t.Women == nil || !enough {
					line.Apart = false
				} else {
					line.Women += *t.Women
					line.Men += t.Count - *t.Women
				}
			case survey.ByPoints:
				line.Points += t.Count
			}
		}
	}
	lines = slices.DeleteFunc(lines, func(l needLine) bool { return !l.spoken })
	for i := range lines {
		lines[i].Apart = lines[i].Apart && lines[i].Hands > 0
	}
	slices.SortStableFunc(lines, func(a, b needLine) int {
		return cmp.Or(cmp.Compare(b.Hands, a.Hands), cmp.Compare(b.Points, a.Points))
	})
	return lines
}

// day is a day in words.
func day(s locale.Speaker, of string) string {
	t, err := time.Parse(time.DateOnly, of)
	if err != nil {
		return of
	}
	return s.Date(t)
}

func (r *Room) list(c echo.Context) error {
	v, err := r.listPage(c)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "groups", v)
}

// cells are the table as a file has it.
func (v *listView) cells() [][]string {
	t := v.T
	cells := [][]string{{t("gathering.title") + ": " + v.Campaign}, {t("gathering.apart")}, nil}
	head := []string{t("gathering.need"), t("gathering.hands"), t("gathering.women"), t("gathering.men"), t("gathering.points")}
	kinds, people := []string{t("gathering.method"), "", "", "", ""}, []string{t("gathering.people"), strconv.Itoa(v.Sum.People), "", "", ""}
	if !v.Sum.Few {
		people[2], people[3] = strconv.Itoa(v.Sum.Women), strconv.Itoa(v.Sum.Men)
	}
	for _, m := range v.Meetings {
		head = append(head, strings.Join([]string{m.Kind, m.Village, m.Day}, ", "))
		kinds, people = append(kinds, m.Method), append(people, strconv.Itoa(m.People))
	}
	cells = append(cells, head, kinds, people)
	for _, n := range v.Needs {
		row := []string{n.Name, strconv.Itoa(n.Hands), "", "", strconv.Itoa(n.Points)}
		if n.Apart {
			row[2], row[3] = strconv.Itoa(n.Women), strconv.Itoa(n.Men)
		}
		cells = append(cells, append(row, n.Cells...))
	}
	return cells
}

// file sends the table as CSV or XLSX.
func (r *Room) file(c echo.Context) error {
	v, err := r.listPage(c)
	if err != nil {
		return err
	}
	write, kind, name := table.CSV, "text/csv; charset=utf-8", c.Param("campaign")+"-groups.csv"
	if strings.HasSuffix(c.Path(), ".xlsx") {
		write, kind, name = workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", c.Param("campaign")+"-groups.xlsx"
	}
	data, err := write(v.cells())
	if err != nil {
		return fmt.Errorf("gathering: %w", err)
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", name))
	h.Set(echo.HeaderCacheControl, "no-store")
	return r.deps.Pages.Send(c, http.StatusOK, kind, data)
}

// workbook writes cells as a workbook, numbers as numbers.
func workbook(cells [][]string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // it is in memory
	for y, row := range cells {
		values := make([]any, len(row))
		for x, cell := range row {
			if n, err := strconv.Atoi(cell); err == nil {
				values[x] = n
			} else if cell != "" {
				values[x] = table.Guard(cell)
			}
		}
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", y+1), &values); err != nil {
			return nil, err
		}
	}
	if err := f.SetColWidth("Sheet1", "A", "A", 34); err != nil {
		return nil, err
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}
