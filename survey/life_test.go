package survey_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
)

// TestLifeOfACampaign takes steps and changes settings at random, as impatient people do.
func TestLifeOfACampaign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		now := noon
		c := survey.Campaign{ID: "needs", Title: text1("Сурамжылоо"), Status: survey.StatusDraft}
		for range rapid.IntRange(1, 20).Draw(t, "so many") {
			now = now.Add(rapid.SampledFrom([]time.Duration{0, time.Second, survey.Settling, time.Hour, 30 * time.Hour}).Draw(t, "later"))
			before := c
			var err error
			if rapid.Bool().Draw(t, "a step") {
				s := rapid.SampledFrom(survey.Steps()).Draw(t, "step")
				err = c.Take(s, now)
				stepTaken(t, before, c, s, err, now)
			} else {
				want := changed(t, c, now)
				err = c.Change(want, now)
				settingsChanged(t, before, want, c, now, err)
			}
			if err != nil && !cmp.Equal(before, c) {
				t.Fatalf("refused (%v), and changed all the same:\n%s", err, cmp.Diff(before, c))
			}
			if c.Open(now) && c.Status != survey.StatusOpen || c.Over() && c.Closes.After(now) || c.Frozen() && !c.Over() {
				t.Fatalf("at %v it is %+v", now, c)
			}
			if c.Status == survey.StatusOpen && c.Check() != nil { // it can be closed before its first day
				t.Fatalf("it was opened with a fault: %v", c.Check())
			}
		}
	})
}

// stepTaken holds what a step promises.
func stepTaken(t *rapid.T, before, c survey.Campaign, s survey.Step, err error, now time.Time) {
	place := func(s survey.Status) int { return slices.Index(survey.Statuses(), s) }
	switch {
	case err == nil && c.Status != s.To():
		t.Fatalf("%s: it is %s, want %s", s, c.Status, s.To())
	case err == nil && s != survey.Publishes && before.Next() != s:
		t.Fatalf("%s was taken of one that was %s", s, before.Status)
	case err == nil && place(c.Status) <= place(before.Status):
		t.Fatalf("%s led back, from %s to %s", s, before.Status, c.Status)
	case errors.Is(err, survey.ErrExists) != (place(before.Status) >= place(s.To())):
		t.Fatalf("%s of one that was %s: got %v", s, before.Status, err)
	case errors.Is(err, survey.ErrUnavailable) && !now.Before(before.Closes.Add(survey.Settling)):
		t.Fatalf("%s: got %v long after it closed", s, err)
	case err == nil && c.Frozen() && now.Before(c.Closes.Add(survey.Settling)):
		t.Fatalf("%s while answers could be under way", s)
	}
}

// changed is the campaign with settings of which each may be another.
func changed(t *rapid.T, c survey.Campaign, now time.Time) survey.Campaign {
	day := func(what string, was time.Time) time.Time {
		days := []time.Time{was, {}, now.AddDate(0, 0, -2), now.Add(-time.Hour), now.Add(time.Hour), now.Add(50 * time.Hour)}
		return rapid.SampledFrom(days).Draw(t, what)
	}
	c.Opens, c.Closes, c.Keep = day("opens", c.Opens), day("closes", c.Closes), day("keep", c.Keep)
	c.Limit = rapid.IntRange(-1, 3).Draw(t, "limit")
	c.Admission = rapid.SampledFrom(append(survey.Admissions(), c.Admission)).Draw(t, "admission")
	c.Visibility = rapid.SampledFrom(survey.Visibilities()).Draw(t, "visibility")
	if rapid.Bool().Draw(t, "targets") {
		c.Targets = &survey.Targets{Women: rapid.SampledFrom([]float64{0, 0.5, 1.5}).Draw(t, "women")}
	}
	return c
}

// settingsChanged holds what Change promises.
func settingsChanged(t *rapid.T, before, want, c survey.Campaign, now time.Time, err error) {
	switch {
	case err == nil && !c.Keep.Equal(before.Keep) && c.Due(now):
		t.Fatalf("answers are kept until %v, which has passed", c.Keep)
	case before.Over() && !errors.Is(err, survey.ErrClosed):
		t.Fatalf("changed when it was %s: %v", before.Status, err)
	case err == nil && !cmp.Equal(want, c):
		t.Fatalf("it became another than was wanted (-want +got):\n%s", cmp.Diff(want, c))
	case err == nil && before.Status == survey.StatusOpen && (!c.Opens.Equal(before.Opens) || c.Admission != before.Admission):
		t.Fatalf("what residents rely on was changed when it was open:\n%s", cmp.Diff(before, c))
	case err == nil && before.Status == survey.StatusOpen && !before.Keep.IsZero() && (c.Keep.IsZero() || c.Keep.After(before.Keep)):
		t.Fatalf("answers are kept until %v, and residents were told %v", c.Keep, before.Keep)
	}
}

