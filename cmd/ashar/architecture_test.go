package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
)

// mayKnow says who may know whom: for each package, the packages of ours that it may import. The residents' pages
// cannot reach rankings or staff pages, the domain reaches nothing but the language of its own conditions, and only cmd/ashar knows them all.
var mayKnow = map[string][]string{
	"configs":                  {},
	"survey/locale":            {},
	"survey/expression":        {},
	"survey":                   {"survey/expression"},
	"survey/xlsform":           {"survey", "survey/expression"},
	"survey/paper":             {"survey", "survey/expression", "survey/locale"},
	"survey/table":             {"survey"},
	"survey/census":            {"survey", "survey/table"},
	"survey/batch":             {"survey", "survey/table", "survey/locale"},
	"survey/dataset":           {"survey", "survey/expression", "survey/locale", "survey/table"}, // expression: what is calculated from own words is left out with them
	"survey/quality":           {"survey"},
	"survey/coding":            {"survey"},
	"survey/terminal":          {"survey", "survey/locale"},
	"survey/access":            {"survey"},
	"survey/steward":           {"survey", "survey/access", "survey/coding"},
	"survey/access/accesstest": {"survey", "survey/access"},
	"survey/page":              {"survey", "survey/locale", "survey/access"},
	"survey/page/pagetest":     {"survey/page", "survey/locale"},
	"survey/form":              {"survey", "survey/locale", "survey/page"},
	"survey/fieldwork":         {"survey", "survey/xlsform", "survey/paper", "survey/locale", "survey/page", "survey/access"}, // paper: it prints posters and slips
	"survey/wishes":            {"survey", "survey/coding", "survey/locale", "survey/page", "survey/access"},
	"survey/planning":          {"survey", "survey/xlsform", "survey/locale", "survey/page", "survey/access", "survey/steward", "survey/coding"},
	"survey/privacy":           {"survey", "survey/locale", "survey/page", "survey/access", "survey/steward"},
	"survey/answers":           {"survey", "survey/dataset", "survey/locale", "survey/page", "survey/access"},
	"survey/review":            {"survey", "survey/quality", "survey/locale", "survey/page", "survey/access"},
	"survey/gathering":         {"survey", "survey/table", "survey/locale", "survey/page", "survey/access"},
	"survey/papers":            {"survey", "survey/batch", "survey/table", "survey/paper", "survey/locale", "survey/page", "survey/access"},
	"survey/entry":             {"survey", "survey/paper", "survey/locale", "survey/page", "survey/access"}, // paper: questions have the numbers that are printed
	"survey/staff":             {"survey", "survey/table", "survey/census", "survey/locale", "survey/page", "survey/access"},
	"survey/tokens":            {"survey", "survey/locale", "survey/page", "survey/access"},
	"bot":                      {"survey", "survey/locale"},
	"bot/telegram":             {"bot", "survey"},
	"bot/bottest":              {},
	"prioritize":               {"survey", "survey/quality", "prioritize/raking", "prioritize/vote", "prioritize/rankset", "prioritize/budget"}, // quality: what is odd about an answer alone is said in one place
	"prioritize/raking":        {"prioritize/sheet"},
	"prioritize/outline":       {"survey"},
	"prioritize/analysis":      {"prioritize", "prioritize/docx", "prioritize/outline", "prioritize/appraisal", "prioritize/hearing", "survey", "survey/locale", "survey/table"}, // it puts beside the ranking what was said of it, and what a hearing decided
	"prioritize/hall":          {"prioritize", "prioritize/hearing", "prioritize/live", "prioritize/minutes", "survey", "survey/paper", "survey/locale", "survey/page", "survey/access"},
	"prioritize/appraisal":     {"prioritize", "prioritize/budget", "survey"},
	"prioritize/hearing":       {"survey", "prioritize/vote"},
	"prioritize/docx":          {},
	"prioritize/minutes":       {"survey", "survey/locale", "prioritize/hearing", "prioritize/docx"},
	"prioritize/live":          {"survey", "survey/page"},
	"prioritize/polling":       {"survey", "survey/access", "survey/locale", "survey/page", "prioritize/hearing", "prioritize/live"},
	"prioritize/sheet":         {},
	"prioritize/vote":          {"prioritize/sheet"},
	"prioritize/evidence":      {"prioritize", "survey"},
	"prioritize/board":         {"prioritize", "prioritize/evidence", "prioritize/analysis", "prioritize/live", "survey", "survey/locale", "survey/page", "survey/access"},
	"prioritize/api":           {"prioritize", "prioritize/analysis", "survey", "survey/dataset", "survey/xlsform", "survey/locale", "survey/table", "survey/page", "survey/access"},
	"prioritize/criteria":      {"prioritize", "prioritize/appraisal", "prioritize/budget", "survey", "survey/table", "survey/locale", "survey/page", "survey/access"},
	"prioritize/report":        {"prioritize", "prioritize/analysis", "prioritize/outline", "prioritize/evidence", "survey", "survey/locale", "survey/page", "survey/access"},
	"prioritize/budget":        {"prioritize/sheet"},
	"prioritize/rankset":       {"prioritize/sheet"},
	"store":                    {"survey", "survey/access", "survey/coding", "prioritize", "prioritize/appraisal", "prioritize/hearing", "prioritize/outline"},
	"store/storetest":          {"store", "survey", "survey/access", "survey/coding", "prioritize", "prioritize/appraisal", "prioritize/hearing", "prioritize/outline"},
	"cmd/ashar":                {everything},
}

// everything stands in the table for all packages of ours.
const everything = "everything"

