package fieldwork_test

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

func TestPosterLeadsToTheFormAndTheBotInBothLanguages(t *testing.T) {
	d := newDesk(t, bot)
	doc := d.page("/desk/summer/poster/TQR222", d.as("kok-jar", access.Organiser))
	sheet := doc.Find("main.sheet")
	var codes []string
	for _, n := range sheet.Find("svg.qr").EachIter() {
		codes = append(codes, n.AttrOr("aria-label", ""))
	}
	want := []string{pagetest.PublicURL + "/f/TQR222", "https://t.me/" + bot + "?start=TQR222"}
	if diff := cmp.Diff(want, codes); diff != "" {
		t.Errorf("QR codes (-want +got):\n%s", diff)
	}
	if got, want := words(sheet.Find(".address")), "ashar.test/f/TQR222"; got != want {
		t.Errorf("address to be typed: got %q, want %q", got, want)
	}
	if got, want := words(sheet.Find(".address .code")), "TQR222"; got != want {
		t.Errorf("code in large print: got %q, want %q", got, want)
	}
	ky, ru := words(sheet.Find(`[lang="ky"]`)), words(sheet.Find(`[lang="ru"]`))
	for _, want := range []string{"Айылыңызга эмне керек?", "Кең-Төр", "Көк-Жар айыл аймагы", "2026-жылдын 31-майы"} {
		if !strings.Contains(ky, want) {
			t.Errorf("the Kyrgyz lines lack %q: %q", want, ky)
		}
	}
	for _, want := range []string{"Что нужно вашему селу?", "Кен-Тёр", "Кок-Жарский айылный аймак", "31 мая 2026 года"} {
		if !strings.Contains(ru, want) {
			t.Errorf("the Russian lines lack %q: %q", want, ru)
		}
	}
	if got := sheet.Find(".felt").Length(); got != 2 {
		t.Errorf("ornaments: got %d, want 2", got)
	}
}

// quiet is the border of a QR code, in modules, on each side.
const quiet = 4

func TestPostersCodeIsSixtyMillimetresWide(t *testing.T) {
	d := newDesk(t, bot)
	owner := d.as("kok-jar", access.Owner)
	doc := d.page("/desk/summer/poster/TQR222", owner)
	var css string
	for _, link := range doc.Find(`link[rel="stylesheet"]`).EachIter() {
		w := d.get(link.AttrOr("href", ""), "")
		if w.Code != http.StatusOK {
			t.Fatalf("stylesheet: status %d", w.Code)
		}
		css += w.Body.String()
	}
	if !strings.Contains(css, "@page{size:A4") {
		t.Error("the sheet is not said to be A4")
	}
	found := regexp.MustCompile(`\.way \.qr\{width:([0-9]+)mm`).FindStringSubmatch(css)
	if found == nil {
		t.Fatal("the stylesheet gives the code no width")
	}
	width, err := strconv.ParseFloat(found[1], 64)
	if err != nil {
		t.Fatal(err)
	}
	for _, qr := range doc.Find("svg.qr").EachIter() {
		box := strings.Fields(qr.AttrOr("viewBox", ""))
		if len(box) != 4 {
			t.Fatalf("viewBox: got %q", box)
		}
		modules, err := strconv.ParseFloat(box[2], 64)
		if err != nil {
			t.Fatal(err)
		}
		if got := width * (modules - 2*quiet) / modules; got < 60 {
			t.Errorf("the code of %s is %.1f mm wide, want 60 at least", qr.AttrOr("aria-label", ""), got)
		}
	}
}
