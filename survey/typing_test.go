package survey_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

// typingRoom is an office whose staff type for others.
type typingRoom struct {
	*office
	*survey.Typing
}

func openTyping(t *testing.T) typingRoom {
	t.Helper()
	o := openOffice(t, nil)
	return typingRoom{o, survey.NewTyping(o.Intake, o.db, survey.NewPseudonyms(make([]byte, survey.MinSecret)))}
}

// entrance is the village's, for its staff.
func (r typingRoom) entrance(t *testing.T) survey.Entrance {
	t.Helper()
	e, err := r.Typing.Entrance(t.Context(), r.campaign, "besh-terek")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// typed is a whole interview as somebody types it, with a wish by which it is told from others.
func (r typingRoom) typed(t *testing.T, by, serial, wish string) survey.Held {
	t.Helper()
	e := r.entrance(t)
	h := survey.Held{
		ID: survey.NewInterviewID(), Questionnaire: e.Questionnaire.Key(), Language: "ky", Consent: e.Questionnaire.Consent.Version,
		Begun: noon, Ended: noon, Entered: &survey.Entered{Channel: survey.Assisted, By: by},
	}
	if serial != "" {
		h.Entered.Channel, h.Entered.Serial = survey.Paper, serial
	}
	iv, err := survey.Begin(e.Questionnaire, survey.Beginning{ID: h.ID, Door: e.Door, Language: "ky", Consent: h.Consent}, noon)
	if err != nil {
		t.Fatal(err)
	}
	iv = complete(t, e.Questionnaire, iv)
	iv = give(t, e.Questionnaire, iv, answer("wish", survey.Words(wish)))
	for x, v := range (survey.Session{Interview: iv, Questionnaire: e.Questionnaire}).Answered() {
		if !v.Skipped { // what is left empty was passed over
			h.Answers = append(h.Answers, survey.Answer{Question: x.Name, Value: v})
		}
	}
	return h
}

func (r typingRoom) take(t *testing.T, h survey.Held) (survey.Session, error) {
	t.Helper()
	return r.Take(t.Context(), r.entrance(t), h)
}

func (r typingRoom) mustTake(t *testing.T, h survey.Held) survey.Session {
	t.Helper()
	s, err := r.take(t, h)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// form is what became of a printed form.
func (r typingRoom) form(t *testing.T, serial string) survey.PaperForm {
	t.Helper()
	form, err := r.db.PaperForm(t.Context(), survey.PaperFormID(r.campaign.ID, serial))
	if err != nil {
		t.Fatal(err)
	}
	return form
}

// with is the interview with another answer to a question.
func with(h survey.Held, question string, v survey.Value) survey.Held {
	h.Answers = slices.DeleteFunc(slices.Clone(h.Answers), func(a survey.Answer) bool { return a.Question == question })
	h.Answers = append(h.Answers, survey.Answer{Question: question, Value: v})
	return h
}

// TestWhatStaffTypeIsStoredOnce types somebody's answers, sends them again, and others under the same identifier.
func TestWhatStaffTypeIsStoredOnce(t *testing.T) {
	r := openTyping(t)
	for _, serial := range []string{"", survey.NewSerial(7)} {
		h := r.typed(t, "kok-jar/aigul", serial, "жарык")
		s := r.mustTake(t, h)
		if !s.Stored || s.Channel != h.Entered.Channel || s.Door != "" {
			t.Errorf("stored %t, on the channel %s, behind the door %q", s.Stored, s.Channel, s.Door)
		}
		again := r.mustTake(t, h)
		if again.Stored || !again.Same(h) || again.Receipt() != s.Receipt() {
			t.Errorf("sent again: stored %t, the same %t, %s for %s", again.Stored, again.Same(h), again.Receipt(), s.Receipt())
		}
		if other := r.mustTake(t, with(h, "wish", survey.Words("башка"))); other.Stored || other.Same(with(h, "wish", survey.Words("башка"))) {
			t.Error("other answers under the same identifier take the place of those that were sent, or pass for them")
		}
		got := r.responsesOf(t, s)
		want := survey.Entry{By: "kok-jar/aigul", Serial: serial}
		if len(got) != 1 || got[0].Entry == nil || *got[0].Entry != want || got[0].Respondent != "" {
			t.Errorf("stored: %+v", got)
		}
	}
	typed, err := r.By(t.Context(), r.campaign.ID, "kok-jar/aigul", 10)
	if err != nil || len(typed) != 2 {
		t.Errorf("she sees %d of what she typed, %v; want 2", len(typed), err)
	}
	if typed, err = r.By(t.Context(), r.campaign.ID, "kok-jar/bakyt", 10); err != nil || len(typed) != 0 {
		t.Errorf("somebody else sees %d of it, %v", len(typed), err)
	}
}

// TestOnePaperIsTypedInOnce has several type one form in at the same time: one does, and the others are told.
func TestOnePaperIsTypedInOnce(t *testing.T) {
	r := openTyping(t)
	serial := survey.NewSerial(41)
	hands := []string{"kok-jar/aigul", "kok-jar/bakyt", "kok-jar/cholpon", "kok-jar/daniyar"}
	held := make([]survey.Held, len(hands))
	for i, by := range hands {
		held[i] = r.typed(t, by, serial, by)
	}
	e := r.entrance(t)
	errs, stored := make([]error, len(hands)), make([]bool, len(hands))
	var typing sync.WaitGroup
	for i := range hands {
		typing.Go(func() {
			var s survey.Session
			s, errs[i] = r.Take(context.Background(), e, held[i])
			stored[i] = s.Stored
		})
	}
	typing.Wait()
	first := slices.Index(stored, true)
	if first < 0 {
		t.Fatalf("nobody's entry was stored: %v", errs)
	}
	for i, by := range hands {
		taken, told := errors.AsType[*survey.SerialTaken](errs[i])
		if i != first && (!told || taken.Form.By != hands[first]) {
			t.Errorf("%s: got %v, want to be told of %s", by, errs[i], hands[first])
		}
	}
	if form := r.form(t, serial); form.By != hands[first] || form.State != survey.PaperEntered {
		t.Errorf("the form is %s by %s, want it by %s", form.State, form.By, hands[first])
	}
	if n, err := r.db.CountResponses(t.Context(), r.campaign.ID, 0); err != nil || n != 1 {
		t.Errorf("%d responses, %v; want 1", n, err)
	}
}

// TestAnAbandonedEntryMakesRoom announces an entry that never comes, as a crash leaves it.
func TestAnAbandonedEntryMakesRoom(t *testing.T) {
	r := openTyping(t)
	serial := survey.NewSerial(5)
	form := survey.PaperForm{
		ID: survey.PaperFormID(r.campaign.ID, serial), Rev: 1, Municipality: "kok-jar", Campaign: r.campaign.ID, Serial: serial,
		State: survey.PaperEntered, By: "kok-jar/aigul", At: noon, Response: "never stored", Key: "another",
	}
	if err := r.db.SavePaperForm(t.Context(), form); err != nil {
		t.Fatal(err)
	}
	h := r.typed(t, "kok-jar/bakyt", serial, "жол")
	if _, err := r.take(t, h); !errors.Is(err, survey.ErrExists) {
		t.Errorf("while it may be under way: got %v, want %v", err, survey.ErrExists)
	}
	r.set(noon.Add(11 * time.Minute))
	if s, err := r.take(t, h); err != nil || !s.Stored || r.form(t, serial).By != "kok-jar/bakyt" {
		t.Errorf("later: stored %t, %v, by %s", s.Stored, err, r.form(t, serial).By)
	}
}

// TestPapersComeUntilTheCampaignIsFrozen types what was filled in before and after a campaign closed.
func TestPapersComeUntilTheCampaignIsFrozen(t *testing.T) {
	r := openTyping(t)
	closes := r.campaign.Closes
	for _, c := range []struct {
		name   string
		status survey.Status
		now    time.Time
		filled time.Time
		want   error
	}{
		{"open", survey.StatusOpen, noon, noon, nil},
		{"closed, filled in before", survey.StatusClosed, closes.Add(time.Hour), closes.Add(-time.Hour), nil},
		{"closed, filled in after", survey.StatusClosed, closes.Add(time.Hour), closes.Add(time.Minute), survey.ErrClosed},
		{"closed by the clock alone", survey.StatusOpen, closes.Add(time.Hour), closes.Add(-time.Hour), nil},
		{"frozen", survey.StatusFrozen, closes.Add(time.Hour), closes.Add(-time.Hour), survey.ErrClosed},
		{"a draft", survey.StatusDraft, noon, noon, survey.ErrClosed},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := openTyping(t)
			r.campaign.Rev, r.campaign.Status = 2, c.status
			if err := r.db.SaveCampaign(t.Context(), r.campaign); err != nil {
				t.Fatal(err)
			}
			r.set(c.now)
			h := r.typed(t, "kok-jar/aigul", survey.NewSerial(1), "жол")
			h.Begun, h.Ended = c.filled, c.filled
			s, err := r.take(t, h)
			if !errors.Is(err, c.want) || c.want == nil && (err != nil || !s.Begun.Equal(c.filled)) {
				t.Errorf("got %v, begun %v; want %v, begun %v", err, s.Begun, c.want, c.filled)
			}
			if got := r.Takes(r.campaign, c.filled); !errors.Is(got, c.want) || c.want == nil && got != nil {
				t.Errorf("it takes them: %v, want %v", got, c.want)
			}
		})
	}
}

