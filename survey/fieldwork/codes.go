package fieldwork

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
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

// registerCodes adds the routes of personal codes and slips.
func (d *Desk) registerCodes(e *echo.Echo) {
	run := d.deps.Door.Require(access.RunCampaigns)
	e.GET(Home+"/:campaign/codes", d.codes, run)
	e.POST(Home+"/:campaign/codes", d.makeCodes, run, page.FormsOnly)
	e.POST(Home+"/:campaign/codes/void", d.voidCodes, run, page.FormsOnly)
}

func codesPath(campaign string) string { return Home + "/" + url.PathEscape(campaign) + "/codes" }

// mostCodes is how many are made at once on the page; the terminal makes more.
const mostCodes = 1000

// codesView counts what became of the codes, and has the form that makes more.
type codesView struct {
	page.Page
	Campaign campaignCard
	Home     string // the page's own path
	Back     string
	Slips    bool   // of a hearing
	ByCode   bool   // the campaign admits by codes or slips at all
	Over     bool   // no more are made
	Plan     string // of a draft, where it is opened first
	Most     int
	Sheet    int // how many are on a sheet
	Batches  []codeBatch
	Villages []villageDoors
	Draft    codesDraft
	Files    []string // the kinds of files
}

// codeBatch is what became of the codes of one village and label.
type codeBatch struct {
	survey.TicketCount
	Place string
}

// codesDraft is a new batch as the form has it.
type codesDraft struct{ Village, Label, Count, From, Until, File string }

// The kinds of files in which codes are written down.
const (
	asPDF = "pdf"
	asSVG = "svg" // a sheet each, in a ZIP archive
	asCSV = "csv"
)

func (d *Desk) codesView(c echo.Context) (codesView, survey.Campaign, survey.Municipality, error) {
	campaign, m, err := d.find(c)
	if err != nil {
		return codesView{}, campaign, m, err
	}
	ctx := c.Request().Context()
	v := codesView{
		Page: d.page(c, m), Home: codesPath(campaign.ID), Back: linksPath(campaign.ID), Slips: campaign.Admission == survey.AdmitsSlips,
		ByCode: campaign.Admission != survey.AdmitsAnyone, Over: campaign.Over(), Most: mostCodes, Sheet: paper.SlipsPerSheet,
		Draft: codesDraft{Count: "100", File: asPDF}, Files: []string{asPDF, asSVG, asCSV},
	}
	v.Title, v.Campaign = v.T("desk.codes.title"), d.card(v.Page, &campaign)
	if v.Slips {
		v.Title = v.T("desk.codes.title_slips")
	}
	if v.Campaign.State == draft {
		v.Plan = v.Campaign.Plan
	}
	byVillage, err := d.doorsOf(ctx, campaign.ID)
	if err != nil {
		return v, campaign, m, err
	}
	for i := range m.Villages {
		of := villageDoors{ID: m.Villages[i].ID, Name: m.Villages[i].Name.In(v.Lang())}
		for _, door := range byVillage[of.ID] {
			if door.Own() {
				of.Doors = append(of.Doors, doorRow{Door: door})
			}
		}
		if len(of.Doors) > 0 {
			v.Villages = append(v.Villages, of)
		}
	}
	counts, err := d.deps.Gate.Count(ctx, campaign.ID)
	if err != nil {
		return v, campaign, m, err
	}
	for _, key := range slices.SortedFunc(maps.Keys(counts), func(a, b [2]string) int {
		return cmp.Or(cmp.Compare(a[1], b[1]), cmp.Compare(a[0], b[0]))
	}) {
		batch := codeBatch{TicketCount: counts[key], Place: v.T("desk.codes.any_village")}
		if village := m.Village(key[0]); village != nil {
			batch.Place = village.Name.In(v.Lang())
		}
		v.Batches = append(v.Batches, batch)
	}
	return v, campaign, m, nil
}

func (d *Desk) codes(c echo.Context) error {
	v, _, _, err := d.codesView(c)
	if err != nil {
		return err
	}
	return d.room.Render(c, http.StatusOK, "codes", v)
}

// makeCodes makes codes and sends them as a file to be printed. It is the only time that
// anybody sees them: what is kept of them does not tell them again. A second tap on the
// button makes no second batch: its label is in use by then.
func (d *Desk) makeCodes(c echo.Context) error {
	v, campaign, m, err := d.codesView(c)
	if err != nil {
		return err
	}
	v.Draft = codesDraft{c.FormValue("village"), c.FormValue("label"), c.FormValue("count"), c.FormValue("from"), c.FormValue("until"), c.FormValue("file")}
	b, count := d.batch(&v, &campaign)
	if len(v.Mistakes) > 0 {
		return d.room.Render(c, http.StatusUnprocessableEntity, "codes", v)
	}
	if err := b.Check(); err != nil {
		return err
	}
	at, err := d.behind(c, campaign, m, *b.Door)
	if err != nil {
		return err
	}
	codes, err := d.deps.Gate.Issue(c.Request().Context(), d.deps.Random, b, count)
	if len(codes) > 0 {
		if told := d.tell(c, &campaign, fmt.Sprintf("%d codes made, village %q, label %q", len(codes), b.Door.Village, b.Label)); told != nil {
			err = errors.Join(err, told)
		}
	}
	if err != nil {
		return err
	}
	return d.sendCodes(c, &at, &b, codes, v.Draft.File)
}

