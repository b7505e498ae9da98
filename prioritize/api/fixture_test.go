package api_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/prioritize/api"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

// now is when the tests take place: noon in Bishkek.
var now = time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// office is the room over a real store, with campaigns of two municipalities and their tokens.
type office struct {
	t       testing.TB
	db      *store.DB
	tokens  *access.Tokens
	api     *api.API
	handler http.Handler
	all     string // the secret of a token that may everything in kok-jar
	stored  api.Answers
}

func newOffice(t testing.TB) *office {
	t.Helper()
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("closing the store: %v", err)
		}
	})
	o := &office{t: t, db: db, tokens: access.NewTokens(db, rand.Reader), stored: db}
	o.furnish()
	o.all = o.token("kok-jar", access.Scopes()...)
	o.build(counted{db})
	return o
}

// build makes the room over these rankings.
func (o *office) build(rankings api.Snapshots) {
	o.t.Helper()
	pages := pagetest.New(o.t)
	var err error
	o.api, err = api.New(api.Deps{
		Pages: pages, Words: pagetest.Words(o.t), Bearers: o.tokens, Places: o.db, Campaigns: o.db, Rankings: rankings, Frozen: o.db, Answers: o.stored,
		Drafts: drafts{o.db, rankings}, Version: "test", Now: clock,
	})
	o.must(err)
	e := pages.Echo()
	o.api.Register(e)
	o.handler = e
}

// over is the office with the same store, over other rankings.
func (o *office) over(rankings api.Snapshots) *office {
	o.t.Helper()
	other := *o
	other.build(rankings)
	return &other
}

// reading is the office with the same store, but for the answers.
func (o *office) reading(answers api.Answers) *office {
	o.t.Helper()
	other := *o
	other.stored = answers
	other.build(counted{o.db})
	return &other
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// token makes a token and returns its secret.
func (o *office) token(municipality string, scopes ...access.Scope) string {
	o.t.Helper()
	ctx := o.t.Context()
	owner, err := o.db.Account(ctx, municipality+"-owner")
	if err != nil {
		owner, err = access.NewAccount(now, municipality, municipality+"-owner", "Айгүл", access.Owner)
		o.must(err)
		o.must(o.db.AddAccount(ctx, owner))
	}
	_, secret, err := o.tokens.Make(ctx, now, owner, owner, access.Order{Name: "Excel", Scopes: scopes, Life: 24 * time.Hour})
	o.must(err)
	return secret
}

// ask asks for a path with a token, if that is not "", and more headers as alternating names and values.
func (o *office) ask(method, path, token string, headers ...string) *httptest.ResponseRecorder {
	o.t.Helper()
	r := httptest.NewRequest(method, path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

// get asks for a path, which must be there, with a token that may everything.
func (o *office) get(path string, headers ...string) string {
	o.t.Helper()
	w := o.ask(http.MethodGet, path, o.all, headers...)
	if w.Code != http.StatusOK {
		o.t.Fatalf("%s: status %d, want 200\n%s", path, w.Code, w.Body)
	}
	return w.Body.String()
}

// getJSON is get, read.
func (o *office) getJSON(path string, into any) {
	o.t.Helper()
	o.must(json.Unmarshal([]byte(o.get(path)), into))
}

func text(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }

// form asks for needs, their order, how grave they are, a wish, a place, sex and age.
func form(version string) *survey.Questionnaire {
	need := func(code, sphere, ky, ru string) survey.Choice {
		return survey.Choice{Name: code, Need: code, Sphere: sphere, Label: text(ky, ru)}
	}
	plain := func(name string) survey.Choice { return survey.Choice{Name: name, Label: text(name, name)} }
	return &survey.Questionnaire{
		ID: "needs", Version: version, Languages: []string{"ky", "ru"}, Title: text("Эмне керек?", "Что нужно?"),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists: []survey.List{
			{Name: "need", Choices: []survey.Choice{
				need("water", "infrastructure", "Таза суу", "Питьевая вода"), need("roads", "infrastructure", "Жолдор", "Дороги"), need("kinder", "education", "Бала бакча", "Детский сад"),
				need("light", "infrastructure", "Көчө жарыгы", "Уличное освещение"), need("other", "", "=Башка", "=Другое"),
			}},
			{Name: "sphere", Choices: []survey.Choice{{Name: "infrastructure", Label: text("Инфраструктура", "Инфраструктура")}, {Name: "education", Label: text("Билим берүү", "Образование")}}},
			{Name: "grave", Choices: []survey.Choice{plain("1"), plain("2"), plain("3"), plain("4"), plain("5")}},
			{Name: "sex", Choices: []survey.Choice{plain("female"), plain("male")}},
			{Name: "age", Choices: []survey.Choice{plain("18-28"), plain("29+")}},
		},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 3, Required: true, Label: text("Эмне керек?", "Что нужно?")},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs", Required: true, Label: text("Иретин", "Порядок")},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, Of: "needs", List: "grave", Label: text("Оорбу?", "Серьёзно?")},
			{Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal, Label: text("Дагы?", "Ещё?")},
			{Name: "where", Kind: survey.Geopoint, Label: text("Кайда?", "Где?")},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex", Label: text("Жынысыңыз", "Пол")},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age", Label: text("Жашыңыз", "Возраст")},
		},
	}
}

