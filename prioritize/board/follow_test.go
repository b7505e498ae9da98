package board_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"ashar/survey/access"
)

// TestConsoleIsFollowedAsItIsShown holds the part that follows to the page in which it stands, for each way to look at it.
func TestConsoleIsFollowedAsItIsShown(t *testing.T) {
	h := newHall(t)
	for _, role := range []access.Role{access.Observer, access.Organiser} {
		for _, look := range []string{"/board/summer", "/board/summer?rule=borda&lang=ky", "/board/summer?village=tor&lang=en", "/board/summer?size=hall"} {
			in := h.as("kok-jar", role)
			main := h.page(look, in).Find("main")
			path, ok := main.Attr("data-live")
			if !ok {
				t.Fatalf("%s is not followed", look)
			}
			w := h.get(path, in)
			if w.Code != http.StatusOK {
				t.Fatalf("%s: got %d, want 200\n%s", path, w.Code, w.Body)
			}
			if got := w.Header().Get("Set-Cookie"); got != "" {
				t.Errorf("%s sets %q: a page that follows chooses no language for others", path, got)
			}
			part, err := goquery.NewDocumentFromReader(strings.NewReader("<main>" + w.Body.String() + "</main>"))
			h.must(err)
			got, err := part.Find("main").Html()
			h.must(err)
			want, err := main.Html()
			h.must(err)
			if strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("%s by %s: what is followed is not what the page has\ngot\n%s\nwant\n%s", look, role, got, want)
			}
		}
	}
}

func TestConsoleOfWhatIsNotThereIsNotFollowed(t *testing.T) {
	h := newHall(t)
	for path, want := range map[string]int{
		"/board/summer/live?rule=dice": http.StatusUnprocessableEntity, "/board/summer/live?village=atlantis": http.StatusNotFound,
		"/board/nosuch/live": http.StatusNotFound,
	} {
		if got := h.get(path, h.as("kok-jar", access.Observer)).Code; got != want {
			t.Errorf("%s: got %d, want %d", path, got, want)
		}
	}
}
