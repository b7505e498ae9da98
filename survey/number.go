package survey

import (
	"math/big"
	"regexp"
	"strings"

	"ashar/survey/expression"
)

// maxDigits bounds the digits of a number, which a float64 holds exactly.
const maxDigits = 15

// typedNumber is what people write for a number: with a comma or a point, with
// spaces between the thousands, and with any kind of minus.
var typedNumber = regexp.MustCompile(`^[-−–]?(?:[0-9]{1,3}(?:[ \x{a0}\x{202f}][0-9]{3})+|[0-9]+)(?:[.,][0-9]+)?$`)

// Digits brings a number as somebody typed it to decimal digits: no plus, no leading
// zeros, and none at the end of a fraction. ok is false for what is none, or has more
// than 15 digits.
func Digits(typed string) (digits string, ok bool) {
	s := strings.TrimSpace(visible(typed))
	if !typedNumber.MatchString(s) {
		return "", false
	}
	s = strings.NewReplacer(",", ".", "−", "-", "–", "-", " ", "", "\u00a0", "", "\u202f", "").Replace(s)
	s, minus := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(s, ".")
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if len(whole)+len(fraction) > maxDigits {
		return "", false
	}
	if whole == "" {
		whole = "0"
	}
	digits = whole
	if fraction != "" {
		digits += "." + fraction
	}
	if minus && digits != "0" {
		digits = "-" + digits
	}
	return digits, true
}

func (x *Question) acceptNumber(v Value) (Value, error) {
	digits, ok := Digits(v.Number)
	switch {
	case !ok && x.Kind == Integer:
		return Value{}, x.problem(NotWhole)
	case !ok:
		return Value{}, x.problem(NotNumber)
	case x.Kind == Integer && strings.Contains(digits, "."):
		return Value{}, x.problem(NotWhole)
	case x.Kind == RangeNumber && x.Range != nil:
		if code := x.Range.holds(digits); code != "" {
			return Value{}, &Problem{Question: x.Name, Code: code, Low: x.Range.Start, High: x.Range.End, Step: x.Range.Step}
		}
	}
	return Value{Number: digits}, nil
}

// rational reads decimal digits exactly; nil if they are none.
func rational(digits string) *big.Rat {
	if d, ok := Digits(digits); !ok || d != digits {
		return nil
	}
	r, _ := new(big.Rat).SetString(digits)
	return r
}

// holds reports what keeps a number out of the range; "" if nothing does.
func (r *Range) holds(digits string) ProblemCode {
	n, start, end, step := rational(digits), rational(r.Start), rational(r.End), rational(r.Step)
	if n == nil || start == nil || end == nil || step == nil || step.Sign() <= 0 {
		return OutOfRange
	}
	if n.Cmp(start) < 0 || n.Cmp(end) > 0 {
		return OutOfRange
	}
	if steps := new(big.Rat).Quo(new(big.Rat).Sub(n, start), step); !steps.IsInt() {
		return OffStep
	}
	return ""
}

// Numbers lists the numbers of the range, lowest first, in decimal digits; nil if
// there are more than most.
func (r *Range) Numbers(most int) []string {
	start, end, step := rational(r.Start), rational(r.End), rational(r.Step)
	if start == nil || end == nil || step == nil || step.Sign() <= 0 {
		return nil
	}
	var numbers []string
	for n := new(big.Rat).Set(start); n.Cmp(end) <= 0; n = new(big.Rat).Add(n, step) {
		if len(numbers) == most {
			return nil
		}
		digits, _ := Digits(n.FloatString(maxDigits))
		numbers = append(numbers, digits)
	}
	return numbers
}

// computed is what an expression came to, as an answer.
func computed(v expression.Value) Value {
	switch v.Type() {
	case expression.Boolean: // a text would be true whatever it says
		if v.Bool() {
			return Value{Number: "1"}
		}
		return Value{Number: "0"}
	case expression.Number:
		return Value{Number: v.String()}
	case expression.Date:
		if iso, ok := day(v.String()); ok {
			return Value{Date: iso}
		}
	}
	return Value{Text: v.String()} // and so a day with its hour
}
