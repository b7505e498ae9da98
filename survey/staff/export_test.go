package staff

import "ashar/survey/page"

// Room is the room's templates.
func (o *Office) Room() *page.Room { return o.room }

// Views are the structs of the room's pages, by their names.
func Views() map[string]any {
	return map[string]any{
		"own": ownView{}, "password_new": ownView{}, "recovery": ownView{}, "members": membersView{}, "member": memberView{},
		"link": linkView{}, "audit": auditView{}, "places": placesView{},
		"place": placeView{}, "village": villageView{}, "change": changeView{}, "table": tableView{}, "preview": previewView{},
	}
}

// EntriesShown is how many entries stand on a page.
const EntriesShown = entriesShown

// Deeds are what the page of an account says was done.
func Deeds() []string { return deeds }

// Phrases are what an entry has before and after that the page says in its own language.
func Phrases() []string { return phrases }

// InWords says them.
var InWords = inWords
