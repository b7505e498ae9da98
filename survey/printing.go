package survey

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// The bounds of a PrintRegister.
const (
	MaxPrinted = 500 // forms of one run
	MaxRuns    = 1000
	MaxHanded  = 100 // runes of the word for whom forms were handed to
)

// PrintRegister says which forms of a campaign were printed, and what came back of them. There is one of each campaign,
// so that its numbers are given out by compare-and-set on its revision: two who print at once never print one number.
type PrintRegister struct {
	ID           string     `bson:"_id"` // the campaign
	Rev          int64      `bson:"rev"`
	Municipality string     `bson:"municipality"`
	Runs         []PrintRun `bson:"runs"` // in the order of their numbers
}

// PrintRun is forms that were printed at once, for one village.
type PrintRun struct {
	First         int       `bson:"first"` // the numbers on them, as NewSerial writes them
	Last          int       `bson:"last"`
	Village       string    `bson:"village"`
	Language      string    `bson:"language"`
	Questionnaire string    `bson:"questionnaire"` // Key of the version
	At            time.Time `bson:"at"`
	By            string    `bson:"by"` // the account of whoever printed them
	// To is to whom they were handed, in a word for a role and not a name: "enumerator 2", "school"; "" while nobody has
	// them. On is the day, "2006-01-02".
	To string `bson:"to,omitempty"`
	On string `bson:"on,omitempty"`
	// Filled and Blank are how many came back with and without answers, as they were counted when they came; Returned is
	// the day on which the last ones did.
	Filled   int    `bson:"filled,omitempty"`
	Blank    int    `bson:"blank,omitempty"`
	Returned string `bson:"returned,omitempty"`
	// Settled: whoever had them says that no more come.
	Settled bool `bson:"settled,omitempty"`
}

// Copies is how many forms there are in the run.
func (r *PrintRun) Copies() int { return r.Last - r.First + 1 }

// PrintRegisters keeps what was printed. What is not there is an ErrNotFound.
type PrintRegisters interface {
	PrintRegister(ctx context.Context, campaign string) (PrintRegister, error)
	// SavePrintRegister keeps it durably. With Rev 1 it is new, and an ErrExists if there is one; with a higher Rev it
	// replaces the one that has Rev-1, and is an ErrConflict if that one has changed meanwhile.
	SavePrintRegister(ctx context.Context, r PrintRegister) error
}

// Next is the first number that is not printed yet.
func (r *PrintRegister) Next() int {
	next := 1
	for i := range r.Runs {
		next = max(next, r.Runs[i].Last+1)
	}
	return next
}

// Print enters a run of so many copies with the numbers that come next, and returns it with those. It is an ErrInvalid
// when there are none to print, or more than MaxPrinted, and an ErrFull when there are no more numbers or runs.
func (r *PrintRegister) Print(run PrintRun, copies int) (PrintRun, error) {
	switch first := r.Next(); {
	case copies < 1 || copies > MaxPrinted:
		return run, fmt.Errorf("survey: print %d forms, 1 to %d are possible: %w", copies, MaxPrinted, ErrInvalid)
	case first+copies-1 > MaxSerial || len(r.Runs) == MaxRuns:
		return run, fmt.Errorf("survey: print %d forms after %d: %w", copies, first-1, ErrFull)
	default:
		run.First, run.Last, run.At = first, first+copies-1, stamp(run.At)
	}
	r.Rev++
	r.Runs = append(slices.Clone(r.Runs), run)
	return run, nil
}

// Of is the run in which the form with this number was printed; nil if none was.
func (r *PrintRegister) Of(number int) *PrintRun {
	for i := range r.Runs {
		if run := &r.Runs[i]; run.First <= number && number <= run.Last {
			return run
		}
	}
	return nil
}

// Hand says to whom the run that begins with this number was handed, and on which day; "" takes that back, as long as
// nothing came back. It is an ErrNotFound when there is no such run, and an ErrInvalid when the word is too long or the
// day is none.
func (r *PrintRegister) Hand(first int, to, on string) error {
	run, err := r.run(first)
	if err != nil {
		return err
	}
	to = strings.Join(strings.Fields(to), " ")
	if len([]rune(to)) > MaxHanded || to != "" && !validDay(on) || to == "" && run.Filled+run.Blank > 0 {
		return fmt.Errorf("survey: hand out forms: %w", ErrInvalid)
	}
	if to == "" {
		on = ""
	}
	run.To, run.On = to, on
	return nil
}

// Return says how many forms of the run came back by this day in all, and whether no more come. It is an ErrNotFound
// when there is no such run, and an ErrInvalid when more came than were printed, or the day is none.
func (r *PrintRegister) Return(first, filled, blank int, on string, settled bool) error {
	run, err := r.run(first)
	if err != nil {
		return err
	}
	if filled < 0 || blank < 0 || filled+blank > run.Copies() || !validDay(on) {
		return fmt.Errorf("survey: forms that came back: %d and %d of %d: %w", filled, blank, run.Copies(), ErrInvalid)
	}
	run.Filled, run.Blank, run.Returned, run.Settled = filled, blank, on, settled
	return nil
}

// run is the one that begins with this number, to be changed.
func (r *PrintRegister) run(first int) (*PrintRun, error) {
	i := slices.IndexFunc(r.Runs, func(run PrintRun) bool { return run.First == first })
	if i < 0 {
		return nil, fmt.Errorf("survey: forms from number %d: %w", first, ErrNotFound)
	}
	r.Runs = slices.Clone(r.Runs)
	r.Rev++
	return &r.Runs[i], nil
}

func validDay(day string) bool {
	_, err := time.Parse(time.DateOnly, day)
	return err == nil
}
