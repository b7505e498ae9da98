package docx

import (
	"bytes"
	"fmt"
	"image/png"
)

// Picture is an image in PNG, on a line of its own.
type Picture struct {
	PNG   []byte
	Width float64 // millimetres; 0 is its own, at 96 pixels to the inch. Never wider than the text
	Alt   string  // what is seen in it, for those who do not see it
}

// What a picture is measured in, English Metric Units.
const (
	perMillimetre = 36_000
	perPixel      = 9525
	perTwip       = 635
)

func (p Picture) check() error {
	c, err := png.DecodeConfig(bytes.NewReader(p.PNG))
	if err != nil {
		return fmt.Errorf("picture: %w", err)
	}
	if c.Width < 1 || c.Height < 1 {
		return fmt.Errorf("picture: %d times %d pixels", c.Width, c.Height)
	}
	return nil
}

func (p Picture) put(b *body) {
	c, _ := png.DecodeConfig(bytes.NewReader(p.PNG)) // check has read it
	wide := c.Width * perPixel
	if p.Width > 0 {
		wide = int(p.Width * perMillimetre)
	}
	wide = max(1, min(wide, b.width*perTwip))
	high := max(1, int(float64(wide)*float64(c.Height)/float64(c.Width)))
	if most := b.height * perTwip; high > most {
		wide, high = max(1, int(float64(wide)*float64(most)/float64(high))), most
	}
	b.pictures = append(b.pictures, p.PNG)
	b.drawing(drawing{wide: wide, high: high, name: "Picture " + number(len(b.pictures)), alt: p.Alt, fixed: true, uri: pictureNamespace}, func(id string) {
		b.start("pic:pic")
		b.start("pic:nvPicPr")
		b.empty("pic:cNvPr", "id", id, "name", pictureName(len(b.pictures)), "descr", Clean(p.Alt))
		b.empty("pic:cNvPicPr")
		b.end()
		b.start("pic:blipFill")
		b.empty("a:blip", "r:embed", pictureRelation(len(b.pictures)))
		b.start("a:stretch")
		b.empty("a:fillRect")
		b.ends(2)
		b.start("pic:spPr")
		b.start("a:xfrm")
		b.empty("a:off", "x", "0", "y", "0")
		b.empty("a:ext", "cx", number(wide), "cy", number(high))
		b.end()
		b.start("a:prstGeom", "prst", "rect")
		b.empty("a:avLst")
		b.ends(3)
	})
}

// drawing is the frame of what is drawn on a line of its own.
type drawing struct {
	wide, high int // English Metric Units
	name, alt  string
	fixed      bool // its sides keep their ratio
	keep       bool // it stays on one page with what follows
	uri        string
}

// drawing writes one, with what stands in it; its id is no other drawing's.
func (b *body) drawing(d drawing, content func(id string)) {
	b.drawings++
	id := number(b.drawings)
	b.start("w:p")
	if d.keep {
		b.start("w:pPr")
		b.empty("w:keepNext")
		b.end()
	}
	b.start("w:r")
	b.start("w:drawing")
	b.start("wp:inline", "distT", "0", "distB", "0", "distL", "0", "distR", "0")
	b.empty("wp:extent", "cx", number(d.wide), "cy", number(d.high))
	b.empty("wp:docPr", "id", id, "name", d.name, "descr", Clean(d.alt))
	b.start("wp:cNvGraphicFramePr")
	if d.fixed {
		b.empty("a:graphicFrameLocks", "noChangeAspect", "1")
	}
	b.end()
	b.start("a:graphic")
	b.start("a:graphicData", "uri", d.uri)
	content(id)
	b.ends(6)
}

// pictureName is the file of the n-th picture, from 1, and pictureRelation the relation by which it is found.
func pictureName(n int) string { return "image" + number(n) + ".png" }

func pictureRelation(n int) string { return "rIdImage" + number(n) }
