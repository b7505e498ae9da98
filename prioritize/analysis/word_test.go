package analysis_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
)

func worded(t testing.TB, doc analysis.Document, lang string) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := doc.WriteDOCX(&b, speaker(t, lang)); err != nil {
		t.Fatalf("WriteDOCX: %v", err)
	}
	return b.Bytes()
}

// partOf is one file of a Word document.
func partOf(t testing.TB, file []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// outlined is a Word document as lines: each paragraph after its style, each row of a table with its cells between
// strokes, those that are shaded between brackets, and where pages begin to lie or to stand.
func outlined(t testing.TB, file []byte) string {
	t.Helper()
	var b strings.Builder
	var text, row strings.Builder
	style, tables, shaded, drawn := "", 0, false, ""
	dec := xml.NewDecoder(bytes.NewReader(partOf(t, file, "word/document.xml")))
	val := func(e xml.StartElement, name string) string {
		for _, a := range e.Attr {
			if a.Name.Local == name {
				return a.Value
			}
		}
		return ""
	}
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return b.String()
		}
		if err != nil {
			t.Fatal(err)
		}
		switch x := token.(type) {
		case xml.StartElement:
			switch x.Name.Local {
			case "pStyle":
				style = val(x, "val")
			case "tbl":
				tables++
			case "tc":
				shaded = false
			case "shd":
				shaded = val(x, "fill") == "FFF4D1"
			case "docPr":
				drawn = val(x, "descr")
			case "br":
				text.WriteString("⏎")
			case "t":
				var said string
				if err := dec.DecodeElement(&said, &x); err != nil {
					t.Fatal(err)
				}
				text.WriteString(said)
			case "pgSz":
				fmt.Fprintf(&b, "--- the pages up to here: %s\n", val(x, "orient"))
			}
		case xml.EndElement:
			switch x.Name.Local {
			case "p":
				switch {
				case tables > 0:
					row.WriteString(strings.TrimSpace(text.String()))
				case drawn != "":
					fmt.Fprintf(&b, "(chart: %s)\n", drawn)
				case text.Len() > 0:
					fmt.Fprintf(&b, "%s: %s\n", style, text.String())
				}
				style, drawn = "", ""
				text.Reset()
			case "tc":
				if shaded {
					row.WriteString(" [marked]")
				}
				row.WriteString(" | ")
			case "tr":
				fmt.Fprintf(&b, "| %s\n", strings.TrimSpace(row.String()))
				row.Reset()
			case "tbl":
				tables--
			}
		}
	}
}

// TestWordDocumentsInEveryLanguage holds what stands in them, in which order.
func TestWordDocumentsInEveryLanguage(t *testing.T) {
	doc := document(t, input(t, town(), answers()))
	for _, lang := range []string{"ky", "ru"} {
		golden(t, filepath.Join(lang, "document.txt"), []byte(outlined(t, worded(t, doc, lang))))
	}
	worded(t, doc, "en")
}

