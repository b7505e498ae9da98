package board_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
)

func TestBoardShowsTheRankingWithItsIntervals(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer", h.as("kok-jar", access.Observer))
	if diff := cmp.Diff([]string{"1", "2", "3", "4", "5"}, each(doc.Find(".needs .rank"))); diff != "" {
		t.Errorf("ranks (-want +got):\n%s", diff)
	}
	want := []string{"Питьевая вода", "Детский сад", "Дороги", "Другое", "Уличное освещение"}
	if diff := cmp.Diff(want, each(doc.Find(".needs .name"))); diff != "" {
		t.Errorf("needs (-want +got):\n%s", diff)
	}
	snapshot, err := counted{h.db}.Snapshot(t.Context(), "summer", prioritize.Reach)
	h.must(err)
	s := pagetest.Words(t).For("ru")
	for _, it := range snapshot.Ranking.Items {
		li := doc.Find("#need-" + it.Need.Code)
		value := s.Percent(*it.Share, 0) + " интервал 95 % " + s.Decimal(100**it.Low, 0) + "–" + s.Percent(*it.High, 0)
		if got, want := words(li.Find(".value")), strings.Join(strings.Fields(value), " "); got != want {
			t.Errorf("%s: value %q, want %q", it.Need.Code, got, want)
		}
		if got, want := words(li.Find(".more")), s.N("board.chosen", int(*it.Chosen)); !strings.Contains(got, want) {
			t.Errorf("%s: chosen by %q, want %q", it.Need.Code, got, want)
		}
		var x, width, dot, raw float64
		for attr, to := range map[string]*float64{".span x": &x, ".span width": &width, ".dot cx": &dot, ".raw x1": &raw} {
			class, name, _ := strings.Cut(attr, " ")
			*to, err = strconv.ParseFloat(strings.TrimSuffix(li.Find(".plot "+class).AttrOr(name, ""), "%"), 64)
			if err != nil {
				t.Errorf("%s: %s: %v", it.Need.Code, attr, err)
			}
		}
		if dot < x || dot > x+width {
			t.Errorf("%s: the dot at %.1f %% is outside the interval from %.1f to %.1f %%", it.Need.Code, dot, x, x+width)
		}
		if (raw < dot) != (*it.Unweighted < *it.Share) {
			t.Errorf("%s: the unweighted mark at %.1f %%, the dot at %.1f %%, for shares of %f and %f", it.Need.Code, raw, dot, *it.Unweighted, *it.Share)
		}
	}
	more := words(doc.Find("#need-kinder .more"))
	for _, want := range []string{"50 человек", "Борда 0,", "серьёзность 4,", "у женщин 1‑е место, у мужчин 4‑е"} {
		if !strings.Contains(more, want) {
			t.Errorf("what else is told of the kindergarten lacks %q: %q", want, more)
		}
	}
	if got := doc.Find("section[aria-labelledby=numbers] tbody tr").Length(); got != 5 {
		t.Errorf("rows of the table behind the chart: got %d, want 5", got)
	}
}

func TestBoardSaysWhatTheRankingRestsOn(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer", h.as("kok-jar", access.Observer))
	if got := words(doc.Find(".title")); !strings.Contains(got, "Предварительный результат") || !strings.Contains(got, "20 мая 2026 года, 12:00 (бишкекское время)") {
		t.Errorf("title: got %q, want that it is provisional, and as of when", got)
	}
	if got := words(doc.Find(".notice")); !strings.Contains(got, "вымышлены") {
		t.Errorf("the demonstration does not say that it is invented: %q", got)
	}
	quality := words(doc.Find("section[aria-labelledby=quality]"))
	for _, want := range []string{
		"102", "n_eff", "deff", "Взвешено только по населению сёл.", "отвечают те, кто сам решил ответить",
	} {
		if !strings.Contains(quality, want) {
			t.Errorf("data quality lacks %q: %q", want, quality)
		}
	}
	warned := words(doc.Find("section[aria-labelledby=warnings]"))
	for _, want := range []string{"полу и возрасту не взвешено", "не представлены: Бел-Жайлоо.", "«Другое» выбрали"} {
		if !strings.Contains(warned, want) {
			t.Errorf("the warnings lack %q: %q", want, warned)
		}
	}
	if got := doc.Find("#unweighted").Length(); got != 0 {
		t.Error("a weighted ranking is said to be unweighted")
	}
}

