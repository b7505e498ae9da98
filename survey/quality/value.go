package quality

import (
	"hash/fnv"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"

	"ashar/survey"
)

// value is the fingerprint of an answer, and how many answers were possible, from 1 to mostOptions, in its low bits. 0 is
// of a question that was not asked.
type value uint32

const (
	optionBits  = 6
	mostOptions = 50
)

func newValue(sum uint64, options int) value {
	return value(sum>>32)<<optionBits | value(min(max(options, 1), mostOptions))
}

// options is how many answers were possible, as far as it matters.
func (v value) options() float64 { return float64(v & (1<<optionBits - 1)) }

// options counts the answers that the question takes: those with as many choices as were taken. It need not be exact, and
// is mostOptions where there are more.
func options(q *survey.Questionnaire, x *survey.Question, v *survey.Value) int {
	offered := float64(len(q.Choices(q.Source(x))))
	var n float64
	switch x.Kind {
	case survey.SelectOne:
		n = offered
	case survey.SelectMultiple:
		n = 1
		for i := range len(v.Choices) {
			n *= (offered - float64(i)) / float64(i+1)
		}
	case survey.Rank:
		n = math.Gamma(float64(min(len(v.Choices), 8)) + 1)
	case survey.Scale:
		n = math.Pow(float64(len(q.Choices(x.List))), float64(len(v.Levels)))
	case survey.Pairwise:
		n = math.Pow(3, float64(len(v.Pairs)))
	default:
		n = mostOptions
	}
	if v.Skipped {
		n = 2 // to answer, or not
	}
	return int(min(max(n, 1), mostOptions))
}

// hashOf is the same for two answers if they are the same; own words are, however they are spelled.
func hashOf(v *survey.Value) uint64 {
	h := fnv.New64a()
	part := func(kind string, s ...string) {
		_, _ = io.WriteString(h, kind) // cannot fail
		for _, s := range s {
			_, _ = io.WriteString(h, strconv.Itoa(len(s))+":"+s)
		}
	}
	if v.Skipped {
		part("-")
	}
	part("c", v.Choices...)
	for _, l := range v.Levels {
		part("l", l.Choice, strconv.Itoa(l.Level))
	}
	for _, p := range v.Pairs {
		part("p", p.First, p.Second, p.Better)
	}
	key := v.Key
	if key == "" && v.Text != "" {
		key = survey.SearchKey(v.Text)
	}
	part("t", key, v.Number, v.Date)
	return mixed(h.Sum64(), 0)
}

// mixed is a hash of two numbers; of the last step of SplitMix64 (Steele, Lea and Flood 2014).
func mixed(a, b uint64) uint64 {
	z := a + (b+1)*0x9e3779b97f4a7c15
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// unitOf is the fingerprint of a sampling unit; 0 where it was not told.
func unitOf(v survey.Value) uint64 {
	name := strings.TrimLeft(survey.SearchKey(v.Text)+v.Number, "0 ")
	if v.Skipped || name == "" {
		return 0
	}
	return hashOf(&survey.Value{Number: name})
}

// lettersOf is how many letters a text has.
func lettersOf(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			n++
		}
	}
	return n
}
