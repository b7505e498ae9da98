package papers

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/paper"
)

// formsView is the page of a campaign's printed forms.
type formsView struct {
	page.Page
	Plan, Tables, Home string
	Campaign           string
	Printed            *runRow  // just now
	Next               int      // the first number that is not printed
	Most               int      // forms at once
	MayPrint           bool     // the campaign is not over
	Todo               []string // what is to be done next, in words
	Rows               []reckoningRow
	Runs               []runRow
	Villages           []choice
	FormLanguages      []choice
	Draft              map[string]string
	Odd                []oddForms
	Today              string
}

// reckoningRow is what became of the forms of a village, or of all.
type reckoningRow struct {
	locale.Speaker
	survey.Reckoning
	Name  string
	Whole bool
}

// runRow is a run with what became of it.
type runRow struct {
	survey.RunReckoning
	Name, From, Until, Made string // the village, the serials, the day
	Rev                     int64
}

// oddForms are forms that somebody should look at.
type oddForms struct {
	Title, Lead string
	Forms       []oddForm
}

type oddForm struct{ Serial, Village, Why string }

// register is what was printed of a campaign's forms; an empty one where nothing was.
func (r *Room) register(c echo.Context, k *survey.Campaign) (survey.PrintRegister, error) {
	reg, err := r.deps.Papers.PrintRegister(c.Request().Context(), k.ID)
	if errors.Is(err, survey.ErrNotFound) {
		return survey.PrintRegister{ID: k.ID, Municipality: k.Municipality}, nil
	}
	return reg, err
}

// formsPage holds what was printed against what became of it.
func (r *Room) formsPage(c echo.Context) (v formsView, k survey.Campaign, m survey.Municipality, reg survey.PrintRegister, err error) {
	if k, m, err = r.find(c); err != nil {
		return v, k, m, reg, err
	}
	if reg, err = r.register(c, &k); err != nil {
		return v, k, m, reg, err
	}
	q, err := r.deps.Places.Questionnaire(c.Request().Context(), k.Questionnaire)
	if err != nil {
		return v, k, m, reg, err
	}
	all, err := survey.Reconcile(&reg, r.deps.Papers.PaperFormsOf(c.Request().Context(), k.ID), k.Over())
	if err != nil {
		return v, k, m, reg, fmt.Errorf("papers: reconciling: %w", err)
	}
	now := r.now()
	v = formsView{
		Page: r.page(c, &m, "papers.title"), Plan: below(k.ID, "plan"), Tables: TablesPath(k.ID), Home: Path(k.ID), Next: reg.Next(), Most: survey.MaxPrinted,
		MayPrint: !k.Over(), Draft: map[string]string{"copies": "40"}, Today: now.Format(time.DateOnly),
	}
	v.Campaign = k.Title.In(v.Lang())
	name := func(id string) string {
		if village := m.Village(id); village != nil {
			return village.Name.In(v.Lang())
		}
		return id
	}
	for i := range m.Villages {
		v.Villages = append(v.Villages, choice{Value: m.Villages[i].ID, Text: m.Villages[i].Name.In(v.Lang())})
	}
	for _, lang := range q.Offered(k.Languages).Languages {
		if slices.Contains(r.deps.Words.Languages(), lang) {
			v.FormLanguages = append(v.FormLanguages, choice{Value: lang, Text: locale.Name(lang), Chosen: lang == v.Lang()})
		}
	}
	for _, run := range all.Runs {
		v.Runs = append(v.Runs, runRow{
			RunReckoning: run, Name: name(run.Village), From: survey.NewSerial(run.First), Until: survey.NewSerial(run.Last), Made: v.Date(run.At.In(r.deps.Zone)), Rev: reg.Rev,
		})
	}
	slices.Reverse(v.Runs)
	for _, of := range all.Villages {
		v.Rows = append(v.Rows, reckoningRow{Speaker: v.Speaker, Name: name(of.Village), Reckoning: of.Reckoning})
	}
	if len(v.Rows) > 1 {
		v.Rows = append(v.Rows, reckoningRow{Speaker: v.Speaker, Name: v.T("papers.all"), Reckoning: all.All, Whole: true})
	}
	v.todo(&all, name, k.Frozen())
	for _, odd := range []struct {
		id    string
		forms []survey.PaperForm
	}{{"unprinted", all.Unprinted}, {"elsewhere", all.Elsewhere}, {"differing", all.Differing}, {"spoiled", all.Spoiled}} {
		if len(odd.forms) == 0 {
			continue
		}
		o := oddForms{Title: v.T("papers.odd." + odd.id), Lead: v.T("papers.odd." + odd.id + "_lead")}
		for _, f := range odd.forms {
			o.Forms = append(o.Forms, oddForm{Serial: f.Serial, Village: name(f.Village), Why: f.Why})
		}
		v.Odd = append(v.Odd, o)
	}
	return v, k, m, reg, nil
}

