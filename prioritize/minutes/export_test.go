package minutes

import (
	"html/template"

	"ashar/survey/locale"
)

// PageTemplate is the template of the minutes on a page, and PageView what it is rendered with.
func PageTemplate(d *Document, s locale.Speaker) (*template.Template, error) {
	return newPage(teller{d, s})
}

// PageView is a zero value of it.
func PageView() []Section { return nil }
