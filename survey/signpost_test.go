package survey_test

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
)

// atlas is a Gazetteer in memory.
type atlas struct {
	municipalities []survey.Municipality
	campaigns      []survey.Campaign
	doors          []survey.Door
	reads          int
	err            error
}

func stream[T any](all []T, err error, of func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range all {
			if of(x) && !yield(x, nil) {
				return
			}
		}
		if err != nil {
			var none T
			yield(none, err)
		}
	}
}

func (a *atlas) Municipalities(context.Context) iter.Seq2[survey.Municipality, error] {
	a.reads++
	return stream(a.municipalities, nil, func(survey.Municipality) bool { return true })
}

func (a *atlas) Campaigns(_ context.Context, m string) iter.Seq2[survey.Campaign, error] {
	return stream(a.campaigns, nil, func(c survey.Campaign) bool { return c.Municipality == m })
}

func (a *atlas) Doors(_ context.Context, campaign string) iter.Seq2[survey.Door, error] {
	return stream(a.doors, a.err, func(d survey.Door) bool { return d.Campaign == campaign })
}

// kyrgyzstan has two aiyl aimaks with an open campaign each, and one that was closed; its
// places are invented.
func kyrgyzstan() *atlas {
	village := func(id, ky, ru, en string) survey.Village {
		return survey.Village{ID: id, Name: survey.Text{"ky": ky, "ru": ru, "en": en}}
	}
	a := &atlas{
		municipalities: []survey.Municipality{
			{ID: "kok-jar", Name: survey.Text{"ky": "Көк-Жар айыл аймагы", "ru": "Кок-Жарский айылный аймак", "en": "Kok-Jar aiyl aimak"}, Villages: []survey.Village{
				village("archa", "Арча-Булак", "Арча-Булак", "Archa-Bulak"), village("keng", "Кең-Төр", "Кен-Тёр", "Keng-Tor"),
				village("jon", "Жөн-Дөбө", "Джон-Дёбё", "Jon-Dobo"),
			}},
			{ID: "ak-suu", Name: survey.Text{"ky": "Ак-Суу", "ru": "Ак-Суу"}, Villages: []survey.Village{
				village("archa2", "Арча-Булак", "Арча-Булак", "Archa-Bulak"), village("ala", "Ала-Бел", "Ала-Бель", "Ala-Bel"),
			}},
		},
		campaigns: []survey.Campaign{
			{ID: "jar", Municipality: "kok-jar", Status: survey.StatusOpen}, {ID: "suu", Municipality: "ak-suu", Status: survey.StatusOpen},
			{ID: "draft", Municipality: "ak-suu", Status: survey.StatusDraft}, {ID: "old", Municipality: "ak-suu", Status: survey.StatusClosed},
		},
	}
	for i, c := range []struct{ campaign, village string }{
		{"jar", "archa"}, {"jar", "keng"}, {"jar", "keng"}, {"jar", "jon"}, {"jar", "nowhere"}, {"suu", "archa2"}, {"suu", "ala"}, {"draft", "ala"}, {"old", "ala"},
	} {
		a.doors = append(a.doors, survey.Door{Code: "ABCDE" + string(rune('2'+i)), Campaign: c.campaign, Village: c.village})
	}
	return a
}

// A village is found however its name is typed.
func TestAVillageIsFoundByItsName(t *testing.T) {
	s := survey.NewSignpost(kyrgyzstan(), time.Now)
	for _, c := range []struct {
		typed string
		want  []string
	}{
		{"Кең-Төр", []string{"jar keng"}},
		{"кен тор", []string{"jar keng"}},
		{"КЕҢТӨР айылы", []string{"jar keng"}},
		{"село Кен-Тёр", []string{"jar keng"}},
		{"kengtor", []string{"jar keng"}},
		{"Keñ-Tör", []string{"jar keng"}},
		{"Кең-Тор", []string{"jar keng"}},
		{"кентро", []string{"jar keng"}}, // two letters changed places
		{"Арча-Булак", []string{"suu archa2", "jar archa"}},
		{"арча булаг", []string{"suu archa2", "jar archa"}},
		{"arça bulak", []string{"suu archa2", "jar archa"}},
		{"арч", []string{"suu archa2", "jar archa"}},
		{"ар", nil},
		{"жондобо", []string{"jar jon"}},
		{"Джон-Добо", []string{"jar jon"}},
		{"Zhon-Dobo", []string{"jar jon"}},
		{"ала бел", []string{"suu ala", "old ala"}},
		{"Көк-Жар", []string{"jar archa", "jar jon", "jar keng"}},
		{"kok-jar aiyl aimagy", []string{"jar archa", "jar jon", "jar keng"}},
		{"Бишкек", nil},
		{"айыл", nil},
		{"  ", nil},
		{"🙂", nil},
	} {
		ways, err := s.Find(t.Context(), c.typed)
		if err != nil {
			t.Fatalf("%q: %v", c.typed, err)
		}
		var got []string
		for _, w := range ways {
			got = append(got, w.Campaign.ID+" "+w.Door.Village)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.typed, diff)
		}
	}
}

