package report

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/outline"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// editor is what both pages of the editor have.
type editor struct {
	page.Page
	Campaign, Template string
	Seen               string // the mark of what stood here
	Saved              bool
	By                 string // who changed the template last; "" as it is shipped
	Own                []words
	Clash              []string // what somebody else wrote meanwhile
	ClashBy            string
	Back               page.Link
}

// words are fields for a text in one language.
type words struct {
	Lang, Name   string // of the language
	Title, Lead  string
	Titled, Long int // the most letters of each
}

// The fields of the editor. What is of one table, column or language has its identifier behind these.
const (
	seenField    = "seen"
	revField     = "rev"
	doField      = "do"
	titleField   = "title_"
	leadField    = "lead_"
	shownField   = "in_"
	headingField = "heading_"
	newField     = "new_"
)

// What a button does beside saving, with what it does it to after a colon.
const (
	doUp     = "up"
	doDown   = "down"
	doAdd    = "add"
	doRemove = "remove"
	doReset  = "reset"
)

// whole is the place of all of a template.
const whole = ""

func templatePath(w *at, id string) string { return Path(w.campaign.ID) + "/template/" + id }

// template returns the municipality's copy of the template that the path names.
func (r *Room) template(c echo.Context) (at, outline.Edition, error) {
	w, err := r.find(c)
	if err != nil {
		return w, outline.Edition{}, err
	}
	e, err := r.edition(c, &w, c.Param("id"))
	if err != nil {
		return w, e, fmt.Errorf("report: %w", err)
	}
	e.Template = e.Template.Plain()
	return w, e, nil
}

// editor begins a page of the editor. Words are those of t, which somebody may have typed and which stand at the place.
func (r *Room) editor(c echo.Context, w *at, e *outline.Edition, place, title string, own, lead survey.Text) editor {
	v := editor{Page: r.page(c, w, "outline.title"), Template: e.Template.ID, Seen: e.Template.Mark(place), Saved: c.QueryParam("saved") != ""}
	v.Title, v.Campaign = title, w.campaign.Title.In(v.Lang(), "ru")
	if e.By != "" {
		v.By = v.T("reporting.changed_by", "Who", e.By, "When", page.DateTime(v.Speaker, e.At, r.deps.Zone))
	}
	for _, lang := range r.deps.Words.Languages() {
		v.Own = append(v.Own, words{lang, v.LanguageName(lang), own[lang], lead[lang], outline.MaxTitle, outline.MaxLead})
	}
	return v
}

// typed is a text as the form has it; other languages stay as they are.
func (r *Room) typed(c echo.Context, field, behind string, there survey.Text) survey.Text {
	t := survey.Text{}
	maps.Copy(t, there)
	for _, lang := range r.deps.Words.Languages() {
		t[lang] = c.FormValue(field + behind + lang)
	}
	return t
}

// button is what was pressed: what it does, and to what.
func button(c echo.Context) (do, to string) {
	do, to, _ = strings.Cut(c.FormValue(doField), ":")
	return do, to
}

// move moves one by one place, if there is a place.
func move[T any](all []T, do string, is func(T) bool) {
	i := slices.IndexFunc(all, is)
	j := i
	switch do {
	case doUp:
		j--
	case doDown:
		j++
	}
	if i >= 0 && j >= 0 && j < len(all) {
		all[i], all[j] = all[j], all[i]
	}
}

// tries is how often a change is entered anew when another one was faster.
const tries = 10

// save keeps what somebody wants of a place of the municipality's copy, with what others changed of other places
// meanwhile. clash says that this place was changed too, and nothing is kept.
func (r *Room) save(c echo.Context, w *at, place string, wanted outline.Template, what string) (clash bool, err error) {
	ctx := c.Request().Context()
	account, _ := page.AccountOf(c)
	for try := 1; ; try++ {
		e, err := r.edition(c, w, wanted.ID)
		if err != nil {
			return false, err
		}
		merged := wanted
		switch {
		case place != whole:
			merged, err = e.Template.Take(place, wanted, c.FormValue(seenField))
		case strconv.FormatInt(e.Rev, 10) != c.FormValue(revField):
			err = survey.ErrConflict
		}
		if errors.Is(err, survey.ErrConflict) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		if same(&e.Template, &merged) {
			return false, nil
		}
		next, err := e.Revise(w.campaign.Municipality, merged, account.ID, r.deps.Now())
		if err != nil {
			return false, err
		}
		err = r.deps.Editions.SaveEdition(ctx, next)
		if err == nil {
			return false, r.tell(c, w, access.DecideResults, "template/"+wanted.ID, fmt.Sprintf("template %s, %s, revision %d", wanted.ID, what, next.Rev))
		}
		if try == tries || !errors.Is(err, survey.ErrConflict) && !errors.Is(err, survey.ErrExists) {
			return false, fmt.Errorf("report: %w", err)
		}
	}
}

// same reports whether two templates say the same everywhere.
func same(a, b *outline.Template) bool {
	return !slices.ContainsFunc(append(outline.Tables(), outline.Head), func(place string) bool { return a.Mark(place) != b.Mark(place) })
}

// mistakes say what is wrong with what was typed, each at its field.
func (r *Room) mistakes(v *page.Page, err error, t *outline.Template) []page.Mistake {
	var problems outline.Problems
	if !errors.As(err, &problems) {
		return nil
	}
	var all []page.Mistake
	add := func(field string, p outline.Problem, most int) {
		all = append(all, page.Mistake{Field: field, Text: v.T("outline.problem."+string(p.Reason), "Most", v.Number(most))})
	}
	for _, p := range problems {
		switch {
		case p.Reason == outline.Empty:
			add(shownField+outline.Tables()[0], p, 0)
		case p.Reason == outline.TooManyOwn:
			add(newField+r.deps.Words.Languages()[0], p, outline.MaxOwn)
		case p.Column != "":
			part := t.Part(p.Table)
			i := slices.IndexFunc(part.Columns, func(c outline.Column) bool { return c.ID == p.Column })
			add(r.longest(headingField+p.Column+"_", part.Columns[max(i, 0)].Heading), p, outline.MaxWord)
		default:
			title, lead := t.Title, t.Lead
			if p.Table != "" {
				part := t.Part(p.Table)
				title, lead = part.Title, part.Lead
			}
			if field := r.longest(titleField, title); len([]rune(title[strings.TrimPrefix(field, titleField)])) > outline.MaxTitle {
				add(field, p, outline.MaxTitle)
			}
			if field := r.longest(leadField, lead); len([]rune(lead[strings.TrimPrefix(field, leadField)])) > outline.MaxLead {
				add(field, p, outline.MaxLead)
			}
		}
	}
	return all
}

// longest is the field of the language in which most is said.
func (r *Room) longest(field string, t survey.Text) string {
	return field + slices.MaxFunc(r.deps.Words.Languages(), func(a, b string) int { return cmp.Compare(len(t[a]), len(t[b])) })
}

// saved leads back to the page, to the part of it that was worked on.
func saved(c echo.Context, path, part string) error {
	path += "?" + url.Values{"saved": {"yes"}}.Encode()
	if part != "" {
		path += "#" + part
	}
	return c.Redirect(http.StatusSeeOther, path)
}
