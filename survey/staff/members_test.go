package staff_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"ashar/survey/access"
)

// trail is what a municipality's audit trail tells of who looks after accounts and places.
func (o *office) trail(municipality string) string {
	o.t.Helper()
	var all []string
	for e, err := range o.db.Entries(o.t.Context(), municipality) {
		o.must(err)
		if e.Action == access.ManageStaff || e.Action == access.ManageMunicipalities || e.Action == access.ManagePlaces {
			all = append(all, strings.Join([]string{e.Account, e.Subject, e.Before, e.After}, "|"))
		}
	}
	return strings.Join(all, "\n")
}

func TestAnOwnerInvitesAndThePersonComesIn(t *testing.T) {
	o := newOffice(t)
	owner := o.as("kok-jar", access.Owner, "aida")
	form := fields("id", " Bakyt ", "name", "Бакыт", "role", "enumerator")
	doc := o.read(owner.post("/staff", form), http.StatusOK)
	message := doc.Find(".copy").Text()
	said(t, "the message", doc.Find(".copy"), "Здравствуйте, Бакыт", "bakyt", "24 часов", "http://ashar.test/in/")
	whatsapp, err := url.Parse(doc.Find("a[href^='https://wa.me']").AttrOr("href", ""))
	o.must(err)
	if got := whatsapp.Query().Get("text"); got != message {
		t.Errorf("WhatsApp gets %q, want %q", got, message)
	}
	link := message[strings.Index(message, "http://ashar.test")+len("http://ashar.test"):]
	o.enter("bakyt", strings.TrimSpace(link))
	list := o.read(owner.get("/staff"), http.StatusOK)
	if strings.Contains(list.Text(), link) {
		t.Error("the link is shown once more")
	}
	said(t, "the list", list.Find(".people"), "Бакыт", "Анкетёр", "bakyt", "Последний раз: 20 мая")
	doc = o.read(owner.post("/staff", form), http.StatusUnprocessableEntity)
	said(t, "the same again", doc.Find(".mistakes"), "занято")
	if got := doc.Find("#name").AttrOr("value", "") + doc.Find("[name=role][checked]").AttrOr("value", ""); got != "Бакытenumerator" {
		t.Errorf("of the form is left %q, want it kept", got)
	}
	o.read(owner.post("/staff", fields("id", "x y", "name", "Б", "role", "enumerator")), http.StatusUnprocessableEntity)
	o.read(owner.post("/staff", fields("id", "x", "name", "Б", "role", "administrator")), http.StatusUnprocessableEntity)
	if got, want := o.trail("kok-jar"), "aida|account/bakyt||Бакыт, enumerator\naida|account/bakyt||sign-in link"; got != want {
		t.Errorf("the trail: got %q, want %q", got, want)
	}
}

func TestAnOwnerLooksAfterAColleague(t *testing.T) {
	o := newOffice(t)
	owner, colleague := o.as("kok-jar", access.Owner, "aida"), o.as("kok-jar", access.Organiser, "bakyt")
	o.leads("a role", owner.post("/staff/bakyt", fields("name", "Бакыт уулу", "role", "analyst")), "/staff/bakyt")
	said(t, "the page", o.read(owner.get("/staff/bakyt"), http.StatusOK).Find("main"), "Бакыт уулу", "Аналитик")
	if w := colleague.get("/staff"); w.Code != http.StatusForbidden {
		t.Errorf("an analyst at the staff's page: got %d, want 403", w.Code)
	}
	said(t, "a new link", o.read(owner.post("/staff/bakyt/link", nil), http.StatusOK).Find(".copy"), "/in/")
	o.leads("disabled", owner.post("/staff/bakyt/disable", nil), "/staff/bakyt")
	if w := colleague.get("/me"); w.Code != http.StatusUnauthorized {
		t.Errorf("a disabled colleague: got %d, want 401", w.Code)
	}
	if w := owner.post("/staff/bakyt/link", nil); w.Code != http.StatusForbidden {
		t.Errorf("a link for a disabled account: got %d, want 403", w.Code)
	}
	o.leads("enabled", owner.post("/staff/bakyt/enable", nil), "/staff/bakyt")
	doc := o.read(owner.post("/staff/aida", fields("name", "Аида", "role", "observer")), http.StatusForbidden)
	said(t, "one's own role", doc.Find(".mistakes"), "только другой человек")
	doc = o.read(owner.post("/staff/aida/disable", nil), http.StatusForbidden)
	said(t, "disabling oneself", doc.Find(".mistakes"), "только другой человек")
	root := o.as(access.Instance, access.Administrator, "root")
	doc = o.read(root.post("/staff/aida/disable", nil), http.StatusConflict)
	said(t, "the last owner", doc.Find(".mistakes"), "хотя бы один ответственный")
	want := "aida|account/bakyt|Аты bakyt, organiser|Бакыт уулу, analyst\naida|account/bakyt||sign-in link\n" +
		"aida|account/bakyt|Бакыт уулу, analyst|Бакыт уулу, analyst, disabled\naida|account/bakyt|Бакыт уулу, analyst, disabled|Бакыт уулу, analyst"
	if got := o.trail("kok-jar"); got != want {
		t.Errorf("the trail: got\n%s\nwant\n%s", got, want)
	}
}

