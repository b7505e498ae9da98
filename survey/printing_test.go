package survey_test

import (
	"errors"
	"iter"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
)

func formsOf(forms ...survey.PaperForm) iter.Seq2[survey.PaperForm, error] {
	return func(yield func(survey.PaperForm, error) bool) {
		for _, f := range forms {
			if !yield(f, nil) {
				return
			}
		}
	}
}

func TestNumbersGoOnWhereTheyEnded(t *testing.T) {
	var r survey.PrintRegister
	for i, want := range [][2]int{{1, 40}, {41, 60}, {61, 61}} {
		run, err := r.Print(survey.PrintRun{Village: "tor", At: noon}, want[1]-want[0]+1)
		if err != nil || run.First != want[0] || run.Last != want[1] || r.Rev != int64(i+1) {
			t.Errorf("got %d to %d, revision %d, %v; want %v", run.First, run.Last, r.Rev, err, want)
		}
	}
	for _, copies := range []int{0, -1, survey.MaxPrinted + 1} {
		if _, err := r.Print(survey.PrintRun{}, copies); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%d copies: got %v", copies, err)
		}
	}
	if got := r.Of(50); got == nil || got.First != 41 {
		t.Errorf("form 50 is of %+v", got)
	}
	if got := r.Of(62); got != nil {
		t.Errorf("form 62 is of %+v", got)
	}
	for what, err := range map[string]error{
		"handed on no day":   r.Hand(1, "school", "today"),
		"more than printed":  r.Return(61, 1, 1, "2026-05-20", false),
		"less than nothing":  r.Return(1, -1, 0, "2026-05-20", false),
		"back on no day":     r.Return(1, 1, 0, "", false),
		"a word that's long": r.Hand(1, string(make([]rune, survey.MaxHanded+1)), "2026-05-20"),
	} {
		if !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want a survey.ErrInvalid", what, err)
		}
	}
	if err := r.Hand(2, "school", "2026-05-20"); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("in the midst of a run: got %v", err)
	}
}

func TestPapersAreReconciled(t *testing.T) {
	r := survey.PrintRegister{ID: "needs"}
	for _, village := range []string{"tor", "archa", "tor"} {
		if _, err := r.Print(survey.PrintRun{Village: village, At: noon}, 20); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(r.Hand(1, "enumerator  1", "2026-05-18"), r.Hand(21, "school", "2026-05-18"), r.Return(1, 6, 3, "2026-05-20", false), r.Return(21, 2, 0, "2026-05-20", true)); err != nil {
		t.Fatal(err)
	}
	form := func(number int, state survey.PaperState, village string) survey.PaperForm {
		return survey.PaperForm{ID: survey.PaperFormID("needs", survey.NewSerial(number)), Serial: survey.NewSerial(number), State: state, Village: village}
	}
	differing := form(3, survey.PaperEntered, "tor")
	differing.Second = &survey.SecondEntry{Differing: []string{"wish"}}
	got, err := survey.Reconcile(&r, formsOf(
		form(90, survey.PaperEntered, "tor"), form(1, survey.PaperEntered, "tor"), form(2, survey.PaperEntered, "archa"), differing,
		form(4, survey.PaperSpoiled, ""), form(21, survey.PaperEntered, "archa"), form(22, survey.PaperEntered, "archa"), form(23, survey.PaperTakenBack, ""),
	), false)
	if err != nil {
		t.Fatal(err)
	}
	want := survey.Reckoning{Printed: 60, Office: 20, Blank: 3, Entered: 5, TakenBack: 1, Spoiled: 1, Waiting: 2, Out: 11, Missing: 17}
	if got.All != want {
		t.Errorf("in all: got %+v, want %+v", got.All, want)
	}
	if len(got.Villages) != 2 || got.Villages[0].Village != "tor" || got.Villages[0].Printed != 40 || got.Villages[1].Missing != 17 {
		t.Errorf("by village: %+v", got.Villages)
	}
	serials := func(forms []survey.PaperForm) (all []string) {
		for _, f := range forms {
			all = append(all, f.Serial)
		}
		return all
	}
	for what, tt := range map[string]struct {
		got  []survey.PaperForm
		want int
	}{"never printed": {got.Unprinted, 90}, "elsewhere": {got.Elsewhere, 2}, "differing": {got.Differing, 3}, "spoiled": {got.Spoiled, 4}} {
		if !slices.Equal(serials(tt.got), []string{survey.NewSerial(tt.want)}) {
			t.Errorf("%s: got %v, want %d", what, serials(tt.got), tt.want)
		}
	}
	over, err := survey.Reconcile(&r, formsOf(), true)
	if err != nil || over.All.Out != 0 || over.Runs[0].Missing != 11 {
		t.Errorf("when the survey is over: got %+v, %v", over.All, err)
	}
	broken := errors.New("broken")
	if _, err := survey.Reconcile(&r, func(yield func(survey.PaperForm, error) bool) { yield(survey.PaperForm{}, broken) }, false); !errors.Is(err, broken) {
		t.Errorf("got %v, want the error of the forms", err)
	}
}

// TestEveryFormIsSomewhere draws what was noted and what was typed in, in any order and however contradictory.
func TestEveryFormIsSomewhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var r survey.PrintRegister
		for range rapid.IntRange(0, 4).Draw(t, "runs") {
			run, err := r.Print(survey.PrintRun{Village: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "village"), At: noon}, rapid.IntRange(1, 12).Draw(t, "copies"))
			if err != nil {
				t.Fatal(err)
			}
			if rapid.Bool().Draw(t, "handed") {
				_ = r.Hand(run.First, "school", "2026-05-20")
			}
			_ = r.Return(run.First, rapid.IntRange(0, 12).Draw(t, "filled"), rapid.IntRange(0, 12).Draw(t, "blank"), "2026-05-21", rapid.Bool().Draw(t, "settled")) // it may be refused
		}
		var forms []survey.PaperForm
		for _, number := range rapid.SliceOfDistinct(rapid.IntRange(1, 60), rapid.ID[int]).Draw(t, "forms") {
			state := rapid.SampledFrom([]survey.PaperState{survey.PaperEntered, survey.PaperSpoiled, survey.PaperTakenBack}).Draw(t, "state")
			forms = append(forms, survey.PaperForm{Serial: survey.NewSerial(number), State: state})
		}
		got, err := survey.Reconcile(&r, formsOf(forms...), rapid.Bool().Draw(t, "over"))
		if err != nil {
			t.Fatal(err)
		}
		var villages survey.Reckoning
		for _, v := range got.Villages {
			villages.Printed += v.Printed
		}
		a := got.All
		if sum := a.Office + a.Blank + a.Entered + a.TakenBack + a.Spoiled + a.Waiting + a.Out + a.Missing - a.Excess; sum != a.Printed || a.Printed != r.Next()-1 || villages.Printed != a.Printed {
			t.Errorf("of %d forms %d are somewhere: %+v", a.Printed, sum, a)
		}
		if a.Entered+a.TakenBack+a.Spoiled+len(got.Unprinted) != len(forms) {
			t.Errorf("of %d forms that were dealt with, %+v and %d never printed", len(forms), a, len(got.Unprinted))
		}
		for _, n := range []int{a.Office, a.Waiting, a.Out, a.Missing, a.Excess} {
			if n < 0 {
				t.Errorf("less than none: %+v", a)
			}
		}
	})
}
