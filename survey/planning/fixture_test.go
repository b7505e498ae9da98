package planning_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"
	"github.com/xuri/excelize/v2"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/form"
	"ashar/survey/page"
	"ashar/survey/page/pagetest"
	"ashar/survey/planning"
	"ashar/survey/steward"
	"ashar/survey/xlsform"
)

var bishkek = time.FixedZone("Asia/Bishkek", 6*60*60)

// office is the room over a real store, with two municipalities, their staff, and the residents' pages to be looked at.
type office struct {
	t        *testing.T
	now      time.Time
	db       *store.DB
	door     *access.Door
	room     *page.Room
	handler  http.Handler
	sessions map[string]string
}

func newOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 5, 20, 6, 0, 0, 0, time.UTC), sessions: map[string]string{}}
	clock := func() time.Time { return o.now }
	db, err := store.Open(t.Context(), "file:"+t.TempDir()+"/ashar.db", clock)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	o.db, o.door = db, access.NewDoor(db, rand.Reader)
	for _, id := range []string{"kok-jar", "ak-tal"} {
		o.must(db.SaveMunicipality(t.Context(), survey.Municipality{
			ID: id, Rev: 1, Name: survey.Text{"ky": "Көк-Жар", "ru": "Кок-Жар"},
			Villages: []survey.Village{{ID: "archa", Name: survey.Text{"ky": "Арча"}}, {ID: "tor", Name: survey.Text{"ky": "Төр"}}},
		}))
	}
	pages := pagetest.New(t)
	door, err := page.NewDoor(pages, o.door, "/desk", clock)
	o.must(err)
	lead := steward.New(db, rand.Reader, func(q *survey.Questionnaire, _ ...*survey.Questionnaire) error {
		if q.ByRole(survey.RoleNeed) == nil {
			return errors.New("no question of needs")
		}
		return nil
	}, func(context.Context, time.Time, access.Account, survey.Campaign) error { return nil })
	planner, err := planning.New(planning.Deps{
		Pages: pages, Door: door, Campaigns: db, Places: db, Steward: lead, Words: lead, Builtins: []*survey.Questionnaire{needs("needs"), needs("other")},
		Targets: survey.DefaultTargets(), Zone: bishkek, Now: clock,
	})
	o.must(err)
	here := func() time.Time { return clock().In(bishkek) }
	residents, err := form.New(pages, survey.NewIntake(db, db, db, db, here, survey.Told{}), db, here, func(string) string { return "" })
	o.must(err)
	e := pages.Echo()
	door.Mount(e)
	planner.Register(e)
	rehearsal := survey.NewRehearsal()
	residents.Preview(e, planning.PhonePath, func(c echo.Context) (*survey.Intake, error) {
		entrance, err := planner.Stage(c)
		return rehearsal.Intake(entrance, here), err
	}, door.Require(access.RunCampaigns), page.Framed)
	o.handler, o.room = e, planner.Room()
	return o
}

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// needs is a questionnaire of this name.
func needs(id string) *survey.Questionnaire {
	text := func(ky, ru string) survey.Text { return survey.Text{"ky": ky, "ru": ru} }
	need := func(name string) survey.Choice {
		return survey.Choice{Name: name, Label: text(name, name), Need: name}
	}
	return &survey.Questionnaire{
		ID: id, Version: "2026010101", Languages: []string{"ky", "ru"},
		Title: text("Эмне керек?", "Что нужно?"), Intro: text("Бир мүнөт.", "Одна минута."),
		Consent: survey.Consent{Version: "1", Text: text("Макулмун.", "Я согласен.")},
		Lists:   []survey.List{{Name: "need", Choices: []survey.Choice{need("water"), need("roads")}}},
		Questions: []survey.Question{
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 1, Required: true, Label: text("Эмне керек?", "Что нужно?")},
		},
	}
}

// book is a questionnaire as a workbook.
func (o *office) book(q *survey.Questionnaire) []byte {
	o.t.Helper()
	var b bytes.Buffer
	o.must(xlsform.Write(&b, q))
	return b.Bytes()
}

// spoilt is its workbook with other cells, named as "sheet!A1".
func (o *office) spoilt(q *survey.Questionnaire, cells map[string]string) []byte {
	o.t.Helper()
	f, err := excelize.OpenReader(bytes.NewReader(o.book(q)))
	o.must(err)
	for at, value := range cells {
		sheet, cell, _ := strings.Cut(at, "!")
		o.must(f.SetCellValue(sheet, cell, value))
	}
	b, err := f.WriteToBuffer()
	o.must(err)
	o.must(f.Close())
	return b.Bytes()
}

