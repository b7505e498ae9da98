package minutes

import (
	"cmp"
	"fmt"
	"time"

	"ashar/prioritize/hearing"
	"ashar/survey"
)

// Input is what minutes are made of.
type Input struct {
	Hearing      *hearing.Hearing
	Attendance   hearing.Attendance
	Municipality *survey.Municipality
	Survey       survey.Text    // the title of the campaign whose ranking the hearing goes by; nil is left out
	Frozen       time.Time      // when that ranking was frozen; the zero time is left out
	Registered   map[int]int    // by a round's number, how many people had registered when it was closed; what is missing is left out
	Annexes      []string       // beside those that every hearing has
	Made         time.Time      // when the document is made; the zero time is left out
	Zone         *time.Location // in which times are told; nil is UTC
}

// Document is the minutes of one hearing, not yet in a language.
type Document struct {
	Input
	results map[int]hearing.Result // of the rounds that count, by their numbers
	methods map[int]hearing.Method // of these
	outcome []hearing.Decided
	without map[string]int // the place that each option would have without overrides
	named   map[string]survey.Text
}

// New makes the minutes. It is a survey.ErrInvalid of a hearing that makes no sense or belongs to another municipality.
func New(in Input) (*Document, error) {
	h := in.Hearing
	if h.Municipality != in.Municipality.ID {
		return nil, fmt.Errorf("minutes: hearing %s of %s, given %s: %w", h.ID, h.Municipality, in.Municipality.ID, survey.ErrInvalid)
	}
	if err := h.Check(); err != nil {
		return nil, fmt.Errorf("minutes: %w", err)
	}
	in.Zone = cmp.Or(in.Zone, time.UTC)
	d := &Document{Input: in, results: map[int]hearing.Result{}, methods: map[int]hearing.Method{}, without: map[string]int{}, named: map[string]survey.Text{}}
	for i := range h.Rounds {
		r := &h.Rounds[i]
		if r.Stage != hearing.Counted {
			continue
		}
		res, err := r.Result()
		if err != nil {
			return nil, fmt.Errorf("minutes: %w", err)
		}
		d.results[r.Number], d.methods[r.Number] = res, r.Method
	}
	var err error
	if d.outcome, err = h.Outcome(); err != nil {
		return nil, fmt.Errorf("minutes: %w", err)
	}
	plain := *h
	plain.Overrides = nil
	without, err := plain.Outcome()
	if err != nil {
		return nil, fmt.Errorf("minutes: %w", err)
	}
	for _, x := range without {
		d.without[x.Option] = x.Final
	}
	for _, o := range h.Options {
		d.named[o.ID] = o.Label
	}
	return d, nil
}
