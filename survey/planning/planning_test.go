package planning_test

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page/pagetest"
	"ashar/survey/planning"
)

func TestTemplatesFitTheirPages(t *testing.T) { pagetest.Check(t, newOffice(t).room, planning.Views()) }

func TestNewCampaignFromABuiltin(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	doc := o.read(o.get(planning.NewPath, organiser), http.StatusOK)
	o.said("the choices", words(doc.Find("main")), "Что нужно?", "Одна минута.", "Из файла Excel")
	c := o.draft(url.Values{"from": {"builtin:other"}, "ky": {"Күз"}, "first": {"2026-09-01"}, "last": {"30.9.2026"}})
	midnight := func(month time.Month, day int) time.Time {
		return time.Date(2026, month, day, 0, 0, 0, 0, bishkek).UTC()
	}
	want := survey.Campaign{
		ID: "kok-jar-2026", Rev: 1, Municipality: "kok-jar", Title: survey.Text{"ky": "Күз"}, Questionnaire: "other@2026010101",
		Status: survey.StatusDraft, Opens: midnight(9, 1), Closes: midnight(10, 1),
	}
	if diff := cmp.Diff(want, c); diff != "" {
		t.Errorf("the draft (-want +got):\n%s", diff)
	}
	if second := o.draft(nil); second.ID != "kok-jar-2026-2" || second.Title["ru"] != "Что нужно?" {
		t.Errorf("the second one: %+v", second)
	}
	e, err := o.db.LastEntry(t.Context(), "kok-jar")
	if err != nil || e.Account != "kok-jar-organiser" || e.After != "draft, asks needs@2026010101" {
		t.Errorf("the audit trail says %+v (%v)", e, err)
	}
}

func TestNewCampaignSaysAllThatIsWrong(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	faulty := o.spoilt(needs("mine"), map[string]string{"survey!A3": "select_one nowhere", "settings!B2": ""})
	typed := url.Values{"from": {"file"}, "ky": {"Жаз «2026»"}, "first": {"2026-06-10"}, "last": {"2026-06-01"}}
	doc := o.read(o.send(planning.NewPath, organiser, typed, faulty), http.StatusUnprocessableEntity)
	if got := doc.Find("#faults li").Length(); got < 2 {
		t.Errorf("%d faults are told, want all of them: %s", got, words(doc.Find("main")))
	}
	o.said("the faults", words(doc.Find("#faults")), "лист «settings»", "лист «survey»", "строка", "ячейка")
	o.said("the mistakes", words(doc.Find(".mistakes")), "Последний день не может быть раньше первого", "В файле нужно исправить")
	got := filled(doc)
	for name, want := range typed {
		if diff := cmp.Diff(want, got[name]); diff != "" {
			t.Errorf("%s was lost (-want +got):\n%s", name, diff)
		}
	}
	for name, file := range map[string][]byte{"Файл не выбран": nil, "не открывается": []byte("no workbook"), "нельзя вычислить приоритеты": o.book(unranked())} {
		doc := o.read(o.send(planning.NewPath, organiser, url.Values{"from": {"file"}}, file), http.StatusUnprocessableEntity)
		o.said(name, words(doc.Find(".mistakes")), name)
	}
	o.read(o.post(planning.NewPath, organiser, url.Values{"from": {"campaign:elsewhere"}}), http.StatusUnprocessableEntity)
	at := o.led(o.send(planning.NewPath, organiser, url.Values{"from": {"file"}}, o.book(needs("mine"))))
	if c := o.campaign(strings.Split(at, "/")[2]); c.Questionnaire != "mine@2026010101" {
		t.Errorf("mended, it asks %s", c.Questionnaire)
	}
	other := needs("mine")
	other.Title = survey.Text{"ky": "Башка", "ru": "Другое"}
	doc = o.read(o.send(planning.NewPath, organiser, url.Values{"from": {"file"}}, o.book(other)), http.StatusUnprocessableEntity)
	o.said("another of the same version", words(doc.Find(".mistakes")), "новый номер")
}

