package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"

	"ashar/survey"
	"ashar/survey/locale"
)

// maxKept bounds how many interviews are shown of a person at once, the last ones; others
// by their receipts.
const maxKept = 5

// withReceipt is, of what a person holds, the interview whose receipt they wrote; all if they wrote
// none.
func withReceipt(held []survey.Session, typed string) []survey.Session {
	receipt := survey.NormalReceipt(typed)
	i := slices.IndexFunc(held, func(s survey.Session) bool { return s.Receipt() == receipt })
	if i < 0 {
		return held
	}
	return held[i : i+1]
}

// more says how those are met that are not shown; "" if all are.
func more(speaker locale.Speaker, in incoming, held []survey.Session) string {
	if len(held) <= maxKept {
		return ""
	}
	return speaker.T("bot.more_kept", "Max", maxKept, "Of", len(held), "Command", "/"+in.command)
}

// status says how far the person is, in each interview.
func (c *Conversation) status(ctx context.Context, in incoming) ([]Reply, error) {
	all, err := c.intake.Held(ctx, c.respondent(in))
	if err != nil || len(all) == 0 {
		return c.nothingKept(ctx, in, err)
	}
	held := withReceipt(all, in.text)
	p, rows := new(page), [][]Button(nil)
	for _, s := range held[:min(len(held), maxKept)] {
		v := c.view(in, s)
		p.blank()
		p.strong(clip(v.title(), maxShown))
		refused := c.takes(ctx, s, true)
		if refused != nil && !errors.Is(refused, survey.ErrClosed) {
			return nil, refused
		}
		switch {
		case s.Response != "":
			v.wasSent(p, in)
		case refused != nil:
			p.line(v.say.T("bot.status_closed"))
		case v.prompt.Review:
			p.line(v.say.T("bot.status_review"))
		default:
			p.line(v.say.T("bot.status_open", "Step", v.prompt.Step, "Steps", v.prompt.Steps))
		}
		if s.ID == all[0].ID && !s.Sent() && refused == nil {
			rows = append(rows, []Button{v.button(v.say.T("bot.continue"), show, 0, 0)})
		}
	}
	rest := held[:min(len(held), maxKept)]
	if len(rows) > 0 { // the first is gone on with
		rest = rest[1:]
	}
	correct, err := c.correctables(ctx, in, rest...)
	if err != nil {
		return nil, err
	}
	p.blank()
	p.line(more(c.words.For(all[0].Language), in, held))
	card := p.card(append(rows, correct...)...)
	if len(rows) > 0 {
		card = c.alsoOnWeb(card, held[0])
	}
	return []Reply{say(card)}, nil
}

// title is what the interview is called.
func (v view) title() string { return v.text(v.session.Questionnaire.Title) }

// data shows what is kept of the person: a message for each interview, the last one with
// buttons.
func (c *Conversation) data(ctx context.Context, in incoming) ([]Reply, error) {
	all, err := c.intake.Held(ctx, c.respondent(in))
	if err != nil || len(all) == 0 {
		return c.nothingKept(ctx, in, err)
	}
	held := withReceipt(all, in.text)
	informed, err := c.informed(ctx, in)
	if err != nil {
		return nil, err
	}
	speaker := c.words.For(held[0].Language)
	intro := speaker.T("bot.data")
	if informed {
		intro = speaker.T("bot.data_beside") + "\n\n" + speaker.T("bot.data_informed")
	}
	if others := more(speaker, in, held); others != "" {
		intro += "\n\n" + others
	}
	replies := []Reply{say(Card{Text: intro})}
	shown := held[:min(len(held), maxKept)]
	for i, s := range slices.Backward(shown) {
		v := c.view(in, s)
		village, err := c.village(ctx, s)
		if err != nil {
			return nil, err
		}
		if s.Reopened {
			replies = append(replies, say(c.view(in, s.AsSent()).kept(in, village)))
		}
		card := v.kept(in, village)
		if i == 0 { // only one message of a chat has buttons
			if s.ID == all[0].ID && !s.Sent() {
				card.Rows = append(card.Rows, []Button{v.button(v.say.T("bot.continue"), show, 0, 0)})
			}
			card.Rows = append(card.Rows, []Button{v.button(v.say.T("bot.forget"), askForget, 0, 0)})
		}
		replies = append(replies, say(card))
	}
	return replies, nil
}

// village is what the village is called where the interview was begun; "" if that is
// not known any more.
func (c *Conversation) village(ctx context.Context, s survey.Session) (string, error) {
	w, _, err := c.signpost.Of(ctx, s.Campaign, s.Village)
	return w.Village.In(s.Language), err
}

