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
	n := number(len(b.pictures))
	size := []string{"cx", number(wide), "cy", number(high)}
	b.start("w:p")
	b.start("w:r")
	b.start("w:drawing")
	b.start("wp:inline", "distT", "0", "distB", "0", "distL", "0", "distR", "0")
	b.empty("wp:extent", size...)
	b.empty("wp:docPr", "id", n, "name", "Picture "+n, "descr", Clean(p.Alt))
	b.start("wp:cNvGraphicFramePr")
	b.empty("a:graphicFrameLocks", "noChangeAspect", "1")
	b.end()
	b.start("a:graphic")
	b.start("a:graphicData", "uri", pictureNamespace)
	b.start("pic:pic")
	b.start("pic:nvPicPr")
	b.empty("pic:cNvPr", "id", n, "name", pictureName(len(b.pictures)), "descr", Clean(p.Alt))
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
	b.empty("a:ext", size...)
	b.end()
	b.start("a:prstGeom", "prst", "rect")
	b.empty("a:avLst")
	b.ends(9)
}

// pictureName is the file of the n-th picture, from 1, and pictureRelation the relation by which it is found.
func pictureName(n int) string { return "image" + number(n) + ".png" }

func pictureRelation(n int) string { return "rIdImage" + number(n) }
