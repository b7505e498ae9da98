package survey_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"ashar/survey"
)

// A door that has ended lets nobody new in, and whoever has begun behind it finishes, on
// the web and by what a phone held. Used again it is as before.
func TestADoorEnds(t *testing.T) {
	o, ctx := openOffice(t, nil), t.Context()
	school := survey.Door{Code: "SCH222", Campaign: "c-1", Municipality: "kok-jar", Village: "besh-terek", Label: "school"}
	if err := o.db.InsertDoor(ctx, school); err != nil {
		t.Fatal(err)
	}
	e, err := o.Enter(ctx, school.Code)
	if err != nil {
		t.Fatal(err)
	}
	begun, err := o.Begin(ctx, e, survey.Beginning{ID: "begun", Channel: survey.Web, Language: "ky", Consent: e.Questionnaire.Consent.Version})
	if err != nil {
		t.Fatal(err)
	}
	held := copied(t, begun, "жол")
	held.ID = survey.NewInterviewID()
	if err := school.End(noon); err != nil {
		t.Fatal(err)
	}
	if err := o.db.ReplaceDoor(ctx, school); err != nil {
		t.Fatal(err)
	}
	entrances := map[string]func() (survey.Entrance, error){
		"Enter":  func() (survey.Entrance, error) { return o.Enter(ctx, school.Code) },
		"Beside": func() (survey.Entrance, error) { return o.Beside(ctx, begun) },
	}
	for name, enter := range entrances {
		got, err := enter()
		if !errors.Is(err, survey.ErrEnded) || !errors.Is(err, survey.ErrClosed) || got.Questionnaire == nil {
			t.Errorf("%s of a door that ended: %v; want ErrEnded, and what it led to", name, err)
		}
		e = got
	}
	if _, err := o.Enter(ctx, "ABC234"); err != nil {
		t.Errorf("the village's own door: %v", err)
	}
	if _, _, err := o.Submit(ctx, o.finish(t, begun)); err != nil {
		t.Errorf("who had begun: %v", err)
	}
	if s, err := o.Receive(ctx, e, held); err != nil || !s.Stored {
		t.Errorf("who had answered without a signal: %v", err)
	}
	if got, err := o.db.Arrivals(ctx, school.Code); err != nil || got != (survey.Arrivals{Begun: 2, Sent: 2}) {
		t.Errorf("came by it: %+v, %v; want 2 begun and sent", got, err)
	}
	if err := school.End(time.Time{}); err != nil {
		t.Fatal(err)
	}
	if err := o.db.ReplaceDoor(ctx, school); err != nil {
		t.Fatal(err)
	}
	for name, enter := range entrances {
		if _, err := enter(); err != nil {
			t.Errorf("%s of a door in use again: %v", name, err)
		}
	}
}

func TestAVillagesOwnDoorNeverEnds(t *testing.T) {
	d := survey.Door{Code: "ABC234"}
	if err := d.End(noon); !errors.Is(err, survey.ErrInvalid) || !d.Ended.IsZero() || d.Rev != 0 {
		t.Errorf("got %v and %+v, want an ErrInvalid and the door as it was", err, d)
	}
}

func TestLabels(t *testing.T) {
	typed, want := "  Мектептин \t дубалы ", "Мектептин дубалы"
	if got, err := survey.NormalLabel(typed); err != nil || got != want {
		t.Errorf("%q: got %q, %v; want %q", typed, got, err, want)
	}
	for _, typed := range []string{"", " \n", strings.Repeat("ө", survey.MaxLabel/2+1)} {
		if _, err := survey.NormalLabel(typed); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%q: got %v, want an ErrInvalid", typed, err)
		}
	}
}
