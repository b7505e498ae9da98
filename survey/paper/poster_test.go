package paper_test

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/paper"
)

// poster is one as a village has it.
func poster(t testing.TB) paper.Poster {
	t.Helper()
	return paper.Poster{
		Web: "https://ashar.example.kg/f/K7M2PQ", Bot: "https://t.me/ashar_kokjar_bot?start=K7M2PQ",
		Address: "ashar.example.kg/f/", Code: "K7M2PQ", Label: "Мектептин дубалы",
		Texts: []paper.PosterText{
			{
				Words: words(t, "ky"), Village: "Кең-Төр", Municipality: "Көк-Жар айыл аймагы", Question: "Айылыңызга эмне керек?",
				Intro: "Бир нече кыска суроо, үч мүнөттөй убакыт алат. Атыңызды сурабайбыз.", Until: "2026-жылдын 31-майы",
			},
			{
				Words: words(t, "ru"), Village: "Кен-Тёр", Municipality: "Кок-Жарский айылный аймак", Question: "Что нужно вашему селу?",
				Intro: "Несколько коротких вопросов, около трёх минут. Имя не спрашиваем.", Until: "31 мая 2026 года",
			},
		},
	}
}

func posterPDF(t testing.TB, size paper.Size, posters ...paper.Poster) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paper.WritePosters(&b, size, posters...); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func posterSVG(t testing.TB, size paper.Size, p paper.Poster) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paper.WritePosterSVG(&b, size, p); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestPostersScanAsPrinted reads the codes off rendered pages with a decoder that is not
// ours: near, as a scanner would, and as the camera of a phone sees them from two metres.
func TestPostersScanAsPrinted(t *testing.T) {
	p := poster(t)
	want := []string{p.Web, p.Bot}
	for _, size := range paper.Sizes() {
		file := posterPDF(t, size, p)
		for from, dpi := range map[string]float64{"near": 100, "two metres": cameraDPI(paper.FarAway)} {
			if got := scan(t, rasterPDF(t, file, 1, dpi)); !slices.Equal(got, want) {
				t.Errorf("%s, PDF, from %s (%.0f dpi): got %q, want %q", size, from, dpi, got, want)
			}
		}
		if got := scan(t, rasterSVG(t, posterSVG(t, size, p))); !slices.Equal(got, want) {
			t.Errorf("%s, SVG: got %q, want %q", size, got, want)
		}
	}
}

// TestAllVillagesInOneFile has a page for each, without a bot one code on each.
func TestAllVillagesInOneFile(t *testing.T) {
	first, second := poster(t), poster(t)
	first.Bot, second.Bot = "", ""
	second.Web = "https://ashar.example.kg/f/ABC234"
	for _, size := range paper.Sizes() {
		file := posterPDF(t, size, first, second)
		if got := countPages(file); got != 2 {
			t.Errorf("%s: %d pages, want 2", size, got)
		}
		for i, p := range []paper.Poster{first, second} {
			if got := scan(t, rasterPDF(t, file, i+1, 75)); !slices.Equal(got, []string{p.Web}) {
				t.Errorf("%s, page %d: got %q, want %q", size, i+1, got, p.Web)
			}
		}
	}
}

// TestPostersAreReadFromTwoMetres holds them to the rule that stands beside FarAway.
func TestPostersAreReadFromTwoMetres(t *testing.T) {
	p := poster(t)
	for _, size := range paper.Sizes() {
		all := postered(t, size, p)
		for _, text := range []string{p.Texts[0].Question, p.Texts[1].Question, "K", "Q"} {
			i := slices.IndexFunc(all, func(p paper.Piece) bool { return p.Text == text })
			if i < 0 {
				t.Errorf("%s: %q is not on one line", size, text)
				continue
			}
			high, err := paper.SmallLetter(all[i].Size)
			if err != nil {
				t.Fatal(err)
			}
			if high < paper.FarLetter {
				t.Errorf("%s: an x in %q is %.2f mm high, want %.1f", size, text, high, paper.FarLetter)
			}
		}
		for _, q := range all {
			if q.Shape != "pixels" {
				continue
			}
			code, err := paper.Modules(q.Text)
			if err != nil {
				t.Fatal(err)
			}
			if module := q.W / float64(len(code)); module < paper.FarModule {
				t.Errorf("%s: the modules of %s are %.2f mm wide, want %.2f", size, q.Text, module, paper.FarModule)
			}
		}
	}
}

