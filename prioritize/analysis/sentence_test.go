package analysis_test

import (
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

func TestEveryStatementHasASentence(t *testing.T) {
	statements := func(x prioritize.Statement) []prioritize.Statement {
		var all []prioritize.Statement
		for _, villages := range [][]string{{"v0"}, {"v0", "v1"}} {
			x.Villages = villages
			all = append(all, x)
		}
		return all
	}
	for _, lang := range []string{locale.Kyrgyz, locale.Russian, locale.English} {
		s := speaker(t, lang)
		for _, code := range prioritize.StatementCodes() {
			for _, group := range prioritize.Groups() {
				x := prioritize.Statement{
					Code: code, Needs: []string{"water", "roads", "jobs"}, Others: []string{"kinder"}, To: "v2", Group: group, Count: 21, Top: 3, High: 4, Share: 0.2,
					Channels: []string{string(survey.Web), string(survey.Terminal)}, Rules: []string{"reach", "borda", "points", "schulze", "copeland", "kemeny", "bradley-terry"},
				}
				for _, x := range statements(x) {
					got := analysis.Sentence(s, x, strings.ToUpper, strings.ToUpper)
					if !strings.HasSuffix(got, ".") || strings.Contains(got, "..") || strings.Contains(got, "report.") || strings.Contains(got, "<no value>") {
						t.Errorf("%s in %s: %q is no sentence", code, lang, got)
					}
					for _, needed := range [][]string{x.Needs, x.Others} {
						if len(needed) > 0 && !tells(got, code, needed, x) {
							t.Errorf("%s in %s: %q does not tell of %v", code, lang, got, needed)
						}
					}
				}
			}
		}
	}
}

// tells reports whether a sentence names the needs, where its statement fills them.
func tells(sentence string, code prioritize.StatementCode, needs []string, x prioritize.Statement) bool {
	withNeeds := map[prioritize.StatementCode]bool{
		prioritize.SaysFirstSure: true, prioritize.SaysFirstOpen: true, prioritize.SaysFirstShared: true, prioritize.SaysAlike: true,
		prioritize.SaysClose: true, prioritize.SaysCertain: true, prioritize.SaysContender: true, prioritize.SaysVillageFirst: true,
		prioritize.SaysGroupsFirst: true, prioritize.SaysGap: true, prioritize.SaysRespondents: true, prioritize.SaysVillages: true,
		prioritize.SaysOtherRules: true, prioritize.SaysFlip: true, prioritize.SaysRobust: true, prioritize.SaysShares: true,
	}
	withOthers := map[prioritize.StatementCode]bool{prioritize.SaysGroupsFirst: true, prioritize.SaysFlip: true, prioritize.SaysRobust: true}
	if len(needs) == len(x.Others) && !withOthers[code] || len(needs) != len(x.Others) && !withNeeds[code] {
		return true
	}
	for _, n := range needs {
		if !strings.Contains(sentence, strings.ToUpper(n)) {
			return false
		}
	}
	return true
}
