package paper

import (
	"fmt"

	"github.com/skip2/go-qrcode"

	"ashar/survey"
)

// modules are the rows of the QR code of a link, true where it is black, with the
// quiet zone that readers need; nil if there is no link.
func modules(link string) ([][]bool, error) {
	if link == "" {
		return nil, nil
	}
	code, err := qrcode.New(link, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("paper: QR code: %w: %w", survey.ErrInvalid, err)
	}
	return code.Bitmap(), nil
}
