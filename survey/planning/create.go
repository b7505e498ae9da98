package planning

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// newView is the page on which a campaign begins.
type newView struct {
	page.Page
	Builtins []choice
	Own      []choice // the municipality's campaigns, the latest first
	File     bool     // an uploaded one is chosen
	Typed    typed
	Faults   []fault
}

// typed are the fields that a new campaign and the settings share, as they were typed.
type typed struct {
	Ky, Ru, En  string
	First, Last string // days
}

func typedIn(c echo.Context) typed {
	form := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	return typed{form("ky"), form("ru"), form("en"), form("first"), form("last")}
}

// title is what the campaign is called.
func (t typed) title() survey.Text {
	title := survey.Text{}
	for lang, text := range map[string]string{"ky": t.Ky, "ru": t.Ru, "en": t.En} {
		if text != "" {
			title[lang] = text
		}
	}
	return title
}

// What a new campaign is made from: the field "from" is one of these, with an identifier after the first two.
const (
	fromBuiltin  = "builtin:"
	fromCampaign = "campaign:"
	fromFile     = "file"
)

// begin shows the page. With ?copy= a campaign of the municipality is chosen, and proposed for a year later.
func (p *Planner) begin(c echo.Context) error {
	m, own, err := p.own(c)
	if err != nil {
		return err
	}
	v := p.newPage(c, &m, own, fromBuiltin+p.deps.Builtins[0].ID, typed{})
	i := slices.IndexFunc(own, func(k survey.Campaign) bool { return k.ID == c.QueryParam("copy") })
	if i >= 0 {
		v = p.newPage(c, &m, own, fromCampaign+own[i].ID, p.yearLater(&own[i]))
	}
	return p.room.Render(c, http.StatusOK, "new", v)
}

// yearLater is a campaign's title for the year that is to come, and its days a year later where these are to come.
func (p *Planner) yearLater(k *survey.Campaign) typed {
	now := p.deps.Now()
	t := typed{Ky: k.Title["ky"], Ru: k.Title["ru"], En: k.Title["en"]}
	if was := k.Opens.In(p.deps.Zone).Year(); !k.Opens.IsZero() {
		next := strconv.Itoa(max(was+1, now.In(p.deps.Zone).Year()))
		for _, title := range []*string{&t.Ky, &t.Ru, &t.En} {
			*title = strings.ReplaceAll(*title, strconv.Itoa(was), next)
		}
	}
	if opens := k.Opens.In(p.deps.Zone).AddDate(1, 0, 0); !k.Opens.IsZero() && opens.After(now) {
		t.First = first(opens, p.deps.Zone)
	}
	if closes := k.Closes.In(p.deps.Zone).AddDate(1, 0, 0); !k.Closes.IsZero() && closes.After(now) {
		t.Last = last(closes, p.deps.Zone)
	}
	return t
}

// own returns the account's municipality and its campaigns, those that opened last first.
func (p *Planner) own(c echo.Context) (survey.Municipality, []survey.Campaign, error) {
	ctx := c.Request().Context()
	account, _ := page.AccountOf(c)
	m, err := p.deps.Places.Municipality(ctx, account.Municipality)
	if err != nil {
		return m, nil, fmt.Errorf("planning: municipality: %w", err)
	}
	var own []survey.Campaign
	for k, err := range p.deps.Campaigns.Campaigns(ctx, m.ID) {
		if err != nil {
			return m, nil, fmt.Errorf("planning: campaigns of %s: %w", m.ID, err)
		}
		own = append(own, k)
	}
	slices.SortStableFunc(own, func(a, b survey.Campaign) int { return b.Opens.Compare(a.Opens) })
	return m, own, nil
}

func (p *Planner) newPage(c echo.Context, m *survey.Municipality, own []survey.Campaign, from string, t typed) newView {
	v := newView{Page: p.page(c, m, "plan.new"), File: from == fromFile, Typed: t, Builtins: p.builtins(c, from)}
	for _, k := range own {
		o := choice{Value: fromCampaign + k.ID, Text: k.Title.In(v.Lang())}
		o.Chosen = o.Value == from
		if o.Hint = v.T("plan.status." + string(k.Status)); !k.Opens.IsZero() {
			o.Hint = v.Date(k.Opens.In(p.deps.Zone)) + " · " + o.Hint
		}
		v.Own = append(v.Own, o)
	}
	return v
}

// builtins are the questionnaires that ship with the program, to choose from.
func (p *Planner) builtins(c echo.Context, from string) []choice {
	lang := p.deps.Pages.Speaker(c).Lang()
	var all []choice
	for _, q := range p.deps.Builtins {
		value := fromBuiltin + q.ID
		all = append(all, choice{Value: value, Text: q.Say(q.Title, lang), Hint: q.Say(q.Intro, lang), Chosen: value == from})
	}
	return all
}

