package survey_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/survey"
)

// hall is an office whose campaign admits by tickets.
type hall struct {
	*office
	gate *survey.Gate
}

var pseudonyms = survey.NewPseudonyms([]byte(strings.Repeat("s", survey.MinSecret)))

// openHall has doors in two villages.
func openHall(t *testing.T, rule survey.Admission) hall {
	t.Helper()
	o := openOffice(t, nil)
	o.campaign.Rev, o.campaign.Admission = 2, rule
	other := survey.Door{Code: "ABC235", Campaign: "c-1", Municipality: "kok-jar", Village: "archa"}
	if err := errors.Join(o.db.SaveCampaign(t.Context(), o.campaign), o.db.InsertDoor(t.Context(), other)); err != nil {
		t.Fatal(err)
	}
	h := hall{office: o, gate: survey.NewGate(o.db, o, pseudonyms)}
	o.Intake = o.Behind(h.gate)
	return h
}

// issue makes tickets of the village whose code is ABC234.
func (h hall) issue(t *testing.T, count int) []string {
	t.Helper()
	return h.issueAs(t, count, survey.Batch{Campaign: h.campaign, Door: &survey.Door{Code: "ABC234", Village: "besh-terek"}, Label: "sheet"})
}

func (h hall) issueAs(t *testing.T, count int, b survey.Batch) []string {
	t.Helper()
	codes, err := h.gate.Issue(t.Context(), rand.Reader, b, count)
	if err != nil {
		t.Fatal(err)
	}
	return codes
}

// comes begins with a ticket at a door.
func (h hall) comes(ctx context.Context, door, ticket, respondent string) (survey.Session, error) {
	e, err := h.Enter(ctx, door)
	if err != nil {
		return survey.Session{}, err
	}
	return h.Begin(ctx, e, survey.Beginning{
		Channel: survey.Web, Language: "ky", Respondent: respondent, Consent: e.Questionnaire.Consent.Version, Ticket: ticket,
	})
}

// votes begins, answers everything and sends it.
func (h hall) votes(ctx context.Context, ticket, respondent string) (survey.Response, error) {
	s, err := h.comes(ctx, "ABC234", ticket, respondent)
	if err != nil {
		return survey.Response{}, err
	}
	for p := s.Prompt(); p.Question != nil; p = s.Prompt() {
		if s, err = h.Answer(ctx, s, p.Question.Name, plain(p)); err != nil {
			return survey.Response{}, err
		}
	}
	_, r, err := h.Submit(ctx, s)
	return r, err
}

// phone is what was held on a phone with a ticket.
func (h hall) phone(ticket string) survey.Held {
	return survey.Held{
		ID: survey.NewInterviewID(), Questionnaire: villageNeeds().Key(), Language: "ky", Consent: "c1", Ticket: ticket, Begun: noon, Ended: noon,
		Answers: []survey.Answer{
			answer("needs", survey.Chosen("water")), answer("grave", rated("water", 4)), answer("sex", survey.Skip()),
			answer("age", survey.Chosen("29+")), answer("wish", survey.Skip()),
		},
	}
}

func (h hall) receive(ctx context.Context, held survey.Held) (survey.Session, error) {
	e, err := h.Enter(ctx, "ABC234")
	if err != nil && !errors.Is(err, survey.ErrClosed) {
		return survey.Session{}, err
	}
	return h.Receive(ctx, e, held)
}

// stored counts the campaign's responses.
func (h hall) responses(t *testing.T) int {
	t.Helper()
	n := 0
	for _, err := range h.db.ResponsesSince(t.Context(), "c-1", time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
	}
	return n
}

// count is what became of the tickets of the village whose code is ABC234.
func (h hall) count(t *testing.T) survey.TicketCount {
	t.Helper()
	counts, err := h.gate.Count(t.Context(), "c-1")
	if err != nil {
		t.Fatal(err)
	}
	return counts[[2]string{"besh-terek", "sheet"}]
}

func problemOf(err error) survey.ProblemCode {
	p, ok := errors.AsType[*survey.Problem](err)
	if !ok {
		return ""
	}
	return p.Code
}

