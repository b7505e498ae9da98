package tokens

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey/access"
	"ashar/survey/page"
)

// lifeOf is so many days.
func lifeOf(days int) time.Duration { return time.Duration(days) * 24 * time.Hour }

// madeView shows the secret of a new token, once, and what to do with it.
type madeView struct {
	page.Page
	Row      row
	Secret   string
	Curl     string // a line for the terminal
	Query    string // for Excel's editor of queries
	Campaign bool   // the query has CAMPAIGN in it, which is to be replaced
	Docs     string
}

// make makes a token of what the form says, and shows its secret.
func (o *Office) make(c echo.Context) error {
	by, _ := page.AccountOf(c)
	if _, err := c.FormParams(); err != nil {
		return err
	}
	days, _ := strconv.Atoi(c.FormValue("days"))
	if !slices.Contains(lives, days) {
		days = 0 // which no token lasts
	}
	order := access.Order{Name: c.FormValue("name"), Life: lifeOf(days)}
	for _, s := range c.Request().Form["scope"] {
		order.Scopes = append(order.Scopes, access.Scope(s))
	}
	token, secret, err := o.deps.Tokens.Make(c.Request().Context(), o.deps.Now(), by, by, order)
	if wrong, ok := errors.AsType[*access.WrongOrder](err); ok {
		return o.refuse(c, order, days, wrong.Part)
	}
	if err != nil {
		return err
	}
	p, err := o.page(c, "tokens.made_title")
	if err != nil {
		return err
	}
	v := madeView{
		Page: p, Secret: secret, Docs: o.deps.Docs,
		Row: o.row(p.Speaker, access.Known{Token: token, Of: by, State: access.TokenWorks, Held: token.Scopes}),
	}
	v.Curl = `curl -H "Authorization: Bearer ` + secret + `" ` + o.deps.Pages.URL(o.deps.API)
	v.Query = o.query(token.Scopes[0], secret)
	v.Campaign = strings.Contains(v.Query, campaign)
	return o.room.Render(c, http.StatusOK, "made", v)
}

// refuse shows the form as it was filled in, with what is wrong.
func (o *Office) refuse(c echo.Context, order access.Order, days int, part access.OrderPart) error {
	v, err := o.listPage(c)
	if err != nil {
		return err
	}
	v.Name = order.Name
	v.offer(o, order.Scopes, days)
	field := map[access.OrderPart]string{access.OrderName: "name", access.OrderLife: "days"}[part]
	if field == "" {
		field = "scopes"
	}
	v.Mistakes = []page.Mistake{{Field: field, Text: v.T("tokens.wrong."+string(part), "Most", access.MaxTokenName)}}
	return o.room.Render(c, http.StatusUnprocessableEntity, "tokens", v)
}

// campaign stands in a query for the identifier of a campaign.
const campaign = "CAMPAIGN"

// first is what a token of a scope reads first, below the API's path.
var first = map[access.Scope]string{
	access.Places:   "/places",
	access.Coverage: "/campaigns/" + campaign + "/coverage",
	access.Rankings: "/campaigns/" + campaign + "/ranking",
	access.Answers:  "/campaigns/" + campaign + "/answers",
}

// query is a query for Excel and Power BI, in their language M, that reads a table of the scope. Neither the address nor
// the secret has a quotation mark.
func (o *Office) query(s access.Scope, secret string) string {
	return `let
  Answer = Web.Contents("` + o.deps.Pages.URL(o.deps.API+first[s]) + `?format=csv",
    [Headers = [Authorization = "Bearer ` + secret + `"]]),
  Table = Csv.Document(Answer, [Encoding = 65001])
in
  Table.PromoteHeaders(Table)`
}
