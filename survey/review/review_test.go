package review_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
	"ashar/survey/quality"
	"ashar/survey/review"
)

const (
	burst = "полностью одинаковых"
	same  = "теми же словами"
)

func TestTemplatesFitTheirPages(t *testing.T) { pagetest.Check(t, newBureau(t).room, review.Views()) }

func TestThereAreWordsForAllThatIsChosenByName(t *testing.T) {
	words := pagetest.Words(t)
	ids := []string{"review.reason.judged", "review.verdict.merged_into", "review.wrong.into.excluded", "review.wrong.into.merged"}
	for _, r := range quality.Reasons() {
		ids = append(ids, "review.reason."+string(r))
	}
	for _, r := range []quality.Reason{quality.HastyAlone, quality.StraightAlone} {
		ids = append(ids, "review.odd."+string(r))
	}
	for _, v := range survey.Verdicts() {
		ids = append(ids, "review.verdict."+string(v))
	}
	for _, d := range review.Dones {
		ids = append(ids, "review.done."+d, "review.do."+d)
	}
	for _, w := range review.Whys {
		ids = append(ids, "review.why."+w)
	}
	for _, column := range []string{"with", "without"} {
		ids = append(ids, "review.order."+column, "review.order."+column+"_none", "review.order."+column+"_few")
	}
	for _, id := range ids {
		for _, lang := range words.Languages() {
			if !words.Has(lang, id) {
				t.Errorf("%s is missing in %s", id, lang)
			}
		}
	}
}

// Each case says why, has its members side by side with what differs marked, and tells nobody who they are.
func TestTheQueueSaysWhy(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	doc := b.page(queue)
	text := words(doc.Find("main"))
	for _, want := range []string{"2 открытых случая", "Просмотрено 38 ответов", "6 " + burst, "2 ответах одно и то же длинное пожелание", "Потребность 3; Потребность 7; Потребность 9", "Көпүрө керек"} {
		if !strings.Contains(text, want) {
			t.Errorf("it does not say %q:\n%s", want, text)
		}
	}
	html, _ := doc.Html()
	for _, secret := range []string{"SECRET", "pseudonym", "41.5", "73.25"} {
		if strings.Contains(html, secret) {
			t.Errorf("it tells %q", secret)
		}
	}
	cases := doc.Find(".case")
	if got := cases.Eq(0).Find(".other").Length(); got != 0 {
		t.Errorf("of a burst %d answers are marked as different", got)
	}
	if got := cells(cases.Eq(1).Find(".other")); got != "иначе: Потребность 1; Потребность 5 | иначе: Потребность 1: Уровень 0; Потребность 5: Уровень 1" {
		t.Errorf("of the two with one wish these are marked as different: %q", got)
	}
	if got := cells(doc.Find(".order tbody").Find("th, td")); got != "Вода | 1 | 2 | Дороги | 2 | 1" {
		t.Errorf("the order: %q", got)
	}
}

// A burst is decided at once; what was decided stands beside, with who and why, and can be taken back.
func TestACaseIsDecidedAndTakenBack(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	if w := b.decide(b.page(queue), burst, "excluded", "Бир колдон толтурулган"); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "n=6") {
		t.Fatalf("got %d to %s", w.Code, w.Header().Get("Location"))
	}
	if got := b.verdicts("b0", "b5", "w0"); got != "excluded, excluded, -" {
		t.Errorf("stored: %s", got)
	}
	doc := b.page(queue + "?show=open&done=excluded&n=6")
	if text := words(doc.Find("main")); strings.Contains(text, burst) || !strings.Contains(text, "1 открытый случай") || !strings.Contains(text, "Отложено 6 ответов") {
		t.Errorf("after it was decided:\n%s", text)
	}
	if got := words(doc.Find(".order thead")); !strings.Contains(got, "Вместе с отложенными") || strings.Contains(got, "Без нерешённых") {
		t.Errorf("the order has the columns %q", got)
	}
	doc = b.page(queue + "?show=decided")
	if text := words(doc.Find(".case")); !strings.Contains(text, "Бир колдон толтурулган") || !strings.Contains(text, "Айгүл, 20 мая 2026") {
		t.Errorf("what was decided: %s", text)
	}
	if w := b.decide(doc, burst, "undone", ""); w.Code != http.StatusSeeOther {
		t.Fatalf("taking it back: got %d", w.Code)
	}
	if got := b.verdicts("b0", "b5"); got != "-, -" {
		t.Errorf("taken back: %s", got)
	}
	if text := words(b.page(queue).Find("main")); !strings.Contains(text, burst) {
		t.Error("it is not open again")
	}
	var deeds []string
	for e, err := range b.db.EntriesAfter(t.Context(), "kok-jar", 0) {
		b.must(err)
		if e.Action == access.ReviewAnswers {
			before, _, _ := strings.Cut(e.After, " of case")
			_, why, _ := strings.Cut(e.After, "; ")
			deeds = append(deeds, strings.Join([]string{e.Account, e.Subject, before, why}, "|"))
		}
	}
	want := []string{"kok-jar-organiser|campaign/summer|excluded 6|Бир колдон толтурулган", "kok-jar-organiser|campaign/summer|undone 6|"}
	if diff := cmp.Diff(want, deeds); diff != "" {
		t.Errorf("audit trail (-want +got):\n%s", diff)
	}
}

