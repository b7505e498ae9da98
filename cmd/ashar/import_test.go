package main_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	main "ashar/cmd/ashar"
	"ashar/store"
	"ashar/survey"
)

// handedIn is an answer in the file that a phone saves.
type handedIn struct {
	Code string `json:"code"`
	survey.Held
	Files map[string][]byte `json:"files,omitempty"`
}

// importer is a campaign that is open, with what a phone held of it.
type importer struct {
	t     *testing.T
	store string
	codes []string
	q     *survey.Questionnaire
}

func newImporter(t *testing.T, flags ...string) *importer {
	t.Helper()
	i := &importer{t: t, store: "file:" + filepath.Join(t.TempDir(), "ashar.db")}
	place := filepath.Join(t.TempDir(), "place.json")
	if err := os.WriteFile(place, []byte(run(t, nil, "campaign", "place")), 0o600); err != nil {
		t.Fatal(err)
	}
	opened := run(t, nil, append([]string{"campaign", "open", place, "--store", i.store}, flags...)...)
	for _, m := range doorLink.FindAllStringSubmatch(opened, -1) {
		i.codes = append(i.codes, m[1])
	}
	db := i.open()
	c, err := db.Campaign(t.Context(), "needs")
	if err != nil {
		t.Fatal(err)
	}
	if i.q, err = db.Questionnaire(t.Context(), c.Questionnaire); err != nil {
		t.Fatal(err)
	}
	return i
}

func (i *importer) open() *store.DB {
	i.t.Helper()
	db, err := store.Open(i.t.Context(), i.store, time.Now)
	if err != nil {
		i.t.Fatal(err)
	}
	i.t.Cleanup(func() { db.Close() })
	return db
}

// held is an answer as a phone held it, with a photo if the campaign wants one.
func (i *importer) held() handedIn {
	now := time.Now()
	return handedIn{Code: i.codes[0], Held: survey.Held{
		ID: survey.NewInterviewID(), Questionnaire: i.q.Key(), Language: "ky", Consent: i.q.Consent.Version,
		Begun: now.Add(-time.Hour), Ended: now.Add(-50 * time.Minute),
		Answers: []survey.Answer{
			{Question: "needs", Value: survey.Chosen("water", "roads")},
			{Question: "order", Value: survey.Chosen("roads", "water")},
			{Question: "severity", Value: survey.Rated(survey.Level{Choice: "water", Level: 4}, survey.Level{Choice: "roads", Level: 2})},
			{Question: "sex", Value: survey.Chosen("female")},
			{Question: "age", Value: survey.Skip()},
			{Question: "wish", Value: survey.Words("Көпүрө керек.")},
		},
	}}
}

// file writes answers as a phone does.
func (i *importer) file(answers ...handedIn) string {
	i.t.Helper()
	data, err := json.Marshal(map[string]any{"format": "ashar-answers/1", "answers": answers})
	if err != nil {
		i.t.Fatal(err)
	}
	return i.write(string(data))
}

func (i *importer) write(content string) string {
	i.t.Helper()
	name := filepath.Join(i.t.TempDir(), "answers.json")
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		i.t.Fatal(err)
	}
	return name
}

// takes runs the command, and wants this exit code, and what it says of each answer to begin so.
func (i *importer) takes(code int, args []string, says ...string) (complaint string) {
	i.t.Helper()
	var out, errs bytes.Buffer
	args = append([]string{"import", "--store", i.store}, args...)
	if got := (main.Main{Args: args, Out: &out, Err: &errs, Now: time.Now}).Run(i.t.Context()); got != code {
		i.t.Errorf("exit code %d, want %d\n%s%s", got, code, out.String(), errs.String())
	}
	lines := strings.FieldsFunc(out.String(), func(r rune) bool { return r == '\n' })
	if len(lines) != len(says) {
		i.t.Fatalf("it says %q, want %q", lines, says)
	}
	for n, line := range lines {
		if parts := strings.SplitN(line, "\t", 3); len(parts) != 3 || !strings.HasPrefix(parts[2], says[n]) {
			i.t.Errorf("it says %q, want %q", line, says[n])
		}
	}
	return errs.String()
}

func (i *importer) stores(want int) {
	i.t.Helper()
	if n, err := i.open().CountResponses(i.t.Context(), "needs", 0); err != nil || n != want {
		i.t.Errorf("%d answers are stored, %v; want %d", n, err, want)
	}
}

