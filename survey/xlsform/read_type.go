package xlsform

import (
	"fmt"
	"slices"
	"strings"

	"ashar/survey"
)

// The types of rows that are no kind of question.
const (
	beginGroup = "begin_group"
	endGroup   = "end_group"
)

const (
	noRepeat   = "ask each thing once: how many there are as an integer, what they are as a text, or one answer per person"
	noFile     = "use select_one with a list of the sheet choices, and a choice_filter"
	noDevice   = "delete the row: a device is never identified"
	noShape    = "use geopoint for one place"
	noData     = "move the data to columns of the sheet choices"
	useConsent = "use the consent: a note with the ashar::role consent"
)

// instead says what to do about the question types that Ashar does not have.
var instead = map[string]string{
	"begin_repeat": noRepeat, "end_repeat": noRepeat, "begin_loop": noRepeat, "end_loop": noRepeat,
	"time": "use text, or select_one with parts of the day", "datetime": "use date, and text for the hour",
	"barcode": "use text", "video": "use image or audio", "file": "use image or audio", "background-audio": "use audio",
	"hidden": "use calculate", "acknowledge": useConsent, "trigger": useConsent,
	"deviceid": noDevice, "imei": noDevice, "subscriberid": noDevice, "simserial": noDevice, "phonenumber": "delete the row: a number is never kept",
	"username": "delete the row", "email": "delete the row", "audit": "delete the row: how long an interview takes is kept anyway",
	"start-geopoint": "use geopoint, so that the respondent knows of it", "geotrace": noShape, "geoshape": noShape, "osm": noShape,
	"select_one_from_file": noFile, "select_multiple_from_file": noFile, "select_one_external": noFile, "select_multiple_external": noFile,
	"csv-external": noData, "xml-external": noData, "xml_external": noData, "csv_external": noData,
	"entity": "delete the row",
}

// kinds are the kinds of question that a row can have as its type; true: it names
// a list.
var kinds = map[string]bool{
	string(survey.SelectOne): true, string(survey.SelectMultiple): true, string(survey.Rank): true,
	string(survey.Integer): false, string(survey.Decimal): false, string(survey.RangeNumber): false,
	string(survey.TextAnswer): false, string(survey.Date): false, string(survey.Geopoint): false,
	string(survey.Image): false, string(survey.Audio): false, string(survey.Note): false,
	string(survey.Calculate): false, string(survey.Start): false, string(survey.End): false, string(survey.Today): false,
}

const supported = "use select_one, select_multiple, rank, text, integer, decimal, range, date, geopoint, image, audio, note or calculate, or a group"

// otherTypes are other names of types, as in older forms.
var otherTypes = map[string]string{
	"string": "text", "int": "integer", "photo": "image", "gps": "geopoint", "location": "geopoint",
	"select1": "select_one", "select": "select_multiple",
}

// twoWords are types that older forms write in two words.
var twoWords = map[string]bool{
	"select_one": true, "select_multiple": true, "begin_group": true, "end_group": true,
	"begin_repeat": true, "end_repeat": true, "begin_loop": true, "end_loop": true,
}

// kind reads the type of a row, and the list that it names. It reports a type
// that makes no sense, or that is not supported, and returns "" for it.
func (rd *reader) kind(t *table, r row) (kind, list string) {
	words := strings.Fields(t.cell(r, colType))
	if len(words) == 0 {
		rd.say(t.at(r, colType), "a row without a type", supported)
		return "", ""
	}
	kind, words = strings.ToLower(words[0]), words[1:]
	if len(words) > 0 && twoWords[kind+"_"+strings.ToLower(words[0])] {
		kind, words = kind+"_"+strings.ToLower(words[0]), words[1:]
	}
	if name := otherTypes[kind]; name != "" {
		kind = name
	}
	named, known := kinds[kind]
	switch {
	case kind == beginGroup || kind == endGroup: // a name may be repeated after it
		return kind, ""
	case !known:
		do := instead[kind]
		if do == "" {
			do = supported
		}
		rd.say(t.at(r, colType), fmt.Sprintf("questions of the type %s are not supported", kind), do)
		return "", ""
	case named:
		return rd.named(t, r, kind, words)
	case len(words) > 0:
		rd.say(t.at(r, colType), fmt.Sprintf("nothing can stand after %s", kind), "write "+kind+" alone")
		return "", ""
	}
	return kind, ""
}

// named reads the list after a type.
func (rd *reader) named(t *table, r row, kind string, words []string) (_, list string) {
	if slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains([]string{"or_other", "or-other", "other"}, strings.ToLower(w))
	}) && len(words) > 1 {
		rd.say(t.at(r, colType), "or_other is not supported", "write the choice \"other\" in the list, and a text question after this one")
		return "", ""
	}
	if len(words) != 1 {
		rd.say(t.at(r, colType), fmt.Sprintf("%s wants the name of one list", kind), "write it as in "+kind+" needs")
		return "", ""
	}
	return kind, words[0]
}
