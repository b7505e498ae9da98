package bot

import (
	"context"
	"slices"
	"strconv"

	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// pointOf is a place as Telegram sends it. It knows no altitude.
func pointOf(l *tgbotapi.Location) survey.Point {
	return survey.Point{Latitude: l.Latitude, Longitude: l.Longitude, Accuracy: l.HorizontalAccuracy}
}

// located takes a place on the map, if that is what is asked for.
func (c *Conversation) located(ctx context.Context, in incoming) ([]Reply, error) {
	s, ok, err := c.latest(ctx, in)
	if err != nil {
		return nil, err
	}
	x := asked(s, ok)
	if x == nil || x.Kind != survey.Geopoint {
		replies, err := c.unsuited(ctx, in, s, ok)
		if err == nil && len(replies[0].Card.Rows) == 0 {
			replies[0].Card.Unlocate = true // if the button is there still, it was forgotten
		}
		return replies, err
	}
	return c.answered(ctx, in, s, x, survey.Located(in.point))
}

// point writes a place as it could be typed.
func (v view) point(p *survey.Point) string {
	degrees := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	return v.say.T("bot.location", "Place", degrees(p.Latitude)+", "+degrees(p.Longitude))
}

// withPlaceButton has the button that sends a place come and go with the question that
// asks for one. It comes in a message of its own after the question, which has buttons
// already, and goes with a word on what became of the question: x was due before, in the
// interview as it was then.
func (c *Conversation) withPlaceButton(ctx context.Context, in incoming, x *survey.Question, before survey.Session, replies []Reply) ([]Reply, error) {
	wasDue := x != nil && x.Kind == survey.Geopoint
	if !wasDue && !slices.ContainsFunc(replies, func(r Reply) bool { return r.Card.Locate != "" }) {
		return replies, nil
	}
	s, ok, err := c.latest(ctx, in)
	if err != nil {
		return nil, err
	}
	due := asked(s, ok)
	if wasDue && (due == nil || s.ID != before.ID || due.Name != x.Name || in.command == "cancel") {
		at := slices.IndexFunc(replies, func(r Reply) bool { return r.Kind == Say || r.Kind == Remind })
		if at < 0 {
			at = len(replies)
		}
		replies = slices.Insert(replies, at, say(Card{Text: c.leftPlace(in, s, before, x), Unlocate: true}))
	}
	var all []Reply
	for _, r := range replies {
		label := r.Card.Locate
		r.Card.Locate = ""
		if all = append(all, r); label != "" && r.Kind == Say {
			all = append(all, say(Card{Text: c.words.For(s.Language).T("bot.press_place"), Locate: label}))
		}
	}
	return all, nil
}

// leftPlace says what became of a question that asked for a place.
func (c *Conversation) leftPlace(in incoming, s, before survey.Session, x *survey.Question) string {
	if v := c.view(in, before); s.ID == before.ID && in.command != "cancel" {
		value, _ := s.Given(s.Questionnaire, x.Name)
		switch {
		case value.Point != nil:
			return mark + v.point(value.Point)
		case value.Skipped:
			return v.say.T("bot.skipped")
		}
	}
	return c.words.For(before.Language).T("bot.place_off")
}
