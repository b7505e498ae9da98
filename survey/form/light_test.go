package form_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ashar/survey/form"
)

// TestShorterScriptsCountAsBefore works out numbers as they are sent to phones, which a minifier that takes every number
// for one of 32 bits would change.
func TestShorterScriptsCountAsBefore(t *testing.T) {
	node, err := exec.LookPath("node")
	switch {
	case err != nil && slices.Contains(strings.Split(os.Getenv("ASHAR_REQUIRE"), ","), "node"):
		t.Fatal("no Node to run the form's scripts: install it")
	case err != nil:
		t.Skip("no Node to run the form's scripts")
	}
	source, err := os.ReadFile(filepath.Join("..", "page", "scripts", "expression.js"))
	if err != nil {
		t.Fatal(err)
	}
	short, err := form.Light(source)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, body := range map[string]string{
		"expression.mjs": string(short),
		"main.mjs": `import { run } from "./expression.mjs";
			const all = [["int", 3e9 + 0.5], ["int", ["-", 5e9]], ["int", ["'", "x"]], ["int", ["-", 2.5]], ["round", 2.345, 2]];
			console.log(all.map((e) => String(run(e, {}))).join(" "));`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.CommandContext(t.Context(), node, filepath.Join(dir, "main.mjs")).CombinedOutput()
	if got, want := strings.TrimSpace(string(out)), "3000000000 -5000000000 undefined -2 2.35"; err != nil || got != want {
		t.Errorf("got %q (%v), want %q", got, err, want)
	}
}
