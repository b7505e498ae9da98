package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey/locale"
)

// barWidth is the length of a bar that stands for the highest interval's end.
const barWidth = 28

// rankingTable prints a ranking as a table whose bars show share and interval, with
// what it says in words below.
type rankingTable struct {
	prioritize.Ranking
	in   *prioritize.Input
	say  locale.Speaker
	open bool // answers may still come
}

func (t rankingTable) print(w io.Writer) error {
	fmt.Fprintf(w, "%s — %s\n", t.title(), t.say.T("terminal.rank.title"))
	if t.Invented {
		fmt.Fprintln(w, t.say.T("terminal.invented"))
	}
	if t.open {
		fmt.Fprintln(w, t.say.T("board.provisional")+".")
	}
	if t.Answered > 0 { // else nothing is told of them
		fmt.Fprintf(w, "%s\n\n", t.say.T("terminal.rank.base", "Count", t.say.Number(int(t.Answered)), "Effective", t.say.Number(int(math.Round(t.Weighting.NEff)))))
	}
	t.rows(w)
	if said := analysis.Sentences(t.say, &t.Ranking, t.village); len(said) > 0 {
		fmt.Fprintf(w, "\n%s\n", strings.Join(said, "\n"))
	}
	_, err := fmt.Fprintf(w, "\n%s\n", strings.Join(t.notes(), "\n"))
	return err
}

// title is the place that is ranked.
func (t rankingTable) title() string {
	name := t.in.Municipality.Name.In(t.say.Lang())
	if t.Village != "" {
		return t.village(t.Village) + ", " + name
	}
	return name
}

// village is what a village is called, or a municipality of a region.
func (t rankingTable) village(id string) string {
	for _, a := range t.in.Areas {
		if a.ID == id {
			return a.Name.In(t.say.Lang())
		}
	}
	if v := t.in.Municipality.Village(id); v != nil {
		return v.Name.In(t.say.Lang())
	}
	return id
}

func (t rankingTable) rows(w io.Writer) {
	highest, longest := 0.0, 0
	for _, item := range t.Items {
		if item.High != nil {
			highest = max(highest, *item.High)
		}
		longest = max(longest, utf8.RuneCountInString(item.Need.Name.In(t.say.Lang())))
	}
	for _, item := range t.Items {
		name := item.Need.Name.In(t.say.Lang())
		name += strings.Repeat(" ", longest-utf8.RuneCountInString(name))
		line := fmt.Sprintf("%3s %7s  %s  ", rank(item), places(item), name)
		if item.Chosen == nil { // a few chose it, or all but a few
			fmt.Fprintf(w, "%s%s  %5s\n", line, strings.Repeat(" ", barWidth), t.say.T("report.cell.hidden"))
			continue
		}
		fmt.Fprintf(w, "%s%s  %5s  %13s  %5s  %5s  %4d\n", line, bar(item, highest),
			t.say.Percent(*item.Share, 1), t.say.Percent(*item.Low, 1)+"–"+t.say.Percent(*item.High, 1),
			t.say.Percent(*item.Unweighted, 1), t.score(item), *item.Chosen)
	}
}

// rank is where the need stands; a dash where that must not be told.
func rank(item prioritize.Item) string {
	if item.Rank == 0 {
		return "–"
	}
	return strconv.Itoa(item.Rank)
}

// places are the ranks that are possible, where there are several.
func places(item prioritize.Item) string {
	if item.RankLow == item.RankHigh {
		return ""
	}
	return fmt.Sprintf("[%d–%d]", item.RankLow, item.RankHigh)
}

// score is the need's mean score by points, or else by Borda; "" if there is none.
func (t rankingTable) score(item prioritize.Item) string {
	for _, s := range []*prioritize.Score{item.Points, item.Borda} {
		if s != nil {
			return t.say.Decimal(s.Value, 3)
		}
	}
	return ""
}

// notes are what stands under the table: what its columns are, and what its reader
// must know.
func (t rankingTable) notes() []string {
	columns := "terminal.rank.columns"
	if t.Pointed > 0 {
		columns = "terminal.rank.columns_points"
	}
	all := []string{t.say.T(columns)}
	if slices.ContainsFunc(t.Items, func(i prioritize.Item) bool { return i.Chosen == nil }) {
		all = append(all, t.say.T("report.cell.hidden")+" "+t.say.T("terminal.rank.hidden"))
	}
	if slices.ContainsFunc(t.Items, func(i prioritize.Item) bool { return i.Rank == 0 }) {
		all = append(all, t.say.T("report.note.untold"))
	}
	for _, w := range slices.Concat(t.Weighting.Warnings, t.Warnings) {
		all = append(all, analysis.Warning(t.say, w, t.village))
	}
	return all
}

// bar draws a share that is shown as a dot on its interval.
func bar(item prioritize.Item, highest float64) string {
	if highest == 0 {
		return strings.Repeat(" ", barWidth)
	}
	at := func(share float64) int { return int(math.Round(share / highest * (barWidth - 1))) }
	line := []rune(strings.Repeat(" ", barWidth))
	for i := at(*item.Low); i <= at(*item.High); i++ {
		line[i] = '─'
	}
	line[at(*item.Share)] = '●'
	return string(line)
}
