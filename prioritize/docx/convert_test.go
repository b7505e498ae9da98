package docx_test

import (
	"image/color"
	"image/png"
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

// TestLibreOfficeOpensIt prints the document by another program, and reads the print: the words, the numbers that it
// counted itself, and the pages as they lie.
func TestLibreOfficeOpensIt(t *testing.T) {
	office := tool(t, "libreoffice", "soffice")
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "in.docx"), written(t, everything(t)), 0o600))
	said := run(t, office, "--headless", "-env:UserInstallation=file://"+filepath.Join(dir, "profile"), "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, "in.docx"))
	print := filepath.Join(dir, "in.pdf")
	if _, err := os.Stat(print); err != nil {
		t.Fatalf("LibreOffice did not print it; is its Writer installed?\n%s", said)
	}
	run(t, tool(t, "poppler", "pdftotext"), "-layout", print, filepath.Join(dir, "out.txt"))
	content, err := os.ReadFile(filepath.Join(dir, "out.txt"))
	must(t, err)
	squeezed := func(s string) string { return strings.Join(strings.Fields(s), "") } // how far apart words are printed tells nothing
	text := squeezed(string(content))
	for _, want := range []string{
		"Протокол", "Күн тартиби 1. биринчи маселе 2. экинчи маселе", "Кең өзөн үстү", "– сызыкча – терең 1. кайра биринчи",
		"1-таблица. Добуштар", "2-таблица. Дагы", "Сүрөт 1", "Суу 64", "Төрага ____", "Асанов", "Коомдук угуу", "1 / 7", "7 / 7",
		"2-сүрөт. Муктаждыктар", "Таза ичүүчү суу", "үлүшү, 95 % аралыгы менен", "60 %", "52%", "Ким эмнени тандады", "эркектер", "Ак-Булак", "64", "=1+1", "2-таблица (уландысы)",
	} {
		if !strings.Contains(text, squeezed(want)) {
			t.Errorf("the print has no %q:\n%s", want, text)
		}
	}
	pages := run(t, tool(t, "poppler", "pdfinfo"), "-l", "7", print)
	for _, want := range []string{"Title:           Протокол № 3", "Pages:           7", "Page    1 size:  595", "Page    2 size:  841", "Page    3 size:  595"} {
		if !strings.Contains(pages, want) {
			t.Errorf("the print has no %q:\n%s", want, pages)
		}
	}
	run(t, tool(t, "poppler", "pdftoppm"), "-png", "-gray", "-r", "40", print, filepath.Join(dir, "page"))
	if text, share, stand := ink(t, filepath.Join(dir, "page-1.png")), ink(t, filepath.Join(dir, "page-6.png")), ink(t, filepath.Join(dir, "page-7.png")); share < 1.5*text || stand < 1.5*text {
		t.Errorf("with their bars pages are covered by %.3f and %.3f, one of text alone by %.3f: the bars are not drawn", share, stand, text)
	}
}

// ink is how much of a picture is not white, from 0 to 1.
func ink(t testing.TB, file string) float64 {
	t.Helper()
	f, err := os.Open(file)
	must(t, err)
	defer f.Close()
	picture, err := png.Decode(f)
	must(t, err)
	sum, size := 0.0, picture.Bounds()
	for y := range size.Dy() {
		for x := range size.Dx() {
			sum += 1 - float64(color.GrayModel.Convert(picture.At(x, y)).(color.Gray).Y)/255
		}
	}
	return sum / float64(size.Dx()*size.Dy())
}
