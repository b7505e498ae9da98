package form_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"ashar/survey"
)

// boxes are the points that the page shows, of the choices that have some.
func (p *phone) boxes() string {
	var shown []string
	p.page().Find(`input[name^="points."]`).Each(func(_ int, in *goquery.Selection) {
		if v := in.AttrOr("value", ""); v != "" {
			shown = append(shown, strings.TrimPrefix(in.AttrOr("name", ""), "points.")+" "+v)
		}
	})
	return strings.Join(shown, ", ")
}

func TestPointsAreTappedOrTyped(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	p.until("budget")
	want := func(step, boxes, left string) {
		t.Helper()
		p.sees(http.StatusOK, "Калды: "+left+" упай")
		if got := p.boxes(); got != boxes {
			t.Errorf("%s: the boxes hold %q, want %q", step, got, boxes)
		}
	}
	want("at first", "", "10")
	p.press("give", "roads")
	want("after a tap on +", "roads 1", "9")
	if want := "c1"; p.at.Fragment != want {
		t.Errorf("a tap leads to #%s, want #%s, the row that was tapped", p.at.Fragment, want)
	}
	p.enter("points.light", "4")
	p.press("give", "roads")
	want("typed in one row and tapped in another", "roads 2, light 4", "4")
	p.enter("points.light", "2")
	p.press("give", "light")
	want("typed and tapped in one row", "roads 2, light 3", "5")
	p.press("take", "light")
	p.enter("points.roads", "")
	p.press("take", "light")
	want("one box emptied", "light 1", "9")

	old := p.page()
	address := p.at.Path
	tap := filled(old.Find("main form"), fields("give", "water"))
	p.post(address, tap)
	p.post(address, tap) // tapped before the page with the first tap had come
	want("after two quick taps", "water 2, light 1", "7")
	p.doc = old
	p.next("Экөөнүн кайсынысы керектүүрөөк?") // from the old page as well
	p.press("do", "back")
	want("after going on from an old page", "water 2, light 1", "7")

	p.post(address, fields("take", "kinder"))
	want("none is taken where there is none", "water 2, light 1", "7")
	p.enter("points.health", "7")
	p.press("give", "health")
	want("none is given when none is left", "water 2, health 7, light 1", "0")
	if n := p.page().Find("button[name=give]:not([disabled])").Length(); n != 0 {
		t.Errorf("%d choices can be given more, want none", n)
	}
	if n := p.page().Find("button[name=take]:not([disabled])").Length(); n != 3 {
		t.Errorf("%d choices can be given less, want 3", n)
	}
}

func TestPointsThatCannotBeGivenAreRefusedBesideTheirBox(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	p.until("budget")
	words := s.words.For("ky")
	p.press("do", "next")
	p.mends("answer", s.problem(survey.Missing, 0, 0, ""))
	p.enter("points.water", "8")
	p.enter("points.roads", "4")
	p.press("do", "next")
	p.mends("answer", s.problem(survey.OverPoints, 10, 12, ""))
	if got, want := p.boxes(), "water 8, roads 4"; got != want {
		t.Errorf("the boxes hold %q, want %q", got, want)
	}
	p.enter("points.roads", "11")
	p.press("do", "next")
	p.mends("n1", s.problem(survey.OverPoints, 10, 11, ""))
	for _, typed := range []string{"x", "-1", "1,5", strings.Repeat("9", 30), "\xff"} {
		p.post(p.at.Path, fields("do", "next", "points.roads", typed, "points.light", "1"))
		p.mends("n1", words.T("problem.not_whole"))
	}
	for _, unknown := range []string{"give", "take"} {
		p.post(p.at.Path, fields(unknown, "palace"))
		p.mends("answer", s.problem(survey.UnknownChoice, 0, 0, ""))
	}
	p.post(p.at.Path, fields("do", "next", "points.palace", "1"))
	p.mends("answer", s.problem(survey.UnknownChoice, 0, 0, ""))
}

func TestEveryPairWithoutAnAnswerIsNamedAndMarked(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	p.until("pairs")
	p.page().Find("fieldset.pair").Eq(1).Find("input").Eq(2).SetAttr("checked", "")
	p.press("do", "next")
	p.sees(http.StatusUnprocessableEntity, "1-жуп: бирин тандаңыз.", "3-жуп: бирин тандаңыз.")
	if n := p.page().Find(".pair .bad").Length(); n != 2 {
		t.Errorf("%d pairs are marked, want 2", n)
	}
	p.page().Find(".mistakes a").Each(func(_ int, link *goquery.Selection) {
		if p.one(link.AttrOr("href", "")).Find(".wrong").Text() != link.Text() {
			t.Errorf("beside what the top leads to it does not say %q", link.Text())
		}
	})
	if got := p.checked(); len(got) != 1 || got[0] != "" {
		t.Errorf("ticked are %q, want the one that was", got)
	}
	for _, tampered := range []string{"pair.water palace", "pair.water", "pair.", "pair.water water"} {
		p.post(p.at.Path, fields("do", "next", tampered, "water"))
		p.sees(http.StatusUnprocessableEntity, s.problem(survey.NotAPair, 0, 0, ""))
	}
}
