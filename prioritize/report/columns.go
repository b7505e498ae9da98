package report

import (
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/outline"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// columnsView is the page of a table's words and columns.
type columnsView struct {
	editor
	Table    string
	Called   string // by the program
	Columns  []columnRow
	New      []words // of a column that is to be added
	MayAdd   bool
	MostWord int
}

// columnRow is a column that can be moved, renamed and left out.
type columnRow struct {
	ID, Name    string
	Shown       bool
	Fixed       bool // it says what the rows are about
	Own         bool
	First, Last bool
	Headings    []words
	Open        bool // it has own words, or something to mend
}

// find the part of a template that the path names.
func partOf(c echo.Context, t *outline.Template) (outline.Part, error) {
	table := c.Param("table")
	if !slices.Contains(outline.Tables(), table) {
		return outline.Part{}, fmt.Errorf("report: table %q: %w", table, survey.ErrNotFound)
	}
	return t.Part(table), nil
}

// columns shows a table's words and columns.
func (r *Room) columns(c echo.Context) error {
	w, e, err := r.template(c)
	if err != nil {
		return err
	}
	p, err := partOf(c, &e.Template)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "columns", r.columnsPage(c, &w, &e, p))
}

// columnsPage lays out a part, which may be one that was typed and not kept.
func (r *Room) columnsPage(c echo.Context, w *at, e *outline.Edition, p outline.Part) columnsView {
	v := columnsView{Table: p.Table, MayAdd: owns(&p) < outline.MaxOwn, MostWord: outline.MaxWord}
	v.editor = r.editor(c, w, e, p.Table, "", p.Title, p.Lead)
	v.Title, v.Called = tableName(v.Speaker, p), v.T("report.table."+p.Table)
	v.Back = page.Link{Href: templatePath(w, e.Template.ID) + "#" + rowOf(p.Table), Text: v.T("outline.to_tables")}
	fixed := outline.Columns(p.Table)[0]
	for i, col := range p.Columns {
		x := columnRow{
			ID: col.ID, Name: columnName(v.Speaker, p.Table, col), Shown: !col.Off, Fixed: col.ID == fixed, Own: col.IsOwn(), First: i == 0, Last: i == len(p.Columns)-1,
			Open: len(col.Heading) > 0,
		}
		for _, lang := range r.deps.Words.Languages() {
			x.Headings = append(x.Headings, words{Lang: lang, Name: v.LanguageName(lang), Title: col.Heading[lang]})
		}
		v.Columns = append(v.Columns, x)
	}
	for _, lang := range r.deps.Words.Languages() {
		v.New = append(v.New, words{Lang: lang, Name: v.LanguageName(lang)})
	}
	return v
}

func owns(p *outline.Part) int {
	n := 0
	for _, c := range p.Columns {
		if c.IsOwn() {
			n++
		}
	}
	return n
}

// columnName is what a column is called: by the municipality, or else by the program.
func columnName(s locale.Speaker, table string, c outline.Column) string {
	if c.IsOwn() {
		return c.Heading.In(s.Lang(), locale.Russian)
	}
	switch c.ID { // those that stand for several columns, or whose heading alone does not tell them
	case "channels", "sexes", "ages", "village.n", "village.share", "village.rank", "group.n", "group.share", "group.rank":
		return s.T("outline.column." + c.ID)
	case "n", "share", "rank":
		if table == "t2" {
			return s.T("outline.column." + c.ID)
		}
	case "disabled":
		return s.T("report.group.disabled")
	case "source":
		if table == "t8" {
			return s.T("report.col.measured")
		}
	}
	return s.T("report.col." + c.ID)
}

// rearrange keeps a table's words and columns.
func (r *Room) rearrange(c echo.Context) error {
	w, e, err := r.template(c)
	if err != nil {
		return err
	}
	there, err := partOf(c, &e.Template)
	if err != nil {
		return err
	}
	p := r.typedPart(c, there)
	added := r.typed(c, newField, "", nil)
	do, to := button(c)
	switch do {
	case doReset:
		if p, err = shippedPart(e.Template.ID, p.Table); err != nil {
			return err
		}
	case doRemove:
		p.Columns = slices.DeleteFunc(p.Columns, func(x outline.Column) bool { return x.IsOwn() && x.ID == to })
	case doAdd:
		to = p.AddOwn(added).ID
	default:
		move(p.Columns, do, func(x outline.Column) bool { return x.ID == to })
	}
	wanted := with(e.Template, p).Plain()
	if err := wanted.Check(); err != nil {
		return r.mend(c, &w, &e, there, wanted, added, err)
	}
	clash, err := r.save(c, &w, p.Table, wanted, "table "+p.Table+" changed")
	if err != nil {
		return err
	}
	if !clash {
		return saved(c, templatePath(&w, wanted.ID)+"/"+p.Table, rowOf(to))
	}
	if _, e, err = r.template(c); err != nil { // as it is now
		return err
	}
	v := r.columnsPage(c, &w, &e, wanted.Part(p.Table))
	v.Clash, v.ClashBy = partWords(v.Speaker, e.Template.Part(p.Table)), v.By
	v.Mistakes = []page.Mistake{{Field: "clash", Text: v.T("outline.clash")}}
	return r.room.Render(c, http.StatusConflict, "columns", v)
}

