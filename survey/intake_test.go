package survey_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/store"
	"ashar/survey"
)

// office is an Intake over a store of its own, with one open campaign behind the
// code ABC234, and a clock that the test sets.
type office struct {
	*survey.Intake
	db       *store.DB
	lost     atomic.Int64 // so many responses, and edits of them, fail to be stored
	campaign survey.Campaign
	now      atomic.Pointer[time.Time]

	mu        sync.Mutex
	stored    []survey.Response // what the Intake said it stored
	forgotten []string          // of which campaigns it said that it forgot
}

// InsertResponse loses the response while it is told to.
func (o *office) InsertResponse(ctx context.Context, r survey.Response) error {
	if o.lost.Add(-1) >= 0 {
		return survey.ErrUnavailable
	}
	return o.db.InsertResponse(ctx, r)
}

// ReplaceResponse loses the response while it is told to.
func (o *office) ReplaceResponse(ctx context.Context, r survey.Response) error {
	if o.lost.Add(-1) >= 0 {
		return survey.ErrUnavailable
	}
	return o.db.ReplaceResponse(ctx, r)
}

func (o *office) Response(ctx context.Context, id string) (survey.Response, error) {
	return o.db.Response(ctx, id)
}

// openOffice takes what stands between the Intake and its store; nil for nothing.
func openOffice(t *testing.T, between func(*store.DB) survey.Interviews) *office {
	t.Helper()
	o := new(office)
	o.set(noon)
	clock := func() time.Time { return *o.now.Load() }
	db, err := store.Open(t.Context(), "file:"+filepath.Join(t.TempDir(), "ashar.db"), clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	o.db = db
	q := villageNeeds()
	o.campaign = survey.Campaign{
		ID: "c-1", Rev: 1, Municipality: "kok-jar", Title: text1("Сурамжылоо"), Questionnaire: q.Key(),
		Status: survey.StatusOpen, Opens: noon.Add(-time.Hour), Closes: noon.Add(24 * time.Hour),
	}
	door := survey.Door{Code: "ABC234", Campaign: "c-1", Municipality: "kok-jar", Village: "besh-terek"}
	if err := errors.Join(
		db.InsertQuestionnaire(t.Context(), q), db.SaveCampaign(t.Context(), o.campaign), db.InsertDoor(t.Context(), door),
	); err != nil {
		t.Fatal(err)
	}
	var interviews survey.Interviews = db
	if between != nil {
		interviews = between(db)
	}
	o.Intake = survey.NewIntake(db, interviews, o, db, clock, survey.Told{Stored: func(r survey.Response) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.stored = append(o.stored, r)
	}, Forgotten: func(campaign string) {
		o.mu.Lock()
		defer o.mu.Unlock()
		o.forgotten = append(o.forgotten, campaign)
	}})
	return o
}

func (o *office) set(now time.Time) { o.now.Store(&now) }

