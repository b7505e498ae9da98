package bottest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// SecretHeader is the header that brings a webhook's secret.
const SecretHeader = "X-Telegram-Bot-Api-Secret-Token"

// The bounds of setWebhook, and how long it takes until a delivery comes again; Telegram
// begins with a second.
const (
	maxSecret          = 256
	usualConnections   = 40
	maxConnections     = 100
	firstRetry         = 20 * time.Millisecond
	lastRetry          = time.Second
	deliveryTime       = time.Minute
	maxDeliveryAnswer  = 1 << 16
	webhookIsInTheWay  = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
	webhookWantsHTTPS  = "bad webhook: An HTTPS URL must be provided for webhook"
	secretIsTooLong    = "secret token is too long"
	secretIsNotAllowed = "secret token contains unallowed characters"
)

var secretShape = regexp.MustCompile(`^[A-Za-z0-9_-]*$`)

// webhook is where updates are delivered. What one person writes is delivered in order,
// and so is what one person presses; both, and different people's, go side by side.
type webhook struct {
	url, secret string
	connections chan struct{} // one is put in for each delivery under way
	client      *http.Client
	stop        context.CancelFunc
	running     sync.WaitGroup

	// All below is under the server's lock.
	busy  map[string]bool // queues whose first update is being delivered
	error string          // of the last delivery that failed
	most  int             // deliveries that were under way at once
}

// setWebhook delivers updates from now on, the waiting ones too. This server takes an
// address without encryption if it is on this machine.
func (s *Server) setWebhook(_ context.Context, p params) (any, error) {
	connections, err := p.number("max_connections", usualConnections)
	if err != nil {
		return nil, err
	}
	address, err := url.Parse(p["url"])
	if err != nil {
		return nil, badRequest("bad webhook: invalid URL")
	}
	local := net.ParseIP(address.Hostname())
	switch {
	case p["url"] != "" && address.Scheme != "https" && (address.Scheme != "http" || local == nil || !local.IsLoopback()):
		return nil, badRequest(webhookWantsHTTPS)
	case strings.Contains(p["url"], Token):
		return nil, badRequest("bottest: the token is in the webhook's address, where proxies log it")
	case len(p["secret_token"]) > maxSecret:
		return nil, badRequest(secretIsTooLong)
	case !secretShape.MatchString(p["secret_token"]):
		return nil, badRequest(secretIsNotAllowed)
	}
	s.mu.Lock()
	if p["allowed_updates"] != "" {
		if err := s.allow(p["allowed_updates"]); err != nil {
			s.mu.Unlock()
			return nil, err
		}
	}
	s.drop(p)
	old := s.webhook
	s.webhook = nil
	s.mu.Unlock()
	old.end()
	if p["url"] == "" {
		return true, nil
	}
	ctx, stop := context.WithCancel(s.base)
	h := &webhook{
		url: p["url"], secret: p["secret_token"], stop: stop, busy: map[string]bool{},
		connections: make(chan struct{}, min(max(connections, 1), maxConnections)),
		client:      &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: maxConnections}, Timeout: deliveryTime},
	}
	s.mu.Lock()
	s.webhook = h
	s.mu.Unlock()
	h.running.Go(func() { s.deliver(ctx, h) })
	return true, nil
}

func (s *Server) deleteWebhook(_ context.Context, p params) (any, error) {
	s.mu.Lock()
	s.drop(p)
	old := s.webhook
	s.webhook = nil
	s.mu.Unlock()
	old.end()
	return true, nil
}

// drop forgets what is pending if the call asks for it; the server is locked.
func (s *Server) drop(p params) {
	if p.flag("drop_pending_updates") {
		s.queue = nil
		s.confirmed.wake()
	}
}

func (s *Server) getWebhookInfo(context.Context, params) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	info := map[string]any{"url": "", "has_custom_certificate": false, "pending_update_count": len(s.queue)}
	if h := s.webhook; h != nil {
		info["url"], info["max_connections"] = h.url, cap(h.connections)
		if h.error != "" {
			info["last_error_message"] = h.error
		}
	}
	return info, nil
}

// end ends all deliveries; nil has none.
func (h *webhook) end() {
	if h == nil {
		return
	}
	h.stop()
	h.running.Wait()
	h.client.CloseIdleConnections()
}

// Webhook returns where updates are delivered; "" if they are asked for.
func (s *Server) Webhook() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.webhook == nil {
		return ""
	}
	return s.webhook.url
}

// MostConnections returns how many deliveries were under way at once at most.
func (s *Server) MostConnections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.webhook == nil {
		return 0
	}
	return s.webhook.most
}

// LoseAnswers makes the answers to the next n deliveries get lost on the way: the bot
// got the update, and it comes again.
func (s *Server) LoseAnswers(n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost += n
}

// deliver starts the delivery of whatever is first in its queue, until ctx ends.
func (s *Server) deliver(ctx context.Context, h *webhook) {
	for {
		s.mu.Lock()
		for _, u := range s.queue {
			if !h.busy[u.queue] {
				h.busy[u.queue] = true
				h.running.Go(func() { s.bring(ctx, h, u) })
			}
		}
		queued := s.queued.c
		s.mu.Unlock()
		if wait(ctx, queued) != nil {
			return
		}
	}
}

// bring delivers one update, again and again until it is taken.
func (s *Server) bring(ctx context.Context, h *webhook, u update) {
	for retry := firstRetry; ; retry = min(2*retry, lastRetry) {
		select {
		case h.connections <- struct{}{}:
		case <-ctx.Done():
			return
		}
		s.mu.Lock()
		h.most = max(h.most, len(h.connections))
		s.mu.Unlock()
		err := h.post(ctx, u)
		<-h.connections
		s.mu.Lock()
		if err == nil && s.lost > 0 {
			s.lost--
			err = fmt.Errorf("the answer was lost")
		}
		if err == nil {
			s.queue = slices.DeleteFunc(slices.Clone(s.queue), func(other update) bool { return other.id == u.id })
			delete(h.busy, u.queue)
			s.confirmed.wake()
			s.queued.wake() // the next one of its queue can go
			s.mu.Unlock()
			return
		}
		h.error = err.Error()
		s.mu.Unlock()
		again := time.NewTimer(retry)
		select {
		case <-again.C:
		case <-ctx.Done():
			again.Stop()
			return
		}
	}
}

func (h *webhook) post(ctx context.Context, u update) error {
	body, err := json.Marshal(u.body)
	if err != nil {
		return err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, h.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	if h.secret != "" {
		r.Header.Set(SecretHeader, h.secret)
	}
	answer, err := h.client.Do(r)
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	_, _ = io.CopyN(io.Discard, answer.Body, maxDeliveryAnswer) // so that the connection serves again
	if answer.StatusCode/100 != 2 {
		return fmt.Errorf("wrong response from the webhook: %s", answer.Status)
	}
	return nil
}
