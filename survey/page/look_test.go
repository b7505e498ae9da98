package page_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// maxFormCSS is the budget of the residents' stylesheet, compressed.
const maxFormCSS = 6 << 10

func TestTheResidentsStylesheetIsSmall(t *testing.T) {
	var zipped bytes.Buffer
	w := gzip.NewWriter(&zipped)
	if _, err := w.Write([]byte(pagetest.New(t).CSS(page.Form))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	t.Logf("form.css: %d bytes compressed", zipped.Len())
	if zipped.Len() > maxFormCSS {
		t.Errorf("form.css compressed: got %d bytes, want at most %d", zipped.Len(), maxFormCSS)
	}
}

func TestStylesheetsAreWholeAfterMinifying(t *testing.T) {
	p := pagetest.New(t)
	for _, family := range []page.Family{page.Form, page.Desk, page.Board} {
		css := p.CSS(family)
		if opened, closed := strings.Count(css, "{"), strings.Count(css, "}"); opened != closed || opened < 50 {
			t.Errorf("%s.css: got %d { and %d }, want as many of each", family, opened, closed)
		}
		for _, left := range []string{"/*", "*/", "\n", "felt.svg", "  "} {
			if strings.Contains(css, left) {
				t.Errorf("%s.css still has %q", family, left)
			}
		}
		if !strings.Contains(css, "@media print") || !strings.Contains(css, "prefers-color-scheme:dark") {
			t.Errorf("%s.css lacks the print or the dark rules", family)
		}
	}
}

// needs are the codes of the taxonomy; each has an icon.
var needs = strings.Fields(`water roads light waste sewer kinder school health irrigation power internet sport culture
	park cemetery pasture vet jobs transport hazard social land other`)

func TestEveryNeedHasAnIcon(t *testing.T) {
	sprite, err := os.ReadFile("assets/icons.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, need := range needs {
		if n := bytes.Count(sprite, []byte(`<symbol id="`+need+`" viewBox="0 0 24 24">`)); n != 1 {
			t.Errorf("icon %s: got %d of 24 x 24, want 1", need, n)
		}
	}
	if len(needs) != 23 {
		t.Errorf("needs: got %d, want 23", len(needs))
	}
}

// token finds a colour's definition.
var token = regexp.MustCompile(`--([a-z-]+):(#[0-9a-f]{3,6})\b`)

// palettes reads the light and the dark colours out of the source of base.css.
func palettes(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	data, err := os.ReadFile("assets/base.css")
	if err != nil {
		t.Fatal(err)
	}
	css := string(data)
	screen, _, _ := strings.Cut(css, "@media print")
	day, night, found := strings.Cut(screen, "@media (prefers-color-scheme:dark)")
	if !found {
		t.Fatal("base.css: no dark colours")
	}
	read := func(css string) map[string]string {
		colours := map[string]string{}
		for _, match := range token.FindAllStringSubmatch(css, -1) {
			colours[match[1]] = match[2]
		}
		return colours
	}
	return read(day), read(night)
}

func TestContrast(t *testing.T) {
	const aa, aaa, edge = 4.5, 7, 3 // WCAG 2: text, body text, what bounds a control
	pairs := []struct {
		fore, back string
		want       float64
	}{
		{"ink", "paper", aaa}, {"ink", "card", aaa}, {"ink", "tint", aaa}, {"ink", "straw", aaa}, {"ink", "rose", aaa},
		{"muted", "paper", aaa}, {"muted", "card", aaa}, {"muted", "tint", aa},
		{"green", "paper", aa}, {"green", "card", aa}, {"green", "tint", aa},
		{"on-green", "green", aa}, {"on-green", "deep", aa},
		{"red", "paper", aa}, {"red", "card", aa}, {"red", "rose", aa},
		{"edge", "paper", edge}, {"edge", "card", edge},
	}
	light, dark := palettes(t)
	for name, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			fore, back := colours[p.fore], colours[p.back]
			if fore == "" || back == "" {
				t.Errorf("%s: no colour --%s or --%s", name, p.fore, p.back)
				continue
			}
			if got := contrast(t, fore, back); got < p.want {
				t.Errorf("%s: --%s %s on --%s %s: got %.2f, want at least %.1f", name, p.fore, fore, p.back, back, got, p.want)
			}
		}
	}
}

// contrast is WCAG 2's ratio of two colours.
func contrast(t *testing.T, a, b string) float64 {
	l1, l2 := luminance(t, a), luminance(t, b)
	return (max(l1, l2) + 0.05) / (min(l1, l2) + 0.05)
}

func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	hex := strings.TrimPrefix(colour, "#")
	if len(hex) == 3 {
		hex = fmt.Sprintf("%c%[1]c%c%[2]c%c%[3]c", hex[0], hex[1], hex[2])
	}
	rgb, err := strconv.ParseUint(hex, 16, 32)
	if err != nil || len(hex) != 6 {
		t.Fatalf("%q is not a colour", colour)
	}
	linear := func(shift int) float64 {
		c := float64(rgb>>shift&0xff) / 255
		if c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(16) + 0.7152*linear(8) + 0.0722*linear(0)
}

// class finds the classes that a template names in so many words.
var class = regexp.MustCompile(`class="([a-z -]+)"`)

func TestSamplesUseOnlyClassesThatAreStyled(t *testing.T) {
	p := pagetest.New(t)
	for _, family := range []page.Family{page.Form, page.Desk, page.Board} {
		css := p.CSS(family)
		room, err := p.Room(family, os.DirFS("testdata/"+string(family)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range room.Names() {
			data, err := os.ReadFile("testdata/" + string(family) + "/templates/" + name + ".html")
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range class.FindAllSubmatch(data, -1) {
				for c := range strings.FieldsSeq(string(match[1])) {
					if !regexp.MustCompile(`\.` + c + `\b`).MatchString(css) {
						t.Errorf("%s/%s: class %q is not in the stylesheet", family, name, c)
					}
				}
			}
		}
	}
}
