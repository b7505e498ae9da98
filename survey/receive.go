package survey

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
)

// Held is an interview that was held where nothing could be sent, on a phone that
// kept it until it could: from its beginning, or from where the signal went. What a phone
// says of itself is not relied upon: every answer is judged here as if it were given now,
// and when it was sent is the time of the one who receives it.
type Held struct {
	ID            string    `json:"id"`            // of the interview that went on there, or drawn as NewInterviewID draws it
	Questionnaire string    `json:"questionnaire"` // Key of the version that was asked
	Language      string    `json:"language"`
	Consent       string    `json:"consent"` // the version of the consent text that was agreed to
	Begun         time.Time `json:"begun"`   // by the phone's clock, as Ended is
	Ended         time.Time `json:"ended"`
	Edit          int       `json:"edit,omitempty"` // the number of the edit that it is; see Interview.Edits
	Answers       []Answer  `json:"answers"`        // of any order; what is not asked does not count
	Ticket        string    `json:"ticket"`         // its code as it was typed, where the campaign admits by tickets
	// Entered: staff typed it in for somebody; nil where a phone sends what was answered on it.
	Entered *Entered `json:"-"`
}

// Receive takes an interview that was held elsewhere, whole: it is sealed with its
// answers in one step, and its Response is durable when Receive returns. Where the
// interview was begun here and went on there, it becomes what was held; other steps
// taken here meanwhile, if it was not sent, are passed by. Of one edit the first that
// is sent counts: done again, by two at once, or for one that was sent here before,
// it stores nothing new and returns the Session as it is, be the campaign open still or
// closed; Session.Stored tells that, and Session.Same whether it has the same answers.
//
// A file is named by the identifier that Attach gave to it in this interview. One that
// is not there is a *Problem with the code FileAwaited: the rest is kept as an interview
// that was not sent, in which the file can be attached; then it is to be received again.
//
// Of an interview that cannot be accepted as it is nothing is kept: it is a *Problem that
// names the question, or has the code TakenBack if it was forgotten or withdrawn; an
// ErrInvalid when the campaign never asked that version, or the identifier is none; an
// ErrExists when that is in use for another interview; an ErrClosed when the campaign
// takes no answers now; and an ErrFull when it has as many as it takes and the interview
// was not begun here: whoever held it begins, as far as can be known here, only now.
//
// Where the campaign admits by tickets, and the interview was not begun here by one, it is
// kept as that of its ticket. A ticket that does not admit is a *Problem; so is one with
// which something else was sent. What was only begun with it elsewhere makes room.
func (in *Intake) Receive(ctx context.Context, e Entrance, h Held) (Session, error) {
	return in.receive(ctx, e, h, reception{valid: in.valid, admits: func(s Session) error {
		if s.ID != "" { // whoever has begun may finish
			return in.open(ctx, s.Campaign)
		}
		return in.takes(ctx, e.Campaign) // also by a door that has ended since
	}})
}

// reception is on what terms an interview that was held elsewhere is taken.
type reception struct {
	valid  judge                 // with a valid ticket
	admits func(Session) error   // given what was begun here, if anything was
	claims func(Interview) error // given what is to be sealed, just before; may be nil
	as     string                // the identifier under which it is kept, where that is known; else ""
}

// ReceiveLate does so for an organiser who brings in what came too late: also when there
// are as many answers as the campaign takes, and when it is closed, as long as its
// results are not published and the interview was ended, by the phone's clock, before the
// campaign was to close. By that clock it is as well that its ticket must have been valid;
// slips that were sealed are not.
func (in *Intake) ReceiveLate(ctx context.Context, e Entrance, h Held) (Session, error) {
	return in.receive(ctx, e, h, reception{valid: in.validFor(h), admits: func(Session) error { return in.takesLate(e.Campaign, h) }})
}

// takesLate is nil when the campaign takes what was held, though it may come too late.
func (in *Intake) takesLate(c Campaign, h Held) error {
	begun := c.Status == StatusOpen && !in.now().Before(c.Opens) || c.Status == StatusClosed
	if !begun || !c.Closes.IsZero() && h.Ended.After(c.Closes) {
		return fmt.Errorf("survey: campaign %s: %w", c.ID, ErrClosed)
	}
	return nil
}

