package locale

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// style is how a language writes numbers.
type style struct {
	decimal  string // between units and tenths
	group    string // between thousands
	minGroup int    // from how many digits on thousands are parted
	percent  string // after a percentage
}

const (
	noBreak       = "\u00a0"
	narrowNoBreak = "\u202f"
	minus         = "\u2212"
)

func styleOf(lang string) style {
	if lang == English {
		return style{decimal: ".", group: ",", minGroup: 4, percent: "%"}
	}
	return style{decimal: ",", group: narrowNoBreak, minGroup: 5, percent: noBreak + "%"}
}

// Number writes a whole number: 12 345 in Kyrgyz and Russian, with a narrow no-break space; 12,345 in English. Four
// digits stay together in Kyrgyz and Russian (2026), as books print them.
func (s Speaker) Number(n int) string {
	return s.catalog.style.number(strconv.Itoa(n))
}

// Decimal writes x rounded to the given number of decimals: 4,2 in Kyrgyz and Russian; 4.2 in English.
func (s Speaker) Decimal(x float64, decimals int) string {
	return s.catalog.style.number(strconv.FormatFloat(x, 'f', decimals, 64))
}

// Digits writes a number that is given in decimal digits, with as many decimals as it has: 1234.50 as 1234,50 in Kyrgyz
// and Russian. What is no number is left as it is.
func (s Speaker) Digits(digits string) string {
	x, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return digits
	}
	_, fraction, _ := strings.Cut(digits, ".")
	return s.Decimal(x, len(fraction))
}

// Percent writes a share, where 1 is the whole, as a percentage with the given number of decimals: Percent(0.425, 1)
// is 42,5 % in Kyrgyz and Russian, with a no-break space, and 42.5% in English.
func (s Speaker) Percent(share float64, decimals int) string {
	return s.Decimal(100*share, decimals) + s.catalog.style.percent
}

// Share writes a share that somebody has set, such as a target, as it was set: as a percentage with one decimal where it
// has one, Share(0.455) as 45,5 %, Share(0.5) as 50 %.
func (s Speaker) Share(share float64) string {
	if tenths := math.Round(1000 * share); math.Mod(tenths, 10) != 0 {
		return s.Percent(tenths/1000, 1)
	}
	return s.Percent(share, 0)
}

// number sets the separators into a number as strconv writes it. What is not a number (NaN, Inf) becomes a dash.
func (st style) number(plain string) string {
	sign := ""
	if rest, negative := strings.CutPrefix(plain, "-"); negative {
		plain = rest
		if strings.ContainsAny(plain, "123456789") {
			sign = minus
		}
	}
	whole, fraction, hasFraction := strings.Cut(plain, ".")
	if whole == "" || whole[0] < '0' || whole[0] > '9' {
		return "—"
	}
	var b strings.Builder
	b.WriteString(sign)
	for i, digit := range whole {
		if left := len(whole) - i; i > 0 && left%3 == 0 && len(whole) >= st.minGroup {
			b.WriteString(st.group)
		}
		b.WriteRune(digit)
	}
	if hasFraction {
		b.WriteString(st.decimal)
		b.WriteString(fraction)
	}
	return b.String()
}

// Date writes the day of t, in t's own time zone, as running text has it: 2026-жылдын 5-марты, 5 марта 2026 года,
// 5 March 2026.
func (s Speaker) Date(t time.Time) string {
	return s.T("common.date",
		"Year", t.Year(),
		"Month", s.T("common.month."+strconv.Itoa(int(t.Month()))),
		"Day", t.Day())
}

// DateTime writes the day and the time of day, to the minute, of t in its own time zone.
func (s Speaker) DateTime(t time.Time) string {
	return s.T("common.date_time", "Date", s.Date(t), "Time", t.Format("15:04"))
}
