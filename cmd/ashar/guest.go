package main

import (
	"time"

	"ashar/survey"
)

// guest is somebody who goes through a questionnaire by a real door: every page is
// fetched, every button pressed, and only what is offered can be chosen.
type guest struct {
	language string
	// answer is what the guest answers where they are asked this.
	answer func(survey.Prompt) survey.Value
	// prefers says which of two choices is the better one; "" finds them equal.
	prefers func(one, other string) string
	// file is what the guest sends where a photo or a voice message is asked; nil
	// sends none.
	file func(*survey.Question) []byte
	// leaves reports whether the guest goes away when asked this; nil never does.
	leaves func(*survey.Question) bool
}

// shadow follows a guest through the questionnaire, so that it is known what the
// door must be asking: an interview with the same answers. What is drawn by chance
// is drawn differently in it, and only the door knows how.
type shadow struct {
	q  *survey.Questionnaire
	iv survey.Interview
	at time.Time
}

func newShadow(q *survey.Questionnaire, language string, at time.Time) (*shadow, error) {
	iv, err := survey.Begin(q, survey.Beginning{ID: "shadow", Channel: survey.Terminal, Language: language, Consent: q.Consent.Version}, at)
	return &shadow{q: q, iv: iv, at: at}, err
}

func (s *shadow) prompt() survey.Prompt { return s.iv.Prompt(s.q) }

// say is a text as the guest reads it.
func (s *shadow) say(t survey.Text) string {
	return survey.Session{Interview: s.iv, Questionnaire: s.q}.Say(t)
}

// follow answers in the shadow what the guest has answered at the door.
func (s *shadow) follow(g guest, p survey.Prompt, v survey.Value) error {
	x := p.Question
	var err error
	switch {
	case x.Kind.Stored() && !v.Skipped:
		s.iv, err = s.iv.Attach(s.q, x.Name, g.file(x), s.at)
	case x.Kind == survey.Pairwise && !v.Skipped:
		s.iv, err = s.iv.Answer(s.q, x.Name, g.compare(p.Pairs), s.at)
	default:
		s.iv, err = s.iv.Answer(s.q, x.Name, v, s.at)
	}
	return err
}

// compare says of each pair which one the guest prefers.
func (g guest) compare(pairs []survey.Pair) survey.Value {
	compared := make([]survey.Pair, len(pairs))
	for i, p := range pairs {
		compared[i] = survey.Pair{First: p.First, Second: p.Second, Better: g.prefers(p.First, p.Second)}
	}
	return survey.Compared(compared...)
}

// labels are what the choices of a question are called.
func (s *shadow) labels(x *survey.Question, names ...string) []string {
	said := make([]string, len(names))
	for i, name := range names {
		said[i] = name
		if c := s.q.Choice(s.q.Source(x), name); c != nil {
			said[i] = s.say(c.Label)
		}
	}
	return said
}
