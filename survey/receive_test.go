package survey_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ashar/survey"
)

// copied is an interview as a phone goes on with it by itself, to its end: with the answers that it has here,
// and with a wish by which it is told from others.
func copied(t rapid.TB, s survey.Session, wish string) survey.Held {
	t.Helper()
	h := survey.Held{
		ID: s.ID, Questionnaire: s.Interview.Questionnaire, Language: s.Language, Consent: s.Consent.Version,
		Begun: s.Begun, Ended: noon, Edit: s.Edits,
	}
	if s.Response != "" {
		h.Edit++
	}
	iv := s.Interview
	iv.Response, iv.Reopened, iv.ID = "", false, "on the phone"
	iv = complete(t, s.Questionnaire, iv)
	iv = give(t, s.Questionnaire, iv, answer("wish", survey.Words(wish)))
	for x, v := range (survey.Session{Interview: iv, Questionnaire: s.Questionnaire}).Answered() {
		h.Answers = append(h.Answers, survey.Answer{Question: x.Name, Value: v})
	}
	return h
}

// receive has an interview received at the one door.
func (o *office) receive(t rapid.TB, h survey.Held) (survey.Session, error) {
	t.Helper()
	e, err := o.Enter(context.Background(), "ABC234")
	if err != nil && !errors.Is(err, survey.ErrClosed) {
		t.Fatal(err)
	}
	return o.Receive(context.Background(), e, h)
}

// responsesOf are the responses that an interview became.
func (o *office) responsesOf(t rapid.TB, s survey.Session) []survey.Response {
	t.Helper()
	r, err := o.db.Response(context.Background(), s.ResponseID())
	if errors.Is(err, survey.ErrNotFound) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return []survey.Response{r}
}

// TestWhateverComesOfALostSignalIsOneResponse mixes steps that are taken here, sending and correcting among them, with
// what phones that lost the signal at any point went on with by themselves and send once or again, in any order. There
// is one response, and it is what was sent first of the latest edit.
func TestWhateverComesOfALostSignalIsOneResponse(t *testing.T) {
	o := openOffice(t, nil)
	sent := 0 // interviews, in all
	rapid.Check(t, func(t *rapid.T) {
		e, err := o.Enter(context.Background(), "ABC234")
		if err != nil {
			t.Fatal(err)
		}
		s, err := o.Begin(context.Background(), e, survey.Beginning{Channel: survey.Web, Language: "ky", Consent: e.Questionnaire.Consent.Version})
		if err != nil {
			t.Fatal(err)
		}
		var phones []survey.Held
		var latest []survey.Answer // what is stored, by the rule
		edits := -1
		stored := func(edit int, answers []survey.Answer) {
			if edit > edits {
				edits, latest = edit, answers
			}
		}
		for n := range rapid.IntRange(1, 14).Draw(t, "steps") {
			s = o.look(t, s.ID)
			switch step := rapid.SampledFrom([]string{"answer", "answer", "copy", "copy", "keep", "keep", "submit", "reopen", "leave", "back"}).Draw(t, "step"); step {
			case "answer":
				if p := s.Prompt(); p.Question != nil {
					_, err = o.Answer(context.Background(), s, p.Question.Name, plain(p))
				} else if !s.Sent() {
					_, err = o.Answer(context.Background(), s, "wish", survey.Words("мында "+string(rune('а'+n))))
				}
			case "back":
				if !s.Sent() {
					_, err = o.Back(context.Background(), s)
				}
			case "copy":
				phones = append(phones, copied(t, s, "телефондо "+string(rune('а'+n))))
			case "keep":
				if len(phones) == 0 {
					continue
				}
				h := rapid.SampledFrom(phones).Draw(t, "phone")
				if h.Edit > edits+1 {
					t.Fatalf("a phone holds edit %d after %d", h.Edit, edits)
				}
				got, err := o.receive(t, h)
				if err != nil || got.Response == "" {
					t.Fatalf("received: sent %t, %v", got.Sent(), err)
				}
				stored(h.Edit, h.Answers)
				if same := cmp.Diff(latest, h.Answers, asAnswered) == ""; !got.Reopened && got.Same(h) != same {
					t.Fatalf("the same answers: got %t, want %t", !same, same)
				}
			case "submit":
				if s.Prompt().Question != nil {
					continue
				}
				var r survey.Response
				if _, r, err = o.Submit(context.Background(), s); err == nil {
					stored(r.Edits, r.Answers)
				}
			case "reopen":
				_, err = o.Reopen(context.Background(), s)
			case "leave":
				_, err = o.Leave(context.Background(), s)
			}
			if err != nil {
				t.Fatal(err)
			}
			o.wantOne(t, s, edits, latest)
		}
		var sending sync.WaitGroup // everything once more, at once
		for _, h := range phones {
			sending.Go(func() {
				if _, err := o.receive(t, h); err != nil {
					t.Errorf("received again: %v", err)
				}
			})
		}
		sending.Wait()
		if len(o.responsesOf(t, s)) > 0 {
			sent++
		} else if len(phones) > 0 {
			t.Fatal("what phones hold is not stored")
		}
		if n, err := o.db.CountResponses(context.Background(), o.campaign.ID, 0); err != nil || n != sent {
			t.Fatalf("%d responses, want %d: %v", n, sent, err)
		}
	})
}

