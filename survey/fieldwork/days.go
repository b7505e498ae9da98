package fieldwork

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// dayChart is how many answers came by each channel, day by day: a row of bars for each
// channel, all to one scale, and a table with the same numbers.
type dayChart struct {
	First, Last string // days
	Most        int    // answers by one channel on one day: the height of the tallest bar
	Rows        []dayRow
	Channels    []string
	Table       []dayCells // the last day first; days without answers are left out
}

// dayRow is one channel.
type dayRow struct {
	Name  string
	Total int
	Bars  template.HTML
}

// dayCells is one day of the table.
type dayCells struct {
	Day    string
	Counts []int // by the channels
	Total  int
}

const (
	longestChart  = 366 // days; of a longer campaign the last ones are drawn
	shortestChart = 14  // days for which there is room at least, so that bars stay bars
)

// newDayChart draws the days from the first to the last with answers.
func newDayChart(s locale.Speaker, days []survey.DayTurnout, zone *time.Location) dayChart {
	if len(days) == 0 {
		return dayChart{}
	}
	first, last := days[0].Day.In(zone), days[len(days)-1].Day.In(zone)
	if from := last.AddDate(0, 0, 1-longestChart); first.Before(from) {
		first = from
	}
	on := map[string]survey.DayTurnout{}
	for _, day := range days {
		on[day.Day.In(zone).Format(time.DateOnly)] = day
	}
	chart := dayChart{First: s.Date(first), Last: s.Date(last)}
	used := map[survey.Channel][]int{}
	n := 0
	for day := first; !day.After(last); day = day.AddDate(0, 0, 1) {
		for channel, count := range on[day.Format(time.DateOnly)].Channels {
			for len(used[channel]) <= n {
				used[channel] = append(used[channel], 0)
			}
			used[channel][n] = int(count)
			chart.Most = max(chart.Most, int(count))
		}
		n++
	}
	var drawn []survey.Channel
	for _, channel := range channels {
		if counts := used[channel]; counts != nil {
			row := dayRow{Name: s.T("desk.channel." + string(channel)), Bars: bars(counts, n, chart.Most)}
			for _, count := range counts {
				row.Total += count
			}
			chart.Rows, chart.Channels, drawn = append(chart.Rows, row), append(chart.Channels, row.Name), append(drawn, channel)
		}
	}
	for day := last; !day.Before(first); day = day.AddDate(0, 0, -1) {
		cells := dayCells{Day: s.Date(day)}
		for _, channel := range drawn {
			count := int(on[day.Format(time.DateOnly)].Channels[channel])
			cells.Counts, cells.Total = append(cells.Counts, count), cells.Total+count
		}
		if cells.Total > 0 {
			chart.Table = append(chart.Table, cells)
		}
	}
	return chart
}

// bars draws counts of n days, the tallest bar being that of most. Screen readers pass
// over it: the table says the same.
func bars(counts []int, n, most int) template.HTML {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg class="days" viewBox="0 0 %d 40" width="100%%" height="40" preserveAspectRatio="none" aria-hidden="true">`+
		`<rect class="ground" y="39" width="%d" height="1"/>`, 10*max(n, shortestChart), 10*n)
	for i, count := range counts {
		if count > 0 {
			height := max(38*float64(count)/float64(most), 2)
			fmt.Fprintf(&b, `<rect class="span" x="%d" y="%.1f" width="8" height="%.1f"/>`, 10*i+1, 39-height, height)
		}
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String())
}
