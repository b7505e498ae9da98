package rankset

import (
	"io"
	"math"
	"strings"
	"unicode"

	"ashar/prioritize/sheet"
)

// Estimates is a table of what is to be ranked, an item a row.
type Estimates struct {
	Names  []string
	Values []float64 // the estimates; nil with counts
	SE     []float64 // their standard errors, at least 0; nil with counts
	Counts []int64   // how many chose the item, 0 to MaxCount; nil with estimates
}

// ReadEstimates reads a CSV table with the columns name, estimate and se, or with
// name and count, as the heading says; others are passed over. Names are unique
// and without line breaks, and there are 1 to MaxItems. Errors are a *sheet.Error
// where the file is wrong, the first one, and those of the reader.
func ReadEstimates(r io.Reader) (*Estimates, error) {
	s, err := sheet.Read(r)
	if err != nil {
		return nil, err
	}
	c, err := findColumns(s)
	if err != nil {
		return nil, err
	}
	e, lines := new(Estimates), map[string]int{}
	for _, row := range s.Rows {
		if len(e.Names) == MaxItems {
			return nil, sheet.At(row[0].Line, 0, "there are more than %d items", MaxItems)
		}
		name, err := readName(row[c.name])
		if err != nil {
			return nil, err
		}
		if line, again := lines[name]; again {
			return nil, row[c.name].Fault("%q stands in line %d already; give each item its own name", name, line)
		}
		lines[name] = row[c.name].Line
		e.Names = append(e.Names, name)
		if err := e.readFigures(row, c); err != nil {
			return nil, err
		}
	}
	if len(e.Names) == 0 {
		return nil, sheet.At(0, 0, "there is no item below the heading")
	}
	return e, nil
}

// columns are the places of the columns; -1 is none.
type columns struct{ name, estimate, se, count int }

func findColumns(s *sheet.Sheet) (columns, error) {
	c := columns{name: s.Column("name"), estimate: s.Column("estimate"), se: s.Column("se"), count: s.Column("count")}
	line := s.Head[0].Line
	seen := map[string]bool{}
	for _, h := range s.Head {
		name := strings.ToLower(h.Text)
		if seen[name] && (name == "name" || name == "estimate" || name == "se" || name == "count") {
			return c, h.Fault("there is a column %s already", name)
		}
		seen[name] = true
	}
	switch {
	case c.name < 0:
		return c, sheet.At(line, 0, "there is no column name; the heading is name,estimate,se or name,count")
	case c.count < 0 && (c.estimate < 0 || c.se < 0):
		return c, sheet.At(line, 0, "the heading is name,estimate,se, or name,count for counts of a single choice")
	case c.count >= 0 && c.estimate >= 0:
		return c, s.Head[c.count].Fault("there is a column estimate too; keep one of the two")
	}
	return c, nil
}

func readName(c sheet.Cell) (string, error) {
	if c.Text == "" {
		return "", c.Fault("the name is missing")
	}
	if strings.ContainsFunc(c.Text, unicode.IsControl) {
		return "", c.Fault("the name has a line break or another control character; write it in one line")
	}
	return c.Text, nil
}

// readFigures reads what stands beside a name.
func (e *Estimates) readFigures(row []sheet.Cell, c columns) error {
	if c.count >= 0 {
		n, err := row[c.count].Count()
		if err != nil {
			return err
		}
		if n > MaxCount {
			return row[c.count].Fault("a count is at most %d", MaxCount)
		}
		e.Counts = append(e.Counts, n)
		return nil
	}
	x, err := row[c.estimate].Number()
	if err != nil {
		return err
	}
	se, err := row[c.se].Number()
	if err != nil {
		return err
	}
	if se < 0 {
		return row[c.se].Fault("a standard error is at least 0, not %s", row[c.se].Text)
	}
	if math.IsInf(se*se, 0) {
		return row[c.se].Fault("a standard error of %s is too large", row[c.se].Text)
	}
	e.Values, e.SE = append(e.Values, x), append(e.SE, se)
	return nil
}