// receive does it on these terms.
func (in *Intake) receive(ctx context.Context, e Entrance, h Held, on reception) (Session, error) {
	if !drawn(h.ID) || h.Edit < 0 {
		return Session{}, fmt.Errorf("survey: receive: the identifier of an interview: %w", ErrInvalid)
	}
	as, notNow := on.as, error(nil)
	if as == "" {
		as, notNow = in.filed(ctx, h, e, on.valid)
	}
	if as == "" {
		return Session{}, cmp.Or(on.admits(Session{}), notNow)
	}
	for try := 1; ; try++ {
		before, err := in.begunHere(ctx, e, h, as)
		if err != nil || before.sent(h.Edit) {
			return before, err
		}
		if h.Edit > before.Edits+1 {
			return Session{}, fmt.Errorf("survey: receive: edit %d after %d: %w", h.Edit, before.Edits, ErrInvalid)
		}
		if err := cmp.Or(on.admits(before), notNow); err != nil {
			return Session{}, err
		}
		s, err := in.takeOver(ctx, e, h, as, before, on.claims)
		if again := errors.Is(err, ErrConflict) || errors.Is(err, ErrExists); !again || try == maxTries {
			return s, err
		}
	}
}

// filed is the identifier under which what was held is kept: its own, or that of its
// ticket; "" with an error where it cannot be. An error that comes with an identifier is
// why nothing new is taken under it now.
func (in *Intake) filed(ctx context.Context, h Held, e Entrance, valid judge) (string, error) {
	if e.Campaign.Admission == AdmitsAnyone || h.needsNoCode(e.Campaign) {
		return h.ID, nil
	}
	switch iv, err := in.interviews.Interview(ctx, h.ID); {
	case err == nil: // it was begun here by its ticket
		return h.ID, in.admitted(ctx, iv, valid)
	case !errors.Is(err, ErrNotFound):
		return "", fmt.Errorf("survey: receive: %w", err)
	}
	t, err := in.ticketAt(ctx, e, h.Ticket, valid)
	return t.Interview, err
}

// begunHere is the interview, kept under this identifier, that was begun behind an
// entrance; an empty Session where there is none. It is an error if it is of somebody
// else who has sent it.
func (in *Intake) begunHere(ctx context.Context, e Entrance, h Held, as string) (Session, error) {
	s, err := in.Resume(ctx, as)
	switch {
	case err == nil && (s.Campaign != e.Door.Campaign || s.Village != e.Door.Village):
		return Session{}, fmt.Errorf("survey: receive: another interview: %w", ErrExists)
	case err == nil && s.Response != "" && !h.is(s.Interview):
		return Session{}, &Problem{Code: TicketUsed}
	case err == nil && h.is(s.Interview), err != nil && !errors.Is(err, ErrNotFound):
		return s, err
	}
	switch back, err := in.interviews.TakenBack(ctx, responseID(h.ID)); {
	case err != nil:
		return Session{}, fmt.Errorf("survey: receive: %w", err)
	case back:
		return Session{}, &Problem{Code: TakenBack}
	}
	return s, nil
}

// is reports whether the interview is the one that was held, or became it.
func (h Held) is(iv Interview) bool { return h.ID == iv.origin() }

// origin is the identifier under which the interview was begun, there where it was held.
func (iv *Interview) origin() string { return cmp.Or(iv.Seed, iv.ID) }

// Mark stands for the interview when it was taken back: who held it, and sends it again,
// is known by it.
func (iv *Interview) Mark() string { return responseID(iv.origin()) }

// takeOver seals what was held, in place of what was begun here. It is an ErrConflict, or
// an ErrExists, when somebody else saved that meanwhile.
func (in *Intake) takeOver(ctx context.Context, e Entrance, h Held, as string, before Session, claims func(Interview) error) (Session, error) {
	if h.is(before.Interview) && h.Questionnaire != before.Interview.Questionnaire || !slices.Contains(e.Campaign.Versions(), h.Questionnaire) {
		return Session{}, fmt.Errorf("survey: receive: campaign %s never asked this version: %w", e.Campaign.ID, ErrInvalid)
	}
	q, err := in.asked(ctx, &e.Campaign, h.Questionnaire)
	if err != nil {
		return Session{}, err
	}
	var own Interview // before, unless it was somebody else's with the same ticket
	if h.is(before.Interview) {
		own = before.Interview
	}
	now := in.now()
	iv, awaited, err := h.interview(q, e, as, before.Interview, now)
	if err != nil {
		return Session{}, err
	}
	if _, err := iv.Respond(q, now); err != nil {
		return Session{}, err
	}
	s := Session{Interview: iv.seal(now), Questionnaire: q}
	if len(awaited) > 0 {
		s.Interview = iv.awaiting(awaited, own)
	}
	if claims != nil {
		if err := claims(s.Interview); err != nil {
			return Session{}, err
		}
	}
	if err := in.interviews.SaveInterview(ctx, s.Interview); err != nil {
		return Session{}, fmt.Errorf("survey: receive: %w", err)
	}
	if len(awaited) > 0 {
		in.drop(context.WithoutCancel(ctx), gone(before.held(), own.held())...)
		return s, &Problem{Question: awaited[0], Code: FileAwaited}
	}
	// What is sealed is to be stored, even if the one who sent it has gone.
	ctx = context.WithoutCancel(ctx)
	r, err := in.deliver(ctx, s)
	if err == nil && r.Edits == s.Edits {
		in.drop(ctx, gone(before.held(), r.Answers)...) // files that are no part of what was sent
	}
	s.Stored = err == nil
	return s, err
}

