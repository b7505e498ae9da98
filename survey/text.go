package survey

import (
	"maps"
	"slices"
)

// Text is one phrase in several languages, by BCP 47 tag ("ky", "ru", "en").
type Text map[string]string

// In returns the phrase in the first of the languages that has it; failing
// these, in the alphabetically first language that does; "" if there is none.
func (t Text) In(languages ...string) string {
	for _, l := range languages {
		if s := t[l]; s != "" {
			return s
		}
	}
	for _, l := range t.languages() {
		if s := t[l]; s != "" {
			return s
		}
	}
	return ""
}

// Missing lists those of the languages in which the phrase is not given, in the
// order asked. A phrase given in no language at all is missing in all.
func (t Text) Missing(languages []string) []string {
	var missing []string
	for _, l := range languages {
		if t[l] == "" {
			missing = append(missing, l)
		}
	}
	return missing
}

func (t Text) languages() []string { return slices.Sorted(maps.Keys(t)) }

func appendOnce(names []string, name string) []string {
	if slices.Contains(names, name) {
		return names
	}
	return append(names, name)
}
