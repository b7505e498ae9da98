package paper_test

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"math"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"
	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/paper"
)

func pdf(t testing.TB, q *survey.Questionnaire, o paper.Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := paper.Write(&b, q, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func countPages(file []byte) int { return bytes.Count(file, []byte("/Type /Page\n")) }

var stream = regexp.MustCompile(`(?s)stream\n(.*?)\nendstream`)

// drawn are the drawing commands of all pages, one after the other.
func drawn(t testing.TB, file []byte) []byte {
	t.Helper()
	var all []byte
	for _, m := range stream.FindAllSubmatch(file, -1) {
		r, err := zlib.NewReader(bytes.NewReader(m[1]))
		if err != nil {
			continue // not compressed: no page
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(data, []byte(" Td (")) {
			all = append(all, data...)
		}
	}
	return all
}

var shown = regexp.MustCompile(`(?s) Td \((.*?)\) Tj ET`)

// read is the text of the drawing commands. Its letters are in UTF-16.
func read(t testing.TB, commands []byte) string {
	t.Helper()
	var b strings.Builder
	for _, m := range shown.FindAllSubmatch(commands, -1) {
		raw := strings.NewReplacer(`\\`, `\`, `\(`, `(`, `\)`, `)`, `\r`, "\r").Replace(string(m[1]))
		var units []uint16
		for i := 0; i+1 < len(raw); i += 2 {
			units = append(units, uint16(raw[i])<<8|uint16(raw[i+1]))
		}
		b.WriteString(string(utf16.Decode(units)) + "\n")
	}
	return b.String()
}

func TestTheSameInputMakesTheSameBytes(t *testing.T) {
	o := options(t, "ky")
	o.Copies = 3
	first := pdf(t, everything(), o)
	for range 3 {
		if again := pdf(t, everything(), o); !bytes.Equal(first, again) {
			t.Fatalf("got other bytes: %d and %d", len(again), len(first))
		}
	}
	if bytes.Contains(first, []byte("D:"+time.Now().UTC().Format("20060102"))) {
		t.Errorf("got today's date in the file")
	}
	if !bytes.Contains(first, []byte("D:20260615")) {
		t.Errorf("got no date of the questionnaire's version in the file")
	}
}

func TestThePDFHasTheWordsOfTheForm(t *testing.T) {
	for _, language := range []string{"ky", "ru"} {
		q, o := everything(), options(t, language)
		got := strings.Split(strings.TrimSuffix(read(t, drawn(t, pdf(t, q, o))), "\n"), "\n")
		var want []string
		for _, p := range pieces(t, q, o) {
			if p.Shape == "words" {
				want = append(want, p.Text)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: the words in the PDF (-laid out +drawn):\n%s", language, diff)
		}
	}
}

var filled = regexp.MustCompile(`(?m)^([\d.]+) ([\d.]+) ([\d.]+) (-?[\d.]+) re f$`)

func TestTheQRCodeIsDrawn(t *testing.T) {
	o := options(t, "ky")
	want, err := paper.Modules(o.Link)
	if err != nil {
		t.Fatal(err)
	}
	var code paper.Piece
	for _, p := range pieces(t, everything(), o) {
		if p.Shape == "pixels" {
			code = p
		}
	}
	const point = 25.4 / 72
	size := code.W / float64(len(want))
	got := make([][]bool, len(want))
	for i := range got {
		got[i] = make([]bool, len(want))
	}
	for _, m := range filled.FindAllSubmatch(drawn(t, pdf(t, everything(), o)), -1) {
		var n [4]float64
		for i := range n {
			if n[i], err = strconv.ParseFloat(string(m[i+1]), 64); err != nil {
				t.Fatal(err)
			}
		}
		row := int(math.Round((paper.SheetHeight - n[1]*point - code.Y) / size))
		from := int(math.Round((n[0]*point - code.X) / size))
		for i := range int(math.Round(n[2] * point / size)) {
			got[row][from+i] = true
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("modules (-want +drawn):\n%s", diff)
	}
}

func TestCopiesAreNumbered(t *testing.T) {
	o := options(t, "ru")
	o.First, o.Copies = 98, 4
	file := pdf(t, everything(), o)
	text := read(t, drawn(t, file))
	for _, number := range []string{"№ 0098", "№ 0099", "№ 0100", "№ 0101"} {
		if !strings.Contains(text, number) {
			t.Errorf("got no %s", number)
		}
	}
	one := countPages(pdf(t, everything(), options(t, "ru")))
	if one%2 == 0 {
		t.Fatalf("got %d pages, want an odd number for this test", one)
	}
	if got := countPages(file); got != 4*one {
		t.Errorf("4 copies: got %d pages, want %d", got, 4*one)
	}
	o.TwoSided = true
	if got := countPages(pdf(t, everything(), o)); got != 4*one+3 {
		t.Errorf("4 copies on both sides: got %d pages, want %d", got, 4*one+3)
	}
}

func TestSmallFiles(t *testing.T) {
	q := shipped(t, "../../configs/questionnaires/full-needs-study.json")
	if got := len(pdf(t, q, options(t, "ky"))); got > 100_000 {
		t.Errorf("got %d bytes, want at most 100000, to be sent by phone", got)
	}
}

func TestWhatCannotBePrinted(t *testing.T) {
	good := options(t, "ky")
	for what, change := range map[string]func(q *survey.Questionnaire, o *paper.Options){
		"no words":           func(_ *survey.Questionnaire, o *paper.Options) { o.Words = locale.Speaker{} },
		"too many copies":    func(_ *survey.Questionnaire, o *paper.Options) { o.Copies = paper.MaxCopies + 1 },
		"less than a copy":   func(_ *survey.Questionnaire, o *paper.Options) { o.Copies = -1 },
		"a negative number":  func(_ *survey.Questionnaire, o *paper.Options) { o.First = -1 },
		"too great a number": func(_ *survey.Questionnaire, o *paper.Options) { o.First = paper.MaxSerial + 1 },
		"too long a link":    func(_ *survey.Questionnaire, o *paper.Options) { o.Link = strings.Repeat("x", paper.MaxLink+1) },
		"too long a code":    func(_ *survey.Questionnaire, o *paper.Options) { o.Code = strings.Repeat("x", paper.MaxPlace+1) },
		"no question":        func(q *survey.Questionnaire, _ *paper.Options) { q.Questions = nil },
		"an unknown kind":    func(q *survey.Questionnaire, _ *paper.Options) { q.Questions[1].Kind = "matrix" },
	} {
		q, o := everything(), good
		change(q, &o)
		var b bytes.Buffer
		if err := paper.Write(&b, q, o); !errors.Is(err, survey.ErrInvalid) || b.Len() > 0 {
			t.Errorf("%s: got %v and %d bytes, want %v and none", what, err, b.Len(), survey.ErrInvalid)
		}
	}
	if err := paper.Write(io.Discard, nil, good); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("no questionnaire: got %v, want %v", err, survey.ErrInvalid)
	}
}

func TestAWriterThatFails(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	r.Close()
	defer w.Close()
	if err := paper.Write(w, everything(), options(t, "ky")); err == nil || errors.Is(err, survey.ErrInvalid) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

func TestTheFontsHaveEveryLetter(t *testing.T) {
	files, widths, err := paper.Fonts()
	if err != nil {
		t.Fatal(err)
	}
	letters := "абвгдеёжзийклмнңоөпрстуүфхцчшщъыьэюяАБВГДЕЁЖЗИЙКЛМНҢОӨПРСТУҮФХЦЧШЩЪЫЬЭЮЯ" +
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 \u00a0\u202f«»“”„’—–-−…№%*×→□○·/().,:;?!+<>=°²"
	pdf := fpdf.New("P", "pt", "A4", "")
	for weight, file := range files {
		pdf.AddUTF8FontFromBytes("font", weight, file)
		pdf.SetFont("font", weight, 1000)
		for _, r := range letters {
			got := widths[weight](r)
			if got == 0 {
				t.Errorf("font %q: there is no %q", weight, r)
			}
			if want := pdf.GetStringSymbolWidth(string(r)); max(got-want, want-got) > 1 {
				t.Errorf("font %q: %q is laid out %d wide and drawn %d wide", weight, r, got, want)
			}
		}
		for _, r := range []rune{'\U0001F600', '漢', '\uffff', -1, 0x10ffff} {
			if widths[weight](r) != 0 {
				t.Errorf("font %q: got a letter for %U, want none", weight, r)
			}
		}
	}
}

func TestWordsAreWrapped(t *testing.T) {
	for text, want := range map[string][]string{
		"": {""},
		" Суу \t 💧🏔️ керек\u200d ": {"Суу керек"},
		"бир\nэки\u2028үч":         {"бир", "эки", "үч"},
		"и\u0306":                  {"й"},
		"漢字":                       {"??"},
		"\uffff\U0010ffff\x00\x07": {""},
		"a\xff\xfeb":               {"ab"},
		"узун сөз экинчи сапка түшөт":    {"узун сөз", "экинчи сапка", "түшөт"},
		"узунсөздөрдүнэңузунусузкөрөсүз": {"узунсөздөрдүн", "эңузунусузкөрө", "сүз"},
		"социалдык-экономикалык":         {"социалдык-", "экономикалык"},
	} {
		got, err := paper.Wrap(text, 29)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}
