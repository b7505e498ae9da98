package census_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/census"
	"ashar/survey/table"
)

var bands = []string{"18-28", "29-44", "45-59", "60+"}

func read(t *testing.T, text string) census.Table {
	t.Helper()
	cells, err := census.Cells([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return census.Read(cells, bands)
}

// people is a population of every sex and band in order.
func people(n ...int) []survey.Stratum {
	var all []survey.Stratum
	for i, n := range n {
		all = append(all, survey.Stratum{Sex: []string{survey.SexFemale, survey.SexMale}[i/len(bands)], Age: bands[i%len(bands)], Count: n})
	}
	return all
}

// passport is what is read of every table of TestTablesOfEveryKind.
var passport = []census.Row{
	{Name: survey.Text{"ky": "Арча-Булак"}, Known: true, Population: people(431, 576, 361, 252, 442, 583, 347, 1208)},
	{Name: survey.Text{"ky": "Кең-Төр"}, Known: true, Population: people(74, 105, 77, 66, 69, 101, 74, 0)},
}

func TestTablesOfEveryKind(t *testing.T) {
	for what, text := range map[string]string{
		"pasted": "Айыл\tаял 18-28\tаял 29-44\tаял 45-59\tаял 60+\tэркек 18-28\tэркек 29-44\tэркек 45-59\tэркек 60+\n" +
			"Арча-Булак\t431\t576\t361\t252\t442\t583\t347\t1 208\nКең-Төр\t74\t105\t77\t66\t69\t101\t74\t-\nБаары\t1\t1\t1\t1\t1\t1\t1\t1\n",
		"headings in two rows, under a title": "Көк-Жар айыл аймагынын паспорту 2025\n\n№;Айылдар;Аялдар;;;;Эркектер;;;\n;;18-28 жаш;29-44;45-59;60 жаштан жогору;18-28;29–44;45-59;60 жаш жана андан улуу\n" +
			"1;2;3;4;5;6;7;8;9;10\n1;Арча-Булак;431;576;361;252;442;583;347;1208\n2;Кең-Төр;74;105;77;66;69;101;74;0\nАйыл аймагы боюнча;1;1;1;1;1;1;1;1\n",
		"ages that are parts of bands, and children": "Айыл,Жен. 0-17,Жен. 18-20,Жен. 21-28,Жен. 29-44,Жен. 45-59,Жен. 60-69,Жен. старше 70,Муж. до 18,Муж. 18-28,Муж. 29-44,Муж. 45-59,Муж. от 60 лет,Жалпы калк\n" +
			"Арча-Булак,9,400,31,576,361,200,52,9,442,583,347,\"1,208\",5000\nКең-Төр,9,70,4,105,77,60,6,9,69,101,74,0,700\n",
		"long": "айыл\tжынысы\tжашы\tсаны\nАрча-Булак\tаял\t18-28\t431\nАрча-Булак\tаял\t29-44\t576\nАрча-Булак\tаял\t45-59\t361\nАрча-Булак\tаял\t60+\t252\n" +
			"Арча-Булак\tэркек\t18-28\t442\nАрча-Булак\tэркек\t29-44\t583\nАрча-Булак\tэркек\t45-59\t347\nАрча-Булак\tэркек\t60+\t1208\n" +
			"Кең-Төр\tаялдар\t0-17\t55\nКең-Төр\tаял\t18-28\t74\nКең-Төр\tаял\t29-44\t105\nКең-Төр\tаял\t45-59\t77\nКең-Төр\tаял\t60+\t66\n" +
			"Кең-Төр\tэркек\t18-28\t69\nКең-Төр\tэркек\t29-44\t101\nКең-Төр\tэркек\t45-59\t74\nКең-Төр\tэркек\t60+\t0\n",
	} {
		got := read(t, text)
		for i := range got.Rows {
			got.Rows[i].Line = 0
		}
		if diff := cmp.Diff(passport, got.Rows); diff != "" || len(got.Problems) > 0 {
			t.Errorf("%s: problems %+v (-want +got):\n%s", what, got.Problems, diff)
		}
	}
}

func TestAdultsAloneWillDo(t *testing.T) {
	for what, text := range map[string]string{
		"adults":         "Село;Население 18+\nАк-Суу;1 234",
		"adults in word": "Село;Взрослые;Всего\nАк-Суу;1234;2000",
		"women and men":  "Село;Женщины 18+;Мужчины 18+\nАк-Суу;634;600",
		"ages of both":   "Село;18-28;29-44;45-59;60 и старше;0-17\nАк-Суу;1000;200;30;4;800",
		"with a code":    "СОАТЕ;Село;Взрослых\n41706000850010;Ак-Суу;1234",
	} {
		got := read(t, text)
		if len(got.Problems) > 0 || len(got.Rows) != 1 || got.Rows[0].Total() != 1234 || got.Rows[0].Name["ru"] != "Ак-Суу" {
			t.Errorf("%s: got %+v, want Ак-Суу with 1234 adults", what, got)
		}
	}
}

func TestEveryEncoding(t *testing.T) {
	text := "Село;Взрослые\nАрча-Булак;900\n"
	old, err := charmap.Windows1251.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(strings.ReplaceAll(text, ";", "\t"))
	if err != nil {
		t.Fatal(err)
	}
	for what, data := range map[string]string{"UTF-8": text, "with its mark": "\ufeff" + text, "Windows-1251": old, "UTF-16": wide, "commas": strings.ReplaceAll(text, ";", ",")} {
		if got := read(t, data); len(got.Rows) != 1 || got.Rows[0].Name["ru"] != "Арча-Булак" || got.Rows[0].Adults != 900 {
			t.Errorf("%s: got %+v", what, got)
		}
	}
}

func TestEveryProblemAtOnceAndWhere(t *testing.T) {
	const head = "Айыл\tж 18-28\tж 29-44\tж 45-59\tж 60+\tм 18-28\tм 29-44\tм 45-59\tм 60+"
	for what, tt := range map[string]struct {
		text string
		want []census.Problem
	}{
		"nothing":     {" \n\n", []census.Problem{{Code: census.Empty}}},
		"no headings": {"Арча-Булак\t900\n", []census.Problem{{Code: census.NoHeading}}},
		"no people":   {"Айыл\tСОАТЕ\nАрча\t41706000850010\n", []census.Problem{{Code: census.NoPeople, Row: 1}}},
		"no rows":     {"Айыл\t18+\nБаары\t900\n", []census.Problem{{Code: census.NoRows}}},
		"cells": {head + "\nАрча\t1\t2\tүч\t4\t5\t6.5\t\t8\n\t1\t1\t1\t1\t1\t1\t1\t1\nК?к-Жар\t1\t1\t1\t1\t1\t1\t1\t-4\nАрча\t1\t1\t1\t1\t1\t1\t1\t1\n", []census.Problem{
			{Code: census.NotNumber, Row: 2, Column: "D", What: "үч"}, {Code: census.NotNumber, Row: 2, Column: "G", What: "6.5"}, {Code: census.NoNumber, Row: 2, Column: "H"},
			{Code: census.NoName, Row: 3, Column: "A"}, {Code: census.LostLetters, Row: 4, Column: "A", What: "К?к-Жар"}, {Code: census.NotNumber, Row: 4, Column: "I", What: "-4"},
			{Code: census.Twice, Row: 5, Column: "A", What: "Арча", Other: "2"},
		}},
		"ages": {"Айыл\tж 18-28\tж 29-40\tж 41+\tм 18-28\tм 20-28\tм 29-44\tм 60+\nА\t1\t1\t1\t1\t1\t1\t1", []census.Problem{
			{Code: census.Straddles, Row: 1, Column: "D", What: "ж 41+", Other: "29-44, 45-59, 60+"},
		}},
		"missing": {"Айыл\tж 18-28\tж 29-44\tж 60+\tм 18-28\tм 20-28\tм 29-44\tм 45-59\nА\t1\t1\t1\t1\t1\t1\t1", []census.Problem{
			{Code: census.Missing, Row: 1, Sex: survey.SexFemale, What: "45–59"}, {Code: census.Overlaps, Row: 1, Column: "F", Sex: survey.SexMale, What: "20–28", Other: "28"},
			{Code: census.Missing, Row: 1, Sex: survey.SexMale, What: "60+"},
		}},
		"a code": {"Айыл\tСОАТЕ\t18+\nАрча\t417\t900\n", []census.Problem{{Code: census.NotCode, Row: 2, Column: "B", What: "417"}}},
		"long":   {"айыл;жынысы;жашы;саны\nАрча;?;18-28;5\nАрча;аял;жаш;5\n", []census.Problem{{Code: census.NotSex, Row: 2, Column: "B", What: "?"}, {Code: census.NotAge, Row: 3, Column: "C", What: "жаш"}}},
	} {
		got := read(t, tt.text).Problems
		if what == "long" {
			got = got[:min(len(got), 2)]
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
}

func TestSumsThatDifferAreTold(t *testing.T) {
	got := read(t, "Айыл\tж 18-28\tж 29-44\tж 45-59\tж 60+\tм 18-28\tм 29-44\tм 45-59\tм 60+\tБардык чоңдор\nА\t1\t1\t1\t1\t1\t1\t1\t1\t9\nБ\t1\t1\t1\t1\t1\t1\t1\t1\t8\n")
	want := []census.Problem{{Code: census.SumDiffers, Row: 2, Column: "J", What: "8", Other: "9"}}
	if diff := cmp.Diff(want, got.Notes); diff != "" || len(got.Problems) > 0 {
		t.Errorf("problems %+v; notes (-want +got):\n%s", got.Problems, diff)
	}
}

func kokJar() *survey.Municipality {
	return &survey.Municipality{
		ID: "kok-jar", Rev: 3, Name: survey.Text{"ky": "Көк-Жар"}, Year: 2025,
		Villages: []survey.Village{
			{ID: "archa", Name: survey.Text{"ky": "Арча-Булак", "ru": "Арча-Булак"}, Adults: 900, SOATE: "41706000850010"},
			{ID: "ken-tor", Name: survey.Text{"ky": "Кең-Төр"}, Adults: 300, Aliases: []string{"Совхоз"}},
			{ID: "bel", Name: survey.Text{"ky": "Бел-Жайлоо"}, Adults: 100},
			{ID: "gone", Name: survey.Text{"ky": "Эски"}, Until: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)},
		},
	}
}

func TestRowsFindTheirVillages(t *testing.T) {
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	m := kokJar()
	laid := read(t, "Айыл;Село;СОАТЕ;18+\nЖаңы-Булак;Жаны-Булак;41706000850010;950\nкен тор айылы;Кен-Тёр;;310\nБел-Жайло;;;110\nЭски;;;20\n")
	plan, problems := census.Match(laid, m, now)
	if len(problems) > 0 || len(laid.Problems) > 0 {
		t.Fatalf("problems: %+v %+v", problems, laid.Problems)
	}
	var got []string
	for _, e := range plan.Entries {
		got = append(got, e.Village+"/"+e.Like+map[bool]string{true: " renamed"}[e.Renamed])
	}
	if diff := cmp.Diff([]string{"archa/ renamed", "ken-tor/", "/bel", "/"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	plan.Entries[2].Village, plan.Entries[2].Spelt = "bel", true
	after, err := plan.Apply(m, now, survey.Text{"ky": "паспорт"}, 2026)
	if err != nil {
		t.Fatal(err)
	}
	if err := after.Check(); err != nil {
		t.Error(err)
	}
	want := m.Clone()
	want.Villages[0].Name, want.Villages[0].Adults = survey.Text{"ky": "Жаңы-Булак", "ru": "Жаны-Булак"}, 950
	want.Villages[0].Former = []survey.Named{{Name: m.Villages[0].Name, Until: now}}
	want.Villages[1].Name, want.Villages[1].Adults = survey.Text{"ky": "Кең-Төр", "ru": "Кен-Тёр"}, 310
	want.Villages[2].Aliases, want.Villages[2].Adults = []string{"Бел-Жайло"}, 110
	want.Villages = append(want.Villages, survey.Village{ID: "eski", Name: survey.Text{"ky": "Эски"}, Adults: 20, Since: now})
	want.Source, want.Year = survey.Text{"ky": "паспорт"}, 2026
	got1, want1 := after, want
	got1.Earlier = nil
	if diff := cmp.Diff(want1, got1); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if len(after.Earlier) != 1 || after.Earlier[0].Year != 2025 {
		t.Errorf("got the earlier populations %+v, want that of 2025", after.Earlier)
	}
}

func TestTwoVillagesOfOneNameWantACode(t *testing.T) {
	m := kokJar()
	m.Villages[2].Name = survey.Text{"ky": "Кен-Тор"}
	_, problems := census.Match(read(t, "Айыл;18+\nКең-Төр;5\n"), m, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC))
	if diff := cmp.Diff([]census.Problem{{Code: census.Ambiguous, Row: 2, What: "Кең-Төр", Other: "ken-tor, bel"}}, problems); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTemplatesAreReadBack writes villages out in each way, and reads them in again: nothing changes.
func TestTemplatesAreReadBack(t *testing.T) {
	h := census.Headings{Ky: "Айыл (кыргызча)", Ru: "Айыл (орусча)", SOATE: "СОАТЕ", Female: "аял", Male: "эркек", Adults: "18+ баары"}
	now := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	rapid.Check(t, func(t *rapid.T) {
		m := &survey.Municipality{ID: "m", Name: survey.Text{"ky": "М"}, Year: 2026}
		for i := range rapid.IntRange(1, 6).Draw(t, "villages") {
			v := survey.Village{ID: "v" + string(rune('a'+i)), Name: survey.Text{"ky": "Айыл" + strings.Repeat("ө", i+1)}}
			if rapid.Bool().Draw(t, "russian") {
				v.Name["ru"] = "Село " + string(rune('А'+i)) + "лма"
			}
			if rapid.Bool().Draw(t, "code") {
				v.SOATE = rapid.StringMatching(`0[0-9]{12}`).Draw(t, "soate") + string(rune('0'+i))
			}
			switch rapid.IntRange(0, 2).Draw(t, "known") {
			case 1:
				v.Adults = rapid.IntRange(1, 9000).Draw(t, "adults")
			case 2:
				v.Population = people(rapid.SliceOfN(rapid.IntRange(0, 3000), 8, 8).Draw(t, "people")...)
			}
			m.Villages = append(m.Villages, v)
		}
		cells := census.Template(h, m.Villages, bands)
		csv, err1 := census.CSV(cells)
		xlsx, err2 := census.XLSX(cells)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		for what, data := range map[string][]byte{"CSV": csv, "XLSX": xlsx, "pasted": []byte(table.Text(cells))} {
			back, err := census.Cells(data)
			if err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			laid := census.Read(back, bands)
			plan, problems := census.Match(laid, m, now)
			if len(laid.Problems)+len(problems)+len(laid.Notes) > 0 {
				t.Fatalf("%s: %+v %+v %+v", what, laid.Problems, problems, laid.Notes)
			}
			after, err := plan.Apply(m, now, m.Source, m.Year)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(*m, after); diff != "" {
				t.Fatalf("%s changes something:\n%s", what, diff)
			}
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("Айыл\tаял 18-28\tэркек 18+\nАрча\t1\t2\n"))
	f.Add([]byte("айыл;жынысы;жашы;саны\nАрча;аял;18-28;5\n"))
	f.Add([]byte("\xff\xfea\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		cells, err := census.Cells(data)
		if err != nil {
			return
		}
		laid := census.Read(cells, bands)
		if _, err := census.Cells([]byte(table.Text(cells))); err != nil {
			t.Errorf("what was read is not read again: %v", err)
		}
		for _, r := range laid.Rows {
			if r.Total() < 0 || r.Name.In() == "" {
				t.Errorf("got the row %+v", r)
			}
		}
		m := kokJar()
		plan, problems := census.Match(laid, m, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC))
		if len(problems)+len(laid.Problems) > 0 {
			return
		}
		after, err := plan.Apply(m, time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), nil, 2026)
		if err == nil {
			err = after.Check()
		}
		if err != nil {
			t.Errorf("a table without problems cannot be taken in: %v", err)
		}
	})
}
