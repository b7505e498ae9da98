package board_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"ashar/prioritize/board"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

func TestTemplatesFitTheirPages(t *testing.T) {
	b := newHall(t).board
	pagetest.Check(t, b.Room(), board.Views())
	pagetest.Check(t, b.Public(), board.PublicViews())
}

// routes are all of the room's, with what they ask for.
var routes = []struct {
	path   string
	action access.Action
	json   bool
}{
	{"/board/summer", access.SeeResults, false},
	{"/board/summer?rule=borda", access.SeeResults, false},
	{"/board/summer?village=tor", access.SeeResults, false},
	{"/board/summer/ranking.json", access.SeeResults, true},
}

func TestEveryRouteAsksWhoIsThere(t *testing.T) {
	h := newHall(t)
	for _, r := range routes {
		if got, want := h.get(r.path, "").Code, http.StatusUnauthorized; got != want {
			t.Errorf("%s without a session: status %d, want %d", r.path, got, want)
		}
		for _, role := range access.Roles() {
			want := http.StatusForbidden
			if role.May(r.action) {
				want = http.StatusOK
			}
			if got := h.get(r.path, h.as("kok-jar", role)).Code; got != want {
				t.Errorf("%s as %s: status %d, want %d", r.path, role, got, want)
			}
		}
	}
}

func TestWhatIsNotThereIsRefused(t *testing.T) {
	h := newHall(t)
	owner := h.as("kok-jar", access.Owner)
	for _, tt := range []struct {
		path string
		want int
	}{
		{"/board/unknown", http.StatusNotFound}, // another municipality's
		{"/board/unknown/ranking.json", http.StatusNotFound},
		{"/board/nosuch", http.StatusNotFound},
		{"/board/nosuch/ranking.json", http.StatusNotFound},
		{"/board/summer?village=tal", http.StatusNotFound}, // another municipality's
		{"/board/summer?rule=kemeny", http.StatusUnprocessableEntity},
		{"/board/summer/ranking.json?rule=kemeny", http.StatusUnprocessableEntity},
	} {
		if got := h.get(tt.path, owner).Code; got != tt.want {
			t.Errorf("%s: status %d, want %d", tt.path, got, tt.want)
		}
	}
}

func TestFailuresOfJSONAreProblems(t *testing.T) {
	h := newHall(t)
	for _, tt := range []struct {
		path, cookie string
		want         int
	}{
		{"/board/summer/ranking.json", "", http.StatusUnauthorized},
		{"/board/summer/ranking.json", h.as("kok-jar", access.Enumerator), http.StatusForbidden},
		{"/board/nosuch/ranking.json", h.as("kok-jar", access.Owner), http.StatusNotFound},
		{"/board/summer/ranking.json?rule=x", h.as("kok-jar", access.Owner), http.StatusUnprocessableEntity},
	} {
		w := h.get(tt.path, tt.cookie, "Accept", "text/html,*/*") // as a browser asks
		if got, want := w.Header().Get("Content-Type"), "application/problem+json"; !strings.HasPrefix(got, want) {
			t.Errorf("%s: content type %q, want %q", tt.path, got, want)
		}
		var problem struct {
			Status int
			Title  string
		}
		if err := json.Unmarshal(w.Body.Bytes(), &problem); err != nil {
			t.Errorf("%s: %v", tt.path, err)
		}
		if w.Code != tt.want || problem.Status != tt.want || problem.Title == "" {
			t.Errorf("%s: status %d and %+v, want %d and a title", tt.path, w.Code, problem, tt.want)
		}
	}
}
