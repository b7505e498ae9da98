package review

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
	"ashar/survey/quality"
)

const (
	casesShown   = 8  // on a page
	membersShown = 6  // of a case, on the page of many
	membersAlone = 40 // on the page of the case alone
	needsShown   = 10
)

// queueView is the page of the queue.
type queueView struct {
	page.Page
	Invented bool
	Campaign string // its title
	Back     string // its page
	Home     string // this page's own path
	Show     string // what is shown: showOpen, showDecided or a case alone
	Only     string // the id of the case that is shown alone; "" for many
	From     int    // where the page begins
	Ready    bool   // the answers were looked through once
	Looking  bool   // they are being looked through anew
	AsOf     string
	Looked   int
	Open     int // cases
	Decided  int
	Done     string // what was done just now
	Frozen   bool
	Cases    []caseView
	Newer    string
	Older    string
	Crowds   []string
	Order    orderView
	Paces    []paceView
	Usual    paceView
	Whys     []choice
}

// What the queue shows.
const (
	showOpen    = "open"
	showDecided = "decided"
)

// choice is one of several to choose from.
type choice struct {
	Value, Text string
	Key         int // on the keyboard
}

// orderView is the order of needs with and without.
type orderView struct {
	Needs              []placeView
	Without, With      string // what is said of the columns
	HasWithout, HasAll bool
}

// placeView is where a need stands.
type placeView struct {
	Need                   string
	Counted, Without, With string
	Moved                  bool
}

// paceView is how an enumerator works, in words.
type paceView struct {
	Name, Time, Hour, Skipped, Straight, Alike, Others string
	Forms, Aside, Fast                                 int
}

// queue shows the queue.
func (r *Reviewer) queue(c echo.Context) error {
	v, _, err := r.view(c, asked{show: c.QueryParam("show"), only: c.QueryParam("case"), from: c.QueryParam("from")})
	if err != nil {
		return err
	}
	if did, n := c.QueryParam("done"), c.QueryParam("n"); slices.Contains(dones, did) {
		if count, err := strconv.Atoi(n); err == nil && 0 < count && count < 1_000_000 {
			v.Done = v.N("review.done."+did, count)
		}
	}
	return r.room.Render(c, http.StatusOK, "quality", v)
}

// asked is which part of the queue is to be shown.
type asked struct{ show, only, from string }

// view makes the page.
func (r *Reviewer) view(c echo.Context, a asked) (queueView, *showing, error) {
	ctx := c.Request().Context()
	campaign, m, err := r.find(c)
	if err != nil {
		return queueView{}, nil, err
	}
	names, err := r.names(ctx, campaign.Municipality)
	if err != nil {
		return queueView{}, nil, err
	}
	v := queueView{
		Page: r.deps.Pages.Staff(c, m.Name.In(r.deps.Pages.Speaker(c).Lang())), Invented: m.Invented, Back: "/desk/" + url.PathEscape(campaign.ID),
		Home: Path(campaign.ID), Show: showOpen, Frozen: campaign.Frozen(),
	}
	v.Title, v.Campaign = v.T("review.title"), campaign.Title.In(v.Lang())
	for i, id := range whys {
		v.Whys = append(v.Whys, choice{id, v.T("review.why." + id), i + 1})
	}
	if a.show == showDecided {
		v.Show = showDecided
	}
	s := &showing{
		Speaker: v.Speaker, Reviewer: r, campaign: &campaign, place: &m, names: names, forms: map[string]*survey.Questionnaire{},
		found: r.watch.of(ctx, campaign.ID, c.Request().Method == http.MethodPost), frozen: v.Frozen,
	}
	v.Looking, v.Ready = s.found.looking, s.found.Inspection != nil
	if !v.Ready {
		return v, s, nil
	}
	v.AsOf, v.Looked = v.T("review.as_of", "Time", v.DateTime(s.found.at.In(r.deps.Zone))), s.found.Looked
	v.From, _ = strconv.Atoi(a.from)
	v.From = max(v.From, 0)
	if err := v.fill(c, s, a.only); err != nil {
		return v, s, err
	}
	for _, x := range s.found.Crowds {
		v.Crowds = append(v.Crowds, v.T("review.crowd", "Village", s.village(x.Village), "Answers", v.Number(x.Answers), "Adults", v.Number(x.Adults)))
	}
	v.Order = newOrderView(s)
	for i := range s.found.Paces {
		v.Paces = append(v.Paces, s.pace(&s.found.Paces[i]))
	}
	v.Usual = s.pace(&s.found.Usual)
	v.Usual.Name = v.T("review.pace.all")
	return v, s, nil
}

