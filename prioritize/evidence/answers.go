package evidence

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"ashar/prioritize"
	"ashar/survey"
)

// The first columns of answers.csv. Then come, for each need by its code:
//
//	need.CODE          1 chosen, 0 not; all empty where the question was not answered
//	order.CODE         the place, 1 for the best, 0 for none; all empty where the order is not known
//	severity.CODE      how grave it is, from 1; empty where that was not said
//	points.CODE        its points; only where points were asked for
//
// between severity and points, for each service, satisfaction.CODE, from 1, and 6 where it is not there; and at the end, where
// groups were asked for, group.CODE, 1 for those who belong to it and empty where the question of needs was not answered; and where
// needs were compared two at a time, pairs: "water>roads light=roads".
var firstColumns = []string{"n", "counts", "village", "sex", "age", "channel", "odd", "repeated"}

// The places of the first columns.
const (
	columnCount = iota
	columnCounts
	columnVillage
	columnSex
	columnAge
	columnChannel
	columnOdd
	columnRepeated
)

// table is the layout of answers.csv.
type table struct {
	shape           prioritize.Shape
	needs, services []string // codes
	groups          []string
	index           map[string]int
	need, order     int // where these columns begin
	severity        int
	satisfaction    int
	points, pairs   int
	group           int
	head            []string
}

func newTable(c *prioritize.Counted, s prioritize.Shape) (*table, error) {
	t := &table{shape: s, index: map[string]int{}, head: slices.Clone(firstColumns)}
	for i, n := range c.Needs {
		if _, twice := t.index[n.Code]; twice || n.Code == "" || s.Pairs && strings.ContainsAny(n.Code, " >=") {
			return nil, fmt.Errorf("evidence: the code %q of need %d comes twice, or no table can have it: %w", n.Code, i+1, survey.ErrInvalid)
		}
		t.index[n.Code] = i
		t.needs = append(t.needs, n.Code)
	}
	for _, x := range c.Services {
		t.services = append(t.services, x.Code)
	}
	for _, x := range c.Asked {
		t.groups = append(t.groups, x.Code)
	}
	columns := func(what string, codes []string) int {
		at := len(t.head)
		for _, code := range codes {
			t.head = append(t.head, what+"."+code)
		}
		return at
	}
	t.need, t.order, t.severity = columns("need", t.needs), columns("order", t.needs), columns("severity", t.needs)
	t.satisfaction = columns("satisfaction", t.services)
	if s.Points {
		t.points = columns("points", t.needs)
	}
	t.group = columns("group", t.groups)
	if s.Pairs {
		t.pairs, t.head = len(t.head), append(t.head, "pairs")
	}
	return t, nil
}

// answersOf is answers.csv: those that count, and after them those that were set aside, each in the order of the ballots.
func answersOf(c *prioritize.Counted) ([]byte, error) {
	t, err := newTable(c, c.Ballots.Shape())
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	if err := w.Write(t.head); err != nil {
		return nil, err
	}
	row := make([]string, len(t.head))
	for _, all := range []*prioritize.Ballots{c.Ballots, c.AsideBallots} {
		if all == nil {
			continue
		}
		for b, n := range all.All() {
			t.write(row, &b, n, all == c.Ballots)
			if err := w.Write(row); err != nil {
				return nil, err
			}
		}
	}
	w.Flush()
	return out.Bytes(), w.Error()
}

// write fills in the row of ballots that are alike.
func (t *table) write(row []string, b *prioritize.Ballot, n int64, counts bool) {
	clear(row)
	row[columnCount], row[columnCounts] = strconv.FormatInt(n, 10), yes(counts)
	row[columnVillage], row[columnSex], row[columnAge], row[columnChannel] = b.Village, b.Sex, b.Age, string(b.Channel)
	row[columnOdd], row[columnRepeated] = yes(b.Flagged), yes(b.Repeated)
	for j := range t.needs {
		if b.Answered {
			row[t.need+j] = "0"
		}
		if b.Ranked {
			row[t.order+j] = "0"
		}
	}
	for _, j := range b.Chosen {
		row[t.need+j] = "1"
	}
	for i, j := range b.Order {
		row[t.order+j] = strconv.Itoa(i + 1)
	}
	for _, r := range b.Ratings {
		row[t.severity+r.Need] = strconv.Itoa(r.Level)
	}
	for _, r := range b.Services {
		row[t.satisfaction+r.Service] = strconv.Itoa(r.Level)
	}
	for g := range t.groups {
		if b.Answered {
			row[t.group+g] = "0"
		}
	}
	for _, g := range b.Groups {
		row[t.group+g] = "1"
	}
	for _, p := range b.Points {
		row[t.points+p.Need] = strconv.Itoa(p.Points)
	}
	var pairs []string
	for _, p := range b.Pairs {
		sign := ">"
		if p.Equal {
			sign = "="
		}
		pairs = append(pairs, t.needs[p.Better]+sign+t.needs[p.Worse])
	}
	if len(pairs) > 0 {
		row[t.pairs] = strings.Join(pairs, " ")
	}
}

func yes(x bool) string {
	if x {
		return "1"
	}
	return "0"
}

