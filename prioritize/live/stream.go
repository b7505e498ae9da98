package live

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// contentType is that of a stream, which clients ask for by it.
const contentType = "text/event-stream"

// Clients that lose their stream come again after retryLeast and up to retryMore more, not all in the same moment.
const (
	retryLeast = time.Second
	retryMore  = 3 * time.Second
)

// Stream answers a request with a view. Who asks for text/event-stream is sent it whenever it has changed, until they leave
// or may not any more, or the feed is closed; the identifier of an event is that of the content, and who comes again with
// the current one is not sent it again. Anybody else is sent the view as it is now, with an ETag.
//
// It fails as the view's first look does, and with a survey.ErrUnavailable where too many streams are open.
func (f *Feed) Stream(c echo.Context, v View) error {
	c.Response().Header().Add("Vary", "Accept")
	if !strings.Contains(c.Request().Header.Get(echo.HeaderAccept), contentType) {
		return f.once(c, v)
	}
	leave, err := f.admit(page.Visitor(c))
	if err != nil {
		return err
	}
	defer leave()
	joined, part, err := f.join(v)
	if err != nil {
		return err
	}
	defer part()
	ctx, stop := context.WithCancel(c.Request().Context())
	defer stop()
	s := stream{cfg: &f.cfg, w: c.Response(), control: http.NewResponseController(c.Response().Writer), feed: f.ctx, may: v.May}
	defer context.AfterFunc(f.ctx, func() {
		stop()
		s.deadline(-time.Second) // of a write that is under way
	})()
	shown, err := joined.first(ctx)
	if err != nil {
		if f.ctx.Err() != nil {
			return errClosed
		}
		return err
	}
	return s.follow(ctx, joined, shown, c.Request().Header.Get("Last-Event-ID"))
}

// once answers with the view as it is now.
func (f *Feed) once(c echo.Context, v View) error {
	joined, leave, err := f.join(v)
	if err != nil {
		return err
	}
	defer leave()
	shown, err := joined.first(c.Request().Context())
	if err != nil {
		return err
	}
	if shown.err != nil {
		return fmt.Errorf("live: %s is not what it was: %w: %w", v.Name, survey.ErrUnavailable, shown.err)
	}
	tag := `W/"` + shown.id + `"`
	h := c.Response().Header()
	h.Set("ETag", tag)
	h.Set("Cache-Control", "no-store")
	if page.Matches(c.Request(), tag) {
		return c.NoContent(http.StatusNotModified)
	}
	return c.HTMLBlob(http.StatusOK, shown.content)
}

// stream is a view on its way to one client.
type stream struct {
	cfg     *Config
	w       *echo.Response
	control *http.ResponseController
	feed    context.Context
	may     func() error
	sent    string // the identifier of what the client has
}

// follow sends the view, and then every other that it shows, until ctx ends, the client takes nothing any more, or may not.
// None of these is a failure.
func (s *stream) follow(ctx context.Context, v *view, shown *frame, has string) error {
	h := s.w.Header()
	h.Set(echo.HeaderContentType, contentType)
	h.Set("Cache-Control", "no-store")
	h.Set("X-Accel-Buffering", "no") // nginx is not to wait until there is more of it
	_ = s.control.SetReadDeadline(time.Time{})
	s.sent = has
	retry := retryLeast + rand.N(retryMore)
	if !s.write(fmt.Appendf(nil, "retry: %d\n\n", retry.Milliseconds())) || !s.show(shown) {
		return nil
	}
	beat := time.NewTicker(s.cfg.Beat)
	defer beat.Stop()
	var again <-chan time.Time
	if s.may != nil {
		ticker := time.NewTicker(s.cfg.Again)
		defer ticker.Stop()
		again = ticker.C
	}
	for {
		going := true
		select {
		case <-ctx.Done():
			return nil
		case <-shown.next:
			shown = v.shown.Load()
			going = s.show(shown)
		case <-beat.C:
			going = s.write(shown.beat)
		case <-again:
			going = !barred(s.may())
		}
		if !going {
			return nil
		}
	}
}

// show brings the client to what is shown now, and reports whether it took it.
func (s *stream) show(f *frame) bool {
	switch {
	case f.id == s.sent:
		return s.write(f.beat)
	case !s.write(f.event):
		return false
	}
	s.sent = f.id
	return f.err == nil || s.write(f.beat)
}

// write sends bytes to the client, and reports whether that took them in time.
func (s *stream) write(b []byte) bool {
	s.deadline(s.cfg.Patience)
	if s.feed.Err() != nil {
		return false
	}
	if _, err := s.w.Write(b); err != nil {
		return false
	}
	return s.control.Flush() == nil
}

// deadline lets what is written take so long. What cannot set one has none, as in tests.
func (s *stream) deadline(in time.Duration) { _ = s.control.SetWriteDeadline(time.Now().Add(in)) }

// barred reports whether an error means that somebody may not, and not only that this cannot be told now.
func barred(err error) bool {
	return errors.Is(err, survey.ErrUnauthorized) || errors.Is(err, survey.ErrForbidden) || errors.Is(err, survey.ErrNotFound)
}
