package board

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

//go:embed results
var resultsFiles embed.FS

// newResults parses the pages of results, which are in the residents' layout.
func newResults(p *page.Pages) (*page.Room, error) {
	own, err := fs.Sub(resultsFiles, "results")
	if err != nil {
		return nil, fmt.Errorf("board: results: %w", err)
	}
	room, err := p.Room(page.Form, own)
	if err != nil {
		return nil, fmt.Errorf("board: results: %w", err)
	}
	return room, nil
}

// codeView is the page on which a code is typed.
type codeView struct {
	page.Page
	Code string // as typed
}

// codeField is the id of the input for the code.
const codeField = "code"

// unpublishedView says that results are not published yet.
type unpublishedView struct {
	page.Page
	Form  string // where to answer; "" when no answers are taken
	Count int    // so many have answered at least; 0 where that is not told
}

// inPublic gives the request a language without a cookie, also for its failures: the
// one that the address asks for, else the browser's.
func (b *Board) inPublic(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		offered := b.deps.Words.Languages()
		lang := c.QueryParam("lang")
		if !slices.Contains(offered, lang) {
			lang, _ = locale.Match(c.Request().Header.Get("Accept-Language"), offered)
		}
		b.deps.Pages.Speak(c, lang)
		return next(c)
	}
}

// askCode shows the page for typing a code, and leads on once one was typed.
func (b *Board) askCode(c echo.Context) error {
	typed := c.QueryParam("code")
	if code := survey.NormalCode(typed); code != "" {
		return c.Redirect(http.StatusSeeOther, inLanguage(page.ResultsPath(code), c.QueryParam("lang")))
	}
	if strings.TrimSpace(typed) != "" {
		return b.noSuchCode(c, typed)
	}
	return b.public.Render(c, http.StatusOK, "code", b.codeView(c, ""))
}

func (b *Board) codeView(c echo.Context, typed string) codeView {
	v := codeView{Page: b.deps.Pages.Page(c, ""), Code: typed}
	v.Title, v.Languages = v.T("results.code.title"), b.deps.Words.Languages()
	return v
}

// noSuchCode answers a code that leads nowhere with the page for typing it again.
func (b *Board) noSuchCode(c echo.Context, typed string) error {
	v := b.codeView(c, typed)
	v.Mistakes = []page.Mistake{{Field: codeField, Text: v.T("form.code.unknown")}}
	return b.public.Render(c, http.StatusNotFound, "code", v)
}

// results shows what came of the campaign behind a code, once it is published.
func (b *Board) results(c echo.Context) error {
	typed := c.Param("code")
	code := survey.NormalCode(typed)
	if code == "" {
		return b.noSuchCode(c, typed)
	}
	if code != typed { // "k7m-2pq"
		return c.Redirect(http.StatusSeeOther, inLanguage(page.ResultsPath(code), c.QueryParam("lang")))
	}
	ctx := c.Request().Context()
	door, err := b.deps.Doors.Door(ctx, code)
	if errors.Is(err, survey.ErrNotFound) {
		return b.noSuchCode(c, typed)
	}
	if err != nil {
		return fmt.Errorf("board: door: %w", err)
	}
	campaign, err := b.deps.Catalogue.Campaign(ctx, door.Campaign)
	if err != nil {
		return fmt.Errorf("board: campaign of a door: %w", err)
	}
	m, err := b.deps.Catalogue.Municipality(ctx, campaign.Municipality)
	if err != nil {
		return fmt.Errorf("board: municipality of a door: %w", err)
	}
	m = m.For(&campaign)
	if campaign.Status != survey.StatusPublished {
		return b.unpublished(c, door, &campaign, &m)
	}
	snapshot, err := b.deps.Rankings.Snapshot(ctx, campaign.ID, prioritize.Reach)
	if err != nil {
		return fmt.Errorf("board: results of %s: %w", campaign.ID, err)
	}
	v := b.resultsView(c, door, &standing{campaign: campaign, municipality: m, Snapshot: snapshot})
	if v.Heard, err = b.heard(ctx, v.Speaker, &campaign, &m); err != nil {
		return err
	}
	return b.public.RenderPublic(c, "results", v)
}

// unpublished says when there will be results, and nothing else of them but about how many have answered, where the
// campaign shows that.
func (b *Board) unpublished(c echo.Context, door survey.Door, campaign *survey.Campaign, m *survey.Municipality) error {
	v := unpublishedView{Page: b.deps.Pages.Page(c, "")}
	v.Title, v.Languages = v.T("results.none.title"), b.deps.Words.Languages()
	v.Place = nameIn(v.Speaker, m.Name)
	if campaign.Open(b.deps.Now()) {
		v.Form = inLanguage(page.Residents+"/"+door.Code, v.Lang())
	}
	if campaign.Visibility == survey.ShowsCount && campaign.Status != survey.StatusDraft {
		snapshot, err := b.deps.Rankings.Snapshot(c.Request().Context(), campaign.ID, prioritize.Reach)
		if err != nil {
			return fmt.Errorf("board: answers to %s: %w", campaign.ID, err)
		}
		v.Count = int(survey.Fives(snapshot.Whole.Count))
	}
	c.Response().Header().Set("X-Robots-Tag", "noindex")
	return b.public.Render(c, http.StatusNotFound, "unpublished", v)
}

// inLanguage adds to a path the language that was asked for, if one was.
func inLanguage(path, lang string) string {
	if lang == "" {
		return path
	}
	return path + "?" + url.Values{"lang": {lang}}.Encode()
}

// nameIn is a text in the speaker's language, or in the one that most here read.
func nameIn(s locale.Speaker, t survey.Text) string { return t.In(s.Lang(), locale.Russian) }

// heard leads to what came of the campaign's hearings, where that is published.
func (b *Board) heard(ctx context.Context, s locale.Speaker, campaign *survey.Campaign, m *survey.Municipality) ([]page.Link, error) {
	if b.deps.Heard == nil {
		return nil, nil
	}
	all, err := b.deps.Heard(ctx, campaign.ID)
	if err != nil {
		return nil, fmt.Errorf("board: hearings of %s: %w", campaign.ID, err)
	}
	var links []page.Link
	for _, one := range all {
		day := s.Date(one.Day.In(b.deps.Zone))
		text := s.T("results.heard", "Date", day)
		if v := m.Village(one.Village); v != nil {
			text = s.T("results.heard_village", "Date", day, "Village", v.Name.In(s.Lang()))
		}
		links = append(links, page.Link{Href: one.Path, Text: text})
	}
	return links, nil
}
