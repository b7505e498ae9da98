package xlsform

import "strings"

// The sheets of a workbook.
const (
	surveySheet   = "survey"
	choicesSheet  = "choices"
	settingsSheet = "settings"
)

// The columns that are read and written, by heading without the language.
const (
	colType         = "type"
	colName         = "name"
	colLabel        = "label"
	colHint         = "hint"
	colRequired     = "required"
	colRelevant     = "relevant"
	colConstraint   = "constraint"
	colChoiceFilter = "choice_filter"
	colAppearance   = "appearance"
	colRole         = "ashar::role"
	colOf           = "ashar::of"

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
	aliases map[string]string // older names
}

var layouts = map[string]layout{
	surveySheet: {
		needed: []string{colType, colName},
		known: map[string]bool{
			colType: false, colName: false, colLabel: true, colHint: true, colRequired: false, colRelevant: false,
			colConstraint: false, colChoiceFilter: false, colAppearance: false, colRole: false, colOf: false,
		},
		refused: map[string]string{
			"calculation":   "clear the cell: nothing is calculated yet",
			"calculate":     "clear the cell: nothing is calculated yet",
			"default":       "clear the cell: every answer is the respondent's own",
			"trigger":       "clear the cell",
			"parameters":    "clear the cell",
			"repeat_count":  "clear the cell: there are no repeats",
			"read_only":     "clear the cell",
			"readonly":      "clear the cell",
			"disabled":      "delete the row if it is not wanted",
			"guidance_hint": "move the text to the hint",
			"media":         "clear the cell: there are no pictures or sounds yet",
			"image":         "clear the cell: there are no pictures yet",
			"audio":         "clear the cell: there are no sounds yet",
			"video":         "clear the cell: there are no films",
			"bind":          "use the columns relevant, constraint and required",
		},
		aliases: map[string]string{"relevance": colRelevant, "caption": colLabel},
	},
	choicesSheet: {
		needed: []string{colList, colName},
		known: map[string]bool{
			colList: false, colName: false, colLabel: true,
			colNeed: false, colSphere: false, colCompetence: false, colIssue: false, colExclusive: false,
		},
		refused: map[string]string{
			"media": "clear the cell: there are no pictures or sounds yet",
			"image": "clear the cell: there are no pictures yet",
			"audio": "clear the cell: there are no sounds yet",
			"video": "clear the cell: there are no films",
		},
		aliases: map[string]string{"value": colName, "caption": colLabel},
	},
	settingsSheet: {
		needed: []string{colID, colVersion, colDefault},
		known: map[string]bool{
			colTitle: true, colID: false, colVersion: false, colDefault: false, colTitles: true, colConsentVersion: false,
		},
		refused: map[string]string{
			"public_key": "clear the cell: answers are not kept encrypted to a key of yours",
		},
		aliases: map[string]string{"id_string": colID, "set_form_id": colID, "set_form_title": colTitle},
	},
}

// column is one column of a sheet.
type column struct {
	heading  string // as it is written
	key      string // what it means; "" when it is passed over
	language string // the tag; "" when it has none
	refused  string // what to do about content in it; "" when it is not refused
}

// readHeading finds what a heading means. The last return value is the language
// as written, when no tag can be made of it.
func (l layout) readHeading(heading string) (c column, unreadable string) {
	c.heading = heading
	separator := "::"
	if !strings.Contains(heading, separator) {
		separator = ":"
	}
	parts := strings.Split(heading, separator)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	key, rest := snake(parts[0]), parts[1:]
	if key == "ashar" && len(rest) > 0 {
		key, rest = key+"::"+snake(rest[0]), rest[1:]
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

// own reports whether a heading is in Ashar's namespace.
func own(heading string) bool {
	name, _, _ := strings.Cut(heading, ":")
	return snake(name) == "ashar"
}

// snake brings a heading to small letters with '_' for spaces.
func snake(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), "_") }
