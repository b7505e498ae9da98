package board

import (
	"cmp"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// resultsView is the page of published results. All of it comes from the ranking, which
// holds nothing that must not be shown.
type resultsView struct {
	page.Page
	page.Sharing
	Link                 string // the address of the page
	Answered             string // how many people did, and of how many
	Closed               string // the last day of answers; "" where that is not known
	Invented, Unweighted bool
	Short                []string // the results in sentences
	Scale                places
	Tiers                []tier
	Untold               []string // needs whose place is not told
	Village              choices
	Groups               []choices
	GroupsUntold         []string
	Done                 []done
	Heard                []page.Link // what came of hearings
}

// done is what was done on a day.
type done struct{ Day, Text string }

// resultsView fills the page in, for who comes through the door of a village.
func (b *Board) resultsView(c echo.Context, door survey.Door, s *standing) resultsView {
	r, link := &s.Ranking, b.deps.Pages.URL(page.ResultsPath(door.Code))
	v := resultsView{
		Page: b.deps.Pages.Page(c, ""), Link: link, Invented: r.Invented,
		Unweighted: r.Weighting.Basis == prioritize.Unweighted,
	}
	v.Title = v.T("results.title", "Title", nameIn(v.Speaker, s.campaign.Title))
	v.Place, v.Languages = nameIn(v.Speaker, s.municipality.Name), b.deps.Words.Languages()
	v.Sharing = page.Share(v.Title+" · "+v.Place+".", link)
	v.Answered = answered(v.Speaker, r, &s.municipality)
	if closes := s.campaign.Closes; !closes.IsZero() {
		v.Closed = v.Date(closes.Add(-time.Second).In(b.deps.Zone)) // closing at midnight, the day before is the last
	}
	for _, w := range s.campaign.Done {
		v.Done = append(v.Done, done{v.Date(w.Day), nameIn(v.Speaker, w.Text)})
	}
	v.Description = v.Answered
	if len(r.Items) == 0 {
		return v // too few answers: there is nothing to tell
	}
	v.Short = analysis.InShort(v.Speaker, r, &s.municipality)
	if len(v.Short) > 0 {
		v.Description += " " + v.Short[0]
	}
	v.Scale, v.Tiers, v.Untold = tiers(v.Speaker, r)
	if village := s.municipality.Village(door.Village); village != nil && len(s.municipality.Villages) > 1 {
		of := own{segment(r.Villages, village.ID), func(it *prioritize.Item) []prioritize.Part { return it.Villages }}
		v.Village = ownChoices(v.Speaker, r, villageFirst, of)
		v.Village.Name = nameIn(v.Speaker, village.Name)
	}
	v.Groups, v.GroupsUntold = groupChoices(v.Speaker, r)
	return v
}

// answered says how many people answered, and of how many where that is known of every
// village.
func answered(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality) string {
	adults := 0
	for i := range m.Villages {
		n := m.Villages[i].Total()
		if n == 0 {
			return s.N("results.answered", int(cmp.Or(r.Answered, r.Pointed)))
		}
		adults += n
	}
	return s.N("results.answered_of", int(cmp.Or(r.Answered, r.Pointed)), "Adults", s.Number(adults))
}

// List writes names one after another.
func (v resultsView) List(names []string) string { return strings.Join(names, ", ") }
