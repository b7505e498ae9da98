package form

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

//go:embed scripts/*.js
var scriptFiles embed.FS

// workerPath is where the service worker is: it is heard below its own folder.
const workerPath = Home + "/sw.js"

// liveModules are the modules of the script that makes screens livelier, each after those that it imports.
var liveModules = []string{"own.js", "swap.js", "draft.js", "tap.js", "listen.js", "live.js"}

// scriptModules are the modules of the script that works without a connection.
var scriptModules = []string{
	"digest.js", "expression.js", "typed.js", "walk.js", "accept.js", "interview.js", "words.js", "files.js", "screens.js",
	"read.js", "review.js", "ticket.js", "database.js", "db.js", "carried.js", "outbox.js", "panel.js", "photo.js", "ask.js", "check.js", "main.js",
}

// scripts are the JavaScript of the form: a file that makes its screens livelier, one that lets it be filled in without
// a connection, and the service worker that keeps both.
type scripts struct {
	live, offline string // the addresses of the files, which are assets
	pay           string // of the one that pays a toll, where one is asked for
	worker        []byte
}

// scripted is what a page tells the browser about its scripts; nothing where it has none.
type scripted struct {
	Live, Offline string
	Version       string // of the questionnaire that the page belongs to
}

// scripted is for the pages of a version of a questionnaire.
func (f *Form) scripted(q *survey.Questionnaire) scripted {
	if f.bare {
		return scripted{}
	}
	return scripted{Live: f.scripts.live, Offline: f.scripts.offline, Version: q.Key()}
}

// liveSince is the year of the JavaScript that the livelier screens are written in: that of phones that get no newer
// browser. The other file asks for a newer one; where it does not run, the form goes on without it.
const liveSince = 2019

// newScripts makes them. The service worker keeps the named assets too.
func newScripts(p *page.Pages, assets ...string) (*scripts, error) {
	s := new(scripts)
	files, err := made()
	if err != nil {
		return nil, err
	}
	for name, url := range map[string]*string{"live.js": &s.live, "offline.js": &s.offline, "toll.js": &s.pay} {
		if *url, err = p.AddAsset(name, files[name]); err != nil {
			return nil, fmt.Errorf("form: scripts: %w", err)
		}
	}
	urls := []string{s.live, s.offline, s.pay}
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
	if s.worker, err = page.Lighten("(() => {\n"+head+string(source)+"})();\n", 0); err != nil {
		return nil, fmt.Errorf("form: scripts: the service worker: %w", err)
	}
	return s, nil
}

// made are the scripts for pages, by their names, made once: they are the same for every Form.
var made = sync.OnceValues(func() (map[string][]byte, error) {
	files := map[string][]byte{}
	for _, file := range []struct {
		name    string
		modules []string
		since   int
	}{
		{"live.js", liveModules, liveSince},
		{"offline.js", scriptModules, 0},
		{"toll.js", []string{"digest.js", "toll.js"}, 0},
	} {
		bundled, err := page.Bundle(scriptFiles, "scripts", file.modules...)
		if err != nil {
			return nil, fmt.Errorf("form: scripts: %w", err)
		}
		if files[file.name], err = page.Lighten(bundled, file.since); err != nil {
			return nil, fmt.Errorf("form: scripts: %s: %w", file.name, err)
		}
	}
	return files, nil
})

// worker sends the service worker, which browsers look up again by themselves.
func (f *Form) worker(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-cache")
	return f.pages.Send(c, http.StatusOK, "text/javascript; charset=utf-8", f.scripts.worker)
}
