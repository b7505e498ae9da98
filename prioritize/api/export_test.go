package api

import "ashar/survey/page"

// Room is the room's templates.
func (a *API) Room() *page.Room { return a.room }

// Views are the structs of the room's pages, by their names.
func Views() map[string]any { return map[string]any{"docs": docsView{}} }