// unranked asks about nothing that can be ranked.
func unranked() *survey.Questionnaire {
	q := needs("unranked")
	q.Questions[0].Role = ""
	return q
}

func TestCopyLastYears(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	last := o.draft(url.Values{"ky": {"Жаз 2026"}, "first": {"2026-05-20"}, "last": {"2026-06-19"}})
	last.Rev++
	last.Limit, last.Visibility, last.Targets, last.Keep = 400, survey.ShowsCount, &survey.Targets{Women: 0.5}, last.Closes.AddDate(1, 0, 0)
	o.must(o.db.SaveCampaign(t.Context(), last))
	o.led(o.step(last.ID, survey.Opens, organiser))
	o.now = o.now.AddDate(0, 2, 0)
	doc := o.read(o.get(planning.NewPath+"?copy="+last.ID, o.as("kok-jar", access.Owner)), http.StatusOK) // the other's session is over
	fields := filled(doc)
	if fields.Get("first") != "2027-05-20" || fields.Get("last") != "2027-06-19" || fields.Get("ky") != "Жаз 2027" || fields.Get("from") != "campaign:"+last.ID {
		t.Errorf("proposed: %v", fields)
	}
	at := o.led(o.post(planning.NewPath, o.as("kok-jar", access.Owner), fields))
	c := o.campaign(strings.Split(at, "/")[2])
	if c.ID != "kok-jar-2027" || c.Limit != 400 || c.Visibility != survey.ShowsCount || c.Targets == nil || c.Targets.Women != 0.5 || c.Villages != nil ||
		!c.Keep.IsZero() || c.Status != survey.StatusDraft || c.Questionnaire != last.Questionnaire {
		t.Errorf("the copy: %+v", c)
	}
}

func TestSettingsOfADraft(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	c := o.draft(nil)
	path := "/desk/" + c.ID + "/settings"
	fields := filled(o.read(o.get(path, organiser), http.StatusOK))
	for name, value := range map[string]string{
		"ky": "Күз", "first": "2026-09-01", "last": "2026-09-30", "language": "ru", "admits": "codes", "limit": "400", "shows": "count",
		"keep": "2027-09-30", "women": "50,6", "answers": "40",
	} {
		fields.Set(name, value)
	}
	if at := o.led(o.post(path, organiser, fields)); at != planning.PlanPath(c.ID) {
		t.Errorf("it leads to %s", at)
	}
	got := o.campaign(c.ID)
	targets := survey.DefaultTargets()
	targets.Women, targets.Answers = 0.506, 40
	want := c
	want.Rev, want.Title = 2, survey.Text{"ky": "Күз", "ru": "Что нужно?"}
	want.Opens, want.Closes = time.Date(2026, 9, 1, 0, 0, 0, 0, bishkek).UTC(), time.Date(2026, 10, 1, 0, 0, 0, 0, bishkek).UTC()
	want.Languages, want.Admission, want.Limit, want.Visibility = []string{"ru"}, survey.AdmitsCodes, 400, survey.ShowsCount
	want.Keep, want.Targets = time.Date(2027, 9, 30, 0, 0, 0, 0, time.UTC), &targets
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the settings (-want +got):\n%s", diff)
	}
	doc := o.read(o.get(planning.PlanPath(c.ID), organiser), http.StatusOK)
	o.said("the plan", words(doc.Find(".facts")), "1 сентября 2026", "30 сентября 2026", "Русский", "У кого есть личный код", "400 ответов", "30 сентября 2027", "50,6 %")

	// Shown again and saved as it is, nothing changes.
	o.led(o.post(path, organiser, filled(o.read(o.get(path, organiser), http.StatusOK))))
	if again := o.campaign(c.ID); again.Rev != 2 {
		t.Errorf("saved without a change, it has revision %d", again.Rev)
	}
}

