package bot

import (
	"context"
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
		return c.unsuited(ctx, in, s, ok)
	}
	return c.answered(ctx, in, s, x, survey.Located(in.point))
}

// point writes a place as it could be typed.
func (v view) point(p *survey.Point) string {
	degrees := func(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
	return v.say.T("bot.location", "Place", degrees(p.Latitude)+", "+degrees(p.Longitude))
}
