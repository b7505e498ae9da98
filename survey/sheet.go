package survey

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

// Sheet lays out responses as rows of a table with a column for every question of
// every version of a questionnaire, so that the answers of all of them stand in one
// file. Values are names, as in the questionnaire, and not labels.
type Sheet struct {
	columns  []column
	versions map[string]*Questionnaire
}

// column is one column: of a question, and where Part is not "", of one choice.
type column struct {
	heading, question, part string
	kind                    Kind // an answer of another kind has a column of its own
}

// sheetHead are the columns that every sheet begins with. No question can have such
// a name.
var sheetHead = []string{"_id", "_questionnaire", "_village", "_channel", "_language", "_shared", "_edits", "_judgement", "_begun", "_submitted"}

// NewSheet takes the versions whose responses the rows will be of, the latest one
// first. Questions stand in its order; one that only an earlier version has comes
// after the question that it followed there.
func NewSheet(versions ...*Questionnaire) *Sheet {
	s := &Sheet{versions: map[string]*Questionnaire{}}
	var order []string // of questions
	columns := map[string][]column{}
	for _, q := range versions {
		s.versions[q.Key()] = q
		at := 0
		for i := range q.Questions {
			name := q.Questions[i].Name
			at = inserted(&order, at, name)
			there, next := columns[name], 0
			for _, c := range columnsOf(q, &q.Questions[i]) {
				next = inserted(&there, next, c)
			}
			columns[name] = there
		}
	}
	for _, name := range order {
		s.columns = append(s.columns, columns[name]...)
	}
	s.tellApart()
	return s
}

// tellApart sees to it that no two columns have one heading, as when the row of a
// scale is called like another question, or a question's kind has changed.
func (s *Sheet) tellApart() {
	taken := map[string]bool{}
	for i := range s.columns {
		c := &s.columns[i]
		for _, heading := range []string{c.heading, c.question + "/" + c.part, c.heading + "@" + string(c.kind)} {
			if c.heading = heading; !taken[heading] {
				break
			}
		}
		taken[c.heading] = true
	}
}

// inserted finds a thing in a list, or else puts it in at a place; it returns the place
// behind it.
func inserted[T comparable](list *[]T, at int, thing T) (behind int) {
	if there := slices.Index(*list, thing); there >= 0 {
		return there + 1
	}
	*list = slices.Insert(*list, at, thing)
	return at + 1
}

// columnsOf are the columns of one question: one, and for choices also one for
// each, "question/choice".
func columnsOf(q *Questionnaire, x *Question) []column {
	one := column{heading: x.Name, question: x.Name, kind: x.Kind}
	switch x.Kind {
	case Note:
		return nil
	case SelectMultiple, Rank:
		all := []column{one}
		for _, c := range x.choices(q, x.source(q)) {
			all = append(all, column{x.Name + "/" + c.Name, x.Name, c.Name, x.Kind})
		}
		return all
	case Scale, Points:
		var all []column
		for _, c := range x.choices(q, x.source(q)) {
			all = append(all, column{RowName(x.Name, c.Name), x.Name, c.Name, x.Kind})
		}
		return all
	case Geopoint:
		return []column{one, {x.Name + "/latitude", x.Name, "latitude", x.Kind}, {x.Name + "/longitude", x.Name, "longitude", x.Kind}}
	case TextAnswer:
		if slices.Contains(OwnWords(), x.Role) {
			return []column{one, {x.Name + "/" + codedPart, x.Name, codedPart, x.Kind}}
		}
	}
	return []column{one}
}

// The column beside own words: the codes of the needs that they were coded to, codedNone where they name none.
const (
	codedPart = "coded"
	codedNone = "none"
)

// codedAs is what stands beside own words: nothing as long as they are not coded.
func codedAs(r *Response, question string) string {
	needs, ok := r.CodedAs(question)
	if ok && len(needs) == 0 {
		return codedNone
	}
	return strings.Join(needs, " ")
}

// Head is the row of headings.
func (s *Sheet) Head() []string {
	head := slices.Clone(sheetHead)
	for _, c := range s.columns {
		head = append(head, c.heading)
	}
	return head
}

