package tokens

import "ashar/survey/page"

// Room is the room's templates.
func (o *Office) Room() *page.Room { return o.room }

// Views are the structs of the room's pages, by their names.
func Views() map[string]any {
	return map[string]any{"tokens": listView{}, "made": madeView{}, "end": endView{}}
}
