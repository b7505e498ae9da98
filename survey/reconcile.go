package survey

import (
	"cmp"
	"iter"
	"slices"
)

// Reckoning is how many printed forms there are of each fate. Printed is the sum of Office, Blank, Entered, TakenBack,
// Spoiled, Waiting, Out and Missing, unless more came back than were printed, which is Excess.
type Reckoning struct {
	Printed   int
	Office    int // not handed out yet
	Blank     int // came back without answers
	Entered   int // typed in
	TakenBack int // typed in, and the respondent took the answers back
	Spoiled   int // came back and cannot be typed in
	Waiting   int // came back with answers and are not typed in
	Out       int // with those whom they were handed to
	Missing   int // did not come back, and no more come
	Excess    int // came back beyond those that were printed
}

func (r *Reckoning) add(o Reckoning) {
	r.Printed += o.Printed
	r.Office += o.Office
	r.Blank += o.Blank
	r.Entered += o.Entered
	r.TakenBack += o.TakenBack
	r.Spoiled += o.Spoiled
	r.Waiting += o.Waiting
	r.Out += o.Out
	r.Missing += o.Missing
	r.Excess += o.Excess
}

// RunReckoning is what became of the forms of one run.
type RunReckoning struct {
	PrintRun
	Reckoning
}

// VillageReckoning is what became of the forms that were printed for a village.
type VillageReckoning struct {
	Village string
	Reckoning
}

// Reconciliation holds the forms that were printed against those of which something became.
type Reconciliation struct {
	All      Reckoning
	Villages []VillageReckoning // in the order in which forms were first printed for them
	Runs     []RunReckoning
	// Unprinted are forms of which something became and that nobody printed here.
	Unprinted []PaperForm
	// Elsewhere are forms that were typed in for another village than they were printed for.
	Elsewhere []PaperForm
	// Differing are forms that were typed in twice, and differently, where nobody has said yet what stands on the paper.
	Differing []PaperForm
	// Spoiled are the forms that cannot be typed in.
	Spoiled []PaperForm
}

// Reconcile does so for a campaign: over says that it takes no answers any more, so that what is out is missing. What is
// listed is in the order of the numbers. The error is that of forms.
func Reconcile(register *PrintRegister, forms iter.Seq2[PaperForm, error], over bool) (Reconciliation, error) {
	var all Reconciliation
	runs := make([]RunReckoning, len(register.Runs))
	at := map[int]int{} // by the first number
	for i, run := range register.Runs {
		runs[i].PrintRun = run
		at[run.First] = i
	}
	for form, err := range forms {
		if err != nil {
			return all, err
		}
		if form.State == PaperSpoiled {
			all.Spoiled = append(all.Spoiled, form)
		}
		if s := form.Second; s != nil && len(s.Settled) < len(s.Differing) {
			all.Differing = append(all.Differing, form)
		}
		_, number, err := ParseSerial(form.Serial)
		run := register.Of(number)
		if err != nil || run == nil {
			all.Unprinted = append(all.Unprinted, form)
			continue
		}
		r := &runs[at[run.First]]
		switch form.State {
		case PaperEntered:
			r.Entered++
			if form.Village != "" && form.Village != run.Village {
				all.Elsewhere = append(all.Elsewhere, form)
			}
		case PaperTakenBack:
			r.TakenBack++
		case PaperSpoiled:
			r.Reckoning.Spoiled++
		}
	}
	for i := range runs {
		r := &runs[i]
		r.reckon(over)
		all.All.add(r.Reckoning)
		v := slices.IndexFunc(all.Villages, func(v VillageReckoning) bool { return v.Village == r.Village })
		if v < 0 {
			v = len(all.Villages)
			all.Villages = append(all.Villages, VillageReckoning{Village: r.Village})
		}
		all.Villages[v].add(r.Reckoning)
	}
	all.Runs = runs
	for _, list := range [][]PaperForm{all.Unprinted, all.Elsewhere, all.Differing, all.Spoiled} {
		slices.SortFunc(list, func(a, b PaperForm) int {
			_, m, _ := ParseSerial(a.Serial)
			_, n, _ := ParseSerial(b.Serial)
			return cmp.Or(cmp.Compare(m, n), cmp.Compare(a.Serial, b.Serial))
		})
	}
	return all, nil
}

// reckon works out the rest from what was counted when forms came back, and from what became of those in hand: whatever
// was typed in or spoiled has come back, be it noted or not.
func (r *RunReckoning) reckon(over bool) {
	r.Printed, r.Reckoning.Blank = r.Copies(), r.PrintRun.Blank
	done := r.Entered + r.TakenBack + r.Spoiled
	r.Waiting = max(0, r.Filled-done)
	rest := r.Printed - r.Reckoning.Blank - done - r.Waiting
	switch {
	case rest < 0:
		r.Excess = -rest
	case r.To == "" && done+r.Filled+r.PrintRun.Blank == 0:
		r.Office = rest
	case r.Settled || over:
		r.Missing = rest
	default:
		r.Out = rest
	}
}