// todo says what is to be done next, village by village.
func (v *formsView) todo(all *survey.Reconciliation, name func(string) string, frozen bool) {
	say := func(id string, n int, args ...any) {
		if n > 0 {
			v.Todo = append(v.Todo, v.N("papers.todo."+id, n, args...))
		}
	}
	for i := len(all.Runs) - 1; i >= 0; i-- {
		run := &all.Runs[i]
		args := []any{"Village", name(run.Village), "From", survey.NewSerial(run.First), "Until", survey.NewSerial(run.Last), "To", run.To, "Day", v.Day(run.On)}
		say("office", run.Office, args...)
		say(map[bool]string{true: "untold", false: "out"}[run.To == ""], run.Out, args...) // typed in before it was noted who had them
		say(map[bool]string{true: "unentered", false: "waiting"}[frozen], run.Waiting, args...)
		say("missing", run.Missing, args...)
		say("excess", run.Excess, args...)
	}
	say("unprinted", len(all.Unprinted))
	say("elsewhere", len(all.Elsewhere))
	say("differing", len(all.Differing))
}

// Day is a day in words; "" of none.
func (v formsView) Day(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return v.Date(t)
}

func (r *Room) papers(c echo.Context) error {
	v, _, _, _, err := r.formsPage(c)
	if err != nil {
		return err
	}
	if first, err := strconv.Atoi(c.QueryParam("printed")); err == nil {
		for i := range v.Runs {
			if v.Runs[i].First == first {
				v.Printed = &v.Runs[i]
			}
		}
	}
	return r.room.Render(c, http.StatusOK, "papers", v)
}

// print gives out the next numbers to new forms of a village. It takes the first of them from the page, so that a second
// tap on the button prints nothing, and two who print at once do not share a number.
func (r *Room) print(c echo.Context) error {
	v, k, m, reg, err := r.formsPage(c)
	if err != nil {
		return err
	}
	for _, field := range []string{"village", "language", "copies"} {
		v.Draft[field] = c.FormValue(field)
	}
	wrong := func(field, id string, args ...any) {
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: field, Text: v.T(id, args...)})
	}
	if !v.MayPrint {
		wrong("", "papers.over")
	}
	if m.Village(v.Draft["village"]) == nil {
		wrong("village", "papers.no_village")
	}
	if !slices.ContainsFunc(v.FormLanguages, func(l choice) bool { return l.Value == v.Draft["language"] }) {
		wrong("language", "papers.no_language")
	}
	copies, err := strconv.Atoi(strings.TrimSpace(v.Draft["copies"]))
	if err != nil || copies < 1 || copies > survey.MaxPrinted {
		wrong("copies", "papers.copies_wrong", "Most", survey.MaxPrinted)
	}
	if len(v.Mistakes) == 0 && c.FormValue("next") != strconv.Itoa(reg.Next()) {
		wrong("", "papers.changed")
	}
	if len(v.Mistakes) > 0 {
		return r.room.Render(c, http.StatusUnprocessableEntity, "papers", v)
	}
	by, _ := page.AccountOf(c)
	run, err := reg.Print(survey.PrintRun{Village: v.Draft["village"], Language: v.Draft["language"], Questionnaire: k.Questionnaire, At: r.deps.Now(), By: by.ID}, copies)
	if err == nil {
		err = r.deps.Papers.SavePrintRegister(c.Request().Context(), reg)
	}
	switch {
	case errors.Is(err, survey.ErrConflict), errors.Is(err, survey.ErrExists):
		wrong("", "papers.changed")
		return r.room.Render(c, http.StatusConflict, "papers", v)
	case errors.Is(err, survey.ErrFull):
		wrong("copies", "papers.full")
		return r.room.Render(c, http.StatusUnprocessableEntity, "papers", v)
	case err != nil:
		return fmt.Errorf("papers: printing: %w", err)
	}
	if err := r.tell(c, &k, access.RunCampaigns, fmt.Sprintf("%d forms printed, %s to %s, village %s", copies, survey.NewSerial(run.First), survey.NewSerial(run.Last), run.Village)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, Path(k.ID)+"?printed="+strconv.Itoa(run.First))
}

