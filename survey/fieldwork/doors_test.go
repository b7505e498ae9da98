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
	{"/desk/summer/coverage", access.SeeCoverage},
	{"/desk/summer/questionnaire.xlsx", access.SeeCoverage},
	{"/desk/summer/links", access.RunCampaigns},
	{"/desk/summer/links/posters.pdf", access.RunCampaigns},
	{"/desk/summer/links/ARCHA2", access.RunCampaigns},
	{"/desk/summer/links/ARCHA2/a4.pdf", access.RunCampaigns},
	{"/desk/summer/links/ARCHA2/a5.svg", access.RunCampaigns},
	{"/desk/summer/codes", access.RunCampaigns},
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
		"/desk/elsewhere", "/desk/elsewhere/coverage", "/desk/elsewhere/questionnaire.xlsx", "/desk/elsewhere/links", "/desk/elsewhere/links/posters.pdf", "/desk/elsewhere/links/TAK222", "/desk/elsewhere/links/TAK222/a4.pdf", "/desk/elsewhere/codes",
		"/desk/nosuch", "/desk/nosuch/questionnaire.xlsx", "/desk/nosuch/links", "/desk/nosuch/links/ARCHA2", "/desk/nosuch/codes",
		"/desk/summer/links/TAK222", "/desk/summer/links/NOSUCH", "/desk/spring/links/ARCHA2", "/desk/spring/links/posters.pdf",
		"/desk/summer/links/ARCHA2/a4.png", "/desk/summer/links/ARCHA2/x", "/desk/summer/links/TAK222/a4.svg",
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
	for _, path := range []string{"/desk", "/desk/summer", "/desk/spring", "/desk/summer/coverage", "/desk/spring/coverage", "/desk/summer/links", "/desk/spring/links", "/desk/summer/links/TQR222", "/desk/summer/codes"} {
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