func TestSettingsSayAllThatIsWrong(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	c := o.draft(nil)
	path := "/desk/" + c.ID + "/settings"
	fields := filled(o.read(o.get(path, organiser), http.StatusOK))
	bad := map[string]string{"ky": "", "ru": "", "first": "x", "last": "2026-05-01", "limit": "many", "keep": "yesterday", "women": "120", "youth": "-1", "adults": "a", "answers": "1.5"}
	for name, value := range bad {
		fields.Set(name, value)
	}
	fields.Del("language")
	doc := o.read(o.post(path, organiser, fields), http.StatusUnprocessableEntity)
	if got := doc.Find(".mistakes li").Length(); got != 10 {
		t.Errorf("%d mistakes are told, want ten: %s", got, words(doc.Find(".mistakes")))
	}
	again := filled(doc)
	for name, value := range bad {
		if again.Get(name) != value {
			t.Errorf("%s: %q was lost, got %q", name, value, again.Get(name))
		}
	}
	if o.campaign(c.ID).Rev != 1 {
		t.Error("something of it was kept")
	}
}

func TestTwoPeopleDoNotOverwriteEachOther(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	c := o.draft(nil)
	path := "/desk/" + c.ID + "/settings"
	mine := filled(o.read(o.get(path, organiser), http.StatusOK))
	theirs := filled(o.read(o.get(path, o.as("kok-jar", access.Owner)), http.StatusOK))
	theirs.Set("limit", "7")
	o.led(o.post(path, o.as("kok-jar", access.Owner), theirs))
	mine.Set("limit", "9")
	doc := o.read(o.post(path, organiser, mine), http.StatusUnprocessableEntity)
	o.said("the word", words(doc.Find(".mistakes")), "изменил кто-то другой")
	if c := o.campaign(c.ID); c.Limit != 7 {
		t.Errorf("the limit is %d, want theirs", c.Limit)
	}
	again := filled(doc)
	if again.Get("limit") != "9" {
		t.Errorf("what was typed is lost: %v", again)
	}
	o.led(o.post(path, organiser, again)) // said so, and saved again
	if c := o.campaign(c.ID); c.Limit != 9 {
		t.Errorf("the limit is %d, want mine", c.Limit)
	}
}