// TestEverythingWrongIsSaidAtOnce leaves things out, and answers what is not asked.
func TestEverythingWrongIsSaidAtOnce(t *testing.T) {
	r := openTyping(t)
	h := r.typed(t, "kok-jar/aigul", "", "жарык")
	if problems, ignored := r.Check(r.entrance(t), h); len(problems) > 0 || len(ignored) > 0 {
		t.Errorf("of good answers: %v, ignored %q", problems, ignored)
	}
	empty := h
	empty.Answers = nil
	problems, _ := r.Check(r.entrance(t), empty)
	asked := map[string]bool{}
	for _, p := range problems {
		if p.Code != survey.Missing || asked[p.Question] {
			t.Errorf("of nothing: %v", p)
		}
		asked[p.Question] = true
	}
	if len(problems) == 0 {
		t.Error("nothing is missing where nothing was typed")
	}
	if _, err := r.take(t, empty); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("taken all the same: %v", err)
	}
	one := with(h, "needs", survey.Chosen("water"))
	one = with(one, "order", survey.Chosen("water", "roads")) // not asked of one
	problems, ignored := r.Check(r.entrance(t), one)
	for _, p := range problems {
		if p.Question == "order" {
			t.Errorf("of a ranking that is not asked: %v", p)
		}
	}
	if !slices.Contains(ignored, "order") {
		t.Errorf("ignored: %q, want the ranking of one need among them", ignored)
	}
}