// asAnswered compares what people answered: what follows from it, or from the time, is left out.
var asAnswered = cmp.Options{
	cmpopts.IgnoreFields(survey.Value{}, "Key"),
	cmpopts.AcyclicTransformer("answered", func(all []survey.Answer) map[string]survey.Value {
		by := map[string]survey.Value{}
		for _, a := range all {
			by[a.Question] = a.Value
		}
		return by
	}),
}

// look is the interview as it stands.
func (o *office) look(t rapid.TB, id string) survey.Session {
	t.Helper()
	s, err := o.Resume(context.Background(), id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func (o *office) wantOne(t rapid.TB, s survey.Session, edits int, latest []survey.Answer) {
	t.Helper()
	all := o.responsesOf(t, s)
	if edits < 0 {
		if len(all) > 0 {
			t.Fatalf("%d responses before anything was sent", len(all))
		}
		return
	}
	if len(all) != 1 || all[0].Edits != edits {
		t.Fatalf("stored are %+v, want one response, of edit %d", all, edits)
	}
	if diff := cmp.Diff(latest, all[0].Answers, asAnswered); diff != "" {
		t.Fatalf("stored is not what was sent first of the latest edit (-want +got):\n%s", diff)
	}
}

// What goes on on a phone stays whose it was, on the channel on which it was begun.
func TestReceivedInterviewStaysWhose(t *testing.T) {
	o := openOffice(t, nil)
	s := o.enter(t, survey.NewInterviewID())
	got, err := o.receive(t, copied(t, s, "жол"))
	if err != nil {
		t.Fatal(err)
	}
	all := o.responsesOf(t, s)
	if len(all) != 1 || all[0].Respondent != s.Respondent || !all[0].Begun.Equal(s.Begun) || all[0].Village != s.Village {
		t.Errorf("stored %+v", all)
	}
	if got.Receipt() != s.Receipt() || !got.Consent.At.Equal(s.Consent.At) {
		t.Errorf("got receipt %s and consent %v", got.Receipt(), got.Consent)
	}
}

// An edit that nobody can have begun is refused, and so is another questionnaire.
func TestReceiveRefusesWhatCannotBe(t *testing.T) {
	o := openOffice(t, nil)
	s := o.enter(t, survey.NewInterviewID())
	for what, change := range map[string]func(*survey.Held){
		"an edit after the next": func(h *survey.Held) { h.Edit = 2 },
		"an edit before all":     func(h *survey.Held) { h.Edit = -1 },
		"another version":        func(h *survey.Held) { h.Questionnaire = "needs@0" },
	} {
		h := copied(t, s, "жол")
		change(&h)
		if _, err := o.receive(t, h); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want %v", what, err, survey.ErrInvalid)
		}
	}
	if all := o.responsesOf(t, s); len(all) > 0 {
		t.Errorf("stored %+v", all)
	}
}

// Whoever has begun may finish: by what their phone holds, too.
func TestHeldInterviewThatWasBegunHereIsFinishedWhenItIsFull(t *testing.T) {
	o := openOffice(t, nil)
	begun, other := o.enter(t, survey.NewInterviewID()), o.enter(t, survey.NewInterviewID())
	o.campaign.Limit, o.campaign.Rev = 1, 2
	if err := o.db.SaveCampaign(context.Background(), o.campaign); err != nil {
		t.Fatal(err)
	}
	if _, _, err := o.Submit(context.Background(), o.finish(t, other)); err != nil {
		t.Fatal(err)
	}
	held := copied(t, begun, "жол")
	if s, err := o.receive(t, held); err != nil || !s.Sent() {
		t.Errorf("begun here: %v", err)
	}
	held.ID = survey.NewInterviewID()
	if _, err := o.receive(t, held); !errors.Is(err, survey.ErrFull) {
		t.Errorf("begun nowhere: got %v, want %v", err, survey.ErrFull)
	}
}

// What came too late is brought in by an organiser, as long as it was answered in time and nothing is published.
func TestReceiveLate(t *testing.T) {
	o := openOffice(t, nil)
	held := copied(t, o.enter(t, "begun"), "жол")
	closes := o.campaign.Closes
	o.set(closes.Add(24 * time.Hour))
	for _, test := range []struct {
		what   string
		status survey.Status
		ended  time.Time
		want   error
	}{
		{"answered in time", survey.StatusOpen, closes.Add(-time.Minute), nil},
		{"answered in time, closed by hand", survey.StatusClosed, closes.Add(-time.Minute), nil},
		{"answered late", survey.StatusClosed, closes.Add(time.Minute), survey.ErrClosed},
		{"frozen", survey.StatusFrozen, closes.Add(-time.Minute), survey.ErrClosed},
		{"published", survey.StatusPublished, closes.Add(-time.Minute), survey.ErrClosed},
		{"a draft", survey.StatusDraft, closes.Add(-time.Minute), survey.ErrClosed},
	} {
		o.campaign.Status = test.status
		o.campaign.Rev++
		if err := o.db.SaveCampaign(context.Background(), o.campaign); err != nil {
			t.Fatal(err)
		}
		e, err := o.Enter(context.Background(), "ABC234")
		if !errors.Is(err, survey.ErrClosed) {
			t.Fatalf("%s: it is open: %v", test.what, err)
		}
		h := held
		h.ID, h.Ended = survey.NewInterviewID(), test.ended
		if _, err := o.Receive(context.Background(), e, h); !errors.Is(err, survey.ErrClosed) {
			t.Errorf("%s, from a phone: got %v, want %v", test.what, err, survey.ErrClosed)
		}
		for range 2 {
			if s, err := o.ReceiveLate(context.Background(), e, h); !errors.Is(err, test.want) || err == nil && !s.Sent() {
				t.Errorf("%s: got %v, want %v", test.what, err, test.want)
			}
		}
	}
	if n := len(o.stored); n != 2 {
		t.Errorf("%d responses are stored, want 2", n)
	}
}

// What its respondent took back is not stored again by a phone that still has it.
func TestReceiveStoresNothingThatWasTakenBack(t *testing.T) {
	o := openOffice(t, nil)
	withdraw := func(s survey.Session) error { return o.db.Withdraw(context.Background(), s.Campaign, s.Receipt()) }
	for what, take := range map[string]func(survey.Session) error{
		"forgotten": func(s survey.Session) error { return o.Forget(context.Background(), s) }, "withdrawn": withdraw,
	} {
		held := copied(t, o.enter(t, survey.NewInterviewID()), "жол")
		s, err := o.receive(t, held)
		if err != nil {
			t.Fatal(err)
		}
		if err := take(s); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			_, err := o.receive(t, held)
			if p, ok := errors.AsType[*survey.Problem](err); !ok || p.Code != survey.TakenBack {
				t.Errorf("%s: got %v, want the problem %s", what, err, survey.TakenBack)
			}
		}
		gone(t, o, s)
	}
}

