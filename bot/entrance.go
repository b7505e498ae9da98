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
	}
	languages := a.entrance.Questionnaire.Languages
	language, sure := locale.Match(in.language, languages)
	if !sure && len(languages) > 1 {
		return []Reply{say(askLanguage(c.words.For(language), a.entrance))}, nil
	}
	return c.showConsent(a.entrance, language), nil
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
func askLanguage(speaker locale.Speaker, e survey.Entrance) Card {
	return Card{Text: speaker.T("bot.choose_language"), Rows: lay(languageButtons(e, ""))}
}

// languageButtons lead to the consent in each language but the one shown.
func languageButtons(e survey.Entrance, shown string) []Button {
	var buttons []Button
	for _, l := range e.Questionnaire.Languages {
		if l != shown {
			buttons = append(buttons, Button{Text: locale.Name(l), Data: tap{
				action: showConsent, code: e.Door.Code, language: l, consent: consentMark(e.Questionnaire),
			}.data()})
		}
	}
	return buttons
}

func (c *Conversation) showConsent(e survey.Entrance, language string) []Reply {
	var replies []Reply
	for _, card := range consent(c.words.For(language), e, language) {
		replies = append(replies, say(card))
	}
	return replies
}

// consent says what this is and what happens with the answers, in as many
// messages as it takes; the last one has the buttons.
func consent(speaker locale.Speaker, e survey.Entrance, language string) []Card {
	q := e.Questionnaire
	p := new(page)
	p.strong(q.Say(q.Title, language))
	if intro := q.Say(q.Intro, language); intro != "" {
		p.line(intro)
	}
	first := p.card()
	parts := paragraphs(first.Text + "\n\n" + q.Say(q.Consent.Text, language))
	cards := make([]Card, len(parts))
	for i, part := range parts {
		cards[i].Text = part
	}
	cards[0].Bold = first.Bold
	last := &cards[len(cards)-1]
	last.Rows = append([][]Button{{{Text: speaker.T("bot.agree"), Data: tap{
		action: agree, code: e.Door.Code, language: language, consent: consentMark(q),
	}.data()}}}, lay(languageButtons(e, language))...)
	return cards
}

// entering handles the taps before consent.
func (c *Conversation) entering(ctx context.Context, in incoming, t tap) ([]Reply, error) {
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
	}
	cards := consent(c.words.For(t.language), a.entrance, t.language)
	last := cards[len(cards)-1]
	if t.action == agree && t.consent == consentMark(a.entrance.Questionnaire) {
		return c.begin(ctx, in, a.entrance, survey.Beginning{ID: c.interview(a.entrance.Campaign.ID, in), Language: t.language}, last)
	}
	done := toast("")
	if t.action == agree {
		done = alert(c.words.For(t.language).T("bot.consent_changed"))
	}
	if len(cards) == 1 {
		return []Reply{done, change(in.message, last)}, nil
	}
	return append([]Reply{done}, c.showConsent(a.entrance, t.language)...), nil
}

// begin opens the interview. The text that was agreed to stays in the chat, with
// what was agreed.
func (c *Conversation) begin(ctx context.Context, in incoming, e survey.Entrance, b survey.Beginning, shown Card) ([]Reply, error) {
	b.Channel, b.Respondent, b.Consent = survey.Bot, c.respondent(in), e.Questionnaire.Consent.Version
	s, err := c.intake.Begin(ctx, e, b)
	if err != nil {
		return nil, err
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