// kept is everything that is kept of an interview, in words.
func (v view) kept(in incoming, village string) Card {
	p := new(page)
	p.strong(clip(v.title(), maxShown))
	v.begun(p, in, village)
	p.line(v.say.T("bot.data_language", "Language", locale.Name(v.session.Language)))
	if v.session.Response != "" {
		v.wasSent(p, in)
	} else {
		p.line(v.say.T("bot.data_open"))
	}
	for i, l := range v.looks() {
		l.write(p, i+1)
	}
	return p.card()
}

// begun writes where and when the interview was begun.
func (v view) begun(p *page, in incoming, village string) {
	if village != "" {
		p.line(v.say.T("bot.data_village", "Village", clip(village, maxShown)))
	}
	p.line(v.say.T("bot.data_begun", "Date", v.say.DateTime(v.session.Begun.In(in.at.Location()))))
}

// forget asks which of the person's interviews is to be taken back, or whether the one is.
func (c *Conversation) forget(ctx context.Context, in incoming) ([]Reply, error) {
	held, err := c.intake.Held(ctx, c.respondent(in))
	held = withReceipt(held, in.text)
	switch {
	case err != nil || len(held) == 0:
		return c.nothingKept(ctx, in, err)
	case len(held) == 1:
		return []Reply{say(c.view(in, held[0]).sureToForget())}, nil
	}
	p, numbers := new(page), []Button(nil)
	p.line(c.words.For(held[0].Language).T("bot.forget_which"))
	for i, s := range held[:min(len(held), maxKept)] {
		v, number := c.view(in, s), strconv.Itoa(i+1)
		village, err := c.village(ctx, s)
		if err != nil {
			return nil, err
		}
		p.blank()
		p.strong(number + ". " + clip(v.title(), maxShown))
		v.begun(p, in, village)
		numbers = append(numbers, v.button(number, askForget, 0, 0))
	}
	p.blank()
	p.line(more(c.words.For(held[0].Language), in, held))
	return []Reply{say(p.card(lay(numbers)...))}, nil
}

// sureToForget asks once more before an interview is taken back.
func (v view) sureToForget() Card {
	p := new(page)
	p.strong(clip(v.title(), maxShown))
	p.line(v.say.T("bot.forget_sure"))
	return p.card([]Button{v.button(v.say.T("bot.forget_yes"), forgetNow, 0, 0)}, []Button{v.button(v.say.T("bot.forget_no"), keepIt, 0, 0)})
}

// forgetting handles the taps that take an interview back, or do not.
func (c *Conversation) forgetting(ctx context.Context, in incoming, t tap) ([]Reply, error) {
	held, err := c.intake.Held(ctx, c.respondent(in))
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(held, func(s survey.Session) bool { return tagOf(s.ID) == t.tag })
	if i < 0 { // gone already: the tap came twice
		return append([]Reply{toast("")}, change(in.message, Card{Text: c.stranger(in).T("bot.forgotten")})), nil
	}
	s := held[i]
	v := c.view(in, s)
	switch t.action {
	case askForget:
		return []Reply{toast(""), say(v.sureToForget())}, nil
	case keepIt:
		card := Card{Text: v.say.T("bot.forget_kept")}
		if !s.Sent() {
			card.Rows = [][]Button{{v.button(v.say.T("bot.continue"), show, 0, 0)}}
		}
		return []Reply{toast(""), change(in.message, card)}, nil
	}
	last := !slices.ContainsFunc(held, func(h survey.Session) bool { return h.Campaign == s.Campaign && h.ID != s.ID })
	if last { // nobody is left here who wants to know what came of the answers
		if err := c.unsubscribe(ctx, in, s.Campaign); err != nil {
			return nil, err
		}
	}
	if err := c.intake.Forget(ctx, s); err != nil && !errors.Is(err, survey.ErrNotFound) {
		return nil, err
	}
	return []Reply{toast(""), change(in.message, Card{Text: v.say.T("bot.forgotten")})}, nil
}

// nothingKept says that there are no answers, unless err is why they could not be read.
func (c *Conversation) nothingKept(ctx context.Context, in incoming, err error) ([]Reply, error) {
	if err != nil {
		return nil, err
	}
	informed, err := c.informed(ctx, in)
	words := "bot.nothing_kept"
	if informed {
		words = "bot.data_informed"
	}
	return []Reply{say(Card{Text: c.stranger(in).T(words)})}, err
}