func TestLifeOnPages(t *testing.T) {
	o := newOffice(t)
	organiser, analyst := o.as("kok-jar", access.Organiser), o.as("kok-jar", access.Analyst)
	c := o.draft(url.Values{"last": {"2026-06-20"}})
	doc := o.read(o.get("/desk/"+c.ID+"/open", organiser), http.StatusOK)
	o.said("opening", words(doc.Find("main")), "2 села получат", "сразу", "20 июня 2026", "Вернуть в черновик нельзя")
	o.led(o.step(c.ID, survey.Opens, organiser))
	doors := 0
	for _, err := range o.db.Doors(t.Context(), c.ID) {
		o.must(err)
		doors++
	}
	poster := survey.Door{Code: "PSTR23", Campaign: c.ID, Municipality: "kok-jar", Village: "tor", Label: "shop"}
	o.must(o.db.InsertDoor(t.Context(), poster)) // it leads to a page of results, and no other
	if got := o.campaign(c.ID); !got.Open(o.now) || doors != 2 || !slices.Equal(got.Villages, []string{"archa", "tor"}) {
		t.Errorf("opened with %d doors: %+v", doors, got)
	}
	doc = o.read(o.get("/desk/"+c.ID+"/publish", analyst), http.StatusOK)
	o.said("the wrong step", words(doc.Find(".mistakes")), "Этот шаг сейчас не делается", "Закрыть опрос")
	if doc.Find("main form").Length() != 0 {
		t.Error("a wrong step has a button")
	}

	o.must(o.db.InsertResponse(t.Context(), survey.Response{ID: "r", Municipality: "kok-jar", Campaign: c.ID, Village: "archa", Questionnaire: c.Questionnaire, Channel: survey.Web}))
	o.said("closing", words(o.read(o.get("/desk/"+c.ID+"/close", organiser), http.StatusOK).Find("main")), "Сейчас есть 1 ответ", "20 июня 2026", "снова открыть нельзя")
	o.led(o.step(c.ID, survey.Closes, organiser))
	doc = o.read(o.step(c.ID, survey.Freezes, analyst), http.StatusConflict)
	o.said("too soon", words(doc.Find(".mistakes")), "через несколько секунд")
	o.now = o.now.Add(survey.Settling)
	o.said("freezing", words(o.read(o.get("/desk/"+c.ID+"/freeze", analyst), http.StatusOK).Find("main")), "Есть 1 ответ", "кроме отложенных", "Качество ответов", "право отозвать")
	o.led(o.step(c.ID, survey.Freezes, analyst))
	o.must(o.db.SaveSubscription(t.Context(), survey.Subscription{ID: "s", Rev: 1, Campaign: c.ID, Subscriber: "x"}))
	o.said("publishing", words(o.read(o.get("/desk/"+c.ID+"/publish", analyst), http.StatusOK).Find("main")), "на 2 страницах", "сообщит 1 человеку", "Отменить публикацию нельзя")
	o.led(o.step(c.ID, survey.Publishes, analyst))
	if got := o.campaign(c.ID).Status; got != survey.StatusPublished {
		t.Errorf("it is %s", got)
	}
	results := map[string]string{}
	for _, a := range o.read(o.get("/desk/"+c.ID+"/plan", analyst), http.StatusOK).Find("#results a").EachIter() {
		results[words(a)] = a.AttrOr("href", "")
	}
	wanted := map[string]string{}
	for door, err := range o.db.Doors(t.Context(), c.ID) {
		if o.must(err); door.Own() {
			wanted[map[string]string{"archa": "Арча", "tor": "Төр"}[door.Village]] = "/r/" + door.Code
		}
	}
	if diff := cmp.Diff(wanted, results); diff != "" || len(results) != 2 {
		t.Errorf("where the result is seen (-want +got):\n%s", diff)
	}
	announced := 0
	for a, err := range o.db.Announcements(t.Context(), c.ID) {
		if o.must(err); a.Kind == survey.ResultsPublished {
			announced++
		}
	}
	if announced != 1 {
		t.Errorf("announced %d times", announced)
	}
	var trail []string
	for e, err := range o.db.EntriesAfter(t.Context(), "kok-jar", 0) {
		if o.must(err); e.Subject == "campaign/"+c.ID {
			trail = append(trail, e.Account+": "+string(e.Action)+": "+e.Before+" > "+e.After)
		}
	}
	want := []string{
		"kok-jar-organiser: run_campaigns:  > draft, asks needs@2026010101",
		"kok-jar-organiser: run_campaigns: draft > open, asks needs@2026010101, villages 2, limit 0",
		"kok-jar-organiser: run_campaigns: open > closed",
		"kok-jar-analyst: decide_results: closed > frozen",
		"kok-jar-analyst: decide_results: frozen > published",
	}
	if diff := cmp.Diff(want, trail); diff != "" {
		t.Errorf("the audit trail (-want +got):\n%s", diff)
	}
}

func TestAButtonPressedTwiceOpensOnce(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	c := o.draft(nil)
	fields := filled(o.read(o.get("/desk/"+c.ID+"/open", organiser), http.StatusOK))
	o.led(o.post("/desk/"+c.ID+"/open", organiser, fields))
	o.read(o.post("/desk/"+c.ID+"/open", organiser, fields), http.StatusConflict)
	doors := 0
	for _, err := range o.db.Doors(t.Context(), c.ID) {
		o.must(err)
		doors++
	}
	if doors != 2 {
		t.Errorf("%d doors, want one in each village", doors)
	}
}

