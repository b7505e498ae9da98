package bot

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// Groups keeps which door a group chat was told of, under the chat's pseudonym.
type Groups interface {
	// GroupChat returns the group, or a survey.ErrNotFound.
	GroupChat(ctx context.Context, id string) (survey.GroupChat, error)
	// SaveGroupChat keeps the group durably. With Rev 1 it is new, and a
	// survey.ErrExists if there is one; with a higher Rev it replaces the one that has
	// Rev-1, and is a survey.ErrConflict if that one has changed meanwhile.
	SaveGroupChat(ctx context.Context, g survey.GroupChat) error
	// DropGroupChat deletes the group durably; a survey.ErrNotFound if there is none.
	DropGroupChat(ctx context.Context, id string) error
}

// maxGroupLanguages is how many languages one message in a group speaks: in a village
// there are always some who read the second better.
const maxGroupLanguages = 2

// grouped handles what happens in a group. It shows the way to the survey and takes no
// answers: what people write is not looked at, and buttons there only open addresses.
func (c *Conversation) grouped(ctx context.Context, in incoming, _ Files) ([]Reply, error) {
	switch in.kind {
	case joined:
		return c.joined(ctx, in)
	case left:
		return nil, c.dropGroup(ctx, c.groupOf(in.chat))
	case moved:
		return nil, c.moveGroup(ctx, c.groupOf(in.earlier), c.groupOf(in.chat))
	case tapped:
		return []Reply{toast(c.stranger(in).T("bot.group.no_buttons"))}, nil
	case command:
		if in.to != "" && !strings.EqualFold(in.to, c.name()) || c.echoes.has(in) {
			return nil, nil
		}
		replies, err := c.groupCommand(ctx, in)
		if err == nil {
			c.echoes.add(in)
		}
		return replies, err
	}
	return nil, nil
}

func (c *Conversation) groupCommand(ctx context.Context, in incoming) ([]Reply, error) {
	if in.command == "start" && in.text != "" {
		return c.groupTold(ctx, in)
	}
	e, known, err := c.groupEntrance(ctx, in)
	switch {
	case err != nil:
		return nil, err
	case !known:
		return []Reply{say(c.groupHello())}, nil
	case in.command == "start":
		return c.poster(ctx, in, e)
	case in.command == "results":
		return c.groupOutcome(ctx, e)
	}
	return []Reply{say(c.groupHelp(e))}, nil
}

// groupOf is the pseudonym of a group.
func (c *Conversation) groupOf(chat int64) string {
	return c.pseudonyms.Of("telegram group", strconv.FormatInt(chat, 10))
}

// joined greets a group that does not know a code yet. One that became a supergroup does.
func (c *Conversation) joined(ctx context.Context, in incoming) ([]Reply, error) {
	_, err := c.groups.GroupChat(ctx, c.groupOf(in.chat))
	if errors.Is(err, survey.ErrNotFound) {
		return []Reply{{Kind: Greet, Card: c.groupHello()}}, nil
	}
	return nil, err
}

// groupTold takes the code that the group is told, and shows what stands behind it. It is
// remembered also while no answers are taken, for what comes of them.
func (c *Conversation) groupTold(ctx context.Context, in incoming) ([]Reply, error) {
	e, err := c.intake.Enter(ctx, in.text)
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return []Reply{say(c.mixed(c.words.Languages(), func(p *page, _ string, s locale.Speaker) { p.line(s.T("bot.unknown_code")) }))}, nil
	case err != nil && !errors.Is(err, survey.ErrClosed):
		return nil, err
	}
	if err := c.rememberGroup(ctx, in, e.Door); err != nil {
		return nil, err
	}
	return c.poster(ctx, in, e)
}

func (c *Conversation) rememberGroup(ctx context.Context, in incoming, d survey.Door) error {
	g, err := c.groups.GroupChat(ctx, c.groupOf(in.chat))
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	next := survey.GroupChat{ID: c.groupOf(in.chat), Rev: g.Rev, Code: d.Code, Campaign: d.Campaign, Village: d.Village}
	if next == g {
		return nil
	}
	next.Rev++
	return c.groups.SaveGroupChat(ctx, next)
}