func TestBoardSaysThatAnUnweightedRankingIsOne(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/unknown", h.as("ak-tal", access.Observer))
	if got := words(doc.Find("#unweighted")); !strings.Contains(got, "Без взвешивания") {
		t.Errorf("banner: got %q", got)
	}
	if got := doc.Find(".strip .raw").Length(); got != 0 {
		t.Errorf("second marks beside shares that are unweighted anyway: got %d, want none", got)
	}
	if got := words(doc.Find(".notice")); strings.Contains(got, "вымышлены") {
		t.Errorf("real numbers are said to be invented: %q", got)
	}
}

func TestBoardOrdersByBorda(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer?rule=borda", h.as("kok-jar", access.Observer))
	snapshot, err := counted{h.db}.Snapshot(t.Context(), "summer", prioritize.Borda)
	h.must(err)
	s := pagetest.Words(t).For("ru")
	var want []string
	for _, it := range snapshot.Ranking.Items {
		want = append(want, s.Decimal(it.Borda.Value, 2))
	}
	if diff := cmp.Diff(want, each(doc.Find(".needs .value strong"))); diff != "" {
		t.Errorf("scores (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Весь аймак", "На какое место поставили", "Каждый житель поровну"}, each(doc.Find(".looks").First().Find("[aria-current]"))); diff != "" {
		t.Errorf("current choices (-want +got):\n%s", diff)
	}
}

func TestBoardOrdersByPointsWhereTheyAreGiven(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/hall?rule=points", h.as("ak-tal", access.Observer))
	if got := words(doc.Find(".needs li").First()); !strings.Contains(got, "Уличное освещение 0,68") {
		t.Errorf("the first by points: got %q, want light with 0.68", got)
	}
	if got := each(doc.Find("#order ~ a")); !slices.Contains(got, "Сколько баллов дали") {
		t.Errorf("rules: got %q", got)
	}
	if got := each(h.page("/board/summer", h.as("kok-jar", access.Observer)).Find("#order ~ a")); len(got) != 2 {
		t.Errorf("rules where no points are asked for: got %q, want two", got)
	}
}

func TestBoardSaysTheRankingInWords(t *testing.T) {
	h := newHall(t)
	said := each(h.page("/board/summer", h.as("kok-jar", access.Observer)).Find(".says li"))
	for _, want := range []string{
		"Ответили 102 человека.", "На первом месте — «Питьевая вода», и это надёжно.",
		"У женщин на первом месте — «Питьевая вода» и «Детский сад», у мужчин — «Дороги».",
	} {
		if !slices.Contains(said, want) {
			t.Errorf("%q is not said; said is:\n%s", want, strings.Join(said, "\n"))
		}
	}
}

func TestBoardShowsAVillage(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer?village=tor", h.as("kok-jar", access.Observer))
	if got, want := words(doc.Find("#chart")), "Кен-Тёр"; got != want {
		t.Errorf("heading: got %q, want %q", got, want)
	}
	var want []string
	snapshot, err := counted{h.db}.Snapshot(t.Context(), "summer", prioritize.Reach)
	h.must(err)
	shown := 0
	for _, it := range snapshot.Ranking.Items {
		if it.Villages[1].Rank != nil || it.Villages[1].Share != nil {
			shown++
		} else {
			want = append(want, it.Need.Name["ru"])
		}
	}
	if got := doc.Find(".needs li[id]").Length(); got != shown || shown == 0 {
		t.Errorf("needs shown: got %d, want %d, not none", got, shown)
	}
	for _, name := range want {
		if got := words(doc.Find(".untold")); !strings.Contains(got, name) {
			t.Errorf("the page does not say that %q is not shown: %q", name, got)
		}
	}
	if got := doc.Find(`.looks a[href*="rule=borda"]`).Length(); got != 0 {
		t.Error("a choice of rules is offered within a village")
	}

	for _, section := range []string{".compare", "section[aria-labelledby=quality]"} {
		if got := words(doc.Find(section)); !strings.Contains(got, "Весь аймак") {
			t.Errorf("beside a village's needs, %s does not say that it is of the whole aimak: %q", section, got)
		}
	}

	doc = h.page("/board/summer?village=jailoo", h.as("kok-jar", access.Observer))
	if got := words(doc.Find(".chart .lead")); !strings.Contains(got, "слишком мало") {
		t.Errorf("a village without answers: got %q", got)
	}
}