// TestWhatIsNotReadFromAfar tells a question and a link that are too long for that.
func TestWhatIsNotReadFromAfar(t *testing.T) {
	for size, most := range map[paper.Size]int{paper.A4: 152, paper.A5: 62} { // as docs/posters.md says
		asks, leads, longest := poster(t), poster(t), poster(t)
		asks.Texts[0].Question = strings.Repeat("узун суроо ", 14)
		longest.Web = "https://" + strings.Repeat("x", most-8)
		leads.Web = longest.Web + "x"
		for what, p := range map[string]paper.Poster{"ordinary": poster(t), "ordinary, with the longest link": longest, "a long question": asks, "a long link": leads} {
			got, err := paper.FromAfar(size, p)
			if want := strings.HasPrefix(what, "ordinary"); err != nil || got != want {
				t.Errorf("%s, %s: got %t, %v; want %t", size, what, got, err, want)
			}
		}
	}
}

func postered(t testing.TB, size paper.Size, p paper.Poster) []paper.Piece {
	t.Helper()
	all, err := paper.PosterPieces(size, p)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestPostersHoldWhateverIsAsked lays out questions, names and addresses of any length:
// nothing leaves the sheet, nothing overlaps the codes, and all the words are there.
func TestPostersHoldWhateverIsAsked(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		sentence := func(what string, most int) string {
			word := rapid.StringOfN(rapid.RuneFrom([]rune("абвгдежзийклмнңоөпрстуүфхцчшыэюяӨҢҮ")), 1, 14, -1)
			return strings.Join(rapid.SliceOfN(word, 1, most).Draw(r, what), " ")
		}
		p := poster(t)
		for i := range p.Texts {
			p.Texts[i].Question = sentence("question", 12)
			p.Texts[i].Intro = sentence("intro", 30)
			p.Texts[i].Village, p.Texts[i].Municipality = sentence("village", 2), sentence("municipality", 4)
			p.Texts[i].Invented = rapid.Bool().Draw(r, "invented")
		}
		p.Web += strings.Repeat("x", rapid.IntRange(0, 100).Draw(r, "longer"))
		if rapid.Bool().Draw(r, "no bot") {
			p.Bot = ""
		}
		size := rapid.SampledFrom(paper.Sizes()).Draw(r, "size")
		width, height := paper.Paper(size)
		all := postered(t, size, p)
		said := ""
		for _, a := range all {
			if a.Shape == "words" {
				said += " " + a.Text
			}
			if a.X < 0 || a.Y < 0 || a.X+a.W > width+0.01 || a.Y+a.H > height {
				t.Errorf("%s: %+v leaves the sheet", size, a)
			}
			for _, q := range all {
				if q.Shape == "pixels" && a.Shape == "words" && a.Y > q.Y+0.5 && a.Y-a.Size/4 < q.Y+q.H-0.5 && a.X < q.X+q.W && a.X+a.W > q.X {
					t.Errorf("%s: %+v stands in %+v", size, a, q)
				}
			}
		}
		for i := range p.Texts {
			if !strings.Contains(strings.ReplaceAll(said, "- ", "-"), p.Texts[i].Question) {
				t.Errorf("%s: the question %q is not whole in %q", size, p.Texts[i].Question, said)
			}
		}
	})
}

