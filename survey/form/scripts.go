package form

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"

	"ashar/survey/page"
)

//go:embed scripts/*.js
var scriptFiles embed.FS

// workerPath is where the service worker is: it is heard below its own folder.
const workerPath = Home + "/sw.js"

// scripts are the JavaScript that lets the form be filled in without a connection: one file for pages, which is an asset,
// and the service worker that keeps it.
type scripts struct {
	url    string // of the file for pages
	pay    string // of the one that pays a toll, where one is asked for
	worker []byte
}

// newScripts makes the two. The service worker keeps the named assets too.
func newScripts(p *page.Pages, assets ...string) (*scripts, error) {
	bundled, err := bundle(scriptFiles, "scripts", scriptModules...)
	if err != nil {
		return nil, fmt.Errorf("form: scripts: %w", err)
	}
	script, err := light(bundled)
	if err != nil {
		return nil, fmt.Errorf("form: scripts: %w", err)
	}
	s := new(scripts)
	if s.url, err = p.AddAsset("offline.js", script); err != nil {
		return nil, fmt.Errorf("form: scripts: %w", err)
	}
	pay, err := bundle(scriptFiles, "scripts", "digest.js", "toll.js")
	if err != nil {
		return nil, fmt.Errorf("form: scripts: %w", err)
	}
	if script, err = light(pay); err != nil {
		return nil, fmt.Errorf("form: scripts: %w", err)
	}
	if s.pay, err = p.AddAsset("toll.js", script); err != nil {
		return nil, fmt.Errorf("form: scripts: %w", err)
	}
	urls := []string{s.url}
	for _, name := range assets {
		urls = append(urls, p.Asset(name))
	}
	list, err := json.Marshal(urls)
	if err != nil {
		return nil, fmt.Errorf("form: scripts: %w", err)
	}
	source, err := scriptFiles.ReadFile("scripts/sw.js")
	if err != nil {
		return nil, fmt.Errorf("form: scripts: %w", err)
	}
	version := sha256.Sum256(list)
	head := fmt.Sprintf("const version = %q;\nconst assets = %s;\n", hex.EncodeToString(version[:6]), list)
	if s.worker, err = light(head + string(source)); err != nil {
		return nil, fmt.Errorf("form: scripts: the service worker: %w", err)
	}
	return s, nil
}

// light is a script with nothing in it that only people need.
func light(script string) ([]byte, error) {
	var b strings.Builder
	if err := js.Minify(minify.New(), &b, strings.NewReader(script), nil); err != nil {
		return nil, err
	}
	return []byte(b.String()), nil
}

// worker sends the service worker, which browsers look up again by themselves.
func (f *Form) worker(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-cache")
	return f.pages.Send(c, http.StatusOK, "text/javascript; charset=utf-8", f.scripts.worker)
}
