package bot

import (
	"fmt"
	"strconv"
)

// Bounds of one page of the look-over: its text, in UTF-16 code units, and how many
// numbers are under it.
const (
	maxLooked      = 3000
	maxCorrections = 25
)

// look is one answer in the look-over.
type look struct {
	question    int // its index
	label, said string
}

// lookOver shows all answers before they are sent, each with a number by which
// it can be corrected. Many answers are on pages; they can be sent from each.
func (v view) lookOver(number int) Card {
	looks := v.looks()
	pages := v.leaf(looks)
	number = min(max(number, 0), len(pages)-1)
	from, to := pages[number][0], pages[number][1]
	p := new(page)
	p.line(fmt.Sprintf("%d / %d", v.prompt.Step, v.prompt.Steps))
	p.blank()
	p.strong(v.say.T("bot.review"))
	sending := "bot.send"
	if v.session.Reopened {
		sending = "bot.send_corrected"
		p.line(v.say.T("bot.reopened"))
	} else {
		p.line(v.say.T("bot.review_hint"))
	}
	var numbers []Button
	for i, l := range looks[from:to] {
		l.write(p, from+i+1)
		numbers = append(numbers, v.button(strconv.Itoa(from+i+1), correct, l.question, 0))
	}
	rows := append([][]Button{{v.button(v.say.T(sending), send, 0, 0)}}, v.correction()...)
	rows = append(rows, lay(numbers)...)
	if len(pages) > 1 {
		rows = append(rows, v.turning(number, len(pages)))
	}
	return p.card(append(rows, v.onlyBack())...)
}

// leaf parts the answers into pages, from and to; there is always one.
func (v view) leaf(looks []look) [][2]int {
	pages := [][2]int{{0, 0}}
	size := 0
	for i, l := range looks {
		last := &pages[len(pages)-1]
		n := units(l.label) + units(l.said) + len("00. \n\n\n")
		if i > last[0] && (size+n > maxLooked || i-last[0] == maxCorrections) {
			pages = append(pages, [2]int{i, i})
			last, size = &pages[len(pages)-1], 0
		}
		last[1] = i + 1
		size += n
	}
	return pages
}

// sent is what stays of the look-over in the chat after sending; of many answers,
// the beginning.
func (v view) sent() Card {
	p := new(page)
	p.strong(v.say.T("bot.sent"))
	for i, l := range v.looks() {
		l.write(p, i+1)
	}
	return p.card()
}

// looks lists the answers in words.
func (v view) looks() []look {
	var looks []look
	at := 0 // Answered goes in the questionnaire's order
	for x, value := range v.session.Answered() {
		for v.session.Questionnaire.Questions[at].Name != x.Name {
			at++
		}
		looks = append(looks, look{
			question: at, label: clip(v.session.Say(x.Label), maxShown), said: clip(v.describe(x, value), maxShown),
		})
	}
	return looks
}

func (l look) write(p *page, number int) {
	p.blank()
	p.strong(strconv.Itoa(number) + ". " + l.label)
	lines(p, l.said)
}

// onlyBack leads back from the look-over.
func (v view) onlyBack() []Button {
	if !v.prompt.CanGoBack {
		return nil
	}
	return []Button{v.button(v.say.T("bot.back"), goBack, 0, 0)}
}

// receipt says thanks and gives the code; words is what it says first.
func (v view) receipt(words string) Card {
	p := new(page)
	p.line(v.say.T(words))
	p.blank()
	p.strong(v.session.Receipt())
	p.blank()
	p.line(v.say.T("bot.keep_code"))
	return p.card()
}
