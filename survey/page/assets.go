package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"html/template"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/klauspost/compress/gzip"
	"github.com/labstack/echo/v4"

	"ashar/survey"
)

// assetPath is where assets are served.
const assetPath = "/a/"

// asset is a file served under a name that changes with its content, so that it may be cached for ever.
type asset struct {
	url, contentType string
	plain            []byte
	zipped           func() []byte // compressed when it is first asked for; nil if that makes it no smaller
}

// assets are the files of all rooms, by their plain name and by their URL.
type assets struct {
	byName, byURL map[string]*asset
	icons         map[string]template.HTML // what {{icon "water"}} writes
}

// oldestScript is the year of the JavaScript that phones know which are never updated.
const oldestScript = 2018

// symbol finds an icon in the sprite.
var symbol = regexp.MustCompile(`<symbol id="([a-z]+)"`)

// newAssets takes in what all rooms share: the icons, the mark, the picture of link previews, the script of pages that follow what changes, and one stylesheet per family, made of base.css,
// _data.css where there are tables and figures, and the family's own.
func newAssets(files fs.FS) (*assets, error) {
	a := &assets{byName: map[string]*asset{}, byURL: map[string]*asset{}, icons: map[string]template.HTML{}}
	read := func(name string) []byte {
		data, err := fs.ReadFile(files, "assets/"+name)
		if err != nil {
			panic(fmt.Sprintf("page: embedded at build: %v", err))
		}
		return data
	}
	felt := dataURI(read("felt.svg"))
	for _, family := range []Family{Form, Desk, Board} {
		name := string(family) + ".css"
		css := string(read("base.css"))
		if family != Form {
			css += string(read("_data.css"))
		}
		css = minifyCSS(css + string(read(name)))
		css = strings.ReplaceAll(css, "url(felt.svg)", `url("`+felt+`")`)
		if err := a.add(name, []byte(css)); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{"icons.svg", "mark.svg", "felt.svg", previewPicture} {
		if err := a.add(name, read(name)); err != nil {
			return nil, err
		}
	}
	script, err := Lighten(string(read("feed.js")), oldestScript)
	if err != nil {
		return nil, fmt.Errorf("page: feed.js: %w", err)
	}
	if err := a.add("feed.js", script); err != nil {
		return nil, err
	}
	for _, match := range symbol.FindAllSubmatch(read("icons.svg"), -1) {
		name := string(match[1])
		a.icons[name] = template.HTML(`<svg class="icon" width="24" height="24" aria-hidden="true"><use href="` +
			a.byName["icons.svg"].url + "#" + name + `"/></svg>`)
	}
	return a, nil
}

// addAll takes in every file directly in fsys.
func (a *assets) addAll(fsys fs.FS) error {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return fmt.Errorf("page: assets: %w", err)
	}
	for _, entry := range entries {
		if entry.IsDir() {
			continue
		}
		data, err := fs.ReadFile(fsys, entry.Name())
		if err != nil {
			return fmt.Errorf("page: assets: %w", err)
		}
		if err := a.add(entry.Name(), data); err != nil {
			return err
		}
	}
	return nil
}

func (a *assets) add(name string, data []byte) error {
	if a.byName[name] != nil {
		return fmt.Errorf("page: asset %s: %w", name, survey.ErrExists)
	}
	ext := path.Ext(name)
	contentType := contentTypes[ext]
	if contentType == "" {
		contentType = mime.TypeByExtension(ext)
	}
	sum := sha256.Sum256(data)
	made := &asset{
		url:         assetPath + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext,
		contentType: contentType,
		plain:       data,
		zipped:      sync.OnceValue(func() []byte { return zip(data) }),
	}
	a.byName[name], a.byURL[made.url] = made, made
	return nil
}

// zip compresses data as far as can be; it returns nil if that makes it no smaller.
func zip(data []byte) []byte {
	var zipped bytes.Buffer
	w, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err == nil {
		_, err = w.Write(data)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(fmt.Sprintf("page: compressing into memory: %v", err)) // which cannot fail
	}
	if zipped.Len() >= len(data) {
		return nil
	}
	return zipped.Bytes()
}

// contentTypes are those that a machine's own table of types may lack or have otherwise.
var contentTypes = map[string]string{
	".css":         "text/css; charset=utf-8",
	".js":          "text/javascript; charset=utf-8",
	".svg":         "image/svg+xml",
	".webmanifest": "application/manifest+json",
	".woff2":       "font/woff2",
}

// serve answers GET /a/:file.
func (a *assets) serve(c echo.Context) error {
	found := a.byURL[assetPath+c.Param("file")]
	if found == nil {
		return fmt.Errorf("page: asset: %w", survey.ErrNotFound)
	}
	h := c.Response().Header()
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	body := found.plain
	if zipped := found.zipped(); zipped != nil {
		h.Add("Vary", "Accept-Encoding")
		if acceptsGzip(c.Request()) {
			h.Set("Content-Encoding", "gzip")
			body = zipped
		}
	}
	return c.Blob(http.StatusOK, found.contentType, body)
}

// Asset returns the URL of an asset by its plain name, such as "icons.svg", or "" if there is none.
func (p *Pages) Asset(name string) string {
	if a := p.assets.byName[name]; a != nil {
		return a.url
	}
	return ""
}

// AddAsset takes in a file that a room makes, as those in its assets/, and returns its URL. It is for the time before
// pages are served.
func (p *Pages) AddAsset(name string, data []byte) (url string, err error) {
	if err := p.assets.add(name, data); err != nil {
		return "", err
	}
	return p.Asset(name), nil
}

// dataURI is an SVG as a data URI.
func dataURI(svg []byte) string {
	return "data:image/svg+xml;base64," + base64.StdEncoding.EncodeToString(bytes.TrimSpace(svg))
}

// minifyCSS takes comments, indentation and line ends out of a stylesheet. It knows only the CSS that we write: no
// strings that hold braces or comments.
func minifyCSS(css string) string {
	var b strings.Builder
	for css != "" {
		before, after, found := strings.Cut(css, "/*")
		b.WriteString(before)
		if !found {
			break
		}
		_, css, _ = strings.Cut(after, "*/")
	}
	css = strings.Join(strings.Fields(b.String()), " ")
	for _, mark := range []string{"{", "}", ";", ","} {
		css = strings.ReplaceAll(css, " "+mark, mark)
		css = strings.ReplaceAll(css, mark+" ", mark)
	}
	return strings.ReplaceAll(strings.ReplaceAll(css, ": ", ":"), ";}", "}")
}
