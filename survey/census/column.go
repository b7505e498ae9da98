package census

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
)

// holds is what a column holds.
type holds int

const (
	nothing holds = iota
	aName
	aCode
	people // of the column's sex and ages
	aSex   // of a long table
	anAge
	aCount
)

// column is what the heading of a column says.
type column struct {
	holds
	heading string
	lang    string // of a name
	sex     string // of people; "" where both are counted together
	ages    span   // of people
}

// oldest ends the ages that have no end.
const oldest = 200

// span are ages, both included. all is of a column that says none: children may be among them.
type span struct {
	from, to int
	all      bool
}

// adult is the age from which residents are asked.
const adult = 18

func (s span) String() string {
	switch {
	case s.to >= oldest:
		return strconv.Itoa(s.from) + "+"
	case s.from == s.to:
		return strconv.Itoa(s.from)
	}
	return strconv.Itoa(s.from) + "–" + strconv.Itoa(s.to)
}

// Words of headings and cells, as search keys, in Kyrgyz, Russian and English.
var (
	villageWords = map[string]string{
		"айыл": "ky", "айылдар": "ky", "айылы": "ky", "айылдын": "ky", "калктуу": "ky", "конуш": "ky", "аталышы": "ky", "аты": "ky",
		"село": "ru", "села": "ru", "населенный": "ru", "пункт": "ru", "наименование": "ru", "название": "ru",
		"village": "en", "villages": "en", "settlement": "en", "name": "en",
	}
	languageWords = map[string]string{
		"кыргызча": "ky", "кырг": "ky", "ky": "ky", "kg": "ky", "киргизском": "ky", "кыргызском": "ky", "kyrgyz": "ky",
		"орусча": "ru", "русском": "ru", "рус": "ru", "ru": "ru", "russian": "ru", "русский": "ru",
		"англисче": "en", "английском": "en", "en": "en", "english": "en", "англ": "en",
	}
	codeWords   = []string{"соате", "soate", "ааббт", "аабт", "код", "code"}
	femaleWords = []string{"аял", "аялдар", "аялы", "жен", "женщины", "женщин", "женский", "ж", "female", "females", "women", "woman", "f", "w", "кыз", "кыздар"}
	maleWords   = []string{"эркек", "эркектер", "эр", "муж", "мужчины", "мужчин", "мужской", "м", "male", "males", "men", "man", "m"}
	adultWords  = []string{"чондор", "чон", "бойго", "взрослые", "взрослых", "взрослое", "совершеннолетние", "adult", "adults"}
	olderWords  = []string{"старше", "более", "выше", "жогору", "жогорку", "улуу", "улуулар", "ойдо", "over", "older", "above"}
	underWords  = []string{"до", "младше", "моложе", "чейин", "кичуу", "under", "below"}
	sexWords    = []string{"жынысы", "жыныс", "пол", "sex", "gender"}
	ageWords    = []string{"жашы", "жаш", "курагы", "курак", "возраст", "возрастная", "age", "ages"}
	countWords  = []string{"саны", "сан", "адам", "калк", "калкы", "калктын", "население", "населения", "эл", "элдин", "число", "численность", "количество", "человек", "чел", "count", "people", "population", "number"}
	totalWords  = []string{"баары", "бардыгы", "жалпы", "жыйынтыгы", "всего", "итого", "total", "sum"}
)

var number = regexp.MustCompile(`[0-9]+`)

// readColumn says what a heading is of.
func readColumn(heading string) column {
	c := column{heading: heading}
	words := strings.Fields(survey.SearchKey(heading))
	has := func(of []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(of, w) })
	}
	for _, w := range words {
		if l := languageWords[w]; l != "" {
			c.lang = l
		}
	}
	ages, told := readAges(heading)
	switch female, male := has(femaleWords), has(maleWords); {
	case has(codeWords) && !told:
		c.holds = aCode
	case !told && (female && male || has(sexWords)):
		c.holds = aSex
	case female && male:
		c.holds, c.ages = people, ages
	case female, male:
		c.holds, c.sex, c.ages = people, survey.SexMale, ages
		if female {
			c.sex = survey.SexFemale
		}
		if !told {
			c.ages = agesOf(has(adultWords))
		}
	case told:
		c.holds, c.ages = people, ages
	case has(adultWords):
		c.holds, c.ages = people, agesOf(true)
	case slices.ContainsFunc(words, func(w string) bool { return villageWords[w] != "" }) && !has(totalWords) && !has(countWords):
		c.holds = aName
		for _, w := range words {
			if l := villageWords[w]; l != "" && c.lang == "" {
				c.lang = l
			}
		}
	case has(totalWords):
		c.holds, c.ages = people, agesOf(false)
	case has(ageWords):
		c.holds = anAge
	case has(countWords):
		c.holds = aCount
	case c.lang != "":
		c.holds = aName
	}
	return c
}

func agesOf(adults bool) span {
	if adults {
		return span{from: adult, to: oldest}
	}
	return span{to: oldest, all: true}
}

// readAges reads the ages out of a heading or a cell: "18-28", "от 60 лет", "60+", "до 18", "18 жашка чейин", "19".
func readAges(s string) (ages span, ok bool) {
	var of []int
	for _, n := range number.FindAllString(s, -1) {
		if i, err := strconv.Atoi(n); err == nil && i < oldest { // or it is a year
			of = append(of, i)
		}
	}
	words := strings.Fields(survey.SearchKey(s))
	has := func(all []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return slices.Contains(all, w) })
	}
	switch {
	case len(of) == 2 && of[0] <= of[1]:
		return span{from: of[0], to: of[1]}, true
	case len(of) != 1:
		return span{}, false
	case strings.Contains(s, "+") || has(olderWords) || slices.Contains(words, "от"):
		return span{from: of[0], to: oldest}, true
	case has(underWords) && of[0] > 0:
		return span{to: of[0] - 1}, true
	}
	return span{from: of[0], to: of[0]}, true
}

// readSex reads the sex out of a cell.
func readSex(s string) string {
	for w := range strings.FieldsSeq(survey.SearchKey(s)) {
		switch {
		case slices.Contains(femaleWords, w):
			return survey.SexFemale
		case slices.Contains(maleWords, w):
			return survey.SexMale
		}
	}
	return ""
}

// isTotal reports whether a row sums others up.
func isTotal(name string) bool {
	for w := range strings.FieldsSeq(survey.SearchKey(name)) {
		if slices.Contains(totalWords, w) || strings.HasPrefix(w, "аймаг") || strings.HasPrefix(w, "аймак") {
			return true
		}
	}
	return false
}
