package gathering

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// formView is the page on which a gathering is written down.
type formView struct {
	page.Page
	Back, Action string
	ID           string // of a new one
	Rev          int64
	Kinds        []choice
	Villages     []choice
	Methods      []choice
	Ages         []string
	People       []ageRow
	Needs        []needRow
	Draft        map[string]string
	Today        string
}

type choice struct {
	Value, Text string
	Chosen      bool
}

// ageRow is the fields for those who took part, of one age: women, men.
type ageRow struct {
	Name  string
	Cells []field
}

type field struct{ Name, Label, Value string }

// needRow is the fields of a need.
type needRow struct {
	Code, Name, Count, Women string
	Wrong                    string
}

// unknownAge is the band of those whose age was not noted.
const unknownAge = ""

// formPage lays a gathering out as fields.
func (r *Room) formPage(c echo.Context, w *at, g *survey.Gathering, title string) formView {
	v := formView{Page: r.page(c, &w.m, title), Back: Path(w.k.ID), Action: Path(w.k.ID), Rev: g.Rev, Today: r.deps.Now().In(r.deps.Zone).Format(time.DateOnly)}
	if g.Rev > 0 {
		v.Back, v.Action = v.Back+"/"+g.ID, v.Action+"/"+g.ID
	}
	v.Draft = map[string]string{"day": cmp.Or(g.Day, v.Today), "moderator": g.Moderator, "each": "", "quotes": strings.Join(g.Quotes, "\n"), "notes": g.Notes}
	if g.Each > 0 {
		v.Draft["each"] = strconv.Itoa(g.Each)
	}
	for _, k := range survey.GatheringKinds() {
		v.Kinds = append(v.Kinds, choice{string(k), v.T("gathering.kind." + string(k)), k == g.Kind})
	}
	for _, m := range survey.Methods() {
		v.Methods = append(v.Methods, choice{string(m), v.T("gathering.method." + string(m)), m == g.Method})
	}
	for i := range w.m.Villages {
		id := w.m.Villages[i].ID
		v.Villages = append(v.Villages, choice{id, w.village(id, v.Lang()), id == g.Village})
	}
	bands := []string{}
	for _, a := range w.ages {
		bands, v.Ages = append(bands, a.Name), append(v.Ages, a.Label.In(v.Lang()))
	}
	bands, v.Ages = append(bands, unknownAge), append(v.Ages, v.T("gathering.age_unknown"))
	for i, band := range bands {
		row := ageRow{Name: v.Ages[i]}
		for _, sex := range []string{survey.SexFemale, survey.SexMale} {
			value := ""
			for _, s := range g.People {
				if s.Sex == sex && s.Age == band && s.Count != 0 {
					value = strconv.Itoa(s.Count)
				}
			}
			row.Cells = append(row.Cells, field{peopleField(sex, band), v.T("gathering.sex."+sex) + ", " + row.Name, value})
		}
		v.People = append(v.People, row)
	}
	for i := range w.needs {
		row := needRow{Code: w.needs[i].Need, Name: w.needs[i].Label.In(v.Lang())}
		if t, ok := g.Tally(row.Code); ok {
			row.Count = strconv.Itoa(t.Count)
			if t.Women != nil {
				row.Women = strconv.Itoa(*t.Women)
			}
		}
		v.Needs = append(v.Needs, row)
	}
	return v
}

func peopleField(sex, band string) string { return "people_" + sex + "_" + band }

// errNumber: something that should be a number is none.
var errNumber = errors.New("gathering: not a number")

// number is a number as it was typed; ok is false of an empty field.
func number(typed string) (n int, ok bool, err error) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return 0, false, nil
	}
	if n, err = strconv.Atoi(typed); err != nil || n < 0 || n > 100_000 {
		return 0, false, errNumber
	}
	return n, true, nil
}

