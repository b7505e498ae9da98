package survey

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// GatheringKind is what sort of gathering it was.
type GatheringKind string

// The kinds of gatherings.
const (
	FocusGroup     GatheringKind = "focus_group"
	VillageMeeting GatheringKind = "village_meeting"
)

// GatheringKinds lists them.
func GatheringKinds() []GatheringKind { return []GatheringKind{FocusGroup, VillageMeeting} }

// Method is how a gathering said what matters to it.
type Method string

// The methods.
const (
	ByHands  Method = "hands"  // each could raise a hand for several needs: at most as many hands as people
	ByPoints Method = "points" // each had points to give; see Gathering.Each
	ByOrder  Method = "order"  // they agreed on an order
)

// Methods lists them.
func Methods() []Method { return []Method{ByHands, ByPoints, ByOrder} }

// The bounds of a Gathering.
const (
	MaxGathered  = 2000 // participants
	MaxEach      = 100  // points that each had
	MaxQuotes    = 20
	MaxQuote     = 500  // runes
	MaxNotes     = 4000 // runes
	MaxModerator = 100  // runes
)

// Gathering is what a focus group or a village meeting said: of a group, and not of people one by one. It is never among
// the responses, nor in any tally or ranking made of them.
type Gathering struct {
	ID           string        `bson:"_id"` // drawn when it was entered
	Rev          int64         `bson:"rev"`
	Municipality string        `bson:"municipality"`
	Campaign     string        `bson:"campaign"`
	Kind         GatheringKind `bson:"kind"`
	Village      string        `bson:"village"`
	Day          string        `bson:"day"`                 // "2006-01-02"
	Moderator    string        `bson:"moderator,omitempty"` // a word for a role, such as "initiative group"
	// People are those who took part, by sex and, where that was noted, by age band; "" is not noted.
	People []Stratum `bson:"people"`
	Method Method    `bson:"method"`
	Each   int       `bson:"each,omitempty"` // points that each had, where they were counted by points
	// Tallies are the needs that were spoken of: with their hands or points; in the agreed order where there is one.
	Tallies []GatheringTally `bson:"tallies"`
	Quotes  []string         `bson:"quotes,omitempty"` // in people's own words, without names
	Notes   string           `bson:"notes,omitempty"`
	// Struck is why it does not count; "" while it does. It is kept all the same.
	Struck string    `bson:"struck,omitempty"`
	By     string    `bson:"by"` // the account that wrote this revision
	At     time.Time `bson:"at"`
	// Before are earlier revisions, the first one first.
	Before []Gathering `bson:"before,omitempty"`
}

// GatheringTally is what a gathering said of one need. Count is of hands or points; of an agreed order, the place, from 1.
// Women is how many of the hands were women's, where that was counted.
type GatheringTally struct {
	Need  string `bson:"need"`
	Count int    `bson:"count"`
	Women *int   `bson:"women,omitempty"`
}

// Gatherings keeps them. What is not there is an ErrNotFound.
type Gatherings interface {
	Gathering(ctx context.Context, id string) (Gathering, error)
	// SaveGathering keeps it durably. With Rev 1 it is new, and an ErrExists if there is one; with a higher Rev it
	// replaces the one that has Rev-1, and is an ErrConflict if that one has changed meanwhile.
	SaveGathering(ctx context.Context, g Gathering) error
	// GatheringsOf streams those of a campaign by their identifiers. After an error it ends.
	GatheringsOf(ctx context.Context, campaign string) iter.Seq2[Gathering, error]
}

// Participants counts those who took part, of one sex, or all where sex is "".
func (g *Gathering) Participants(sex string) int {
	n := 0
	for _, s := range g.People {
		if sex == "" || s.Sex == sex {
			n += s.Count
		}
	}
	return n
}

// Tally is what was said of a need, and whether it was spoken of.
func (g *Gathering) Tally(need string) (GatheringTally, bool) {
	i := slices.IndexFunc(g.Tallies, func(t GatheringTally) bool { return t.Need == need })
	if i < 0 {
		return GatheringTally{}, false
	}
	return g.Tallies[i], true
}

// GatheringFault is one thing that is wrong with a Gathering.
type GatheringFault struct {
	Code GatheringFaultCode
	Need string // the one concerned, if one is
	Most int    // what there can be at most, if that is it
}

// GatheringFaultCode says what. The words for it are in the locale under "gathering.fault.<code>".
type GatheringFaultCode string

