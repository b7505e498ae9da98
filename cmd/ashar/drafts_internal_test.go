package main

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize/appraisal"
	"ashar/prioritize/hearing"
	"ashar/prioritize/outline"
	"ashar/survey"
	"ashar/survey/access"
)

// TestTheReportIsTheSameEverywhere has it from the page, from the door for programs and from the terminal: by the
// municipality's template, with what the working group said, in the order of the hearing.
func TestTheReportIsTheSameEverywhere(t *testing.T) {
	p := newPremises(t)
	db, ctx, now := p.app.db, t.Context(), time.Now()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	p.answered("ours", 200)
	_, err := newSteward(db, nil, time.UTC).Freeze(ctx, now, access.Terminal(), p.closed("ours"))
	must(err)
	must(db.SaveAppraisal(ctx, appraisal.Appraisal{
		Campaign: "ours", Rev: 1, Municipality: "kok-jar", At: now,
		Needs: []appraisal.Said{{Need: "roads", Cost: appraisal.Cost{Som: 7_654_321}, Owner: appraisal.Local, At: now}},
	}))
	must(db.SaveHearing(ctx, hearing.Hearing{
		ID: "first", Rev: 1, Municipality: "kok-jar", Campaign: "ours", Kind: hearing.Public, State: hearing.Signed, Place: "Клуб", Planned: now,
		Options:   []hearing.Option{{ID: "water", Label: survey.Text{"ky": "Суу"}, Rank: 1}, {ID: "roads", Label: survey.Text{"ky": "Жол"}, Rank: 2}},
		Overrides: []hearing.Override{{Option: "roads", Rank: 1, Why: "көпүрө кулады", By: "a", At: now}},
	}))
	template, err := outline.New(outline.Default)
	must(err)
	template.Title = survey.Text{"ky": "Биздин айыл"}
	edition, err := outline.Edition{}.Revise("kok-jar", template, "a", now)
	must(err)
	must(db.SaveEdition(ctx, edition))

	page := p.page("/report/ours/analysis.json?template="+outline.Default, p.session("kok-jar", access.Owner))

	owner, err := db.Account(ctx, p.account("kok-jar", access.Owner))
	must(err)
	_, secret, err := access.NewTokens(db, rand.Reader).Make(ctx, now, owner, owner, access.Order{
		Name: "Excel", Scopes: access.Scopes(), Life: time.Hour,
	})
	must(err)
	api := p.call(route{method: http.MethodGet}, "/api/v1/campaigns/ours/analysis", "", "Authorization", "Bearer "+secret, "Accept", "application/json")
	if api.Code != http.StatusOK {
		t.Fatalf("for programs: status %d\n%s", api.Code, api.Body)
	}

	dir := t.TempDir()
	var out bytes.Buffer
	if code := (Main{Args: []string{"report", "--campaign", "ours", "--format", "json", "--out", dir, "--store", string(p.app.cfg.Store)}, Out: &out, Err: &out, Now: time.Now}).Run(ctx); code != 0 {
		t.Fatalf("ashar report: exit code %d\n%s", code, &out)
	}
	terminal, err := os.ReadFile(filepath.Join(dir, "analysis.json"))
	must(err)

	made := regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+(Z|\+[\d:]+)`) // when the document was, which is another time each time
	said := func(b []byte) map[string]any {
		t.Helper()
		var doc map[string]any
		must(json.Unmarshal(made.ReplaceAll(b, nil), &doc))
		delete(doc, "generated_at")
		return doc
	}
	want := said([]byte(page))
	for name, b := range map[string][]byte{"for programs": api.Body.Bytes(), "at the terminal": terminal} {
		if diff := cmp.Diff(want, said(b)); diff != "" {
			t.Errorf("%s (-page +%s):\n%s", name, name, diff)
		}
	}
	for _, words := range []string{"Биздин айыл", "7654.321", "көпүрө кулады"} {
		if !bytes.Contains([]byte(page), []byte(words)) {
			t.Errorf("the report does not say %q", words)
		}
	}
}
