package configs_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/configs"
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

func TestQuestionnairesAreValidAndTranslated(t *testing.T) {
	files, err := fs.Glob(configs.Questionnaires(), "*.json")
	if err != nil || !slices.Contains(files, "community-needs.json") {
		t.Fatalf("got %q, error %v; want community-needs.json among them", files, err)
	}
	for _, name := range files {
		data, err := fs.ReadFile(configs.Questionnaires(), name)
		if err != nil {
			t.Fatal(err)
		}
		q, err := survey.ReadQuestionnaire(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if q.ID+".json" != name || !slices.Equal(q.Languages, languages) {
			t.Errorf("%s: got id %q and languages %q, want its file's name and %q", name, q.ID, q.Languages, languages)
		}
		texts := map[string]survey.Text{"title": q.Title, "intro": q.Intro, "consent": q.Consent.Text}
		for _, l := range q.Lists {
			for _, c := range l.Choices {
				texts[l.Name+" "+c.Name] = c.Label
			}
		}
		for _, x := range q.Questions {
			texts[x.Name] = x.Label
			texts[x.Name+" hint"] = x.Hint
		}
		for what, text := range texts {
			if missing := text.Missing(languages); len(missing) > 0 {
				t.Errorf("%s: %s: has no text in %v", name, what, missing)
			}
		}
		for list, want := range taxonomy(t) {
			if diff := cmp.Diff(want, q.Choices(list)); diff != "" {
				t.Errorf("%s: list %s (-taxonomy +questionnaire):\n%s", name, list, diff)
			}
		}
	}
}

func TestCommunityNeedsIsShort(t *testing.T) {
	q := communityNeeds(t)
	const screens = 10 // with the consent and the look-over
	if n := len(q.Questions) + 2; n > screens {
		t.Errorf("got %d screens, want at most %d", n, screens)
	}
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
	data, err := fs.ReadFile(configs.Questionnaires(), "community-needs.json")
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
