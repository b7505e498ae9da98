package privacy

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// heldView is the page of what is held under one receipt.
type heldView struct {
	page.Page
	Receipt string // to be sent on with a form; it stands in no address
	Facts   []fact
	Lang    string // of the answers
	Answers []fact
	May     may
	Sure    bool // it is asked whether it is to be taken back
	Back    string
}

// fact is a name and what it is.
type fact struct{ Name, Text string }

// may are the things that can be done with what is held, in words.
type may struct{ Correct, Withdraw string }

// found is what is held of one resident.
type found struct {
	campaign      survey.Campaign
	municipality  survey.Municipality // as the campaign knows it
	questionnaire *survey.Questionnaire
	survey.Response
}

// find finds what is held under the receipt in the municipality; a survey.ErrNotFound if there is nothing.
func (o *Office) find(ctx context.Context, m *survey.Municipality, receipt string) (found, error) {
	for c, err := range o.deps.Places.Campaigns(ctx, m.ID) {
		if err != nil {
			return found{}, fmt.Errorf("privacy: campaigns: %w", err)
		}
		if c.Status == survey.StatusDraft || !c.Cleared.IsZero() {
			continue
		}
		for r, err := range o.deps.Answers.ResponsesByReceipt(ctx, c.ID, receipt) {
			if err != nil {
				return found{}, fmt.Errorf("privacy: answers of %s: %w", c.ID, err)
			}
			q, err := o.deps.Places.Questionnaire(ctx, r.Questionnaire)
			if err != nil {
				return found{}, fmt.Errorf("privacy: questionnaire: %w", err)
			}
			return found{c, m.For(&c), q, r}, nil
		}
	}
	return found{}, fmt.Errorf("privacy: no answers have this receipt: %w", survey.ErrNotFound)
}

// asked finds what the form's receipt leads to. Where it is none, or leads to nothing, the page of requests says so, and
// there is nothing more to do.
func (o *Office) asked(c echo.Context) (*found, error) {
	typed := c.FormValue("receipt")
	receipt := survey.NormalReceipt(typed)
	if receipt == "" {
		return nil, o.again(c, http.StatusUnprocessableEntity, typed, "privacy.no_receipt")
	}
	_, m, err := o.page(c, "privacy.title")
	if err != nil {
		return nil, err
	}
	f, err := o.find(c.Request().Context(), &m, receipt)
	if errors.Is(err, survey.ErrNotFound) {
		return nil, o.again(c, http.StatusNotFound, typed, "privacy.unknown_receipt")
	}
	if err != nil {
		return nil, err
	}
	return &f, nil
}

// held shows what is held under a receipt.
func (o *Office) held(c echo.Context) error {
	f, err := o.asked(c)
	if f == nil {
		return err
	}
	if err := o.tell(c, f.Municipality, "campaign/"+f.Campaign, "answers of one resident", "shown to the resident"); err != nil {
		return err
	}
	return o.show(c, f, false)
}

func (o *Office) show(c echo.Context, f *found, sure bool) error {
	p, _, err := o.page(c, "privacy.held")
	if err != nil {
		return err
	}
	v := heldView{Page: p, Receipt: f.Receipt, Lang: f.Language, Sure: sure, Back: requestsPath}
	v.Facts, v.Answers = o.facts(v.Speaker, f), o.answers(f)
	v.May = may{"privacy.correct_over", "privacy.withdraw_lead"}
	if f.campaign.Open(o.deps.Now()) {
		v.May.Correct = "privacy.correct_open"
	}
	if f.campaign.Frozen() {
		v.May.Withdraw = "privacy.withdraw_frozen"
	}
	v.May = may{v.T(v.May.Correct), v.T(v.May.Withdraw)}
	return o.room.Render(c, http.StatusOK, "held", v)
}

// facts are what is known of the answers beside what they say.
func (o *Office) facts(s locale.Speaker, f *found) []fact {
	when := func(t time.Time) string { return s.DateTime(t.In(o.deps.Zone)) }
	village := f.Village
	if v := f.municipality.Village(f.Village); v != nil {
		village = v.Name.In(s.Lang())
	}
	kept, counts := s.T("plan.keep.unsaid"), "privacy.counts"
	if !f.campaign.Keep.IsZero() {
		kept = s.Date(f.campaign.Keep)
	}
	switch {
	case !f.Counts():
		counts = "privacy.counts_not"
	case f.campaign.Frozen():
		counts = "privacy.counts_frozen"
	}
	facts := []fact{
		{s.T("privacy.campaign"), f.campaign.Title.In(s.Lang())}, {s.T("privacy.receipt"), f.Receipt}, {s.T("privacy.village"), village},
		{s.T("privacy.channel"), s.T("desk.channel." + string(f.Channel))}, {s.T("privacy.sent"), when(f.Submitted)},
		{s.T("privacy.consent"), s.T("privacy.consent_of", "Version", f.Consent.Version, "Time", when(cmp.Or(f.Consent.At, f.Begun)))},
		{s.T("privacy.kept"), kept}, {s.T("privacy.counted"), s.T(counts)},
	}
	if f.Respondent != "" {
		facts = append(facts, fact{s.T("privacy.mark"), s.T("privacy.mark_of")})
	}
	if j := f.Judgement; j != nil && j.Why != "" {
		facts = append(facts, fact{s.T("privacy.judged"), j.Why})
	}
	return facts
}

