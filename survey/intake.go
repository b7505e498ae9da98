package survey

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"
)

// Catalogue is what Intake must look up: doors, campaigns and questionnaires, and how
// many have answered. A thing that is not there is an ErrNotFound.
type Catalogue interface {
	Door(ctx context.Context, code string) (Door, error)
	Campaign(ctx context.Context, id string) (Campaign, error)
	Questionnaire(ctx context.Context, key string) (*Questionnaire, error)
	// CountResponses counts the campaign's responses that are stored, up to this many.
	CountResponses(ctx context.Context, campaign string, most int) (int, error)
}

// Interviews keeps interviews between their steps.
type Interviews interface {
	// Interview returns the interview, or an ErrNotFound.
	Interview(ctx context.Context, id string) (Interview, error)
	// SaveInterview keeps the interview durably. With Rev 1 it is new, and an
	// ErrExists if there is one; with a higher Rev it replaces the one that has
	// Rev-1, and is an ErrConflict if that one has changed meanwhile.
	SaveInterview(ctx context.Context, iv Interview) error
	// LatestInterview returns the interview of this respondent that was touched
	// last, or an ErrNotFound.
	LatestInterview(ctx context.Context, respondent string) (Interview, error)
	// InterviewsOf streams the interviews of this respondent, the one that was touched
	// last first. After an error it ends.
	InterviewsOf(ctx context.Context, respondent string) iter.Seq2[Interview, error]
	// ForgetInterview removes, durably, the interview, the files that were sent in it and
	// the response that it became, by their identifiers, and keeps its mark; see
	// Interview.Mark. It is an ErrNotFound if there is neither. When it fails in between,
	// done again it removes the rest.
	ForgetInterview(ctx context.Context, id, response, mark string) error
	// TakenBack reports whether an interview with this mark was forgotten or withdrawn. It
	// is remembered for a time that is longer than any phone should hold what it has not
	// sent.
	TakenBack(ctx context.Context, mark string) (bool, error)
}

// Responses keeps what was sent.
type Responses interface {
	// InsertResponse keeps the response durably; an ErrExists if there is one
	// with its ID.
	InsertResponse(ctx context.Context, r Response) error
	// ReplaceResponse keeps the response durably in place of an earlier edit of it. It is
	// an ErrConflict if the one that is there is no earlier edit, and an ErrNotFound if
	// there is none.
	ReplaceResponse(ctx context.Context, r Response) error
	// Response returns the response, or an ErrNotFound.
	Response(ctx context.Context, id string) (Response, error)
}

// Intake is the one door through which every answer enters. Each step is kept
// durably before it returns. It is safe for concurrent use, and several
// processes may work on one store.
type Intake struct {
	catalogue   Catalogue
	interviews  Interviews
	responses   Responses
	attachments Attachments
	now         func() time.Time
	told        Told
	gate        *Gate // before campaigns that admit by tickets; nil if there is none
}

// Told is who is told what an Intake did, after it is durable. Each may be nil, and must
// return at once.
type Told struct {
	Stored    func(Response)        // this response was stored, or took the place of an earlier edit of it
	Forgotten func(campaign string) // one of the campaign's responses may be gone
}

// NewIntake takes what keeps things, the clock, in whose time zone days begin and end,
// and who is told of what was done.
func NewIntake(c Catalogue, i Interviews, r Responses, a Attachments, now func() time.Time, told Told) *Intake {
	if told.Stored == nil {
		told.Stored = func(Response) {}
	}
	if told.Forgotten == nil {
		told.Forgotten = func(string) {}
	}
	return &Intake{catalogue: c, interviews: i, responses: r, attachments: a, now: now, told: told}
}

// Entrance is what stands behind a code: what a respondent is shown before
// anything is kept of them.
type Entrance struct {
	Door          Door
	Campaign      Campaign
	Questionnaire *Questionnaire
}

