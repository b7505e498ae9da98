package appraisal_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/prioritize/budget"
	"ashar/survey"
)

// said answers all of PEARL with yes, but for some.
func said(need string, effectiveness int, no ...appraisal.Letter) appraisal.Said {
	s := appraisal.Said{Need: need, Effectiveness: new(effectiveness), Pearl: map[appraisal.Letter]appraisal.Answered{}}
	for _, l := range appraisal.Letters() {
		s.Pearl[l] = appraisal.Answered{Answer: appraisal.Yes}
	}
	for _, l := range no {
		s.Pearl[l] = appraisal.Answered{Answer: appraisal.No}
	}
	return s
}

// item is a need that a part of the people chose, 0..1, and finds so grave.
func item(code string, rank int, share, grave float64) prioritize.Item {
	return prioritize.Item{Need: prioritize.Need{Code: code}, Rank: rank, Share: &share, Severity: &prioritize.Grave{Mean: grave}}
}

// TestCompositeByCalculator is the example of docs/criteria.md: water is chosen by 60 % and its mean severity is 0.8 of 1,
// so that A is 6 and B 8 of 10, or 16 of 20.
func TestCompositeByCalculator(t *testing.T) {
	a := appraisal.Appraisal{}
	a.Take([]appraisal.Edit{
		{said("water", 5), appraisal.Said{Need: "water"}.Mark()},
		{said("roads", 9), appraisal.Said{Need: "roads"}.Mark()},
		{said("power", 10, appraisal.Propriety), appraisal.Said{Need: "power"}.Mark()},
		{appraisal.Said{Need: "light", Effectiveness: new(3)}, appraisal.Said{Need: "light"}.Mark()},
	}, "kok-jar/aigul", noon)
	items := []prioritize.Item{item("water", 1, 0.6, 0.8), item("roads", 2, 0.5, 0.5), item("power", 3, 0.4, 0.9), item("light", 4, 0.3, 0.2), item("park", 5, 0.1, 0.1)}
	for v, want := range map[prioritize.Variant]string{
		prioritize.NACCHO: "water 1: 110 is 2; roads 2: 135 is 1; power 3: 0 is 3; light 4: -; park 5: -", // (6 + 2 x 8) x 5; (5 + 2 x 5) x 9
		prioritize.UIC:    "water 1: 36.666667 is 3; roads 2: 45 is 2; power 3: 73.333333 is 1; light 4: 7 is 4; park 5: -",
		prioritize.OPR:    "water 1: 36.666667 is 2; roads 2: 45 is 1; power 3: 0 is 3; light 4: -; park 5: -",
	} {
		a.Variant = v
		rated, err := a.Rate(items)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range appraisal.Beside(rated, nil) {
			got = append(got, placed(p))
		}
		if got := strings.Join(got, "; "); got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", v, got, want)
		}
	}
	a.Variant = ""
	rated, err := a.Rate(items)
	if err != nil || *rated[0].Composite != 110 {
		t.Errorf("by default it is %v, %v", rated, err)
	}
	hall := appraisal.Beside(rated, map[string]appraisal.Decision{"roads": {Vote: 1, Final: 2, Why: "жол быйыл оңдолот"}})
	if hall[0].Hearing != nil || hall[1].Hearing == nil || hall[1].Hearing.Final != 2 || hall[1].Survey != 2 {
		t.Errorf("beside the hearing: %+v", hall)
	}
}

func placed(p appraisal.Place) string {
	if p.Composite == nil {
		return p.Need + " " + itoa(p.Survey) + ": -"
	}
	return p.Need + " " + itoa(p.Survey) + ": " + trim(*p.Composite) + " is " + itoa(*p.CompositeRank)
}

