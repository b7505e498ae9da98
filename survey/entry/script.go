package entry

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

//go:embed scripts/*.js
var scriptFiles embed.FS

// workerPath is where the service worker is; no campaign is called so. It is heard below /desk/.
const workerPath = desk + "/_enter.js"

// scripts are the JavaScript of the screen, and the service worker that keeps it.
type scripts struct {
	Enter  string // the address of the file
	worker []byte
}

// made is the screen's script, made once.
var made = sync.OnceValues(func() ([]byte, error) {
	bundled, err := page.Bundle(scriptFiles, "scripts", append(page.SharedModules(), "whole.js", "keys.js", "kept.js", "enter.js")...)
	if err != nil {
		return nil, err
	}
	return page.Lighten(bundled, 0)
})

// script makes them. The service worker keeps all that the screen needs.
func (r *Room) script() error {
	script, err := made()
	if err == nil {
		r.Enter, err = r.deps.Pages.AddAsset("enter.js", script)
	}
	if err != nil {
		return fmt.Errorf("entry: scripts: %w", err)
	}
	urls := []string{r.Enter}
	for _, name := range []string{"desk.css", "entry.css", "icons.svg", "mark.svg"} {
		urls = append(urls, r.deps.Pages.Asset(name))
	}
	list, err := json.Marshal(urls)
	if err != nil {
		return fmt.Errorf("entry: scripts: %w", err)
	}
	source, err := scriptFiles.ReadFile("scripts/sw.js")
	if err != nil {
		return fmt.Errorf("entry: scripts: %w", err)
	}
	version := sha256.Sum256(list)
	head := fmt.Sprintf("const version = %q;\nconst assets = %s;\n", hex.EncodeToString(version[:6]), list)
	if r.worker, err = page.Lighten("(() => {\n"+head+string(source)+"})();\n", 0); err != nil {
		return fmt.Errorf("entry: scripts: the service worker: %w", err)
	}
	return nil
}

// sendWorker sends the service worker, which browsers look up again by themselves.
func (r *Room) sendWorker(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderCacheControl, "no-cache")
	return r.deps.Pages.Send(c, http.StatusOK, "text/javascript; charset=utf-8", r.worker)
}

// data is what the script knows of the form, in JSON.
type data struct {
	Outline  zoned             `json:"outline"`
	Fields   map[string]string `json:"fields"` // what the inputs of each question begin with
	Numbers  map[string]int    `json:"numbers"`
	Campaign string            `json:"campaign"`
	Account  string            `json:"account"`
	Name     string            `json:"name"` // of whoever is signed in
	Path     string            `json:"path"`
	Late     bool              `json:"late"`
	Words    map[string]string `json:"words"` // "{Max}" stands where a number or a name goes
}

// zoned is an outline with where days begin and end, in minutes east of UTC.
type zoned struct {
	survey.Outline
	Zone int `json:"zone"`
}

func (r *Room) data(c echo.Context, v screenView, q *survey.Questionnaire) (string, error) {
	account, _ := page.AccountOf(c)
	_, east := r.deps.Now().In(r.deps.Zone).Zone()
	d := data{
		Outline: zoned{q.Outline(v.Language), east / 60}, Fields: map[string]string{}, Numbers: map[string]int{},
		Campaign: strings.TrimPrefix(v.Path, desk+"/"), Account: account.ID, Name: account.Name, Path: v.Path, Late: v.Late,
		Words: map[string]string{"decimal": strings.Trim(v.Decimal(0.5, 1), "05")},
	}
	for _, f := range v.Fields {
		d.Fields[f.Name] = f.ID
		if f.Number > 0 {
			d.Numbers[f.Name] = f.Number
		}
	}
	ids := []string{
		"common.mistakes", "entry.village_missing", "entry.channel_missing", "entry.consent_missing", "entry.day_missing",
		"entry.box.title", "entry.box.kept", "entry.box.sending", "entry.box.sent", "entry.box.later", "entry.box.sign_in", "entry.box.sign_in_link",
		"entry.box.other", "entry.box.refused", "entry.box.open", "entry.box.now", "entry.box.drop", "entry.box.sure", "entry.box.no_room",
		"entry.box.offline", "entry.box.ignored", "entry.box.differs", "entry.box.mending", "entry.box.ready", "entry.box.never", "problem.serial_mistyped",
	}
	for _, code := range survey.ProblemCodes() {
		if !code.OfTicket() {
			ids = append(ids, "problem."+string(code))
		}
	}
	var args []any
	for _, name := range []string{"Max", "Given", "Choice", "Low", "High", "Step", "Time", "Count", "Serial", "Name", "Receipt", "Numbers"} {
		args = append(args, name, "{"+name+"}")
	}
	slices.Sort(ids)
	for _, id := range ids {
		d.Words[id] = v.T(id, args...)
	}
	written, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("entry: %w", err)
	}
	return string(written), nil
}
