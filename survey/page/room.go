package page

import (
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// Family is one of the three looks; each has its layout (templates/<family>.html) and its stylesheet.
type Family string

// The families.
const (
	Form  Family = "form"  // residents: a phone in one hand
	Desk  Family = "desk"  // staff: all day
	Board Family = "board" // results: a projector and a printed page
)

// Room is one room's templates, parsed with the layout of its family.
type Room struct {
	pages     *Pages
	templates map[string]*template.Template
}

// Room parses a room's templates and takes its assets in. files holds templates/*.html, and may hold assets/*.
//
// Each template file is a page named after it ("consent.html" is "consent") and defines "main"; it may define "head".
// On the desk and the board it may define "body" instead of "main", to have its own <main>, of class "hall" for one.
// Files that begin with "_" hold templates that the room's pages share. All pages have the functions asset, icon, qr
// and interval (see functions), and the shared templates of templates/_shared.html. Assets are served under a name
// that holds their hash; the name must not be taken by another room's.
//
// An error names the file.
func (p *Pages) Room(family Family, files fs.FS) (*Room, error) {
	if _, err := fs.Stat(files, "assets"); err == nil {
		own, err := fs.Sub(files, "assets")
		if err != nil {
			return nil, fmt.Errorf("page: assets of a room: %w", err)
		}
		if err := p.assets.addAll(own); err != nil {
			return nil, err
		}
	}
	return p.room(family, files, "templates")
}

func (p *Pages) room(family Family, from fs.FS, dir string) (*Room, error) {
	layout, err := template.New("layout").Funcs(p.functions()).ParseFS(files,
		"templates/_shared.html", "templates/"+string(family)+".html")
	if err != nil {
		return nil, fmt.Errorf("page: layout %s: %w", family, err)
	}
	names, err := fs.Glob(from, path.Join(dir, "*.html"))
	if err != nil {
		return nil, fmt.Errorf("page: templates: %w", err)
	}
	isShared := func(name string) bool { return strings.HasPrefix(path.Base(name), "_") }
	for _, name := range names {
		if isShared(name) {
			if layout, err = layout.ParseFS(from, name); err != nil {
				return nil, fmt.Errorf("page: %w", err)
			}
		}
	}
	r := &Room{pages: p, templates: map[string]*template.Template{}}
	for _, name := range names {
		if isShared(name) {
			continue
		}
		page, err := layout.Clone()
		if err != nil {
			return nil, fmt.Errorf("page: %s: %w", name, err)
		}
		if page, err = page.ParseFS(from, name); err != nil {
			return nil, fmt.Errorf("page: %w", err)
		}
		own, err := template.New("own").Funcs(p.functions()).ParseFS(from, name)
		if err != nil {
			return nil, fmt.Errorf("page: %w", err)
		}
		if own.Lookup("main") == nil && own.Lookup("body") == nil {
			return nil, fmt.Errorf("page: %s does not define \"main\"", name)
		}
		r.templates[strings.TrimSuffix(path.Base(name), ".html")] = page.Lookup(string(family) + ".html")
	}
	if len(r.templates) == 0 {
		return nil, fmt.Errorf("page: no templates in %s/", dir)
	}
	return r, nil
}

// Names lists the room's pages in alphabetical order.
func (r *Room) Names() []string { return slices.Sorted(maps.Keys(r.templates)) }

// Template returns a page with its layout, for a test to look at; nil if there is none.
func (r *Room) Template(name string) *template.Template { return r.templates[name] }

// Render writes a page with the given status. view is the page's struct, which embeds Page. The page is rendered in
// full before anything is sent, so that a failure is a failure page, never half a page.
func (r *Room) Render(c echo.Context, status int, name string, view any) error {
	return r.write(name, view, func(body []byte) error { return r.pages.send(c, status, body) })
}

// write renders a page and hands it to send, which must not keep it.
func (r *Room) write(name string, view any, send func(body []byte) error) error {
	t := r.templates[name]
	if t == nil {
		return fmt.Errorf("page: no page %q", name)
	}
	buffer := r.pages.buffers.get(newBuffer)
	defer r.pages.keep(buffer)
	if err := t.Execute(buffer, view); err != nil {
		return fmt.Errorf("page: rendering %s: %w", name, err)
	}
	return send(buffer.Bytes())
}

// Part is what a page has inside its layout: its "main", as HTML.
func (r *Room) Part(name string, view any) (string, error) {
	t := r.templates[name]
	if t == nil {
		return "", fmt.Errorf("page: no page %q", name)
	}
	var b strings.Builder
	if err := t.ExecuteTemplate(&b, "main", view); err != nil {
		return "", fmt.Errorf("page: rendering the main part of %s: %w", name, err)
	}
	return b.String(), nil
}
