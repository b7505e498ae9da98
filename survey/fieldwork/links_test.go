package fieldwork_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
)

// came begins so many interviews by a door, of which some are sent, on one channel or
// another.
func (d *desk) came(code, village string, begun, sent int) {
	d.t.Helper()
	for i := range begun {
		iv := survey.Interview{
			ID: fmt.Sprint("came-", code, i), Rev: 1, Municipality: "kok-jar", Campaign: "summer", Village: village, Door: code,
			Questionnaire: form().Key(), Channel: []survey.Channel{survey.Web, survey.Bot}[i%2], Language: "ky", Begun: now, Updated: now,
		}
		if i < sent {
			iv.Response = "response-of-" + iv.ID
		}
		d.must(d.db.SaveInterview(d.t.Context(), iv))
	}
}

// TestWhichPosterBroughtHowMany counts by door, whatever the channel, the village's own
// first; and nothing on the page breaks a door's count down.
func TestWhichPosterBroughtHowMany(t *testing.T) {
	d := newDesk(t, bot)
	d.must(d.db.InsertDoor(t.Context(), survey.Door{Code: "SCH222", Campaign: "summer", Municipality: "kok-jar", Village: "tor", Label: "Школа"}))
	d.must(d.db.InsertDoor(t.Context(), survey.Door{Code: "WAP222", Campaign: "summer", Municipality: "kok-jar", Village: "tor", Label: "WhatsApp", Ended: now}))
	d.came("TQR222", "tor", 3, 1)
	d.came("SCH222", "tor", 9, 8)
	doc := d.page("/desk/summer/links", d.as("kok-jar", access.Organiser))
	var got []string
	for _, table := range doc.Find("table.doors").EachIter() {
		got = append(got, words(table.Find("caption")))
		for _, tr := range table.Find("tbody tr").EachIter() {
			got = append(got, row(tr))
		}
	}
	want := []string{
		"Арча-Булак", "Код села ARCHA2 | 0 | 0",
		"Кен-Тёр", "Код села TQR222 | 1 | 3", "WhatsApp WAP222 не действует | 0 | 0", "Школа SCH222 | 8 | 9",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("doors (-want +got):\n%s", diff)
	}
	door := d.page("/desk/summer/links/SCH222", d.as("kok-jar", access.Organiser))
	if got := words(door.Find(".tally")); got != "8 ответов (начали: 9)" {
		t.Errorf("the page of a door counts %q", got)
	}
}

// TestAnotherDoorIsMade makes one, which leads to its page and works at once.
func TestAnotherDoorIsMade(t *testing.T) {
	d := newDesk(t, bot)
	organiser := d.as("kok-jar", access.Organiser)
	w := d.post("/desk/summer/links", organiser, "village", "tor", "label", " Плакат  в школе ")
	code, found := strings.CutPrefix(w.Header().Get("Location"), "/desk/summer/links/")
	if w.Code != http.StatusSeeOther || !found {
		t.Fatalf("status %d, to %q", w.Code, w.Header().Get("Location"))
	}
	door, err := d.db.Door(t.Context(), code)
	d.must(err)
	want := survey.Door{Code: code, Campaign: "summer", Municipality: "kok-jar", Village: "tor", Label: "Плакат в школе"}
	if diff := cmp.Diff(want, door); diff != "" {
		t.Errorf("the door (-want +got):\n%s", diff)
	}
	if got := words(d.page("/desk/summer/links/"+code, organiser).Find("h1")); got != "Кен-Тёр · Плакат в школе" {
		t.Errorf("its page is called %q", got)
	}
	if diff := cmp.Diff([]string{`kok-jar-organiser campaign/summer door ` + code + `, village "tor", label "Плакат в школе"`}, d.told()); diff != "" {
		t.Errorf("the trail (-want +got):\n%s", diff)
	}
	// Tapped twice it is made once; at another village there may be one of that name.
	again := read(t, d.post("/desk/summer/links", organiser, "village", "tor", "label", "плакат в школе"), http.StatusUnprocessableEntity)
	if got := again.Find("#label").AttrOr("value", ""); got != "плакат в школе" {
		t.Errorf("what was typed is lost: %q", got)
	}
	if got := again.Find(`#village option[selected]`).AttrOr("value", ""); got != "tor" {
		t.Errorf("what was chosen is lost: %q", got)
	}
	if got := d.post("/desk/summer/links", organiser, "village", "archa", "label", "Плакат в школе").Code; got != http.StatusSeeOther {
		t.Errorf("at another village: status %d", got)
	}
}

