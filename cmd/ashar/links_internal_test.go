package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/bot/bottest"
	"ashar/survey"
	"ashar/survey/form"
)

// wanderer is a guest who answers every other question in the chat and the others by the
// web form. From one to the other leads nothing but the links that they find there.
type wanderer struct {
	talk
	web  *browser
	home string // the interview's address on the web; "" until a link led there
}

// begin begins on a channel, and comes to the first question there.
func (w *wanderer) begin(ctx context.Context, on survey.Channel, base, code string) error {
	if on == survey.Bot {
		if err := w.Start(code); err != nil {
			return err
		}
		return w.tap(ctx, w.words.T("bot.agree"))
	}
	if err := w.web.open(ctx, base+form.Path(code)+"?lang="+w.language); err != nil {
		return err
	}
	if err := w.web.submit(ctx, url.Values{}, nil); err != nil {
		return err
	}
	w.home = w.web.at.String()[:strings.LastIndexByte(w.web.at.String(), '/')]
	return nil
}

// goTo goes on on a channel: by the link that the other one gives, and once it was
// followed from where one was.
func (w *wanderer) goTo(ctx context.Context, channel survey.Channel) error {
	if channel == survey.Web {
		if w.home == "" {
			if _, err := w.Send("/web"); err != nil {
				return err
			}
			b, err := w.Button(ctx, w.words.T("bot.web_open"))
			if err != nil {
				return fmt.Errorf("no link to the web: %w", err)
			}
			w.home = b.URL
		}
		return w.web.open(ctx, w.home)
	}
	if len(w.Messages()) > 0 {
		_, err := w.Send("/start")
		return err
	}
	link := w.web.page.Find(".elsewhere a").AttrOr("href", "")
	payload, found := strings.CutPrefix(link, "https://t.me/"+bottest.Username+"?start=")
	if !found {
		return fmt.Errorf("no link to the bot but %q", link)
	}
	return w.Start(payload)
}

// wander answers everything, one question here and the next there, and sends it where it
// is looked over.
func (w *wanderer) wander(ctx context.Context, on survey.Channel) error {
	for {
		p := w.prompt()
		if p.Review {
			break
		}
		v := w.answer(p)
		if err := w.once(ctx, on, p, v); err != nil {
			return fmt.Errorf("%s by %s: %w", p.Question.Name, on, err)
		}
		if err := w.follow(w.guest, p, v); err != nil {
			return err
		}
		on = map[survey.Channel]survey.Channel{survey.Bot: survey.Web, survey.Web: survey.Bot}[on]
		if err := w.goTo(ctx, on); err != nil {
			return err
		}
	}
	if on == survey.Web {
		return w.web.submit(ctx, url.Values{"do": {"send"}}, nil)
	}
	if err := w.tap(ctx, w.words.T("bot.send")); err != nil {
		return err
	}
	return w.await(ctx, func(last string) bool { return strings.Contains(last, w.words.T("bot.thanks")) })
}

// once answers one question on a channel.
func (w *wanderer) once(ctx context.Context, on survey.Channel, p survey.Prompt, v survey.Value) error {
	if on == survey.Web {
		return w.fillIn(ctx, w.web, p.Question, v)
	}
	if err := w.awaitStep(ctx, p); err != nil {
		return err
	}
	if err := w.reply(ctx, p, v); err != nil {
		return err
	}
	return w.WaitConfirmed(ctx)
}

// TestGoingBackAndForth lets guests go from the chat to the web form and back after every
// question, whatever its kind: it is one interview, counted where it was begun, and its
// response is what it would be had they stayed.
func TestGoingBackAndForth(t *testing.T) {
	noon := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	d := parityService(t, noon)
	at, code := noon.In(time.FixedZone("", 6*60*60)), d.doors[d.place.Villages[0].ID].Code
	id := int64(0)
	for name, play := range plays {
		for _, first := range []survey.Channel{survey.Bot, survey.Web} {
			id++
			chat := d.telegram.Chat(bottest.Person{ID: id, FirstName: "Invented", Language: "ky"})
			t.Run(name+" from "+string(first), func(t *testing.T) {
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				g, before := parityGuest(play), d.responses(t)
				s, err := newShadow(d.form, g.language, at)
				if err != nil {
					t.Fatal(err)
				}
				w := wanderer{talk: talk{g, chat, s, d.app.words.For(g.language)}, web: &browser{client: http.DefaultClient}}
				if err = w.begin(ctx, first, d.app.cfg.PublicURL, code); err == nil {
					err = w.wander(ctx, first)
				}
				if err != nil {
					t.Fatalf("%v\n%s", err, chat.Transcript())
				}
				var sent []survey.Response
				for id, r := range d.responses(t) {
					if _, old := before[id]; !old {
						sent = append(sent, r)
					}
				}
				if len(sent) != 1 || sent[0].Channel != first || sent[0].Respondent == "" || sent[0].Shared {
					t.Fatalf("sent %+v, want one response by %s of the person's own", sent, first)
				}
				if diff := cmp.Diff(d.alone(t, g, at), alike(t, sent[0])); diff != "" {
					t.Errorf("the response is another one (-alone +back and forth):\n%s", diff)
				}
			})
		}
	}
	if refused := d.telegram.Refusals(); len(refused) > 0 {
		t.Errorf("the server refused %v", refused)
	}
}
