package main_test

import (
	"bytes"
	"flag"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "redraw the picture of link previews")

// What messengers ask of a preview's picture: the size that they cut nothing off,
// and so few bytes that all of them show it.
const (
	previewWidth  = 1200
	previewHeight = 630
	maxPreview    = 64 << 10
)

// TestPreviewPicture holds the picture that messengers show with a link to what
// they ask of it. With -update, Chromium draws it anew from testdata/preview.html.
func TestPreviewPicture(t *testing.T) {
	picture := filepath.Join("..", "..", "survey", "page", "assets", "preview.png")
	if *update {
		ctx := newBrowser(t)
		house := httptest.NewServer(http.FileServer(http.Dir(filepath.Join("..", ".."))))
		defer house.Close()
		do(t, ctx, "open the drawing", screen(previewWidth, previewHeight, "ky"), chromedp.Navigate(house.URL+"/cmd/ashar/testdata/preview.html"))
		drawn := get(t, ctx, "photograph it", chromedp.CaptureScreenshot())
		if err := os.WriteFile(picture, drawn, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(picture)
	if err != nil {
		t.Fatal(err)
	}
	size, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if size.Width != previewWidth || size.Height != previewHeight || len(data) > maxPreview {
		t.Errorf("got %d x %d pixels in %d bytes, want %d x %d in at most %d",
			size.Width, size.Height, len(data), previewWidth, previewHeight, maxPreview)
	}
}
