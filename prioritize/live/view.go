package live

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"sync/atomic"
	"time"
)

// View is something to look at: a part of a page, as it is for some.
type View struct {
	// Topic is what it is about, as Tell names it: see Hearing and Campaign.
	Topic string
	// Name tells it from the other views of the topic: by what is shown, to whom, and in which language. What has the
	// same topic and name must be the same for everybody.
	Name string
	// Version is a mark of what Render goes by that is cheap to have, such as the revision of a document; as long as it is
	// the same, another process has changed nothing. If it is nil, or "" comes of it, Render is asked instead.
	Version func(ctx context.Context) (string, error)
	// Render reads the store and returns what is to be seen now, as HTML or JSON. What has not changed must come out the
	// same to the byte. Both functions outlive the request that brought them, and serve others: they must not use it.
	Render func(ctx context.Context) ([]byte, error)
	// Rest is for how long it is not rendered again after it was, where that takes long; 0 is the feed's.
	Rest time.Duration
	// May is asked again and again whether this one who follows still may; nil: everybody may. A survey.ErrUnauthorized,
	// ErrForbidden or ErrNotFound ends the stream.
	May func() error
}

// Hearing is the topic of a hearing.
func Hearing(id string) (topic string) { return "hearing/" + id }

// Campaign is the topic of a campaign's answers.
func Campaign(id string) (topic string) { return "campaign/" + id }

// maxLook is how long a look at the store may take.
const maxLook = 10 * time.Second

// view is a View that somebody has open.
type view struct {
	View
	cfg     *Config
	nudged  chan struct{}
	shown   atomic.Pointer[frame]
	stop    context.CancelFunc
	readers int // guarded by the feed

	version string // that is shown; run's own
}

// frame is what a view shows, made ready to be sent. It does not change.
type frame struct {
	id      string        // of the content
	content []byte        // nil before it was had
	event   []byte        // tells all
	beat    []byte        // tells who has the content already whether it is current
	err     error         // what the content could not be had for, if there was never any, or it may be old by now
	next    chan struct{} // closed when another has taken its place
}

// The events without content.
var (
	current = []byte("event: beat\ndata: .\n\n")
	stale   = []byte("event: stale\ndata: .\n\n")
)

func newView(x View, cfg *Config) *view {
	v := &view{View: x, cfg: cfg, nudged: make(chan struct{}, 1)}
	v.shown.Store(&frame{next: make(chan struct{})})
	return v
}

// nudge has the view rendered, soon.
func (v *view) nudge() {
	select {
	case v.nudged <- struct{}{}:
	default: // it will be
	}
}

// run renders the view when it is nudged, and when the store has another version, until ctx ends.
func (v *view) run(ctx context.Context) {
	every := time.NewTicker(v.cfg.Every)
	defer every.Stop()
	for told := true; ; {
		if v.look(ctx, told) {
			select {
			case <-ctx.Done():
				return
			case <-time.After(cmp.Or(v.Rest, v.cfg.Rest)):
			}
		}
		select {
		case <-ctx.Done():
			return
		case <-v.nudged:
			told = true
		case <-every.C:
			told = false
		}
	}
}

// look shows what there is to be seen now, and reports whether it was rendered for that. Without having been told that
// something is new it goes by the version.
func (v *view) look(ctx context.Context, told bool) (rendered bool) {
	ctx, cancel := context.WithTimeout(ctx, maxLook)
	defer cancel()
	version, content, rendered, err := v.read(ctx, told)
	switch {
	case errors.Is(ctx.Err(), context.Canceled): // nobody looks any more
	case err != nil:
		v.fail(ctx, err)
	case rendered:
		v.version = version
		v.show(content)
	}
	return rendered
}

// read asks for the version before the content: what comes between is seen with the next look. A panic is an error.
func (v *view) read(ctx context.Context, told bool) (version string, content []byte, rendered bool, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("live: panic: %T\n%s", r, debug.Stack())
		}
	}()
	if v.Version != nil {
		if version, err = v.Version(ctx); err != nil {
			return "", nil, false, err
		}
	}
	if f := v.shown.Load(); !told && version != "" && version == v.version && f.content != nil && f.err == nil {
		return version, nil, false, nil
	}
	if content, err = v.Render(ctx); content == nil {
		content = []byte{}
	}
	return version, content, true, err
}

// show has everybody see the content, unless they do.
func (v *view) show(content []byte) {
	before := v.shown.Load()
	sum := sha256.Sum256(content)
	id := hex.EncodeToString(sum[:8])
	if id == before.id && before.err == nil {
		return
	}
	v.replace(before, &frame{id: id, content: content, event: event(id, content), beat: current})
}

// fail says that what is shown may be old, or that there is nothing to show.
func (v *view) fail(ctx context.Context, err error) {
	before := v.shown.Load()
	if before.err != nil {
		return
	}
	v.cfg.Log.WarnContext(ctx, "a view does not follow the store", slog.String("view", v.Name), slog.Any("error", err))
	v.replace(before, &frame{id: before.id, content: before.content, event: event(before.id, before.content), beat: stale, err: err})
}

func (v *view) replace(before, f *frame) {
	f.next = make(chan struct{})
	v.shown.Store(f)
	close(before.next)
}

// first is what the view shows, once it has been rendered; the error if that cannot be.
func (v *view) first(ctx context.Context) (*frame, error) {
	f := v.shown.Load()
	for f.content == nil && f.err == nil {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-f.next:
			f = v.shown.Load()
		}
	}
	if f.content == nil {
		return nil, f.err
	}
	return f, nil
}

// event is content as it is sent: each of its lines after "data: ".
func event(id string, content []byte) []byte {
	var b bytes.Buffer
	b.WriteString("id: " + id + "\n")
	for line := range bytes.Lines(bytes.ReplaceAll(content, []byte("\r"), nil)) {
		b.WriteString("data: ")
		b.Write(bytes.TrimSuffix(line, []byte("\n")))
		b.WriteByte('\n')
	}
	if len(content) == 0 {
		b.WriteString("data: \n")
	}
	b.WriteByte('\n')
	return b.Bytes()
}
