package survey

import (
	"slices"
	"time"
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
	ID            string       `json:"id" bson:"_id"`
	Rev           int64        `json:"rev" bson:"rev"` // grows by one with every save
	Municipality  string       `json:"municipality" bson:"municipality"`
	Campaign      string       `json:"campaign" bson:"campaign"`
	Village       string       `json:"village" bson:"village"`
	Questionnaire string       `json:"questionnaire" bson:"questionnaire"` // Key of the version
	Channel       Channel      `json:"channel" bson:"channel"`
	Language      string       `json:"language" bson:"language"`
	Respondent    string       `json:"respondent,omitempty" bson:"respondent"` // a pseudonym, or "" where the channel knows none
	Consent       ConsentGiven `json:"consent" bson:"consent"`
	Begun         time.Time    `json:"begun" bson:"begun"`
	Updated       time.Time    `json:"updated" bson:"updated"`
	Answers       []Answer     `json:"answers" bson:"answers"` // in the questionnaire's order
	// At names the question being asked; "" when the answers are looked over.
	At string `json:"at,omitempty" bson:"at"`
	// Draft is the unfinished answer to At: choices ticked but not yet sent on.
	Draft *Value `json:"draft,omitempty" bson:"draft,omitempty"`
	// Response is the identifier of the Response, once the interview was sent.
	Response string `json:"response,omitempty" bson:"response,omitempty"`
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
}

// Begin opens an interview at its first question. It is a *Problem when the
// language is not offered or the consent is missing or to another version.
func Begin(q *Questionnaire, b Beginning, now time.Time) (Interview, error) {
	if !q.Speaks(b.Language) {
		return Interview{}, &Problem{Code: NoLanguage}
	}
	if b.Consent == "" || b.Consent != q.Consent.Version {
		return Interview{}, &Problem{Code: NoConsent}
	}
	now = stamp(now)
	return Interview{
		ID: b.ID, Municipality: b.Door.Municipality, Campaign: b.Door.Campaign, Village: b.Door.Village,
		Questionnaire: q.Key(), Channel: b.Channel, Language: b.Language, Respondent: b.Respondent,
		Consent: ConsentGiven{Version: b.Consent, Language: b.Language, At: now},
		Begun:   now, Updated: now, At: q.Questions[0].Name,
	}, nil
}

// Sent reports whether the interview became a Response; it then changes no more.
func (iv Interview) Sent() bool { return iv.Response != "" }

// Answer gives the value to the named question, which is the one being asked or
// one asked before, and moves on to the first question after it that has no
// valid answer, or to the look-over. Giving the same answer twice is harmless.
// A value that cannot be accepted is a *Problem, and the state stays.
func (iv Interview) Answer(q *Questionnaire, question string, v Value, now time.Time) (Interview, error) {
	if iv.Sent() {
		return iv, &Problem{Question: question, Code: AlreadySent}
	}
	x, err := iv.reachable(q, question)
	if err != nil {
		return iv, err
	}
	v, err = x.accept(v, iv.offered(q, x), len(q.Choices(x.List)))
	if err != nil {
		return iv, err
	}
	next := iv.with(q, question, v)
	next.Draft = nil
	next.At = next.after(q, question)
	next.Updated = stamp(now)
	return next, nil
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
	x := q.Question(question)
	draft := usable(v, iv.offered(q, x), len(q.Choices(x.List)))
	iv.Draft = &draft
	iv.Updated = stamp(now)
	return iv, nil
}

// Back returns to the question before; at the first one it stays. What was
// answered is kept.
func (iv Interview) Back(q *Questionnaire, now time.Time) (Interview, error) {
	if iv.Sent() {
		return iv, &Problem{Code: AlreadySent}
	}
	end := len(q.Questions)
	if iv.At != "" {
		end = q.index(iv.At)
	}
	for i := end - 1; i >= 0; i-- {
		if iv.asked(q, &q.Questions[i]) {
			return iv.at(q.Questions[i].Name, now), nil
		}
	}
	return iv, nil
}

