package analysis_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/locale"
)

// The whole of what is said of one campaign, as it is read out.
func TestARankingExplainsItself(t *testing.T) {
	in := input(t, town(), answers())
	for _, lang := range []string{locale.Kyrgyz, locale.Russian, locale.English} {
		said := analysis.Sentences(speaker(t, lang), &in.Ranking, func(id string) string {
			if v := in.Municipality.Village(id); v != nil {
				return v.Name.In(lang)
			}
			return id
		})
		golden(t, lang+"/sentences.txt", []byte(strings.Join(said, "\n")+"\n"))
	}
}

// statements are every statement of one and of several needs, villages, channels and
// rules, towards the first few and towards the first alone.
func statements() []prioritize.Statement {
	needs := map[prioritize.StatementCode][]int{ // how many there can be, where not any number
		prioritize.SaysFirstSure: {1}, prioritize.SaysFirstOpen: {1}, prioritize.SaysFirstShared: {3}, prioritize.SaysAlike: {2}, prioritize.SaysClose: {3},
		prioritize.SaysVillageFirst: {1}, prioritize.SaysGap: {1}, prioritize.SaysFlip: {1}, prioritize.SaysRobust: {1},
	}
	var all []prioritize.Statement
	for _, code := range prioritize.StatementCodes() {
		groups, tops, of := prioritize.Groups()[:1], []int{3, 1}, needs[code]
		switch code {
		case prioritize.SaysGap:
			groups = prioritize.Groups()
		case prioritize.SaysCertain:
			tops = tops[:1]
		}
		if of == nil {
			of = []int{1, 3}
		}
		for _, group := range groups {
			for _, top := range tops {
				for _, n := range of {
					x := prioritize.Statement{
						Code: code, Needs: []string{"water", "roads", "jobs"}[:n], Others: []string{"kinder"}, To: "v2", Group: group, Count: 21,
						Top: top, Least: 5, High: 4, Share: 0.2, Villages: []string{"v0"}, Channels: []string{string(survey.Web)}, Rules: []string{"borda"},
					}
					all = append(all, x)
					x.Villages, x.Channels = []string{"v0", "v1"}, []string{string(survey.Web), string(survey.Terminal)}
					x.Rules = []string{"reach", "borda", "points", "schulze", "copeland", "kemeny", "bradley-terry"}
					all = append(all, x)
				}
			}
		}
	}
	return all
}

func TestEveryStatementHasASentence(t *testing.T) {
	for _, lang := range []string{locale.Kyrgyz, locale.Russian, locale.English} {
		s := speaker(t, lang)
		for _, x := range statements() {
			got := analysis.Sentence(s, x, strings.ToUpper, strings.ToUpper)
			if !strings.HasSuffix(got, ".") || strings.Contains(got, "..") || strings.Contains(got, "report.") || strings.Contains(got, "<no value>") {
				t.Errorf("%s in %s: %q is no sentence", x.Code, lang, got)
			}
			for _, needed := range [][]string{x.Needs, x.Others} {
				if !tells(got, x.Code, needed, x) {
					t.Errorf("%s in %s: %q does not tell of %v", x.Code, lang, got, needed)
				}
			}
		}
	}
}

// What no sentence may say, of one or of several.
func TestSentencesAreWellFormed(t *testing.T) {
	notOfVillages := regexp.MustCompile(`(?i)айыл|сел[оае]|сёл|village|муниципал|municipal`)
	for _, c := range []struct {
		lang, what   string
		wrong, right *regexp.Regexp // what is right is not wrong
	}{
		// How an ending sounds depends on the word before it, and so on how a number is read;
		// not so after a percentage, which is read as one word: 12 пайызы, 20 пайызга.
		{locale.Kyrgyz, "an ending after a number or a name", regexp.MustCompile(`[0-9»]-?\p{L}+`), regexp.MustCompile(`[0-9]-орун`)},
		{locale.Kyrgyz, "a wrong ending after a percentage", regexp.MustCompile(`%\p{L}+`), regexp.MustCompile(`^%(ы|га)$`)},
		{locale.Kyrgyz, "the first 1", regexp.MustCompile(`[Аа]лгачкы 1 `), nil},
		{locale.Russian, "the first 1", regexp.MustCompile(`перв(ые|ых) 1\P{Nd}`), nil},
		{locale.Russian, "a verb that fits one or several, but not both", regexp.MustCompile(`(было бы|входят|войти[^«]*) «|» обойдёт|способами`), nil},
		{locale.English, "the first 1", regexp.MustCompile(`first 1\b`), nil},
		{locale.English, "one as of several", regexp.MustCompile(`one of these|other ways`), nil},
	} {
		s := speaker(t, c.lang)
		for _, x := range statements() {
			got := analysis.Sentence(s, x, strings.ToUpper, strings.ToUpper)
			for _, found := range c.wrong.FindAllString(got, -1) {
				if c.right == nil || !c.right.MatchString(found) {
					t.Errorf("%s in %s has %s, %q: %s", x.Code, c.lang, c.what, found, got)
				}
			}
			// Groups are compared within villages, whatever stands side by side.
			if found := notOfVillages.FindString(got); found != "" && x.Code != prioritize.SaysGap {
				t.Errorf("%s in %s says %q, where it can be of either: %s", x.Code, c.lang, found, got)
			}
		}
	}
}

