package criteria

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// appraise keeps what the group says: all of it, or nothing if something of it is wrong. What another changed meanwhile
// is not overwritten, but shown beside what was typed; what is said of other needs is kept.
func (r *Room) appraise(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	edits, wrong := typedNeeds(c, w)
	if len(wrong) > 0 {
		return r.appraiseAgain(c, w, edits, wrong, nil)
	}
	var changed []appraisal.Change
	var clashes []appraisal.Said
	var by prioritize.Variant // the new way of making a composite
	err = r.change(c, w, func(a *appraisal.Appraisal, account string) bool {
		chosen, seen := variants(c, a)
		changed, clashes = a.Take(edits, account, r.deps.Now())
		by = ""
		if a.Choose(chosen, seen) {
			by = chosen
		}
		return len(changed) > 0 || by != ""
	})
	if err != nil {
		return err
	}
	if before, after := toldNeeds(changed, by); after != "" {
		if err := r.tell(c, w, before, after); err != nil {
			return err
		}
	}
	if len(clashes) > 0 {
		return r.appraiseAgain(c, w, edits, nil, clashes)
	}
	row := c.FormValue("row")
	if !slices.ContainsFunc(w.needs, func(n prioritize.Need) bool { return n.Code == row }) {
		return c.Redirect(http.StatusSeeOther, Path(w.campaign.ID)+"?saved=all")
	}
	return c.Redirect(http.StatusSeeOther, Path(w.campaign.ID)+"?"+url.Values{"saved": {row}}.Encode()+"#need-"+row)
}

// tries is how often a change is entered anew when another one was faster.
const tries = 10

// change enters something into what the group says, which others may be changing at this moment. Enter is done anew
// each time with what stands there then, and says whether it changed anything. Afterwards that is w.said.
func (r *Room) change(c echo.Context, w *at, enter func(a *appraisal.Appraisal, account string) bool) error {
	account, _ := page.AccountOf(c)
	for try := 1; ; try++ {
		if !enter(&w.said, account.ID) {
			return nil
		}
		w.said.Rev++
		w.said.By, w.said.At = account.ID, r.deps.Now().UTC().Truncate(time.Millisecond)
		err := r.deps.Appraisals.SaveAppraisal(c.Request().Context(), w.said)
		if err == nil {
			return nil
		}
		if try == tries || !errors.Is(err, survey.ErrConflict) && !errors.Is(err, survey.ErrExists) {
			return fmt.Errorf("criteria: %w", err)
		}
		if w.said, err = r.appraisal(c.Request().Context(), &w.campaign); err != nil {
			return err
		}
	}
}

// appraiseAgain is the page with what was typed, and with what has to be mended or what others wrote meanwhile.
func (r *Room) appraiseAgain(c echo.Context, w *at, edits []appraisal.Edit, wrong []wrongField, clashes []appraisal.Said) error {
	v, err := r.criteriaPage(c, w)
	if err != nil {
		return err
	}
	v.Mistakes = mistakes(v.Speaker, wrong, func(code string) string { return w.need(code, v.Lang()) })
	chosen, _ := variants(c, &w.said)
	for i := range v.Variants {
		v.Variants[i].Chosen = v.Variants[i].Value == string(chosen)
	}
	for i := range v.Rows {
		x := &v.Rows[i]
		at := slices.IndexFunc(edits, func(e appraisal.Edit) bool { return e.Need == x.Code })
		if at < 0 {
			continue
		}
		there := w.said.Of(x.Code)
		clash := slices.ContainsFunc(clashes, func(s appraisal.Said) bool { return s.Need == x.Code })
		if len(wrong) == 0 && !clash {
			continue // it is kept, or another's
		}
		*x = r.needRow(v.Speaker, w, w.needs[i], edits[at].Said)
		x.Cost = strings.TrimSpace(c.FormValue("cost_" + x.Code))
		x.Seen = edits[at].Seen
		x.Open = slices.ContainsFunc(wrong, func(f wrongField) bool { return f.of == x.Code })
		if clash {
			x.Seen, x.Open = there.Mark(), true // now it has been seen
			x.Clash, x.ClashBy = words(v.Speaker, there), x.By
			v.Mistakes = append(v.Mistakes, page.Mistake{Field: "need-" + x.Code, Text: v.T("criteria.clash", "Need", x.Name)})
		}
	}
	status := http.StatusUnprocessableEntity
	if len(clashes) > 0 {
		status = http.StatusConflict
	}
	return r.room.Render(c, status, "criteria", v)
}

// words is what is said of a need, in sentences; one that says so if nothing is.
func words(s locale.Speaker, said appraisal.Said) []string {
	var all []string
	add := func(label, value string) {
		if value != "" {
			all = append(all, label+": "+value)
		}
	}
	if said.Effectiveness != nil {
		add(s.T("criteria.effectiveness"), s.Number(*said.Effectiveness))
	}
	for _, l := range appraisal.Letters() {
		if x := said.Pearl[l]; x != (appraisal.Answered{}) {
			all = append(all, strings.TrimSuffix(s.T("criteria.pearl."+string(l))+" "+s.T("criteria.answer."+answerWord(x.Answer))+". "+x.Note, " "))
		}
	}
	if said.Cost.Som > 0 {
		add(s.T("criteria.cost"), money(s, said.Cost.Som))
	}
	add(s.T("criteria.cost_note"), said.Cost.Note)
	add(s.T("criteria.cost_source"), said.Cost.Source)
	if said.Owner != appraisal.OwnerUnsaid {
		add(s.T("criteria.owner"), s.T("criteria.owner."+string(said.Owner)))
	}
	add(s.T("criteria.with"), said.With)
	if all == nil {
		all = []string{s.T("criteria.nothing_there")}
	}
	return all
}
