package board

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/live"
	"ashar/survey/access"
)

// restBetween is for how long the console is not made anew after it was, however many answers come: it takes far longer
// than to count them.
const restBetween = 2 * time.Second

// livePath is where a look at a campaign is followed, in a language.
func livePath(s *standing, lang string) string {
	q := s.look.query()
	q.Set("lang", lang)
	return home + s.campaign.ID + "/live?" + q.Encode()
}

// follow streams the console as answers come, the same for all who look at it in the same way.
func (b *Board) follow(c echo.Context) error {
	if lang := c.QueryParam("lang"); slices.Contains(b.deps.Words.Languages(), lang) {
		b.deps.Pages.Speak(c, lang) // that of the page, which the visitor may have left for another since
	}
	s, err := b.stand(c)
	if err != nil {
		return err
	}
	if err := s.look.check(&s.municipality, &s.Ranking); err != nil {
		return err
	}
	p, id, l := b.deps.Pages.Page(c, ""), s.campaign.ID, s.look
	return b.deps.Feed.Stream(c, live.View{
		Topic: live.Campaign(id),
		Name:  fmt.Sprintf("board/%s/%s/%t", p.Lang(), l.query().Encode(), p.Account.May(access.ExportResults, s.campaign.Municipality)),
		Rest:  restBetween,
		Version: func(ctx context.Context) (string, error) {
			s, err := b.now(ctx, id, l)
			if err != nil {
				return "", err
			}
			said, err := b.etag(&s)
			return said + b.deps.Now().Format(time.DateOnly+" 15:04"), err // the page says of which minute it is
		},
		Render: func(ctx context.Context) ([]byte, error) {
			s, err := b.now(ctx, id, l)
			if err != nil {
				return nil, err
			}
			v := b.view(p, &s, nil) // what is followed may still change, and so is not proved
			part, err := b.room.Part("ranking", &v)
			return []byte(part), err
		},
		May: func() error { return b.deps.Door.Again(c) },
	})
}

// now is where a campaign stands now, looked at like that.
func (b *Board) now(ctx context.Context, id string, l look) (standing, error) {
	campaign, err := b.deps.Catalogue.Campaign(ctx, id)
	if err != nil {
		return standing{}, fmt.Errorf("board: campaign: %w", err)
	}
	m, err := b.deps.Catalogue.Municipality(ctx, campaign.Municipality)
	if err != nil {
		return standing{}, fmt.Errorf("board: municipality: %w", err)
	}
	return b.standOf(ctx, campaign, m.For(&campaign), l)
}
