package board_test

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/prioritize/board"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// The codes of the doors of "spring", by village.
const (
	archaCode  = "ARCHA2"
	torCode    = "TARAB2"
	jailooCode = "JAYBEY"
)

// spring adds a campaign of kok-jar with this status. In Archa-Bulak and in Keng-Tor many
// answered, men and women otherwise; in Bel-Jailoo nobody did.
func (h *hall) spring(status survey.Status) {
	h.t.Helper()
	h.must(h.db.SaveCampaign(h.t.Context(), survey.Campaign{
		ID: "spring", Rev: 1, Municipality: "kok-jar", Title: text("Эмне керек?", "Что нужно?"), Status: survey.StatusOpen, Questionnaire: form().Key(),
	}))
	for village, code := range map[string]string{"archa": archaCode, "tor": torCode, "jailoo": jailooCode} {
		h.must(h.db.InsertDoor(h.t.Context(), survey.Door{Code: code, Campaign: "spring", Municipality: "kok-jar", Village: village}))
	}
	h.answers("spring", "archa", 40, survey.SexFemale, "water", "kinder")
	h.answers("spring", "archa", 32, survey.SexMale, "roads", "water")
	h.answers("spring", "archa", 10, survey.SexMale, "water", "kinder")
	h.answers("spring", "tor", 30, survey.SexFemale, "kinder", "water")
	h.answers("spring", "tor", 20, survey.SexMale, "roads", "kinder")
	h.change(func(c *survey.Campaign) { c.Status, c.Closes = status, now.Add(-time.Hour) })
}

// few lets three women of Bel-Jailoo answer "spring". Only they choose light.
func (h *hall) few() {
	h.t.Helper()
	h.answers("spring", "jailoo", 3, survey.SexFemale, "light", "water")
}

// change changes the campaign "spring".
func (h *hall) change(change func(*survey.Campaign)) {
	h.t.Helper()
	c, err := h.db.Campaign(h.t.Context(), "spring")
	h.must(err)
	change(&c)
	c.Rev++
	h.must(h.db.SaveCampaign(h.t.Context(), c))
}

// read writes a page down as it is read from top to bottom, a line for each heading,
// paragraph, item and row.
func readAloud(doc *goquery.Document) string {
	var b strings.Builder
	for _, s := range doc.Find("main").Find("h1,h2,p,li,caption,tr,dt,dd,.choices a").EachIter() {
		b.WriteString(goquery.NodeName(s) + ": " + strings.Join(each(s.Contents().FilterFunction(notEmpty)), " | ") + "\n")
	}
	return b.String()
}

func notEmpty(_ int, s *goquery.Selection) bool { return words(s) != "" }

