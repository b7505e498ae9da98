package vote

import (
	"strings"

	"ashar/prioritize/sheet"
)

// headedPairs reports whether the heading is that of pairs.
func (t *table) headedPairs(beside []string) bool {
	winner, loser := t.named("winner"), t.named("loser")
	if winner < 0 || loser < 0 {
		return false
	}
	t.lookBeside(beside)
	for i := range t.rows[0] {
		if i != winner && i != loser && !t.beside[i] {
			t.n, t.weight, t.beside = -1, -1, nil
			return false
		}
	}
	t.headed = true
	return true
}

// named is the column of the first row with a name, or -1.
func (t *table) named(name string) int {
	return (&sheet.Sheet{Head: t.rows[0]}).Column(name)
}

func (t *table) readPairs() error {
	if err := sheet.Even(t.rows); err != nil {
		return err
	}
	t.start(true)
	winner, loser := t.named("winner"), t.named("loser")
	for i, row := range t.below() {
		w, l := row[winner], row[loser]
		for _, c := range []sheet.Cell{w, l} {
			if c.Text == "" {
				return c.Fault("a pair needs a winner and a loser")
			}
		}
		if err := t.pair(i, w, w.Text, l.Text, false); err != nil {
			return err
		}
	}
	return nil
}

// pair adds a comparison of two items that stands in a cell.
func (t *table) pair(row int, c sheet.Cell, better, worse string, tie bool) error {
	if better == worse {
		return c.Fault("%q is compared with itself", better)
	}
	j, err := t.answers.item(c, better)
	if err != nil {
		return err
	}
	k, err := t.answers.item(c, worse)
	if err != nil {
		return err
	}
	if tie {
		return t.add(row, [][]int{{j, k}})
	}
	return t.add(row, [][]int{{j}, {k}})
}

// start notes what the answers have of the table as a whole.
func (t *table) start(listed bool) {
	t.answers.Profile.Listed = listed
	t.answers.allRows = len(t.below())
	if t.headed {
		t.answers.head = t.head()
	}
}

// comparison is the two names of "a>b" or "a=b".
func comparison(text string) (a, b string, tie, is bool) {
	at := strings.IndexAny(text, ">=")
	if at <= 0 || at == len(text)-1 || strings.ContainsAny(text[at+1:], ">=") {
		return "", "", false, false
	}
	return text[:at], text[at+1:], text[at] == '=', true
}
