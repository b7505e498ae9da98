package configs_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/configs"
	"ashar/prioritize"
	"ashar/survey"
)

var languages = []string{"ky", "ru", "en"}

// taxonomy is the shipped taxonomy of needs.
func taxonomy(t *testing.T) map[string][]survey.Choice {
	t.Helper()
	var read struct {
		Version string
		Lists   []survey.List
	}
	decode(t, configs.Taxonomy(), &read)
	if read.Version == "" {
		t.Error("the taxonomy has no version")
	}
	lists := map[string][]survey.Choice{}
	for _, l := range read.Lists {
		lists[l.Name] = l.Choices
	}
	return lists
}

func decode(t *testing.T, data []byte, into any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}

func names(choices []survey.Choice) []string {
	var names []string
	for _, c := range choices {
		names = append(names, c.Name)
	}
	return names
}

func TestTaxonomyIsComplete(t *testing.T) {
	lists := taxonomy(t)
	if n := len(lists["need"]); n != 23 {
		t.Errorf("got %d needs, want 23", n)
	}
	for list, choices := range lists {
		for _, c := range choices {
			if missing := c.Label.Missing(languages); len(missing) > 0 {
				t.Errorf("%s %s: has no name in %v", list, c.Name, missing)
			}
		}
	}
	for i, need := range lists["need"] {
		if need.Name != need.Need {
			t.Errorf("%s: stands for the need %q, want its own name", need.Name, need.Need)
		}
		if last := i == len(lists["need"])-1; last != (need.Name == "other") {
			t.Errorf("%s: is need %d of %d; want other, and only other, to be last", need.Name, i+1, len(lists["need"]))
		}
		if placed := need.Sphere != "" && len(need.Competence) > 0; placed == (need.Name == "other") {
			t.Errorf("%s: got sphere %q and competence %q; want both for all but other", need.Name, need.Sphere, need.Competence)
		}
	}
}

// shipped says of each built-in questionnaire how many screens it has at most,
// with the consent and the look-over, and which roles its questions hold.
var shipped = []struct {
	id      string
	screens int
	roles   []survey.Role
}{
	{"community-needs", 10, []survey.Role{survey.RoleNeed, survey.RoleOther, survey.RoleRank, survey.RoleSeverity, survey.RoleSex, survey.RoleAge, survey.RoleProposal}},
	{"full-needs-study", 45, []survey.Role{survey.RoleSatisfaction, survey.RoleNeed, survey.RoleOther, survey.RoleRank, survey.RoleSeverity, survey.RoleSex, survey.RoleAge, survey.RoleGroup, survey.RoleProposal}},
	{"hearing-ballot", 7, []survey.Role{survey.RoleNeed, survey.RoleRank, survey.RoleSex, survey.RoleAge}},
	{"hearing-points", 6, []survey.Role{survey.RoleNeed, survey.RoleSex, survey.RoleAge}},
	{"household", 38, []survey.Role{survey.RoleUnit, survey.RoleNeed, survey.RoleOther, survey.RoleRank, survey.RoleSeverity, survey.RoleProposal, survey.RoleSex, survey.RoleAge}},
	{"rapid-needs", 8, []survey.Role{survey.RoleNeed, survey.RoleOther, survey.RoleRank, survey.RoleSex, survey.RoleAge, survey.RoleProposal}},
}

func TestEveryQuestionnaireIsExpected(t *testing.T) {
	files, err := fs.Glob(configs.Questionnaires(), "*.json")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, s := range shipped {
		want = append(want, s.id+".json")
	}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Errorf("questionnaires (-expected +shipped):\n%s", diff)
	}
}

func TestQuestionnairesAreValid(t *testing.T) {
	for _, want := range shipped {
		t.Run(want.id, func(t *testing.T) {
			q := questionnaire(t, want.id)
			if q.ID != want.id || !slices.Equal(q.Languages, languages) {
				t.Errorf("got id %q and languages %q, want its file's name and %q", q.ID, q.Languages, languages)
			}
			screens := 2
			var roles []survey.Role
			for _, x := range q.Questions {
				if !x.Kind.Computed() {
					screens++
				}
				if x.Role != "" {
					roles = append(roles, x.Role)
				}
			}
			if _, err := prioritize.NewReader(q); err != nil {
				t.Errorf("no campaign can ask it: %v", err)
			}
			if screens > want.screens {
				t.Errorf("got %d screens, want at most %d", screens, want.screens)
			}
			if diff := cmp.Diff(want.roles, roles); diff != "" {
				t.Errorf("roles (-want +got):\n%s", diff)
			}
		})
	}
}

func TestQuestionnairesAreTranslated(t *testing.T) {
	for _, s := range shipped {
		t.Run(s.id, func(t *testing.T) {
			q := questionnaire(t, s.id)
			texts := map[string]survey.Text{"title": q.Title, "intro": q.Intro, "consent": q.Consent.Text}
			optional := map[string]survey.Text{}
			for _, l := range q.Lists {
				for _, c := range l.Choices {
					texts[l.Name+" "+c.Name] = c.Label
				}
			}
			for _, g := range q.Groups {
				texts["group "+g.Name] = g.Label
			}
			for _, x := range q.Questions {
				texts[x.Name] = x.Label
				optional[x.Name+" hint"] = x.Hint
				optional[x.Name+" required message"] = x.RequiredMessage
				if x.Constraint != "" {
					texts[x.Name+" constraint message"] = x.ConstraintMessage
				}
			}
			for what, text := range optional {
				if len(text) > 0 {
					texts[what] = text
				}
			}
			for what, text := range texts {
				if missing := text.Missing(languages); len(missing) > 0 {
					t.Errorf("%s: has no text in %v", what, missing)
				}
			}
		})
	}
}

