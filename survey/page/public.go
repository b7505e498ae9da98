package page

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// Results is the page for typing the code of a campaign whose results one wants to see, and what the pages of results
// are below.
const Results = "/r"

// ResultsPath is the path of the results of a door's campaign, with what its village chose.
func ResultsPath(code string) string { return Results + "/" + code }

// publicLife is for how long a page that is everybody's may be shown without asking for it again.
const publicLife = time.Minute

// RenderPublic writes a page that is nobody's in particular: for whoever asks for it in this language it is the same,
// so that it sets no cookie, may be kept by caches for a minute, and has a weak ETag, which follows from all that is on
// it. Who has it already is answered 304.
func (r *Room) RenderPublic(c echo.Context, name string, view any) error {
	return r.write(name, view, func(body []byte) error {
		sum := sha256.Sum256(body)
		tag := `W/"` + hex.EncodeToString(sum[:12]) + `"`
		h := c.Response().Header()
		h.Set("ETag", tag)
		h.Set("Cache-Control", fmt.Sprintf("public, max-age=%d", int(publicLife.Seconds())))
		h.Add("Vary", "Accept-Language")
		if Matches(c.Request(), tag) {
			h.Add("Vary", "Accept-Encoding")
			return c.NoContent(http.StatusNotModified)
		}
		return r.pages.send(c, http.StatusOK, body)
	})
}

// Matches reports whether the request comes from one who has what the tag stands for, by its If-None-Match; weakly.
func Matches(r *http.Request, tag string) bool {
	for one := range strings.SplitSeq(r.Header.Get("If-None-Match"), ",") {
		one = strings.TrimSpace(one)
		if one == "*" || strings.TrimPrefix(one, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}
