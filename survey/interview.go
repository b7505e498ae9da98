package survey

import (
	"iter"
	"time"

	"ashar/survey/expression"
)

// Channel is the way by which an interview is held.
type Channel string

// The channels.
const (
	Web      Channel = "web"
	Bot      Channel = "bot"
	Assisted Channel = "assisted" // an enumerator or a neighbour types for the respondent
	Paper    Channel = "paper"
	Terminal Channel = "terminal"
)

// Interview is one respondent's way through a questionnaire: a state machine
// without I/O or clock that can be kept between any two steps and resumed on
// another day or another channel. Its methods return the state after the step
// and leave the receiver as it was.
type Interview struct {
	ID            string  `json:"id" bson:"_id"`
	Rev           int64   `json:"rev" bson:"rev"` // grows by one with every save
	Municipality  string  `json:"municipality" bson:"municipality"`
	Campaign      string  `json:"campaign" bson:"campaign"`
	Village       string  `json:"village" bson:"village"`
	Door          string  `json:"door,omitempty" bson:"door,omitempty"` // the code behind which it was begun, if by one
	Questionnaire string  `json:"questionnaire" bson:"questionnaire"`   // Key of the version
	Channel       Channel `json:"channel" bson:"channel"`               // on which it was begun, wherever it goes on
	Language      string  `json:"language" bson:"language"`
	// Respondent is a pseudonym, or "" where the channel knows none. Of what somebody types for the respondent it is that of
	// whoever types.
	Respondent string       `json:"respondent,omitempty" bson:"respondent"`
	Consent    ConsentGiven `json:"consent" bson:"consent"`
	Begun      time.Time    `json:"begun" bson:"begun"`
	Updated    time.Time    `json:"updated" bson:"updated"`
	Zone       int          `json:"zone,omitempty" bson:"zone,omitempty"` // minutes east of UTC where it began: where its days begin and end
	Answers    []Answer     `json:"answers" bson:"answers"`               // in the questionnaire's order
	// At names the question being asked; "" when the answers are looked over.
	At string `json:"at,omitempty" bson:"at"`
	// Draft is the unfinished answer to At: choices ticked but not yet sent on. An
	// empty one, where every tick was taken away, is not the same as none.
	Draft *Value `json:"draft,omitempty" bson:"draft"`
	// Response is the identifier of the Response, once the interview was sent.
	Response string `json:"response,omitempty" bson:"response,omitempty"`
	// Submitted is when it was sent last; see SentAt.
	Submitted time.Time `json:"submitted,omitzero" bson:"submitted,omitempty"`
	// Edits is how often it was corrected and sent again after it was first sent.
	Edits int `json:"edits,omitempty" bson:"edits,omitempty"`
	// Reopened: it was sent and is open again, to be corrected. Before are the answers
	// that were sent: they count until it is sent anew.
	Reopened bool     `json:"reopened,omitempty" bson:"reopened,omitempty"`
	Before   []Answer `json:"before,omitempty" bson:"before,omitempty"`
	// Shared: it was answered on the phone of somebody who answers too.
	Shared bool `json:"shared,omitempty" bson:"shared,omitempty"`
	// Seed is what the order of choices follows from, where that is not the identifier: the
	// one under which it was held on a phone, when it came with a ticket that names another.
	Seed string `json:"seed,omitempty" bson:"seed,omitempty"`
	// Entry: somebody types it for the respondent.
	Entry *Entry `json:"entry,omitempty" bson:"entry,omitempty"`
	// Forgotten: it is being removed, and what was said in it is gone; see Intake.Forget.
	Forgotten bool `json:"forgotten,omitempty" bson:"forgotten,omitempty"`
}

// ConsentGiven records to which text a respondent agreed, and when.
type ConsentGiven struct {
	Version  string    `json:"version" bson:"version"`
	Language string    `json:"language" bson:"language"`
	At       time.Time `json:"at" bson:"at"`
}

// Beginning is what is known of an interview before its first question.
type Beginning struct {
	ID         string
	Door       Door
	Channel    Channel
	Language   string
	Respondent string // a pseudonym, or ""
	Consent    string // the version of the consent text that was agreed to
	Shared     bool   // see Interview.Shared
	Ticket     string // its code as it was typed, where the campaign admits by tickets
	Seed       string // see Interview.Seed
	Entry      *Entry // see Interview.Entry
}

// Begin opens an interview at its first question; days begin and end for it in
// now's time zone. It is a *Problem when the language is not offered or the consent
// is missing or to another version.
func Begin(q *Questionnaire, b Beginning, now time.Time) (Interview, error) {
	if !q.Speaks(b.Language) {
		return Interview{}, &Problem{Code: NoLanguage}
	}
	if b.Consent == "" || b.Consent != q.Consent.Version {
		return Interview{}, &Problem{Code: NoConsent}
	}
	_, east := now.Zone()
	now = stamp(now)
	iv := Interview{
		ID: b.ID, Municipality: b.Door.Municipality, Campaign: b.Door.Campaign, Village: b.Door.Village,
		Door: b.Door.Code, Questionnaire: q.Key(), Channel: b.Channel, Language: b.Language, Respondent: b.Respondent, Shared: b.Shared, Seed: b.Seed, Entry: b.Entry,
		Consent: ConsentGiven{Version: b.Consent, Language: b.Language, At: now},
		Begun:   now, Updated: now, Zone: east / 60,
	}
	w := iv.walk(q)
	defer w.done()
	return iv.settle(w), nil
}

// Sent reports whether the interview became a Response. It then changes no more, unless
// it is reopened: until it is sent anew it is not Sent, though it has a Response.
func (iv Interview) Sent() bool { return iv.Response != "" && !iv.Reopened }