// batch is what the form asks for, with the mistakes in it noted.
func (d *Desk) batch(v *codesView, campaign *survey.Campaign) (b survey.Batch, count int) {
	wrong := func(field, id string, args ...any) {
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: field, Text: v.T(id, args...)})
	}
	b.Campaign = *campaign
	if i := slices.IndexFunc(v.Villages, func(of villageDoors) bool { return of.ID == v.Draft.Village }); i >= 0 {
		b.Door = &v.Villages[i].Doors[0].Door
	} else {
		wrong("village", "desk.links.no_village")
	}
	label, err := survey.NormalLabel(v.Draft.Label)
	if b.Label = label; err != nil {
		wrong("label", "desk.links.label_wrong", "Most", survey.MaxLabel/2)
	} else if slices.ContainsFunc(v.Batches, func(of codeBatch) bool { return of.Label == label }) {
		wrong("label", "desk.codes.label_taken")
	}
	if count, err = strconv.Atoi(strings.TrimSpace(v.Draft.Count)); err != nil || count < 1 || count > mostCodes {
		wrong("count", "desk.codes.count_wrong", "Most", mostCodes)
	}
	for _, when := range []struct {
		field, typed string
		at           *time.Time
	}{{"from", v.Draft.From, &b.From}, {"until", v.Draft.Until, &b.Until}} {
		if *when.at, err = d.moment(when.typed); err != nil {
			wrong(when.field, "desk.codes.time_wrong")
		}
	}
	if !b.Until.IsZero() && !b.From.Before(b.Until) {
		wrong("until", "desk.codes.until_wrong")
	}
	if !slices.Contains(v.Files, v.Draft.File) {
		wrong("file", "desk.codes.file_wrong")
	}
	return b, count
}

// moment reads a time as a browser's box for it writes it, or as people do; "" is the zero
// time.
func (d *Desk) moment(typed string) (at time.Time, err error) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02T15:04", "2006-01-02 15:04", "02.01.2006 15:04"} {
		if at, err = time.ParseInLocation(layout, typed, d.deps.Zone); err == nil {
			return at, nil
		}
	}
	return time.Time{}, err
}

// SlipsOf are the codes of a batch, which has a door, as they are printed: the links that
// fill them in are made of the form's public address, and bot is the name of the bot.
func SlipsOf(words *locale.Words, q *survey.Questionnaire, v *survey.Village, b *survey.Batch, form, bot string, codes []string) paper.Slips {
	s := paper.Slips{Admission: b.Campaign.Admission, Address: typed(form), Label: b.Label}
	if s.Admission == survey.AdmitsCodes { // a vote in Telegram is under the pseudonym of the account
		s.Bot = bot
	}
	for _, lang := range talks {
		s.Texts = append(s.Texts, paper.SlipText{Words: words.For(lang), Village: v.Name.In(lang), Question: q.Say(q.Title, lang)})
	}
	for _, code := range codes {
		spelt := survey.SpellTicket(code)
		s.Slips = append(s.Slips, paper.Slip{Code: spelt, Link: form + "/" + b.Door.Code + "/" + spelt})
	}
	return s
}

// sendCodes writes the codes down, for the one who made them.
func (d *Desk) sendCodes(c echo.Context, at *doorway, batch *survey.Batch, codes []string, kind string) error {
	s := SlipsOf(d.deps.Words, at.asks, at.village, batch, d.deps.Pages.URL(page.Residents), d.deps.Bot(), codes)
	var b bytes.Buffer
	var err error
	mime, ending := pdfType, kind
	switch kind {
	case asPDF:
		err = paper.WriteSlips(&b, s)
	case asSVG:
		mime, ending = "application/zip", "zip"
		err = paper.WriteSlipSVGs(&b, s)
	default:
		mime = "text/csv; charset=utf-8"
		err = d.listCodes(&b, &s)
	}
	if err != nil {
		return fmt.Errorf("fieldwork: codes of %s: %w", at.campaign.ID, err)
	}
	return d.send(c, mime, "attachment", strings.Join([]string{"codes", at.campaign.ID, at.door.Village}, "-")+"."+ending, b.Bytes())
}

// listCodes writes a table for a letter or a label printer.
func (d *Desk) listCodes(b *bytes.Buffer, s *paper.Slips) error {
	w := csv.NewWriter(b)
	w.UseCRLF = true
	numbered := s.Admission != survey.AdmitsSlips // nothing tells one slip from another
	row := func(number string, cells ...string) error {
		if numbered {
			cells = append([]string{number}, cells...)
		}
		return w.Write(cells)
	}
	if err := row("number", "code", "link", "telegram"); err != nil {
		return err
	}
	for i, slip := range s.Slips {
		if err := row(strconv.Itoa(i+1), slip.Code, slip.Link, d.botURL(survey.NormalTicket(slip.Code))); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}

// voidCodes declares void what is left of a batch.
func (d *Desk) voidCodes(c echo.Context) error {
	campaign, _, err := d.find(c)
	if err != nil {
		return err
	}
	if !c.Request().Form.Has("label") {
		return fmt.Errorf("fieldwork: codes of %s: no batch is named: %w", campaign.ID, survey.ErrInvalid)
	}
	label := c.FormValue("label")
	n, err := d.deps.Gate.Void(c.Request().Context(), campaign.ID, label)
	if err != nil {
		return err
	}
	if n > 0 {
		if err := d.tell(c, &campaign, fmt.Sprintf("%d codes declared void, label %q", n, label)); err != nil {
			return err
		}
	}
	return c.Redirect(http.StatusSeeOther, codesPath(campaign.ID))
}
