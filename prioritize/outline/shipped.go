package outline

import (
	"fmt"

	"ashar/survey"
)

// The templates that are shipped, by the methodology that they follow. What a methodology asks for of columns and order
// is to be checked with those who use it: a municipality changes its copy where it differs.
const (
	SEDP2018 = "SEDP-2018"
	SEDP2024 = "SEDP-2024"
)

// Default is the template of those who did not choose one.
const Default = SEDP2024

// Shipped lists the identifiers of the templates, the latest first.
func Shipped() []string { return []string{SEDP2024, SEDP2018} }

// New is a template as it is shipped. It is a survey.ErrNotFound if there is none of this name.
func New(id string) (Template, error) {
	switch id {
	case SEDP2024:
		return sedp2024(), nil
	case SEDP2018:
		return sedp2018(), nil
	}
	return Template{}, fmt.Errorf("outline: template %q: %w", id, survey.ErrNotFound)
}

// sedp2024 begins with who took part, and gives every share with its interval.
func sedp2024() Template {
	return Template{ID: SEDP2024, Parts: []Part{
		part("t1"),
		part("t2", "sphere", "need", "village.n", "village.share", "village.rank", "n", "share", "low", "high", "unweighted", "rank"),
		part("t3"),
		part("t4"),
		part("t5", "number", "sphere", "issue", "need", "villages", "beneficiaries", "cause", "solution", "score", "place", "decided", "competence"),
		part("t6"),
		part("t7", "number", "need", "measure", "result", "deadline", "responsible", "cost", "source", "indicator"),
		part("t8"),
		part(Method),
	}}
}

// sedp2018 goes from problems to plans, with plain shares, and has who took part behind them.
func sedp2018() Template {
	t2 := part("t2", "sphere", "need", "village.n", "village.share", "village.rank", "n", "share", "rank")
	for _, id := range []string{"low", "high", "unweighted"} {
		t2.Columns = append(t2.Columns, Column{ID: id, Off: true})
	}
	return Template{ID: SEDP2018, Parts: []Part{
		t2,
		part("t4"),
		part("t3"),
		part("t5", "number", "sphere", "issue", "need", "villages", "beneficiaries", "cause", "solution", "score", "place", "decided", "competence"),
		part("t6"),
		part("t7", "number", "need", "measure", "result", "deadline", "responsible", "cost", "source", "indicator"),
		part("t8"),
		part("t1"),
		part(Method),
	}}
}

// part is a table with some columns first, or as the program orders them.
func part(table string, columns ...string) Part {
	p := Part{Table: table}
	if len(columns) == 0 {
		columns = known[table]
	}
	for _, id := range columns {
		p.Columns = append(p.Columns, Column{ID: id})
	}
	return p
}
