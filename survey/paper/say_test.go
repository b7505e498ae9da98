package paper_test

import (
	"slices"
	"strings"
	"testing"

	"ashar/survey"
	"ashar/survey/paper"
)

func TestConditionsAreSaid(t *testing.T) {
	q := everything()
	of := map[string]paper.Options{}
	for _, language := range []string{"ky", "ru", "en"} {
		of[language] = options(t, language)
	}
	for condition, want := range map[string][3]string{
		"selected(${needs}, 'water')": {
			"1-суроодо «Суу» дегенди белгилесеңиз, жооп бериңиз.", "Отвечайте, только если в вопросе 1 вы отметили «Вода».", "Answer only if you marked “Water” in question 1."},
		"not(selected(${needs}, \"water\"))": {
			"1-суроодо «Суу» дегенди белгилебесеңиз, жооп бериңиз.", "Отвечайте, только если в вопросе 1 вы не отметили «Вода».", "Answer only if you did not mark “Water” in question 1."},
		"'yes' = ${member}": {
			"8-суроодо «Ооба» дегенди белгилесеңиз, жооп бериңиз.", "Отвечайте, только если в вопросе 8 вы отметили «Да».", "Answer only if you marked “Yes” in question 8."},
		"${age} > 17 and ${age} <= 28": {
			"9-суроонун жообу 18 же андан көп болсо жана 9-суроонун жообу 28 же андан аз болсо, жооп бериңиз.",
			"Отвечайте, только если ответ на вопрос 9 — 18 или больше и ответ на вопрос 9 — 28 или меньше.",
			"Answer only if the answer to question 9 is 18 or more and the answer to question 9 is 28 or less."},
		"not(${land} < 0.5)": {
			"11-суроонун жообу 0,5 же андан көп болсо, жооп бериңиз.", "Отвечайте, только если ответ на вопрос 11 — 0,5 или больше.", "Answer only if the answer to question 11 is 0.5 or more."},
		"${land} > 0.5": {
			"11-суроонун жообу 0,5 санынан көп болсо, жооп бериңиз.", "Отвечайте, только если ответ на вопрос 11 больше 0,5.", "Answer only if the answer to question 11 is more than 0.5."},
		"${works_roads} = 'yes' or ${member} = 'no'": {
			"4-суроодо «Жол» үчүн «Ооба» дегенди белгилесеңиз же 8-суроодо «Жок» дегенди белгилесеңиз, жооп бериңиз.",
			"Отвечайте, только если в вопросе 4 у «Дороги» вы отметили «Да» или в вопросе 8 вы отметили «Нет».",
			"Answer only if you marked “Yes” for “Roads” in question 4 or you marked “No” in question 8."},
		"not(selected(${needs}, 'none')) and count-selected(${needs}) >= 1": {
			"1-суроодо «Эч нерсе» дегенден башкасын белгилесеңиз, жооп бериңиз.", "Отвечайте, только если в вопросе 1 вы отметили что-нибудь, кроме «Ничего».", "Answer only if you marked anything except “Nothing” in question 1."},
		"${wish} = ''": {
			"17-суроону бош калтырсаңыз, жооп бериңиз.", "Отвечайте, только если вы оставили вопрос 17 пустым.", "Answer only if you left question 17 empty."},
	} {
		for i, language := range []string{"ky", "ru", "en"} {
			if got := paper.Only(q, of[language], condition); got != want[i] {
				t.Errorf("%s\n got %s\nwant %s", condition, got, want[i])
			}
		}
	}
}

func TestConditionsThatCannotBeSaid(t *testing.T) {
	const want = "Answer if this applies to you."
	for _, condition := range []string{
		"${double} > 36",            // is not on paper
		"${age} + 1 > 18",           // nobody reckons
		"today() > '2026-01-01'",    // has no answer
		"selected(${needs}, 'gas')", // is no choice
		"${age} > 1 and ${age} > 2 and ${age} > 3 and ${age} > 4 and ${age} > 5", // is too long
		"(${age} > 1 and ${age} < 5) or ${member} = 'yes'",                       // could be read in two ways
		strings.Repeat("(", 5000), "${", "'", "and", "not(", ")", "1 2", "- - -", "${age} >",
	} {
		if got := paper.Only(everything(), options(t, "en"), condition); got != want {
			t.Errorf("%.60s: got %q, want %q", condition, got, want)
		}
	}
	if got := paper.Only(everything(), options(t, "en"), "", ""); got != "" {
		t.Errorf("no condition: got %q, want nothing", got)
	}
}

func TestBoundsOfANumber(t *testing.T) {
	for constraint, want := range map[string][2]string{
		". >= 1 and . <= 40": {"1", "40"}, "0 <= .": {"0", ""}, ". <= today()": {"", ""}, "": {"", ""},
		". >= 0 and . <= 20 and . + ${women} >= 1": {"0", "20"}, ". >= -5.5": {"-5.5", ""}, ". >= 1 or . <= 3": {"", ""},
	} {
		if low, high := paper.Bounds(constraint); low != want[0] || high != want[1] {
			t.Errorf("%s: got %q to %q, want %q", constraint, low, high, want)
		}
	}
}

func TestAllPairsComeEquallyOften(t *testing.T) {
	for _, m := range []int{2, 3, 4, 5, 6, 9} {
		var things []survey.Choice
		for i := range m {
			things = append(things, survey.Choice{Name: string(rune('a' + i))})
		}
		all := m * (m - 1) / 2
		met := map[[2]string]int{}
		for turn := range all {
			for _, p := range paper.Turning(things, 2, turn) {
				s := p[:]
				slices.Sort(s)
				met[[2]string(s)]++
			}
		}
		for pair, n := range met {
			if pair[0] == pair[1] || n != min(2, all) {
				t.Errorf("%d things: %q met %d times, want %d", m, pair, n, min(2, all))
			}
		}
		if len(met) != all {
			t.Errorf("%d things: got %d pairs, want %d", m, len(met), all)
		}
	}
}

func FuzzConditions(f *testing.F) {
	q, o := everything(), options(f, "ky")
	for _, seed := range []string{"selected(${needs}, 'water')", "not(${age} > 1) or (${a.b} = 'x')", ". >= -1", "if(a,b)", "jr:choice-name(1)", "1.-.1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, condition string) {
		if got := paper.Only(q, o, condition); condition != "" && got == "" {
			t.Errorf("%q: got nothing said", condition)
		}
		paper.Bounds(condition)
	})
}