// Answer gives the value to the named question, which is the one being asked or
// one asked before, and moves on to the first question after it that has no
// valid answer, or to the look-over. Giving the same answer twice is harmless.
// A value that cannot be accepted is a *Problem, and the state stays.
func (iv Interview) Answer(q *Questionnaire, question string, v Value, now time.Time) (Interview, error) {
	if iv.Sent() {
		return iv, &Problem{Question: question, Code: AlreadySent}
	}
	iv, was := iv.touched(now), iv
	w := iv.walk(q)
	defer w.done()
	s, err := w.reach(question)
	if err != nil {
		return was, err
	}
	v, err = w.accept(s, v)
	if err != nil {
		return was, err
	}
	next := iv.with(s, v)
	next.Draft = nil
	if !s.matters { // the rest of the way stays as it is
		w.match(&next)
		s.shown, s.given = true, true
		if w.values != nil {
			w.values[w.plan.slots[question]] = expression.Value{}
		}
	} else {
		w.lead(&next)
	}
	return next.settle(w), nil
}

// Keep keeps an unfinished answer to the question being asked, so that ticks
// survive until the answer is given. Choices that are not offered are dropped.
func (iv Interview) Keep(q *Questionnaire, question string, v Value, now time.Time) (Interview, error) {
	if iv.Sent() {
		return iv, &Problem{Question: question, Code: AlreadySent}
	}
	if question == "" || question != iv.At {
		return iv, &Problem{Question: question, Code: NotAsked}
	}
	iv, was := iv.touched(now), iv
	w := iv.walk(q)
	defer w.done()
	s, err := w.reach(question)
	if err != nil {
		return was, err
	}
	draft := w.usable(s, v)
	iv.Draft = &draft
	return iv, nil
}

// Back returns to the question before; at the first one it stays. What was
// answered is kept.
func (iv Interview) Back(q *Questionnaire, now time.Time) (Interview, error) {
	if iv.Sent() {
		return iv, &Problem{Code: AlreadySent}
	}
	before := ""
	w := iv.walk(q)
	defer w.done()
	for i := range w.stops {
		s := &w.stops[i]
		if iv.At != "" && s.question.Name == iv.At {
			break
		}
		if s.asks() {
			before = s.question.Name
		}
	}
	if before == "" {
		return iv, nil
	}
	return iv.at(before, now), nil
}

// GoTo returns to a question that was answered before, to correct it.
func (iv Interview) GoTo(q *Questionnaire, question string, now time.Time) (Interview, error) {
	if iv.Sent() {
		return iv, &Problem{Question: question, Code: AlreadySent}
	}
	w := iv.walk(q)
	defer w.done()
	if _, err := w.reach(question); err != nil {
		return iv, err
	}
	return iv.at(question, now), nil
}

// Speak goes on in another language of the questionnaire.
func (iv Interview) Speak(q *Questionnaire, language string, now time.Time) (Interview, error) {
	if iv.Sent() {
		return iv, &Problem{Code: AlreadySent}
	}
	if !q.Speaks(language) {
		return iv, &Problem{Code: NoLanguage}
	}
	iv.Language = language
	return iv.touched(now), nil
}

// Given returns the valid answer to the named question, and whether there is
// one. An answer that a later correction made impossible is not valid; neither is
// there one to what is computed.
func (iv Interview) Given(q *Questionnaire, question string) (Value, bool) {
	w := iv.walk(q)
	defer w.done()
	s := w.stopAt(question)
	if s == nil || !s.given || s.computed {
		return Value{}, false
	}
	return *s.value, true
}

// Answered yields every valid answer with its question, in the questionnaire's order,
// but for what is computed and for notes: what the respondent looks over.
func (s Session) Answered() iter.Seq2[*Question, Value] {
	return func(yield func(*Question, Value) bool) {
		w := s.Interview.walk(s.Questionnaire)
		defer w.done()
		for i := range w.stops {
			at := &w.stops[i]
			if at.given && at.asks() && at.question.Kind != Note && !yield(at.question, *at.value) {
				return
			}
		}
	}
}

// settle stands the interview, which the walk has led through, at the first question
// that lacks an answer, and keeps what is to be kept when it first comes to something.
func (iv Interview) settle(w *walk) Interview {
	for _, i := range w.plan.once {
		if s := &w.stops[i]; s.asked && s.value == nil && !w.values[i].IsEmpty() {
			iv = iv.with(s, computed(w.values[i]))
			w.lead(&iv) // places have moved
		}
	}
	iv.At = w.missing()
	return iv
}

// resumed is the interview as it is to go on at this time. Where a condition speaks of
// the day, an answer may have stopped being valid since, or a question being asked.
func (iv Interview) resumed(q *Questionnaire, now time.Time) Interview {
	if q.plan != nil && !q.plan.clock {
		return iv
	}
	next := iv.touched(now)
	w := next.walk(q)
	defer w.done()
	if !w.plan.clock {
		return iv
	}
	if _, err := w.reach(next.At); err == nil || next.At == "" && w.missing() == "" {
		if w.Today() == iv.local(iv.Updated).Format(time.DateOnly) {
			return iv // nothing has come of the hours that have passed
		}
		return next
	}
	next.At, next.Draft = w.missing(), nil
	return next
}

// touched notes the time of a step.
func (iv Interview) touched(now time.Time) Interview {
	iv.Updated = stamp(now)
	return iv
}

// local is a time where the interview is held.
func (iv *Interview) local(t time.Time) time.Time {
	return t.In(time.FixedZone("", iv.Zone*60))
}

func (iv Interview) at(question string, now time.Time) Interview {
	iv.At = question
	iv.Draft = nil
	return iv.touched(now)
}

// stamp brings a time to what every engine keeps: UTC, whole milliseconds.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