// Row is the row of a response, as long as Head. A question that was not asked, that
// was skipped, or that its version does not have, leaves its cells empty. Times are in
// the zone.
//
// A select_multiple is its names with spaces between, and beside it 1 or 0 for each
// choice; a rank is its names, best first, and the place of each; a scale has the
// name of the level of each thing; points their number; a comparison of pairs is
// "better>worse" or "one=another" for each; a file is its identifier. Own words stand as
// they were given, the choice "other" beside them too; what both were coded to is in the
// column "/coded", by the codes of needs.
func (s *Sheet) Row(r *Response, zone *time.Location) []string {
	row := make([]string, 0, len(sheetHead)+len(s.columns))
	row = append(row, r.ID, r.Questionnaire, r.Village, string(r.Channel), r.Language, shared(r), strconv.Itoa(r.Edits), verdict(r),
		r.Begun.In(zone).Format(time.RFC3339), r.Submitted.In(zone).Format(time.RFC3339))
	answers := make(map[string]Value, len(r.Answers))
	for _, a := range r.Answers {
		answers[a.Question] = a.Value
	}
	q := s.versions[r.Questionnaire]
	for _, c := range s.columns {
		cell := ""
		if v, ok := answers[c.question]; ok && !v.Skipped && q != nil {
			if x := q.Question(c.question); x != nil && x.Kind == c.kind {
				if cell = cellOf(q, x, v, c.part); x.Kind == TextAnswer && c.part != "" {
					cell = codedAs(r, x.Name)
				}
				if cell == "0" && c.part != "" && !mayHave(q, x, answers, c.part) {
					cell = "" // it was not offered
				}
			}
		}
		row = append(row, cell)
	}
	return row
}

// shared is 1 of a response from somebody else's phone.
func shared(r *Response) string {
	if r.Shared {
		return "1"
	}
	return "0"
}

// verdict is what was found of a response; "" if nobody judged it. Why is not for those who get
// the table.
func verdict(r *Response) string {
	if r.Judgement == nil {
		return ""
	}
	return string(r.Judgement.Verdict)
}

// mayHave reports whether a choice that was not taken may have been offered: as far
// as the answers tell, since a choice filter is not judged anew.
func mayHave(q *Questionnaire, x *Question, answers map[string]Value, choice string) bool {
	if x.Of == "" {
		return x.ChoiceFilter == ""
	}
	of := q.Question(x.Of)
	v := answers[x.Of]
	return x.ChoiceFilter == "" && of != nil && (v.Has(choice) || of.Kind == Scale && v.LevelOf(choice) == len(q.Choices(of.List)))
}

// cellOf is what stands in one column of a question.
func cellOf(q *Questionnaire, x *Question, v Value, part string) string {
	if part != "" {
		return partOf(q, x, v, part)
	}
	switch {
	case len(v.Choices) > 0:
		return strings.Join(v.Choices, " ")
	case len(v.Pairs) > 0:
		pairs := make([]string, len(v.Pairs))
		for i, p := range v.Pairs {
			switch p.Better {
			case "":
				pairs[i] = p.First + "=" + p.Second
			case p.First:
				pairs[i] = p.First + ">" + p.Second
			default:
				pairs[i] = p.Second + ">" + p.First
			}
		}
		return strings.Join(pairs, " ")
	case v.Point != nil:
		return v.Point.String()
	case v.File != nil:
		return v.File.ID
	}
	return v.Text + v.Number + v.Date // a value has one of them
}

// partOf is what stands in the column of one choice.
func partOf(q *Questionnaire, x *Question, v Value, part string) string {
	switch x.Kind {
	case Rank:
		if place := slices.Index(v.Choices, part); place >= 0 {
			return strconv.Itoa(place + 1)
		}
	case SelectMultiple:
		switch {
		case v.Has(part):
			return "1"
		case q.Choice(x.source(q), part) != nil:
			return "0"
		}
	case Points:
		if q.Choice(x.source(q), part) != nil {
			return strconv.Itoa(v.LevelOf(part))
		}
	case Scale:
		if levels := q.Choices(x.List); v.LevelOf(part) > 0 && v.LevelOf(part) <= len(levels) {
			return levels[v.LevelOf(part)-1].Name
		}
	case Geopoint:
		switch {
		case v.Point == nil:
		case part == "latitude":
			return strconv.FormatFloat(v.Point.Latitude, 'f', -1, 64)
		default:
			return strconv.FormatFloat(v.Point.Longitude, 'f', -1, 64)
		}
	}
	return ""
}
