//go:build !race

package main_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
)

// voter is a simulated phone: it asks for a slip's page, fills the form in that is on it, and sends that, always as the
// same request, until the service has answered for it. It is what the page's script does, and a person without one.
type voter struct {
	client  http.Client
	base    string
	page    *goquery.Document
	status  int
	tries   int
	outcome string // as the page says it to the script
}

func newVoter(t testing.TB, base string) *voter {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	return &voter{client: http.Client{Jar: jar, Transport: transport, Timeout: 20 * time.Second}, base: base}
}

// take reads an answer.
func (v *voter) take(r *http.Response, err error) error {
	if err != nil {
		return err
	}
	defer r.Body.Close()
	v.status = r.StatusCode
	if v.page, err = goquery.NewDocumentFromReader(r.Body); err != nil {
		return err
	}
	v.outcome = v.page.Find("#booth").AttrOr("data-outcome", "")
	return nil
}

// until does something again and again, until it comes about or a minute is over.
func (v *voter) until(what string, do func() bool) error {
	for begun := time.Now(); time.Since(begun) < time.Minute; time.Sleep(time.Duration(50+10*v.tries) * time.Millisecond) {
		if do() {
			return nil
		}
		v.tries++
	}
	return fmt.Errorf("%s: it does not come about: status %d", what, v.status)
}

// open opens a slip's page.
func (v *voter) open(code string) error {
	return v.until("open "+code, func() bool {
		return v.take(v.client.Get(v.base+"/v/"+code+"?lang=ky")) == nil && v.page.Find("#booth").Length() == 1
	})
}

// mark is the form of the page with these options marked.
func (v *voter) mark(options ...int) (action, body string) {
	form := v.page.Find("form.ballot")
	fields := url.Values{}
	form.Find("input[type=hidden]").Each(func(_ int, el *goquery.Selection) { fields.Set(el.AttrOr("name", ""), el.AttrOr("value", "")) })
	for _, n := range options {
		fields.Add("dot", fmt.Sprint(n))
	}
	return v.base + form.AttrOr("action", ""), fields.Encode()
}

// send sends a form until it is answered for.
func (v *voter) send(action, body string) error {
	return v.until("send", func() bool {
		return v.take(v.client.Post(action, "application/x-www-form-urlencoded", strings.NewReader(body))) == nil && v.outcome != ""
	})
}

// opens opens a slip's page, on which there must be a ballot.
func (v *voter) opens(code string) error {
	if err := v.open(code); err != nil {
		return err
	}
	if v.page.Find("form.ballot").Length() != 1 {
		return fmt.Errorf("%s has no ballot:\n%s", code, v.page.Find("main").Text())
	}
	return nil
}