// forms sends the forms of a run as a PDF, as often as it is asked for.
func (r *Room) forms(c echo.Context) error {
	k, m, err := r.find(c)
	if err != nil {
		return err
	}
	reg, err := r.register(c, &k)
	if err != nil {
		return err
	}
	first, err := strconv.Atoi(c.Param("first"))
	run := reg.Of(first)
	if err != nil || run == nil || run.First != first {
		return fmt.Errorf("papers: forms from %q: %w", c.Param("first"), survey.ErrNotFound)
	}
	ctx := c.Request().Context()
	q, err := r.deps.Places.Questionnaire(ctx, run.Questionnaire)
	if err != nil {
		return err
	}
	o := paper.Options{
		Words: r.deps.Words.For(run.Language), Language: run.Language, Municipality: q.Say(m.Name, run.Language),
		First: run.First, Copies: run.Copies(), Serial: survey.NewSerial, TwoSided: c.QueryParam("sides") == "2",
	}
	if village := m.Village(run.Village); village != nil {
		o.Village = q.Say(village.Name, run.Language)
	}
	for door, err := range r.deps.Campaigns.Doors(ctx, k.ID) {
		if err != nil {
			return fmt.Errorf("papers: doors: %w", err)
		}
		if door.Own() && door.Village == run.Village {
			o.Link, o.Code = r.deps.Form(door.Code), door.Code
		}
	}
	var b bytes.Buffer
	if err := paper.Write(&b, q, o); err != nil {
		return fmt.Errorf("papers: %w", err)
	}
	return r.send(c, pdfType, "inline", fmt.Sprintf("forms-%s-%s.pdf", run.Village, survey.NewSerial(run.First)), b.Bytes())
}

// note takes down to whom a run was handed, and what came back of it.
func (r *Room) note(c echo.Context) error {
	v, k, _, reg, err := r.formsPage(c)
	if err != nil {
		return err
	}
	first, err := strconv.Atoi(c.Param("first"))
	run := reg.Of(first)
	if err != nil || run == nil || run.First != first {
		return fmt.Errorf("papers: forms from %q: %w", c.Param("first"), survey.ErrNotFound)
	}
	field := "run-" + strconv.Itoa(first)
	wrong := func(status int, id string, args ...any) error {
		v.Mistakes = []page.Mistake{{Field: field, Text: survey.NewSerial(first) + ": " + v.T(id, args...)}}
		return r.room.Render(c, status, "papers", v)
	}
	if c.FormValue("rev") != strconv.FormatInt(reg.Rev, 10) {
		return wrong(http.StatusConflict, "papers.changed")
	}
	filled, err1 := count(c.FormValue("filled"))
	blank, err2 := count(c.FormValue("blank"))
	if err1 != nil || err2 != nil || filled+blank > run.Copies() {
		return wrong(http.StatusUnprocessableEntity, "papers.returned_wrong", "Most", run.Copies())
	}
	to, on := strings.TrimSpace(c.FormValue("to")), c.FormValue("on")
	before, rev := *run, reg.Rev
	if to != before.To || on != before.On {
		if err = reg.Hand(first, to, on); err != nil {
			return wrong(http.StatusUnprocessableEntity, "papers.handed_wrong")
		}
	}
	settled := c.FormValue("settled") != ""
	if filled != before.Filled || blank != before.Blank || settled != before.Settled {
		if err = reg.Return(first, filled, blank, v.Today, settled); err != nil {
			return wrong(http.StatusUnprocessableEntity, "papers.returned_wrong", "Most", run.Copies())
		}
	}
	if reg.Rev == rev {
		return c.Redirect(http.StatusSeeOther, Path(k.ID)+"#"+field)
	}
	reg.Rev = rev + 1 // one change, whatever was noted
	switch err := r.deps.Papers.SavePrintRegister(c.Request().Context(), reg); {
	case errors.Is(err, survey.ErrConflict):
		return wrong(http.StatusConflict, "papers.changed")
	case err != nil:
		return fmt.Errorf("papers: %w", err)
	}
	after := reg.Of(first)
	if err := r.tell(c, &k, access.RunCampaigns, fmt.Sprintf("forms %s to %s: handed to %q, %d came back filled in, %d blank, settled %t",
		survey.NewSerial(after.First), survey.NewSerial(after.Last), after.To, after.Filled, after.Blank, after.Settled)); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, Path(k.ID)+"#"+field)
}

