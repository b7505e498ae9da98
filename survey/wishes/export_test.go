package wishes

import "ashar/survey/page"

// Room is what the pages are rendered by, for tests to look at.
func (w *Room) Pages() *page.Room { return w.room }

// Views are the pages' structs.
func Views() map[string]any {
	return map[string]any{"words": wordsView{}, "second": secondView{}, "agreement": agreementView{}}
}

// Many has the room take so many texts for many.
func (w *Room) Many(n int) { w.piles.many = n }
