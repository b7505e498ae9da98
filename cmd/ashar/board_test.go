package main_test

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// signIn uses the link that invite prints, and returns a browser that is in.
func signIn(t *testing.T, s *service) *http.Client {
	t.Helper()
	link := strings.TrimSpace(run(t, s.env, "invite", "kok-jar", "aigul", "--store", s.store, "--public-url", s.base))
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	r, err := client.PostForm(link, url.Values{})
	if err != nil {
		t.Fatal(err)
	}
	r.Body.Close()
	if r.StatusCode != http.StatusOK || r.Request.URL.Path != "/me/password" {
		t.Fatalf("signing in leads to %s with %s, want the page that asks for a password", r.Request.URL.Path, r.Status)
	}
	return client
}

// TestBoardThatIsOpenFollowsAnswers opens a stream of the board, and then residents answer.
func TestBoardThatIsOpenFollowsAnswers(t *testing.T) {
	s := newService(t)
	client := signIn(t, s)
	client.Timeout = time.Minute
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+"/board/needs/live?lang=en", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	stream, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer stream.Body.Close()
	lines := bufio.NewReader(stream.Body)
	until := func(words string) {
		t.Helper()
		for {
			line, err := lines.ReadString('\n')
			if strings.Contains(line, words) {
				return
			}
			if err != nil {
				t.Fatalf("%q is not sent: %v", words, err)
			}
		}
	}
	until("There are too few answers yet")
	for i := range 12 {
		if err := answerByPost(s, s.codes[i%2]); err != nil {
			t.Fatal(err)
		}
	}
	until("<dd>12</dd>")
}

// TestBoardFollowsAnswersAndPopulation looks at the ranking of the running service
// while answers come in, and after the municipality's numbers were replaced.
func TestBoardFollowsAnswersAndPopulation(t *testing.T) {
	s := newService(t)
	client := signIn(t, s)
	look := func() (ranking struct {
		Count     int64 `json:"n"`
		Weighting struct {
			Basis string `json:"basis"`
		} `json:"weighting"`
	}) {
		t.Helper()
		r, err := client.Get(s.base + "/board/needs/ranking.json")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = json.Unmarshal(body, &ranking)
		}
		if err != nil || r.StatusCode != http.StatusOK {
			t.Fatalf("%s, %v\n%s", r.Status, err, body)
		}
		return ranking
	}
	if got := look(); got.Count != 0 {
		t.Fatalf("got %d answers before the first", got.Count)
	}
	for i := range 12 {
		if err := answerByPost(s, s.codes[i%2]); err != nil {
			t.Fatal(err)
		}
	}
	got := look()
	for end := time.Now().Add(time.Minute); got.Count != 12 && time.Now().Before(end); got = look() {
		time.Sleep(50 * time.Millisecond) // the last ranking is shown while another one is made
	}
	if got.Count != 12 || got.Weighting.Basis == "none" {
		t.Errorf("got %+v, want 12 answers, weighted", got)
	}

	var place map[string]any
	if err := json.Unmarshal([]byte(run(t, nil, "campaign", "place")), &place); err != nil {
		t.Fatal(err)
	}
	for _, v := range place["villages"].([]any) {
		delete(v.(map[string]any), "population")
	}
	changed, err := json.Marshal(place)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "changed.json")
	if err := os.WriteFile(file, changed, 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, s.env, "campaign", "open", file, "--id", "second", "--update", "--store", s.store)
	if got := look(); got.Count != 12 || got.Weighting.Basis != "none" {
		t.Errorf("without a population, got %+v, want the same answers, unweighted", got)
	}
}
