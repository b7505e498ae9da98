package batch_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/batch"
	"ashar/survey/dataset"
	"ashar/survey/locale"
	"ashar/survey/table"
)

var (
	bishkek = time.FixedZone("Asia/Bishkek", 6*60*60)
	now     = time.Date(2026, 5, 20, 15, 0, 0, 0, bishkek)
	asking  = survey.Campaign{ID: "needs", Status: survey.StatusOpen, Opens: time.Date(2026, 5, 1, 0, 0, 0, 0, bishkek)}
)

func text(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

// needs is a short questionnaire with the kinds that papers mostly have.
func needs() *survey.Questionnaire {
	need := func(name, ky, ru string) survey.Choice {
		return survey.Choice{Name: name, Label: text(ky, ru), Need: name}
	}
	q := &survey.Questionnaire{
		ID: "needs", Version: "2026010101", Languages: []string{"ky", "ru"}, Title: text("Эмне керек?", "Что нужно?"),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{need("water", "Таза суу", "Чистая вода"), need("roads", "Жол", "Дороги"), need("school", "Мектеп, бала бакча", "Школа, детсад")}},
			{Name: "grave", Choices: []survey.Choice{{Name: "light", Label: text("жеңил", "легко")}, {Name: "grave", Label: text("оор", "тяжело")}}},
			{Name: "sex", Choices: []survey.Choice{{Name: "female", Label: text("Аял", "Женщина")}, {Name: "male", Label: text("Эркек", "Мужчина")}}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 2, Required: true, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs", Label: text("Иретке келтириңиз", "По порядку")},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, Of: "needs", List: "grave", Label: text("Канчалык оор?", "Насколько серьёзно?")},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex", Label: text("Жынысыңыз", "Ваш пол")},
			{Name: "born", Kind: survey.Date, Relevant: "${sex} = 'female'", Label: text("Туулган күнүңүз", "День рождения")},
			{Name: "people", Kind: survey.Integer, Constraint: ". >= 1 and . <= 30", ConstraintMessage: text("1ден 30га чейин", "От 1 до 30"), Label: text("Үй-бүлөдө канча киши?", "Сколько в семье?")},
			{Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal, Max: 100, Label: text("Каалооңуз", "Пожелание")},
		},
	}
	q.Prepare()
	return q
}

