package papers

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"ashar/survey"
)

// How rows are taken in: so many at a time are typed side by side, after so many what became of them is kept, and after
// this time the page says how far it is. A row that was taken and not noted, because the service stopped just then, is
// found there when it is taken again.
const (
	sideBySide = 8
	chunk      = 250
	patience   = 5 * time.Second
)

// taker takes the rows of a table in.
type taker struct {
	room *Room
	l    *looked
	by   string
}

func (r *Room) taker(l *looked, by string) *taker { return &taker{r, l, by} }

// run takes rows in until they are gone through or patience ends, and says how many were stored. What became of a chunk
// is kept before the next one is begun; where somebody else is taking the same table, it is an ErrConflict.
func (t *taker) run(ctx context.Context) (stored int, err error) {
	begun := time.Now()
	entrances := map[string]survey.Entrance{}
	for {
		table := &t.l.PaperTable
		until := min(table.Done+chunk, len(table.Rows))
		for _, row := range table.Rows[table.Done:until] {
			at, there := t.l.rows[row.Line]
			if !there {
				continue
			}
			village := t.l.read.Rows[at].Village
			if _, known := entrances[village]; !known && village != "" {
				if entrances[village], err = t.room.deps.Typing.Entrance(ctx, t.l.k, village); err != nil {
					return stored, fmt.Errorf("papers: a table: %w", err)
				}
			}
		}
		var n atomic.Int64
		side, within := errgroup.WithContext(ctx)
		side.SetLimit(sideBySide)
		for i := table.Done; i < until; i++ {
			row := &table.Rows[i]
			if at, there := t.l.rows[row.Line]; there && row.State == survey.RowWaits {
				side.Go(func() error {
					err := t.row(within, row, at, entrances)
					if row.State == survey.RowTaken {
						n.Add(1)
					}
					return err
				})
			}
		}
		failed := side.Wait()
		stored += int(n.Load())
		table.Begun = true
		if failed == nil {
			table.Done = until
		}
		table.Rev++
		// What was stored is noted also when whoever asked has gone.
		if err := t.room.deps.Papers.SavePaperTable(context.WithoutCancel(ctx), *table); err != nil {
			return stored, fmt.Errorf("papers: a table: %w", errors.Join(failed, err))
		}
		if failed != nil || table.Finished() || time.Since(begun) > patience {
			return stored, failed
		}
	}
}

// row takes one row in, and notes what became of it. An error is one that the others would meet too.
func (t *taker) row(ctx context.Context, row *survey.PaperTableRow, at int, entrances map[string]survey.Entrance) error {
	read, h := &t.l.read.Rows[at], t.l.held[at]
	refuse := func(failed string) {
		row.State, row.Failed = survey.RowRefused, failed
	}
	if len(read.Problems) > 0 {
		refuse("")
		return nil
	}
	if read.Known != "" {
		switch r, err := t.room.deps.Campaigns.Response(ctx, read.Known); {
		case err == nil && r.Campaign == t.l.k.ID:
			row.State, row.Cells, row.Receipt = survey.RowThere, nil, r.Receipt
			return nil
		case err != nil && !errors.Is(err, survey.ErrNotFound):
			return fmt.Errorf("papers: a row: %w", err)
		}
	}
	h.ID = t.room.deps.Pseudonyms.RowInterview(t.l.k.ID, t.l.Hash, read.Line)
	switch {
	case read.Serial != "":
		h.ID = t.room.deps.Pseudonyms.RowInterview(t.l.k.ID, "form "+read.Serial, 0)
	case read.Known != "":
		h.ID = t.room.deps.Pseudonyms.RowInterview(t.l.k.ID, "response "+read.Known, 0)
	}
	h.Entered = &survey.Entered{Channel: read.Channel, By: t.by, Serial: read.Serial, Batch: t.l.Hash}
	s, err := t.room.deps.Typing.Take(ctx, entrances[read.Village], h)
	if before, ok := errors.AsType[*survey.SerialTaken](err); ok {
		if before.Form.State != survey.PaperEntered {
			refuse(string(before.Form.State))
			return nil
		}
		if s, err = t.room.deps.Typing.Session(ctx, t.l.k.ID, before.Form.Interview); errors.Is(err, survey.ErrNotFound) {
			refuse("again") // it is being typed in at this moment
			return nil
		}
	}
	problem, ofAnswers := errors.AsType[*survey.Problem](err)
	switch {
	case err == nil && s.Stored:
		row.State, row.Cells, row.Receipt = survey.RowTaken, nil, s.Receipt()
	case err == nil && s.Same(h):
		row.State, row.Cells, row.Receipt = survey.RowThere, nil, s.Receipt()
	case err == nil:
		row.State, row.Receipt = survey.RowDiffers, s.Receipt()
	case ofAnswers && problem.Code == survey.TakenBack:
		refuse("takenback")
	case ofAnswers && problem.Code.OfTicket():
		refuse("code")
	case ofAnswers:
		refuse("answers")
	case errors.Is(err, survey.ErrClosed):
		refuse("closed")
	case errors.Is(err, survey.ErrExists), errors.Is(err, survey.ErrConflict):
		refuse("again")
	default:
		return fmt.Errorf("papers: a row: %w", err)
	}
	return nil
}
