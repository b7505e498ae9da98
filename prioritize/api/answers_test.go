package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/access"
)

const answersOf = "/api/v1/campaigns/summer/answers"

// page is a page of answers.
type page struct {
	Next    *string
	Answers []map[string]any
}

func (p page) ids() []string {
	var ids []string
	for _, a := range p.Answers {
		ids = append(ids, a["_id"].(string))
	}
	return ids
}

// TestPagesHoldEveryAnswerOnce goes from page to page, by next and by the header, which say the same.
func TestPagesHoldEveryAnswerOnce(t *testing.T) {
	o := newOffice(t)
	var whole page
	o.getJSON(answersOf, &whole)
	if len(whole.Answers) != 96 || whole.Next != nil {
		t.Fatalf("all of them: %d answers, next %v; want 96 and none", len(whole.Answers), whole.Next)
	}
	var walked []string
	for at := answersOf + "?limit=7"; ; {
		w := o.ask(http.MethodGet, at, o.all)
		var p page
		o.must(json.Unmarshal(w.Body.Bytes(), &p))
		walked = append(walked, p.ids()...)
		link := w.Header().Get("Link")
		if p.Next == nil {
			if link != "" {
				t.Errorf("the last page leads on to %s", link)
			}
			break
		}
		if link != "<"+*p.Next+`>; rel="next"` {
			t.Errorf("Link %s, next %s", link, *p.Next)
		}
		next, err := url.Parse(*p.Next)
		o.must(err)
		if at = next.RequestURI(); len(walked) > 200 {
			t.Fatal("the pages never end")
		}
	}
	if slices.Sort(walked); !slices.Equal(walked, whole.ids()) {
		t.Errorf("page by page, sorted:\n%q\nat once:\n%q", walked, whole.ids())
	}
}

// TestPagesChangeWithTheirAnswers holds a page's ETag to what becomes of its answers.
func TestPagesChangeWithTheirAnswers(t *testing.T) {
	o := newOffice(t)
	tag := func() string { return o.ask(http.MethodGet, answersOf+"?limit=1000", o.all).Header().Get("ETag") }
	before := tag()
	if again := tag(); again != before {
		t.Errorf("nothing changed, and the tag did: %s, %s", before, again)
	}
	var all page
	o.getJSON(answersOf, &all)
	id := all.Answers[0]["_id"].(string)
	r, err := o.db.Response(t.Context(), id)
	o.must(err)
	r.Edits++
	r.Submitted = now
	o.must(o.db.ReplaceResponse(t.Context(), r))
	corrected := tag()
	if corrected == before {
		t.Error("an answer was corrected, and the tag stayed")
	}
	r.Looks++
	r.Judgement = &survey.Judgement{Verdict: survey.Excluded, At: now, By: "kok-jar-owner"}
	o.must(o.db.ReviewResponse(t.Context(), r))
	if judged := tag(); judged == corrected {
		t.Error("an answer was set aside, and the tag stayed")
	}
}

// TestAnswersTellNobody looks for what leads to a person in every format, and for own words and places without their scope.
func TestAnswersTellNobody(t *testing.T) {
	o := newOffice(t)
	plain := o.token("kok-jar", access.Answers)
	for _, format := range []string{"json", "csv", "ndjson", "hxl"} {
		body := o.ask(http.MethodGet, answersOf+"?format="+format, plain).Body.String()
		for _, secret := range []string{"pseudonym-of-somebody", "RECEIPT", "HYPERLINK", "40.25", "72.6"} {
			if strings.Contains(body, secret) {
				t.Errorf("as %s: %q is told", format, secret)
			}
		}
		with := o.get(answersOf + "?words=yes&format=" + format)
		if !strings.Contains(with, "HYPERLINK") || !strings.Contains(with, "40.25") {
			t.Errorf("as %s with words: no words or no place", format)
		}
		if strings.Contains(with, "pseudonym-of-somebody") || strings.Contains(with, "RECEIPT") {
			t.Errorf("as %s with words: a pseudonym or a receipt is told", format)
		}
		if strings.Contains(with, ",=HYPERLINK") || strings.Contains(with, "\"=HYPERLINK") && !strings.HasSuffix(format, "json") {
			t.Errorf("as %s: own words are a formula", format)
		}
	}
	w := o.ask(http.MethodGet, answersOf+"?words=yes", plain)
	if w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), "words") {
		t.Errorf("words without their scope: status %d, want 403 that names it\n%s", w.Code, w.Body)
	}
}

