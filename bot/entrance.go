package bot

import (
	"context"
	"errors"

	"ashar/survey"
	"ashar/survey/locale"
)

// arrival is what a code leads a person to.
type arrival struct {
	entrance survey.Entrance
	held     *survey.Session // the interview that the person has there already
	// refusal says why there is no way in; unknown, that there is no such code.
	refusal string
	unknown bool
}

// arrive looks up what stands behind a code for this person. Their own interview in the
// campaign is found wherever it was begun, even when nobody new may begin there.
func (c *Conversation) arrive(ctx context.Context, in incoming, code string) (arrival, error) {
	e, why := c.intake.Enter(ctx, code)
	closed := errors.Is(why, survey.ErrClosed)
	switch {
	case errors.Is(why, survey.ErrNotFound):
		return arrival{refusal: c.stranger(in).T("bot.unknown_code"), unknown: true}, nil
	case why != nil && !closed:
		return arrival{}, why
	}
	held, err := c.intake.Held(ctx, c.respondent(in))
	if err != nil {
		return arrival{}, err
	}
	own := ownIn(held, e.Campaign.ID)
	switch {
	case own != nil && own.Response != "" && held[0].Campaign == own.Campaign:
		return arrival{entrance: e, held: &held[0]}, nil // perhaps of somebody else on this phone
	case own != nil:
		return arrival{entrance: e, held: own}, nil
	case closed:
		return arrival{refusal: c.closed(in, e, why)}, nil
	}
	return arrival{entrance: e}, nil
}

// welcome answers to a code: with the consent, or first the language if the app
// speaks none that is offered.
func (c *Conversation) welcome(ctx context.Context, in incoming, a arrival) ([]Reply, error) {
	switch {
	case a.refusal != "":
		return []Reply{say(Card{Text: a.refusal})}, nil
	case a.held != nil:
		return c.resume(ctx, in, *a.held)
	case a.entrance.Campaign.Admission != survey.AdmitsAnyone:
		language, _ := locale.Match(in.language, a.entrance.Questionnaire.Languages)
		return []Reply{say(c.askTicket(language, a.entrance))}, nil
	}
	return c.shown(in, a.entrance, ""), nil
}

// resume goes on with an interview, or shows its receipt again, or says that its campaign
// is closed. What goes on becomes the person's latest one, to which what they write belongs.
func (c *Conversation) resume(ctx context.Context, in incoming, s survey.Session) ([]Reply, error) {
	if s.Sent() {
		receipt, err := c.receipt(ctx, in, s, "bot.thanks_again")
		return []Reply{say(receipt)}, err
	}
	if err := c.takes(ctx, s, true); err != nil {
		return c.explained(ctx, in, s, err)
	}
	if latest, ok, err := c.latest(ctx, in); err != nil {
		return nil, err
	} else if !ok || latest.ID != s.ID {
		touched, err := c.intake.Speak(ctx, s, s.Language)
		if err != nil {
			return c.explained(ctx, in, s, err)
		}
		s = touched
	}
	v := c.view(in, s)
	return []Reply{say(Card{Text: v.say.T("bot.welcome_back")}), say(v.screen())}, nil
}

// askLanguage is for those whose app speaks none of the languages.
func askLanguage(speaker locale.Speaker, e survey.Entrance, ticket string) Card {
	return Card{Text: speaker.T("bot.choose_language"), Rows: lay(languageButtons(e, "", ticket))}
}

// languageButtons lead to the consent in each language but the one shown.
func languageButtons(e survey.Entrance, shown, ticket string) []Button {
	var buttons []Button
	for _, l := range e.Questionnaire.Languages {
		if l != shown {
			buttons = append(buttons, Button{Text: locale.Name(l), Data: tap{
				action: showConsent, code: e.Door.Code, language: l, consent: consentMark(e.Questionnaire), ticket: ticket,
			}.data()})
		}
	}
	return buttons
}

func (c *Conversation) showConsent(e survey.Entrance, language, ticket string) []Reply {
	var replies []Reply
	for _, card := range consent(c.words.For(language), e, language, ticket) {
		replies = append(replies, say(card))
	}
	return replies
}

