package dataset_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/dataset"
)

// rows are the cells of CSV by their headings.
func rows(t rapid.TB, l *dataset.Layout, all ...survey.Response) []map[string]string {
	t.Helper()
	read := records(t, written(t, l, dataset.CSV, all...))
	var found []map[string]string
	for _, r := range read[1:] {
		found = append(found, cells(t, read[0], r))
	}
	return found
}

func TestEveryKindHasItsCells(t *testing.T) {
	q := everyKind(t)
	iv, err := survey.Begin(q, survey.Beginning{
		ID: "INTERVIEW", Door: survey.Door{Code: "ABC234", Campaign: "c-1", Municipality: "kok-jar", Village: "besh-terek"}, Channel: survey.Web, Language: "ky",
		Respondent: "pseudonym", Consent: q.Consent.Version,
	}, noon)
	give := func(answers ...survey.Answer) {
		for _, a := range answers {
			if err == nil {
				iv, err = iv.Answer(q, a.Question, a.Value, noon)
			}
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	number := func(s string) survey.Value { return survey.Value{Number: s} }
	give(
		answer("children", number("6")), answer("young", number("2")), answer("garden", survey.Chosen("no")), answer("land", number("0,5")),
		answer("hours", survey.Skip()), answer("born", survey.Value{Date: "5.3.1961"}), answer("elder", survey.Skip()),
		answer("side", survey.Chosen("north")), answer("town", survey.Chosen("talas")),
		answer("serious", rated("water", 2, "roads", 1, "school", 2, "light", 2, "other", 1)), answer("worst", survey.Chosen("light", "water")),
		answer("why", survey.Words("=1+1; «ӊ»")), answer("money", rated("water", 6, "light", 3)),
	)
	pairs := iv.Prompt(q).Pairs
	pairs[0].Better, pairs[1].Better = pairs[0].Second, pairs[1].First
	give(
		answer("compare", survey.Compared(pairs...)), answer("others", survey.Chosen("other", "light")), answer("words", survey.Skip()),
		answer("spot", survey.Words("40.5 72.8")), answer("photo", survey.Attached(survey.File{ID: "f1", Type: "image/png", Size: 70})), answer("voice", survey.Skip()),
	)
	r, err := iv.Respond(q, noon)
	if err != nil {
		t.Fatal(err)
	}
	got := rows(t, dataset.New(speaker(t, "ky"), []*survey.Questionnaire{q}, municipality(), dataset.Shape{Zone: bishkek}), r)[0]
	for heading, want := range map[string]string{
		"_id": r.ID, "_questionnaire": "every-kind@2026112701", "_version": "2026112701", "_village": "besh-terek", "_village_name": "Беш-Терек", "_channel": "web",
		"_language": "ky", "_shared": "0", "_edits": "0", "_judgement": "", "_begun": "2026-06-15T18:00:00+06:00", "_submitted": "2026-06-15T18:00:00+06:00",
		"begun": "2026-06-15T18:00:00+06:00", "day": "2026-06-15", "children": "6", "land": "0.5", "hours": "", "born": "1961-03-05", "age": "65", "adult": "чоң",
		"town": "talas", "serious_water": "yes", "serious_roads": "no", "worst": "light water", "worst/light": "1", "worst/water": "2", "worst/roads": "",
		"why": "'=1+1; «ӊ»", "money_water": "6", "money_roads": "0", "others": "light other", "others/light": "1", "others/roads": "0",
		"compare": pairs[0].Second + ">" + pairs[0].First + " " + pairs[1].First + ">" + pairs[1].Second + " " + pairs[2].First + "=" + pairs[2].Second,
		"spot":    "40.5 72.8 0 0", "spot/latitude": "40.5", "spot/longitude": "72.8", "photo": "f1", "voice": "",
	} {
		if got[heading] != want {
			t.Errorf("%s is %q, want %q", heading, got[heading], want)
		}
	}
	if _, there := got["elder"]; there {
		t.Error("a note has a column")
	}
}

func TestVersionsStandInOneTable(t *testing.T) {
	l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{})
	if head := strings.Join(l.Head(), " "); !strings.Contains(head, "grave_park grave_other age years household") {
		t.Errorf("the columns are %s; want age beside years", head)
	}
	got := rows(t, l, answered()...)
	for heading, want := range map[string][2]string{
		"_version": {"2026010101", "2026061601"}, "needs/park": {"", "1"}, "needs/water": {"1", "0"}, "age": {"10-12", ""}, "years": {"", "41"},
		"order/water": {"2", ""}, "grave_water": {"2", ""},
	} {
		if has := [2]string{got[0][heading], got[1][heading]}; has != want {
			t.Errorf("%s is %q in the earlier and the later version, want %q", heading, has, want)
		}
	}
}

// A version that is not there leaves its answers empty, and says which it was.
func TestUnknownVersionLosesNoRow(t *testing.T) {
	l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{later()}, municipality(), dataset.Shape{})
	got := rows(t, l, answered()...)
	if len(got) != 3 || got[0]["_version"] != "2026010101" || got[0]["needs"] != "" || got[1]["needs"] != "roads park" {
		t.Errorf("got %v", got)
	}
}

