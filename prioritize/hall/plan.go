package hall

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// planView is the page on which a hearing is planned.
type planView struct {
	top
	Action     string
	ID         string // of a new one
	Seen       string // the plan as it was when the page was made
	Kinds      []choice
	Villages   []choice
	Draft      map[string]string
	Adults     string // how many could come, as far as is known; "" where it is not
	TenPercent string
	Options    []optionLine
	Fixed      bool // what is voted on can be changed no more
}

type choice struct {
	Value, Text string
	Chosen      bool
}

// optionLine is something that can be put to the vote.
type optionLine struct {
	ID, Name, Place string // where it stands in the survey, or that it comes from the floor
	Chosen          bool
}

// The longest that may be typed, in letters.
const (
	maxLine  = 200
	maxWords = 4000
)

// drafted are the fields of the plan that are text, in the order of the page.
var drafted = []string{"place", "day", "time", "notice_day", "notice_channel", "quorum", "chair", "secretary", "commission", "number", "agenda"}

// planPage lays a hearing out as fields.
func (r *Room) planPage(c echo.Context, w *at, all []contender, title string) planView {
	x := &w.x
	v := planView{top: r.top(c, w, title), Action: w.home() + "/plan", Seen: planned(x), Fixed: x.State == hearing.Ended || len(x.Rounds) > 0}
	v.Draft = map[string]string{
		"place": x.Place, "notice_channel": x.Notice.Channel, "chair": x.Chair, "secretary": x.Secretary, "number": x.Number,
		"commission": strings.Join(x.Commission, "\n"), "agenda": strings.Join(x.Agenda, "\n"),
	}
	if !x.Planned.IsZero() {
		local := x.Planned.In(r.deps.Zone)
		v.Draft["day"], v.Draft["time"] = local.Format(time.DateOnly), local.Format(clock)
	}
	if !x.Notice.Day.IsZero() {
		v.Draft["notice_day"] = x.Notice.Day.In(r.deps.Zone).Format(time.DateOnly)
	}
	if x.Quorum > 0 {
		v.Draft["quorum"] = strconv.Itoa(x.Quorum)
	}
	for _, k := range hearing.Kinds() {
		v.Kinds = append(v.Kinds, choice{string(k), v.T("hall.kind." + string(k)), k == x.Kind})
	}
	adults := 0
	for i := range w.m.Villages {
		one := &w.m.Villages[i]
		v.Villages = append(v.Villages, choice{one.ID, one.Name.In(v.Lang()), one.ID == x.Village})
		if x.Village == "" || x.Village == one.ID {
			adults += one.Total()
		}
	}
	if adults > 0 {
		v.Adults, v.TenPercent = v.Number(adults), v.Number((adults+9)/10)
	}
	chosen := func(id string) bool {
		return slices.ContainsFunc(x.Options, func(o hearing.Option) bool { return o.ID == id })
	}
	for i := range all {
		o := &all[i].Option
		v.Options = append(v.Options, optionLine{o.ID, label(o, v.Lang()), all[i].place(v.Speaker), chosen(o.ID)})
	}
	return v
}

// clock is how a time of day is typed.
const clock = "15:04"

// planned stands for all of a hearing that its plan says: who changes it has to have seen it as it is.
func planned(x *hearing.Hearing) string {
	return print(x.Kind, x.Village, x.Place, x.Planned, x.Notice, x.Quorum, x.Chair, x.Secretary, x.Commission, x.Number, x.Agenda, len(x.Options))
}

// print is a short text that follows from what it is given and from nothing else.
func print(of ...any) string {
	data, err := json.Marshal(of)
	if err != nil {
		panic(fmt.Sprintf("hall: what hearings are made of always has a JSON form: %v", err))
	}
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

// lines are the lines of a text that say something.
func lines(typed string) []string {
	var all []string
	for line := range strings.Lines(typed) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			all = append(all, line)
		}
	}
	return all
}