func TestANeighboursStaffIsAsIfItWereNotThere(t *testing.T) {
	o := newOffice(t)
	owner := o.as("kok-jar", access.Owner, "aida")
	o.as("ak-tal", access.Owner, "daniyar")
	for _, path := range []string{"/staff/%s", "/staff/%s/link", "/staff/%s/disable", "/staff/%s/enable", "/staff/%s/codes"} {
		var said []string
		for _, id := range []string{"daniyar", "nobody"} {
			w := owner.post(strings.ReplaceAll(path, "%s", id), fields("name", "Д", "role", "observer"))
			doc := o.read(w, http.StatusNotFound)
			doc.Find(".small").Remove() // the failure's code
			said = append(said, doc.Find("main").Text())
		}
		if said[0] != said[1] {
			t.Errorf("%s: a neighbour's is answered %q, and none %q", path, said[0], said[1])
		}
	}
	for _, path := range []string{"/staff?in=ak-tal", "/staff?in=nosuch", "/staff?in=*", "/audit?in=ak-tal", "/audit?in=*", "/staff/daniyar"} {
		o.read(owner.get(path), http.StatusNotFound)
	}
	o.read(owner.post("/staff", fields("in", "ak-tal", "id", "spy", "name", "Ш", "role", "owner")), http.StatusNotFound)
	if strings.Contains(o.read(owner.get("/staff"), http.StatusOK).Text(), "daniyar") {
		t.Error("a neighbour stands in the list")
	}
}

func TestAnAdministratorAddsAMunicipalityAndItsOwner(t *testing.T) {
	o := newOffice(t)
	root := o.as(access.Instance, access.Administrator, "root")
	form := fields("id", "ala-buka", "ky", "Ала-Бука айыл аймагы", "villages", "Арча-Булак; 1 900\n\n Кең-Төр\n")
	o.leads("adding", root.post("/places", form), "/staff?in=ala-buka")
	m, err := o.db.Municipality(t.Context(), "ala-buka")
	o.must(err)
	if len(m.Villages) != 2 || m.Villages[0].Adults != 1900 || m.Villages[1].Name["ky"] != "Кең-Төр" {
		t.Errorf("got %+v, want the two villages", m.Villages)
	}
	said(t, "the list", o.read(root.get("/places"), http.StatusOK).Find("main"), "Ала-Бука", "2 села", "Нет ответственного")
	o.read(root.post("/staff", fields("in", "ala-buka", "id", "gulnur", "name", "Гүлнур", "role", "owner")), http.StatusOK)
	said(t, "the list, with an owner", o.read(root.get("/places"), http.StatusOK).Find("main"), "Ответственный: Гүлнур")
	said(t, "again", o.read(root.post("/places", form), http.StatusUnprocessableEntity).Find(".mistakes"), "занято")
	for name, bad := range map[string][]string{
		"no village": {"villages", " \n"}, "no name": {"ky", ""}, "a wrong short name": {"id", "Ала"}, "adults in words": {"villages", "Арча; миң"},
	} {
		wrong := fields("id", "other", "ky", "Башка", "villages", "Арча")
		wrong.Set(bad[0], bad[1])
		doc := o.read(root.post("/places", wrong), http.StatusUnprocessableEntity)
		if doc.Find(".bad .wrong").Length() != 1 || doc.Find(".bad #"+bad[0]).Length() != 1 {
			t.Errorf("%s: it is not said at the field", name)
		}
	}
	want := "root|municipality/ala-buka||Ала-Бука айыл аймагы, 2 villages\nroot|account/gulnur||Гүлнур, owner\nroot|account/gulnur||sign-in link"
	if got := o.trail("ala-buka"); got != want {
		t.Errorf("the trail: got\n%s\nwant\n%s", got, want)
	}
}
