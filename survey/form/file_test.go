package form_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/page"
)

// atPhoto is a phone at the question for a photo.
func atPhoto(t *testing.T) (*service, *phone) {
	t.Helper()
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	p.until("photo")
	return s, p
}

// tooLarge is what is said of a file of so many megabytes.
func (s *service) tooLarge(mb int) string { return s.problem(survey.FileTooLarge, 8, mb, "") }

func TestFileThatCannotBeKeptIsRefusedOnItsScreen(t *testing.T) {
	s, p := atPhoto(t)
	before := s.kept(t, p.id())
	for _, test := range []struct {
		name string
		file []byte
		says string
	}{
		{"empty", []byte{}, s.problem(survey.NoPhoto, 0, 0, "")},
		{"text", []byte("hello"), s.problem(survey.NoPhoto, 0, 0, "")},
		{"voice", voice(), s.problem(survey.NoPhoto, 0, 0, "")},
		{"drawing with a script", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), s.problem(survey.NoPhoto, 0, 0, "")},
		{"a little too large", photo(t, survey.MaxImage+1), s.tooLarge(9)},
		{"much too large", photo(t, survey.MaxImage+page.MaxBody+1), s.tooLarge(9)},
		{"far too large", photo(t, 3*survey.MaxImage), s.tooLarge(25)},
	} {
		p.chosen = test.file
		p.press("do", "next")
		p.mends("file", test.says)
		p.sees(http.StatusUnprocessableEntity, "Көйгөйдү сүрөткө тартыңыз")
	}
	p.press("do", "next")
	p.mends("file", s.problem(survey.Missing, 0, 0, ""))
	if diff := cmp.Diff(before.Answers, s.kept(t, p.id()).Answers); diff != "" {
		t.Errorf("the answers changed (-before +after):\n%s", diff)
	}
	p.chosen = photo(t, survey.MaxImage)
	p.next("Үнүңүз менен айтыңыз")
}

func TestFileIsKeptReplacedOrLeftOut(t *testing.T) {
	s, p := atPhoto(t)
	given := func(question string) survey.Value {
		v, _ := s.kept(t, p.id()).Given(s.q, question)
		return v
	}
	p.chosen = photo(t, 0)
	p.next("Үнүңүз менен айтыңыз")
	first := given("photo").File
	p.press("do", "back")
	p.sees(http.StatusOK, "Сүрөт, 1 КБ", "Сакталды")
	p.next("Үнүңүз менен айтыңыз") // without choosing another one
	if diff := cmp.Diff(first, given("photo").File); diff != "" {
		t.Errorf("going on changed the file (-before +after):\n%s", diff)
	}
	p.press("do", "back")
	p.chosen = []byte("hello")
	p.press("do", "next")
	p.mends("file", s.problem(survey.NoPhoto, 0, 0, ""))
	p.sees(http.StatusUnprocessableEntity, "Сүрөт, 1 КБ") // it is still there
	p.chosen = photo(t, 2<<20)
	p.next("Үнүңүз менен айтыңыз")
	if second := given("photo").File; second == nil || second.ID == first.ID {
		t.Errorf("kept is %+v, want the second file", second)
	}
	if _, err := s.db.Attachment(t.Context(), first.ID); err == nil {
		t.Errorf("the file that was replaced is still stored")
	}
	p.chosen = voice()
	p.press("do", "back") // what was recorded goes along
	p.sees(http.StatusOK, "Сүрөт, 2,0 МБ")
	if given("voice").File == nil {
		t.Errorf("going back lost the recording")
	}
	p.next("Рахмат, эми баарын карап чыгыңыз")
	p.press("do", "back")
	p.sees(http.StatusOK, "Үн кабары, 1 КБ")
	p.press("do", "skip")
	p.next("Жоопторуңузду карап чыгыңыз", "Жоопсуз калтырылды")
	if v := given("voice"); v.File != nil {
		t.Errorf("passed over, the question still has the file %+v", v.File)
	}
}

