package board_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

func TestConsoleIsAtTheAddressOfWhatItShows(t *testing.T) {
	h := newHall(t)
	const address = "/board/summer?groups=age&heat=tor&rule=borda&than=light&weights=respondents&why=roads"
	doc := h.page(address, h.as("kok-jar", access.Observer))
	if diff := cmp.Diff([]string{
		"Весь аймак", "На какое место поставили", "Каждый ответ поровну", "Молодёжь и пожилые", "Кен-Тёр",
	}, each(doc.Find(".looks [aria-current]"))); diff != "" {
		t.Errorf("what is shown (-want +got):\n%s", diff)
	}
	if got := each(doc.Find("option[selected]")); len(got) != 2 || !strings.Contains(got[0], "Дороги") || !strings.Contains(got[1], "Уличное освещение") {
		t.Errorf("what is explained: got %q, want roads against light", got)
	}
	if got := words(doc.Find(".paper .address")); !strings.HasSuffix(got, address) {
		t.Errorf("the address on paper: got %q, want one that ends in %s", got, address)
	}
	was, err := url.Parse(address)
	h.must(err)
	for _, a := range doc.Find("main a[href^='/board/summer?'], main a[href='/board/summer'], .languages a").EachIter() {
		to, err := url.Parse(a.AttrOr("href", ""))
		h.must(err)
		if changed := differing(was.Query(), to.Query()); len(changed) > 1 && !slices.Equal(changed, []string{"than", "why"}) {
			t.Errorf("%q leads to %s, which changes %q at once", words(a), to, changed)
		}
	}
	for _, hidden := range doc.Find(".ask input[type=hidden]").EachIter() {
		if name := hidden.AttrOr("name", ""); hidden.AttrOr("value", "") != was.Query().Get(name) {
			t.Errorf("the form keeps %s=%s, want %s", name, hidden.AttrOr("value", ""), was.Query().Get(name))
		}
	}
	if got, want := doc.Find(".ask input[type=hidden]").Length(), 4; got != want {
		t.Errorf("the form keeps %d of what the address says, want %d", got, want)
	}
}

// differing are the names of which two queries say different things.
func differing(a, b url.Values) []string {
	var names []string
	for _, name := range []string{"groups", "heat", "rule", "than", "village", "weights", "why"} {
		if a.Get(name) != b.Get(name) {
			names = append(names, name)
		}
	}
	return names
}

func TestConsoleRefusesAddressesOfNothing(t *testing.T) {
	h := newHall(t)
	for _, tt := range []struct {
		query string
		want  int
	}{
		{"weights=gold", http.StatusUnprocessableEntity},
		{"groups=rich", http.StatusUnprocessableEntity},
		{"size=huge", http.StatusUnprocessableEntity},
		{"why=palace", http.StatusNotFound},
		{"than=palace", http.StatusNotFound},
		{"heat=tal", http.StatusNotFound}, // another municipality's
		{"village=~spread", http.StatusNotFound},
		{"why=light&than=light", http.StatusOK}, // a need against itself is one against its neighbour
		{"why=&than=&heat=&village=&groups=&weights=&rule=", http.StatusOK},
	} {
		if got := h.get("/board/summer?"+tt.query, h.as("kok-jar", access.Observer)).Code; got != tt.want {
			t.Errorf("%s: status %d, want %d", tt.query, got, tt.want)
		}
	}
}

func TestContributionsAddUpToTheLead(t *testing.T) {
	h := newHall(t)
	h = h.remembered(counted{h.db})
	pairs := 0
	for _, why := range []string{"water", "roads", "kinder", "other", "light"} {
		for _, than := range []string{"water", "roads", "kinder", "other", "light"} {
			if why == than {
				continue
			}
			doc := h.page("/board/summer?why="+why+"&than="+than, h.as("kok-jar", access.Observer))
			sum := 0.0
			for _, row := range doc.Find(".pouring tbody tr").EachIter() {
				cells := numbers(t, row)
				adds := cells[len(cells)-1]
				sum += adds
				if len(cells) == 5 { // of a village: part, share, share, difference, adds
					if got, want := cells[3], cells[1]-cells[2]; math.Abs(got-want) > 1e-9 {
						t.Errorf("%s, %s, %s: a difference of %.1f, want %.1f", why, than, words(row), got, want)
					}
					if want := cells[0] * cells[3] / 100; math.Abs(adds-want) > 0.0501 {
						t.Errorf("%s, %s, %s: adds %.1f, want %.2f", why, than, words(row), adds, want)
					}
				}
			}
			whole := numbers(t, doc.Find(".pouring tfoot"))
			if len(whole) == 0 {
				continue // nothing of it may be shown
			}
			pairs++
			if lead := whole[len(whole)-1]; math.Abs(sum-lead) > 1e-9 || math.Abs(whole[0]-whole[1]-lead) > 1e-9 {
				t.Errorf("%s, %s: villages add %.1f, shares are %.1f and %.1f, and the lead is %.1f", why, than, sum, whole[0], whole[1], lead)
			}
		}
	}
	if pairs < 12 {
		t.Errorf("pairs that are explained: got %d, want 12 at least", pairs)
	}
}

