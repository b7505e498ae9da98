package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"

	"ashar/survey"
	"ashar/survey/form"
)

// browser is a simple one: it fetches pages, fills in the form that it finds and
// follows where that leads.
type browser struct {
	client *http.Client
	at     *url.URL
	page   *goquery.Document
}

func (b *browser) open(ctx context.Context, address string) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	return b.fetch(r)
}

// submit sends the page's form with its hidden fields, these, and a file if the
// form takes one.
func (b *browser) submit(ctx context.Context, fields url.Values, file []byte) error {
	f := b.page.Find("main form[method=post]").First()
	action, ok := f.Attr("action")
	if !ok {
		return fmt.Errorf("no form on %s", b.at.Path)
	}
	f.Find("input[type=hidden]").Each(func(_ int, s *goquery.Selection) {
		fields.Add(s.AttrOr("name", ""), s.AttrOr("value", ""))
	})
	target, err := b.at.Parse(action)
	if err != nil {
		return err
	}
	body, kind := io.Reader(strings.NewReader(fields.Encode())), "application/x-www-form-urlencoded"
	if f.AttrOr("enctype", kind) != kind {
		if body, kind, err = multipartForm(fields, file); err != nil {
			return err
		}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, target.String(), body)
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", kind)
	return b.fetch(r)
}

// multipartForm is a form with a file, as browsers send it; without one they send an
// empty part.
func multipartForm(fields url.Values, file []byte) (body io.Reader, kind string, err error) {
	var sent bytes.Buffer
	w := multipart.NewWriter(&sent)
	for name, values := range fields {
		for _, v := range values {
			if err := w.WriteField(name, v); err != nil {
				return nil, "", err
			}
		}
	}
	name := ""
	if len(file) > 0 {
		name = "file"
	}
	part, err := w.CreateFormFile("file", name)
	if err != nil {
		return nil, "", err
	}
	if _, err := part.Write(file); err != nil {
		return nil, "", err
	}
	return &sent, w.FormDataContentType(), w.Close()
}

func (b *browser) fetch(r *http.Request) error {
	resp, err := b.client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if b.page, err = goquery.NewDocumentFromReader(resp.Body); err != nil {
		return err
	}
	b.at = resp.Request.URL
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %s: %s", r.Method, r.URL.Path, resp.Status, strings.Join(strings.Fields(b.page.Find("main").Text()), " "))
	}
	return nil
}

// offers reports whether the page has an input or button of this name and value.
func (b *browser) offers(name, value string) bool {
	return b.page.Find("main [name]").FilterFunction(func(_ int, s *goquery.Selection) bool {
		return s.AttrOr("name", "") == name && s.AttrOr("value", "") == value
	}).Length() > 0
}

// visitWeb lets the guest answer by the form behind the code at base.
func (g guest) visitWeb(ctx context.Context, client *http.Client, base, code string, q *survey.Questionnaire, at time.Time) error {
	b := &browser{client: client}
	if err := b.open(ctx, base+form.Path(code)+"?lang="+g.language); err != nil {
		return err
	}
	if err := b.submit(ctx, url.Values{}, nil); err != nil { // consent
		return err
	}
	s, err := newShadow(q, g.language, at)
	if err != nil {
		return err
	}
	for p := s.prompt(); !p.Review; p = s.prompt() {
		x := p.Question
		if path.Base(b.at.Path) != x.Name {
			return fmt.Errorf("%s is asked, and it should be %s", b.at.Path, x.Name)
		}
		if g.leaves != nil && g.leaves(x) {
			return nil
		}
		v := g.answer(p)
		if err := g.fillIn(ctx, b, x, v); err != nil {
			return fmt.Errorf("%s: %w", x.Name, err)
		}
		if err := s.follow(g, p, v); err != nil {
			return err
		}
	}
	if err := b.submit(ctx, url.Values{"do": {"send"}}, nil); err != nil {
		return err
	}
	if b.page.Find(".receipt").Length() == 0 {
		return fmt.Errorf("no receipt on %s", b.at.Path)
	}
	return nil
}

// fillIn enters a value on the page of a question, and goes on.
func (g guest) fillIn(ctx context.Context, b *browser, x *survey.Question, v survey.Value) error {
	e := filled{browser: b, fields: url.Values{}}
	var file []byte
	switch {
	case v.Skipped && x.Kind != survey.Note:
		e.set("do", "skip")
		return e.send(ctx, nil)
	case x.Kind == survey.Rank:
		for _, name := range v.Choices { // a tap a page; the last one may have its place by itself
			if !b.offers("place", name) {
				continue
			}
			tap := filled{browser: b, fields: url.Values{}}
			tap.set("place", name)
			if err := tap.send(ctx, nil); err != nil {
				return err
			}
		}
		e.fields = url.Values{}
	case x.Kind == survey.Pairwise:
		b.page.Find("fieldset.pair").Each(func(_ int, s *goquery.Selection) {
			side := s.Find("input[type=radio]")
			e.set(side.AttrOr("name", ""), g.prefers(side.Eq(0).AttrOr("value", ""), side.Eq(1).AttrOr("value", "")))
		})
	case x.Kind == survey.Points:
		for _, l := range v.Levels {
			e.fields.Set("points."+l.Choice, strconv.Itoa(l.Level))
		}
	case x.Kind.Stored():
		file = g.file(x)
	case x.Kind == survey.RangeNumber && b.page.Find("main input[name=text][type=radio]").Length() > 0:
		e.set("text", v.Number)
	default:
		for _, name := range v.Choices {
			e.set("choice", name)
		}
		for _, l := range v.Levels {
			e.set("level."+l.Choice, strconv.Itoa(l.Level))
		}
		if typed := v.Text + v.Number + v.Date; typed != "" { // a value has one of them
			e.fields.Set("text", typed)
		}
		if v.Point != nil {
			e.fields.Set("text", v.Point.String())
		}
	}
	e.set("do", "next")
	return e.send(ctx, file)
}

// filled is what is filled in on one page.
type filled struct {
	*browser
	fields url.Values
	err    error // the first thing that the page did not offer
}

// set takes one of the values that the page offers.
func (e *filled) set(name, value string) {
	if !e.offers(name, value) && e.err == nil {
		e.err = fmt.Errorf("the page does not offer %s=%s", name, value)
	}
	e.fields.Add(name, value)
}

func (e *filled) send(ctx context.Context, file []byte) error {
	if e.err != nil {
		return e.err
	}
	return e.submit(ctx, e.fields, file)
}
