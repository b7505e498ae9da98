package fieldwork

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// coverageView is the page that tells who has been heard: by village, sex and age, and
// by channel and day. Its parts come anew by themselves while it is looked at.
type coverageView struct {
	page.Page
	Invented bool
	Back     string
	Campaign string
	Whole    int // answers
	AsOf     string
	Unheard  []unheard
	Areas    []areaView
	Days     dayChart
}

// areaView is a village, or all of them, with its groups.
type areaView struct {
	locale.Speaker
	coverageRow
	ID    string // of its part of the page
	Bands []bandView
}

// bandView is an age band with those of each sex.
type bandView struct {
	Name  string
	Sexes []groupView // women, men
}

// groupView is a sex and an age band beside what is wanted of it.
type groupView struct {
	survey.HeardGroup
	Hidden string // what is said where the number must not be shown
	Name   string // "women, 18-28"
}

// Ratio is the length of the group's bar, 0..1: full at twice what is wanted, as that of
// a village.
func (g groupView) Ratio() float64 {
	if g.Wanted == 0 {
		return min(float64(g.Answers), 1)
	}
	return min(float64(g.Answers)/float64(g.Wanted)/2, 1)
}

// Line is where the line of the target stands, 0..1; 0 is none.
func (g groupView) Line() float64 {
	if g.Wanted == 0 {
		return 0
	}
	return 0.5
}

// coverage shows who has been heard and who has not, group by group.
func (d *Desk) coverage(c echo.Context) error {
	ctx := c.Request().Context()
	found, m, err := d.find(c)
	if err != nil {
		return err
	}
	all, byVillage, err := d.deps.Turnouts.Turnout(ctx, found.ID)
	if err != nil {
		return fmt.Errorf("fieldwork: turnout of %s: %w", found.ID, err)
	}
	q, err := d.deps.Places.Questionnaire(ctx, found.Questionnaire)
	if err != nil {
		return fmt.Errorf("fieldwork: questionnaire: %w", err)
	}
	v := coverageView{
		Page: d.page(c, m), Invented: m.Invented, Back: Home + "/" + found.ID, Campaign: found.Title.In(d.deps.Pages.Speaker(c).Lang()),
		Whole: int(all.Count),
	}
	v.Title = v.T("desk.groups.title")
	v.AsOf = v.T("desk.groups.as_of", "Time", v.DateTime(d.deps.Now().In(d.deps.Zone)))
	v.fill(found.TargetsOr(d.deps.Targets), q, &m, all, byVillage)
	v.Days = newDayChart(v.Speaker, all.Days, d.deps.Zone)
	return d.room.Render(c, http.StatusOK, "coverage", v)
}

// fill sets the groups beside the targets.
func (v *coverageView) fill(t survey.Targets, q *survey.Questionnaire, m *survey.Municipality, all survey.Turnout, byVillage []survey.Turnout) {
	whole, villages := t.Compare(m, all, byVillage)
	groups, ofVillages := t.CompareGroups(m, all, byVillage)
	v.add(q, "all", coverageRow{v.Speaker, whole, v.T("desk.coverage.all"), t}, groups, groupsUnheard(v.Speaker, whole, t))
	for i, h := range villages {
		row := coverageRow{v.Speaker, h, m.Villages[i].Name.In(v.Lang()), t}
		v.add(q, m.Villages[i].ID, row, ofVillages[i], allUnheard(v.Speaker, h, t))
	}
}

// add adds an area, and says in words who is still to be heard there.
func (v *coverageView) add(q *survey.Questionnaire, id string, row coverageRow, groups []survey.HeardGroup, missing []string) {
	a := areaView{Speaker: v.Speaker, coverageRow: row, ID: "area-" + id}
	var lacking []groupView
	for _, g := range groups {
		name := label(q, survey.RoleAge, g.Age, v.Lang())
		at := slices.IndexFunc(a.Bands, func(b bandView) bool { return b.Name == name })
		if at < 0 {
			at = len(a.Bands)
			a.Bands = append(a.Bands, bandView{Name: name})
		}
		view := groupView{g, v.T("desk.groups.hidden"), v.T("desk.groups.group", "Sex", v.T("desk.groups."+g.Sex), "Age", name)}
		a.Bands[at].Sexes = append(a.Bands[at].Sexes, view)
		if g.Missing() > 0 && 2*g.Answers < g.Wanted {
			lacking = append(lacking, view)
		}
	}
	slices.SortStableFunc(lacking, func(a, b groupView) int { return cmp.Compare(b.Missing(), a.Missing()) })
	if row.Answers > 0 { // where nobody has answered, that is said of all
		for _, g := range lacking[:min(len(lacking), mostLacking)] {
			missing = append(missing, v.N("desk.groups.more", g.Missing(), "Group", g.Name))
		}
	}
	if len(missing) > 0 {
		v.Unheard = append(v.Unheard, unheard{Where: row.Name, Words: missing})
	}
	v.Areas = append(v.Areas, a)
}

// mostLacking is how many groups of an area are named in words.
const mostLacking = 3

// label is what the questionnaire calls the choice of a question with this role.
func label(q *survey.Questionnaire, role survey.Role, name, lang string) string {
	if x := q.ByRole(role); x != nil {
		if c := q.Choice(x.List, name); c != nil {
			return q.Say(c.Label, lang)
		}
	}
	return name
}

// AnyHidden reports whether some numbers are not shown.
func (v coverageView) AnyHidden() bool {
	return slices.ContainsFunc(v.Areas, func(a areaView) bool {
		return slices.ContainsFunc(a.Bands, func(b bandView) bool {
			return slices.ContainsFunc(b.Sexes, func(g groupView) bool { return !g.Shown })
		})
	})
}
