package survey_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"ashar/survey"
)

// TestASlipLeadsToNoVote uses a slip: it admits no more and leads to nothing, before the
// closing and after.
func TestASlipLeadsToNoVote(t *testing.T) {
	h := openHall(t, survey.AdmitsSlips)
	slips := h.issue(t, 3)
	r, err := h.votes(t.Context(), slips[0], "")
	if err != nil {
		t.Fatal(err)
	}
	begun, err := h.comes(t.Context(), "ABC234", slips[1], "")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := h.comes(t.Context(), "ABC234", slips[1], ""); err != nil || again.ID != begun.ID {
		t.Errorf("a slip that was begun with: %v, want to go on", err)
	}
	_, err = h.comes(t.Context(), "ABC234", slips[0], "")
	wantProblem(t, err, survey.Problem{Code: survey.TicketUsed})
	if err := h.gate.Seal(t.Context(), h.campaign, noon); err != nil {
		t.Fatal(err)
	}
	if tk, err := h.gate.Find(t.Context(), slips[0]); err != nil || tk.Sealed() {
		t.Fatalf("a campaign that is open was sealed: %+v, %v", tk, err)
	}

	closed := h.campaign
	closed.Rev, closed.Status = 3, survey.StatusClosed
	if err := h.db.SaveCampaign(t.Context(), closed); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time there is nothing to do
		if err := h.gate.Seal(t.Context(), closed, noon); err != nil {
			t.Fatal(err)
		}
	}
	for i, used := range []bool{true, false, false} {
		tk, err := h.gate.Find(t.Context(), slips[i])
		if err != nil || !tk.Sealed() || tk.Used != used || tk.Response() != "" {
			t.Errorf("slip %d: %+v, %v; want it sealed, used %t", i+1, tk, err, used)
		}
		kept, err := json.Marshal(tk)
		if err != nil {
			t.Fatal(err)
		}
		for what, id := range map[string]string{"its response": r.ID, "its interview": begun.ID, "its code": slips[i], "its receipt": r.Receipt} {
			if strings.Contains(string(kept), id) {
				t.Errorf("slip %d: what is kept holds %s: %s", i+1, what, kept)
			}
		}
	}
	want := survey.TicketCount{Village: "besh-terek", Label: "sheet", Made: 3, Used: 1, Left: 2}
	if got := h.count(t); got != want || h.responses(t) != 1 {
		t.Errorf("counted %+v with %d responses, want %+v with 1", got, h.responses(t), want)
	}
	if _, err := h.receive(t.Context(), h.phone(slips[0])); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("a phone that comes later: %v, want ErrClosed", err)
	}
	goesOn := h.phone(slips[1])
	goesOn.ID = begun.ID
	for what, tt := range map[string]struct {
		held survey.Held
		want survey.ProblemCode
	}{
		"of a slip that was used":       {h.phone(slips[0]), survey.TicketUsed},
		"of one that was not":           {h.phone(slips[2]), survey.TicketSealed},
		"begun here, gone on elsewhere": {goesOn, survey.TicketSealed},
	} {
		_, err := h.ReceiveLate(t.Context(), survey.Entrance{Door: begunBehind(begun), Campaign: closed}, tt.held)
		wantProblem(t, err, survey.Problem{Code: tt.want})
		if n := h.responses(t); n != 1 {
			t.Errorf("%s: %d responses, want 1", what, n)
		}
	}
}

// begunBehind is the door by which an interview was begun.
func begunBehind(s survey.Session) survey.Door {
	return survey.Door{Code: s.Door, Campaign: s.Campaign, Municipality: s.Municipality, Village: s.Village}
}

// TestACodeThatEndedAdmitsWhoAnsweredInTime has an organiser bring in what was answered with
// a code that was valid then, by the phone's clock.
func TestACodeThatEndedAdmitsWhoAnsweredInTime(t *testing.T) {
	h := openHall(t, survey.AdmitsCodes)
	until := noon.Add(time.Hour)
	b := survey.Batch{Campaign: h.campaign, Door: &survey.Door{Code: "ABC234", Village: "besh-terek"}, From: noon, Until: until}
	codes := h.issueAs(t, 3, b)
	e, err := h.Enter(t.Context(), "ABC234")
	if err != nil {
		t.Fatal(err)
	}
	h.set(until.Add(time.Hour))
	for i, tt := range []struct {
		what  string
		ended time.Time
		want  survey.ProblemCode
	}{
		{"in time", until.Add(-time.Minute), ""},
		{"by a clock that is slow", noon.Add(-24 * time.Hour), ""},
		{"late", until, survey.TicketLate},
	} {
		held := h.phone(codes[i])
		held.Begun, held.Ended = tt.ended, tt.ended
		_, err := h.Receive(t.Context(), e, held)
		wantProblem(t, err, survey.Problem{Code: survey.TicketLate, When: until})
		for try := range 2 {
			s, err := h.ReceiveLate(t.Context(), e, held)
			if problemOf(err) != tt.want || (err == nil) != (tt.want == "") || s.Stored != (err == nil && try == 0) {
				t.Errorf("%s, try %d: stored %t, %v; want %q", tt.what, try+1, s.Stored, err, tt.want)
			}
		}
	}
}

// TestSealingWaitsForOtherProcesses seals by the clock only when every process knows that
// the campaign is closed.
func TestSealingWaitsForOtherProcesses(t *testing.T) {
	h := openHall(t, survey.AdmitsSlips)
	slip := h.issue(t, 1)[0]
	for _, tt := range []struct {
		at   time.Time
		want bool
	}{{h.campaign.Closes, false}, {h.campaign.Closes.Add(2 * survey.CatalogueTTL), true}} {
		if err := h.gate.Seal(t.Context(), h.campaign, tt.at); err != nil {
			t.Fatal(err)
		}
		if tk, err := h.gate.Find(t.Context(), slip); err != nil || tk.Sealed() != tt.want {
			t.Errorf("at %s it is sealed: %t, %v; want %t", tt.at, tk.Sealed(), err, tt.want)
		}
	}
}

// TestTicketsThatCannotBeMade are refused with what is wrong.
func TestTicketsThatCannotBeMade(t *testing.T) {
	h := openHall(t, survey.AdmitsCodes)
	open, over := h.campaign, h.campaign
	open.Admission, over.Status = survey.AdmitsAnyone, survey.StatusClosed
	for name, tt := range map[string]struct {
		batch survey.Batch
		count int
		want  error
	}{
		"of a campaign for anyone":   {survey.Batch{Campaign: open}, 1, survey.ErrInvalid},
		"of one that is over":        {survey.Batch{Campaign: over}, 1, survey.ErrClosed},
		"none":                       {survey.Batch{Campaign: h.campaign}, 0, survey.ErrInvalid},
		"too many":                   {survey.Batch{Campaign: h.campaign}, survey.MaxTickets + 1, survey.ErrInvalid},
		"with a long label":          {survey.Batch{Campaign: h.campaign, Label: strings.Repeat("x", survey.MaxLabel+1)}, 1, survey.ErrInvalid},
		"that end before they begin": {survey.Batch{Campaign: h.campaign, From: noon, Until: noon}, 1, survey.ErrInvalid},
	} {
		if codes, err := h.gate.Issue(t.Context(), strings.NewReader(strings.Repeat("x", 100)), tt.batch, tt.count); !errors.Is(err, tt.want) || len(codes) > 0 {
			t.Errorf("%s: %d codes, %v; want %v", name, len(codes), err, tt.want)
		}
	}
}
