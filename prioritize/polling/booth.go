package polling

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// facing is what a page about a hearing says of it: which it is, where and when.
type facing struct {
	Kind, Spot, When string
	Token            string // see token
	Now              string // where that is followed
}

func (p *Polling) facing(s locale.Speaker, h *hearing.Hearing) facing {
	return facing{
		Kind: s.T("polling.kind." + string(h.Kind)), Spot: h.Place, When: page.DateTime(s, h.Planned, p.deps.Zone),
		Token: token(h), Now: PublicPath(h.ID) + "/now",
	}
}

// What a slip's page has to say; each has a title, "polling.<stage>.title", and a text.
const (
	stageWaiting  = "waiting"  // for a round
	stageVoting   = "voting"   // it can vote
	stageReceived = "received" // it has, and can change that
	stageCounting = "counting"
	stageCounted  = "counted"
	stageAnnulled = "annulled"
)

// What became of a ballot that was sent: the script goes by it, since any proxy can answer a request with a page.
const (
	outcomeReceived = "received"
	outcomeBefore   = "before"  // another came before it
	outcomeLate     = "late"    // the round is over
	outcomeWrong    = "wrong"   // it is to be mended
	outcomeRefused  = "refused" // the slip admits to no vote
)

// boothView is the page of a slip.
type boothView struct {
	page.Page
	facing
	Stage   string
	Slip    string // the code
	Path    string // of this page
	Another string // where another slip is typed
	Begun   bool   // the hearing has begun
	Ended   bool
	Cast    bool
	At      string // when the ballot was received, to be said again; "" if that is not known
	Clock   string // the same, in words
	Outcome string
	Notice  string // what happened to what was sent; "" for nothing that is to be told
	Ballot  *ballotView
	Result  *resultView
	Why     string // the round was annulled
}

// atField is when a ballot was received, in the address that its sender is led to: it is kept nowhere else.
const atField = "at"

// show is the page of a slip.
func (p *Polling) show(c echo.Context) error {
	if code := survey.NormalTicket(c.Param("slip")); code != "" && survey.SpellTicket(code) != c.Param("slip") {
		return c.Redirect(http.StatusSeeOther, inLanguage(SlipPath(code), c.QueryParam("lang")))
	}
	b, err := p.enter(c)
	if err != nil {
		return p.refused(c, err)
	}
	v, err := p.booth(c, &b, b.Ballot)
	if err != nil {
		return err
	}
	if v.Cast && v.At != "" {
		v.Outcome = outcomeReceived
	}
	return p.phones.Render(c, http.StatusOK, "booth", v)
}

// booth is the page of a slip, with a ballot that is filled in like this where one can be cast.
func (p *Polling) booth(c echo.Context, b *hearing.Booth, filled hearing.Ballot) (boothView, error) {
	m, err := p.place(c.Request().Context(), &b.Hearing)
	if err != nil {
		return boothView{}, err
	}
	h, r := &b.Hearing, b.Round
	v := boothView{Page: p.deps.Pages.Page(c, ""), Stage: stageWaiting, Cast: b.Cast, Begun: h.State != hearing.Planned, Ended: h.State == hearing.Ended || h.State == hearing.Signed}
	v.facing = p.facing(v.Speaker, h)
	v.Slip = survey.SpellTicket(survey.NormalTicket(c.Param("slip")))
	v.Path, v.Another = inLanguage(SlipPath(v.Slip), v.Lang()), inLanguage(Home, v.Lang())
	v.Place, v.Languages = nameIn(v.Speaker, m.Name), p.deps.Pages.Languages()
	if r != nil {
		v.Stage = stageOf(r, b.Cast)
		v.At, v.Clock = p.clock(c.QueryParam(atField), r.Number, b.Cast)
	}
	switch v.Stage {
	case stageVoting, stageReceived:
		ballot := newBallot(v.Speaker, h, r, &m, filled)
		ballot.Action, ballot.Key, ballot.Seen, ballot.Again = v.Path, rand.Text(), b.Rev, b.Cast
		v.Ballot = &ballot
	case stageCounted:
		if v.Result, err = newResult(v.Speaker, h, r, &m); err != nil {
			return v, err
		}
	case stageAnnulled:
		v.Why = r.Why
	}
	v.Title = v.T("polling." + v.Stage + ".title")
	return v, nil
}

