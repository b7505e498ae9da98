package bot_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/bot/bottest"
	"ashar/bot/telegram"
	"ashar/store"
	"ashar/survey"
)

const hookSecret = "s_e-cret"

// hooked is a bot that updates are delivered to.
type hooked struct {
	*telegram.Bot
	db  *store.DB
	url string
}

// newHooked makes a bot with an inbox in this store and a webhook in front of it. It does
// not run yet. What the test has to say about the options is said last.
func newHooked(t testing.TB, r *room, s *bottest.Server, db *store.DB, say ...func(*telegram.Options)) hooked {
	t.Helper()
	h := &hooked{db: db}
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { h.ServeHTTP(w, r) }))
	t.Cleanup(front.Close)
	h.url = front.URL + telegram.WebhookPath
	o := telegram.Options{
		Token: bottest.Token, Server: s.URL(), Webhook: telegram.Webhook{URL: h.url, Secret: hookSecret},
		Inbox: db, Leases: db, Now: func() time.Time { return noon },
	}
	for _, f := range say {
		f(&o)
	}
	h.Bot = telegram.New(o, r.talk, survey.NewPseudonyms(secret), r.log.logger())
	return *h
}

// serveHooked runs such a bot with the room's store until the test ends or stop is
// called.
func serveHooked(t testing.TB, r *room, s *bottest.Server, say ...func(*telegram.Options)) (h hooked, stop func()) {
	t.Helper()
	h = newHooked(t, r, s, r.db, say...)
	return h, start(t, h.Bot)
}

// brings posts a raw update as Telegram does, and returns the status.
func (h hooked) brings(t testing.TB, raw string) int {
	t.Helper()
	return post(t, http.MethodPost, h.url, hookSecret, strings.NewReader(raw))
}

