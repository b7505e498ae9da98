package xlsform_test

import (
	"strings"

	"pgregory.net/rapid"

	"ashar/survey"
)

// words are texts such as people write, and some that trip up spreadsheets.
var words = rapid.OneOf(
	rapid.SampledFrom([]string{
		"Эмне керек?", "Суу", "=SUM(A1:A9)", "+996 555", "@here", "-1", "007", "1e9", "true", "TRUE", "#N/A", "'апостроф",
		"_x0041_", "_x000D_", "_x0041_x0042_", "_x005F_", "a_x0020_b", "<b>&amp;</b>", "\"тырмак\" ‘эмес’", "бир\nэки\n\nүч", "таб\tуляция", "үй 🏠", "${", "$ {x}", "e\u0301", "]]>", "\u200bкөрүнбөйт",
	}),
	rapid.StringMatching(`[а-яёңөү0-9,.!?«»–]([ -~а-яёңөү]{0,20}[а-яёңөү0-9,.!?«»–])?`),
)

func drawText(t *rapid.T, q *survey.Questionnaire, what string, needed bool) survey.Text {
	text := survey.Text{}
	for i, l := range q.Languages {
		if needed && i == len(q.Languages)-1 && len(text) == 0 || rapid.Bool().Draw(t, what+" in "+l) {
			text[l] = words.Filter(func(s string) bool { return !strings.Contains(s, "${") || s == "${" }).Draw(t, what)
		}
	}
	return text
}

// drawForm is a random valid questionnaire.
func drawForm(t *rapid.T) *survey.Questionnaire {
	languages := rapid.Permutation([]string{"ky", "ru", "en", "uz", "zh-Hant"}).Draw(t, "languages")
	q := &survey.Questionnaire{
		ID:        rapid.StringMatching(`[A-Za-z][A-Za-z0-9_.-]{0,20}`).Draw(t, "id"),
		Version:   rapid.SampledFrom([]string{"2026061501", "v1", "007"}).Draw(t, "version"),
		Languages: languages[:rapid.IntRange(1, 4).Draw(t, "number of languages")],
	}
	q.Title = drawText(t, q, "title", true)
	q.Intro = drawText(t, q, "intro", false)
	q.Consent = survey.Consent{Version: "c1", Text: drawText(t, q, "consent", true)}

	choiceName := rapid.StringMatching(`[а-яёңөүA-Za-z0-9_][а-яёңөүA-Za-z0-9_.+-]{0,8}`)
	names := []string{"need", "sphere", "competence", "level", "sex"}
	for i, list := range names {
		l := survey.List{Name: list}
		for j, name := range rapid.SliceOfNDistinct(choiceName, 1, 5, rapid.ID).Draw(t, list) {
			c := survey.Choice{Name: name, Label: drawText(t, q, "label", true)}
			if i == 0 {
				c.Exclusive = j > 0 && rapid.Bool().Draw(t, "exclusive")
				c.Need = rapid.SampledFrom([]string{"", "water", "other need"}).Draw(t, "need")
				c.Issue = rapid.IntRange(0, 30).Draw(t, "issue")
			}
			l.Choices = append(l.Choices, c)
		}
		q.Lists = append(q.Lists, l)
	}
	for i := range q.Lists[0].Choices {
		c := &q.Lists[0].Choices[i]
		if rapid.Bool().Draw(t, "has a sphere") {
			c.Sphere = rapid.SampledFrom(q.Lists[1].Choices).Draw(t, "sphere").Name
		}
		for _, k := range q.Lists[2].Choices {
			if rapid.Bool().Draw(t, "competence") {
				c.Competence = append(c.Competence, k.Name)
			}
		}
	}

	questionName := rapid.OneOf(rapid.SampledFrom([]string{"consent", "intro", "name"}), rapid.StringMatching(`[A-Za-z][A-Za-z0-9_.-]{0,12}`))
	var selections []string
	roles := map[survey.Role]bool{}
	for _, name := range rapid.SliceOfNDistinct(questionName, 1, 7, rapid.ID).Draw(t, "questions") {
		x := survey.Question{
			Name: name, Required: rapid.Bool().Draw(t, "required"),
			Label: drawText(t, q, "label", true), Hint: drawText(t, q, "hint", false),
		}
		kinds := []survey.Kind{survey.SelectOne, survey.SelectMultiple, survey.TextAnswer}
		if len(selections) > 0 {
			kinds = append(kinds, survey.Rank, survey.Scale)
		}
		x.Kind = rapid.SampledFrom(kinds).Draw(t, "kind")
		role := survey.Role("")
		switch x.Kind {
		case survey.SelectOne:
			x.List, role = rapid.SampledFrom(names).Draw(t, "list"), survey.RoleAge
		case survey.SelectMultiple:
			x.List, x.Max, role = rapid.SampledFrom(names).Draw(t, "list"), rapid.IntRange(0, 3).Draw(t, "max"), survey.RoleNeed
			selections = append(selections, name)
		case survey.Rank:
			x.Of, role = rapid.SampledFrom(selections).Draw(t, "of"), survey.RoleRank
		case survey.Scale:
			x.Of, x.List = rapid.SampledFrom(selections).Draw(t, "of"), "level"
			if len(q.Choices("level")) == survey.SeverityLevels {
				role = survey.RoleSeverity
			}
		case survey.TextAnswer:
			x.Max, role = rapid.IntRange(0, survey.MaxTextLength).Draw(t, "max"), survey.RoleProposal
		}
		if of := q.Question(x.Of); of != nil && of.Role != survey.RoleNeed {
			role = "" // only what is chosen among needs is scored
		}
		if role != "" && !roles[role] && rapid.Bool().Draw(t, "has a role") {
			x.Role, roles[role] = role, true
		}
		q.Questions = append(q.Questions, x)
	}
	if err := q.Check(); err != nil {
		t.Fatalf("the questionnaire drawn is not valid: %v", err)
	}
	return q
}
