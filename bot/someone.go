package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"ashar/survey"
	"ashar/survey/locale"
)

// maxOnOnePhone is how many people may answer a campaign on one phone: a household, or
// neighbours without one. More come by the web form or on paper.
const maxOnOnePhone = 30

// someoneElse is the button under a receipt that lets somebody else who is there answer,
// the person with this number on the phone.
func (v view) someoneElse(number int) Button {
	return v.button(v.say.T("bot.someone_else"), beside, number, slices.Index(v.session.Questionnaire.Languages, v.session.Language))
}

// nextOnPhone is the number, on this phone, of whoever answers next.
func (c *Conversation) nextOnPhone(in incoming, s survey.Session, held []survey.Session) int {
	for n := 2; ; n++ {
		id := c.interviewOf(s.Campaign, in, n)
		if !slices.ContainsFunc(held, func(h survey.Session) bool { return h.ID == id && h.Response != "" }) {
			return n
		}
	}
}

// receipt says thanks, gives the code, and offers to tell what comes of the answers, that
// somebody else who is there answers, and to correct what was sent.
func (c *Conversation) receipt(ctx context.Context, in incoming, s survey.Session, words string) (Card, error) {
	held, err := c.intake.Held(ctx, c.respondent(in))
	if err != nil {
		return Card{}, err
	}
	subscribed, err := c.subscribed(ctx, in, s.Campaign)
	if err != nil {
		return Card{}, err
	}
	v := c.view(in, s)
	card := v.receipt(words)
	card.Rows = [][]Button{{v.inform(subscribed)}}
	if n := c.nextOnPhone(in, s, held); n <= maxOnOnePhone {
		card.Rows = append(card.Rows, []Button{v.someoneElse(n)})
	}
	correct, err := c.correctables(ctx, in, s)
	card.Rows = append(card.Rows, correct...)
	return card, err
}

// besides handles the taps of somebody else who is there: with the consent, and when it
// was given, with the first question.
func (c *Conversation) besides(ctx context.Context, in incoming, t tap) ([]Reply, error) {
	held, err := c.intake.Held(ctx, c.respondent(in))
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(held, func(s survey.Session) bool { return tagOf(s.ID) == t.tag })
	if i < 0 || t.item < 2 || t.item > maxOnOnePhone {
		return c.foreign(in), nil
	}
	from := held[i]
	e, err := c.intake.Beside(ctx, from)
	switch {
	case errors.Is(err, survey.ErrClosed):
		return told(c.closed(in, e, err)), nil
	case err != nil:
		return nil, err
	case t.level >= len(e.Questionnaire.Languages):
		return c.foreign(in), nil
	case e.Campaign.Admission != survey.AdmitsAnyone:
		return []Reply{toast(""), say(c.askTicket(e.Questionnaire.Languages[t.level], e))}, nil
	}
	id := c.interviewOf(from.Campaign, in, t.item)
	if at := slices.IndexFunc(held, func(s survey.Session) bool { return s.ID == id }); at >= 0 { // the tap came twice
		if at > 0 && held[at].Response == "" { // the first was gone back to meanwhile
			replies, err := c.resume(ctx, in, held[at])
			return append([]Reply{toast("")}, replies...), err
		}
		return c.stale(ctx, in, held[at])
	}
	language := e.Questionnaire.Languages[t.level]
	speaker := c.words.For(language)
	cards := consent(speaker, e, language, "")
	last := &cards[len(cards)-1]
	if t.action == agreeBeside && t.rev == consentNumber(e.Questionnaire) {
		last.Rows = nil
		return c.begin(ctx, in, e, survey.Beginning{ID: id, Language: language, Shared: true}, *last)
	}
	v := c.view(in, from)
	last.Rows = besideButtons(v, e.Questionnaire, t.item, t.level, speaker)
	replies := []Reply{toast("")}
	if t.action == agreeBeside {
		replies = []Reply{alert(speaker.T("bot.consent_changed"))}
	}
	for _, card := range cards {
		replies = append(replies, say(card))
	}
	return replies, nil
}

// besideButtons agree, or show the consent in another language.
func besideButtons(v view, q *survey.Questionnaire, number, shown int, speaker locale.Speaker) [][]Button {
	data := func(a action, level int) string {
		return tap{action: a, tag: tagOf(v.session.ID), rev: consentNumber(q), item: number, level: level}.data()
	}
	var languages []Button
	for i, l := range q.Languages {
		if i != shown {
			languages = append(languages, Button{Text: locale.Name(l), Data: data(beside, i)})
		}
	}
	return append([][]Button{{{Text: speaker.T("bot.agree"), Data: data(agreeBeside, shown)}}}, lay(languages)...)
}

// consentNumber is consentMark as a button's number.
func consentNumber(q *survey.Questionnaire) int64 {
	n, _ := strconv.ParseInt(consentMark(q)[:7], 16, 64) // 28 bits
	return n
}
