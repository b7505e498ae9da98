package steward_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/steward"
)

var noon = time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC)

// house is a steward over a real store, with a municipality of two villages.
type house struct {
	t     *testing.T
	db    *store.DB
	lead  *steward.Steward
	by    access.Account
	froze int // how often what counts was to be kept
}

func newHouse(t *testing.T) *house {
	t.Helper()
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	h := &house{t: t, db: db, by: access.Terminal()}
	h.lead = steward.New(db, rand.Reader, func(q *survey.Questionnaire, _ ...*survey.Questionnaire) error {
		if q.ByRole(survey.RoleNeed) == nil {
			return errors.New("no question of needs")
		}
		return nil
	}, func(context.Context, time.Time, access.Account, survey.Campaign) error {
		h.froze++
		return nil
	})
	h.must(db.SaveMunicipality(t.Context(), survey.Municipality{
		ID: "kok-jar", Rev: 1, Name: survey.Text{"ky": "Көк-Жар"},
		Villages: []survey.Village{{ID: "archa", Name: survey.Text{"ky": "Арча"}}, {ID: "tor", Name: survey.Text{"ky": "Төр"}}},
	}))
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) wants(what string, err, kind error) {
	h.t.Helper()
	if !errors.Is(err, kind) {
		h.t.Errorf("%s: got %v, want %v", what, err, kind)
	}
}

func form(version string) *survey.Questionnaire {
	return &survey.Questionnaire{
		ID: "needs", Version: version, Languages: []string{"ky", "ru"}, Title: survey.Text{"ky": "Эмне керек?"},
		Consent: survey.Consent{Version: "1", Text: survey.Text{"ky": "Макулмун."}},
		Lists:   []survey.List{{Name: "need", Choices: []survey.Choice{{Name: "water", Need: "water", Label: survey.Text{"ky": "Суу"}}, {Name: "roads", Need: "roads", Label: survey.Text{"ky": "Жол"}}}}},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 1, Required: true, Label: survey.Text{"ky": "Эмне керек?"}},
		},
	}
}

func (h *house) draft() survey.Campaign {
	h.t.Helper()
	c, err := h.lead.Draft(h.t.Context(), noon, h.by, survey.Campaign{ID: "spring", Municipality: "kok-jar", Title: survey.Text{"ky": "Жаз"}}, form("1"))
	h.must(err)
	return c
}

// told is what the audit trail says was done, oldest first.
func (h *house) told() []string {
	h.t.Helper()
	var all []string
	for e, err := range h.db.EntriesAfter(h.t.Context(), "kok-jar", 0) {
		h.must(err)
		all = append(all, strings.Trim(e.Before+" > "+e.After, " >"))
	}
	return all
}

func TestADraftHasANameOfItsOwn(t *testing.T) {
	h := newHouse(t)
	if first, second := h.draft(), h.draft(); first.ID != "spring" || second.ID != "spring-2" || second.Rev != 1 || second.Status != survey.StatusDraft {
		t.Errorf("got %+v and %+v", first, second)
	}
	other := form("1")
	other.Title = survey.Text{"ky": "Башка"}
	_, err := h.lead.Draft(t.Context(), noon, h.by, survey.Campaign{ID: "x", Municipality: "kok-jar", Title: survey.Text{"ky": "Жаз"}}, other)
	h.wants("another questionnaire under the same version", err, steward.ErrVersion)
	unranked := form("2")
	unranked.Questions[0].Role = ""
	_, err = h.lead.Draft(t.Context(), noon, h.by, survey.Campaign{ID: "x", Municipality: "kok-jar", Title: survey.Text{"ky": "Жаз"}}, unranked)
	h.wants("one without needs", err, steward.ErrUnrankable)
	if diff := cmp.Diff([]string{"draft, asks needs@1", "draft, asks needs@1"}, h.told()); diff != "" {
		t.Errorf("the trail (-want +got):\n%s", diff)
	}
}

func TestACampaignIsLedFromTheDraftToItsResults(t *testing.T) {
	h := newHouse(t)
	ctx, c := t.Context(), h.draft()
	_, err := h.lead.Close(ctx, noon, h.by, c)
	h.wants("closing a draft", err, survey.ErrInvalid)
	c, doors, err := h.lead.Open(ctx, noon, h.by, c, form("1"))
	h.must(err)
	if len(doors) != 2 || doors[0].Village != "archa" || doors[1].Village != "tor" || doors[0].Code == doors[1].Code {
		t.Errorf("the doors: %+v", doors)
	}
	if diff := cmp.Diff([]string{"archa", "tor"}, c.Villages); diff != "" || c.Status != survey.StatusOpen || !c.Opens.Equal(noon) {
		t.Errorf("opened: %+v (-want +got):\n%s", c, diff)
	}
	_, _, err = h.lead.Open(ctx, noon, h.by, c, form("1"))
	h.wants("opening it again", err, survey.ErrExists)
	end := noon.Add(24 * time.Hour)
	c, err = h.lead.Close(ctx, end, h.by, c)
	h.must(err)
	_, err = h.lead.Freeze(ctx, end, h.by, c)
	h.wants("freezing while answers may be under way", err, survey.ErrUnavailable)
	c, err = h.lead.Freeze(ctx, end.Add(survey.Settling), h.by, c)
	h.must(err)
	if h.froze != 1 {
		t.Errorf("what counts was kept %d times, want once", h.froze)
	}
	c, told, err := h.lead.Publish(ctx, end.Add(survey.Settling), h.by, c)
	h.must(err)
	if c.Status != survey.StatusPublished || told.Kind != survey.ResultsPublished {
		t.Errorf("published: %+v, %+v", c, told)
	}
	_, _, err = h.lead.Publish(ctx, end.Add(time.Hour), h.by, c)
	h.wants("publishing it again", err, survey.ErrExists)
	kept, err := h.db.Campaign(ctx, c.ID)
	h.must(err)
	if diff := cmp.Diff(c, kept); diff != "" {
		t.Errorf("kept (-returned +kept):\n%s", diff)
	}
	want := []string{"draft, asks needs@1", "draft > open, asks needs@1, villages 2, limit 0", "open > closed", "closed > frozen", "frozen > published"}
	if diff := cmp.Diff(want, h.told()); diff != "" {
		t.Errorf("the trail (-want +got):\n%s", diff)
	}
}

