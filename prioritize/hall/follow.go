package hall

import (
	"context"
	"fmt"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/prioritize/live"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// thereView is the part of pages that says who is there.
type thereView struct {
	page.Page
	There present
}

// turnoutView is the part of a round's page that says how many have voted. What they have voted is not in it.
type turnoutView struct {
	page.Page
	There   present
	Voted   string
	Share   float64
	Waiting bool // the round is not over yet
}

// followThere streams who is there.
func (r *Room) followThere(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	s := r.deps.Pages.Speaker(c)
	return r.stream(c, &w, "there/"+s.Lang(), func(ctx context.Context, x *hearing.Hearing) (string, error) {
		w := at{w.k, w.m, *x}
		there, err := r.present(ctx, &w, s)
		if err != nil {
			return "", err
		}
		return r.room.Part("there", thereView{page.Page{Speaker: s}, there})
	})
}

// followTurnout streams how many have voted in a round.
func (r *Room) followTurnout(c echo.Context) error {
	w, round, err := r.round(c)
	if err != nil {
		return err
	}
	s, number := r.deps.Pages.Speaker(c), round.Number
	return r.stream(c, &w, fmt.Sprintf("turnout/%d/%s", number, s.Lang()), func(ctx context.Context, x *hearing.Hearing) (string, error) {
		w := at{w.k, w.m, *x}
		v, err := r.turnout(ctx, &w, number, s)
		if err != nil {
			return "", err
		}
		return r.room.Part("turnout", v)
	})
}

// stream streams a part of a page that is the same for all of the staff who speak its language.
func (r *Room) stream(c echo.Context, w *at, name string, part func(context.Context, *hearing.Hearing) (string, error)) error {
	id := w.x.ID
	return r.deps.Feed.Stream(c, live.View{
		Topic: live.Hearing(id), Name: "hall/" + name,
		Render: func(ctx context.Context) ([]byte, error) {
			x, err := r.deps.Store.Hearing(ctx, id)
			if err != nil {
				return nil, err
			}
			html, err := part(ctx, &x)
			return []byte(html), err
		},
		May: func() error { return r.deps.Door.Again(c) },
	})
}

// turnout is how many have voted in a round by slips, of those who are there.
func (r *Room) turnout(ctx context.Context, w *at, number int, s locale.Speaker) (turnoutView, error) {
	v := turnoutView{Page: page.Page{Speaker: s}}
	round := w.x.Round(number)
	if round == nil {
		return v, fmt.Errorf("hall: round %d: %w", number, survey.ErrNotFound)
	}
	v.Waiting = round.Stage == hearing.Voting
	var err error
	if v.There, err = r.present(ctx, w, s); err != nil {
		return v, err
	}
	voted, err := r.deps.Hall.Voted(ctx, &w.x, number)
	if err != nil {
		return v, err
	}
	v.Voted = s.Number(voted)
	if v.There.count > 0 {
		v.Share = min(1, float64(voted)/float64(v.There.count))
	}
	return v, nil
}