// readPlan takes what the form says over into the hearing; the mistakes are those to mend.
func (r *Room) readPlan(c echo.Context, v *planView, w *at, all []contender) {
	x := &w.x
	amiss := func(field, words string, args ...any) {
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: field, Text: v.T(words, args...)})
	}
	one := func(name string) string { return strings.Join(strings.Fields(c.FormValue(name)), " ") }
	x.Kind, x.Village = hearing.Kind(c.FormValue("kind")), ""
	if x.Kind == hearing.Village {
		x.Village = c.FormValue("village")
	}
	x.Place, x.Notice.Channel, x.Chair, x.Secretary, x.Number = one("place"), one("notice_channel"), one("chair"), one("secretary"), one("number")
	x.Commission, x.Agenda = lines(c.FormValue("commission")), lines(c.FormValue("agenda"))
	var err error
	if x.Planned, err = time.ParseInLocation(time.DateOnly+clock, c.FormValue("day")+c.FormValue("time"), r.deps.Zone); err != nil {
		amiss("day", "hall.wrong.day")
	}
	x.Planned = x.Planned.UTC()
	x.Notice.Day = time.Time{}
	if day := c.FormValue("notice_day"); day != "" {
		if x.Notice.Day, err = time.ParseInLocation(time.DateOnly, day, r.deps.Zone); err != nil {
			amiss("notice_day", "hall.wrong.notice_day")
		}
		x.Notice.Day = x.Notice.Day.UTC()
	}
	quorum, _, err := number(c.FormValue("quorum"))
	if err != nil {
		amiss("quorum", "hall.wrong.number")
	}
	x.Quorum = quorum
	switch {
	case !slices.Contains(hearing.Kinds(), x.Kind):
		amiss("kind", "hall.wrong.kind")
	case x.Kind == hearing.Village && w.m.Village(x.Village) == nil:
		amiss("village", "hall.wrong.village")
	case x.Kind == hearing.Village: // its own ranks, whatever the page showed
		all = ofVillage(all, x.Village)
	}
	if x.Place == "" {
		amiss("place", "hall.wrong.place")
	}
	for _, name := range drafted {
		most := maxLine
		if name == "commission" || name == "agenda" {
			most = maxWords
		}
		if len([]rune(c.FormValue(name))) > most {
			amiss(name, "hall.wrong.long", "Most", most)
		}
	}
	if v.Fixed {
		return
	}
	form, _ := c.FormParams()
	kept := slices.DeleteFunc(slices.Clone(x.Options), func(o hearing.Option) bool { // from the floor
		return slices.ContainsFunc(all, func(one contender) bool { return one.ID == o.ID }) || o.Rank > 0
	})
	x.Options = nil
	for i := range all {
		if slices.Contains(form["option"], all[i].ID) {
			x.Options = append(x.Options, all[i].Option)
		}
	}
	x.Options = append(x.Options, kept...)
	if len(x.Options) < 2 {
		amiss("options", "hall.wrong.options")
	}
}

// again is the page as it was filled in.
func (r *Room) planAgain(c echo.Context, v planView, status int) error {
	for _, name := range drafted {
		v.Draft[name] = c.FormValue(name)
	}
	form, _ := c.FormParams()
	for i := range v.Options {
		v.Options[i].Chosen = slices.Contains(form["option"], v.Options[i].ID)
	}
	for i := range v.Kinds {
		v.Kinds[i].Chosen = v.Kinds[i].Value == c.FormValue("kind")
	}
	for i := range v.Villages {
		v.Villages[i].Chosen = v.Villages[i].Value == c.FormValue("village")
	}
	return r.room.Render(c, status, "hearingplan", v)
}

// blank is the page for a new hearing, drafted from the ranking. ?village= asks for an assembly of that one.
func (r *Room) blank(c echo.Context) error {
	w, err := r.campaign(c)
	if err != nil {
		return err
	}
	if !w.k.Frozen() {
		return c.Redirect(http.StatusSeeOther, w.list())
	}
	village := c.QueryParam("village")
	if village != "" && w.m.Village(village) == nil {
		return fmt.Errorf("hall: village %q: %w", village, survey.ErrNotFound)
	}
	all, _, err := r.contenders(c, &w, village)
	if err != nil {
		return err
	}
	w.x = hearing.Hearing{Kind: hearing.Public, Village: village, State: hearing.Planned}
	if village != "" {
		w.x.Kind = hearing.Village
	}
	for i := range all {
		if all[i].first {
			w.x.Options = append(w.x.Options, all[i].Option)
		}
	}
	s := r.deps.Pages.Speaker(c)
	w.x.Agenda = agenda(s, all)
	v := r.planPage(c, &w, all, "hall.plan.new")
	v.Draft["day"], v.Draft["time"] = "", "14:00"
	v.Back, v.Action, v.ID = page.Link{Href: w.list(), Text: v.T("hall.title")}, w.list(), survey.NewInterviewID()
	return r.room.Render(c, http.StatusOK, "hearingplan", v)
}