func TestBoardSaysWhyPlacesAndFiguresAreLeftOut(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/winter?village=archa", h.as("kok-jar", access.Observer))
	if diff := cmp.Diff([]string{"1", "2", "–", "–"}, each(doc.Find(".needs .rank"))); diff != "" {
		t.Errorf("ranks in the village (-want +got):\n%s", diff)
	}
	if got := words(doc.Find(".placeless")); !strings.Contains(got, "место не названо") {
		t.Errorf("places are left out and the page does not say why: %q", got)
	}
	doc = h.page("/board/winter", h.as("kok-jar", access.Observer))
	light := doc.Find("#need-light")
	if got, want := words(light), "– Уличное освещение числа не показаны: по ним можно было бы узнать ответы немногих людей"; got != want || light.Find(".plot svg").Length() > 0 {
		t.Errorf("a need that few chose: got %q with %d drawings, want %q with none", got, light.Find(".plot svg").Length(), want)
	}
}

func TestBoardSetsWomenBesideMen(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/summer", h.as("kok-jar", access.Observer))
	women, men := each(doc.Find(".slopes .left li")), each(doc.Find(".slopes .right li"))
	if len(women) == 0 || len(women) != len(men) {
		t.Fatalf("needs of women %q, of men %q", women, men)
	}
	if got := doc.Find(".slopes .lines line").Length(); got != len(women) {
		t.Errorf("lines: got %d, want %d", got, len(women))
	}
	if got := words(doc.Find(".slopes .left .apart")); !strings.Contains(got, "Детский сад") {
		t.Errorf("what stands apart: got %q, want the kindergarten, which no man chose", got)
	}
}

func TestBoardWithTooFewAnswersShowsNone(t *testing.T) {
	h := newHall(t)
	doc := h.page("/board/empty", h.as("kok-jar", access.Owner))
	if got := words(doc.Find(".lead")); got == "" {
		t.Error("the page does not say why it is empty")
	}
	if got := doc.Find(".needs, .numbers, .slopes, .files, #unweighted, .tag").Length(); got != 0 {
		t.Errorf("parts of a ranking that is not there: got %d, want none", got)
	}
}

func TestBoardSpeaksThreeLanguages(t *testing.T) {
	h := newHall(t) // whose words fail the test where one is missing
	h = h.remembered(counted{h.db})
	for _, path := range append(looks("summer", []string{"tor"}, []string{"water", "light"}), "/board/summer?size=hall", "/board/winter", "/board/unknown", "/board/hall?rule=points", "/board/empty") {
		for _, lang := range []string{"ky", "ru", "en"} {
			owner := h.as("kok-jar", access.Owner)
			if strings.HasPrefix(path, "/board/unknown") || strings.HasPrefix(path, "/board/hall") {
				owner = h.as("ak-tal", access.Owner)
			}
			doc := read(t, h.get(path, owner, "Accept-Language", lang), 200)
			if got := doc.Find("html").AttrOr("lang", ""); got != lang {
				t.Errorf("%s in %s: the page is in %q", path, lang, got)
			}
			if got := doc.Find("style, [style], script:not([src])").Length(); got > 0 {
				t.Errorf("%s: %d inline styles or scripts, which the policy forbids", path, got)
			}
		}
	}
}
