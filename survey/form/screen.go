package form

import (
	"strconv"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// screen is what every page of an interview has.
type screen struct {
	page.Page
	Action    string // where its form is posted to
	Hint      string
	CanGoBack bool
	CanSkip   bool
	CanUndo   bool   // there is a tap to take back
	Limit     int    // how many choices may be ticked; 0 where nothing is counted
	Left      int    // how many choices have no place yet
	Do        string // the next step's button: "next", "send", or "" while there is none
}

// option is one choice as a card.
type option struct {
	ID, Name, Label string
	Icon            string // "" where the choices have none
	Chosen          bool
	Place           int // in the order, from 1; 0 when it has none yet
}

// choiceView asks for one choice (Type "radio"), or several (Type "checkbox").
type choiceView struct {
	screen
	Type    string
	Options []option
}

// rankView asks for an order, by taps.
type rankView struct {
	screen
	Options []option
	Order   []string // the names placed, best first
}

// scaleView asks for a level for each choice.
type scaleView struct {
	screen
	Lowest, Highest string // what the ends of the scale are called
	Rows            []row
}

type row struct {
	option
	Levels []level
}

type level struct {
	Label  string
	Number int
	Chosen bool
}

// textView asks for a few words.
type textView struct {
	screen
	Text string
	Max  int
}

// The ids of the elements to which a mistake leads.
const (
	groupID = "answer"
	textID  = "text"
)

func optionID(i int) string { return "c" + strconv.Itoa(i) }

// screen shows what is due in an interview.
func (f *Form) screen(c echo.Context, status int, v visit, mistakes ...page.Mistake) error {
	p := v.Prompt()
	switch {
	case p.Sent:
		return f.receipt(c, status, v, mistakes)
	case !v.open:
		return f.notOpen(c, v.entrance, &v.Session)
	case p.Review:
		return f.lookOver(c, status, v, p, mistakes)
	}
	name, view := question(f.begun(c, v, p, mistakes), v, p)
	return f.room.Render(c, status, name, view)
}

// begun begins the screen of a prompt.
func (f *Form) begun(c echo.Context, v visit, p survey.Prompt, mistakes []page.Mistake) screen {
	s := screen{
		Page:      f.pages.Page(c, ""),
		Action:    screenPath(v.entrance.Door.Code, v.Session),
		CanGoBack: p.CanGoBack,
		CanSkip:   p.CanSkip,
		Do:        "next",
	}
	s.Step, s.Steps = p.Step, p.Steps
	s.Languages, s.Mistakes = v.Questionnaire.Languages, mistakes
	return s
}

// question is the page of a question, and what it shows.
func question(s screen, v visit, p survey.Prompt) (name string, view any) {
	say := func(t survey.Text) string { return v.Questionnaire.Say(t, v.Language) }
	x := p.Question
	s.Title, s.Hint = say(x.Label), say(x.Hint)
	switch x.Kind {
	case survey.Rank:
		if s.Left = len(p.Choices) - len(p.Value.Choices); s.Left > 0 {
			s.Do = ""
		}
		s.CanUndo = len(p.Value.Choices) > 0
		return "rank", rankView{screen: s, Options: options(p, say), Order: p.Value.Choices}
	case survey.Scale:
		return "scale", scaleView{
			screen: s, Rows: rows(p, say),
			Lowest: say(p.Levels[0].Label), Highest: say(p.Levels[len(p.Levels)-1].Label),
		}
	case survey.TextAnswer:
		most := x.Max
		if most == 0 {
			most = survey.MaxTextLength
		}
		return "text", textView{screen: s, Text: p.Value.Text, Max: most}
	case survey.SelectMultiple:
		s.Limit = x.Max
		return "choice", choiceView{screen: s, Type: "checkbox", Options: options(p, say)}
	default:
		return "choice", choiceView{screen: s, Type: "radio", Options: options(p, say)}
	}
}

func options(p survey.Prompt, say func(survey.Text) string) []option {
	place := map[string]int{}
	for i, name := range p.Value.Choices {
		place[name] = i + 1
	}
	options := make([]option, len(p.Choices))
	for i, c := range p.Choices {
		options[i] = option{
			ID: optionID(i), Name: c.Name, Label: say(c.Label), Icon: iconOf(c),
			Chosen: place[c.Name] > 0, Place: place[c.Name],
		}
	}
	return options
}

// iconOf is the icon of the need that a choice stands for, and of "none of these".
func iconOf(c survey.Choice) string {
	if c.Need == "" && c.Exclusive {
		return "none"
	}
	return c.Need
}

func rows(p survey.Prompt, say func(survey.Text) string) []row {
	rows := make([]row, len(p.Choices))
	for i, o := range options(p, say) {
		rows[i] = row{option: o, Levels: make([]level, len(p.Levels))}
		given := p.Value.LevelOf(o.Name)
		for n, l := range p.Levels {
			rows[i].Levels[n] = level{Label: say(l.Label), Number: n + 1, Chosen: given == n+1}
		}
	}
	return rows
}