// Session is an interview with the questionnaire that it goes through.
type Session struct {
	Interview
	Questionnaire *Questionnaire
	// Stored, of a Session that Receive returns: its answers came with that, and were not
	// here before.
	Stored bool
}

// Prompt says what is asked now.
func (s Session) Prompt() Prompt { return s.Interview.Prompt(s.Questionnaire) }

// Say returns a text of the questionnaire in the interview's language, with the
// answers in it that it speaks of.
func (s Session) Say(t Text) string {
	return s.Questionnaire.Say(s.Fill(s.Questionnaire, t), s.Language)
}

// Receipt is the code of the response that this session became.
func (s Session) Receipt() string { return receiptCode(s.ID) }

// Enter looks up a code as somebody typed it. An unknown code is an ErrNotFound,
// a campaign that takes no answers now an ErrClosed, one that takes no more of them an
// ErrFull, and a code that is in use no more an ErrEnded; the Entrance is filled in with
// all of them, so that the page can say what is closed.
func (in *Intake) Enter(ctx context.Context, code string) (Entrance, error) {
	normal := NormalCode(code)
	if normal == "" {
		return Entrance{}, fmt.Errorf("survey: code: %w", ErrNotFound)
	}
	door, err := in.catalogue.Door(ctx, normal)
	if err != nil {
		return Entrance{}, fmt.Errorf("survey: code %s: %w", normal, err)
	}
	return in.through(ctx, door)
}

// through is what stands behind a door.
func (in *Intake) through(ctx context.Context, door Door) (Entrance, error) {
	campaign, err := in.catalogue.Campaign(ctx, door.Campaign)
	if err != nil {
		return Entrance{}, fmt.Errorf("survey: code %s: campaign: %w", door.Code, err)
	}
	q, err := in.asked(ctx, &campaign, campaign.Questionnaire)
	if err != nil {
		return Entrance{}, fmt.Errorf("survey: code %s: %w", door.Code, err)
	}
	e := Entrance{Door: door, Campaign: campaign, Questionnaire: q}
	return e, in.Admits(ctx, e)
}

// Admits is nil when somebody new may begin behind the entrance; else what Enter says.
func (in *Intake) Admits(ctx context.Context, e Entrance) error {
	if err := in.takes(ctx, e.Campaign); err != nil {
		return err
	}
	if !e.Door.Ended.IsZero() {
		return fmt.Errorf("survey: code %s: %w", e.Door.Code, ErrEnded)
	}
	return nil
}

// takes is nil when the campaign takes answers of somebody new.
func (in *Intake) takes(ctx context.Context, c Campaign) error {
	if !c.Open(in.now()) {
		return fmt.Errorf("survey: campaign %s: %w", c.ID, ErrClosed)
	}
	if c.Limit == 0 {
		return nil
	}
	switch n, err := in.catalogue.CountResponses(ctx, c.ID, c.Limit); {
	case err != nil:
		return fmt.Errorf("survey: campaign %s: answers: %w", c.ID, err)
	case n >= c.Limit:
		return fmt.Errorf("survey: campaign %s: %w", c.ID, ErrFull)
	}
	return nil
}

// Beside is the entrance by which an interview was begun, for somebody else who is there.
// It is an ErrClosed as with Enter.
func (in *Intake) Beside(ctx context.Context, s Session) (Entrance, error) {
	switch door, err := in.catalogue.Door(ctx, s.Door); {
	case err == nil:
		return in.through(ctx, door)
	case !errors.Is(err, ErrNotFound):
		return Entrance{}, fmt.Errorf("survey: code %s: %w", s.Door, err)
	}
	return in.through(ctx, Door{Code: s.Door, Campaign: s.Campaign, Municipality: s.Municipality, Village: s.Village})
}

