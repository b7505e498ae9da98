package telegram

import (
	"context"
	"errors"
	"iter"
	"sync"
	"sync/atomic"
	"time"

	"ashar/bot"
	"ashar/survey"

	"golang.org/x/time/rate"
)

// Announcements keeps what subscribers are to be told, and who was not told yet: it is
// the queue, and survives restarts.
type Announcements interface {
	bot.Subscriptions
	// WaitingAnnouncements streams those that not everybody was told yet, those of one
	// campaign in the order in which they were issued.
	WaitingAnnouncements(ctx context.Context) iter.Seq2[survey.Announcement, error]
	// SaveAnnouncement keeps the announcement durably, by its Rev as SaveSubscription does.
	SaveAnnouncement(ctx context.Context, a survey.Announcement) error
	// Untold streams at most so many of those who subscribed to the announcement's
	// campaign before it was issued and were not told of it.
	Untold(ctx context.Context, a survey.Announcement, limit int) iter.Seq2[survey.Subscription, error]
}

const (
	announceLease = "telegram announcements"
	// announceEvery is how often it is looked for what is to be announced.
	announceEvery = 5 * time.Second
	// announceBatch is how many people are told before the rest are asked for.
	announceBatch = 200
	// announceAtOnce is how many are being told at a time: behind how many a reply waits at
	// most. As many more may be held up by Telegram; both together are what a crash tells
	// twice at most.
	announceAtOnce = 8
	// heldLook is how often it is looked whether those who are held up were told, when
	// nobody else is to be.
	heldLook = 100 * time.Millisecond
	// announceShare is the part of Options.Rate that announcements take at most: replies
	// to people who are waiting come before.
	announceShare = 2. / 3
)

// announcer tells subscribers what was announced, while its process has the lease.
// Who was told is marked as such before the next restart can ask, and who has blocked
// the bot is a subscriber no more.
type announcer struct {
	*Bot
	run     *run
	lease   *lease
	pace    *rate.Limiter
	free    chan struct{} // has something for each who is being told and not held up
	telling sync.WaitGroup
	reached atomic.Int64 // since that was last kept

	mu   sync.Mutex
	held map[string]bool // the subscriptions of those whom Telegram has wait
}

func newAnnouncer(b *Bot, r *run) *announcer {
	pace := rate.NewLimiter(rate.Inf, 0)
	if b.options.Rate > 0 {
		pace = rate.NewLimiter(rate.Limit(b.options.Rate*announceShare), 1)
	}
	return &announcer{
		Bot: b, run: r, lease: newLease(b.options.Leases, announceLease, b.log), pace: pace,
		free: make(chan struct{}, announceAtOnce), held: map[string]bool{},
	}
}

// work announces until the context ends.
func (a *announcer) work(ctx context.Context) {
	news := make(chan struct{}, 1)
	leasing, letGo := context.WithCancel(a.run.serving)
	var beside sync.WaitGroup
	beside.Go(func() { a.lease.keep(leasing, func() { nudge(news) }) })
	defer beside.Wait()
	defer letGo() // not earlier: another process would tell those who are being told here
	defer a.telling.Wait()
	ticks := time.NewTicker(announceEvery)
	defer ticks.Stop()
	for ctx.Err() == nil {
		a.look(ctx)
		select {
		case <-ctx.Done():
		case <-ticks.C:
		case <-news:
		}
	}
}

// look tells what waits. Where one cannot be told to the end now, those after it wait: who
// was told of a later one is not asked for the earlier one any more.
func (a *announcer) look(ctx context.Context) {
	for n, err := range a.options.Announcements.WaitingAnnouncements(ctx) {
		if err != nil {
			a.failed(ctx, "reading what is to be announced", err)
			return
		}
		if !a.lease.held() || !a.announce(ctx, n) {
			return
		}
	}
}

// announce tells everybody who is to be told, and reports whether that was done.
func (a *announcer) announce(ctx context.Context, n survey.Announcement) bool {
	for try := 0; ctx.Err() == nil && a.lease.held(); {
		if n.Lapsed(a.options.Now()) {
			a.log.Warn("hearing began before everybody was told", "campaign", n.Campaign)
			n.State = survey.AnnouncementLapsed
			return a.save(ctx, &n)
		}
		waited := a.holds()
		batch, err := a.untold(ctx, n)
		switch {
		case err != nil:
			a.failed(ctx, "reading subscribers", err)
			return false
		case len(batch) == 0 && waited > 0:
			pause(ctx, heldLook)
			continue
		case len(batch) == 0:
			n.State = survey.AnnouncementTold
			if !a.save(ctx, &n) {
				return false
			}
			a.log.Info("announced", "kind", n.Kind, "campaign", n.Campaign, "reached", n.Reached)
			return true
		}
		settled := a.tell(ctx, n, batch)
		if !a.save(ctx, &n) {
			return false
		}
		if settled > 0 {
			try = 0
			continue
		}
		pause(ctx, backoff(try)) // Telegram cannot be reached, or the store does not keep what is done
		try++
	}
	return false
}