// The things that can be wrong with a Gathering.
const (
	GatheringNobody  GatheringFaultCode = "nobody"   // nobody took part, or more than Most
	GatheringNoDay   GatheringFaultCode = "no_day"   // the day is none, or to come
	GatheringKindOf  GatheringFaultCode = "kind"     // it is of no kind, or by no method
	GatheringNothing GatheringFaultCode = "nothing"  // no need was spoken of
	GatheringHands   GatheringFaultCode = "hands"    // more hands for Need than people: Most
	GatheringWomen   GatheringFaultCode = "women"    // more women's hands for Need than hands, or than women: Most
	GatheringMen     GatheringFaultCode = "men"      // more men's hands for Need than men: Most
	GatheringPoints  GatheringFaultCode = "points"   // more points in all than people had: Most
	GatheringOrder   GatheringFaultCode = "order"    // the places are not 1, 2, 3 ...
	GatheringTwice   GatheringFaultCode = "twice"    // Need stands there twice
	GatheringTooLong GatheringFaultCode = "too_long" // words have more letters than Most
)

// GatheringFaultCodes lists them, for those who must have words for each.
func GatheringFaultCodes() []GatheringFaultCode {
	return []GatheringFaultCode{
		GatheringNobody, GatheringNoDay, GatheringKindOf, GatheringNothing, GatheringHands, GatheringWomen, GatheringMen, GatheringPoints,
		GatheringOrder, GatheringTwice, GatheringTooLong,
	}
}

// Faults lists all that is wrong; nil if there is nothing. Today is "2006-01-02".
func (g *Gathering) Faults(today string) []GatheringFault {
	var all []GatheringFault
	wrong := func(code GatheringFaultCode, need string, most int) {
		all = append(all, GatheringFault{Code: code, Need: need, Most: most})
	}
	people, women, men := g.Participants(""), g.Participants(SexFemale), g.Participants(SexMale)
	negative := slices.ContainsFunc(g.People, func(s Stratum) bool { return s.Count < 0 })
	if people < 1 || people > MaxGathered || negative {
		wrong(GatheringNobody, "", MaxGathered)
	}
	if !validDay(g.Day) || g.Day > today {
		wrong(GatheringNoDay, "", 0)
	}
	if !slices.Contains(GatheringKinds(), g.Kind) || !slices.Contains(Methods(), g.Method) {
		wrong(GatheringKindOf, "", 0)
	}
	if len(g.Tallies) == 0 {
		wrong(GatheringNothing, "", 0)
	}
	sum := 0
	met := map[string]bool{}
	for i, t := range g.Tallies {
		sum += t.Count
		if met[t.Need] {
			wrong(GatheringTwice, t.Need, 0)
		}
		met[t.Need] = true
		switch {
		case g.Method == ByOrder && t.Count != i+1:
			wrong(GatheringOrder, t.Need, 0)
		case g.Method == ByHands && (t.Count < 0 || t.Count > people):
			wrong(GatheringHands, t.Need, people)
		case g.Method == ByPoints && t.Count < 0:
			wrong(GatheringPoints, t.Need, people*g.Each)
		}
		if t.Women != nil && g.Method == ByHands {
			switch most := min(t.Count, women); {
			case *t.Women < 0 || *t.Women > most:
				wrong(GatheringWomen, t.Need, most)
			case t.Count-*t.Women > men+people-women-men:
				wrong(GatheringMen, t.Need, men+people-women-men)
			}
		}
	}
	if g.Method == ByPoints && (g.Each < 1 || g.Each > MaxEach || sum > people*g.Each) {
		wrong(GatheringPoints, "", people*g.Each)
	}
	if len(g.Quotes) > MaxQuotes || slices.ContainsFunc(g.Quotes, func(s string) bool { return len([]rune(s)) > MaxQuote }) {
		wrong(GatheringTooLong, "", MaxQuote)
	}
	if len([]rune(g.Notes)) > MaxNotes || len([]rune(g.Moderator)) > MaxModerator {
		wrong(GatheringTooLong, "", MaxNotes)
	}
	return all
}

// ErrStruck is that of a gathering which was struck out, and changes no more. It comes with an ErrClosed.
var ErrStruck = errors.New("survey: a gathering that was struck out")

// Edit is the gathering as it is after another revision: with the one before in its history.
func (g Gathering) Edit(to Gathering, by string, now time.Time) (Gathering, error) {
	if g.Struck != "" {
		return g, fmt.Errorf("survey: gathering %s: %w: %w", g.ID, ErrStruck, ErrClosed)
	}
	before := g
	before.Before = nil
	to.ID, to.Municipality, to.Campaign, to.Rev = g.ID, g.Municipality, g.Campaign, g.Rev+1
	to.By, to.At, to.Before = by, stamp(now), append(slices.Clone(g.Before), before)
	return to, nil
}

// Strike is the gathering as it is once it does not count any more, for a reason, which there must be.
func (g Gathering) Strike(why, by string, now time.Time) (Gathering, error) {
	why = strings.TrimSpace(why)
	if n := len([]rune(why)); n == 0 || n > MaxWhy {
		return g, fmt.Errorf("survey: gathering %s: strike out: a reason of %d letters, 1 to %d are wanted: %w", g.ID, n, MaxWhy, ErrInvalid)
	}
	struck, err := g.Edit(g, by, now)
	struck.Struck = why
	return struck, err
}