// TestAnswersSinceAMoment asks for what is new.
func TestAnswersSinceAMoment(t *testing.T) {
	o := newOffice(t)
	for since, want := range map[time.Time]int{now.Add(-time.Hour): 96, now: 96, now.Add(time.Second): 0} {
		var p page
		o.getJSON(answersOf+"?since="+url.QueryEscape(since.Format(time.RFC3339)), &p)
		if len(p.Answers) != want {
			t.Errorf("since %s: %d answers, want %d", since, len(p.Answers), want)
		}
	}
}

// TestLabelsAreWords asks for headings and values in a language, and for choices in one column.
func TestLabelsAreWords(t *testing.T) {
	o := newOffice(t)
	rows := o.records(answersOf + "?labels=ru&choices=joined&format=csv")
	if got := rows[0]["Что нужно?"]; got != "Питьевая вода | Детский сад" {
		t.Errorf("got %q in %v", got, rows[0])
	}
}

// breaking yields some answers and then fails.
type breaking struct{ after int }

func (b breaking) Responses(_ context.Context, campaign string) iter.Seq2[survey.Response, error] {
	return func(yield func(survey.Response, error) bool) {
		for i := range b.after {
			if !yield(generated(campaign, i), nil) {
				return
			}
		}
		yield(survey.Response{}, fmt.Errorf("the disk: %w", survey.ErrUnavailable))
	}
}

func (breaking) ResponsesAfter(context.Context, string, time.Time, string, int) iter.Seq2[survey.Stored, error] {
	panic("nobody asks for a page")
}

// generated is an answer as many give.
func generated(campaign string, i int) survey.Response {
	return survey.Response{
		ID: fmt.Sprintf("%032d", i), Municipality: "kok-jar", Campaign: campaign, Village: "archa", Questionnaire: survey.QuestionnaireKey("needs", latest), Channel: survey.Web, Language: "ky",
		Begun: now, Submitted: now, Answers: []survey.Answer{
			{Question: "needs", Value: survey.Chosen("water", "kinder")}, {Question: "order", Value: survey.Chosen("water", "kinder")},
			{Question: "wish", Value: survey.Words("Жол оңдолсо экен")}, {Question: "sex", Value: survey.Chosen(survey.SexFemale)}, {Question: "age", Value: survey.Chosen("18-28")},
		},
	}
}

// TestWhatIsNotWholeIsCut asks over a real connection for a stream that breaks off: the client must be told.
func TestWhatIsNotWholeIsCut(t *testing.T) {
	o := newOffice(t).reading(breaking{5000})
	server := httptest.NewServer(o.handler)
	defer server.Close()
	for _, format := range []string{"json", "csv", "ndjson", "hxl"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+answersOf+"?format="+format, nil)
		o.must(err)
		r.Header.Set("Authorization", "Bearer "+o.all)
		answer, err := server.Client().Do(r)
		o.must(err)
		_, err = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("as %s: reading ends with %v, want that the connection was cut", format, err)
		}
	}
	// What breaks before anything was sent is a problem as any other.
	w := newOffice(t).reading(breaking{3}).ask(http.MethodGet, answersOf, o.all)
	if w.Code == http.StatusOK {
		t.Errorf("a stream that breaks at once: status %d", w.Code)
	}
}

// TestHeadReadsNothing holds that the answers are not read for who asks only whether they are there.
func TestHeadReadsNothing(t *testing.T) {
	o := newOffice(t)
	w := o.reading(breaking{0}).ask(http.MethodHead, answersOf, o.all)
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
		t.Errorf("status %d, content type %q", w.Code, w.Header().Get("Content-Type"))
	}
}