// answers are what was answered, in the language in which it was.
func (o *Office) answers(f *found) []fact {
	s := o.deps.Words.For(f.Language)
	var all []fact
	for _, a := range f.Answers {
		if x := f.questionnaire.Question(a.Question); x != nil {
			all = append(all, fact{cmp.Or(f.questionnaire.Say(x.Label, f.Language), x.Name), said(s, f.questionnaire, x, a.Value)})
		}
	}
	return all
}

// heldDocument is what is held of a resident, as a program reads it.
type heldDocument struct {
	Campaign   survey.Text   `json:"campaign"`
	Facts      []factEntry   `json:"facts"`
	Answers    []answerEntry `json:"answers"`
	Files      []fileEntry   `json:"files,omitempty"`
	Respondent bool          `json:"mark_of_account_kept"`
	Language   string        `json:"language"`
}

type factEntry struct {
	Name string `json:"name"`
	Text string `json:"text"`
}

type answerEntry struct {
	Question string       `json:"question"`
	Label    string       `json:"label"`
	Text     string       `json:"text"`
	Value    survey.Value `json:"value"`
}

type fileEntry struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	Data []byte `json:"data"` // base64
}

// file gives what is held as a file: JSON with the photos and recordings, or CSV.
func (o *Office) file(c echo.Context) error {
	f, err := o.asked(c)
	if f == nil {
		return err
	}
	s := o.deps.Words.For(f.Language)
	var body []byte
	kind, contentType := "json", echo.MIMEApplicationJSON
	if c.FormValue("as") == "csv" {
		kind, contentType = "csv", "text/csv; charset=utf-8"
		body, err = o.asCSV(s, f)
	} else {
		body, err = o.asJSON(c.Request().Context(), s, f)
	}
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set("Content-Disposition", `attachment; filename="answers.`+kind+`"`)
	h.Set("Cache-Control", "no-store")
	return o.deps.Pages.Send(c, http.StatusOK, contentType, body)
}

func (o *Office) asJSON(ctx context.Context, s locale.Speaker, f *found) ([]byte, error) {
	d := heldDocument{Campaign: f.campaign.Title, Respondent: f.Respondent != "", Language: f.Language}
	for _, x := range o.facts(s, f) {
		d.Facts = append(d.Facts, factEntry(x))
	}
	for _, a := range f.Answers {
		if x := f.questionnaire.Question(a.Question); x != nil {
			d.Answers = append(d.Answers, answerEntry{x.Name, f.questionnaire.Say(x.Label, f.Language), said(s, f.questionnaire, x, a.Value), a.Value})
		}
	}
	for _, id := range f.Files() {
		a, err := o.deps.Answers.Attachment(ctx, id)
		if errors.Is(err, survey.ErrNotFound) { // it is still on the phone
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("privacy: file: %w", err)
		}
		d.Files = append(d.Files, fileEntry{a.ID, a.Type, a.Data})
	}
	return json.MarshalIndent(d, "", " ")
}

func (o *Office) asCSV(s locale.Speaker, f *found) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString("\ufeff") // Excel takes it for UTF-8 then
	w := csv.NewWriter(&b)
	for _, x := range append(o.facts(s, f), o.answers(f)...) {
		if err := w.Write([]string{harmless(x.Name), harmless(x.Text)}); err != nil {
			return nil, fmt.Errorf("privacy: CSV: %w", err)
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}

// harmless keeps a spreadsheet from taking somebody's words for a formula.
func harmless(text string) string {
	if text != "" && bytes.IndexByte([]byte("=+-@\t\r"), text[0]) >= 0 {
		return "'" + text
	}
	return text
}

// withdraw asks whether the answers are to be deleted, and if that is sure, deletes them, at the resident's wish.
func (o *Office) withdraw(c echo.Context) error {
	f, err := o.asked(c)
	if f == nil {
		return err
	}
	if c.FormValue("sure") != "yes" {
		return o.show(c, f, true)
	}
	ctx := c.Request().Context()
	if err := o.deps.Answers.Withdraw(ctx, f.Campaign, f.Receipt); err != nil && !errors.Is(err, survey.ErrNotFound) {
		return fmt.Errorf("privacy: %w", err)
	}
	if err := o.tell(c, f.Municipality, "campaign/"+f.Campaign, "answers of one resident", "withdrawn at their wish"); err != nil {
		return err
	}
	if err := o.done(c, survey.AsksToWithdraw); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, requestsPath+"?done=withdrawn")
}
