package page_test

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/skip2/go-qrcode"

	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

// square finds one run of dark squares in a QR code's path.
var square = regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`)

func TestAQRCodeShowsItsContent(t *testing.T) {
	const content = `https://ashar.example.kg/f/kok-jar-7k2m?a=1&b="2"`
	svg, err := page.QR(content)
	if err != nil {
		t.Fatal(err)
	}
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil {
		t.Fatal(err)
	}
	want := code.Bitmap()
	got := make([][]bool, len(want))
	for y := range got {
		got[y] = make([]bool, len(want))
	}
	for _, m := range square.FindAllStringSubmatch(string(svg), -1) {
		var n [4]int
		for i := range n {
			if n[i], err = strconv.Atoi(m[i+1]); err != nil {
				t.Fatal(err)
			}
		}
		if n[2] != n[3] {
			t.Errorf("a run of %d goes back by %d", n[2], n[3])
		}
		for x := n[0]; x < n[0]+n[2]; x++ {
			got[n[1]][x] = true
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("squares (-want +got):\n%s", diff)
	}
	wellFormed(t, string(svg))
}

func TestQRCodesAreBounded(t *testing.T) {
	if _, err := page.QR(strings.Repeat("x", page.MaxQR)); err != nil {
		t.Errorf("at the limit: got %v, want no error", err)
	}
	for _, content := range []string{"", strings.Repeat("x", page.MaxQR+1)} {
		if _, err := page.QR(content); err == nil {
			t.Errorf("%d bytes: got no error, want one", len(content))
		}
	}
}

func TestBarsStayWithinTheirGround(t *testing.T) {
	tests := []struct{ template, want string }{
		{`{{interval 0.25 0.5 0.75}}`, `x="25.00%" y="3" width="50.00%"`},
		{`{{interval -1.0 0.5 7.0}}`, `x="0.00%" y="3" width="100.00%"`},
		{`{{interval 0.5 0.5 0.4}}`, `x="50.00%" y="3" width="0.00%"`},
		{`{{bar 0.31 0.45}}`, `<rect class="target" x="45.00%"`},
		{`{{bar 2.0 0.0}}`, `width="100.00%" height="12" rx="3"/></svg>`},
	}
	for _, tt := range tests {
		p := pagetest.New(t)
		r, err := p.Room(page.Board, memory(map[string]string{
			"templates/a.html": `{{define "main"}}` + tt.template + `{{end}}`,
		}))
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := r.Template("a").ExecuteTemplate(&b, "main", nil); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), tt.want) {
			t.Errorf("%s: got %s, want it to have %s", tt.template, b.String(), tt.want)
		}
		wellFormed(t, b.String())
	}
}

func TestOurSVGsAreWellFormed(t *testing.T) {
	for _, name := range []string{"icons.svg", "mark.svg", "felt.svg"} {
		data, err := os.ReadFile("assets/" + name)
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, string(data))
	}
}

func wellFormed(t *testing.T, text string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Error(fmt.Errorf("%w in %.80s", err, text))
			return
		}
	}
}
