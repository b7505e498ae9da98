package wishes

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"ashar/survey"
	"ashar/survey/coding"
)

// atOnce is how many responses are written at a time: the store keeps what comes together with one stroke.
const atOnce = 16

// mostTries is how often a response is read anew that somebody else changed.
const mostTries = 4

// errChanged: a text is not what it was when it was looked at.
var errChanged = fmt.Errorf("wishes: the text has changed: %w", survey.ErrConflict)

// take codes texts to needs: in steps that can be undone, of coding.MostInStep texts each. Texts that somebody else coded
// or corrected meanwhile are left as they are; it returns how many were coded. It is a survey.ErrClosed once the campaign is frozen: see apply.
func (w *Room) take(ctx context.Context, s *subject, by string, texts []*text, needs []string, settles string) (coded int, err error) {
	now := w.deps.Now().UTC().Truncate(time.Millisecond)
	for part := range slices.Chunk(texts, coding.MostInStep) {
		step := coding.Step{Rev: 1, Municipality: s.campaign.Municipality, Campaign: s.campaign.ID, By: by, At: now, Needs: needs, Settles: settles}
		for _, t := range part {
			step.Changes = append(step.Changes, coding.Change{
				Response: t.Response, Question: t.Question, Before: t.Coding, After: &survey.Coding{Question: t.Question, Needs: needs, By: by},
			})
		}
		for try := 0; ; try++ {
			step.ID = coding.StepID(step.Campaign, by, step.At)
			err := w.deps.Store.SaveCodingStep(ctx, step)
			if err == nil {
				break
			}
			if !errors.Is(err, survey.ErrExists) || try > 100 {
				return coded, fmt.Errorf("wishes: step: %w", err)
			}
			step.At = step.At.Add(time.Millisecond) // two in one moment
		}
		n, err := w.apply(ctx, step.Campaign, step.Changes, func(c coding.Change) (was, is *survey.Coding) { return c.Before, c.After }, texts)
		if coded += n; err != nil {
			return coded, err
		}
		now = step.At.Add(time.Millisecond)
	}
	return coded, nil
}

// undoStep takes a step back, as far as nobody has coded its texts anew since; it returns how many were.
func (w *Room) undoStep(ctx context.Context, step coding.Step, by string) (undone int, err error) {
	if !step.Undone.IsZero() {
		return 0, nil
	}
	undone, err = w.apply(ctx, step.Campaign, step.Changes, func(c coding.Change) (was, is *survey.Coding) { return c.After, c.Before }, nil)
	if err != nil {
		return undone, err
	}
	if step.Settles != "" {
		second, err := w.deps.Store.Second(ctx, step.Settles)
		if err == nil {
			second.Rev++
			second.Reopen()
			err = w.deps.Store.SaveSecond(ctx, second)
		}
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return undone, fmt.Errorf("wishes: reopen a difference: %w", err)
		}
	}
	step.Rev++
	step.Undone, step.UndoneBy = w.deps.Now().UTC().Truncate(time.Millisecond), by
	return undone, w.deps.Store.SaveCodingStep(ctx, step)
}

// apply changes the codings of responses from what they were to what they shall be, where they are that still. seen are
// the texts as they were shown; nil where that does not matter.
//
// Nothing is changed once the campaign is frozen, which is a survey.ErrClosed: that is looked at before, and again afterwards. Where it was frozen
// in between, what was changed is taken back, since what the campaign counted is kept already or is being counted.
func (w *Room) apply(ctx context.Context, campaign string, changes []coding.Change, of func(coding.Change) (was, is *survey.Coding), seen []*text) (int, error) {
	if err := w.codable(ctx, campaign); err != nil {
		return 0, err
	}
	n, err := w.change(ctx, changes, of, seen)
	ctx = context.WithoutCancel(ctx) // whoever went away in between has changed it all the same
	if closed := w.codable(ctx, campaign); errors.Is(closed, survey.ErrClosed) {
		_, back := w.change(ctx, changes, func(c coding.Change) (was, is *survey.Coding) {
			was, is = of(c)
			return is, was
		}, seen)
		return 0, errors.Join(closed, err, back)
	}
	return n, err
}

// codable is a survey.ErrClosed once the campaign is frozen.
func (w *Room) codable(ctx context.Context, campaign string) error {
	c, err := w.deps.Store.Campaign(ctx, campaign)
	if err == nil && c.Frozen() {
		err = survey.ErrClosed
	}
	if err != nil {
		return fmt.Errorf("wishes: campaign %s: %w", campaign, err)
	}
	return nil
}

// change is apply without looking at the campaign.
func (w *Room) change(ctx context.Context, changes []coding.Change, of func(coding.Change) (was, is *survey.Coding), seen []*text) (int, error) {
	words := map[string]string{}
	for _, t := range seen {
		words[t.ID] = t.Text
	}
	done := make([]bool, len(changes))
	all, ctx := errgroup.WithContext(ctx)
	all.SetLimit(atOnce)
	for i, c := range changes {
		all.Go(func() error {
			was, is := of(c)
			said, known := words[textID(c.Response, c.Question)]
			err := w.recode(ctx, c, was, is, func(now string) bool { return !known || now == said })
			done[i] = err == nil
			if errors.Is(err, errChanged) || errors.Is(err, survey.ErrNotFound) {
				return nil // somebody else's, or gone
			}
			return err
		})
	}
	err := all.Wait()
	n := 0
	for _, d := range done {
		if d {
			n++
		}
	}
	return n, err
}

// recode changes the coding of one text.
func (w *Room) recode(ctx context.Context, c coding.Change, was, is *survey.Coding, same func(text string) bool) error {
	for try := 0; ; try++ {
		r, err := w.deps.Store.Response(ctx, c.Response)
		if err != nil {
			return err
		}
		said, _ := r.Answer(c.Question)
		if !same(said.Text) || !coding.Same(r.CodingOf(c.Question), was) {
			return errChanged
		}
		r.Code(c.Question, is)
		err = w.deps.Store.ReviewResponse(ctx, r)
		if !errors.Is(err, survey.ErrConflict) || try == mostTries {
			return err
		}
	}
}

// said is what a step did, for the audit trail.
func said(n int, needs []string) string {
	if len(needs) == 0 {
		return fmt.Sprintf("%d: no need", n)
	}
	return fmt.Sprintf("%d: %s", n, strings.Join(needs, " "))
}
