package bot

import (
	"context"
	"errors"
	"regexp"

	"ashar/survey"
)

// explained puts a refusal by the domain into words, as a message. What is no
// refusal is given back.
func (c *Conversation) explained(ctx context.Context, in incoming, s survey.Session, err error) ([]Reply, error) {
	words, ok := c.explain(s, err)
	if !ok {
		return nil, err
	}
	card := Card{Text: words}
	if errors.Is(err, survey.ErrClosed) {
		if card.Text, err = c.ended(ctx, in, s); err != nil {
			return nil, err
		}
		card.Rows = view{session: s, say: c.words.For(s.Language)}.correction()
	}
	return []Reply{say(card)}, nil
}

// declined is explained for an answer that was sent. Handled again after a crash it
// may have come to a question that the person has not seen yet.
func (c *Conversation) declined(ctx context.Context, in incoming, s survey.Session, cause error) ([]Reply, error) {
	replies, err := c.explained(ctx, in, s, cause)
	if err != nil || s.Sent() || errors.Is(cause, survey.ErrClosed) {
		return replies, err
	}
	return append([]Reply{{Kind: Remind, Card: c.view(in, s).screen()}}, replies...), nil
}

// explain puts a refusal by the domain into words; ok is false if it is none.
func (c *Conversation) explain(s survey.Session, err error) (words string, ok bool) {
	speaker := c.words.For(s.Language)
	if errors.Is(err, survey.ErrClosed) && s.Questionnaire != nil {
		return speaker.T("bot.closed", "Title", s.Questionnaire.Say(s.Questionnaire.Title, s.Language)), true
	}
	p, isProblem := errors.AsType[*survey.Problem](err)
	if !isProblem {
		return "", false
	}
	if p.Message != nil && s.Questionnaire != nil {
		return clip(s.Questionnaire.Say(p.Message, s.Language), MaxText), true
	}
	v := view{session: s, say: speaker}
	choice := p.Choice
	if s.Questionnaire != nil {
		if x := s.Questionnaire.Question(p.Question); x != nil {
			choice = v.label(s.Questionnaire.Source(x), p.Choice)
		}
	}
	return speaker.T("problem."+string(p.Code), "Max", p.Max, "Given", p.Given, "Choice", choice,
		"Low", v.say.Digits(p.Low), "High", v.say.Digits(p.High), "Step", v.say.Digits(p.Step), "Time", speaker.DateTime(p.When)), true
}

// ended says that the interview's campaign takes no answers now, and how to learn what
// came of it.
func (c *Conversation) ended(ctx context.Context, in incoming, s survey.Session) (string, error) {
	e, why := c.intake.Beside(ctx, s)
	if why != nil && !errors.Is(why, survey.ErrClosed) {
		return "", why
	}
	words := c.closedIn(s.Language, in, e, why)
	if s.Reopened {
		words += "\n\n" + c.words.For(s.Language).T("bot.closed_correction")
	}
	return words, nil
}

// identifier is the form of every identifier that stands for a person or an
// interview here: what survey.Pseudonyms makes, and what is drawn for the web.
var identifier = regexp.MustCompile(`[0-9a-f]{32}|[A-Z2-7]{26,}`)

// Hidden is the error without identifiers in its text, to be logged.
func Hidden(err error) error { return hidden{err} }

type hidden struct{ err error }

func (h hidden) Error() string { return identifier.ReplaceAllString(h.err.Error(), "…") }
func (h hidden) Unwrap() error { return h.err }