// TestSVGNeedsNothing holds that it is well-formed and draws by itself: no letters that
// need a font, nothing from elsewhere.
func TestSVGNeedsNothing(t *testing.T) {
	for _, size := range paper.Sizes() {
		file := posterSVG(t, size, poster(t))
		d := xml.NewDecoder(bytes.NewReader(file))
		for {
			token, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			e, ok := token.(xml.StartElement)
			if ok && !slices.Contains([]string{"svg", "title", "path", "rect"}, e.Name.Local) {
				t.Errorf("%s: got an element %s", size, e.Name.Local)
			}
		}
		if bytes.Count(file, []byte("http")) != 1 {
			t.Errorf("%s: it refers to something elsewhere", size)
		}
	}
}

// TestPrintedPDFHasKyrgyzLetters reads the letters back by another program, with the fonts
// that are inside.
func TestPrintedPDFHasKyrgyzLetters(t *testing.T) {
	got := strings.Join(strings.Fields(textOfPDF(t, posterPDF(t, paper.A4, poster(t)))), " ")
	for _, want := range []string{"Кең-Төр", "Айылыңызга эмне керек?", "Көк-Жар айыл аймагы", "Акыркы күнү: 2026-жылдын 31-майы", "үч мүнөттөй", "ashar.example.kg/f/", "Что нужно вашему селу?"} {
		if !strings.Contains(got, want) {
			t.Errorf("got no %q in %q", want, got)
		}
	}
}

// TestKyrgyzLettersAreDrawn holds that ң, ө and ү have a picture of their own, unlike that
// of a letter that the font lacks and of those for which they are mistaken.
func TestKyrgyzLettersAreDrawn(t *testing.T) {
	drawn := map[string]string{}
	for _, letter := range []string{"ң", "н", "ӊ", "ө", "о", "ү", "у", "ұ", "Ң", "Н", "Ө", "О", "Ү", "У", "?"} {
		p := poster(t)
		p.Texts = p.Texts[:1]
		p.Texts[0].Question = letter
		file := posterSVG(t, paper.A4, p)
		_, file, _ = bytes.Cut(file, []byte("</title>"))
		if other, taken := drawn[string(file)]; taken {
			t.Errorf("%s is drawn like %s", letter, other)
		}
		drawn[string(file)] = letter
	}
}

func TestPostersThatCannotBePrinted(t *testing.T) {
	for what, change := range map[string]func(*paper.Poster){
		"no link":         func(p *paper.Poster) { p.Web = "" },
		"no code":         func(p *paper.Poster) { p.Code = "" },
		"no words":        func(p *paper.Poster) { p.Texts[1].Words = locale.Speaker{} },
		"no texts":        func(p *paper.Poster) { p.Texts = nil },
		"no question":     func(p *paper.Poster) { p.Texts[0].Question = "" },
		"too long a link": func(p *paper.Poster) { p.Bot = strings.Repeat("x", paper.MaxLink+1) },
		"a whole letter":  func(p *paper.Poster) { p.Texts[0].Question = strings.Repeat("узун сөз ", 300) },
	} {
		p := poster(t)
		change(&p)
		var b bytes.Buffer
		if err := paper.WritePosters(&b, paper.A4, poster(t), p); !errors.Is(err, survey.ErrInvalid) || b.Len() > 0 {
			t.Errorf("%s: got %v and %d bytes, want %v and none", what, err, b.Len(), survey.ErrInvalid)
		}
		if err := paper.WritePosterSVG(&b, paper.A5, p); !errors.Is(err, survey.ErrInvalid) || b.Len() > 0 {
			t.Errorf("%s: got %v and %d bytes of SVG, want %v and none", what, err, b.Len(), survey.ErrInvalid)
		}
	}
	if err := paper.WritePosters(io.Discard, paper.A4); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("none: got %v, want %v", err, survey.ErrInvalid)
	}
	if err := paper.WritePosters(io.Discard, "a3", poster(t)); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("an unknown size: got %v, want %v", err, survey.ErrInvalid)
	}
}
