package criteria

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// The fields of a need are its code with one of these before it; those of PEARL have the letter's name, and its note's.
const (
	seenField = "seen_"
	noteOf    = "_note"
)

// typedNeeds reads what a form brings of the needs that stand in it.
func typedNeeds(c echo.Context, w *at) ([]appraisal.Edit, []wrongField) {
	var edits []appraisal.Edit
	var wrong []wrongField
	for _, n := range w.needs {
		seen := c.FormValue(seenField + n.Code)
		if seen == "" {
			continue // the form is of before the need was found
		}
		said, bad := typedSaid(c, n.Code)
		edits, wrong = append(edits, appraisal.Edit{Said: said, Seen: seen}), append(wrong, bad...)
	}
	return edits, wrong
}

// wrongField is a field with what is wrong with it.
type wrongField struct {
	id   string // of the element
	of   string // the need or the project
	code appraisal.FaultCode
}

func typedSaid(c echo.Context, need string) (appraisal.Said, []wrongField) {
	form := func(field string) string { return strings.Join(strings.Fields(c.FormValue(field+"_"+need)), " ") }
	var wrong []wrongField
	s := appraisal.Said{
		Need: need, Owner: appraisal.Owner(form("owner")), With: form("with"), Pearl: map[appraisal.Letter]appraisal.Answered{},
		Cost: appraisal.Cost{Note: form("note"), Source: form("source")},
	}
	if typed := form("effectiveness"); typed != "" {
		n, err := strconv.Atoi(typed)
		if err != nil {
			n = -1 // off the scale
		}
		s.Effectiveness = &n
	}
	for _, l := range appraisal.Letters() {
		if x := (appraisal.Answered{Answer: appraisal.Answer(form(string(l))), Note: form(string(l) + noteOf)}); x != (appraisal.Answered{}) {
			s.Pearl[l] = x
		}
	}
	n, ok := som(form("cost"))
	if s.Cost.Som = n; !ok {
		wrong = append(wrong, wrongField{"cost_" + need, need, appraisal.OutOfBounds})
	}
	for _, f := range (&appraisal.Appraisal{Needs: []appraisal.Said{s}}).Faults([]string{need}, nil) {
		id := string(f.Field)
		if f.Code == appraisal.TooLong && isLetter(f.Field) {
			id += noteOf
		}
		wrong = append(wrong, wrongField{id + "_" + need, need, f.Code})
	}
	return s, wrong
}

func isLetter(f appraisal.Field) bool {
	for _, l := range appraisal.Letters() {
		if string(l) == string(f) {
			return true
		}
	}
	return false
}

// variants reads the variant that was chosen, and the one that had stood there; both are valid.
func variants(c echo.Context, a *appraisal.Appraisal) (chosen, seen prioritize.Variant) {
	valid := func(field string) prioritize.Variant {
		v := prioritize.Variant(c.FormValue(field))
		if v.MaxComposite() == 0 {
			return a.Composite()
		}
		return v
	}
	return valid("variant"), valid("seen")
}

// mistakes say what is wrong, each with what it is about.
func mistakes(s locale.Speaker, wrong []wrongField, name func(of string) string) []page.Mistake {
	var all []page.Mistake
	for _, x := range wrong {
		text := s.T("criteria.fault."+string(x.code), "Most", s.Number(appraisal.MaxNote), "Projects", s.Number(appraisal.MaxProjects), "Letters", s.Number(appraisal.MaxName))
		if of := name(x.of); of != "" {
			text = of + ": " + text
		}
		all = append(all, page.Mistake{Field: x.id, Text: text})
	}
	return all
}
