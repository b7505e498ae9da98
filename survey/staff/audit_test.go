package staff_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/survey/access"
	"ashar/survey/page/pagetest"
	"ashar/survey/staff"
)

func TestTheJournalIsReadInPages(t *testing.T) {
	o := newOffice(t)
	owner := o.as("kok-jar", access.Owner, "aida")
	trail, bakyt := access.NewTrail(o.db), access.Account{ID: "bakyt"}
	const n = staff.EntriesShown + 20
	for i := range n {
		_, err := trail.Write(t.Context(), o.now, bakyt, access.Deed{
			Municipality: "kok-jar", Action: access.RunCampaigns, Subject: fmt.Sprintf("campaign/%d", i), Before: "open", After: "closed",
		})
		o.must(err)
	}
	doc := o.read(owner.get("/audit"), http.StatusOK)
	items := doc.Find(".trail > li")
	if items.Length() != staff.EntriesShown {
		t.Errorf("got %d entries on a page, want %d", items.Length(), staff.EntriesShown)
	}
	said(t, "the newest", items.First(), fmt.Sprintf("campaign/%d", n-1), "Управление опросом", "bakyt", "было: открыт", "стало: закрыт", "20 мая 2026 года")
	said(t, "the chain", doc.Find(".notice"), "Журнал цел", fmt.Sprint(n+1))
	older := doc.Find(".older a").AttrOr("href", "")
	doc = o.read(owner.get(older), http.StatusOK)
	if got, want := doc.Find(".trail > li").Length(), 21; got != want {
		t.Errorf("got %d older entries, want %d", got, want)
	}
	said(t, "the oldest", doc.Find(".trail > li").Last(), "Вход", "Аты aida")
	doc = o.read(owner.get("/audit?who=aida"), http.StatusOK)
	if got := doc.Find(".trail > li").Length(); got != 1 {
		t.Errorf("of one person: got %d entries, want 1", got)
	}
	if got := doc.Find("#who option[selected]").AttrOr("value", ""); got != "aida" {
		t.Errorf("chosen: got %q, want aida", got)
	}
	if got := o.read(owner.get("/audit?what=run_campaigns&who=aida"), http.StatusOK).Find(".trail > li").Length(); got != 0 {
		t.Errorf("of one person and action: got %d entries, want none", got)
	}
	if got := o.read(owner.get("/audit?before=x"), http.StatusOK).Find(".trail > li").Length(); got != staff.EntriesShown {
		t.Errorf("before no number: got %d entries, want the newest", got)
	}
}

// TestTheJournalIsReadByWhatWasDone looks for files that somebody took among the rest.
func TestTheJournalIsReadByWhatWasDone(t *testing.T) {
	o := newOffice(t)
	owner, trail := o.as("kok-jar", access.Owner, "aida"), access.NewTrail(o.db)
	for _, d := range []access.Deed{
		{Action: access.RunCampaigns, Subject: "campaign/needs", Before: "open", After: "closed"},
		{Action: access.ExportResults, Subject: "campaign/needs", After: "report given, docx, SEDP-2024, ky"},
	} {
		d.Municipality = "kok-jar"
		_, err := trail.Write(t.Context(), o.now, access.Account{ID: "bakyt"}, d)
		o.must(err)
	}
	doc := o.read(owner.get("/audit"), http.StatusOK)
	var offered []string
	for _, option := range doc.Find("#what option").EachIter() {
		offered = append(offered, option.AttrOr("value", ""))
	}
	for _, a := range access.Deeds() {
		if !slices.Contains(offered, string(a)) {
			t.Errorf("got %q, want %s among what can be looked for", offered, a)
		}
	}
	items := o.read(owner.get("/audit?what="+string(access.ExportResults)), http.StatusOK).Find(".trail > li")
	if items.Length() != 1 {
		t.Fatalf("of files that were taken: got %d entries, want 1", items.Length())
	}
	said(t, "who took it", items, "bakyt", "SEDP-2024")
}

func TestAChangedEntryIsSaidToBeOne(t *testing.T) {
	o := newOffice(t)
	owner := o.as("kok-jar", access.Owner, "aida")
	last, err := o.db.LastEntry(t.Context(), "kok-jar")
	o.must(err)
	e := access.Entry{
		ID: access.EntryID("kok-jar", last.Seq+1), Municipality: "kok-jar", Seq: last.Seq + 1, At: o.now, Account: "aida",
		Action: access.ManageStaff, Subject: "account/x", Previous: last.Hash, Hash: strings.Repeat("0", 64),
	}
	o.must(o.db.AddEntry(t.Context(), e))
	doc := o.read(owner.get("/audit"), http.StatusOK)
	said(t, "the chain", doc.Find(".notice.warn"), "Журнал нарушен", fmt.Sprintf("№ %d", e.Seq))
}

func TestAnAdministratorReadsTheJournalOfAnyPlace(t *testing.T) {
	o := newOffice(t)
	o.as("kok-jar", access.Owner, "aida")
	root := o.as(access.Instance, access.Administrator, "root")
	doc := o.read(root.get("/audit"), http.StatusOK)
	said(t, "the instance's own", doc.Find(".trail"), "Аты root")
	doc = o.read(root.get("/audit?in=kok-jar"), http.StatusOK)
	said(t, "a municipality's", doc.Find(".trail"), "Аты aida")
	if got := doc.Find("#in option[selected]").AttrOr("value", ""); got != "kok-jar" {
		t.Errorf("chosen: got %q, want kok-jar", got)
	}
}

