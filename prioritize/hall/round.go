package hall

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// roundView is the page of one round: it is opened, closed and counted here.
type roundView struct {
	top
	No      int
	Method  string
	Stage   hearing.Stage
	Tag     string
	Options []optionLine
	Opened  string
	Closed  string
	Turnout turnoutView
	Slips   bool // there are slips, so that phones can vote
	Result  *resultTable
	Many    string // more have voted than are registered, in words; "" where not
	Tied    string // the options that share the first place
	RunOff  string // where a run-off among them is called
	Next    string // where another round is called
	Hand    handForm
	MayHand bool
	History []recountLine
	Why     string // it was annulled
	Annul   string // what was typed
}

// resultTable is what came of a round.
type resultTable struct {
	Voters, Spoiled string
	Sexes           bool
	YesNo, Ordered  bool
	Rows            []resultRow
	Ways            []string // how votes came in
	voters          int
}

// resultRow is an option after a round.
type resultRow struct {
	Rank                                 int
	Name, For, Against, Abstained, Score string
	Women, Men                           string
	Share                                float64 // of the one that did best
	Tag                                  string  // adopted or not
}

// recountLine is what was counted before.
type recountLine struct{ When, Why, Said string }

// names lists options by their names.
func names(w *at, ids []string, lang string) string {
	all := make([]string, len(ids))
	for i, id := range ids {
		all[i] = "«" + w.option(id, lang) + "»"
	}
	return strings.Join(all, ", ")
}

// round is the hearing with the round that the path names; a survey.ErrNotFound if there is none.
func (r *Room) round(c echo.Context) (at, *hearing.Round, error) {
	w, err := r.find(c)
	if err != nil {
		return w, nil, err
	}
	n, err := strconv.Atoi(c.Param("round"))
	if round := w.x.Round(n); err == nil && round != nil {
		return w, round, nil
	}
	return w, nil, fmt.Errorf("hall: round %q: %w", c.Param("round"), survey.ErrNotFound)
}

// roundPage makes the page of a round.
func (r *Room) roundPage(c echo.Context, w *at, round *hearing.Round) (roundView, error) {
	v := roundView{
		top: r.top(c, w, "hall.rounds"), No: round.Number, Method: methodOf(r.deps.Pages.Speaker(c), round), Stage: round.Stage,
		Slips: w.x.Slips > 0, Why: round.Why, Next: w.home() + "/rounds/_new",
	}
	v.Title, v.Tag = v.T("hall.round", "Number", round.Number), v.T("hall.stage."+string(round.Stage))
	v.Path = fmt.Sprintf("%s/rounds/%d", w.home(), round.Number)
	for _, id := range round.Options {
		v.Options = append(v.Options, optionLine{ID: id, Name: w.option(id, v.Lang())})
	}
	if !round.Opened.IsZero() {
		v.Opened = page.DateTime(v.Speaker, round.Opened, r.deps.Zone)
	}
	if !round.Closed.IsZero() {
		v.Closed = page.DateTime(v.Speaker, round.Closed, r.deps.Zone)
	}
	var err error
	if v.Turnout, err = r.turnout(c.Request().Context(), w, round.Number, v.Speaker); err != nil {
		return v, err
	}
	if round.Stage == hearing.Counted {
		if v.Result, err = result(v.Speaker, w, round); err != nil {
			return v, err
		}
		if v.Result.voters > v.Turnout.There.count {
			v.Many = v.T("hall.too_many", "Voters", v.Result.Voters, "There", v.Turnout.There.Count)
		}
		if equal := tied(round); len(equal) > 0 {
			v.Tied, v.RunOff = names(w, equal, v.Lang()), fmt.Sprintf("%s?from=%d", v.Next, round.Number)
		}
	}
	v.MayHand = v.Runs && w.x.State != hearing.Signed && round.Stage != hearing.Ready && round.Stage != hearing.Annulled
	v.Hand = newHandForm(v.Speaker, w, round)
	for _, before := range round.Recounts {
		v.History = append(v.History, recountLine{page.DateTime(v.Speaker, before.At, r.deps.Zone), before.Why, said(v.Speaker, w, round, &before)})
	}
	return v, nil
}

