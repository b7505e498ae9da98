package hall

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
)

// handForm is the fields for what the commission counts: raised hands, and ballots on paper.
type handForm struct {
	Seen    string // what was entered when the page was made
	Hands   []handRow
	Papers  []handRow
	Ordered bool
	Options []optionLine // by the numbers that ballots have
	Ballots string       // of an ordered round, one a line
	Spoiled string
	Recount bool // it asks for a reason
	Why     string
}

// handRow is the fields about one thing: how many are for an option, or against it, or voted at all.
type handRow struct {
	Name  string
	Cells []handCell
}

type handCell struct{ Name, Label, Value string }

// column is one way of counting: whose votes stand in it.
type column struct {
	way hearing.Way
	sex string
}

func (c column) name() string { return string(c.way) + "_" + c.sex }

// handColumns are those of raised hands, and paperColumns the one of paper.
func handColumns() []column {
	return []column{{hearing.Hands, survey.SexFemale}, {hearing.Hands, survey.SexMale}, {hearing.Hands, ""}}
}

func paperColumns() []column { return []column{{hearing.Paper, ""}} }

// entered stands for what was entered by hand into a round.
func entered(round *hearing.Round) string {
	return print(byHand(round), round.Papers, len(round.Recounts))
}

// byHand are the sheets that the commission has counted.
func byHand(round *hearing.Round) []hearing.Sheet {
	return slices.DeleteFunc(slices.Clone(round.Sheets), func(s hearing.Sheet) bool { return s.Way == hearing.Slips })
}

// newHandForm lays out what was entered so far.
func newHandForm(s locale.Speaker, w *at, round *hearing.Round) handForm {
	f := handForm{Seen: entered(round), Ordered: round.Method == hearing.Ordered, Recount: round.Again()}
	for i, id := range round.Options {
		f.Options = append(f.Options, optionLine{ID: strconv.Itoa(i + 1), Name: w.option(id, s.Lang())})
	}
	if f.Ordered {
		f.Ballots = spell(round.Papers)
		for _, sheet := range byHand(round) {
			f.Spoiled = shown(sheet.Spoiled)
		}
		return f
	}
	f.Hands, f.Papers = handRows(s, w, round, handColumns()), handRows(s, w, round, paperColumns())
	return f
}

// handRows are the rows of a table with these columns.
func handRows(s locale.Speaker, w *at, round *hearing.Round, columns []column) []handRow {
	var rows []handRow
	row := func(name, field string, of func(*hearing.Sheet) int) {
		one := handRow{Name: name}
		for _, col := range columns {
			cell := handCell{Name: col.name() + "_" + field, Label: name + ", " + s.T("hall.counted."+string(col.way)+"_"+col.sex)}
			for _, sheet := range byHand(round) {
				if sheet.Way == col.way && sheet.Sex == col.sex {
					cell.Value = strconv.Itoa(of(&sheet))
				}
			}
			one.Cells = append(one.Cells, cell)
		}
		rows = append(rows, one)
	}
	for i, id := range round.Options {
		name := w.option(id, s.Lang())
		if round.Method == hearing.YesNo {
			row(name+": "+s.T("hall.for"), "for_"+strconv.Itoa(i), func(x *hearing.Sheet) int { return x.For[i] })
			row(name+": "+s.T("hall.against"), "against_"+strconv.Itoa(i), func(x *hearing.Sheet) int { return x.Against[i] })
			continue
		}
		row(name, "for_"+strconv.Itoa(i), func(x *hearing.Sheet) int { return x.For[i] })
	}
	row(s.T("hall.voters"), "voters", func(x *hearing.Sheet) int { return x.Voters })
	if columns[0].way == hearing.Paper {
		row(s.T("hall.spoiled"), "spoiled", func(x *hearing.Sheet) int { return x.Spoiled })
	}
	return rows
}

