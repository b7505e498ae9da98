package hall_test

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"ashar/survey/access"
)

func TestADeskCountsATapOnceAndTakesItBack(t *testing.T) {
	h := newEvening(t)
	at := h.planned()
	tap := filled(h.page(access.Enumerator, at+"/door?village=tor"), "form.tapping")
	first := h.done(access.Enumerator, at+"/door", set(tap, "add", "female 18-28")...)
	h.done(access.Enumerator, at+"/door", set(tap, "add", "female 18-28")...) // the second tap of the same page
	doc := h.page(access.Enumerator, first)
	if got := words(doc.Find("[data-count='female 18-28']")); got != "1" {
		t.Errorf("one tap, sent twice, counts %s", got)
	}
	has(t, "the page", words(doc.Find("[role=status]")), "Кошулду: аял, 18–28, Кең-Төр")
	undo := filled(doc, ".notice form")
	h.done(access.Enumerator, at+"/door", set(undo, "less", "female 18-28")...)
	if got := words(h.page(access.Enumerator, at+"/door?village=tor").Find("[data-count='female 18-28']")); got != "0" {
		t.Errorf("after it was taken back there are %s", got)
	}
	fewer := h.read(h.send(access.Enumerator, at+"/door", set(tap, "less", "male 60+", "key", "another")...), http.StatusUnprocessableEntity)
	has(t, "fewer than none", words(fewer.Find(".mistakes")), "алып салууга эч ким жок")
}

func TestManyDesksCountAtOnce(t *testing.T) {
	h := newEvening(t)
	at := h.planned()
	h.page(access.Enumerator, at+"/door") // signed in
	var together sync.WaitGroup
	for desk := range 4 {
		together.Go(func() {
			for i := range 10 {
				if w := h.send(access.Enumerator, at+"/door", "desk", "үстөл "+strconv.Itoa(desk), "village", "archa", "add", "male 29-59", "key", strconv.Itoa(i)); w.Code != http.StatusSeeOther {
					t.Errorf("table %d, tap %d: status %d", desk, i, w.Code)
				}
			}
		})
	}
	together.Wait()
	if got := words(h.page(access.Organiser, at).Find(".figures.there dd").First()); got != "40" {
		t.Errorf("four tables count %s people, want 40", got)
	}
}

func TestAListOnPaperIsTypedAndMendedWithoutBeingCountedTwice(t *testing.T) {
	h := newEvening(t)
	at := h.planned()
	list := filled(h.page(access.Enumerator, at+"/door?village=archa"), "form[action$='/door/list']")
	h.done(access.Enumerator, at+"/door/list", set(list, "list_female_29-59", "120", "list_male_29-59", "80")...)
	h.done(access.Enumerator, at+"/door/list", set(list, "list_female_29-59", "120", "list_male_29-59", "80")...)
	if got := words(h.page(access.Organiser, at).Find(".figures.there dd").First()); got != "200" {
		t.Errorf("the list, sent twice, counts %s, want 200", got)
	}
	other := h.read(h.send(access.Organiser, at+"/door/list", set(list, "list_female_29-59", "12")...), http.StatusConflict)
	if got := other.Find("[name='list_female_29-59']").AttrOr("value", ""); got != "12" {
		t.Errorf("what was typed over another's list is %q", got)
	}
	wrong := h.read(h.send(access.Enumerator, at+"/door/list", set(list, "list_male_60+", "беш")...), http.StatusUnprocessableEntity)
	if got := wrong.Find("[name='list_male_60+']").AttrOr("value", ""); got != "беш" {
		t.Errorf("what was typed is %q", got)
	}
	again := filled(h.page(access.Enumerator, at+"/door?village=archa"), "form[action$='/door/list']")
	h.done(access.Enumerator, at+"/door/list", set(again, "list_female_29-59", "121")...)
	if got := words(h.page(access.Organiser, at).Find(".figures.there dd").First()); got != "201" {
		t.Errorf("the mended list counts %s, want 201", got)
	}
}

