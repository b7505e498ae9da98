package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/bot"
	"ashar/bot/telegram"
	"ashar/configs"
	"ashar/prioritize"
	"ashar/prioritize/board"
	"ashar/prioritize/hearing"
	"ashar/prioritize/live"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/answers"
	"ashar/survey/fieldwork"
	"ashar/survey/form"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/planning"
	"ashar/survey/review"
	"ashar/survey/staff"
	"ashar/survey/wishes"
)

// app is the running service: every room, wired.
type app struct {
	cfg       configs.Config
	log       *slog.Logger
	db        *store.DB
	words     *locale.Words
	followers *followers
	gate      *survey.Gate
	now       func() time.Time
	door      *access.Door
	echo      *echo.Echo
	reviewer  *review.Reviewer
	hall      *hearing.Hall
	feed      *live.Feed // of boards that are open
	heralds   heralds
	bot       *telegram.Bot // nil without a token
}

// rates are how many messages a second the bot sends at most, in all and in each chat;
// 0 is as many as it can.
type rates struct{ all, chat float64 }

// newApp opens the store and wires the rooms. close lets go of all of it.
func newApp(ctx context.Context, cfg configs.Config, log *slog.Logger, now func() time.Time, bot rates) (*app, error) {
	secret, err := cfg.InstanceSecret()
	if err != nil {
		return nil, err
	}
	words, err := loadWords(cfg, locale.OnMissing(func(lang, id string) {
		log.Warn("a message is missing", slog.String("language", lang), slog.String("id", id))
	}))
	if err != nil {
		return nil, err
	}
	db, err := store.Open(ctx, string(cfg.Store), now)
	if err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	a := &app{cfg: cfg, log: log, db: db, words: words, followers: newFollowers(db, log, now, zone), now: now, feed: live.New(live.Config{Log: log})}
	if err := a.wire([]byte(secret.Reveal()), bot, now, zone); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

// wire makes the rooms and gives each what it needs.
func (a *app) wire(secret []byte, r rates, now func() time.Time, zone *time.Location) error {
	pseudonyms := survey.NewPseudonyms(secret)
	here := func() time.Time { return now().In(zone) }
	a.gate = survey.NewGate(a.db, a.db, pseudonyms)
	a.hall = hearing.NewHall(a.db, pseudonyms, now, a.heralds.tell)
	a.heralds = append(a.heralds, func(id string) { a.feed.Tell(live.Hearing(id)) })
	heard := &audience{followers: a.followers, feed: a.feed}
	intake := survey.NewIntake(survey.NewCached(a.db, now), a.db, a.db, a.db, here, survey.Told{Stored: heard.stored, Forgotten: heard.forgotten})
	intake = intake.Behind(a.gate)
	pages, err := page.New(page.Config{
		Words: a.words, PublicURL: a.cfg.PublicURL, TrustedProxies: a.cfg.TrustedProxies, Log: a.log,
	})
	if err != nil {
		return err
	}
	a.door = access.NewDoor(a.db, rand.Reader, access.Sealing(survey.NewSeal(pseudonyms, "staff")))
	door, err := page.NewDoor(pages, a.door, fieldwork.Home, now)
	if err != nil {
		return err
	}
	residents, err := form.New(pages, intake, a.db, here, a.inTelegram)
	if err != nil {
		return err
	}
	residents.Defend(form.Defence{Secret: secret, Every: a.cfg.Flood.Every, Burst: a.cfg.Flood.Burst, Log: a.log})
	desk, err := fieldwork.New(fieldwork.Deps{
		Pages: pages, Words: a.words, Door: door, Campaigns: a.db, Doors: doorkeeping{a.db, &a.followers.still}, Gate: a.gate, Entries: a.db, Random: rand.Reader,
		Places: a.db, Turnouts: a.followers,
		Targets: survey.DefaultTargets(), Bot: a.botName, Zone: zone, Now: now,
	})
	if err != nil {
		return err
	}
	proved := newProofs(a.db, a.words, now, zone)
	results, err := board.New(board.Deps{
		Pages: pages, Words: a.words, Door: door, Catalogue: a.db, Doors: a.db, Rankings: a.followers, Feed: a.feed, Heard: a.heard,
		Evidence: proved, Version: codeVersion(), Zone: zone, Now: now, Beside: besideTheBoard(),
	})
	if err != nil {
		return err
	}
	appraisals, err := a.appraisals(pages, door, zone)
	if err != nil {
		return err
	}
	reports, err := a.reports(pages, door, proved, zone)
	if err != nil {
		return err
	}
	own, err := wishes.New(wishes.Deps{Pages: pages, Door: door, Store: a.db, MostNeeds: prioritize.MaxNeeds, Zone: zone, Now: now})
	if err != nil {
		return err
	}
	heard.words = own
	plans, err := a.plans(pages, door, own, zone)
	if err != nil {
		return err
	}
	subjects, err := a.subjects(pages, door, zone)
	if err != nil {
		return err
	}
	given, err := answers.New(answers.Deps{Pages: pages, Door: door, Campaigns: a.db, Places: a.db, Responses: a.db, Entries: a.db, Zone: zone, Now: now, Log: a.log})
	if err != nil {
		return err
	}
	if a.reviewer, err = a.reviews(pages, door, zone); err != nil {
		return err
	}
	office, err := staff.New(staff.Deps{Pages: pages, Door: door, Access: a.door, Places: a.db, Entries: a.db, Ages: a.ages, Zone: zone, Now: now})
	if err != nil {
		return err
	}
	keys, err := a.tokens(pages, door, zone)
	if err != nil {
		return err
	}
	paperwork, err := a.paperwork(pages, door, intake, pseudonyms, zone)
	if err != nil {
		return err
	}
	hearings, err := a.hearings(pages, door, proved, zone)
	if err != nil {
		return err
	}
	data, err := a.data(pages, proved, zone)
	if err != nil {
		return err
	}
	door.Welcome(staff.Welcome)
	a.echo = pages.Echo()
	a.echo.GET("/", func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, form.Home) })
	door.Mount(a.echo)
	residents.Register(a.echo)
	desk.Register(a.echo)
	plans.Register(a.echo)
	a.reviewer.Register(a.echo)
	own.Register(a.echo)
	subjects.Register(a.echo)
	given.Register(a.echo)
	rehearsal := survey.NewRehearsal()
	residents.Preview(a.echo, planning.PhonePath, func(c echo.Context) (*survey.Intake, error) {
		e, err := plans.Stage(c)
		return rehearsal.Intake(e, here), err
	}, door.Require(access.RunCampaigns), page.Framed)
	results.Register(a.echo)
	appraisals.Register(a.echo)
	reports.Register(a.echo)
	office.Register(a.echo)
	keys.Register(a.echo)
	paperwork(a.echo)
	hearings(a.echo)
	data.Register(a.echo)
	if t := a.cfg.Telegram; !t.Token.IsZero() {
		talk := bot.NewConversation(bot.Deps{
			Intake: intake, Signpost: survey.NewSignpost(a.db, now), Words: a.words, Pseudonyms: pseudonyms,
			Subscriptions: a.db, Groups: a.db, Results: outcomes{a.followers, a.words},
			Name: func() string { return a.bot.Username() }, Web: bot.Web{
				Door:      func(code string) string { return pages.URL(form.Path(code)) },
				Interview: func(code, id string) string { return pages.URL(form.InterviewPath(code, id)) },
				Results:   func(code string) string { return pages.URL(page.ResultsPath(code)) },
			},
		})
		o := telegram.Options{
			Token: t.Token.Reveal(), Server: t.APIEndpoint, Inbox: a.db, Leases: a.db, Announcements: a.db, Rate: r.all, ChatRate: r.chat, Now: here,
		}
		if t.Webhook {
			o.Webhook = telegram.Webhook{URL: a.cfg.PublicURL + telegram.WebhookPath, Secret: t.WebhookSecret.Reveal()}
		}
		a.bot = telegram.New(o, talk, pseudonyms, a.log)
	}
	return nil
}

