package form_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/page"
)

func TestInterviewIsFoundOnlyBehindItsCode(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	id := p.id()
	before := s.kept(t, id)
	for _, address := range []string{
		"/f/" + otherCode + "/" + id, "/f/" + otherCode + "/" + id + "/order", "/f/" + openCode + "/AAAAAAAAAAAAAAAAAAAAAAAAAA",
	} {
		p.open(address)
		p.sees(http.StatusNotFound, "Бул даректе жооп табылган жок.", "Кайра баштоо")
		p.post(address, fields("place", "water"))
		p.sees(http.StatusNotFound, "Бул даректе жооп табылган жок.")
	}
	if diff := cmp.Diff(before, s.kept(t, id)); diff != "" {
		t.Errorf("the interview changed (-before +after):\n%s", diff)
	}
}

func TestBodyThatIsNotAFormChangesNothing(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	before := s.kept(t, p.id())
	urlencoded := "application/x-www-form-urlencoded"
	for _, test := range []struct {
		name, contentType, body string
		status                  int
		words                   string
	}{
		{"too large", urlencoded, "do=next&order=" + strings.Repeat("x", page.MaxBody), http.StatusRequestEntityTooLarge, "өтө чоң"},
		{"JSON", "application/json", `{"do":"next"}`, http.StatusUnsupportedMediaType, "башка түрдө"},
		{"no type", "", "do=next", http.StatusUnsupportedMediaType, "башка түрдө"},
		{"half an escape", urlencoded, "place=water%E", http.StatusBadRequest, "Байланыш үзүлүп"},
	} {
		p.send(http.MethodPost, p.resolve("/f/"+openCode+"/"+p.id()+"/order"), test.contentType, test.body)
		p.sees(test.status, test.words, "Кайсынысы биринчи керек?")
		p.send(http.MethodPost, p.resolve("/f/"+openCode+"/"+p.id()), test.contentType, test.body)
		p.sees(test.status, test.words, "Кайсынысы биринчи керек?")
		fresh := newPhone(t, s)
		fresh.send(http.MethodPost, p.resolve("/f/"+openCode+"?lang=ky"), test.contentType, test.body)
		fresh.sees(test.status, test.words, "Макулмун")
	}
	if diff := cmp.Diff(before, s.kept(t, p.id())); diff != "" {
		t.Errorf("the interview changed (-before +after):\n%s", diff)
	}
}

func TestFormCutOffOnTheWayChangesNothing(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	before := s.kept(t, p.id())
	server := httptest.NewServer(s)
	defer server.Close()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatalf("connecting: %v", err)
	}
	defer conn.Close()
	body := "do=next&order=kinder&order=wa"
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: ashar.test\r\nContent-Type: application/x-www-form-urlencoded\r\n"+
		"Content-Length: %d\r\n\r\n%s", p.at.Path, len(body)+20, body)
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatalf("cutting off: %v", err)
	}
	response, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		t.Fatalf("reading the response: %v", err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatalf("reading the response's body: %v", err)
	}
	if response.StatusCode != http.StatusBadRequest || !strings.Contains(string(text), "Байланыш үзүлүп") {
		t.Errorf("status %d, want 400 and words about the connection; the page: %s", response.StatusCode, text)
	}
	if diff := cmp.Diff(before, s.kept(t, p.id())); diff != "" {
		t.Errorf("the interview changed (-before +after):\n%s", diff)
	}
}

func TestSendingAgainShowsTheSameReceipt(t *testing.T) {
	s := newService(t)
	p := newPhone(t, s)
	p.choose()
	p.finish()
	base := "/f/" + openCode + "/" + p.id()
	p.press("do", "send")
	receipt := p.text(".receipt")
	for range 2 {
		p.post(base, fields("do", "send"))
		p.sees(http.StatusOK, receipt)
	}
	for _, step := range []struct {
		path string
		form url.Values
	}{
		{"/sex", fields("do", "next", "choice", "male")},
		{"/order", fields("place", "water")},
		{"/order", fields("do", "undo", "order", "water")},
		{"/sex", fields("do", "back", "choice", "male")},
		{"", fields("do", "back")},
		{"", fields("change", "sex")},
	} {
		p.post(base+step.path, step.form)
		p.sees(http.StatusConflict, receipt, s.problem(survey.AlreadySent, 0, 0, ""))
	}
	p.open(base + "/sex")
	p.sees(http.StatusOK, receipt)
	p.open(base + "?lang=ru")
	p.sees(http.StatusOK, receipt, "Спасибо")
	if got := len(s.responses()); got != 1 {
		t.Errorf("%d responses are stored, want 1", got)
	}
	if v, _ := s.responses()[0].Answer("sex"); !v.Has(survey.SexFemale) {
		t.Errorf("the answer became %+v after it was sent", v)
	}
}

func TestTwoTapsAtOnceMakeOneAnswer(t *testing.T) {
	s := newService(t)
	at := newPhone(t, s)
	at.open("/f/" + openCode)
	consent := filled(at.one("main form"), nil)

	// several posts the same form from several connections at once, and returns where they all end.
	several := func(address string, form url.Values) string {
		t.Helper()
		ends := make([]string, 4)
		var all sync.WaitGroup
		for i := range ends {
			all.Go(func() {
				p := newPhone(t, s)
				p.post(address, form)
				if p.status != http.StatusOK {
					t.Errorf("%s: status %d, want 200: %s", p.at, p.status, p.text("main"))
				}
				ends[i] = p.at.Path
			})
		}
		all.Wait()
		if one := slices.Compact(slices.Clone(ends)); len(one) != 1 {
			t.Fatalf("posting at once ended at %q", ends)
		}
		return ends[0]
	}
	first, second := newPhone(t, s), newPhone(t, s) // as one phone whose second tap came before the first was answered
	first.post("/f/"+openCode+"?lang=ky", consent)
	second.post("/f/"+openCode+"?lang=ky", consent)
	base := strings.TrimSuffix(second.at.Path, "/needs")
	several(base+"/needs", fields("do", "next", "choice", "water", "choice", "roads"))
	several(base+"/order", fields("place", "roads"))
	several(base+"/order", fields("do", "next", "order", "roads", "order", "water"))
	for _, question := range []string{"severity", "sex", "age", "wish"} {
		several(base+"/"+question, fields("do", "skip"))
	}
	several(base, fields("do", "send"))
	if got := len(s.responses()); got != 1 {
		t.Errorf("%d responses are stored, want 1", got)
	}
}

func TestManyTapsAtOnceLoseNothing(t *testing.T) {
	s := newService(t)
	at := newPhone(t, s)
	at.agree()
	var all sync.WaitGroup
	for range 40 {
		all.Go(func() {
			p := newPhone(t, s)
			p.post(at.at.Path, fields("do", "next", "choice", "water", "choice", "roads"))
			switch p.status {
			case http.StatusOK:
				p.sees(http.StatusOK, "Кайсынысы биринчи керек?")
			default:
				p.sees(http.StatusConflict, "бир нече жолу басылды", "Кайсынысы биринчи керек?")
			}
		})
	}
	all.Wait()
	if v, _ := s.kept(t, at.id()).Given(s.q, "needs"); !slices.Equal(v.Choices, []string{"water", "roads"}) {
		t.Errorf("kept are the needs %q, want water and roads", v.Choices)
	}
}
