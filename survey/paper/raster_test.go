package paper_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/draw"
	_ "image/png"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/multi/qrcode"

	"ashar/survey/paper"
)

// tool is a program that the tests need; without it they are skipped, unless ASHAR_REQUIRE
// asks for it under this name.
func tool(t testing.TB, name string, programs ...string) string {
	t.Helper()
	for _, program := range programs {
		if path, err := exec.LookPath(program); err == nil {
			return path
		}
	}
	if slices.Contains(strings.Split(os.Getenv("ASHAR_REQUIRE"), ","), name) {
		t.Fatalf("none of %q is installed", programs)
	}
	t.Skipf("none of %q is installed", programs)
	return ""
}

func run(t testing.TB, program string, args ...string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
}

// rasterPDF renders a page, the first being 1, as it is printed.
func rasterPDF(t testing.TB, file []byte, page int, dpi float64) *image.Gray {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "in.pdf"), file, 0o600))
	run(t, tool(t, "poppler", "pdftoppm"), "-gray", "-png", "-singlefile", "-r", fmt.Sprint(dpi), "-f", fmt.Sprint(page), filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out"))
	return readImage(t, filepath.Join(dir, "out.png"))
}

// textOfPDF is what another program reads in it.
func textOfPDF(t testing.TB, file []byte) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "in.pdf"), file, 0o600))
	run(t, tool(t, "poppler", "pdftotext"), "-layout", filepath.Join(dir, "in.pdf"), filepath.Join(dir, "out.txt"))
	text, err := os.ReadFile(filepath.Join(dir, "out.txt"))
	must(t, err)
	return string(text)
}

// svgDPI is how a browser renders an SVG's millimetres, a quarter finer than its pixels.
const svgDPI = 1.25 * 96

// rasterSVG renders a file as a browser shows it.
func rasterSVG(t testing.TB, file []byte) *image.Gray {
	t.Helper()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "in.svg"), file, 0o600))
	run(t, tool(t, "browser", "chromium", "chromium-browser", "google-chrome"), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
		"--user-data-dir="+filepath.Join(dir, "profile"), "--force-device-scale-factor=1.25", "--window-size=800,1130",
		"--screenshot="+filepath.Join(dir, "out.png"), "file://"+filepath.Join(dir, "in.svg"))
	return readImage(t, filepath.Join(dir, "out.png"))
}

func readImage(t testing.TB, path string) *image.Gray {
	t.Helper()
	file, err := os.ReadFile(path)
	must(t, err)
	img, _, err := image.Decode(bytes.NewReader(file))
	must(t, err)
	return part(img, img.Bounds())
}

// part is a piece cut out of an image.
func part(img image.Image, of image.Rectangle) *image.Gray {
	of = of.Intersect(img.Bounds())
	gray := image.NewGray(image.Rect(0, 0, of.Dx(), of.Dy()))
	draw.Draw(gray, gray.Bounds(), img, of.Min, draw.Src)
	return gray
}

// cutUp cuts a sheet of slips along its lines.
func cutUp(sheet *image.Gray, dpi float64) []*image.Gray {
	const millimetre = 1 / 25.4
	at := func(mm float64) int { return int(mm * millimetre * dpi) }
	var all []*image.Gray
	for i := range paper.SlipsPerSheet {
		x, y := paper.SlipMargin+float64(i%2)*paper.SlipWidth, paper.SlipMargin+float64(i/2)*paper.SlipHeight
		all = append(all, part(sheet, image.Rect(at(x), at(y), at(x+paper.SlipWidth), at(y+paper.SlipHeight))))
	}
	return all
}

// scan is what the QR codes in an image say, from left to right.
func scan(t testing.TB, img image.Image) []string {
	t.Helper()
	bitmap, err := gozxing.NewBinaryBitmapFromImage(img)
	must(t, err)
	found, err := qrcode.NewQRCodeMultiReader().DecodeMultiple(bitmap, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if none := gozxing.NotFoundException(nil); errors.As(err, &none) {
		return nil
	}
	must(t, err)
	slices.SortFunc(found, func(a, b *gozxing.Result) int {
		return int(a.GetResultPoints()[0].GetX() - b.GetResultPoints()[0].GetX())
	})
	var said []string
	for _, r := range found {
		said = append(said, r.GetText())
	}
	return said
}

// cameraDPI is how finely a phone's camera of 4,000 pixels over 66 degrees sees what hangs
// so many millimetres away.
func cameraDPI(away float64) float64 {
	const pixels, angle = 4000, 66 * math.Pi / 180
	return pixels / (2 * away * math.Tan(angle/2)) * 25.4
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