// plans is the room in which campaigns are prepared and led.
func (a *app) plans(pages *page.Pages, door *page.Door, words planning.Words, zone *time.Location) (*planning.Planner, error) {
	builtins, err := readBuiltins()
	if err != nil {
		return nil, err
	}
	return planning.New(planning.Deps{
		Pages: pages, Door: door, Campaigns: a.db, Places: a.db, Steward: newSteward(a.db, rand.Reader, zone), Words: words, Builtins: builtins,
		Targets: survey.DefaultTargets(), Zone: zone, Now: a.now,
	})
}

// botName is the configured name of the bot, or what Telegram calls it.
func (a *app) botName() string {
	if name := a.cfg.Telegram.Username; name != "" || a.bot == nil {
		return name
	}
	return a.bot.Username()
}

// inTelegram is the address at which an interview goes on in Telegram; "" while there is no bot.
func (a *app) inTelegram(interview string) string {
	name := a.botName()
	if name == "" {
		return ""
	}
	return bot.InterviewURL(name, interview)
}

// handle answers a request: as the bot where Telegram delivers, which is no page and has
// limits of its own, and else with a page.
func (a *app) handle(w http.ResponseWriter, r *http.Request) {
	if a.bot != nil && r.URL.Path == telegram.WebhookPath {
		a.bot.ServeHTTP(w, r)
		return
	}
	a.echo.ServeHTTP(w, r)
}