// as is the cookie of somebody with this role; "" is nobody.
func (o *office) as(municipality string, role access.Role) string {
	o.t.Helper()
	if role == "" {
		return ""
	}
	if role == access.Administrator {
		municipality = access.Instance
	}
	id := strings.Trim(strings.Trim(municipality, "*")+"-"+string(role), "-")
	if cookie, ok := o.sessions[id]; ok {
		return cookie
	}
	account, err := access.NewAccount(o.now, municipality, id, "Айгүл", role)
	o.must(err)
	o.must(o.db.AddAccount(o.t.Context(), account))
	token, err := o.door.Invite(o.t.Context(), o.now, id, 0)
	o.must(err)
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPost, page.SignInPath(token), nil))
	o.sessions[id] = w.Result().Cookies()[0].String()
	return o.sessions[id]
}

func (o *office) do(r *http.Request, cookie string) *httptest.ResponseRecorder {
	r.Header.Set("Accept-Language", "ru")
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	w := httptest.NewRecorder()
	o.handler.ServeHTTP(w, r)
	return w
}

func (o *office) get(path, cookie string) *httptest.ResponseRecorder {
	return o.do(httptest.NewRequest(http.MethodGet, path, nil), cookie)
}

func (o *office) post(path, cookie string, fields url.Values) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(fields.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return o.do(r, cookie)
}

// send posts a form with a file.
func (o *office) send(path, cookie string, fields url.Values, file []byte) *httptest.ResponseRecorder {
	o.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, v := range values {
			o.must(w.WriteField(name, v))
		}
	}
	part, err := w.CreateFormFile("file", "form.xlsx")
	o.must(err)
	_, err = io.Copy(part, bytes.NewReader(file))
	o.must(err)
	o.must(w.Close())
	r := httptest.NewRequest(http.MethodPost, path, &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return o.do(r, cookie)
}

func (o *office) read(w *httptest.ResponseRecorder, status int) *goquery.Document {
	o.t.Helper()
	if w.Code != status {
		o.t.Fatalf("status %d, want %d\n%s", w.Code, status, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	o.must(err)
	return doc
}

// led is where an answer leads; the test fails if it leads nowhere.
func (o *office) led(w *httptest.ResponseRecorder) string {
	o.t.Helper()
	if w.Code != http.StatusSeeOther {
		o.t.Fatalf("status %d, want 303\n%s", w.Code, w.Body)
	}
	return w.Header().Get("Location")
}

func (o *office) campaign(id string) survey.Campaign {
	o.t.Helper()
	c, err := o.db.Campaign(o.t.Context(), id)
	o.must(err)
	return c
}

// draft is a new draft, made on the page.
func (o *office) draft(fields url.Values) survey.Campaign {
	o.t.Helper()
	if fields == nil {
		fields = url.Values{}
	}
	if fields.Get("from") == "" {
		fields.Set("from", "builtin:needs")
	}
	at := o.led(o.post(planning.NewPath, o.as("kok-jar", access.Organiser), fields))
	return o.campaign(strings.Split(at, "/")[2])
}

// filled are the fields of a page's form as it has them.
func filled(doc *goquery.Document) url.Values {
	fields := url.Values{}
	for _, in := range doc.Find("main form input").EachIter() {
		kind := in.AttrOr("type", "")
		_, checked := in.Attr("checked")
		if kind == "file" || (kind == "radio" || kind == "checkbox") && !checked {
			continue
		}
		fields.Add(in.AttrOr("name", ""), in.AttrOr("value", ""))
	}
	return fields
}

// words is what a reader sees, with single spaces.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

func (o *office) said(what, got string, want ...string) {
	o.t.Helper()
	for _, w := range want {
		if !strings.Contains(got, w) {
			o.t.Errorf("%s: got %q, want %q in it", what, got, w)
		}
	}
}

// step takes a step on its page, as it is shown.
func (o *office) step(id string, step survey.Step, cookie string) *httptest.ResponseRecorder {
	o.t.Helper()
	path := "/desk/" + id + "/" + string(step)
	return o.post(path, cookie, filled(o.read(o.get(path, cookie), http.StatusOK)))
}
