package main

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"ashar/prioritize/evidence"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/steward"
)

// confided keeps an answer with everything that an answer can have, and returns what of it nobody else may learn.
func (p *premises) confided(campaign string) []string {
	p.t.Helper()
	ctx := p.t.Context()
	c, err := p.app.db.Campaign(ctx, campaign)
	if err != nil {
		p.t.Fatal(err)
	}
	r := survey.Response{
		ID: "id-of-a-response", Municipality: c.Municipality, Campaign: campaign, Village: "archa-bulak", Questionnaire: c.Questionnaire,
		Channel: survey.Bot, Language: "ky", Respondent: "pseudonym-of-somebody", Receipt: "RECPT-77777",
		Begun: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Submitted: time.Date(2026, 3, 4, 5, 16, 8, 0, time.UTC),
		Answers: []survey.Answer{
			{Question: "needs", Value: survey.Chosen("water")}, {Question: "sex", Value: survey.Chosen(survey.SexFemale)},
			{Question: "age", Value: survey.Chosen("60+")}, {Question: "wish", Value: survey.Value{Text: "Гүлнара эжеге чалыңыз: 0555 12-34-56"}},
		},
	}
	if err := p.app.db.InsertResponse(ctx, r); err != nil {
		p.t.Fatal(err)
	}
	return []string{r.ID, r.Respondent, r.Receipt, "2026-03-04", "05:16", "Гүлнара", "0555", p.codes[campaign]}
}

// TestEvidenceIsGivenToThoseWhoMayExport freezes a survey, and takes the pack along: it verifies from nothing but its bytes,
// under the fingerprint that the page shows, and holds nothing that leads to anybody.
func TestEvidenceIsGivenToThoseWhoMayExport(t *testing.T) {
	p := newPremises(t)
	secrets := append(p.confided("ours"), p.answered("ours", 150)...)
	analyst, observer := p.session("kok-jar", access.Analyst), p.session("kok-jar", access.Observer)
	get := route{method: http.MethodGet}
	if w := p.call(get, "/board/ours/evidence.zip", analyst, "Accept-Language", "en"); w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "only of a frozen survey") {
		t.Errorf("before the freezing: status %d\n%s", w.Code, w.Body)
	}
	if strings.Contains(p.page("/board/ours", analyst), "evidence.zip") {
		t.Error("before the freezing the page offers evidence")
	}
	c := p.closed("ours")
	if _, err := newSteward(p.app.db, nil, time.UTC).Freeze(t.Context(), time.Now(), access.Terminal(), c); err != nil {
		t.Fatal(err)
	}

	w := p.call(get, "/board/ours/evidence.zip", analyst)
	if w.Code != http.StatusOK || w.Header().Get("Content-Disposition") != `attachment; filename="ours-evidence.zip"` || w.Header().Get("Cache-Control") != "no-store" {
		t.Fatalf("status %d, headers %v", w.Code, w.Header())
	}
	pack := w.Body.Bytes()
	report, err := evidence.Verify(bytes.NewReader(pack), int64(len(pack)), codeVersion(), evidence.Watch{})
	if err != nil || report.Manifest.Answers != 151 {
		t.Fatalf("%d answers, %v", report.Manifest.Answers, err)
	}
	for who, session := range map[string]string{"an analyst": analyst, "an observer": observer} {
		page := p.page("/board/ours", session)
		if !strings.Contains(page, report.Manifest.Frozen.Fingerprint) {
			t.Errorf("%s is not shown the fingerprint %s", who, report.Manifest.Frozen.Fingerprint)
		}
		if offered := strings.Contains(page, "/board/ours/evidence.zip"); offered != (session == analyst) {
			t.Errorf("%s is offered the pack: %t", who, offered)
		}
	}
	for e, err := range p.app.db.Entries(t.Context(), "kok-jar") {
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, e.Account)
	}
	for name, text := range files(t, pack) {
		for _, secret := range secrets {
			if secret != "" && bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s tells %q", name, secret)
			}
		}
	}
	told := false
	for e, err := range p.app.db.Entries(t.Context(), "kok-jar") {
		if err != nil {
			t.Fatal(err)
		}
		told = told || e.Action == access.ExportResults && e.After == "evidence given, sha256 "+report.Manifest.Frozen.Hash
	}
	if !told {
		t.Error("the trail does not tell that the pack was given")
	}
}

// files are those of a pack.
func files(t testing.TB, pack []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]byte{}
	for _, f := range archive.File {
		in, err := f.Open()
		if err == nil {
			all[f.Name], err = io.ReadAll(in)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return all
}

// TestFewAnswersAreNotTried: of fewer than a hundred answers the fingerprint is told only to those who may have the answers.
func TestFewAnswersAreNotTried(t *testing.T) {
	p := newPremises(t)
	p.answered("ours", 20)
	if _, err := newSteward(p.app.db, nil, time.UTC).Freeze(t.Context(), time.Now(), access.Terminal(), p.closed("ours")); err != nil {
		t.Fatal(err)
	}
	for role, want := range map[access.Role]bool{access.Owner: true, access.Observer: false} {
		if got := strings.Contains(p.page("/board/ours", p.session("kok-jar", role)), `id="proof"`); got != want {
			t.Errorf("%s is shown the fingerprint: %t, want %t", role, got, want)
		}
	}
}

// TestNoEvidenceOfAnswersThatWereDeleted: when the time of answers is over, the page says that no pack can be made any more.
func TestNoEvidenceOfAnswersThatWereDeleted(t *testing.T) {
	p := newPremises(t)
	p.answered("ours", 150)
	p.overdue("ours")
	session := p.session("kok-jar", access.Owner)
	lead := newSteward(p.app.db, nil, time.UTC)
	if all, err := steward.NewRetainer(lead, p.app.db, "one").Run(t.Context(), time.Now, access.Service()); err != nil || len(all) != 1 || !all[0].Ended {
		t.Fatalf("got %+v, %v", all, err)
	}
	_, counted, err := freezer{p.app.db, time.UTC}.withBallots(t.Context(), time.Now(), access.Terminal(), "ours")
	if err != nil || counted.Ballots != nil || counted.Tally.Count() != 150 {
		t.Errorf("kept: ballots %v, error %v", counted.Ballots, err)
	}
	w := p.call(route{method: http.MethodGet}, "/board/ours/evidence.zip", session, "Accept-Language", "en")
	if w.Code != http.StatusConflict || !strings.Contains(w.Body.String(), "they were deleted") {
		t.Errorf("status %d\n%s", w.Code, w.Body)
	}
	if page := p.page("/board/ours", session); !strings.Contains(page, `id="proof"`) || strings.Contains(page, "evidence.zip\"") {
		t.Error("the page should show the fingerprint, and offer no pack")
	}
}
