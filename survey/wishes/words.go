package wishes

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

const (
	groupsShown = 20 // on a page
	linesShown  = 4  // of a group, as long as it is not unfolded
	linesOfOne  = 60 // on the page of a group
	stepsShown  = 8
)

// The states of texts that can be looked at.
const (
	stateLeft  = "left"
	stateCoded = "coded"
	stateAll   = "all"
)

// wordsView is the page on which own words are coded.
type wordsView struct {
	page.Page
	deskView
	Tabs         []tab
	Done         string // "312 of 340 coded, 28 left"
	Share        float64
	Total, Left  int
	Query, State string
	Role         string
	States       []page.Link
	Grouped      string // when all were grouped last, where some came later
	Group        string // the one that is looked at; "" for all
	Groups       []groupView
	Newer, Older string // other pages; "" where there are none
	All          string // where all groups are
	Coded        bool   // texts that are coded are among those looked at
	Last         *stepView
	Steps        []stepView
	Second       string // where a second coder reads
	Agreement    string
}

// deskView is what both coders' pages have: the needs beside the texts.
type deskView struct {
	Campaign, CampaignID string
	Back, Here           string
	Frozen, Invented     bool
	Needs                []needView
	Spheres              []choiceView
	MayFind              bool // a need that is in no list
	New                  newNeedForm
}

type newNeedForm struct{ Ky, Ru, Sphere string }

type choiceView struct {
	Value, Text string
	Chosen      bool
}

type tab struct {
	page.Link
	Left int
}

// needView is a need in the list beside the texts.
type needView struct {
	Code, Name, Key string
	New             bool
	Count           int // texts that were coded to it
}

// groupView is a group of texts. Value names it and how many texts were shown of it.
type groupView struct {
	ID, Value, Words, Places, More string
	Count                          int
	Suggest                        *suggestView
	Lines                          []lineView
}

type suggestView struct{ Value, Names, Why string }

// lineView is one wording, and the texts that have it to the letter.
type lineView struct {
	Value, Words, Where, As, By string
	Times                       int
}

// stepView is a step that was taken.
type stepView struct {
	ID, At, By, What string
	Undone           bool
}

// filter is what is looked at, as it stands in the address.
type filter struct {
	role  survey.Role
	state string
	query string
	group string
	page  int
}

func (f filter) path(campaign string) string {
	q := url.Values{"of": {string(f.role)}, "state": {f.state}}
	if f.query != "" {
		q.Set("q", f.query)
	}
	if f.group != "" {
		q.Set("group", f.group)
	}
	if f.page > 0 {
		q.Set("page", strconv.Itoa(f.page))
	}
	return Path(campaign) + "?" + q.Encode()
}

func (s *subject) filter(c echo.Context) filter {
	f := filter{role: survey.Role(c.FormValue("of")), state: c.FormValue("state"), query: strings.TrimSpace(c.FormValue("q")), group: c.FormValue("group")}
	f.page, _ = strconv.Atoi(c.FormValue("page"))
	f.page = max(f.page, 0)
	if !slices.Contains(survey.OwnWords(), f.role) {
		f.role = survey.RoleOther
		if s.of[survey.RoleOther].total == 0 && s.of[survey.RoleProposal].total > 0 {
			f.role = survey.RoleProposal
		}
	}
	if f.state != stateCoded && f.state != stateAll {
		f.state = stateLeft
	}
	return f
}

func (f filter) has(t *text) bool {
	return f.state == stateAll || (f.state == stateCoded) == (t.Coding != nil)
}

// words shows the page.
func (w *Room) words(c echo.Context) error {
	s, err := w.subject(c)
	if err != nil {
		return err
	}
	v, err := w.wordsPage(c, s)
	if err != nil {
		return err
	}
	return w.room.Render(c, http.StatusOK, "words", v)
}