// numbers are those in the cells of a row that hold one.
func numbers(t *testing.T, row *goquery.Selection) []float64 {
	t.Helper()
	var all []float64
	for _, cell := range row.Find("td").EachIter() {
		text := strings.NewReplacer("−", "-", "+", "", ",", ".", "%", "", "\u00a0", "", "\u202f", "").Replace(words(cell))
		if text == "" || text == "*" {
			continue
		}
		x, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil {
			t.Fatalf("%q is no number: %v", words(cell), err)
		}
		all = append(all, x)
	}
	return all
}

func TestHeadsAddUp(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer?why=water&than=kinder", h.as("kok-jar", access.Observer))
	table := doc.Find(".heads").First()
	whole := numbers(t, table.Find("tfoot"))
	if diff := cmp.Diff([]float64{102, 90, 50, 40}, whole); diff != "" {
		t.Errorf("all (-want +got):\n%s", diff)
	}
	sums := make([]float64, len(whole))
	for _, row := range table.Find("tbody tr").EachIter() {
		for i, n := range numbers(t, row) {
			sums[i] += n
		}
	}
	if diff := cmp.Diff(whole, sums); diff != "" {
		t.Errorf("what groups add up to (-whole +sum):\n%s", diff)
	}
}

func TestConsoleSaysHowManyAnswersWouldFlipTheOrder(t *testing.T) {
	h := newHall(t)
	said := each(h.page("/board/unknown", h.as("ak-tal", access.Observer)).Find(".why .notes li")) // 40 of 50 against 10
	for _, want := range []string{
		"Одной случайностью не объяснить, что «Детский сад» и «Питьевая вода» стоят в этом порядке.",
		"Ещё примерно 30 ответов среднего веса, где есть «Питьевая вода» и нет «Детский сад», — и они сравняются.",
		"Или примерно 15 человек из ответивших вместо «Детский сад» выбрали бы «Питьевая вода».",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("%q is not said; said is:\n%s", want, strings.Join(said, "\n"))
		}
	}
	// In kok-jar an answer from Archa stands for more people than one from Tor.
	said = each(h.page("/board/summer?why=water&than=kinder", h.as("kok-jar", access.Observer)).Find(".why .notes li"))
	if at := slices.IndexFunc(said, func(s string) bool { return strings.Contains(s, "(Арча-Булак)") }); at < 0 {
		t.Errorf("the village where fewest are enough is not told; said is:\n%s", strings.Join(said, "\n"))
	}
}

