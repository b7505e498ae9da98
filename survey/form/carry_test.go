package form_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

// carried is what a screen lets a phone go on with.
type carried struct {
	Key     string
	Begun   int64
	At      string
	Edit    int
	Answers map[string]survey.Value
}

func (p *phone) carries() (c carried) {
	p.t.Helper()
	if err := json.Unmarshal([]byte(p.text("#carried")), &c); err != nil {
		p.t.Fatalf("the screen carries no interview: %v", err)
	}
	return c
}

// Every screen carries the interview so far; what a phone makes of it is this interview, and is stored once.
func TestScreensCarryTheInterview(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.agree()
	if got := p.carries(); got.At != "needs" || got.Key != s.q.Key() || got.Edit != 0 || len(got.Answers) != 0 {
		t.Errorf("the first screen carries %+v", got)
	}
	p.tick("water", "roads")
	p.press("do", "next")
	got, kept := p.carries(), s.kept(t, p.id())
	want := map[string]survey.Value{"needs": survey.Chosen("water", "roads")}
	if diff := cmp.Diff(want, got.Answers); diff != "" || got.At != "order" || got.Begun != kept.Begun.UnixMilli() {
		t.Errorf("the second screen carries %+v (-want +got):\n%s", got, diff)
	}
	id := p.id()
	h := held(s)
	h.ID = id
	status, said := hand(t, s, openCode, h, nil)
	if status != http.StatusOK || said["other"] != nil {
		t.Fatalf("status %d: %v", status, said)
	}
	p.press("place", "roads") // in the tab that is still open
	p.sees(http.StatusConflict, said["receipt"].(string))
	if all := s.responses(); len(all) != 1 || all[0].Receipt != said["receipt"] {
		t.Errorf("stored are %+v", all)
	}
}

// What was sent here is not sent again by a phone, which hears its receipt, and that it has other answers.
func TestAnswerThatWasSentIsAcknowledgedToThePhoneThatHoldsIt(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	p.finish()
	p.press("do", "send")
	receipt := p.text(".receipt")
	h := held(s)
	h.ID = p.id()
	status, said := hand(t, s, openCode, h, nil)
	if status != http.StatusOK || said["receipt"] != receipt || said["other"] != true {
		t.Errorf("status %d, %v; want the receipt %s, of other answers", status, said, receipt)
	}
	p.press("do", "reopen")
	if got := p.carries(); got.Edit != 1 {
		t.Errorf("the look-over carries edit %d, want 1", got.Edit)
	}
	h.Edit = 1
	for range 2 {
		if status, said := hand(t, s, openCode, h, nil); status != http.StatusOK || said["receipt"] != receipt || said["other"] != nil {
			t.Errorf("the correction: status %d, %v", status, said)
		}
	}
	all := s.responses()
	if len(all) != 2 || all[1].ID != all[0].ID || all[1].Edits != 1 {
		t.Errorf("stored are %+v, want one and its edit", all)
	}
}

// What cannot be taken now is said in words, for each reason in others.
func TestKeptAnswersHearWhyTheyAreTooLate(t *testing.T) {
	s := newService(t)
	say := func(id string) string { return s.words.For("ky").T(id) }
	h := held(s)
	full := func() {
		c, err := s.db.Campaign(t.Context(), "open")
		if err != nil {
			t.Fatal(err)
		}
		c.Limit, c.Rev = 1, c.Rev+1
		if err := s.db.SaveCampaign(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if status, said := hand(t, s, openCode, held(s), nil); status != http.StatusOK {
			t.Fatalf("status %d: %v", status, said)
		}
		s.clock.move(2 * survey.CatalogueTTL)
	}
	wants := func(what, code, id string) {
		t.Helper()
		if status, said := hand(t, s, code, h, nil); status != http.StatusGone || said["detail"] != say(id) {
			t.Errorf("%s: status %d, %v; want 410 and %q", what, status, said["detail"], say(id))
		}
	}
	wants("closed by hand", closedCode, "form.outbox.late")
	wants("published", publishedCode, "form.outbox.late")
	wants("planned", plannedCode, "form.outbox.early")
	wants("draft", draftCode, "form.outbox.early")
	full()
	wants("full", openCode, "form.outbox.over")
	s.clock.move(closes + time.Hour)
	wants("over", openCode, "form.outbox.late")
}

// What was taken back is not stored again, and the phone hears so.
func TestKeptAnswerThatWasTakenBackIsNotStoredAgain(t *testing.T) {
	s := newService(t)
	h := held(s)
	_, said := hand(t, s, openCode, h, nil)
	if err := s.db.Withdraw(t.Context(), "open", said["receipt"].(string)); err != nil {
		t.Fatal(err)
	}
	status, said := hand(t, s, openCode, h, nil)
	if status != http.StatusUnprocessableEntity || said["code"] != string(survey.TakenBack) {
		t.Errorf("status %d, %v; want 422, taken back", status, said)
	}
	if n, err := s.db.CountResponses(t.Context(), "open", 0); err != nil || n != 0 {
		t.Errorf("%d responses are stored, %v; want none", n, err)
	}
}

// handFile sends a file of an interview that a phone kept.
func handFile(t testing.TB, s *service, address string, file []byte) (status int, got map[string]any) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "photo.jpg")
	if err != nil {
		t.Fatal(err)
	}
	_, err = part.Write(file)
	if err := errors.Join(err, form.Close()); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, address, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	r.Header.Set("Accept", "application/json")
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatalf("status %d: the answer is no JSON: %v\n%s", w.Code, err, w.Body)
	}
	return w.Code, got
}