// add keeps a new hearing. A second tap on its button adds no second one.
func (r *Room) add(c echo.Context) error {
	w, err := r.campaign(c)
	if err != nil {
		return err
	}
	if !w.k.Frozen() {
		return c.Redirect(http.StatusSeeOther, w.list())
	}
	all, hash, err := r.contenders(c, &w, "")
	if err != nil {
		return err
	}
	w.x = hearing.Hearing{
		ID: c.FormValue("id"), Rev: 1, Municipality: w.k.Municipality, Campaign: w.k.ID, Ranking: hash, Kind: hearing.Public, State: hearing.Planned,
	}
	v := r.planPage(c, &w, all, "hall.plan.new")
	v.Back, v.Action, v.ID = page.Link{Href: w.list(), Text: v.T("hall.title")}, w.list(), w.x.ID
	if len(v.ID) != len(survey.NewInterviewID()) || strings.Trim(v.ID, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") != "" {
		v.ID = survey.NewInterviewID()
		v.Mistakes = append(v.Mistakes, page.Mistake{Text: v.T("hall.wrong.changed")})
	}
	r.readPlan(c, &v, &w, all)
	if err := w.x.Check(); err == nil && len(v.Mistakes) == 0 {
		switch err := r.deps.Store.SaveHearing(c.Request().Context(), w.x); {
		case errors.Is(err, survey.ErrExists): // the second tap
			return c.Redirect(http.StatusSeeOther, w.home())
		case err != nil:
			return fmt.Errorf("hall: %w", err)
		}
		if err := r.tell(c, &w, access.RunHearings, "planned, campaign %s, options %d", w.k.ID, len(w.x.Options)); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, w.home())
	} else if err != nil && len(v.Mistakes) == 0 {
		v.Mistakes = mistakes(v.Speaker, err)
	}
	return r.planAgain(c, v, http.StatusUnprocessableEntity)
}

// edit shows the plan of a hearing that is there.
func (r *Room) edit(c echo.Context) error {
	w, all, err := r.plannedOf(c)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "hearingplan", r.planPage(c, &w, all, "hall.plan.edit"))
}

func (r *Room) plannedOf(c echo.Context) (at, []contender, error) {
	w, err := r.find(c)
	if err != nil {
		return w, nil, err
	}
	all, _, err := r.contenders(c, &w, w.x.Village)
	return w, all, err
}

// change keeps what was changed of the plan; not if somebody else has changed it since it was looked at.
func (r *Room) change(c echo.Context) error {
	w, all, err := r.plannedOf(c)
	if err != nil {
		return err
	}
	v := r.planPage(c, &w, all, "hall.plan.edit")
	r.readPlan(c, &v, &w, all)
	if len(v.Mistakes) > 0 {
		return r.planAgain(c, v, http.StatusUnprocessableEntity)
	}
	to := w.x
	_, err = r.deps.Hall.Change(c.Request().Context(), w.x.ID, func(x *hearing.Hearing) error {
		if planned(x) != c.FormValue("seen") {
			return survey.ErrConflict
		}
		x.Kind, x.Village, x.Place, x.Planned, x.Notice, x.Quorum = to.Kind, to.Village, to.Place, to.Planned, to.Notice, to.Quorum
		x.Chair, x.Secretary, x.Commission, x.Number, x.Agenda = to.Chair, to.Secretary, to.Commission, to.Number, to.Agenda
		if !v.Fixed {
			x.Options = to.Options
		}
		return x.Check()
	})
	if err != nil {
		if v.Mistakes = mistakes(v.Speaker, err); v.Mistakes == nil {
			return err
		}
		v.Seen = cmp.Or(v.Seen, c.FormValue("seen"))
		return r.planAgain(c, v, status(err))
	}
	if err := r.tell(c, &w, access.RunHearings, "plan changed"); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, w.home())
}

// errNumber: something that should be a number is none.
var errNumber = errors.New("hall: not a number")

// mostTyped is the highest number that can be meant.
const mostTyped = 100_000

// number is a number as it was typed; ok is false of an empty field.
func number(typed string) (n int, ok bool, err error) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return 0, false, nil
	}
	if n, err = strconv.Atoi(typed); err != nil || n < 0 || n > mostTyped {
		return 0, false, errNumber
	}
	return n, true, nil
}
