package page

import (
	"mime"
	"net/http"
	"net/netip"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"golang.org/x/time/rate"
)

// MaxBody is how many bytes the body of a request may have: any form of ours fits many times.
const MaxBody = 64 << 10

// limitBody lets reading fail with *http.MaxBytesError, which Fail knows, after MaxBody bytes.
func limitBody(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		r.Body = http.MaxBytesReader(c.Response().Writer, r.Body, MaxBody)
		return next(c)
	}
}

// FormsOnly is a middleware for routes whose POST takes an HTML form: any other content type is refused with 415. It
// reads the form, so that a body which is too large or breaks off is refused before the handler sees half of it.
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