func TestOnlySomeAreDecided(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	doc := b.page(queue)
	fields := b.form(doc, burst)
	fields["of"] = fields["of"][1:3]
	fields.Set("verdict", "excluded")
	fields.Set("said", "copied")
	if w := b.do(http.MethodPost, queue, b.as("kok-jar", access.Owner), fields); w.Code != http.StatusSeeOther {
		t.Fatalf("got %d", w.Code)
	}
	if got := b.verdicts("b0", "b1", "b2", "b3", "b4", "b5"); got != "-, excluded, excluded, -, -, -" {
		t.Errorf("stored: %s", got)
	}
	if r, err := b.db.Response(t.Context(), "b1"); err != nil || r.Judgement.Why != "Анкета скопирована" {
		t.Errorf("the reason that was tapped: %+v, %v", r.Judgement, err)
	}
}

// Merged into one, that one counts and the others do not; into one that does not count nothing is merged, and what holds
// others stays.
func TestMerging(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	merge := func(into string) (int, string) {
		fields := b.form(b.page(queue), burst)
		fields.Set("verdict", "merged")
		fields.Set("stays", into)
		fields.Set("why", "бир киши")
		w := b.do(http.MethodPost, queue, b.as("kok-jar", access.Organiser), fields)
		return w.Code, words(read(t, w).Find(".mistakes"))
	}
	if code, said := merge("o01"); code != http.StatusUnprocessableEntity || !strings.Contains(said, "какой ответ останется") {
		t.Errorf("into one that is not of the case: got %d, %q", code, said)
	}
	for verdict, want := range map[survey.Verdict]string{survey.Excluded: "отложен, объединять с ним нельзя", survey.Merged: "сам объединён с другим"} {
		r, err := b.db.Response(t.Context(), "b2")
		b.must(err)
		j := &survey.Judgement{Verdict: verdict, Why: "x", By: "a", At: now}
		if verdict == survey.Merged {
			j.Into = "b3"
		}
		b.must(r.Judge(j))
		b.must(b.db.ReviewResponse(t.Context(), r))
		if code, said := merge("b2"); code != http.StatusUnprocessableEntity || !strings.Contains(said, want) {
			t.Errorf("into one that is %s: got %d, %q", verdict, code, said)
		}
		b.must(r.Judge(nil))
		b.must(b.db.ReviewResponse(t.Context(), r))
	}
	if code, said := merge("b2"); code != http.StatusSeeOther {
		t.Fatalf("got %d, %q", code, said)
	}
	if got := b.verdicts("b0", "b1", "b2", "b3", "b4", "b5"); got != "merged b2, merged b2, -, merged b2, merged b2, merged b2" {
		t.Errorf("stored: %s", got)
	}
	doc := b.page(queue + "?show=decided")
	if text := words(doc.Find(".case")); strings.Count(text, "объединён с ответом 3") != 5 {
		t.Errorf("it does not say into which: %s", text)
	}
	fields := b.form(doc, burst)
	fields["of"] = nil
	for _, of := range read(t, b.do(http.MethodGet, queue+"?show=decided", b.as("kok-jar", access.Organiser), nil)).Find("[name=of]").EachIter() {
		if value := of.AttrOr("value", ""); strings.HasPrefix(value, "b2@") {
			fields.Add("of", value)
		}
	}
	fields.Set("verdict", "excluded")
	fields.Set("why", "x")
	if w := b.do(http.MethodPost, queue, b.as("kok-jar", access.Organiser), fields); w.Code != http.StatusUnprocessableEntity || !strings.Contains(words(read(t, w).Find(".mistakes")), "объединены другие") {
		t.Errorf("what holds others was set aside: got %d", w.Code)
	}
}

