package survey_test

import (
	"testing"

	"ashar/survey"
)

func TestSearchKey(t *testing.T) {
	for _, same := range [][]string{
		{"Көңүл", "көӊүл", "конул", "КОНУЛ", "ко\u043dул", "кєӊїл", " көңүл. "},
		{"Ичүүчү таза суу", "ичуучу  таза, суу", "Ичўўчў таза суу!"},
		{"ещё", "еще"},
		{"кенеш", "кеңеш"},
		{"Й", "И\u0306", "й"},
		{"", " ", "—", "\xff"},
	} {
		want := survey.SearchKey(same[0])
		for _, s := range same[1:] {
			if got := survey.SearchKey(s); got != want {
				t.Errorf("SearchKey(%q) = %q, want that of %q: %q", s, got, same[0], want)
			}
		}
	}
	if survey.SearchKey("жол") == survey.SearchKey("жел") {
		t.Error("two words have one key")
	}
}

// TestWordsAreKeptAsWritten: beside them stands what they are found by.
func TestWordsAreKeptAsWritten(t *testing.T) {
	q := villageNeeds()
	iv := give(t, q, standing(t, q, "wish"), answer("wish", survey.Words("Көӊүл бөлгүлө")))
	if v, _ := iv.Given(q, "wish"); v.Text != "Көӊүл бөлгүлө" || v.Key != "конул болгуло" {
		t.Errorf("kept is %+v", v)
	}
}