func stageOf(r *hearing.Round, cast bool) string {
	switch r.Stage {
	case hearing.Voting:
		if cast {
			return stageReceived
		}
		return stageVoting
	case hearing.Counting:
		return stageCounting
	case hearing.Counted:
		return stageCounted
	case hearing.Annulled:
		return stageAnnulled
	}
	return stageWaiting
}

// clock reads when a ballot was received in a round, as the address says, and writes it as a clock does.
func (p *Polling) clock(at string, round int, cast bool) (kept, said string) {
	number, seconds, _ := strings.Cut(at, "-")
	unix, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil || !cast || number != strconv.Itoa(round) {
		return "", ""
	}
	return at, time.Unix(unix, 0).In(p.deps.Zone).Format("15:04")
}

// cast takes a ballot, and leads to the page that says that it was received.
func (p *Polling) cast(c echo.Context) error {
	b, err := p.enter(c)
	if err != nil {
		return p.refused(c, err)
	}
	form := c.Request().PostForm
	number, err := strconv.Atoi(form.Get(roundField))
	if err != nil {
		return fmt.Errorf("polling: a ballot of no round: %w", survey.ErrInvalid)
	}
	seen, err := strconv.ParseInt(form.Get(seenField), 10, 64)
	if err != nil || len(form.Get(keyField)) < minKey {
		return fmt.Errorf("polling: a ballot of no page: %w", survey.ErrInvalid)
	}
	r := b.Hearing.Round(number)
	if r == nil {
		return p.again(c, &b, hearing.Ballot{}, hearing.NotVoting)
	}
	ballot, wrong := readBallot(p.deps.Pages.Speaker(c), r, form)
	if len(wrong) > 0 {
		return p.mend(c, &b, number, ballot, wrong)
	}
	if empty(r, ballot) && form.Get(blankField) == "" {
		return p.mend(c, &b, number, ballot, nil)
	}
	_, err = p.deps.Hall.Cast(c.Request().Context(), c.Param("slip"), number, seen, keyOf(form.Get(keyField), ballot), ballot)
	if why, ok := errors.AsType[hearing.Refusal](err); ok {
		return p.again(c, &b, ballot, why)
	}
	if err != nil {
		return err
	}
	at := fmt.Sprint(number, "-", p.deps.Now().Unix())
	return c.Redirect(http.StatusSeeOther, SlipPath(c.Param("slip"))+"?"+url.Values{"lang": {p.deps.Pages.Speaker(c).Lang()}, atField: {at}}.Encode())
}

// mend shows a ballot again, with what is wrong with it; nothing, where it is empty and may be meant so.
func (p *Polling) mend(c echo.Context, b *hearing.Booth, number int, ballot hearing.Ballot, wrong []page.Mistake) error {
	if b.Round.Number != number || b.Round.Stage != hearing.Voting {
		return p.again(c, b, ballot, hearing.RoundOver)
	}
	v, err := p.booth(c, b, ballot)
	if err != nil {
		return err
	}
	v.Outcome, v.Mistakes = outcomeWrong, wrong
	if len(wrong) == 0 {
		v.Ballot.Blank = true
		v.Mistakes = []page.Mistake{{Field: blankField, Text: v.T("polling.wrong.empty")}}
	}
	return p.phones.Render(c, http.StatusUnprocessableEntity, "booth", v)
}

// again shows where the slip stands now, and says why the ballot was not taken. One that another came before stays
// filled in: it can be sent once more, by whoever has seen that.
func (p *Polling) again(c echo.Context, before *hearing.Booth, ballot hearing.Ballot, why hearing.Refusal) error {
	b, err := p.deps.Hall.Enter(c.Request().Context(), c.Param("slip"))
	if err != nil {
		return p.refused(c, err)
	}
	filled := b.Ballot
	if why == hearing.VotedBefore && b.Round != nil && before.Round != nil && b.Round.Number == before.Round.Number {
		filled = ballot
	}
	v, err := p.booth(c, &b, filled)
	if err != nil {
		return err
	}
	v.Notice = v.T("hearing.refusal." + string(why))
	v.Outcome = map[hearing.Refusal]string{hearing.VotedBefore: outcomeBefore, hearing.RoundOver: outcomeLate, hearing.NotVoting: outcomeLate}[why]
	if v.Outcome == "" {
		v.Outcome = outcomeRefused
	}
	return p.phones.Render(c, page.StatusOf(why), "booth", v)
}