func (w *Room) wordsPage(c echo.Context, s *subject) (wordsView, error) {
	f := s.filter(c)
	v := wordsView{Page: w.page(c, s, "words.title"), Query: f.query, State: f.state, Role: string(f.role), Group: f.group}
	v.deskView = s.beside(v.Page, f.role)
	v.All = filter{role: f.role, state: f.state, query: f.query}.path(s.campaign.ID)
	v.Here, v.Coded = Path(s.campaign.ID), f.state != stateLeft
	v.Second, v.Agreement = Path(s.campaign.ID)+"/second", Path(s.campaign.ID)+"/agreement"
	for _, role := range survey.OwnWords() {
		total, left := s.counts(role)
		if total > 0 || role == f.role {
			v.Tabs = append(v.Tabs, tab{page.Link{Href: filter{role: role, state: f.state}.path(s.campaign.ID), Text: v.T("words.of." + string(role)), Current: role == f.role}, left})
		}
		if role == f.role {
			v.Total, v.Left = total, left
		}
	}
	v.Share = 1
	if v.Total > 0 {
		v.Share = float64(v.Total-v.Left) / float64(v.Total)
	}
	v.Done = v.T("words.done", "Coded", v.Number(v.Total-v.Left), "Total", v.Number(v.Total), "Left", v.Number(v.Left))
	for _, state := range []string{stateLeft, stateCoded, stateAll} {
		v.States = append(v.States, page.Link{Href: filter{role: f.role, state: state, query: f.query}.path(s.campaign.ID), Text: v.T("words.state." + state), Current: state == f.state})
	}
	w.listGroups(&v, s, f)
	return v, w.listSteps(c, &v, s)
}

// beside is what stands beside the texts.
func (s *subject) beside(v page.Page, role survey.Role) deskView {
	d := deskView{
		Campaign: s.campaign.Title.In(v.Lang()), CampaignID: s.campaign.ID, Back: "/desk/" + s.campaign.ID, Here: Path(s.campaign.ID),
		Frozen: s.campaign.Frozen(), Invented: s.municipality.Invented, MayFind: !s.campaign.Frozen(),
	}
	named := s.of[role].named
	keys := "123456789abcdefghijklmnopqrstvwxy" // u and z are for undoing
	for i, n := range s.needs {
		x := needView{Code: n.Code, Name: n.Label.In(v.Lang(), "ru"), Count: named[n.Code]}
		x.New = slices.ContainsFunc(s.campaign.NewNeeds, func(f survey.NewNeed) bool { return f.Code == n.Code })
		if i < len(keys) {
			x.Key = keys[i : i+1]
		}
		d.Needs = append(d.Needs, x)
	}
	d.Needs = append(d.Needs, needView{Code: noNeed, Name: v.T("words.none"), Key: "0", Count: named[""]})
	for _, sphere := range s.spheres {
		d.Spheres = append(d.Spheres, choiceView{Value: sphere.Name, Text: sphere.Label.In(v.Lang(), "ru")})
	}
	return d
}

// noNeed stands for the words that name no need, where a need is chosen.
const noNeed = "none"

func (s *subject) counts(role survey.Role) (total, left int) {
	return s.of[role].total, s.of[role].left
}

func (w *Room) listSteps(c echo.Context, v *wordsView, s *subject) error {
	for step, err := range w.deps.Store.CodingSteps(c.Request().Context(), s.campaign.ID, stepsShown) {
		if err != nil {
			return fmt.Errorf("wishes: steps: %w", err)
		}
		x := stepView{ID: step.ID, At: v.DateTime(step.At.In(w.deps.Zone)), By: step.By, Undone: !step.Undone.IsZero()}
		if step.By == v.Account.ID {
			x.By = v.T("words.you")
		}
		x.What = v.N("words.step", len(step.Changes), "Needs", s.names(v.Page, step.Needs))
		if v.Last == nil && !x.Undone && step.By == v.Account.ID && !v.Frozen {
			last := x
			v.Last = &last
		}
		v.Steps = append(v.Steps, x)
	}
	return nil
}
