package hall

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey/page"
)

// listView is the page of a campaign's hearings.
type listView struct {
	top
	Campaign string
	Frozen   bool
	Freeze   string // where the campaign is frozen, for those who may; "" for others
	Desk     string // the campaign's page
	List     string
	Next     *hearingLine // the one that is on, or comes next; nil if there is none
	Hearings []hearingLine
	Villages []page.Link // to plan an assembly of each
}

// hearingLine is one hearing in the list.
type hearingLine struct {
	Href, Name, Place, State, When string
	Good                           bool // it is on
	state                          hearing.State
}

// list shows the hearings of a campaign, those that come first.
func (r *Room) list(c echo.Context) error {
	w, err := r.campaign(c)
	if err != nil {
		return err
	}
	v := listView{top: r.top(c, &w, "hall.title"), Campaign: w.k.Title.In(r.deps.Pages.Speaker(c).Lang()), Frozen: w.k.Frozen(), List: w.list()}
	v.Desk = "/desk/" + w.k.ID
	v.Back = page.Link{Href: v.Desk, Text: v.Campaign}
	if v.Decides {
		v.Freeze = v.Desk + "/plan"
	}
	for x, err := range r.deps.Store.HearingsOf(c.Request().Context(), w.k.ID) {
		if err != nil {
			return err
		}
		w.x = x
		v.Hearings = append(v.Hearings, hearingLine{
			Href: w.home(), Name: r.name(v.Speaker, &w), Place: x.Place, State: v.T("hall.state." + string(x.State)), Good: x.State == hearing.Open,
			When: page.DateTime(v.Speaker, x.Planned, r.deps.Zone), state: x.State,
		})
	}
	order := []hearing.State{hearing.Open, hearing.Planned, hearing.Ended, hearing.Signed}
	slices.SortStableFunc(v.Hearings, func(a, b hearingLine) int { return slices.Index(order, a.state) - slices.Index(order, b.state) })
	if len(v.Hearings) > 0 && (v.Hearings[0].state == hearing.Open || v.Hearings[0].state == hearing.Planned) {
		v.Next = &v.Hearings[0]
	}
	for i := range w.m.Villages {
		id := w.m.Villages[i].ID
		v.Villages = append(v.Villages, page.Link{Href: w.list() + "/_new?village=" + id, Text: w.village(id, v.Lang())})
	}
	return r.room.Render(c, http.StatusOK, "hearings", v)
}

// doorman is where those who only count people at the door begin: the hearings that are on or planned.
func (r *Room) doorman(c echo.Context) error {
	w, err := r.campaign(c)
	if err != nil {
		return err
	}
	v := listView{top: r.top(c, &w, "hall.door"), Campaign: w.k.Title.In(r.deps.Pages.Speaker(c).Lang()), Frozen: true}
	v.Back = page.Link{Href: "/desk", Text: v.T("desk.campaigns")}
	v.Runs = false
	for x, err := range r.deps.Store.HearingsOf(c.Request().Context(), w.k.ID) {
		if err != nil {
			return err
		}
		w.x = x
		if x.State == hearing.Open || x.State == hearing.Planned {
			v.Hearings = append(v.Hearings, hearingLine{
				Href: w.home() + "/door", Name: r.name(v.Speaker, &w), Place: x.Place, State: v.T("hall.state." + string(x.State)), Good: x.State == hearing.Open,
				When: page.DateTime(v.Speaker, x.Planned, r.deps.Zone),
			})
		}
	}
	return r.room.Render(c, http.StatusOK, "hearings", v)
}