func TestResultsAreToldInPlainWords(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	h.change(func(c *survey.Campaign) {
		h.must(c.Did(survey.Work{Day: time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC), Text: text("Суу түтүгү тартылды.", "Проложен водопровод.")}))
		h.must(c.Did(survey.Work{Day: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC), Text: survey.Text{"ky": "Долбоор бекитилди."}}))
	})
	for _, lang := range []string{"ky", "ru", "en"} {
		doc := read(t, h.get("/r/"+archaCode, "", "Accept-Language", lang), http.StatusOK)
		if got := doc.Find("html").AttrOr("lang", ""); got != lang {
			t.Errorf("the page is in %q, want %q", got, lang)
		}
		if n := doc.Find("style, [style], script").Length(); n > 0 {
			t.Errorf("%d inline styles or scripts", n)
		}
		name, got := filepath.Join("testdata", "results."+lang+".txt"), readAloud(doc)
		if *update {
			h.must(os.MkdirAll("testdata", 0o755))
			h.must(os.WriteFile(name, []byte(got), 0o600))
		}
		want, err := os.ReadFile(name)
		h.must(err)
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestResultsDrawEveryPlaceThatANeedMayHave holds the chart against the ranking.
func TestResultsDrawEveryPlaceThatANeedMayHave(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	doc := h.page("/r/"+archaCode, "")
	snapshot, err := counted{h.db}.Snapshot(t.Context(), "spring", prioritize.Reach)
	h.must(err)
	rows := doc.Find("table[aria-labelledby=chart] tbody tr:has(.spot)")
	shown := 0
	for _, it := range snapshot.Ranking.Items {
		if it.Rank == 0 {
			continue
		}
		row := rows.Eq(shown)
		shown++
		if got, want := words(row.Find("th .name")), it.Need.Name["ru"]; got != want {
			t.Errorf("row %d: got %q, want %q", shown, got, want)
		}
		if got := row.Find("svg.spots rect.span, svg.spots circle.dot").Length(); got != 2 {
			t.Errorf("%s: got %d marks, want a band and a dot", it.Need.Code, got)
		}
		if got := strings.Contains(words(row.Find(".spot")), "–"); got != (it.RankLow < it.RankHigh) {
			t.Errorf("%s: places %q, want %d to %d", it.Need.Code, words(row.Find(".spot")), it.RankLow, it.RankHigh)
		}
	}
	if rows.Length() != shown || shown < 2 {
		t.Errorf("rows: got %d, want %d, and some", rows.Length(), shown)
	}
	byTier := map[int]int{}
	for _, it := range snapshot.Ranking.Items {
		if it.Rank > 0 {
			byTier[it.Tier]++
		}
	}
	bands := 0
	for _, n := range byTier {
		if n > 1 {
			bands++
		}
	}
	if got := doc.Find("tbody.band").Length(); got != bands {
		t.Errorf("bands of those that cannot be told apart: got %d, want %d", got, bands)
	}
}

// TestResultsHideTheFew looks for what is hidden on the pages of all villages: what three
// women of Bel-Jailoo chose, and that it was three.
func TestResultsHideTheFew(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	h.few()
	for _, code := range []string{archaCode, torCode, jailooCode} {
		doc := h.page("/r/"+code, "")
		said := readAloud(doc)
		if code != jailooCode && strings.Contains(said, "Бел-Жайлоо") {
			t.Errorf("%s: the page names the village of three:\n%s", code, said)
		}
		for line := range strings.Lines(said) {
			if strings.Contains(line, "Уличное освещение") && !strings.Contains(line, "Место не названо") {
				t.Errorf("%s: something is told of what only three chose: %s", code, line)
			}
			if regexp.MustCompile(`Уличное освещение.{0,3}—`).MatchString(line) {
				t.Errorf("%s: a share is told of what only three chose: %s", code, line)
			}
		}
	}
	if got, want := words(h.page("/r/"+torCode, "").Find("#village + *")), "Выбор этого села отдельно не показан"; !strings.HasPrefix(got, want) {
		t.Errorf("of a village from which the number of the three would follow: got %q, want %q", got, want)
	}
	doc := h.page("/r/"+jailooCode, "")
	if got, want := words(doc.Find("#village + *")), "Из этого села ответило слишком мало людей"; !strings.HasPrefix(got, want) || doc.Find("table[aria-labelledby=village]").Length() > 0 {
		t.Errorf("of the village of three: got %q, want %q and no table", got, want)
	}
	if got := doc.Find("table.group caption").Text(); strings.Contains(got, "Пожилые") {
		t.Errorf("a group that nobody is of is shown: %q", got)
	}
}

// bare gives rankings without anything that the ranking itself does not hold: who
// answered where, which is in plain counts.
type bare struct{ counted }

func (b bare) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	s, err := b.counted.Snapshot(ctx, campaign, rule)
	if err != nil {
		return nil, err
	}
	return &prioritize.Snapshot{Ranking: s.Ranking}, nil
}

// TestResultsRestOnTheRankingAlone: with the plain counts of who answered taken away, no
// page is another.
func TestResultsRestOnTheRankingAlone(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	h.few()
	b := h.over(bare{counted{h.db}})
	for _, code := range []string{archaCode, torCode, jailooCode} {
		if diff := cmp.Diff(h.get("/r/"+code, "").Body.String(), b.get("/r/"+code, "").Body.String()); diff != "" {
			t.Errorf("%s (-with +without the counts):\n%s", code, diff)
		}
	}
}

// TestResultsAreTheSameForAll: staff are shown no more, and nobody is followed.
func TestResultsAreTheSameForAll(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	anybody, staff := h.get("/r/"+archaCode+"?lang=ru", ""), h.get("/r/"+archaCode+"?lang=ru", h.as("kok-jar", access.Owner))
	if diff := cmp.Diff(anybody.Body.String(), staff.Body.String()); diff != "" {
		t.Errorf("(-anybody +staff):\n%s", diff)
	}
	if got := anybody.Header().Get("Set-Cookie"); got != "" {
		t.Errorf("Set-Cookie: got %q, want none", got)
	}
	if got := anybody.Header().Get("X-Robots-Tag"); got != "" {
		t.Errorf("X-Robots-Tag of published results: got %q, want none", got)
	}
}

