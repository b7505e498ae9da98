package report

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/outline"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// orderView is the page of which tables a report has, in which order.
type orderView struct {
	editor
	Rev   string
	Parts []partRow
}

// partRow is a table that can be moved and left out.
type partRow struct {
	Table, Title string
	Shown        bool
	First, Last  bool
	Href         string // where its words and columns are
	State        string // what the municipality changed of it
}

// order shows which tables a report has.
func (r *Room) order(c echo.Context) error {
	w, e, err := r.template(c)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "order", r.orderPage(c, &w, &e, e.Template))
}

// orderPage lays out a template, which may be one that was typed and not kept.
func (r *Room) orderPage(c echo.Context, w *at, e *outline.Edition, t outline.Template) orderView {
	v := orderView{Rev: strconv.FormatInt(e.Rev, 10)}
	v.editor = r.editor(c, w, e, outline.Head, "", t.Title, t.Lead)
	v.Title = v.T("outline.title")
	v.Back = page.Link{Href: Path(w.campaign.ID) + "?template=" + t.ID, Text: v.T("outline.back")}
	shipped, _ := outline.New(t.ID) // it was found by this identifier
	for i, p := range t.Parts {
		x := partRow{Table: p.Table, Title: tableName(v.Speaker, p), Shown: !p.Off, First: i == 0, Last: i == len(t.Parts)-1, Href: templatePath(w, t.ID) + "/" + p.Table}
		if shipped.Mark(p.Table) != e.Template.Mark(p.Table) {
			x.State = v.T("outline.changed")
		}
		v.Parts = append(v.Parts, x)
	}
	return v
}

// tableName is what a table is called, in the page's language.
func tableName(s locale.Speaker, p outline.Part) string {
	if own := p.Title[s.Lang()]; own != "" {
		return own
	}
	return s.T("report.table." + p.Table)
}

// reorder keeps which tables a report has.
func (r *Room) reorder(c echo.Context) error {
	w, e, err := r.template(c)
	if err != nil {
		return err
	}
	do, to := button(c)
	place, wanted, what := outline.Head, r.typedOrder(c, &e.Template), "order changed"
	if do == doReset {
		place, what = whole, "as shipped"
		if wanted, err = outline.New(e.Template.ID); err != nil {
			return err
		}
	}
	move(wanted.Parts, do, func(p outline.Part) bool { return p.Table == to })
	if err := wanted.Check(); err != nil {
		v := r.orderPage(c, &w, &e, wanted)
		if v.Mistakes = r.mistakes(&v.Page, err, &wanted); v.Mistakes == nil {
			return err
		}
		v.Seen = c.FormValue(seenField)
		return r.room.Render(c, http.StatusUnprocessableEntity, "order", v)
	}
	clash, err := r.save(c, &w, place, wanted, what)
	if err != nil {
		return err
	}
	if !clash {
		return saved(c, templatePath(&w, wanted.ID), rowOf(to))
	}
	if _, e, err = r.template(c); err != nil { // as it is now
		return err
	}
	v := r.orderPage(c, &w, &e, wanted)
	v.Clash, v.ClashBy = orderWords(v.Speaker, &e.Template), v.By
	v.Mistakes = []page.Mistake{{Field: "clash", Text: v.T("outline.clash")}}
	return r.room.Render(c, http.StatusConflict, "order", v)
}

// rowOf is the part of a page that is about a table or a column.
func rowOf(id string) string {
	if id == "" {
		return ""
	}
	return "row-" + id
}

// typedOrder is the template with the order and words that the form has.
func (r *Room) typedOrder(c echo.Context, there *outline.Template) outline.Template {
	t := outline.Template{ID: there.ID, Title: r.typed(c, titleField, "", there.Title), Lead: r.typed(c, leadField, "", there.Lead)}
	form, _ := c.FormParams() // it was parsed before
	for _, table := range form["table"] {
		i := slices.IndexFunc(there.Parts, func(p outline.Part) bool { return p.Table == table })
		if i < 0 || slices.ContainsFunc(t.Parts, func(p outline.Part) bool { return p.Table == table }) {
			continue
		}
		p := there.Parts[i]
		p.Off = form.Get(shownField+table) == ""
		t.Parts = append(t.Parts, p)
	}
	return t.Plain()
}

// orderWords say what stands there.
func orderWords(s locale.Speaker, t *outline.Template) []string {
	all := textWords(s, t.Title, t.Lead)
	var shown, off []string
	for _, p := range t.Parts {
		if p.Off {
			off = append(off, tableName(s, p))
		} else {
			shown = append(shown, tableName(s, p))
		}
	}
	return append(all, shownWords(s, shown, off)...)
}

// shownWords say what is shown in which order, and what is left out.
func shownWords(s locale.Speaker, shown, off []string) []string {
	all := []string{s.T("outline.shown") + ": " + strings.Join(shown, " · ")}
	if len(off) > 0 {
		all = append(all, s.T("outline.off")+": "+strings.Join(off, " · "))
	}
	return all
}