// Marks of answers that were taken back are kept for longer than any campaign runs, and any phone should hold what it
// has not sent.
const (
	rememberTakenBack = 400 * 24 * time.Hour
	forgetEvery       = 24 * time.Hour
)

// forget forgets old marks, until ctx ends.
func (a *app) forget(ctx context.Context) {
	every := time.NewTicker(forgetEvery)
	defer every.Stop()
	for {
		if err := a.db.ForgetTakenBack(ctx, a.now().Add(-rememberTakenBack)); err != nil && ctx.Err() == nil {
			a.log.Warn("marks of answers that were taken back not forgotten", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}

// close lets go of everything; answers under way are finished first.
func (a *app) close() error {
	a.feed.Close()
	a.followers.close()
	if a.reviewer != nil {
		a.reviewer.Close()
	}
	if a.door != nil {
		a.door.Wait()
	}
	return a.db.Close()
}

// serve answers requests on the listener, and chats, until ctx ends. Then it
// takes nothing new, finishes what is under way within the grace period, and
// returns nil.
func (a *app) serve(ctx context.Context, l net.Listener) error {
	server := a.echo.Server
	server.Handler = http.HandlerFunc(a.handle)
	server.ErrorLog = slog.NewLogLogger(a.log.Handler(), slog.LevelDebug)
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	var running sync.WaitGroup
	running.Go(func() {
		if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
			stop(fmt.Errorf("serve: %w", err))
		}
	})
	running.Go(func() { keepSealing(ctx, a.db, a.gate, a.now, a.log) })
	if a.bot != nil {
		running.Go(func() {
			if err := a.bot.Run(ctx); err != nil && ctx.Err() == nil {
				stop(fmt.Errorf("bot: %w", err))
			}
		})
	}
	running.Go(func() { a.forget(ctx) })
	running.Go(func() { keepSettling(ctx, a.db, a.hall, a.log) })
	running.Go(func() { a.followers.warm(ctx) })
	running.Go(func() { keepRetaining(ctx, a.db, a.followers.zone, a.now, a.log) })
	<-ctx.Done()
	a.feed.Close() // nobody else is waited for so long
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), a.cfg.ShutdownGrace)
	defer cancel()
	err := server.Shutdown(grace)
	a.followers.stop() // what is being counted, nobody waits for any more
	running.Wait()
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		err = errors.Join(cause, err)
	}
	return err
}

// ages are the age bands with which a municipality's residents answer: those of the campaign that opened last, or of the
// built-in questionnaire where there is none that asks; see staff.Deps.
func (a *app) ages(ctx context.Context, municipality string) ([]string, error) {
	var last survey.Campaign
	for c, err := range a.db.Campaigns(ctx, municipality) {
		if err != nil {
			return nil, err
		}
		if last.ID == "" || c.Opens.After(last.Opens) {
			last = c
		}
	}
	if last.ID != "" {
		q, err := a.db.Questionnaire(ctx, last.Questionnaire)
		if err != nil {
			return nil, err
		}
		if bands := bandsOf(q); len(bands) > 0 {
			return bands, nil
		}
	}
	q, err := readBuiltin(builtinQuestionnaire)
	if err != nil {
		return nil, err
	}
	return bandsOf(q), nil
}

// bandsOf are the age bands of a questionnaire's choices, youngest first as they stand there.
func bandsOf(q *survey.Questionnaire) []string {
	x := q.ByRole(survey.RoleAge)
	if x == nil {
		return nil
	}
	var bands []string
	for _, choice := range q.Choices(x.List) {
		if _, _, ok := survey.AgeBand(choice.Name); ok {
			bands = append(bands, choice.Name)
		}
	}
	return bands
}
