package hall

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
	"ashar/survey/paper"
)

// slipsView is the page of the slips: they are made, printed, handed out and declared lost here.
type slipsView struct {
	top
	Made, Out, Lost string
	Before          int // how many were made when the page was
	None            bool
	Count           string // that was typed, or is offered
	From, To        string
	Code            string
	Done            string
	Address         string
	NoAddress       bool // phones would have to have the internet
	Sheets          []page.Link
	Most            int
}

// slipsPage makes the page.
func (r *Room) slipsPage(c echo.Context, w *at) (slipsView, error) {
	v := slipsView{top: r.top(c, w, "hall.slips"), Before: w.x.Slips, None: w.x.Slips == 0, Most: hearing.MaxSlips, Address: r.address(w), NoAddress: w.x.Address == ""}
	out, lost := 0, 0
	for s, err := range r.deps.Store.SlipsOf(c.Request().Context(), w.x.ID) {
		if err != nil {
			return v, err
		}
		if !s.Out.IsZero() {
			out++
		}
		if s.Void {
			lost++
		}
	}
	v.Made, v.Out, v.Lost = v.Number(w.x.Slips), v.Number(out), v.Number(lost)
	v.Count = "100"
	if w.x.Quorum > 0 {
		v.Count = strconv.Itoa(min(hearing.MaxSlips, (w.x.Quorum*3/2+paper.SlipsPerSheet-1)/paper.SlipsPerSheet*paper.SlipsPerSheet))
	}
	for from := 1; from <= w.x.Slips; from += slipsPrinted {
		to := min(from+slipsPrinted-1, w.x.Slips)
		v.Sheets = append(v.Sheets, page.Link{Href: fmt.Sprintf("%s/slips.pdf?from=%d&to=%d", w.home(), from, to), Text: v.T("hall.slips_print", "From", from, "To", to)})
	}
	if n := c.QueryParam("out"); n != "" {
		v.Done = v.T("hall.slips_are_out", "From", c.QueryParam("from"), "To", c.QueryParam("to"), "Count", n)
	}
	if n := c.QueryParam("lost"); n != "" {
		v.Done = v.T("hall.slip_is_lost", "Number", n)
	}
	return v, nil
}

// slipsPrinted is how many slips one file has: what an old printer takes at once.
const slipsPrinted = 500

// slips shows the page.
func (r *Room) slips(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v, err := r.slipsPage(c, &w)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "slips", v)
}

// slipsAgain is the page with what has to be mended, or the error where nothing is.
func (r *Room) slipsAgain(c echo.Context, w *at, err error) error {
	said := mistakes(r.deps.Pages.Speaker(c), err)
	if said == nil {
		return err
	}
	v, failed := r.slipsPage(c, w)
	if failed != nil {
		return errors.Join(err, failed)
	}
	v.Mistakes, v.From, v.To, v.Code = said, c.FormValue("from"), c.FormValue("to"), c.FormValue("code")
	if typed := c.FormValue("count"); typed != "" {
		v.Count = typed
	}
	return r.room.Render(c, status(err), "slips", v)
}

// issue makes slips. The form says how many there were: a second tap makes no more.
func (r *Room) issue(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	if c.FormValue("made") != strconv.Itoa(w.x.Slips) {
		return c.Redirect(http.StatusSeeOther, w.home()+"/slips")
	}
	n, _, err := number(c.FormValue("count"))
	if err != nil || n < 1 || n+w.x.Slips > hearing.MaxSlips {
		return r.slipsAgain(c, &w, amiss("count", "hall.wrong.slips", "Most", hearing.MaxSlips-w.x.Slips))
	}
	switch _, err := r.deps.Hall.Issue(c.Request().Context(), w.x.ID, w.x.Slips, n); {
	case errors.Is(err, survey.ErrConflict): // the second tap, at the same time
		return c.Redirect(http.StatusSeeOther, w.home()+"/slips")
	case err != nil:
		return r.slipsAgain(c, &w, err)
	}
	if err := r.tell(c, &w, access.RunHearings, "slips made: %d", n); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, w.home()+"/slips")
}

// between reads the numbers of slips from the request: from the first to the last.
func between(c echo.Context, x *hearing.Hearing) (from, to int, err error) {
	from, _, wrongFrom := number(c.FormValue("from"))
	to, _, wrongTo := number(c.FormValue("to"))
	if wrongFrom != nil || wrongTo != nil || from < 1 || to < from || to > x.Slips {
		return 0, 0, amiss("from", "hall.wrong.slip_number", "Slips", x.Slips)
	}
	return from, to, nil
}

// handOut makes slips valid: from then on they vote.
func (r *Room) handOut(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	from, to, err := between(c, &w.x)
	n := 0
	if err == nil {
		n, err = r.deps.Hall.HandOut(c.Request().Context(), w.x.ID, from, to)
	}
	if err != nil {
		return r.slipsAgain(c, &w, err)
	}
	if err := r.tell(c, &w, access.RunHearings, "slips %d to %d handed out, new %d", from, to, n); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/slips?from=%d&to=%d&out=%d", w.home(), from, to, n))
}

// lose declares a slip lost.
func (r *Room) lose(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	err = doorOpen(&w.x) // who is there stands in the minutes
	var code string
	if err == nil {
		code, err = r.code(c, &w, c.FormValue("code"))
	}
	var slip hearing.Slip
	if err == nil {
		slip, err = r.deps.Hall.Lose(c.Request().Context(), code)
	}
	if err != nil {
		return r.slipsAgain(c, &w, err)
	}
	if err := r.tell(c, &w, access.RunHearings, "slip %d declared lost", slip.Number); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("%s/slips?lost=%d", w.home(), slip.Number))
}

// slipsPDF are slips to print and cut apart, with the address by which phones in the hall reach the service.
func (r *Room) slipsPDF(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	from, to, err := between(c, &w.x)
	if err == nil && to-from >= slipsPrinted {
		err = amiss("from", "hall.wrong.slips", "Most", slipsPrinted)
	}
	if err != nil {
		return err
	}
	codes, err := r.deps.Hall.Codes(c.Request().Context(), w.x, from, to)
	if err != nil {
		return err
	}
	sheet := paper.Slips{Admission: survey.AdmitsSlips, Address: bare(r.address(&w)) + phones}
	for _, lang := range []string{locale.Kyrgyz, locale.Russian} {
		words := r.deps.Words.For(lang)
		sheet.Texts = append(sheet.Texts, paper.SlipText{Words: words, Village: w.m.Name.In(lang), Question: r.name(words, &w)})
	}
	for i, code := range codes {
		sheet.Slips = append(sheet.Slips, paper.Slip{Code: code, Link: r.address(&w) + phones + "/" + code, Number: from + i})
	}
	var pdf bytes.Buffer
	if err := paper.WriteSlips(&pdf, sheet); err != nil {
		return fmt.Errorf("hall: slips: %w", err)
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf(`inline; filename="slips-%d-%d.pdf"`, from, to))
	return c.Blob(http.StatusOK, "application/pdf", pdf.Bytes())
}

// bare is an address as it is typed into a phone.
func bare(address string) string {
	return strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://")
}
