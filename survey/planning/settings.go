package planning

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// settingsView is the page of a campaign's settings.
type settingsView struct {
	page.Page
	Campaign    survey.Campaign
	Plan        string
	Draft       bool // everything may be changed
	Rev         int64
	Typed       typedSettings
	Offers      []choice
	Shows       []choice
	Admits      []choice
	Instance    survey.Targets
	FirstDay    string // in words, where it stays
	LanguagesIn string
	AdmitsBy    string
}

// typedSettings are the fields of the form, as they were typed.
type typedSettings struct {
	typed
	Keep                          string // a day
	Women, Youth, Answers, Adults string
	Limit                         string
	Languages                     []string
	Shows, Admits                 string
}

// the greatest numbers that the form takes.
const (
	maxLimit   = 1_000_000
	maxAnswers = 10_000
)

// typedOf are a campaign's settings as the form has them.
func (p *Planner) typedOf(k *survey.Campaign) typedSettings {
	t := typedSettings{
		typed: typed{k.Title["ky"], k.Title["ru"], k.Title["en"], first(k.Opens, p.deps.Zone), last(k.Closes, p.deps.Zone)},
		Keep:  first(k.Keep, time.UTC), Languages: k.Languages, Shows: string(k.Visibility), Admits: string(k.Admission),
	}
	if k.Limit > 0 {
		t.Limit = strconv.Itoa(k.Limit)
	}
	percent := func(share float64) string { return strconv.FormatFloat(share*100, 'f', -1, 64) }
	if own := k.Targets; own != nil {
		t.Women, t.Youth, t.Adults, t.Answers = percent(own.Women), percent(own.Youth), percent(own.Adults), strconv.Itoa(own.Answers)
	}
	return t
}

func (p *Planner) settingsTyped(c echo.Context) typedSettings {
	form := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	t := typedSettings{
		typed: typedIn(c), Keep: form("keep"), Women: form("women"), Youth: form("youth"), Answers: form("answers"), Adults: form("adults"),
		Limit: form("limit"), Shows: form("shows"), Admits: form("admits"),
	}
	t.Languages = c.Request().Form["language"]
	return t
}

// settingsPage begins the page with these fields.
func (p *Planner) settingsPage(c echo.Context, k *survey.Campaign, m *survey.Municipality, t typedSettings) (settingsView, error) {
	q, err := p.deps.Places.Questionnaire(c.Request().Context(), k.Questionnaire)
	if err != nil {
		return settingsView{}, fmt.Errorf("planning: questionnaire: %w", err)
	}
	v := settingsView{
		Page: p.page(c, m, "plan.settings"), Campaign: *k, Plan: PlanPath(k.ID), Draft: k.Status == survey.StatusDraft, Rev: k.Rev, Typed: t,
		Instance: p.deps.Targets, FirstDay: p.day(p.deps.Pages.Speaker(c), k), LanguagesIn: languagesIn(k, q),
	}
	for _, l := range q.Languages {
		v.Offers = append(v.Offers, choice{Value: l, Text: locale.Name(l), Chosen: len(t.Languages) == 0 || slices.Contains(t.Languages, l)})
	}
	for _, s := range survey.Visibilities() {
		id := "plan.shows." + word(string(s), "nothing")
		v.Shows = append(v.Shows, choice{Value: string(s), Text: v.T(id), Hint: v.T(id + "_hint"), Chosen: string(s) == t.Shows})
	}
	for _, a := range survey.Admissions() {
		id := "plan.admits." + word(string(a), "anyone")
		v.Admits = append(v.Admits, choice{Value: string(a), Text: v.T(id), Hint: v.T(id + "_hint"), Chosen: string(a) == t.Admits})
	}
	v.AdmitsBy = v.T("plan.admits." + word(string(k.Admission), "anyone"))
	return v, nil
}

// day is a campaign's first day in words.
func (p *Planner) day(s locale.Speaker, k *survey.Campaign) string {
	if k.Opens.IsZero() {
		return s.T("plan.first_by_hand")
	}
	return s.Date(k.Opens.In(p.deps.Zone))
}

// languagesIn names the languages in which a campaign is offered.
func languagesIn(k *survey.Campaign, q *survey.Questionnaire) string {
	var names []string
	for _, l := range q.Offered(k.Languages).Languages {
		names = append(names, locale.Name(l))
	}
	return strings.Join(names, ", ")
}

func word(s, none string) string {
	if s == "" {
		return none
	}
	return s
}

// settings shows the form. A campaign that is over leads to its plan: nothing changes any more.
func (p *Planner) settings(c echo.Context) error {
	k, m, err := p.find(c)
	if err != nil {
		return err
	}
	if k.Over() {
		return c.Redirect(http.StatusSeeOther, PlanPath(k.ID))
	}
	v, err := p.settingsPage(c, &k, &m, p.typedOf(&k))
	if err != nil {
		return err
	}
	return p.room.Render(c, http.StatusOK, "settings", v)
}

