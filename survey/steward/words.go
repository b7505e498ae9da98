package steward

import (
	"context"
	"fmt"
	"time"

	"ashar/survey"
	"ashar/survey/coding"
)

// UncodedError is that texts are not coded yet which rankings wait for. It is a survey.ErrInvalid.
type UncodedError struct {
	Campaign string
	Left     int
}

func (e *UncodedError) Error() string {
	return fmt.Sprintf("campaign %s: of what the choice \"other\" stands for, %d texts are not coded yet; code them on the desk, at /desk/%s/words", e.Campaign, e.Left, e.Campaign)
}

// Unwrap tells the kind.
func (*UncodedError) Unwrap() error { return survey.ErrInvalid }

// Left counts the own words of a campaign that are still to be coded. It reads all its responses.
func (s *Steward) Left(ctx context.Context, c *survey.Campaign) (coding.Left, error) {
	var left coding.Left
	var versions []*survey.Questionnaire
	for _, key := range c.Versions() {
		q, err := s.store.Questionnaire(ctx, key)
		if err != nil {
			return left, fmt.Errorf("steward: %w", err)
		}
		versions = append(versions, q)
	}
	questions := coding.QuestionsOf(versions...)
	for r, err := range s.store.ResponsesSince(ctx, c.ID, time.Time{}) {
		if err != nil {
			return left, fmt.Errorf("steward: own words: %w", err)
		}
		left.Add(questions, &r)
	}
	return left, nil
}

// waits is an UncodedError while what a step settles for good hangs on texts that are not coded.
func (s *Steward) waits(ctx context.Context, c *survey.Campaign, step survey.Step) error {
	if c.Status != survey.StatusClosed || step != survey.Freezes && step != survey.Publishes {
		return nil
	}
	left, err := s.Left(ctx, c)
	if err == nil && left.Other > 0 {
		err = &UncodedError{Campaign: c.ID, Left: left.Other}
	}
	return err
}