// TestSecondEntriesNeverCount types a form twice, settles what differs, and counts slips.
func TestSecondEntriesNeverCount(t *testing.T) {
	r := openTyping(t)
	serial := survey.NewSerial(10)
	first := r.typed(t, "kok-jar/aigul", serial, "жарык")
	s := r.mustTake(t, first)
	second := with(r.typed(t, "kok-jar/bakyt", serial, "жарык керек"), "sex", survey.Skip())
	if _, err := r.Again(t.Context(), r.campaign, r.form(t, serial), with(first, "wish", survey.Words("өзү"))); !errors.Is(err, survey.ErrForbidden) {
		t.Errorf("by the same person: got %v, want %v", err, survey.ErrForbidden)
	}
	form, err := r.Again(t.Context(), r.campaign, r.form(t, serial), second)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := r.Again(t.Context(), r.campaign, form, second); err != nil || again.Rev != form.Rev {
		t.Errorf("sent again: revision %d after %d, %v", again.Rev, form.Rev, err)
	}
	if n, err := r.db.CountResponses(t.Context(), r.campaign.ID, 0); err != nil || n != 1 {
		t.Errorf("%d responses, %v; want 1", n, err)
	}
	_, open, err := r.Differences(t.Context(), r.campaign, form)
	var differ []string
	for _, d := range open {
		differ = append(differ, d.Question)
	}
	if diff := cmp.Diff([]string{"sex", "wish"}, differ); err != nil || diff != "" {
		t.Fatalf("differing (-want +got):\n%s%v", diff, err)
	}
	if _, err := r.Settle(t.Context(), r.campaign, form, "kok-jar/bakyt", map[string]survey.Reading{"sex": survey.ReadFirst}, nil); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("settled in part: got %v, want %v", err, survey.ErrInvalid)
	}
	as := map[string]survey.Reading{"sex": survey.ReadFirst, "wish": survey.ReadAnew}
	form, err = r.Settle(t.Context(), r.campaign, form, "kok-jar/bakyt", as, map[string]survey.Value{"wish": survey.Words("көчө жарыгы")})
	if err != nil || form.Second.Open() != 0 {
		t.Fatalf("settled: %v, %d open", err, form.Second.Open())
	}
	got := r.responsesOf(t, s)
	wish, _ := got[0].Answer("wish")
	sex, _ := got[0].Answer("sex")
	if wish.Text != "көчө жарыгы" || len(sex.Choices) == 0 || got[0].Edits != 1 || got[0].Entry.By != "kok-jar/aigul" {
		t.Errorf("the response: %+v", got[0])
	}
	all, byQuestion, byAccount := survey.Rates([]survey.PaperForm{form})
	fields := len(form.Second.Compared)
	if want := (survey.Rate{Compared: fields, Differing: 2, First: 1}); all != want || len(byQuestion) != fields {
		t.Errorf("rates: %+v of %d questions, want %+v of %d", all, len(byQuestion), want, fields)
	}
	if want := []survey.Rate{{Of: "kok-jar/aigul", Compared: fields, Differing: 2, First: 1}}; !slices.Equal(byAccount, want) {
		t.Errorf("by enumerator: %+v, want %+v", byAccount, want)
	}
}

