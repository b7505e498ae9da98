package report

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/evidence"
	"ashar/survey/page"
)

// mostPack is how many bytes a pack may have that is verified on the page; larger ones are verified at the terminal.
const mostPack = 32 << 20

// verifyView is the page on which a pack is verified.
type verifyView struct {
	page.Page
	Most        string // megabytes
	Fingerprint string // as it was typed
	Outcome     *outcome
}

// outcome is what was found of a pack.
type outcome struct {
	Name  string // of the file
	Holds bool
	Links []link
	// Place is the file that does not hold, and Why says what is wrong with it, in English as the terminal does.
	Place, Why string
	Other      string // that another version of the program made the pack; "" if this one did
	// What the pack is of; "" of one whose manifest was not reached.
	Campaign, Municipality, Frozen, Answers, Seal string
	Compare                                       bool // the fingerprint is still to be compared
}

// link is one part of the chain from the answers to the rankings.
type link struct {
	Words string
	State linkState
}

// linkState is what was found of a link.
type linkState string

// The states.
const (
	holds   linkState = "holds"
	broken  linkState = "broken"
	unknown linkState = "unknown" // nothing is known of it, since something else was wrong before
)

// chain are the links, one after another: each with the files that it is about. The words are "verify.link.<id>".
func chain() []struct {
	id    string
	files []string
} {
	return []struct {
		id    string
		files []string
	}{
		{"archive", []string{"archive"}},
		{"manifest", []string{"manifest.json", "README.txt"}},
		{"answers", []string{"answers.csv", "terms.json"}},
		{"tally", []string{"tally.json"}},
		{"rankings", []string{"rankings/"}},
	}
}

// askPack shows the form.
func (r *Room) askPack(c echo.Context) error {
	return r.room.Render(c, http.StatusOK, "verify", r.verifyPage(c))
}

func (r *Room) verifyPage(c echo.Context) verifyView {
	v := verifyView{Page: r.deps.Pages.Staff(c, ""), Fingerprint: strings.TrimSpace(c.FormValue("fingerprint"))}
	v.Title, v.Most = v.T("verify.title"), v.Number(mostPack>>20)
	return v
}

// verify counts a pack again, and says in words what comes of it. One is verified at a time.
func (r *Room) verify(c echo.Context) error {
	v := r.verifyPage(c)
	digits := strings.ToLower(strings.Join(strings.Fields(v.Fingerprint), ""))
	again := func(status int, field, id string) error {
		v.Mistakes = []page.Mistake{{Field: field, Text: v.T(id)}}
		return r.room.Render(c, status, "verify", v)
	}
	defer func() {
		if form := c.Request().MultipartForm; form != nil {
			_ = form.RemoveAll() // what stays is the system's to clear
		}
	}()
	sent, err := c.FormFile("pack")
	switch {
	case errors.Is(err, http.ErrMissingFile) || errors.Is(err, http.ErrNotMultipart) || err == nil && sent.Size == 0:
		return again(http.StatusUnprocessableEntity, "pack", "verify.no_file")
	case err != nil:
		return fmt.Errorf("report: pack: %w", err)
	case digits != "" && len(digits) < len(strings.ReplaceAll(prioritize.Fingerprint(strings.Repeat("0", 64)), " ", "")):
		return again(http.StatusUnprocessableEntity, "fingerprint", "verify.short")
	case !r.verifying.TryLock():
		c.Response().Header().Set(echo.HeaderRetryAfter, "30")
		return again(http.StatusServiceUnavailable, "", "verify.busy")
	}
	defer r.verifying.Unlock()
	pack, err := sent.Open()
	if err != nil {
		return fmt.Errorf("report: pack: %w", err)
	}
	defer pack.Close() // it was read only
	report, err := evidence.Verify(pack, sent.Size, r.deps.Version, evidence.Watch{})
	if err == nil && !strings.HasPrefix(report.Manifest.Frozen.Hash, digits) {
		err = &evidence.Refusal{Place: "fingerprint", Why: prioritize.Fingerprint(report.Manifest.Frozen.Hash)}
	}
	refusal, refused := errors.AsType[*evidence.Refusal](err)
	if err != nil && !refused {
		return fmt.Errorf("report: verifying: %w", err)
	}
	v.Outcome = r.outcome(v.Page, &report, refusal)
	v.Outcome.Name, v.Outcome.Compare = sent.Filename, digits == ""
	return r.room.Render(c, http.StatusOK, "verify", v)
}

// outcome puts what was found into words.
func (r *Room) outcome(v page.Page, report *evidence.Report, refusal *evidence.Refusal) *outcome {
	o := &outcome{Holds: refusal == nil}
	if refusal != nil {
		o.Place, o.Why = refusal.Place, refusal.Why
	}
	for _, l := range chain() {
		x := link{v.T("verify.link." + l.id), unknown}
		for _, s := range report.Steps {
			if about(l.files, s.Place) {
				x.State = holds
			}
		}
		if refusal != nil && about(l.files, refusal.Place) {
			x.State = broken
		}
		o.Links = append(o.Links, x)
	}
	m := &report.Manifest
	if m.Frozen.Hash == "" {
		return o
	}
	if m.Code != r.deps.Version {
		o.Other = v.T("verify.other_version", "Theirs", m.Code, "Ours", r.deps.Version)
	}
	o.Campaign, o.Municipality, o.Seal = m.Campaign, m.Municipality, m.Frozen.Fingerprint
	o.Answers, o.Frozen = v.Number(int(m.Answers)), page.DateTime(v.Speaker, m.Frozen.At, r.deps.Zone)
	return o
}

// about reports whether a place is one of the files, or in the folder.
func about(files []string, place string) bool {
	for _, f := range files {
		if place == f || strings.HasSuffix(f, "/") && strings.HasPrefix(place, f) {
			return true
		}
	}
	return false
}