func TestSmallPartsOfThePeople(t *testing.T) {
	ky, ru, en := speaker(t, locale.Kyrgyz), speaker(t, locale.Russian), speaker(t, locale.English)
	for _, c := range []struct {
		share      float64
		ky, ru, en string
	}{
		{0, "0,1\u00a0%ы", "0,1\u00a0%", "0.1%"},
		{0.004, "0,4\u00a0%ы", "0,4\u00a0%", "0.4%"},
		{0.01, "1\u00a0%ы", "1\u00a0%", "1%"},
		{0.125, "12,5\u00a0%ы", "12,5\u00a0%", "12.5%"},
	} {
		x := prioritize.Statement{Code: prioritize.SaysFlip, Needs: []string{"water"}, Others: []string{"roads"}, Villages: []string{"v0"}, To: "v1", Share: c.share}
		for want, s := range map[string]locale.Speaker{c.ky: ky, c.ru: ru, c.en: en} {
			if got := analysis.Sentence(s, x, strings.ToUpper, strings.ToUpper); !strings.Contains(got, " "+want+" ") {
				t.Errorf("%v in %s: got %q, want %q in it", c.share, s.Lang(), got, want)
			}
		}
	}
}

// Every sentence there is, one below the other, to be read by who speaks the language.
func TestSentencesOfEveryForm(t *testing.T) {
	m, q := town(), form()
	for _, lang := range []string{locale.Kyrgyz, locale.Russian, locale.English} {
		need := func(code string) string {
			for _, c := range q.Lists[0].Choices {
				if c.Name == code {
					return c.Label.In(lang)
				}
			}
			return code
		}
		village := func(id string) string { return m.Village(id).Name.In(lang) }
		s := speaker(t, lang)
		var said []string
		for _, x := range statements() {
			if line := analysis.Sentence(s, x, need, village); !slices.Contains(said, line) {
				said = append(said, line)
			}
		}
		golden(t, lang+"/statements.txt", []byte(strings.Join(said, "\n")+"\n"))
	}
}

// tells reports whether a sentence names the needs, where its statement fills them.
func tells(sentence string, code prioritize.StatementCode, needs []string, x prioritize.Statement) bool {
	withNeeds := map[prioritize.StatementCode]bool{
		prioritize.SaysFirstSure: true, prioritize.SaysFirstOpen: true, prioritize.SaysFirstShared: true, prioritize.SaysAlike: true,
		prioritize.SaysClose: true, prioritize.SaysCertain: true, prioritize.SaysContender: true, prioritize.SaysVillageFirst: true,
		prioritize.SaysGroupsFirst: true, prioritize.SaysGap: true, prioritize.SaysRespondents: true, prioritize.SaysVillages: true,
		prioritize.SaysSameWeights: true, prioritize.SaysSameRules: true, prioritize.SaysOtherRules: true, prioritize.SaysFlip: true, prioritize.SaysRobust: true, prioritize.SaysShares: true,
	}
	withOthers := map[prioritize.StatementCode]bool{prioritize.SaysGroupsFirst: true, prioritize.SaysFlip: true, prioritize.SaysRobust: true}
	if of := needs[0] == x.Others[0]; of && !withOthers[code] || !of && !withNeeds[code] {
		return true
	}
	for _, n := range needs {
		if !strings.Contains(sentence, strings.ToUpper(n)) {
			return false
		}
	}
	return true
}