func TestStepsLeadThroughTheLife(t *testing.T) {
	c := survey.Campaign{ID: "needs", Title: text1("Сурамжылоо"), Status: survey.StatusDraft}
	for i, s := range survey.Steps() {
		if c.Next() != s || c.Status != s.From() {
			t.Fatalf("%s: next comes %q, want %q", c.Status, c.Next(), s)
		}
		if err := c.Take(s, noon.Add(time.Duration(i)*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	if c.Next() != "" || !c.Opens.Equal(noon) || !c.Closes.Equal(noon.Add(time.Hour)) {
		t.Errorf("at the end: %+v, then %q", c, c.Next())
	}
	late := survey.Campaign{ID: "needs", Title: text1("Сурамжылоо"), Status: survey.StatusDraft, Opens: noon, Closes: noon.Add(time.Hour)}
	if err := late.Take(survey.Opens, noon.Add(time.Hour)); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("opened when its last day had passed: %v", err)
	}
	kept := survey.Campaign{ID: "needs", Title: text1("Сурамжылоо"), Status: survey.StatusDraft, Keep: noon.AddDate(0, 0, -1)}
	if err := kept.Take(survey.Opens, noon); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("opened when its answers were to be deleted: %v", err)
	}
	waits := survey.Campaign{ID: "needs", Title: text1("Сурамжылоо"), Status: survey.StatusDraft, Opens: noon.Add(time.Hour)}
	if err := waits.Take(survey.Opens, noon); err != nil || !waits.Opens.Equal(noon.Add(time.Hour)) {
		t.Errorf("opened before its first day: %v, opens %v", err, waits.Opens)
	}
}

// Of what a campaign counts nothing changes once it is frozen: what was sealed and lost to a crash is not stored any
// more, and told so; what was stored can be taken back.
func TestFrozenCampaignCountsNothingNew(t *testing.T) {
	o := openOffice(t, nil)
	o.sent(t, "first")
	corrected := o.give(t, o.reopen(t, "first"), "wish", survey.Words("көпүрө"))
	lost := o.finish(t, o.enter(t, "lost"))
	for _, s := range []survey.Session{corrected, lost} {
		o.lost.Store(2) // the response of each
		if _, _, err := o.Submit(t.Context(), s); !errors.Is(err, survey.ErrUnavailable) {
			t.Fatalf("Submit: got %v, want %v", err, survey.ErrUnavailable)
		}
	}
	o.lost.Store(0)
	o.set(o.campaign.Closes.Add(time.Hour))
	for _, s := range []survey.Step{survey.Closes, survey.Freezes} {
		if err := o.campaign.Take(s, *o.now.Load()); err != nil {
			t.Fatal(err)
		}
	}
	o.campaign.Rev++
	if err := o.db.SaveCampaign(t.Context(), o.campaign); err != nil {
		t.Fatal(err)
	}
	if s := o.at(t, "lost"); s.Sent() || s.Prompt().Sent {
		t.Errorf("an answer that is not counted is said to be sent: %+v", s.Interview)
	}
	if s := o.at(t, "first"); !s.Sent() || wish(o.kept(t, s)) == "көпүрө" {
		t.Errorf("a correction was stored in a frozen campaign, or the answer is not said to be sent: %+v", s.Interview)
	}
	if len(o.stored) != 1 {
		t.Errorf("%d responses were stored, want the first alone", len(o.stored))
	}
	for _, id := range []string{"lost", "first"} {
		if err := o.Forget(t.Context(), o.at(t, id)); err != nil {
			t.Errorf("%s cannot be taken back: %v", id, err)
		}
	}
}

func TestLanguagesOfACampaign(t *testing.T) {
	o := openOffice(t, nil)
	begun := o.enter(t, "one")
	o.campaign.Languages = []string{"ru"}
	if err := o.campaign.Fits(begun.Questionnaire); err != nil {
		t.Fatal(err)
	}
	o.campaign.Rev++
	if err := o.db.SaveCampaign(t.Context(), o.campaign); err != nil {
		t.Fatal(err)
	}
	e, err := o.Enter(t.Context(), "ABC234")
	if err != nil || !slices.Equal(e.Questionnaire.Languages, []string{"ru"}) {
		t.Fatalf("offered in %v (%v), want ru", e.Questionnaire.Languages, err)
	}
	_, err = o.Begin(t.Context(), e, survey.Beginning{ID: "two", Channel: survey.Web, Language: "ky", Consent: e.Questionnaire.Consent.Version})
	wantProblem(t, err, survey.Problem{Code: survey.NoLanguage})
	if s := o.finish(t, o.at(t, "one")); s.Language != "ky" {
		t.Errorf("who has begun in Kyrgyz goes on in %s", s.Language)
	}
	o.campaign.Languages = []string{"uz"}
	if err := o.campaign.Fits(begun.Questionnaire); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("offered in a language that the questionnaire lacks: %v", err)
	}
}
