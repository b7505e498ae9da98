package page

import (
	"crypto/rand"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
)

// What a slow phone may take, and what a careless or hostile one may not.
const (
	headerTime     = 10 * time.Second
	readTime       = time.Minute // a form over one bar of signal
	idleTime       = 2 * time.Minute
	maxHeaderBytes = 16 << 10
)

// Echo returns a router that serves the assets, and has around every route what all pages need: a request id, an access
// log, recovery from panics, security headers, protection against requests forged by other sites, and a limit on
// bodies. Rooms mount their routes on it.
func (p *Pages) Echo() *echo.Echo {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = p.ipExtractor()
	e.HTTPErrorHandler = p.Fail
	e.Server.ReadHeaderTimeout = headerTime
	e.Server.ReadTimeout = readTime
	e.Server.IdleTimeout = idleTime
	e.Server.MaxHeaderBytes = maxHeaderBytes
	answerHead(e)
	e.Use(p.logged, p.recovered, p.headers, p.sameOrigin(), limitBody)
	e.GET(assetPath+":file", p.assets.serve)
	e.GET("/favicon.ico", func(c echo.Context) error { return c.Redirect(http.StatusFound, p.Asset("mark.svg")) })
	return e
}

// ipExtractor believes X-Forwarded-For only from the trusted proxies.
func (p *Pages) ipExtractor() echo.IPExtractor {
	if len(p.proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, prefix := range p.proxies {
		trust = append(trust, echo.TrustIPRange(&net.IPNet{
			IP:   prefix.Addr().AsSlice(),
			Mask: net.CIDRMask(prefix.Bits(), prefix.Addr().BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// answerHead makes every GET route of e answer HEAD too, as link previews and monitors ask; net/http leaves the body
// away.
func answerHead(e *echo.Echo) {
	e.OnAddRouteHandler = func(_ string, r echo.Route, h echo.HandlerFunc, around []echo.MiddlewareFunc) {
		if r.Method != http.MethodGet {
			return
		}
		for _, m := range slices.Backward(around) {
			h = m(h)
		}
		e.Router().Add(http.MethodHead, r.Path, h)
	}
}

// RequestID identifies the request in the log and on a failure page.
func RequestID(c echo.Context) string {
	id, _ := c.Get(requestKey).(string)
	return id
}

// logged gives the request its id and writes a line when it is done: the route's pattern, never the path, which may
// hold the identifier of an interview or the token of a sign-in, and neither addresses nor anything that was sent.
func (p *Pages) logged(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		begun := time.Now()
		id := rand.Text()[:12]
		c.Set(requestKey, id)
		c.Response().Header().Set(echo.HeaderXRequestID, id)
		if err := next(c); err != nil {
			c.Error(err) // written now, so that the line knows the status
		}
		ctx := c.Request().Context()
		if !p.log.Enabled(ctx, slog.LevelInfo) {
			return nil
		}
		p.log.LogAttrs(ctx, slog.LevelInfo, "request",
			slog.String("request_id", id),
			slog.String("method", c.Request().Method),
			slog.String("route", c.Path()),
			slog.Int("status", c.Response().Status),
			slog.Int64("bytes", c.Response().Size),
			slog.Duration("took", time.Since(begun)))
		return nil
	}
}

// recovered turns a panic into an error with its stack, which Fail logs: with the type of what was panicked with, and
// not its value, which may quote an answer.
func (p *Pages) recovered(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			switch r := recover(); r {
			case nil:
			case http.ErrAbortHandler:
				panic(r)
			default:
				err = fmt.Errorf("page: panic in %s %s: %T\n%s", c.Request().Method, c.Path(), r, debug.Stack())
			}
		}()
		return next(c)
	}
}

// csp allows our own files and nothing inline. Images may be data: the ornament is, within the stylesheet.
const csp = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; " +
	"frame-ancestors 'none'"

// Framed lets the pages of a route stand in a frame of our own pages, and of nobody else's.
func Framed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Content-Security-Policy", strings.Replace(csp, "frame-ancestors 'none'", "frame-ancestors 'self'", 1))
		return next(c)
	}
}

// Framing lets a route's page have frames with our own pages in them.
func Framing(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Response().Header().Set("Content-Security-Policy", csp+"; frame-src 'self'")
		return next(c)
	}
}

// headers sets what keeps browsers from doing more with a page than we mean. The referrer stays within the service;
// "no-referrer" would make browsers without Sec-Fetch-Site send "Origin: null" with our own forms.
func (p *Pages) headers(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		h := c.Response().Header()
		h.Set("X-Content-Type-Options", "nosniff")
		if p.assets.byURL[c.Request().URL.Path] != nil {
			return next(c) // what follows is about pages, and would only make a first view heavier
		}
		h.Set("Content-Security-Policy", csp)
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
		if p.secure() {
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		c.Response().Before(func() {
			if status := c.Response().Status; status >= 300 && status < 400 { // no page comes with it, and every step of an interview has one
				h.Del("Content-Security-Policy")
				h.Del("Permissions-Policy")
			}
		})
		return next(c)
	}
}

// sameOrigin refuses requests that change something and that a browser makes for another site's page. Our own public
// address is trusted by name, for proxies that change the Host header.
func (p *Pages) sameOrigin() echo.MiddlewareFunc {
	protection := http.NewCrossOriginProtection()
	if err := protection.AddTrustedOrigin(p.public.Scheme + "://" + p.public.Host); err != nil {
		panic(fmt.Sprintf("page: New has checked the public URL: %v", err))
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			if err := protection.Check(c.Request()); err != nil {
				return fmt.Errorf("page: %w: %w", err, survey.ErrForbidden)
			}
			return next(c)
		}
	}
}
