package survey

import (
	"regexp"
	"strconv"
	"strings"
)

// mention is an answer inside a text: ${name}.
var mention = regexp.MustCompile(`\$\{\s*([A-Za-z][A-Za-z0-9_.-]*)\s*\}`)

// Mentions names the questions whose answers the text speaks of, in any language,
// each once.
func (t Text) Mentions() []string {
	var names []string
	for _, l := range t.languages() {
		for _, m := range mention.FindAllStringSubmatch(t[l], -1) {
			names = appendOnce(names, m[1])
		}
	}
	return names
}

// fill puts answers into a text where it speaks of them. One that is not there
// leaves nothing behind.
func (w *walk) fill(t Text) Text {
	if len(t.Mentions()) == 0 {
		return t
	}
	filled := make(Text, len(t))
	for l, phrase := range t {
		filled[l] = FillIn(phrase, func(name string) string { return w.inWords(name, l) })
	}
	return filled
}

// FillIn puts something in the place of each answer that a phrase speaks of, by the
// name of its question.
func FillIn(phrase string, answer func(name string) string) string {
	return mention.ReplaceAllStringFunc(phrase, func(m string) string { return answer(mention.FindStringSubmatch(m)[1]) })
}

// Fill puts answers into a text where it speaks of them, as in a question's label.
func (iv Interview) Fill(q *Questionnaire, t Text) Text {
	if len(t.Mentions()) == 0 {
		return t
	}
	w := iv.walk(q)
	defer w.done()
	return w.fill(t)
}

// inWords is an answer as somebody would read it in the language.
func (w *walk) inWords(name, language string) string {
	slot, known := w.plan.slots[name]
	if !known {
		return ""
	}
	if slot >= len(w.stops) {
		c := w.plan.cells[slot-len(w.stops)]
		s := &w.stops[c.step]
		if !s.shown {
			return ""
		}
		switch l := s.value.LevelOf(c.choice); {
		case l < 1:
			return ""
		case l <= len(s.levels):
			return s.levels[l-1].Label.In(language, w.plan.language)
		default:
			return strconv.Itoa(l)
		}
	}
	s := &w.stops[slot]
	if !s.shown || s.computed || len(s.value.Choices) == 0 {
		return w.Value(slot).String()
	}
	labels := make([]string, len(s.value.Choices))
	for i, chosen := range s.value.Choices {
		labels[i] = chosen
		for _, c := range s.choices {
			if c.Name == chosen {
				labels[i] = c.Label.In(language, w.plan.language)
			}
		}
	}
	return strings.Join(labels, ", ")
}