func TestWhatChangesWhenItIsOpen(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	c := o.draft(url.Values{"last": {"2026-06-20"}})
	o.led(o.step(c.ID, survey.Opens, organiser))
	path := "/desk/" + c.ID + "/settings"
	doc := o.read(o.get(path, organiser), http.StatusOK)
	if doc.Find("[name=first], [name=language], [name=admits]").Length() != 0 {
		t.Error("what stays can be typed")
	}
	fields := filled(doc)
	fields.Set("last", "2026-06-30")
	fields.Set("keep", "2027-06-30")
	fields.Set("admits", "codes") // of a form of another day
	o.led(o.post(path, organiser, fields))
	if got := o.campaign(c.ID); got.Admission != survey.AdmitsAnyone || got.Closes != time.Date(2026, 7, 1, 0, 0, 0, 0, bishkek).UTC() {
		t.Errorf("got %+v", got)
	}
	fields = filled(o.read(o.get(path, organiser), http.StatusOK))
	fields.Set("keep", "2028-01-01")
	doc = o.read(o.post(path, organiser, fields), http.StatusUnprocessableEntity)
	o.said("a promise", words(doc.Find(".mistakes")), "Жителям обещан день 30 июня 2027")
	fields.Set("keep", "2020-06-30") // a slip of the hand, by which everything would be deleted
	fields.Set("last", "")
	doc = o.read(o.post(path, organiser, fields), http.StatusUnprocessableEntity)
	o.said("a day that has passed", words(doc.Find(".mistakes")), "Этот день прошёл")

	later := needs("needs")
	later.Version, later.Questions[0].Label = "2026010102", survey.Text{"ky": "Эмне эң керек?", "ru": "Что нужнее всего?"}
	questions := "/desk/" + c.ID + "/questions"
	rev := filled(o.read(o.get(questions, organiser), http.StatusOK))
	o.said("another", words(o.read(o.send(questions, organiser, rev, o.book(needs("other"))), http.StatusUnprocessableEntity).Find(".mistakes")), "Это другая анкета")
	o.led(o.send(questions, organiser, rev, o.book(later)))
	if got := o.campaign(c.ID); got.Questionnaire != later.Key() || len(got.Earlier) != 1 {
		t.Errorf("it asks %s after %v", got.Questionnaire, got.Earlier)
	}
}

// A preview is the residents' pages, of which nothing is kept.
func TestPreview(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	c := o.draft(url.Values{"first": {"2026-09-01"}})
	doc := o.read(o.get("/desk/"+c.ID+"/preview", organiser), http.StatusOK)
	var frames []string
	for _, f := range doc.Find("iframe").EachIter() {
		frames = append(frames, f.AttrOr("src", ""))
	}
	if len(frames) != 2 || !strings.HasSuffix(frames[0], "?lang=ky") || !strings.HasSuffix(frames[1], "?lang=ru") {
		t.Fatalf("frames: %v, want one for each language", frames)
	}
	w := o.get(frames[1], organiser)
	if got := w.Header().Get("Content-Security-Policy"); !strings.Contains(got, "frame-ancestors 'self'") {
		t.Errorf("it cannot stand in the frame: %s", got)
	}
	doc = o.read(w, http.StatusOK)
	o.said("the first view", words(doc.Find("main")), "Что нужно?", "Я согласен.")
	if doc.Find("script").Length() != 0 {
		t.Error("a preview has scripts, which keep things in the browser")
	}
	form := doc.Find("main form").First()
	at := o.led(o.post(form.AttrOr("action", ""), organiser, url.Values{"consent": {"1"}, "lang": {"ru"}}))
	o.said("the question", words(o.read(o.get(at, organiser), http.StatusOK).Find("main")), "Что нужно?")
	at = o.led(o.post(at, organiser, url.Values{"choice": {"water"}, "do": {"next"}}))
	at = o.led(o.post(at, organiser, url.Values{"do": {"send"}}))
	doc = o.read(o.get(at, organiser), http.StatusOK)
	if doc.Find(".receipt").Length() == 0 {
		t.Errorf("no receipt: %s", words(doc.Find("main")))
	}
	if n, err := o.db.CountResponses(t.Context(), c.ID, 10); n != 0 || err != nil {
		t.Errorf("%d answers were kept (%v)", n, err)
	}
	if got := o.get(frames[0], "").Code; got != http.StatusUnauthorized {
		t.Errorf("a preview for anybody: status %d", got)
	}
}

