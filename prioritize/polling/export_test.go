package polling

import (
	"context"
	"time"

	"ashar/survey/page"
)

// Rooms are the parsed templates.
func (p *Polling) Rooms() (phones, front *page.Room) { return p.phones, p.front }

// Views are zero values of the pages' structs.
func Views() (phones, front map[string]any) {
	return map[string]any{"code": codeView{}, "booth": boothView{}, "public": publicView{}, "seen": publicView{}}, map[string]any{"screen": screenView{}}
}

// Pauses has waits of guessers told to this function instead of waited.
func (p *Polling) Pauses(told func(d time.Duration)) {
	p.guard.pause = func(_ context.Context, d time.Duration) error { told(d); return nil }
}

// Wait is how long a new code waits while codes are guessed.
const Wait = wait

// Scripts are the scripts as they are sent.
func Scripts() (map[string][]byte, error) { return made() }
