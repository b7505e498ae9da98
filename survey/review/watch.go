package review

import (
	"context"
	"maps"
	"sync"
	"time"

	"ashar/survey"
)

const (
	// stale is how long what was found is shown without looking again.
	stale = time.Minute
	// patience is how long whoever asks waits for a look that is under way: of some thousand answers it is done by then.
	patience = 120 * time.Millisecond
	// rest is how many times as long as the last look took is waited before the next one, so that looking takes no more
	// than a tenth of a processor however often somebody decides; after one that took less than quick, once as long.
	rest  = 9
	quick = 250 * time.Millisecond
	// forgotten is after which time nobody's campaign is kept in memory.
	forgotten = time.Hour
)

// watch keeps what was found in the campaigns that somebody looks at, and looks again in the background.
type watch struct {
	inspector Inspector
	failed    func(string, error)
	now       func() time.Time
	ctx       context.Context // of looks
	stop      context.CancelFunc
	running   sync.WaitGroup

	mu   sync.Mutex
	seen map[string]*sight
}

// sight is what is known of a campaign.
type sight struct {
	*Inspection                              // nil until it was looked through once
	at          time.Time                    // as of when
	decided     map[string]*survey.Judgement // since then, by response; nil where one was taken back
	before      map[string]*survey.Judgement // the same, of what the look under way may not have met
	asked       time.Time
	notBefore   time.Time     // when the next look may begin
	looking     chan struct{} // closed when the look under way ends; nil when there is none
}

func newWatch(in Inspector, failed func(string, error), now func() time.Time) *watch {
	ctx, stop := context.WithCancel(context.Background())
	return &watch{inspector: in, failed: failed, now: now, ctx: ctx, stop: stop, seen: map[string]*sight{}}
}

func (w *watch) close() {
	w.stop()
	w.running.Wait()
}

// finding is what is known of a campaign at one moment.
type finding struct {
	*Inspection // nil while it is looked through for the first time; not to be changed
	at          time.Time
	decided     map[string]*survey.Judgement // since
	looking     bool                         // it is being looked through anew
}

// judgement is that of a response now.
func (f *finding) judgement(id string, then *survey.Judgement) *survey.Judgement {
	if now, ok := f.decided[id]; ok {
		return now
	}
	return then
}

// of is what is known of the campaign. It waits for a moment, and until the end of the first look if wait is set.
func (w *watch) of(ctx context.Context, campaign string, wait bool) finding {
	w.mu.Lock()
	s := w.sight(campaign)
	if now := w.now(); s.looking == nil && (s.Inspection == nil || len(s.decided) > 0 || now.Sub(s.at) >= stale) && !now.Before(s.notBefore) {
		w.look(campaign, s)
	}
	looking, first := s.looking, s.Inspection == nil
	w.mu.Unlock()
	if looking != nil {
		late := time.NewTimer(patience)
		defer late.Stop()
		end := late.C
		if first && wait {
			end = nil
		}
		select {
		case <-looking:
		case <-end:
		case <-ctx.Done():
		case <-w.ctx.Done():
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return finding{s.Inspection, s.at, maps.Clone(s.decided), s.looking != nil}
}

// sight is the campaign's, and lets go of those that nobody asked about for long.
func (w *watch) sight(campaign string) *sight {
	now := w.now()
	for other, s := range w.seen {
		if other != campaign && s.looking == nil && now.Sub(s.asked) > forgotten {
			delete(w.seen, other)
		}
	}
	s := w.seen[campaign]
	if s == nil {
		s = &sight{decided: map[string]*survey.Judgement{}}
		w.seen[campaign] = s
	}
	s.asked = now
	return s
}

// look looks through the campaign in the background.
func (w *watch) look(campaign string, s *sight) {
	done, began := make(chan struct{}), w.now()
	s.looking, s.before = done, map[string]*survey.Judgement{}
	w.running.Go(func() {
		defer close(done)
		found, err := w.inspector.Inspect(w.ctx, campaign)
		w.mu.Lock()
		defer w.mu.Unlock()
		ended := w.now()
		pause := ended.Sub(began)
		if pause >= quick {
			pause *= rest
		}
		s.looking, s.notBefore = nil, ended.Add(pause)
		if err != nil {
			if w.ctx.Err() == nil {
				w.failed(campaign, err)
			}
			s.notBefore = ended.Add(time.Second)
			return
		}
		// What was decided during the look may have been met by it or not.
		s.Inspection, s.at, s.decided = &found, began, s.before
	})
}

// judged tells that a response was judged by now.
func (w *watch) judged(campaign, response string, j *survey.Judgement) {
	w.mu.Lock()
	defer w.mu.Unlock()
	s := w.sight(campaign)
	s.decided[response] = j
	if s.looking != nil {
		s.before[response] = j
	}
}
