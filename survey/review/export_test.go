package review

import "ashar/survey/page"

// Room is the room's templates.
func (r *Reviewer) Room() *page.Room { return r.room }

// Views are the structs of the room's pages, by their names.
func Views() map[string]any { return map[string]any{"quality": queueView{}} }

// Dones and Whys are what can be done, and the reasons that can be tapped.
var Dones, Whys = dones, whys