func TestWhoHasASlipIsRegisteredByItsNumberOrCode(t *testing.T) {
	h := newEvening(t)
	at := h.planned()
	h.done(access.Organiser, at+"/slips", "made", "0", "count", "12")
	h.done(access.Organiser, at+"/slips", "made", "0", "count", "12") // the second tap
	if got := h.kept(at).Slips; got != 12 {
		t.Fatalf("%d slips, want 12", got)
	}
	codes, err := h.hall.Codes(t.Context(), h.kept(at), 1, 12)
	h.must(err)
	h.done(access.Enumerator, at+"/door/slip", "code", "№ 3", "village", "tor", "sex", "female", "age", "18-28")
	h.done(access.Enumerator, at+"/door/slip", "code", strings.ToLower(codes[4]), "village", "tor", "sex", "male", "age", "")
	taken := h.read(h.send(access.Organiser, at+"/door/slip", "code", "3", "village", "tor", "sex", "male"), http.StatusConflict)
	has(t, "a slip of another table", words(taken.Find(".mistakes")), "башка үстөлдө катталган")
	for _, typed := range []string{"", "13", "AAA-AAA-AAA"} {
		if w := h.send(access.Enumerator, at+"/door/slip", "code", typed); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("slip %q: status %d, want 422", typed, w.Code)
		}
	}
	has(t, "handing out", words(h.page(access.Organiser, h.done(access.Organiser, at+"/slips/out", "from", "1", "to", "6")).Find("[role=status]")), "жаңысы 4")
	h.done(access.Organiser, at+"/slips/lost", "code", "3")
	if got := words(h.page(access.Organiser, at).Find(".figures.there dd").First()); got != "1" {
		t.Errorf("present by slips: %s, want 1", got)
	}
	pdf := h.send(access.Organiser, at+"/slips.pdf?from=1&to=12")
	if pdf.Code != http.StatusOK || !strings.HasPrefix(pdf.Body.String(), "%PDF") {
		t.Errorf("the slips to print: status %d", pdf.Code)
	}
	if w := h.send(access.Enumerator, at+"/slips"); w.Code != http.StatusForbidden {
		t.Errorf("an enumerator at the slips: status %d, want 403", w.Code)
	}
}

func TestPhonesAreToldAnAddressThatTheyReach(t *testing.T) {
	h := newEvening(t)
	at := h.planned()
	has(t, "the console", words(h.page(access.Organiser, at).Find("main")), "http://192.168.1.2:8080 дарегин алуу")
	for typed, want := range map[string]string{"192.168.1.2:8080": "http://192.168.1.2:8080", "https://ashar.local/": "https://ashar.local", "": ""} {
		h.done(access.Organiser, at+"/address", "address", typed)
		if got := h.kept(at).Address; got != want {
			t.Errorf("address %q is kept as %q, want %q", typed, got, want)
		}
	}
	for _, typed := range []string{"localhost:8080", "127.0.0.1", "http://a/b", "ftp://x"} {
		doc := h.read(h.send(access.Organiser, at+"/address", "address", typed), http.StatusUnprocessableEntity)
		if got := doc.Find("#address").AttrOr("value", ""); got != typed {
			t.Errorf("what was typed is %q, want %q", got, typed)
		}
	}
}

func TestWhoIsThereAndHowManyVotedIsFollowed(t *testing.T) {
	h := newEvening(t)
	at := h.opened()
	path := h.page(access.Enumerator, at+"/door").Find("[data-live]").AttrOr("data-live", "")
	h.done(access.Enumerator, at+"/door", "village", "tor", "add", "female 18-28", "key", "1")
	if got := words(h.page(access.Enumerator, path).Find("[data-present]")); got != "1" {
		t.Errorf("at the door, followed: %q there, want 1", got)
	}
	if w := h.send(access.Enumerator, at+"/there"); w.Code != http.StatusForbidden {
		t.Errorf("an enumerator follows the console: status %d, want 403", w.Code)
	}
	round := h.done(access.Organiser, at+"/rounds", filled(h.page(access.Organiser, at+"/rounds/_new"), "form[action$='/rounds']")...)
	h.done(access.Organiser, round+"/open", "x", "")
	path = h.page(access.Observer, round).Find("[data-live]").AttrOr("data-live", "")
	has(t, "the turnout, followed", words(h.page(access.Observer, path).Selection), "Талон менен добуш бергендер")
	h.done(access.Organiser, round+"/close", "x", "")
	has(t, "the turnout after the end", words(h.page(access.Observer, path).Selection), "Тур жабылды")
}