// TestTypedAnswersAreCorrected corrects what was typed, twice from the same sight of it.
func TestTypedAnswersAreCorrected(t *testing.T) {
	r := openTyping(t)
	h := r.typed(t, "kok-jar/aigul", "", "жарык")
	s := r.mustTake(t, h)
	h = with(h, "wish", survey.Words("жол"))
	h.Edit = 1
	done, err := r.Correct(t.Context(), r.campaign, s, h)
	if err != nil || !done.Stored {
		t.Fatalf("corrected: stored %t, %v", done.Stored, err)
	}
	late := with(h, "wish", survey.Words("суу"))
	if done, err := r.Correct(t.Context(), r.campaign, s, late); err != nil || done.Stored || done.Same(late) {
		t.Errorf("corrected by somebody who saw what was before: stored %t, %v", done.Stored, err)
	}
	if got := r.responsesOf(t, s); len(got) != 1 || got[0].Edits != 1 || got[0].Channel != survey.Assisted {
		t.Errorf("the response: %+v", got)
	}
	h.Edit = 2
	frozen := r.campaign
	frozen.Status = survey.StatusFrozen
	if _, err := r.Correct(t.Context(), frozen, s, h); !errors.Is(err, survey.ErrClosed) {
		t.Errorf("in a campaign that is frozen: got %v, want %v", err, survey.ErrClosed)
	}
	resident := r.enter(t, "")
	if _, err := r.Typing.Session(t.Context(), r.campaign.ID, resident.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("an interview of a resident: got %v, want %v", err, survey.ErrNotFound)
	}
}

// TestCodesOfThoseWhoAreTypedFor types for somebody with a personal code, without one, and with a slip.
func TestCodesOfThoseWhoAreTypedFor(t *testing.T) {
	for _, c := range []struct {
		rule survey.Admission
		code bool
		want survey.ProblemCode
	}{
		{survey.AdmitsCodes, true, ""},
		{survey.AdmitsCodes, false, ""},
		{survey.AdmitsSlips, true, ""},
		{survey.AdmitsSlips, false, survey.NoTicket},
	} {
		h := openHall(t, c.rule)
		typing := survey.NewTyping(h.Intake, h.db, survey.NewPseudonyms(make([]byte, survey.MinSecret)))
		e, err := typing.Entrance(t.Context(), h.campaign, "besh-terek")
		if err != nil {
			t.Fatal(err)
		}
		held := h.phone("")
		held.Entered = &survey.Entered{Channel: survey.Paper, By: "kok-jar/aigul", Serial: survey.NewSerial(3)}
		if c.code {
			held.Ticket = h.issue(t, 1)[0]
		}
		s, err := typing.Take(t.Context(), e, held)
		if problemOf(err) != c.want || c.want == "" && (err != nil || !s.Stored) {
			t.Errorf("%s, with a code %t: stored %t, %v; want the problem %q", c.rule, c.code, s.Stored, err, c.want)
			continue
		}
		if c.want != "" {
			continue
		}
		if again, err := typing.Take(t.Context(), e, held); err != nil || again.Stored || !again.Same(held) {
			t.Errorf("%s, with a code %t, again: stored %t, %v", c.rule, c.code, again.Stored, err)
		}
		other := h.phone("")
		other.Entered = &survey.Entered{Channel: survey.Paper, By: "kok-jar/bakyt", Serial: survey.NewSerial(3)}
		if c.rule == survey.AdmitsCodes {
			if _, err := typing.Take(t.Context(), e, other); !errors.Is(err, survey.ErrExists) {
				t.Errorf("%s: the same form typed by another: %v", c.rule, err)
			}
		}
		if c.code {
			if _, err := h.receive(t.Context(), h.phone(held.Ticket)); problemOf(err) != survey.TicketUsed {
				t.Errorf("%s: the code admits somebody else: %v", c.rule, err)
			}
		}
		if got, err := typing.Session(t.Context(), "c-1", s.ID); err != nil || got.Receipt() != s.Receipt() {
			t.Errorf("%s: found again: %v", c.rule, err)
		}
		edit := held
		edit.Edit, edit.Ticket = 1, ""
		if done, err := typing.Correct(t.Context(), h.campaign, s, edit); err != nil || !done.Stored || h.responses(t) != 1 {
			t.Errorf("%s, with a code %t, corrected: stored %t, %v, %d responses", c.rule, c.code, done.Stored, err, h.responses(t))
		}
	}
}