func TestConsoleSetsThreeWeightingsAndAllRulesSideBySide(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer", h.as("kok-jar", access.Observer))
	snapshot, err := counted{h.db}.Snapshot(t.Context(), "summer", prioritize.Reach)
	h.must(err)
	r := &snapshot.Ranking
	var wantWeights, wantRules [][]string
	for i, it := range r.Items {
		wantWeights = append(wantWeights, []string{strconv.Itoa(it.Rank), strconv.Itoa(it.Ranks.Respondents), strconv.Itoa(it.Ranks.Villages)})
		rules := []string{strconv.Itoa(it.Rank)}
		for _, c := range r.Checks {
			rules = append(rules, strings.Replace(strconv.Itoa(c.Ranks[i]), "0", "–", 1))
		}
		wantRules = append(wantRules, rules)
	}
	if diff := cmp.Diff(wantWeights, places(doc, "weights")); diff != "" {
		t.Errorf("places by three weightings (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(wantRules, places(doc, "rules")); diff != "" || len(r.Checks) == 0 {
		t.Errorf("places by %d other rules (-want +got):\n%s", len(r.Checks), diff)
	}
	s := pagetest.Words(t).For("ru")
	heads := words(doc.Find("section[aria-labelledby=rules] thead"))
	for _, c := range r.Checks {
		if want := "τ " + s.Decimal(c.Tau, 2); !strings.Contains(heads, want) {
			t.Errorf("how near the order of %s is: %q lacks %q", c.Rule, heads, want)
		}
	}
}

// places are the cells of a table of orders, without those that sum them up.
func places(doc *goquery.Document, section string) [][]string {
	var all [][]string
	for _, row := range doc.Find("section[aria-labelledby=" + section + "] tbody tr").EachIter() {
		all = append(all, each(row.Find("td.num:not(.gamut)")))
	}
	return all
}

func TestConsoleOrdersByOtherWeights(t *testing.T) {
	h := newHall(t)
	snapshot, err := counted{h.db}.Snapshot(t.Context(), "summer", prioritize.Reach)
	h.must(err)
	s := pagetest.Words(t).For("ru")
	for _, it := range snapshot.Ranking.Items {
		doc := h.page("/board/summer?weights=respondents", h.as("kok-jar", access.Observer))
		row := doc.Find("#need-" + it.Need.Code)
		if got, want := words(row.Find(".rank")), strconv.Itoa(it.Ranks.Respondents); got != want {
			t.Errorf("%s where every answer counts the same: place %s, want %s", it.Need.Code, got, want)
		}
		if got, want := words(row.Find(".value strong")), strings.ReplaceAll(s.Percent(*it.Unweighted, 0), "\u00a0", " "); got != want {
			t.Errorf("%s where every answer counts the same: %s, want %s", it.Need.Code, got, want)
		}
	}
	doc := h.page("/board/summer?weights=villages&rule=borda", h.as("kok-jar", access.Observer))
	if got := doc.Find(".needs .value strong").Length(); got != 0 {
		t.Errorf("scores that nothing tells: got %d, want none", got)
	}
	if got := words(doc.Find(".explain")); !strings.Contains(got, "только места") {
		t.Errorf("the page does not say that places alone are known: %q", got)
	}
}

func TestConsoleTellsWhatTheOrderLeansOn(t *testing.T) {
	h := newHall(t)
	snapshot, err := counted{h.db}.Snapshot(t.Context(), "summer", prioritize.Reach)
	h.must(err)
	r := &snapshot.Ranking
	doc := h.page("/board/summer", h.as("kok-jar", access.Observer))
	if got, want := doc.Find("section[aria-labelledby=robust] thead th").Length(), 2+len(r.Without); got != want || len(r.Without) < 2 {
		t.Fatalf("columns: got %d, want a need, its place and %d things that are left out", got, len(r.Without))
	}
	for i, row := range doc.Find("section[aria-labelledby=robust] tbody tr").EachIter() {
		cells := each(row.Find("td"))
		for w, without := range r.Without {
			want := "–"
			if without.Ranks != nil && without.Ranks[i] > 0 {
				want = strconv.Itoa(without.Ranks[i])
			}
			if got := cells[1+w]; got != want && got != "✓" {
				t.Errorf("%s without %s %s: got %q, want %q", r.Items[i].Need.Code, without.Left, without.Key, got, want)
			}
			it := &r.Items[i]
			moves := want != "–" && (without.Ranks[i] < it.RankLow || without.Ranks[i] > it.RankHigh)
			badge := words(doc.Find("#need-" + it.Need.Code + " .badges"))
			if told := strings.Contains(badge, "— "+want+"‑е место"); moves && !told {
				t.Errorf("%s would move to place %s without %s %s, and its badge says %q", it.Need.Code, want, without.Left, without.Key, badge)
			}
		}
	}
}

func TestHeatTableShowsVillagesInTheOrderAskedFor(t *testing.T) {
	h := newHall(t)
	snapshot, err := counted{h.db}.Snapshot(t.Context(), "summer", prioritize.Reach)
	h.must(err)
	s := pagetest.Words(t).For("ru")
	doc := h.page("/board/summer?heat=tor", h.as("kok-jar", access.Observer))
	if diff := cmp.Diff([]string{"Арча-Булак", "Кен-Тёр"}, each(doc.Find(".heat thead a"))); diff != "" {
		t.Errorf("villages (-want +got):\n%s", diff)
	}
	last := math.Inf(1)
	for _, row := range doc.Find(".heat tbody tr").EachIter() {
		at := slices.IndexFunc(snapshot.Ranking.Items, func(it prioritize.Item) bool { return strings.HasSuffix(words(row.Find("th")), it.Need.Name["ru"]) })
		if at < 0 {
			t.Fatalf("%q is no need", words(row.Find("th")))
		}
		for v, cell := range each(row.Find("td")) {
			if v == 0 {
				continue // of all
			}
			want := "*"
			if share := snapshot.Ranking.Items[at].Villages[v-1].Share; share != nil {
				want = s.Decimal(100**share, 0)
			}
			if !strings.HasPrefix(cell, want) {
				t.Errorf("%s in the %d. village: got %q, want %s", words(row.Find("th")), v, cell, want)
			}
		}
		share := -1.0
		if x := snapshot.Ranking.Items[at].Villages[1].Share; x != nil {
			share = *x
		}
		if share > last {
			t.Errorf("%s stands below a need that fewer chose in Tor", words(row.Find("th")))
		}
		last = share
	}
}

func TestConsoleComparesYoungAndOld(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer?groups=age", h.as("kok-jar", access.Observer))
	if got := words(doc.Find(".compare")); !strings.Contains(got, "Ответов мало") || doc.Find(".slopes").Length() > 0 {
		t.Errorf("nobody of sixty was asked for, and the page says %q", got)
	}
	doc = h.page("/board/summer", h.as("kok-jar", access.Observer))
	gaps := each(doc.Find(".gaps tbody tr"))
	snapshot, err := counted{h.db}.Snapshot(t.Context(), "summer", prioritize.Reach)
	h.must(err)
	want := 0
	for _, it := range snapshot.Ranking.Items {
		for _, g := range it.Gaps {
			if g.Of == prioritize.Women {
				want++
			}
		}
	}
	if len(gaps) != want || want == 0 {
		t.Errorf("gaps between women and men: got %d, want %d, not none", len(gaps), want)
	}
}

func TestContentsLeadToEverySection(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer", h.as("kok-jar", access.Owner))
	keys := map[string]bool{}
	var ids []string
	for _, a := range doc.Find(".contents a").EachIter() {
		id := a.AttrOr("href", "")
		ids = append(ids, strings.TrimPrefix(id, "#"))
		if got := doc.Find("h2" + id).Length(); got != 1 {
			t.Errorf("%s leads to %d headings, want one", id, got)
		}
		if key := a.AttrOr("accesskey", ""); key != "" && keys[key] {
			t.Errorf("two sections have the key %s", key)
		} else {
			keys[key] = true
		}
	}
	for _, h2 := range doc.Find("main section > h2").EachIter() {
		if id := h2.AttrOr("id", ""); id != "files" && !slices.Contains(ids, id) {
			t.Errorf("the contents lack %q", words(h2))
		}
	}
}

func TestHallReadsTheChartAlone(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer?rule=borda&size=hall&why=roads", h.as("kok-jar", access.Observer))
	if got := doc.Find("main.hall .needs li").Length(); got != 5 {
		t.Errorf("needs: got %d, want 5", got)
	}
	if got := doc.Find("main :is(nav, table, form, .badges, .more)").Length(); got > 0 {
		t.Errorf("besides the chart there are %d other things", got)
	}
	if got, want := doc.Find("main a").AttrOr("href", ""), "/board/summer?rule=borda&why=roads"; got != want {
		t.Errorf("the way back: got %q, want %q", got, want)
	}
}

// looks are addresses that together have every view of every section, by the rules of the ranking.
func looks(campaign string, villages, needs []string) []string {
	all := []string{"/board/" + campaign}
	add := func(format string, args ...any) {
		all = append(all, "/board/"+campaign+"?"+fmt.Sprintf(format, args...))
	}
	for _, rule := range []prioritize.Rule{prioritize.Reach, prioritize.Borda} {
		for _, weights := range []string{"people", "respondents", "villages"} {
			add("rule=%s&weights=%s&groups=age", rule, weights)
		}
		for _, v := range villages {
			add("rule=%s&village=%s&heat=%s", rule, v, v)
		}
		for _, why := range needs {
			for _, than := range needs {
				add("rule=%s&why=%s&than=%s&heat=~spread", rule, why, than)
			}
		}
	}
	return all
}

func TestNoViewShowsAFew(t *testing.T) {
	h := newHall(t)
	h = h.remembered(counted{h.db})
	for _, campaign := range []string{"summer", "winter"} {
		for _, path := range looks(campaign, []string{"archa", "tor", "jailoo"}, []string{"water", "roads", "kinder", "light", "other"}) {
			doc := h.page(path, h.as("kok-jar", access.Observer))
			for _, cell := range doc.Find("td.people").EachIter() {
				if n, err := strconv.Atoi(words(cell)); err == nil && 0 < n && n < survey.SmallCell {
					t.Errorf("%s: %d people in %q", path, n, words(cell.Parent()))
				}
			}
			for _, told := range each(doc.Find(".more span")) {
				var n int
				if _, err := fmt.Sscanf(told, "%d человек", &n); err == nil && 0 < n && n < survey.SmallCell {
					t.Errorf("%s: %q", path, told)
				}
			}
		}
	}
}

// TestAllViewsTogetherDoNotTellWhatIsHidden compares campaigns that differ in nothing but a number that must not be
// shown: where all their views are the same, no views together tell it.
func TestAllViewsTogetherDoNotTellWhatIsHidden(t *testing.T) {
	h := newHall(t)
	h = h.remembered(counted{h.db})
	villages := []string{"archa", "tor", "jailoo"}
	m := survey.Municipality{ID: "twins", Rev: 1, Name: text("Эгиздер", "Близнецы")}
	for _, id := range villages {
		m.Villages = append(m.Villages, survey.Village{ID: id, Name: text(id, id)})
	}
	h.must(h.db.SaveMunicipality(t.Context(), m))
	for _, tt := range []struct {
		name string
		fill func(campaign string, hidden int)
	}{
		{"how few of all chose a need", func(campaign string, hidden int) {
			h.answers(campaign, "archa", 25, survey.SexFemale, "water")
			h.answers(campaign, "tor", 20, survey.SexMale, "roads")
			h.answers(campaign, "jailoo", 20, survey.SexMale, "roads", "water")
			h.answers(campaign, "archa", hidden, survey.SexFemale, "light")
			h.answers(campaign, "archa", 5-hidden, survey.SexFemale, "kinder")
		}},
		{"how few chose a need in a village", func(campaign string, hidden int) {
			h.answers(campaign, "archa", 30, survey.SexFemale, "water")
			h.answers(campaign, "archa", 25, survey.SexMale, "roads")
			h.answers(campaign, "tor", hidden, survey.SexFemale, "water")
			h.answers(campaign, "tor", 25-hidden, survey.SexFemale, "roads")
			h.answers(campaign, "jailoo", 5-hidden, survey.SexFemale, "water")
			h.answers(campaign, "jailoo", 20+hidden, survey.SexFemale, "roads")
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			views := map[int][]string{}
			for _, hidden := range []int{2, 3} {
				id := fmt.Sprint(strings.ReplaceAll(tt.name, " ", "-"), hidden)
				h.must(h.db.SaveCampaign(t.Context(), survey.Campaign{
					ID: id, Municipality: m.ID, Rev: 1, Title: text("Эгиз", "Близнец"), Status: survey.StatusOpen, Questionnaire: form().Key(),
				}))
				tt.fill(id, hidden)
				for _, path := range looks(id, villages, []string{"water", "roads", "kinder", "light", "other"}) {
					w := h.get(path, h.as(m.ID, access.Observer))
					if w.Code != http.StatusOK {
						t.Fatalf("%s: status %d, want 200", path, w.Code)
					}
					views[hidden] = append(views[hidden], strings.ReplaceAll(w.Body.String(), id, "ID"))
				}
			}
			if !strings.Contains(views[2][0], "*</td>") {
				t.Fatal("nothing is hidden")
			}
			for i, path := range looks("ID", villages, []string{"water", "roads", "kinder", "light", "other"}) {
				if diff := cmp.Diff(strings.Split(views[2][i], "\n"), strings.Split(views[3][i], "\n")); diff != "" {
					t.Fatalf("%s tells the number (-two +three):\n%s", path, diff)
				}
			}
		})
	}
}

// published hands on nothing but what the ranking says as a document.
type published struct{ counted }

func (p published) Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	s, err := p.counted.Snapshot(ctx, campaign, rule)
	if err != nil {
		return nil, err
	}
	document, err := json.Marshal(s.Ranking)
	if err != nil {
		return nil, err
	}
	s.Ranking = prioritize.Ranking{}
	return s, json.Unmarshal(document, &s.Ranking)
}

func TestViewsAreMadeOfThePublishedRanking(t *testing.T) {
	h := newHall(t)
	h = h.remembered(counted{h.db})
	handed := h.remembered(published{counted{h.db}})
	for _, path := range looks("summer", []string{"archa", "tor"}, []string{"water", "light"}) {
		got, want := handed.get(path, h.as("kok-jar", access.Owner)), h.get(path, h.as("kok-jar", access.Owner))
		if diff := cmp.Diff(strings.Split(want.Body.String(), "\n"), strings.Split(got.Body.String(), "\n")); diff != "" || want.Code != http.StatusOK {
			t.Fatalf("%s: status %d; what the document does not say (-want +got):\n%s", path, want.Code, diff)
		}
	}
}