// TestConsentSaysWhatItMust looks for what can be looked for: that it is for adults
// and that what is kept has an end.
func TestConsentSaysWhatItMust(t *testing.T) {
	end := map[string]string{"ky": "эки жыл", "ru": "двух лет", "en": "two years"}
	for _, s := range shipped {
		consent := questionnaire(t, s.id).Consent.Text
		for language, words := range end {
			if text := consent[language]; !strings.Contains(text, "18") || !strings.Contains(text, words) {
				t.Errorf("%s: consent in %s: want it to say 18 and %q:\n%s", s.id, language, words, text)
			}
		}
	}
}

func TestNeedsAreThoseOfTheTaxonomy(t *testing.T) {
	known := map[string]survey.Choice{}
	for _, c := range taxonomy(t)["need"] {
		known[c.Need] = c
	}
	for _, s := range shipped {
		q := questionnaire(t, s.id)
		for list, want := range taxonomy(t) {
			got := q.Choices(list)
			if diff := cmp.Diff(want, got); got != nil && diff != "" {
				t.Errorf("%s: list %s (-taxonomy +questionnaire):\n%s", s.id, list, diff)
			}
		}
		for _, l := range q.Lists {
			for _, c := range l.Choices {
				if want, is := known[c.Need]; c.Need != "" && (!is || !cmp.Equal(want, c)) {
					t.Errorf("%s: list %s: got %+v, want the taxonomy's %+v", s.id, l.Name, c, want)
				}
			}
		}
	}
}

func TestFullNeedsStudyAsksWhatIsNotThere(t *testing.T) {
	r, err := prioritize.NewReader(questionnaire(t, "full-needs-study"))
	if err != nil {
		t.Fatal(err)
	}
	if s := r.Shape(); s.Services != 23 || !s.NoAccess || s.Asked != 8 {
		t.Errorf("got %+v, want 23 services, what is not there, and 8 groups", s)
	}
	for _, s := range r.Services() {
		if !s.Access || s.Sphere.Code != "" && len(s.Sphere.Name) == 0 {
			t.Errorf("%s: got %+v", s.Code, s)
		}
	}
}

func TestCommunityNeedsIsShort(t *testing.T) {
	q := communityNeeds(t)
	needs := q.ByRole(survey.RoleNeed)
	if needs == nil || needs.Max != 3 || !needs.Required {
		t.Errorf("got needs %+v, want a required choice of up to three", needs)
	}
	for _, role := range []survey.Role{survey.RoleSeverity, survey.RoleSex, survey.RoleAge, survey.RoleProposal} {
		if x := q.ByRole(role); x == nil || x.Required {
			t.Errorf("%s: got %+v, want a question that can be skipped", role, x)
		}
	}
}

func communityNeeds(t *testing.T) *survey.Questionnaire {
	t.Helper()
	return questionnaire(t, "community-needs")
}

func questionnaire(t *testing.T, id string) *survey.Questionnaire {
	t.Helper()
	data, err := fs.ReadFile(configs.Questionnaires(), id+".json")
	if err != nil {
		t.Fatal(err)
	}
	q, err := survey.ReadQuestionnaire(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func TestDemonstrationSaysThatItIsInvented(t *testing.T) {
	data, err := fs.ReadFile(configs.Places(), "kok-jar.json")
	if err != nil {
		t.Fatal(err)
	}
	var m survey.Municipality
	decode(t, data, &m)
	if !m.Invented || len(m.Source.Missing(languages)) > 0 {
		t.Errorf("got invented %v, source %v; want it said in %v", m.Invented, m.Source, languages)
	}
	if len(m.Villages) != 5 {
		t.Errorf("got %d villages, want 5", len(m.Villages))
	}

	q := communityNeeds(t)
	var want []string
	for _, sex := range names(q.Choices(q.ByRole(survey.RoleSex).List)) {
		for _, age := range names(q.Choices(q.ByRole(survey.RoleAge).List)) {
			want = append(want, sex+" "+age)
		}
	}
	smallest, largest := m.Villages[0].Total(), 0
	for _, v := range m.Villages {
		var got []string
		for _, s := range v.Population {
			got = append(got, s.Sex+" "+s.Age)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: strata (-questionnaire +place):\n%s", v.ID, diff)
		}
		if missing := v.Name.Missing(languages); len(missing) > 0 {
			t.Errorf("%s: has no name in %v", v.ID, missing)
		}
		smallest, largest = min(smallest, v.Total()), max(largest, v.Total())
	}
	if largest < 5*smallest {
		t.Errorf("got villages of %d to %d adults, want the largest to be at least five times the smallest", smallest, largest)
	}
}
