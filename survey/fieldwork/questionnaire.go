package fieldwork

import (
	"bytes"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"ashar/survey/xlsform"
)

// xlsx is the content type of a workbook.
const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

// questionnaire sends the campaign's questionnaire as an XLSForm workbook.
func (d *Desk) questionnaire(c echo.Context) error {
	campaign, _, err := d.find(c)
	if err != nil {
		return err
	}
	q, err := d.deps.Places.Questionnaire(c.Request().Context(), campaign.Questionnaire)
	if err != nil {
		return fmt.Errorf("fieldwork: questionnaire: %w", err)
	}
	var book bytes.Buffer
	if err := xlsform.Write(&book, q); err != nil {
		return fmt.Errorf("fieldwork: questionnaire %s as a workbook: %w", q.Key(), err)
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", q.ID+"-"+q.Version+".xlsx"))
	return c.Blob(http.StatusOK, xlsx, book.Bytes())
}
