package staff

import (
	"errors"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/page"
)

// What the forms about places take at most.
const (
	maxText = 200  // letters of a name or a source
	minYear = 1990 // of a population
)

// formValues are what a form has, by the names of its fields.
type formValues map[string]string

// Is reports whether a field has a value.
func (f formValues) Is(field, value string) bool { return f[field] == value }

// typed are the fields of a request's form.
func typed(c echo.Context) formValues {
	f := formValues{}
	if params, err := c.FormParams(); err == nil {
		for name, values := range params {
			f[name] = strings.TrimSpace(strings.Join(values, "\n"))
		}
	}
	return f
}

// text is what a form has of a text in several languages, under the name of the field and a language.
func (f formValues) text(field string, languages ...string) survey.Text {
	t := survey.Text{}
	for _, lang := range languages {
		if s := f[field+"_"+lang]; s != "" {
			t[lang] = s
		}
	}
	return t
}

func (f formValues) set(field string, t survey.Text) {
	for lang, s := range t {
		f[field+"_"+lang] = s
	}
}

var (
	threeLanguages = []string{"ky", "ru", "en"}
	twoLanguages   = []string{"ky", "ru"}
)

// mistake is something to mend in a form: the field, and the words' id with what they name. It is a survey.ErrInvalid.
type mistake struct {
	field, id string
	args      []any
}

func (m *mistake) Error() string { return "staff: " + m.id }
func (m *mistake) Unwrap() error { return survey.ErrInvalid }

func wrong(field, id string, args ...any) error { return &mistake{field, id, args} }

// mistakes puts what is wrong with a form into words; nil for an error that is not the visitor's.
func mistakes(p page.Page, err error) []page.Mistake {
	var all []page.Mistake
	if many, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range many.Unwrap() {
			all = append(all, mistakes(p, e)...)
		}
		return all
	}
	if m, ok := errors.AsType[*mistake](err); ok {
		return []page.Mistake{{Field: m.field, Text: p.T(m.id, m.args...)}}
	}
	switch {
	case errors.Is(err, survey.ErrConflict):
		return []page.Mistake{{Text: p.T("place.conflict")}}
	case errors.Is(err, survey.ErrInvalid):
		return []page.Mistake{{Text: p.T("place.refused")}}
	}
	return nil
}

// statusOf is the status of a page with mistakes.
func statusOf(err error) int {
	if errors.Is(err, survey.ErrConflict) {
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// day reads a day of a form: midnight where the office is, or this moment, if it is today. It must not be ahead.
func (o *Office) day(field, typed string, now time.Time) (time.Time, error) {
	at, err := time.ParseInLocation(time.DateOnly, typed, o.deps.Zone)
	today := now.In(o.deps.Zone).Format(time.DateOnly)
	switch {
	case err != nil || at.Year() < 1900:
		return at, wrong(field, "place.no_day")
	case typed == today:
		return now, nil
	case typed > today:
		return at, wrong(field, "place.day_ahead")
	}
	return at.UTC(), nil
}

func (o *Office) today() string { return o.deps.Now().In(o.deps.Zone).Format(time.DateOnly) }

// name takes in a name: as the right spelling of the one that was, or as a new one from a day on.
func (o *Office) name(f formValues, name, before survey.Text, now time.Time, spelt func(), renamed func(survey.Text, time.Time) error) error {
	if name.In(twoLanguages...) == "" {
		return wrong("name_ky", "place.no_name")
	}
	if maps.Equal(name, before) {
		return nil
	}
	if f["how"] != "renamed" {
		spelt()
		return nil
	}
	at, err := o.day("day", f["day"], now)
	if err != nil {
		return err
	}
	if renamed(name, at) != nil {
		return wrong("day", "place.day_before")
	}
	return nil
}

// tooLong refuses texts that no name or source is as long as.
func tooLong(f formValues) error {
	for _, field := range slices.Sorted(maps.Keys(f)) {
		if !strings.HasPrefix(field, "table") && !strings.HasPrefix(field, "names") && len([]rune(f[field])) > maxText {
			return wrong(field, "place.too_long", "Most", maxText)
		}
	}
	return nil
}

func checkCode(field, code string) error {
	if code = strings.ReplaceAll(code, " ", ""); code != "" && !survey.ValidSOATE(code) {
		return wrong(field, "place.no_code")
	}
	return nil
}

func readYear(typed string, now time.Time) (int, error) {
	if typed == "" {
		return 0, nil
	}
	year, err := strconv.Atoi(typed)
	if err != nil || year < minYear || year > now.Year()+1 {
		return 0, wrong("year", "place.no_year", "From", strconv.Itoa(minYear), "To", strconv.Itoa(now.Year()+1))
	}
	return year, nil
}

// sourceOf is the source as it was typed in a language; that of before, if it is the same.
func sourceOf(lang, typed string, before survey.Text) survey.Text {
	switch {
	case typed == before.In(lang):
		return before
	case typed == "":
		return nil
	}
	return survey.Text{lang: typed}
}
