package planning

import "ashar/survey/page"

// Room is the room's templates.
func (p *Planner) Room() *page.Room { return p.room }

// Views are the structs of the room's pages, by their names.
func Views() map[string]any {
	return map[string]any{
		"new": newView{}, "plan": planView{}, "settings": settingsView{}, "questions": questionsView{}, "step": stepView{}, "preview": previewView{},
	}
}