// consent says what this is and what happens with the answers, in as many
// messages as it takes; the last one has the buttons, which carry the code of a ticket
// on, if it takes one.
func consent(speaker locale.Speaker, e survey.Entrance, language, ticket string) []Card {
	q := e.Questionnaire
	p := new(page)
	p.strong(q.Say(q.Title, language))
	if intro := q.Say(q.Intro, language); intro != "" {
		p.line(intro)
	}
	first := p.card()
	text := first.Text + "\n\n" + q.Say(q.Consent.Text, language)
	if keep := e.Campaign.Keep; !keep.IsZero() {
		text += "\n\n" + speaker.T("bot.keep", "Day", speaker.Date(keep))
	}
	parts := paragraphs(text)
	cards := make([]Card, len(parts))
	for i, part := range parts {
		cards[i].Text = part
	}
	cards[0].Bold = first.Bold
	last := &cards[len(cards)-1]
	last.Rows = append([][]Button{{{Text: speaker.T("bot.agree"), Data: tap{
		action: agree, code: e.Door.Code, language: language, consent: consentMark(q), ticket: ticket,
	}.data()}}}, lay(languageButtons(e, language, ticket))...)
	return cards
}

// entering handles the taps before consent.
func (c *Conversation) entering(ctx context.Context, in incoming, t tap) ([]Reply, error) {
	if t.ticket != "" {
		return c.enteringBy(ctx, in, t)
	}
	a, err := c.arrive(ctx, in, t.code)
	switch {
	case err != nil:
		return nil, err
	case a.unknown:
		return c.foreign(in), nil
	case a.refusal != "":
		return told(a.refusal), nil
	case a.held != nil:
		return c.stale(ctx, in, *a.held)
	case !a.entrance.Questionnaire.Speaks(t.language):
		return c.foreign(in), nil
	case a.entrance.Campaign.Admission != survey.AdmitsAnyone: // since the button was drawn
		return []Reply{toast(""), say(c.askTicket(t.language, a.entrance))}, nil
	}
	return c.agreeing(ctx, in, t, a.entrance, survey.Beginning{ID: c.interview(a.entrance.Campaign.ID, in), Language: t.language})
}

// agreeing begins the interview of somebody who agreed to the very text that there is, and
// else shows it.
func (c *Conversation) agreeing(ctx context.Context, in incoming, t tap, e survey.Entrance, b survey.Beginning) ([]Reply, error) {
	cards := consent(c.words.For(t.language), e, t.language, t.ticket)
	last := cards[len(cards)-1]
	if t.action == agree && t.consent == consentMark(e.Questionnaire) {
		return c.begin(ctx, in, e, b, last)
	}
	done := toast("")
	if t.action == agree {
		done = alert(c.words.For(t.language).T("bot.consent_changed"))
	}
	if len(cards) == 1 {
		return []Reply{done, change(in.message, last)}, nil
	}
	return append([]Reply{done}, c.showConsent(e, t.language, t.ticket)...), nil
}

// begin opens the interview. The text that was agreed to stays in the chat, with
// what was agreed.
func (c *Conversation) begin(ctx context.Context, in incoming, e survey.Entrance, b survey.Beginning, shown Card) ([]Reply, error) {
	b.Channel, b.Respondent, b.Consent = survey.Bot, c.respondent(in), e.Questionnaire.Consent.Version
	s, err := c.intake.Begin(ctx, e, b)
	if p, ok := errors.AsType[*survey.Problem](err); ok && p.Code.OfTicket() {
		replies, err := c.notAdmitted(ctx, in, p)
		return append([]Reply{toast("")}, replies...), err
	}
	if err != nil {
		return nil, err
	}
	if s.Respondent != b.Respondent { // begun elsewhere this moment, with the same ticket
		replies, err := c.adopt(ctx, in, s, b.Shared)
		return append([]Reply{toast("")}, replies...), err
	}
	v := c.view(in, s)
	replies := []Reply{toast("")}
	if in.message != 0 {
		shown.Text = clip(shown.Text, MaxText-maxToast) + "\n\n" + mark + v.say.T("bot.agree")
		shown.Rows = nil
		replies = append(replies, change(in.message, shown))
	}
	return append(replies, say(v.screen())), nil
}
