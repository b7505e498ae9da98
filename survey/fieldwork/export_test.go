package fieldwork

import (
	"ashar/survey/page"
)

// Room is the desk's templates.
func (d *Desk) Room() *page.Room { return d.room }

// Views are the structs of the desk's pages, by their names.
func Views() map[string]any {
	return map[string]any{"campaigns": campaignsView{}, "campaign": campaignView{}, "coverage": coverageView{}, "links": linksView{}, "door": doorView{}, "codes": codesView{}}
}

// Wanting is wanting.
var Wanting = wanting
