package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"github.com/PuerkitoBio/goquery"

	"ashar/bot/bottest"
	"ashar/survey"
	"ashar/survey/form"
	"ashar/survey/locale"
)

// A visit is how a simulated resident goes through a real door: every page is
// fetched, every button pressed, and only what is offered can be chosen.

// browser is a simple one: it fetches pages, fills in the form that it finds and
// follows where that leads.
type browser struct {
	client *http.Client
	at     *url.URL
	page   *goquery.Document
}

func (b *browser) open(ctx context.Context, address string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	return b.fetch(r)
}

// submit sends the page's form with its hidden fields and these.
func (b *browser) submit(ctx context.Context, fields url.Values) error {
	f := b.page.Find("main form[method=post]").First()
	action, ok := f.Attr("action")
	if !ok {
		return fmt.Errorf("no form on %s", b.at.Path)
	}
	f.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		fields.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	target, err := b.at.Parse(action)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), strings.NewReader(fields.Encode()))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.fetch(r)
}

func (b *browser) fetch(r *http.Request) error {
	resp, err := b.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if b.page, err = goquery.NewDocumentFromReader(resp.Body); err != nil {
		return err
	}
	b.at = resp.Request.URL
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s: %s", r.Method, r.URL.Path, resp.Status, strings.Join(strings.Fields(b.page.Find("main").Text()), " "))
	}
	return nil
}

// offers reports whether the page has an input or button of this name and value.
func (b *browser) offers(name, value string) bool {
	return b.page.Find("main [name]").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return s.AttrOr("name", "") == name && s.AttrOr("value", "") == value
	}).Length() > 0
}

// visitWeb lets the resident answer by the form behind the code at base.
func (r resident) visitWeb(ctx context.Context, client *http.Client, base, code string, q *survey.Questionnaire) error {
	b := &browser{client: client}
	if err := b.open(ctx, base+form.Path(code)+"?lang="+r.language); err != nil {
		return err
	}
	if err := b.submit(ctx, url.Values{}); err != nil { // consent
		return err
	}
	for b.page.Find(".receipt").Length() == 0 {
		fields := url.Values{}
		if x := q.Question(path.Base(b.at.Path)); x != nil {
			if r.quits && x.Role == survey.RoleSeverity {
				return nil
			}
			if err := r.fill(b, x, fields); err != nil {
				return err
			}
		} else {
			fields.Set("do", "send")
		}
		if err := b.submit(ctx, fields); err != nil {
			return err
		}
	}
	return nil
}

// fill enters what the resident answers to a question.
func (r resident) fill(b *browser, x *survey.Question, fields url.Values) error {
	v := r.value(x)
	set := func(name, value string) error {
		if !b.offers(name, value) {
			return fmt.Errorf("the page of %q does not offer %s=%s", x.Name, name, value)
		}
		fields.Add(name, value)
		return nil
	}
	if v.Skipped {
		return set("do", "skip")
	}
	for _, l := range v.Levels {
		if err := set("level."+l.Choice, strconv.Itoa(l.Level)); err != nil {
			return err
		}
	}
	if x.Kind == survey.Rank {
		for _, name := range v.Choices { // one tap a page
			if b.offers("place", name) {
				return set("place", name)
			}
		}
		return set("do", "next")
	}
	for _, name := range v.Choices {
		if err := set("choice", name); err != nil {
			return err
		}
	}
	if x.Kind == survey.TextAnswer {
		fields.Set("text", v.Text)
	}
	return set("do", "next")
}

// visitBot lets the resident answer in a chat with the bot.
func (r resident) visitBot(ctx context.Context, chat *bottest.Chat, code string, q *survey.Questionnaire, words *locale.Words) error {
	say := words.For(r.language)
	if err := chat.Start(code); err != nil {
		return err
	}
	if _, err := chat.Tap(ctx, say.T("bot.agree")); err != nil {
		return fmt.Errorf("consent: %w", err)
	}
	for i := range q.Questions {
		x := &q.Questions[i]
		if x.Kind == survey.Rank && len(r.needs) < 2 {
			continue
		}
		if r.quits && x.Role == survey.RoleSeverity {
			return nil
		}
		if err := r.reply(ctx, chat, q, x, say); err != nil {
			return fmt.Errorf("%s: %w", x.Name, err)
		}
	}
	if _, err := chat.Tap(ctx, say.T("bot.send")); err != nil {
		return fmt.Errorf("send: %w", err)
	}
	return chat.Await(ctx, func(all []bottest.Message) bool {
		return len(all) > 0 && strings.Contains(all[len(all)-1].Text, say.T("bot.thanks"))
	})
}

// reply answers one question with the buttons that are offered, or in words.
func (r resident) reply(ctx context.Context, chat *bottest.Chat, q *survey.Questionnaire, x *survey.Question, say locale.Speaker) error {
	v := r.value(x)
	var taps []string
	switch {
	case v.Skipped:
		taps = []string{say.T("bot.skip")}
	case x.Kind == survey.TextAnswer:
		_, err := chat.Send(v.Text)
		return err
	case x.Kind == survey.SelectOne:
		taps = labels(q, x, v.Choices, say.Lang())
	case x.Kind == survey.SelectMultiple:
		taps = append(labels(q, x, v.Choices, say.Lang()), say.T("bot.next"))
	case x.Kind == survey.Rank: // the last one takes the place that is left
		taps = append(labels(q, q.Question(x.Of), v.Choices[:len(v.Choices)-1], say.Lang()), say.T("bot.next"))
	case x.Kind == survey.Scale:
		for _, c := range q.Choices(q.Question(x.Of).List) {
			if level := v.LevelOf(c.Name); level > 0 {
				taps = append(taps, fmt.Sprintf("%d · %s", level, q.Say(q.Choices(x.List)[level-1].Label, say.Lang())))
			}
		} // the bot goes on after the last level
	}
	for _, label := range taps {
		if _, err := chat.Tap(ctx, label); err != nil {
			return fmt.Errorf("no button %q: %w", label, err)
		}
	}
	return nil
}

// labels are what the choices of a question are called.
func labels(q *survey.Questionnaire, x *survey.Question, names []string, lang string) []string {
	said := make([]string, len(names))
	for i, name := range names {
		said[i] = q.Say(q.Choice(x.List, name).Label, lang)
	}
	return said
}
