package docx_test

import (
	"strings"
	"testing"

	"ashar/prioritize/docx"
)

// TestHostileTextsStayText writes them as a title, in a paragraph, a list, a cell, a caption and a picture's description,
// and reads them back.
func TestHostileTextsStayText(t *testing.T) {
	for what, x := range map[string]struct{ given, want string }{
		"XML":                 {`</w:t></w:r><w:p/> ]]> & "'<!-- &amp; <![CDATA[`, ""},
		"a formula":           {`=HYPERLINK("http://example.org";"x") \* MERGEFORMAT { DDEAUTO cmd }`, ""},
		"control characters":  {"а\x00б\x07в\x1b\x7f\u0085г\ufffe\uffff", "абв\nг"},
		"line breaks":         {"бир\r\nэки\rүч\u2028төрт", "бир\nэки\nүч\nтөрт"},
		"spaces and tabs":     {"  эки  боштук \tжана таб ", ""},
		"what is no UTF-8":    {"а\xffб", "а\ufffdб"},
		"from right to left":  {"שלום עולם سلام", ""},
		"turned about":        {"добуш \u202e46\u202c, \u2066x\u2069", "добуш 46, x"},
		"emoji":               {"👩‍🌾🇰🇬 𝒳", ""},
		"ten thousand ң":      {strings.Repeat("ң", 10_000), ""},
		"nothing":             {"", ""},
		"a no-break and soft": {"10\u00a0% \u00adсөз", ""},
	} {
		want := x.want
		if want == "" {
			want = x.given
		}
		d := docx.New(docx.About{Title: x.given, Author: x.given})
		d.Header = docx.Text(x.given)
		d.Add(
			docx.Paragraph{Runs: docx.Bold(x.given)}, docx.List{Numbered: true, Items: docx.Items(x.given)},
			docx.Table{Columns: make([]docx.Column, 1), Rows: []docx.Row{{Cells: docx.Cells(x.given)}}, Summary: x.given},
			docx.Caption{Sequence: "Figure", Before: x.given}, docx.Picture{PNG: drawing(t, 2, 2), Alt: x.given},
		)
		file := written(t, d)
		if got, all := document(t, file).words(), strings.Join([]string{want, want, want, "", want + "1", "", ""}, "\n"); strings.TrimRight(got, "\n") != strings.TrimRight(all, "\n") {
			t.Errorf("%s: read %.200q, want %.200q", what, got, all)
		}
		files := unzipped(t, file)
		if got := parsed(t, "core", files["docProps/core.xml"]).all("title")[0].text; got != want {
			t.Errorf("%s: the title is read as %.100q, want %.100q", what, got, want)
		}
		if got := document(t, file).all("wp:docPr")[0].attributes["descr"]; strings.Join(strings.Fields(got), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%s: the picture is described as %.100q, want %.100q", what, got, want)
		}
	}
}

// TestDocumentTellsItsLanguageAndItsNumbers reads what is not in a text: languages, numbers that are counted, sizes.
func TestDocumentTellsItsLanguageAndItsNumbers(t *testing.T) {
	files := unzipped(t, written(t, everything(t)))
	if lang := parsed(t, "styles", files["word/styles.xml"]).all("w:lang")[0].attributes["w:val"]; lang != "ky-KG" {
		t.Errorf("it is in %s, want ky-KG", lang)
	}
	core := parsed(t, "core", files["docProps/core.xml"])
	if made := core.all("created")[0].text; made != "2026-11-20T09:00:00Z" || core.all("language")[0].text != "ky-KG" {
		t.Errorf("it was made at %s in %s", made, core.all("language")[0].text)
	}
	root := parsed(t, "document", files["word/document.xml"])
	words := root.words()
	for _, want := range []string{"1-таблица. Добуштар", "2-таблица. Дагы", "Сүрөт 1"} {
		if !strings.Contains(words, want) {
			t.Errorf("there is no %q", want)
		}
	}
	var instructions []string
	for _, n := range append(root.all("w:fldSimple"), parsed(t, "footer", files["word/footer1.xml"]).all("w:fldSimple")...) {
		instructions = append(instructions, strings.TrimSpace(n.attributes["w:instr"]))
	}
	if got, want := strings.Join(instructions, "; "), `SEQ Table \* ARABIC; SEQ Table \* ARABIC; `+strings.Repeat(`SEQ Figure \* ARABIC; `, 4)+`SEQ Table \* ARABIC \c; PAGE; NUMPAGES`; got != want {
		t.Errorf("the numbers are %s, want %s", got, want)
	}
	var sheets []string
	for _, n := range root.all("w:pgSz") {
		sheets = append(sheets, n.attributes["w:w"]+"x"+n.attributes["w:h"])
	}
	if got, want := strings.Join(sheets, " "), "11906x16838 16838x11906 11906x16838 16838x11906"; got != want {
		t.Errorf("the sheets are %s, want %s", got, want)
	}
	for i, want := range []struct{ cx, cy string }{{"1800000", "600000"}, {"23129", "9251950"}} { // 50 mm wide; as high as the text of a page
		size := root.all("wp:extent")[i].attributes
		if size["cx"] != want.cx || size["cy"] != want.cy {
			t.Errorf("picture %d is %s by %s, want %s by %s", i+1, size["cx"], size["cy"], want.cx, want.cy)
		}
	}
}
