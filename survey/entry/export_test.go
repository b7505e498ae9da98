package entry

import "ashar/survey/page"

// Room is the room's templates.
func (r *Room) Room() *page.Room { return r.room }

// Views are the structs of the room's pages, by their names.
func Views() map[string]any {
	return map[string]any{"enter": screenView{}, "own": ownView{}, "twice": twiceView{}, "differ": differencesView{}}
}
