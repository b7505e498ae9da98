package staff_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

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
			if got := staff.InWords(words.For(lang), phrase); got == "" || lang == "ky" && got == phrase {
				t.Errorf("%s in %s: got %q", phrase, lang, got)
			}
		}
	}
	for said, want := range map[string]string{
		"Бакыт уулу, organiser, disabled": "Бакыт уулу, Организатор, отключён",
		"asks v@1": "asks v@1",
		"":         "",
	} {
		if got := staff.InWords(words.For("ru"), said); got != want {
			t.Errorf("%q: got %q, want %q", said, got, want)
		}
	}
}
