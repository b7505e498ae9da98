package bottest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// Token is the token that the servers of this package know.
const Token = "1000001:bottest-not-a-secret"

// Username is the name by which people find the bot.
const Username = "ashar_test_bot"

// botID is the bot's own identifier, the part of Token before the colon.
const botID = 1000001

// Server is one Bot API server with one bot on it. All its methods may be called
// at any time from any goroutine.
type Server struct {
	address string
	now     func() time.Time
	http    *http.Server
	base    context.Context    // of all calls and deliveries
	stop    context.CancelFunc // ends them

	mu        sync.Mutex
	chats     map[int64]*Chat
	queue     []update          // not confirmed yet, oldest first
	lastID    int64             // of the newest update
	allowed   map[string]bool   // kinds of update; nil means all
	poll      *poll             // the getUpdates that is waiting
	webhook   *webhook          // where updates are delivered; nil if they are asked for
	lost      int               // answers to deliveries that are still to get lost
	queued    broadcast         // the queue grew
	confirmed broadcast         // the queue shrank
	presses   map[string]*Press // not answered yet
	lastPress int
	lastGroup int64
	commands  map[menu][]Command
	calls     map[string]int
	refusals  []Refusal
	outage    []outage

	files      map[string]*file // by identifier
	lastFile   int
	fileFaults []FileFault
}

// Refusal is one call that the server refused.
type Refusal struct {
	Method      string
	Code        int
	Description string
}

// String gives the refusal as "method: code description".
func (r Refusal) String() string {
	return fmt.Sprintf("%s: %d %s", r.Method, r.Code, r.Description)
}

// Start serves on a free port of 127.0.0.1 until Close.
func Start() (*Server, error) { return StartAt(time.Now) }

// StartAt is Start with a clock, which dates messages and says how long a chat is
// throttled.
func StartAt(now func() time.Time) (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("bottest: listen: %w", err)
	}
	base, stop := context.WithCancel(context.Background())
	s := &Server{
		address:   "http://" + listener.Addr().String(),
		now:       now,
		base:      base,
		stop:      stop,
		chats:     map[int64]*Chat{},
		lastID:    700_000_000,
		queued:    newBroadcast(),
		confirmed: newBroadcast(),
		presses:   map[string]*Press{},
		commands:  map[menu][]Command{},
		calls:     map[string]int{},
		files:     map[string]*file{},
	}
	s.http = &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 10 * time.Second,
		BaseContext:       func(net.Listener) context.Context { return base },
	}
	go func() { _ = s.http.Serve(listener) }() // it ends with ErrServerClosed, by Close
	return s, nil
}

// Close ends all calls and deliveries, waiting ones at once, and stops serving. What
// people did and saw can still be read.
func (s *Server) Close() error {
	s.stop()
	s.mu.Lock()
	h := s.webhook
	s.mu.Unlock()
	h.end()
	err := s.http.Close()
	if err != nil && !errors.Is(err, net.ErrClosed) {
		return fmt.Errorf("bottest: close: %w", err)
	}
	return nil
}

// URL is where the server is, as https://api.telegram.org is for the real one.
func (s *Server) URL() string { return s.address }

// Calls counts the bot's calls by method, refused ones included; files that were
// handed out are called "file".
func (s *Server) Calls() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.calls)
}

// Refusals lists the calls refused so far, oldest first.
func (s *Server) Refusals() []Refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.refusals)
}

// method answers one call; the server is not locked.
type method func(s *Server, ctx context.Context, p params) (any, error)

// The methods by lower-cased name: Telegram does not mind the case.
var methods = map[string]method{
	"getme":                  (*Server).getMe,
	"getupdates":             (*Server).getUpdates,
	"getfile":                (*Server).getFile,
	"getwebhookinfo":         (*Server).getWebhookInfo,
	"setwebhook":             (*Server).setWebhook,
	"deletewebhook":          (*Server).deleteWebhook,
	"sendmessage":            (*Server).sendMessage,
	"editmessagetext":        (*Server).editMessageText,
	"editmessagereplymarkup": (*Server).editMessageReplyMarkup,
	"deletemessage":          (*Server).deleteMessage,
	"answercallbackquery":    (*Server).answerCallbackQuery,
	"setmycommands":          (*Server).setMyCommands,
	"getmycommands":          (*Server).getMyCommands,
	"deletemycommands":       (*Server).deleteMyCommands,
}

// ServeHTTP answers /bot<token>/<method> and /file/bot<token>/<path> as Telegram does.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, "/file/bot") {
		s.serveFile(w, r)
		return
	}
	token, name, ok := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	if !ok || !strings.HasPrefix(r.URL.Path, "/bot") {
		http.NotFound(w, r)
		return
	}
	if s.fail(w, name) {
		return
	}
	result, err := s.call(r, token, name)
	s.answer(w, name, result, err)
}

// answer writes the result of a call, or why it is refused.
func (s *Server) answer(w http.ResponseWriter, name string, result any, err error) {
	reply := map[string]any{"ok": err == nil}
	status := http.StatusOK
	if err != nil {
		refused := asRefused(err)
		status = refused.code
		reply["error_code"], reply["description"] = refused.code, refused.description
		if refused.retryAfter > 0 {
			reply["parameters"] = map[string]int{"retry_after": refused.retryAfter}
		}
		if refused.migratedTo != 0 {
			reply["parameters"] = map[string]int64{"migrate_to_chat_id": refused.migratedTo}
		}
		s.note(name, refused)
	} else {
		reply["result"] = result
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(reply) // the caller may be gone; nothing to be done
}

func (s *Server) call(r *http.Request, token, name string) (any, error) {
	if token != Token {
		return nil, refuse(http.StatusUnauthorized, "Unauthorized")
	}
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		return nil, refuse(http.StatusMethodNotAllowed, "Method Not Allowed")
	}
	answer, known := methods[strings.ToLower(name)]
	if !known {
		return nil, refuse(http.StatusNotFound, "Not Found: method not found")
	}
	s.mu.Lock()
	s.calls[name]++
	s.mu.Unlock()
	p, err := readParams(r)
	if err != nil {
		return nil, err
	}
	return answer(s, r.Context(), p)
}

func (s *Server) note(name string, refused *refused) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.refusals = append(s.refusals, Refusal{Method: name, Code: refused.code, Description: refused.description})
}

func (s *Server) getMe(context.Context, params) (any, error) {
	return self(), nil
}

func self() user {
	return user{ID: botID, IsBot: true, FirstName: "Ашар", Username: Username}
}

// broadcast wakes everyone who waits; it is used under the server's lock.
type broadcast struct{ c chan struct{} }

func newBroadcast() broadcast { return broadcast{make(chan struct{})} }

func (b *broadcast) wake() {
	close(b.c)
	b.c = make(chan struct{})
}
