package board

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ashar/prioritize"
	"ashar/survey/locale"
)

// fate is what becomes of a need's place when some answers are left out.
type fate int

// The fates, from what nothing is known of to what matters most.
const (
	untoldFate fate = iota
	keepsSide       // it stays among the first that are sought, or behind them; its place is not told
	keepsBand       // it stays on its side, and among the places that it may have anyway
	leavesBand      // it stays on its side, and leaves these
	leavesSide      // it is no more among the first that are sought, or comes among them
)

// trial is one way to leave answers out, with what becomes of each item.
type trial struct {
	prioritize.Without
	Name  string // what is left out
	fates []fate // beside the items
}

// trials are all that a ranking tells of answers that are left out.
func trials(s locale.Speaker, r *prioritize.Ranking, village func(string) string) []trial {
	top := sought(r)
	var all []trial
	for _, w := range r.Without {
		t := trial{Without: w, Name: leftName(s, w, village), fates: make([]fate, len(r.Items))}
		for i := range r.Items {
			it := &r.Items[i]
			switch {
			case it.Rank == 0:
			case w.Ranks == nil && w.Same && top < len(r.Items):
				t.fates[i] = keepsSide
			case w.Ranks == nil || w.Ranks[i] == 0:
			case (w.Ranks[i] <= top) != (it.Rank <= top):
				t.fates[i] = leavesSide
			case w.Ranks[i] < it.RankLow || w.Ranks[i] > it.RankHigh:
				t.fates[i] = leavesBand
			default:
				t.fates[i] = keepsBand
			}
		}
		all = append(all, t)
	}
	return all
}

func leftName(s locale.Speaker, w prioritize.Without, village func(string) string) string {
	switch w.Left {
	case prioritize.LeftVillage:
		return village(w.Key)
	case prioritize.LeftChannel:
		return s.T("console.left.channel", "Channel", s.T("desk.channel."+w.Key))
	default:
		return s.T("console.left." + string(w.Left))
	}
}

// badge says in a few words whether a need's place holds when some answers are left out.
type badge struct {
	Text  string
	Holds bool
}

// badges are a need's: one of all that may be left out, or taken in, without its place changing, and one of each that
// changes it.
func badges(s locale.Speaker, r *prioritize.Ranking, all []trial, item int) []badge {
	if r.Items[item].Rank == 0 {
		return nil
	}
	var moved, aside []badge
	var holds []string
	villages, movedBy := 0, 0
	for _, t := range all {
		switch t.fates[item] {
		case untoldFate:
		case leavesBand, leavesSide:
			moved = append(moved, badge{Text: movedWords(s, t, item)})
			if t.Left == prioritize.LeftVillage {
				movedBy++
			}
		default:
			switch t.Left {
			case prioritize.LeftVillage:
				villages++ // said of all together
			case prioritize.LeftExcluded:
				aside = []badge{{Text: s.T("console.holds.aside"), Holds: true}}
			default:
				holds = append(holds, t.Name)
			}
		}
	}
	switch {
	case villages > 1 && movedBy == 0:
		holds = slices.Insert(holds, 0, s.N("console.holds.villages", villages))
	case villages > 1:
		holds = slices.Insert(holds, 0, s.N("console.holds.other_villages", villages))
	}
	if len(holds) == 0 {
		return slices.Concat(moved, aside)
	}
	return slices.Concat(moved, []badge{{Text: s.T("console.holds", "Names", strings.Join(holds, ", ")), Holds: true}}, aside)
}

// movedWords say where a need would stand.
func movedWords(s locale.Speaker, t trial, item int) string {
	id := "console.moves.without"
	if t.Left == prioritize.LeftExcluded {
		id = "console.moves.with"
	}
	return s.T(id, "Left", t.Name, "Place", t.Ranks[item])
}

// robustness is the table of what becomes of each place, in parts that fit on a sheet.
type robustness struct {
	Parts []robustPart
	Says  []string
}

type robustPart struct {
	Heads []string
	Rows  []robustRow
}

type robustRow struct {
	Rank, Code, Name string
	Cells            []robustCell
	Line             bool // it is the last of the first places that are sought
}

// robustCell is a place when something is left out: "✓" where it is not told but stays on its side.
type robustCell struct {
	Place string
	Leaves,
	Moves bool
}

// sheetColumns is how many columns of villages fit on a sheet of paper beside the names of needs.
const sheetColumns = 10

// newRobustness returns nil where nothing is told.
func newRobustness(s locale.Speaker, r *prioritize.Ranking, all []trial) *robustness {
	if len(all) == 0 {
		return nil
	}
	top, out := sought(r), robustness{}
	for from := 0; from < len(all); from += sheetColumns {
		part := robustPart{}
		some := all[from:min(from+sheetColumns, len(all))]
		for _, t := range some {
			part.Heads = append(part.Heads, t.Name)
		}
		for i := range r.Items {
			it := &r.Items[i]
			w := robustRow{Rank: placeOf(it.Rank), Code: it.Need.Code, Name: nameIn(s, it.Need.Name), Line: i+1 == top && top < len(r.Items)}
			for _, t := range some {
				w.Cells = append(w.Cells, robustCell{Place: fatePlace(t, i), Leaves: t.fates[i] == leavesSide, Moves: t.fates[i] == leavesBand})
			}
			part.Rows = append(part.Rows, w)
		}
		out.Parts = append(out.Parts, part)
	}
	out.Says = robustSays(s, r, all)
	return &out
}

func fatePlace(t trial, item int) string {
	switch t.fates[item] {
	case untoldFate:
		return untold
	case keepsSide:
		return "✓"
	default:
		return placeOf(t.Ranks[item])
	}
}

// robustSays say which answers the first places lean on.
func robustSays(s locale.Speaker, r *prioritize.Ranking, all []trial) []string {
	top := sought(r)
	var says []string
	for _, t := range all {
		var in, out []string
		for i := range r.Items {
			switch it := &r.Items[i]; {
			case t.fates[i] != leavesSide:
			case it.Rank <= top:
				out = append(out, quoted(s, it))
			default:
				in = append(in, quoted(s, it))
			}
		}
		id := "console.left.changes"
		if t.Left == prioritize.LeftExcluded {
			id = "console.left.changes_with"
		}
		switch {
		case len(in)+len(out) > 0:
			says = append(says, s.T(id, "Left", t.Name, "Top", top, "In", none(strings.Join(in, ", ")), "Out", none(strings.Join(out, ", "))))
		case !t.Same: // which ones must not be told
			says = append(says, s.T(id+"_untold", "Left", t.Name, "Top", top))
		}
	}
	if says == nil && top < len(r.Items) {
		says = append(says, s.T("console.left.nothing", "Top", top))
	}
	return says
}

// none stands for no needs in a sentence.
func none(names string) string {
	if names == "" {
		return untold
	}
	return names
}

// upperFirst begins a sentence.
func upperFirst(words string) string {
	first, size := utf8.DecodeRuneInString(words)
	return string(unicode.ToUpper(first)) + words[size:]
}
