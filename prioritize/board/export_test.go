package board

import (
	"html/template"

	"ashar/survey/page"
)

// Room is the board's templates.
func (b *Board) Room() *page.Room { return b.room }

// Views are the structs of the board's pages, by their names.
func Views() map[string]any {
	return map[string]any{"ranking": &rankingView{}, "evidence": evidenceView{}}
}

// Public is the templates of results.
func (b *Board) Public() *page.Room { return b.public }

// PublicViews are the structs of the pages of results, by their names.
func PublicViews() map[string]any {
	return map[string]any{"results": resultsView{}, "unpublished": unpublishedView{}, "code": codeView{}}
}

// AxisOver is axisOver.
var AxisOver = axisOver

// Place is where a value stands on an axis, in percent.
func (a axis) Place(v float64) float64 { return a.at(v) }

// Interval draws an interval with its dot.
func (a axis) Interval(low, at, high float64) template.HTML {
	return a.draw(mark{at: at, interval: true, low: low, high: high})
}

// Apart is apart.
var Apart = apart
