package staff

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// membersView lists the accounts of a municipality, with the form that invites.
type membersView struct {
	page.Page
	In      string // the municipality
	Members []memberRow
	Places  []choice // for administrators: whose staff can be looked at
	ID      string   // of the form
	Name    string
	Roles   []roleChoice
}

// memberRow is an account as a colleague sees it.
type memberRow struct {
	locale.Speaker
	access.Member
	SeenText string // "" if never
	Self     bool
}

// roleChoice is a role with what it may.
type roleChoice struct {
	choice
	Hint string
}

func (o *Office) row(s locale.Speaker, m access.Member, self access.Account) memberRow {
	r := memberRow{Speaker: s, Member: m, Self: m.Account.ID == self.ID}
	if !m.Seen.IsZero() {
		r.SeenText = s.DateTime(m.Seen.In(o.deps.Zone))
	}
	return r
}

// rolesIn are the roles that accounts of a municipality can have.
func rolesIn(s locale.Speaker, municipality string, chosen access.Role) []roleChoice {
	var all []roleChoice
	for _, r := range access.Roles() {
		if (r == access.Administrator) == (municipality == access.Instance) {
			all = append(all, roleChoice{
				choice{string(r), s.T("common.role." + string(r)), r == chosen}, s.T("staff.role." + string(r)),
			})
		}
	}
	return all
}

// membersPage begins the page of a municipality's accounts.
func (o *Office) membersPage(c echo.Context) (membersView, error) {
	ctx := c.Request().Context()
	in, name, err := o.where(c)
	if err != nil {
		return membersView{}, err
	}
	v := membersView{Page: o.page(c, "staff.members", name), In: in}
	members, err := o.staff.Members(ctx, v.Account, in)
	if err != nil {
		return membersView{}, err
	}
	for _, m := range members {
		v.Members = append(v.Members, o.row(v.Speaker, m, v.Account))
	}
	v.Places, err = o.choosePlace(ctx, v.Page, in)
	v.Roles = rolesIn(v.Speaker, in, access.Organiser)
	return v, err
}

// choosePlace lists, for administrators, the instance and its municipalities; nothing for anybody else.
func (o *Office) choosePlace(ctx context.Context, p page.Page, in string) ([]choice, error) {
	if p.Account.Municipality != access.Instance {
		return nil, nil
	}
	all := []choice{{access.Instance, p.T("staff.instance"), in == access.Instance}}
	for m, err := range o.deps.Places.Municipalities(ctx) {
		if err != nil {
			return nil, err
		}
		all = append(all, choice{m.ID, m.Name.In(p.Lang()), in == m.ID})
	}
	return all, nil
}

func (o *Office) members(c echo.Context) error {
	v, err := o.membersPage(c)
	if err != nil {
		return err
	}
	return o.room.Render(c, http.StatusOK, "members", v)
}

// linkView shows a sign-in link, once.
type linkView struct {
	page.Page
	page.Sharing
	ID, Name string
	URL      string
	Message  string
	Back     string
}

// showLink shows the link of a token, with words to pass it on.
func (o *Office) showLink(c echo.Context, a access.Account, token string) error {
	place, err := o.nameOf(c, a.Municipality)
	if err != nil {
		return err
	}
	v := linkView{Page: o.page(c, "staff.link_title", place), ID: a.ID, Name: a.Name, URL: o.deps.Pages.URL(page.SignInPath(token)), Back: staffOf(a)}
	words := v.T("staff.message", "Name", a.Name, "ID", a.ID, "Hours", int(access.LinkLife/time.Hour))
	v.Message, v.Sharing = words+" "+v.URL, page.Share(words, v.URL)
	return o.room.Render(c, http.StatusOK, "link", v)
}

// staffOf is the path of the list in which an account stands.
func staffOf(a access.Account) string {
	return page.StaffPath + "?" + url.Values{"in": {a.Municipality}}.Encode()
}