// A file that is named and not here is waited for: the rest is kept, and nothing is stored until it came.
func TestReceiveWaitsForFiles(t *testing.T) {
	o := openOffice(t, nil)
	q := villageNeeds()
	q.Version += "1"
	q.Questions = append(q.Questions, survey.Question{Name: "photo", Kind: survey.Image, Label: text1("Сүрөт")})
	if err := errors.Join(q.Check(), o.db.InsertQuestionnaire(context.Background(), q), o.campaign.Revise(q)); err != nil {
		t.Fatal(err)
	}
	o.campaign.Rev++
	if err := o.db.SaveCampaign(context.Background(), o.campaign); err != nil {
		t.Fatal(err)
	}
	held := copied(t, o.enter(t, "begun"), "жол")
	held.ID = survey.NewInterviewID()
	last := slices.IndexFunc(held.Answers, func(a survey.Answer) bool { return a.Question == "photo" })
	held.Answers[last].Value = survey.Attached(survey.File{ID: "of somebody else", Type: "image/png", Size: 3})
	var s survey.Session
	for range 2 {
		var err error
		s, err = o.receive(t, held)
		if p, ok := errors.AsType[*survey.Problem](err); !ok || p.Code != survey.FileAwaited || p.Question != "photo" {
			t.Fatalf("got %v, want a problem with the photo", err)
		}
		if s.Sent() || len(o.responsesOf(t, s)) > 0 {
			t.Fatal("it is stored without its photo")
		}
	}
	_, err := o.Attach(context.Background(), s, "photo", pixel)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = o.receive(t, held); err == nil { // it does not know the identifier
		t.Error("received without the photo's identifier")
	}
	v, _ := s.Given(s.Questionnaire, "photo")
	if v.File == nil {
		t.Fatal("the photo that came is lost")
	}
	held.Answers[last].Value = survey.Attached(survey.File{ID: v.File.ID})
	for range 2 {
		if s, err = o.receive(t, held); err != nil || !s.Sent() || !s.Same(held) {
			t.Fatalf("received with its photo: %v", err)
		}
	}
	all := o.responsesOf(t, s)
	if len(all) != 1 || len(all[0].Files()) != 1 || all[0].Files()[0] != v.File.ID {
		t.Errorf("stored %+v, want one with the photo", all)
	}
	if _, err := o.db.Attachment(context.Background(), v.File.ID); err != nil {
		t.Errorf("the photo: %v", err)
	}
}
