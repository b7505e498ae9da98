package review

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/quality"
)

// undone is the verdict that takes a judgement back.
const undone = "undone"

// dones are what can be done, as a form's "verdict" names it.
var dones = []string{string(survey.Accepted), string(survey.Excluded), string(survey.Merged), undone}

// whys are the reasons that can be tapped. The words for them are in the locale under "review.why.<why>".
var whys = []string{"twice", "copied", "test", "asked", "chance"}

// atOnce is how many judgements are stored at the same time: the store makes a few of them durable together.
const atOnce = 8

// mostNamed is how many responses of a decision the audit trail names.
const mostNamed = 20

// decision is what a form asks for.
type decision struct {
	of      *quality.Case
	verdict string
	into    string         // the response that stays, of merged
	why     string         // in words
	chosen  []chosenAnswer // that are to be judged
}

// chosenAnswer is a response to be judged.
type chosenAnswer struct {
	id   string
	seen int // the revision that was looked at; -1 for one that was not shown, which is judged if nobody has
}

// decide judges responses of a case.
func (r *Reviewer) decide(c echo.Context) error {
	if err := c.Request().ParseForm(); err != nil {
		return fmt.Errorf("review: a form: %w: %w", survey.ErrInvalid, err)
	}
	form := c.Request().PostForm
	a := asked{show: form.Get("show"), from: form.Get("from")}
	if form.Get("alone") != "" {
		a.only = form.Get("case")
	}
	v, s, err := r.view(c, a)
	if errors.Is(err, survey.ErrNotFound) && a.only != "" {
		a.only = ""
		v, s, err = r.view(c, a)
	}
	if err != nil {
		return err
	}
	if v.Frozen {
		return r.refuse(c, &v, http.StatusGone, v.T("review.wrong.frozen"))
	}
	d, wrong := s.read(form)
	if wrong == "" && d.verdict != undone {
		wrong, err = s.mayNot(c.Request().Context(), &d)
		if err != nil {
			return err
		}
	}
	if wrong != "" {
		return r.refuse(c, &v, http.StatusUnprocessableEntity, wrong)
	}
	by, _ := page.AccountOf(c)
	done, met, err := s.judge(c.Request().Context(), by, &d)
	if len(done) > 0 {
		if told := s.tell(c.Request().Context(), by, &d, done); told != nil {
			err = errors.Join(err, told)
		}
	}
	if err != nil {
		return err
	}
	if len(met) > 0 {
		v, s, err := r.view(c, a) // as it is now
		if err != nil {
			return err
		}
		return r.refuse(c, &v, http.StatusConflict, s.conflicts(len(done), met)...)
	}
	q := url.Values{"show": {v.Show}, "from": {strconv.Itoa(v.From)}, "done": {d.verdict}, "n": {strconv.Itoa(len(done))}}
	if a.only != "" {
		q.Set("case", a.only)
	}
	return c.Redirect(http.StatusSeeOther, Path(s.campaign.ID)+"?"+q.Encode()+"#"+v.after(d.of.ID))
}

// after is the part of the page to go on with when a case is decided: the next one, as long as there is one below.
func (v *queueView) after(id string) string {
	at := slices.IndexFunc(v.Cases, func(x caseView) bool { return x.ID == id })
	if at >= 0 && at+1 < len(v.Cases) {
		return v.Cases[at+1].ID
	}
	return "cases"
}

// refuse shows the page again, with what is to be mended.
func (r *Reviewer) refuse(c echo.Context, v *queueView, status int, wrong ...string) error {
	for _, text := range wrong {
		v.Mistakes = append(v.Mistakes, page.Mistake{Text: text})
	}
	return r.room.Render(c, status, "quality", *v)
}

// read reads a form; wrong says what it lacks.
func (r *showing) read(form url.Values) (d decision, wrong string) {
	d = decision{verdict: form.Get("verdict"), into: form.Get("stays"), why: strings.TrimSpace(form.Get("why"))}
	if d.why == "" && slices.Contains(whys, form.Get("said")) {
		d.why = r.T("review.why." + form.Get("said"))
	}
	if r.found.Inspection != nil {
		d.of = r.named(form.Get("case"))
	}
	switch {
	case !slices.Contains(dones, d.verdict):
		return d, r.T("review.wrong.verdict")
	case d.of == nil:
		return d, r.T("review.wrong.case")
	case utf8.RuneCountInString(d.why) > survey.MaxWhy:
		return d, r.N("review.wrong.long", survey.MaxWhy)
	case d.why == "" && (d.verdict == string(survey.Excluded) || d.verdict == string(survey.Merged)):
		return d, r.T("review.wrong.why")
	}
	if d.verdict != string(survey.Merged) {
		d.into = ""
	} else if !d.of.Has(d.into) {
		return d, r.T("review.wrong.stays")
	}
	shown := map[string]bool{}
	for _, id := range form["shown"] {
		shown[id] = true
	}
	for _, of := range form["of"] {
		id, revision, _ := strings.Cut(of, "@")
		seen, err := strconv.Atoi(revision)
		if err != nil || !d.of.Has(id) {
			return d, r.T("review.wrong.case")
		}
		shown[id] = true
		if id != d.into {
			d.chosen = append(d.chosen, chosenAnswer{id, seen})
		}
	}
	if form.Get("rest") != "" {
		for i := range d.of.Members {
			if id := d.of.Members[i].ID; !shown[id] && id != d.into {
				d.chosen = append(d.chosen, chosenAnswer{id, -1})
			}
		}
	}
	if len(d.chosen) == 0 {
		return d, r.T("review.wrong.none")
	}
	return d, ""
}