// typed reads what a form brings; wrong are the fields that are no numbers.
func typed(c echo.Context, w *at) (g survey.Gathering, wrong []string) {
	g = survey.Gathering{
		Kind: survey.GatheringKind(c.FormValue("kind")), Village: c.FormValue("village"), Day: c.FormValue("day"), Method: survey.Method(c.FormValue("method")),
		Moderator: strings.Join(strings.Fields(c.FormValue("moderator")), " "), Notes: strings.TrimSpace(c.FormValue("notes")),
	}
	read := func(name string) (int, bool) {
		n, ok, err := number(c.FormValue(name))
		if err != nil {
			wrong = append(wrong, name)
		}
		return n, ok
	}
	for _, sex := range []string{survey.SexFemale, survey.SexMale} {
		bands := []string{unknownAge}
		for _, a := range w.ages {
			bands = append(bands, a.Name)
		}
		for _, band := range bands {
			if n, _ := read(peopleField(sex, band)); n > 0 {
				g.People = append(g.People, survey.Stratum{Sex: sex, Age: band, Count: n})
			}
		}
	}
	if g.Method == survey.ByPoints {
		g.Each, _ = read("each")
	}
	for i := range w.needs {
		code := w.needs[i].Need
		n, ok := read("need_" + code)
		if !ok {
			continue
		}
		t := survey.GatheringTally{Need: code, Count: n}
		if women, ok := read("women_" + code); ok && g.Method == survey.ByHands {
			t.Women = &women
		}
		g.Tallies = append(g.Tallies, t)
	}
	if g.Method == survey.ByOrder {
		slices.SortStableFunc(g.Tallies, func(a, b survey.GatheringTally) int { return cmp.Compare(a.Count, b.Count) })
	}
	for line := range strings.Lines(c.FormValue("quotes")) {
		if line = strings.TrimSpace(line); line != "" {
			g.Quotes = append(g.Quotes, unquoted(line))
		}
	}
	return g, wrong
}

// unquoted is a line without the quotation marks around it: the page has its own.
func unquoted(line string) string {
	for _, marks := range [][2]string{{"«", "»"}, {"\"", "\""}, {"“", "”"}, {"„", "“"}} {
		inner, opens := strings.CutPrefix(line, marks[0])
		if inner, closes := strings.CutSuffix(inner, marks[1]); opens && closes && !strings.ContainsAny(inner, marks[0]+marks[1]) && strings.TrimSpace(inner) != "" {
			return strings.TrimSpace(inner)
		}
	}
	return line
}

// mistakes are what has to be mended, in words.
func (r *Room) mistakes(v *formView, w *at, g *survey.Gathering, wrong []string) {
	add := func(field, text string) {
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: field, Text: text})
	}
	for _, name := range wrong {
		add(name, v.T("gathering.not_number"))
	}
	if w.m.Village(g.Village) == nil {
		add("village", v.T("gathering.no_village"))
	}
	fields := map[survey.GatheringFaultCode]string{
		survey.GatheringNobody: "people", survey.GatheringNoDay: "day", survey.GatheringKindOf: "method", survey.GatheringNothing: "needs", survey.GatheringPoints: "each",
		survey.GatheringTooLong: "quotes",
	}
	for _, f := range g.Faults(v.Today) {
		field, name := fields[f.Code], ""
		if f.Need != "" {
			field, name = "need_"+f.Need, w.need(f.Need, v.Lang())
		}
		add(field, v.T("gathering.fault."+string(f.Code), "Need", name, "Most", f.Most))
	}
}

// again is the form as it was filled in, with what has to be mended.
func (r *Room) again(c echo.Context, v formView, status int) error {
	for _, name := range []string{"day", "moderator", "each", "quotes", "notes"} {
		v.Draft[name] = c.FormValue(name)
	}
	for i := range v.People {
		for j := range v.People[i].Cells {
			f := &v.People[i].Cells[j]
			f.Value = c.FormValue(f.Name)
		}
	}
	for i := range v.Needs {
		n := &v.Needs[i]
		n.Count, n.Women, n.Wrong = c.FormValue("need_"+n.Code), c.FormValue("women_"+n.Code), v.Wrong("need_"+n.Code)
	}
	return r.room.Render(c, status, "groupform", v)
}

