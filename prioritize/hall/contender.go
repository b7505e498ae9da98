package hall

import (
	"fmt"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/hearing"
	"ashar/survey/locale"
)

// contender is a need of the ranking as it can be put to the vote, with where it stands.
type contender struct {
	hearing.Option
	tier     int            // of the municipality; 0 within a village
	first    bool           // it may be among the first few
	share    *float64       // that chose it; nil where it is not told
	villages map[string]int // its rank in each; what is not told is left out
	parts    map[string]*float64
}

// mostFirst is how many needs are put to the vote unless somebody says otherwise: more cannot be weighed in an evening.
const mostFirst = 8

// contenders are the needs that the frozen ranking tells of, the first ones first, and the hash that it was frozen under; of
// a village, with the ranks that they have there. Of few answers the hash is "": all that these can have been could be tried
// against it, and minutes are everybody's to read.
func (r *Room) contenders(c echo.Context, w *at, village string) (all []contender, hash string, err error) {
	snapshot, err := r.deps.Rankings.Snapshot(c.Request().Context(), w.k.ID, prioritize.Reach)
	if err != nil {
		return nil, "", fmt.Errorf("hall: ranking: %w", err)
	}
	for i := range snapshot.Ranking.Items {
		item := &snapshot.Ranking.Items[i]
		if item.Rank == 0 || item.Standing == prioritize.Hidden || len(all) == hearing.MaxOptions {
			continue
		}
		one := contender{
			Option: hearing.Option{ID: item.Need.Code, Label: item.Need.Name, Rank: item.Rank}, tier: item.Tier, share: item.Share,
			first: len(all) < mostFirst && (item.Standing == prioritize.Certain || item.Standing == prioritize.Contender), villages: map[string]int{}, parts: map[string]*float64{},
		}
		for _, part := range item.Villages {
			if part.Rank != nil {
				one.villages[part.Key] = *part.Rank
			}
			one.parts[part.Key] = part.Share
		}
		all = append(all, one)
	}
	if village != "" {
		all = ofVillage(all, village)
	}
	if snapshot.Ranking.Inputs == "" {
		return all, "", nil
	}
	hash, _, err = r.deps.Seals.Sealed(c.Request().Context(), w.k)
	return all, hash, err
}

// ofVillage are the same needs by the ranks that they have in a village, where these are told.
func ofVillage(all []contender, village string) []contender {
	var own []contender
	for _, one := range all {
		one.Rank, one.tier, one.share = one.villages[village], 0, one.parts[village]
		if one.Village = village; one.Rank > 0 {
			one.first = one.Rank <= prioritize.DefaultTop
			own = append(own, one)
		}
	}
	if len(own) < 2 {
		return all // too few answered there for its own order
	}
	slices.SortStableFunc(own, func(a, b contender) int { return a.Rank - b.Rank })
	return own
}

// place says where it stands in the survey.
func (o *contender) place(s locale.Speaker) string {
	said := s.T("hall.survey_rank", "Rank", o.Rank)
	if o.tier > 0 {
		said += " · " + s.T("hall.survey_tier", "Tier", o.tier)
	}
	if o.share != nil {
		said += " · " + s.Percent(*o.share, 0)
	}
	return said
}

// mostNamed is how many needs an item of the agenda tells by name where there are many.
const mostNamed = 3

// firstFew lists names, of many the first ones and how many more there are. Names have commas of their own.
func firstFew(s locale.Speaker, names []string) string {
	rest := len(names) - mostNamed
	if rest < 2 { // one more is said as shortly by its name
		return strings.Join(names, "; ")
	}
	return strings.Join(names[:mostNamed], "; ") + " " + s.N("hall.agenda.more", rest)
}

// agenda drafts what the evening is about from the tiers of the ranking.
func agenda(s locale.Speaker, all []contender) []string {
	drafted := []string{s.T("hall.agenda.open"), s.T("hall.agenda.report")}
	tiers := map[int][]string{}
	last := 0
	for i := range all {
		if o := &all[i]; o.first {
			tiers[o.tier] = append(tiers[o.tier], label(&o.Option, s.Lang()))
			last = max(last, o.tier)
		}
	}
	for tier := range last + 1 {
		switch names := firstFew(s, tiers[tier]); {
		case names == "":
		case tier == 0:
			drafted = append(drafted, s.T("hall.agenda.needs", "Needs", names))
		default:
			drafted = append(drafted, s.T("hall.agenda.tier", "Tier", tier, "Needs", names))
		}
	}
	return append(drafted, s.T("hall.agenda.floor"), s.T("hall.agenda.vote"), s.T("hall.agenda.decide"))
}
