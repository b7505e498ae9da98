package main_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	main "ashar/cmd/ashar"
)

// TestScreenshots remakes the pictures of every page, of the demonstration, in
// the folder that ASHAR_SCREENSHOTS names.
func TestScreenshots(t *testing.T) {
	dir := os.Getenv("ASHAR_SCREENSHOTS")
	if dir == "" {
		t.Skip("ASHAR_SCREENSHOTS names no folder; make screenshots does")
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	ctx := newBrowser(t)
	d := newDemo(t)

	photograph := func(name string, width int64) {
		t.Helper()
		do(t, ctx, "wait until nothing moves", chromedp.Evaluate[chromedp.Void](
			`Promise.all(document.getAnimations().map((a) => a.finished.catch(() => {}))).then(() => {})`, chromedp.EvalAwaitPromise))
		picture := get(t, ctx, "photograph "+name, chromedp.CaptureScreenshot())
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%s-%d.png", name, width)), picture, 0o644); err != nil {
			t.Fatal(err)
		}
		wide := get(t, ctx, "measure "+name, chromedp.Evaluate[int64]("document.documentElement.scrollWidth"))
		if wide > width {
			t.Errorf("%s: %d pixels wide on a screen of %d", name, wide, width)
		}
	}

	do(t, ctx, "be a phone", screen(360, 640, "ky"))
	do(t, ctx, "open the form", chromedp.Navigate(d.form))
	photograph("form-consent", 360)
	press(t, ctx, "main form button.button")
	tap(t, ctx, "water", "roads", "kinder")
	do(t, ctx, "go to the top", chromedp.Evaluate[chromedp.Void]("scrollTo(0, 0)"))
	photograph("form-needs", 360)
	press(t, ctx, "button.button[value=next]")
	press(t, ctx, "button[name=place][value=roads]")
	photograph("form-order", 360)
	press(t, ctx, "button[name=place][value=water]")
	press(t, ctx, "button.button[value=next]")
	do(t, ctx, "rate", chromedp.Click(chromedp.CSS(`input[name="level.water"][value="4"] + .card`)))
	photograph("form-severity", 360)
	press(t, ctx, "button.button[value=next]")
	photograph("form-mistake", 360)
	for _, need := range []string{"roads", "kinder"} {
		do(t, ctx, "rate", chromedp.Click(chromedp.CSS(`input[name="level.`+need+`"][value="5"] + .card`)))
	}
	press(t, ctx, "button.button[value=next]")
	photograph("form-sex", 360)
	press(t, ctx, "button[value=skip]")
	press(t, ctx, "button[value=skip]")
	photograph("form-wish", 360)
	press(t, ctx, "button[value=skip]")
	photograph("form-review", 360)
	do(t, ctx, "a wide screen", screen(1280, 800, "ky"))
	photograph("form-review", 1280)
	do(t, ctx, "be a phone", screen(360, 640, "ky"))
	press(t, ctx, "button.button[value=send]")
	photograph("form-receipt", 360)
	press(t, ctx, "a[href*=forget]")
	photograph("form-forget", 360)

	do(t, ctx, "open the form of every kind", chromedp.Navigate(newKinds(t)))
	press(t, ctx, "main form button.button")
	for _, kind := range []struct{ name, fill, with string }{
		{"number", "#text", "6"}, {"number-again", "#text", "2"}, {"choice", "", "no"}, {"decimal", "#text", "0,5"}, {"range", "", ""}, {"date", "", ""},
		{"seeded", "", ""}, {"grid", "", ""}, {"points", "", ""}, {"pairs", "", ""}, {"multiple", "", ""}, {"place", "", ""}, {"photo", "", ""}, {"voice", "", ""},
	} {
		photograph("kind-"+kind.name, 360)
		switch {
		case kind.fill != "":
			do(t, ctx, "fill in", chromedp.SendKeys(chromedp.CSS(kind.fill), kind.with))
			press(t, ctx, "button.button[value=next]")
		case kind.with != "":
			tap(t, ctx, kind.with)
			press(t, ctx, "button.button[value=next]")
		default:
			press(t, ctx, "button[value=skip]")
		}
	}
	photograph("kind-review", 360)

	do(t, ctx, "sign in", screen(1280, 800, "ky"), chromedp.Navigate(d.signIn))
	photograph("sign-in", 1280)
	press(t, ctx, "main form button")
	for name, path := range map[string]string{
		"form-consent": strings.TrimPrefix(d.form, d.base),
		"desk":         "/desk",
		"campaign":     "/desk/kok-jar-needs",
		"coverage":     "/desk/kok-jar-needs/coverage",
		"links":        "/desk/kok-jar-needs/links",
		"poster":       "/desk/kok-jar-needs/links/" + d.form[strings.LastIndex(d.form, "/")+1:],
		"board":        "/board/kok-jar-needs",
		"board-chart":  "/board/kok-jar-needs?size=hall",
		"board-words":  "/board/kok-jar-needs#says",
		"missing":      "/nowhere",
	} {
		for _, size := range [][2]int64{{360, 640}, {1280, 800}} {
			do(t, ctx, "open "+name, screen(size[0], size[1], "ky"), chromedp.Navigate(d.base+path))
			photograph(name, size[0])
		}
	}
	dark := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}
	do(t, ctx, "be dark", command(emulation.SetEmulatedMedia, dark), screen(1280, 800, "ru"), chromedp.Navigate(d.base+"/board/kok-jar-needs"))
	photograph("board-dark", 1280)

	const campaign = "kok-jar-needs"
	run(t, nil, "campaign", "close", campaign, "--store", d.store)
	run(t, nil, "campaign", "publish", campaign, "--store", d.store)
	run(t, nil, "campaign", "done", campaign, "--store", d.store, "--on", "2027-05-01",
		"--text", "ky=Жаңы суу түтүгү тартылды.", "--text", "ru=Проложен новый водопровод.")
	results := strings.Replace(d.form, "/f/", "/r/", 1)
	for _, look := range []struct {
		name, part string
		media      emulation.SetEmulatedMediaParams
	}{
		{"results", "", emulation.SetEmulatedMediaParams{}},
		{"results-chart", "#chart", emulation.SetEmulatedMediaParams{}},
		{"results-dark", "#chart", dark},
		{"results-print", "#chart", emulation.SetEmulatedMediaParams{Media: "print"}},
	} {
		for _, size := range [][2]int64{{360, 640}, {1280, 800}} {
			do(t, ctx, "open "+look.name, command(emulation.SetEmulatedMedia, look.media), screen(size[0], size[1], "ky"),
				chromedp.Navigate("about:blank"), chromedp.Navigate(results+look.part))
			photograph(look.name, size[0])
		}
	}
}

