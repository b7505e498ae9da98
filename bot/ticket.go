package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// maxDoors is how many villages are offered to whoever comes with a ticket of any of them.
const maxDoors = 30

// How many codes that do not exist are looked up for one person, and for how many minutes
// no more are when they were too many. A slip of the finger is found out by the code
// itself, and is not among them.
const (
	mostGuesses = 10
	guessRest   = 15
	guessEvery  = 2 * time.Minute
)

// byTicket goes where the code of a ticket leads: to the interview that was begun with it,
// here or elsewhere, or to the consent. What anybody is told of a code that does not admit
// changes nothing.
func (c *Conversation) byTicket(ctx context.Context, in incoming, typed string) ([]Reply, error) {
	if c.guesses.Over(c.respondent(in), in.at) {
		speaker, err := c.speaker(ctx, in)
		return []Reply{say(Card{Text: speaker.T("bot.guessing", "Minutes", guessRest)})}, err
	}
	t, e, err := c.intake.Ticket(ctx, typed)
	if p, ok := errors.AsType[*survey.Problem](err); ok && p.Code == survey.TicketUnknown {
		c.guesses.Add(c.respondent(in), in.at)
	}
	if _, isProblem := errors.AsType[*survey.Problem](err); err != nil && !isProblem && !errors.Is(err, survey.ErrClosed) {
		return nil, err
	}
	if t.Interview != "" {
		replies, begun, err := c.begunWith(ctx, in, t, e)
		if begun || err != nil {
			return replies, err
		}
	}
	switch {
	case errors.Is(err, survey.ErrClosed):
		return []Reply{say(Card{Text: c.closed(in, e, err)})}, nil
	case err != nil:
		return c.notAdmitted(ctx, in, err)
	case e.Door.Code == "":
		return c.askDoor(ctx, in, e, typed)
	}
	return c.shown(in, e, survey.NormalTicket(typed)), nil
}

// begunWith goes on with the interview of a ticket, if it was begun: as with one that
// comes by its link, except that nobody is asked whose it is. Who answers here already
// answers for somebody else with another ticket.
func (c *Conversation) begunWith(ctx context.Context, in incoming, t survey.Ticket, e survey.Entrance) (replies []Reply, begun bool, err error) {
	s, ok, err := c.linked(ctx, t.Interview)
	if err != nil || !ok {
		return nil, false, err
	}
	switch {
	case s.Respondent == c.respondent(in):
		replies, err = c.resume(ctx, in, s)
	case s.Response != "" && e.Campaign.Admission == survey.AdmitsSlips:
		replies, err = c.notAdmitted(ctx, in, &survey.Problem{Code: survey.TicketUsed})
	case s.Respondent == "":
		var shared bool
		if shared, err = c.answersIn(ctx, in, s.Campaign); err == nil {
			replies, err = c.adopt(ctx, in, s, shared)
		}
	default:
		replies, err = c.goesOn(ctx, in, s)
	}
	return replies, true, err
}

// answersIn reports whether the person has an interview of their own in the campaign.
func (c *Conversation) answersIn(ctx context.Context, in incoming, campaign string) (bool, error) {
	held, err := c.intake.Held(ctx, c.respondent(in))
	return ownIn(held, campaign) != nil, err
}

// notAdmitted says why a ticket does not admit.
func (c *Conversation) notAdmitted(ctx context.Context, in incoming, cause error) ([]Reply, error) {
	speaker, err := c.speaker(ctx, in)
	if err != nil {
		return nil, err
	}
	return c.explained(ctx, in, survey.Session{Interview: survey.Interview{Language: speaker.Lang()}}, cause)
}

// askTicket asks for the code of a ticket, which is written like any word.
func (c *Conversation) askTicket(language string, e survey.Entrance) Card {
	return Card{Text: c.words.For(language).T("bot.ask_ticket", "Title", titleOf(e, language))}
}

// askDoor asks somebody with a ticket of any village for theirs.
func (c *Conversation) askDoor(ctx context.Context, in incoming, e survey.Entrance, typed string) ([]Reply, error) {
	ways, err := c.signpost.Into(ctx, e.Campaign.ID)
	if err != nil {
		return nil, err
	}
	speaker := c.stranger(in)
	var rows [][]Button
	for _, w := range ways[:min(len(ways), maxDoors)] {
		data := tap{action: enter, code: w.Door.Code, ticket: survey.NormalTicket(typed)}.data()
		rows = append(rows, []Button{{Text: w.Village.In(speaker.Lang()), Data: data}})
	}
	return []Reply{say(Card{Text: speaker.T("bot.which_village"), Rows: rows})}, nil
}

// shown is the consent of somebody with a ticket, or first the language.
func (c *Conversation) shown(in incoming, e survey.Entrance, ticket string) []Reply {
	languages := e.Questionnaire.Languages
	language, sure := locale.Match(in.language, languages)
	if !sure && len(languages) > 1 {
		return []Reply{say(askLanguage(c.words.For(language), e, ticket))}
	}
	return c.showConsent(e, language, ticket)
}

// enteringBy handles the taps before consent of somebody with a ticket.
func (c *Conversation) enteringBy(ctx context.Context, in incoming, t tap) ([]Reply, error) {
	ticket, _, err := c.intake.Ticket(ctx, t.ticket)
	if err == nil {
		held, lookErr := c.intake.Held(ctx, c.respondent(in))
		if lookErr != nil {
			return nil, lookErr
		}
		if i := slices.IndexFunc(held, func(s survey.Session) bool { return s.ID == ticket.Interview }); i >= 0 { // the tap came twice
			return c.stale(ctx, in, held[i])
		}
	}
	e, why := c.intake.Enter(ctx, t.code)
	switch {
	case errors.Is(why, survey.ErrClosed):
		return told(c.closed(in, e, why)), nil
	case errors.Is(why, survey.ErrNotFound):
		return c.foreign(in), nil
	case why != nil:
		return nil, why
	case err != nil:
		replies, err := c.notAdmitted(ctx, in, err)
		return append([]Reply{toast("")}, replies...), err
	case t.action == enter:
		return append([]Reply{toast("")}, c.shown(in, e, t.ticket)...), nil
	case !e.Questionnaire.Speaks(t.language):
		return c.foreign(in), nil
	}
	shared, err := c.answersIn(ctx, in, e.Campaign.ID)
	if err != nil {
		return nil, err
	}
	return c.agreeing(ctx, in, t, e, survey.Beginning{Ticket: t.ticket, Language: t.language, Shared: shared})
}
