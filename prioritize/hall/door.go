package hall

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// doorView is the page at the entrance: people are counted by buttons, from a list on paper, or by their slips.
type doorView struct {
	top
	Desk     string // the name of this table
	Village  string
	Villages []page.Link
	Counters []counter
	Cells    []doorCell // of the list on paper
	Bands    []string   // its rows' names
	ListRev  int64
	Ages     []choice
	Sexes    []choice
	Done     string // what was just done
	Undo     *undo
	There    present
	Slips    bool
	Code     string // that was typed
	Signed   bool
	Open     bool // the hearing has not ended: people are expected
}

// counter are the buttons for one sort of people.
type counter struct {
	Sex  string
	Rows []tally
}

type tally struct {
	Name, Value, Label string // Value: "female 18-28"
	Count              string
	Some               bool
}

// doorCell is a field of the list on paper.
type doorCell struct{ Row, Name, Label, Value string }

// undo takes back what was just counted.
type undo struct{ Village, Who, By string }

// unknown is in place of an age band that was not noted, where a word is needed.
const unknown = "-"

// bands are the age bands of a hearing, with their words; the last one is of those whose age is not noted.
func (r *Room) bands(c echo.Context, w *at, s locale.Speaker) ([]choice, error) {
	ages, err := r.ages(c, w)
	if err != nil {
		return nil, err
	}
	var all []choice
	for _, a := range ages {
		if _, _, ok := survey.AgeBand(a.Name); ok {
			all = append(all, choice{Value: a.Name, Text: a.Label.In(s.Lang(), locale.Russian, locale.Kyrgyz)})
		}
	}
	return append(all, choice{Value: unknown, Text: s.T("hall.age_unknown")}), nil
}

// sexes are both, women first.
func sexes() []string { return []string{survey.SexFemale, survey.SexMale} }

// desk is the name of the table at which the request is made: what was typed, else the account's.
func (r *Room) desk(c echo.Context) string {
	name := strings.Join(strings.Fields(c.FormValue("desk")), " ")
	if name == "" {
		by, _ := page.AccountOf(c)
		name = by.ID
	}
	letters := []rune(strings.Map(func(x rune) rune {
		if x == '/' || x == '#' {
			return -1
		}
		return x
	}, name))
	return string(letters[:min(len(letters), mostDesk)])
}

// mostDesk is how long a table's name can be, in letters; listDesk begins the names of those that stand for lists on paper.
const (
	mostDesk = 40
	listDesk = "#list "
)

// where is the village whose people are counted: the one of the assembly, else what the request names, else the first.
func (w *at) where(c echo.Context) string {
	id := c.FormValue("village")
	switch {
	case w.x.Village != "" && id == "":
		return w.x.Village
	case id == elsewhere || w.m.Village(id) != nil:
		return id
	case len(w.m.Villages) > 0:
		return w.m.Villages[0].ID
	}
	return elsewhere
}

// elsewhere is in the place of a village for those who come from none of them.
const elsewhere = "-"

// person reads who is meant by a button: "female 18-28".
func person(village, typed string) (hearing.Person, bool) {
	sex, age, ok := strings.Cut(typed, " ")
	if !ok || !slices.Contains(sexes(), sex) || len(age) > survey.MaxName {
		return hearing.Person{}, false
	}
	return hearing.Person{Village: none(village), Sex: sex, Age: none(age)}, true
}

// none is "" for what stands for nothing.
func none(value string) string {
	if value == unknown {
		return ""
	}
	return value
}

// doorPage makes the page.
func (r *Room) doorPage(c echo.Context, w *at) (doorView, error) {
	v := doorView{top: r.top(c, w, "hall.door"), Desk: r.desk(c), Village: w.where(c), Slips: w.x.Slips > 0, Open: w.x.State != hearing.Ended, Signed: w.x.State == hearing.Signed}
	if !v.Account.May(access.SeeResults, w.k.Municipality) {
		v.Back = page.Link{Href: w.list() + "/_door", Text: v.T("hall.title")}
	}
	ctx := c.Request().Context()
	bands, err := r.bands(c, w, v.Speaker)
	if err != nil {
		return v, err
	}
	desk, err := r.deps.Store.Desk(ctx, hearing.DeskID(w.x.ID, v.Desk))
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return v, err
	}
	list, err := r.deps.Store.Desk(ctx, hearing.DeskID(w.x.ID, listDesk+v.Village))
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return v, err
	}
	v.ListRev = list.Rev
	of := func(d *hearing.Desk, p hearing.Person) int {
		for _, c := range d.Counts {
			if c.Person == p {
				return c.Count
			}
		}
		return 0
	}
	for _, sex := range sexes() {
		one := counter{Sex: v.T("hall.sex." + sex)}
		for _, band := range bands {
			who := sex + " " + band.Value
			p, _ := person(v.Village, who)
			n := of(&desk, p)
			one.Rows = append(one.Rows, tally{Name: band.Text, Value: who, Label: v.T("hall.who."+sex) + ", " + band.Text, Count: v.Number(n), Some: n > 0})
		}
		v.Counters = append(v.Counters, one)
		v.Sexes = append(v.Sexes, choice{Value: sex, Text: v.T("hall.who." + sex)})
	}
	for _, band := range bands {
		v.Bands = append(v.Bands, band.Text)
		for _, sex := range sexes() {
			who := sex + " " + band.Value
			p, _ := person(v.Village, who)
			v.Cells = append(v.Cells, doorCell{band.Text, "list_" + sex + "_" + band.Value, v.T("hall.sex."+sex) + ", " + band.Text, shown(of(&list, p))})
		}
	}
	v.Ages = bands
	link := func(id, name string) {
		q := url.Values{"village": {id}, "desk": {v.Desk}}
		v.Villages = append(v.Villages, page.Link{Href: w.home() + "/door?" + q.Encode(), Text: name, Current: id == v.Village})
	}
	for i := range w.m.Villages {
		link(w.m.Villages[i].ID, w.village(w.m.Villages[i].ID, v.Lang()))
	}
	link(elsewhere, v.T("hall.elsewhere"))
	if who := c.QueryParam("done"); who != "" {
		if p, ok := person(v.Village, who); ok {
			by := "-1"
			word := "hall.counted_one"
			if c.QueryParam("by") == "-1" {
				by, word = "1", "hall.counted_off"
			}
			v.Done = v.T(word, "Who", r.who(v.Speaker, w, p, bands))
			v.Undo = &undo{v.Village, who, by}
		}
	}
	if n := c.QueryParam("slip"); n != "" {
		v.Done = v.T("hall.registered", "Number", n)
	}
	v.There, err = r.present(ctx, w, v.Speaker)
	return v, err
}

