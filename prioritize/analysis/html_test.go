package analysis_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/jba/templatecheck"

	"ashar/prioritize/analysis"
	"ashar/survey/locale"
)

func html(t fatal, doc analysis.Document, s locale.Speaker) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := doc.WriteHTML(&b, s); err != nil {
		t.Fatalf("WriteHTML: %v", err)
	}
	return b.Bytes()
}

func read(t fatal, page []byte) *goquery.Document {
	t.Helper()
	x, err := goquery.NewDocumentFromReader(bytes.NewReader(page))
	if err != nil {
		t.Fatalf("HTML: %v", err)
	}
	return x
}

func TestPageInKyrgyzAndRussian(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	for _, lang := range []string{"ky", "ru"} {
		head, rest, _ := bytes.Cut(html(t, doc, speaker(t, lang)), []byte("<style>"))
		_, body, _ := bytes.Cut(rest, []byte("</style>"))
		golden(t, path.Join(lang, "report.html"), slices.Concat(head, []byte("<style></style>"), body))
	}
}

func TestPageTemplateFitsItsView(t *testing.T) {
	tmpl, err := analysis.PageTemplate()
	if err != nil {
		t.Fatal(err)
	}
	if err := templatecheck.CheckHTML(tmpl, analysis.PageView()); err != nil {
		t.Error(err)
	}
}

// The page needs nothing that a strict policy forbids, and its one style is the one that StyleSource allows.
func TestPageStandsAlone(t *testing.T) {
	for _, lang := range []string{"ky", "ru", "en"} {
		x := read(t, html(t, document(t, input(t, town(), answers())), speaker(t, lang)))
		if got := x.Find("script, link, img, iframe, object, [style], [src]").Length() + x.Find(`[href]:not([href^="#"])`).Length(); got > 0 {
			t.Errorf("got %d elements that reach out of the page or that a policy forbids", got)
		}
		style := x.Find("style")
		sum := sha256.Sum256([]byte(style.Text()))
		if want := "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; style.Length() != 1 || analysis.StyleSource() != want {
			t.Errorf("got %d styles and the source %s, want one and %s", style.Length(), analysis.StyleSource(), want)
		}
		if got, _ := x.Find("html").Attr("lang"); got != lang {
			t.Errorf("got the language %q, want %q", got, lang)
		}
	}
}

// Whoever cannot see the page finds his way: headings in their order, tables with captions, headings with scopes.
func TestPageCanBeReadAloud(t *testing.T) {
	doc := document(t, newLarge(t).input(t))
	x := read(t, html(t, doc, speaker(t, "ru")))
	if x.Find("h1").Length() != 1 || x.Find("h2").Length() != len(doc.Tables) || x.Find("h3, h4, h5, h6").Length() != 0 {
		t.Errorf("got headings %d and %d, want one and %d", x.Find("h1").Length(), x.Find("h2").Length(), len(doc.Tables))
	}
	captions := map[string]bool{}
	x.Find("table").Each(func(i int, table *goquery.Selection) {
		caption := table.Find("caption").Text()
		if caption == "" || captions[caption] {
			t.Errorf("table %d: got the caption %q, want one of its own", i, caption)
		}
		captions[caption] = true
		wide := 0
		table.Find("thead tr").First().Find("th").Each(func(_ int, th *goquery.Selection) {
			n := 1
			if span, is := th.Attr("colspan"); is {
				n = int(span[0] - '0')
			}
			wide += n
		})
		table.Find("tbody tr").Each(func(_ int, tr *goquery.Selection) {
			if got := tr.Find("th, td").Length(); got != wide || tr.Find(`th[scope="row"]`).Length() != 1 {
				t.Errorf("%s: got a row of %d cells under %d headings with %d of its own", caption, got, wide, tr.Find("th").Length())
			}
		})
		if table.Find("thead th:not([scope])").Length() > 0 {
			t.Errorf("%s: got headings without a scope", caption)
		}
	})
	if got := x.Find("#t2 table").Length(); got < 2 {
		t.Errorf("T2 of twelve villages: got %d table, want it parted", got)
	}
}

// A table that is parted has every column, and its first ones in each part.
func TestPartsHaveEveryColumn(t *testing.T) {
	doc := document(t, newLarge(t).input(t))
	s := speaker(t, "ru")
	x := read(t, html(t, doc, s))
	var got []string
	x.Find("#t2 table").Each(func(_ int, table *goquery.Selection) {
		table.Find("thead tr").First().Find(`th[scope="colgroup"]`).Each(func(_ int, th *goquery.Selection) { got = append(got, th.Text()) })
		if first := table.Find("thead th").Eq(1).Text(); first != s.T("report.col.need") {
			t.Errorf("got a part that begins with %q, want the needs", first)
		}
	})
	var want []string
	for _, c := range tableOf(t, doc, "t2").Columns {
		if c.Group == nil {
			continue
		}
		group := c.Group.Text["ru"]
		if c.Group.Word != "" {
			group = s.T(c.Group.Word)
		}
		if !slices.Contains(want, group) {
			want = append(want, group)
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got groups %q, want %q", got, want)
	}
}

// What stands around the tables is in the template's order and words.
func TestPageSaysWhatTheDocumentSays(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	s := speaker(t, "ky")
	x := read(t, html(t, doc, s))
	for i, table := range doc.Tables {
		section := x.Find("section").Eq(i)
		if got := section.Find("h2").Text(); got != table.Heading(s) {
			t.Errorf("got the section %q, want %q", got, table.Heading(s))
		}
		var said []string
		section.Find(".says li").Each(func(_ int, li *goquery.Selection) { said = append(said, li.Text()) })
		if want := doc.Sentences(s, &table); !slices.Equal(said, want) {
			t.Errorf("%s: got %q, want %q", table.ID, said, want)
		}
		if got := section.Find("figure").Length(); got != len(table.Charts) {
			t.Errorf("%s: got %d charts, want %d", table.ID, got, len(table.Charts))
		}
		if got := section.Find(".notes li").Length(); got != len(table.Notes) {
			t.Errorf("%s: got %d notes, want %d", table.ID, got, len(table.Notes))
		}
	}
	if got := x.Find(".notice").Text(); got != s.T("report.notice.invented") {
		t.Errorf("got the notice %q", got)
	}
	if _, after, found := strings.Cut(x.Text(), "report."); found {
		t.Errorf("the page shows the id of a message: report.%.80s", after)
	}
}
