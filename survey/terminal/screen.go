package terminal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
)

// welcome says what is played.
func (p *player) welcome() {
	p.say(p.text(p.q.Title))
	if intro := p.text(p.q.Intro); intro != "" {
		p.say(intro)
	}
	p.say("")
	p.say(p.text(p.q.Consent.Text))
	p.say("")
	p.say(p.speaker().T("terminal.ask.help"))
}

// screen shows what is asked now.
func (p *player) screen() {
	at := p.iv.Prompt(p.q)
	p.say("")
	p.say(fmt.Sprintf("%d / %d", at.Step, at.Steps))
	if at.Review {
		p.lookOver()
		return
	}
	if sections := p.sections(at); sections != "" {
		p.say(sections)
	}
	p.say(p.plain(at.Label))
	if hint := p.plain(at.Hint); hint != "" {
		p.say("  " + hint)
	}
	p.choices(at)
	p.say("  " + p.how(at))
	if given := p.given(at.Question, at.Value); given != "" {
		p.say("  = " + given)
	}
}

func (p *player) sections(at survey.Prompt) string {
	var labels []string
	for _, s := range at.Sections {
		labels = append(labels, p.text(s))
	}
	return strings.Join(labels, " › ")
}

// choices lists what there is to choose, rank, rate or compare, with the numbers by
// which it is meant.
func (p *player) choices(at survey.Prompt) {
	if at.Question.Kind == survey.Pairwise {
		for i, pair := range at.Pairs {
			p.say(fmt.Sprintf("  %d. %s · %s", i+1, p.label(at.Question, pair.First), p.label(at.Question, pair.Second)))
		}
		return
	}
	for i, c := range at.Choices {
		p.say(fmt.Sprintf("  %d. %s", i+1, p.text(c.Label)))
	}
	if len(at.Levels) > 0 {
		levels := make([]string, len(at.Levels))
		for i, l := range at.Levels {
			levels[i] = fmt.Sprintf("%d %s", i+1, p.text(l.Label))
		}
		p.say("  [" + strings.Join(levels, " · ") + "]")
	}
}

// how says what to type.
func (p *player) how(at survey.Prompt) string {
	speaker, x := p.speaker(), at.Question
	var how string
	switch x.Kind {
	case survey.SelectMultiple:
		most := len(at.Choices)
		if x.Max > 0 {
			most = min(most, x.Max)
		}
		how = speaker.T("terminal.ask.select_multiple", "Max", most)
	case survey.Rank:
		how = speaker.T("terminal.ask.rank", "Max", at.Places)
	case survey.Scale:
		how = speaker.T("terminal.ask.scale", "Count", len(at.Choices))
	case survey.Points:
		how = speaker.T("terminal.ask.points", "Max", x.Max)
	case survey.RangeNumber:
		how = speaker.T("terminal.ask.range", "Low", x.Range.Start, "High", x.Range.End, "Step", x.Range.Step)
	default:
		how = speaker.T("terminal.ask." + string(x.Kind))
	}
	if at.CanSkip {
		how += " " + speaker.T("terminal.ask.skip")
	}
	return how
}

// lookOver shows all answers.
func (p *player) lookOver() {
	p.say(p.speaker().T("terminal.ask.review"))
	s := survey.Session{Interview: p.iv, Questionnaire: p.q}
	for x, v := range s.Answered() {
		given := p.given(x, v)
		if given == "" {
			given = "—"
		}
		p.say(fmt.Sprintf("  %s (%s): %s", p.text(x.Label), x.Name, given))
	}
	p.say("  " + p.speaker().T("terminal.ask.send"))
}

// given is a value in words; "" if there is none.
func (p *player) given(x *survey.Question, v survey.Value) string {
	var parts []string
	for _, name := range v.Choices {
		parts = append(parts, p.label(x, name))
	}
	for _, l := range v.Levels {
		level := strconv.Itoa(l.Level)
		if levels := p.q.Choices(x.List); x.Kind == survey.Scale && l.Level <= len(levels) {
			level = p.text(levels[l.Level-1].Label)
		}
		parts = append(parts, p.label(x, l.Choice)+": "+level)
	}
	for _, pair := range v.Pairs {
		sign := map[string]string{pair.First: ">", pair.Second: "<", "": "="}[pair.Better]
		parts = append(parts, p.label(x, pair.First)+" "+sign+" "+p.label(x, pair.Second))
	}
	if v.Point != nil {
		parts = append(parts, v.Point.String())
	}
	if v.File != nil {
		parts = append(parts, fmt.Sprintf("%s, %d B", v.File.Type, v.File.Size))
	}
	parts = append(parts, v.Text, v.Number, v.Date)
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), ", ")
}

// label is what a choice of a question is called.
func (p *player) label(x *survey.Question, name string) string {
	if c := p.q.Choice(p.q.Source(x), name); c != nil {
		return p.text(c.Label)
	}
	return name
}