func TestWhatIsLackingIsSaid(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	doc := b.page(queue)
	for name, c := range map[string]struct {
		change func(url.Values)
		want   string
	}{
		"no reason":        {func(f url.Values) { f.Set("verdict", "excluded") }, "Выберите причину"},
		"no verdict":       {func(f url.Values) { f.Set("verdict", "deleted") }, "Выберите, что сделать"},
		"nobody":           {func(f url.Values) { f.Set("verdict", "accepted"); f.Del("of") }, "хотя бы один"},
		"another case":     {func(f url.Values) { f.Set("verdict", "accepted"); f.Set("case", "burst-0") }, "уже изменился"},
		"not of the case":  {func(f url.Values) { f.Set("verdict", "accepted"); f.Set("of", "o01@0") }, "уже изменился"},
		"a reason of 501":  {func(f url.Values) { f.Set("verdict", "excluded"); f.Set("why", strings.Repeat("ө", 501)) }, "не длиннее 500"},
		"only blank space": {func(f url.Values) { f.Set("verdict", "merged"); f.Set("why", " \t ") }, "Выберите причину"},
	} {
		fields := b.form(doc, burst)
		c.change(fields)
		w := b.do(http.MethodPost, queue, b.as("kok-jar", access.Organiser), fields)
		if said := words(read(t, w).Find(".mistakes")); w.Code != http.StatusUnprocessableEntity || !strings.Contains(said, c.want) {
			t.Errorf("%s: got %d, %q, want %q", name, w.Code, said, c.want)
		}
	}
	if got := b.verdicts("b0", "b1", "b2", "b3", "b4", "b5", "o01"); got != "-, -, -, -, -, -, -" {
		t.Errorf("stored all the same: %s", got)
	}
	fields := b.form(doc, burst) // to accept, none is needed
	fields.Set("verdict", "accepted")
	if w := b.do(http.MethodPost, queue, b.as("kok-jar", access.Organiser), fields); w.Code != http.StatusSeeOther {
		t.Errorf("accepted without a reason: got %d", w.Code)
	}
}

// Of two who decide at once the second is told who was first, and nothing of the first one's is lost; pressing twice is no
// conflict.
func TestTwoDecideAtOnce(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	doc := b.page(queue)
	fields := b.form(doc, burst)
	fields["of"] = fields["of"][:2]
	fields.Set("verdict", "accepted")
	first := b.signIn("kok-jar", "nurlan", "Нурлан", access.Organiser)
	if w := b.do(http.MethodPost, queue, first, fields); w.Code != http.StatusSeeOther {
		t.Fatalf("the first: got %d", w.Code)
	}
	if w := b.do(http.MethodPost, queue, first, fields); w.Code != http.StatusSeeOther {
		t.Errorf("pressed twice: got %d", w.Code)
	}
	w := b.decide(doc, burst, "excluded", "көчүрмө")
	said := words(read(t, w).Find(".mistakes"))
	if w.Code != http.StatusConflict || !strings.Contains(said, "сохранено для 4 ответов") || !strings.Contains(said, "2 ответа: Нурлан решил(а) раньше вас: учитывается") {
		t.Errorf("the second: got %d, %q", w.Code, said)
	}
	if got := b.verdicts("b0", "b1", "b2", "b5"); got != "accepted, accepted, excluded, excluded" {
		t.Errorf("stored: %s", got)
	}
	// A respondent corrects the answer while it is looked at.
	doc = b.page(queue)
	r, err := b.db.Response(t.Context(), "w0")
	b.must(err)
	r.Edits++
	b.must(b.db.ReplaceResponse(t.Context(), r))
	w = b.decide(doc, same, "excluded", "эки жолу")
	if said := words(read(t, w).Find(".mistakes")); w.Code != http.StatusConflict || !strings.Contains(said, "1 ответ: изменился, пока вы смотрели") {
		t.Errorf("corrected meanwhile: got %d, %q", w.Code, said)
	}
}

func TestFrozenNothingIsDecided(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	doc := b.page(queue)
	c, err := b.db.Campaign(t.Context(), "summer")
	b.must(err)
	c.Rev, c.Status, c.Closes = c.Rev+1, survey.StatusFrozen, now.Add(-time.Hour)
	b.must(b.db.SaveCampaign(t.Context(), c))
	w := b.decide(doc, burst, "excluded", "көчүрмө")
	if said := words(read(t, w).Find(".mistakes")); w.Code != http.StatusGone || !strings.Contains(said, "больше не меняется") {
		t.Errorf("got %d, %q", w.Code, said)
	}
	if got := b.verdicts("b0"); got != "-" {
		t.Errorf("stored: %s", got)
	}
	if doc := b.page(queue); doc.Find(".case").Length() != 2 || doc.Find(".case button, .case [type=checkbox]").Length() > 0 || strings.Contains(words(doc.Find(".lead")), "можно отменить") {
		t.Error("of a frozen survey the queue can still be worked, or not be seen")
	}
}

