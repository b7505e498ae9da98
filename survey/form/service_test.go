package form_test

import (
	"context"
	"encoding/json"
	"io/fs"
	"iter"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/configs"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/form"
	"ashar/survey/locale"
	"ashar/survey/page/pagetest"
)

// The codes of the doors of a service.
const (
	openCode      = "K7M2PQ"
	otherCode     = "K7M2PR" // of the same campaign, in another village
	closedCode    = "CZ23CZ"
	publishedCode = "PB23PB"
	plannedCode   = "EA23EA"
	draftCode     = "DR23DR"
)

// closes is when the open campaign closes.
const closes = 10 * 24 * time.Hour

// clock is a time that a test moves.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// service is the form over a store of its own, with one questionnaire.
type service struct {
	*echo.Echo
	form   *form.Form
	intake *survey.Intake
	gate   *survey.Gate
	db     *store.DB
	clock  *clock
	words  *locale.Words
	q      *survey.Questionnaire
	bot    string // the address of the chat with it; "" if there is none

	saves  atomic.Int64 // of interviews
	mu     sync.Mutex
	stored []survey.Response
}

// SaveInterview saves in the store, and counts.
func (s *service) SaveInterview(ctx context.Context, iv survey.Interview) error {
	s.saves.Add(1)
	return s.db.SaveInterview(ctx, iv)
}

// Interview reads from the store.
func (s *service) Interview(ctx context.Context, id string) (survey.Interview, error) {
	return s.db.Interview(ctx, id)
}

// LatestInterview reads from the store.
func (s *service) LatestInterview(ctx context.Context, respondent string) (survey.Interview, error) {
	return s.db.LatestInterview(ctx, respondent)
}

// InterviewsOf reads from the store.
func (s *service) InterviewsOf(ctx context.Context, respondent string) iter.Seq2[survey.Interview, error] {
	return s.db.InterviewsOf(ctx, respondent)
}

// ForgetInterview removes from the store.
func (s *service) ForgetInterview(ctx context.Context, id, response, mark string) error {
	return s.db.ForgetInterview(ctx, id, response, mark)
}

// TakenBack reads from the store.
func (s *service) TakenBack(ctx context.Context, response string) (bool, error) {
	return s.db.TakenBack(ctx, response)
}

// inTelegram is where an interview goes on in Telegram.
func (s *service) inTelegram(interview string) string {
	if s.bot == "" {
		return ""
	}
	return s.bot + interview
}

// newService has the built-in questionnaire, with its choices in the order in which they are written: in which order
// they are put before whom is for the domain's tests.
func newService(t testing.TB) *service {
	t.Helper()
	q := readQuestionnaire(t, configs.Questionnaires(), "community-needs.json")
	for i := range q.Questions {
		q.Questions[i].Shuffle = false
	}
	q.Prepare()
	return serve(t, q)
}

// everyKind has a question of every kind, in groups, with branches.
func everyKind(t testing.TB) *survey.Questionnaire {
	t.Helper()
	return readQuestionnaire(t, os.DirFS("testdata"), "every-kind.json")
}

func readQuestionnaire(t testing.TB, from fs.FS, name string) *survey.Questionnaire {
	t.Helper()
	file, err := from.Open(name)
	if err != nil {
		t.Fatalf("opening a questionnaire: %v", err)
	}
	defer file.Close()
	q, err := survey.ReadQuestionnaire(file)
	if err != nil {
		t.Fatalf("reading a questionnaire: %v", err)
	}
	return q
}

func serve(t testing.TB, q *survey.Questionnaire) *service {
	t.Helper()
	s := &service{
		q:     q,
		clock: &clock{at: time.Date(2026, 3, 2, 9, 0, 0, 0, time.FixedZone("+06", 6*60*60))},
		words: pagetest.Words(t),
	}
	var err error
	if s.db, err = store.Open(t.Context(), "file:"+t.TempDir()+"/t.db", s.clock.now); err != nil {
		t.Fatalf("opening the store: %v", err)
	}
	t.Cleanup(func() {
		if err := s.db.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	s.seed(t)
	pages := pagetest.New(t)
	s.intake = survey.NewIntake(survey.NewCached(s.db, s.clock.now), s, s.db, s.db, s.clock.now, survey.Told{Stored: s.keep})
	s.gate = survey.NewGate(s.db, s.db, survey.NewPseudonyms([]byte(strings.Repeat("s", survey.MinSecret))))
	s.intake = s.intake.Behind(s.gate)
	if s.form, err = form.New(pages, s.intake, s.db, s.clock.now, s.inTelegram); err != nil {
		t.Fatalf("making the form: %v", err)
	}
	s.Echo = pages.Echo()
	s.form.Register(s.Echo)
	return s
}

func (s *service) keep(r survey.Response) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stored = append(s.stored, r)
}

// responses are those stored so far.
func (s *service) responses() []survey.Response {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.stored)
}

func (s *service) seed(t testing.TB) {
	t.Helper()
	ctx, now := t.Context(), s.clock.now()
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatalf("seeding the store: %v", err)
		}
	}
	check(s.db.InsertQuestionnaire(ctx, s.q))
	data, err := fs.ReadFile(configs.Places(), "kok-jar.json")
	check(err)
	m := survey.Municipality{}
	check(json.Unmarshal(data, &m))
	m.Rev = 1
	check(s.db.SaveMunicipality(ctx, m))
	campaign := func(id string, status survey.Status, opens time.Duration, codes ...string) {
		check(s.db.SaveCampaign(ctx, survey.Campaign{
			ID: id, Rev: 1, Municipality: m.ID, Title: s.q.Title, Questionnaire: s.q.Key(),
			Status: status, Opens: now.Add(opens), Closes: now.Add(closes),
		}))
		for i, code := range codes {
			check(s.db.InsertDoor(ctx, survey.Door{
				Code: code, Campaign: id, Municipality: m.ID, Village: m.Villages[i].ID,
			}))
		}
	}
	campaign("open", survey.StatusOpen, -time.Hour, openCode, otherCode)
	campaign("closed", survey.StatusClosed, -time.Hour, closedCode)
	campaign("published", survey.StatusPublished, -time.Hour, publishedCode)
	campaign("planned", survey.StatusOpen, 24*time.Hour, plannedCode)
	campaign("draft", survey.StatusDraft, -time.Hour, draftCode)
}

// problem is what a problem is called in Kyrgyz.
func (s *service) problem(code survey.ProblemCode, most, given int, choice string) string {
	return s.words.For("ky").T("problem."+string(code), "Max", most, "Given", given, "Choice", choice)
}

// requires is what the questionnaire says in Kyrgyz when a question was passed over that must be answered.
func (s *service) requires(question string) string {
	return s.q.Question(question).RequiredMessage["ky"]
}

// kept returns an interview as it is kept.
func (s *service) kept(t testing.TB, id string) survey.Interview {
	t.Helper()
	iv, err := s.db.Interview(t.Context(), id)
	if err != nil {
		t.Fatalf("reading interview: %v", err)
	}
	return iv
}