// The files of a kept answer come by themselves, once the rest is there; it is stored when they all are.
func TestKeptAnswerIsStoredWithItsFiles(t *testing.T) {
	s := serve(t, everyKind(t))
	h := survey.Held{
		ID: survey.NewInterviewID(), Questionnaire: s.q.Key(), Language: "ky", Consent: s.q.Consent.Version,
		Begun: s.clock.now(), Ended: s.clock.now(),
	}
	at := map[string]int{}
	for i, x := range s.q.Questions {
		v := survey.Skip()
		switch x.Name {
		case "people":
			v = survey.Value{Number: "4"}
		case "needs":
			v = survey.Chosen("water")
		case "budget":
			v = survey.Rated(survey.Level{Choice: "water", Level: 10})
		case "photo", "voice":
			v = survey.Attached(survey.File{})
		}
		at[x.Name] = i
		h.Answers = append(h.Answers, survey.Answer{Question: x.Name, Value: v})
	}
	path := "/f/" + openCode + "/answers/" + h.ID + "/"
	if status, said := handFile(t, s, path+"photo", photo(t, 0)); status != http.StatusNotFound {
		t.Errorf("a file of an interview that is not there: status %d, %v", status, said)
	}
	for _, file := range []struct {
		question string
		data     []byte
	}{{"photo", photo(t, 0)}, {"voice", voice()}} {
		status, said := hand(t, s, openCode, h, nil)
		if status != http.StatusAccepted || said["question"] != file.question {
			t.Fatalf("status %d, %v; want 202 for the %s", status, said, file.question)
		}
		if status, said := handFile(t, s, path+file.question, []byte("hello")); status != http.StatusUnprocessableEntity || said["question"] != file.question {
			t.Errorf("no %s: status %d, %v", file.question, status, said)
		}
		var id any
		for range 2 { // as when the acknowledgement was lost
			status, said := handFile(t, s, path+file.question, file.data)
			got, _ := said["file"].(map[string]any)
			if status != http.StatusOK || got["id"] == "" || id != nil && got["id"] != id {
				t.Fatalf("status %d, %v", status, said)
			}
			id = got["id"]
		}
		h.Answers[at[file.question]].Value.File.ID = id.(string)
		if n := len(s.responses()); n != 0 {
			t.Fatalf("%d responses are stored, want none yet", n)
		}
	}
	for range 2 {
		if status, said := hand(t, s, openCode, h, nil); status != http.StatusOK || said["receipt"] == "" {
			t.Fatalf("status %d, %v", status, said)
		}
	}
	if status, said := handFile(t, s, path+"photo", photo(t, 0)); status != http.StatusOK {
		t.Errorf("a file that comes once more: status %d, %v", status, said)
	}
	all := s.responses()
	if len(all) != 1 || len(all[0].Files()) != 2 {
		t.Fatalf("stored are %+v, want one with two files", all)
	}
	for _, id := range all[0].Files() {
		if _, err := s.db.Attachment(t.Context(), id); err != nil {
			t.Errorf("a file: %v", err)
		}
	}
	if status, _ := handFile(t, s, "/f/"+otherCode+"/answers/"+h.ID+"/photo", photo(t, 0)); status != http.StatusNotFound {
		t.Errorf("behind another door: status %d", status)
	}
	if status, _ := handFile(t, s, path+"people", photo(t, 0)); status != http.StatusNotFound {
		t.Errorf("of a question that takes none: status %d", status)
	}
}
