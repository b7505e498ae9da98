package board_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/access"
)

func TestRankingAsJSONIsTheRanking(t *testing.T) {
	h := newHall(t)
	w := h.get("/board/summer/ranking.json?rule=borda", h.as("kok-jar", access.Observer))
	if got, want := w.Header().Get("Content-Type"), "application/json"; !strings.HasPrefix(got, want) {
		t.Errorf("content type: got %q, want %q", got, want)
	}
	var got struct {
		GeneratedAt time.Time `json:"generated_at"`
		Provisional bool      `json:"provisional"`
		prioritize.Ranking
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if !got.GeneratedAt.Equal(now) || got.Code != "test" || !got.Provisional {
		t.Errorf("generated at %s by %q, provisional %t; want %s, %q, true", got.GeneratedAt, got.Code, got.Provisional, now, "test")
	}
	want, err := counted{h.db}.Snapshot(t.Context(), "summer", prioritize.Borda)
	h.must(err)
	want.Ranking.Weighting.Cells = nil // in no document
	if diff := cmp.Diff(want.Ranking, got.Ranking); diff != "" {
		t.Errorf("ranking (-want +got):\n%s", diff)
	}
}

func TestRankingAsJSONKeepsItsShape(t *testing.T) {
	h := newHall(t)
	var doc map[string]any
	if err := json.Unmarshal(h.get("/board/summer/ranking.json", h.as("kok-jar", access.Owner)).Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{
		"generated_at", "code_version", "provisional", "campaign", "municipality", "questionnaire", "rule", "method",
		"inputs", "n", "n_answered", "n_ranked", "weighting", "villages", "groups", "items",
	} {
		if _, ok := doc[key]; !ok {
			t.Errorf("the document lacks %q", key)
		}
	}
	item := doc["items"].([]any)[0].(map[string]any)
	for _, key := range []string{"rank", "need", "n", "share", "low", "high", "unweighted", "borda", "severity", "villages", "groups"} {
		if _, ok := item[key]; !ok {
			t.Errorf("an item lacks %q", key)
		}
	}
}

func TestRankingAsJSONIsSentAgainOnlyWhenItChanged(t *testing.T) {
	h := newHall(t)
	owner := h.as("kok-jar", access.Owner)
	const path = "/board/summer/ranking.json"
	tag := h.get(path, owner).Header().Get("ETag")
	if !strings.HasPrefix(tag, `W/"`) {
		t.Fatalf("ETag: got %q, want a weak one", tag)
	}
	for _, header := range []string{tag, `"x", ` + tag, strings.TrimPrefix(tag, "W/"), "*"} {
		w := h.get(path, owner, "If-None-Match", header)
		if w.Code != http.StatusNotModified || w.Body.Len() > 0 || w.Header().Get("ETag") != tag {
			t.Errorf("If-None-Match: %s: status %d, %d bytes, ETag %s; want 304, none, %s", header, w.Code, w.Body.Len(), w.Header().Get("ETag"), tag)
		}
	}
	if got := h.get(path+"?rule=borda", owner, "If-None-Match", tag).Code; got != http.StatusOK {
		t.Errorf("the ranking by another rule: status %d, want 200", got)
	}
	h.answers("summer", "archa", 1, survey.SexMale, "light")
	if got := h.get(path, owner, "If-None-Match", tag).Code; got != http.StatusOK {
		t.Errorf("after one more answer: status %d, want 200", got)
	}
}

// TestRankingOfFewAnswersIsSentAgainAfterACorrection corrects an answer where a ranking does not name what it was made of.
func TestRankingOfFewAnswersIsSentAgainAfterACorrection(t *testing.T) {
	h := newHall(t)
	owner := h.as("kok-jar", access.Owner)
	const path = "/board/winter/ranking.json"
	before := h.get(path, owner)
	if got := before.Body.String(); !strings.Contains(got, `"inputs":""`) || !strings.Contains(got, `"n":48,`) {
		t.Fatalf("got %s, want a ranking of 48 answers that does not name them", got)
	}
	r, err := h.db.Response(t.Context(), fmt.Sprint("winter", "archa", survey.SexFemale, []string{"water"}, 0))
	h.must(err)
	r.Edits++
	for i := range 2 {
		r.Answers[i].Value = survey.Chosen("roads")
	}
	r.Answers[2].Value = survey.Rated(survey.Level{Choice: "roads", Level: survey.SeverityLevels})
	h.must(h.db.ReplaceResponse(t.Context(), r))
	after := h.get(path, owner, "If-None-Match", before.Header().Get("ETag"))
	if after.Code != http.StatusOK || !strings.Contains(after.Body.String(), `"n":48,`) {
		t.Errorf("after a correction: status %d, want 200 and as many answers\n%s", after.Code, after.Body)
	}
}
