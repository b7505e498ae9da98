package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Conversation is the bot's side of all talks. It keeps nothing of anybody by itself,
// but for the album that it last replied to in a chat: what a person has said is
// Intake's, and what has been asked stands in the buttons.
// It is safe for concurrent use, as long as the updates of one chat come one after
// another.
type Conversation struct {
	intake     *survey.Intake
	signpost   *survey.Signpost
	words      *locale.Words
	pseudonyms survey.Pseudonyms
	results    Results
	groups     Groups
	name       func() string
	web        Web

	subscriptions Subscriptions
	addresses     survey.Seal

	albums  *albums
	echoes  *echoes
	guesses *survey.Meter // of the codes of tickets, by person
	hands   chan struct{} // full when maxFiles files are being handled
}

// Deps is what a Conversation needs of others.
type Deps struct {
	Intake     *survey.Intake    // where answers go
	Signpost   *survey.Signpost  // what shows the way to those without a code
	Words      *locale.Words     // to speak in
	Pseudonyms survey.Pseudonyms // what turns Telegram's identifiers into
	Results    Results           // what tells what came of campaigns
	Groups     Groups            // what keeps which village a group chat is of
	Name       func() string     // how people find the bot, without the @; "" while that is not known
	Web        Web

	Subscriptions Subscriptions // who wants to be told of what
}

// NewConversation makes a Conversation.
func NewConversation(d Deps) *Conversation {
	return &Conversation{
		intake: d.Intake, signpost: d.Signpost, words: d.Words, pseudonyms: d.Pseudonyms,
		results: d.Results, groups: d.Groups, name: d.Name, web: d.Web,
		subscriptions: d.Subscriptions, addresses: survey.NewSeal(d.Pseudonyms, sealedAddresses),
		albums: newAlbums(), echoes: newEchoes(), guesses: survey.NewMeter(mostGuesses, guessEvery), hands: make(chan struct{}, maxFiles),
	}
}

// Reply takes an update that came in now, has Intake keep what it answers, and returns
// what to do in the chat, in order; nothing for an update that is none of ours. What
// the person sent with it is got from files. A tap always gets exactly one Toast, the
// first of the replies.
//
// With an error nothing was replied and the update should be tried again: it is
// never the person's fault. Its text holds no identifier.
func (c *Conversation) Reply(ctx context.Context, u tgbotapi.Update, now time.Time, files Files) ([]Reply, error) {
	in := read(u, now)
	if c.albums.has(in.person, in.album) {
		return nil, nil
	}
	handle := c.alone
	if in.group {
		handle = c.grouped
	}
	replies, err := handle(ctx, in, files)
	if err != nil {
		return nil, fmt.Errorf("bot: %w", hidden{err})
	}
	c.albums.add(in.person, in.album)
	return replies, nil
}

// Sorry is what to reply when an update could not be handled: that nothing was
// kept of it, and to try again. In a group nobody's answer was meant, and nothing is said.
func (c *Conversation) Sorry(u tgbotapi.Update) []Reply {
	in := read(u, time.Time{})
	words := c.stranger(in).T("bot.sorry")
	switch {
	case in.kind == tapped:
		return []Reply{alert(words)}
	case in.kind == nothing || in.group:
		return nil
	}
	return []Reply{say(Card{Text: words})}
}

// respondent is the pseudonym of the person.
func (c *Conversation) respondent(in incoming) string {
	return c.pseudonyms.Of("telegram", strconv.FormatInt(in.person, 10))
}

// interview identifies the person's one interview in a campaign. It follows from
// both, so that a second start never makes a second answer.
func (c *Conversation) interview(campaign string, in incoming) string {
	return c.interviewOf(campaign, in, 1)
}

// interviewOf identifies the interview of the person with this number, from 1, who
// answers on the same phone.
func (c *Conversation) interviewOf(campaign string, in incoming, number int) string {
	what := strconv.FormatInt(in.person, 10) + " " + campaign
	if number > 1 {
		what += " " + strconv.Itoa(number)
	}
	return c.pseudonyms.Of("telegram interview", what)
}

// stranger speaks to somebody who has not chosen a language.
func (c *Conversation) stranger(in incoming) locale.Speaker {
	language, _ := locale.Match(in.language, c.words.Languages())
	return c.words.For(language)
}