// everyKind is the questionnaire with a question of every kind.
func everyKind(t *testing.T) *survey.Questionnaire {
	t.Helper()
	data, err := os.Open(filepath.Join("..", "testdata", "every-kind.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer data.Close()
	q, err := survey.ReadQuestionnaire(data)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func options(t testing.TB, lang string) batch.Options {
	t.Helper()
	words, err := locale.Load(locale.OnMissing(func(lang, id string) { panic(lang + ": no words " + id) }))
	if err != nil {
		t.Fatal(err)
	}
	place := func(id, name string) batch.Place {
		return batch.Place{Village: id, Names: []string{name, id + " айылы"}}
	}
	return batch.Options{
		Words: words.For(lang), Language: lang, Places: []batch.Place{place("tor", "Кең-Төр"), place("archa", "Арча, Булак")},
		Printed: func(number int) (string, bool) { return "archa", number >= 100 && number < 200 },
	}
}

// judged reads a table and judges its rows.
func judged(t rapid.TB, f *batch.Form, data []byte) (batch.Table, []survey.Held) {
	t.Helper()
	cells, err := table.Read(data, batch.Bounds)
	if err != nil {
		t.Fatal(err)
	}
	read, err := f.Read(cells)
	if err != nil {
		t.Fatal(err)
	}
	var held []survey.Held
	for i := range read.Rows {
		held = append(held, f.Judge(&read.Rows[i], &asking, now))
	}
	return read, held
}

// said are a row's problems and notes in words.
func said(f *batch.Form, problems []batch.Problem) []string {
	var all []string
	for _, p := range problems {
		all = append(all, f.SayWith(p))
	}
	return all
}

func TestTablesAreReadHoweverTheyWereMade(t *testing.T) {
	f := batch.New(needs(), options(t, "ky"))
	want := []survey.Answer{
		{Question: "needs", Value: survey.Chosen("water", "school")}, {Question: "order", Value: survey.Chosen("school", "water")},
		{Question: "grave", Value: survey.Rated(survey.Level{Choice: "water", Level: 2}, survey.Level{Choice: "school", Level: 1})},
		{Question: "sex", Value: survey.Chosen("female")}, {Question: "born", Value: survey.Value{Date: "1990-03-04"}},
		{Question: "people", Value: survey.Value{Number: "5"}}, {Question: "wish", Value: survey.Words("-мектеп")},
	}
	split := "_serial;_village;_day;_consent;needs/water;needs/roads;needs/school;order/water;order/school;grave_water;grave_school;sex;born;people;wish\n"
	for what, data := range map[string]string{
		"names":    split + "0007-" + letter(7) + ";archa;2026-05-10;1;1;0;1;2;1;grave;light;female;1990-03-04;5;-мектеп\n",
		"labels":   split + "7" + letter(7) + ";арча булак;10.05.2026;ооба;х;;+;2;1;Оор;легко;аял;4.3.1990;5;'-мектеп\n",
		"numbers":  split + ";Арча, Булак;;да;1;-;1;2;1;2;1;Женщина;32936;5;-мектеп\n",
		"in one":   "Айыл\t«Макулмун» белгиси\tЭмне керек?\torder\tgrave_water\tКанчалык оор? / Мектеп, бала бакча\tЖынысыңыз\tТуулган күнүңүз\tpeople\tПожелание\narcha\tмакул\tтаза суу; Мектеп, бала бакча\tschool water\tоор\tжеңил\tАял\t1990-03-04\t5\t-мектеп\n",
		"by paper": strings.Replace(split, "_village;", "", 1) + "0150-" + letter(150) + ";;1;1;;1;2;1;оор;жеңил;female;1990-03-04;5;-мектеп\n",
	} {
		read, held := judged(t, f, []byte(data))
		if len(read.Rows) != 1 || len(read.Rows[0].Problems)+len(read.Rows[0].Notes)+len(read.Unknown) > 0 {
			t.Errorf("%s: %d rows, unknown columns %q, problems %q", what, len(read.Rows), read.Unknown, said(f, read.Rows[0].Problems))
			continue
		}
		if diff := cmp.Diff(want, accepted(t, needs(), held[0], "ky"), cmpopts.IgnoreFields(survey.Value{}, "Key")); diff != "" || read.Rows[0].Village != "archa" {
			t.Errorf("%s: in %s (-want +got):\n%s", what, read.Rows[0].Village, diff)
		}
	}
}

// letter is the letter behind a serial.
func letter(number int) string {
	_, l, _ := strings.Cut(survey.NewSerial(number), "-")
	return l
}

func TestWhatIsWrongIsSaidWithItsCell(t *testing.T) {
	f := batch.New(needs(), options(t, "ky"))
	const head = "_serial;_village;_day;_consent;needs/water;needs/roads;needs/school;order/water;order/roads;grave_water;grave_roads;sex;born;people;wish\n"
	const fine = ";tor;;1;1;1;;1;2;оор;оор;Аял;;;\n"
	for what, tt := range map[string]struct {
		row    string
		want   []string // how each problem begins and what it has
		places []string
	}{
		"a serial mistyped":         {strings.Replace(fine, ";tor", "0007-"+letter(8)+";tor", 1), []string{"0041-K"}, []string{"A3"}},
		"no village":                {strings.Replace(fine, "tor", "", 1), []string{"Кең-Төр"}, []string{"B3"}},
		"a village that is not":     {strings.Replace(fine, "tor", "Ош", 1), []string{"«Ош»"}, []string{"B3"}},
		"a day to come":             {strings.Replace(fine, "tor;;", "tor;1.6.2026;", 1), []string{"2026-06-01"}, []string{"C3"}},
		"no day":                    {strings.Replace(fine, "tor;;", "tor;кечээ;", 1), []string{"кечээ"}, []string{"C3"}},
		"no consent":                {strings.Replace(fine, "tor;;1", "tor;;", 1), []string{"Макулмун"}, []string{"D3"}},
		"neither yes nor no":        {strings.Replace(fine, ";;1;1;1;", ";;1;1;мүмкүн;", 1), []string{"«мүмкүн»"}, []string{"F3"}},
		"a place twice":             {strings.Replace(fine, ";1;2;", ";1;1;", 1), []string{"1-орун", "1 / 2"}, []string{"I3", "H3"}},
		"a gap in places":           {strings.Replace(fine, ";1;2;", ";1;3;", 1), []string{"«3»"}, []string{"I3"}},
		"no level":                  {strings.Replace(fine, ";оор;оор;", ";орто;оор;", 1), []string{"жеңил, оор", "1 / 2"}, []string{"J3", "J3"}},
		"no choice":                 {strings.Replace(fine, ";Аял;", ";?;", 1), []string{"Аял, Эркек"}, []string{"L3"}},
		"a thing that is not asked": {strings.Replace(fine, ";1;1;;1;2;оор;оор;", ";1;;1;1;2;оор;оор;", 1), []string{"сунушталбайт", "сунушталбайт"}, []string{"I3", "K3"}},
		"too few":                   {strings.Replace(fine, ";;1;1;1;;1;2;оор;оор;", ";;1;;;;;;;;", 1), []string{"милдеттүү"}, []string{"E3"}},
		"a constraint":              {strings.Replace(fine, "Аял;;;", "Аял;;40;", 1), []string{"1ден 30га чейин"}, []string{"N3"}},
		"no number":                 {strings.Replace(fine, "Аял;;;", "Аял;;беш;", 1), []string{"Бүтүн сан"}, []string{"N3"}},
		"no date":                   {strings.Replace(fine, "Аял;;;", "Аял;кыш;;", 1), []string{"Күнүн"}, []string{"M3"}},
	} {
		read, _ := judged(t, f, []byte("\n"+head+tt.row))
		problems := read.Rows[0].Problems
		words := said(f, problems)
		if len(words) != len(tt.want) {
			t.Errorf("%s: got %q, want %d problems", what, words, len(tt.want))
			continue
		}
		for i, w := range words {
			if !strings.Contains(w, tt.want[i]) || tt.places[i] != "" && !strings.HasPrefix(w, tt.places[i]+" (") {
				t.Errorf("%s: got %q, want %q at %s", what, w, tt.want[i], tt.places[i])
			}
		}
	}
}

func TestNotesKeepNothingOut(t *testing.T) {
	f := batch.New(needs(), options(t, "ru"))
	read, held := judged(t, f, []byte("_serial;_village;_consent;needs;sex;born;photo\n"+survey.NewSerial(120)+";tor;1;water;male;1.1.1990;x\n"+survey.NewSerial(120)+";;1;water;;;\n"))
	if got := read.Rows[0]; len(got.Problems) > 0 || len(got.Notes) != 2 || got.Village != "tor" {
		t.Errorf("got problems %q, notes %q", said(f, got.Problems), said(f, got.Notes))
	}
	if got := said(f, read.Rows[1].Problems); len(got) != 1 || !strings.Contains(got[0], "строке 2") {
		t.Errorf("the same serial again: got %q, want one problem that names row 2", got)
	}
	if !slices.Equal(read.Unknown, []string{"photo"}) || len(held[0].Answers) == 0 {
		t.Errorf("unknown columns: %q, answers %d", read.Unknown, len(held[0].Answers))
	}
}

func TestTablesThatCannotBeRead(t *testing.T) {
	o := options(t, "ky")
	for what, tt := range map[string]struct {
		text string
		want batch.FaultCode
	}{
		"nothing":        {"", batch.NoHeadings},
		"other headings": {"ат;жаш\nА;5\n", batch.NoHeadings},
		"a column twice": {"_consent;needs;needs\n1;water;water\n", batch.ColumnTwice},
		"no rows":        {"_consent;needs\n\n", batch.NoRows},
		"no agreement":   {"needs\nwater\n", batch.NoAgreement},
		"too many":       {"_consent;needs\n" + strings.Repeat("1;water\n", batch.MaxRows+1), batch.ManyRows},
	} {
		cells, err := table.Read([]byte(tt.text), batch.Bounds)
		if err == nil {
			_, err = batch.New(needs(), o).Read(cells)
		}
		fault, ok := errors.AsType[*batch.Fault](err)
		if !ok || fault.Code != tt.want || !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want %s", what, err, tt.want)
		}
	}
	o.Agreed = true
	if read, _ := judged(t, batch.New(needs(), o), []byte("_village;needs\ntor;water\n")); len(read.Rows[0].Problems) > 0 {
		t.Errorf("where somebody says that all agreed: got %+v", read.Rows[0].Problems)
	}
}

// drawn leads through a questionnaire with drawn answers, as a paper has them.
func drawn(t *rapid.T, q *survey.Questionnaire, lang string) survey.Interview {
	iv, err := survey.Begin(q, survey.Beginning{ID: "paper", Channel: survey.Paper, Language: lang, Consent: q.Consent.Version}, now)
	for range 2 * len(q.Questions) {
		p := iv.Prompt(q)
		if err != nil || p.Question == nil {
			break
		}
		next, refused := iv.Answer(q, iv.At, value(t, &p), now)
		for _, v := range []survey.Value{survey.Skip(), {Number: "7"}, {Choices: []string{"yes"}}, survey.Chosen(names(&p)...)} {
			if refused != nil {
				next, refused = iv.Answer(q, iv.At, v, now)
			}
		}
		if refused != nil {
			t.Fatalf("%s: no answer is accepted: %v", iv.At, refused)
		}
		iv = next
	}
	return iv
}

func names(p *survey.Prompt) []string {
	var all []string
	for _, c := range p.Choices {
		all = append(all, c.Name)
	}
	return all[:min(max(p.Places, 1), len(all))]
}

// value is an answer to what is asked; it may be refused.
func value(t *rapid.T, p *survey.Prompt) survey.Value {
	x := p.Question
	if rapid.IntRange(0, 6).Draw(t, "skip") == 0 {
		return survey.Skip()
	}
	var all []string
	for _, c := range p.Choices {
		all = append(all, c.Name)
	}
	switch x.Kind {
	case survey.SelectOne:
		return survey.Chosen(rapid.SampledFrom(all).Draw(t, "one"))
	case survey.SelectMultiple:
		return survey.Chosen(rapid.Permutation(all).Draw(t, "some")[:rapid.IntRange(1, min(2, len(all))).Draw(t, "n")]...)
	case survey.Rank:
		return survey.Chosen(rapid.Permutation(all).Draw(t, "order")[:p.Places]...)
	case survey.Scale:
		var levels []survey.Level
		for _, name := range all {
			levels = append(levels, survey.Level{Choice: name, Level: rapid.IntRange(1, len(p.Levels)).Draw(t, "level")})
		}
		return survey.Rated(levels...)
	case survey.Points:
		return survey.Rated(survey.Level{Choice: rapid.SampledFrom(all).Draw(t, "to"), Level: rapid.IntRange(1, x.Max).Draw(t, "points")})
	case survey.Pairwise:
		pairs := slices.Clone(p.Pairs)
		for i := range pairs {
			pairs[i].Better = rapid.SampledFrom([]string{"", pairs[i].First, pairs[i].Second}).Draw(t, "better")
		}
		return survey.Compared(pairs...)
	case survey.Integer, survey.Decimal, survey.RangeNumber:
		return survey.Value{Number: rapid.SampledFrom([]string{"0", "3", "12", "-1.5", "2.5"}).Draw(t, "number")}
	case survey.Date:
		return survey.Value{Date: time.Date(1950, 1, rapid.IntRange(1, 25000).Draw(t, "day"), 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
	case survey.TextAnswer:
		return survey.Words(rapid.OneOf(rapid.SampledFrom([]string{"=1+1", "-5", "'=x", "суу; жол, \"мектеп\"", "1.5", "0012", "а\nб"}), rapid.StringN(1, 40, 60)).Draw(t, "words"))
	case survey.Geopoint:
		return survey.Located(survey.Point{Latitude: float64(rapid.IntRange(-900, 900).Draw(t, "n")) / 10, Longitude: 72.611234})
	}
	return survey.Skip()
}

// eitherWay takes no notice of which of a pair stands first: a table does not say.
var eitherWay = cmp.Transformer("pair", func(p survey.Pair) [3]string {
	return [3]string{min(p.First, p.Second), max(p.First, p.Second), p.Better}
})

// TestWhatATemplateIsFilledWithIsReadBack fills the template as a workbook with drawn answers, and an export as CSV.
func TestWhatATemplateIsFilledWithIsReadBack(t *testing.T) {
	every := everyKind(t)
	fresh := needs()
	o := options(t, "ky")
	rapid.Check(t, func(t *rapid.T) {
		q := rapid.SampledFrom([]*survey.Questionnaire{every, fresh}).Draw(t, "questionnaire")
		o.Language = rapid.SampledFrom(q.Languages).Draw(t, "language")
		f := batch.New(q, o)
		var papers []batch.Paper
		var want [][]survey.Answer
		var exported []survey.Response
		for i := range rapid.IntRange(1, 3).Draw(t, "papers") {
			iv := drawn(t, q, o.Language)
			asked := slices.DeleteFunc(slices.Clone(iv.Answers), func(a survey.Answer) bool { return q.Question(a.Question).Kind.Computed() })
			want = append(want, asked)
			papers = append(papers, batch.Paper{Serial: survey.NewSerial(i + 1), Village: "archa", Day: "2026-05-1" + strconv.Itoa(i), Language: o.Language, Answers: iv.Answers})
			r := survey.Response{ID: strconv.Itoa(i), Questionnaire: q.Key(), Village: "archa", Channel: survey.Paper, Language: o.Language, Answers: iv.Answers, Begun: now, Submitted: now}
			exported = append(exported, r)
		}
		var book bytes.Buffer
		if err := f.Write(&book, papers...); err != nil {
			t.Fatal(err)
		}
		var file bytes.Buffer
		shape := dataset.Shape{Excel: rapid.Bool().Draw(t, "for Excel"), Zone: bishkek}
		responses := func(yield func(survey.Response, error) bool) {
			for i := 0; i < len(exported) && yield(exported[i], nil); i++ {
			}
		}
		if err := dataset.New(o.Words, []*survey.Questionnaire{q}, &survey.Municipality{}, shape).Write(&file, dataset.CSV, responses); err != nil {
			t.Fatal(err)
		}
		agreed := o
		agreed.Agreed = true
		for what, data := range map[string][]byte{"workbook": book.Bytes(), "export": file.Bytes()} {
			read, held := judged(t, batch.New(q, agreed), data)
			if len(read.Rows) != len(papers) || len(read.Unknown) > 0 {
				t.Fatalf("%s: %d rows of %d, unknown columns %q", what, len(read.Rows), len(papers), read.Unknown)
			}
			for i, r := range read.Rows {
				if len(r.Problems)+len(r.Notes) > 0 {
					t.Fatalf("%s, row %d: %q %q", what, r.Line, said(f, r.Problems), said(f, r.Notes))
				}
				if diff := cmp.Diff(want[i], accepted(t, q, held[i], o.Language), cmpopts.IgnoreFields(survey.Value{}, "Key"), eitherWay); diff != "" {
					t.Fatalf("%s, row %d (-want +got):\n%s", what, r.Line, diff)
				}
				if what == "workbook" && (r.Serial != papers[i].Serial || r.Day != papers[i].Day || r.Language != o.Language || r.Village != "archa") {
					t.Fatalf("got %+v, want %+v", r, papers[i])
				}
			}
		}
	})
}

// accepted are the answers of an interview as it accepts them.
func accepted(t rapid.TB, q *survey.Questionnaire, h survey.Held, lang string) []survey.Answer {
	iv, err := survey.Begin(q, survey.Beginning{ID: "paper", Channel: survey.Paper, Language: lang, Consent: q.Consent.Version}, now)
	for _, a := range h.Answers {
		if err == nil {
			iv, err = iv.Answer(q, a.Question, a.Value, now)
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(iv.Answers, func(a survey.Answer) bool { return q.Question(a.Question).Kind.Computed() })
}

func TestRefusedRowsAreMendedAndReadAgain(t *testing.T) {
	f := batch.New(needs(), options(t, "ru"))
	read, _ := judged(t, f, []byte("_village;_consent;needs;wish;=own\nОш;1;water;'=1+1;@x\n"))
	var b bytes.Buffer
	if err := f.WriteRefused(&b, read.Head, []batch.Refused{{Cells: read.Rows[0].Cells, Why: said(f, read.Rows[0].Problems)}}); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	rows, err := book.GetRows(book.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[3]; !strings.Contains(got[0], "A2") || got[4] != "'=1+1" || got[5] != "'@x" || rows[2][5] != "'=own" {
		t.Errorf("got %q under %q; want the reason first, and no formula", got, rows[2])
	}
	if err := book.SetCellStr(book.GetSheetList()[0], "B4", "tor"); err != nil {
		t.Fatal(err)
	}
	b.Reset()
	if err := book.Write(&b); err != nil {
		t.Fatal(err)
	}
	again, held := judged(t, f, b.Bytes())
	if len(again.Rows) != 1 || len(again.Rows[0].Problems) > 0 {
		t.Fatalf("mended: got %q", said(f, again.Rows[0].Problems))
	}
	if got := held[0].Answers[len(held[0].Answers)-1].Value.Text; got != "=1+1" {
		t.Errorf("own words came back as %q", got)
	}
}

func TestTheTemplateHelps(t *testing.T) {
	var b bytes.Buffer
	if err := batch.New(everyKind(t), options(t, "ky")).Write(&b); err != nil {
		t.Fatal(err)
	}
	book, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	sheets := book.GetSheetList()
	if want := []string{"Жооптор", "_lists", "Кантип толтурулат", "Үлгү (ойдон чыгарылган)"}; !slices.Equal(sheets, want) {
		t.Errorf("got the sheets %q, want %q", sheets, want)
	}
	panes, err := book.GetPanes(sheets[0])
	if err != nil || !panes.Freeze || panes.YSplit != 3 {
		t.Errorf("the headings are not frozen: %+v, %v", panes, err)
	}
	offers, err := book.GetDataValidations(sheets[0])
	if err != nil || len(offers) < 20 {
		t.Errorf("%d columns offer what can be chosen, %v", len(offers), err)
	}
	rows, err := book.GetRows(sheets[3])
	if err != nil || len(rows) != 4 {
		t.Fatalf("the example has %d rows, %v", len(rows), err)
	}
	if visible, err := book.GetSheetVisible("_lists"); err != nil || visible {
		t.Error("the lists are in sight")
	}
}

func TestEveryProblemHasWords(t *testing.T) {
	words, err := locale.Load(locale.OnMissing(func(lang, id string) { panic(lang + ": no words " + id) }))
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range words.Languages() {
		var ids []string
		for _, c := range batch.Codes() {
			ids = append(ids, "batch.problem."+string(c))
		}
		for _, c := range batch.FaultCodes() {
			ids = append(ids, "batch.fault."+string(c))
		}
		for _, id := range ids {
			if got := words.For(lang).T(id, "What", "x", "Other", "y", "Choices", "z", "Choice", "c"); got == "" || got == id {
				t.Errorf("%s has no words for %s", lang, id)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	form := batch.New(needs(), options(f, "ky"))
	f.Add([]byte("_serial;_village;_day;_consent;needs/water;order/water;grave_water;sex;born;people;wish\n0001-C;tor;2026-05-10;1;1;1;оор;Аял;1990-01-01;5;=x\n"))
	f.Add([]byte("needs\twish\nwater roads\t\"a\nb\"\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cells, err := table.Read(data, batch.Bounds)
		if err != nil {
			return
		}
		read, err := form.Read(cells)
		if err != nil {
			return
		}
		for i := range read.Rows {
			form.Judge(&read.Rows[i], &asking, now)
			said(form, slices.Concat(read.Rows[i].Problems, read.Rows[i].Notes))
		}
	})
}