func TestFileForAnotherQuestionIsNotTaken(t *testing.T) {
	s := serve(t, everyKind(t))
	p := newPhone(t, s)
	p.starts()
	base := "/f/" + openCode + "/" + p.id()
	send := func(question string, size int) {
		contentType, body := multipartForm(t, fields("do", "next"), photo(t, size))
		p.send(http.MethodPost, p.resolve(base+"/"+question), contentType, body)
	}
	send("photo", 1<<20)
	p.sees(http.StatusConflict, s.problem(survey.NotAsked, 0, 0, ""), "Адегенде үйүңүз жөнүндө")
	send("photo", 2*survey.MaxImage)
	p.sees(http.StatusConflict, s.problem(survey.NotAsked, 0, 0, ""))
	for _, question := range []string{"people", "opening", "nonsense"} {
		send(question, page.MaxBody)
		p.sees(http.StatusRequestEntityTooLarge, "өтө чоң")
	}
	p.post(base+"/photo", fields("do", "next", "text", strings.Repeat("x", page.MaxBody)))
	p.sees(http.StatusConflict)
	if n := len(s.kept(t, p.id()).Answers); n != 0 {
		t.Errorf("%d answers are kept, want none", n)
	}
}

func TestFormFromAnotherSiteBringsNoFile(t *testing.T) {
	_, p := atPhoto(t)
	contentType, body := multipartForm(t, fields("do", "next"), photo(t, 0))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, p.at.Path, strings.NewReader(body))
	r.Header.Set("Content-Type", contentType)
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	p.service.ServeHTTP(w, r)
	if w.Code != http.StatusForbidden {
		t.Errorf("status %d, want 403", w.Code)
	}
}

func TestNothingOfAFileStaysOnTheDisk(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	_, p := atPhoto(t)
	for _, size := range []int{4 << 20, 2 * survey.MaxImage} {
		p.chosen = photo(t, size)
		p.press("do", "next")
		left, err := filepath.Glob(filepath.Join(os.TempDir(), "multipart-*"))
		if err != nil || len(left) > 0 {
			t.Errorf("after a file of %d bytes there are left %q, %v", size, left, err)
		}
		p.press("do", "back")
	}
}

// TestLargeFileIsAnsweredOnceItWasSent sends more than is taken, as browsers do: they look for an answer only when all
// is sent, and show none when they are cut off.
func TestLargeFileIsAnsweredOnceItWasSent(t *testing.T) {
	s, p := atPhoto(t)
	server := httptest.NewServer(s)
	defer server.Close()
	contentType, body := multipartForm(t, fields("do", "next"), photo(t, 3*survey.MaxImage))
	sent, whole := 0, len(body)
	answer := post(t, server, p.at.Path, contentType, whole, func(conn *net.TCPConn) {
		for sent < whole {
			n, err := io.WriteString(conn, body[sent:min(sent+1<<20, whole)])
			if err != nil {
				t.Errorf("cut off after %d of %d bytes: %v", sent, whole, err)
				return
			}
			sent += n
		}
	})
	if want := s.tooLarge(25); !strings.Contains(answer, want) {
		t.Errorf("the page says %s, want it to say %q", answer, want)
	}
	answer = post(t, server, p.at.Path, contentType, whole, func(conn *net.TCPConn) {
		fmt.Fprint(conn, body[:1<<20])
		if err := conn.CloseWrite(); err != nil {
			t.Errorf("cutting off: %v", err)
		}
	})
	if want := s.words.For("ky").T("form.file.cut_off"); !strings.Contains(answer, want) {
		t.Errorf("the page says %s, want it to say %q", answer, want)
	}
}

// post sends a request whose body is written by hand, and returns the text of the answer.
func post(t *testing.T, server *httptest.Server, path, contentType string, length int, write func(*net.TCPConn)) string {
	t.Helper()
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatalf("connecting: %v", err)
	}
	defer conn.Close()
	fmt.Fprintf(conn, "POST %s HTTP/1.1\r\nHost: ashar.test\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n",
		path, contentType, length)
	write(conn.(*net.TCPConn))
	answer, err := io.ReadAll(conn)
	if err != nil {
		t.Fatalf("reading the answer: %v", err)
	}
	return string(bytes.ToValidUTF8(answer, nil))
}
