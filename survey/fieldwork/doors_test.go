package fieldwork_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"ashar/survey/access"
	"ashar/survey/fieldwork"
	"ashar/survey/page/pagetest"
)

func TestTemplatesFitTheirPages(t *testing.T) {
	pagetest.Check(t, newDesk(t, bot).desk.Room(), fieldwork.Views())
}

// routes are all of the room's, with what they ask for.
var routes = []struct {
	path   string
	action access.Action
}{
	{"/desk", access.SeeDesk},
	{"/desk/summer", access.SeeCoverage},
	{"/desk/summer/questionnaire.xlsx", access.SeeCoverage},
	{"/desk/summer/poster/ARCHA2", access.RunCampaigns},
}

func TestEveryRouteAsksWhoIsThere(t *testing.T) {
	d := newDesk(t, bot)
	for _, r := range routes {
		doc := read(t, d.get(r.path, ""), http.StatusUnauthorized)
		if doc.Find("h1").Length() != 1 {
			t.Errorf("%s without a session: no page that says how to get one", r.path)
		}
		for _, role := range access.Roles() {
			want := http.StatusForbidden
			if role.May(r.action) {
				want = http.StatusOK
			}
			if got := d.get(r.path, d.as("kok-jar", role)).Code; got != want {
				t.Errorf("%s as %s: status %d, want %d", r.path, role, got, want)
			}
		}
	}
}

func TestWhatIsAnothersIsNotFound(t *testing.T) {
	d := newDesk(t, bot)
	owner := d.as("kok-jar", access.Owner)
	for _, path := range []string{
		"/desk/elsewhere", "/desk/elsewhere/questionnaire.xlsx", "/desk/elsewhere/poster/TAK222",
		"/desk/nosuch", "/desk/nosuch/questionnaire.xlsx", "/desk/nosuch/poster/ARCHA2",
		"/desk/summer/poster/TAK222", "/desk/summer/poster/NOSUCH", "/desk/spring/poster/ARCHA2",
	} {
		if got, want := d.get(path, owner).Code, http.StatusNotFound; got != want {
			t.Errorf("%s: status %d, want %d", path, got, want)
		}
	}
}

func TestSigningOutClosesTheDesk(t *testing.T) {
	d := newDesk(t, bot)
	cookie := d.as("kok-jar", access.Organiser)
	if doc := d.page("/desk", cookie); doc.Find(`form[method=post][action="/out"] button`).Length() != 1 {
		t.Error("the desk has no button for signing out")
	}
	r := httptest.NewRequest(http.MethodPost, "/out", nil)
	r.Header.Set("Cookie", cookie)
	d.handler.ServeHTTP(httptest.NewRecorder(), r)
	if got, want := d.get("/desk", cookie).Code, http.StatusUnauthorized; got != want {
		t.Errorf("the desk after signing out: status %d, want %d", got, want)
	}
}

func TestPagesSpeakThreeLanguages(t *testing.T) {
	d := newDesk(t, bot) // whose words fail the test where one is missing
	owner := d.as("kok-jar", access.Owner)
	for _, path := range []string{"/desk", "/desk/summer", "/desk/spring", "/desk/summer/poster/TQR222"} {
		for _, lang := range []string{"ky", "ru", "en"} {
			doc := read(t, d.in(lang, path, owner), http.StatusOK)
			if got := doc.Find("html").AttrOr("lang", ""); got != lang {
				t.Errorf("%s in %s: the page is in %q", path, lang, got)
			}
			if got := doc.Find("style, [style], script:not([src])").Length(); got > 0 {
				t.Errorf("%s: %d inline styles or scripts, which the policy forbids", path, got)
			}
		}
	}
}
