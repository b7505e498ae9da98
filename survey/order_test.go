package survey_test

import (
	"fmt"
	"slices"
	"testing"

	"ashar/survey"
)

// lottery is a questionnaire with one question of six choices, of which the last
// two are "other" and an exclusive one.
func lottery(x survey.Question) *survey.Questionnaire {
	x.Name, x.Label = "q", text1("Кайсынысы?")
	q := &survey.Questionnaire{
		ID: "lottery", Version: "1", Languages: []string{"ky"}, Title: text1("Чүчүкулак"),
		Consent: survey.Consent{Version: "c1", Text: text1("Макулсузбу?")},
		Lists:   []survey.List{{Name: "l"}},
		Questions: []survey.Question{
			{Name: "seed", Kind: survey.TextAnswer, Label: text1("Үрөн")}, x,
		},
	}
	for _, name := range []string{"a", "b", "c", "d"} {
		q.Lists[0].Choices = append(q.Lists[0].Choices, survey.Choice{Name: name, Label: text1(name)})
	}
	q.Lists[0].Choices = append(q.Lists[0].Choices,
		survey.Choice{Name: "other", Label: text1("Башка")}, survey.Choice{Name: "98", Label: text1("Эч нерсе"), Exclusive: true})
	q.Prepare()
	return q
}

// shown is the prompt of the question for a respondent.
func shown(t *testing.T, q *survey.Questionnaire, id, seed string) survey.Prompt {
	t.Helper()
	if err := q.Check(); err != nil {
		t.Fatal(err)
	}
	iv := begin(t, q)
	iv.ID = id
	return give(t, q, iv, answer("seed", survey.Words(seed))).Prompt(q)
}

func names(choices []survey.Choice) (names []string) {
	for _, c := range choices {
		names = append(names, c.Name)
	}
	return names
}

func TestShuffle(t *testing.T) {
	q := lottery(survey.Question{Kind: survey.SelectMultiple, List: "l", Shuffle: true})
	first := map[string]int{}
	const people = 400
	for i := range people {
		id := fmt.Sprint("respondent ", i)
		order := names(shown(t, q, id, "").Choices)
		if again := names(shown(t, q, id, "anything").Choices); !slices.Equal(order, again) {
			t.Fatalf("the same respondent meets %v, and then %v", order, again)
		}
		if !slices.Equal(order[4:], []string{"other", "98"}) {
			t.Fatalf("%v: want other and the exclusive one last", order)
		}
		first[order[0]]++
	}
	for _, name := range []string{"a", "b", "c", "d"} { // 100 each; 9 standard deviations are 78
		if n := first[name]; n < 60 || n > 140 {
			t.Errorf("%s stands first for %d of %d respondents, want about a quarter", name, n, people)
		}
	}

	// An answer is kept in the list's order all the same.
	iv := give(t, q, begin(t, q), answer("seed", survey.Skip()), answer("q", survey.Chosen("d", "a")))
	if v, _ := iv.Given(q, "q"); !slices.Equal(v.Choices, []string{"a", "d"}) {
		t.Errorf("kept is %v, want a d", v.Choices)
	}
}

func TestSeededShuffle(t *testing.T) {
	q := lottery(survey.Question{Kind: survey.SelectOne, List: "l", Shuffle: true, Seed: "${seed}"})
	orders := map[string]bool{}
	for _, seed := range []string{"1", "2", "3", "4", "5", "6"} {
		one, other := names(shown(t, q, "one", seed).Choices), names(shown(t, q, "other", seed).Choices)
		if !slices.Equal(one, other) {
			t.Errorf("with the seed %s two respondents meet %v and %v", seed, one, other)
		}
		orders[fmt.Sprint(one)] = true
	}
	if len(orders) < 3 {
		t.Errorf("six seeds make %d orders", len(orders))
	}
}

// TestOrderOutlastsOthers: choices keep their order when some are filtered away.
func TestOrderOutlastsOthers(t *testing.T) {
	q := lottery(survey.Question{Kind: survey.SelectOne, List: "l", Shuffle: true})
	whole := names(shown(t, q, "one", "").Choices)
	q = lottery(survey.Question{Kind: survey.SelectOne, List: "l", Shuffle: true, ChoiceFilter: "name != 'b'"})
	left := names(shown(t, q, "one", "").Choices)
	if want := slices.DeleteFunc(whole, func(n string) bool { return n == "b" }); !slices.Equal(left, want) {
		t.Errorf("without b the order is %v, want %v", left, want)
	}
}

