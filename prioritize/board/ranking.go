package board

import (
	"html/template"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// rankingView is the console of a campaign's ranking, of the whole municipality or of
// one village. All of it is made of what the ranking shows and of the population, so
// that no two looks together tell more than the ranking does.
type rankingView struct {
	page.Page
	AsOf, Address              string // when, and under which address, the page shows this
	Live                       string // where the page is followed; "" when nothing new comes
	Provisional                bool   // answers may still come
	Invented, Unweighted       bool
	Rule                       prioritize.Rule
	Weights                    weights
	Contents                   []choice
	Rules, Scopes, WeightsToBe []choice
	Hall                       bool     // the chart alone, for a projector
	Size                       string   // where the other size is
	More                       int      // needs that are not in the hall's chart
	State                      []string // how one looks at it, in words, for paper
	Village                    string   // its name; "" for the whole municipality
	Few                        bool     // the village's answers are few
	Plain                      bool     // everybody in the village, or in villages, counts the same
	Scale                      template.HTML
	Bands                      []band
	Untold                     []string // needs that must not be shown of the village
	Placeless                  bool     // some rows have no place
	Warnings                   []string
	Why                        *why
	Campaign                   string // the path of the console
	Said                       []string
	Compare                    comparison
	Pair                       pair // the groups that are compared
	Heat                       *heat
	ThreeWays                  *orders
	Agreement                  *orders
	Robust                     *robustness
	Top                        int // how many needs are sought
	Figures                    []figure
	Notes                      []string
	Table                      []numbers
	JSON                       string // the path of the same figures
	Report                     string // where the situation analysis is taken along
	Answers                    string // where single answers are, for those who may have them; "" for others
	Proof                      *proof // nil while it may still change
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
	if err := s.look.check(&s.municipality, &s.Ranking); err != nil {
		return err
	}
	proof, err := b.proof(c, &s)
	if err != nil {
		return err
	}
	v := b.view(b.deps.Pages.Page(c, ""), &s, proof)
	return b.room.Render(c, http.StatusOK, "ranking", &v)
}

// view is the console of where the campaign stands, on a page for the one who looks at it.
func (b *Board) view(p page.Page, s *standing, proved *proof) rankingView {
	v := b.around(p, s)
	v.Proof = proved
	if len(s.Ranking.Items) > 0 {
		trials := trials(v.Speaker, &s.Ranking, villageName(v.Speaker, &s.municipality))
		v.chart(s, trials)
		v.sections(s, trials)
	}
	return v
}

// around fills in what does not depend on the figures.
func (b *Board) around(p page.Page, s *standing) rankingView {
	r := &s.Ranking
	v := rankingView{
		Page: p, Invented: r.Invented, Provisional: provisional(&s.campaign),
		Unweighted: r.Weighting.Basis == prioritize.Unweighted,
		Rule:       r.Rule, Weights: s.look.weights, Pair: s.look.groups, Top: sought(r),
		JSON: home + r.Campaign + "/ranking.json?rule=" + string(r.Rule), Campaign: home + r.Campaign,
	}
	v.Title, v.Place = s.campaign.Title.In(v.Lang()), s.municipality.Name.In(v.Lang())
	v.AsOf = page.DateTime(v.Speaker, b.deps.Now(), b.deps.Zone)
	v.Languages, v.Query = b.deps.Words.Languages(), s.look.query()
	v.Address = b.deps.Pages.URL(v.Campaign)
	if q := v.Query.Encode(); q != "" {
		v.Address += "?" + q
	}
	v.Hall = s.look.size == inHall
	v.Size = s.look.with(func(l *look) {
		if l.size = inHall; v.Hall {
			l.size = ""
		}
	}).path(r.Campaign, "")
	if v.Provisional {
		v.Live = livePath(s, v.Lang())
	}
	v.Home = desk
	if v.Account.May(access.SeeCoverage, r.Municipality) {
		v.Nav = append(v.Nav, page.Link{Href: desk + "/" + r.Campaign, Text: v.T("board.desk")})
	}
	v.Nav = append(v.Nav, page.Link{Href: v.Campaign, Text: v.T("board.ranking"), Current: true})
	for _, x := range b.deps.Beside {
		if v.Account.May(x.Action, r.Municipality) {
			v.Nav = append(v.Nav, page.Link{Href: x.Path(r.Campaign), Text: v.T(x.Words)})
		}
	}
	v.Report = "/report/" + r.Campaign
	v.Nav = append(v.Nav, page.Link{Href: v.Report, Text: v.T("reporting.title")}, page.Link{Href: "/hearings/" + r.Campaign, Text: v.T("desk.hearings")})
	if v.Account.May(access.ExportResults, r.Municipality) {
		v.Answers = "/answers/" + r.Campaign
	}
	return v
}

// hallNeeds is how many needs a hall can read, unless more are sought.
const hallNeeds = 8

// chart fills in the needs as they are drawn, and the ways to look at them.
func (v *rankingView) chart(s *standing, trials []trial) {
	r, l := &s.Ranking, s.look
	v.Scopes, v.Rules, v.WeightsToBe = scopes(v.Page, s), rules(v.Page, s), weightings(v.Page, s)
	for _, all := range [][]choice{v.Scopes, v.Rules, v.WeightsToBe} {
		for _, x := range all {
			if x.Current {
				v.State = append(v.State, x.Text)
			}
		}
	}
	var a axis
	var rows []row
	village := s.municipality.Village(l.village)
	switch {
	case village != nil:
		// Within villages needs are scored by reach alone, whatever the rule.
		v.Village, v.Rule = village.Name.In(v.Lang()), prioritize.Reach
		within := segment(r.Villages, village.ID)
		v.Few, v.Plain = within.Few, within.Plain
		a, rows, v.Untold = villageRows(v.Speaker, r, village.ID)
	case l.weights != everyPerson:
		v.Plain = l.weights == everyVillage && slices.ContainsFunc(r.Villages, func(x prioritize.Segment) bool { return x.Plain })
		a, rows = otherRows(v.Speaker, r, l.weights)
	case v.Scored():
		a, rows = scoreRows(v.Speaker, r)
	default:
		a, rows = reachRows(v.Speaker, r)
	}
	if most := max(v.Top, hallNeeds); v.Hall && len(rows) > most {
		v.More, rows = len(rows)-most, rows[:most]
	}
	v.Scale = v.scale(a)
	v.Placeless = slices.ContainsFunc(rows, func(w row) bool { return w.Rank == untold })
	if village == nil {
		v.explain(s, rows, trials)
	}
	if v.Bands = oneBand(rows); village == nil && l.weights == everyPerson {
		v.Bands = tierBands(v.Speaker, r, rows)
	}
}

// explain adds to each row of the whole where its place is explained and, by the ranking's own weights, whether it holds.
func (v *rankingView) explain(s *standing, rows []row, trials []trial) {
	for i := range rows {
		w := &rows[i]
		if w.Rank == untold && w.Value == "" {
			continue
		}
		w.Why = s.look.with(func(l *look) { l.why, l.than = w.Code, "" }).path(s.Ranking.Campaign, "why")
		if s.look.weights == everyPerson {
			w.Badges = badges(v.Speaker, &s.Ranking, trials, indexOf(&s.Ranking, s.Ranking.Item(w.Code)))
		}
	}
}

// sections fill in what stands below the chart.
func (v *rankingView) sections(s *standing, trials []trial) {
	r, m := &s.Ranking, &s.municipality
	v.Warnings = warnings(v.Speaker, r, m)
	v.Why = newWhy(v.Speaker, r, m, s.look, trials)
	v.Said = analysis.Sentences(v.Speaker, r, villageName(v.Speaker, m))
	v.Compare = newComparison(v.Speaker, r, s.look)
	v.Heat = newHeat(v.Speaker, r, m, s.look)
	v.ThreeWays, v.Agreement = newWeightings(v.Speaker, r), newAgreement(v.Speaker, r)
	v.Robust = newRobustness(v.Speaker, r, trials)
	v.Figures, v.Notes = figures(v.Speaker, r), notes(v.Speaker, r, m)
	v.Table = table(v.Speaker, r)
	for _, x := range []struct {
		id, words string
		there     bool
	}{
		{"chart", "console.contents.chart", true},
		{"warnings", "console.warnings.title", len(v.Warnings) > 0},
		{"why", "console.why.title", v.Why != nil},
		{"says", "board.says.title", len(v.Said) > 0},
		{"slopes", "console.groups.title", true},
		{"villages", "console.heat.title", v.Heat != nil},
		{"weights", "console.weights.title", v.ThreeWays != nil},
		{"rules", "console.rules.title", v.Agreement != nil},
		{"robust", "console.robust.title", v.Robust != nil},
		{"quality", "board.quality.title", true},
		{"numbers", "board.table.title", true},
		{"proof", "evidence.title", v.Proof != nil},
	} {
		if x.there {
			v.Contents = append(v.Contents, choice{Href: "#" + x.id, Text: v.T(x.words)})
		}
	}
}

// provisional reports whether a campaign's ranking may still change.
func provisional(c *survey.Campaign) bool { return !c.Over() }

// Scored reports whether needs are placed by a mean score, and not by the share that
// chose them.
func (v *rankingView) Scored() bool { return v.Rule != prioritize.Reach }

// Drawn reports whether dots are drawn by the ranking's own weights.
func (v *rankingView) Drawn() bool { return v.Village != "" || v.Weights == everyPerson }

// Key is the key that leads to the n-th section of the page, from 0; "" beyond the tenth.
func (v *rankingView) Key(n int) string {
	const keys = "1234567890"
	if n >= len(keys) {
		return ""
	}
	return keys[n : n+1]
}

// scale labels the axis.
func (v *rankingView) scale(a axis) template.HTML {
	return a.labels(func(x float64) string {
		switch {
		case v.Scored() && !v.Drawn():
			return v.Decimal(x, 0)
		case v.Scored():
			return v.Decimal(x, 1)
		default:
			return v.Percent(x, 0)
		}
	})
}
