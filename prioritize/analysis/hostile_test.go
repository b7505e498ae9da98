package analysis_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/xuri/excelize/v2"

	"ashar/prioritize/analysis"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/docx"
	"ashar/prioritize/outline"
	"ashar/survey"
	"ashar/survey/table"
)

// typed is a Document wherever people type with one text in all these places: names of needs that were coined from
// residents' own words, of services and groups, of the municipality, its villages and the campaign; the template's
// words and an own column; why the hearing overruled, and what the working group said.
func typed(t testing.TB, given string) analysis.Document {
	t.Helper()
	text := say(given, given, given)
	m, a := town(), asks(false)
	m.Name, m.District, m.Source, m.Villages[0].Name = text, text, text, text
	for i := range a.services {
		a.services[i].Name, a.groups[i].Name = text, text
	}
	in := inputWith(t, m, satisfied(answers()), a)
	in.Campaign.Title = text
	for i := range in.Ranking.Items {
		in.Ranking.Items[i].Need.Name = text
	}
	in.Hearing = decided()
	for i := range in.Hearing.Overrides {
		in.Hearing.Overrides[i].Why, in.Hearing.Options[i].Label = given, text
	}
	in.Appraisal = &appraisal.Appraisal{Campaign: in.Campaign.ID, Needs: []appraisal.Said{
		{Need: "kinder", Owner: appraisal.Other, With: given, Cost: appraisal.Cost{Som: 5, Note: given, Source: given}},
	}}
	in.Template = outline.Template{ID: outline.SEDP2024, Title: text, Lead: text, Parts: []outline.Part{
		{Table: "t1", Title: text, Lead: text, Columns: []outline.Column{{ID: "village", Heading: text}, {ID: "channels", Heading: text}, {ID: "own.1", Heading: text}}},
	}}
	return document(t, in)
}

// TestHostileTextsStayTexts tries in every format what spreadsheets would count, browsers run and Word carry out.
func TestHostileTextsStayTexts(t *testing.T) {
	s := speaker(t, "ru")
	for _, given := range []string{
		`=HYPERLINK("http://example.org";"x")`, `+1+cmd|' /C calc'!A0`, "-2+3", "@SUM(A1:A9)", "\t=1+1", "＝1+1", "суу;=1+1", "'=1",
		`<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `</t></is><f>1+1</f>`, `{{.Title}}`, `{ DDEAUTO c:\\windows\\cmd.exe }`, `</w:t></w:r><w:fldSimple w:instr="DATE"/>`,
	} {
		t.Run(given, func(t *testing.T) {
			doc := typed(t, given)
			wantCells(t, "CSV", csvCells(t, doc), given, table.GuardCSV)
			wantCells(t, "XLSX", workbookCells(t, doc), given, table.Guard)

			page := read(t, html(t, doc, s))
			if n := page.Find("script, img, iframe, object, form").Length(); n > 0 {
				t.Errorf("HTML: %d elements that nobody typed", n)
			}
			page.Find("*").Each(func(_ int, e *goquery.Selection) {
				for _, a := range e.Nodes[0].Attr {
					if strings.HasPrefix(a.Key, "on") {
						t.Errorf("HTML: the attribute %s=%q", a.Key, a.Val)
					}
				}
			})
			if got := page.Find("h1").Text(); got != given {
				t.Errorf("HTML: got the title %q", got)
			}
			if n := strings.Count(page.Text(), given); n < 30 {
				t.Errorf("HTML: the text stands there %d times, want in titles, tables and charts", n)
			}

			file := worded(t, doc, "ru")
			if n := strings.Count(outlined(t, file), strings.ReplaceAll(docx.Clean(given), "\t", "")); n < 30 {
				t.Errorf("DOCX: the text stands there %d times, want in titles, tables and charts", n)
			}
			for _, name := range []string{"word/document.xml", "word/header1.xml"} {
				for i, field := range strings.Split(string(partOf(t, file, name)), `w:instr="`) {
					kind, _, _ := strings.Cut(strings.TrimSpace(field), " ")
					if i > 0 && !slices.Contains([]string{"SEQ", "PAGE", "NUMPAGES"}, strings.TrimRight(kind, `"/>`)) {
						t.Errorf("DOCX: %s has the field %.40q", name, field)
					}
				}
			}

			back := published(t, doc)
			for what, got := range map[string]survey.Text{
				"municipality": back.Municipality.Name, "campaign": back.Campaign.Title, "title": back.Template.Title, "lead": back.Tables[0].Lead, "need": back.Needs["water"], "village": back.Villages["v0"],
			} {
				if got.In("ru") != given {
					t.Errorf("JSON: got the %s %q", what, got.In("ru"))
				}
			}
		})
	}
}

// wantCells holds cells to be texts: each is guarded, and many are the given one.
func wantCells(t *testing.T, format string, cells []string, given string, guard func(string) string) {
	t.Helper()
	n := 0
	for _, cell := range cells {
		if cell == guard(given) {
			n++
		}
		if got := guard(table.Unguard(cell)); got != cell {
			t.Errorf("%s: got the cell %.60q, want %.60q", format, cell, got)
		}
	}
	if n < 12 {
		t.Errorf("%s: %d cells are %q, want those of names, headings and own columns", format, n, guard(given))
	}
}

func csvCells(t *testing.T, doc analysis.Document) (cells []string) {
	t.Helper()
	fs := files{}
	if err := doc.WriteCSV(fs.create, speaker(t, "ru")); err != nil {
		t.Fatal(err)
	}
	for _, f := range fs {
		cells = append(cells, slices.Concat(records(t, "ru", f)...)...)
	}
	return cells
}

// workbookCells are all texts; it has no formulas.
func workbookCells(t *testing.T, doc analysis.Document) (cells []string) {
	t.Helper()
	book := workbook(t, doc, "ru")
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, cell := range row {
				at, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, err := book.GetCellFormula(sheet, at); formula != "" || err != nil {
					t.Errorf("XLSX: %s!%s has the formula %q (%v)", sheet, at, formula, err)
				}
				kind, err := book.GetCellType(sheet, at)
				if err != nil {
					t.Fatal(err)
				}
				if kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
					cells = append(cells, cell)
				}
			}
		}
	}
	return cells
}