// fill sets the cases that are shown.
func (v *queueView) fill(c echo.Context, s *showing, only string) error {
	var open, decided []*quality.Case
	for i := range s.found.Cases {
		x := &s.found.Cases[i]
		if x.Open(func(m *quality.Member) *survey.Judgement { return s.found.judgement(m.ID, m.Judgement) }) {
			open = append(open, x)
		} else {
			decided = append(decided, x)
		}
		if only != "" && x.ID == only {
			v.Only = only
			return v.alone(c, s, x)
		}
	}
	if only != "" {
		return survey.ErrNotFound
	}
	v.Open, v.Decided = len(open), len(decided)
	cases := open
	if v.Show == showDecided {
		cases = decided
		last := func(x *quality.Case) time.Time { return s.decidedAt(x) }
		slices.SortStableFunc(cases, func(a, b *quality.Case) int { return last(b).Compare(last(a)) })
	}
	if v.From >= len(cases) { // the last page, of which everything was decided
		v.From = max(0, (len(cases)-1)/casesShown*casesShown)
	}
	if v.From > 0 {
		v.Newer = v.at(max(0, v.From-casesShown))
	}
	if v.From+casesShown < len(cases) {
		v.Older = v.at(v.From + casesShown)
	}
	for _, x := range cases[v.From:min(len(cases), v.From+casesShown)] {
		shown, err := s.show(c.Request().Context(), x, 0, membersShown)
		if err != nil {
			return err
		}
		shown.Alone = v.Home + "?case=" + url.QueryEscape(x.ID)
		v.add(shown)
	}
	return nil
}

// alone shows one case.
func (v *queueView) alone(c echo.Context, s *showing, x *quality.Case) error {
	if v.From >= len(x.Members) {
		v.From = 0
	}
	shown, err := s.show(c.Request().Context(), x, v.From, membersAlone)
	if err != nil {
		return err
	}
	path := func(from int) string {
		return v.Home + "?case=" + url.QueryEscape(x.ID) + "&from=" + strconv.Itoa(from)
	}
	if v.From > 0 {
		shown.Newer = path(max(0, v.From-membersAlone))
	}
	if v.From+membersAlone < len(x.Members) {
		shown.Older = path(v.From + membersAlone)
	}
	v.add(shown)
	return nil
}

// add adds a case, whose form comes back to this page.
func (v *queueView) add(x caseView) {
	x.Action, x.Show, x.Only, x.From, x.Whys = v.Home, v.Show, v.Only, v.From, v.Whys
	v.Cases = append(v.Cases, x)
}

// decidedAt is when a case was decided last.
func (r *showing) decidedAt(x *quality.Case) time.Time {
	var last time.Time
	for i := range x.Members {
		if j := r.found.judgement(x.Members[i].ID, x.Members[i].Judgement); j != nil && j.At.After(last) {
			last = j.At
		}
	}
	return last
}

// at is where the queue goes on.
func (v *queueView) at(from int) string {
	return v.Home + "?show=" + v.Show + "&from=" + strconv.Itoa(from)
}

// newOrderView says where needs stand.
func newOrderView(s *showing) orderView {
	o := &s.found.Order
	v := orderView{HasWithout: o.Without == Told, HasAll: o.With == Told}
	said := func(b Beside, n int, id string) string {
		if b == Told {
			return s.N("review.order."+id, n)
		}
		return s.T("review.order." + id + map[Beside]string{Same: "_none", Untold: "_few"}[b])
	}
	v.Without, v.With = said(o.Without, o.Open, "without"), said(o.With, o.Aside, "with")
	place := func(n int) string {
		if n == 0 {
			return s.T("review.order.untold")
		}
		return s.Number(n)
	}
	for _, p := range o.Needs[:min(len(o.Needs), needsShown)] {
		v.Needs = append(v.Needs, placeView{
			Need: p.Need.In(s.Lang()), Counted: place(p.Counted), Without: place(p.Without), With: place(p.With),
			Moved: v.HasWithout && p.Without != p.Counted || v.HasAll && p.With != p.Counted,
		})
	}
	return v
}

// pace says how an enumerator works.
func (r *showing) pace(p *quality.Pace) paceView {
	v := paceView{Name: r.name(p.By), Forms: p.Forms, Aside: p.Aside, Fast: p.Fast, Skipped: r.Percent(p.Skipped, 0)}
	unknown := r.T("review.pace.unknown")
	v.Time, v.Hour, v.Straight, v.Alike, v.Others = unknown, unknown, unknown, unknown, unknown
	if p.Median > 0 {
		v.Time = lasts(r.Speaker, p.Median)
	}
	if p.Busiest > 0 {
		v.Hour = r.Number(p.Busiest)
	}
	if p.Scales > 0 {
		v.Straight = r.Percent(p.Straight, 0)
	}
	if p.Compared {
		v.Alike, v.Others = r.Percent(p.Alike, 0), r.Percent(p.OthersAlike, 0)
	}
	return v
}

// named is a case by its id, or nil.
func (r *showing) named(id string) *quality.Case {
	at := slices.IndexFunc(r.found.Cases, func(x quality.Case) bool { return x.ID == id })
	if cmp.Or(id, "") == "" || at < 0 {
		return nil
	}
	return &r.found.Cases[at]
}
