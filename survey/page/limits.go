package page

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"
)

// MaxBody is how many bytes the body of a request may have: any form of ours fits many times. Only one that brings a
// file may have more, on a route that calls TakeUpload.
const MaxBody = 64 << 10

// limitBody lets reading fail with *http.MaxBytesError, which Fail knows, after MaxBody bytes.
func limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		c.Set(bodyKey, r.Body)
		r.Body = http.MaxBytesReader(c.Response().Writer, r.Body, MaxBody)
		return next(c)
	}
}

// What a file may take on its way, and how much of one that is too large is still listened to.
const (
	uploadTime = 10 * time.Minute // some megabytes over one bar of signal
	maxOver    = 32 << 20
)

// TakeUpload lets the body of this request have up to most bytes, if it is of the kind that brings files, and gives it
// the time that a slow phone needs. A handler calls it before anything of the body is read.
func TakeUpload(c echo.Context, most int64) {
	body, limited := c.Get(bodyKey).(io.ReadCloser)
	kind, _, err := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType))
	if !limited || err != nil || kind != echo.MIMEMultipartForm {
		return
	}
	w := c.Response()
	c.Request().Body = &upload{ReadCloser: http.MaxBytesReader(w.Writer, body, most), whole: body}
	// What cannot set a deadline has none, as in tests.
	_ = http.NewResponseController(w.Writer).SetReadDeadline(time.Now().Add(uploadTime))
}

// upload is a body with a limit. A browser hears no answer before it has sent everything, so what goes over the limit
// is read to its end, as far as that is bearable, and thrown away.
type upload struct {
	io.ReadCloser
	whole io.Reader
}

func (u *upload) Read(p []byte) (int, error) {
	n, err := u.ReadCloser.Read(p)
	if _, over := errors.AsType[*http.MaxBytesError](err); over {
		_, _ = io.CopyN(io.Discard, u.whole, maxOver)
	}
	return n, err
}

// FormsOnly is a middleware for routes whose POST takes an HTML form: any other content type is refused with 415. It
// reads the form, so that a body which is too large or breaks off is refused before the handler sees half of it. Of
// files it keeps no more than MaxBody in memory and the rest on the disk, for the handler to remove.
func FormsOnly(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method != http.MethodPost {
			return next(c)
		}
		kind, _, err := mime.ParseMediaType(r.Header.Get(echo.HeaderContentType))
		if err != nil || kind != echo.MIMEApplicationForm && kind != echo.MIMEMultipartForm {
			return echo.NewHTTPError(http.StatusUnsupportedMediaType).SetInternal(err)
		}
		if kind == echo.MIMEMultipartForm {
			err = r.ParseMultipartForm(MaxBody)
		} else {
			err = r.ParseForm()
		}
		if err != nil {
			return echo.NewHTTPError(statusOf(err, http.StatusBadRequest)).SetInternal(err)
		}
		return next(c)
	}
}

// visitorsKept is how long an address is remembered by a Limit that it no longer asks.
const visitorsKept = 10 * time.Minute

// Limit makes a middleware that lets each address ask burst times at once and then once every so often; more is refused
// with 429 and Retry-After. IPv6 addresses count by their /64, which is one customer's. Use it only where guessing is
// to be slowed, as at the sign-in: behind one mobile operator's address there may be a whole village.
func Limit(every time.Duration, burst int) echo.MiddlewareFunc {
	store := middleware.NewRateLimiterMemoryStoreWithConfig(middleware.RateLimiterMemoryStoreConfig{
		Rate: rate.Every(every), Burst: burst, ExpiresIn: visitorsKept,
	})
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			allowed, err := store.Allow(neighbourhood(c.RealIP()))
			if err != nil {
				return err
			}
			if !allowed {
				c.Response().Header().Set(echo.HeaderRetryAfter, retryAfter(every))
				return echo.NewHTTPError(http.StatusTooManyRequests)
			}
			return next(c)
		}
	}
}

// Visitor is who asks, as far as an address tells: behind one there may be a whole village. It is not to be kept.
func Visitor(c echo.Context) string { return neighbourhood(c.RealIP()) }

// neighbourhood is what of an address counts as one visitor.
func neighbourhood(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	if addr = addr.Unmap(); addr.Is4() {
		return addr.String()
	}
	prefix, err := addr.Prefix(64)
	if err != nil {
		return ip
	}
	return prefix.String()
}
