package survey

import "slices"

// SeverityLevels is the length of the severity scale, 1 (light) to 5 (grave);
// SatisfactionLevels that of satisfaction with services, 1 (bad) to 5 (good). After
// these a scale of satisfaction may have one more, NoAccessLevel, whose choice is called
// NoAccess: the service is not there, or out of reach. It is no satisfaction.
const (
	SeverityLevels     = 5
	SatisfactionLevels = 5
	NoAccessLevel      = SatisfactionLevels + 1
	NoAccess           = "no_access"
)

// Value is what was answered to one question. Which member is filled follows
// from the question's kind; a skipped question has none. A Value that was accepted
// is in its one normal form; one that is given may hold what was typed: a number
// with a comma, a day as 27.11.2026, a place as a text.
type Value struct {
	// Choices: the name chosen (select_one), the names chosen in the
	// questionnaire's order (select_multiple), or the names best first (rank).
	Choices []string `json:"choices,omitempty" bson:"choices,omitempty"`
	// Levels: for each choice that is rated, in the questionnaire's order; or for
	// each choice that was given points, how many, from 1.
	Levels []Level `json:"levels,omitempty" bson:"levels,omitempty"`
	// Pairs: each pair that was compared, in the order in which it is asked.
	Pairs []Pair `json:"pairs,omitempty" bson:"pairs,omitempty"`
	// Text: the respondent's own words, as written, without space around them; or
	// a computed text.
	Text string `json:"text,omitempty" bson:"text,omitempty"`
	// Key is the words' search key: see SearchKey.
	Key string `json:"key,omitempty" bson:"key,omitempty"`
	// Number, in decimal digits, is exact: "-12.5".
	Number string `json:"number,omitempty" bson:"number,omitempty"`
	// Date is a day: "2006-01-02".
	Date    string `json:"date,omitempty" bson:"date,omitempty"`
	Point   *Point `json:"point,omitempty" bson:"point,omitempty"`
	File    *File  `json:"file,omitempty" bson:"file,omitempty"`
	Skipped bool   `json:"skipped,omitempty" bson:"skipped,omitempty"`
}

// Level is the place of one choice on a scale, 1 being the scale's first level, or
// the points given to it.
type Level struct {
	Choice string `json:"choice" bson:"choice"`
	Level  int    `json:"level" bson:"level"`
}

// Pair is two choices that were compared. Better is one of them, or "" where the
// respondent finds them equal.
type Pair struct {
	First  string `json:"first" bson:"first"`
	Second string `json:"second" bson:"second"`
	Better string `json:"better,omitempty" bson:"better,omitempty"`
}

// Point is a place on the earth (WGS 84): degrees north and east, rounded to six
// places, and metres.
type Point struct {
	Latitude  float64 `json:"latitude" bson:"latitude"`
	Longitude float64 `json:"longitude" bson:"longitude"`
	Altitude  float64 `json:"altitude,omitempty" bson:"altitude,omitempty"`
	Accuracy  float64 `json:"accuracy,omitempty" bson:"accuracy,omitempty"` // radius; 0 means not known
}

// File names an Attachment, which is kept beside the answer.
type File struct {
	ID   string `json:"id" bson:"id"`
	Type string `json:"type" bson:"type"` // media type, found by looking into the file
	Size int    `json:"size" bson:"size"` // bytes
}

// Answer is the Value given to the question of that name.
type Answer struct {
	Question string `json:"question" bson:"question"`
	Value    Value  `json:"value" bson:"value"`
}

// Skip is the Value of a question that was passed over on purpose, and of a note
// that was read.
func Skip() Value { return Value{Skipped: true} }

// Chosen is the Value of a selection or a ranking.
func Chosen(names ...string) Value { return Value{Choices: names} }

// Words is the Value of a text question.
func Words(s string) Value { return Value{Text: s} }

// Rated is the Value of a scale, and of points.
func Rated(levels ...Level) Value { return Value{Levels: levels} }

// Compared is the Value of a pairwise comparison.
func Compared(pairs ...Pair) Value { return Value{Pairs: pairs} }

// Typed is the Value of a question that takes words, a number, a day or a place,
// as the respondent typed it. Of any other kind it is the zero Value.
func Typed(kind Kind, s string) Value {
	switch {
	case kind == TextAnswer || kind == Geopoint:
		return Value{Text: s}
	case kind.Numeric():
		return Value{Number: s}
	case kind == Date:
		return Value{Date: s}
	}
	return Value{}
}

// Located is the Value of a geopoint.
func Located(p Point) Value { return Value{Point: &p} }

// Attached is the Value of an image or audio question.
func Attached(f File) Value { return Value{File: &f} }

// LevelOf returns the level or the points given to the choice, or 0.
func (v Value) LevelOf(choice string) int {
	for _, l := range v.Levels {
		if l.Choice == choice {
			return l.Level
		}
	}
	return 0
}

// PairOf returns what was said of a pair, in whichever order, and whether
// something was.
func (v Value) PairOf(first, second string) (Pair, bool) {
	for _, p := range v.Pairs {
		if p.First == first && p.Second == second || p.First == second && p.Second == first {
			return p, true
		}
	}
	return Pair{}, false
}

// Given returns the sum of the points given.
func (v Value) Given() int {
	sum := 0
	for _, l := range v.Levels {
		sum += l.Level
	}
	return sum
}

// Has reports whether the choice is among those chosen.
func (v Value) Has(choice string) bool { return slices.Contains(v.Choices, choice) }

// IsZero reports whether nothing was given, not even a skip.
func (v Value) IsZero() bool {
	return len(v.Choices) == 0 && len(v.Levels) == 0 && len(v.Pairs) == 0 && v.Text == "" && v.Number == "" &&
		v.Date == "" && v.Point == nil && v.File == nil && !v.Skipped
}