// interview leads through the questionnaire with the answers that were given, for the
// interview that was begun here, if one was. It takes files for granted, and names the
// questions whose files are not here.
func (h Held) interview(q *Questionnaire, e Entrance, as string, before Interview, now time.Time) (iv Interview, awaited []string, err error) {
	begun := within(h.Begun, e.Campaign.Opens, now)
	ended := within(h.Ended, begun, now)
	if iv, err = h.begin(q, e, as, before, begun.In(now.Location())); err != nil {
		return iv, nil, err
	}
	given := make(map[string]Value, len(h.Answers))
	for _, a := range h.Answers {
		given[a.Question] = a.Value
	}
	// In the order in which they are asked, which is not always that of the
	// questionnaire. An answer can undo an earlier one, but not for ever.
	for range 2 * len(q.Questions) {
		x := q.Question(iv.At)
		if x == nil {
			break
		}
		v, said := given[x.Name]
		if !said && x.Kind != Note {
			return iv, nil, x.problem(Missing)
		}
		if v.File != nil && x.Kind.Stored() {
			f, here := before.file(v.File.ID)
			if !here {
				f = File{ID: "awaited", Type: x.Kind.media()}
				awaited = appendOnce(awaited, x.Name)
			}
			v = Attached(f)
		}
		if iv, err = iv.Answer(q, x.Name, v, ended); err != nil {
			return iv, nil, err
		}
	}
	return iv, awaited, nil
}

// begin is the interview at its first question: a new one, or the one that was begun here
// without the answers that it has; what was computed in it for good stays.
func (h Held) begin(q *Questionnaire, e Entrance, as string, before Interview, begun time.Time) (Interview, error) {
	if !h.is(before) {
		b := Beginning{ID: as, Door: e.Door, Channel: Web, Language: h.Language, Consent: h.Consent}
		if t := h.Entered; t != nil {
			b.Channel, b.Entry, b.Respondent = t.Channel, &Entry{By: t.By, Serial: t.Serial, Batch: t.Batch}, t.typist
		}
		if as != h.ID {
			b.Seed = h.ID
		}
		iv, err := Begin(q, b, begun)
		iv.Rev = before.Rev // what was begun elsewhere makes room
		return iv, err
	}
	iv := before
	if !q.Speaks(h.Language) {
		return iv, &Problem{Code: NoLanguage}
	}
	iv.Language = h.Language
	if iv.Response != "" && !iv.Reopened { // it was left as it was, and is corrected all the same
		iv = iv.reopened(files(iv.Answers), begun)
	}
	iv.Draft = nil
	iv.Answers = slices.DeleteFunc(slices.Clone(iv.Answers), func(a Answer) bool {
		x := q.Question(a.Question)
		return x == nil || !x.Kind.Computed()
	})
	w := iv.walk(q)
	defer w.done()
	return iv.settle(w), nil
}

// file is the file with this identifier among the answers, and whether it is there.
func (iv *Interview) file(id string) (File, bool) {
	for _, a := range iv.held() {
		if f := a.Value.File; f != nil && f.ID == id {
			return *f, true
		}
	}
	return File{}, false
}

// awaiting is the interview as it is kept until the files of these questions come: it
// stands at the first of them. What file it had there stays until then.
func (iv Interview) awaiting(questions []string, before Interview) Interview {
	var answers []Answer
	for _, a := range iv.Answers {
		if slices.Contains(questions, a.Question) {
			i := slices.IndexFunc(before.Answers, func(b Answer) bool { return b.Question == a.Question && b.Value.File != nil })
			if i < 0 {
				continue
			}
			a = before.Answers[i]
		}
		answers = append(answers, a)
	}
	iv.Answers, iv.At, iv.Draft = answers, questions[0], nil
	iv.Rev++
	return iv
}

// Same reports whether the answers of an interview that was held are those that the
// session has.
func (s Session) Same(h Held) bool {
	return !slices.ContainsFunc(h.Answers, func(a Answer) bool {
		v, _ := s.Given(s.Questionnaire, a.Question)
		if v.File != nil && a.Value.File != nil {
			return a.Value.File.ID != "" && v.File.ID != a.Value.File.ID
		}
		v.Key, a.Value.Key = "", ""
		return !reflect.DeepEqual(v, a.Value)
	})
}

// within is the time, or the end of the span that it lies beyond.
func within(t, from, to time.Time) time.Time {
	switch {
	case t.After(to):
		return to
	case t.Before(from):
		return from
	}
	return t
}

// drawn reports whether an identifier is like those that NewInterviewID draws.
func drawn(id string) bool {
	return len(id) == interviewIDLength && strings.Trim(id, interviewIDAlphabet) == ""
}