// blank is an empty form. The identifier stands in it, so that a second tap on its button adds no second gathering.
func (r *Room) blank(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v := r.formPage(c, &w, &survey.Gathering{Kind: survey.FocusGroup, Method: survey.ByHands}, "gathering.new")
	v.ID = survey.NewInterviewID()
	return r.room.Render(c, http.StatusOK, "groupform", v)
}

// add keeps a new gathering.
func (r *Room) add(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	g, wrong := typed(c, &w)
	v := r.formPage(c, &w, &g, "gathering.new")
	v.ID = c.FormValue("id")
	r.mistakes(&v, &w, &g, wrong)
	if len(v.ID) != len(survey.NewInterviewID()) || strings.Trim(v.ID, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		v.ID = survey.NewInterviewID()
		if len(v.Mistakes) == 0 {
			v.Mistakes = append(v.Mistakes, page.Mistake{Text: v.T("gathering.changed")})
		}
	}
	if len(v.Mistakes) > 0 {
		return r.again(c, v, http.StatusUnprocessableEntity)
	}
	by, _ := page.AccountOf(c)
	g.ID, g.Rev, g.Municipality, g.Campaign, g.By, g.At = v.ID, 1, w.k.Municipality, w.k.ID, by.ID, r.deps.Now().UTC().Truncate(time.Millisecond)
	switch err := r.deps.Gatherings.SaveGathering(c.Request().Context(), g); {
	case err == nil:
		if err := r.tell(c, &g, "added"); err != nil {
			return err
		}
	case !errors.Is(err, survey.ErrExists): // else it was the second tap
		return fmt.Errorf("gathering: %w", err)
	}
	return c.Redirect(http.StatusSeeOther, Path(w.k.ID)+"/"+g.ID)
}

// edit is the form of a gathering that is there.
func (r *Room) edit(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	g, err := r.one(c, &w.k)
	if err != nil {
		return err
	}
	if g.Struck != "" {
		return c.Redirect(http.StatusSeeOther, Path(w.k.ID)+"/"+g.ID)
	}
	return r.room.Render(c, http.StatusOK, "groupform", r.formPage(c, &w, &g, "gathering.edit"))
}

// change keeps another revision of a gathering, with the one before in its history.
func (r *Room) change(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	before, err := r.one(c, &w.k)
	if err != nil {
		return err
	}
	to, wrong := typed(c, &w)
	shown := to
	shown.ID, shown.Rev = before.ID, before.Rev
	v := r.formPage(c, &w, &shown, "gathering.edit")
	r.mistakes(&v, &w, &to, wrong)
	if len(v.Mistakes) > 0 {
		return r.again(c, v, http.StatusUnprocessableEntity)
	}
	by, _ := page.AccountOf(c)
	g, err := before.Edit(to, by.ID, r.deps.Now())
	if err == nil && c.FormValue("rev") != strconv.FormatInt(before.Rev, 10) {
		err = survey.ErrConflict
	}
	if err == nil {
		err = r.deps.Gatherings.SaveGathering(c.Request().Context(), g)
	}
	switch {
	case errors.Is(err, survey.ErrConflict), errors.Is(err, survey.ErrStruck):
		v.Mistakes = []page.Mistake{{Text: v.T("gathering.changed")}}
		return r.again(c, v, http.StatusConflict)
	case err != nil:
		return fmt.Errorf("gathering: %w", err)
	}
	if err := r.tell(c, &g, fmt.Sprintf("edited, revision %d", g.Rev)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, Path(w.k.ID)+"/"+g.ID)
}