// TestImportTakesEachAnswerOnce brings a file in, once more, with others, and changed.
func TestImportTakesEachAnswerOnce(t *testing.T) {
	i := newImporter(t)
	one, other := i.held(), i.held()
	i.takes(0, []string{i.file(one, other)}, "taken\t", "taken\t")
	third := i.held()
	i.takes(0, []string{i.file(one), i.file(third, other, third)}, "was there before\t", "taken\t", "was there before\t", "was there before\t")
	i.stores(3)
	one.Answers[5].Value = survey.Words("Башкача")
	i.takes(0, []string{i.file(one)}, "was there before, with other answers\t")
	i.stores(3)
	trail := run(t, nil, "audit", "kok-jar", "--store", i.store)
	for _, want := range []string{"answers taken from files: 2, village", "answers taken from files: 1, village"} {
		if strings.Count(trail, "enter_answers") != 2 || !strings.Contains(trail, want) {
			t.Errorf("the audit trail does not say %q, or not twice what was taken:\n%s", want, trail)
		}
	}
}

// TestImportRefusesWhatCannotBe says of each answer why it is refused, and takes those beside it.
func TestImportRefusesWhatCannotBe(t *testing.T) {
	i := newImporter(t)
	taken, back := i.held(), i.held()
	i.takes(0, []string{i.file(taken, back)}, "taken", "taken")
	session := survey.Session{Interview: survey.Interview{ID: back.ID}}
	run(t, nil, "withdraw", session.Receipt(), "--store", i.store)
	for _, test := range []struct {
		what   string
		change func(*handedIn)
		says   string
	}{
		{"of no campaign", func(h *handedIn) { h.Code = "222222" }, "refused: no campaign has this code"},
		{"with a code that is none", func(h *handedIn) { h.Code = "Ашар" }, "refused: no campaign has this code"},
		{"of another campaign", func(h *handedIn) { h.Questionnaire = "household@2026112701" }, "refused: the campaign never asked"},
		{"with an identifier thought up", func(h *handedIn) { h.ID = "1" }, "refused: the campaign never asked"},
		{"of another village", func(h *handedIn) { h.ID, h.Code = taken.ID, i.codes[1] }, "refused: its identifier belongs"},
		{"edited to a choice that is none", func(h *handedIn) { h.Answers[3].Value = survey.Chosen("cat") }, "refused: the answer to the question sex"},
		{"edited to leave one out", func(h *handedIn) { h.Answers = h.Answers[1:] }, "refused: the answer to the question needs"},
		{"without its consent", func(h *handedIn) { h.Consent = "" }, "refused: no_consent"},
		{"taken back", func(h *handedIn) { h.ID = back.ID }, "refused: its respondent took it back"},
	} {
		h := i.held()
		test.change(&h)
		i.takes(1, []string{i.file(h, taken)}, test.says, "was there before")
	}
	i.stores(1)
	for what, content := range map[string]string{
		"nothing":        "",
		"half a file":    `{"format":"ashar-answers/1","answers":[{"code":`,
		"another thing":  `[1, 2]`,
		"another format": `{"format":"ashar-answers/2","answers":[]}`,
		"no format":      `{"answers":[]}`,
	} {
		if said := i.takes(1, []string{i.file(i.held()), i.write(content)}); !strings.Contains(said, "answers.json") {
			t.Errorf("%s: it says %q", what, said)
		}
	}
	i.stores(1)
}

// TestImportOfWhatCameTooLate takes it when an organiser says so, until the results are published.
func TestImportOfWhatCameTooLate(t *testing.T) {
	i := newImporter(t, "--limit", "1")
	i.takes(1, []string{i.file(i.held(), i.held())}, "taken", "refused: the campaign has as many")
	i.takes(0, []string{i.file(i.held()), "--late"}, "taken")
	run(t, nil, "campaign", "close", "needs", "--store", i.store)
	late := i.file(i.held())
	i.takes(1, []string{late}, "refused: the campaign takes no answers now")
	i.takes(0, []string{late, "--late"}, "taken")
	i.takes(0, []string{late}, "was there before")
	run(t, nil, "campaign", "publish", "needs", "--store", i.store)
	i.takes(1, []string{i.file(i.held()), "--late"}, "refused: the campaign takes no answers now")
	i.stores(3)
}

