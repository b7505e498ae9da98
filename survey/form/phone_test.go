package form_test

import (
	"mime"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// phone is a browser without script: what it posts, it has read from the page before it.
type phone struct {
	t       testing.TB
	service http.Handler
	accept  string // Accept-Language
	at      *url.URL
	status  int
	body    string
	doc     *goquery.Document // made of the body when it is first looked at
	chosen  []byte            // the file chosen for the page's form; nil if none is
}

func newPhone(t testing.TB, s http.Handler) *phone {
	return &phone{t: t, service: s, accept: "ky-KG,ky;q=0.9,ru;q=0.8"}
}

// open goes to an address, relative to where the phone is.
func (p *phone) open(address string) {
	p.t.Helper()
	p.send(http.MethodGet, p.resolve(address), "", "")
}

func (p *phone) resolve(address string) *url.URL {
	p.t.Helper()
	to, err := url.Parse(address)
	if err != nil {
		p.t.Fatalf("address %q: %v", address, err)
	}
	if p.at != nil {
		to = p.at.ResolveReference(to)
	}
	return to
}

// post sends a form to an address, bypassing the page.
func (p *phone) post(address string, form url.Values) {
	p.t.Helper()
	p.send(http.MethodPost, p.resolve(address), "application/x-www-form-urlencoded", form.Encode())
}

// send sends a request and follows where it is sent on to.
func (p *phone) send(method string, to *url.URL, contentType, body string) {
	p.t.Helper()
	for range 5 {
		r := httptest.NewRequestWithContext(p.t.Context(), method, to.RequestURI(), strings.NewReader(body))
		r.Header.Set("Accept-Language", p.accept)
		if contentType != "" {
			r.Header.Set("Content-Type", contentType)
		}
		w := httptest.NewRecorder()
		p.service.ServeHTTP(w, r)
		p.at, p.status = to, w.Code
		if w.Code == http.StatusSeeOther {
			to = p.resolve(w.Header().Get("Location"))
			method, contentType, body = http.MethodGet, "", ""
			continue
		}
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			p.t.Errorf("%s %s: Cache-Control %q, want no-store", method, to, got)
		}
		p.body, p.doc, p.chosen = w.Body.String(), nil, nil
		return
	}
	p.t.Fatalf("%s: sent on for ever", to)
}

// page is what the phone shows.
func (p *phone) page() *goquery.Document {
	p.t.Helper()
	if p.doc == nil {
		var err error
		if p.doc, err = goquery.NewDocumentFromReader(strings.NewReader(p.body)); err != nil {
			p.t.Fatalf("%s: reading the page: %v", p.at, err)
		}
	}
	return p.doc
}

// press presses the button with this name and value, which must be on the page.
func (p *phone) press(name, value string) {
	p.t.Helper()
	button := p.one(`button[name="` + name + `"][value="` + value + `"]:not(.hidden)`)
	p.submit(button.Closest("form"), url.Values{name: {value}})
}

// submit submits a form with what is filled in on the page.
func (p *phone) submit(f *goquery.Selection, pressed url.Values) {
	p.t.Helper()
	to := p.resolve(f.AttrOr("action", ""))
	if to.Path == p.at.Path && f.AttrOr("action", "") == "" {
		to.RawQuery = ""
	}
	if f.AttrOr("enctype", "") == "multipart/form-data" {
		contentType, body := multipartForm(p.t, filled(f, pressed), p.chosen)
		p.send(http.MethodPost, to, contentType, body)
		return
	}
	if f.AttrOr("method", "get") == "post" {
		p.send(http.MethodPost, to, "application/x-www-form-urlencoded", filled(f, pressed).Encode())
		return
	}
	to.RawQuery = filled(f, pressed).Encode()
	p.send(http.MethodGet, to, "", "")
}

// multipartForm is a form as a browser sends it that has a box for a file, and the file if one was chosen.
func multipartForm(t testing.TB, values url.Values, file []byte) (contentType, body string) {
	t.Helper()
	var b strings.Builder
	w := multipart.NewWriter(&b)
	part := func(name, filename string, data []byte) {
		disposition := map[string]string{"name": name}
		if name == "file" {
			disposition["filename"] = filename
		}
		head := textproto.MIMEHeader{"Content-Disposition": {mime.FormatMediaType("form-data", disposition)}}
		out, err := w.CreatePart(head)
		if err == nil {
			_, err = out.Write(data)
		}
		if err != nil {
			t.Fatalf("writing a form: %v", err)
		}
	}
	for name, all := range values {
		for _, value := range all {
			part(name, "", []byte(value))
		}
	}
	if file != nil {
		part("file", "IMG_0001", file)
	} else {
		part("file", "", nil) // so browsers send a box that was left empty
	}
	if err := w.Close(); err != nil {
		t.Fatalf("writing a form: %v", err)
	}
	return w.FormDataContentType(), b.String()
}

