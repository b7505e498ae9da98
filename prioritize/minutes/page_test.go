package minutes_test

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/jba/templatecheck"

	"ashar/prioritize/hearing"
	"ashar/prioritize/minutes"
	"ashar/survey"
)

func page(t testing.TB, d *minutes.Document, lang string) *goquery.Document {
	t.Helper()
	html, err := d.HTML(speaker(t, lang))
	must(t, err)
	read, err := goquery.NewDocumentFromReader(strings.NewReader(string(html)))
	must(t, err)
	return read
}

// TestTemplateFitsTheSections holds every field that it names.
func TestTemplateFitsTheSections(t *testing.T) {
	tmpl, err := minutes.PageTemplate(made(t, input(t)), speaker(t, "ky"))
	must(t, err)
	if err := templatecheck.CheckHTML(tmpl, minutes.PageView()); err != nil {
		t.Error(err)
	}
}

// TestPageSaysWhatThePaperSays has every heading, fact, point and cell of the sections on the page, in their order.
func TestPageSaysWhatThePaperSays(t *testing.T) {
	for _, lang := range languages {
		d := made(t, input(t))
		s := speaker(t, lang)
		var want []string
		filled := func(text string) {
			if strings.TrimSpace(text) == "" {
				text = s.T("minutes.blank")
			}
			want = append(want, text)
		}
		for _, section := range d.Sections(s) {
			want = append(want, section.Title, section.Under)
			for _, b := range section.Blocks {
				want = append(want, b.Text)
				for _, f := range b.Facts {
					want = append(want, f.Name)
					filled(f.Value)
				}
				for _, item := range b.List {
					for _, l := range item {
						want = append(want, l.Lead)
						filled(l.Text)
					}
				}
				for _, x := range b.Signatures {
					want = append(want, x.Role)
					filled(x.Name)
				}
				if b.Table != nil {
					for _, row := range b.Table.Rows {
						for _, cell := range row {
							filled(cell)
						}
					}
				}
			}
		}
		rest := squeezed(page(t, d, lang).Text())
		for _, w := range want {
			_, after, found := strings.Cut(rest, squeezed(w))
			if !found {
				t.Fatalf("%s: %q is not on the page, or not in its place; what is left of it: %.300s", lang, w, rest)
			}
			rest = after
		}
	}
}

func squeezed(s string) string { return strings.Join(strings.Fields(s), "") }

// TestPageIsInOrder has headings one below the other, and tables with headings for their columns.
func TestPageIsInOrder(t *testing.T) {
	read := page(t, made(t, input(t)), "ky")
	if h2, h3, h4 := read.Find("h2").Length(), read.Find("h3").Length(), read.Find("h4").Length(); h2 != 1 || h3 != 10 || h4 != 4 {
		t.Errorf("%d, %d and %d headings of the three levels, want 1, 10 and 4", h2, h3, h4)
	}
	if first := read.Find("caption").First().Text(); first != "1-таблица. Айылдар боюнча катышкандар" {
		t.Errorf("the first table is %q", first)
	}
	read.Find("table").Each(func(i int, table *goquery.Selection) {
		columns := table.Find("thead th[scope=col]").Length()
		table.Find("tbody tr").Each(func(j int, row *goquery.Selection) {
			if n := row.Children().Length(); n != columns {
				t.Errorf("table %d, row %d has %d cells for %d columns", i+1, j+1, n, columns)
			}
		})
	})
	if total := read.Find("tbody th[scope=row]").Text(); total != "Жалпысынан" {
		t.Errorf("the sum of a table is called %q", total)
	}
}

// hostile is typed in wherever something can be.
const hostile = `</w:t><script>alert(1)</script>]]> & "'=cmd|x` + "\x00\x1b\u202e שלום 👩‍🌾 {{.}}"

// read is how it is read again.
const read = `</w:t><script>alert(1)</script>]]> & "'=cmd|x שלום 👩‍🌾 {{.}}`

// TestWhatWasTypedStaysText types the hostile text in everywhere, and a very long one, and reads them in all three.
func TestWhatWasTypedStaysText(t *testing.T) {
	in := input(t)
	h := in.Hearing
	long := strings.Repeat("ң", 10_000)
	for _, field := range []*string{
		&h.Number, &h.Place, &h.Chair, &h.Secretary, &h.Commission[0], &h.Notice.Channel, &h.Agenda[0], &h.Speeches[0].By, &h.Speeches[0].Text, &h.Speeches[1].Answer,
		&h.Proposals[0].By, &h.Proposals[0].Text, &h.Decisions[0].Text, &h.Decisions[0].Responsible, &h.Rounds[1].Why, &h.Rounds[2].Recounts[0].Why, &h.Overrides[0].Why,
		&in.Annexes[0], &h.Ranking,
	} {
		*field = hostile
	}
	h.Options[0].Label = survey.Text{"ky": hostile}
	in.Municipality.Villages[0].Name = survey.Text{"ky": hostile}
	h.Speeches = append(h.Speeches, hearing.Speech{By: "а", Text: long})
	d := made(t, in)
	html := page(t, d, "ky")
	if n := html.Find("script").Length(); n > 0 {
		t.Errorf("%d scripts got into the page", n)
	}
	counts := map[string]int{}
	for where, text := range map[string]string{"the page": html.Text(), "the paper": words(t, word(t, d, "ky")), "the plain text": plain(t, d, "ky")} {
		counts[where] = strings.Count(text, read)
		if counts[where] < 20 || !strings.Contains(text, long) || strings.ContainsAny(text, "\x00\x1b\u202e") {
			t.Errorf("%s has the hostile text %d times, the long one: %v, and what should be left out: %v",
				where, counts[where], strings.Contains(text, long), strings.ContainsAny(text, "\x00\x1b\u202e"))
		}
	}
	if counts["the page"] != counts["the paper"] || counts["the page"] != counts["the plain text"] {
		t.Errorf("it is said so often: %v", counts)
	}
}
