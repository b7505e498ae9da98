package bottest

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// flood is a chat's time of too many messages.
type flood struct {
	pending time.Duration // begins with the next call
	until   time.Time
}

// Throttle refuses the next call into this chat with 429, and all others until
// this time has passed. The bot is told what is left of it, rounded up to whole
// seconds.
func (c *Chat) Throttle(d time.Duration) {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.flood = flood{pending: d}
}

func (c *Chat) flooded(now time.Time) error {
	if c.flood.pending > 0 {
		c.flood = flood{until: now.Add(c.flood.pending)}
	}
	left := c.flood.until.Sub(now)
	if left <= 0 {
		return nil
	}
	seconds := int((left + time.Second - 1) / time.Second)
	return &refused{
		code: http.StatusTooManyRequests, retryAfter: seconds,
		description: fmt.Sprintf("Too Many Requests: retry after %d", seconds),
	}
}

// outage is calls that fail before Telegram's logic sees them.
type outage struct {
	method string // "" for any
	status int    // 0: the connection breaks
}

// Break makes the next n calls of the method fail on the way: with that HTTP
// status and a page that is not JSON, as gateways answer, or with a broken
// connection if status is 0. An empty method means any; "file" is the handing out of
// a file.
func (s *Server) Break(n int, method string, status int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range n {
		s.outage = append(s.outage, outage{method, status})
	}
}

// fail carries out the first outage that concerns this call, if there is one.
func (s *Server) fail(w http.ResponseWriter, name string) bool {
	s.mu.Lock()
	found := false
	var o outage
	for i := range s.outage {
		if s.outage[i].method == "" || strings.EqualFold(s.outage[i].method, name) {
			o, found = s.outage[i], true
			s.outage = append(s.outage[:i], s.outage[i+1:]...)
			break
		}
	}
	s.mu.Unlock()
	if !found {
		return false
	}
	if o.status == 0 {
		panic(http.ErrAbortHandler) // net/http's way to break a connection
	}
	w.Header().Set("Content-Type", "text/html")
	w.WriteHeader(o.status)
	_, _ = fmt.Fprintf(w, "<html><body><h1>%s</h1></body></html>", http.StatusText(o.status))
	return true
}
