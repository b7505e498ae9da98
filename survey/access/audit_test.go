package access_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/access/accesstest"
)

// write appends n deeds to a new trail and returns its entries in order.
func write(t testing.TB, n int) []access.Entry {
	t.Helper()
	trail := access.NewTrail(accesstest.NewMemory())
	var entries []access.Entry
	for i := range n {
		e, err := trail.Write(t.Context(), noon, access.Account{ID: "aigul"}, access.Deed{
			Municipality: "kok-jar", Action: access.RunCampaigns, Subject: "campaign/1",
			Before: "draft", After: fmt.Sprintf("open %d", i),
		})
		if err != nil {
			t.Fatalf("Write: %v", err)
		}
		entries = append(entries, e)
	}
	return entries
}

func stream(entries []access.Entry) iter.Seq2[access.Entry, error] {
	return func(yield func(access.Entry, error) bool) {
		for _, e := range entries {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func TestTheTrailHoldsTogether(t *testing.T) {
	if n, err := access.Verify(stream(write(t, 20))); n != 20 || err != nil {
		t.Errorf("Verify: got %d, %v, want 20 and no error", n, err)
	}
	if n, err := access.Verify(stream(nil)); n != 0 || err != nil {
		t.Errorf("Verify of nothing: got %d, %v, want 0 and no error", n, err)
	}
}

func TestWhoeverTouchesTheTrailIsFoundOut(t *testing.T) {
	original := write(t, 8)
	rapid.Check(t, func(t *rapid.T) {
		entries := slices.Clone(original)
		at := rapid.IntRange(0, len(entries)-2).Draw(t, "at")
		switch rapid.SampledFrom([]string{"change", "rehash", "drop", "swap", "insert"}).Draw(t, "deed") {
		case "change":
			entries[at].After = "something else"
		case "rehash":
			entries[at].Account = "somebody-else"
			entries[at].Hash = entries[at].Sum()
		case "drop":
			entries = slices.Delete(entries, at, at+1)
		case "swap":
			entries[at], entries[at+1] = entries[at+1], entries[at]
		case "insert":
			entries = slices.Insert(entries, at, entries[at])
		}
		if n, err := access.Verify(stream(entries)); !errors.Is(err, survey.ErrInvalid) {
			t.Fatalf("Verify: got %d, %v, want ErrInvalid", n, err)
		}
	})
}

func TestVerifyPassesOnReadErrors(t *testing.T) {
	broken := errors.New("broken")
	_, err := access.Verify(func(yield func(access.Entry, error) bool) { yield(access.Entry{}, broken) })
	if !errors.Is(err, broken) {
		t.Errorf("Verify: got %v, want %v", err, broken)
	}
}

func TestManyWriteOneTrail(t *testing.T) {
	memory := accesstest.NewMemory()
	var mu sync.Mutex
	var entries []access.Entry
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			trail := access.NewTrail(memory) // as another process would have
			for range 10 {
				e, err := trail.Write(t.Context(), noon, access.Account{ID: "aigul"}, access.Deed{
					Municipality: "kok-jar", Action: access.ManageStaff, Subject: "account/x",
				})
				if err != nil {
					t.Errorf("Write: %v", err)
					return
				}
				mu.Lock()
				entries = append(entries, e)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	slices.SortFunc(entries, func(a, b access.Entry) int { return strings.Compare(a.ID, b.ID) })
	if n, err := access.Verify(stream(entries)); n != 100 || err != nil {
		t.Errorf("Verify: got %d, %v, want 100 and no error", n, err)
	}
}
