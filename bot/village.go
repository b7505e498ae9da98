package bot

import (
	"context"
	"errors"
	"strings"

	"ashar/survey"
	"ashar/survey/locale"
)

// maxVillages is how many villages are suggested at once: more would not be looked
// through on a phone.
const maxVillages = 8

// greetings are what people write before anything else; no village is called so.
var greetings = map[string]bool{
	"салам": true, "саламатсызбы": true, "саламатсыздарбы": true, "ассалому алейкум": true, "ассалам алейкум": true,
	"здравствуйте": true, "добрый день": true, "привет": true, "hello": true, "hi": true,
}

// named leads somebody who has no interview to the village whose name they wrote;
// unknown is what to say when there is none of such a name.
func (c *Conversation) named(ctx context.Context, in incoming, unknown []Reply) ([]Reply, error) {
	if greetings[survey.SearchKey(in.text)] {
		return c.unsuited(ctx, in, survey.Session{}, false)
	}
	ways, err := c.signpost.Find(ctx, in.text)
	switch {
	case err != nil:
		return nil, err
	case len(ways) == 0:
		return unknown, nil
	}
	open, err := c.passable(ctx, ways)
	switch {
	case err != nil:
		return nil, err
	case len(open) == 0:
		a, err := c.arrive(ctx, in, ways[0].Door.Code)
		if err != nil {
			return nil, err
		}
		return c.welcome(ctx, in, a)
	}
	speaker := c.stranger(in)
	words := speaker.T("bot.which_village")
	var rows [][]Button
	for _, w := range open {
		if len(rows) == maxVillages {
			words = speaker.T("bot.which_village") + " " + speaker.T("bot.more_villages")
			break
		}
		rows = append(rows, []Button{{Text: signOf(speaker, ways, w), Data: tap{action: enter, code: w.Door.Code}.data()}})
	}
	return []Reply{say(Card{Text: words, Rows: rows})}, nil
}

// passable are those of the ways by which somebody new may come in.
func (c *Conversation) passable(ctx context.Context, ways []survey.Way) ([]survey.Way, error) {
	var open []survey.Way
	for _, w := range ways {
		switch err := c.intake.Admits(ctx, survey.Entrance{Door: w.Door, Campaign: w.Campaign}); {
		case err == nil:
			open = append(open, w)
		case !errors.Is(err, survey.ErrClosed):
			return nil, err
		}
	}
	return open, nil
}

// signOf names a village by its aiyl aimak too, and by the campaign where it has several.
func signOf(speaker locale.Speaker, ways []survey.Way, w survey.Way) string {
	in := func(t survey.Text) string { return t.In(speaker.Lang()) }
	sign := in(w.Village) + " · " + in(w.Municipality)
	for _, other := range ways {
		if other.Door.Code != w.Door.Code && other.Door.Village == w.Door.Village && other.Door.Municipality == w.Door.Municipality {
			return sign + " · " + in(w.Campaign.Title)
		}
	}
	return sign
}

// chosenVillage handles the tap on a village.
func (c *Conversation) chosenVillage(ctx context.Context, in incoming, t tap) ([]Reply, error) {
	if t.ticket != "" {
		return c.enteringBy(ctx, in, t)
	}
	a, err := c.arrive(ctx, in, t.code)
	if err != nil {
		return nil, err
	}
	replies, err := c.welcome(ctx, in, a)
	return append([]Reply{toast("")}, replies...), err
}

// closed says why nobody may begin in a campaign now, an ErrClosed, and what to do.
func (c *Conversation) closed(in incoming, e survey.Entrance, why error) string {
	language, _ := locale.Match(in.language, e.Questionnaire.Languages)
	return c.closedIn(language, in, e, why)
}

// titleOf is what a campaign is called.
func titleOf(e survey.Entrance, language string) string {
	q := e.Questionnaire
	if title := q.Say(e.Campaign.Title, language); title != "" {
		return title
	}
	return q.Say(q.Title, language)
}

// closedIn is closed in a language of the questionnaire.
func (c *Conversation) closedIn(language string, in incoming, e survey.Entrance, why error) string {
	title, speaker := titleOf(e, language), c.words.For(language)
	switch opens := e.Campaign.Opens; {
	case errors.Is(why, survey.ErrFull):
		return speaker.T("bot.enough", "Title", title)
	case errors.Is(why, survey.ErrEnded):
		return speaker.T("bot.door_ended", "Title", title)
	case e.Campaign.Status == survey.StatusDraft:
		return speaker.T("bot.not_yet", "Title", title)
	case e.Campaign.Status == survey.StatusOpen && in.at.Before(opens):
		return speaker.T("bot.opens", "Title", title, "Date", speaker.Date(opens.In(in.at.Location())))
	case e.Campaign.Status == survey.StatusPublished:
		return speaker.T("bot.published", "Title", title, "Command", strings.TrimSpace("/results "+e.Door.Code))
	default:
		return speaker.T("bot.closed", "Title", title)
	}
}