// TestACodeAdmitsOneAnswer goes with one code from phone to phone: it is one interview,
// then its receipt, then its correction.
func TestACodeAdmitsOneAnswer(t *testing.T) {
	h := openHall(t, survey.AdmitsCodes)
	codes := h.issue(t, 2)
	s, err := h.comes(t.Context(), "ABC234", strings.ToLower(survey.SpellTicket(codes[0])), "")
	if err != nil {
		t.Fatal(err)
	}
	if s, err = h.Answer(t.Context(), s, "needs", survey.Chosen("water")); err != nil {
		t.Fatal(err)
	}
	again, err := h.comes(t.Context(), "ABC234", codes[0], "of-telegram")
	if err != nil || again.ID != s.ID || again.At != s.At || again.Respondent != "" {
		t.Fatalf("on another phone it stands at %q, %v; want where it stood, at %q", again.At, err, s.At)
	}
	if _, _, err := h.Submit(t.Context(), h.finish(t, again)); err != nil {
		t.Fatal(err)
	}
	sent, err := h.comes(t.Context(), "ABC234", codes[0], "")
	if err != nil || !sent.Sent() || sent.ID != s.ID {
		t.Fatalf("after it was sent: sent %t, %v; want what was sent", sent.Sent(), err)
	}
	if other, err := h.comes(t.Context(), "ABC234", codes[1], ""); err != nil || other.ID == s.ID {
		t.Errorf("by another code: the interview %q, %v; want one of its own", other.ID, err)
	}
	reopened, err := h.Reopen(t.Context(), sent)
	if err != nil {
		t.Fatal(err)
	}
	if _, r, err := h.Submit(t.Context(), reopened); err != nil || r.Edits != 1 {
		t.Errorf("corrected: %d edits, %v", r.Edits, err)
	}
	want := survey.TicketCount{Village: "besh-terek", Label: "sheet", Made: 2, Used: 1, Left: 1}
	if got := h.count(t); got != want || h.responses(t) != 1 {
		t.Errorf("%d responses, counted %+v; want 1, %+v", h.responses(t), got, want)
	}
}

// TestWithdrawingFreesTheCode takes an answer back: the code admits one again.
func TestWithdrawingFreesTheCode(t *testing.T) {
	for _, rule := range []survey.Admission{survey.AdmitsCodes, survey.AdmitsSlips} {
		h := openHall(t, rule)
		code := h.issue(t, 1)[0]
		s, err := h.comes(t.Context(), "ABC234", code, "")
		if err != nil {
			t.Fatal(err)
		}
		if s, _, err = h.Submit(t.Context(), h.finish(t, s)); err != nil {
			t.Fatal(err)
		}
		if err := h.Forget(t.Context(), s); err != nil {
			t.Fatal(err)
		}
		if got := h.count(t); got.Used != 0 {
			t.Errorf("%s: %d used after it was taken back, want 0", rule, got.Used)
		}
		if _, err := h.votes(t.Context(), code, ""); err != nil || h.responses(t) != 1 {
			t.Errorf("%s: again: %v, %d responses; want 1", rule, err, h.responses(t))
		}
	}
}

// TestWhoIsNotAdmitted is told why, and nothing is kept of it.
func TestWhoIsNotAdmitted(t *testing.T) {
	h := openHall(t, survey.AdmitsCodes)
	village := &survey.Door{Code: "ABC235", Village: "archa"}
	later, until := noon.Add(2*time.Hour), noon.Add(3*time.Hour)
	early := h.issueAs(t, 1, survey.Batch{Campaign: h.campaign, From: later})[0]
	late := h.issueAs(t, 1, survey.Batch{Campaign: h.campaign, Until: noon})[0]
	elsewhere := h.issueAs(t, 1, survey.Batch{Campaign: h.campaign, Door: village})[0]
	hour := h.issueAs(t, 1, survey.Batch{Campaign: h.campaign, From: later, Until: until})[0]
	strange := h.campaign
	strange.ID = "c-2"
	foreign := h.issueAs(t, 1, survey.Batch{Campaign: strange})[0]
	lost := h.issue(t, 2)[0]
	if n, err := h.gate.Void(t.Context(), "c-1", "sheet"); err != nil || n != 2 {
		t.Fatalf("voided %d, %v; want 2", n, err)
	}
	unknown, err := survey.NewTicketCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		ticket string
		want   survey.Problem
	}{
		"none":                {" - ", survey.Problem{Code: survey.NoTicket}},
		"mistyped":            {"ABC-DEF", survey.Problem{Code: survey.TicketMistyped}},
		"unknown":             {unknown, survey.Problem{Code: survey.TicketUnknown}},
		"of another village":  {elsewhere, survey.Problem{Code: survey.TicketElsewhere}},
		"of another campaign": {foreign, survey.Problem{Code: survey.TicketElsewhere}},
		"too early":           {early, survey.Problem{Code: survey.TicketEarly, When: later}},
		"too late":            {late, survey.Problem{Code: survey.TicketLate, When: noon}},
		"void":                {lost, survey.Problem{Code: survey.TicketVoid}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.comes(t.Context(), "ABC234", tt.ticket, "")
			wantProblem(t, err, tt.want)
			_, err = h.receive(t.Context(), h.phone(tt.ticket))
			wantProblem(t, err, tt.want)
		})
	}
	h.set(later)
	s, err := h.comes(t.Context(), "ABC234", hour, "")
	if err != nil {
		t.Fatalf("within the hour: %v", err)
	}
	s = h.finish(t, s)
	h.set(until)
	_, _, err = h.Submit(t.Context(), s)
	wantProblem(t, err, survey.Problem{Code: survey.TicketLate, When: until})
	if n := h.responses(t); n != 0 {
		t.Errorf("%d responses, want none", n)
	}
}