// change keeps the settings. What cannot be accepted, or was changed by somebody else meanwhile, is told on the same
// page, with what was typed on it.
func (p *Planner) change(c echo.Context) error {
	k, m, err := p.find(c)
	if err != nil {
		return err
	}
	t := p.settingsTyped(c)
	v, err := p.settingsPage(c, &k, &m, t)
	if err != nil {
		return err
	}
	want, wrong := p.wanted(v.Page, k, t)
	v.Mistakes = wrong
	switch {
	case k.Over():
		v.Mistakes = []page.Mistake{{Text: v.T("plan.over")}}
	case c.FormValue("rev") != strconv.FormatInt(k.Rev, 10):
		v.Mistakes = append([]page.Mistake{{Text: v.T("plan.changed_meanwhile")}}, wrong...)
	}
	if len(v.Mistakes) > 0 {
		return p.room.Render(c, http.StatusUnprocessableEntity, "settings", v)
	}
	by, _ := page.AccountOf(c)
	_, err = p.deps.Steward.Change(c.Request().Context(), p.deps.Now(), by, k, want)
	switch {
	case conflict(err):
		v.Mistakes = []page.Mistake{{Text: v.T("plan.changed_meanwhile")}}
	case errors.Is(err, survey.ErrInvalid) && want.Admission != k.Admission:
		v.Mistakes = []page.Mistake{{Field: "admits", Text: v.T("plan.slips_stay")}}
	case errors.Is(err, survey.ErrInvalid) && !k.Keep.IsZero() && (want.Keep.IsZero() || want.Keep.After(k.Keep)):
		v.Mistakes = []page.Mistake{{Field: "keep", Text: v.T("plan.keep.promised", "Day", v.Date(k.Keep))}}
	case errors.Is(err, survey.ErrInvalid):
		v.Mistakes = []page.Mistake{{Text: v.T("plan.invalid")}}
	case errors.Is(err, survey.ErrClosed):
		v.Mistakes = []page.Mistake{{Text: v.T("plan.over")}}
	case err != nil:
		return err
	default:
		return c.Redirect(http.StatusSeeOther, PlanPath(k.ID))
	}
	return p.room.Render(c, page.StatusOf(err), "settings", v)
}

// wanted is the campaign as the form wants it, and what is wrong with the form.
func (p *Planner) wanted(v page.Page, k survey.Campaign, t typedSettings) (survey.Campaign, []page.Mistake) {
	was := p.typedOf(&k)
	if k.Status != survey.StatusDraft { // these are not on the form
		t.First, t.Languages, t.Admits = was.First, was.Languages, was.Admits
	}
	wrong := p.days(v, &k, t.typed)
	say := func(field, id string) { wrong = append(wrong, page.Mistake{Field: field, Text: v.T(id)}) }
	if k.Title = t.title(); len(k.Title) == 0 {
		say("ky", "plan.title.none")
	}
	if k.Status == survey.StatusDraft && len(t.Languages) == 0 {
		say("language", "plan.languages.none")
	}
	k.Languages = t.Languages
	k.Visibility, k.Admission = survey.Visibility(t.Shows), survey.Admission(t.Admits)
	keep, ok := dayOf(t.Keep, time.UTC)
	switch {
	case !ok:
		say("keep", "plan.day.none")
	case !keep.IsZero() && !after(keep).After(k.Closes):
		say("keep", "plan.keep.before")
	case !keep.IsZero() && !keep.Equal(k.Keep) && !p.deps.Now().Before((&survey.Campaign{Keep: keep}).Until(p.deps.Zone)):
		say("keep", "plan.day.past") // its answers would be deleted at once
	}
	k.Keep = keep
	if k.Limit, ok = number(t.Limit, 0, maxLimit); !ok {
		say("limit", "plan.limit.wrong")
	}
	own := k.TargetsOr(p.deps.Targets)
	var bad []string
	for _, share := range []struct {
		field, typed string
		of           *float64
		none         float64
	}{
		{"women", t.Women, &own.Women, p.deps.Targets.Women}, {"youth", t.Youth, &own.Youth, p.deps.Targets.Youth},
		{"adults", t.Adults, &own.Adults, p.deps.Targets.Adults},
	} {
		n, ok := percent(share.typed, share.none)
		if *share.of = n; !ok {
			bad = append(bad, share.field)
		}
	}
	if own.Answers, ok = number(t.Answers, p.deps.Targets.Answers, maxAnswers); !ok {
		bad = append(bad, "answers")
	}
	for _, field := range bad {
		say(field, "plan.targets.wrong")
	}
	if k.Targets = nil; own != p.deps.Targets {
		k.Targets = &own
	}
	return k, wrong
}

// number reads a whole number up to most; none where nothing was typed.
func number(typed string, none, most int) (int, bool) {
	if typed == "" {
		return none, true
	}
	n, err := strconv.Atoi(typed)
	return n, err == nil && n >= 0 && n <= most
}

// percent reads a percentage as a share; none where nothing was typed.
func percent(typed string, none float64) (float64, bool) {
	if typed == "" {
		return none, true
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.ReplaceAll(typed, ",", "."), "%")), 64)
	return n / 100, err == nil && n >= 0 && n <= 100
}