// filled is what a form would send.
func filled(f *goquery.Selection, pressed url.Values) url.Values {
	values := url.Values{}
	for name, all := range pressed {
		values[name] = append(values[name], all...)
	}
	f.Find("input[name]").Each(func(_ int, in *goquery.Selection) {
		kind := in.AttrOr("type", "text")
		if kind == "file" {
			return
		}
		if _, on := in.Attr("checked"); on || kind != "checkbox" && kind != "radio" {
			values.Add(in.AttrOr("name", ""), in.AttrOr("value", ""))
		}
	})
	f.Find("textarea[name]").Each(func(_ int, in *goquery.Selection) {
		values.Add(in.AttrOr("name", ""), strings.ReplaceAll(in.Text(), "\n", "\r\n"))
	})
	return values
}

// tick ticks choices, or unticks those that are ticked; a radio button unticks its neighbours.
func (p *phone) tick(choices ...string) {
	p.t.Helper()
	for _, choice := range choices {
		p.toggle(`input[name="choice"][value="` + choice + `"]`)
	}
}

// rate gives a choice a level.
func (p *phone) rate(choice string, level int) {
	p.t.Helper()
	p.toggle(`input[name="level.` + choice + `"][value="` + strconv.Itoa(level) + `"]`)
}

func (p *phone) toggle(selector string) {
	p.t.Helper()
	in := p.one(selector)
	if in.AttrOr("type", "") == "radio" {
		p.page().Find(`input[name="` + in.AttrOr("name", "") + `"]`).RemoveAttr("checked")
	} else if _, on := in.Attr("checked"); on {
		in.RemoveAttr("checked")
		return
	}
	in.SetAttr("checked", "")
}

// write types words.
func (p *phone) write(words string) {
	p.t.Helper()
	p.one("textarea").SetText(words)
}

// enter types into a box of one line.
func (p *phone) enter(name, text string) {
	p.t.Helper()
	p.one(`input[name="`+name+`"]`).SetAttr("value", text)
}

// pick chooses a button of a row, by what it posts.
func (p *phone) pick(name, value string) {
	p.t.Helper()
	p.toggle(`input[name="` + name + `"][value="` + value + `"]`)
}

// one is the one element that the selector finds.
func (p *phone) one(selector string) *goquery.Selection {
	p.t.Helper()
	found := p.page().Find(selector)
	if found.Length() != 1 {
		p.t.Fatalf("%s: %d elements match %s, want 1; the page says: %s", p.at, found.Length(), selector, p.text("main"))
	}
	return found
}

// text is the text of what the selector finds, its spaces made one.
func (p *phone) text(selector string) string {
	return strings.Join(strings.Fields(p.page().Find(selector).Text()), " ")
}

// sees fails the test unless the page has this status and its text holds all of the words.
func (p *phone) sees(status int, words ...string) {
	p.t.Helper()
	if p.status != status {
		p.t.Errorf("%s: status %d, want %d; the page says: %s", p.at, p.status, status, p.text("main"))
	}
	for _, w := range words {
		if got := p.text("body"); !strings.Contains(got, w) {
			p.t.Errorf("%s: the page says %q, want it to say %q", p.at, got, w)
		}
	}
}

// checked lists the values that are ticked.
func (p *phone) checked() []string {
	return p.page().Find("input[checked]").Map(func(_ int, in *goquery.Selection) string { return in.AttrOr("value", "") })
}

// id is the identifier of the interview that the phone is in.
func (p *phone) id() string {
	p.t.Helper()
	parts := strings.Split(p.at.Path, "/")
	if len(parts) < 4 {
		p.t.Fatalf("%s is not in an interview", p.at)
	}
	return parts[3]
}

// agree begins an interview.
func (p *phone) agree() {
	p.t.Helper()
	p.open("/f/" + openCode)
	p.submit(p.one("main form"), nil)
	p.sees(http.StatusOK, "Эң керектүү үчөөнү тандаңыз")
}

// choose agrees and chooses three needs.
func (p *phone) choose() {
	p.t.Helper()
	p.agree()
	p.tick("water", "roads", "kinder")
	p.press("do", "next")
	p.sees(http.StatusOK, "Кайсынысы биринчи керек?")
}

// finish goes from the order of needs to the look-over.
func (p *phone) finish() {
	p.t.Helper()
	p.press("place", "kinder")
	p.press("place", "water")
	p.press("do", "next")
	p.rate("water", 4)
	p.rate("roads", 2)
	p.rate("kinder", 5)
	p.press("do", "next")
	p.tick("female")
	p.press("do", "next")
	p.tick("29-44")
	p.press("do", "next")
	p.press("do", "skip")
	p.sees(http.StatusOK, "Жоопторуңузду карап чыгыңыз")
}

// fields are a form's, as names and values by turns.
func fields(pairs ...string) url.Values {
	values := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	return values
}
