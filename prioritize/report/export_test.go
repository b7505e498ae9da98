package report

import "ashar/survey/page"

// Templates are the room's templates.
func (r *Room) Templates() *page.Room { return r.room }

// Views are the structs of the room's pages, by their names.
func Views() map[string]any {
	return map[string]any{"report": reportView{}, "order": orderView{}, "columns": columnsView{}, "verify": verifyView{}}
}

// Verifying holds back everybody else who wants a pack verified, until it is called again.
func (r *Room) Verifying() (done func()) {
	r.verifying.Lock()
	return r.verifying.Unlock
}