// GoTo returns to a question that was answered before, to correct it.
func (iv Interview) GoTo(q *Questionnaire, question string, now time.Time) (Interview, error) {
	if iv.Sent() {
		return iv, &Problem{Question: question, Code: AlreadySent}
	}
	if _, err := iv.reachable(q, question); err != nil {
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
	iv.Updated = stamp(now)
	return iv, nil
}

// Given returns the valid answer to the named question, and whether there is
// one. An answer that a later correction made impossible is not valid.
func (iv Interview) Given(q *Questionnaire, question string) (Value, bool) {
	x := q.Question(question)
	if x == nil || !iv.asked(q, x) {
		return Value{}, false
	}
	v, ok := iv.stored(question)
	if !ok {
		return Value{}, false
	}
	v, err := x.accept(v, iv.offered(q, x), len(q.Choices(x.List)))
	return v, err == nil
}

func (iv Interview) at(question string, now time.Time) Interview {
	iv.At = question
	iv.Draft = nil
	iv.Updated = stamp(now)
	return iv
}

// reachable returns the question if it may be answered now: it is asked, and
// nothing asked before it still lacks an answer.
func (iv Interview) reachable(q *Questionnaire, question string) (*Question, error) {
	for i := range q.Questions {
		x := &q.Questions[i]
		if !iv.asked(q, x) {
			continue
		}
		if x.Name == question {
			return x, nil
		}
		if _, ok := iv.Given(q, x.Name); !ok {
			break
		}
	}
	return nil, &Problem{Question: question, Code: NotAsked}
}

// asked reports whether the answers so far lead to this question.
func (iv Interview) asked(q *Questionnaire, x *Question) bool {
	switch x.Kind {
	case Rank:
		return len(iv.offered(q, x)) > 1
	case Scale:
		return len(iv.offered(q, x)) > 0
	default:
		return true
	}
}

// offered returns the choices that the question puts before this respondent.
func (iv Interview) offered(q *Questionnaire, x *Question) []Choice {
	if x.Of == "" {
		return q.Choices(x.List)
	}
	source, _ := iv.Given(q, x.Of)
	var offered []Choice
	for _, c := range q.Choices(q.Question(x.Of).List) {
		if source.Has(c.Name) && !c.Exclusive {
			offered = append(offered, c)
		}
	}
	return offered
}

// after returns the first question after the named one that has no valid
// answer; failing that the first anywhere; "" when all are answered.
func (iv Interview) after(q *Questionnaire, question string) string {
	from := q.index(question) + 1
	for n := range q.Questions {
		x := &q.Questions[(from+n)%len(q.Questions)]
		if !iv.asked(q, x) {
			continue
		}
		if _, ok := iv.Given(q, x.Name); !ok {
			return x.Name
		}
	}
	return ""
}

func (iv Interview) stored(question string) (Value, bool) {
	for _, a := range iv.Answers {
		if a.Question == question {
			return a.Value, true
		}
	}
	return Value{}, false
}

// with returns the interview with the value in its place in the order.
func (iv Interview) with(q *Questionnaire, question string, v Value) Interview {
	answers := make([]Answer, 0, len(iv.Answers)+1)
	for i := range q.Questions {
		name := q.Questions[i].Name
		if name == question {
			answers = append(answers, Answer{Question: name, Value: v.clone()})
		} else if old, ok := iv.stored(name); ok {
			answers = append(answers, Answer{Question: name, Value: old})
		}
	}
	iv.Answers = answers
	return iv
}

// usable is what of a value still makes sense for the choices offered.
func usable(v Value, choices []Choice, levels int) Value {
	v = v.clone()
	v.Choices = slices.DeleteFunc(v.Choices, func(n string) bool { return !contains(choices, n) })
	v.Levels = slices.DeleteFunc(v.Levels, func(l Level) bool {
		return l.Level < 1 || l.Level > levels || !contains(choices, l.Choice)
	})
	return v
}

// stamp brings a time to what every engine keeps: UTC, whole milliseconds.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
