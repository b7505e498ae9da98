package survey_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/survey"
)

// TestJudgementsAreGivenWithAReason judges a response in every way, right and wrong.
func TestJudgementsAreGivenWithAReason(t *testing.T) {
	at := time.Date(2026, 5, 2, 10, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		name   string
		j      *survey.Judgement
		err    error
		counts bool
	}{
		{"accepted", &survey.Judgement{Verdict: survey.Accepted}, nil, true},
		{"excluded", &survey.Judgement{Verdict: survey.Excluded, Why: " a test of ours "}, nil, false},
		{"merged", &survey.Judgement{Verdict: survey.Merged, Into: "other", Why: "sent twice"}, nil, false},
		{"taken back", nil, nil, true},
		{"excluded without a reason", &survey.Judgement{Verdict: survey.Excluded, Why: " "}, survey.ErrInvalid, true},
		{"a novel", &survey.Judgement{Verdict: survey.Excluded, Why: strings.Repeat("ө", survey.MaxWhy+1)}, survey.ErrInvalid, true},
		{"merged into none", &survey.Judgement{Verdict: survey.Merged, Why: "sent twice"}, survey.ErrInvalid, true},
		{"merged into itself", &survey.Judgement{Verdict: survey.Merged, Into: "r", Why: "sent twice"}, survey.ErrInvalid, true},
		{"accepted into another", &survey.Judgement{Verdict: survey.Accepted, Into: "other"}, survey.ErrInvalid, true},
		{"a verdict of one's own", &survey.Judgement{Verdict: "deleted", Why: "gone"}, survey.ErrInvalid, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := survey.Response{ID: "r", Edits: 1}
			if c.j != nil {
				c.j.By, c.j.At = "askar", at
			}
			before := r.Revision()
			err := r.Judge(c.j)
			if !errors.Is(err, c.err) || c.err == nil && err != nil {
				t.Fatalf("judge: %v, want %v", err, c.err)
			}
			if r.Counts() != c.counts {
				t.Errorf("it counts: %v, want %v", r.Counts(), c.counts)
			}
			if grown := r.Revision() > before; grown != (err == nil) {
				t.Errorf("the revision went from %d to %d with the error %v", before, r.Revision(), err)
			}
			if err == nil && c.j != nil && r.Judgement.Why != strings.TrimSpace(c.j.Why) {
				t.Errorf("the reason is %q", r.Judgement.Why)
			}
		})
	}
}

// TestCodingsTakeTheirPlace codes two answers, one of them twice, and takes a coding back.
func TestCodingsTakeTheirPlace(t *testing.T) {
	var r survey.Response
	r.Code("wish", &survey.Coding{Needs: []string{"roads"}})
	r.Code("other", &survey.Coding{Needs: []string{"bridge", "roads"}})
	r.Code("wish", &survey.Coding{})
	if needs, ok := r.CodedAs("wish"); !ok || len(needs) != 0 {
		t.Errorf("the wish stands for %q, %v; want no need", needs, ok)
	}
	if needs, _ := r.CodedAs("other"); !slices.Equal(needs, []string{"bridge", "roads"}) {
		t.Errorf("what else was chosen stands for %q", needs)
	}
	r.Code("other", nil)
	if _, ok := r.CodedAs("other"); ok || r.Revision() != 4 {
		t.Errorf("taken back, it is coded: %v; revision %d, want 4", ok, r.Revision())
	}
}
