package bot_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/bot"
	"ashar/bot/bottest"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/locale"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// The doors of the test campaigns.
const (
	openCode   = "K7PM4X"
	secondCode = "B3QW9R" // another village of the same campaign
	otherCode  = "T8HN2C" // another campaign
	everyCode  = "M9XR4D" // a campaign with every kind of question
	closedCode = "Z5FJ6V"
)

var secret = []byte(strings.Repeat("s", survey.MinSecret))

// room is all that the bot needs: a store with campaigns, an Intake over it and a
// Conversation.
type room struct {
	uri      string // of the store
	db       *store.DB
	intake   *survey.Intake
	gate     *survey.Gate
	signpost *survey.Signpost
	talk     *bot.Conversation
	words    *locale.Words
	log      *logs

	mu     sync.Mutex
	stored []survey.Response
}

func newRoom(t testing.TB) *room {
	t.Helper()
	ctx := t.Context()
	uri := "file:" + filepath.Join(t.TempDir(), "bot.db")
	db, err := store.Open(ctx, uri, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	q, every := questionnaire(t, "questionnaire.json"), questionnaire(t, "every-kind.json")
	for _, q := range []*survey.Questionnaire{q, every} {
		if err := db.InsertQuestionnaire(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	campaigns := map[string]survey.Status{"needs": survey.StatusOpen, "other": survey.StatusOpen, "every": survey.StatusOpen, "old": survey.StatusClosed}
	for id, status := range campaigns {
		q := q
		if id == "every" {
			q = every
		}
		c := survey.Campaign{
			ID: id, Rev: 1, Municipality: "kok-jar", Questionnaire: q.Key(), Status: status,
			Title: survey.Text{"ky": "Көк-Жар: " + id, "ru": "Кок-Жар: " + id},
		}
		if err := db.SaveCampaign(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	place := survey.Municipality{ID: "kok-jar", Rev: 1, Name: survey.Text{"ky": "Көк-Жар", "ru": "Кок-Жар"}}
	for code, name := range map[string]string{openCode: "Арча-Булак", secondCode: "Кең-Төр", otherCode: "Мисте-Сай", everyCode: "Сары-Терек", closedCode: "Бел-Жайлоо"} {
		place.Villages = append(place.Villages, survey.Village{ID: "village-of-" + code, Name: survey.Text{"ky": name, "ru": name}})
	}
	if err := db.SaveMunicipality(ctx, place); err != nil {
		t.Fatal(err)
	}
	for code, campaign := range map[string]string{openCode: "needs", secondCode: "needs", otherCode: "other", everyCode: "every", closedCode: "old"} {
		d := survey.Door{Code: code, Campaign: campaign, Municipality: "kok-jar", Village: "village-of-" + code}
		if err := db.InsertDoor(ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	r := &room{uri: uri, db: db, log: &logs{}}
	// Every step has a time of its own: which interview was touched last must not
	// hang on two within one millisecond.
	began, ticks := noon, new(atomic.Int64)
	clock := func() time.Time { return began.Add(time.Duration(ticks.Add(1)) * time.Millisecond) }
	r.gate = survey.NewGate(db, db, survey.NewPseudonyms(secret))
	r.intake = survey.NewIntake(catalogue{db, survey.NewCached(db, clock)}, db, db, db, clock, survey.Told{Stored: r.keepResponse}).Behind(r.gate)
	r.signpost = survey.NewSignpost(db, clock)
	r.words, err = locale.Load(locale.OnMissing(func(lang, id string) { t.Errorf("no words in %s for %s", lang, id) }))
	if err != nil {
		t.Fatal(err)
	}
	r.talk = r.conversation()
	return r
}

// catalogue has what stands in the store now, and reads a questionnaire once, as the
// program does: it never changes.
type catalogue struct {
	*store.DB
	read *survey.Cached
}

func (c catalogue) Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error) {
	return c.read.Questionnaire(ctx, key)
}

// conversation is one over what the room has.
func (r *room) conversation() *bot.Conversation {
	return bot.NewConversation(bot.Deps{
		Intake: r.intake, Signpost: r.signpost, Words: r.words, Pseudonyms: survey.NewPseudonyms(secret), Web: web, Subscriptions: r.db,
		Results: counted{r.db, r.words}, Groups: r.db, Name: func() string { return bottest.Username },
	})
}

// web is where the tests' forms are.
var web = bot.Web{
	Door:      func(code string) string { return "https://ashar.example/f/" + code },
	Interview: func(code, id string) string { return "https://ashar.example/f/" + code + "/" + id },
	Results:   func(code string) string { return "https://ashar.example/r/" + code },
}

func questionnaire(t testing.TB, name string) *survey.Questionnaire {
	t.Helper()
	file, err := os.Open(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	q, err := survey.ReadQuestionnaire(file)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func (r *room) keepResponse(sent survey.Response) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stored = append(r.stored, sent)
}

// responses are those that Intake stored.
func (r *room) responses() []survey.Response {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]survey.Response(nil), r.stored...)
}

// latest is the person's interview that was touched last.
func (r *room) latest(t testing.TB, person int64) survey.Session {
	t.Helper()
	s, err := r.intake.Latest(t.Context(), survey.NewPseudonyms(secret).Of("telegram", fmt.Sprint(person)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// held are the person's interviews.
func (r *room) held(t testing.TB, person int64) []survey.Session {
	t.Helper()
	held, err := r.intake.Held(t.Context(), survey.NewPseudonyms(secret).Of("telegram", fmt.Sprint(person)))
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// logs is a log in memory.
type logs struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (l *logs) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.Write(p)
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.buf.String()
}

func (l *logs) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(l, &slog.HandlerOptions{Level: slog.LevelDebug}))
}

func within(t testing.TB, d time.Duration) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}
