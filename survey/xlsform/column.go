package xlsform

import (
	"maps"
	"slices"
	"strings"

	"ashar/survey/expression"
)

// The sheets of a workbook.
const (
	surveySheet   = "survey"
	choicesSheet  = "choices"
	settingsSheet = "settings"
)

// The columns that are read and written, by heading without the language.
const (
	colType              = "type"
	colName              = "name"
	colLabel             = "label"
	colHint              = "hint"
	colRequired          = "required"
	colRequiredMessage   = "required_message"
	colRelevant          = "relevant"
	colConstraint        = "constraint"
	colConstraintMessage = "constraint_message"
	colChoiceFilter      = "choice_filter"
	colCalculation       = "calculation"
	colAppearance        = "appearance"
	colParameters        = "parameters"
	colRole              = "ashar::role"
	colOf                = "ashar::of"
	colItems             = "ashar::items"
	colMax               = "ashar::max"
	colPoints            = "ashar::points"
	colPairs             = "ashar::pairs"

	colList       = "list_name"
	colNeed       = "ashar::need"
	colSphere     = "ashar::sphere"
	colCompetence = "ashar::competence"
	colIssue      = "ashar::issue"
	colExclusive  = "ashar::exclusive"

	colTitle          = "form_title"
	colID             = "form_id"
	colVersion        = "version"
	colDefault        = "default_language"
	colTitles         = "ashar::title"
	colConsentVersion = "ashar::consent_version"
)

// layout is what the columns of one sheet mean.
type layout struct {
	needed  []string          // must be there
	known   map[string]bool   // read; true: in languages
	refused map[string]string // would ask or say what Ashar cannot, with what to do instead
	aliases map[string]string // other names
}

var layouts = map[string]layout{
	surveySheet: {
		needed: []string{colType, colName},
		known: map[string]bool{
			colType: false, colName: false, colLabel: true, colHint: true, colRequired: false, colRequiredMessage: true,
			colRelevant: false, colConstraint: false, colConstraintMessage: true, colChoiceFilter: false, colCalculation: false,
			colAppearance: false, colParameters: false,
			colRole: false, colOf: false, colItems: false, colMax: false, colPoints: false, colPairs: false,
		},
		refused: map[string]string{
			"default":       "clear the cell: every answer is the respondent's own",
			"trigger":       "clear the cell: a calculate follows every answer that it names",
			"repeat_count":  "clear the cell: there are no repeats",
			"read_only":     "clear the cell; words to read alone are a note",
			"readonly":      "clear the cell; words to read alone are a note",
			"disabled":      "delete the row if it is not wanted",
			"guidance_hint": "move the text to the hint",
			"media":         "clear the cell: pictures and sounds are not shown with a question",
			"image":         "clear the cell: pictures are not shown with a question",
			"big-image":     "clear the cell: pictures are not shown with a question",
			"audio":         "clear the cell: sounds are not played with a question",
			"video":         "clear the cell: there are no films",
			"bind":          "use the columns relevant, constraint, required and calculation",
			"body":          "use the columns appearance and parameters",
			"control":       "use the columns appearance and parameters",
			"instance":      "clear the cell",
			"save_to":       "clear the cell: there are no entities",
		},
		aliases: map[string]string{
			"relevance": colRelevant, "caption": colLabel, "calculate": colCalculation,
			"requiredmsg": colRequiredMessage, "constraining_message": colConstraintMessage,
		},
	},
	choicesSheet: {
		needed: []string{colList, colName},
		known: map[string]bool{
			colList: false, colName: false, colLabel: true,
			colNeed: false, colSphere: false, colCompetence: false, colIssue: false, colExclusive: false,
		},
		refused: map[string]string{
			"media":     "clear the cell: pictures and sounds are not shown with a choice",
			"image":     "clear the cell: pictures are not shown with a choice",
			"big-image": "clear the cell: pictures are not shown with a choice",
			"audio":     "clear the cell: sounds are not played with a choice",
			"video":     "clear the cell: there are no films",
		},
		aliases: map[string]string{"value": colName, "caption": colLabel},
	},
	settingsSheet: {
		needed: []string{colID, colVersion},
		known: map[string]bool{
			colTitle: true, colID: false, colVersion: false, colDefault: false, colTitles: true, colConsentVersion: false,
		},
		refused: map[string]string{
			"public_key": "clear the cell: answers are not kept encrypted to a key of yours",
		},
		aliases: map[string]string{"id_string": colID, "set_form_id": colID, "set_form_title": colTitle, "title": colTitle},
	},
}

// column is one column of a sheet.
type column struct {
	heading  string // as it is written, without stray space
	key      string // what it means; "" when it is another tool's, or refused
	language string // the tag; "" when it has none
	refused  string // what to do about content in it; "" when it is not refused
	spoilt   bool   // something is wrong with the heading, and nothing below it is read
}

// foreign reports whether the column is another tool's, and kept as it is.
func (c column) foreign() bool {
	return c.key == "" && c.refused == "" && c.heading != "" && !c.spoilt
}

// readHeading finds what a heading means. The last return value is the language
// as written, when no tag can be made of it.
func (l layout) readHeading(heading string) (c column, unreadable string) {
	c.heading = tidy(heading)
	separator := "::"
	if !strings.Contains(c.heading, separator) {
		separator = ":"
	}
	parts := strings.Split(c.heading, separator)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	key, rest := snake(parts[0]), parts[1:]
	if key == "ashar" && len(rest) > 0 {
		key, rest = key+"::"+snake(rest[0]), rest[1:]
	} else if name, flat := strings.CutPrefix(key, "ashar_"); flat {
		key = "ashar::" + name
	}
	if name := l.aliases[key]; name != "" {
		key = name
	}
	if do := l.refused[key]; do != "" {
		c.refused = do
		return c, ""
	}
	translated, known := l.known[key]
	if !known || len(rest) > 1 || len(rest) == 1 && !translated {
		return c, ""
	}
	if len(rest) == 1 {
		if c.language = language(rest[0]); c.language == "" {
			return c, rest[0]
		}
	}
	c.key = key
	return c, ""
}

// meant is the known column that a heading of no meaning is a slip of the keyboard
// away from; "" if there is none.
func (l layout) meant(heading string) string {
	name, _, _ := strings.Cut(heading, ":")
	key := snake(name)
	if len(key) < 5 { // too short to tell a slip from a word
		return ""
	}
	near, found := expression.Nearest(key, slices.Sorted(maps.Keys(l.known)))
	if !found || near == key || strings.HasPrefix(key, near) || strings.HasPrefix(near, key) {
		return ""
	}
	return near
}

// own reports whether a heading is in Ashar's namespace.
func own(heading string) bool {
	name, _, _ := strings.Cut(heading, ":")
	return snake(name) == "ashar" || strings.HasPrefix(snake(name), "ashar_")
}

// snake brings a heading to small letters with '_' for spaces.
func snake(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), "_") }

// invisible are characters that come along when a text is copied, and that nobody
// sees: zero-width spaces and joiners, the soft hyphen, the byte order mark.
const invisible = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"

// seen leaves out what is invisible, and the space around.
func seen(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if strings.ContainsRune(invisible, r) {
			return -1
		}
		return r
	}, s))
}

// tidy is seen, with single spaces of the plain kind: for what is a name.
func tidy(s string) string { return strings.Join(strings.Fields(seen(s)), " ") }
