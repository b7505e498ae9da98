package form_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"ashar/survey"
)

// held is an interview as a phone without a connection keeps it, answered in full.
func held(s *service) survey.Held {
	return survey.Held{
		ID: survey.NewInterviewID(), Questionnaire: s.q.Key(), Language: "ky", Consent: s.q.Consent.Version,
		Begun: s.clock.now().Add(-30 * time.Minute), Ended: s.clock.now().Add(-20 * time.Minute),
		Answers: []survey.Answer{
			{Question: "needs", Value: survey.Chosen("water", "roads")},
			{Question: "order", Value: survey.Chosen("roads", "water")},
			{Question: "severity", Value: survey.Rated(survey.Level{Choice: "water", Level: 4}, survey.Level{Choice: "roads", Level: 2})},
			{Question: "sex", Value: survey.Chosen("female")},
			{Question: "age", Value: survey.Skip()},
			{Question: "wish", Value: survey.Words("Көпүрө керек.")},
		},
	}
}

// hand sends what a phone kept, and returns the answer to that.
func hand(t testing.TB, s *service, code string, h survey.Held, change func(*http.Request)) (status int, got map[string]any) {
	t.Helper()
	body, err := json.Marshal(h)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/f/"+code+"/answers", strings.NewReader(string(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json")
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("status %d: the answer is no JSON: %v\n%s", w.Code, err, w.Body)
	}
	if kept := w.Header().Get("Cache-Control"); kept != "no-store" {
		t.Errorf("status %d: Cache-Control %q, want no-store", w.Code, kept)
	}
	return w.Code, got
}

func TestKeptAnswersAreStoredOnce(t *testing.T) {
	s := newService(t)
	h := held(s)
	status, first := hand(t, s, openCode, h, nil)
	if status != http.StatusOK {
		t.Fatalf("status %d, want 200: %v", status, first)
	}
	s.clock.move(time.Hour)
	var sending sync.WaitGroup
	for range 8 { // by two tabs and a telephone that did not hear
		sending.Go(func() {
			if status, again := hand(t, s, openCode, h, nil); status != http.StatusOK || !maps.Equal(first, again) {
				t.Errorf("sent again: status %d, %v; want what came first, %v", status, again, first)
			}
		})
	}
	sending.Wait()
	stored := s.responses()
	if len(stored) != 1 {
		t.Fatalf("%d responses are stored, want 1", len(stored))
	}
	r := stored[0]
	if r.Receipt != first["receipt"] {
		t.Errorf("the phone was told the receipt %v, stored is %s", first["receipt"], r.Receipt)
	}
	if !r.Begun.Equal(h.Begun) || !r.Submitted.Equal(s.clock.now().Add(-time.Hour)) {
		t.Errorf("begun %s, submitted %s; want when the phone says, and when it came", r.Begun, r.Submitted)
	}
	if r.Channel != survey.Web || r.Village != s.kept(t, h.ID).Village || r.Language != "ky" || len(r.Answers) != len(h.Answers) {
		t.Errorf("stored %+v", r)
	}
}

func TestManyPhonesSendingAtOnceEachStoreOne(t *testing.T) {
	s := newService(t)
	const phones = 50
	var sending sync.WaitGroup
	for range phones {
		sending.Go(func() {
			h := held(s)
			for range 2 {
				if status, got := hand(t, s, openCode, h, nil); status != http.StatusOK {
					t.Errorf("status %d: %v", status, got)
				}
			}
		})
	}
	sending.Wait()
	if n := len(s.responses()); n != phones {
		t.Errorf("%d responses are stored, want %d", n, phones)
	}
}

