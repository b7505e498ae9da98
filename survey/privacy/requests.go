package privacy

import (
	"cmp"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// requestsView is the page on which requests are answered and listed.
type requestsView struct {
	page.Page
	Typed     string // as the receipt was typed
	Done      string // what was done, in words
	Open      []requestRow
	Answered  []requestRow
	Kinds     []choice
	Outcomes  []choice
	Today     string // as an input of a day has it
	New       string // the identifier of what is entered next, so that entered twice it is one
	Late      int
	Retention string // where that is; "" for those who may not
}

// choice is one of several to choose from.
type choice struct{ Value, Text string }

// requestRow is a line of the register.
type requestRow struct {
	ID, Kind, Came, Due, Answered string
	Late                          bool
}

// answeredShown is how many requests that were answered stand on the page.
const answeredShown = 20

// doneWords are what the page can say was done.
var doneWords = []string{"withdrawn", "entered", "answered"}

// requests shows the page.
func (o *Office) requests(c echo.Context) error {
	v, err := o.requestsView(c)
	if err != nil {
		return err
	}
	if done := c.QueryParam("done"); slices.Contains(doneWords, done) {
		v.Done = v.T("privacy.done." + done)
	}
	return o.room.Render(c, http.StatusOK, "requests", v)
}

// again shows the page with what was wrong with the receipt.
func (o *Office) again(c echo.Context, status int, typed, why string) error {
	v, err := o.requestsView(c)
	if err != nil {
		return err
	}
	v.Typed, v.Mistakes = typed, []page.Mistake{{Field: "receipt", Text: v.T(why)}}
	return o.room.Render(c, status, "requests", v)
}

func (o *Office) requestsView(c echo.Context) (requestsView, error) {
	p, m, err := o.page(c, "privacy.title")
	if err != nil {
		return requestsView{}, err
	}
	now := o.deps.Now().In(o.deps.Zone)
	v := requestsView{Page: p, Today: now.Format(time.DateOnly)}
	if v.New, err = o.newID(m.ID); err != nil {
		return v, err
	}
	if v.Account.May(access.KeepAnswers, m.ID) {
		v.Retention = retentionPath
	}
	for _, k := range survey.RequestKinds() {
		v.Kinds = append(v.Kinds, choice{string(k), v.T("privacy.kind." + string(k))})
	}
	for _, x := range survey.RequestOutcomes() {
		v.Outcomes = append(v.Outcomes, choice{string(x), v.T("privacy.outcome." + string(x))})
	}
	var all []survey.Request
	for r, err := range o.deps.Register.Requests(c.Request().Context(), m.ID) {
		if err != nil {
			return v, fmt.Errorf("privacy: register: %w", err)
		}
		all = append(all, r)
	}
	slices.SortFunc(all, func(a, b survey.Request) int {
		return cmp.Or(a.Came.Compare(b.Came), a.Answered.Compare(b.Answered), cmp.Compare(a.ID, b.ID))
	})
	for _, r := range all {
		row := requestRow{ID: r.ID, Kind: v.T("privacy.kind." + string(r.Kind)), Came: v.Date(r.Came), Due: v.Date(r.Due()), Late: r.Late(now)}
		if r.Outcome == survey.RequestWaits {
			v.Open = append(v.Open, row)
			if row.Late {
				v.Late++
			}
			continue
		}
		row.Answered = v.Date(r.Answered.In(o.deps.Zone)) + " · " + v.T("privacy.outcome."+string(r.Outcome))
		v.Answered = append(v.Answered, row)
	}
	slices.Reverse(v.Answered)
	v.Answered = v.Answered[:min(len(v.Answered), answeredShown)]
	return v, nil
}

// newID is an identifier for a request of the municipality.
func (o *Office) newID(municipality string) (string, error) {
	b := make([]byte, 8)
	if _, err := io.ReadFull(o.deps.Random, b); err != nil {
		return "", fmt.Errorf("privacy: %w", err)
	}
	return municipality + "/" + hex.EncodeToString(b), nil
}

// enter enters a request that came and waits.
func (o *Office) enter(c echo.Context) error {
	_, m, err := o.page(c, "privacy.title")
	if err != nil {
		return err
	}
	account, _ := page.AccountOf(c)
	came, _ := time.Parse(time.DateOnly, c.FormValue("came"))
	r := survey.Request{
		ID: m.ID + "/" + nonce(c.FormValue("new")), Rev: 1, Municipality: m.ID, Kind: survey.RequestKind(c.FormValue("kind")), Came: came, By: account.ID,
	}
	if r.Check(o.deps.Now().In(o.deps.Zone)) != nil || r.ID == m.ID+"/" {
		v, err := o.requestsView(c)
		if err != nil {
			return err
		}
		v.Mistakes = []page.Mistake{{Field: "came", Text: v.T("privacy.wrong_day")}}
		return o.room.Render(c, http.StatusUnprocessableEntity, "requests", v)
	}
	err = o.deps.Register.SaveRequest(c.Request().Context(), r)
	switch {
	case errors.Is(err, survey.ErrExists): // the button was pressed twice
	case err != nil:
		return fmt.Errorf("privacy: register: %w", err)
	default:
		if err := o.tell(c, m.ID, "request/"+string(r.Kind), "", "request, "+r.Came.Format(time.DateOnly)); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, requestsPath+"?done=entered")
}

// nonce is what an identifier that newID made ends in; "" of another.
func nonce(id string) string {
	const digits = 16
	if len(id) <= digits || id[len(id)-digits-1] != '/' {
		return ""
	}
	end := id[len(id)-digits:]
	if _, err := hex.DecodeString(end); err != nil {
		return ""
	}
	return end
}

// answered notes how a request was answered.
func (o *Office) answered(c echo.Context) error {
	ctx := c.Request().Context()
	_, m, err := o.page(c, "privacy.title")
	if err != nil {
		return err
	}
	r, err := o.deps.Register.Request(ctx, m.ID+"/"+nonce(c.FormValue("id")))
	if err != nil {
		return fmt.Errorf("privacy: register: %w", err)
	}
	account, _ := page.AccountOf(c)
	if err := r.Answer(survey.RequestOutcome(c.FormValue("outcome")), account.ID, o.deps.Now()); err != nil {
		if errors.Is(err, survey.ErrExists) { // the button was pressed twice
			return c.Redirect(http.StatusSeeOther, requestsPath+"?done=answered")
		}
		return err
	}
	if err := o.deps.Register.SaveRequest(ctx, r); err != nil {
		return fmt.Errorf("privacy: register: %w", err)
	}
	if err := o.tell(c, m.ID, "request/"+string(r.Kind), "request, "+r.Came.Format(time.DateOnly), "answered"); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, requestsPath+"?done=answered")
}

// done notes a request that came today and was answered on the spot.
func (o *Office) done(c echo.Context, kind survey.RequestKind) error {
	ctx, now := c.Request().Context(), o.deps.Now()
	account, _ := page.AccountOf(c)
	id, err := o.newID(account.Municipality)
	if err != nil {
		return err
	}
	year, month, day := now.In(o.deps.Zone).Date()
	r := survey.Request{
		ID: id, Municipality: account.Municipality, Kind: kind, Came: time.Date(year, month, day, 0, 0, 0, 0, time.UTC), By: account.ID,
	}
	if err := r.Answer(survey.RequestDone, account.ID, now); err != nil {
		return err
	}
	if err := o.deps.Register.SaveRequest(ctx, r); err != nil {
		return fmt.Errorf("privacy: register: %w", err)
	}
	return nil
}