// enter begins an interview at the one door.
func (o *office) enter(t *testing.T, id string) survey.Session {
	t.Helper()
	e, err := o.Enter(t.Context(), "abc 234")
	if err != nil {
		t.Fatal(err)
	}
	s, err := o.Begin(t.Context(), e, survey.Beginning{
		ID: id, Channel: survey.Web, Language: "ky", Respondent: "of-" + id, Consent: e.Questionnaire.Consent.Version,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// at is the interview as it stands.
func (o *office) at(t *testing.T, id string) survey.Session {
	t.Helper()
	s, err := o.Resume(t.Context(), id)
	if err != nil {
		t.Error(err)
	}
	return s
}

// finish answers whatever is asked, up to the look-over.
func (o *office) finish(t *testing.T, s survey.Session) survey.Session {
	t.Helper()
	for range 2 * len(s.Questionnaire.Questions) {
		p := s.Prompt()
		if p.Question == nil {
			return s
		}
		var err error
		if s, err = o.Answer(t.Context(), s, p.Question.Name, plain(p)); err != nil {
			t.Fatal(err)
		}
	}
	t.Fatalf("the interview does not end: stands at %q", s.At)
	return s
}

func TestEnter(t *testing.T) {
	o := openOffice(t, nil)
	e, err := o.Enter(t.Context(), "abc-234")
	if err != nil {
		t.Fatal(err)
	}
	if e.Door.Village != "besh-terek" || e.Campaign.ID != "c-1" || e.Questionnaire.ID != "village-needs" {
		t.Errorf("Enter = %+v, want what is behind the code", e)
	}
	for _, code := range []string{"", "ABC", "ABC235", "ЖВС234", "'; --"} {
		if _, err := o.Enter(t.Context(), code); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("Enter(%q) = %v, want ErrNotFound", code, err)
		}
	}
	o.set(o.campaign.Closes)
	e, err = o.Enter(t.Context(), "ABC234")
	if !errors.Is(err, survey.ErrClosed) || e.Campaign.Title.In("ky") != "Сурамжылоо" || e.Questionnaire == nil {
		t.Errorf("Enter when it is closed = %+v, %v; want ErrClosed and what was closed", e, err)
	}
}

func TestEnterWithHalfACatalogue(t *testing.T) {
	o := openOffice(t, nil)
	stray := survey.Door{Code: "STRAY2", Campaign: "no-such", Municipality: "kok-jar", Village: "besh-terek"}
	if err := o.db.InsertDoor(t.Context(), stray); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Enter(t.Context(), "STRAY2"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("Enter by a door without a campaign = %v, want ErrNotFound", err)
	}
}

func TestBeginTwiceGoesOn(t *testing.T) {
	o := openOffice(t, nil)
	s := o.enter(t, "one")
	s, err := o.Answer(t.Context(), s, "needs", survey.Chosen("water"))
	if err != nil {
		t.Fatal(err)
	}
	again := o.enter(t, "one")
	if diff := cmp.Diff(s.Interview, again.Interview); diff != "" {
		t.Errorf("the second start is not the interview under way (-first +second):\n%s", diff)
	}
}

func TestBeginAtOnceMakesOne(t *testing.T) {
	o := openOffice(t, nil)
	var crowd sync.WaitGroup
	for range 8 {
		crowd.Go(func() {
			if s := o.enter(t, "one"); s.At != "needs" || s.Rev != 1 {
				t.Errorf("a start at the same time stands at %q with revision %d, want needs with 1", s.At, s.Rev)
			}
		})
	}
	crowd.Wait()
}

func TestBeginDrawsAnIdentifier(t *testing.T) {
	o := openOffice(t, nil)
	one, two := o.enter(t, ""), o.enter(t, "")
	if one.ID == "" || one.ID == two.ID {
		t.Errorf("drawn are %q and %q, want two of their own", one.ID, two.ID)
	}
}

func TestBeginKeepsNothingWithoutConsent(t *testing.T) {
	o := openOffice(t, nil)
	e, err := o.Enter(t.Context(), "ABC234")
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.Begin(t.Context(), e, survey.Beginning{ID: "shy", Language: "ky"})
	wantProblem(t, err, survey.Problem{Code: survey.NoConsent})
	if _, err := o.Resume(t.Context(), "shy"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("Resume = %v, want ErrNotFound", err)
	}
}

func TestEveryStepIsKept(t *testing.T) {
	o := openOffice(t, nil)
	id := o.enter(t, "one").ID
	steps := []struct {
		name string
		take func() (survey.Session, error)
	}{
		{"Keep", func() (survey.Session, error) {
			return o.Keep(t.Context(), o.at(t, id), "needs", survey.Chosen("water"))
		}},
		{"Answer", func() (survey.Session, error) {
			return o.Answer(t.Context(), o.at(t, id), "needs", survey.Chosen("water", "roads"))
		}},
		{"Back", func() (survey.Session, error) { return o.Back(t.Context(), o.at(t, id)) }},
		{"GoTo", func() (survey.Session, error) { return o.GoTo(t.Context(), o.at(t, id), "order") }},
		{"Speak", func() (survey.Session, error) { return o.Speak(t.Context(), o.at(t, id), "ru") }},
	}
	for i, step := range steps {
		o.set(noon.Add(time.Duration(i+1) * time.Minute))
		s, err := step.take()
		if err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		kept, err := o.Resume(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(s, kept); diff != "" {
			t.Errorf("%s returned what is not kept (-returned +kept):\n%s", step.name, diff)
		}
		if s.Rev != int64(i+2) || !s.Updated.Equal(*o.now.Load()) {
			t.Errorf("%s: revision %d of %s, want %d of %s", step.name, s.Rev, s.Updated, i+2, *o.now.Load())
		}
	}
	latest, err := o.Latest(t.Context(), "of-one")
	if err != nil || latest.ID != id {
		t.Errorf("Latest = %q, %v; want the interview", latest.ID, err)
	}
}

func TestProblemKeepsTheState(t *testing.T) {
	o := openOffice(t, nil)
	before := o.enter(t, "one")
	s, err := o.Answer(t.Context(), o.at(t, "one"), "needs", survey.Chosen("gold"))
	wantProblem(t, err, survey.Problem{Question: "needs", Code: survey.UnknownChoice, Choice: "gold"})
	kept, err := o.Resume(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before, s); diff != "" {
		t.Errorf("the session with the problem is another (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(before, kept); diff != "" {
		t.Errorf("the refused answer changed what is kept (-before +after):\n%s", diff)
	}
}

func TestUnknownInterview(t *testing.T) {
	o := openOffice(t, nil)
	_, err1 := o.Resume(t.Context(), "nobody")
	_, err2 := o.Latest(t.Context(), "nobody")
	for _, err := range []error{err1, err2} {
		if !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("%v, want ErrNotFound", err)
		}
	}
}

// TestAnswersAtOnceAreAllKept has five taps at the same moment: each is taken in
// turn, none is lost.
func TestAnswersAtOnceAreAllKept(t *testing.T) {
	o := openOffice(t, nil)
	o.finish(t, o.enter(t, "one"))
	given := []survey.Answer{
		answer("sex", survey.Chosen(survey.SexMale)),
		answer("age", survey.Chosen("29+")),
		answer("wish", survey.Value{Text: "көпүрө", Key: "копуро"}),
		answer("grave", rated("water", 5, "roads", 4, "school", 3)),
		answer("order", survey.Chosen("school", "roads", "water")),
	}
	var crowd sync.WaitGroup
	for _, a := range given {
		crowd.Go(func() {
			if _, err := o.Answer(t.Context(), o.at(t, "one"), a.Question, a.Value); err != nil {
				t.Errorf("answer to %s: %v", a.Question, err)
			}
		})
	}
	crowd.Wait()
	s, err := o.Resume(t.Context(), "one")
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range given {
		if got, _ := s.Given(s.Questionnaire, a.Question); !cmp.Equal(got, a.Value) {
			t.Errorf("%s is %+v, want %+v", a.Question, got, a.Value)
		}
	}
	if want := int64(1 + len(s.Questionnaire.Questions) + len(given)); s.Rev != want {
		t.Errorf("the revision is %d, want %d: one for each step", s.Rev, want)
	}
}

func TestClosedCampaignTakesNoSteps(t *testing.T) {
	o := openOffice(t, nil)
	before := o.enter(t, "one")
	o.set(o.campaign.Closes)
	s, err := o.Answer(t.Context(), o.at(t, "one"), "needs", survey.Chosen("water"))
	if !errors.Is(err, survey.ErrClosed) {
		t.Errorf("Answer = %v, want ErrClosed", err)
	}
	if diff := cmp.Diff(before, s); diff != "" {
		t.Errorf("the session is another (-before +after):\n%s", diff)
	}
}

func TestCancelledStep(t *testing.T) {
	o := openOffice(t, nil)
	o.enter(t, "one")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Answer(ctx, o.at(t, "one"), "needs", survey.Chosen("water")); !errors.Is(err, context.Canceled) {
		t.Errorf("Answer = %v, want context.Canceled", err)
	}
}

// TestInterviewGoesOnOnAnotherDay has an answer that was valid on the day on which it
// was given, and is not on the day on which the interview goes on: it is asked again,
// wherever the interview stood.
func TestInterviewGoesOnOnAnotherDay(t *testing.T) {
	o := openOffice(t, nil)
	q := everyKind()
	q.Question("born").Constraint = ". >= today()"
	o.campaign.Questionnaire, o.campaign.Rev = q.Key(), o.campaign.Rev+1
	if err := errors.Join(o.db.InsertQuestionnaire(t.Context(), q), o.db.SaveCampaign(t.Context(), o.campaign)); err != nil {
		t.Fatal(err)
	}
	s := o.enter(t, "one")
	for s.At != "side" {
		v := plain(s.Prompt())
		if s.At == "born" {
			v = date("2026-06-15") // today
		}
		var err error
		if s, err = o.Answer(t.Context(), s, s.At, v); err != nil {
			t.Fatal(err)
		}
	}
	if s = o.at(t, "one"); s.At != "side" {
		t.Errorf("on the same day it goes on at %q, want side", s.At)
	}
	o.set(noon.Add(13 * time.Hour)) // the campaign is open, and it is tomorrow
	if s = o.at(t, "one"); s.At != "born" {
		t.Fatalf("on another day it goes on at %q, want born", s.At)
	}
	s, err := o.Answer(t.Context(), s, "born", date("2026-06-16"))
	if err != nil || s.At != "side" {
		t.Errorf("after the answer it stands at %q, %v; want side", s.At, err)
	}
}
