package vote

import (
	"strings"

	"ashar/prioritize/sheet"
)

// chooseColumn reads the lists of one column of a table with others.
func (t *table) chooseColumn(name string) error {
	if err := sheet.Even(t.rows); err != nil {
		return err
	}
	t.headed, t.column = true, t.named(name)
	if t.column < 0 {
		return sheet.At(t.head()[0].Line, 0, "there is no column %q; the columns are %s", name, listed(t.head()))
	}
	return t.addLists()
}

// listed names the first cells of a row.
func listed(cells []sheet.Cell) string {
	const most = 20
	var names []string
	for _, c := range cells[:min(len(cells), most)] {
		names = append(names, c.Text)
	}
	if len(cells) > most {
		names = append(names, "...")
	}
	return strings.Join(names, ", ")
}

// readLists reads rows that name items, best first.
func (t *table) readLists(beside []string) error {
	t.lookBeside(beside)
	if t.headed = t.firstRowIsHeading(); !t.headed {
		t.n, t.weight, t.beside = -1, -1, nil
	}
	return t.addLists()
}

// firstRowIsHeading reports whether nothing of the first row's lists stands below.
func (t *table) firstRowIsHeading() bool {
	if len(t.rows) < 2 {
		return false
	}
	alone := t.onlyColumn()
	parts := t.parts(t.rows, alone)
	heading := map[string]bool{}
	for _, name := range t.names(t.rows[0], alone, parts) {
		heading[name.text] = true
	}
	if len(heading) == 0 {
		return false
	}
	for _, row := range t.rows[1:] {
		for _, name := range t.names(row, alone, parts) {
			if heading[name.text] {
				return false
			}
		}
	}
	return true
}

// onlyColumn is the column that holds the lists; -1 if several do, cell by cell.
func (t *table) onlyColumn() int {
	if t.column >= 0 {
		return t.column
	}
	only := -1
	for _, row := range t.rows {
		for i, c := range row {
			if t.isBeside(i) || c.Text == "" || i == only {
				continue
			}
			if only >= 0 {
				return -1
			}
			only = i
		}
	}
	return only
}

// parting is how names within a cell are parted.
type parting int

const (
	bySpaces parting = iota
	byGreater
	inPairs
)

// parts looks how names within the cells of the only column are parted.
func (t *table) parts(rows [][]sheet.Cell, only int) parting {
	if only < 0 {
		return bySpaces
	}
	greater, pairs, several := false, true, false
	for _, row := range rows {
		if only >= len(row) || row[only].Text == "" {
			continue
		}
		text := row[only].Text
		greater = greater || strings.Contains(text, ">")
		words := strings.Fields(text)
		for _, word := range words {
			_, _, tie, is := comparison(word)
			pairs = pairs && is
			several = several || tie || len(words) > 1
		}
	}
	switch {
	case pairs && several:
		return inPairs
	case greater:
		return byGreater
	}
	return bySpaces
}

// name is a name in a list, and the cell where it stands.
type name struct {
	text string
	cell sheet.Cell
}

// names are those of a row, in order.
func (t *table) names(row []sheet.Cell, only int, how parting) []name {
	var all []name
	for i, c := range row {
		switch {
		case t.isBeside(i) || only >= 0 && i != only || c.Text == "":
		case only < 0:
			all = append(all, name{c.Text, c})
		case how == byGreater:
			for part := range strings.SplitSeq(c.Text, ">") {
				if part = strings.TrimSpace(part); part != "" {
					all = append(all, name{part, c})
				}
			}
		default:
			for word := range strings.FieldsSeq(c.Text) {
				all = append(all, name{word, c})
			}
		}
	}
	return all
}

// addLists adds the lists of all rows.
func (t *table) addLists() error {
	only := t.onlyColumn()
	how := t.parts(t.below(), only)
	t.start(how == inPairs)
	for i, row := range t.below() {
		names := t.names(row, only, how)
		if len(names) == 0 {
			continue
		}
		var err error
		if how == inPairs {
			err = t.addPairs(i, names)
		} else {
			err = t.addList(i, names)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *table) addPairs(row int, names []name) error {
	for _, x := range names {
		a, b, tie, _ := comparison(x.text)
		if err := t.pair(row, x.cell, a, b, tie); err != nil {
			return err
		}
	}
	return nil
}

func (t *table) addList(row int, names []name) error {
	var places []placedItem
	seen := make(map[int]bool, len(names))
	for i, x := range names {
		j, err := t.answers.item(x.cell, x.text)
		if err != nil {
			return err
		}
		if !seen[j] {
			seen[j] = true
			places = append(places, placedItem{place: i, item: j})
		}
	}
	return t.add(row, tiers(places))
}
