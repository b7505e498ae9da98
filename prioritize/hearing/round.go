package hearing

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ashar/survey"
)

// Stage is how far a round has come.
type Stage string

// The stages.
const (
	Ready    Stage = "ready"    // it can be changed; nobody votes yet
	Voting   Stage = "voting"   // what is voted is hidden
	Counting Stage = "counting" // no slip votes any more; their votes are being put into the box
	Counted  Stage = "counted"  // it has a Result
	Annulled Stage = "annulled" // it does not count
)

// Way is how votes came in.
type Way string

// The ways.
const (
	Slips Way = "slips" // on phones, by the codes of slips
	Hands Way = "hands" // raised, and counted by the commission
	Paper Way = "paper" // ballots on paper, counted by the commission
)

// Sheet is what was counted in one way, of one sex where they were counted apart. Votes are beside the round's options:
// in For how many dots, or how many are for it. Of an Ordered round there are none, since its ballots are in a Box.
type Sheet struct {
	Way     Way    `json:"way" bson:"way"`
	Sex     string `json:"sex,omitempty" bson:"sex,omitempty"`
	Voters  int    `json:"voters" bson:"voters"`                       // who voted, also for nothing
	Spoiled int    `json:"spoiled,omitempty" bson:"spoiled,omitempty"` // ballots that cannot be read; they are of no voters
	For     []int  `json:"for,omitempty" bson:"for,omitempty"`
	Against []int  `json:"against,omitempty" bson:"against,omitempty"` // of a YesNo round; the other voters abstained
}

// Recount is that what was counted by hand was counted once more: what it was before.
type Recount struct {
	At     time.Time `json:"at" bson:"at"`
	Why    string    `json:"why" bson:"why"`
	Sheets []Sheet   `json:"sheets,omitempty" bson:"sheets,omitempty"`
	Papers Box       `json:"papers,omitempty" bson:"papers,omitempty"`
}

// Round is one vote among some of the options.
type Round struct {
	Number   int       `json:"number" bson:"number"` // from 1
	Method   Method    `json:"method" bson:"method"`
	Options  []string  `json:"options" bson:"options"`
	Dots     int       `json:"dots,omitempty" bson:"dots,omitempty"`       // that each voter has
	Stacked  bool      `json:"stacked,omitempty" bson:"stacked,omitempty"` // several dots may go to one option
	Stage    Stage     `json:"stage" bson:"stage"`
	Opened   time.Time `json:"opened,omitzero" bson:"opened,omitempty"`
	Closed   time.Time `json:"closed,omitzero" bson:"closed,omitempty"`
	Box      Box       `json:"box,omitempty" bson:"box,omitempty"`       // what came by slips, once it is counted
	Papers   Box       `json:"papers,omitempty" bson:"papers,omitempty"` // of an Ordered round, what was on paper
	Sheets   []Sheet   `json:"sheets,omitempty" bson:"sheets,omitempty"` // first that of slips, or one for each sex
	Recounts []Recount `json:"recounts,omitempty" bson:"recounts,omitempty"`
	Why      string    `json:"why,omitempty" bson:"why,omitempty"`       // it was annulled
	Erased   bool      `json:"erased,omitempty" bson:"erased,omitempty"` // nothing is kept of what single slips voted
}

// MaxDots is the most that a voter can have.
const MaxDots = 20

func (r *Round) check(options map[string]bool) error {
	seen := map[string]bool{}
	for _, o := range r.Options {
		if !options[o] || seen[o] {
			return fmt.Errorf("option %q stands twice in it, or nowhere in the hearing", o)
		}
		seen[o] = true
	}
	switch {
	case !slices.Contains(Methods(), r.Method):
		return fmt.Errorf("method %q", r.Method)
	case len(r.Options) == 0 || len(r.Options) == 1 && r.Method != YesNo:
		return errors.New("there is nothing to choose between")
	case (r.Method == Dots) != (r.Dots > 0) || r.Dots < 0 || r.Dots > MaxDots:
		return fmt.Errorf("%d dots for each voter; 1 to %d in a round of dots", r.Dots, MaxDots)
	case r.Method == Dots && !r.Stacked && r.Dots >= len(r.Options):
		return fmt.Errorf("with %d dots everybody could mark all %d options", r.Dots, len(r.Options))
	}
	return nil
}

