package page

import (
	"fmt"
	"html/template"
	"strings"

	"github.com/skip2/go-qrcode"
)

// MaxQR bounds the bytes of a QR code's content, so that a cheap phone reads it from a wall.
const MaxQR = 300

// QR draws content as a QR code, an SVG of black squares on white whatever the page's colours, with the quiet zone that
// readers need. Its size is the stylesheet's to set. Content over MaxQR bytes is refused.
func QR(content string) (template.HTML, error) {
	if len(content) > MaxQR {
		return "", fmt.Errorf("page: a QR code of %d bytes, at most %d", len(content), MaxQR)
	}
	code, err := qrcode.New(content, qrcode.Medium)
	if err != nil {
		return "", fmt.Errorf("page: QR code: %w", err)
	}
	rows := code.Bitmap()
	var path strings.Builder
	for y, row := range rows {
		for x := 0; x < len(row); x++ {
			run := 0
			for x+run < len(row) && row[x+run] {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x, y, run, run)
				x += run
			}
		}
	}
	return template.HTML(fmt.Sprintf(`<svg class="qr" viewBox="0 0 %d %[1]d" role="img" aria-label="%s" `+
		`shape-rendering="crispEdges"><path fill="#fff" d="M0 0h%[1]dv%[1]dH0z"/><path fill="#000" d="%[3]s"/></svg>`,
		len(rows), template.HTMLEscapeString(content), path.String())), nil
}