func (c *Conversation) view(in incoming, s survey.Session) view { return newView(c.words, s, in.at) }

// speaker speaks the language of the person's interviews, or a stranger's.
func (c *Conversation) speaker(ctx context.Context, in incoming) (locale.Speaker, error) {
	s, ok, err := c.latest(ctx, in)
	if !ok {
		return c.stranger(in), err
	}
	return c.words.For(s.Language), nil
}

// heldBy is the interview of the person that a button's tag names; ok is false if there
// is none.
func (c *Conversation) heldBy(ctx context.Context, in incoming, tag string) (s survey.Session, ok bool, err error) {
	held, err := c.intake.Held(ctx, c.respondent(in))
	i := slices.IndexFunc(held, func(s survey.Session) bool { return tagOf(s.ID) == tag })
	if i < 0 {
		return survey.Session{}, false, err
	}
	return held[i], true, nil
}

// latest is the person's interview that was touched last; ok is false if there is
// none.
func (c *Conversation) latest(ctx context.Context, in incoming) (s survey.Session, ok bool, err error) {
	s, err = c.intake.Latest(ctx, c.respondent(in))
	if errors.Is(err, survey.ErrNotFound) {
		return survey.Session{}, false, nil
	}
	return s, err == nil, err
}

func (c *Conversation) commanded(ctx context.Context, in incoming) ([]Reply, error) {
	if in.command == "start" && in.text != "" {
		if id, ok := strings.CutPrefix(in.text, handover); ok {
			return c.handedOver(ctx, in, id)
		}
		if survey.LikeTicket(in.text) {
			return c.byTicket(ctx, in, in.text)
		}
		a, err := c.arrive(ctx, in, in.text)
		if err != nil {
			return nil, err
		}
		return c.welcome(ctx, in, a)
	}
	switch in.command {
	case "results":
		return c.outcome(ctx, in)
	case "status":
		return c.status(ctx, in)
	case "mydata":
		return c.data(ctx, in)
	case "forget":
		return c.forget(ctx, in)
	case "stop":
		return c.stop(ctx, in)
	}
	s, ok, err := c.latest(ctx, in)
	if err != nil {
		return nil, err
	}
	switch in.command {
	case "start":
		if ok {
			return c.resume(ctx, in, s)
		}
		return []Reply{say(Card{Text: c.stranger(in).T("bot.ask_code")})}, nil
	case "language":
		return []Reply{say(c.languages(in, s, ok))}, nil
	case "back", "cancel", "web":
		if err := c.takes(ctx, s, ok); err != nil {
			return c.explained(ctx, in, s, err)
		}
	}
	under := ok && !s.Sent()
	switch {
	case in.command == "back" && under:
		return c.steppedBack(ctx, in, s)
	case in.command == "cancel" && under:
		return []Reply{say(c.alsoOnWeb(c.view(in, s).cancelled(), s))}, nil
	case in.command == "web" && under && s.Door != "":
		return []Reply{say(c.alsoOnWeb(c.view(in, s).later("bot.kept_here"), s))}, nil
	}
	speaker := c.stranger(in)
	if ok {
		speaker = c.words.For(s.Language)
	}
	switch in.command {
	case "back", "cancel", "web":
		return []Reply{say(Card{Text: speaker.T("bot.nothing_begun")})}, nil
	}
	return []Reply{say(help(speaker))}, nil
}

func (c *Conversation) steppedBack(ctx context.Context, in incoming, s survey.Session) ([]Reply, error) {
	s, err := c.intake.Back(ctx, s)
	if err != nil {
		return c.explained(ctx, in, s, err)
	}
	return []Reply{say(c.view(in, s).screen())}, nil
}

// later says these words, with a button to go on here.
func (v view) later(words string) Card {
	return Card{Text: v.say.T(words), Rows: [][]Button{{v.button(v.say.T("bot.continue"), show, 0, 0)}}}
}

// takes is nil unless the interview was not sent and cannot go on: an ErrClosed when its
// campaign takes no answers now.
func (c *Conversation) takes(ctx context.Context, s survey.Session, ok bool) error {
	if !ok || s.Sent() {
		return nil
	}
	return c.intake.Takes(ctx, s)
}

// help says what this is and which commands there are.
func help(speaker locale.Speaker) Card { return Card{Text: speaker.T("bot.help")} }

