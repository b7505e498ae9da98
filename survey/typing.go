package survey

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Entered says of an interview that staff typed it in for somebody, and how.
type Entered struct {
	Channel Channel // Assisted or Paper
	By      string  // the account of whoever typed it
	Serial  string  // of the printed form, as ParseSerial returns it; "" where there is none
	Batch   string  // the table that it came in, if it did
	typist  string  // the pseudonym of By, by which it is found
}

// Typing takes in what staff type for others: off paper, or as somebody says it to them. It goes through an Intake as
// everything does. It is safe for concurrent use, and several processes may work on one store.
type Typing struct {
	intake     *Intake
	papers     PaperForms
	pseudonyms Pseudonyms
}

// NewTyping takes the Intake, what keeps printed forms, and the instance's secret.
func NewTyping(in *Intake, papers PaperForms, p Pseudonyms) *Typing {
	return &Typing{intake: in, papers: papers, pseudonyms: p}
}

// SerialTaken is that a printed form with this serial was dealt with before. It is an ErrExists.
type SerialTaken struct{ Form PaperForm }

// Error names the serial.
func (e *SerialTaken) Error() string {
	return fmt.Sprintf("survey: the form %s is %s: %v", e.Form.Serial, e.Form.State, ErrExists)
}

// Unwrap is the kind of the error.
func (e *SerialTaken) Unwrap() error { return ErrExists }

// Entrance is where staff type for a village: behind no door, so that nothing counts as brought by a poster.
func (t *Typing) Entrance(ctx context.Context, c Campaign, village string) (Entrance, error) {
	q, err := t.intake.asked(ctx, &c, c.Questionnaire)
	return Entrance{Door: Door{Campaign: c.ID, Municipality: c.Municipality, Village: village}, Campaign: c, Questionnaire: q}, err
}

// Takes is nil while what was answered in a campaign may be typed in: while it takes answers, also more than its Limit,
// and until it is frozen what was answered before it closed. Else it is an ErrClosed.
func (t *Typing) Takes(c Campaign, answered time.Time) error {
	return t.intake.takesLate(c, Held{Ended: answered})
}

// Take takes in an interview that staff typed, as Receive does; its ID is drawn by whoever types, and sent twice under it
// it is stored once. Takes says until when. Where the campaign admits by codes, one may be typed, and then admits nobody
// else; without one it is taken all the same, since who it is of is for the enumerator to see. A slip must be there, as
// for everybody.
//
// Of a printed form with a serial the first entry counts: after that it is a *SerialTaken. A second entry is for Again.
// When nothing new was stored since it was sent before, Session.Stored is false, and Session.Same says whether it has the
// same answers.
func (t *Typing) Take(ctx context.Context, e Entrance, h Held) (Session, error) {
	if h.Entered == nil || h.Entered.By == "" || h.Entered.Channel != Assisted && h.Entered.Channel != Paper || h.Edit != 0 {
		return Session{}, fmt.Errorf("survey: typing: who typed what: %w", ErrInvalid)
	}
	typed, key := *h.Entered, h.ID
	typed.typist = t.typist(e.Campaign.ID, typed.By)
	h.Entered, h.Answers = &typed, h.complete(e.Questionnaire)
	on := reception{valid: t.intake.validFor(h), admits: func(s Session) error {
		if s.ID != "" && s.Entry == nil && h.is(s.Interview) {
			return fmt.Errorf("survey: typing: an interview of somebody else: %w", ErrExists)
		}
		return t.intake.takesLate(e.Campaign, h)
	}}
	if typed.Serial == "" {
		return t.intake.receive(ctx, e, h, on)
	}
	id := PaperFormID(e.Campaign.ID, typed.Serial)
	if err := t.free(ctx, id, key); err != nil {
		return Session{}, err
	}
	h.ID = t.pseudonyms.PaperInterview(e.Campaign.ID, typed.Serial)
	on.claims = func(iv Interview) error { return t.claim(ctx, iv, key) }
	s, err := t.intake.receive(ctx, e, h, on)
	switch {
	case err == nil && !s.Stored, errors.Is(err, ErrExists):
		if taken := t.free(ctx, id, key); taken != nil {
			return Session{}, taken
		}
	}
	return s, err
}

// free is nil where a printed form may be typed in under this key; a *SerialTaken where something was said of it before.
func (t *Typing) free(ctx context.Context, id, key string) error {
	switch form, err := t.papers.PaperForm(ctx, id); {
	case errors.Is(err, ErrNotFound):
		return nil
	case err != nil:
		return fmt.Errorf("survey: typing: %w", err)
	case form.Key == key && form.State == PaperEntered:
		return nil
	default:
		return t.taken(ctx, form)
	}
}

