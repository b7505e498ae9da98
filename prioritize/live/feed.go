package live

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"ashar/survey"
)

// Config is how a Feed works; what is zero is as the constants say.
type Config struct {
	Every    time.Duration // between two looks at the store by a view that somebody has open
	Rest     time.Duration // after a view was rendered, before it is again
	Beat     time.Duration // between two signs of life on a stream
	Again    time.Duration // until who follows is asked anew whether they may
	Patience time.Duration // with a client that takes nothing
	Most     int           // streams that are open at once
	MostEach int           // of them, of one visitor: a whole hall may be behind one address
	Log      *slog.Logger  // takes what views fail with; nobody if nil
}

// How a Feed works unless it is told otherwise.
const (
	DefaultEvery    = time.Second
	DefaultRest     = 50 * time.Millisecond
	DefaultBeat     = 15 * time.Second
	DefaultAgain    = 30 * time.Second
	DefaultPatience = 10 * time.Second
	DefaultMost     = 5000
	DefaultMostEach = 3000
)

// Feed brings views to those who have them open. It is safe for concurrent use.
type Feed struct {
	cfg     Config
	ctx     context.Context // of all streams and views
	stop    context.CancelFunc
	running sync.WaitGroup

	mu       sync.RWMutex // guards what follows
	closed   bool
	topics   map[string]map[string]*view // those that somebody has open, by topic and name
	open     int
	visitors map[string]int // streams of each
}

// New makes a feed that nobody follows yet.
func New(cfg Config) *Feed {
	cfg.Every = cmp.Or(cfg.Every, DefaultEvery)
	cfg.Rest = cmp.Or(cfg.Rest, DefaultRest)
	cfg.Beat = cmp.Or(cfg.Beat, DefaultBeat)
	cfg.Again = cmp.Or(cfg.Again, DefaultAgain)
	cfg.Patience = cmp.Or(cfg.Patience, DefaultPatience)
	cfg.Most = cmp.Or(cfg.Most, DefaultMost)
	cfg.MostEach = cmp.Or(cfg.MostEach, DefaultMostEach)
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	ctx, stop := context.WithCancel(context.Background())
	return &Feed{cfg: cfg, ctx: ctx, stop: stop, topics: map[string]map[string]*view{}, visitors: map[string]int{}}
}

// Close ends all streams at once, those too whose clients take nothing, and waits for it. After that whoever comes is told
// that it is a survey.ErrUnavailable.
func (f *Feed) Close() {
	f.mu.Lock()
	f.closed = true
	f.mu.Unlock()
	f.stop()
	f.running.Wait()
}

// Tell says that something about a topic may be new. It returns at once; views of the topic that somebody has open are
// rendered after it.
func (f *Feed) Tell(topic string) {
	f.mu.RLock()
	defer f.mu.RUnlock()
	for _, v := range f.topics[topic] {
		v.nudge()
	}
}

// Streams is how many are open.
func (f *Feed) Streams() int {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.open
}

// admit lets a visitor have one stream more, until they leave; a survey.ErrUnavailable where there are too many.
func (f *Feed) admit(visitor string) (leave func(), err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	switch {
	case f.closed:
		return nil, errClosed
	case f.open >= f.cfg.Most || f.visitors[visitor] >= f.cfg.MostEach:
		return nil, fmt.Errorf("live: %d streams are open, %d of them this visitor's: %w", f.open, f.visitors[visitor], survey.ErrUnavailable)
	}
	f.open++
	f.visitors[visitor]++
	f.running.Add(1)
	return func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.open--
		if f.visitors[visitor]--; f.visitors[visitor] == 0 {
			delete(f.visitors, visitor)
		}
		f.running.Done()
	}, nil
}

// errClosed is that the service is stopping.
var errClosed = fmt.Errorf("live: the feed is closed: %w", survey.ErrUnavailable)

// join opens a view, or joins those who have it open; leave is to be called once.
func (f *Feed) join(x View) (v *view, leave func(), err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil, nil, errClosed
	}
	v = f.topics[x.Topic][x.Name]
	if v == nil {
		v = newView(x, &f.cfg)
		if f.topics[x.Topic] == nil {
			f.topics[x.Topic] = map[string]*view{}
		}
		f.topics[x.Topic][x.Name] = v
		ctx, stop := context.WithCancel(f.ctx)
		v.stop = stop
		f.running.Go(func() { v.run(ctx) })
	}
	v.readers++
	return v, func() { f.leave(v) }, nil
}

// leave ends a view that nobody has open any more.
func (f *Feed) leave(v *view) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if v.readers--; v.readers > 0 {
		return
	}
	v.stop()
	delete(f.topics[v.Topic], v.Name)
	if len(f.topics[v.Topic]) == 0 {
		delete(f.topics, v.Topic)
	}
}
