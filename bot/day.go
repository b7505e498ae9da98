package bot

import (
	"time"

	"ashar/survey"
)

// daySeconds is the length of a day in UTC, where every day has the same one.
const daySeconds = 24 * 60 * 60

// days are the buttons of the days that are asked for most, each with its date:
// pressed after midnight it still means the day that it shows.
func (v view) days() [][]Button {
	now := v.now.In(time.FixedZone("", v.session.Zone*60))
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	var rows [][]Button
	for i, words := range []string{"bot.today", "bot.yesterday"} {
		day := today.AddDate(0, 0, -i)
		label := v.say.T(words) + ", " + written(day)
		if v.prompt.Value.Date == day.Format(time.DateOnly) {
			label = mark + label
		}
		rows = append(rows, []Button{v.button(label, onDay, int(day.Unix()/daySeconds), 0)})
	}
	return rows
}

// decideDay chooses the day that a button showed.
func decideDay(t tap, s survey.Session, x *survey.Question) move {
	switch {
	case x.Kind != survey.Date:
		return move{kind: foreign}
	case t.rev != s.Rev:
		return move{kind: stale}
	}
	day := time.Unix(int64(t.item)*daySeconds, 0).UTC()
	return move{kind: giving, question: x.Name, value: survey.Value{Date: day.Format(time.DateOnly)}}
}

// written is a day as people here write it.
func written(day time.Time) string { return day.Format("02.01.2006") }

// day writes a day that was answered; what is none is left as it is.
func (v view) day(iso string) string {
	day, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return written(day)
}
