package polling

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/prioritize/live"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// publicView is what everybody may see of a hearing.
type publicView struct {
	page.Page
	facing
	Stage          string // before, during, after
	Live           string // where it is followed
	Agenda         []string
	Present, Voted string // so many at least; see survey.Fives
	Voting         bool
	Published      bool // the results are everybody's
	Rounds         []roundView
	Outcome        []decidedView
}

// roundView is a round with what came of it.
type roundView struct {
	locale.Speaker
	Result *resultView
}

// public is the page that everybody may see.
func (p *Polling) public(c echo.Context) error {
	h, err := p.deps.Store.Hearing(c.Request().Context(), c.Param("hearing"))
	if err != nil {
		return err
	}
	v, err := p.publicOf(c.Request().Context(), p.deps.Pages.Speaker(c), &h)
	if err != nil {
		return err
	}
	v.Languages = p.deps.Pages.Languages()
	return p.phones.Render(c, http.StatusOK, "public", v)
}

// publicLive streams what everybody may see.
func (p *Polling) publicLive(c echo.Context) error {
	id, s := c.Param("hearing"), p.deps.Pages.Speaker(c)
	return p.deps.Feed.Stream(c, live.View{
		Topic: live.Hearing(id), Name: "public/" + id + "/" + s.Lang(),
		Render: func(ctx context.Context) ([]byte, error) {
			h, err := p.deps.Store.Hearing(ctx, id)
			if err != nil {
				return nil, err
			}
			v, err := p.publicOf(ctx, s, &h)
			if err != nil {
				return nil, err
			}
			part, err := p.phones.Part("seen", v)
			return []byte(part), err
		},
	})
}

// now streams how far a hearing is, as a word: pages of slips look again when it has changed.
func (p *Polling) now(c echo.Context) error {
	id := c.Param("hearing")
	return p.deps.Feed.Stream(c, live.View{
		Topic: live.Hearing(id), Name: "now/" + id,
		Render: func(ctx context.Context) ([]byte, error) {
			h, err := p.deps.Store.Hearing(ctx, id)
			return []byte(token(&h)), err
		},
	})
}

// publicOf is what everybody may see of a hearing. While it goes on that is how many are there and have voted, in steps;
// what came of rounds is shown once it is over and published.
func (p *Polling) publicOf(ctx context.Context, s locale.Speaker, h *hearing.Hearing) (publicView, error) {
	m, err := p.place(ctx, h)
	if err != nil {
		return publicView{}, err
	}
	v := publicView{Page: page.Page{Speaker: s, Place: nameIn(s, m.Name)}, Agenda: h.Agenda, Stage: "before", Live: PublicPath(h.ID) + "/live?lang=" + s.Lang()}
	v.facing = p.facing(s, h)
	v.Title = v.Kind
	switch h.State {
	case hearing.Open:
		v.Stage = "during"
		there, err := p.seatsOf(ctx, h)
		if err != nil {
			return v, err
		}
		r := h.Current()
		v.Voting = r != nil && (r.Stage == hearing.Voting || r.Stage == hearing.Counting)
		v.Present, v.Voted = s.Number(survey.Fives(there.Count)), s.Number(survey.Fives(there.Voted))
	case hearing.Ended, hearing.Signed:
		v.Stage, v.Published = "after", published(h)
		if v.Published {
			return v, p.publish(&v, h, &m)
		}
	}
	return v, nil
}

// publish puts what came of the hearing on the page.
func (p *Polling) publish(v *publicView, h *hearing.Hearing, m *survey.Municipality) (err error) {
	if v.Outcome, err = newOutcome(v.Speaker, h, m); err != nil {
		return fmt.Errorf("polling: outcome of %s: %w", h.ID, err)
	}
	for i := range h.Rounds {
		r := &h.Rounds[i]
		if r.Stage != hearing.Counted {
			continue
		}
		res, err := newResult(v.Speaker, h, r, m)
		if err != nil {
			return fmt.Errorf("polling: round %d of %s: %w", r.Number, h.ID, err)
		}
		v.Rounds = append(v.Rounds, roundView{v.Speaker, res})
	}
	return nil
}

// published reports whether what came of a hearing is everybody's to see: once somebody who decides has said so.
func published(h *hearing.Hearing) bool { return !h.Published.IsZero() }
