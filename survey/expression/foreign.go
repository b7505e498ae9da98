package expression

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

const (
	noRepeats = "there are no repeats: ask once, and name the question as ${name}"
	noFiles   = "put the values into columns of the list of choices, and filter by them in choice_filter"
	noChance  = "the same answers must always give the same value: let the questionnaire randomize the order of choices instead"
	noText    = "compare texts whole, or with contains(), starts-with() and regex()"
	noMaths   = "use + - * div mod, int() and round()"
	noPlaces  = "distances and areas are not computed in the questionnaire"
	noClock   = "subtract dates instead: today() - ${born} is a number of days"
)

// foreign are functions of ODK, of XPath and of spreadsheets that are not known
// here, and what to do instead.
var foreign = map[string]string{
	"position": noRepeats, "indexed-repeat": noRepeats, "count": noRepeats + "; count-selected() counts choices",
	"sum": "write the values with + between them", "count-non-empty": noRepeats, "last": noRepeats,
	"once-only": "use once()", "join": "use concat()", "concatenate": "use concat()", "average": "write (${a} + ${b}) div 2",
	"pulldata": noFiles, "instance": noFiles, "search": noFiles, "lookup": noFiles, "vlookup": noFiles,
	"current": "write . for the answer being judged, or ${name}", "last-saved": "the answers of earlier interviews cannot be named",
	"random": noChance, "uuid": noChance, "rand": noChance, "randomize": "write randomize=true in the column parameters",
	"digest": noChance, "base64-decode": noText, "property": "a questionnaire does not see the device",
	"substr": noText, "substring": noText, "substring-before": noText, "substring-after": noText, "ends-with": "use regex(), as in regex(${a}, '.*end')",
	"translate": noText, "normalize-space": noText, "upper-case": noText, "lower-case": noText, "left": noText, "right": noText, "mid": noText,
	"len": "use string-length()", "length": "use string-length()",
	"abs": "write if(${a} < 0, -${a}, ${a})", "floor": "use int()", "ceiling": "use int() or round()", "pow": noMaths, "power": noMaths, "sqrt": noMaths,
	"exp": noMaths, "exp10": noMaths, "log": noMaths, "log10": noMaths, "sin": noMaths, "cos": noMaths, "tan": noMaths, "pi": noMaths,
	"distance": noPlaces, "area": noPlaces, "geofence": noPlaces,
	"format-date": "use string(), which writes a date as 2026-01-31", "format-date-time": "use string(), which writes a moment by ISO 8601",
	"decimal-date-time": "use number()", "decimal-time": noClock, "date-time": "use date()", "datedif": noClock, "year": noClock, "month": noClock, "day": noClock,
	"boolean-from-string": "compare the text, as in ${a} = 'true'", "checklist": "join the conditions with and and or",
	"weighted-checklist": "add the conditions up, as in 2 * selected(${a}, 'x') + selected(${b}, 'y')",
	"iif":                "use if()", "ifs": "use if(), one inside the other", "isblank": "write ${a} = ''", "is-null": "write ${a} = ''", "isnull": "write ${a} = ''",
	"and": "write and between the conditions", "or": "write or between the conditions", "div": "write div between the numbers", "mod": "write mod between the numbers",
	"jr:itext": "use jr:choice-name() for what a choice is called", "label": "use jr:choice-name(${a}, '${a}') for what a choice is called",
	"selected-index": "use selected-at(), which counts from 0", "rank-position": "use selected-at(), which counts from 0",
}

// unknownFunction tells what is wrong with a call, and what to do.
func unknownFunction(name string) (wrong, do string) {
	wrong = fmt.Sprintf("there is no function %s()", shorten(name))
	known := slices.Sorted(maps.Keys(functions))
	if do, ok := foreign[strings.ToLower(name)]; ok {
		return wrong, do
	}
	if near, ok := Nearest(name, known); ok {
		return wrong, fmt.Sprintf("did you mean %s()?", near)
	}
	return wrong, "the functions are " + strings.Join(known, "(), ") + "()"
}
