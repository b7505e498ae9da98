package hall

import (
	"ashar/survey/locale"
	"ashar/survey/page"
)

// Templates are the room's templates.
func (r *Room) Templates() *page.Room { return r.room }

// Views are the structs of the room's pages, by their names.
func Views() map[string]any {
	return map[string]any{
		"hearings": listView{}, "hearingplan": planView{}, "evening": consoleView{}, "call": callView{}, "round": roundView{}, "door": doorView{},
		"slips": slipsView{}, "floor": floorView{}, "hearingoutcome": outcomeView{}, "minutes": minutesView{}, "notice": noticeView{}, "sheets": sheetsView{}, "there": thereView{}, "turnout": turnoutView{},
	}
}

// FirstFew is how an item of the agenda names needs.
func FirstFew(s locale.Speaker, names []string) string { return firstFew(s, names) }
