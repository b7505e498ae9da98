package tokens

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/survey/access"
	"ashar/survey/page"
)

// endView asks whether a token is to be ended.
type endView struct {
	page.Page
	Row row
}

// end ends a token, for those who are sure; others it asks. One that was ended before is ended.
func (o *Office) end(c echo.Context) error {
	by, _ := page.AccountOf(c)
	ctx, id := c.Request().Context(), c.Param("token")
	if c.FormValue("sure") == "yes" {
		if err := o.deps.Tokens.End(ctx, o.deps.Now(), by, id); err != nil {
			return err
		}
		return c.Redirect(http.StatusSeeOther, page.TokensPath+"?done=ended")
	}
	k, err := o.deps.Tokens.Find(ctx, o.deps.Now(), by, id)
	if err != nil {
		return err
	}
	if k.State == access.TokenEnded {
		return c.Redirect(http.StatusSeeOther, page.TokensPath+"?done=ended")
	}
	p, err := o.page(c, "tokens.end_sure")
	if err != nil {
		return err
	}
	return o.room.Render(c, http.StatusOK, "end", endView{p, o.row(p.Speaker, k)})
}
