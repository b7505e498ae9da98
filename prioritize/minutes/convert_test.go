package minutes_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tool is a program that the tests need; without it they are skipped, unless ASHAR_REQUIRE asks for it under this name.
func tool(t testing.TB, name, program string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	switch {
	case err == nil:
		return path
	case slices.Contains(strings.Split(os.Getenv("ASHAR_REQUIRE"), ","), name):
		t.Fatalf("%s is not installed", program)
	}
	t.Skipf("%s is not installed", program)
	return ""
}

func run(t testing.TB, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}

// TestMinutesArePrinted opens the minutes in LibreOffice, prints them, and reads the print: every word of them is on it,
// and what is to be signed stands on one page.
func TestMinutesArePrinted(t *testing.T) {
	office, poppler := tool(t, "libreoffice", "soffice"), tool(t, "poppler", "pdftotext")
	dir := t.TempDir()
	args := []string{"--headless", "-env:UserInstallation=file://" + filepath.Join(dir, "profile"), "--convert-to", "pdf", "--outdir", dir}
	for _, lang := range languages {
		file := filepath.Join(dir, lang+".docx")
		must(t, os.WriteFile(file, word(t, made(t, input(t)), lang), 0o600))
		args = append(args, file)
	}
	said := run(t, office, args...)
	for _, lang := range languages {
		print := filepath.Join(dir, lang+".pdf")
		if _, err := os.Stat(print); err != nil {
			t.Fatalf("LibreOffice did not print it; is its Writer installed?\n%s", said)
		}
		run(t, poppler, "-layout", print, filepath.Join(dir, lang+".txt"))
		content, err := os.ReadFile(filepath.Join(dir, lang+".txt"))
		must(t, err)
		pages := strings.Split(strings.TrimSuffix(string(content), "\f"), "\f")
		if len(pages) < 3 || len(pages) > 5 {
			t.Errorf("%s: %d pages, want 3 to 5", lang, len(pages))
		}
		printed := map[string]int{}
		for w := range strings.FieldsSeq(string(content)) {
			printed[w]++
		}
		missing := 0
		for w := range strings.FieldsSeq(plain(t, made(t, input(t)), lang)) {
			if printed[w] == 0 && !strings.Contains(w, "_") {
				missing++
				t.Logf("%s: %q is not printed as one word", lang, w)
			}
		}
		if missing > 6 { // a word that is too long for its column, or goes over a line, is printed in two
			t.Errorf("%s: %d words are not printed", lang, missing)
		}
		s := speaker(t, lang)
		last := pages[len(pages)-1]
		for _, role := range []string{"minutes.fact.chair", "minutes.fact.secretary", "minutes.sign.member", "minutes.sign.day"} {
			if !strings.Contains(last, s.T(role)) {
				t.Errorf("%s: %s does not sign on the last page:\n%s", lang, s.T(role), last)
			}
		}
	}
}
