package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"ashar/bot/bottest"
	"ashar/survey"
	"ashar/survey/locale"
)

// talk is a guest's chat with the bot.
type talk struct {
	guest
	*bottest.Chat
	*shadow
	words locale.Speaker
}

// visitBot lets the guest answer in a chat with the bot.
func (g guest) visitBot(ctx context.Context, chat *bottest.Chat, code string, q *survey.Questionnaire, words *locale.Words, at time.Time) error {
	s, err := newShadow(q, g.language, at)
	if err != nil {
		return err
	}
	t := talk{g, chat, s, words.For(g.language)}
	if err := chat.Start(code); err != nil {
		return err
	}
	if err := t.tap(ctx, t.words.T("bot.agree")); err != nil {
		return fmt.Errorf("consent: %w", err)
	}
	for p := s.prompt(); !p.Review; p = s.prompt() {
		if g.leaves != nil && g.leaves(p.Question) {
			return nil
		}
		if err := t.awaitStep(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", p.Question.Name, err)
		}
		v := g.answer(p)
		if err := t.reply(ctx, p, v); err != nil {
			return fmt.Errorf("%s: %w", p.Question.Name, err)
		}
		if err := s.follow(g, p, v); err != nil {
			return err
		}
	}
	if err := t.tap(ctx, t.words.T("bot.send")); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return t.await(ctx, func(last string) bool { return strings.Contains(last, t.words.T("bot.thanks")) })
}

// await waits until this holds of the last message.
func (t talk) await(ctx context.Context, done func(last string) bool) error {
	return t.Await(ctx, func(all []bottest.Message) bool { return len(all) > 0 && done(all[len(all)-1].Text) })
}

// awaitStep waits until the bot asks what the shadow is asked.
func (t talk) awaitStep(ctx context.Context, p survey.Prompt) error {
	step := fmt.Sprintf("%d / %d", p.Step, p.Steps)
	asks := func(m bottest.Message) bool {
		first, _, _ := strings.Cut(m.Text, "\n")
		return strings.HasPrefix(first, step) && strings.Contains(m.Text, t.say(p.Label))
	}
	return t.Await(ctx, func(all []bottest.Message) bool { // after it may come how to send a place
		return slices.ContainsFunc(all[max(0, len(all)-2):], asks)
	})
}

func (t talk) tap(ctx context.Context, label string) error {
	if _, err := t.Tap(ctx, label); err != nil {
		return fmt.Errorf("no button %q: %w", label, err)
	}
	return nil
}

// taps presses one button after another.
func (t talk) taps(ctx context.Context, labels ...string) error {
	for _, label := range labels {
		if err := t.tap(ctx, label); err != nil {
			return err
		}
	}
	return nil
}

// reply answers one question with the buttons that are offered, in words, or with
// what Telegram can send.
func (t talk) reply(ctx context.Context, p survey.Prompt, v survey.Value) error {
	x, next := p.Question, t.words.T("bot.next")
	switch {
	case x.Kind == survey.Note:
		return t.tap(ctx, next)
	case v.Skipped:
		return t.tap(ctx, t.words.T("bot.skip"))
	}
	switch x.Kind {
	case survey.SelectOne:
		return t.taps(ctx, t.labels(x, v.Choices...)...)
	case survey.SelectMultiple:
		return t.taps(ctx, append(t.labels(x, v.Choices...), next)...)
	case survey.Rank:
		placed := v.Choices
		if len(placed) == len(p.Choices) { // the last one takes the place that is left
			placed = placed[:len(placed)-1]
		}
		return t.taps(ctx, append(t.labels(x, placed...), next)...)
	case survey.Scale:
		return t.grade(ctx, p, v)
	case survey.Points:
		return t.distribute(ctx, x, v)
	case survey.Pairwise:
		return t.pairs(ctx, p)
	case survey.RangeNumber:
		if _, found := t.Keyboard().Find(t.words.Digits(v.Number)); found {
			return t.tap(ctx, t.words.Digits(v.Number))
		}
	case survey.Geopoint:
		_, err := t.Locate(bottest.Location{Latitude: v.Point.Latitude, Longitude: v.Point.Longitude, Accuracy: v.Point.Accuracy})
		return err
	case survey.Image:
		_, err := t.Attach(bottest.Attachment{Kind: bottest.Document, Data: t.file(x), Type: "image/png"})
		return err
	case survey.Audio:
		_, err := t.Attach(bottest.Attachment{Kind: bottest.Voice, Data: t.file(x), Type: "audio/ogg"})
		return err
	}
	_, err := t.Send(v.Text + v.Number + v.Date) // a value has one of them
	return err
}

// grade gives a level to each thing in the order in which the bot asks: the one in
// question stands in the last line. After the last the bot goes on.
func (t talk) grade(ctx context.Context, p survey.Prompt, v survey.Value) error {
	left := slices.Clone(v.Levels)
	for len(left) > 0 {
		at := -1
		if err := t.await(ctx, func(last string) bool {
			asked := last[strings.LastIndexByte(last, '\n')+1:]
			at = slices.IndexFunc(left, func(l survey.Level) bool { return t.labels(p.Question, l.Choice)[0] == asked })
			return at >= 0
		}); err != nil {
			return err
		}
		level := left[at].Level
		if err := t.tap(ctx, fmt.Sprintf("%d · %s", level, t.say(p.Levels[level-1].Label))); err != nil {
			return err
		}
		left = slices.Delete(left, at, at+1)
	}
	return nil
}

// distribute gives points one by one, each after the bot shows the one before.
func (t talk) distribute(ctx context.Context, x *survey.Question, v survey.Value) error {
	for _, l := range v.Levels {
		label := t.labels(x, l.Choice)[0]
		for n := 1; n <= l.Level; n++ {
			if err := t.tap(ctx, "➕ "+label); err != nil {
				return err
			}
			if err := t.await(ctx, func(last string) bool { return strings.Contains(last, fmt.Sprintf("%s: %d", label, n)) }); err != nil {
				return err
			}
		}
	}
	return t.tap(ctx, t.words.T("bot.next"))
}

// pairs compares the pairs that the bot puts, two buttons each. After the last the
// bot goes on.
func (t talk) pairs(ctx context.Context, p survey.Prompt) error {
	for i := range p.Pairs {
		number := t.words.T("bot.pair", "Number", i+1, "Of", len(p.Pairs))
		if err := t.await(ctx, func(last string) bool { return strings.Contains(last, number) }); err != nil {
			return err
		}
		var sides []string // the first two rows
		for _, row := range t.Keyboard()[:2] {
			for _, c := range p.Choices {
				if t.say(c.Label) == row[0].Text {
					sides = append(sides, c.Name)
				}
			}
		}
		if len(sides) != 2 {
			return fmt.Errorf("no pair among the buttons %v", t.Keyboard())
		}
		label := t.words.T("bot.equal")
		if better := t.prefers(sides[0], sides[1]); better != "" {
			label = t.labels(p.Question, better)[0]
		}
		if err := t.tap(ctx, label); err != nil {
			return err
		}
	}
	return nil
}
