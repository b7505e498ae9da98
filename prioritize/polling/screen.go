package polling

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/prioritize/live"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// What the screen shows; each has a title, "polling.screen.<stage>".
const (
	screenBefore       = "before"
	screenRegistration = "registration"
	screenReady        = "ready" // a round was called, and is not open yet
	screenVoting       = "voting"
	screenCounting     = "counting"
	screenResult       = "result"
	screenAnnulled     = "annulled"
	screenEnd          = "end"
)

// screenView is the page at the front of the hall.
type screenView struct {
	page.Page
	facing
	Stage   string
	Live    string // where it is followed
	Agenda  []string
	Join    string // the address that the QR code leads to
	Short   string // the same, as it is typed
	Seats   seats
	Sexes   string // of those who are there, in words; "" where nobody's is known
	Quorum  int
	Quorate bool
	Filled  float64 // of the quorum
	Slips   int     // that can vote
	Turnout float64
	Opened  string // when, as a clock says it
	Minutes int    // since then
	Ask     string
	Options []optionView
	Result  *resultView
	Why     string
	Outcome []decidedView
}

// decidedView is an option with its three places, as they are written; "—" for none.
type decidedView struct {
	name
	Final, Survey, Vote string
	Why                 string
}

// ofCampaign is the hearing that the path names, of the campaign that it names. Another municipality's is a
// survey.ErrNotFound.
func (p *Polling) ofCampaign(c echo.Context) (hearing.Hearing, error) {
	campaign, _, err := page.CampaignOf(c, p.deps.Catalogue, p.deps.Catalogue)
	if err != nil {
		return hearing.Hearing{}, err
	}
	h, err := p.deps.Store.Hearing(c.Request().Context(), c.Param("hearing"))
	if err == nil && h.Campaign != campaign.ID {
		err = fmt.Errorf("polling: hearing %s of campaign %s: %w", h.ID, campaign.ID, survey.ErrNotFound)
	}
	return h, err
}

// screen is the page at the front of the hall.
func (p *Polling) screen(c echo.Context) error {
	h, err := p.ofCampaign(c)
	if err != nil {
		return err
	}
	v, err := p.screenOf(c.Request().Context(), p.deps.Pages.Speaker(c), &h)
	if err != nil {
		return err
	}
	account, _ := page.AccountOf(c)
	v.Account, v.Home, v.Languages = account, "/hearings/"+h.Campaign+"/"+h.ID, p.deps.Pages.Languages()
	return p.front.Render(c, http.StatusOK, "screen", v)
}

// screenLive streams what the screen shows.
func (p *Polling) screenLive(c echo.Context) error {
	h, err := p.ofCampaign(c)
	if err != nil {
		return err
	}
	s := p.deps.Pages.Speaker(c)
	return p.deps.Feed.Stream(c, live.View{
		Topic: live.Hearing(h.ID), Name: "screen/" + h.ID + "/" + s.Lang(),
		Render: func(ctx context.Context) ([]byte, error) {
			h, err := p.deps.Store.Hearing(ctx, h.ID)
			if err != nil {
				return nil, err
			}
			v, err := p.screenOf(ctx, s, &h)
			if err != nil {
				return nil, err
			}
			part, err := p.front.Part("screen", v)
			return []byte(part), err
		},
		May: func() error { return p.deps.Door.Again(c) },
	})
}