// result lays out what came of a round.
func result(s locale.Speaker, w *at, round *hearing.Round) (*resultTable, error) {
	res, err := round.Result()
	if err != nil {
		return nil, err
	}
	t := &resultTable{
		Voters: s.Number(res.Voters), voters: res.Voters, Sexes: res.Sexes != nil && round.Method != hearing.Ordered,
		YesNo: round.Method == hearing.YesNo, Ordered: round.Method == hearing.Ordered,
	}
	if res.Spoiled > 0 {
		t.Spoiled = s.Number(res.Spoiled)
	}
	best := 1
	for _, one := range res.Standings {
		best = max(best, one.For)
	}
	for _, one := range res.Standings {
		row := resultRow{Rank: one.Rank, Name: w.option(one.Option, s.Lang()), For: s.Number(one.For), Share: float64(one.For) / float64(best)}
		if t.Ordered {
			row.Score, row.Share = s.Decimal(100*one.Score, 1), one.Score
		}
		if t.YesNo {
			row.Against, row.Abstained = s.Number(one.Against), s.Number(one.Abstained)
			row.Tag = s.T(map[bool]string{true: "hall.adopted", false: "hall.not_adopted"}[one.Adopted])
		}
		if t.Sexes {
			row.Women, row.Men = s.Number(one.Sexes[survey.SexFemale]), s.Number(one.Sexes[survey.SexMale])
		}
		t.Rows = append(t.Rows, row)
	}
	for _, sheet := range round.Sheets {
		t.Ways = append(t.Ways, waySaid(s, &sheet))
	}
	return t, nil
}

// waySaid says how many voted in one way.
func waySaid(s locale.Speaker, sheet *hearing.Sheet) string {
	text := s.T("hall.way." + string(sheet.Way))
	if sheet.Sex != "" {
		text += " (" + s.T("hall.sex."+sheet.Sex) + ")"
	}
	return text + ": " + s.Number(sheet.Voters)
}

// showRound shows a round.
func (r *Room) showRound(c echo.Context) error {
	w, round, err := r.round(c)
	if err != nil {
		return err
	}
	v, err := r.roundPage(c, &w, round)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "round", v)
}

// roundAgain is the page with what has to be mended, or the error where nothing is; set fills in what was typed.
func (r *Room) roundAgain(c echo.Context, w *at, round *hearing.Round, err error, set func(*roundView)) error {
	said := mistakes(r.deps.Pages.Speaker(c), err)
	if said == nil {
		return err
	}
	if x, again := r.deps.Store.Hearing(c.Request().Context(), w.x.ID); again == nil { // as it is by now
		w.x = x
		round = w.x.Round(round.Number)
	}
	v, failed := r.roundPage(c, w, round)
	if failed != nil {
		return errors.Join(err, failed)
	}
	v.Mistakes = said
	if set != nil {
		set(&v)
	}
	return r.room.Render(c, status(err), "round", v)
}

// openRound lets people vote.
func (r *Room) openRound(c echo.Context) error {
	w, round, err := r.round(c)
	if err != nil {
		return err
	}
	_, err = r.deps.Hall.Change(c.Request().Context(), w.x.ID, func(x *hearing.Hearing) error {
		return x.OpenRound(round.Number, r.deps.Now())
	})
	return r.went(c, &w, round, err, "opened")
}

// closeRound ends the voting, and counts what came by slips.
func (r *Room) closeRound(c echo.Context) error {
	w, round, err := r.round(c)
	if err != nil {
		return err
	}
	if round.Stage == hearing.Ready {
		return r.roundAgain(c, &w, round, amiss("", "hall.wrong.not_opened"), nil)
	}
	_, err = r.deps.Hall.Close(c.Request().Context(), w.x.ID, round.Number)
	return r.went(c, &w, round, err, "closed and counted")
}

// annul says that a round does not count.
func (r *Room) annul(c echo.Context) error {
	w, round, err := r.round(c)
	if err != nil {
		return err
	}
	why := strings.Join(strings.Fields(c.FormValue("why")), " ")
	if why == "" || len([]rune(why)) > maxLine {
		err = amiss("annul-why", "hall.wrong.why")
	} else {
		_, err = r.deps.Hall.Annul(c.Request().Context(), w.x.ID, round.Number, why)
	}
	if err != nil && !errors.Is(err, survey.ErrExists) {
		return r.roundAgain(c, &w, round, err, func(v *roundView) { v.Annul = c.FormValue("why") })
	}
	return r.went(c, &w, round, err, "annulled: "+why)
}

// went leads back to the round after something was done; done before, as by a second tap, it is done.
func (r *Room) went(c echo.Context, w *at, round *hearing.Round, err error, what string) error {
	switch {
	case errors.Is(err, survey.ErrExists):
	case err != nil:
		return r.roundAgain(c, w, round, err, nil)
	default:
		if err := r.tell(c, w, access.RunHearings, "round %d %s", round.Number, what); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/rounds/%d", w.home(), round.Number))
}
