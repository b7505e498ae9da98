package answers

import "ashar/survey/page"

// Templates are the room's templates.
func (r *Room) Templates() *page.Room { return r.room }

// Views are the structs of the room's pages, by their names.
func Views() map[string]any { return map[string]any{"answers": chooseView{}} }
