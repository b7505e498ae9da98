package papers_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
	"ashar/survey/access"
)

const tablesPath = "/desk/of-kok-jar/batch"

const head = "_serial;_village;_day;_consent;needs/water;needs/roads;sex;wish\n"

// brought uploads a table and returns where it is looked at.
func (o *office) brought(name, text string, fields ...string) string {
	o.t.Helper()
	w := o.upload(tablesPath, name, []byte(text), fields...)
	if w.Code != http.StatusSeeOther {
		o.t.Fatalf("uploading: status %d\n%s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

// taken presses the button until all rows were gone through.
func (o *office) taken(path string) {
	o.t.Helper()
	for range 50 {
		if w := o.post(path); w.Code != http.StatusSeeOther || w.Header().Get("Location") != path {
			o.t.Fatalf("taking: status %d to %q\n%s", w.Code, w.Header().Get("Location"), w.Body)
		}
		if o.page(path).Find("form[action='"+path+"']").Length() == 0 {
			return
		}
	}
	o.t.Fatal("it never ends")
}

func TestTableIsLookedAtThenTakenAndReported(t *testing.T) {
	o := newOffice(t)
	o.post(formsPath, "village", "tor", "language", "ky", "copies", "10", "next", "1")
	path := o.brought("кагаздар.csv", head+
		survey.NewSerial(1)+";;2026-05-10;1;1;;Аял;=суу керек\n"+
		survey.NewSerial(2)+";;;1;;1;Эркек;\n"+
		";archa;;1;1;;;\n"+
		survey.NewSerial(3)+";;;1;;;Аял;\n"+
		";Ош;;;1;1;киши;\n")
	doc := o.page(path)
	var figures []string
	for _, dd := range doc.Find(".figures dd").EachIter() {
		figures = append(figures, words(dd))
	}
	if got := strings.Join(figures, " "); got != "5 3 2" {
		t.Errorf("rows, good, to mend: got %q, want 5 3 2", got)
	}
	wrong := words(doc.Find(".wrongs"))
	for _, want := range []string{"5-сап", "E5", "милдеттүү", "6-сап", "«Ош»", "«киши»", "G6"} {
		if !strings.Contains(wrong, want) {
			t.Errorf("what is wrong lacks %q: %s", want, wrong)
		}
	}
	if len(o.responses()) > 0 {
		t.Error("something is stored before anybody said so")
	}
	o.taken(path)
	got := o.responses()
	if len(got) != 3 || len(got[""]) != 1 || len(got[survey.NewSerial(1)]) != 1 {
		t.Fatalf("stored are %v", got)
	}
	r := got[survey.NewSerial(1)][0]
	wish, _ := r.Answer("wish")
	if r.Channel != survey.Paper || r.Village != "tor" || wish.Text != "=суу керек" || r.Entry.By != "organiser" || r.Entry.Batch == "" || r.Begun.In(bishkek).Format(time.DateOnly) != "2026-05-10" {
		t.Errorf("got %+v, entry %+v", r, r.Entry)
	}
	// Of rows that were taken nothing but their fate is kept.
	kept, err := o.db.PaperTable(t.Context(), "of-kok-jar/"+path[strings.LastIndex(path, "/")+1:])
	if err != nil || kept.Rows[0].Cells != nil || kept.Rows[0].Receipt != r.Receipt || kept.Rows[3].Cells == nil || !kept.Finished() {
		t.Errorf("kept is %+v, %v", kept, err)
	}
	report := o.get(path + "/report.csv")
	for _, want := range []string{"2;" + survey.NewSerial(1) + ";tor;киргизилди;" + r.Receipt, "алынган жок"} {
		if !strings.Contains(report.Body.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, report.Body)
		}
	}
	if told := strings.Join(o.told(access.EnterAnswers), "\n"); !strings.Contains(told, "5 rows") || !strings.Contains(told, "answers taken from table") || !strings.Contains(told, ": 3") {
		t.Errorf("the audit trail says %q", told)
	}
	// The same table again, also as another file, leads to what became of it.
	if again := o.brought("again.txt", head+
		survey.NewSerial(1)+";;2026-05-10;1;1;;Аял;=суу керек\n"+
		survey.NewSerial(2)+";;;1;;1;Эркек;\n"+
		";archa;;1;1;;;\n"+
		survey.NewSerial(3)+";;;1;;;Аял;\n"+
		";Ош;;;1;1;киши;\n"); again != path {
		t.Errorf("the same table again is at %s, want %s", again, path)
	}
	// Rows mended, with what was taken before, and a number with other answers.
	mended := o.brought("mended.csv", head+
		survey.NewSerial(1)+";;2026-05-10;1;1;;Аял;=суу керек\n"+
		survey.NewSerial(2)+";;;1;1;;Эркек;\n"+
		survey.NewSerial(3)+";;;1;;1;Аял;\n")
	o.taken(mended)
	if got := o.responses(); len(got) != 4 || len(got[survey.NewSerial(1)]) != 1 {
		t.Errorf("after the mended table stored are %v", got)
	}
	doc = o.page(mended)
	figures = nil
	for _, dd := range doc.Find(".figures dd").EachIter() {
		figures = append(figures, words(dd))
	}
	if got := strings.Join(figures, " "); got != "1 1 1 0" {
		t.Errorf("taken, there, other, refused: got %q, want 1 1 1 0", got)
	}
	if got := words(o.page(formsPath).Find(".fates tbody tr").First()); !strings.Contains(got, "Киргизилди3") {
		t.Errorf("the forms' page says %q", got)
	}
}

func TestRefusedRowsComeBackAsAWorkbook(t *testing.T) {
	o := newOffice(t)
	path := o.brought("a.csv", head+";tor;;1;1;;@ким;=1+1\n;tor;;1;1;;;\n")
	o.taken(path)
	w := o.get(path + "/refused.xlsx")
	book, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheet := book.GetSheetList()[0]
	rows, err := book.GetRows(sheet)
	if err != nil || len(rows) != 4 || !strings.Contains(rows[3][0], "G2") || rows[3][7] != "'@ким" || rows[3][8] != "'=1+1" {
		t.Fatalf("got %q, %v", rows, err)
	}
	if err := book.SetCellStr(sheet, "H4", "Аял"); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	o.taken(o.brought("mended.xlsx", b.String()))
	all := o.responses()[""]
	if len(all) != 2 {
		t.Fatalf("stored are %d answers, want 2", len(all))
	}
	if w := o.post(path + "/remove"); w.Code != http.StatusSeeOther || o.get(path).Code != http.StatusNotFound {
		t.Errorf("removing: %d, then %d", w.Code, o.get(path).Code)
	}
	if len(o.responses()[""]) != 2 {
		t.Error("with the table, answers are gone")
	}
}

func TestTablesThatCannotBeBroughtIn(t *testing.T) {
	o := newOffice(t)
	for what, tt := range map[string]struct{ name, text, want string }{
		"nothing": {"a.csv", "", "тандалган"}, "no workbook": {"a.xlsx", "PK\x03\x04xxx", "XLSX же CSV эмес"}, "other headings": {"a.csv", "а;б\n1;2\n", "коддору"},
		"no consent": {"a.csv", "_village;needs\ntor;water\n", "макулдук мамычасы"}, "no rows": {"a.csv", head, "толтурулган"},
	} {
		doc := read(t, o.upload(tablesPath, tt.name, []byte(tt.text)), http.StatusUnprocessableEntity)
		if got := words(doc.Find(".mistakes")); !strings.Contains(got, tt.want) {
			t.Errorf("%s: got %q, want %q", what, got, tt.want)
		}
	}
	o.taken(o.brought("a.csv", "_village;needs\ntor;water\n", "agreed", "1"))
	if len(o.responses()[""]) != 1 {
		t.Error("a table whose papers all agreed is not taken")
	}
	c, err := o.db.Campaign(t.Context(), "of-kok-jar")
	o.must(err)
	c.Rev, c.Status = c.Rev+1, survey.StatusFrozen
	path := o.brought("b.csv", "_village;needs\narcha;water\n", "agreed", "1")
	o.must(o.db.SaveCampaign(t.Context(), c))
	if w := o.post(path); w.Code < 400 {
		t.Errorf("a frozen campaign takes a table: %d", w.Code)
	}
	if w := o.upload(tablesPath, "c.csv", []byte("_village;needs\ntor;roads\n"), "agreed", "1"); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a frozen campaign takes an upload: %d", w.Code)
	}
	if w := o.get("/desk/of-ak-tal/batch"); w.Code != http.StatusNotFound {
		t.Errorf("the neighbours' tables: %d", w.Code)
	}
	if w := o.get("/desk/of-kok-jar/batch/none"); w.Code != http.StatusNotFound {
		t.Errorf("a table that is not there: %d", w.Code)
	}
}

func TestClosedCampaignTakesPapersOfBefore(t *testing.T) {
	o := newOffice(t)
	c, err := o.db.Campaign(t.Context(), "of-kok-jar")
	o.must(err)
	c.Rev, c.Status = c.Rev+1, survey.StatusClosed
	o.must(o.db.SaveCampaign(t.Context(), c))
	o.now = time.Date(2026, 6, 10, 6, 0, 0, 0, time.UTC)
	path := o.brought("late.csv", head+";tor;2026-05-30;1;1;;;\n;tor;2026-06-05;1;1;;;\n;tor;;1;;1;;\n")
	o.taken(path)
	if got := o.responses()[""]; len(got) != 2 {
		t.Errorf("stored are %d, want the two of before it closed", len(got))
	}
}

func TestTemplateIsOfTheCampaign(t *testing.T) {
	o := newOffice(t)
	w := o.get(tablesPath + "/template.xlsx")
	book, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetList()[0])
	if err != nil || len(rows) != 3 || rows[2][0] != "_serial" || rows[0][1] != "Айыл" {
		t.Errorf("got %q, %v", rows, err)
	}
}

// TestFiveThousandRowsAreTaken brings in as many papers as an aimak fills in, and asks how long anybody waits.
func TestFiveThousandRowsAreTaken(t *testing.T) {
	if testing.Short() {
		t.Skip("it takes some seconds")
	}
	o := newOffice(t)
	var b strings.Builder
	b.WriteString(head)
	const papers = 5000
	for i := range papers {
		fmt.Fprintf(&b, "%s;tor;2026-05-1%d;1;%d;%d;%s;каалоо %d\n", survey.NewSerial(i+1), i%10, i%2, 1-i%2, []string{"Аял", "Эркек"}[i%2], i)
	}
	begun := time.Now()
	path := o.brought("many.csv", b.String())
	looking := time.Now()
	o.page(path)
	longest := time.Since(looking)
	o.taken(path)
	t.Logf("uploaded in %v, looked at in %v, all in %v", looking.Sub(begun).Round(time.Millisecond), longest.Round(time.Millisecond), time.Since(begun).Round(time.Millisecond))
	if got := o.responses(); len(got) != papers {
		t.Errorf("stored are %d of %d", len(got), papers)
	}
}