func (o *Office) invite(c echo.Context) error {
	in, _, err := o.where(c)
	if err != nil {
		return err
	}
	by, _ := page.AccountOf(c)
	id, name, role := strings.ToLower(strings.TrimSpace(c.FormValue("id"))), strings.TrimSpace(c.FormValue("name")), access.Role(c.FormValue("role"))
	a, token, err := o.staff.Invite(c.Request().Context(), o.deps.Now(), by, in, id, name, role)
	var mistake string
	switch {
	case err == nil:
		return o.showLink(c, a, token)
	case errors.Is(err, survey.ErrExists):
		mistake = "staff.id_taken"
	case errors.Is(err, survey.ErrInvalid):
		mistake = "staff.invite_invalid"
	default:
		return err
	}
	v, err := o.membersPage(c)
	if err != nil {
		return err
	}
	v.ID, v.Name, v.Roles = id, name, rolesIn(v.Speaker, in, role)
	v.Mistakes = []page.Mistake{{Field: "id", Text: v.T(mistake, "Most", access.MaxName)}}
	return o.room.Render(c, http.StatusUnprocessableEntity, "members", v)
}

// memberView is the page of one account.
type memberView struct {
	page.Page
	Member memberRow
	Roles  []roleChoice
	Back   string
}

func (o *Office) memberPage(c echo.Context) (memberView, error) {
	by, _ := page.AccountOf(c)
	m, err := o.staff.Member(c.Request().Context(), by, c.Param("account"))
	if err != nil {
		return memberView{}, err
	}
	place, err := o.nameOf(c, m.Account.Municipality)
	if err != nil {
		return memberView{}, err
	}
	v := memberView{Page: o.page(c, "staff.members", place), Back: staffOf(m.Account)}
	v.Title = m.Account.Name
	v.Member = o.row(v.Speaker, m, by)
	v.Roles = rolesIn(v.Speaker, m.Account.Municipality, m.Account.Role)
	return v, nil
}

func (o *Office) member(c echo.Context) error {
	v, err := o.memberPage(c)
	if err != nil {
		return err
	}
	return o.room.Render(c, http.StatusOK, "member", v)
}

// refuse shows the page of an account with why something cannot be; an error that has no words is returned.
func (o *Office) refuse(c echo.Context, wrong error) error {
	var id string
	switch {
	case errors.Is(wrong, access.ErrLast):
		id = "staff.last"
	case errors.Is(wrong, access.ErrSelf):
		id = "staff.self"
	case errors.Is(wrong, survey.ErrInvalid):
		id = "staff.change_invalid"
	default:
		return wrong
	}
	v, err := o.memberPage(c)
	if err != nil {
		return err
	}
	v.Mistakes = []page.Mistake{{Text: v.T(id, "Most", access.MaxName)}}
	return o.room.Render(c, page.StatusOf(wrong), "member", v)
}

// act makes the handler of what is done to an account at the push of a button.
func (o *Office) act(do func(s *access.Staff, ctx context.Context, now time.Time, by access.Account, id string) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		by, _ := page.AccountOf(c)
		if err := do(o.staff, c.Request().Context(), o.deps.Now(), by, c.Param("account")); err != nil {
			return o.refuse(c, err)
		}
		return c.Redirect(http.StatusSeeOther, page.StaffPath+"/"+url.PathEscape(c.Param("account")))
	}
}

func (o *Office) change(c echo.Context) error {
	return o.act(func(s *access.Staff, ctx context.Context, now time.Time, by access.Account, id string) error {
		_, err := s.Change(ctx, now, by, id, c.FormValue("name"), access.Role(c.FormValue("role")))
		return err
	})(c)
}

func (o *Office) link(c echo.Context) error {
	by, _ := page.AccountOf(c)
	ctx, id := c.Request().Context(), c.Param("account")
	token, err := o.staff.Link(ctx, o.deps.Now(), by, id)
	if err != nil {
		return err
	}
	m, err := o.staff.Member(ctx, by, id)
	if err != nil {
		return err
	}
	return o.showLink(c, m.Account, token)
}