// newKinds serves a campaign with the questionnaire of every kind, and returns the
// address of a form.
func newKinds(t testing.TB) string {
	t.Helper()
	s := newKindsService(t)
	return s.base + "/f/" + s.codes[0]
}

// newKindsService is the service itself.
func newKindsService(t testing.TB) *service {
	t.Helper()
	place := filepath.Join(t.TempDir(), "place.json")
	if err := os.WriteFile(place, []byte(run(t, nil, "campaign", "place")), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &service{store: "file:" + filepath.Join(t.TempDir(), "kinds.db")}
	form := filepath.Join("..", "..", "survey", "testdata", "every-kind.json")
	s.codes = doorLink.FindStringSubmatch(run(t, nil, "campaign", "open", place, "--store", s.store, "--form", form))[1:]
	s.serve(t)
	return s
}

// demo is a running demonstration.
type demo struct{ base, form, signIn, store string }

// newDemo starts the demonstration and reads where to look off what it prints.
func newDemo(t testing.TB) demo {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	l.Close()
	file := filepath.Join(t.TempDir(), "demo.db")
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var out, errs lockedBuffer
	var running sync.WaitGroup
	running.Go(func() {
		if code := (main.Main{Args: []string{"demo", "--addr", addr, "--keep", file}, Out: &out, Err: &errs, Now: time.Now}).Run(ctx); code != 0 {
			t.Errorf("ashar demo: exit code %d\n%s", code, errs.String())
		}
	})
	t.Cleanup(func() {
		cancel()
		running.Wait()
	})
	links := regexp.MustCompile(`http://[^\s]+`)
	for range 600 {
		if found := links.FindAllString(out.String(), -1); len(found) >= 3 {
			return demo{base: "http://" + addr, form: found[0], signIn: found[1], store: "file:" + file}
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("the demonstration does not say where to look\n%s\n%s", out.String(), errs.String())
	return demo{}
}

// lockedBuffer can be read while a command writes to it.
type lockedBuffer struct {
	mu sync.Mutex
	bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.Buffer.String()
}
