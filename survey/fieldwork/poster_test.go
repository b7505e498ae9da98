package fieldwork_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page/pagetest"
	"ashar/survey/paper"
)

// wanted is the poster of the door to Кең-Төр.
func wanted(t *testing.T) paper.Poster {
	words := pagetest.Words(t)
	return paper.Poster{
		Web: pagetest.PublicURL + "/f/TQR222", Bot: "https://t.me/" + bot + "?start=TQR222", Address: "ashar.test/f/", Code: "TQR222",
		Texts: []paper.PosterText{
			{
				Words: words.For(locale.Kyrgyz), Village: "Кең-Төр", Municipality: "Көк-Жар айыл аймагы", Question: "Айылыңызга эмне керек?",
				Intro: "Үч мүнөт алат. Атыңызды сурабайбыз.", Until: "2026-жылдын 31-майы", Invented: true,
			},
			{
				Words: words.For(locale.Russian), Village: "Кен-Тёр", Municipality: "Кок-Жарский айылный аймак", Question: "Что нужно вашему селу?",
				Intro: "Займёт три минуты. Имя не спрашиваем.", Until: "31 мая 2026 года", Invented: true,
			},
		},
	}
}

// TestPostersAreThoseOfTheDoor holds every file to what package paper prints of the door, whatever the page speaks.
func TestPostersAreThoseOfTheDoor(t *testing.T) {
	d := newDesk(t, bot)
	owner := d.as("kok-jar", access.Owner)
	for _, size := range paper.Sizes() {
		var pdf, svg bytes.Buffer
		d.must(paper.WritePosters(&pdf, size, wanted(t)))
		d.must(paper.WritePosterSVG(&svg, size, wanted(t)))
		for _, f := range []struct {
			kind, mime string
			want       []byte
		}{{".pdf", "application/pdf", pdf.Bytes()}, {".svg", "image/svg+xml", svg.Bytes()}} {
			w := d.in("en", "/desk/summer/links/TQR222/"+string(size)+f.kind, owner)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != f.mime || !bytes.Equal(w.Body.Bytes(), f.want) {
				t.Errorf("%s%s: status %d, %s, %d bytes; want what is printed of the door, %d bytes of %s",
					size, f.kind, w.Code, w.Header().Get("Content-Type"), w.Body.Len(), len(f.want), f.mime)
			}
			if got := w.Header().Get("Content-Disposition"); got != `inline; filename="poster-tor-TQR222-`+string(size)+f.kind+`"` {
				t.Errorf("%s%s: it is called %s", size, f.kind, got)
			}
		}
	}
}

func TestPostersOfAllVillagesHaveAPageEach(t *testing.T) {
	d := newDesk(t, bot)
	owner := d.as("kok-jar", access.Owner)
	d.post("/desk/summer/links", owner, "village", "tor", "label", "школа") // has a poster of its own
	for _, query := range []string{"", "?size=a5", "?size=nosuch"} {
		w := d.get("/desk/summer/links/posters.pdf"+query, owner)
		if got := bytes.Count(w.Body.Bytes(), []byte("/Type /Page\n")); w.Code != http.StatusOK || got != 2 {
			t.Errorf("%q: status %d, %d pages; want one for each village that has a door", query, w.Code, got)
		}
		if got, want := bytes.Contains(w.Body.Bytes(), []byte("/MediaBox [0 0 419.53")), query == "?size=a5"; got != want {
			t.Errorf("%q: on A5: %t, want %t", query, got, want)
		}
	}
}

// TestADoorIsReadyToBePassedOn looks at what stands on its page, to be pasted, sent and scanned.
func TestADoorIsReadyToBePassedOn(t *testing.T) {
	d := newDesk(t, bot)
	doc := d.page("/desk/summer/links/TQR222", d.as("kok-jar", access.Organiser))
	form, inBot := pagetest.PublicURL+"/f/TQR222", "https://t.me/"+bot+"?start=TQR222"
	var copied []string
	for _, p := range doc.Find(".copy").EachIter() {
		copied = append(copied, words(p))
	}
	want := []string{
		form, inBot,
		"Саламатсызбы. Кең-Төр: Айылыңызга эмне керек? Жооп берип коюңузчу. Үч мүнөт алат. Атыңызды сурабайбыз. Акыркы күнү: 2026-жылдын 31-майы. " + form,
		"Здравствуйте. Кен-Тёр: Что нужно вашему селу? Ответьте, пожалуйста. Займёт три минуты. Имя не спрашиваем. Последний день: 31 мая 2026 года. " + form,
	}
	if diff := cmp.Diff(want, copied); diff != "" {
		t.Errorf("to be copied (-want +got):\n%s", diff)
	}
	for i, a := range doc.Find(`.message a[href^="https://wa.me/"]`).EachIter() {
		if got := query(t, a.AttrOr("href", ""), "text"); got != want[2+i] {
			t.Errorf("for WhatsApp: got %q, want %q", got, want[2+i])
		}
	}
	if got := doc.Find(`.message a[href^="https://wa.me/"]`).Length(); got != 2 {
		t.Errorf("%d buttons for WhatsApp, want one a language", got)
	}
	if got := doc.Find("svg.qr").AttrOr("aria-label", ""); got != form {
		t.Errorf("QR code: got %q, want %q", got, form)
	}
	for _, a := range doc.Find(".sheet a, .sheet img").EachIter() {
		path := a.AttrOr("href", a.AttrOr("src", ""))
		if got := d.get(path, d.as("kok-jar", access.Organiser)).Code; got != http.StatusOK {
			t.Errorf("%s: status %d", path, got)
		}
	}
	if doc.Find(`form[action="/desk/summer/links/TQR222"]`).Length() != 0 {
		t.Error("the village's own code can be put out of use")
	}
}

// TestThePageSaysWhatIsNotReadFromAfar asks a question that is too long for A5.
func TestThePageSaysWhatIsNotReadFromAfar(t *testing.T) {
	d := newDesk(t, bot)
	organiser := d.as("kok-jar", access.Organiser)
	if got := d.page("/desk/summer/links/TQR222", organiser).Find(".sheet .notice").Length(); got != 0 {
		t.Errorf("an ordinary question: %d warnings, want none", got)
	}
	q := form()
	q.Version = "2026010102"
	q.Title["ky"] = "Айылдын көйгөйлөрүн биргеликте аныктайлы жана чечүү жолдорун табалы"
	d.must(q.Check())
	d.must(d.db.InsertQuestionnaire(t.Context(), q))
	c, err := d.db.Campaign(t.Context(), "summer")
	d.must(err)
	c.Rev++
	d.must(c.Revise(q))
	d.must(d.db.SaveCampaign(t.Context(), c))
	if got := words(d.page("/desk/summer/links/TQR222", organiser).Find(".sheet .notice")); !strings.HasPrefix(got, "A5: с двух метров") {
		t.Errorf("a long question: the page says %q, want a word about A5", got)
	}
}

func TestWithoutABotNothingLeadsToIt(t *testing.T) {
	d := newDesk(t, "")
	owner := d.as("kok-jar", access.Owner)
	if body := d.get("/desk/summer/links/ARCHA2", owner).Body.String(); strings.Contains(body, "?start=") {
		t.Error("the page of a door leads to a bot that is not there")
	}
	alone := wanted(t)
	alone.Bot = ""
	var svg bytes.Buffer
	d.must(paper.WritePosterSVG(&svg, paper.A4, alone))
	if got := d.get("/desk/summer/links/TQR222/a4.svg", owner).Body.Bytes(); !bytes.Equal(got, svg.Bytes()) {
		t.Error("the poster is not the one with the web's code alone")
	}
}
