package page

import (
	"fmt"
	"html/template"
)

// functions are what every template can call:
//
//	{{asset "outbox.js"}}       the URL of an asset, with its hash
//	{{icon "water"}}            an icon of the sprite, 24 x 24, hidden from screen readers: its words stand beside it
//	{{picture}}                 the public address of the picture of link previews
//	{{qr .URL}}                 a QR code as SVG, with its content as the accessible name
//	{{interval 0.2 0.3 0.42}}   a bar from the first to the third share, 0..1, with a dot at the second
//	{{bar 0.31 0.45}}           a bar up to the first share, 0..1, with a line at the second; none if that is 0
//
// Each fails on what it does not know, and with it the page.
func (p *Pages) functions() template.FuncMap {
	return template.FuncMap{
		"asset": func(name string) (string, error) {
			if url := p.Asset(name); url != "" {
				return url, nil
			}
			return "", fmt.Errorf("no asset %q", name)
		},
		"icon":     p.icon,
		"picture":  p.picture,
		"qr":       QR,
		"interval": interval,
		"bar":      bar,
	}
}

// icon refers to a symbol of the sprite. Names that are not in it show "other".
func (p *Pages) icon(name string) template.HTML {
	if drawn, ok := p.assets.icons[name]; ok {
		return drawn
	}
	return p.assets.icons["other"]
}

// interval draws a bar. What is drawn says no more than the numbers beside it, so screen readers pass over it.
func interval(low, at, high float64) template.HTML {
	l, a, h := percent(low), percent(at), percent(high)
	return template.HTML(fmt.Sprintf(`<svg class="interval" width="100%%" height="16" aria-hidden="true">`+
		`<rect class="axis" y="7" width="100%%" height="2"/>`+
		`<rect class="span" x="%.2f%%" y="3" width="%.2f%%" height="10" rx="5"/>`+
		`<circle class="at" cx="%.2f%%" cy="8" r="5"/></svg>`, l, max(h-l, 0), a))
}

// bar draws a share against a target.
func bar(share, target float64) template.HTML {
	line := ""
	if target > 0 {
		line = fmt.Sprintf(`<rect class="target" x="%.2f%%" width="3" height="20"/>`, percent(target))
	}
	return template.HTML(fmt.Sprintf(`<svg class="bar" width="100%%" height="20" aria-hidden="true">`+
		`<rect class="ground" y="4" width="100%%" height="12" rx="3"/>`+
		`<rect class="span" y="4" width="%.2f%%" height="12" rx="3"/>%s</svg>`, percent(share), line))
}

func percent(share float64) float64 { return 100 * min(max(share, 0), 1) }