// Call adds a round that can be opened, and numbers it. It is a survey.ErrInvalid unless the hearing is open, makes
// sense with it, and has no other round that is under way.
func (h *Hearing) Call(r Round) error {
	if h.State != Open {
		return h.invalid("rounds are called while it is open")
	}
	for _, before := range h.Rounds {
		if s := before.Stage; s != Counted && s != Annulled {
			return h.invalid("round %d is not over", before.Number)
		}
	}
	h.Rounds = append(slices.Clone(h.Rounds), Round{
		Number: len(h.Rounds) + 1, Method: r.Method, Options: slices.Clone(r.Options), Dots: r.Dots, Stacked: r.Stacked, Stage: Ready,
	})
	if err := h.Check(); err != nil {
		h.Rounds = h.Rounds[:len(h.Rounds)-1]
		return err
	}
	return nil
}

// Round is the one with this number; nil if there is none.
func (h *Hearing) Round(number int) *Round {
	if number < 1 || number > len(h.Rounds) {
		return nil
	}
	return &h.Rounds[number-1]
}

// Current is the round that was called last; nil if none was.
func (h *Hearing) Current() *Round {
	if len(h.Rounds) == 0 {
		return nil
	}
	return &h.Rounds[len(h.Rounds)-1]
}

// OpenRound is Round.Open of the one with this number. It is a survey.ErrNotFound if there is none, and a survey.ErrInvalid
// once the hearing has ended: those who would vote have gone.
func (h *Hearing) OpenRound(number int, now time.Time) error {
	r := h.Round(number)
	switch {
	case r == nil:
		return fmt.Errorf("hearing: %s: round %d: %w", h.ID, number, survey.ErrNotFound)
	case r.Stage == Ready && h.State != Open:
		return h.invalid("round %d is opened while it is open", number)
	}
	return r.Open(now)
}

// Open lets people vote. It is a survey.ErrExists if that was done before.
func (r *Round) Open(now time.Time) error {
	if r.Stage != Ready {
		return r.is(survey.ErrExists)
	}
	r.Stage, r.Opened = Voting, stamp(now)
	return nil
}

// Close ends the voting: from then on no slip votes any more. It is a survey.ErrExists if that was done before.
func (r *Round) Close(now time.Time) error {
	switch r.Stage {
	case Voting:
		r.Stage, r.Closed = Counting, stamp(now)
		return nil
	case Ready:
		return r.is(survey.ErrInvalid)
	}
	return r.is(survey.ErrExists)
}

// Cast is a vote by a slip, with the sex that was registered for it, if any was.
type Cast struct {
	Ballot Ballot
	Sex    string
}

// few is how many voters of a sex there must be, by slips, for their votes to be counted apart: among fewer it could be
// told how some of them voted.
const few = survey.SmallCell

// Count puts what came by slips into the box, and counts it. Ballots that cannot be counted are spoiled. By sexes they are
// counted apart only where there are SmallCell or more of everyone; what one sex was unanimous in is everybody's to see
// then, as it is with raised hands. It is a survey.ErrInvalid before the round is closed, and a survey.ErrExists where it
// was counted.
func (r *Round) Count(votes []Cast) error {
	switch r.Stage {
	case Counting:
	case Counted, Annulled:
		return r.is(survey.ErrExists)
	default:
		return r.is(survey.ErrInvalid)
	}
	bySex, spoiled := map[string][]Ballot{}, 0
	var all []Ballot
	for _, v := range votes {
		if r.Admits(v.Ballot) != nil {
			spoiled++
			continue
		}
		all = append(all, v.Ballot)
		bySex[v.Sex] = append(bySex[v.Sex], v.Ballot)
	}
	apart := len(bySex) > 1
	for _, of := range bySex {
		apart = apart && len(of) >= few
	}
	var sheets []Sheet
	if apart && r.Method != Ordered {
		for _, sex := range []string{survey.SexFemale, survey.SexMale, ""} {
			if len(bySex[sex]) > 0 {
				sheets = append(sheets, r.sheet(Slips, sex, bySex[sex]))
			}
		}
	} else if len(votes) > 0 {
		sheets = append(sheets, r.sheet(Slips, "", all))
	}
	if len(sheets) > 0 {
		sheets[len(sheets)-1].Spoiled = spoiled
	}
	r.Box = NewBox(all)
	r.Sheets = slices.Concat(sheets, slices.DeleteFunc(slices.Clone(r.Sheets), func(s Sheet) bool { return s.Way == Slips }))
	r.Stage = Counted
	return nil
}

// sheet counts ballots.
func (r *Round) sheet(way Way, sex string, ballots []Ballot) Sheet {
	s := Sheet{Way: way, Sex: sex, Voters: len(ballots)}
	if r.Method == Ordered {
		return s
	}
	s.For = make([]int, len(r.Options))
	if r.Method == YesNo {
		s.Against = make([]int, len(r.Options))
	}
	for _, b := range ballots {
		for i, n := range b.Dots {
			s.For[i] += n
		}
		for i, stand := range b.Stands {
			switch stand {
			case For:
				s.For[i]++
			case Against:
				s.Against[i]++
			}
		}
	}
	return s
}