// A burst of many is decided whole from the queue, and seen whole on a page of its own.
func TestManyMembers(t *testing.T) {
	b := newBureau(t)
	for i := range 50 {
		b.answer(fmt.Sprintf("m%02d", i), "archa", "", time.Duration(i)*10*time.Second, "n3", "n7", "n9")
		b.answer(fmt.Sprintf("o%02d", i), "archa", fmt.Sprint("тилек ", i), time.Duration(i)*time.Hour, fmt.Sprint("n", i%3), fmt.Sprint("n", 4+i%7))
	}
	doc := b.page(queue)
	if got := words(doc.Find(".case")); !strings.Contains(got, "и ещё 44 ответа") {
		t.Fatalf("it does not say how many more there are: %s", got)
	}
	alone := doc.Find(".case a").AttrOr("href", "")
	if got := b.page(alone).Find("[name=of]").Length(); got != 40 {
		t.Errorf("alone %d are shown, want 40", got)
	}
	fields := b.form(b.page(alone+"&from=40"), burst)
	if len(fields["of"]) != 10 {
		t.Errorf("on its second page %d are shown, want 10", len(fields["of"]))
	}
	fields.Del("rest")
	fields.Set("verdict", "accepted")
	if w := b.do(http.MethodPost, queue, b.as("kok-jar", access.Organiser), fields); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "n=10") {
		t.Errorf("the second page alone: got %d to %s", w.Code, w.Header().Get("Location"))
	}
	if w := b.decide(b.page(queue), burst, "excluded", "көчүрмө"); w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Location"), "n=40") {
		t.Errorf("the others: got %d to %s", w.Code, w.Header().Get("Location"))
	}
	if got := b.verdicts("m00", "m20", "m39", "m40", "m49"); got != "excluded, excluded, excluded, accepted, accepted" {
		t.Errorf("stored: %s", got)
	}
}

// Until it was looked through once the page says so and comes again by itself; when that fails it is tried again.
func TestLookingThroughTakesTime(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	b.looks.failed = errors.New("no store")
	w := b.do(http.MethodGet, queue, b.as("kok-jar", access.Organiser), nil)
	doc := read(t, w)
	if w.Code != http.StatusOK || doc.Find("meta[http-equiv=refresh]").Length() != 1 || !strings.Contains(words(doc.Find("main")), "скоро обновится") {
		t.Errorf("got %d: %s", w.Code, words(doc.Find("main")))
	}
}

func TestMoreAnswersThanAdultsAreTold(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	for i := range 6 {
		b.answer(fmt.Sprint("t", i), "tor", "", time.Duration(100+i)*time.Hour, fmt.Sprint("n", i))
	}
	if text := words(b.page(queue).Find(".notice.warn")); !strings.Contains(text, "Тёр: учитывается ответов: 7, а взрослых там 5") {
		t.Errorf("got %q", text)
	}
}

// Enumerators are told apart by what they are called.
func TestPacesAreShown(t *testing.T) {
	b := newBureau(t)
	b.signIn("kok-jar", "aida", "Аида Осмонова", access.Enumerator)
	for i := range 12 {
		r := b.answer(fmt.Sprint("e", i), "archa", "", time.Duration(i)*time.Minute, fmt.Sprint("n", i), fmt.Sprint("n", (i+1)%12))
		r.ID, r.Channel, r.Entry, r.Begun, r.Submitted = fmt.Sprint("f", i), survey.Assisted, &survey.Entry{By: "aida"}, now.Add(time.Duration(i)*5*time.Second), now.Add(time.Duration(i)*5*time.Second+4*time.Second)
		b.must(b.db.InsertResponse(t.Context(), r))
	}
	doc := b.page(queue)
	if got := cells(doc.Find(".paces tbody").Find("th, td")); !strings.HasPrefix(got, "Аида Осмонова | 12 | 4 секунды | 12 | 12 |") {
		t.Errorf("got %q", got)
	}
	if got := words(doc.Find(".case h3")); !strings.Contains(got, "Аида Осмонова, 20 мая 2026 года: 12 анкет заполнено быстрее") {
		t.Errorf("got %q", got)
	}
}

func TestNobodyElseSeesOrDecides(t *testing.T) {
	b := newBureau(t)
	b.furnish()
	fields := b.form(b.page(queue), burst)
	fields.Set("verdict", "accepted")
	for _, role := range []access.Role{access.Enumerator, access.Analyst, access.Observer} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if w := b.do(method, queue, b.as("kok-jar", role), fields); w.Code != http.StatusForbidden {
				t.Errorf("%s by %s: got %d, want 403", method, role, w.Code)
			}
		}
	}
	if w := b.do(http.MethodPost, queue, b.as("ak-tal", access.Owner), fields); w.Code != http.StatusNotFound {
		t.Errorf("another municipality's owner: got %d, want 404", w.Code)
	}
	if got := b.verdicts("b0"); got != "-" {
		t.Errorf("stored: %s", got)
	}
}
