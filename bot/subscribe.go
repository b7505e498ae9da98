package bot

import (
	"context"
	"errors"
	"iter"
	"strconv"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// Subscriptions keeps who wants to be told of a campaign.
type Subscriptions interface {
	// SaveSubscription keeps the subscription durably. With Rev 1 it is new, and a
	// survey.ErrExists if there is one; with a higher Rev it replaces the one that has
	// Rev-1, and is a survey.ErrConflict if that one has changed meanwhile.
	SaveSubscription(ctx context.Context, s survey.Subscription) error
	// Subscription returns the subscription, or a survey.ErrNotFound.
	Subscription(ctx context.Context, id string) (survey.Subscription, error)
	// SubscriptionsOf streams a person's subscriptions.
	SubscriptionsOf(ctx context.Context, subscriber string) iter.Seq2[survey.Subscription, error]
	// DropSubscription removes the subscription durably, or is a survey.ErrNotFound.
	DropSubscription(ctx context.Context, id string) error
}

// sealedAddresses is the kind of thing that an address is among what is sealed.
const sealedAddresses = "telegram address"

// subscription identifies the person's subscription to a campaign.
func (c *Conversation) subscription(in incoming, campaign string) string {
	return c.pseudonyms.Of("telegram subscription", strconv.FormatInt(in.person, 10)+" "+campaign)
}

// subscriber is the pseudonym of the person among subscribers; it is not that of the
// respondent, so that who is told leads to no answers.
func (c *Conversation) subscriber(in incoming) string {
	return c.pseudonyms.Of("telegram subscriber", strconv.FormatInt(in.person, 10))
}

// subscribed reports whether the person is told of the campaign.
func (c *Conversation) subscribed(ctx context.Context, in incoming, campaign string) (bool, error) {
	_, err := c.subscriptions.Subscription(ctx, c.subscription(in, campaign))
	if errors.Is(err, survey.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// informed reports whether the person is told of any campaign.
func (c *Conversation) informed(ctx context.Context, in incoming) (bool, error) {
	for _, err := range c.subscriptions.SubscriptionsOf(ctx, c.subscriber(in)) {
		return err == nil, err
	}
	return false, nil
}

// inform is the button under a receipt that has the person told, or not any more.
func (v view) inform(subscribed bool) Button {
	if subscribed {
		return v.button(mark+v.say.T("bot.informed"), inform, 0, 0)
	}
	return v.button(v.say.T("bot.inform"), inform, 1, 0)
}

// informing handles the tap on that button.
func (c *Conversation) informing(ctx context.Context, in incoming, t tap) ([]Reply, error) {
	s, ok, err := c.heldBy(ctx, in, t.tag)
	if err != nil {
		return nil, err
	}
	if !ok || s.Response == "" || t.item > 1 {
		return c.foreign(in), nil
	}
	say := c.words.For(s.Language)
	done := alert(say.T("bot.inform_on"))
	if t.item == 1 {
		err = c.subscribe(ctx, in, s)
	} else {
		done = alert(say.T("bot.inform_off"))
		err = c.unsubscribe(ctx, in, s.Campaign)
	}
	if err != nil {
		return nil, err
	}
	card, err := c.receipt(ctx, in, s, "bot.thanks")
	return []Reply{done, change(in.message, card)}, err
}

// subscribe has the person told of the interview's campaign, in its language.
func (c *Conversation) subscribe(ctx context.Context, in incoming, s survey.Session) error {
	id := c.subscription(in, s.Campaign)
	at := in.at.UTC()
	err := c.subscriptions.SaveSubscription(ctx, survey.Subscription{
		ID: id, Rev: 1, Campaign: s.Campaign, Subscriber: c.subscriber(in), Language: s.Language,
		Address: c.addresses.Close([]byte(strconv.FormatInt(in.person, 10)), []byte(id)), Given: at, Told: at,
	})
	if errors.Is(err, survey.ErrExists) { // the tap came twice
		return nil
	}
	return err
}

func (c *Conversation) unsubscribe(ctx context.Context, in incoming, campaign string) error {
	err := c.subscriptions.DropSubscription(ctx, c.subscription(in, campaign))
	if errors.Is(err, survey.ErrNotFound) {
		return nil
	}
	return err
}

// address is the chat in which a subscriber is told.
func (c *Conversation) address(s survey.Subscription) (chat int64, err error) {
	b, err := c.addresses.Open(s.Address, []byte(s.ID))
	if err != nil {
		return 0, err
	}
	return strconv.ParseInt(string(b), 10, 64)
}

// stop ends all that the person is told unasked.
func (c *Conversation) stop(ctx context.Context, in incoming) ([]Reply, error) {
	words := "bot.not_informed"
	for s, err := range c.subscriptions.SubscriptionsOf(ctx, c.subscriber(in)) {
		if err == nil {
			err = c.subscriptions.DropSubscription(ctx, s.ID)
		}
		if err != nil && !errors.Is(err, survey.ErrNotFound) {
			return nil, err
		}
		words = "bot.stopped"
	}
	speaker, err := c.speaker(ctx, in)
	return []Reply{say(Card{Text: speaker.T(words)})}, err
}

// Announce is what a subscriber is told of an announcement, with times as in this zone, and
// in which chat. An error means that the address was sealed with another secret.
func (c *Conversation) Announce(s survey.Subscription, n survey.Announcement, zone *time.Location) (chat int64, card Card, err error) {
	if chat, err = c.address(s); err != nil {
		return 0, Card{}, err
	}
	return chat, announcement(c.words.For(s.Language), n, zone), nil
}

// announcement is what a subscriber is told.
func announcement(speaker locale.Speaker, n survey.Announcement, zone *time.Location) Card {
	p := new(page)
	p.strong(speaker.T("bot.tell_"+string(n.Kind), "Title", clip(n.Title.In(speaker.Lang()), maxShown)))
	if n.Kind == survey.HearingCalled {
		p.blank()
		p.line(speaker.T("bot.tell_when", "Date", speaker.DateTime(n.Time.In(zone))))
		p.line(speaker.T("bot.tell_where", "Place", clip(n.Place.In(speaker.Lang()), maxLabel)))
	}
	p.blank()
	p.line(speaker.T("bot.tell_stop"))
	return p.card()
}
