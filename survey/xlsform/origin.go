package xlsform

import (
	"slices"
	"strconv"
	"strings"
)

// asks is where a question comes from: its row, and the first of the rows of its
// things, if it is a scale or points.
type asks struct {
	table  *table
	row    row
	things []row
}

// questionColumns are the columns from which the members of a question come: the
// first of them in which something stands.
var questionColumns = map[string][]string{
	"name": {colName}, "kind": {colType}, "group": {colType}, "role": {colRole}, "label": {colLabel}, "hint": {colHint},
	"list": {colType}, "items": {colItems}, "of": {colOf, colChoiceFilter}, "max": {colMax, colPoints, colConstraint}, "pairs": {colPairs},
	"required": {colRequired}, "required_if": {colRequired}, "required_message": {colRequiredMessage}, "relevant": {colRelevant},
	"constraint": {colConstraint}, "constraint_message": {colConstraintMessage}, "choice_filter": {colChoiceFilter},
	"calculation": {colCalculation}, "shuffle": {colParameters}, "seed": {colParameters}, "range": {colParameters},
}

// ofThings are the members of a scale, or of points, that stand with its things.
var ofThings = []string{"required", "required_if", "required_message", "list"}

// origin finds where a member of the questionnaire comes from, or what it is in.
func (rd *reader) origin(pointer string) place {
	if rest, found := strings.CutPrefix(pointer, "/questions/"); found {
		number, member, _ := strings.Cut(rest, "/")
		if i, err := strconv.Atoi(number); err == nil && i < len(rd.asks) {
			return rd.asks[i].origin(member)
		}
	}
	for pointer != "" {
		if at, known := rd.places[pointer]; known {
			return at
		}
		pointer = pointer[:strings.LastIndexByte(pointer, '/')]
	}
	return place{}
}

func (a asks) origin(member string) place {
	columns := questionColumns[member]
	switch {
	case columns == nil:
		return a.table.at(a.row, "")
	case member == "list" && a.table.cell(a.row, colPoints) != "":
		return a.table.at(a.row, colItems)
	case len(a.things) > 0 && slices.Contains(ofThings, member):
		return a.table.at(a.things[0], columns[0])
	}
	return a.table.atFilled(a.row, columns...)
}
