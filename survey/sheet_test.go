package survey_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/survey"
)

// cells are the cells of a row by their headings.
func cells(t *testing.T, head, row []string) map[string]string {
	t.Helper()
	if len(head) != len(row) {
		t.Fatalf("%d headings and %d cells", len(head), len(row))
	}
	m := map[string]string{}
	for i, h := range head {
		if _, twice := m[h]; twice {
			t.Errorf("two columns are called %s", h)
		}
		m[h] = row[i]
	}
	return m
}

func TestSheetOfEveryKind(t *testing.T) {
	q := everyKind()
	iv := give(t, q, begin(t, q),
		answer("children", number("6")), answer("young", number("2")), answer("garden", survey.Chosen("no")), answer("land", number("0,5")),
		answer("hours", survey.Skip()), answer("born", date("5.3.1961")), answer("elder", survey.Skip()),
		answer("side", survey.Chosen("north")), answer("town", survey.Chosen("talas")),
		answer("serious", rated("water", 2, "roads", 1, "school", 2, "light", 2, "other", 1)), answer("worst", survey.Chosen("light", "water")),
		answer("why", survey.Words("=1+1; «ӊ»")), answer("money", rated("water", 6, "light", 3)))
	pairs := iv.Prompt(q).Pairs
	pairs[0].Better, pairs[1].Better = pairs[0].Second, pairs[1].First
	iv = give(t, q, iv, answer("compare", survey.Compared(pairs...)), answer("others", survey.Chosen("other", "light")), answer("words", survey.Skip()),
		answer("spot", survey.Words("40.5 72.8")), answer("photo", photo()), answer("voice", survey.Skip()))
	r, err := iv.Respond(q, noon)
	if err != nil {
		t.Fatal(err)
	}
	sheet := survey.NewSheet(q)
	got := cells(t, sheet.Head(), sheet.Row(&r, time.FixedZone("KGT", 6*60*60)))
	for heading, want := range map[string]string{
		"_id": r.ID, "_questionnaire": "every-kind@2026112701", "_village": "besh-terek", "_channel": "web", "_language": "ky",
		"_shared": "0", "_edits": "0", "_judgement": "", "_begun": "2026-06-15T18:00:00+06:00", "_submitted": "2026-06-15T18:00:00+06:00",
		"begun": "2026-06-15T12:00:00Z", "children": "6", "land": "0.5", "hours": "", "born": "1961-03-05", "age": "65", "adult": "чоң", "town": "talas",
		"serious_water": "yes", "serious_roads": "no", "worst": "light water", "worst/light": "1", "worst/water": "2", "worst/roads": "",
		"why": "=1+1; «ӊ»", "money_water": "6", "money_roads": "0", "others": "light other", "others/light": "1", "others/roads": "0",
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

// TestSheetOfTwoVersions has the answers to both in the same columns.
func TestSheetOfTwoVersions(t *testing.T) {
	earlier, later := villageNeeds(), villageNeeds()
	later.Version = "2026061601"
	later.Lists[0].Choices = append(later.Lists[0].Choices, survey.Choice{Name: "park", Label: text("Парк", "Парк")})
	i := slices.IndexFunc(later.Questions, func(x survey.Question) bool { return x.Name == "age" })
	later.Questions[i] = survey.Question{Name: "years", Kind: survey.Integer, Label: text("Жашыңыз", "Возраст")}
	respond := func(q *survey.Questionnaire) *survey.Response {
		iv := complete(t, q, begin(t, q))
		r, err := iv.Respond(q, noon)
		if err != nil {
			t.Fatal(err)
		}
		return &r
	}
	sheet := survey.NewSheet(later, earlier)
	head := sheet.Head()
	if got := strings.Join(head, " "); !strings.Contains(got, "sex age years wish") && !strings.Contains(got, "sex years age wish") {
		t.Errorf("the columns are %s; want age beside years", got)
	}
	one, two := cells(t, head, sheet.Row(respond(earlier), time.UTC)), cells(t, head, sheet.Row(respond(later), time.UTC))
	if one["needs/park"] != "" || two["needs/park"] != "0" {
		t.Errorf("the park is %q in the version without it and %q in the one with it, want nothing and 0", one["needs/park"], two["needs/park"])
	}
	if one["age"] != "18-28" || one["years"] != "" || two["age"] != "" || two["years"] != "1" {
		t.Errorf("age and years are %q, %q and %q, %q", one["age"], one["years"], two["age"], two["years"])
	}
}

// What own words were coded to stands beside them; neither they nor the choice are replaced.
func TestSheetOfCodedWords(t *testing.T) {
	q := &survey.Questionnaire{ID: "f", Version: "1", Lists: []survey.List{{Name: "need", Choices: []survey.Choice{{Name: "water"}, {Name: "other"}}}}, Questions: []survey.Question{
		{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need"},
		{Name: "said", Kind: survey.TextAnswer, Role: survey.RoleOther}, {Name: "note", Kind: survey.TextAnswer}, {Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal},
	}}
	r := survey.Response{ID: "r", Questionnaire: q.Key(), Answers: []survey.Answer{
		answer("needs", survey.Chosen("other")), answer("said", survey.Words("базар")), answer("wish", survey.Words("рахмат")),
	}}
	sheet := survey.NewSheet(q)
	want := map[string]string{"needs": "other", "said": "базар", "said/coded": "", "wish": "рахмат", "wish/coded": ""}
	check := func() {
		t.Helper()
		got := cells(t, sheet.Head(), sheet.Row(&r, time.UTC))
		for heading, cell := range want {
			if got[heading] != cell {
				t.Errorf("%s: got %q, want %q", heading, got[heading], cell)
			}
		}
		if _, there := got["note/coded"]; there {
			t.Error("there is a column of what a note was coded to")
		}
	}
	check()
	r.Code("said", &survey.Coding{Needs: []string{"new-1", "water"}})
	r.Code("wish", &survey.Coding{})
	want["said/coded"], want["wish/coded"] = "new-1 water", "none"
	check()
}