// Begin opens an interview behind an entrance and keeps it. When the identifier
// of the Beginning is in use, the interview that has it goes on instead: this
// is how a second start makes no second answer. An empty identifier is drawn.
//
// Where the campaign admits by tickets, the identifier is that of the Beginning's Ticket.
// A ticket that does not admit there is a *Problem; so is a slip that was used.
func (in *Intake) Begin(ctx context.Context, e Entrance, b Beginning) (Session, error) {
	b.Door = e.Door
	byTicket := e.Campaign.Admission != AdmitsAnyone
	switch {
	case byTicket:
		t, err := in.ticketAt(ctx, e, b.Ticket, in.valid)
		if err != nil {
			return Session{}, err
		}
		b.ID = t.Interview
	case b.ID == "":
		b.ID = NewInterviewID()
	}
	iv, err := Begin(e.Questionnaire, b, in.now())
	if err != nil {
		return Session{}, err
	}
	iv.Rev = 1
	switch err := in.interviews.SaveInterview(ctx, iv); {
	case errors.Is(err, ErrExists):
		s, err := in.Resume(ctx, b.ID)
		if err == nil && byTicket && s.Response != "" && !e.Campaign.leadsBack() {
			return Session{}, &Problem{Code: TicketUsed}
		}
		return s, err
	case err != nil:
		return Session{}, fmt.Errorf("survey: begin interview: %w", err)
	}
	return Session{Interview: iv, Questionnaire: e.Questionnaire}, nil
}

// Resume returns the interview with this identifier, or an ErrNotFound.
func (in *Intake) Resume(ctx context.Context, id string) (Session, error) {
	iv, err := in.interviews.Interview(ctx, id)
	if err != nil {
		return Session{}, fmt.Errorf("survey: resume: %w", err)
	}
	return in.session(ctx, iv)
}

// Latest returns the interview of a respondent that was touched last, or an
// ErrNotFound.
func (in *Intake) Latest(ctx context.Context, respondent string) (Session, error) {
	iv, err := in.interviews.LatestInterview(ctx, respondent)
	if err != nil {
		return Session{}, fmt.Errorf("survey: latest: %w", err)
	}
	return in.session(ctx, iv)
}

// Held are the interviews of a respondent, the one that was touched last first.
func (in *Intake) Held(ctx context.Context, respondent string) ([]Session, error) {
	var held []Session
	for iv, err := range in.interviews.InterviewsOf(ctx, respondent) {
		if err != nil {
			return nil, fmt.Errorf("survey: interviews: %w", err)
		}
		switch s, err := in.session(ctx, iv); {
		case err == nil:
			held = append(held, s)
		case !errors.Is(err, ErrNotFound) || !iv.Forgotten:
			return nil, err
		}
	}
	return held, nil
}

// session is the interview with its questionnaire; an ErrNotFound of one that was
// forgotten, of which the rest is removed now.
func (in *Intake) session(ctx context.Context, iv Interview) (Session, error) {
	if iv.Forgotten {
		if err := in.remove(ctx, iv); err != nil {
			return Session{}, err
		}
		return Session{}, fmt.Errorf("survey: interview: %w", ErrNotFound)
	}
	c, err := in.catalogue.Campaign(ctx, iv.Campaign)
	if err != nil {
		return Session{}, fmt.Errorf("survey: campaign %s: %w", iv.Campaign, err)
	}
	q, err := in.asked(ctx, &c, iv.Questionnaire)
	if err != nil {
		return Session{}, err
	}
	s := Session{Interview: iv, Questionnaire: q}
	if s.Sent() {
		_, err := in.makeGood(ctx, s)
		if !lateFor(err) {
			return s, err
		}
		iv = iv.unsealed()
	}
	s.Interview = iv.resumed(q, in.now())
	return s, nil
}

// asked is a version of its questionnaire, in the languages in which a campaign asks it.
func (in *Intake) asked(ctx context.Context, c *Campaign, key string) (*Questionnaire, error) {
	q, err := in.catalogue.Questionnaire(ctx, key)
	if err != nil {
		return nil, fmt.Errorf("survey: questionnaire %s: %w", key, err)
	}
	return q.Offered(c.Languages), nil
}

