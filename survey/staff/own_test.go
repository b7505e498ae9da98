package staff_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"ashar/survey/access"
	"ashar/survey/page/pagetest"
	"ashar/survey/staff"
)

func TestTemplatesFitTheirPages(t *testing.T) { pagetest.Check(t, newOffice(t).room, staff.Views()) }

func TestThereAreWordsForAllThatIsChosenByName(t *testing.T) {
	words := pagetest.Words(t)
	var ids []string
	for _, a := range access.Deeds() {
		ids = append(ids, "staff.action."+string(a))
	}
	for _, r := range access.Roles() {
		ids = append(ids, "staff.role."+string(r))
	}
	for _, w := range access.Weaknesses() {
		ids = append(ids, "staff.weak."+string(w))
	}
	for _, d := range staff.Deeds() {
		ids = append(ids, "staff.done."+d)
	}
	for _, id := range ids {
		for _, lang := range words.Languages() {
			if !words.Has(lang, id) {
				t.Errorf("%s is missing in %s", id, lang)
			}
		}
	}
}

func TestAfterALinkOneIsAskedForAPassword(t *testing.T) {
	o := newOffice(t)
	v := o.as("kok-jar", access.Organiser, "aigul")
	doc := o.read(v.get(staff.Welcome), http.StatusOK)
	if doc.Find("#old").Length() != 0 || doc.Find("#new").Length() != 1 {
		t.Error("the page asks for a password of before, or for none")
	}
	if got := doc.Find(".actions a").AttrOr("href", ""); got != "/desk" {
		t.Errorf("later leads to %q, want /desk", got)
	}
	doc = o.read(v.post(staff.Welcome, fields("new", "1234567890")), http.StatusUnprocessableEntity)
	said(t, "the commonest password", doc.Find(".mistakes"), "легко угадать")
	if got := doc.Find("#new").AttrOr("value", ""); got != "" {
		t.Errorf("the page has the password %q", got)
	}
	o.leads("a good one", v.post(staff.Welcome, fields("new", password)), "/me?done=password")
	said(t, "the account's page", o.read(v.get("/me?done=password"), http.StatusOK).Find("main"), "Пароль сохранён", "Chrome · Android", "это устройство")
	other := &visitor{o, "aigul", map[string]string{}}
	o.leads("signing in with it", other.post("/in", fields("account", "aigul", "password", password)), "/desk")
	doc = o.read(other.post(staff.Welcome, fields("new", "эки кара ит үрөт")), http.StatusUnprocessableEntity)
	said(t, "changed without the old one", doc.Find(".field.bad"), "Нынешний пароль не подходит")
}

func TestCodesAreTurnedOnAndOffOnThePage(t *testing.T) {
	o := newOffice(t)
	v := o.as("kok-jar", access.Organiser, "aigul")
	if doc := o.read(v.get("/me"), http.StatusOK); doc.Find(`form[action="/me/codes"]`).Length() != 0 {
		t.Error("codes are offered before there is a password")
	}
	o.leads("asking all the same", v.post("/me/codes", nil), "/me#codes")
	o.leads("a password", v.post(staff.Welcome, fields("new", password)), "/me?done=password")
	o.leads("codes", v.post("/me/codes", nil), "/me#codes")
	doc := o.read(v.get("/me"), http.StatusOK)
	secret := doc.Find("#codes ~ p .key").Text()
	if doc.Find("svg.qr").Length() != 1 || secret == "" {
		t.Fatalf("no picture to be scanned, or no key: %q", secret)
	}
	doc = o.read(v.post("/me/codes/on", fields("code", "000000")), http.StatusUnprocessableEntity)
	said(t, "a wrong code", doc.Find(".field.bad .wrong"), "Код не подходит")
	code, err := totp.GenerateCode(secret, o.now)
	o.must(err)
	doc = o.read(v.post("/me/codes/on", fields("code", code)), http.StatusOK)
	if got := doc.Find(".codes li").Length(); got != access.RecoveryCodes {
		t.Errorf("got %d recovery codes, want %d", got, access.RecoveryCodes)
	}
	recovery := doc.Find(".codes li").First().Text()
	if doc := o.read(v.get("/me"), http.StatusOK); strings.Contains(doc.Text(), recovery) || strings.Contains(doc.Text(), secret) {
		t.Error("a recovery code or the key is shown once more")
	}
	doc = o.read(v.post("/me/codes/off", fields("password", "жок жок жок")), http.StatusUnprocessableEntity)
	said(t, "turning them off with a wrong password", doc.Find(".field.bad .wrong"), "не подходит")
	o.leads("turning them off", v.post("/me/codes/off", fields("password", password)), "/me?done=codes_off")
}

func TestALanguageIsKeptWithTheAccount(t *testing.T) {
	o := newOffice(t)
	v := o.as("kok-jar", access.Organiser, "aigul")
	o.leads("choosing", v.post("/me/language", fields("language", "ky")), "/me?done=language")
	if got := o.read(v.get("/me"), http.StatusOK).Find("html").AttrOr("lang", ""); got != "ky" {
		t.Errorf("the page after it is in %q, want ky", got)
	}
	if w := v.post("/me/language", fields("language", "xx")); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("a language that is not offered: got %d, want 422", w.Code)
	}
	token, err := o.door.Invite(t.Context(), o.now, "aigul", 0)
	o.must(err)
	again := o.enter("aigul", "/in/"+token)
	if got := o.read(again.get("/me"), http.StatusOK).Find("html").AttrOr("lang", ""); got != "ky" {
		t.Errorf("in another browser the page is in %q, want ky", got)
	}
}

func TestSigningOutEverywhere(t *testing.T) {
	o := newOffice(t)
	v := o.as("kok-jar", access.Organiser, "aigul")
	token, err := o.door.Invite(t.Context(), o.now, "aigul", 0)
	o.must(err)
	other := o.enter("aigul", "/in/"+token)
	o.now = o.now.Add(time.Hour)
	if got := o.read(v.get("/me"), http.StatusOK).Find("#h-sessions ~ ul li").Length(); got != 2 {
		t.Errorf("got %d sessions, want 2", got)
	}
	o.leads("out", v.post("/me/out", nil), "/out")
	for _, browser := range []*visitor{v, other} {
		if w := browser.get("/me"); w.Code != http.StatusUnauthorized {
			t.Errorf("after it: got %d, want 401", w.Code)
		}
	}
}
