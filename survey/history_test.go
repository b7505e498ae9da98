package survey_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
)

// on is the beginning of a day of 2026.
func on(month time.Month, day int) time.Time {
	return time.Date(2026, month, day, 0, 0, 0, 0, time.UTC)
}

func namesOf(villages []survey.Village) string {
	var names []string
	for _, v := range villages {
		names = append(names, v.ID+" "+v.Name["ky"])
	}
	return strings.Join(names, ", ")
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestMergedVillagesStayInTheirCampaigns(t *testing.T) {
	m := kokJar()
	m.Year = 2025
	spring := survey.Campaign{Opens: on(4, 1), Villages: []string{"besh-terek", "ak-suu", "tash-bulak"}}
	untold := survey.Campaign{Opens: on(4, 1)}
	before := m.For(&spring)
	must(t, m.Rename(text1("Жаңы-Жар"), on(6, 1)))
	must(t, m.Village("tash-bulak").Rename(text1("Булак"), on(5, 1)))
	must(t, m.Succeed(on(6, 1), []string{"besh-terek", "tash-bulak"}, survey.Village{Name: text1("Беш-Терек"), Adults: 210}))
	must(t, m.Check())
	for what, c := range map[string]survey.Campaign{"told": spring, "untold": untold} {
		if diff := cmp.Diff(before, m.For(&c)); diff != "" {
			t.Errorf("%s: the campaign of before sees it otherwise (-before +after):\n%s", what, diff)
		}
	}
	for day, want := range map[time.Time]string{
		on(5, 31): "besh-terek Беш-Терек, ak-suu Ак-Суу, tash-bulak Булак",
		on(6, 1):  "ak-suu Ак-Суу, besh-terek-2 Беш-Терек",
	} {
		current := m.Current(day)
		if got := namesOf(current); got != want {
			t.Errorf("on %s there are %s, want %s", day.Format(time.DateOnly), got, want)
		}
	}
	autumn := survey.Campaign{Opens: on(9, 1)}
	now := m.For(&autumn)
	if got, want := now.Name["ky"]+": "+namesOf(now.Villages), "Жаңы-Жар: ak-suu Ак-Суу, besh-terek-2 Беш-Терек"; got != want {
		t.Errorf("a campaign of after asks in %s, want %s", got, want)
	}
	if got, want := m.KnownAs(m.Village("besh-terek-2")), []string{"Беш-Терек", "Булак", "Таш-Булак"}; !slices.Equal(got, want) {
		t.Errorf("it is known as %q, want %q", got, want)
	}
}

func TestADividedVillageEndsAndItsPartsBegin(t *testing.T) {
	m := kokJar()
	must(t, m.Succeed(on(3, 1), []string{"ak-suu"}, survey.Village{Name: text1("Ак-Суу")}, survey.Village{Name: text1("Кең-Төр")}))
	want := "besh-terek Беш-Терек, ak-suu-2 Ак-Суу, ken-tor Кең-Төр, tash-bulak Таш-Булак"
	if got := namesOf(m.Current(on(3, 1))); got != want {
		t.Errorf("there are %s, want %s", got, want)
	}
	must(t, m.Succeed(on(4, 1), []string{"tash-bulak"})) // nobody lives there any more
	for name, succeed := range map[string]func() error{
		"one that ended":  func() error { return m.Succeed(on(5, 1), []string{"ak-suu"}) },
		"one twice":       func() error { return m.Succeed(on(5, 1), []string{"ken-tor", "ken-tor"}) },
		"none such":       func() error { return m.Succeed(on(5, 1), []string{"nosuch"}) },
		"before it began": func() error { return m.Succeed(on(2, 1), []string{"ken-tor"}) },
		"no name":         func() error { return m.Succeed(on(5, 1), []string{"ken-tor"}, survey.Village{}) },
		"all":             func() error { return m.Succeed(on(5, 1), []string{"besh-terek", "ken-tor", "ak-suu-2"}) },
	} {
		kept := m
		m = m.Clone()
		if err := succeed(); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", name, err)
		}
		m = kept
	}
}

func TestClosedCampaignsKeepThePopulationOfTheirTime(t *testing.T) {
	m := kokJar()
	m.Source, m.Year = text1("паспорт"), 2025
	closed := survey.Campaign{Opens: on(3, 1), Closes: on(4, 1)}
	running := survey.Campaign{Opens: on(3, 1)}
	adults := func(c survey.Campaign) string {
		view := m.For(&c)
		return fmt.Sprint(view.Year, view.Village("ak-suu").Total(), view.Village("besh-terek").Total())
	}
	count := func(n int) []survey.People { return []survey.People{{Village: "ak-suu", Adults: n}} }
	must(t, m.Recount(on(3, 2), m.Source, 2025, count(410)))
	if got := adults(closed) + "; " + adults(running); got != "2025 410 130; 2025 410 130" {
		t.Errorf("after a correction: got %s", got)
	}
	must(t, m.Recount(on(5, 1), text1("эсеп"), 2026, count(450)))
	if got := adults(closed) + "; " + adults(running); got != "2025 410 130; 2026 450 130" {
		t.Errorf("after the next year's count: got %s", got)
	}
	must(t, m.Check())
	if err := m.Recount(on(5, 1), nil, 2026, []survey.People{{Village: "nosuch"}}); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("people of nowhere: got %v, want ErrInvalid", err)
	}
}

