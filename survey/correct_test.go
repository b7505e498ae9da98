package survey_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/store"
	"ashar/survey"
)

// reopen opens what was sent again.
func (o *office) reopen(t *testing.T, id string) survey.Session {
	t.Helper()
	s, err := o.Reopen(t.Context(), o.at(t, id))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// give answers a question.
func (o *office) give(t *testing.T, s survey.Session, question string, v survey.Value) survey.Session {
	t.Helper()
	s, err := o.Answer(t.Context(), s, question, v)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// kept is the response of an interview as the store has it.
func (o *office) kept(t *testing.T, s survey.Session) survey.Response {
	t.Helper()
	r, err := o.db.Response(t.Context(), s.Response)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// wish is what the respondent wrote; "" if nothing.
func wish(r survey.Response) string {
	v, _ := r.Answer("wish")
	return v.Text
}

// What was sent is looked over again with all its answers and counts until it is sent
// anew; then the one response is another.
func TestCorrectWhatWasSent(t *testing.T) {
	o := openOffice(t, nil)
	sent := o.sent(t, "one")
	first := o.kept(t, sent)
	o.set(noon.Add(time.Hour))
	s := o.reopen(t, "one")
	if s.Sent() || !s.Reopened || !s.Prompt().Review || !s.SentAt().Equal(noon) || !s.Updated.Equal(noon.Add(time.Hour)) {
		t.Errorf("reopened is %+v, want the look-over", s.Interview)
	}
	if diff := cmp.Diff(sent.Answers, s.Answers); diff != "" {
		t.Errorf("the answers are others (-want +got):\n%s", diff)
	}
	s = o.give(t, s, "wish", survey.Words("көпүрө"))
	if diff := cmp.Diff(first, o.kept(t, s)); diff != "" {
		t.Errorf("before it is sent anew the response is another (-want +got):\n%s", diff)
	}
	as := s.AsSent()
	if diff := cmp.Diff(sent.Answers, as.Answers); diff != "" || !as.Sent() || !as.SentAt().Equal(noon) {
		t.Errorf("as it was sent it is sent %t, at %v (-want +got):\n%s", as.Sent(), as.SentAt(), diff)
	}

	o.set(noon.Add(2 * time.Hour))
	s, r, err := o.Submit(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if r.ID != first.ID || r.Receipt != first.Receipt || r.Edits != 1 || wish(r) != "көпүрө" || !r.Submitted.Equal(noon.Add(2*time.Hour)) {
		t.Errorf("the corrected response is %+v", r)
	}
	if !s.Sent() || s.Reopened || s.Before != nil || s.Edits != 1 || !s.SentAt().Equal(r.Submitted) {
		t.Errorf("the interview is %+v, want it sealed", s.Interview)
	}
	if diff := cmp.Diff(r, o.kept(t, s)); diff != "" || len(o.stored) != 2 {
		t.Errorf("told of %d stored, want 2; the response kept is another:\n%s", len(o.stored), diff)
	}
	_, err = o.Answer(t.Context(), s, "sex", survey.Skip())
	wantProblem(t, err, survey.Problem{Code: survey.AlreadySent})
}

func TestReopenIsHarmlessTwice(t *testing.T) {
	o := openOffice(t, nil)
	open := o.enter(t, "open")
	if s, err := o.Reopen(t.Context(), open); err != nil || s.Rev != open.Rev || s.Reopened {
		t.Errorf("one that was never sent: %v, revision %d, reopened %t", err, s.Rev, s.Reopened)
	}
	sent := o.sent(t, "one")
	s := o.give(t, o.reopen(t, "one"), "wish", survey.Words("жол"))
	for what, look := range map[string]survey.Session{"a fresh look": s, "a look at what was sent": sent} {
		again, err := o.Reopen(t.Context(), look)
		if diff := cmp.Diff(s.Interview, again.Interview); err != nil || diff != "" {
			t.Errorf("%s: %v, reopened again it is another:\n%s", what, err, diff)
		}
	}
}

func TestLeaveACorrection(t *testing.T) {
	o := openOffice(t, nil)
	sent := o.sent(t, "one")
	first := o.kept(t, sent)
	o.reopen(t, "one")
	look := o.give(t, o.at(t, "one"), "wish", survey.Words("көпүрө"))
	o.set(o.campaign.Closes) // and it can be left although the campaign has closed
	if _, _, err := o.Submit(t.Context(), look); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("sent to a closed campaign: got %v, want %v", err, survey.ErrClosed)
	}
	for range 2 {
		s, err := o.Leave(t.Context(), look)
		if err != nil || !s.Sent() || s.Edits != 0 || !s.SentAt().Equal(noon) {
			t.Fatalf("left: %v, %+v", err, s.Interview)
		}
		if diff := cmp.Diff(sent.Answers, s.Answers); diff != "" {
			t.Errorf("left, the answers are others (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(first, o.kept(t, sent)); diff != "" || len(o.stored) != 1 {
		t.Errorf("told of %d stored, want 1; the response is another:\n%s", len(o.stored), diff)
	}
	if _, err := o.Reopen(t.Context(), sent); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("reopened when the campaign is closed: got %v, want %v", err, survey.ErrClosed)
	}
}

func TestCorrectionsAtOnceStoreOneEdit(t *testing.T) {
	o := openOffice(t, nil)
	o.sent(t, "one")
	look := o.give(t, o.reopen(t, "one"), "wish", survey.Words("көпүрө"))
	var crowd sync.WaitGroup
	for range 8 {
		crowd.Go(func() {
			s, r, err := o.Submit(t.Context(), look)
			if err != nil || !s.Sent() || r.Edits != 1 || wish(r) != "көпүрө" {
				t.Errorf("Submit: %v, sent %t, edit %d with %q", err, s.Sent(), r.Edits, wish(r))
			}
		})
	}
	crowd.Wait()
	if len(o.stored) != 2 {
		t.Errorf("%d were stored, want 2", len(o.stored))
	}
	// One who sends it late, when it is being corrected once more, sends nothing of that.
	o.give(t, o.reopen(t, "one"), "wish", survey.Words("жол"))
	if s, r, err := o.Submit(t.Context(), look); err != nil || !s.Reopened || wish(r) != "көпүрө" {
		t.Errorf("sent late: %v, reopened %t, the response says %q", err, s.Reopened, wish(r))
	}
}

// A crash between sealing a correction and storing it is made good by whoever meets it
// next, with what was sealed.
func TestCorrectionSurvivesACrash(t *testing.T) {
	for name, meet := range map[string]func(*testing.T, *office){
		"resumed":  func(t *testing.T, o *office) { o.at(t, "one") },
		"reopened": func(t *testing.T, o *office) { o.reopen(t, "one") },
		"when the campaign is closed": func(t *testing.T, o *office) {
			o.set(o.campaign.Closes)
			o.at(t, "one")
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t, nil)
			o.sent(t, "one")
			s := o.give(t, o.reopen(t, "one"), "wish", survey.Words("көпүрө"))
			o.lost.Store(2) // that it is there, and that it takes the place
			if _, _, err := o.Submit(t.Context(), s); !errors.Is(err, survey.ErrUnavailable) {
				t.Fatalf("Submit: got %v, want %v", err, survey.ErrUnavailable)
			}
			o.lost.Store(0)
			if r := o.kept(t, s); r.Edits != 0 {
				t.Fatalf("edit %d is stored, want the first", r.Edits)
			}
			meet(t, o)
			if r := o.kept(t, s); r.Edits != 1 || wish(r) != "көпүрө" || len(o.stored) != 2 {
				t.Errorf("edit %d with %q is stored, told of %d", r.Edits, wish(r), len(o.stored))
			}
		})
	}
}

// racing has somebody else reopen and send the interview in between.
type racing struct {
	survey.Interviews
	between func()
}

func (r *racing) SaveInterview(ctx context.Context, iv survey.Interview) error {
	if between := r.between; between != nil {
		r.between = nil
		between()
	}
	return r.Interviews.SaveInterview(ctx, iv)
}

func TestReopenAfterAnotherEdit(t *testing.T) {
	var race *racing
	o := openOffice(t, func(db *store.DB) survey.Interviews {
		race = &racing{Interviews: db}
		return race
	})
	sent := o.sent(t, "one")
	race.between = func() {
		if _, _, err := o.Submit(t.Context(), o.give(t, o.reopen(t, "one"), "wish", survey.Words("жол"))); err != nil {
			t.Error(err)
		}
	}
	s, err := o.Reopen(t.Context(), sent)
	if v, _ := s.Given(s.Questionnaire, "wish"); err != nil || !s.Reopened || s.Edits != 1 || v.Text != "жол" {
		t.Errorf("%v, reopened %t after %d edits with %q; want the edit made in between", err, s.Reopened, s.Edits, v.Text)
	}
}

func TestForgetAReopenedInterview(t *testing.T) {
	o, s := photographer(t)
	s = attachAll(t, o, s)
	s = o.reopen(t, s.ID)
	before, _ := s.Given(s.Questionnaire, "photo")
	s, err := o.Attach(t.Context(), s, "photo", photograph(t, 5))
	if err != nil {
		t.Fatal(err)
	}
	after, _ := s.Given(s.Questionnaire, "photo")
	if err := o.Forget(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	gone(t, o, s)
	o.photos(t, nil, before, after)
}

// attachAll sends the interview of a photographer, with a photo.
func attachAll(t *testing.T, o *office, s survey.Session) survey.Session {
	t.Helper()
	s, err := o.Attach(t.Context(), s, "photo", pixel)
	if err != nil {
		t.Fatal(err)
	}
	s, _, err = o.Submit(t.Context(), o.finish(t, o.give(t, s, "voice", survey.Skip())))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// photos wants these of the photos to be kept, and the others to be gone.
func (o *office) photos(t *testing.T, kept []survey.Value, lost ...survey.Value) {
	t.Helper()
	for _, v := range kept {
		if _, err := o.db.Attachment(t.Context(), v.File.ID); err != nil {
			t.Errorf("a photo that counts: %v", err)
		}
	}
	for _, v := range lost {
		if _, err := o.db.Attachment(t.Context(), v.File.ID); !errors.Is(err, survey.ErrNotFound) {
			t.Errorf("a photo that is nobody's answer: got %v, want %v", err, survey.ErrNotFound)
		}
	}
}

// The photo that was sent stays until another one was sent for it; of the others none does.
func TestPhotosOfACorrection(t *testing.T) {
	photo := func(s survey.Session) survey.Value {
		v, _ := s.Given(s.Questionnaire, "photo")
		return v
	}
	attach := func(t *testing.T, o *office, s survey.Session, n int) survey.Session {
		t.Helper()
		s, err := o.Attach(t.Context(), s, "photo", photograph(t, n))
		if err != nil {
			t.Fatal(err)
		}
		return o.finish(t, s)
	}
	begin := func(t *testing.T) (o *office, s survey.Session, first, second, third survey.Value) {
		t.Helper()
		o, s = photographer(t)
		s = attachAll(t, o, s)
		first = photo(s)
		s = attach(t, o, o.reopen(t, s.ID), 4)
		second = photo(s)
		s = attach(t, o, o.give(t, s, "photo", survey.Skip()), 5)
		third = photo(s)
		o.photos(t, []survey.Value{first, third}, second)
		return o, s, first, second, third
	}
	t.Run("sent", func(t *testing.T) {
		o, s, first, second, third := begin(t)
		if _, _, err := o.Submit(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		o.photos(t, []survey.Value{third}, first, second)
	})
	t.Run("left", func(t *testing.T) {
		o, s, first, second, third := begin(t)
		if _, err := o.Leave(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		o.photos(t, []survey.Value{first}, second, third)
	})
	t.Run("sent after the first was chosen again", func(t *testing.T) {
		o, s, first, second, third := begin(t)
		s, err := o.Attach(t.Context(), s, "photo", pixel)
		if err == nil {
			_, _, err = o.Submit(t.Context(), o.finish(t, s))
		}
		if err != nil {
			t.Fatal(err)
		}
		o.photos(t, []survey.Value{first}, second, third)
	})
	t.Run("the first sent in again when it is too late", func(t *testing.T) {
		o, s, first, _, third := begin(t)
		o.set(noon.Add(48 * time.Hour))
		if _, err := o.Attach(t.Context(), s, "photo", pixel); !errors.Is(err, survey.ErrClosed) {
			t.Errorf("got %v, want %v", err, survey.ErrClosed)
		}
		o.photos(t, []survey.Value{first, third})
	})
}

// A photo of a branch that was left is gone: one who comes back to the branch is asked
// for it again.
func TestCorrectionComesBackToALeftBranch(t *testing.T) {
	q := everyKind()
	q.Question("photo").Relevant = "${children} < 2"
	o, s := photographerAsked(t, q)
	s, err := o.Attach(t.Context(), s, "photo", pixel)
	if err != nil {
		t.Fatal(err)
	}
	s = o.give(t, o.give(t, s, "voice", survey.Skip()), "children", number("2"))
	if _, _, err = o.Submit(t.Context(), o.finish(t, s)); err != nil {
		t.Fatal(err)
	}
	s = o.give(t, o.reopen(t, s.ID), "children", number("1"))
	if v, given := s.Given(q, "photo"); given || s.At != "photo" {
		t.Errorf("back in the branch the photo is %+v, standing at %q; want it asked for", v, s.At)
	}
}

// A correction goes on with the version of the questionnaire that was answered.
func TestCorrectionKeepsItsVersion(t *testing.T) {
	o := openOffice(t, nil)
	sent := o.sent(t, "one")
	next := villageNeeds()
	next.Version += "9"
	o.campaign.Rev, o.campaign.Questionnaire = o.campaign.Rev+1, next.Key()
	if err := errors.Join(o.db.InsertQuestionnaire(t.Context(), next), o.db.SaveCampaign(t.Context(), o.campaign)); err != nil {
		t.Fatal(err)
	}
	_, r, err := o.Submit(t.Context(), o.give(t, o.reopen(t, "one"), "wish", survey.Words("жол")))
	if err != nil || r.Questionnaire != sent.Questionnaire.Key() || r.Edits != 1 {
		t.Errorf("corrected: %v, edit %d by %s, want %s", err, r.Edits, r.Questionnaire, sent.Questionnaire.Key())
	}
}
