package review

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/quality"
)

// caseView is a case as it stands on the page.
type caseView struct {
	locale.Speaker
	ID      string
	Alone   string   // the page of this case alone; "" on that page
	Why     []string // a sentence each
	Where   string   // village, channel, when
	Size    int
	Open    bool
	Members []memberView
	Rest    int    // members that are not shown
	Older   string // where those before stand, on the page of the case alone; Newer those after
	Newer   string
	Same    []rowView // what all that are shown answered alike
	Differ  []rowView // what they answered differently, a cell for each
	Judged  bool      // some that are shown were judged
	Merges  bool      // there is one to merge into
	Stays   string    // which one that is, unless another is chosen: the first that counts
	Unfold  bool      // what is alike is shown at once
	Closed  bool      // nobody is to decide any more
	Frozen  bool

	// What its form says of the page.
	Action, Show, Only string
	From               int
	Whys               []choice
}

// memberView is a response in a case.
type memberView struct {
	ID      string
	Number  int    // 1 is the first
	Seen    string // its revision as it is shown
	Sent    string
	Facts   []string // in words: how long it took, who typed it in
	Verdict string   // in words; "" if nobody judged it
	Judged  string   // who and when
	Why     string
	Open    bool
	Counts  bool
}

// rowView is a question with the answers to it.
type rowView struct {
	Question string
	Cells    []cellView
}

// cellView is an answer; Other where it is not the first one's.
type cellView struct {
	Text  string
	Other bool
}

// showing is what is needed to show cases.
type showing struct {
	locale.Speaker
	*Reviewer
	campaign *survey.Campaign
	place    *survey.Municipality
	names    map[string]string
	forms    map[string]*survey.Questionnaire
	found    finding
	frozen   bool
}

// show makes the view of a case, with the members from one place on.
func (r *showing) show(ctx context.Context, c *quality.Case, from, most int) (caseView, error) {
	v := caseView{Speaker: r.Speaker, ID: c.ID, Size: len(c.Members), Frozen: r.frozen, Where: r.where(c)}
	for i := range c.Why {
		v.Why = append(v.Why, r.why(c, &c.Why[i]))
	}
	if len(c.Why) == 0 {
		v.Why = []string{r.T("review.reason.judged")}
	}
	if slices.ContainsFunc(c.Members, func(m quality.Member) bool { return m.Shared }) {
		v.Why = append(v.Why, r.T("review.shared"))
	}
	v.Open = c.Open(func(m *quality.Member) *survey.Judgement { return r.found.judgement(m.ID, m.Judgement) })
	from = min(max(from, 0), len(c.Members))
	members := c.Members[from:min(from+most, len(c.Members))]
	v.Rest = len(c.Members) - len(members)
	var shown []survey.Response
	for i := range members {
		resp, err := r.deps.Responses.Response(ctx, members[i].ID)
		if errors.Is(err, survey.ErrNotFound) { // taken back by the respondent
			continue
		}
		if err != nil {
			return v, fmt.Errorf("review: a response: %w", err)
		}
		m := r.member(c, &members[i], &resp)
		m.Number = from + i + 1
		v.Members = append(v.Members, m)
		v.Judged = v.Judged || resp.Judgement != nil
		shown = append(shown, resp)
	}
	v.Merges, v.Closed, v.Unfold = len(c.Members) > 1, !v.Open, len(v.Members) == 1
	for _, m := range v.Members {
		if v.Stays == "" && m.Counts {
			v.Stays = m.ID
		}
	}
	return v, r.compare(ctx, &v, shown)
}

// member says what is known of a response beside its answers.
func (r *showing) member(c *quality.Case, m *quality.Member, resp *survey.Response) memberView {
	v := memberView{ID: resp.ID, Seen: fmt.Sprint(resp.Revision()), Sent: r.clock(resp.Submitted, c.First()), Counts: resp.Counts(), Open: resp.Judgement == nil}
	fact := func(s string) { v.Facts = append(v.Facts, s) }
	if took := resp.Submitted.Sub(resp.Begun); took > 0 && took < longest {
		fact(r.T("review.took", "Time", r.lasts(took)))
	}
	if resp.Entry != nil {
		fact(r.T("review.typed_by", "Name", r.name(resp.Entry.By)))
	}
	if c.Village == "" {
		fact(r.village(resp.Village))
	}
	if c.Channel == "" {
		fact(r.T("desk.channel." + string(resp.Channel)))
	}
	if resp.Shared {
		fact(r.T("review.shared_short"))
	}
	if !c.Is(m.Odd...) {
		for _, odd := range m.Odd {
			fact(r.T("review.odd." + string(odd)))
		}
	}
	if j := resp.Judgement; j != nil {
		v.Verdict, v.Why = r.T("review.verdict."+string(j.Verdict)), j.Why
		v.Judged = r.T("review.judged_by", "Name", r.name(j.By), "Time", r.DateTime(j.At.In(r.deps.Zone)))
		if j.Verdict == survey.Merged {
			if at := slices.IndexFunc(c.Members, func(m quality.Member) bool { return m.ID == j.Into }); at >= 0 {
				v.Verdict = r.T("review.verdict.merged_into", "Number", at+1)
			}
		}
	}
	return v
}