// The versions of the form that summer asked.
const (
	before = "2026010101"
	latest = "2026020101"
)

// furnish fills the store. In kok-jar, whose people are known and invented, "summer" is under way: few answered in
// Bel-Jailoo, of whom nothing may be told, and in Ken-Tor few men. "winter" is frozen, "plan" only prepared. In ak-tal
// "theirs" is under way.
func (o *office) furnish() {
	o.t.Helper()
	ctx := o.t.Context()
	people := func(n int) []survey.Stratum {
		return []survey.Stratum{
			{Sex: survey.SexFemale, Age: "18-28", Count: n}, {Sex: survey.SexFemale, Age: "29+", Count: 2 * n},
			{Sex: survey.SexMale, Age: "18-28", Count: n}, {Sex: survey.SexMale, Age: "29+", Count: 2 * n},
		}
	}
	reform := time.Date(2024, 9, 1, 0, 0, 0, 0, time.UTC)
	for _, m := range []survey.Municipality{
		{
			ID: "kok-jar", Rev: 1, Name: text("Көк-Жар айыл аймагы", "Кок-Жарский айылный аймак"), Invented: true, SOATE: "41706211800000",
			District: text("Ноокат району", "Ноокатский район"), Oblast: text("Ош облусу", "Ошская область"), Source: text("Паспорт", "Паспорт"), Year: 2025,
			Former: []survey.Named{{Name: text("Көк-Жар", "Кок-Джар"), Until: reform}},
			Villages: []survey.Village{
				{ID: "archa", Name: text("Арча-Булак", "Арча-Булак"), SOATE: "41706211801000", Population: people(300), Aliases: []string{"@Арча"}},
				{ID: "old-tor", Name: text("Эски-Төр", "Эски-Тёр"), Until: reform},
				{ID: "tor", Name: text("Кең-Төр", "Кен-Тёр"), Population: people(100), Since: reform, From: []string{"old-tor"}},
				{ID: "jailoo", Name: text("Бел-Жайлоо", "Бел-Жайлоо"), Adults: 120},
			},
		},
		{ID: "ak-tal", Rev: 1, Name: text("Ак-Тал", "Ак-Тал"), Villages: []survey.Village{{ID: "tal", Name: text("Ак-Тал", "Ак-Тал")}}},
	} {
		o.must(m.Check())
		o.must(o.db.SaveMunicipality(ctx, m))
	}
	for _, version := range []string{before, latest} {
		q := form(version)
		o.must(q.Check())
		o.must(o.db.InsertQuestionnaire(ctx, q))
	}
	opened := now.AddDate(0, 0, -10)
	for _, c := range []survey.Campaign{
		{ID: "summer", Municipality: "kok-jar", Title: text("Жай", "Лето"), Status: survey.StatusOpen, Earlier: []string{form(before).Key()}},
		{ID: "winter", Municipality: "kok-jar", Title: text("Кыш", "Зима"), Status: survey.StatusFrozen, Closes: opened.AddDate(0, 0, 5)},
		{ID: "plan", Municipality: "kok-jar", Title: text("Кийин", "Потом"), Status: survey.StatusDraft},
		{ID: "theirs", Municipality: "ak-tal", Title: text("Башка", "Чужой"), Status: survey.StatusOpen},
	} {
		c.Rev, c.Questionnaire, c.Opens = 1, form(latest).Key(), opened
		o.must(o.db.SaveCampaign(ctx, c))
	}
	for _, campaign := range []string{"summer", "winter"} {
		o.answers(campaign, "archa", 30, survey.SexFemale, "water", "kinder")
		o.answers(campaign, "archa", 40, survey.SexMale, "roads", "water")
		o.answers(campaign, "tor", 20, survey.SexFemale, "kinder", "water", "other")
		o.answers(campaign, "tor", 3, survey.SexMale, "roads")
	}
	o.answers("summer", "jailoo", 3, survey.SexFemale, "light")
	o.answers("winter", "jailoo", 12, survey.SexMale, "light")
	o.answers("theirs", "tal", 20, survey.SexFemale, "kinder")
	o.freeze("winter")
}

