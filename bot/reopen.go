package bot

import (
	"context"
	"errors"
	"slices"

	"ashar/survey"
)

// reopening handles the taps that open what was sent again. The button acts on what was
// sent when it was drawn: of an earlier edit it is old.
func (c *Conversation) reopening(ctx context.Context, in incoming, t tap) ([]Reply, error) {
	s, ok, err := c.heldBy(ctx, in, t.tag)
	switch {
	case err != nil:
		return nil, err
	case !ok || s.Response == "":
		return c.foreign(in), nil
	case s.Reopened:
		return c.reopened(ctx, in, s)
	case t.rev != s.Rev:
		return c.stale(ctx, in, s)
	}
	s, err = c.intake.Reopen(ctx, s)
	switch {
	case errors.Is(err, survey.ErrClosed): // what else can be done about it stays there
		words, _ := c.explain(s, err)
		receipt, err := c.receipt(ctx, in, s, "bot.thanks_again")
		return append(told(words), change(in.message, receipt)), err
	case err != nil:
		return c.notDone(ctx, in, s, err)
	}
	return []Reply{toast(""), say(c.view(in, s).screen())}, nil
}

// reopened handles the tap that opens what is open already: it came twice, or somebody
// else has answered here since.
func (c *Conversation) reopened(ctx context.Context, in incoming, s survey.Session) ([]Reply, error) {
	latest, _, err := c.latest(ctx, in)
	switch {
	case err != nil:
		return nil, err
	case latest.ID == s.ID:
		return c.stale(ctx, in, s)
	}
	replies, err := c.resume(ctx, in, s)
	return append([]Reply{toast("")}, replies...), err
}

// leaving gives a correction up.
func (c *Conversation) leaving(ctx context.Context, in incoming, s survey.Session) ([]Reply, error) {
	s, err := c.intake.Leave(ctx, s)
	if err != nil {
		return nil, err
	}
	receipt, err := c.receipt(ctx, in, s, "bot.left")
	return []Reply{toast(""), change(in.message, receipt)}, err
}

// correctables are the buttons that open what was sent again, of each of these interviews
// whose campaign is open; where they are several, with the code of each.
func (c *Conversation) correctables(ctx context.Context, in incoming, sent ...survey.Session) ([][]Button, error) {
	open := slices.DeleteFunc(slices.Clone(sent), func(s survey.Session) bool { return s.Response == "" })
	var rows [][]Button
	for _, s := range open {
		switch err := c.intake.Takes(ctx, s); {
		case errors.Is(err, survey.ErrClosed):
			continue
		case err != nil:
			return nil, err
		}
		v := c.view(in, s)
		label := v.say.T("bot.reopen")
		if len(open) > 1 {
			label += ": " + s.Receipt()
		}
		rows = append(rows, []Button{v.button(label, reopen, 0, 0)})
	}
	return rows, nil
}

// wasSent writes when the interview was sent, and if it is being corrected, that this is not
// sent yet.
func (v view) wasSent(p *page, in incoming) {
	p.line(v.say.T("bot.status_sent", "Date", v.say.Date(v.session.SentAt().In(in.at.Location())), "Code", v.session.Receipt()))
	if v.session.Reopened {
		p.line(v.say.T("bot.status_reopened"))
	}
}

// correction is the button that gives a correction up, in a row of its own; none if the
// interview is not being corrected.
func (v view) correction() [][]Button {
	if !v.session.Reopened {
		return nil
	}
	return [][]Button{{v.button(v.say.T("bot.leave"), leave, 0, 0)}}
}

// cancelled says that nothing is lost, with buttons to go on or to give a correction up.
func (v view) cancelled() Card {
	if !v.session.Reopened {
		return v.later("bot.cancelled")
	}
	card := v.later("bot.cancelled_correction")
	card.Rows = append(card.Rows, v.correction()...)
	return card
}
