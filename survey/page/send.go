package page

import (
	"bytes"
	"net/http"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"
)

// minZip is the size in bytes from which compressing a page pays.
const minZip = 1 << 10

// pool hands out values for reuse.
type pool[T any] struct{ inner sync.Pool }

func (p *pool[T]) get(make func() T) T {
	if v, ok := p.inner.Get().(T); ok {
		return v
	}
	return make()
}

func (p *pool[T]) put(v T) { p.inner.Put(v) }

// send writes a rendered page. Pages are not kept by caches: they are somebody's.
func (p *Pages) send(c echo.Context, status int, body []byte) error {
	if h := c.Response().Header(); h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	return p.Send(c, status, echo.MIMETextHTMLCharsetUTF8, body)
}

// Send writes a body, compressed where that pays and is understood. How long it may be kept is the caller's to say.
func (p *Pages) Send(c echo.Context, status int, contentType string, body []byte) error {
	h := c.Response().Header()
	h.Add("Vary", "Accept-Encoding")
	if len(body) < minZip || !acceptsGzip(c.Request()) {
		return c.Blob(status, contentType, body)
	}
	zipped := p.buffers.get(newBuffer)
	defer p.keep(zipped)
	w := p.zippers.get(newZipper)
	defer p.zippers.put(w)
	w.Reset(zipped)
	if _, err := w.Write(body); err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return err
	}
	h.Set("Content-Encoding", "gzip")
	return c.Blob(status, contentType, zipped.Bytes())
}

// maxKept is the capacity in bytes up to which a buffer is kept for the next page.
const maxKept = 256 << 10

func (p *Pages) keep(b *bytes.Buffer) {
	if b.Cap() <= maxKept {
		b.Reset()
		p.buffers.put(b)
	}
}

// zipLevel is how hard pages are compressed as they are sent: residents pay for every byte, and the fastest level sends a
// tenth more.
const zipLevel = 6

func newBuffer() *bytes.Buffer { return new(bytes.Buffer) }

func newZipper() *gzip.Writer {
	w, err := gzip.NewWriterLevel(nil, zipLevel)
	if err != nil {
		panic(err) // the level is a constant that gzip knows
	}
	return w
}

// acceptsGzip reports whether the client takes gzip. A client that names it only to refuse it (q=0) is rare enough to
// be looked for by its text alone.
func acceptsGzip(r *http.Request) bool {
	for coding := range strings.SplitSeq(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(coding, ";")
		if strings.TrimSpace(name) == "gzip" {
			return strings.TrimSpace(weight) != "q=0"
		}
	}
	return false
}