func post(t testing.TB, method, url, secret string, body io.Reader) int {
	t.Helper()
	request, err := http.NewRequest(method, url, body)
	if err != nil {
		t.Fatal(err)
	}
	if secret != "" {
		request.Header.Set(bottest.SecretHeader, secret)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	return response.StatusCode
}

// waiting is what is in the inbox.
func waiting(t testing.TB, db *store.DB) []survey.Delivery {
	t.Helper()
	var all []survey.Delivery
	for d, err := range db.WaitingDeliveries(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// settles waits until everything that people did was delivered and handled.
func (h hooked) settles(t testing.TB, s *bottest.Server) {
	t.Helper()
	ctx := within(t, 30*time.Second)
	if err := s.WaitConfirmed(ctx); err != nil {
		t.Fatal(err)
	}
	for len(waiting(t, h.db)) > 0 {
		if ctx.Err() != nil {
			t.Fatalf("%d deliveries are not handled", len(waiting(t, h.db)))
		}
		time.Sleep(time.Millisecond)
	}
}

// begins does one thing as resident.does, without waiting for what comes of it.
func (r resident) begins(doing string) {
	r.t.Helper()
	ctx := within(r.t, 20*time.Second)
	if !strings.HasPrefix(doing, "[") {
		r.says(doing)
		return
	}
	b, err := r.chat.Button(ctx, strings.Trim(doing, "[]"))
	if err != nil {
		r.t.Fatalf("%v\n%s", err, r.chat.Transcript())
	}
	if _, err := r.chat.Press(b); err != nil {
		r.t.Fatal(err)
	}
}

func TestBadDeliveries(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	h := newHooked(t, r, s, r.db)
	good := `{"update_id": 7, "message": {"message_id": 1, "date": 1, "from": {"id": 42, "first_name": "А"}, "chat": {"id": 42, "type": "private"}, "text": "салам"}}`
	for what, c := range map[string]struct {
		method, secret, body string
		want                 int
	}{
		"a look":                 {http.MethodGet, hookSecret, "", http.StatusMethodNotAllowed},
		"another method":         {http.MethodPut, hookSecret, good, http.StatusMethodNotAllowed},
		"no secret":              {http.MethodPost, "", good, http.StatusUnauthorized},
		"a wrong secret":         {http.MethodPost, "s_e-creT", good, http.StatusUnauthorized},
		"a part of the secret":   {http.MethodPost, hookSecret[:3], good, http.StatusUnauthorized},
		"too much":               {http.MethodPost, hookSecret, `{"update_id": 7, "x": "` + strings.Repeat("x", telegram.MaxDelivery) + `"}`, http.StatusRequestEntityTooLarge},
		"too much and no secret": {http.MethodPost, "", strings.Repeat("x", 2*telegram.MaxDelivery), http.StatusUnauthorized},
		"nothing":                {http.MethodPost, hookSecret, "", http.StatusBadRequest},
		"no JSON":                {http.MethodPost, hookSecret, "update_id=7", http.StatusBadRequest},
		"half of it":             {http.MethodPost, hookSecret, good[:40], http.StatusBadRequest},
		"two of them":            {http.MethodPost, hookSecret, good + good, http.StatusBadRequest},
		"a list":                 {http.MethodPost, hookSecret, "[" + good + "]", http.StatusBadRequest},
		"no number":              {http.MethodPost, hookSecret, `{"message": {}}`, http.StatusBadRequest},
		"number zero":            {http.MethodPost, hookSecret, `{"update_id": 0}`, http.StatusBadRequest},
		"a number that is none":  {http.MethodPost, hookSecret, `{"update_id": "7"}`, http.StatusBadRequest},
		"a number too large":     {http.MethodPost, hookSecret, `{"update_id": 99999999999999999999}`, http.StatusBadRequest},
	} {
		if got := post(t, c.method, h.url, c.secret, strings.NewReader(c.body)); got != c.want {
			t.Errorf("%s: got %d, want %d", what, got, c.want)
		}
	}
	// One that does not say how long it is.
	endless := io.MultiReader(strings.NewReader(`{"update_id": 7, "x": "`), bytes.NewReader(bytes.Repeat([]byte("x"), telegram.MaxDelivery)))
	if got := post(t, http.MethodPost, h.url, hookSecret, struct{ io.Reader }{endless}); got != http.StatusRequestEntityTooLarge {
		t.Errorf("too much, of unknown length: got %d, want %d", got, http.StatusRequestEntityTooLarge)
	}
	if got := waiting(t, r.db); len(got) != 0 {
		t.Errorf("%d deliveries kept, want none", len(got))
	}
	// Where nothing is to be done only the number is kept, so that it is known.
	for id, raw := range map[int]string{
		8: `{"update_id": 8, "message": {"message_id": 5, "date": 1, "from": {"id": 42, "first_name": "А"}, "chat": {"id": -7, "type": "supergroup"}, "text": "салам"}}`,
		9: `{"update_id": 9, "message": {"message_id": "of a later Bot API"}}`,
	} {
		if got := h.brings(t, raw); got != http.StatusOK {
			t.Errorf("update %d: got %d, want 200", id, got)
		}
		if err := r.db.ReceiveDelivery(t.Context(), survey.Delivery{ID: int64(id)}); !errors.Is(err, survey.ErrExists) {
			t.Errorf("update %d: got %v, want it to be known", id, err)
		}
	}
	if got := h.brings(t, good); got != http.StatusOK {
		t.Errorf("a good one: got %d, want 200", got)
	}
	kept := waiting(t, r.db)
	if len(kept) != 1 || bytes.Contains(kept[0].Body, []byte("салам")) || bytes.Contains(kept[0].Body, []byte("42,")) {
		t.Errorf("kept %v, want one and nobody able to read it", kept)
	}
	if err := r.db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := h.brings(t, strings.Replace(good, "7", "10", 1)); got != http.StatusServiceUnavailable {
		t.Errorf("without the store: got %d, want %d", got, http.StatusServiceUnavailable)
	}
	asking := newHooked(t, r, s, r.db, func(o *telegram.Options) { o.Webhook.URL = "" })
	if got := asking.brings(t, good); got != http.StatusNotFound {
		t.Errorf("without a webhook: got %d, want %d", got, http.StatusNotFound)
	}
	for _, private := range []string{"салам", hookSecret, "later Bot API"} {
		if strings.Contains(r.log.String(), private) {
			t.Errorf("%q is in the log:\n%s", private, r.log)
		}
	}
}

// TestWebhook holds a whole interview by webhook, with every answer to a delivery lost
// once: each is handled once.
func TestWebhook(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	h, _ := serveHooked(t, r, s)
	person := newResident(t, s, 42)
	for _, doing := range whole {
		s.LoseAnswers(1)
		person.begins(doing)
		h.settles(t, s)
	}
	if got := person.chat.Last().Text; !strings.Contains(got, "VATGR-PQMNW") {
		t.Errorf("last message %q, want the receipt\n%s", got, person.chat.Transcript())
	}
	if got := len(r.responses()); got != 1 {
		t.Errorf("%d responses, want 1", got)
	}
	if got, want := s.Calls()["sendMessage"], strings.Count("\n"+person.chat.Transcript(), "\n< "); got != want || got != len(whole)-1 {
		t.Errorf("%d messages sent, %d shown, want %d", got, want, len(whole)-1)
	}
	if got := s.Calls()["getUpdates"]; got != 0 {
		t.Errorf("updates were asked for %d times", got)
	}
	if got := s.Webhook(); got != h.url || strings.Contains(got, bottest.Token) {
		t.Errorf("webhook %q, want %q", got, h.url)
	}
	refusedNothing(t, s)
}

// TestSecretOfItsOwn needs no configured secret, and has another one for another bot.
func TestSecretOfItsOwn(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	own := func(o *telegram.Options) { o.Webhook.Secret = "" }
	h, _ := serveHooked(t, r, s, own)
	newResident(t, s, 42).says("/help")
	h.settles(t, s)
	if got := h.brings(t, `{"update_id": 1}`); got != http.StatusUnauthorized {
		t.Errorf("with a secret that was not set: got %d, want 401", got)
	}
	if got := post(t, http.MethodPost, h.url, "", strings.NewReader(`{"update_id": 1}`)); got != http.StatusUnauthorized {
		t.Errorf("without a secret: got %d, want 401", got)
	}
}

// TestCrashAfterReceipt kills the process between receipt and handling, and between
// handling and reply, at every step: what was received is handled by the next one, and
// nothing is lost, doubled or asked again.
func TestCrashAfterReceipt(t *testing.T) {
	for what, handled := range map[string]bool{"before it was handled": false, "before the reply": true} {
		t.Run(strings.ReplaceAll(what, " ", "_"), func(t *testing.T) {
			t.Parallel()
			r, s := newRoom(t), fake(t)
			person := newResident(t, s, 42)
			for _, doing := range whole {
				person.begins(doing)
				updates := fetch(t, s)
				killed := newHooked(t, r, s, r.db) // it receives, and never comes to handling
				setWebhook(t, s, killed.url)
				if err := s.WaitConfirmed(within(t, 20*time.Second)); err != nil {
					t.Fatal(err)
				}
				if got := len(waiting(t, r.db)); got != 1 {
					t.Fatalf("%s: %d deliveries wait, want 1", doing, got)
				}
				for _, u := range updates {
					if handled {
						if _, err := r.talk.Reply(t.Context(), u, noon, nil); err != nil {
							t.Fatal(err)
						}
					}
				}
				h, stop := serveHooked(t, r, s)
				h.settles(t, s)
				stop()
				setWebhook(t, s, "") // so that the next update can be fetched
			}
			if got := len(r.responses()); got != 1 {
				t.Errorf("%d responses, want 1\n%s", got, person.chat.Transcript())
			}
			if got := person.chat.Last().Text; !strings.Contains(got, "VATGR-PQMNW") {
				t.Errorf("last message %q, want the receipt\n%s", got, person.chat.Transcript())
			}
			refusedNothing(t, s)
		})
	}
}

// setWebhook sets the webhook as the bot does, from outside.
func setWebhook(t testing.TB, s *bottest.Server, url string) {
	t.Helper()
	call := s.URL() + "/bot" + bottest.Token + "/setWebhook?url=" + url + "&secret_token=" + hookSecret
	if got := post(t, http.MethodPost, call, "", nil); got != http.StatusOK {
		t.Fatalf("setWebhook: %d", got)
	}
}

// TestRepliesThatWaitStayInTheInbox stops while Telegram holds a chat up, and delivers
// after the restart.
func TestRepliesThatWaitStayInTheInbox(t *testing.T) {
	t.Parallel()
	clock := bottest.NewClock()
	r, s := newRoom(t), fakeAt(t, clock.Now)
	h, stop := serveHooked(t, r, s)
	person := newResident(t, s, 42)
	person.says("/start " + openCode)
	h.settles(t, s)
	person.chat.Throttle(time.Second)
	person.begins("[Макулмун]")
	for len(s.Refusals()) == 0 {
		time.Sleep(time.Millisecond)
	}
	for ctx := within(t, 20*time.Second); len(waiting(t, r.db)) != 1; time.Sleep(time.Millisecond) {
		if ctx.Err() != nil {
			t.Fatalf("%d deliveries wait while the chat is held up, want 1", len(waiting(t, r.db)))
		}
	}
	stop()
	if got := len(waiting(t, r.db)); got != 1 {
		t.Errorf("%d deliveries wait after the stop, want 1", got)
	}
	clock.Advance(time.Minute)
	h, _ = serveHooked(t, r, s)
	h.settles(t, s)
	if _, ok := person.chat.Keyboard().Find("Мектеп"); !ok {
		t.Errorf("the question was not asked:\n%s", person.chat.Transcript())
	}
}

// TestBlockedAfterReceipt gives up what nobody wants.
func TestBlockedAfterReceipt(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	h, _ := serveHooked(t, r, s)
	person := newResident(t, s, 42)
	person.says("/help")
	h.settles(t, s)
	person.chat.Block()
	person.says("/help")
	h.settles(t, s)
}

// said is a raw update in which a person writes.
func said(id, person int, text string) string {
	return fmt.Sprintf(`{"update_id": %d, "message": {"message_id": %d, "date": 1, "from": {"id": %d, "first_name": "А", "language_code": "ky"},
		"chat": {"id": %d, "type": "private"}, "text": %q, "entities": [{"type": "bot_command", "offset": 0, "length": %s}]}}`,
		id, id, person, person, text, commandLength(text))
}

// TestOutOfOrderDeliveries delivers what one person wrote backwards and all at once, with
// others' between, and expects replies in the order in which it was written.
func TestOutOfOrderDeliveries(t *testing.T) {
	t.Parallel()
	const more = 12
	r, s := newRoom(t), fake(t)
	// Only the order helps here: the missing one is waited for longer than the test may last.
	h, _ := serveHooked(t, r, s, func(o *telegram.Options) { o.Patience = time.Hour })
	person, other := newResident(t, s, 42), newResident(t, s, 43)
	person.says("/help") // Telegram lets nobody be written to who did not begin
	other.says("/help")
	h.settles(t, s)
	commands := []string{"/help", "/start", "/start " + openCode, "/start " + closedCode}
	last, err := r.db.LastDelivery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for i := range more {
		if i%2 == 0 {
			want = append(want, replyTo(t, r, commands[i/2%len(commands)]))
		}
	}
	seen := len(person.chat.Messages())
	var bringing sync.WaitGroup
	for i := more - 1; i >= 0; i-- {
		who, text := 42, commands[i/2%len(commands)]
		if i%2 == 1 {
			who, text = 43, "/help"
		}
		bring := func() {
			if got := h.brings(t, said(int(last)+1+i, who, text)); got != http.StatusOK {
				t.Errorf("got %d, want 200", got)
			}
		}
		if i > more/2 {
			bring()
		} else {
			bringing.Go(bring)
		}
	}
	bringing.Wait()
	h.settles(t, s)
	var got []string
	for _, m := range person.chat.Messages()[seen:] {
		got = append(got, m.Text)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

// replyTo is what a stranger with nothing begun is told.
func replyTo(t testing.TB, r *room, text string) string {
	t.Helper()
	p := newPhone(t, r)
	replies := p.do(text)
	return replies[len(replies)-1].Card.Text
}

// watched is an inbox whose writes are looked at, and made to fail, before they are done.
type watched struct {
	telegram.Inbox
	receive func(survey.Delivery) error
	handled func(id int64) error
}

func (w watched) ReceiveDelivery(ctx context.Context, d survey.Delivery) error {
	if err := w.receive(d); err != nil {
		return err
	}
	return w.Inbox.ReceiveDelivery(ctx, d)
}

func (w watched) HandledDelivery(ctx context.Context, id int64) error {
	if err := w.handled(id); err != nil {
		return err
	}
	return w.Inbox.HandledDelivery(ctx, id)
}

// TestStoreThatFails has the inbox out of reach while an update is handled: Telegram is
// told that it came only once it is kept, it is replied to once, and it is taken out of
// the inbox however often that fails.
func TestStoreThatFails(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	var kept, failures atomic.Int32 // attempts to keep it
	inbox := watched{Inbox: r.db,
		receive: func(d survey.Delivery) error {
			if got := s.Pending(); kept.Load() < 2 && got != 1 {
				t.Errorf("%d updates pending before it is kept, want 1", got)
			}
			switch {
			case len(d.Body) > 0 && kept.Add(1) == 1, // it comes again
				len(d.Body) == 0 && kept.Load() < 2: // what was handled cannot be marked yet
				return survey.ErrUnavailable
			}
			return nil
		},
		handled: func(int64) error {
			if failures.Add(1) == 1 {
				return survey.ErrUnavailable
			}
			return nil
		},
	}
	h, _ := serveHooked(t, r, s, func(o *telegram.Options) { o.Inbox = inbox })
	person := newResident(t, s, 42)
	person.says("/help")
	h.settles(t, s)
	if got := s.Calls()["sendMessage"]; got != 1 {
		t.Errorf("%d messages, want 1\n%s", got, person.chat.Transcript())
	}
	if kept.Load() < 2 || failures.Load() < 2 {
		t.Errorf("kept in %d attempts and marked in %d, want two of each", kept.Load(), failures.Load())
	}
}

// TestHandledBeforeItIsKept has nothing of an update in the inbox but the mark that it was
// handled, and knows it by that when it comes again, also to another process.
func TestHandledBeforeItIsKept(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	newResident(t, s, 42).says("/help") // Telegram lets nobody be written to who did not begin
	h, stop := serveHooked(t, r, s)
	h.settles(t, s)
	last, err := r.db.LastDelivery(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	update := said(int(last)+1, 42, "/help")
	for _, when := range []string{"the first time", "again", "again, after a restart"} {
		if when == "again, after a restart" {
			stop()
			h, _ = serveHooked(t, r, s)
			h.settles(t, s)
		}
		if got := h.brings(t, update); got != http.StatusOK {
			t.Errorf("%s: got %d, want 200", when, got)
		}
		h.settles(t, s)
		if got := s.Calls()["sendMessage"]; got != 2 {
			t.Errorf("%s: %d messages, want 2", when, got)
		}
	}
	if err := r.db.ReceiveDelivery(t.Context(), survey.Delivery{ID: last + 1}); !errors.Is(err, survey.ErrExists) {
		t.Errorf("got %v, want it to be known", err)
	}
}

// TestCrowdByWebhook has a hundred people answer at the same time.
func TestCrowdByWebhook(t *testing.T) {
	t.Parallel()
	const crowd = 100
	r, s := newRoom(t), fake(t)
	h, _ := serveHooked(t, r, s)
	var answering sync.WaitGroup
	for i := range crowd {
		answering.Go(func() {
			if err := answersAll(s.Chat(bottest.Person{ID: int64(1000 + i), FirstName: "А", Language: "ky"})); err != nil {
				t.Error(err)
			}
		})
	}
	answering.Wait()
	h.settles(t, s)
	different := map[string]bool{}
	for _, sent := range r.responses() {
		different[sent.ID] = true
	}
	if len(different) != crowd || len(r.responses()) != crowd {
		t.Errorf("%d responses of %d people, want %d of each", len(r.responses()), len(different), crowd)
	}
	if got := s.MostConnections(); got > 40 {
		t.Errorf("%d deliveries at once, want at most the 40 that were asked for", got)
	}
	refusedNothing(t, s)
}

// answersAll holds an interview, each step when it is its turn.
func answersAll(chat *bottest.Chat) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	awaits := func(words string) error {
		return chat.Await(ctx, func(seen []bottest.Message) bool { return strings.Contains(seen[len(seen)-1].Text, words) })
	}
	for _, doing := range whole {
		var err error
		switch {
		case doing[0] == '[':
			_, err = chat.Tap(ctx, strings.Trim(doing, "[]"))
		case doing[0] == '/':
			_, err = chat.Send(doing)
		default: // words must wait for the question, as a person does
			if err = awaits("Бир тилегиңиз"); err == nil {
				_, err = chat.Send(doing)
			}
		}
		if err != nil {
			return fmt.Errorf("%s: %w\n%s", doing, err, chat.Transcript())
		}
	}
	err := chat.Await(ctx, func(seen []bottest.Message) bool {
		return slices.ContainsFunc(seen, func(m bottest.Message) bool { return strings.Contains(strings.ToLower(m.Text), "рахмат") })
	})
	if err != nil {
		return fmt.Errorf("%w\n%s", err, chat.Transcript())
	}
	return nil
}

// TestSwitchingBetweenPollingAndWebhook goes there and back in the middle of an
// interview, with an update left in the inbox by a process that was killed.
func TestSwitchingBetweenPollingAndWebhook(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	person := newResident(t, s, 42)
	polling := telegram.Options{Token: bottest.Token, Server: s.URL(), Inbox: r.db, Leases: r.db}
	stop := run(t, r, polling)
	person.does(begun...)
	stop()
	h, stop := serveHooked(t, r, s)
	for _, doing := range []string{"[Мектеп]", "[Кийинки]"} {
		person.begins(doing)
		h.settles(t, s)
	}
	stop()
	asked := s.Calls()["getUpdates"]
	killed := newHooked(t, r, s, r.db)
	setWebhook(t, s, killed.url)
	person.begins("[5 · Өтө оор]")
	if err := s.WaitConfirmed(within(t, 20*time.Second)); err != nil {
		t.Fatal(err)
	}
	if got := s.Calls()["getUpdates"]; got != asked {
		t.Errorf("updates were asked for %d times beside the webhook", got-asked)
	}
	run(t, r, polling)
	person.does("[Аял]", "Жол оңдолсо", "[Жөнөтүү]")
	if got := len(r.responses()); got != 1 || s.Webhook() != "" || len(waiting(t, r.db)) != 0 {
		t.Errorf("%d responses, webhook %q, %d deliveries left; want 1, none, none\n%s", got, s.Webhook(), len(waiting(t, r.db)), person.chat.Transcript())
	}
	refusedNothing(t, s)
}

// TestProcessesShareAnInbox delivers to a process that does not work the inbox: the one
// that does replies, and the other goes on when it stops.
func TestProcessesShareAnInbox(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	one, stop := serveHooked(t, r, s)
	person := newResident(t, s, 42)
	person.says("/start " + openCode)
	one.settles(t, s)
	two, _ := serveHooked(t, r, s)
	for s.Webhook() != two.url {
		time.Sleep(time.Millisecond)
	}
	for i, doing := range whole[1:] {
		if i == 2 {
			stop()
		}
		person.begins(doing)
		two.settles(t, s)
	}
	if got := len(r.responses()); got != 1 {
		t.Errorf("%d responses, want 1\n%s", got, person.chat.Transcript())
	}
	refusedNothing(t, s)
}

// TestWebhookIsSetHoweverOftenThatFails goes on when Telegram cannot be reached.
func TestWebhookIsSetHoweverOftenThatFails(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	s.Break(1, "setWebhook", http.StatusBadGateway)
	s.Break(1, "setWebhook", 0)
	h, _ := serveHooked(t, r, s)
	newResident(t, s, 42).says("/help")
	h.settles(t, s)
	if log := r.log.String(); !strings.Contains(log, "webhook not set") || strings.Contains(log, bottest.Token) || strings.Contains(log, hookSecret) {
		t.Errorf("want the failures in the log, and neither token nor secret:\n%s", log)
	}
}

// TestSealedWithAnotherSecret gives up what nobody can read any more.
func TestSealedWithAnotherSecret(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	if err := r.db.ReceiveDelivery(t.Context(), survey.Delivery{ID: 5, Body: []byte("sealed with another secret")}); err != nil {
		t.Fatal(err)
	}
	h, _ := serveHooked(t, r, s)
	newResident(t, s, 42).says("/help")
	h.settles(t, s)
	if !strings.Contains(r.log.String(), "cannot be read") {
		t.Errorf("want it in the log:\n%s", r.log)
	}
}