// screenOf is what the screen shows of a hearing.
func (p *Polling) screenOf(ctx context.Context, s locale.Speaker, h *hearing.Hearing) (screenView, error) {
	m, err := p.place(ctx, h)
	if err != nil {
		return screenView{}, err
	}
	v := screenView{Page: page.Page{Speaker: s, Place: nameIn(s, m.Name)}, Agenda: h.Agenda, Stage: screenStage(h), Live: ScreenPath(h.Campaign, h.ID) + "/live?lang=" + s.Lang()}
	v.facing = p.facing(s, h)
	v.Join = strings.TrimSuffix(cmp.Or(h.Address, p.deps.Pages.URL("/")), "/") + Home
	_, v.Short, _ = strings.Cut(v.Join, "://")
	if v.Seats, err = p.seatsOf(ctx, h); err != nil {
		return v, err
	}
	v.Sexes = sexesOf(s, v.Seats.Attendance)
	v.Quorum, v.Quorate = h.Quorum, h.Quorate(v.Seats.Attendance)
	v.Filled = float64(v.Seats.Count) / float64(max(h.Quorum, 1))
	v.Slips = max(v.Seats.Slips, v.Seats.Voted)
	v.Turnout = float64(v.Seats.Voted) / float64(max(v.Slips, 1))
	r := h.Current()
	number := 0
	if r != nil {
		number = r.Number
		b := newBallot(s, h, r, &m, hearing.Ballot{})
		v.Options, v.Ask, v.Why, v.Opened = b.Options, ask(s, &b), r.Why, r.Opened.In(p.deps.Zone).Format("15:04")
		v.Minutes = int(p.deps.Now().Sub(r.Opened).Minutes())
	}
	switch v.Stage {
	case screenResult:
		v.Result, err = newResult(s, h, r, &m)
	case screenEnd:
		v.Outcome, err = newOutcome(s, h, &m)
	}
	v.Title = s.T("polling.screen."+v.Stage, "Number", number)
	if v.Stage == screenBefore {
		v.Title = v.Kind
	}
	return v, err
}

func screenStage(h *hearing.Hearing) string {
	switch h.State {
	case hearing.Planned:
		return screenBefore
	case hearing.Ended, hearing.Signed:
		return screenEnd
	}
	r := h.Current()
	if r == nil {
		return screenRegistration
	}
	switch r.Stage {
	case hearing.Voting:
		return screenVoting
	case hearing.Counting:
		return screenCounting
	case hearing.Counted:
		return screenResult
	case hearing.Annulled:
		return screenAnnulled
	}
	return screenReady
}

// ask is what a ballot asks for.
func ask(s locale.Speaker, b *ballotView) string {
	switch {
	case b.Method == hearing.Dots && b.Stacked:
		return s.N("polling.ask.points", b.Dots)
	case b.Method == hearing.Dots:
		return s.N("polling.ask.dots", b.Dots)
	case b.Method == hearing.Ordered:
		return s.T("polling.ask.order")
	case b.Single:
		return s.T("polling.ask.one")
	}
	return s.T("polling.ask.each")
}

// sexesOf says how many women and men are there; nothing where nobody's sex is known.
func sexesOf(s locale.Speaker, a hearing.Attendance) string {
	women, men := a.Sexes[survey.SexFemale], a.Sexes[survey.SexMale]
	if women+men == 0 {
		return ""
	}
	said := s.T("polling.screen.sexes", "Women", s.Number(women), "Men", s.Number(men))
	if rest := a.Count - women - men; rest > 0 {
		said += " " + s.T("polling.screen.untold", "Count", s.Number(rest))
	}
	return said
}

// newOutcome is what the hearing decided, in the order of the final places.
func newOutcome(s locale.Speaker, h *hearing.Hearing, m *survey.Municipality) ([]decidedView, error) {
	all, err := h.Outcome()
	if err != nil {
		return nil, err
	}
	views := make([]decidedView, len(all))
	for i, d := range all {
		views[i] = decidedView{name: nameOf(s, h, d.Option, m), Final: strconv.Itoa(d.Final), Survey: placeOr(d.Survey), Vote: placeOr(d.Vote), Why: d.Why}
		if d.Tied && d.Why == "" {
			views[i].Why = s.T("polling.outcome.tied")
		}
	}
	return views, nil
}

// placeOr writes a place; "—" where there is none.
func placeOr(place int) string {
	if place == 0 {
		return "—"
	}
	return strconv.Itoa(place)
}