// languages offers the languages: of the interview, if one is being held.
func (c *Conversation) languages(in incoming, s survey.Session, ok bool) Card {
	speaker := c.stranger(in)
	var buttons []Button
	if ok && !s.Sent() {
		v := c.view(in, s)
		speaker = v.say
		for i, l := range s.Questionnaire.Languages {
			buttons = append(buttons, v.button(locale.Name(l), speak, i, 0))
		}
	} else {
		for _, l := range c.words.Languages() {
			buttons = append(buttons, Button{Text: locale.Name(l), Data: tap{action: showHelp, language: l}.data()})
		}
	}
	return Card{Text: speaker.T("bot.choose_language"), Rows: lay(buttons)}
}

// written takes words: an answer, a code, or neither. Where the campaign is closed they are
// no answer any more: the person may be on the way into another one.
func (c *Conversation) written(ctx context.Context, in incoming) ([]Reply, error) {
	s, ok, err := c.latest(ctx, in)
	if err != nil {
		return nil, err
	}
	closed := c.takes(ctx, s, ok)
	if closed != nil && !errors.Is(closed, survey.ErrClosed) {
		return nil, closed
	}
	var refusal []Reply // of what was written as an answer
	if x := asked(s, ok && closed == nil); x != nil && takesWords(x.Kind) {
		next, err := c.intake.Answer(ctx, s, x.Name, survey.Typed(x.Kind, in.text))
		if err == nil {
			return []Reply{say(c.view(in, next).screen())}, nil
		}
		if refusal, err = c.declined(ctx, in, next, err); err != nil || x.Kind == survey.TextAnswer {
			return refusal, err
		}
	}
	if survey.LikeTicket(in.text) {
		return c.byTicket(ctx, in, in.text)
	}
	unknown := "bot.no_village"
	if survey.NormalCode(in.text) != "" {
		a, err := c.arrive(ctx, in, in.text)
		if err != nil {
			return nil, err
		}
		if !a.unknown {
			return c.welcome(ctx, in, a)
		}
		unknown = "bot.unknown_code"
	}
	switch {
	case refusal != nil: // within an interview a word that only looks like a code is none
		return refusal, nil
	case !ok:
		return c.named(ctx, in, []Reply{say(Card{Text: c.stranger(in).T(unknown)})})
	case s.Sent() || closed != nil: // perhaps for somebody else, or in another village
		unknown, err := c.unsuited(ctx, in, s, ok)
		if err != nil {
			return nil, err
		}
		return c.named(ctx, in, unknown)
	}
	return c.unsuited(ctx, in, s, ok)
}

// answered gives a value to the question and asks on.
func (c *Conversation) answered(ctx context.Context, in incoming, s survey.Session, x *survey.Question, value survey.Value) ([]Reply, error) {
	s, err := c.intake.Answer(ctx, s, x.Name, value)
	if err != nil {
		return c.declined(ctx, in, s, err)
	}
	return []Reply{say(c.view(in, s).screen())}, nil
}

// unreadable answers to a sticker, a film or a contact.
func (c *Conversation) unreadable(ctx context.Context, in incoming) ([]Reply, error) {
	s, ok, err := c.latest(ctx, in)
	if err != nil {
		return nil, err
	}
	return c.unsuited(ctx, in, s, ok)
}

// unsuited says what to do to somebody who sent what is of no use now, and shows the
// question again: its buttons have moved out of sight.
func (c *Conversation) unsuited(ctx context.Context, in incoming, s survey.Session, ok bool) ([]Reply, error) {
	switch {
	case !ok:
		return []Reply{say(Card{Text: c.stranger(in).T("bot.ask_code")})}, nil
	case s.Sent():
		receipt, err := c.receipt(ctx, in, s, "bot.thanks_again")
		return []Reply{say(receipt)}, err
	}
	if err := c.takes(ctx, s, ok); err != nil {
		return c.explained(ctx, in, s, err)
	}
	v := c.view(in, s)
	return []Reply{say(Card{Text: v.instead()}), say(v.screen())}, nil
}

// asked is the question that is due; nil if none is.
func asked(s survey.Session, ok bool) *survey.Question {
	if !ok || s.Sent() {
		return nil
	}
	return s.Prompt().Question
}