// longest is how long a response may have taken for that to be told: what took longer was interrupted, or waited for a
// signal.
const longest = 12 * time.Hour

// compare sets the answers side by side.
func (r *showing) compare(ctx context.Context, v *caseView, shown []survey.Response) error {
	var order []*survey.Question // of all versions
	of := map[string]*survey.Questionnaire{}
	for i := range shown {
		q, err := r.form(ctx, shown[i].Questionnaire)
		if err != nil {
			return err
		}
		for j := range q.Questions {
			x := &q.Questions[j]
			if _, there := of[x.Name]; !there && isShown(x) {
				of[x.Name] = q
				order = append(order, x)
			}
		}
	}
	for _, x := range order {
		row := rowView{Question: of[x.Name].Say(x.Label, r.Lang())}
		differ, said := false, false
		for i := range shown {
			q := r.forms[shown[i].Questionnaire]
			text := ""
			if own := q.Question(x.Name); own != nil {
				text = inWords(r.Speaker, q, own, &shown[i])
			}
			other := i > 0 && text != row.Cells[0].Text
			row.Cells = append(row.Cells, cellView{text, other})
			differ, said = differ || other, said || text != ""
		}
		switch {
		case differ:
			v.Differ = append(v.Differ, row)
		case said:
			v.Same = append(v.Same, rowView{row.Question, row.Cells[:1]})
		}
	}
	return nil
}

// form is a version of the questionnaire.
func (r *showing) form(ctx context.Context, key string) (*survey.Questionnaire, error) {
	if q := r.forms[key]; q != nil {
		return q, nil
	}
	q, err := r.deps.Places.Questionnaire(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("review: questionnaire: %w", err)
	}
	r.forms[key] = q
	return q, nil
}

// why says a reason in a sentence.
func (r *showing) why(c *quality.Case, w *quality.Why) string {
	switch w.Reason {
	case quality.TooFast:
		return r.N("review.reason.too_fast", w.Count, "Name", r.name(w.By), "Day", r.Date(c.First().In(r.deps.Zone)))
	case quality.Burst:
		return r.N("review.reason.burst", w.Count, "Time", r.lasts(w.Span))
	case quality.SameUnit, quality.SameWords:
		return r.N("review.reason."+string(w.Reason), w.Count)
	}
	return r.T("review.reason." + string(w.Reason))
}

// where says where a case's members come from, and when.
func (r *showing) where(c *quality.Case) string {
	var parts []string
	if c.Village != "" {
		parts = append(parts, r.village(c.Village))
	}
	if c.Channel != "" {
		parts = append(parts, r.T("desk.channel."+string(c.Channel)))
	}
	return strings.Join(append(parts, r.DateTime(c.First().In(r.deps.Zone))), " · ")
}

// clock is the time of day, with the date where it is not that of the case.
func (r *showing) clock(t, first time.Time) string {
	t, first = t.In(r.deps.Zone), first.In(r.deps.Zone)
	if t.Format(time.DateOnly) != first.Format(time.DateOnly) {
		return r.DateTime(t)
	}
	return t.Format("15:04:05")
}

// lasts is a time span in words: seconds under two minutes, minutes under two hours, and hours.
func (r *showing) lasts(d time.Duration) string { return lasts(r.Speaker, d) }

func lasts(s locale.Speaker, d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return s.N("review.seconds", int(d.Round(time.Second)/time.Second))
	case d < 2*time.Hour:
		return s.N("review.minutes", int(d.Round(time.Minute)/time.Minute))
	}
	return s.N("review.hours", int(d.Round(time.Hour)/time.Hour))
}

func (r *showing) village(id string) string {
	if v := r.place.Village(id); v != nil {
		return v.Name.In(r.Lang())
	}
	return id
}

func (r *showing) name(account string) string { return cmp.Or(r.names[account], account) }
