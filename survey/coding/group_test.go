package coding_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ashar/survey"
	"ashar/survey/coding"
)

func needs() []coding.Need {
	var all []coding.Need
	for _, n := range [][3]string{
		{"water", "Ичүүчү таза суу", "Питьевая вода"}, {"roads", "Ички жолдор, көпүрөлөр", "Внутренние дороги, мосты"},
		{"irrigation", "Сугат суу, арыктар", "Поливная вода, арыки"}, {"kinder", "Бала бакча", "Детский сад"},
		{"health", "ФАП, медициналык пункт", "ФАП, медпункт"}, {"light", "Көчө жарыгы", "Уличное освещение"}, {"power", "Электр жарыгы, трансформатор", "Электроснабжение"},
		{"school", "Мектеп", "Школа"}, {"other", "Башка", "Другое"}, {"new-1", "Мончо", "Баня"},
	} {
		all = append(all, coding.Need{Code: n[0], Label: survey.Text{"ky": n[1], "ru": n[2]}})
	}
	return all
}

// The texts are invented, and misspelt as real ones are: ӊ for ң, о and у for ө and ү, letters of old fonts, Latin ones that
// look or sound alike, other endings, another language.
var said = [][]string{
	{"жолду оңдоо керек", "Жолдорду ондоо", "ЖОЛ ОӉДОО!!!", "жолубузду оӊдоп бериңиздерчи", "жoл ондоо", "jol ondoo kerek"},
	{"Ичүүчү таза суу жок", "ичуучу таза суу", "таза ичўўчў сууну берсеңиздер", "taza ichuuchu suu"},
	{"сугат суу жетпейт", "Сугат сууну жетпей атат", "сугат суусу жетпейт"},
	{"бала бакча куруп берсеңиздер", "Бала-бакча курулса", "балабакча эмес, бала бакчаны куруу"},
	{"көчө жарыгы жок", "кочо жарыгы", "кєчєгє жарык"},
	{"нужна баня", "Баню постройте", "БАНЯ!"},
	{"трансформатор эски", "Трансформаторду алмаштыруу", "трансфарматор эски"},
}

func texts() (all []string, topic []int) {
	for i, s := range said {
		for _, t := range s {
			all, topic = append(all, t), append(topic, i)
		}
	}
	return all, topic
}

func TestTextsThatSayTheSameStandTogether(t *testing.T) {
	all, topic := texts()
	g := coding.NewGrouping(all, coding.NewLexicon(needs()))
	for _, x := range g.Groups {
		for _, i := range x.Texts {
			if topic[i] != topic[x.Texts[0]] {
				t.Errorf("group %q has %q beside %q", x.Words, all[i], all[x.Texts[0]])
			}
		}
	}
	if len(g.Groups) > len(said)+4 {
		var names []string
		for _, x := range g.Groups {
			names = append(names, fmt.Sprintf("%s (%d)", x.Words, len(x.Texts)))
		}
		t.Errorf("got %d groups of %d topics: %s", len(g.Groups), len(said), strings.Join(names, "; "))
	}
}

func TestNeedsAreSuggestedByTheirNames(t *testing.T) {
	all, topic := texts()
	all = append(all, "Жол жана мектеп керек", "рахмат баарыңыздарга", "керек")
	topic = append(topic, -1, -2, -2)
	g := coding.NewGrouping(all, coding.NewLexicon(needs()))
	s := g.Suggester(func(int) ([]string, bool) { return nil, false })
	want := []string{"roads", "water", "irrigation", "kinder", "light", "new-1", "power"}
	for i, text := range all {
		got, ok := s.For(g.Of(i))
		switch {
		case topic[i] == -1:
			if !slices.Equal(got.Needs, []string{"roads", "school"}) {
				t.Errorf("%q: got %v, want both in their order", text, got.Needs)
			}
		case topic[i] == -2:
			if ok {
				t.Errorf("%q: got %v, want nothing", text, got)
			}
		case !slices.Equal(got.Needs, want[topic[i]:topic[i]+1]) || got.Reason != coding.LikeWords || got.Like == "":
			t.Errorf("%q: got %+v, want %s", text, got, want[topic[i]])
		}
	}
}

