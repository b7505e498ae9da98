package vote

import (
	"strings"

	"ashar/prioritize/sheet"
)

// headedPlaces reports whether the first row names items whose places stand below.
func (t *table) headedPlaces(beside []string) bool {
	t.lookBeside(beside)
	items, numbers, places := 0, 0, false
	for i, c := range t.rows[0] {
		if t.beside[i] || c.Text == "" {
			continue
		}
		items++
		if _, is := place(c); is {
			numbers++
		}
		places = places || t.holdsPlaces(i)
	}
	if items < 2 || numbers == items || !places {
		t.n, t.weight, t.beside = -1, -1, nil
		return false
	}
	t.headed = true
	return true
}

// holdsPlaces reports whether what stands below the first row in a column is places.
func (t *table) holdsPlaces(column int) bool {
	some := false
	for _, row := range t.rows[1:] {
		if column >= len(row) || row[column].Text == "" {
			continue
		}
		if _, is := place(row[column]); !is {
			return false
		}
		some = true
	}
	return some
}

// maxPlace is the largest number that is taken for a place.
const maxPlace = 1_000_000

// place is a whole number from 0 to maxPlace.
func place(c sheet.Cell) (int, bool) {
	if strings.ContainsRune(c.Text, ' ') {
		return 0, false // a list of numbers
	}
	x, err := c.Number()
	if err != nil || x < 0 || x > maxPlace || x != float64(int(x)) {
		return 0, false
	}
	return int(x), true
}

func (t *table) readPlaces() error {
	if err := sheet.Even(t.rows); err != nil {
		return err
	}
	t.start(false)
	items := make([]int, len(t.head())) // by column
	for i, c := range t.head() {
		items[i] = -1
		switch {
		case t.beside[i]:
		case c.Text != "":
			if _, twice := t.answers.index[c.Text]; twice {
				return c.Fault("two columns are called %q; give each item one", c.Text)
			}
			j, err := t.answers.item(c, c.Text)
			if err != nil {
				return err
			}
			items[i] = j
		default:
			for _, row := range t.below() {
				if row[i].Text != "" {
					return c.Fault("a column without a name; write the item's name into the heading")
				}
			}
		}
	}
	for i, row := range t.below() {
		if err := t.placesOf(i, row, items); err != nil {
			return err
		}
	}
	return nil
}

// placesOf adds a row of places.
func (t *table) placesOf(i int, row []sheet.Cell, items []int) error {
	var places []placedItem
	answered := false
	for column, c := range row {
		if items[column] < 0 || c.Text == "" {
			continue
		}
		answered = true
		p, is := place(c)
		if !is {
			return c.Fault("%q is no place; write 1 for the best, 2 for the next, and 0 or nothing for what is not ranked; leave out columns that are no items, or name the one that holds lists", c.Text)
		}
		if p > 0 {
			places = append(places, placedItem{place: p, item: items[column]})
		}
	}
	if !answered {
		return nil
	}
	return t.add(i, tiers(places))
}
