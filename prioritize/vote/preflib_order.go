package vote

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"ashar/prioritize/sheet"
)

// span is a part of a line, and knows where it stands.
type span struct {
	line   int
	whole  string // the line
	at, to int    // offsets of its begin and end
}

func (s span) text() string { return s.whole[s.at:s.to] }

// fault is an Error where the span begins.
func (s span) fault(format string, args ...any) error {
	return sheet.At(s.line, utf8.RuneCountInString(s.whole[:s.at])+1, format, args...)
}

// trim is the span without space around it.
func (s span) trim() span {
	text := s.text()
	s.at += len(text) - len(strings.TrimLeft(text, " \t\r"))
	if s.at > s.to {
		s.at = s.to
	}
	s.to = s.at + len(strings.TrimRight(s.text(), " \t\r"))
	return s
}

// from is the span without its first bytes.
func (s span) from(bytes int) span {
	s.at += bytes
	return s.trim()
}

// cut parts the span at the first separator; without one, the second part is what
// stands after the span's end.
func (s span) cut(separator byte) (before, after span, found bool) {
	i := strings.IndexByte(s.text(), separator)
	if i < 0 {
		after = s
		after.at = s.to
		return s, after, false
	}
	before, after = s, s
	before.to = s.at + i
	after.at = s.at + i + 1
	return before.trim(), after.trim(), true
}

// number is the whole number that the span is, from least to most.
func (s span) number(least, most int64) (int64, error) {
	n, err := strconv.ParseInt(s.text(), 10, 64)
	if err != nil || n < least || n > most {
		if most > MaxProfileItems {
			return 0, s.fault("%q is not a whole number of %d or more", s.text(), least)
		}
		return 0, s.fault("%q is not a whole number from %d to %d", s.text(), least, most)
	}
	return n, nil
}

// maxCount is the largest count of a line, and sum of counts.
const maxCount = 1 << 53

// ballot reads a line of ballots: a count and an order.
func (f *prefLib) ballot(s span) error {
	count, order, found := s.cut(f.parts)
	n, err := count.number(1, maxCount)
	if err != nil {
		return err
	}
	if f.sum += n; f.sum > maxCount {
		return count.fault("the counts sum to more than %d", int64(maxCount))
	}
	if !found && !f.old {
		return s.fault("a line of orders is \"count: 1,2,3\"")
	}
	tiers, err := f.order(order)
	if err != nil {
		return err
	}
	row := len(f.answers.Profile.Ballots)
	if row == MaxBallots {
		return s.fault("more than %d lines of orders; count equal ones together", MaxBallots)
	}
	f.answers.add(Ballot{Weight: float64(n), Tiers: tiers}, row, nil)
	return nil
}

// order reads "1,{2,3},4".
func (f *prefLib) order(s span) ([][]int, error) {
	var tiers [][]int
	var ranked int
	for rest := s; rest.text() != ""; {
		tier, after, found := rest.cut(',')
		braced := strings.HasPrefix(rest.text(), "{")
		if braced {
			if !f.kind.ties() {
				return nil, rest.fault("a tie, which a .%s file has not; call the file .%s if it may have ties", f.kind, strings.Replace(string(f.kind), "s", "t", 1))
			}
			var err error
			if tier, after, found, err = rest.braces(); err != nil {
				return nil, err
			}
		}
		items, err := f.tier(tier, braced)
		if err != nil {
			return nil, err
		}
		tiers = append(tiers, items)
		ranked += len(items)
		if found && after.text() == "" {
			return nil, after.fault("the order ends in a comma")
		}
		rest = after
	}
	if m := len(f.answers.Profile.Items); f.kind.complete() && ranked < m {
		return nil, s.fault("the order ranks %d of %d alternatives, and all in a .%s file; call the file .%s if orders may be incomplete",
			ranked, m, f.kind, strings.Replace(string(f.kind), "c", "i", 1))
	}
	return tiers, nil
}

// braces parts a span that begins with a brace into what stands in the braces and
// what comes after the comma behind them.
func (s span) braces() (within, after span, comma bool, err error) {
	within, after, found := s.from(1).cut('}')
	if !found || strings.Contains(within.text(), "{") {
		return span{}, span{}, false, s.fault("the brace { is not closed")
	}
	if within.text() == "" {
		return span{}, span{}, false, s.fault("nothing stands in the braces; leave them out")
	}
	if after.text() == "" {
		return within, after, false, nil
	}
	if !strings.HasPrefix(after.text(), ",") {
		return span{}, span{}, false, after.fault("a comma must stand after }")
	}
	return within, after.from(1), true, nil
}

// tier reads "2" or, of braces, "2,3".
func (f *prefLib) tier(s span, braced bool) ([]int, error) {
	var items []int
	for more := true; more; {
		var number span
		if number, s, more = s.cut(','); !braced {
			more = false
		}
		i, err := number.number(1, int64(len(f.seen)))
		if err != nil {
			return nil, f.noAlternative(number)
		}
		ballot := len(f.answers.Profile.Ballots) + 1
		if f.seen[i-1] == ballot {
			return nil, number.fault("alternative %d stands twice in the order", i)
		}
		f.seen[i-1] = ballot
		items = append(items, int(i-1))
	}
	return items, nil
}

// noAlternative is an Error of what should be one's number.
func (f *prefLib) noAlternative(s span) error {
	text := s.text()
	if strings.ContainsAny(text, "{}") {
		return s.fault("%q: braces do not match; a tie is {1,2}", text)
	}
	return s.fault("%q is none of the alternatives 1 to %d", text, len(f.seen))
}