// answers stores so many answers alike, of both age bands by turns, with the needs in their order, each as grave as the one
// before or less, and a wish that a spreadsheet would take for a formula.
func (o *office) answers(campaign, village string, n int, sex string, needs ...string) {
	o.t.Helper()
	c, err := o.db.Campaign(o.t.Context(), campaign)
	o.must(err)
	var together errgroup.Group // one commit is of many
	for i := range n {
		var levels []survey.Level
		for j, need := range needs {
			levels = append(levels, survey.Level{Choice: need, Level: survey.SeverityLevels - j})
		}
		r := survey.Response{
			ID: fmt.Sprint(campaign, village, sex, strings.Join(needs, ""), i), Municipality: c.Municipality, Campaign: campaign, Village: village,
			Questionnaire: c.Questionnaire, Channel: []survey.Channel{survey.Web, survey.Bot}[i%2], Language: "ky", Begun: now.Add(-time.Hour), Submitted: now.Add(-50 * time.Minute),
			Respondent: "pseudonym-of-somebody", Receipt: "RECEIPT",
			Answers: []survey.Answer{
				{Question: "needs", Value: survey.Chosen(needs...)}, {Question: "order", Value: survey.Chosen(needs...)}, {Question: "grave", Value: survey.Rated(levels...)},
				{Question: "wish", Value: survey.Words("=HYPERLINK(\"http://evil.example\")")}, {Question: "where", Value: survey.Located(survey.Point{Latitude: 40.25, Longitude: 72.6})},
				{Question: "sex", Value: survey.Chosen(sex)}, {Question: "age", Value: survey.Chosen([]string{"18-28", "29+"}[i%2])},
			},
		}
		together.Go(func() error { return o.db.InsertResponse(o.t.Context(), r) })
	}
	o.must(together.Wait())
}

// freeze keeps what a campaign counted.
func (o *office) freeze(campaign string) {
	o.t.Helper()
	ctx := o.t.Context()
	live, err := counted{o.db}.live(ctx, campaign)
	o.must(err)
	all, err := live.Counted()
	o.must(err)
	c, err := o.db.Campaign(ctx, campaign)
	o.must(err)
	all.Questionnaires, all.Doors = c.Versions(), map[string]survey.Arrivals{}
	frozen, parts, err := prioritize.Freeze(all, now, "kok-jar-owner", "test")
	o.must(err)
	o.must(o.db.InsertFrozen(ctx, frozen, parts))
}

// counted counts anew whenever it is asked.
type counted struct{ db *store.DB }

func (c counted) live(ctx context.Context, campaign string) (*prioritize.Live, error) {
	found, err := c.db.Campaign(ctx, campaign)
	if err != nil {
		return nil, err
	}
	m, err := c.db.Municipality(ctx, found.Municipality)
	if err != nil {
		return nil, err
	}
	q, err := c.db.Questionnaire(ctx, found.Questionnaire)
	if err != nil {
		return nil, err
	}
	reader, err := prioritize.NewReader(q)
	if err != nil {
		return nil, err
	}
	asked := m.For(&found)
	live := prioritize.NewLive(prioritize.LiveConfig{
		Campaign: campaign, Municipality: &asked, Reader: reader, Code: "test", Responses: c.db, Now: clock, Zone: time.UTC, Ballots: true,
	})
	return live, live.Sync(ctx)
}

func (c counted) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	live, err := c.live(ctx, campaign)
	if err != nil {
		return nil, err
	}
	return live.Snapshot(rule)
}

// remembering counts once what is asked for again and again; it is for one test at a time.
type remembering struct {
	of   api.Snapshots
	made map[string]*prioritize.Snapshot
}

func remember(of api.Snapshots) remembering {
	return remembering{of, map[string]*prioritize.Snapshot{}}
}

func (r remembering) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	key := campaign + " " + string(rule)
	if s := r.made[key]; s != nil {
		return s, nil
	}
	s, err := r.of.Snapshot(ctx, campaign, rule)
	r.made[key] = s
	return s, err
}

// drafts are what analyses are made of.
type drafts struct {
	db       *store.DB
	rankings api.Snapshots
}

func (d drafts) Input(ctx context.Context, campaign, _ string) (analysis.Input, error) {
	s, err := d.rankings.Snapshot(ctx, campaign, prioritize.Reach)
	if err != nil {
		return analysis.Input{}, err
	}
	c, err := d.db.Campaign(ctx, campaign)
	if err != nil {
		return analysis.Input{}, err
	}
	q, err := d.db.Questionnaire(ctx, c.Questionnaire)
	if err != nil {
		return analysis.Input{}, err
	}
	m, err := d.db.Municipality(ctx, c.Municipality)
	if err != nil {
		return analysis.Input{}, err
	}
	asked := m.For(&c)
	in := analysis.Input{
		Ranking: s.Ranking, Villages: s.Villages, Whole: s.Whole, Services: s.Services, Municipality: &asked, Campaign: c, Questionnaire: q, Made: now, Version: "test",
	}
	if c.Frozen() {
		f, err := d.db.Frozen(ctx, campaign)
		if err != nil {
			return analysis.Input{}, err
		}
		in.Frozen = &analysis.Frozen{At: f.At, Hash: f.Hash}
	}
	return in, nil
}

// uncounted has not counted yet.
type uncounted struct{}

func (uncounted) Snapshot(context.Context, string, prioritize.Rule) (*prioritize.Snapshot, error) {
	return nil, fmt.Errorf("not yet: %w", survey.ErrUnavailable)
}