func TestWhatIsNotOnesOwnIsForLobbying(t *testing.T) {
	need := func(code string, competence ...string) prioritize.Need {
		x := prioritize.Need{Code: code}
		for _, c := range competence {
			x.Competence = append(x.Competence, prioritize.Term{Code: c})
		}
		return x
	}
	a := appraisal.Appraisal{Needs: []appraisal.Said{
		{Need: "kinder", Owner: appraisal.Other, With: "фонд"}, {Need: "power", Owner: appraisal.Local}, {Need: "roads", Owner: appraisal.State, With: "район"},
	}}
	var got []string
	for _, l := range a.Lobby([]prioritize.Need{
		need("water", "local"), need("roads", "local"), need("kinder", "local", "state"), need("power", "state"), need("school", "state"), need("tea"),
	}) {
		got = append(got, strings.TrimSpace(l.Need.Code+" "+string(l.Owner)+" "+l.With))
	}
	if diff := cmp.Diff([]string{"roads state район", "kinder other фонд", "school"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestTwoWhoWriteAtOnceLoseNothing has two people open the form, and send it back one after another.
func TestTwoWhoWriteAtOnceLoseNothing(t *testing.T) {
	var a appraisal.Appraisal
	empty := func(code string) string { return appraisal.Said{Need: code}.Mark() }
	aigul := []appraisal.Edit{{said("water", 5), empty("water")}, {said("roads", 5), empty("roads")}, {appraisal.Said{Need: "light"}, empty("light")}}
	bakyt := []appraisal.Edit{
		{appraisal.Said{Need: "water"}, empty("water")}, // he wrote nothing of it
		{said("roads", 7), empty("roads")},              // another thing
		{said("light", 2), empty("light")},
	}
	changed, clashes := a.Take(aigul, "aigul", noon)
	if len(changed) != 2 || len(clashes) != 0 {
		t.Fatalf("the first: %d changed, %v", len(changed), clashes)
	}
	changed, clashes = a.Take(bakyt, "bakyt", noon.Add(time.Minute))
	if len(changed) != 1 || changed[0].After.Need != "light" || len(clashes) != 1 || *clashes[0].Effectiveness != 5 || clashes[0].By != "aigul" {
		t.Errorf("the second: %+v, %+v", changed, clashes)
	}
	if *a.Of("water").Effectiveness != 5 || *a.Of("roads").Effectiveness != 5 || a.Of("light").By != "bakyt" {
		t.Errorf("there is %+v", a.Needs)
	}
	// Having seen it he means it.
	_, clashes = a.Take([]appraisal.Edit{{said("roads", 7), clashes[0].Mark()}}, "bakyt", noon)
	if len(clashes) != 0 || *a.Of("roads").Effectiveness != 7 {
		t.Errorf("once he has seen it: %+v, %+v", clashes, a.Of("roads"))
	}
	changed, _ = a.Take([]appraisal.Edit{{appraisal.Said{Need: "roads"}, a.Of("roads").Mark()}}, "bakyt", noon)
	if len(changed) != 1 || len(a.Needs) != 2 {
		t.Errorf("emptied: %+v", a.Needs)
	}
	if a.Choose(prioritize.NACCHO, prioritize.NACCHO) || !a.Choose(prioritize.UIC, prioritize.NACCHO) || a.Choose(prioritize.NACCHO, prioritize.NACCHO) || a.Composite() != prioritize.UIC {
		t.Errorf("the composite is by %s", a.Composite())
	}
}

func TestTwoWhoPlanAtOnceLoseNothing(t *testing.T) {
	var a appraisal.Appraisal
	start := a.Budget.Mark()
	well := appraisal.Project{ID: "a", Name: "Скважина", Need: "water", Som: 100}
	bridge := appraisal.Project{ID: "b", Name: "Мост", Need: "roads", Som: 200}
	out := a.Plan(appraisal.Plan{Budget: appraisal.Budget{Som: 500}, Seen: start, Projects: []appraisal.ProjectEdit{{Project: well}}}, "aigul", noon)
	if !out.Budget || len(out.Changed) != 1 || out.Clashes() {
		t.Errorf("the first: %+v", out)
	}
	if again := a.Plan(appraisal.Plan{Budget: appraisal.Budget{Som: 500}, Seen: start, Projects: []appraisal.ProjectEdit{{Project: well}}}, "aigul", noon); again.Changes() || again.Clashes() {
		t.Errorf("a second tap on the button: %+v", again)
	}
	out = a.Plan(appraisal.Plan{Budget: appraisal.Budget{Som: 900}, Seen: start, Projects: []appraisal.ProjectEdit{{Project: bridge}}}, "bakyt", noon)
	if !out.BudgetClash || out.Budget || len(out.Changed) != 1 || a.Budget.Som != 500 || len(a.Projects) != 2 {
		t.Errorf("the second: %+v, %+v", out, a)
	}
	seen, dear := a.Projects[0].Mark(), well
	dear.Som = 150
	a.Plan(appraisal.Plan{Budget: a.Budget, Seen: a.Budget.Mark(), Projects: []appraisal.ProjectEdit{{Project: dear, Seen: seen}}}, "aigul", noon)
	out = a.Plan(appraisal.Plan{Budget: a.Budget, Seen: a.Budget.Mark(), Projects: []appraisal.ProjectEdit{{Project: well, Seen: seen, Remove: true}}}, "bakyt", noon)
	if len(out.ProjectClashes) != 1 || out.ProjectClashes[0].Som != 150 || len(a.Projects) != 2 {
		t.Errorf("removed what another had changed: %+v", out)
	}
	out = a.Plan(appraisal.Plan{Budget: a.Budget, Seen: a.Budget.Mark(), Projects: []appraisal.ProjectEdit{{Project: dear, Seen: a.Projects[0].Mark(), Remove: true}}}, "bakyt", noon)
	if len(out.Changed) != 1 || len(a.Projects) != 1 || a.Projects[0].ID != "b" {
		t.Errorf("removed: %+v, %+v", out, a.Projects)
	}
	out = a.Plan(appraisal.Plan{Budget: a.Budget, Seen: a.Budget.Mark(), Projects: []appraisal.ProjectEdit{{Project: well, Seen: seen}, {Project: bridge, Seen: "older"}}}, "aigul", noon)
	if out.Changes() || out.Clashes() {
		t.Errorf("what was left as it was, of a project that is gone: %+v", out)
	}
}

func TestCostsOfferProjects(t *testing.T) {
	a := appraisal.Appraisal{
		Needs: []appraisal.Said{
			{Need: "light", Cost: appraisal.Cost{Som: 700}}, {Need: "power", Cost: appraisal.Cost{Som: 900}, Owner: appraisal.State}, {Need: "roads"},
			{Need: "water", Cost: appraisal.Cost{Som: 800}, Owner: appraisal.Local},
		},
		Projects: []appraisal.Project{{ID: "a", Need: "water", Som: 1}},
	}
	got := a.Offer(strings.ToUpper, func() string { return "new" })
	want := []appraisal.ProjectEdit{{Project: appraisal.Project{ID: "new", Name: "LIGHT", Need: "light", Som: 700}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatCannotBeSaidIsRefused(t *testing.T) {
	for code, spoil := range map[appraisal.FaultCode]func(*appraisal.Appraisal){
		appraisal.OffScale:    func(a *appraisal.Appraisal) { a.Needs[0].Effectiveness = new(11) },
		appraisal.NoChoice:    func(a *appraisal.Appraisal) { a.Needs[0].Owner = "nobody" },
		appraisal.OutOfBounds: func(a *appraisal.Appraisal) { a.Projects[0].Som = 0 },
		appraisal.TooLong:     func(a *appraisal.Appraisal) { a.Needs[0].Cost.Note = strings.Repeat("ө", appraisal.MaxNote+1) },
		appraisal.Unknown:     func(a *appraisal.Appraisal) { a.Projects[0].Village = "osh" },
		appraisal.Nameless:    func(a *appraisal.Appraisal) { a.Projects[0].Name = "" },
		appraisal.TooMany: func(a *appraisal.Appraisal) {
			a.Projects = nil
			for i := range appraisal.MaxProjects + 1 {
				a.Projects = append(a.Projects, appraisal.Project{ID: itoa(i), Name: "x", Need: "n0", Som: 1})
			}
		},
		appraisal.Twice: func(a *appraisal.Appraisal) { a.Projects = append(a.Projects, a.Projects[0]) },
	} {
		a := plan(100, 10)
		a.Needs = []appraisal.Said{said("n0", 5)}
		if err := a.Check([]string{"n0"}, []string{"v0"}); err != nil {
			t.Fatalf("without a fault: %v", err)
		}
		spoil(a)
		f := a.Faults([]string{"n0"}, []string{"v0"})
		if err := a.Check([]string{"n0"}, []string{"v0"}); len(f) != 1 || f[0].Code != code || !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %+v, %v", code, f, err)
		}
	}
	a := plan(100, 10)
	a.Variant, a.Budget.Utility, a.Budget.Completion, a.Budget.Som = "best", "joy", "all", -1
	if f := a.Faults([]string{"n0"}, nil); len(f) != 4 {
		t.Errorf("got %+v", f)
	}
	if b := (appraisal.Budget{}).Filled(); b.Utility != budget.Cost || b.Completion != budget.Add1GreedyFill {
		t.Errorf("by default: %+v", b)
	}
}