// TestVoidStopsWhoHasBegun declares a lost batch void while somebody answers by it; what
// was sent by it stays.
func TestVoidStopsWhoHasBegun(t *testing.T) {
	h := openHall(t, survey.AdmitsCodes)
	codes := h.issue(t, 3)
	if _, err := h.votes(t.Context(), codes[0], ""); err != nil {
		t.Fatal(err)
	}
	s, err := h.comes(t.Context(), "ABC234", codes[1], "")
	if err != nil {
		t.Fatal(err)
	}
	s = h.finish(t, s)
	if n, err := h.gate.Void(t.Context(), "c-1", "sheet"); err != nil || n != 2 {
		t.Fatalf("voided %d, %v; want the 2 that were not used", n, err)
	}
	_, _, err = h.Submit(t.Context(), s)
	wantProblem(t, err, survey.Problem{Code: survey.TicketVoid})
	want := survey.TicketCount{Village: "besh-terek", Label: "sheet", Made: 3, Used: 1, Void: 2}
	if got := h.count(t); got != want {
		t.Errorf("counted %+v, want %+v", got, want)
	}
}

// TestTicketsAreAskedForFromTheChangeOn begins before a campaign admits by tickets: it
// cannot be sent without one.
func TestTicketsAreAskedForFromTheChangeOn(t *testing.T) {
	h := openHall(t, survey.AdmitsAnyone)
	s := h.finish(t, h.enter(t, "before"))
	h.campaign.Rev, h.campaign.Admission = 3, survey.AdmitsCodes
	if err := h.db.SaveCampaign(t.Context(), h.campaign); err != nil {
		t.Fatal(err)
	}
	_, _, err := h.Submit(t.Context(), s)
	wantProblem(t, err, survey.Problem{Code: survey.NoTicket})
	bare := survey.NewIntake(h.db, h.db, h, h.db, func() time.Time { return noon }, survey.Told{}) // no gate, no way in
	if _, _, err := bare.Submit(t.Context(), s); !errors.Is(err, survey.ErrUnavailable) {
		t.Errorf("without a gate: %v, want ErrUnavailable", err)
	}
}

// TestManyWithOneTicket has one code typed at eight places at once, on the web, in
// Telegram and on phones without a signal: one answer is stored.
func TestManyWithOneTicket(t *testing.T) {
	for _, rule := range []survey.Admission{survey.AdmitsCodes, survey.AdmitsSlips} {
		for range 10 {
			h := openHall(t, rule)
			code := h.issue(t, 1)[0]
			var crowd sync.WaitGroup
			var sent atomic.Int64
			for i := range 8 {
				crowd.Go(func() {
					var err error
					switch i % 3 {
					case 0:
						_, err = h.votes(t.Context(), code, "")
					case 1:
						_, err = h.votes(t.Context(), code, "of-telegram")
					default:
						_, err = h.receive(t.Context(), h.phone(code))
					}
					switch problem := problemOf(err); {
					case err == nil:
						sent.Add(1)
					case problem == survey.TicketUsed || problem == survey.AlreadySent || errors.Is(err, survey.ErrConflict):
					default:
						t.Errorf("%s: one of many with one code: %v", rule, err)
					}
				})
			}
			crowd.Wait()
			if n := h.responses(t); n != 1 || sent.Load() == 0 {
				t.Errorf("%s: %d responses and %d who were thanked, want 1 and somebody", rule, n, sent.Load())
			}
		}
	}
}

// TestHeldWithATicketIsTakenOnce sends what a phone kept twice; another phone's comes too
// late, and what was only begun elsewhere makes room.
func TestHeldWithATicketIsTakenOnce(t *testing.T) {
	h := openHall(t, survey.AdmitsCodes)
	code := h.issue(t, 1)[0]
	if _, err := h.comes(t.Context(), "ABC234", code, ""); err != nil { // the signal is lost here
		t.Fatal(err)
	}
	held := h.phone(code)
	first, err := h.receive(t.Context(), held)
	if err != nil || !first.Sent() {
		t.Fatalf("sent %t, %v", first.Sent(), err)
	}
	h.set(h.campaign.Closes)
	again, err := h.receive(t.Context(), held)
	if err != nil || again.Receipt() != first.Receipt() {
		t.Errorf("again: %v, receipt %s; want %s", err, again.Receipt(), first.Receipt())
	}
	h.set(noon)
	_, err = h.receive(t.Context(), h.phone(code))
	wantProblem(t, err, survey.Problem{Code: survey.TicketUsed})
	if n := h.responses(t); n != 1 {
		t.Errorf("%d responses, want 1", n)
	}
	if got, ok := first.Given(first.Questionnaire, "needs"); !ok || !got.Has("water") {
		t.Errorf("what was held says %+v", got)
	}
}