func TestWhatWasCodedIsSuggestedAgain(t *testing.T) {
	all := []string{"токой чарбасы боюнча иш", "Токой чарбасы боюнча иштер", "токой чарбасын колдоо", "асман", "рахмат чоң", "Рахмат сиздерге"}
	g := coding.NewGrouping(all, coding.NewLexicon(needs()))
	coded := map[int][]string{0: {"park"}, 4: {}}
	s := g.Suggester(func(i int) ([]string, bool) { n, ok := coded[i]; return n, ok })
	for i, want := range map[int]coding.Suggestion{
		1: {Needs: []string{"park"}, Reason: coding.LikeCoded, Like: all[0]},
		2: {Needs: []string{"park"}, Like: all[0]},
		5: {Needs: []string{}, Like: all[4]},
	} {
		got, ok := s.For(g.Of(i))
		if !ok || !slices.Equal(got.Needs, want.Needs) || got.Like != want.Like || want.Reason != "" && got.Reason != want.Reason {
			t.Errorf("%q: got %+v, %v, want %+v", all[i], got, ok, want)
		}
	}
	if got, ok := s.For(g.Of(3)); ok {
		t.Errorf("%q: got %+v, want nothing", all[3], got)
	}
}

func TestTextsAreFoundInAnySpelling(t *testing.T) {
	all, topic := texts()
	g := coding.NewGrouping(all, coding.NewLexicon(needs()))
	for sought, want := range map[string]int{"жол ондоо": 0, "ЖОЛДОРДУ ОӉДОО": 0, "jol": 0, "ичүүчү": 1, "сугат": 2, "бакчаны": 3, "көчөсү": 4, "бан": 5, "трансформаторлор": 6} {
		finds := g.Find(sought)
		for i := range all {
			if finds(i) != (topic[i] == want) {
				t.Errorf("%q finds %q: %v", sought, all[i], finds(i))
			}
		}
	}
	if finds := g.Find(" - "); !finds(0) {
		t.Error("seeking nothing finds not all")
	}
}

func TestGroupsAreTheSameInAnyOrder(t *testing.T) {
	all, _ := texts()
	x := coding.NewLexicon(needs())
	groups := func(texts []string) []string {
		var found []string
		for _, g := range coding.NewGrouping(texts, x).Groups {
			var of []string
			for _, i := range g.Texts {
				of = append(of, texts[i])
			}
			slices.Sort(of)
			found = append(found, g.ID+" "+g.Words+": "+strings.Join(of, " | "))
		}
		return found
	}
	want := groups(all)
	for seed := range uint64(10) {
		mixed := slices.Clone(all)
		rand.New(rand.NewPCG(seed, 7)).Shuffle(len(mixed), func(i, j int) { mixed[i], mixed[j] = mixed[j], mixed[i] })
		if got := groups(mixed); !slices.Equal(got, want) {
			t.Fatalf("in another order:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
	}
}

// many makes texts out of words, so that most are unlike all others.
func many(n int) []string {
	rng := rand.New(rand.NewPCG(1, 2))
	var roots []string
	for range 3000 {
		var b strings.Builder
		for range 2 + rng.IntN(3) {
			b.WriteRune([]rune("бгджзклмнпрстч")[rng.IntN(14)])
			b.WriteRune([]rune("аеиоуыөү")[rng.IntN(8)])
		}
		roots = append(roots, b.String())
	}
	topics := []string{"жол", "суу", "мектеп", "бала бакча", "жарык", "интернет", "таштанды", "жумуш", "көпүрө", "больница"}
	ends := []string{"", "ду", "лар", "га", "ны", "нын", "дан"}
	all := make([]string, n)
	for i := range all {
		words := []string{topics[rng.IntN(len(topics))] + ends[rng.IntN(len(ends))]}
		for range rng.IntN(7) {
			words = append(words, roots[min(rng.IntN(3000), rng.IntN(3000), rng.IntN(3000))]+ends[rng.IntN(len(ends))])
		}
		all[i] = strings.Join(words, " ")
	}
	return all
}

func BenchmarkGrouping(b *testing.B) {
	all, x := many(20_000), coding.NewLexicon(needs())
	for b.Loop() {
		coding.NewGrouping(all, x)
	}
}

// TestEachOfTwentyThousandTextsIsInOneGroup groups as many as a large municipality writes; how fast, BenchmarkGrouping says.
func TestEachOfTwentyThousandTextsIsInOneGroup(t *testing.T) {
	all := many(20_000)
	in := make([]int, len(all))
	for _, g := range coding.NewGrouping(all, coding.NewLexicon(needs())).Groups {
		for _, i := range g.Texts {
			in[i]++
		}
	}
	for i, n := range in {
		if n != 1 {
			t.Fatalf("text %d, %q, is in %d groups", i, all[i], n)
		}
	}
}