// count is a number as it was typed; nothing is none.
func count(typed string) (int, error) {
	if typed = strings.TrimSpace(typed); typed == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(typed)
	if err == nil && n < 0 {
		err = survey.ErrInvalid
	}
	return n, err
}

// mostSpoiled is how many forms are said to be spoiled at once.
const mostSpoiled = 50

// spoil says of forms that came back that they cannot be typed in.
func (r *Room) spoil(c echo.Context) error {
	v, k, _, reg, err := r.formsPage(c)
	if err != nil {
		return err
	}
	v.Draft["serials"], v.Draft["why"] = c.FormValue("serials"), c.FormValue("why")
	wrong := func(field, id string, args ...any) error {
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: field, Text: v.T(id, args...)})
		return r.room.Render(c, http.StatusUnprocessableEntity, "papers", v)
	}
	why := strings.TrimSpace(v.Draft["why"])
	if n := len([]rune(why)); n == 0 || n > survey.MaxWhy {
		return wrong("why", "papers.why_missing")
	}
	typed := strings.FieldsFunc(v.Draft["serials"], func(r rune) bool { return strings.ContainsRune(" ,;\n\r\t", r) })
	if len(typed) == 0 || len(typed) > mostSpoiled {
		return wrong("serials", "papers.serials_missing", "Most", mostSpoiled)
	}
	var serials []string
	for _, t := range typed {
		serial, number, err := survey.ParseSerial(t)
		if err != nil || reg.Of(number) == nil {
			return wrong("serials", "papers.serial_unknown", "Serial", t)
		}
		serials = append(serials, serial)
	}
	by, _ := page.AccountOf(c)
	ctx := c.Request().Context()
	for i, serial := range serials {
		_, number, _ := survey.ParseSerial(serial)
		err := r.deps.Papers.SavePaperForm(ctx, survey.PaperForm{
			ID: survey.PaperFormID(k.ID, serial), Rev: 1, Municipality: k.Municipality, Campaign: k.ID, Serial: serial, State: survey.PaperSpoiled,
			By: by.ID, At: r.deps.Now().UTC().Truncate(time.Millisecond), Village: reg.Of(number).Village, Why: why,
		})
		if errors.Is(err, survey.ErrExists) {
			before, getErr := r.deps.Papers.PaperForm(ctx, survey.PaperFormID(k.ID, serial))
			if getErr == nil && before.State == survey.PaperSpoiled {
				continue // it was said before
			}
			v.Draft["serials"] = strings.Join(serials[i:], " ") // those before it are done
			return wrong("serials", "papers.serial_done", "Serial", serial)
		}
		if err != nil {
			return fmt.Errorf("papers: a spoiled form: %w", err)
		}
	}
	if err := r.tell(c, &k, access.RunCampaigns, fmt.Sprintf("forms spoiled: %s", strings.Join(serials, " "))); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, Path(k.ID))
}