// create keeps a new campaign as a draft, and leads to its plan.
func (p *Planner) create(c echo.Context) error {
	ctx := c.Request().Context()
	m, own, err := p.own(c)
	if err != nil {
		return err
	}
	from, t := c.FormValue("from"), typedIn(c)
	v := p.newPage(c, &m, own, from, t)
	q, k, err := p.source(ctx, c, own, from)
	if m, ok := unaskable(v.Speaker, err); ok {
		v.Mistakes, v.Faults = append(v.Mistakes, m), faults(v.Speaker, err)
	} else if err != nil {
		return err
	}
	if q == nil && err == nil {
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: "from", Text: v.T("plan.from.none")})
	}
	k.Municipality = m.ID
	v.Mistakes = append(v.Mistakes, p.days(v.Page, &k, t)...)
	if k.Title = t.title(); len(k.Title) == 0 && q != nil {
		k.Title = q.Title
	}
	if len(v.Mistakes) > 0 {
		return p.room.Render(c, http.StatusUnprocessableEntity, "new", v)
	}
	year := p.deps.Now()
	if !k.Opens.IsZero() {
		year = k.Opens
	}
	k.ID = fmt.Sprintf("%s-%d", m.ID, year.In(p.deps.Zone).Year())
	by, _ := page.AccountOf(c)
	k, err = p.deps.Steward.Draft(ctx, p.deps.Now(), by, k, q)
	if m, ok := unaskable(v.Speaker, err); ok {
		v.Mistakes = append(v.Mistakes, m)
		return p.room.Render(c, http.StatusUnprocessableEntity, "new", v)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, PlanPath(k.ID))
}

// source is the questionnaire that a new campaign asks, and the settings that it begins with; nil if none was chosen.
func (p *Planner) source(ctx context.Context, c echo.Context, own []survey.Campaign, from string) (*survey.Questionnaire, survey.Campaign, error) {
	if from == fromFile {
		q, err := uploaded(c)
		return q, survey.Campaign{}, err
	}
	if id, ok := strings.CutPrefix(from, fromCampaign); ok {
		i := slices.IndexFunc(own, func(k survey.Campaign) bool { return k.ID == id })
		if i < 0 {
			return nil, survey.Campaign{}, nil
		}
		k := own[i]
		q, err := p.deps.Places.Questionnaire(ctx, k.Questionnaire)
		return q, survey.Campaign{
			Languages: k.Languages, Visibility: k.Visibility, Targets: k.Targets, Limit: k.Limit, Admission: k.Admission,
		}, err
	}
	return p.builtin(from), survey.Campaign{}, nil
}

// builtin is the questionnaire that was chosen of those that ship with the program; nil if none was.
func (p *Planner) builtin(from string) *survey.Questionnaire {
	id, _ := strings.CutPrefix(from, fromBuiltin)
	i := slices.IndexFunc(p.deps.Builtins, func(q *survey.Questionnaire) bool { return q.ID == id })
	if i < 0 {
		return nil
	}
	return p.deps.Builtins[i]
}

// days sets a campaign's first and last day, and says what is wrong with them.
func (p *Planner) days(v page.Page, k *survey.Campaign, t typed) []page.Mistake {
	var wrong []page.Mistake
	say := func(field, id string) { wrong = append(wrong, page.Mistake{Field: field, Text: v.T(id)}) }
	same := func(day time.Time) time.Time { return day }
	opens, ok := moment(t.First, first(k.Opens, p.deps.Zone), k.Opens, same, p.deps.Zone)
	if !ok {
		say("first", "plan.day.none")
	}
	closes, ok := moment(t.Last, last(k.Closes, p.deps.Zone), k.Closes, after, p.deps.Zone)
	switch {
	case !ok:
		say("last", "plan.day.none")
	case !closes.IsZero() && !closes.After(opens):
		say("last", "plan.day.before")
	case !closes.IsZero() && !closes.Equal(k.Closes) && !closes.After(p.deps.Now()):
		say("last", "plan.day.past")
	}
	if len(wrong) == 0 {
		k.Opens, k.Closes = opens.UTC(), closes.UTC()
	}
	return wrong
}

// may reports whether whoever looks at a page may do this in the municipality.
func may(v page.Page, a access.Action, m *survey.Municipality) bool { return v.Account.May(a, m.ID) }

// conflict reports whether somebody else changed what was to be changed.
func conflict(err error) bool { return errors.Is(err, survey.ErrConflict) }