func TestADoorThatIsNotMade(t *testing.T) {
	d := newDesk(t, bot)
	organiser := d.as("kok-jar", access.Organiser)
	for _, c := range []struct{ village, label, field string }{
		{"", "Школа", "village"}, {"nosuch", "Школа", "village"}, {"tal", "Школа", "village"}, {"jailoo", "Школа", "village"},
		{"tor", "  ", "label"}, {"tor", strings.Repeat("ө", survey.MaxLabel), "label"},
	} {
		doc := read(t, d.post("/desk/summer/links", organiser, "village", c.village, "label", c.label), http.StatusUnprocessableEntity)
		if got := doc.Find(".field.bad #" + c.field).Length(); got != 1 {
			t.Errorf("%q, %q: the mistake does not stand at %s", c.village, c.label, c.field)
		}
	}
	if got := d.post("/desk/spring/links", organiser, "village", "tor", "label", "Школа").Code; got != http.StatusGone {
		t.Errorf("of a campaign that has ended: status %d, want %d", got, http.StatusGone)
	}
	if got := d.told(); len(got) > 0 {
		t.Errorf("the trail tells %q", got)
	}
}

// TestADoorIsPutOutOfUseAndBack does so, and again to no further effect.
func TestADoorIsPutOutOfUseAndBack(t *testing.T) {
	d := newDesk(t, bot)
	organiser := d.as("kok-jar", access.Organiser)
	d.must(d.db.InsertDoor(t.Context(), survey.Door{Code: "SCH222", Campaign: "summer", Municipality: "kok-jar", Village: "tor", Label: "Школа"}))
	for _, step := range []struct {
		do    string
		ended time.Time
	}{{"end", now}, {"end", now}, {"again", time.Time{}}, {"again", time.Time{}}} {
		if got := d.post("/desk/summer/links/SCH222", organiser, "do", step.do); got.Code != http.StatusSeeOther {
			t.Fatalf("%s: status %d", step.do, got.Code)
		}
		door, err := d.db.Door(t.Context(), "SCH222")
		d.must(err)
		if !door.Ended.Equal(step.ended) {
			t.Errorf("%s: ended %s, want %s", step.do, door.Ended, step.ended)
		}
		doc := d.page("/desk/summer/links/SCH222", organiser)
		if got, want := doc.Find(`button[name=do]`).AttrOr("value", ""), map[bool]string{true: "end", false: "again"}[step.ended.IsZero()]; got != want {
			t.Errorf("%s: then the page offers %q, want %q", step.do, got, want)
		}
	}
	want := []string{`kok-jar-organiser campaign/summer door SCH222, label "Школа": ended`, `kok-jar-organiser campaign/summer door SCH222, label "Школа": in use again`}
	if diff := cmp.Diff(want, d.told()); diff != "" {
		t.Errorf("the trail (-want +got):\n%s", diff)
	}
	for path, do := range map[string]string{"/desk/summer/links/SCH222": "burn", "/desk/summer/links/TQR222": "end"} {
		if got := d.post(path, organiser, "do", do).Code; got != http.StatusUnprocessableEntity {
			t.Errorf("%s of %s: status %d, want %d", do, path, got, http.StatusUnprocessableEntity)
		}
	}
}
