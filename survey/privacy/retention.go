package privacy

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// retentionView is the page of until when answers are kept.
type retentionView struct {
	page.Page
	Rows     []retentionRow
	Foreseen bool // what is to be deleted now was counted
	Due      []foreseenRow
	Back     string
}

// retentionRow is a campaign.
type retentionRow struct {
	Name, Status, Until, Next, Last string
	Answers                         int
	Plan                            string
}

// foreseenRow is what is to be deleted of a campaign.
type foreseenRow struct {
	Name  string
	Facts []fact
}

// retention shows the page.
func (o *Office) retention(c echo.Context) error {
	v, _, err := o.retentionView(c)
	if err != nil {
		return err
	}
	return o.room.Render(c, http.StatusOK, "retention", v)
}

// foresee shows the page with what is to be deleted now.
func (o *Office) foresee(c echo.Context) error {
	v, m, err := o.retentionView(c)
	if err != nil {
		return err
	}
	due, err := o.deps.Retainer.Foresee(c.Request().Context(), o.deps.Now().In(o.deps.Zone), m.ID)
	if err != nil {
		return fmt.Errorf("privacy: %w", err)
	}
	v.Foreseen = true
	for _, k := range due {
		v.Due = append(v.Due, foreseenRow{k.Campaign.Title.In(v.Lang()), holdings(v.Page, k.Holdings)})
	}
	return o.room.Render(c, http.StatusOK, "retention", v)
}

// holdings lists what there is.
func holdings(v page.Page, h survey.Holdings) []fact {
	var all []fact
	for _, x := range []struct {
		id string
		n  int
	}{
		{"responses", h.Responses}, {"interviews", h.Interviews}, {"files", h.Files}, {"tickets", h.Tickets}, {"papers", h.Papers}, {"tables", h.Tables},
		{"codings", h.Codings}, {"subscriptions", h.Subscriptions},
	} {
		all = append(all, fact{v.T("privacy.holds." + x.id), v.Number(x.n)})
	}
	return all
}

func (o *Office) retentionView(c echo.Context) (retentionView, survey.Municipality, error) {
	ctx := c.Request().Context()
	p, m, err := o.page(c, "privacy.retention")
	if err != nil {
		return retentionView{}, m, err
	}
	v := retentionView{Page: p, Back: requestsPath}
	gone := map[string]survey.Retention{}
	for r, err := range o.deps.Register.Retentions(ctx, m.ID) {
		if err != nil {
			return v, m, fmt.Errorf("privacy: retention: %w", err)
		}
		gone[r.Campaign] = r
	}
	var campaigns []survey.Campaign
	for k, err := range o.deps.Places.Campaigns(ctx, m.ID) {
		if err != nil {
			return v, m, fmt.Errorf("privacy: campaigns: %w", err)
		}
		if k.Status != survey.StatusDraft {
			campaigns = append(campaigns, k)
		}
	}
	slices.SortFunc(campaigns, func(a, b survey.Campaign) int { return b.Opens.Compare(a.Opens) })
	for i := range campaigns {
		k := &campaigns[i]
		row := retentionRow{Name: k.Title.In(v.Lang()), Status: v.T("plan.status." + string(k.Status)), Plan: "/desk/" + k.ID + "/plan"}
		if row.Answers, err = o.deps.Answers.CountResponses(ctx, k.ID, maxCounted); err != nil {
			return v, m, fmt.Errorf("privacy: answers of %s: %w", k.ID, err)
		}
		row.Until, row.Next = o.next(v.Page, k)
		if r, ok := gone[k.ID]; ok {
			row.Last = v.T("privacy.last", "Time", v.DateTime(r.Heard.In(o.deps.Zone)), "Count", v.Number(r.Gone.Responses))
		}
		v.Rows = append(v.Rows, row)
	}
	return v, m, nil
}

// maxCounted is how many answers are counted for a page at most.
const maxCounted = 1_000_000

// next says until when a campaign's answers are kept, and what happens then.
func (o *Office) next(v page.Page, k *survey.Campaign) (until, next string) {
	if k.Keep.IsZero() {
		return v.T("plan.keep.unsaid"), v.T("privacy.next.unsaid")
	}
	until = v.Date(k.Keep)
	switch {
	case !k.Cleared.IsZero():
		next = v.T("privacy.next.cleared", "Day", v.Date(k.Cleared.In(o.deps.Zone)))
	case k.Due(o.deps.Now().In(o.deps.Zone)):
		next = v.T("privacy.next.due")
	default:
		next = v.T("privacy.next.day", "Day", v.Date(k.Until(o.deps.Zone)))
	}
	if k.Cleared.IsZero() && !k.Frozen() {
		next += " " + v.T("privacy.next.freezes")
	}
	return until, next
}
