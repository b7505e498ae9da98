package survey

import (
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// Work is something that was done about what a campaign found: on the page of its
// results, organisers tell residents what became of their answers.
type Work struct {
	// Day is midnight UTC of the day on which it was done.
	Day time.Time `json:"day" bson:"day"`
	// Text says what was done, in the organisers' words.
	Text Text `json:"text" bson:"text"`
}

// What a campaign's Done holds at most.
const (
	MaxWorks    = 100 // days
	MaxWorkText = 500 // characters, in each language
)

// Did tells what was done about what the campaign found. In its Done there is one Work
// for a day, in their order: a second of the same day takes the place of the first, and
// one without Text takes it away. It is an ErrInvalid before the results are published,
// of a text that is longer than MaxWorkText, and of more than MaxWorks days; and an
// ErrNotFound when there is nothing to take away.
func (c *Campaign) Did(w Work) error {
	if c.Status != StatusPublished {
		return fmt.Errorf("survey: campaign %s: work: %w: its results are not published", c.ID, ErrInvalid)
	}
	for lang, text := range w.Text {
		if utf8.RuneCountInString(text) > MaxWorkText {
			return fmt.Errorf("survey: campaign %s: work: %w: the text in %s is longer than %d characters", c.ID, ErrInvalid, lang, MaxWorkText)
		}
	}
	w.Day = time.Date(w.Day.Year(), w.Day.Month(), w.Day.Day(), 0, 0, 0, 0, time.UTC)
	i, found := slices.BinarySearchFunc(c.Done, w, func(x, y Work) int { return x.Day.Compare(y.Day) })
	done := slices.Clone(c.Done) // copies of the campaign share it
	switch {
	case w.Text.In() == "" && !found:
		return fmt.Errorf("survey: campaign %s: work of %s: %w", c.ID, w.Day.Format(time.DateOnly), ErrNotFound)
	case w.Text.In() == "":
		done = slices.Delete(done, i, i+1)
	case found:
		done[i] = w
	case len(done) == MaxWorks:
		return fmt.Errorf("survey: campaign %s: work: %w: there are %d days already", c.ID, ErrInvalid, MaxWorks)
	default:
		done = slices.Insert(done, i, w)
	}
	c.Done = done
	return nil
}