// mend is the page with what was typed, and with what is wrong with it. A column that could not be added is in the
// fields for it again.
func (r *Room) mend(c echo.Context, w *at, e *outline.Edition, there outline.Part, wanted outline.Template, added survey.Text, problem error) error {
	p := wanted.Part(there.Table)
	add := false
	if do, _ := button(c); do == doAdd {
		last := p.Columns[len(p.Columns)-1].ID
		p.Columns = p.Columns[:len(p.Columns)-1]
		add = !slices.ContainsFunc(p.Columns, func(x outline.Column) bool { return x.ID == last })
	}
	v := r.columnsPage(c, w, e, p)
	v.Seen = c.FormValue(seenField)
	if v.Mistakes = r.mistakes(&v.Page, problem, &wanted); v.Mistakes == nil {
		return problem
	}
	if add {
		for i, m := range v.Mistakes {
			if own := headingField + wanted.Part(p.Table).Columns[len(p.Columns)].ID + "_"; len(m.Field) > len(own) && m.Field[:len(own)] == own {
				v.Mistakes[i].Field = newField + m.Field[len(own):]
			}
		}
		for i := range v.New {
			v.New[i].Title = added[v.New[i].Lang]
		}
	}
	for i := range v.Columns {
		x := &v.Columns[i]
		x.Open = x.Open || slices.ContainsFunc(x.Headings, func(h words) bool { return v.Wrong(headingField+x.ID+"_"+h.Lang) != "" })
	}
	return r.room.Render(c, http.StatusUnprocessableEntity, "columns", v)
}

// shippedPart is a table as the template is shipped.
func shippedPart(id, table string) (outline.Part, error) {
	t, err := outline.New(id)
	if err != nil {
		return outline.Part{}, err
	}
	t = t.Plain()
	return t.Part(table), nil
}

// with is the template with another part in the place of its own.
func with(t outline.Template, p outline.Part) *outline.Template {
	t.Parts = slices.Clone(t.Parts)
	for i := range t.Parts {
		if t.Parts[i].Table == p.Table {
			p.Off = t.Parts[i].Off
			t.Parts[i] = p
		}
	}
	return &t
}

// typedPart is the part with the words and columns that the form has.
func (r *Room) typedPart(c echo.Context, there outline.Part) outline.Part {
	p := outline.Part{Table: there.Table, Off: there.Off, Title: r.typed(c, titleField, "", there.Title), Lead: r.typed(c, leadField, "", there.Lead)}
	fixed := outline.Columns(there.Table)[0]
	form, _ := c.FormParams() // it was parsed before
	for _, id := range form["column"] {
		if slices.ContainsFunc(p.Columns, func(x outline.Column) bool { return x.ID == id }) {
			continue
		}
		col := outline.Column{ID: id}
		if i := slices.IndexFunc(there.Columns, func(x outline.Column) bool { return x.ID == id }); i >= 0 {
			col.Heading = maps.Clone(there.Columns[i].Heading)
		} else if !col.IsOwn() {
			continue
		}
		col.Off = form.Get(shownField+id) == "" && id != fixed
		col.Heading = r.typed(c, headingField, id+"_", col.Heading)
		p.Columns = append(p.Columns, col)
	}
	return p
}

// partWords say what stands there.
func partWords(s locale.Speaker, p outline.Part) []string {
	var shown, off []string
	for _, c := range p.Columns {
		if c.Off {
			off = append(off, columnWords(s, p.Table, c))
		} else {
			shown = append(shown, columnWords(s, p.Table, c))
		}
	}
	return append(textWords(s, p.Title, p.Lead), shownWords(s, shown, off)...)
}

// columnWords is a column's name, with the words that the municipality has for it.
func columnWords(s locale.Speaker, table string, c outline.Column) string {
	name := columnName(s, table, c)
	if own := c.Heading.In(s.Lang(), locale.Russian); own != "" && own != name {
		name += " («" + own + "»)"
	}
	return name
}

// textWords say in all languages what a title and a lead are.
func textWords(s locale.Speaker, title, lead survey.Text) []string {
	var all []string
	for _, x := range []struct {
		id   string
		text survey.Text
	}{{"outline.own_title", title}, {"outline.own_lead", lead}} {
		for _, lang := range slices.Sorted(maps.Keys(x.text)) {
			all = append(all, s.T(x.id)+" ("+locale.Name(lang)+"): "+x.text[lang])
		}
	}
	return all
}
