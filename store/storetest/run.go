package storetest

import (
	"errors"
	"iter"
	"strings"
	"testing"
	"time"
)

// Run holds a store to all that it promises the domain, on databases of this place.
func Run(t *testing.T, place Place) {
	for name, check := range map[string]func(*testing.T, Place){
		"the catalogue is kept":                     catalogue,
		"an interview goes from step to step":       interviews,
		"the latest interview is found":             latestInterview,
		"a response is stored once":                 responses,
		"a correction takes its place":              corrections,
		"what was found of it stays with it":        reviews,
		"files are kept beside the answers":         attachments,
		"responses are met in order":                responsesSince,
		"all responses are met once":                allOnce,
		"responses are counted up to a limit":       countResponses,
		"who came by a door is counted":             arrivals,
		"who follows misses nothing":                following,
		"an answer is withdrawn by its receipt":     withdrawal,
		"an interview is forgotten":                 forgetting,
		"nothing stays beside an answer that went":  nothingStays,
		"a withdrawal broken off is done again":     brokenOff,
		"marks of what was taken back go":           forgettingTakenBack,
		"what a campaign counted is kept once":      freezing,
		"a campaign is swept, and only it":          sweeping,
		"requests change by revision":               requesting,
		"staff documents change by revision":        staff,
		"a sign-in link works once":                 signIn,
		"the audit trail holds together":            trail,
		"a delivery is received once":               receiving,
		"deliveries are handled in order":           handling,
		"marks of deliveries are forgotten":         forgettingDeliveries,
		"a lease is held by one":                    leasing,
		"subscribers are told once":                 subscribing,
		"announcements wait in order":               announcing,
		"codings are kept beside the responses":     codings,
		"tickets change by revision":                tickets,
		"printed forms change by revision":          paperForms,
		"of a printed form nothing typed stays":     papersTakenBack,
		"numbers are printed once":                  printRegisters,
		"tables of papers are kept until removed":   paperTables,
		"what a working group says is kept":         appraisals,
		"a template changes by revision":            editions,
		"hearings, slips and votes are by revision": assemblies,
		"gatherings keep their history":             gatherings,
		"a group is known until it is dropped":      grouping,
		"a cancelled context ends what it belongs":  cancelled,
		"everything is there after reopening":       reopening,
		"a closed store is unavailable":             closed,
	} {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) { check(t, place) })
	}
}

// moment is a time as the domain gives it to the store: UTC, whole milliseconds.
func moment(n int) time.Time {
	return time.UnixMilli(1_790_000_000_000).Add(time.Duration(n) * time.Minute).UTC()
}

func wantError(t testing.TB, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || want == nil && got != nil {
		t.Errorf("%s: got error %v, want %v", what, got, want)
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// collect returns what a sequence yields, and fails the test at an error.
func collect[T any](t testing.TB, seq iter.Seq2[T, error]) []T {
	t.Helper()
	var all []T
	for v, err := range seq {
		if err != nil {
			t.Fatalf("sequence: %v", err)
		}
		all = append(all, v)
	}
	return all
}
