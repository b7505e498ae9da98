package report

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/prioritize/outline"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// reportView is the page of a campaign's report.
type reportView struct {
	page.Page
	Campaign, AsOf string
	Provisional    bool
	Invented       bool
	Stands         []string // how far things have come
	Templates      []option
	Speaks         []option // the languages of the report
	Named          string   // the template that is shown
	Changed        string   // who changed it, and when; "" as it is shipped
	Edit           string   // where it is changed; "" for those who may not
	Files          []fileLink
	Of             string // what the report is called
	In             string // the language of what is shown of it
	Tables         []tableRow
	Answers        string // where single answers are taken along; "" for those who may not
	Board          string
}

// option is one thing to choose.
type option struct {
	Value, Text string
	Chosen      bool
}

// fileLink is a format with what it is for.
type fileLink struct {
	Href, Name, Hint string
	Inline           bool
}

// tableRow is what the page tells of a table.
type tableRow struct {
	ID, Title, Size string
	Says            []string
	Empty           bool     // nothing stands in it
	Fill            string   // how many cells are to be filled in; "" if none
	Hidden          []string // what is not shown, and why
}

// saysShown is how many sentences of a table the page shows.
const saysShown = 2

// show shows what the report has in it, and leads to its files.
func (r *Room) show(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	in, doc, err := r.document(c, &w)
	if err != nil {
		return err
	}
	v := reportView{Page: r.page(c, &w, "reporting.title"), Provisional: doc.Campaign.Provisional, Invented: in.Municipality.Invented, Named: doc.Template.ID, Board: board(&w)}
	v.Campaign, v.AsOf = w.campaign.Title.In(v.Lang(), locale.Russian), page.DateTime(v.Speaker, r.deps.Now(), r.deps.Zone)
	v.Stands = r.stands(v.Speaker, &in)
	if err := r.choices(c, &v, &w); err != nil {
		return err
	}
	say := r.deps.Words.For(v.In)
	v.Of = doc.Title(say)
	for i := range doc.Tables {
		v.Tables = append(v.Tables, newTableRow(v.Speaker, say, &doc, &doc.Tables[i]))
	}
	return r.room.Render(c, http.StatusOK, "report", v)
}

// stands says how far things have come: whether figures can change, and what they follow.
func (r *Room) stands(s locale.Speaker, in *analysis.Input) []string {
	var all []string
	switch {
	case in.Frozen != nil:
		all = append(all, s.T("reporting.frozen", "Date", s.Date(in.Frozen.At.In(r.deps.Zone)), "Fingerprint", prioritize.Fingerprint(in.Frozen.Hash)))
	case in.Campaign.Over():
		all = append(all, s.T("reporting.closed"))
	default:
		all = append(all, s.T("reporting.open"))
	}
	if h := in.Hearing; h != nil {
		all = append(all, s.T("reporting.heard", "Kind", s.T("hall.kind."+string(h.Kind)), "Date", s.Date(h.Planned.In(r.deps.Zone))))
	} else {
		all = append(all, s.T("reporting.unheard"))
	}
	if in.Appraisal == nil {
		all = append(all, s.T("reporting.unappraised"))
	}
	return all
}

// choices fills in what can be chosen, and where the files are.
func (r *Room) choices(c echo.Context, v *reportView, w *at) error {
	for _, id := range outline.Shipped() {
		e, err := r.edition(c, w, id)
		if err != nil {
			return err
		}
		text := id
		if e.Template.Changed() {
			text = v.T("reporting.template_changed", "Template", id)
		}
		v.Templates = append(v.Templates, option{id, text, id == v.Named})
		if id == v.Named && e.By != "" {
			v.Changed = v.T("reporting.changed_by", "Who", e.By, "When", page.DateTime(v.Speaker, e.At, r.deps.Zone))
		}
	}
	languages := r.deps.Words.Languages()
	if v.In = c.QueryParam(inReport); !slices.Contains(languages, v.In) {
		v.In = v.Lang()
	}
	for _, lang := range languages {
		v.Speaks = append(v.Speaks, option{lang, locale.Name(lang), lang == v.In})
	}
	v.Query = url.Values{inTemplate: {v.Named}, inReport: {v.In}}
	if v.Account.May(access.DecideResults, w.campaign.Municipality) {
		v.Edit = templatePath(w, v.Named)
	}
	if v.Account.May(access.ExportResults, w.campaign.Municipality) {
		v.Answers = "/answers/" + url.PathEscape(w.campaign.ID)
		for _, f := range formats() {
			v.Files = append(v.Files, fileLink{
				filePath(w.campaign.ID, f.file, v.Named, v.In), v.T("reporting.format." + f.id), v.T("reporting.format." + f.id + ".hint"), f.inline,
			})
		}
	}
	return nil
}

// edition is the municipality's copy of a template; of the zero revision, as it is shipped, if there is none.
func (r *Room) edition(c echo.Context, w *at, id string) (outline.Edition, error) {
	shipped, err := outline.New(id)
	if err != nil {
		return outline.Edition{}, err
	}
	e, err := r.deps.Editions.Edition(c.Request().Context(), outline.EditionID(w.campaign.Municipality, id))
	if errors.Is(err, survey.ErrNotFound) {
		return outline.Edition{Template: shipped}, nil
	}
	return e, err
}

// newTableRow tells of a table: s speaks the page's language, and say that of the report.
func newTableRow(s, say locale.Speaker, d *analysis.Document, t *analysis.Table) tableRow {
	x := tableRow{ID: t.ID, Title: t.Heading(say), Size: s.N("reporting.rows", len(t.Rows)) + ", " + s.N("reporting.columns", len(t.Columns)), Says: d.Sentences(say, t), Empty: len(t.Rows) == 0}
	x.Says = x.Says[:min(len(x.Says), saysShown)]
	states := map[analysis.State]int{}
	for _, row := range t.Rows {
		for _, cell := range row {
			states[cell.State]++
		}
	}
	if n := states[analysis.Fill]; n > 0 {
		x.Fill = s.N("reporting.fill", n)
	}
	for _, state := range []analysis.State{analysis.Hidden, analysis.Few, analysis.NotAsked} {
		if n := states[state]; n > 0 {
			x.Hidden = append(x.Hidden, s.N("reporting."+string(state), n))
		}
	}
	return x
}
