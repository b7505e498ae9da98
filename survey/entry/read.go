package entry

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"ashar/survey"
)

// The fields in which the answer to the question with the index i is posted: q<i> for each choice that is ticked, and with
// one of these behind it what else there is.
const (
	codesPart  = ".codes"  // numbers of choices, as they are printed; of a ranking the best first
	textPart   = ".text"   // what is typed
	placePart  = ".place." // of a ranking, with the choice's name behind it: 1, 2, ...
	levelPart  = ".level." // of a scale, with the choice's name behind it: 1, 2, ...
	pointsPart = ".points."
)

func fieldOf(i int) string { return "q" + strconv.Itoa(i) }

// unreadable stands for what is no choice, and as a level for what is no number: nothing accepts it.
const unreadable = -1 << 40

// read takes the answers to a questionnaire out of a posted form. Whether they can be accepted is not judged here.
func read(q *survey.Questionnaire, form url.Values) []survey.Answer {
	var answers []survey.Answer
	for i := range q.Questions {
		x := &q.Questions[i]
		if x.Kind == survey.Note || x.Kind.Computed() || x.Kind.Stored() || x.Kind == survey.Pairwise {
			continue
		}
		if v := readOne(q, x, fieldOf(i), form); !v.IsZero() {
			answers = append(answers, survey.Answer{Question: x.Name, Value: v})
		}
	}
	return answers
}

func readOne(q *survey.Questionnaire, x *survey.Question, field string, form url.Values) survey.Value {
	switch x.Kind {
	case survey.SelectOne, survey.SelectMultiple:
		chosen := form[field]
		for _, name := range coded(q, x, form.Get(field+codesPart)) {
			if !slices.Contains(chosen, name) {
				chosen = append(chosen, name)
			}
		}
		return survey.Chosen(chosen...)
	case survey.Rank:
		if x.Of != "" {
			return survey.Chosen(coded(q, x, form.Get(field+codesPart))...)
		}
		return survey.Chosen(placed(form, field+placePart)...)
	case survey.Scale:
		return survey.Rated(levels(q, x, form, field+levelPart)...)
	case survey.Points:
		return survey.Rated(levels(q, x, form, field+pointsPart)...)
	}
	text := strings.ReplaceAll(form.Get(field+textPart), "\r\n", "\n")
	if text == "" {
		return survey.Value{}
	}
	return survey.Typed(x.Kind, strings.ToValidUTF8(text, "\uFFFD"))
}

// coded are the choices with these numbers in their list. A number that none has comes out as itself, which no choice is
// called.
func coded(q *survey.Questionnaire, x *survey.Question, typed string) []string {
	list := q.Choices(q.Source(x))
	var names []string
	for _, number := range strings.FieldsFunc(typed, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		n, err := strconv.Atoi(number)
		if err != nil || n < 1 || n > len(list) {
			names = append(names, "№"+number)
			continue
		}
		names = append(names, list[n-1].Name)
	}
	return names
}

// placed are choices by the places that stand beside them. One place that two have is nobody's.
func placed(form url.Values, prefix string) []string {
	type at struct {
		place int
		name  string
	}
	var all []at
	for key := range form {
		name, ok := strings.CutPrefix(key, prefix)
		typed := strings.TrimSpace(form.Get(key))
		if !ok || typed == "" {
			continue
		}
		n, err := strconv.Atoi(typed)
		if err != nil || n < 1 {
			name, n = "№"+typed, unreadable
		}
		all = append(all, at{n, name})
	}
	slices.SortFunc(all, func(a, b at) int { return cmp.Or(cmp.Compare(a.place, b.place), cmp.Compare(a.name, b.name)) })
	var names []string
	for i, one := range all {
		if one.place != i+1 && one.place != unreadable {
			names = append(names, "№"+strconv.Itoa(one.place)) // there is a gap before it, or another one has its place
			continue
		}
		names = append(names, one.name)
	}
	return names
}

// levels are the numbers in the fields whose names begin like this, by the choice's name. An empty field is none.
func levels(q *survey.Questionnaire, x *survey.Question, form url.Values, prefix string) []survey.Level {
	var given []survey.Level
	for _, c := range q.Things(x) {
		typed := strings.TrimSpace(form.Get(prefix + c.Name))
		if typed == "" {
			continue
		}
		n, err := strconv.Atoi(typed)
		if err != nil || n < 0 || n > 1_000_000 {
			n = unreadable
		}
		given = append(given, survey.Level{Choice: c.Name, Level: n})
	}
	return given
}