// What own words were coded to stands beside them; neither they nor the choice are replaced.
func TestOwnWordsReplaceNothing(t *testing.T) {
	l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{})
	all := answered()
	all[1].Code("wish", &survey.Coding{})
	got := rows(t, l, all...)
	want := map[string]string{"needs": "water other", "needs/other": "1", "said": `'=HYPERLINK("http://x")`, "said/coded": "new-1 water", "wish": "", "wish/coded": ""}
	for heading, cell := range want {
		if got[0][heading] != cell {
			t.Errorf("%s: got %q, want %q", heading, got[0][heading], cell)
		}
	}
	if got[1]["wish/coded"] != "none" {
		t.Errorf("words that name no need are coded to %q, want none", got[1]["wish/coded"])
	}
	if _, there := got[0]["note/coded"]; there {
		t.Error("there is a column of what a note was coded to")
	}
}

func TestLabelsAreOfOneLanguageAndToldApart(t *testing.T) {
	l := dataset.New(speaker(t, "ru"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{Labels: "ru"})
	got := rows(t, l, answered()...)
	for heading, want := range map[string][2]string{
		"Село": {"Беш-Терек", "Арча"}, "Каким путём пришёл": {"Веб-форма", "Кагаз"}, "Язык": {"Кыргызча", "Русский"},
		"Что нужно?": {"Чистая вода | Другое", "Дороги | Парк"}, "Что нужно? / Чистая вода": {"1", "0"}, "Что нужно? / Парк": {"", "1"},
		"Насколько тяжело? / Чистая вода": {"Тяжело", ""}, "Ваш возраст (age)": {"10–12", ""}, "Ваш возраст (years)": {"", "41"},
		"Тилегиңиз": {"", "Биринчи сап; \"тырмакча\", үтүр\n- экинчи сап"}, "Пожелание": {"", "0555"}, "Где? / широта": {"", "40.5"},
	} {
		if heading == "Каким путём пришёл" {
			want[1] = "На бумаге"
		}
		if has := [2]string{got[0][heading], got[1][heading]}; has != want {
			t.Errorf("%s is %q, want %q", heading, has, want)
		}
	}
}

func TestAlikeLabelsOfChoicesAreToldApart(t *testing.T) {
	q := earlier()
	q.Lists[0].Choices[1].Label = text("суу", "вода") // roads
	l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{q}, municipality(), dataset.Shape{Labels: "ky"})
	got := rows(t, l, response("r", q, answer("needs", survey.Chosen("water", "roads"))))[0]
	if want := "Суу (water) | суу (roads)"; got["Эмне керек?"] != want {
		t.Errorf("chosen are %q, want %q", got["Эмне керек?"], want)
	}
	if _, there := got["Эмне керек? / суу (needs/roads)"]; !there {
		t.Errorf("the columns are %q", l.Head())
	}
}

func TestChoicesJoinedOrSplit(t *testing.T) {
	for choices, want := range map[dataset.Choices]string{
		dataset.Joined: "needs order", dataset.Split: "needs/water needs/roads needs/other order/water order/roads order/other",
		dataset.Both: "needs needs/water needs/roads needs/other order order/water order/roads order/other",
	} {
		l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{earlier()}, municipality(), dataset.Shape{Choices: choices})
		head := slices.DeleteFunc(l.Head(), func(h string) bool { return !strings.HasPrefix(h, "needs") && !strings.HasPrefix(h, "order") })
		if got := strings.Join(head, " "); got != want {
			t.Errorf("%s: got %s, want %s", choices, got, want)
		}
	}
}

// Neither a respondent nor an interview is in any file, whatever the shape; and without words, nothing that they wrote,
// where they are, or what follows from it.
func TestNothingLeadsToARespondent(t *testing.T) {
	for _, f := range dataset.Formats() {
		for _, without := range []bool{false, true} {
			l := dataset.New(speaker(t, "ky"), []*survey.Questionnaire{later(), earlier()}, municipality(), dataset.Shape{NoWords: without})
			data := string(written(t, l, f, answered()...))
			if f == dataset.XLSX {
				data = fmt.Sprint(book(t, []byte(data)))
			}
			secret := []string{"RESPONDENT", "RECEIPT", "SECRET", "summer"}
			if without {
				secret = append(secret, "HYPERLINK", "0555", "тырмакча", "72.25", "f1", "household", "wish ", "tells", "retold", "spot", "photo")
			}
			for _, s := range secret {
				if strings.Contains(data, s) {
					t.Errorf("%s, without words: %t: has %q", f, without, s)
				}
			}
			if !strings.Contains(data, "42.5") || !strings.Contains(data, "new-1") {
				t.Errorf("%s, without words: %t: lacks what is no words: the sum, or what they were coded to", f, without)
			}
		}
	}
}
