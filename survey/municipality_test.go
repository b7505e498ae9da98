package survey_test

import (
	"errors"
	"strings"
	"testing"

	"ashar/survey"
)

func kokJar() survey.Municipality {
	return survey.Municipality{
		ID: "kok-jar", Name: text1("Көк-Жар"),
		Villages: []survey.Village{
			{ID: "besh-terek", Name: text1("Беш-Терек"), Adults: 5, Population: []survey.Stratum{
				{Sex: survey.SexFemale, Age: "18-28", Count: 70}, {Sex: survey.SexMale, Age: "18-28", Count: 60},
			}},
			{ID: "ak-suu", Name: text1("Ак-Суу"), Adults: 400},
			{ID: "tash-bulak", Name: text1("Таш-Булак")},
		},
	}
}

func TestMunicipalityVillages(t *testing.T) {
	m := kokJar()
	for id, want := range map[string]int{"besh-terek": 130, "ak-suu": 400, "tash-bulak": 0} {
		v := m.Village(id)
		if v == nil {
			t.Fatalf("Village(%s) = nil", id)
		}
		if got := v.Total(); got != want {
			t.Errorf("%s has %d adults, want %d", id, got, want)
		}
	}
	if v := m.Village("nowhere"); v != nil {
		t.Errorf("Village(nowhere) = %+v, want nil", v)
	}
}

func TestMunicipalityCheck(t *testing.T) {
	m := kokJar()
	if err := m.Check(); err != nil {
		t.Fatalf("Check of a good municipality: %v", err)
	}
	tests := []struct {
		name  string
		spoil func(*survey.Municipality)
		want  string
	}{
		{"id", func(m *survey.Municipality) { m.ID = "Көк-Жар" }, `id "Көк-Жар"`},
		{"long id", func(m *survey.Municipality) { m.ID = strings.Repeat("a", survey.MaxName+1) }, `id "aaa`},
		{"name", func(m *survey.Municipality) { m.Name = nil }, "name: missing"},
		{"no villages", func(m *survey.Municipality) { m.Villages = nil }, "villages: name at least one"},
		{"village id", func(m *survey.Municipality) { m.Villages[0].ID = "" }, `village ""`},
		{"village twice", func(m *survey.Municipality) { m.Villages[2].ID = "ak-suu" }, "village ak-suu: given twice"},
		{"village name", func(m *survey.Municipality) { m.Villages[1].Name = nil }, "village ak-suu: name: missing"},
		{"count", func(m *survey.Municipality) { m.Villages[0].Population[1].Count = -1 }, "village besh-terek: male, 18-28: fewer than no people"},
		{"stratum twice", func(m *survey.Municipality) { m.Villages[0].Population[1].Sex = survey.SexFemale }, "village besh-terek: female, 18-28: given twice"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := kokJar()
			tt.spoil(&m)
			if err := m.Check(); !errors.Is(err, survey.ErrInvalid) || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Check = %v, want an ErrInvalid that says %q", err, tt.want)
			}
		})
	}
}
