//go:build !race

// Two thousand people take minutes under the race detector: it watches smaller crowds, in
// TestManyAtOnce and TestCrowdByWebhook.

package bot_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ashar/survey"

	"github.com/google/go-cmp/cmp"
)

// TestCrowd has 2,000 people answer everything at once, each something else and without
// a pause, and compares every answer that is stored with what its giver said: none is
// lost, doubled or somebody else's.
func TestCrowd(t *testing.T) {
	r, s := newCrowdedRoom(t), fake(t)
	serve(t, r, s)
	q := questionnaire(t, "questionnaire.json")
	ctx, cancel := context.WithTimeout(t.Context(), 4*time.Minute)
	defer cancel()
	talks := map[string]*conversation{} // by pseudonym
	var answering sync.WaitGroup
	for n := range crowd {
		talk := newCitizen(q, n).opens(s)
		talks[survey.NewPseudonyms(secret).Of("telegram", fmt.Sprint(talk.person.ID))] = talk
		answering.Go(func() {
			for !talk.over() {
				if _, err := talk.goesOn(ctx); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	answering.Wait()
	receipts := map[string]bool{}
	for sent, err := range r.db.ResponsesSince(t.Context(), "needs", time.Time{}) {
		if err != nil {
			t.Fatal(err)
		}
		talk := talks[sent.Respondent]
		if talk == nil {
			t.Fatalf("a response of nobody, or a second one of somebody: %+v", sent)
		}
		delete(talks, sent.Respondent)
		talk.compare(t, sent)
		receipts[sent.Receipt] = true
	}
	if len(talks) != 0 || len(receipts) != crowd {
		t.Errorf("%d people have no response, and there are %d different receipts, want 0 and %d", len(talks), len(receipts), crowd)
	}
	refusedNothing(t, s)
}

// compare holds what was stored of somebody against what they said and were told.
func (c *conversation) compare(t testing.TB, sent survey.Response) {
	t.Helper()
	said := survey.Response{Language: c.language, Village: "village-of-" + c.village, Answers: c.answers}
	stored := survey.Response{Language: sent.Language, Village: sent.Village, Answers: sent.Answers}
	if diff := cmp.Diff(said, stored); diff != "" {
		t.Errorf("person %d: what was said (-) is not what was stored (+):\n%s", c.person.ID, diff)
	}
	if told := c.chat.Last().Text; !strings.Contains(told, sent.Receipt) {
		t.Errorf("person %d was told %q, and not the receipt %s", c.person.ID, told, sent.Receipt)
	}
}
