package survey_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"ashar/survey"
)

func gathered() survey.Gathering {
	women := 7
	return survey.Gathering{
		ID: "one", Rev: 1, Municipality: "kok-jar", Campaign: "needs", Kind: survey.FocusGroup, Village: "tor", Day: "2026-05-20",
		People: []survey.Stratum{{Sex: survey.SexFemale, Age: "18-28", Count: 4}, {Sex: survey.SexFemale, Count: 4}, {Sex: survey.SexMale, Count: 5}},
		Method: survey.ByHands, Tallies: []survey.GatheringTally{{Need: "water", Count: 11, Women: &women}, {Need: "roads", Count: 2}},
	}
}

func TestWhatAGatheringCannotHaveSaid(t *testing.T) {
	number := func(n int) *int { return &n }
	for what, tt := range map[string]struct {
		change func(*survey.Gathering)
		want   survey.GatheringFaultCode
	}{
		"nobody": {func(g *survey.Gathering) {
			g.People = nil
			g.Tallies[0].Count, g.Tallies[1].Count = 0, 0
			g.Tallies[0].Women = nil
		}, survey.GatheringNobody},
		"fewer than none":               {func(g *survey.Gathering) { g.People[0].Count = -1; g.Tallies[0] = survey.GatheringTally{Need: "water"} }, survey.GatheringNobody},
		"to come":                       {func(g *survey.Gathering) { g.Day = "2026-05-22" }, survey.GatheringNoDay},
		"no day":                        {func(g *survey.Gathering) { g.Day = "20.05.2026" }, survey.GatheringNoDay},
		"of no kind":                    {func(g *survey.Gathering) { g.Kind = "party" }, survey.GatheringKindOf},
		"no need":                       {func(g *survey.Gathering) { g.Tallies = nil }, survey.GatheringNothing},
		"more hands than people":        {func(g *survey.Gathering) { g.Tallies[1].Count = 14 }, survey.GatheringHands},
		"more women's hands than women": {func(g *survey.Gathering) { g.Tallies[0].Women = number(9) }, survey.GatheringWomen},
		"more women's hands than hands": {func(g *survey.Gathering) { g.Tallies[1].Women = number(3) }, survey.GatheringWomen},
		"more men's hands than men":     {func(g *survey.Gathering) { g.Tallies[0].Women = number(5) }, survey.GatheringMen},
		"a need twice":                  {func(g *survey.Gathering) { g.Tallies[1].Need = "water" }, survey.GatheringTwice},
		"no points":                     {func(g *survey.Gathering) { g.Method = survey.ByPoints }, survey.GatheringPoints},
		"more points than there were":   {func(g *survey.Gathering) { g.Method, g.Each, g.Tallies[0].Count = survey.ByPoints, 3, 38 }, survey.GatheringPoints},
		"a gap in the order":            {func(g *survey.Gathering) { g.Method, g.Tallies[0].Count, g.Tallies[1].Count = survey.ByOrder, 1, 3 }, survey.GatheringOrder},
		"a long quote":                  {func(g *survey.Gathering) { g.Quotes = []string{strings.Repeat("ө", survey.MaxQuote+1)} }, survey.GatheringTooLong},
		"long notes":                    {func(g *survey.Gathering) { g.Notes = strings.Repeat("ө", survey.MaxNotes+1) }, survey.GatheringTooLong},
	} {
		g := gathered()
		if faults := g.Faults("2026-05-21"); len(faults) > 0 {
			t.Fatalf("a good one: %+v", faults)
		}
		tt.change(&g)
		faults := g.Faults("2026-05-21")
		if len(faults) != 1 || faults[0].Code != tt.want || !slices.Contains(survey.GatheringFaultCodes(), tt.want) {
			t.Errorf("%s: got %+v, want %s", what, faults, tt.want)
		}
	}
	for what, change := range map[string]func(*survey.Gathering){
		"all the points": func(g *survey.Gathering) { g.Method, g.Each, g.Tallies[0].Count = survey.ByPoints, 3, 37 },
		"an order":       func(g *survey.Gathering) { g.Method, g.Tallies[0].Count, g.Tallies[0].Women = survey.ByOrder, 1, nil },
		"of unknown sex": func(g *survey.Gathering) {
			g.People = append(g.People, survey.Stratum{Count: 3})
			g.Tallies[1].Count = 16
		},
		"nobody raised a": func(g *survey.Gathering) { g.Tallies[1].Count = 0 },
	} {
		g := gathered()
		change(&g)
		if faults := g.Faults("2026-05-21"); len(faults) > 0 {
			t.Errorf("%s: got %+v, want no fault", what, faults)
		}
	}
}

func TestGatheringsAreEditedWithHistoryAndStruckOut(t *testing.T) {
	g := gathered()
	to := g
	to.Day, to.ID, to.Rev = "2026-05-19", "", 0
	edited, err := g.Edit(to, "kok-jar/bakyt", noon)
	if err != nil || edited.ID != "one" || edited.Rev != 2 || edited.By != "kok-jar/bakyt" || len(edited.Before) != 1 || edited.Before[0].Day != "2026-05-20" {
		t.Errorf("edited: got %+v, %v", edited, err)
	}
	if _, err := edited.Strike(" ", "kok-jar/bakyt", noon); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("without a reason: got %v", err)
	}
	struck, err := edited.Strike(" эки жолу жазылган ", "kok-jar/bakyt", noon)
	if err != nil || struck.Struck != "эки жолу жазылган" || struck.Rev != 3 || len(struck.Before) != 2 || struck.Day != "2026-05-19" {
		t.Errorf("struck out: got %+v, %v", struck, err)
	}
	if _, err := struck.Edit(to, "kok-jar/bakyt", noon); !errors.Is(err, survey.ErrStruck) || !errors.Is(err, survey.ErrClosed) {
		t.Errorf("edited after it was struck out: got %v", err)
	}
}
