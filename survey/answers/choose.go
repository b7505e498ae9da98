package answers

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/survey/access"
	"ashar/survey/dataset"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// chooseView is the page on which the shape of the file is chosen.
type chooseView struct {
	page.Page
	Back    page.Link
	Name    string // of the campaign
	Count   string
	Open    bool // more answers may come
	None    bool
	Action  string
	Formats []choice
	Values  []choice
	Choices []choice
}

type choice struct {
	Value, Text, Hint string
	Chosen            bool
}

// excel is the format that is CSV for Excel, beside those of dataset.
const excel = "excel"

// codes stands in the field of values for no language.
const codes = "codes"

// choose shows what there is to choose. The first of each is what most people want: a workbook, in the language of the
// page, with a column for each choice, and without own words.
func (r *Room) choose(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	n, err := r.deps.Responses.CountResponses(c.Request().Context(), w.k.ID, 0)
	if err != nil {
		return fmt.Errorf("answers: %w", err)
	}
	v := chooseView{
		Page: r.deps.Pages.Staff(c, w.m.Name.In(r.deps.Pages.Speaker(c).Lang())), Action: Path(w.k.ID), None: n == 0,
		Open: w.k.Open(r.deps.Now()),
	}
	v.Title, v.Name, v.Count = v.T("answers.title"), w.k.Title.In(v.Lang()), v.N("answers.count", n)
	v.Back = page.Link{Href: "/board/" + w.k.ID, Text: v.T("desk.open_ranking")}
	if !v.Account.May(access.SeeResults, w.k.Municipality) {
		v.Back = page.Link{Href: v.Home, Text: v.T("desk.campaigns")}
	}
	for _, f := range formats() {
		v.Formats = append(v.Formats, choice{f, v.T("answers.format." + f), v.T("answers.format_hint." + f), f == string(dataset.XLSX)})
	}
	langs := w.languages()
	first := langs[0]
	if slices.Contains(langs, v.Lang()) {
		first = v.Lang()
	}
	for _, lang := range langs {
		v.Values = append(v.Values, choice{lang, v.T("answers.values.labels", "Language", locale.Name(lang)), "", lang == first})
	}
	v.Values = append(v.Values, choice{codes, v.T("answers.values.codes"), v.T("answers.values.codes_hint"), false})
	for _, way := range dataset.Ways() {
		v.Choices = append(v.Choices, choice{string(way), v.T("answers.choices." + string(way)), v.T("answers.choices_hint." + string(way)), way == dataset.Split})
	}
	return r.room.Render(c, http.StatusOK, "answers", v)
}

// formats are in the order in which they are offered.
func formats() []string {
	return []string{string(dataset.XLSX), excel, string(dataset.CSV), string(dataset.JSON), string(dataset.NDJSON), string(dataset.HXL)}
}
