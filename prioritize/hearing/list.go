package hearing

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"ashar/survey"
)

// List has a desk of a hearing count what a list on paper says, in place of what it counted before; the desk is made if it is
// new. Seen is the revision of the desk that whoever typed the list had before them, 0 of a new one: where it is another by
// now it is a survey.ErrConflict, unless it says the same. Counts out of bounds are a survey.ErrInvalid.
func (h *Hall) List(ctx context.Context, hearing, desk string, seen int64, counts []PersonCount) (Desk, error) {
	d, err := h.store.Desk(ctx, DeskID(hearing, desk))
	if errors.Is(err, survey.ErrNotFound) {
		d, err = Desk{ID: DeskID(hearing, desk), Hearing: hearing, Name: desk}, nil
	}
	if err != nil {
		return Desk{}, err
	}
	to := Desk{ID: d.ID, Rev: d.Rev + 1, Hearing: hearing, Name: desk}
	for _, c := range counts {
		if err := to.Add(c.Person, c.Count); err != nil {
			return d, err
		}
	}
	switch {
	case slices.Equal(d.Counts, to.Counts):
		return d, nil
	case d.Rev != seen:
		return d, fmt.Errorf("hearing: desk %s: revision %d, seen was %d: %w", d.ID, d.Rev, seen, survey.ErrConflict)
	}
	switch err := h.store.SaveDesk(ctx, to); {
	case errors.Is(err, survey.ErrExists):
		return d, fmt.Errorf("hearing: desk %s: %w: %w", d.ID, survey.ErrConflict, err)
	case err != nil:
		return d, err
	}
	h.told(hearing)
	return to, nil
}