// abandoned is after what time an entry that was announced and never came makes room for another one.
const abandoned = 10 * time.Minute

// taken is the *SerialTaken of a form; nil if it was announced only, and that was abandoned.
func (t *Typing) taken(ctx context.Context, form PaperForm) error {
	if form.State == PaperEntered && t.intake.now().Sub(form.At) > abandoned {
		switch _, err := t.intake.responses.Response(ctx, form.Response); {
		case errors.Is(err, ErrNotFound):
			return nil
		case err != nil:
			return fmt.Errorf("survey: typing: %w", err)
		}
	}
	return &SerialTaken{Form: form}
}

// claim says of a printed form that it is typed in as this interview.
func (t *Typing) claim(ctx context.Context, iv Interview, key string) error {
	form := PaperForm{
		ID: PaperFormID(iv.Campaign, iv.Entry.Serial), Rev: 1, Municipality: iv.Municipality, Campaign: iv.Campaign, Village: iv.Village,
		Serial: iv.Entry.Serial, State: PaperEntered, By: iv.Entry.By, At: stamp(t.intake.now()),
		Interview: iv.ID, Response: responseID(iv.ID), Key: key,
	}
	err := t.papers.SavePaperForm(ctx, form)
	if errors.Is(err, ErrExists) {
		before, getErr := t.papers.PaperForm(ctx, form.ID)
		switch {
		case getErr != nil:
			return fmt.Errorf("survey: typing: %w", getErr)
		case before.Key == key && before.Response == form.Response && before.State == PaperEntered:
			return nil
		}
		if err := t.taken(ctx, before); err != nil {
			return err
		}
		form.Rev = before.Rev + 1
		err = t.papers.SavePaperForm(ctx, form)
	}
	if err != nil {
		return fmt.Errorf("survey: typing: %w", err)
	}
	return nil
}

// typist is the pseudonym of an account, by which what it types in a campaign is found.
func (t *Typing) typist(campaign, account string) string {
	return t.pseudonyms.Of("typist", campaign+"\x00"+account)
}

// By are the interviews that an account typed in a campaign, the one touched last first, up to this many.
func (t *Typing) By(ctx context.Context, campaign, account string, most int) ([]Interview, error) {
	var typed []Interview
	for iv, err := range t.intake.interviews.InterviewsOf(ctx, t.typist(campaign, account)) {
		if err != nil {
			return nil, fmt.Errorf("survey: typing: %w", err)
		}
		if len(typed) == most {
			break
		}
		if !iv.Forgotten && iv.Response != "" {
			typed = append(typed, iv)
		}
	}
	return typed, nil
}

// Session is an interview that staff typed in a campaign; an ErrNotFound of any other.
func (t *Typing) Session(ctx context.Context, campaign, id string) (Session, error) {
	s, err := t.intake.Resume(ctx, id)
	if err == nil && (s.Campaign != campaign || s.Entry == nil || s.Response == "") {
		err = fmt.Errorf("survey: typing: an interview that nobody typed in: %w", ErrNotFound)
	}
	return s, err
}

// Correct takes in the answers of an interview that was typed in, in place of those that it has, until the campaign is
// frozen. It is an edit like a respondent's own: h.Edit is its number, and of one number the first that comes counts; see
// Receive. The village, the channel and who typed it stay.
func (t *Typing) Correct(ctx context.Context, c Campaign, s Session, h Held) (Session, error) {
	e, err := t.Entrance(ctx, c, s.Village)
	if err != nil {
		return Session{}, err
	}
	h.ID, h.Questionnaire, h.Begun, h.Ended = s.origin(), s.Interview.Questionnaire, s.Begun, s.Begun
	h.Answers = h.complete(s.Questionnaire)
	h.Entered = &Entered{Channel: s.Channel, By: s.Entry.By, Serial: s.Entry.Serial, Batch: s.Entry.Batch, typist: s.Respondent}
	return t.intake.receive(ctx, e, h, reception{valid: t.intake.valid, as: s.ID, admits: func(Session) error {
		if c.Status != StatusOpen && c.Status != StatusClosed {
			return fmt.Errorf("survey: campaign %s: %w", c.ID, ErrClosed)
		}
		return nil
	}})
}

// needsNoCode reports whether an interview is taken without a code where the campaign admits by codes.
func (h *Held) needsNoCode(c Campaign) bool {
	return h.Entered != nil && c.Admission == AdmitsCodes && blankCode(h.Ticket)
}
