package survey_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"time"

	"ashar/survey"
)

// photographer is an office with a questionnaire of every kind, and an interview
// that stands at the photo.
func photographer(t *testing.T) (*office, survey.Session) {
	t.Helper()
	return photographerAsked(t, everyKind())
}

func photographerAsked(t *testing.T, q *survey.Questionnaire) (*office, survey.Session) {
	t.Helper()
	o := openOffice(t, nil)
	o.campaign.Questionnaire, o.campaign.Rev = q.Key(), o.campaign.Rev+1
	if err := errors.Join(o.db.InsertQuestionnaire(t.Context(), q), o.db.SaveCampaign(t.Context(), o.campaign)); err != nil {
		t.Fatal(err)
	}
	s := o.enter(t, "one")
	for s.At != "photo" {
		var err error
		if s, err = o.Answer(t.Context(), s, s.At, plain(s.Prompt())); err != nil {
			t.Fatal(err)
		}
	}
	return o, s
}

func TestAttach(t *testing.T) {
	o, s := photographer(t)
	s, err := o.Attach(t.Context(), s, "photo", pixel)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := s.Given(s.Questionnaire, "photo")
	if v.File == nil || v.File.Type != "image/png" || v.File.Size != len(pixel) || s.At != "voice" {
		t.Fatalf("the answer is %+v, standing at %q", v, s.At)
	}
	kept, err := o.db.Attachment(t.Context(), v.File.ID)
	if err != nil || !bytes.Equal(kept.Data, pixel) || kept.Interview != s.ID || kept.Type != "image/png" || kept.Campaign != "c-1" {
		t.Errorf("kept is %+v, %v", kept, err)
	}
	again, err := o.Attach(t.Context(), s, "photo", pixel)
	if w, _ := again.Given(again.Questionnaire, "photo"); err != nil || *w.File != *v.File {
		t.Errorf("the same photo again is %+v, %v; want the one there is", w, err)
	}

	// Another photo takes its place, and the first is gone.
	other := photograph(t, 3)
	s, err = o.Attach(t.Context(), again, "photo", other)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := o.db.Attachment(t.Context(), v.File.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the photo that was replaced: %v, want ErrNotFound", err)
	}
	v, _ = s.Given(s.Questionnaire, "photo")
	s, err = o.Answer(t.Context(), s, "photo", survey.Skip()) // and so it is when none is to be sent after all
	if _, lost := o.db.Attachment(t.Context(), v.File.ID); err != nil || !errors.Is(lost, survey.ErrNotFound) {
		t.Errorf("the photo that was taken back: %v and %v, want ErrNotFound", err, lost)
	}
	s, err = o.Attach(t.Context(), s, "voice", breath)
	if v, _ := s.Given(s.Questionnaire, "voice"); err != nil || v.File == nil || v.File.Type != "audio/ogg" {
		t.Errorf("the voice message is %+v, %v", v, err)
	}
}

func TestWhatCannotBeAttached(t *testing.T) {
	o, s := photographer(t)
	tests := []struct {
		name, question string
		data           []byte
		want           survey.Problem
	}{
		{"nothing", "photo", nil, survey.Problem{Code: survey.NoPhoto}},
		{"a text", "photo", []byte("жол"), survey.Problem{Code: survey.NoPhoto}},
		{"a page with a script", "photo", []byte("<html><script>alert(1)</script>"), survey.Problem{Code: survey.NoPhoto}},
		{"a drawing that can hold scripts", "photo", []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), survey.Problem{Code: survey.NoPhoto}},
		{"a photo cut off", "photo", pixel[:len(pixel)-9], survey.Problem{Code: survey.NoPhoto}},
		{"a voice message", "photo", breath, survey.Problem{Code: survey.NoPhoto}},
		{"a photo too large", "photo", append(bytes.Clone(pixel), make([]byte, survey.MaxImage)...), survey.Problem{Code: survey.FileTooLarge, Given: 9, Max: 8}},
		{"a photo where words are asked", "words", pixel, survey.Problem{Code: survey.NotAsked}},
		{"a file for a question not yet asked", "voice", breath, survey.Problem{Code: survey.NotAsked}},
		{"a file for no question", "nothing", pixel, survey.Problem{Code: survey.NotAsked}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Question = tt.question
			_, err := o.Attach(t.Context(), s, tt.question, tt.data)
			wantProblem(t, err, tt.want)
		})
	}
	o.set(noon.Add(48 * time.Hour))
	if _, err := o.Attach(t.Context(), s, "photo", pixel); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("when the campaign is closed: %v, want ErrClosed", err)
	}
}

// TestFilesOfALeftBranchGo sends an interview whose photo is not asked any more.
func TestFilesOfALeftBranchGo(t *testing.T) {
	q := everyKind()
	q.Question("photo").Relevant = "${children} < 2"
	o, s := photographerAsked(t, q)
	s, err := o.Attach(t.Context(), s, "photo", pixel)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := s.Given(q, "photo")
	for _, a := range []survey.Answer{answer("voice", survey.Skip()), answer("children", number("2"))} {
		if s, err = o.Answer(t.Context(), s, a.Question, a.Value); err != nil {
			t.Fatal(err)
		}
	}
	_, r, err := o.Submit(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if _, answered := r.Answer("photo"); answered {
		t.Error("the response has the photo of a branch that was left")
	}
	if _, err := o.db.Attachment(t.Context(), v.File.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the photo of a branch that was left: %v, want ErrNotFound", err)
	}
}

// TestTwoTabsSendPhotosAtOnce ends with one of them, and that one is kept.
func TestTwoTabsSendPhotosAtOnce(t *testing.T) {
	o, s := photographer(t)
	for round := range 20 {
		var tabs sync.WaitGroup
		for tab := range 3 {
			tabs.Go(func() {
				if _, err := o.Attach(t.Context(), s, "photo", photograph(t, 1+(round+tab)%5)); err != nil {
					t.Error(err)
				}
			})
		}
		tabs.Wait()
		v, _ := o.at(t, s.ID).Given(s.Questionnaire, "photo")
		if v.File == nil {
			t.Fatal("no photo is the answer")
		}
		if _, err := o.db.Attachment(t.Context(), v.File.ID); err != nil {
			t.Fatalf("round %d: the answer names a photo that is not kept: %v", round, err)
		}
	}
}

// TestPhotoThatComesTooLate leaves nothing behind.
func TestPhotoThatComesTooLate(t *testing.T) {
	o, s := photographer(t)
	sent, err := o.Answer(t.Context(), s, "photo", survey.Skip())
	if err == nil {
		sent, err = o.Answer(t.Context(), sent, "voice", survey.Skip())
	}
	if err == nil {
		_, _, err = o.Submit(t.Context(), sent)
	}
	if err != nil {
		t.Fatal(err)
	}
	_, err = o.Attach(t.Context(), s, "photo", pixel) // by a page that was open before
	wantProblem(t, err, survey.Problem{Question: "photo", Code: survey.AlreadySent})
	kept, err := s.Interview.Attach(s.Questionnaire, "photo", pixel, noon)
	if err != nil {
		t.Fatal(err)
	}
	v, _ := kept.Given(s.Questionnaire, "photo")
	if _, err := o.db.Attachment(t.Context(), v.File.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("the photo that came too late: %v, want ErrNotFound", err)
	}
}
