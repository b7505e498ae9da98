package report_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ashar/prioritize"
	"ashar/prioritize/evidence"
	"ashar/survey"
	"ashar/survey/access"
)

// pack is the evidence of forty answers.
func pack(t testing.TB) []byte {
	t.Helper()
	shape := prioritize.Shape{Needs: 3}
	c := prioritize.Counted{
		Input: prioritize.Input{
			Campaign: "needs", Questionnaire: "needs@1", Needs: []prioritize.Need{{Code: "water"}, {Code: "roads"}, {Code: "light"}},
			Municipality: &survey.Municipality{ID: "kok-jar", Name: text("Көк-Жар", "Кок-Жар"), Villages: []survey.Village{{ID: "archa", Name: text("Арча", "Арча"), Adults: 90}}},
		},
		Ballots: prioritize.NewBallots(shape), Questionnaires: []string{"needs@1"},
	}
	for i := range 40 {
		c.Ballots.Add(&prioritize.Ballot{
			Source:   prioritize.Source{Cell: prioritize.Cell{Village: "archa", Sex: survey.SexFemale, Age: "18-28"}, Channel: survey.Web},
			Answered: true, Chosen: []int{i % 3},
		})
	}
	c.Tally = c.Ballots.Tally()
	f, parts, err := prioritize.Freeze(c, now, "owner", "test")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := f.OpenWith(parts)
	if err != nil {
		t.Fatal(err)
	}
	p, err := evidence.New(f, opened, "test", "Read me.\n")
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if _, err := p.WriteTo(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// changed is the pack with one file changed, and nothing else: a forger would not forget the manifest, but a broken copy does.
func changed(t testing.TB, pack []byte, name, from, to string) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range in.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if f.Name == name {
			b = bytes.Replace(b, []byte(from), []byte(to), 1)
		}
		x, err := w.Create(f.Name)
		if err == nil {
			_, err = x.Write(b)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// verify sends a pack, none if that is nil.
func (h *hall) verify(pack []byte, fingerprint string) *httptest.ResponseRecorder {
	h.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	if pack != nil {
		part, err := w.CreateFormFile("pack", "needs-evidence.zip")
		h.must(err)
		_, err = part.Write(pack)
		h.must(err)
	}
	h.must(w.WriteField("fingerprint", fingerprint))
	h.must(w.Close())
	r := httptest.NewRequest(http.MethodPost, "/verify", &body)
	r.Header.Set("Content-Type", w.FormDataContentType())
	return h.serve(access.Observer, r)
}

func TestAPackIsVerifiedOnThePage(t *testing.T) {
	h, pack := newHall(t), pack(t)
	doc := h.read(h.verify(pack, ""), http.StatusOK)
	if got := words(doc.Find("#found")); got != "Всё сходится: needs-evidence.zip" {
		t.Errorf("got %q", got)
	}
	if got := doc.Find(".chain .holds").Length(); got != 5 {
		t.Errorf("got %d links that hold, want 5", got)
	}
	if got := words(doc.Find(".proof")); !strings.Contains(got, "Ответы40") {
		t.Errorf("got %q, want what it is of", got)
	}
	if got := words(doc.Find(".found")); !strings.Contains(got, "Сравните отпечаток") {
		t.Errorf("got %q, want that the fingerprint is to be compared", got)
	}
	fingerprint := words(doc.Find(".proof dd strong"))
	if got := words(h.read(h.verify(pack, " "+strings.ToUpper(fingerprint)), http.StatusOK).Find(".found")); !strings.HasPrefix(got, "Всё сходится") || strings.Contains(got, "Сравните") {
		t.Errorf("with the fingerprint: got %q", got)
	}
	if got := words(h.read(h.verify(pack, strings.Repeat("0", 16)), http.StatusOK).Find(".found")); !strings.Contains(got, "он от другого итога") {
		t.Errorf("with another fingerprint: got %q", got)
	}
}

func TestWhatDoesNotHoldIsNamed(t *testing.T) {
	h, pack := newHall(t), pack(t)
	for _, tt := range []struct {
		what, place string
		pack        []byte
		broken      string
	}{
		{"a row of the answers", "answers.csv", changed(t, pack, "answers.csv", "female", "male"), "Ответы те самые"},
		{"a ranking", "rankings/reach.json", changed(t, pack, "rankings/reach.json", "water", "wader"), "Из сумм получаются"},
		{"what is no pack", "archive", []byte("PK, or so they say, and more than twenty-two bytes"), "Пакет целый"},
		{"a pack that is cut off", "archive", pack[:len(pack)-9], "Пакет целый"},
	} {
		doc := h.read(h.verify(tt.pack, ""), http.StatusOK)
		if got := words(doc.Find(".found .notice p").First()); got != fmt.Sprintf("Не сходится вот это место в пакете: %s.", tt.place) {
			t.Errorf("%s: got %q, want %s", tt.what, got, tt.place)
		}
		if got := words(doc.Find(".chain .broken")); !strings.Contains(got, tt.broken) {
			t.Errorf("%s: got %q broken", tt.what, got)
		}
	}
}

func TestPacksAreVerifiedOneAtATime(t *testing.T) {
	h, pack := newHall(t), pack(t)
	done := h.room.Verifying()
	w := h.verify(pack, "")
	done()
	if doc := h.read(w, http.StatusServiceUnavailable); !strings.Contains(words(doc.Find(".mistakes")), "другой пакет") || w.Header().Get("Retry-After") == "" {
		t.Errorf("got %q, want when to come again", words(doc.Find(".mistakes")))
	}
	h.read(h.verify(pack, ""), http.StatusOK)
	h.read(h.verify(nil, ""), http.StatusUnprocessableEntity)
	h.read(h.verify(pack, "abc"), http.StatusUnprocessableEntity)
}