// house is the folders that code stands in.
var house = []string{"cmd", "survey", "bot", "prioritize", "store", "configs"}

// noNouns are names that say nothing of the domain.
var noNouns = []string{"util", "utils", "common", "model", "models", "type", "types", "helper", "helpers", "manager", "managers"}

// longest is the most lines that a file other than a test may have.
const longest = 400

const module = "ashar"

// room is what `go list` tells of a package of ours.
type room struct {
	ImportPath, Name, Dir, Doc string
	GoFiles, IgnoredGoFiles    []string
	Imports                    []string
}

// path is where the room stands in the house: "survey/form".
func (r room) path() string { return strings.TrimPrefix(r.ImportPath, module+"/") }

// knows lists the rooms that this one imports, tests aside.
func (r room) knows() []string {
	var known []string
	for _, i := range r.Imports {
		if p, ours := strings.CutPrefix(i, module+"/"); ours {
			known = append(known, p)
		}
	}
	return known
}

// rooms is every package of the module.
func rooms(t *testing.T) []room {
	t.Helper()
	all, err := listed()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// listed asks `go list` for them, once.
var listed = sync.OnceValues(func() ([]room, error) {
	list := exec.CommandContext(context.Background(), "go", "list", "-json=ImportPath,Name,Dir,Doc,GoFiles,IgnoredGoFiles,Imports", "./...")
	list.Dir = filepath.Join("..", "..")
	var stderr bytes.Buffer
	list.Stderr = &stderr
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list: %w\n%s", err, &stderr)
	}
	var all []room
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var r room
		if err := dec.Decode(&r); errors.Is(err, io.EOF) {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
})

func TestRoomsKnowOnlyWhomTheyMay(t *testing.T) {
	var stand []string
	for _, r := range rooms(t) {
		stand = append(stand, r.path())
		may, entered := mayKnow[r.path()]
		if !entered {
			t.Errorf("%s: is not in the table of who may know whom; enter it with the least that it needs", r.path())
			continue
		}
		for _, known := range r.knows() {
			if !slices.Contains(may, known) && !slices.Contains(may, everything) {
				t.Errorf("%s: imports %s, and may import of ours only %q", r.path(), known, may)
			}
		}
	}
	for p := range mayKnow {
		if !slices.Contains(stand, p) {
			t.Errorf("%s: is in the table of who may know whom, and is no package", p)
		}
	}
}

func TestCodeStandsInTheHouse(t *testing.T) {
	for _, r := range rooms(t) {
		folder, _, _ := strings.Cut(r.path(), "/")
		if !slices.Contains(house, folder) {
			t.Errorf("%s: stands outside the house, whose folders are %q", r.path(), house)
		}
	}
}

func TestRoomsAreNounsOfTheDomain(t *testing.T) {
	for _, r := range rooms(t) {
		for _, name := range []string{r.Name, path.Base(r.path())} {
			if slices.Contains(noNouns, name) {
				t.Errorf("%s: is called %s, which says nothing of what it is for", r.path(), name)
			}
		}
		if r.Doc == "" {
			t.Errorf("%s: has no doc comment; say what comes in and what goes out", r.path())
		}
	}
}

func TestFilesAreShort(t *testing.T) {
	for _, r := range rooms(t) {
		for _, name := range slices.Concat(r.GoFiles, r.IgnoredGoFiles) {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			content, err := os.ReadFile(filepath.Join(r.Dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if n := bytes.Count(content, []byte("\n")); n > longest {
				t.Errorf("%s: has %d lines, and may have %d; it holds more than one concept", path.Join(r.path(), name), n, longest)
			}
		}
	}
}

// oneAtATime finds the packages in the Makefile that are tested without the race detector alone.
var oneAtATime = regexp.MustCompile(`(?m)^ONE_AT_A_TIME := (.*)$`)

// TestWithoutTheRaceDetectorOneThingIsDoneAtATime holds the packages that are not tested under the race detector to what
// makes it needless: neither they nor their tests start a goroutine, or have a lock or a channel. In prioritize, of
// which the tests called TestLive... are tested under it, only Live and those tests may.
func TestWithoutTheRaceDetectorOneThingIsDoneAtATime(t *testing.T) {
	makefile, err := os.ReadFile(filepath.Join("..", "..", "Makefile"))
	if err != nil {
		t.Fatal(err)
	}
	found := oneAtATime.FindSubmatch(makefile)
	if found == nil {
		t.Fatal("the Makefile has no ONE_AT_A_TIME")
	}
	for _, dir := range append(strings.Fields(string(found[1])), "./prioritize") {
		files, err := filepath.Glob(filepath.Join("..", "..", dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Errorf("%s: no package is there (%v)", dir, err)
		}
		for _, file := range files {
			if dir == "./prioritize" && strings.HasPrefix(filepath.Base(file), "live") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(parsed, func(n ast.Node) bool {
				if what := atOnce(n); what != "" {
					t.Errorf("%s: has %s: test %s under the race detector", file, what, dir)
				}
				return true
			})
		}
	}
}

// atOnce names what belongs to things done at once; "" if it does not.
func atOnce(n ast.Node) string {
	switch n := n.(type) {
	case *ast.GoStmt:
		return "a goroutine"
	case *ast.ChanType:
		return "a channel"
	case *ast.SelectorExpr:
		from, _ := n.X.(*ast.Ident)
		switch {
		case from != nil && from.Name == "sync" && !strings.HasPrefix(n.Sel.Name, "Once"), from != nil && from.Name == "atomic":
			return "a lock"
		case n.Sel.Name == "Go", n.Sel.Name == "Parallel":
			return n.Sel.Name
		}
	}
	return ""
}
