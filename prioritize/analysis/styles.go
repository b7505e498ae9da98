package analysis

import (
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// styles are the looks of a workbook's cells.
type styles struct {
	title, plain, notice, note, head, text int
	heading, words, lead, wrapped          int // of the sheets without a table; the last is of a notice
	numbers                                map[Kind]int
	inText                                 map[Kind]int // numbers in a column of texts
	states                                 map[State]int
}

// The colours: ink on paper, a quiet green for headings, a warm one for what is
// still to be filled in.
const (
	ink       = "1B2421"
	faint     = "6B716E"
	warning   = "A30D25"
	link      = "0A6B5D"
	pale      = "B9D6CF"
	gridLines = "D9D6CC"
	headFill  = "DCEBE8"
	blankFill = "FFF4D1"
)

// formats are Excel's number formats. The last "_0" leaves the width of a digit
// free, since not every program keeps the indent of numbers.
var formats = []struct {
	kind   Kind
	format string
}{
	{Words, "General"}, {Count, "#,##0_0"}, {Share, "0.0%_0"}, {Rank, "0_0"}, {Score, "0.0_0"}, {Gap, "+0_0;-0_0;0_0"}, {Factor, "0.00_0"},
}

func newStyles(f *excelize.File) (styles, error) {
	s := styles{numbers: map[Kind]int{}, inText: map[Kind]int{}, states: map[State]int{}}
	var failed error
	add := func(x excelize.Style) int {
		id, err := f.NewStyle(&x)
		if err != nil && failed == nil {
			failed = err
		}
		return id
	}
	font := func(size float64, colour string) *excelize.Font {
		return &excelize.Font{Family: "Arial", Size: size, Color: colour}
	}
	grid := func() []excelize.Border {
		var all []excelize.Border
		for _, side := range []string{"left", "top", "right", "bottom"} {
			all = append(all, excelize.Border{Type: side, Color: gridLines, Style: 1})
		}
		return all
	}
	fill := func(colour string) excelize.Fill {
		return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
	}
	wrapped := &excelize.Alignment{WrapText: true, Vertical: "top"}
	left := &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "left", Indent: 1}
	right := &excelize.Alignment{WrapText: true, Vertical: "top", Horizontal: "right", Indent: 1}
	centred := &excelize.Alignment{WrapText: true, Vertical: "center", Horizontal: "center"}

	title := font(14, ink)
	title.Bold = true
	s.title = add(excelize.Style{Font: title})
	s.plain = add(excelize.Style{Font: font(10, ink)})
	notice := font(10, warning)
	notice.Bold = true
	s.notice = add(excelize.Style{Font: notice})
	s.wrapped = add(excelize.Style{Font: notice, Alignment: wrapped})
	s.note = add(excelize.Style{Font: font(9, faint), Alignment: wrapped})
	head := font(10, ink)
	head.Bold = true
	s.head = add(excelize.Style{Font: head, Fill: fill(headFill), Border: grid(), Alignment: centred})
	s.text = add(excelize.Style{Font: font(10, ink), Border: grid(), Alignment: left})
	for _, x := range formats {
		s.numbers[x.kind] = add(excelize.Style{Font: font(10, ink), Border: grid(), CustomNumFmt: &x.format, Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right"}})
	}
	for _, state := range []State{Hidden, Few, NotAsked} {
		s.states[state] = add(excelize.Style{Font: font(10, faint), Border: grid(), Alignment: right})
	}
	for _, x := range formats {
		format := strings.TrimSuffix(x.format, "_0")
		s.inText[x.kind] = add(excelize.Style{Font: font(10, ink), Border: grid(), CustomNumFmt: &format, Alignment: left})
	}
	heading := font(11, link)
	heading.Bold = true
	s.heading = add(excelize.Style{Font: heading, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}})
	s.words = add(excelize.Style{Font: font(10, ink), Alignment: &excelize.Alignment{WrapText: true, Vertical: "top", Indent: 1}})
	said := font(10, ink)
	said.Italic = true
	s.lead = add(excelize.Style{Font: said, Alignment: wrapped})
	blank := font(10, faint)
	blank.Italic = true
	s.states[Fill] = add(excelize.Style{Font: blank, Fill: fill(blankFill), Border: grid(), Alignment: left})
	return s, failed
}

// width of a column, in characters.
func width(t Table, i int, c Column) float64 {
	id, _, _ := strings.Cut(c.ID, ":")
	if own, is := widths[t.ID][id]; is {
		return own
	}
	switch {
	case c.Kind == Words && i < 2, c.ID == "need":
		return 30
	case c.Kind == Words:
		return 22
	}
	switch id {
	case "number", "rank", "n":
		return 7
	case "share", "place":
		return 9
	case "disabled", "low", "high":
		return 16
	case "adults":
		return 15
	case "issue":
		return 13
	default:
		return 11
	}
}

// widths are those of tables whose columns hold more, or less, than others.
var widths = map[string]map[string]float64{
	"t2":     {"sphere": 20, "need": 42},
	"t3":     {"need": 42},
	"t4":     {"service": 44, "n": 10, "mean": 14, "bad": 14, "no_access": 16},
	"t6":     {"side": 24, "point": 48, "basis": 52},
	"t7":     {"number": 5, "measure": 26, "result": 24, "deadline": 14, "responsible": 20, "cost": 14, "source": 20, "indicator": 40},
	"t8":     {"indicator": 46, "baseline": 12, "target_1": 14, "target_2": 14, "target_3": 14, "actual": 14, "source": 34, "responsible": 20},
	"method": {"item": 44, "value": 90},
}

// Points to a line of the tables' font and of the notes'.
const (
	line     = 13.5
	noteLine = 13.0
)

// linesOf is how many lines a text takes, wrapped between words to so many
// characters.
func linesOf(text string, room int) int {
	room = max(room, 1)
	n := 0
	for paragraph := range strings.SplitSeq(text, "\n") {
		n++
		used := 0
		for word := range strings.FieldsSeq(paragraph) {
			long := utf8.RuneCountInString(word)
			if used > 0 && used+1+long > room {
				n, used = n+1, 0
			} else if used > 0 {
				used++
			}
			used += long
			for used > room { // a word that is too long for a line is broken
				n, used = n+1, used-room
			}
		}
	}
	return n
}

// roomIn is how many letters a line of a column that wide holds, without the
// indent and the edges. A width is counted in digits, which are a little wider.
func roomIn(width float64) int { return int(width*1.1) - 2 }