// groupEntrance is what stands behind the code that the group was told; known is false if
// it was told none.
func (c *Conversation) groupEntrance(ctx context.Context, in incoming) (e survey.Entrance, known bool, err error) {
	g, err := c.groups.GroupChat(ctx, c.groupOf(in.chat))
	if err == nil {
		e, err = c.intake.Enter(ctx, g.Code)
	}
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return e, false, nil
	case errors.Is(err, survey.ErrClosed):
		err = nil
	}
	return e, err == nil, err
}

// moveGroup keeps what a group was told under its new identifier. Done again it changes
// nothing.
func (c *Conversation) moveGroup(ctx context.Context, from, to string) error {
	g, err := c.groups.GroupChat(ctx, from)
	if errors.Is(err, survey.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	g.ID, g.Rev = to, 1
	if err := c.groups.SaveGroupChat(ctx, g); err != nil && !errors.Is(err, survey.ErrExists) {
		return err
	}
	return c.dropGroup(ctx, from)
}

func (c *Conversation) dropGroup(ctx context.Context, id string) error {
	if err := c.groups.DropGroupChat(ctx, id); !errors.Is(err, survey.ErrNotFound) {
		return err
	}
	return nil
}

// mixed says the same in the first of these languages, one below the other.
func (c *Conversation) mixed(languages []string, write func(p *page, language string, s locale.Speaker)) Card {
	p := new(page)
	for _, l := range languages[:min(len(languages), maxGroupLanguages)] {
		p.blank()
		write(p, l, c.words.For(l))
	}
	return p.card()
}

// groupHello says what the bot is, and asks whoever runs the group for the code. The
// command names the bot: without that a bot may not be shown it.
func (c *Conversation) groupHello() Card {
	start := "/start"
	if name := c.name(); name != "" {
		start += "@" + name
	}
	return c.mixed(c.words.Languages(), func(p *page, _ string, s locale.Speaker) { p.line(s.T("bot.group.hello", "Command", start)) })
}

// poster is what hangs on the wall, with the ways to answer; or why nobody can now.
func (c *Conversation) poster(ctx context.Context, in incoming, e survey.Entrance) ([]Reply, error) {
	languages := e.Questionnaire.Languages
	switch why := c.intake.Admits(ctx, e); {
	case errors.Is(why, survey.ErrClosed):
		return []Reply{say(c.mixed(languages, func(p *page, language string, _ locale.Speaker) { p.line(c.closedIn(language, in, e, why)) }))}, nil
	case why != nil:
		return nil, why
	}
	way, _, err := c.signpost.Of(ctx, e.Campaign.ID, e.Door.Village)
	if err != nil {
		return nil, err
	}
	q := e.Questionnaire
	card := c.mixed(languages, func(p *page, language string, s locale.Speaker) {
		said := func(t survey.Text) string { return clip(q.Say(t, language), maxGroupText) }
		p.strong(said(q.Title))
		where := slices.DeleteFunc([]string{said(way.Village), said(way.Municipality)}, func(name string) bool { return name == "" })
		if len(where) > 0 {
			p.line(strings.Join(where, " · "))
		}
		p.line(strings.TrimSpace(said(q.Intro) + " " + s.T("desk.poster.nameless")))
		if closes := e.Campaign.Closes; !closes.IsZero() {
			last := closes.Add(-time.Nanosecond).In(in.at.Location())
			p.line(s.T("desk.poster.until", "Day", s.Date(last)))
		}
		p.line(s.T("bot.group.answer"))
	})
	return []Reply{say(c.ways(card, e))}, nil
}

// maxGroupText bounds each of the questionnaire's texts in a group, in UTF-16 code units.
const maxGroupText = 500

// groupHelp says where answers are given.
func (c *Conversation) groupHelp(e survey.Entrance) Card {
	return c.ways(c.mixed(e.Questionnaire.Languages, func(p *page, _ string, s locale.Speaker) { p.line(s.T("bot.group.help")) }), e)
}

// ways puts the ways to answer below a Card.
func (c *Conversation) ways(card Card, e survey.Entrance) Card {
	s := c.words.For(e.Questionnaire.Languages[0])
	if name := c.name(); name != "" {
		card = card.opens(s.T("desk.poster.telegram"), "https://t.me/"+name+"?"+url.Values{"start": {e.Door.Code}}.Encode())
	}
	return card.opens(s.T("desk.poster.web"), c.web.Door(e.Door.Code))
}