// An opening that broke off after its doors were made is gone on with, by the same doors.
func TestAnOpeningThatBrokeOffIsGoneOnWith(t *testing.T) {
	h := newHouse(t)
	ctx, c := t.Context(), h.draft()
	before, err := survey.OpenDoor(ctx, h.db, rand.Reader, survey.Door{Campaign: c.ID, Municipality: "kok-jar", Village: "tor"})
	h.must(err)
	_, doors, err := h.lead.Open(ctx, noon, h.by, c, form("1"))
	h.must(err)
	if len(doors) != 2 || doors[1].Code != before.Code {
		t.Errorf("got %+v, want that of tor to be %s", doors, before.Code)
	}
}

// Of many who open a campaign at once one does, and each village has one door.
func TestOfManyWhoOpenAtOnceOneDoes(t *testing.T) {
	h := newHouse(t)
	c := h.draft()
	var mu sync.Mutex
	opened := 0
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, _, err := h.lead.Open(t.Context(), noon, h.by, c, form("1"))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				opened++
			} else if !errors.Is(err, survey.ErrConflict) {
				t.Errorf("refused with %v, want ErrConflict", err)
			}
		})
	}
	all.Wait()
	doors := 0
	for _, err := range h.db.Doors(t.Context(), c.ID) {
		h.must(err)
		doors++
	}
	if opened != 1 || doors != 2 {
		t.Errorf("%d opened it, and there are %d doors; want 1 and 2", opened, doors)
	}
}

func TestSettingsChangeAndWhoChangedThemMeanwhileIsNotOverwritten(t *testing.T) {
	h := newHouse(t)
	ctx, c := t.Context(), h.draft()
	same, err := h.lead.Change(ctx, noon, h.by, c, c)
	h.must(err)
	if same.Rev != c.Rev {
		t.Errorf("nothing was changed, and it has revision %d", same.Rev)
	}
	want := c
	want.Limit, want.Visibility = 400, survey.ShowsCount
	changed, err := h.lead.Change(ctx, noon, h.by, c, want)
	h.must(err)
	_, err = h.lead.Change(ctx, noon, h.by, c, want)
	h.wants("of an old revision", err, survey.ErrConflict)
	want.Languages = []string{"en"}
	_, err = h.lead.Change(ctx, noon, h.by, changed, want)
	h.wants("a language that the questionnaire has not", err, survey.ErrInvalid)
	if told := h.told(); len(told) != 2 || told[1] != "limit 0, shows nothing > limit 400, shows count" {
		t.Errorf("the trail tells %q", told)
	}
}

func TestADraftIsDiscardedUnlessItHasDoors(t *testing.T) {
	h := newHouse(t)
	ctx, c := t.Context(), h.draft()
	h.must(h.lead.Discard(ctx, noon, h.by, c))
	_, err := h.db.Campaign(ctx, c.ID)
	h.wants("a draft that was discarded", err, survey.ErrNotFound)
	h.wants("discarding it again", h.lead.Discard(ctx, noon, h.by, c), survey.ErrNotFound)
	_, _, err = h.lead.Open(ctx, noon, h.by, c, form("1"))
	h.wants("opening it", err, survey.ErrNotFound)

	c = h.draft()
	stale := c
	stale.Rev--
	h.wants("one that was changed meanwhile", h.lead.Discard(ctx, noon, h.by, stale), survey.ErrExists)
	_, err = survey.OpenDoor(ctx, h.db, rand.Reader, survey.Door{Campaign: c.ID, Municipality: "kok-jar", Village: "tor"})
	h.must(err)
	h.wants("one that somebody has begun to open", h.lead.Discard(ctx, noon, h.by, c), survey.ErrInvalid)
	c, err = h.db.Campaign(ctx, c.ID)
	h.must(err)
	c, _, err = h.lead.Open(ctx, noon, h.by, c, form("1"))
	h.must(err)
	h.wants("what is open", h.lead.Discard(ctx, noon, h.by, c), survey.ErrInvalid)
	if told := h.told(); told[1] != "draft > discarded" {
		t.Errorf("the trail tells %q", told)
	}
}

func TestAnotherVersionIsAskedAndAnotherQuestionnaireNot(t *testing.T) {
	h := newHouse(t)
	ctx := t.Context()
	c, _, err := h.lead.Open(ctx, noon, h.by, h.draft(), form("1"))
	h.must(err)
	c, err = h.lead.Ask(ctx, noon, h.by, c, form("2"))
	h.must(err)
	if diff := cmp.Diff([]string{"needs@2", "needs@1"}, c.Versions()); diff != "" {
		t.Errorf("it has asked (-want +got):\n%s", diff)
	}
	other := form("3")
	other.ID = "other"
	if _, err := h.lead.Ask(ctx, noon, h.by, c, other); err == nil {
		t.Error("an open campaign asks another questionnaire")
	}
}
