package wishes_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/access"
)

func TestManyTextsAreFollowedInTheGroupsThatThereAre(t *testing.T) {
	o := newOffice(t)
	o.room.Many(3)
	for range 3 {
		o.say("archa", "жол оңдоо", "")
	}
	gone := o.say("tor", "базар керек", "")
	aida := o.as(access.Organiser, "aida")
	o.read(at, aida)
	o.now = o.now.Add(time.Minute)
	o.say("tor", "Жолдорду ондоо!", "")
	other := o.say("tor", "мончо", "")
	doc := o.read(at, aida)
	for _, want := range []string{"осталось 6", "4 текста · Арча 3, Төр 1", "мончо", "Группы составлены"} {
		if got := words(doc.Find("main")); !strings.Contains(got, want) {
			t.Errorf("with those that came: got %q, want %q in it", got, want)
		}
	}
	// corrected, and back again
	r, err := o.db.Response(t.Context(), other)
	o.must(err)
	for _, say := range []string{"Жол ондоо", "мончо", "жол оңдоо"} {
		o.now = o.now.Add(time.Second)
		r.Answers[1].Value = survey.Words(say)
		r.Edits++
		o.must(o.db.ReplaceResponse(t.Context(), r))
		want, none := "5 текстов", "мончо"
		if say == "мончо" {
			want, none = "4 текста", "5 текстов"
		}
		if got := words(o.read(at, aida).Find("main")); !strings.Contains(got, want) || strings.Contains(got, none) || !strings.Contains(got, "осталось 6") {
			t.Errorf("corrected to %q: got %q, want %q and not %q", say, got, want, none)
		}
	}
	// coded, and undone: at once
	o.led(o.post(at, aida, url.Values{"of": {"other"}, "text": {other + "/said:0"}, "need": {"school"}}))
	doc = o.read(at, aida)
	if got := words(doc.Find("main")); !strings.Contains(got, "Разобрано 1 из 6, осталось 5") {
		t.Errorf("coded: got %q", got)
	}
	o.led(o.post(at+"/undo", aida, url.Values{"step": {doc.Find("[data-undo]").AttrOr("value", "")}}))
	if got := words(o.read(at, aida).Find("main")); !strings.Contains(got, "Разобрано 0 из 6, осталось 6") {
		t.Errorf("undone: got %q", got)
	}
	// withdrawn
	o.must(o.db.Withdraw(t.Context(), "needs", receipt(gone)))
	o.room.Forget("needs")
	o.until("what was withdrawn is gone", func() bool {
		got := words(o.read(at, aida).Find("main"))
		return !strings.Contains(got, "базар") && strings.Contains(got, "осталось 5")
	})
	// and grouped anew after a while
	o.now = o.now.Add(time.Hour)
	o.until("all are grouped anew", func() bool {
		return !strings.Contains(words(o.read(at, aida).Find("main")), "Группы составлены")
	})
	left, err := o.room.Left(t.Context(), &survey.Campaign{ID: "needs", Questionnaire: questionnaire().Key()})
	o.must(err)
	if left.Other != 5 || left.Wishes != 0 {
		t.Errorf("got %+v, want five left", left)
	}
}

// until waits for what is done in the background.
func (o *office) until(what string, is func() bool) {
	o.t.Helper()
	for range 500 {
		if is() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	o.t.Fatalf("not so: %s", what)
}

func TestAWordingOfManyTextsIsOneBox(t *testing.T) {
	o := newOffice(t)
	var ids []string
	for range 30 {
		ids = append(ids, o.say("archa", "жол оңдоо", ""))
	}
	o.say("archa", "Жол ондоо", "")
	aida := o.as(access.Organiser, "aida")
	doc := o.read(at, aida)
	wording, group := doc.Find(`[name=text][value^="="]`).AttrOr("value", ""), doc.Find("[name=ticked]").AttrOr("value", "")
	if wording == "" || len(wording) > 80 || group == "" {
		t.Fatalf("the box of 30 texts has %q, that of the group %q", wording, group)
	}
	o.now = o.now.Add(time.Minute)
	later := o.say("tor", "жол оңдоо", "") // one that came after the page was shown hinders nobody, and is left
	o.led(o.post(at, aida, url.Values{"of": {"other"}, "text": {wording}, "need": {"school"}}))
	for _, id := range ids {
		o.want(id, "said", "school")
	}
	o.want("r031", "said", "-")
	o.want(later, "said", "-")
	for _, value := range []url.Values{{"text": {wording}}, {"ticked": {group}}} { // neither is what it was when it was shown
		value.Set("of", "other")
		value.Set("need", "water")
		o.doc(o.post(at, aida, value), http.StatusConflict)
		o.want(ids[0], "said", "school")
		o.want("r031", "said", "-")
	}
}

func TestWhatIsCodedInTheMomentOfFreezingIsTakenBack(t *testing.T) {
	o := newOffice(t)
	a, b := o.say("archa", "", "жол оңдоо"), o.say("tor", "", "жол оңдоо")
	aida := o.as(access.Organiser, "aida")
	o.led(o.post(at, aida, url.Values{"of": {"proposal"}, "text": {a + "/wish:0"}, "need": {"school"}}))
	o.reviewed = func() {
		k, err := o.db.Campaign(t.Context(), "needs")
		o.must(err)
		k.Rev++
		k.Status = survey.StatusFrozen
		o.must(o.db.SaveCampaign(t.Context(), k))
	}
	doc := o.doc(o.post(at, aida, url.Values{"of": {"proposal"}, "state": {"all"}, "text": {a + "/wish:1"}, "need": {"roads"}}), http.StatusConflict)
	if got := words(doc.Find("main")); !strings.Contains(got, "Опрос заморожен") {
		t.Errorf("got %q, want that it is frozen", got)
	}
	o.want(a, "wish", "school")
	o.want(b, "wish", "-")
}
