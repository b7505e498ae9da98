package form_test

import (
	"testing"

	"ashar/configs"
)

// What has no translation is shown in another language, and says in which, for who has it read out.
func TestTextInAnotherLanguageSaysInWhich(t *testing.T) {
	q := readQuestionnaire(t, configs.Questionnaires(), "community-needs.json")
	for i := range q.Questions {
		q.Questions[i].Shuffle = false
	}
	x := q.Question("needs")
	delete(x.Label, "ky")
	delete(x.Label, "en")
	c := q.Choice(x.List, "water")
	delete(c.Label, "ky")
	delete(c.Label, "en")
	q.Prepare()
	p := newPhone(t, serve(t, q))
	p.open("/f/" + openCode)
	p.submit(p.one("main form"), nil)
	if got := p.one("h1").AttrOr("lang", ""); got != "ru" {
		t.Errorf("the question is in %q, want ru", got)
	}
	if got := p.one("input[value=water] + .card .words").AttrOr("lang", ""); got != "ru" {
		t.Errorf("the choice is in %q, want ru", got)
	}
	if got, there := p.one("input[value=roads] + .card .words").Attr("lang"); there {
		t.Errorf("a choice in the page's language says %q", got)
	}
	p.tick("water", "roads")
	p.press("do", "next")
	if got := p.one("button[value=water] .words").AttrOr("lang", ""); got != "ru" {
		t.Errorf("the choice to be placed is in %q, want ru", got)
	}
}