// Each page and step is for those of the table of roles, and for nobody of another municipality.
func TestPlansAreForThoseWhoMay(t *testing.T) {
	o := newOffice(t)
	c := o.draft(nil)
	for _, role := range access.Roles() {
		for path, action := range map[string]access.Action{
			"plan": access.SeeCoverage, "settings": access.RunCampaigns, "questions": access.RunCampaigns, "preview": access.RunCampaigns,
			"phone/PREVEW?lang=ky": access.RunCampaigns,
			"open":                 access.RunCampaigns, "close": access.RunCampaigns, "freeze": access.DecideResults, "publish": access.DecideResults,
		} {
			want := http.StatusForbidden
			if role.May(action) {
				want = http.StatusOK
			}
			if got := o.get("/desk/"+c.ID+"/"+path, o.as("kok-jar", role)).Code; got != want {
				t.Errorf("%s by %s: status %d, want %d", path, role, got, want)
			}
			if want == http.StatusOK {
				if got := o.get("/desk/"+c.ID+"/"+path, o.as("ak-tal", role)).Code; got != http.StatusNotFound {
					t.Errorf("%s by %s of another municipality: status %d, want 404", path, role, got)
				}
			}
		}
	}
	doc := o.read(o.get(planning.PlanPath(c.ID), o.as("kok-jar", access.Observer)), http.StatusOK)
	if doc.Find(`a[href$="/open"], a[href$="/settings"]`).Length() != 0 {
		t.Error("an observer sees buttons")
	}
}

// What is opened has a link for each village that there is then, whatever the first day of the draft was.
func TestTheOpeningPageCountsTheVillagesThatThereAre(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	c := o.draft(url.Values{"first": {"2026-05-20"}})
	m, err := o.db.Municipality(t.Context(), "kok-jar")
	o.must(err)
	o.now = o.now.Add(2 * time.Hour)
	m.Rev++
	m.Villages = append(m.Villages, survey.Village{ID: "bel", Name: survey.Text{"ky": "Бел"}, Since: o.now.Add(-time.Hour)})
	o.must(o.db.SaveMunicipality(t.Context(), m))
	doc := o.read(o.get("/desk/"+c.ID+"/open", organiser), http.StatusOK)
	o.said("the page", words(doc.Find(".will")), "3")
	o.led(o.step(c.ID, survey.Opens, organiser))
	if got := len(o.campaign(c.ID).Villages); got != 3 {
		t.Errorf("it asks in %d villages, want 3", got)
	}
}

func TestADraftIsDiscarded(t *testing.T) {
	o := newOffice(t)
	organiser := o.as("kok-jar", access.Organiser)
	c := o.draft(nil)
	o.said("the plan", words(o.read(o.get(planning.PlanPath(c.ID), organiser), http.StatusOK).Find("main")), "Удалить черновик")
	path := "/desk/" + c.ID + "/discard"
	stale := o.read(o.post(path, organiser, url.Values{"rev": {"9"}}), http.StatusConflict)
	o.said("of another revision", words(stale.Find(".mistakes")), "изменил кто-то другой")
	doc := o.read(o.get(path, organiser), http.StatusOK)
	o.said("the page", words(doc.Find("main")), "не был открыт", "вернуть нельзя")
	if at := o.led(o.post(path, organiser, filled(doc))); at != "/desk" {
		t.Errorf("it leads to %s", at)
	}
	if _, err := o.db.Campaign(t.Context(), c.ID); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("it is still there: %v", err)
	}
	e, err := o.db.LastEntry(t.Context(), "kok-jar")
	if err != nil || e.Before != "draft" || e.After != "discarded" || e.Subject != "campaign/"+c.ID {
		t.Errorf("the audit trail says %+v (%v)", e, err)
	}
	o.read(o.get(path, organiser), http.StatusNotFound)

	again := o.draft(nil) // under the name that is free again
	o.led(o.step(again.ID, survey.Opens, organiser))
	path = "/desk/" + again.ID + "/discard"
	o.said("opened", words(o.read(o.get(path, organiser), http.StatusOK).Find("main")), "уже открывали")
	open := o.campaign(again.ID)
	o.read(o.post(path, organiser, url.Values{"rev": {strconv.FormatInt(open.Rev, 10)}}), http.StatusConflict)
	if got := o.campaign(again.ID); got.Status != survey.StatusOpen || got.Rev != open.Rev {
		t.Errorf("what is open became %+v", got)
	}
}
