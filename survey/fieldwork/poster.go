package fieldwork

import (
	"bytes"
	"fmt"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/paper"
)

// The content types of what is printed.
const (
	pdfType = "application/pdf"
	svgType = "image/svg+xml"
)

// poster sends the poster of a door: the path ends in "a4.pdf", "a5.svg" and the like.
func (d *Desk) poster(c echo.Context) error {
	at, err := d.atDoor(c)
	if err != nil {
		return err
	}
	kind := path.Ext(c.Param("file"))
	size := paper.Size(strings.TrimSuffix(c.Param("file"), kind))
	var b bytes.Buffer
	mime := pdfType
	switch kind {
	case ".pdf":
		err = paper.WritePosters(&b, size, d.posterOf(&at))
	case ".svg":
		mime, err = svgType, paper.WritePosterSVG(&b, size, d.posterOf(&at))
	default:
		return fmt.Errorf("fieldwork: a poster as %q: %w", kind, survey.ErrNotFound)
	}
	if err != nil {
		return fmt.Errorf("fieldwork: poster of %s: %w", at.door.Code, err)
	}
	name := strings.Join([]string{"poster", at.door.Village, at.door.Code, string(size)}, "-") + kind
	return d.send(c, mime, "inline", name, b.Bytes())
}

// posters sends the posters of all villages, of their own doors, as one PDF.
func (d *Desk) posters(c echo.Context) error {
	campaign, m, err := d.find(c)
	if err != nil {
		return err
	}
	byVillage, err := d.doorsOf(c.Request().Context(), campaign.ID)
	if err != nil {
		return err
	}
	var all []paper.Poster
	for i := range m.Villages {
		for _, door := range byVillage[m.Villages[i].ID] {
			if !door.Own() {
				continue
			}
			at, err := d.behind(c, campaign, m, door)
			if err != nil {
				return err
			}
			all = append(all, d.posterOf(&at))
		}
	}
	if len(all) == 0 {
		return fmt.Errorf("fieldwork: campaign %s has no doors: %w", campaign.ID, survey.ErrNotFound)
	}
	size := paper.A4
	if c.QueryParam("size") == string(paper.A5) {
		size = paper.A5
	}
	var b bytes.Buffer
	if err := paper.WritePosters(&b, size, all...); err != nil {
		return fmt.Errorf("fieldwork: posters of %s: %w", campaign.ID, err)
	}
	return d.send(c, pdfType, "inline", "posters-"+campaign.ID+"-"+string(size)+".pdf", b.Bytes())
}

// posterOf is what hangs on the wall for a door.
func (d *Desk) posterOf(at *doorway) paper.Poster {
	web := d.formURL(at.door.Code)
	return paper.Poster{
		Web: web, Bot: d.botURL(at.door.Code), Code: at.door.Code, Address: strings.TrimSuffix(typed(web), at.door.Code),
		Label: at.door.Label, Texts: d.texts(at),
	}
}

// typed is an address as it is typed.
func typed(link string) string {
	_, address, _ := strings.Cut(link, "://")
	return address
}

// send sends a file that is nobody else's to keep.
func (d *Desk) send(c echo.Context, mime, how, name string, file []byte) error {
	h := c.Response().Header()
	h.Set(echo.HeaderContentDisposition, fmt.Sprintf("%s; filename=%q", how, name))
	h.Set(echo.HeaderCacheControl, "no-store")
	return d.deps.Pages.Send(c, http.StatusOK, mime, file)
}