func TestKeptAnswersThatCannotBeAcceptedSayWhatToMend(t *testing.T) {
	for _, test := range []struct {
		name     string
		code     string
		change   func(*service, *survey.Held)
		status   int
		question string
	}{
		{"a choice that is not offered", openCode, func(_ *service, h *survey.Held) {
			h.Answers[3].Value = survey.Chosen("cat")
		}, 422, "sex"},
		{"an order of something else", openCode, func(_ *service, h *survey.Held) {
			h.Answers[1].Value = survey.Chosen("roads", "light")
		}, 422, "order"},
		{"no answer to what must be answered", openCode, func(_ *service, h *survey.Held) {
			h.Answers[0].Value = survey.Skip()
		}, 422, "needs"},
		{"a question passed over in silence", openCode, func(_ *service, h *survey.Held) {
			h.Answers = h.Answers[:3]
		}, 422, "sex"},
		{"another consent", openCode, func(_ *service, h *survey.Held) { h.Consent = "other" }, 422, ""},
		{"a language that is not offered", openCode, func(_ *service, h *survey.Held) { h.Language = "kk" }, 422, ""},
		{"a questionnaire that is not asked", openCode, func(_ *service, h *survey.Held) { h.Questionnaire = "x@1" }, 422, ""},
		{"an identifier that somebody thought up", openCode, func(_ *service, h *survey.Held) { h.ID = "1" }, 422, ""},
		{"a campaign that is closed", closedCode, func(*service, *survey.Held) {}, 410, ""},
		{"a campaign that is not open yet", plannedCode, func(*service, *survey.Held) {}, 410, ""},
		{"no such code", "222222", func(*service, *survey.Held) {}, 404, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newService(t)
			h := held(s)
			test.change(s, &h)
			status, got := hand(t, s, test.code, h, nil)
			question, _ := got["question"].(string)
			if status != test.status || question != test.question {
				t.Errorf("status %d about %q, want %d about %q: %v", status, question, test.status, test.question, got)
			}
			if detail, _ := got["detail"].(string); detail == "" {
				t.Errorf("nothing is said about what to do: %v", got)
			}
			if n := len(s.responses()); n != 0 {
				t.Errorf("%d responses are stored, want none", n)
			}
			if s.saves.Load() != 0 {
				t.Errorf("an interview was kept of what was refused")
			}
		})
	}
}

func TestKeptAnswersAreMended(t *testing.T) {
	s := newService(t)
	h := held(s)
	whole := h.Answers[3].Value
	h.Answers[3].Value = survey.Chosen("cat")
	if status, got := hand(t, s, openCode, h, nil); status != http.StatusUnprocessableEntity {
		t.Fatalf("status %d, want 422: %v", status, got)
	}
	h.Answers[3].Value = whole
	if status, got := hand(t, s, openCode, h, nil); status != http.StatusOK {
		t.Fatalf("status %d, want 200: %v", status, got)
	}
	if n := len(s.responses()); n != 1 {
		t.Errorf("%d responses are stored, want 1", n)
	}
}

func TestKeptAnswersAreAcknowledgedAfterTheCampaignClosed(t *testing.T) {
	s := newService(t)
	h := held(s)
	_, first := hand(t, s, openCode, h, nil)
	s.clock.move(closes + time.Hour)
	if status, again := hand(t, s, openCode, h, nil); status != http.StatusOK || !maps.Equal(first, again) {
		t.Errorf("status %d, %v; want 200, %v", status, again, first)
	}
	if status, got := hand(t, s, openCode, held(s), nil); status != http.StatusGone {
		t.Errorf("another one: status %d, want 410: %v", status, got)
	}
}

func TestKeptAnswersBeyondTheLimitAreNotTaken(t *testing.T) {
	s := newService(t)
	c, err := s.db.Campaign(t.Context(), "open")
	if err != nil {
		t.Fatal(err)
	}
	c.Limit = 1
	c.Rev++
	if err := s.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	h := held(s)
	_, first := hand(t, s, openCode, h, nil)
	s.clock.move(2 * survey.CatalogueTTL)
	if status, got := hand(t, s, openCode, held(s), nil); status != http.StatusGone {
		t.Errorf("one more: status %d, want 410: %v", status, got)
	}
	if status, again := hand(t, s, openCode, h, nil); status != http.StatusOK || !maps.Equal(first, again) {
		t.Errorf("the first one again: status %d, %v; want 200, %v", status, again, first)
	}
	if n := len(s.responses()); n != 1 {
		t.Errorf("%d responses are stored, want 1", n)
	}
}