func TestPairs(t *testing.T) {
	for pairs, all := range map[int]int{1: 1, 3: 3, 4: 4, 5: 5, 6: 6, 30: 6} { // of four choices: other and the exclusive one are not compared
		q := lottery(survey.Question{Kind: survey.Pairwise, List: "l", Pairs: pairs})
		met, left := map[string]int{}, map[string]int{}
		const people = 600
		for i := range people {
			p := shown(t, q, fmt.Sprint("respondent ", i), "").Pairs
			if len(p) != all {
				t.Fatalf("%d pairs asked for, %d come, want %d", pairs, len(p), all)
			}
			times := map[string]int{}
			for _, pair := range p {
				met[min(pair.First, pair.Second)+max(pair.First, pair.Second)]++
				left[pair.First]++
				times[pair.First]++
				times[pair.Second]++
			}
			if all >= 4 { // the ring has closed
				lo, hi := 99, 0
				for _, name := range []string{"a", "b", "c", "d"} {
					lo, hi = min(lo, times[name]), max(hi, times[name])
				}
				if hi-lo > 1 {
					t.Fatalf("in %v a choice is met %d times and another %d times", p, lo, hi)
				}
			}
		}
		if len(met) != 6 || len(left) != 4 {
			t.Errorf("of %d pairs each, %d are met and %d things stand first, want all 6 and all 4", all, len(met), len(left))
		}
		want := people * all / 6
		for pair, n := range met {
			if n < want*3/5 || n > want*7/5 {
				t.Errorf("of %d pairs, %s comes %d times, want about %d", all, pair, n, want)
			}
		}
		for name, n := range left {
			if want := people * all / 4; n < want*3/5 || n > want*7/5 {
				t.Errorf("of %d pairs, %s stands first %d times, want about %d", all, name, n, want)
			}
		}
	}
}

// TestPairsOnPaperAreThosePrintedThere types a form in whose pairs turned otherwise than a screen's would.
func TestPairsOnPaperAreThosePrintedThere(t *testing.T) {
	q := lottery(survey.Question{Kind: survey.Pairwise, List: "l", Pairs: 2})
	for what, tt := range map[string]struct {
		channel survey.Channel
		pairs   []survey.Pair
		refused bool
	}{
		"any two":          {survey.Paper, []survey.Pair{{First: "a", Second: "c", Better: "c"}, {First: "d", Second: "b"}}, false},
		"any others":       {survey.Paper, []survey.Pair{{First: "b", Second: "c", Better: "b"}, {First: "a", Second: "d", Better: "d"}}, false},
		"the same twice":   {survey.Paper, []survey.Pair{{First: "a", Second: "c"}, {First: "c", Second: "a"}}, true},
		"with itself":      {survey.Paper, []survey.Pair{{First: "a", Second: "a"}, {First: "c", Second: "b"}}, true},
		"one too few":      {survey.Paper, []survey.Pair{{First: "a", Second: "c"}}, true},
		"one too many":     {survey.Paper, []survey.Pair{{First: "a", Second: "c"}, {First: "c", Second: "b"}, {First: "b", Second: "d"}}, true},
		"with another":     {survey.Paper, []survey.Pair{{First: "a", Second: "other"}, {First: "c", Second: "b"}}, true},
		"better than both": {survey.Paper, []survey.Pair{{First: "a", Second: "c", Better: "d"}, {First: "d", Second: "b"}}, true},
		"on a screen":      {survey.Web, []survey.Pair{{First: "a", Second: "c", Better: "c"}, {First: "a", Second: "d"}}, true},
	} {
		name := q.Questions[len(q.Questions)-1].Name
		iv, err := survey.Begin(q, survey.Beginning{ID: "17", Channel: tt.channel, Language: q.Languages[0], Consent: q.Consent.Version}, noon)
		for err == nil && iv.At != name && iv.At != "" {
			iv, err = iv.Answer(q, iv.At, plain(iv.Prompt(q)), noon)
		}
		if err != nil {
			t.Fatal(err)
		}
		iv, err = iv.Answer(q, name, survey.Compared(tt.pairs...), noon)
		if (err != nil) != tt.refused {
			t.Errorf("%s: got %v, want refused: %v", what, err, tt.refused)
		}
		if err == nil {
			if got, ok := iv.Given(q, name); !ok || !slices.Equal(got.Pairs, tt.pairs) {
				t.Errorf("%s: kept is %+v, %v; want %+v", what, got.Pairs, ok, tt.pairs)
			}
		}
	}
}