func TestWhatChangedIsSaidInTheLanguageOfThePage(t *testing.T) {
	words := pagetest.Words(t) // which fails the test where one is missing
	for _, lang := range words.Languages() {
		for _, phrase := range staff.Phrases() {
			if got := staff.InWords(words.For(lang), time.UTC, phrase); got == "" || lang == "ky" && got == phrase {
				t.Errorf("%s in %s: got %q", phrase, lang, got)
			}
		}
	}
	for lang := range strings.SplitSeq("ky ru en", " ") {
		for _, id := range staff.Sentences() {
			if got := words.For(lang).T("staff.told."+id, "Count", "1", "Village", "1", "Label", "1", "Code", "1", "Form", "1", "Title", "1", "Day", "1", "Last", "1", "UTC", "1",
				"Languages", "1", "Answers", "1", "Adults", "1", "Share", "1", "Until", "1", "Sex", "1", "Age", "1", "Names", "1", "Scopes", "1"); got == "" || strings.Contains(got, "no value") {
				t.Errorf("%s in %s: got %q", id, lang, got)
			}
		}
	}
	for said, want := range map[string]string{
		"Бакыт уулу, organiser, disabled": "Бакыт уулу, Организатор, отключён",
		"сделано как надо":                "сделано как надо",
		"paper 17-3, village archa":       "введена форма 17-3, село: archa",
		"corrected paper 17-3, edit 2":    "форма 17-3 исправлена, правка 2",
		`forms 1-1 to 2-2: handed to "Айгүл, старшая", 30 came back filled in, 2 blank, settled false`: "формы 1-1 – 2-2: кому: Айгүл, старшая, вернулось заполненных 30, пустых 2",
		"table 0f3a removed, with 3 rows that were not taken":                                          "таблица 0f3a удалена, не принято строк: 3",
		"gathering g1 edited, revision 2":                                                              "встреча исправлена: g1, редакция 2",
		"difference settled, 1: no need":                                                               "расхождение решено, 1: нужда не названа",
		"merged 2 of case same/1: R1 R2, into R3; одна семья":                                          "объединено: 2 (same/1): R1 R2, остаётся: R3; одна семья",
		"request, 2026-05-18":                                                                          "запрос, 18 мая 2026 года",
		"kept until 2026-05-18":                                                                        "последний день хранения: 18 мая 2026 года",
		"answers deleted, responses 3, interviews 4, tables 1":                                         "ответы удалены, ответов: 3, интервью: 4, таблиц: 1",
		"Excel группы; of aida; reads places answers; until 2026-04-04":                                "Excel группы; отвечает aida; читает: Места и опросы, Отдельные ответы; до 4 апреля 2026 года",
		"asks v@1": "анкета v@1",
		`3 codes made, village "archa", label "а, \"б\""`: `сделано кодов: 3, село: archa, пометка: а, \"б\"`,
		`3 codes made, village "", label ""`:              "сделано кодов: 3, село: —, пометка: —",
		`2 codes declared void, label "а", 1 used before`: "кодов объявлено недействительными: 2, пометка: а",
		`door K7M2PQ, village "archa", label "мектеп"`:    "ссылка K7M2PQ, село: archa, пометка: мектеп",
		`door K7M2PQ, label "мектеп": in use again`:       "ссылка K7M2PQ (мектеп) снова работает",
		"everywhere: 2":                                                                                "выход на всех устройствах: 2",
		"open, asks v@1, villages 12, limit 0":                                                         "открыт, анкета v@1, сёл: 12, без предела ответов",
		"closes 2026-09-30T18:00:00Z, limit 1500":                                                      "последний день: 30 сентября 2026 года, предел ответов: 1500",
		"targets 30 answers or 0.015, women 0.455, youth 0.3 until 28":                                 "цель: 30 ответов или 1,5\u00a0% взрослых, женщины 45,5\u00a0%, моложе 28 лет: 30\u00a0%",
		"+ archa: Арча, female 18-28 400, until 2026-01-31":                                            "+ archa: Арча, женщины 18-28: 400, до 31 января 2026 года",
		"criteria of water, effectiveness 5, PEARL +++-?, cost 12500500, task state; composite by uic": "критерии: water, действенность мер 5, PEARL +++-?, стоимость 12\u202f500\u202f500 сомов, государственная компетенция; способ расчёта балла: uic",
		"budget 1000000, utility cost, completion add1+greedy":                                         "бюджет 1\u202f000\u202f000 сомов, польза по стоимости, остаток: увеличить доли, затем по голосам",
		"project for water, in archa, cost 500000, named Скважина; project removed":                    "проект: water, село archa, стоимость 500\u202f000 сомов, «Скважина»; проект убран",
		"": "",
	} {
		if got := staff.InWords(words.For("ru"), time.FixedZone("", 6*60*60), said); got != want {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
	}
}
