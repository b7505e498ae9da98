package board

import (
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// rankingView is the page of a campaign's ranking, of the whole municipality or
// of one village.
type rankingView struct {
	page.Page
	AsOf                 string
	Provisional          bool // answers may still come
	Invented, Unweighted bool
	Rule                 prioritize.Rule
	Rules, Scopes        []choice
	Village              string // its name; "" for the whole municipality
	Few                  bool   // the village's answers are few
	Plain                bool   // everybody in the village counts the same
	Axis                 axis
	Rows                 []row
	Untold               []string // needs that must not be shown of the village
	Placeless            bool     // some rows have no place
	Table                []numbers
	Slopes               *slopes  // nil where women and men cannot be compared
	Said                 []string // the ranking in words
	Figures              []figure
	Notes                []string
	JSON                 string   // the path of the same figures
	Files                []choice // of the situation analysis, for those who may have them
}

// choice is one way to look at the ranking.
type choice struct {
	Href, Text string
	Current    bool
}

// figure is a number with what it is.
type figure struct{ Value, Name string }

// ranking shows where the campaign stands.
func (b *Board) ranking(c echo.Context) error {
	s, err := b.stand(c)
	if err != nil {
		return err
	}
	var village *survey.Village
	if id := c.QueryParam("village"); id != "" {
		if village = s.municipality.Village(id); village == nil {
			return fmt.Errorf("board: village %q: %w", id, survey.ErrNotFound)
		}
	}
	v := b.view(c, &s)
	v.Scopes, v.Rules = scopes(v.Page, &s, village), rules(v.Page, &s, village)
	switch {
	case village != nil:
		// Within villages needs are scored by reach alone, whatever the rule.
		v.Village, v.Rule = village.Name.In(v.Lang()), prioritize.Reach
		within := segment(s.Ranking.Villages, village.ID)
		v.Few, v.Plain = within.Few, within.Plain
		v.Axis, v.Rows, v.Untold = villageRows(v.Speaker, &s.Ranking, village.ID)
	case v.Scored():
		v.Axis, v.Rows = scoreRows(v.Speaker, &s.Ranking)
	default:
		v.Axis, v.Rows = reachRows(v.Speaker, &s.Ranking)
	}
	v.Placeless = slices.ContainsFunc(v.Rows, func(w row) bool { return w.Rank == untold })
	return b.room.Render(c, http.StatusOK, "ranking", v)
}

// view fills in what does not depend on how one looks at the ranking.
func (b *Board) view(c echo.Context, s *standing) rankingView {
	r := &s.Ranking
	v := rankingView{
		Page: b.deps.Pages.Page(c, ""), Invented: r.Invented, Provisional: provisional(&s.campaign),
		Unweighted: r.Weighting.Basis == prioritize.Unweighted,
		Rule:       r.Rule,
		JSON:       home + r.Campaign + "/ranking.json?rule=" + string(r.Rule),
	}
	v.Title, v.Place = s.campaign.Title.In(v.Lang()), s.municipality.Name.In(v.Lang())
	v.AsOf = page.DateTime(v.Speaker, b.deps.Now(), b.deps.Zone)
	v.Languages = b.deps.Words.Languages()
	v.Home = desk
	if v.Account.May(access.SeeCoverage, r.Municipality) {
		v.Nav = append(v.Nav, page.Link{Href: desk + "/" + r.Campaign, Text: v.T("board.desk")})
	}
	v.Nav = append(v.Nav, page.Link{Href: home + r.Campaign, Text: v.T("board.ranking"), Current: true})
	if len(r.Items) == 0 {
		return v // too few answers: there is nothing to tell
	}
	v.Table, v.Slopes = table(v.Speaker, r), newSlopes(v.Speaker, r)
	v.Said = analysis.Sentences(v.Speaker, r, villageName(v.Speaker, &s.municipality))
	v.Figures, v.Notes = figures(v.Speaker, r), notes(v.Speaker, r, &s.municipality)
	if v.Account.May(access.ExportResults, r.Municipality) {
		for _, f := range formats {
			v.Files = append(v.Files, choice{Href: home + r.Campaign + "/" + f.file, Text: v.T(f.words)})
		}
	}
	return v
}

// scopes lead to the whole municipality and to each of its villages.
func scopes(p page.Page, s *standing, village *survey.Village) []choice {
	path := home + s.Ranking.Campaign
	all := []choice{{Href: path, Text: p.T("board.whole"), Current: village == nil}}
	for i := range s.municipality.Villages {
		v := &s.municipality.Villages[i]
		all = append(all, choice{
			Href: path + "?" + url.Values{"village": {v.ID}}.Encode(), Text: v.Name.In(p.Lang()),
			Current: village != nil && v.ID == village.ID,
		})
	}
	return all
}

// rules lead to each rule; there is no choice within a village.
func rules(p page.Page, s *standing, village *survey.Village) []choice {
	if village != nil {
		return nil
	}
	var all []choice
	for _, rule := range prioritize.Rules() {
		if rule == prioritize.Points && s.Ranking.Pointed == 0 {
			continue // nobody was asked for points
		}
		all = append(all, choice{
			Href: home + s.Ranking.Campaign + "?" + url.Values{"rule": {string(rule)}}.Encode(),
			Text: p.T("board.rule." + string(rule)), Current: rule == s.Ranking.Rule,
		})
	}
	return all
}

// provisional reports whether a campaign's ranking may still change.
func provisional(c *survey.Campaign) bool { return !c.Over() }

// Scored reports whether needs are placed by a mean score, and not by the share that
// chose them.
func (v rankingView) Scored() bool { return v.Rule != prioritize.Reach }

// Scale labels the axis.
func (v rankingView) Scale() template.HTML {
	return v.Axis.labels(func(x float64) string {
		if v.Scored() {
			return v.Decimal(x, 1)
		}
		return v.Percent(x, 0)
	})
}

// segment returns the part of the ranking with this key; the zero Segment, which
// is few, if there is none.
func segment(parts []prioritize.Segment, key string) prioritize.Segment {
	for _, p := range parts {
		if p.Key == key {
			return p
		}
	}
	return prioritize.Segment{Few: true}
}

// partOf returns the part with this key; the zero Part, which tells nothing, if
// there is none.
func partOf(parts []prioritize.Part, key string) prioritize.Part {
	for _, p := range parts {
		if p.Key == key {
			return p
		}
	}
	return prioritize.Part{}
}
