package staff

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// entriesShown is how many entries of the audit trail stand on a page.
const entriesShown = 50

// entriesChecked is how many entries, the last ones, are checked whenever the page is shown. 'ashar audit' checks all.
const entriesChecked = 5000

// beyondAll is a number that no entry has.
const beyondAll = 999_999_999_999

// auditView is a page of a municipality's audit trail.
type auditView struct {
	page.Page
	In      string
	Places  []choice
	Who     []choice
	What    []choice
	Entries []entryRow
	Older   string // where older entries are; "" if there are none
	Newest  string // where the newest are; "" on that page
	Whole   bool   // the chain holds together
	Checked string // what was checked, or where it broke, in words
}

// entryRow is an entry in words.
type entryRow struct {
	Seq                          int64
	At, Who, What, Subject       string
	Before, After, Hash, Account string
}

func (o *Office) audit(c echo.Context) error {
	ctx := c.Request().Context()
	in, name, err := o.where(c)
	if err != nil {
		return err
	}
	v := auditView{Page: o.page(c, "staff.audit", name), In: in}
	if v.Places, err = o.choosePlace(ctx, v.Page, in); err != nil {
		return err
	}
	if err := v.check(o, c); err != nil {
		return err
	}
	names, err := o.names(c, in)
	if err != nil {
		return err
	}
	who, what := c.QueryParam("who"), access.Action(c.QueryParam("what"))
	v.choose(names, who, what)
	before, err := strconv.ParseInt(c.QueryParam("before"), 10, 64)
	if err != nil || before < 1 {
		before = beyondAll
	} else {
		v.Newest = v.path(who, what, 0)
	}
	for e, err := range o.deps.Entries.EntriesBefore(ctx, in, before) {
		if err != nil {
			return fmt.Errorf("staff: audit trail: %w", err)
		}
		if who != "" && e.Account != who || what != "" && e.Action != what {
			continue
		}
		if len(v.Entries) == entriesShown {
			v.Older = v.path(who, what, v.Entries[entriesShown-1].Seq)
			break
		}
		v.Entries = append(v.Entries, o.entry(v.Speaker, names, e))
	}
	return o.room.Render(c, http.StatusOK, "audit", v)
}

// check says whether the chain holds together.
func (v *auditView) check(o *Office, c echo.Context) error {
	ctx := c.Request().Context()
	last, err := o.deps.Entries.LastEntry(ctx, v.In)
	if errors.Is(err, survey.ErrNotFound) {
		v.Whole = true
		return nil
	}
	if err != nil {
		return fmt.Errorf("staff: audit trail: %w", err)
	}
	from := max(last.Seq-entriesChecked, 0)
	var known access.Entry
	if from > 0 {
		for e, err := range o.deps.Entries.EntriesAfter(ctx, v.In, from-1) {
			if err != nil {
				return fmt.Errorf("staff: audit trail: %w", err)
			}
			known = e
			break
		}
	}
	n, err := access.VerifyAfter(known, o.deps.Entries.EntriesAfter(ctx, v.In, from))
	switch {
	case errors.Is(err, survey.ErrInvalid):
		v.Checked = v.T("staff.chain_broken", "Number", v.Number(int(from)+n+1))
	case err != nil:
		return err
	case from == 0:
		v.Whole, v.Checked = true, v.N("staff.chain_whole", n)
	default:
		v.Whole, v.Checked = true, v.N("staff.chain_last", n)
	}
	return nil
}

// names are what the accounts of a municipality are called, and the administrators, who act there too.
func (o *Office) names(c echo.Context, in string) (map[string]string, error) {
	names := map[string]string{access.TerminalID: o.deps.Pages.Speaker(c).T("staff.terminal"), access.ServiceID: o.deps.Pages.Speaker(c).T("staff.service")}
	for _, place := range []string{access.Instance, in} {
		for a, err := range o.deps.Access.Accounts(c.Request().Context(), place) {
			if err != nil {
				return nil, fmt.Errorf("staff: names: %w", err)
			}
			names[a.ID] = a.Name
		}
	}
	return names, nil
}

// choose offers whom and what to look for.
func (v *auditView) choose(names map[string]string, who string, what access.Action) {
	v.Who = []choice{{"", v.T("staff.everybody"), who == ""}}
	var ids []string
	for id := range names {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b string) int { return strings.Compare(names[a]+a, names[b]+b) })
	for _, id := range ids {
		v.Who = append(v.Who, choice{id, names[id], id == who})
	}
	v.What = []choice{{"", v.T("staff.everything"), what == ""}}
	for _, a := range access.Deeds() {
		v.What = append(v.What, choice{string(a), v.T("staff.action." + string(a)), a == what})
	}
}

// path is where entries before a number are; 0 is the newest.
func (v *auditView) path(who string, what access.Action, before int64) string {
	q := url.Values{"in": {v.In}}
	if who != "" {
		q.Set("who", who)
	}
	if what != "" {
		q.Set("what", string(what))
	}
	if before > 0 {
		q.Set("before", strconv.FormatInt(before, 10))
	}
	return page.AuditPath + "?" + q.Encode()
}

func (o *Office) entry(s locale.Speaker, names map[string]string, e access.Entry) entryRow {
	r := entryRow{
		Seq: e.Seq, At: s.DateTime(e.At.In(o.deps.Zone)), Account: e.Account, Subject: e.Subject, Before: inWords(s, o.deps.Zone, e.Before), After: inWords(s, o.deps.Zone, e.After),
		Hash: e.Hash[:min(len(e.Hash), 12)], Who: names[e.Account], What: string(e.Action),
	}
	switch {
	case e.Account == "":
		r.Who = s.T("staff.nobody")
	case r.Who == "":
		r.Who = e.Account
	}
	if slices.Contains(access.Deeds(), e.Action) {
		r.What = s.T("staff.action." + string(e.Action))
	}
	return r
}