// aimak is a municipality of twelve villages, whose residents chose among 24 needs. All of it is invented.
func aimak(t testing.TB) analysis.Input {
	t.Helper()
	m := town()
	names := []string{"Арча-Булак", "Кең-Төр", "Бел-Жайлоо", "Сары-Терек", "Жаңы-Турмуш", "Ак-Өзөн", "Көк-Сай", "Чоң-Арык", "Кызыл-Дөбө", "Таш-Булак", "Орто-Сай", "Жогорку Кара-Суу"}
	m.Villages = nil
	for i, name := range names {
		v := survey.Village{ID: fmt.Sprintf("v%d", i), Name: say(name, name, name)}
		for _, sex := range []string{"female", "male"} {
			for _, age := range []string{"18-28", "29-59", "60+"} {
				v.Population = append(v.Population, survey.Stratum{Sex: sex, Age: age, Count: 200 + 30*i})
			}
		}
		m.Villages = append(m.Villages, v)
	}
	needs := []string{
		"Ичүүчү таза суу", "Ички жолдор жана көпүрөлөр", "Бала бакча", "Жумуш орундары", "Көчө жарыгы", "Таштанды чыгаруу жана таштанды полигону", "Мектепти оңдоо",
		"Фельдшердик-акушердик пункт", "Сугат суу жана арыктар", "Спорт аянтчасы", "Интернет байланышы", "Электр энергиясынын үзгүлтүксүз берилиши", "Клуб жана китепкана",
		"Коомдук транспорт", "Жайыттарды башкаруу", "Ветеринардык кызмат", "Кырсыктардан коргоо: сел жана жер көчкү", "Газ же жылытуу", "Жаштар үчүн курстар",
		"Карыларга жана ден соолугунун мүмкүнчүлүгү чектелгендерге жардам", "Базар", "Дарыкана", "Мончо", "Башка",
	}
	q := form()
	list := &q.Lists[0]
	list.Choices = nil
	for i, name := range needs {
		list.Choices = append(list.Choices, survey.Choice{Name: fmt.Sprintf("need%d", i), Label: say(name, name, name), Need: fmt.Sprintf("need%d", i), Sphere: "infra", Competence: []string{"local"}})
	}
	ranked, err := prioritize.Needs(q)
	if err != nil {
		t.Fatal(err)
	}
	x := prioritize.NewTally(prioritize.Shape{Needs: len(ranked)})
	n := 0
	for village := range names {
		for _, sex := range []string{"female", "male"} {
			for a, age := range []string{"18-28", "29-59", "60+"} {
				for range 20 + 2*village {
					n++
					first := (n*n/7 + village + a) % 24
					chosen := []int{first * first / 24, (first + 5 + n%3) % 24, (first + 11) % 24}
					slices.Sort(chosen)
					chosen = slices.Compact(chosen)
					b := prioritize.Ballot{
						Source:   prioritize.Source{Cell: prioritize.Cell{Village: fmt.Sprintf("v%d", village), Sex: sex, Age: age}, Channel: survey.Web},
						Answered: true, Chosen: chosen, Ranked: true, Order: chosen,
					}
					x.Add(&b)
				}
			}
		}
	}
	r, err := prioritize.Rank(prioritize.Input{Campaign: "needs-2026", Questionnaire: q.Key(), Municipality: m, Needs: ranked, Tally: x})
	if err != nil {
		t.Fatal(err)
	}
	in := input(t, m, nil)
	in.Ranking, in.Questionnaire = r, q
	var ids []string
	for _, v := range m.Villages {
		ids = append(ids, v.ID)
	}
	in.Villages, in.Whole = x.Turnout(ids)
	return in
}

// TestWideTablesStandInParts: those of twelve villages do not fit a page. Every part names the needs, no village is torn
// apart, all columns are there once, and all parts have one number.
func TestWideTablesStandInParts(t *testing.T) {
	doc := document(t, aimak(t))
	s := speaker(t, "ru")
	lines := strings.Split(outlined(t, worded(t, doc, "ru")), "\n")
	captions, villages := 0, map[string]int{}
	for i, line := range lines {
		if !strings.HasPrefix(line, "Caption: Таблица 2. Проблемы по сёлам (T2)") {
			continue
		}
		if captions++; (captions > 1) != strings.HasSuffix(line, ", продолжение") {
			t.Errorf("part %d is called %q", captions, line)
		}
		groups := strings.Split(strings.Trim(lines[i+1], "| "), " | ")
		if groups[0] != s.T("report.col.sphere") || groups[1] != s.T("report.col.need") {
			t.Errorf("part %d begins with %q, want what the rows are about", captions, groups[:2])
		}
		for _, g := range groups[2:] {
			villages[g]++
		}
	}
	if captions < 2 || captions > 4 {
		t.Errorf("T2 stands in %d parts, want two to four", captions)
	}
	if len(villages) != 13 {
		t.Errorf("got %d headings %v, want twelve villages and the municipality", len(villages), villages)
	}
	for v, n := range villages {
		if n != 1 {
			t.Errorf("%s stands in %d parts, want one", v, n)
		}
	}
}