// Enter takes what the commission has counted by hand: sheets of Hands and Paper, and of an Ordered round the ballots on
// paper, in place of what it had counted before. Once the round is counted, that is a recount, where anything was entered
// before: it wants a reason, and what was there before is kept as a Recount. It is a survey.ErrInvalid for numbers that
// cannot be, and before the round is opened.
func (r *Round) Enter(sheets []Sheet, papers []Ballot, why string, now time.Time) error {
	why = strings.TrimSpace(why)
	again := r.Again()
	switch {
	case r.Stage == Ready || r.Stage == Annulled:
		return r.is(survey.ErrInvalid)
	case again && why == "":
		return fmt.Errorf("hearing: round %d: a recount without a reason: %w", r.Number, survey.ErrInvalid)
	}
	seen := map[[2]string]bool{}
	for i := range sheets {
		at := [2]string{string(sheets[i].Way), sheets[i].Sex}
		if err := r.possible(&sheets[i]); err != nil || seen[at] {
			return fmt.Errorf("hearing: round %d: %s: %w: %w", r.Number, sheets[i].Way, survey.ErrInvalid, cmp.Or(err, errors.New("it stands twice")))
		}
		seen[at] = true
	}
	for _, b := range papers {
		if err := r.Admits(b); err != nil {
			return err
		}
	}
	if len(papers) > 0 && r.Method != Ordered {
		return fmt.Errorf("hearing: round %d: ballots one by one are for rounds of orders: %w", r.Number, survey.ErrInvalid)
	}
	slips, before := r.apart()
	if again {
		r.Recounts = append(slices.Clone(r.Recounts), Recount{At: stamp(now), Why: why, Sheets: before, Papers: r.Papers})
	}
	r.Sheets = slices.Concat(slips, sheets)
	r.Papers = NewBox(papers)
	return nil
}

// Again reports whether what is entered by hand now would be a recount.
func (r *Round) Again() bool {
	_, byHand := r.apart()
	return r.Stage == Counted && len(byHand)+len(r.Papers) > 0
}

// apart are the sheets of slips, and the others.
func (r *Round) apart() (slips, others []Sheet) {
	for _, s := range r.Sheets {
		if s.Way == Slips {
			slips = append(slips, s)
		} else {
			others = append(others, s)
		}
	}
	return slips, others
}

// possible is nil for a sheet whose numbers can be.
func (r *Round) possible(s *Sheet) error {
	m := len(r.Options)
	switch {
	case s.Way != Hands && s.Way != Paper:
		return fmt.Errorf("way %q", s.Way)
	case s.Voters < 0 || s.Spoiled < 0 || s.Voters > MaxPresent || s.Spoiled > MaxPresent:
		return fmt.Errorf("%d voters, %d spoiled", s.Voters, s.Spoiled)
	case s.Way == Hands && (s.Spoiled > 0 || r.Method == Ordered):
		return errors.New("raised hands are never spoiled, and make no order")
	case r.Method == Ordered && (s.For != nil || s.Against != nil):
		return errors.New("a round of orders has ballots, not numbers")
	case r.Method != Ordered && len(s.For) != m, r.Method == YesNo && len(s.Against) != m, r.Method != YesNo && s.Against != nil:
		return fmt.Errorf("it has not a number for each of the %d options", m)
	}
	sum := 0
	for i, n := range s.For {
		against := 0
		if r.Method == YesNo {
			against = s.Against[i]
		}
		most := s.Voters
		if r.Stacked {
			most *= r.Dots
		}
		if n < 0 || against < 0 || n+against > most {
			return fmt.Errorf("option %s has more votes than there are voters", r.Options[i])
		}
		sum += n
	}
	if r.Method == Dots && sum > s.Voters*r.Dots {
		return fmt.Errorf("%d dots of %d voters, who have %d each", sum, s.Voters, r.Dots)
	}
	return nil
}

// Annul says that the round does not count, as after a mistake, with the reason. Nothing is deleted.
func (r *Round) Annul(why string) error {
	if why = strings.TrimSpace(why); why == "" {
		return fmt.Errorf("hearing: round %d: annulled without a reason: %w", r.Number, survey.ErrInvalid)
	}
	if r.Stage == Annulled {
		return r.is(survey.ErrExists)
	}
	r.Stage, r.Why = Annulled, why
	return nil
}

func (r *Round) is(kind error) error {
	return fmt.Errorf("hearing: round %d: it is %s: %w", r.Number, r.Stage, kind)
}
