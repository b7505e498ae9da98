package tokens

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// lives are for how many days a token can work, as the form offers it; the second is chosen at first.
var lives = []int{30, 90, 180, 365}

// listView lists a municipality's tokens, with the form that makes one.
type listView struct {
	page.Page
	Done      string // what was done, in words
	Docs      string
	Works     []row
	Over      []row // those that work no more
	Name      string
	Scopes    []choice
	OwnerOnly bool // owners can give more than this account
	Lives     []choice
}

// row is a token as those see it who look after it.
type row struct {
	locale.Speaker
	ID, Name string
	Scopes   string // in words
	Lost     string // the scopes that who made it can give no more, in words
	By       string
	Made     string
	State    string // why it works no more, in a sentence; "" if it works
	Expires  string
	Used     string // "" if never
}

// choice is one of several to choose from.
type choice struct {
	Value, Text, Hint string
	Chosen            bool
}

func (o *Office) row(s locale.Speaker, k access.Known) row {
	t := k.Token
	day := func(at time.Time) string { return s.Date(at.In(o.deps.Zone)) }
	r := row{
		Speaker: s, ID: t.ID, Name: t.Name, By: cmp.Or(k.Of.Name, t.Account), Made: day(t.Created), Expires: day(t.Expires),
		Scopes: scopeWords(s, t.Scopes),
	}
	if !t.Used.IsZero() {
		r.Used = s.DateTime(t.Used.In(o.deps.Zone))
	}
	switch k.State {
	case access.TokenWorks:
		r.Scopes = scopeWords(s, k.Held)
		r.Lost = scopeWords(s, slices.DeleteFunc(slices.Clone(t.Scopes), func(s access.Scope) bool { return slices.Contains(k.Held, s) }))
	case access.TokenEnded:
		r.State = s.T("tokens.state.ended", "Day", day(t.Ended))
	default:
		r.State = s.T("tokens.state."+string(k.State), "Day", r.Expires)
	}
	return r
}

func scopeWords(s locale.Speaker, scopes []access.Scope) string {
	words := make([]string, len(scopes))
	for i, scope := range scopes {
		words[i] = s.T("tokens.scope." + string(scope))
	}
	return strings.Join(words, " · ")
}

// listPage begins the page of the tokens, with an empty form.
func (o *Office) listPage(c echo.Context) (listView, error) {
	p, err := o.page(c, "tokens.title")
	if err != nil {
		return listView{}, err
	}
	v := listView{Page: p, Docs: o.deps.Docs}
	all, err := o.deps.Tokens.List(c.Request().Context(), o.deps.Now(), v.Account, v.Account.Municipality)
	if err != nil {
		return listView{}, err
	}
	for _, k := range all {
		if r := o.row(v.Speaker, k); k.State == access.TokenWorks {
			v.Works = append(v.Works, r)
		} else {
			v.Over = append(v.Over, r)
		}
	}
	v.offer(o, []access.Scope{access.Places}, lives[1])
	return v, nil
}

// offer lists what the account may give, and for how long, with what is chosen of it.
func (v *listView) offer(o *Office, scopes []access.Scope, days int) {
	v.Scopes, v.Lives, v.OwnerOnly = nil, nil, false
	for _, s := range access.Scopes() {
		if v.Account.MayGive(s) {
			id := "tokens.scope." + string(s)
			v.Scopes = append(v.Scopes, choice{string(s), v.T(id), v.T(id + ".text"), slices.Contains(scopes, s)})
		} else {
			v.OwnerOnly = true
		}
	}
	for _, n := range lives {
		until := v.Date(o.deps.Now().Add(lifeOf(n)).In(o.deps.Zone))
		v.Lives = append(v.Lives, choice{Value: strconv.Itoa(n), Text: v.N("tokens.days", n, "Day", until), Chosen: n == days})
	}
}

// list shows the page.
func (o *Office) list(c echo.Context) error {
	v, err := o.listPage(c)
	if err != nil {
		return err
	}
	if c.QueryParam("done") == "ended" {
		v.Done = v.T("tokens.done.ended")
	}
	return o.room.Render(c, http.StatusOK, "tokens", v)
}