// who is a sort of people in words.
func (r *Room) who(s locale.Speaker, w *at, p hearing.Person, bands []choice) string {
	said := []string{s.T("hall.who." + p.Sex)}
	for _, b := range bands {
		if none(b.Value) == p.Age {
			said = append(said, b.Text)
		}
	}
	if p.Village != "" {
		said = append(said, w.village(p.Village, s.Lang()))
	}
	return strings.Join(said, ", ")
}

// door shows the page at the entrance.
func (r *Room) door(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v, err := r.doorPage(c, &w)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "door", v)
}

// doorAgain is the page with what has to be mended, or the error where nothing is.
func (r *Room) doorAgain(c echo.Context, w *at, err error) error {
	said := mistakes(r.deps.Pages.Speaker(c), err)
	if said == nil {
		return err
	}
	v, failed := r.doorPage(c, w)
	if failed != nil {
		return errors.Join(err, failed)
	}
	v.Mistakes, v.Code = said, c.FormValue("code")
	for i := range v.Cells {
		if typed, there := c.Request().Form[v.Cells[i].Name]; there {
			v.Cells[i].Value = typed[0]
		}
	}
	for i := range v.Ages {
		v.Ages[i].Chosen = v.Ages[i].Value == c.FormValue("age")
	}
	for i := range v.Sexes {
		v.Sexes[i].Chosen = v.Sexes[i].Value == c.FormValue("sex")
	}
	return r.room.Render(c, status(err), "door", v)
}

// doorOpen is nil while who is there can still be counted.
func doorOpen(x *hearing.Hearing) error {
	if x.State == hearing.Signed {
		return amiss("", "hall.wrong.signed")
	}
	return nil
}

// count counts one more, or takes one off. The same key twice counts once.
func (r *Room) count(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	typed, by := c.FormValue("add"), 1
	if typed == "" {
		typed, by = c.FormValue("less"), -1
	}
	p, ok := person(w.where(c), typed)
	err = doorOpen(&w.x)
	if err == nil && !ok {
		err = amiss("", "hall.wrong.who")
	}
	var desk hearing.Desk
	if err == nil {
		desk, err = r.deps.Hall.Count(c.Request().Context(), w.x.ID, r.desk(c), key(c), p, by)
		if errors.Is(err, survey.ErrInvalid) {
			err = amiss("", "hall.wrong.fewer")
		}
	}
	if err == nil && desk.Rev == 1 { // everyone who comes would drown the trail; who counts is told
		err = r.tell(c, &w, access.CountPeople, "table %s counts", desk.Name)
	}
	if err == nil && strings.Contains(c.Request().Header.Get(echo.HeaderAccept), echo.MIMEApplicationJSON) {
		return r.counted(c, &w, &desk, p)
	}
	if err != nil {
		return r.doorAgain(c, &w, err)
	}
	q := url.Values{"village": {w.where(c)}, "desk": {r.desk(c)}, "done": {typed}}
	if by < 0 {
		q.Set("by", "-1")
	}
	return c.Redirect(http.StatusSeeOther, w.home()+"/door?"+q.Encode())
}

// key is the request's own, by which it is known when it comes twice.
func key(c echo.Context) string {
	k := c.FormValue("key")
	return k[:min(len(k), hearing.MaxKey)]
}

// counted tells a script how many there are now: at this table, and in all.
func (r *Room) counted(c echo.Context, w *at, desk *hearing.Desk, p hearing.Person) error {
	s := r.deps.Pages.Speaker(c)
	there, err := r.present(c.Request().Context(), w, s)
	if err != nil {
		return err
	}
	n := 0
	for _, one := range desk.Counts {
		if one.Person == p {
			n = one.Count
		}
	}
	return c.JSON(http.StatusOK, struct {
		Count   string `json:"count"`
		Present string `json:"present"`
		Women   string `json:"women"`
		Men     string `json:"men"`
	}{s.Number(n), there.Count, there.Women, there.Men})
}