// TestHostileWordsStayWordsInWord tries what residents or staff may have typed: it is read back as it was, but for what
// no text may hold, and is no field, no markup and no formula.
func TestHostileWordsStayWordsInWord(t *testing.T) {
	for given, want := range map[string]string{
		`{ DDEAUTO c:\\windows\\cmd.exe }`: "", `=HYPERLINK("http://example.org";"x")`: "", `</w:t></w:r><w:fldSimple w:instr="DATE"/>`: "",
		"бир\x00эки\x1b\u202eүч": "бирэкиүч", "шу\u200fл": "", strings.Repeat("узун", 200): "", "@SUM(A1:A9)": "",
	} {
		if want == "" {
			want = given
		}
		m := town()
		m.Name, m.Villages[0].Name = say(given, given, given), say(given, given, given)
		in := input(t, m, answers())
		in.Campaign.Title = say(given, given, given)
		for i := range in.Ranking.Items {
			in.Ranking.Items[i].Need.Name = say(given, given, given)
		}
		file := worded(t, document(t, in), "ky")
		text := outlined(t, file)
		if n := strings.Count(text, want); n < 10 {
			t.Errorf("%.40q stands there %d times, want in titles, tables and charts", given, n)
		}
		for _, name := range []string{"word/document.xml", "word/header1.xml"} {
			xml := partOf(t, file, name)
			for field := range strings.SplitSeq(string(xml), `w:instr="`) {
				instruction, _, _ := strings.Cut(field, `"`)
				if word, _, _ := strings.Cut(strings.TrimSpace(instruction), " "); !strings.HasPrefix(instruction, "<") && word != "SEQ" && word != "PAGE" && word != "NUMPAGES" {
					t.Errorf("%.40q: %s has the field %q", given, name, instruction)
				}
			}
		}
		book, err := excelize.OpenReader(bytes.NewReader(partOf(t, file, "word/embeddings/Microsoft_Excel_Worksheet1.xlsx")))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := book.GetRows(book.GetSheetName(0))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows {
			if len(row) > 0 && row[0] != "" && strings.ContainsRune("=+-@", rune(row[0][0])) {
				t.Errorf("%.40q: a chart's workbook has a cell %.40q", given, row[0])
			}
		}
		book.Close()
	}
}

// tool is a program that the tests need; without it they are skipped, unless ASHAR_REQUIRE asks for it under this name.
func tool(t testing.TB, name, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	switch {
	case err == nil:
		return path
	case slices.Contains(strings.Split(os.Getenv("ASHAR_REQUIRE"), ","), name):
		t.Fatalf("%s is not installed", program)
	}
	t.Skipf("%s is not installed", program)
	return ""
}

func run(t testing.TB, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

// TestWordDocumentsArePrinted opens them in LibreOffice, prints them and looks at every page: each has ink on it, as many
// stand and lie as are to, and what the document says is read from the print.
func TestWordDocumentsArePrinted(t *testing.T) {
	office, reads, draws := tool(t, "libreoffice", "soffice"), tool(t, "poppler", "pdftotext"), tool(t, "poppler", "pdftoppm")
	dir := t.TempDir()
	small, big := document(t, input(t, town(), answers())), document(t, aimak(t))
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--convert-to", "pdf", "--outdir", dir}
	names := map[string][]byte{"ky": worded(t, small, "ky"), "ru": worded(t, small, "ru"), "big": worded(t, big, "ky")}
	for name, file := range names {
		path := filepath.Join(dir, name+".docx")
		if err := os.WriteFile(path, file, 0o600); err != nil {
			t.Fatal(err)
		}
		args = append(args, path)
	}
	run(t, office, args...)
	for name, pages := range map[string][2]int{"ky": {8, 14}, "ru": {8, 14}, "big": {14, 24}} {
		print := filepath.Join(dir, name+".pdf")
		run(t, reads, "-layout", print, filepath.Join(dir, name+".txt"))
		content, err := os.ReadFile(filepath.Join(dir, name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		run(t, draws, "-png", "-gray", "-r", "30", print, filepath.Join(dir, name))
		drawn, err := filepath.Glob(filepath.Join(dir, name+"-*.png"))
		if err != nil || len(drawn) < pages[0] || len(drawn) > pages[1] {
			t.Errorf("%s: %d pages, want %d to %d (%v)", name, len(drawn), pages[0], pages[1], err)
		}
		for _, page := range drawn {
			if share := ink(t, page); share < 0.003 {
				t.Errorf("%s: %s is all but empty: %.4f of it is ink", name, filepath.Base(page), share)
			}
		}
		squeezed := strings.Join(strings.Fields(string(content)), "")
		missing := 0
		for line := range strings.SplitSeq(outlined(t, names[name]), "\n") {
			_, said, plain := strings.Cut(line, ": ")
			if !plain || strings.HasPrefix(line, "|") || strings.HasPrefix(line, "(") || strings.HasPrefix(line, "-") {
				continue
			}
			if !strings.Contains(squeezed, strings.Join(strings.Fields(said), "")) {
				missing++
				t.Logf("%s: not printed in one piece: %q", name, said)
			}
		}
		if missing > 3 { // a text that goes over to another page is printed in two
			t.Errorf("%s: %d paragraphs are not printed", name, missing)
		}
	}
}

// ink is how much of a picture is not white, from 0 to 1.
func ink(t testing.TB, file string) float64 {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	picture, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	sum, size := 0.0, picture.Bounds()
	for y := range size.Dy() {
		for x := range size.Dx() {
			sum += 1 - float64(color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y)/255
		}
	}
	return sum / float64(size.Dx()*size.Dy())
}
