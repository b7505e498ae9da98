package bot_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/bot/bottest"
	"ashar/survey"
)

// citizen is one of a crowd. What they answer to the questions of questionnaire.json, in
// which language and in which village, follows from their number: no two say the same.
type citizen struct {
	person   bottest.Person
	village  string // its code
	language string
	answers  []survey.Answer
	steps    []step
}

// step is what a person does, and by what they know that the bot is done with it.
type step struct {
	does   string // "[the button]", or what is written
	sees   string // a button, or a part of the text, of the message that comes then
	button bool   // sees is a button
}

// newCitizen is the citizen with this number, from 0.
func newCitizen(q *survey.Questionnaire, n int) citizen {
	c := citizen{
		village: []string{openCode, secondCode}[n/3%2], language: q.Languages[n%len(q.Languages)],
		person: bottest.Person{ID: int64(100_000 + n), FirstName: "А"},
	}
	c.person.Language = c.language
	needs := q.Choices("need")[:4] // without "none"
	var order []string             // best first
	for i := range 1 + n/2%3 {
		order = append(order, needs[(n/6+(1+n/24%2*2)*i)%len(needs)].Name)
	}
	var chosen []string
	var levels []survey.Level
	for i, need := range needs {
		if slices.Contains(order, need.Name) {
			chosen = append(chosen, need.Name)
			levels = append(levels, survey.Level{Choice: need.Name, Level: 1 + (n/5+i)%survey.SeverityLevels})
		}
	}
	sex := q.Choices("sex")[n/7%2].Name
	wish := fmt.Sprintf("%d-тилек", n)
	c.answer("needs", survey.Chosen(chosen...))
	if len(order) > 1 { // one alone need not be put in order
		c.answer("order", survey.Chosen(order...))
	}
	c.answer("severity", survey.Rated(levels...))
	c.answer("sex", survey.Chosen(sex))
	c.answer("wish", survey.Value{Text: wish, Key: survey.SearchKey(wish)})
	c.plan(q, chosen, order, levels, sex, wish)
	return c
}

func (c *citizen) answer(question string, v survey.Value) {
	c.answers = append(c.answers, survey.Answer{Question: question, Value: v})
}

// plan is what the citizen does to answer so.
func (c *citizen) plan(q *survey.Questionnaire, chosen, order []string, levels []survey.Level, sex, wish string) {
	label := func(list, name string) string { return q.Say(q.Choice(list, name).Label, c.language) }
	own := map[string]struct{ agree, next, send, thanks string }{
		"ky": {"Макулмун", "Кийинки", "Жөнөтүү", "Рахмат"},
		"ru": {"Я согласен (согласна)", "Дальше", "Отправить", "Спасибо"},
	}[c.language]
	c.writes("/start " + c.village)
	c.taps(own.agree)
	for _, need := range chosen {
		c.taps(label("need", need))
	}
	c.taps(own.next)
	if len(order) > 1 {
		for _, need := range order[:len(order)-1] { // the last place goes to the one that is left
			c.taps(label("need", need))
		}
		c.taps(own.next)
	}
	for _, l := range levels {
		c.taps(fmt.Sprintf("%d · %s", l.Level, label("severity", fmt.Sprint(l.Level))))
	}
	c.taps(label("sex", sex))
	c.steps[len(c.steps)-1].sees = q.Say(q.Question("wish").Label, c.language)
	c.writes(wish)
	c.taps(own.send)
	c.steps[len(c.steps)-1].sees = own.thanks
}

// taps and writes plan a step, and have the one before it wait for what it needs.
func (c *citizen) taps(button string) {
	last := &c.steps[len(c.steps)-1]
	last.sees, last.button = button, true
	c.steps = append(c.steps, step{does: "[" + button + "]"})
}

func (c *citizen) writes(words string) { c.steps = append(c.steps, step{does: words}) }

// conversation is a citizen at the phone.
type conversation struct {
	citizen
	chat  *bottest.Chat
	under bottest.Button // the button to press next
	done  int            // steps
}

func (c citizen) opens(s *bottest.Server) *conversation {
	return &conversation{citizen: c, chat: s.Chat(c.person)}
}

// over reports whether everything was answered.
func (c *conversation) over() bool { return c.done == len(c.steps) }

// goesOn takes the next step, and returns how long the reply to it took: until the
// message that shows what to do next stands in the chat, which the bot sends last.
func (c *conversation) goesOn(ctx context.Context) (time.Duration, error) {
	now := c.steps[c.done]
	began := time.Now()
	var err error
	if strings.HasPrefix(now.does, "[") {
		_, err = c.chat.Press(c.under)
	} else {
		_, err = c.chat.Send(now.does)
	}
	for err == nil {
		var e bottest.Event
		if e, err = c.chat.Next(ctx); err == nil && c.shows(e, now) {
			c.done++
			return time.Since(began), nil
		}
	}
	return 0, fmt.Errorf("%s: %w\n%s", now.does, err, c.chat.Transcript())
}

// shows reports whether this is what the citizen waits for after a step.
func (c *conversation) shows(e bottest.Event, after step) (ok bool) {
	switch {
	case e.Kind != bottest.Sent && e.Kind != bottest.Edited:
		return false
	case !after.button:
		return e.Kind == bottest.Sent && strings.Contains(e.Message.Text, after.sees)
	}
	c.under, ok = e.Message.Keyboard.Find(after.sees)
	return ok
}

// crowd is how many people answer at once.
const crowd = 2000

// newCrowdedRoom is a room whose catalogue is remembered, as the service does it: every
// answer asks it the same.
func newCrowdedRoom(t testing.TB) *room {
	t.Helper()
	r := newRoom(t)
	r.intake = survey.NewIntake(survey.NewCached(r.db, time.Now), r.db, r.db, r.db, time.Now, survey.Told{})
	r.talk = r.conversation()
	return r
}