// Answer gives a value to a question of the interview; see Interview.Answer. As
// with every step, the Session is the caller's last look at it: when somebody
// else took a step since, this one is taken after that. With a *Problem the
// Session returned is the one that stays.
func (in *Intake) Answer(ctx context.Context, s Session, question string, v Value) (Session, error) {
	return in.answer(ctx, s, question, v, in.open)
}

// answer does it where takes agrees, given the campaign.
func (in *Intake) answer(ctx context.Context, s Session, question string, v Value, takes taker) (Session, error) {
	var before []Answer
	next, err := in.stepWhile(ctx, s, takes, func(s Session) (Interview, error) {
		before = s.Answers
		return s.Interview.Answer(s.Questionnaire, question, v, in.now())
	})
	if err == nil {
		in.drop(ctx, gone(before, next.held())...) // what was sent keeps its files
	}
	return next, err
}

// Keep keeps an unfinished answer; see Interview.Keep.
func (in *Intake) Keep(ctx context.Context, s Session, question string, v Value) (Session, error) {
	return in.step(ctx, s, func(s Session) (Interview, error) {
		return s.Interview.Keep(s.Questionnaire, question, v, in.now())
	})
}

// Back returns to the question before; see Interview.Back.
func (in *Intake) Back(ctx context.Context, s Session) (Session, error) {
	return in.step(ctx, s, func(s Session) (Interview, error) {
		return s.Interview.Back(s.Questionnaire, in.now())
	})
}

// GoTo returns to a question answered before; see Interview.GoTo.
func (in *Intake) GoTo(ctx context.Context, s Session, question string) (Session, error) {
	return in.step(ctx, s, func(s Session) (Interview, error) {
		return s.Interview.GoTo(s.Questionnaire, question, in.now())
	})
}

// Speak goes on in another language; see Interview.Speak.
func (in *Intake) Speak(ctx context.Context, s Session, language string) (Session, error) {
	return in.step(ctx, s, func(s Session) (Interview, error) {
		return s.Interview.Speak(s.Questionnaire, language, in.now())
	})
}

// maxTries bounds how often a step is done over because somebody else, such as a
// second tap on the same button, saved the interview in between.
const maxTries = 5

// taker is nil when a campaign takes answers; an ErrClosed when it does not.
type taker func(ctx context.Context, campaign string) error

// step takes one step of an interview that was not sent while its campaign is open, and
// saves it; see turn.
func (in *Intake) step(ctx context.Context, s Session, take func(Session) (Interview, error)) (Session, error) {
	return in.stepWhile(ctx, s, in.open, take)
}

// stepWhile does it while the campaign takes answers.
func (in *Intake) stepWhile(ctx context.Context, s Session, takes taker, take func(Session) (Interview, error)) (Session, error) {
	return in.turn(ctx, s, func(s Session) (Interview, bool, error) {
		if s.Sent() {
			return s.Interview, false, &Problem{Code: AlreadySent}
		}
		if err := takes(ctx, s.Campaign); err != nil {
			return s.Interview, false, err
		}
		next, err := take(s)
		return next, true, err
	})
}

// Takes is nil when the interview may go on, be corrected and sent, also when nobody new
// may begin: an ErrClosed when its campaign takes no answers now.
func (in *Intake) Takes(ctx context.Context, s Session) error { return in.open(ctx, s.Campaign) }

func (in *Intake) open(ctx context.Context, campaign string) error {
	c, err := in.catalogue.Campaign(ctx, campaign)
	if err != nil {
		return fmt.Errorf("survey: campaign %s: %w", campaign, err)
	}
	if !c.Open(in.now()) {
		return fmt.Errorf("survey: campaign %s: %w", campaign, ErrClosed)
	}
	return nil
}