func TestIdentifierOfAnotherInterviewIsNotTakenOver(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.agree()
	h := held(s)
	h.ID = p.id()
	if status, got := hand(t, s, otherCode, h, nil); status != http.StatusConflict {
		t.Errorf("one that was begun behind another door: status %d, want 409: %v", status, got)
	}
	h = held(s)
	hand(t, s, openCode, h, nil)
	if status, got := hand(t, s, otherCode, h, nil); status != http.StatusConflict {
		t.Errorf("behind another door: status %d, want 409: %v", status, got)
	}
}

func TestPhonesClockIsHeldWithinWhatCanBe(t *testing.T) {
	s := newService(t)
	h := held(s)
	h.Begun, h.Ended = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)
	if status, got := hand(t, s, openCode, h, nil); status != http.StatusOK {
		t.Fatalf("status %d, want 200: %v", status, got)
	}
	r := s.responses()[0]
	if want := s.clock.now().Add(-time.Hour); !r.Begun.Equal(want) || !r.Submitted.Equal(s.clock.now()) {
		t.Errorf("begun %s, submitted %s; want when the campaign opened, %s, and now", r.Begun, r.Submitted, want)
	}
}

func TestVersionThatWasAskedBeforeIsReceived(t *testing.T) {
	s := newService(t)
	h := held(s)
	next := *s.q
	next.Version = "2099010101"
	next.Consent.Version = "another"
	next.Prepare()
	if err := s.db.InsertQuestionnaire(t.Context(), &next); err != nil {
		t.Fatal(err)
	}
	c, err := s.db.Campaign(t.Context(), "open")
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Revise(&next); err != nil {
		t.Fatal(err)
	}
	c.Rev++
	if err := s.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	s.clock.move(time.Hour) // what is known of a campaign is some seconds old
	if status, got := hand(t, s, openCode, h, nil); status != http.StatusOK {
		t.Fatalf("status %d, want 200: %v", status, got)
	}
	if r := s.responses()[0]; r.Questionnaire != s.q.Key() || r.Consent.Version != s.q.Consent.Version {
		t.Errorf("stored with the questionnaire %s and the consent %s, want those that were asked", r.Questionnaire, r.Consent.Version)
	}
}

func TestKeptAnswersComeFromOurOwnPagesAsJSON(t *testing.T) {
	s := newService(t)
	for want, change := range map[int]func(*http.Request){
		http.StatusForbidden:            func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		http.StatusUnsupportedMediaType: func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") },
	} {
		if status, got := hand(t, s, openCode, held(s), change); status != want {
			t.Errorf("status %d, want %d: %v", status, want, got)
		}
	}
	h := held(s)
	h.Answers[5].Value = survey.Words(strings.Repeat("сөз ", 20_000))
	if status, got := hand(t, s, openCode, h, nil); status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 413: %v", status, got)
	}
}

func TestFileNamedInKeptAnswersIsNotTaken(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	h := survey.Held{
		ID: survey.NewInterviewID(), Questionnaire: s.q.Key(), Language: "ky", Consent: s.q.Consent.Version,
		Begun: s.clock.now(), Ended: s.clock.now(),
	}
	for _, x := range s.q.Questions {
		v := survey.Skip()
		switch x.Name {
		case "people":
			v = survey.Value{Number: "4"}
		case "needs":
			v = survey.Chosen("water")
		case "budget":
			v = survey.Rated(survey.Level{Choice: "water", Level: 10})
		case "photo": // that is somebody else's, perhaps
			v = survey.Attached(survey.File{ID: "0123456789abcdef0123456789abcdef", Type: "image/jpeg", Size: 9})
		}
		h.Answers = append(h.Answers, survey.Answer{Question: x.Name, Value: v})
	}
	status, got := hand(t, s, openCode, h, nil)
	if status != http.StatusAccepted || got["question"] != "photo" {
		t.Errorf("status %d, want 202 about the photo: %v", status, got)
	}
	if n := len(s.responses()); n != 0 {
		t.Errorf("%d responses are stored, want none", n)
	}
}