func TestNamesFollowOneAnother(t *testing.T) {
	m := kokJar()
	must(t, m.Rename(text1("Б"), on(2, 1)))
	must(t, m.Rename(text1("В"), on(3, 1)))
	for day, want := range map[time.Time]string{on(1, 31): "Көк-Жар", on(2, 1): "Б", on(2, 28): "Б", on(3, 1): "В"} {
		c := survey.Campaign{Opens: day}
		view := m.For(&c)
		if got := view.Name["ky"]; got != want {
			t.Errorf("on %s: got %s, want %s", day.Format(time.DateOnly), got, want)
		}
	}
	for what, err := range map[string]error{"before the last": m.Rename(text1("Г"), on(3, 1)), "without a name": m.Rename(nil, on(4, 1))} {
		if !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want ErrInvalid", what, err)
		}
	}
}

func TestVillageIDs(t *testing.T) {
	m := kokJar()
	for name, want := range map[string]string{"Кең-Төр": "ken-tor", "Ак-Суу": "ak-suu-2", "1-май": "v-1-mai", "???": "v", "Ысык-Көл айылы": "isik-kol-aiili"} {
		if got := m.VillageID(text1(name)); got != want {
			t.Errorf("%s: got %s, want %s", name, got, want)
		}
	}
}

// TestHistoryIsKept does anything to a municipality, in any order, and looks at it through the campaigns of every day.
// Every count is of another year: of the same it would be a correction, for all campaigns.
func TestHistoryIsKept(t *testing.T) {
	counted := func() survey.Municipality {
		m := kokJar()
		m.Village("tash-bulak").Adults = 90
		return m
	}
	rapid.Check(t, func(t *rapid.T) {
		m := counted()
		var campaigns []survey.Campaign
		var seen []survey.Municipality
		day := on(1, 1)
		for range rapid.IntRange(1, 8).Draw(t, "deeds") {
			day = day.AddDate(0, 0, 1)
			c := survey.Campaign{Opens: day, Closes: day.Add(time.Hour)}
			for _, v := range m.Current(day) {
				c.Villages = append(c.Villages, v.ID)
			}
			campaigns, seen = append(campaigns, c), append(seen, m.For(&c))
			day = day.AddDate(0, 0, 1)
			var ids []string
			for _, v := range m.Current(day) {
				ids = append(ids, v.ID)
			}
			name := text1(rapid.SampledFrom([]string{"Ак-Суу", "Кең-Төр", "Жар", "Өрүктү"}).Draw(t, "name"))
			next, some := m.Clone(), rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, -1, rapid.ID).Draw(t, "villages")
			var err error
			switch rapid.SampledFrom([]string{"rename", "rename village", "succeed", "recount", "follow"}).Draw(t, "deed") {
			case "rename":
				err = next.Rename(name, day)
			case "rename village":
				err = next.Village(some[0]).Rename(name, day)
			case "succeed":
				parts := []survey.Village{{Name: name, Adults: 70}, {Name: name, Adults: 60}}
				err = next.Succeed(day, some, parts[:rapid.IntRange(0, 2).Draw(t, "parts")]...)
			case "recount":
				err = next.Recount(day, text1("э"), day.YearDay(), []survey.People{{Village: some[0], Adults: rapid.IntRange(1, 900).Draw(t, "adults")}})
			case "follow":
				said := counted()
				said.Year = day.YearDay()
				said.Villages = said.Villages[rapid.IntRange(0, 2).Draw(t, "from"):]
				if next, err = m.Follow(day, said); err == nil {
					again, err := next.Follow(day.Add(time.Hour), said)
					if diff := cmp.Diff(next, again); diff != "" || err != nil {
						t.Fatalf("what was said is said again: %v\n%s", err, diff)
					}
				}
			}
			if err == nil {
				m = next
			} else if !errors.Is(err, survey.ErrInvalid) {
				t.Fatal(err)
			}
			if err := m.Check(); err != nil {
				t.Fatal(err)
			}
		}
		for i, c := range campaigns {
			if diff := cmp.Diff(seen[i], m.For(&c)); diff != "" {
				t.Fatalf("the campaign of %s sees it otherwise (-then +now):\n%s", c.Opens.Format(time.DateOnly), diff)
			}
		}
	})
}