// shown is a number as a field has it; nothing for none.
func shown(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// readSheet reads one column; ok is false where nothing stands in it.
func readSheet(c echo.Context, round *hearing.Round, col column) (sheet hearing.Sheet, ok bool, err error) {
	sheet = hearing.Sheet{Way: col.way, Sex: col.sex, For: make([]int, len(round.Options))}
	read := func(field string) int {
		n, there, wrong := number(c.FormValue(col.name() + "_" + field))
		if wrong != nil && err == nil {
			err = amiss(col.name()+"_"+field, "hall.wrong.number")
		}
		ok = ok || there
		return n
	}
	most, sum := 0, 0
	if round.Method == hearing.YesNo {
		sheet.Against = make([]int, len(round.Options))
	}
	for i := range round.Options {
		sheet.For[i] = read("for_" + strconv.Itoa(i))
		n := sheet.For[i]
		if round.Method == hearing.YesNo {
			sheet.Against[i] = read("against_" + strconv.Itoa(i))
			n += sheet.Against[i]
		}
		most, sum = max(most, n), sum+n
	}
	if round.Method == hearing.Dots {
		least := (sum + round.Dots - 1) / round.Dots
		if !round.Stacked { // nobody has two dots for one option
			least = max(least, most)
		}
		most = least
	}
	if sheet.Voters = read("voters"); sheet.Voters == 0 {
		sheet.Voters = most // as many as there must have been
	}
	if col.way == hearing.Paper {
		sheet.Spoiled = read("spoiled")
	}
	if err == nil && sheet.Voters < most {
		err = amiss(col.name()+"_voters", "hall.wrong.more_votes", "Voters", sheet.Voters, "Votes", most)
	}
	return sheet, ok, err
}

// readHands reads what the commission has counted.
func readHands(c echo.Context, round *hearing.Round) (sheets []hearing.Sheet, papers []hearing.Ballot, err error) {
	if round.Method == hearing.Ordered {
		if papers, err = ballots(c.FormValue("ballots"), len(round.Options)); err != nil {
			return nil, nil, err
		}
		spoiled, _, wrong := number(c.FormValue("spoiled"))
		if wrong != nil {
			return nil, nil, amiss("spoiled", "hall.wrong.number")
		}
		if len(papers)+spoiled > 0 {
			sheets = []hearing.Sheet{{Way: hearing.Paper, Voters: len(papers), Spoiled: spoiled}}
		}
		return sheets, papers, nil
	}
	apart, together := false, false
	for _, col := range slices.Concat(handColumns(), paperColumns()) {
		sheet, there, err := readSheet(c, round, col)
		switch {
		case err != nil:
			return nil, nil, err
		case !there:
			continue
		case col.way == hearing.Hands && col.sex == "":
			together = true
		case col.way == hearing.Hands:
			apart = true
		}
		sheets = append(sheets, sheet)
	}
	if apart && together {
		return nil, nil, amiss("hands__for_0", "hall.wrong.apart")
	}
	return sheets, nil, nil
}

// ballots reads ballots on paper, one a line: the numbers of the options, the best first, and "x4" behind where four are alike.
func ballots(typed string, options int) ([]hearing.Ballot, error) {
	var all []hearing.Ballot
	at := 0
	for line := range strings.Lines(typed) {
		at++
		words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r\n,;.>-", r) })
		count := 1
		if n := len(words); n > 0 {
			if times, ok := strings.CutPrefix(strings.ToLower(strings.ReplaceAll(words[n-1], "х", "x")), "x"); ok {
				var err error
				if count, err = strconv.Atoi(times); err != nil || count < 1 || len(all)+count > hearing.MaxPresent {
					return nil, amiss("ballots", "hall.wrong.ballot", "Line", at)
				}
				words = words[:n-1]
			}
		}
		if len(words) == 0 {
			continue
		}
		var order []int
		for _, word := range words {
			n, err := strconv.Atoi(word)
			if err != nil || n < 1 || n > options || slices.Contains(order, n-1) {
				return nil, amiss("ballots", "hall.wrong.ballot", "Line", at)
			}
			order = append(order, n-1)
		}
		for range count {
			all = append(all, hearing.Ballot{Order: order})
		}
	}
	return all, nil
}

// spell writes ballots as ballots reads them.
func spell(box hearing.Box) string {
	var b strings.Builder
	for _, pile := range box {
		for i, n := range pile.Order {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(strconv.Itoa(n + 1))
		}
		if pile.Count > 1 {
			fmt.Fprintf(&b, " x%d", pile.Count)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// enter takes what the commission has counted; once the round is counted it is a recount and wants a reason.
func (r *Room) enter(c echo.Context) error {
	w, round, err := r.round(c)
	if err != nil {
		return err
	}
	why := strings.Join(strings.Fields(c.FormValue("why")), " ")
	sheets, papers, err := readHands(c, round)
	if err == nil {
		_, err = r.deps.Hall.ChangeRound(c.Request().Context(), w.x.ID, round.Number, func(x *hearing.Round) error {
			switch {
			case entered(x) != c.FormValue("seen"):
				return survey.ErrConflict
			case x.Stage == hearing.Ready:
				return amiss("", "hall.wrong.not_opened")
			case x.Again() && (why == "" || len([]rune(why)) > maxLine):
				return amiss("recount-why", "hall.wrong.why")
			}
			return x.Enter(sheets, papers, why, r.deps.Now())
		})
	}
	if err != nil {
		return r.roundAgain(c, &w, round, err, func(v *roundView) { v.Hand.refill(c) })
	}
	what := "counted by hand"
	if round.Again() {
		what = "counted again: " + why
	}
	if err := r.tell(c, &w, access.RunHearings, "round %d %s", round.Number, what); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/rounds/%d", w.home(), round.Number))
}

// refill puts what was typed back into the fields.
func (f *handForm) refill(c echo.Context) {
	for _, rows := range [][]handRow{f.Hands, f.Papers} {
		for i := range rows {
			for j := range rows[i].Cells {
				cell := &rows[i].Cells[j]
				cell.Value = c.FormValue(cell.Name)
			}
		}
	}
	f.Why, f.Ballots, f.Spoiled = c.FormValue("why"), c.FormValue("ballots"), c.FormValue("spoiled")
}

// said puts into a line what was counted by hand before.
func said(s locale.Speaker, w *at, round *hearing.Round, before *hearing.Recount) string {
	var parts []string
	for _, sheet := range before.Sheets {
		counts := []string{waySaid(s, &sheet)}
		for i, n := range sheet.For {
			counts = append(counts, w.option(round.Options[i], s.Lang())+" "+s.Number(n))
		}
		parts = append(parts, strings.Join(counts, "; "))
	}
	return strings.Join(parts, ". ")
}
