package bot

import (
	"context"
	"errors"
	"regexp"
	"slices"

	"ashar/survey"
)

// handover stands before an interview's identifier in what /start brings along. No code
// of a door is of that length.
const handover = "i-"

// InterviewURL is the address that opens the chat with the bot of this name at an
// interview: whoever has it can go on.
func InterviewURL(bot, interview string) string {
	return "https://t.me/" + bot + "?start=" + handover + interview
}

// maxInterview bounds an interview's identifier in a button, and in what /start brings.
const maxInterview = maxData - len(handover)

// interviewID is the form of what identifies an interview: drawn for the web, or a
// pseudonym.
var interviewID = regexp.MustCompile(`^(?:[A-Z2-7]{26,}|[0-9a-f]{32})$`)

// isInterview reports whether this can identify an interview.
func isInterview(id string) bool { return len(id) <= maxInterview && interviewID.MatchString(id) }

// handedOver goes on with the interview of a link: here it becomes the person's, unless
// it is somebody's already. Whoever holds another one in the campaign is asked whose it
// is: one person gives one answer.
func (c *Conversation) handedOver(ctx context.Context, in incoming, id string) ([]Reply, error) {
	s, ok, err := c.linked(ctx, id)
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return []Reply{say(Card{Text: c.stranger(in).T("bot.link_lost")})}, nil
	case s.Respondent != "":
		return c.goesOn(ctx, in, s)
	}
	held, err := c.intake.Held(ctx, c.respondent(in))
	if err != nil {
		return nil, err
	}
	if ownIn(held, s.Campaign) != nil {
		return []Reply{say(c.askWhose(s))}, nil
	}
	return c.adopt(ctx, in, s, false)
}

// linked is the interview of a link; ok is false if there is none any more.
func (c *Conversation) linked(ctx context.Context, id string) (s survey.Session, ok bool, err error) {
	if !isInterview(id) {
		return s, false, nil
	}
	s, err = c.intake.Resume(ctx, id)
	if errors.Is(err, survey.ErrNotFound) {
		return s, false, nil
	}
	return s, err == nil, err
}

// adopt makes the interview the person's, or with shared that of somebody who is there
// with them, and goes on with it.
func (c *Conversation) adopt(ctx context.Context, in incoming, s survey.Session, shared bool) ([]Reply, error) {
	s, err := c.intake.Adopt(ctx, s, c.respondent(in), shared)
	if err != nil {
		return c.explained(ctx, in, s, err)
	}
	return c.goesOn(ctx, in, s)
}

// goesOn goes on with an interview that has a respondent. Somebody else's is only for
// the web: there whoever has the link may answer, here all that is kept would be shown.
func (c *Conversation) goesOn(ctx context.Context, in incoming, s survey.Session) ([]Reply, error) {
	if s.Respondent == c.respondent(in) {
		return c.resume(ctx, in, s)
	}
	speaker := c.words.For(s.Language)
	card := Card{Text: speaker.T("bot.link_taken")}
	if s.Door != "" {
		card = card.opens(speaker.T("bot.web_open"), c.web.Interview(s.Door, s.ID))
	}
	return []Reply{say(card)}, nil
}

// ownIn is the person's own interview in a campaign among those that they hold; nil if
// they have none.
func ownIn(held []survey.Session, campaign string) *survey.Session {
	i := slices.IndexFunc(held, func(s survey.Session) bool { return s.Campaign == campaign && !s.Shared })
	if i < 0 {
		return nil
	}
	return &held[i]
}

// askWhose asks somebody who answers here already whose the interview of a link is.
func (c *Conversation) askWhose(s survey.Session) Card {
	speaker := c.words.For(s.Language)
	button := func(words string, a action) []Button {
		return []Button{{Text: speaker.T(words), Data: tap{action: a, interview: s.ID}.data()}}
	}
	return Card{Text: speaker.T("bot.whose"), Rows: [][]Button{button("bot.mine", mine), button("bot.theirs", theirs)}}
}

// saidWhose handles the taps that say whose the interview of a link is. Who says that it
// is their own goes on with the one that they hold.
func (c *Conversation) saidWhose(ctx context.Context, in incoming, t tap) ([]Reply, error) {
	s, ok, err := c.linked(ctx, t.interview)
	if err != nil {
		return nil, err
	}
	if !ok {
		return []Reply{alert(c.stranger(in).T("bot.link_lost"))}, nil
	}
	held, err := c.intake.Held(ctx, c.respondent(in))
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(held, func(h survey.Session) bool { return h.ID == s.ID }) { // the tap came twice
		return c.stale(ctx, in, held[0])
	}
	replies := []Reply{toast("")}
	if in.message != 0 {
		replies = append(replies, change(in.message, c.askWhose(s).said(t)))
	}
	var next []Reply
	if own := ownIn(held, s.Campaign); own != nil && t.action == mine {
		next, err = c.resume(ctx, in, *own)
	} else {
		next, err = c.adopt(ctx, in, s, t.action == theirs)
	}
	return append(replies, next...), err
}

// said is what stays of a Card in the chat when this button of it was pressed: its text
// and what was said.
func (c Card) said(t tap) Card {
	for _, b := range slices.Concat(c.Rows...) {
		if b.Data == t.data() {
			c.Text += "\n\n" + mark + b.Text
		}
	}
	c.Rows = nil
	return c
}
