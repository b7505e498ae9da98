package wishes

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/coding"
	"ashar/survey/page"
)

// differencesShown is how many differences stand on the page.
const differencesShown = 50

// agreementView is the page that tells how far two coders agree, and where they do not.
type agreementView struct {
	page.Page
	deskView
	Means    string // what that means
	Weak     bool
	Kappa    string // "" where it cannot be told
	Range    string
	Texts    int
	Agreed   string
	ByNeed   []agreedNeed
	Differ   []difference
	Hidden   int // differences that do not stand on the page
	Settled  int
	ToSecond string
}

// agreedNeed is the agreement about one need.
type agreedNeed struct {
	Name          string
	First, Second int // how often each named it
	Kappa         string
	Weak          bool
}

// difference is a text that two coders read in two ways.
type difference struct {
	ID, Rev                                string
	Words, Where                           string
	First, Second, FirstCoder, SecondCoder string
}

func (w *Room) agreement(c echo.Context) error {
	s, err := w.subject(c)
	if err != nil {
		return err
	}
	return w.showAgreement(c, s, http.StatusOK, "")
}

func (w *Room) showAgreement(c echo.Context, s *subject, status int, wrong string) error {
	r, err := w.reread(c, s)
	if err != nil {
		return err
	}
	v := agreementView{Page: w.page(c, s, "words.agreement"), ToSecond: Path(s.campaign.ID) + "/second"}
	v.deskView = s.beside(v.Page, "")
	v.Back, v.Here = Path(s.campaign.ID), Path(s.campaign.ID)+"/agreement"
	var ids []string
	for id := range r.seconds {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	var pairs []coding.Pair
	for _, id := range ids {
		x := r.seconds[id]
		pairs = append(pairs, x.Pair())
		switch {
		case x.Settled:
			v.Settled++
		case !x.Differs():
		case len(v.Differ) == differencesShown:
			v.Hidden++
		default:
			t := s.texts[id]
			v.Differ = append(v.Differ, difference{
				ID: x.ID, Rev: fmt.Sprint(x.Rev), Words: t.Text, Where: s.village(v.Page, t.Village), First: s.names(v.Page, x.First), Second: s.names(v.Page, x.Needs),
				FirstCoder: x.FirstCoder, SecondCoder: x.Coder,
			})
		}
	}
	v.fill(s, pairs)
	if wrong != "" {
		v.Mistakes = []page.Mistake{{Text: v.T(wrong)}}
	}
	return w.room.Render(c, status, "agreement", v)
}

func (v *agreementView) fill(s *subject, pairs []coding.Pair) {
	a := coding.Kappa(pairs)
	v.Texts = a.Texts
	if a.Texts == 0 {
		return
	}
	v.Agreed = v.T("words.kappa.agreed", "Agreed", v.Number(a.Agreed), "Texts", v.Number(a.Texts), "Share", v.Percent(a.Observed, 0))
	v.Means = v.T("words.kappa." + string(a.Strength()))
	if !math.IsNaN(a.Kappa) {
		v.Kappa, v.Weak = v.Decimal(a.Kappa, 2), a.Kappa < coding.Enough
		v.Range = v.T("words.kappa.range", "Low", v.Decimal(a.Low, 2), "High", v.Decimal(a.High, 2))
	}
	for _, n := range s.needs {
		var x agreedNeed
		for _, p := range pairs {
			if slices.Contains(p.First, n.Code) {
				x.First++
			}
			if slices.Contains(p.Second, n.Code) {
				x.Second++
			}
		}
		if x.First+x.Second == 0 {
			continue
		}
		x.Name = n.Label.In(v.Lang(), "ru")
		if k := coding.KappaOf(n.Code, pairs); math.IsNaN(k.Kappa) {
			x.Kappa = "—"
		} else {
			x.Kappa, x.Weak = v.Decimal(k.Kappa, 2), k.Kappa < coding.Enough
		}
		v.ByNeed = append(v.ByNeed, x)
	}
}

// settle settles a difference: as the first coder had it, as the second had, or otherwise.
func (w *Room) settle(c echo.Context) error {
	s, err := w.subject(c)
	if err != nil {
		return err
	}
	if s.campaign.Frozen() {
		return w.showAgreement(c, s, http.StatusConflict, "words.frozen")
	}
	ctx := c.Request().Context()
	x, err := w.deps.Store.Second(ctx, c.FormValue("difference"))
	if err == nil && x.Campaign != s.campaign.ID {
		err = survey.ErrNotFound
	}
	if errors.Is(err, survey.ErrNotFound) {
		return w.showAgreement(c, s, http.StatusUnprocessableEntity, "words.no_difference")
	}
	if err != nil {
		return err
	}
	needs, ok := x.First, true
	switch as := c.FormValue("as"); as {
	case "first":
	case "second":
		needs = x.Needs
	default:
		needs, ok = s.needsIn(strings.Fields(c.FormValue("need")))
	}
	t, there := s.texts[textID(x.Response, x.Question)]
	switch {
	case !ok:
		return w.showAgreement(c, s, http.StatusUnprocessableEntity, "words.choose_need")
	case !there || coding.Mark(t.Text) != x.Words || x.Settled || c.FormValue("rev") != fmt.Sprint(x.Rev):
		return w.showAgreement(c, s, http.StatusConflict, "words.changed")
	}
	by, _ := page.AccountOf(c)
	if t.Coding == nil || !slices.Equal(t.Coding.Needs, needs) { // before it is noted as settled: done again, it does the rest
		coded, err := w.take(ctx, s, by.ID, []*text{t}, needs, x.ID)
		switch {
		case errors.Is(err, survey.ErrClosed):
			return w.showAgreement(c, s, http.StatusConflict, "words.frozen")
		case err != nil:
			return err
		case coded == 0:
			return w.showAgreement(c, s, http.StatusConflict, "words.changed")
		}
	}
	x.Settle(needs, by.ID)
	x.Rev++
	switch err := w.deps.Store.SaveSecond(ctx, x); {
	case errors.Is(err, survey.ErrConflict):
		return w.showAgreement(c, s, http.StatusConflict, "words.changed")
	case err != nil:
		return fmt.Errorf("wishes: settle: %w", err)
	}
	if err := w.tell(c, s, "", "difference settled, "+said(1, needs)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, Path(s.campaign.ID)+"/agreement")
}
