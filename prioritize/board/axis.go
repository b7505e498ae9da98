package board

import (
	"fmt"
	"html/template"
	"math"
	"strings"
)

// axis is the scale that all rows of a chart share.
type axis struct {
	From, To float64
	step     float64 // between the ticks, which both ends are
}

// maxTicks bounds the lines of a chart, so that their numbers stand apart on a
// phone; whole steps at both ends can make it two more.
const maxTicks = 6

// axisOver spans the values, from 0 or the whole step below the least to the
// whole step above the greatest.
func axisOver(fromZero bool, values ...float64) axis {
	if len(values) == 0 {
		return axis{0, 1, stepFor(1)}
	}
	low, high := values[0], values[0]
	for _, v := range values {
		low, high = min(low, v), max(high, v)
	}
	if fromZero {
		low = 0
	}
	step := stepFor(high - low)
	first := math.Floor(low/step + 1e-9)
	return axis{first * step, max(math.Ceil(high/step-1e-9), first+1) * step, step}
}

// stepFor is the least round step by which a span has maxTicks lines at most.
func stepFor(span float64) float64 {
	for _, step := range []float64{0.02, 0.05, 0.1} {
		if span/step <= maxTicks-1 {
			return step
		}
	}
	return 0.2
}

// Ticks are the values at which the axis is labelled.
func (a axis) Ticks() []float64 {
	var ticks []float64
	for i := range int(math.Round((a.To-a.From)/a.step)) + 1 {
		ticks = append(ticks, a.From+float64(i)*a.step)
	}
	return ticks
}

// at is where a value stands, in percent of the chart's width.
func (a axis) at(v float64) float64 {
	return 100 * min(max((v-a.From)/(a.To-a.From), 0), 1)
}

// At is at as SVG has it.
func (a axis) At(v float64) string { return fmt.Sprintf("%.2f%%", a.at(v)) }

// mark is one need on the axis: a dot, around it an interval if it is known, and a
// second mark for the share that the unweighted answers give.
type mark struct {
	at        float64
	interval  bool
	low, high float64
	second    bool
	raw       float64
	grey      bool // rests on few answers
	zero      bool // a line stands at 0
}

// draw makes the mark an SVG over lines at the ticks. It says no more than the
// numbers beside it, so that screen readers pass over it.
func (a axis) draw(m mark) template.HTML {
	class := "strip"
	if m.grey {
		class += " grey"
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="%s" width="100%%" height="28" aria-hidden="true">`, class)
	for _, t := range a.Ticks() {
		fmt.Fprintf(&b, `<line class="tick" x1="%s" x2="%[1]s" y1="0" y2="28"/>`, a.At(t))
	}
	if m.zero {
		fmt.Fprintf(&b, `<line class="zero" x1="%s" x2="%[1]s" y1="0" y2="28"/>`, a.At(0))
	}
	if m.interval {
		fmt.Fprintf(&b, `<rect class="span" x="%s" y="7" width="%.2f%%" height="14" rx="7"/>`, a.At(m.low), a.at(m.high)-a.at(m.low))
	}
	if m.second {
		fmt.Fprintf(&b, `<line class="raw" x1="%s" x2="%[1]s" y1="3" y2="25"/>`, a.At(m.raw))
	}
	fmt.Fprintf(&b, `<circle class="dot" cx="%s" cy="14" r="6"/></svg>`, a.At(m.at))
	return template.HTML(b.String())
}

// labels writes the values at the ticks, each over its line.
func (a axis) labels(say func(float64) string) template.HTML {
	var b strings.Builder
	b.WriteString(`<svg class="scale" width="100%" height="20" aria-hidden="true">`)
	ticks := a.Ticks()
	for i, t := range ticks {
		anchor := "middle"
		switch i {
		case 0:
			anchor = "start"
		case len(ticks) - 1:
			anchor = "end"
		}
		fmt.Fprintf(&b, `<text x="%s" y="14" text-anchor="%s">%s</text>`, a.At(t), anchor, template.HTMLEscapeString(say(t)))
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}
