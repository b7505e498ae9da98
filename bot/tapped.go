package bot

import (
	"context"
	"errors"

	"ashar/survey"
)

// tapped handles a pressed button.
func (c *Conversation) tapped(ctx context.Context, in incoming) ([]Reply, error) {
	t, ours := parseTap(in.data)
	if !ours {
		return c.foreign(in), nil
	}
	switch t.action {
	case showConsent, agree:
		return c.entering(ctx, in, t)
	case enter:
		return c.chosenVillage(ctx, in, t)
	case mine, theirs:
		return c.saidWhose(ctx, in, t)
	case showHelp:
		return []Reply{toast(""), change(in.message, help(c.words.For(t.language)))}, nil
	}
	switch t.action {
	case askForget, forgetNow, keepIt:
		return c.forgetting(ctx, in, t)
	case reopen:
		return c.reopening(ctx, in, t)
	case inform:
		return c.informing(ctx, in, t)
	case beside, agreeBeside:
		return c.besides(ctx, in, t)
	}
	s, ok, err := c.latest(ctx, in)
	if err != nil {
		return nil, err
	}
	if !ok {
		speaker := c.stranger(in)
		return []Reply{toast(speaker.T("bot.old_button")), say(Card{Text: speaker.T("bot.ask_code")})}, nil
	}
	if s.Sent() {
		return c.stale(ctx, in, s)
	}
	return c.perform(ctx, in, s, decide(t, s))
}

// perform does what a tap asks for, and shows what comes of it.
func (c *Conversation) perform(ctx context.Context, in incoming, s survey.Session, m move) ([]Reply, error) {
	var next survey.Session
	var err error
	switch m.kind {
	case stale:
		return c.stale(ctx, in, s)
	case foreign:
		return c.foreign(in), nil
	case refused:
		return []Reply{alert(c.words.For(s.Language).T(m.refusal, "Max", m.max))}, nil
	case sending:
		return c.sent(ctx, in, s)
	case leavingIt:
		return c.leaving(ctx, in, s)
	case redraw:
		next, err = s, c.intake.Takes(ctx, s)
	case giving:
		next, err = c.intake.Answer(ctx, s, m.question, m.value)
	case keeping:
		next, err = c.intake.Keep(ctx, s, m.question, m.value)
	case goingBack:
		next, err = c.intake.Back(ctx, s)
	case correcting:
		next, err = c.intake.GoTo(ctx, s, m.question)
	case speaking:
		next, err = c.intake.Speak(ctx, s, m.language)
	}
	if err != nil {
		return c.notDone(ctx, in, next, err)
	}
	v := c.view(in, next)
	if m.kind != giving {
		return []Reply{toast(""), change(in.message, v.screenAt(m.page))}, nil
	}
	replies := []Reply{toast("")}
	if in.message != 0 {
		replies = append(replies, change(in.message, v.answered(m.question)))
	}
	return append(replies, say(v.screen())), nil
}

// sent sends the interview and shows the receipt. The answers that were looked
// over stay in the chat.
func (c *Conversation) sent(ctx context.Context, in incoming, s survey.Session) ([]Reply, error) {
	thanks := "bot.thanks"
	if s.Reopened {
		thanks = "bot.thanks_corrected"
	}
	s, _, err := c.intake.Submit(ctx, s)
	if p, ok := errors.AsType[*survey.Problem](err); ok && p.Question != "" { // we stand at what is missing
		words, _ := c.explain(s, err)
		return append(told(words), change(in.message, c.view(in, s).screen())), nil
	}
	if err != nil {
		return c.notDone(ctx, in, s, err)
	}
	v := c.view(in, s)
	replies := []Reply{toast("")}
	if in.message != 0 {
		replies = append(replies, change(in.message, v.sent()))
	}
	receipt, err := c.receipt(ctx, in, s, thanks)
	return append(replies, say(receipt)), err
}

// notDone tells why a step could not be taken.
func (c *Conversation) notDone(ctx context.Context, in incoming, s survey.Session, err error) ([]Reply, error) {
	words, ok := c.explain(s, err)
	if !ok {
		return nil, err
	}
	p, isProblem := errors.AsType[*survey.Problem](err)
	switch {
	case !isProblem: // closed
		if words, err = c.ended(ctx, in, s); err != nil {
			return nil, err
		}
		return []Reply{toast(""), {Kind: Strip, Message: in.message}, say(Card{Text: words, Rows: c.view(in, s).correction()})}, nil
	case p.Code == survey.AlreadySent || p.Code == survey.NotAsked:
		return c.stale(ctx, in, s)
	}
	return told(words), nil
}

// told answers a tap with words that stay until they are closed; with a message, if
// they are longer than such words can be.
func told(words string) []Reply {
	if units(words) > maxToast {
		return []Reply{toast(""), say(Card{Text: words})}
	}
	return []Reply{alert(words)}
}

// stale answers to a button of a past screen: a kind word, and nothing changes.
func (c *Conversation) stale(ctx context.Context, in incoming, s survey.Session) ([]Reply, error) {
	v := c.view(in, s)
	words, reminder := "bot.old_button", v.screen()
	if s.Sent() {
		receipt, err := c.receipt(ctx, in, s, "bot.thanks_again")
		if err != nil {
			return nil, err
		}
		words, reminder = "bot.sent_before", receipt
	}
	replies := []Reply{toast(v.say.T(words))}
	if in.message != 0 {
		replies = append(replies, Reply{Kind: Strip, Message: in.message})
	}
	return append(replies, Reply{Kind: Remind, Message: in.message, Card: reminder}), nil
}

// foreign answers to data that no button of ours sends.
func (c *Conversation) foreign(in incoming) []Reply {
	return []Reply{toast(c.stranger(in).T("bot.foreign_button"))}
}
