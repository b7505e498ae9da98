package bot

import (
	"context"
	"errors"

	"ashar/survey"
	"ashar/survey/locale"
)

// Results tells what came of campaigns.
type Results interface {
	// Results puts what came of a campaign into lines in this language, as it may be told
	// to everybody: of the whole municipality, and of one of its villages, if it has one of
	// this identifier. An empty line parts one thing from the next. Whether the campaign is
	// published it does not ask.
	Results(ctx context.Context, campaign, village, language string) ([]string, error)
}

// outcome handles /results: of the campaign whose code stands behind it, or of the one
// that the person answered last.
func (c *Conversation) outcome(ctx context.Context, in incoming) ([]Reply, error) {
	e, language, err := c.asksAbout(ctx, in)
	switch {
	case errors.Is(err, survey.ErrNotFound) && in.text == "":
		return []Reply{say(Card{Text: c.stranger(in).T("bot.results_code")})}, nil
	case errors.Is(err, survey.ErrNotFound):
		return []Reply{say(Card{Text: c.stranger(in).T("bot.unknown_code")})}, nil
	case err != nil:
		return nil, err
	}
	tell, err := c.told(ctx, e, language)
	if err != nil {
		return nil, err
	}
	p := new(page)
	tell(p)
	return []Reply{say(c.allResults(p.card(), e, language))}, nil
}

// allResults adds to a Card that tells results the way to all of them on the web. The way
// of an interview of which the door is not known is not known either.
func (c *Conversation) allResults(card Card, e survey.Entrance, language string) Card {
	if e.Campaign.Status != survey.StatusPublished || e.Door.Code == "" {
		return card
	}
	return card.opens(c.words.For(language).T("bot.results_open"), c.web.Results(e.Door.Code))
}

// asksAbout is what a person wants to know the results of, and in which language; a
// survey.ErrNotFound if that is not known.
func (c *Conversation) asksAbout(ctx context.Context, in incoming) (e survey.Entrance, language string, err error) {
	if in.text != "" {
		if e, err = c.intake.Enter(ctx, in.text); e.Questionnaire != nil {
			language, _ = locale.Match(in.language, e.Questionnaire.Languages)
		}
	} else {
		var s survey.Session
		if s, err = c.intake.Latest(ctx, c.respondent(in)); err == nil {
			language = s.Language
			e, err = c.intake.Beside(ctx, s)
		}
	}
	if errors.Is(err, survey.ErrClosed) {
		err = nil
	}
	return e, language, err
}

// groupOutcome is outcome in a group, in two languages if there is room for both.
func (c *Conversation) groupOutcome(ctx context.Context, e survey.Entrance) ([]Reply, error) {
	languages := e.Questionnaire.Languages
	languages = languages[:min(len(languages), maxGroupLanguages)]
	tells := map[string]func(*page){}
	for _, l := range languages {
		var err error
		if tells[l], err = c.told(ctx, e, l); err != nil {
			return nil, err
		}
	}
	write := func(p *page, language string, _ locale.Speaker) { tells[language](p) }
	card := c.mixed(languages, write)
	if units(card.Text) >= MaxText-1 { // it was cut
		card = c.mixed(languages[:1], write)
	}
	return []Reply{say(c.allResults(card, e, languages[0]))}, nil
}

// told gets what may be told of a campaign in one language, ready to be written: its
// results when they are published, and before that when they will be.
func (c *Conversation) told(ctx context.Context, e survey.Entrance, language string) (func(*page), error) {
	title, s := titleOf(e, language), c.words.For(language)
	if e.Campaign.Status != survey.StatusPublished {
		return func(p *page) { p.line(s.T("bot.results_later", "Title", title)) }, nil
	}
	said, err := c.results.Results(ctx, e.Campaign.ID, e.Door.Village, language)
	return func(p *page) {
		p.strong(clip(title, maxLabel))
		for _, line := range said {
			p.line(line)
		}
	}, err
}