func TestNothingIsToldBeforeItIsPublished(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusDraft)
	for _, status := range []survey.Status{survey.StatusDraft, survey.StatusOpen, survey.StatusClosed, survey.StatusFrozen} {
		h.change(func(c *survey.Campaign) { c.Status, c.Closes = status, now.Add(time.Hour) })
		w := h.get("/r/"+archaCode, "")
		if got, want := w.Header().Get("X-Robots-Tag"), "noindex"; got != want {
			t.Errorf("%s: X-Robots-Tag: got %q, want %q", status, got, want)
		}
		if got, want := w.Header().Get("Cache-Control"), "no-store"; got != want {
			t.Errorf("%s: Cache-Control: got %q, want %q", status, got, want)
		}
		doc := read(t, w, http.StatusNotFound)
		want := "h1: Результатов пока нет\n" +
			"p: О результатах расскажут на этой странице после общественных слушаний, когда их опубликует инициативная группа.\n"
		if status == survey.StatusOpen {
			want += "p: Ответить на опрос\n"
		}
		if diff := cmp.Diff(want, readAloud(doc)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", status, diff)
		}
		if got := doc.Find("main a.button").AttrOr("href", ""); status == survey.StatusOpen && got != page.Residents+"/"+archaCode+"?lang=ru" {
			t.Errorf("%s: the way to the form: got %q", status, got)
		}
	}
}

// About how many have answered is told where the campaign shows that, and nothing else.
func TestTheCountIsToldInSteps(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusOpen)
	n, err := h.db.CountResponses(t.Context(), "spring", 1000)
	h.must(err)
	h.change(func(c *survey.Campaign) { c.Visibility = survey.ShowsCount })
	doc := read(t, h.get("/r/"+archaCode, ""), http.StatusNotFound)
	if want := fmt.Sprintf("не менее %d человек (предварительно)", n/5*5); n < 5 || !strings.Contains(readAloud(doc), want) {
		t.Errorf("of %d answers: got %q, want %q in it", n, readAloud(doc), want)
	}
	if got := doc.Find("table, #chart, .interval").Length(); got > 0 {
		t.Errorf("%d parts of results are shown before these are published", got)
	}
}

