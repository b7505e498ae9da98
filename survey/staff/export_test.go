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

// Sentences are the ids of what else it says so.
func Sentences() []string {
	var ids []string
	for _, x := range sentences {
		ids = append(ids, x.id)
	}
	return ids
}

// InWords says them.
var InWords = inWords