// readAnswers reads answers.csv of the campaign with these terms. What cannot be there is an ErrInvalid that names the row.
// It takes more than answersOf writes, which the caller has to compare.
func readAnswers(c *prioritize.Counted, text []byte, progress func(rows int)) (counted, aside *prioritize.Ballots, err error) {
	r := csv.NewReader(bytes.NewReader(text))
	r.ReuseRecord = true
	t, err := readHead(c, r)
	if err != nil {
		return nil, nil, err
	}
	counted, aside = prioritize.NewBallots(t.shape), prioritize.NewBallots(t.shape)
	var all int64
	for rows := 1; ; rows++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return counted, aside, nil
		}
		if err != nil {
			return nil, nil, fmt.Errorf("%w: %w", survey.ErrInvalid, err)
		}
		b, n, err := t.read(row)
		if err == nil {
			err = b.Check(t.shape)
		}
		if all += n; err == nil && all > mostAnswers {
			err = fmt.Errorf("with this one there are more than %d answers: %w", int64(mostAnswers), survey.ErrInvalid)
		}
		if err != nil {
			return nil, nil, fmt.Errorf("row %d: %w", rows+1, err)
		}
		if row[columnCounts] == "1" {
			counted.AddTimes(&b, n)
		} else {
			aside.AddTimes(&b, n)
		}
		if rows%progressRows == 0 {
			progress(rows)
		}
	}
}

const (
	mostAnswers  = 1 << 32 // as many as a tally counts
	progressRows = 1000
)

// readHead finds out what was asked.
func readHead(c *prioritize.Counted, r *csv.Reader) (*table, error) {
	head, err := r.Read()
	if err != nil {
		return nil, fmt.Errorf("no head: %w", survey.ErrInvalid)
	}
	s := prioritize.Shape{
		Needs: len(c.Needs), Services: len(c.Services), Pairs: slices.Contains(head, "pairs"), Asked: len(c.Asked),
		NoAccess: slices.ContainsFunc(c.Services, func(x prioritize.Service) bool { return x.Access }),
	}
	if s.Needs < 1 || s.Needs > prioritize.MaxNeeds || s.Services > prioritize.MaxServices || s.Asked > prioritize.MaxAsked {
		return nil, fmt.Errorf("%d needs, %d services and %d groups: %w", s.Needs, s.Services, s.Asked, survey.ErrInvalid)
	}
	s.Points = slices.Contains(head, "points."+c.Needs[0].Code)
	t, err := newTable(c, s)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(head, t.head) {
		return nil, fmt.Errorf("the head is not that of the needs and services in %s: %w", termsFile, survey.ErrInvalid)
	}
	return t, nil
}

// read reads a row.
func (t *table) read(row []string) (prioritize.Ballot, int64, error) {
	x := rowReader{t: t, row: row}
	b := prioritize.Ballot{Source: prioritize.Source{
		Cell:    prioritize.Cell{Village: row[columnVillage], Sex: row[columnSex], Age: row[columnAge]},
		Channel: survey.Channel(row[columnChannel]), Flagged: x.yes(columnOdd),
	}, Repeated: x.yes(columnRepeated)}
	x.yes(columnCounts)
	n := x.number(columnCount, 1)
	b.Answered, b.Ranked = row[t.need] != "", row[t.order] != ""
	order := make([]int, len(t.needs)+1) // the need at each place, and one more
	places := 0
	for j := range t.needs {
		if b.Answered && x.yes(t.need+j) {
			b.Chosen = append(b.Chosen, j)
		}
		if b.Ranked {
			if place := x.number(t.order+j, 0); place > 0 && place < int64(len(order)) {
				order[place] = j
				places++
			}
		}
		if row[t.severity+j] != "" {
			b.Ratings = append(b.Ratings, prioritize.Rating{Need: j, Level: int(x.number(t.severity+j, 1))})
		}
		if t.shape.Points && row[t.points+j] != "" {
			b.Points = append(b.Points, prioritize.Pointed{Need: j, Points: int(x.number(t.points+j, 1))})
		}
	}
	if places > 0 {
		b.Order = order[1 : places+1]
	}
	for i := range t.services {
		if row[t.satisfaction+i] != "" {
			b.Services = append(b.Services, prioritize.Satisfied{Service: i, Level: int(x.number(t.satisfaction+i, 1))})
		}
	}
	for g := range t.groups {
		if b.Answered && x.yes(t.group+g) {
			b.Groups = append(b.Groups, g)
		}
	}
	if t.shape.Pairs {
		b.Pairs = x.pairs()
	}
	return b, n, x.err
}

// rowReader reads cells; the first that is wrong stays its error.
type rowReader struct {
	t   *table
	row []string
	err error
}

func (x *rowReader) wrong(at int) {
	if x.err == nil {
		x.err = fmt.Errorf("column %s: %.40q: %w", x.t.head[at], x.row[at], survey.ErrInvalid)
	}
}

func (x *rowReader) yes(at int) bool {
	if x.row[at] != "0" && x.row[at] != "1" {
		x.wrong(at)
	}
	return x.row[at] == "1"
}

func (x *rowReader) number(at int, least int64) int64 {
	n, err := strconv.ParseInt(x.row[at], 10, 64)
	if err != nil || n < least || n > mostAnswers {
		x.wrong(at)
		return least
	}
	return n
}

func (x *rowReader) pairs() []prioritize.Compared {
	var all []prioritize.Compared
	for pair := range strings.FieldsSeq(x.row[x.t.pairs]) {
		at := strings.IndexAny(pair, ">=")
		if at < 0 {
			x.wrong(x.t.pairs)
			return nil
		}
		better, known := x.t.index[pair[:at]]
		worse, too := x.t.index[pair[at+1:]]
		if !known || !too {
			x.wrong(x.t.pairs)
			return nil
		}
		all = append(all, prioritize.Compared{Better: better, Worse: worse, Equal: pair[at] == '='})
	}
	return all
}