func TestResultsOfTooFewShowNoFigures(t *testing.T) {
	h := newHall(t)
	h.must(h.db.InsertDoor(t.Context(), survey.Door{Code: archaCode, Campaign: "empty", Municipality: "kok-jar", Village: "archa"}))
	c, err := h.db.Campaign(t.Context(), "empty")
	h.must(err)
	h.must(c.Take(survey.Publishes, c.Closes.Add(survey.Settling)))
	c.Rev++
	h.must(h.db.SaveCampaign(t.Context(), c))
	doc := h.page("/r/"+archaCode, "")
	if got := doc.Find("table, #chart, #village").Length(); got > 0 {
		t.Errorf("got %d parts of results that are not there", got)
	}
	if got, want := readAloud(doc), "слишком мало людей, чтобы делать выводы"; !strings.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestResultsOfACodeAsItIsTyped(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	for _, tt := range []struct {
		path, to string
		status   int
	}{
		{"/r", "", http.StatusOK},
		{"/r/", "", http.StatusOK},
		{"/r/" + archaCode + "/", "", http.StatusOK},
		{"/r/arc-ha2", "/r/" + archaCode, http.StatusSeeOther},
		{"/r/АRСНА2?lang=ky", "/r/" + archaCode + "?lang=ky", http.StatusSeeOther}, // Cyrillic А, С, Н
		{"/r?code=arc+ha2&lang=ru", "/r/" + archaCode + "?lang=ru", http.StatusSeeOther},
		{"/r?code=nonsense", "", http.StatusNotFound},
		{"/r/QQQQQQ", "", http.StatusNotFound},
		{"/r/nonsense", "", http.StatusNotFound},
	} {
		w := h.get(tt.path, "")
		if got := w.Header().Get("Location"); w.Code != tt.status || got != tt.to {
			t.Errorf("%s: got %d to %q, want %d to %q", tt.path, w.Code, got, tt.status, tt.to)
		}
		if w.Code == http.StatusNotFound {
			doc := read(t, w, http.StatusNotFound)
			if doc.Find(".wrong").Length() != 1 || doc.Find("form[action='/r'] input[name=code]").Length() != 1 {
				t.Errorf("%s: the page does not ask for the code again", tt.path)
			}
		}
		if got := w.Header().Get("Set-Cookie"); got != "" {
			t.Errorf("%s: Set-Cookie: got %q, want none", tt.path, got)
		}
	}
}

func TestResultsAreSentAgainOnlyWhenTheyChanged(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	first := h.get("/r/"+archaCode, "")
	tag := first.Header().Get("ETag")
	if got, want := first.Header().Get("Cache-Control"), "public, max-age=60"; got != want || !strings.HasPrefix(tag, `W/"`) {
		t.Errorf("Cache-Control %q and ETag %q, want %q and a weak one", got, tag, want)
	}
	if got := h.get("/r/"+archaCode, "", "If-None-Match", tag); got.Code != http.StatusNotModified || got.Body.Len() > 0 {
		t.Errorf("who has it: got %d and %d bytes, want 304 and none", got.Code, got.Body.Len())
	}
	h.change(func(c *survey.Campaign) { h.must(c.Did(survey.Work{Day: now, Text: text("Жол", "Дорога")})) })
	for name, w := range map[string]int{
		"after something was done": h.get("/r/"+archaCode, "", "If-None-Match", tag).Code,
		"another village":          h.get("/r/"+torCode, "", "If-None-Match", tag).Code,
		"another language":         h.get("/r/"+archaCode+"?lang=ky", "", "If-None-Match", tag).Code,
	} {
		if w != http.StatusOK {
			t.Errorf("%s: status %d, want 200", name, w)
		}
	}
}

func TestResultsHaveAPreview(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	doc := h.page("/r/"+archaCode, "")
	if got := doc.Find("meta[property='og:description']").AttrOr("content", ""); !strings.HasPrefix(got, "Ответили 132 человека") {
		t.Errorf("og:description: got %q", got)
	}
	for _, a := range doc.Find(".choices a").EachIter() {
		if got := a.AttrOr("href", ""); !strings.Contains(got, "ashar.test%2Fr%2F"+archaCode) {
			t.Errorf("%s passes on %q, want the address of the page", words(a), got)
		}
	}
}

// TestResultsAreLight counts what a phone that has seen none of our pages gets.
func TestResultsAreLight(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	if got := pagetest.FirstView(t, h.handler, "/r/"+archaCode); got > pagetest.InitialWindow {
		t.Errorf("first view: got %d bytes on the wire, want at most %d", got, pagetest.InitialWindow)
	}
}

// TestResultsDoNotLeanOnColour: what is alike is said, and every mark has its figures.
func TestResultsDoNotLeanOnColour(t *testing.T) {
	h := newHall(t)
	h.spring(survey.StatusPublished)
	doc := h.page("/r/"+archaCode, "")
	for _, band := range doc.Find("tbody.band").EachIter() {
		if words(band.Find("th[scope=rowgroup]")) == "" {
			t.Error("a band does not say what it is")
		}
	}
	for _, svg := range doc.Find("main table svg:not(.icon)").EachIter() {
		if svg.AttrOr("aria-hidden", "") != "true" {
			t.Error("a screen reader is not told to pass over a drawing")
		}
	}
	for _, row := range doc.Find("tbody tr:has(svg.spots, svg.interval)").EachIter() {
		if !slices.ContainsFunc(each(row.Find(".of")), func(s string) bool { return s != "" }) {
			t.Errorf("drawn without figures: %q", words(row))
		}
	}
}

func TestResultsLeadToWhatHearingsDecided(t *testing.T) {
	h := newHall(t)
	h.heard = func(_ context.Context, campaign string) ([]board.Heard, error) {
		return []board.Heard{{Path: "/h/" + campaign + "-2", Day: now}, {Path: "/h/" + campaign + "-1", Day: now, Village: "tor"}}, nil
	}
	h.build(counted{h.db})
	h.spring(survey.StatusPublished)
	var got []string
	for _, a := range h.page("/r/"+archaCode, "").Find(".notice a[href^='/h/']").EachIter() {
		href, _ := a.Attr("href")
		got = append(got, href+" "+words(a))
	}
	want := []string{"/h/spring-2 Итог общественных слушаний, 20 мая 2026 года", "/h/spring-1 Итог сельского схода: Кен-Тёр, 20 мая 2026 года"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the hearings that results lead to (-want +got):\n%s", diff)
	}
}