// mayNot says why a decision cannot be made: into a response that does not count nothing is merged, and what others were
// merged into stays, so that no respondent is lost unseen.
func (r *showing) mayNot(ctx context.Context, d *decision) (wrong string, err error) {
	if d.into != "" {
		into, err := r.deps.Responses.Response(ctx, d.into)
		switch {
		case errors.Is(err, survey.ErrNotFound):
			return r.T("review.wrong.gone"), nil
		case err != nil:
			return "", fmt.Errorf("review: a response: %w", err)
		case !into.Counts():
			return r.T("review.wrong.into." + string(into.Judgement.Verdict)), nil
		}
	}
	if d.verdict == string(survey.Accepted) {
		return "", nil
	}
	chosen := map[string]bool{}
	for _, x := range d.chosen {
		chosen[x.id] = true
	}
	for i := range r.found.Cases {
		for _, m := range r.found.Cases[i].Members {
			j := r.found.judgement(m.ID, m.Judgement)
			if j != nil && j.Verdict == survey.Merged && chosen[j.Into] && !chosen[m.ID] {
				return r.T("review.wrong.holds"), nil
			}
		}
	}
	return "", nil
}

// judge stores the judgements: those that are done, and those that somebody else had judged or corrected first. It can be
// done again: what has that judgement is passed over.
func (r *showing) judge(ctx context.Context, by access.Account, d *decision) (done []string, met []survey.Response, err error) {
	var (
		mu   sync.Mutex
		wait sync.WaitGroup
		free = make(chan struct{}, atOnce)
	)
	for _, x := range d.chosen {
		free <- struct{}{}
		wait.Go(func() {
			defer func() { <-free }()
			ok, other, failed := r.judgeOne(ctx, by, d, x)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case failed != nil:
				err = errors.Join(err, failed)
			case ok:
				done = append(done, x.id)
			case other != nil:
				met = append(met, *other)
			}
		})
	}
	wait.Wait()
	slices.Sort(done)
	return done, met, err
}

// judgeOne stores one judgement; other is the response as somebody else left it.
func (r *showing) judgeOne(ctx context.Context, by access.Account, d *decision, x chosenAnswer) (done bool, other *survey.Response, err error) {
	resp, err := r.deps.Responses.Response(ctx, x.id)
	if errors.Is(err, survey.ErrNotFound) { // taken back by the respondent: nothing is left to judge
		return false, nil, nil
	}
	if err != nil {
		return false, nil, fmt.Errorf("review: a response: %w", err)
	}
	was := resp.Judgement
	switch {
	case d.verdict == undone && was == nil, x.seen < 0 && d.verdict != undone && was != nil:
		return false, nil, nil
	case was != nil && string(was.Verdict) == d.verdict && was.Into == d.into && was.Why == d.why:
		return false, nil, nil // the button was pressed twice
	case x.seen >= 0 && resp.Revision() != x.seen:
		return false, &resp, nil
	}
	var j *survey.Judgement
	if d.verdict != undone {
		j = &survey.Judgement{Verdict: survey.Verdict(d.verdict), Into: d.into, Why: d.why, By: by.ID, At: r.deps.Now()}
	}
	if err := resp.Judge(j); err != nil {
		return false, nil, err
	}
	switch err := r.deps.Responses.ReviewResponse(ctx, resp); {
	case errors.Is(err, survey.ErrNotFound):
		return false, nil, nil
	case errors.Is(err, survey.ErrConflict):
		if resp, err = r.deps.Responses.Response(ctx, x.id); errors.Is(err, survey.ErrNotFound) {
			return false, nil, nil
		}
		return false, &resp, err
	case err != nil:
		return false, nil, fmt.Errorf("review: a judgement: %w", err)
	}
	r.watch.judged(r.campaign.ID, resp.ID, resp.Judgement)
	return true, nil, nil
}

// conflicts say who was first.
func (r *showing) conflicts(done int, met []survey.Response) []string {
	var said []string
	if done > 0 {
		said = append(said, r.N("review.conflict.done", done))
	}
	others := map[string]int{}
	for i := range met {
		r.watch.judged(r.campaign.ID, met[i].ID, met[i].Judgement)
		if j := met[i].Judgement; j != nil {
			others[r.T("review.conflict.judged", "Name", r.name(j.By), "Verdict", r.T("review.verdict."+string(j.Verdict)))]++
		} else {
			others[r.T("review.conflict.corrected")]++
		}
	}
	for text, n := range others {
		said = append(said, r.N("review.conflict.count", n, "What", text))
	}
	slices.Sort(said[min(1, len(said)):])
	return said
}

// tell writes a decision into the audit trail.
func (r *showing) tell(ctx context.Context, by access.Account, d *decision, done []string) error {
	after := fmt.Sprintf("%s %d of case %s: %s", d.verdict, len(done), d.of.ID, strings.Join(done[:min(len(done), mostNamed)], " "))
	if d.into != "" {
		after += ", into " + d.into
	}
	if d.why != "" {
		after += "; " + d.why
	}
	_, err := r.trail.Write(ctx, r.deps.Now(), by, access.Deed{
		Municipality: r.campaign.Municipality, Action: access.ReviewAnswers, Subject: "campaign/" + r.campaign.ID, After: after,
	})
	if err != nil {
		return fmt.Errorf("review: audit trail: %w", err)
	}
	return nil
}