// TestImportBringsFilesIn takes the photo that a file has for an answer, and refuses an answer whose photo is missing.
func TestImportBringsFilesIn(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "configs", "questionnaires", "community-needs.json"))
	if err != nil {
		t.Fatal(err)
	}
	var form map[string]any
	if err := json.Unmarshal(data, &form); err != nil {
		t.Fatal(err)
	}
	form["questions"] = append(form["questions"].([]any), map[string]any{"name": "photo", "kind": "image", "label": map[string]string{"ky": "Сүрөт", "ru": "Фото", "en": "Photo"}})
	if data, err = json.Marshal(form); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "form.json")
	if err := os.WriteFile(name, data, 0o600); err != nil {
		t.Fatal(err)
	}
	i := newImporter(t, "--form", name)
	withPhoto := func() handedIn {
		h := i.held()
		h.Answers = append(h.Answers, survey.Answer{Question: "photo", Value: survey.Attached(survey.File{Type: "image/png", Size: 70})})
		return h
	}
	h := withPhoto()
	i.takes(1, []string{i.file(h)}, "refused: the file for the question photo is missing")
	i.stores(0)
	h.Files = map[string][]byte{"photo": []byte("not a photo")}
	i.takes(1, []string{i.file(h)}, "refused: the answer to the question photo: no_photo")
	h.Files["photo"] = []byte(onePoint)
	file := i.file(h)
	i.takes(0, []string{file}, "taken")
	i.takes(0, []string{file}, "was there before\t")
	i.stores(1)
	id := (&survey.Interview{ID: h.ID}).ResponseID()
	r, err := i.open().Response(t.Context(), id)
	if err != nil || len(r.Files()) != 1 {
		t.Fatalf("stored is %+v, %v", r, err)
	}
	if a, err := i.open().Attachment(t.Context(), r.Files()[0]); err != nil || string(a.Data) != onePoint {
		t.Errorf("the photo: %v, %d bytes", err, len(a.Data))
	}

	run(t, nil, "campaign", "close", "needs", "--store", i.store)
	late := withPhoto()
	late.Files = map[string][]byte{"photo": []byte(onePoint)}
	file = i.file(late)
	i.takes(1, []string{file}, "refused: the campaign takes no answers now")
	i.takes(0, []string{file, "--late"}, "taken")
	i.takes(0, []string{file, "--late"}, "was there before\t")
	i.stores(2)
}

// onePoint is a photo of one point.
const onePoint = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0bIDATx\x9cc\xf8\x0f\x04\x00\x09\xfb\x03\xfd\xfb^k+\x00\x00\x00\x00IEND\xaeB`\x82"

// made makes codes of the campaign, and returns them.
func (i *importer) made(count string, flags ...string) (codes []string) {
	i.t.Helper()
	table := run(i.t, nil, append([]string{"campaign", "codes", "needs", "--store", i.store, "--count", count, "--village", i.village()}, flags...)...)
	rows, err := csv.NewReader(strings.NewReader(table)).ReadAll()
	if err != nil {
		i.t.Fatal(err)
	}
	column := slices.Index(rows[0], "code")
	for _, row := range rows[1:] {
		codes = append(codes, row[column])
	}
	return codes
}

// village is the one whose code held uses.
func (i *importer) village() string {
	i.t.Helper()
	d, err := i.open().Door(i.t.Context(), i.codes[0])
	if err != nil {
		i.t.Fatal(err)
	}
	return d.Village
}

// by is an answer that was given by a code, or a slip.
func (i *importer) by(ticket string) handedIn {
	h := i.held()
	h.Ticket = ticket
	return h
}

// TestImportByCodes takes each code's answer once, and what is beside one that is refused.
func TestImportByCodes(t *testing.T) {
	i := newImporter(t, "--admission", "codes")
	codes := i.made("2")
	first := i.by(codes[0])
	i.takes(1, []string{i.file(first, i.held(), i.by(codes[0]), i.by(codes[1]))}, "taken\t", "refused: no_ticket", "refused: ticket_used", "taken\t")
	i.takes(0, []string{i.file(first)}, "was there before\t")
	first.Answers[5].Value = survey.Words("Башкача")
	i.takes(0, []string{i.file(first)}, "was there before, with other answers\t")
	i.stores(2)
}

// TestImportByCodesThatEnded takes with --late what was answered while the code was valid, by the phone's clock.
func TestImportByCodesThatEnded(t *testing.T) {
	i := newImporter(t, "--admission", "codes")
	zone, err := time.LoadLocation("Asia/Bishkek")
	if err != nil {
		t.Fatal(err)
	}
	until := time.Now().Add(-10 * time.Minute).In(zone).Format("2006-01-02 15:04")
	codes := i.made("2", "--until", until)
	intime, late := i.by(codes[0]), i.by(codes[1])
	late.Ended = time.Now().Add(-time.Minute)
	i.takes(1, []string{i.file(intime, late)}, "refused: ticket_late", "refused: ticket_late")
	i.takes(1, []string{i.file(intime, late), "--late"}, "taken\t", "refused: ticket_late")
	i.takes(0, []string{i.file(intime), "--late"}, "was there before\t")
	i.stores(1)
}

// TestImportOfSlipsThatWereSealed takes no vote when the slips are sealed, and says that they were not used.
func TestImportOfSlipsThatWereSealed(t *testing.T) {
	i := newImporter(t, "--admission", "slips")
	slips := i.made("2")
	i.takes(0, []string{i.file(i.by(slips[0]))}, "taken\t")
	run(t, nil, "campaign", "close", "needs", "--store", i.store)
	i.takes(1, []string{i.file(i.by(slips[0]), i.by(slips[1])), "--late"}, "refused: ticket_used", "refused: ticket_sealed")
	i.stores(1)
}