// The villages are read anew after a while, and after a failure at once.
func TestASignpostFollowsTheCampaigns(t *testing.T) {
	now := time.Now()
	a := kyrgyzstan()
	a.err = errors.New("the store is away")
	s := survey.NewSignpost(a, func() time.Time { return now })
	find := func() []survey.Way {
		ways, err := s.Find(t.Context(), "Ала-Бел")
		if err != nil && a.err == nil {
			t.Fatal(err)
		}
		return ways
	}
	if find(); a.reads != 1 {
		t.Fatalf("read %d times", a.reads)
	}
	a.err = nil
	if ways := find(); len(ways) != 2 || a.reads != 2 {
		t.Errorf("after a failure: got %d ways after %d reads, want 2 after 2", len(ways), a.reads)
	}
	a.doors = slices.DeleteFunc(a.doors, func(d survey.Door) bool { return d.Campaign == "old" })
	if ways := find(); len(ways) != 2 || a.reads != 2 {
		t.Errorf("at once: got %d ways after %d reads, want 2 after 2", len(ways), a.reads)
	}
	now = now.Add(time.Minute)
	if ways := find(); len(ways) != 1 || a.reads != 3 {
		t.Errorf("later: got %d ways after %d reads, want 1 after 3", len(ways), a.reads)
	}
}

// What an interview was begun in is found by it, also when that is closed.
func TestWhereAnInterviewWasBegun(t *testing.T) {
	s := survey.NewSignpost(kyrgyzstan(), time.Now)
	w, ok, err := s.Of(t.Context(), "old", "ala")
	if err != nil || !ok || w.Village.In("ky") != "Ала-Бел" || w.Campaign.ID != "old" {
		t.Errorf("got %+v, %v, %v", w, ok, err)
	}
	if _, ok, err := s.Of(t.Context(), "old", "keng"); ok || err != nil {
		t.Errorf("a village where it did not ask: got %v, %v", ok, err)
	}
}

// TestASignpostKnowsOldNames finds a village by what it was called, and by what was merged into it; a campaign of
// before keeps its own.
func TestASignpostKnowsOldNames(t *testing.T) {
	a := kyrgyzstan()
	m := &a.municipalities[0]
	a.campaigns[0].Opens, a.campaigns[0].Villages = on(1, 1).AddDate(0, -1, 0), []string{"archa", "keng", "jon"}
	must(t, m.Village("jon").Rename(survey.Text{"ky": "Ынтымак"}, on(1, 1)))
	must(t, m.Succeed(on(2, 1), []string{"archa", "keng"}, survey.Village{Name: survey.Text{"ky": "Достук"}, Aliases: []string{"Совхоз"}}))
	a.campaigns = append(a.campaigns, survey.Campaign{ID: "later", Municipality: "kok-jar", Status: survey.StatusOpen, Opens: on(3, 1)})
	a.doors = append(a.doors, survey.Door{Code: "LATER2", Campaign: "later", Municipality: "kok-jar", Village: "dostuk"},
		survey.Door{Code: "LATER3", Campaign: "later", Municipality: "kok-jar", Village: "jon"})
	s := survey.NewSignpost(a, func() time.Time { return on(4, 1) })
	for typed, want := range map[string]string{
		"кең төр": "jar Кең-Төр, later Достук", "совхоз": "later Достук", "жон добо": "jar Жөн-Дөбө, later Ынтымак",
	} {
		ways, err := s.Find(t.Context(), typed)
		must(t, err)
		var got []string
		for _, w := range ways {
			got = append(got, w.Campaign.ID+" "+w.Village["ky"])
		}
		slices.Sort(got)
		if got := strings.Join(got, ", "); got != want {
			t.Errorf("%s: got %s, want %s", typed, got, want)
		}
	}
}