// untold returns some who are to be told, without those who are held up.
func (a *announcer) untold(ctx context.Context, n survey.Announcement) (batch []survey.Subscription, err error) {
	for s, err := range a.options.Announcements.Untold(ctx, n, announceBatch+announceAtOnce) {
		if err != nil {
			return nil, err
		}
		if !a.holdsUp(s.ID) {
			batch = append(batch, s)
		}
	}
	return batch, nil
}

// holds is how many are held up.
func (a *announcer) holds() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.held)
}

func (a *announcer) holdsUp(id string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.held[id]
}

// hold notes that one is held up, and reports whether the others need not wait for that.
func (a *announcer) hold(id string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if len(a.held) < announceAtOnce {
		a.held[id] = true
	}
	return a.held[id]
}

func (a *announcer) letGo(id string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.held, id)
}

// save keeps how far it has come, and reports whether the announcement is still ours.
func (a *announcer) save(ctx context.Context, n *survey.Announcement) bool {
	n.Rev++
	n.Reached += int(a.reached.Swap(0))
	err := a.options.Announcements.SaveAnnouncement(context.WithoutCancel(ctx), *n)
	if err != nil {
		a.failed(ctx, "keeping how far it has come", err)
	}
	return err == nil
}

// tell tells some, and returns how many of them need not be told again. Who is held up by
// Telegram is told later, while others are.
func (a *announcer) tell(ctx context.Context, n survey.Announcement, batch []survey.Subscription) (settled int) {
	var done atomic.Int64
	for _, s := range batch {
		if !a.lease.held() || n.Lapsed(a.options.Now()) || a.pace.Wait(ctx) != nil {
			break
		}
		a.free <- struct{}{}
		a.telling.Go(func() {
			free := sync.OnceFunc(func() { <-a.free })
			defer free()
			defer a.letGo(s.ID)
			reached, over := a.one(ctx, n, s, func() {
				if a.hold(s.ID) {
					free()
				}
			})
			if over {
				done.Add(1)
			}
			if over && reached {
				a.reached.Add(1)
			}
		})
	}
	for range announceAtOnce { // until nobody is being told but who is held up
		a.free <- struct{}{}
	}
	for range announceAtOnce {
		<-a.free
	}
	return int(done.Load())
}

// one tells one subscriber; over is false if that is to be done again. Others were told
// since it was asked who is to be: who has ended it meanwhile is not told. late is called,
// perhaps more than once, when Telegram holds it up.
func (a *announcer) one(ctx context.Context, n survey.Announcement, s survey.Subscription, late func()) (reached, over bool) {
	s, err := a.options.Announcements.Subscription(ctx, s.ID)
	switch {
	case errors.Is(err, survey.ErrNotFound):
		return false, true
	case err != nil:
		a.failed(ctx, "reading a subscriber", err)
		return false, false
	case !s.Told.Before(n.Issued): // ended, and begun anew
		return false, true
	}
	chat, card, err := a.talk.Announce(s, n, a.options.Now().Location())
	if err != nil {
		a.log.Error("subscriber's address cannot be read, and the subscription is dropped", "error", err)
		return false, a.drop(ctx, s)
	}
	result := make(chan outcome, 1)
	a.run.out.post(parcel{
		chat: chat, replies: []bot.Reply{{Kind: bot.Say, Card: card}}, late: late, done: func(o outcome) { result <- o },
		lapsed: func() bool { return n.Lapsed(a.options.Now()) },
	})
	switch <-result {
	case settled:
		return true, a.mark(ctx, n, s)
	case unwanted:
		return false, a.drop(ctx, s)
	}
	return false, false
}

// mark notes that the subscriber was told. One who subscribed anew meanwhile is asked
// for again, and no one else.
func (a *announcer) mark(ctx context.Context, n survey.Announcement, s survey.Subscription) bool {
	s.Rev++
	s.Told = n.Issued
	err := a.options.Announcements.SaveSubscription(context.WithoutCancel(ctx), s)
	if err != nil && !errors.Is(err, survey.ErrConflict) && !errors.Is(err, survey.ErrNotFound) {
		a.failed(ctx, "marking a subscriber", err)
		return false
	}
	return true
}

func (a *announcer) drop(ctx context.Context, s survey.Subscription) bool {
	err := a.options.Announcements.DropSubscription(context.WithoutCancel(ctx), s.ID)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		a.failed(ctx, "dropping a subscription", err)
		return false
	}
	return true
}

func (a *announcer) failed(ctx context.Context, step string, err error) {
	if ctx.Err() == nil {
		a.log.Warn("announcing held up", "step", step, "error", bot.Hidden(err))
	}
}
