package dataset

import (
	"slices"
	"time"
)

// Choices is how what was chosen or ranked stands in columns.
type Choices string

// The ways.
const (
	Both   Choices = "both"   // joined, and split beside; so is the zero value
	Joined Choices = "joined" // all that was chosen in one column
	Split  Choices = "split"  // a column for each choice: 1 or 0, or its place
)

// Ways lists them.
func Ways() []Choices { return []Choices{Joined, Split, Both} }

// Shape is how responses are written. The zero Shape is codes, joined and split, with all words, in UTC.
type Shape struct {
	// Labels is the language, a BCP 47 tag, in which headings and values are labels; "" for the names and codes that the
	// questionnaire has. A label without a translation is the questionnaire's in its default language.
	Labels  string
	Choices Choices
	// NoWords leaves out what could tell who answered: own words, photos and voice messages, places on the map, the
	// sampling unit, and all that is calculated from them.
	NoWords bool
	// Excel writes CSV as Excel is set where Ashar is used: with a mark by which it knows UTF-8, semicolons, commas before
	// decimals, and an apostrophe before what it would turn into another number or into a day, as 0555 and 10-12.
	Excel bool
	Zone  *time.Location // of times; nil is UTC
}

// Format is a form of file.
type Format string

// The formats.
const (
	CSV    Format = "csv"    // RFC 4180, UTF-8
	JSON   Format = "json"   // one array of flat objects
	NDJSON Format = "ndjson" // one flat object a line
	XLSX   Format = "xlsx"   // a workbook
	HXL    Format = "hxl"    // CSV with a row of HXL tags under the headings
)

// Formats lists them.
func Formats() []Format { return []Format{CSV, JSON, NDJSON, XLSX, HXL} }

// Valid reports whether f is one of Formats.
func (f Format) Valid() bool { return slices.Contains(Formats(), f) }

// MediaType is the format's media type, for a header of HTTP.
func (f Format) MediaType() string {
	switch f {
	case JSON:
		return "application/json"
	case NDJSON:
		return "application/x-ndjson"
	case XLSX:
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8; header=present"
}

// Extension is how the names of such files end, with the dot.
func (f Format) Extension() string {
	if f == HXL {
		return ".hxl.csv"
	}
	return "." + string(f)
}

// Told says in a few words what is given away, for an audit trail: "csv, ru, without words".
func (l *Layout) Told(f Format) string {
	told := string(f)
	if l.shape.Labels != "" {
		told += ", " + l.shape.Labels
	}
	if l.shape.NoWords {
		told += ", without words"
	}
	return told
}
