package hearing

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ashar/survey"
)

// Kind is what sort of assembly it is.
type Kind string

// The kinds.
const (
	Public   Kind = "hearing" // коомдук угуу
	Village  Kind = "village" // айыл жыйыны: of one village, whose own first needs it chooses
	Kurultai Kind = "kurultai"
)

// Kinds lists them.
func Kinds() []Kind { return []Kind{Public, Village, Kurultai} }

// State is how far a hearing has come.
type State string

// The states, one after another.
const (
	Planned State = "planned" // it is announced; nothing was voted on
	Open    State = "open"    // people are in the hall
	Ended   State = "ended"   // they have gone; the minutes are written
	Signed  State = "signed"  // nothing changes any more
)

// Notice is how people were told that there is a hearing.
type Notice struct {
	Day     time.Time `json:"day,omitzero" bson:"day,omitempty"`
	Channel string    `json:"channel,omitempty" bson:"channel,omitempty"` // in words: the notice board, WhatsApp
}

// Option is what can be voted for.
type Option struct {
	ID      string      `json:"id" bson:"id"` // of its own in the hearing: a need's code, or one that was given to a proposal
	Label   survey.Text `json:"label" bson:"label"`
	Village string      `json:"village,omitempty" bson:"village,omitempty"` // where it is to be done; "" for all
	Rank    int         `json:"rank,omitempty" bson:"rank,omitempty"`       // in the survey; 0 for a proposal from the floor
}

// Proposal is what somebody in the hall proposed. Who it was is said as they want to be named in the minutes.
type Proposal struct {
	By      string `json:"by" bson:"by"`
	Village string `json:"village,omitempty" bson:"village,omitempty"`
	Text    string `json:"text" bson:"text"`
	Option  string `json:"option,omitempty" bson:"option,omitempty"` // the option that it became
}

// Speech is what somebody said: a report, or a question with its answer.
type Speech struct {
	By     string `json:"by" bson:"by"`
	Text   string `json:"text" bson:"text"`
	Asked  bool   `json:"asked,omitempty" bson:"asked,omitempty"` // it is a question
	Answer string `json:"answer,omitempty" bson:"answer,omitempty"`
}

// Decision is what the hearing decided.
type Decision struct {
	Text        string    `json:"text" bson:"text"`
	Due         time.Time `json:"due,omitzero" bson:"due,omitempty"`
	Responsible string    `json:"responsible,omitempty" bson:"responsible,omitempty"`
}

// Hearing is one assembly, from its plan to the signed minutes.
type Hearing struct {
	ID           string    `json:"id" bson:"_id"`
	Rev          int64     `json:"rev" bson:"rev"`
	Municipality string    `json:"municipality" bson:"municipality"`
	Campaign     string    `json:"campaign" bson:"campaign"`
	Ranking      string    `json:"ranking" bson:"ranking"` // the hash of the frozen ranking that it goes by
	Kind         Kind      `json:"kind" bson:"kind"`
	Village      string    `json:"village,omitempty" bson:"village,omitempty"` // of a Village assembly
	State        State     `json:"state" bson:"state"`
	Number       string    `json:"number,omitempty" bson:"number,omitempty"` // of the minutes
	Place        string    `json:"place" bson:"place"`
	Planned      time.Time `json:"planned" bson:"planned"` // when it is to begin
	Notice       Notice    `json:"notice" bson:"notice"`
	Began        time.Time `json:"began,omitzero" bson:"began,omitempty"`
	Ended        time.Time `json:"ended,omitzero" bson:"ended,omitempty"`
	Chair        string    `json:"chair,omitempty" bson:"chair,omitempty"`
	Secretary    string    `json:"secretary,omitempty" bson:"secretary,omitempty"`
	Commission   []string  `json:"commission,omitempty" bson:"commission,omitempty"` // who counts
	// Quorum is how many must be there by the community's charter; 0 where it asks for none.
	Quorum int `json:"quorum,omitempty" bson:"quorum,omitempty"`
	Slips  int `json:"slips,omitempty" bson:"slips,omitempty"` // how many were made; they are numbered from 1
	// Address is where phones in the hall reach this service, "http://192.168.1.2:8080"; "" where they have the internet.
	Address   string     `json:"address,omitempty" bson:"address,omitempty"`
	Agenda    []string   `json:"agenda,omitempty" bson:"agenda,omitempty"`
	Options   []Option   `json:"options" bson:"options"`
	Rounds    []Round    `json:"rounds,omitempty" bson:"rounds,omitempty"`
	Speeches  []Speech   `json:"speeches,omitempty" bson:"speeches,omitempty"`
	Proposals []Proposal `json:"proposals,omitempty" bson:"proposals,omitempty"`
	Decisions []Decision `json:"decisions,omitempty" bson:"decisions,omitempty"`
	Overrides []Override `json:"overrides,omitempty" bson:"overrides,omitempty"`
	// Published is since when everybody may see the outcome; the zero time while they may not.
	Published time.Time `json:"published,omitzero" bson:"published,omitempty"`
}

// MaxOptions is how many there can be.
const MaxOptions = 60

// Check is nil for a hearing that makes sense, else a survey.ErrInvalid that says what to mend.
func (h *Hearing) Check() error {
	seen := map[string]bool{}
	for _, o := range h.Options {
		switch {
		case o.ID == "" || seen[o.ID]:
			return h.invalid("options need identifiers of their own, %q is none", o.ID)
		case o.Label.In() == "":
			return h.invalid("option %s has no name", o.ID)
		}
		seen[o.ID] = true
	}
	switch {
	case !slices.Contains(Kinds(), h.Kind):
		return h.invalid("kind %q", h.Kind)
	case (h.Kind == Village) != (h.Village != ""):
		return h.invalid("an assembly of a village, and no other, names its village")
	case strings.TrimSpace(h.Place) == "" || h.Planned.IsZero():
		return h.invalid("it needs a place and a time")
	case h.Quorum < 0:
		return h.invalid("quorum %d", h.Quorum)
	case len(h.Options) > MaxOptions:
		return h.invalid("%d options, at most %d", len(h.Options), MaxOptions)
	}
	for i := range h.Rounds {
		if err := h.Rounds[i].check(seen); err != nil {
			return h.invalid("round %d: %w", i+1, err)
		}
	}
	return nil
}

func (h *Hearing) invalid(format string, args ...any) error {
	return fmt.Errorf("hearing: %s: %w: %w", h.ID, survey.ErrInvalid, fmt.Errorf(format, args...))
}

// Begin opens it. It is a survey.ErrExists if that was done before.
func (h *Hearing) Begin(now time.Time) error {
	if h.State != Planned {
		return fmt.Errorf("hearing: %s: begin: it is %s: %w", h.ID, h.State, survey.ErrExists)
	}
	if err := h.Check(); err != nil {
		return err
	}
	h.State, h.Began = Open, stamp(now)
	return nil
}

// End ends it. It is a survey.ErrInvalid before it began and while a round is open, and a survey.ErrExists if it has
// ended.
func (h *Hearing) End(now time.Time) error {
	switch h.State {
	case Planned:
		return h.invalid("it has not begun")
	case Ended, Signed:
		return fmt.Errorf("hearing: %s: end: %w", h.ID, survey.ErrExists)
	}
	for i := range h.Rounds {
		if s := h.Rounds[i].Stage; s == Voting || s == Counting {
			return h.invalid("round %d is not closed", i+1)
		}
	}
	h.State, h.Ended = Ended, stamp(now)
	return nil
}

// Sign says that the minutes are signed: nothing changes any more. It is a survey.ErrInvalid before the hearing has
// ended, without the number of the minutes, a chair, a secretary and a decision, and a survey.ErrExists if it is signed.
func (h *Hearing) Sign() error {
	switch {
	case h.State == Signed:
		return fmt.Errorf("hearing: %s: sign: %w", h.ID, survey.ErrExists)
	case h.State != Ended:
		return h.invalid("it has not ended")
	case h.Number == "" || h.Chair == "" || h.Secretary == "" || len(h.Decisions) == 0:
		return h.invalid("the minutes need a number, a chair, a secretary and a decision")
	}
	h.State = Signed
	return nil
}

// Propose adds a proposal from the floor, and an option of it where it is to be voted on.
func (h *Hearing) Propose(p Proposal, vote bool) error {
	p.By, p.Text = strings.TrimSpace(p.By), strings.TrimSpace(p.Text)
	switch {
	case h.State != Open && h.State != Ended:
		return h.invalid("proposals are made while it is open")
	case p.Text == "":
		return h.invalid("a proposal without words")
	case vote && len(h.Options) == MaxOptions:
		return h.invalid("%d options are as many as there can be", MaxOptions)
	}
	if vote {
		p.Option = fmt.Sprintf("floor-%d", len(h.Proposals)+1)
		h.Options = append(h.Options, Option{ID: p.Option, Label: survey.Text{"ky": p.Text}, Village: p.Village})
	}
	h.Proposals = append(h.Proposals, p)
	return nil
}

// option is the one with this identifier; nil if there is none.
func (h *Hearing) option(id string) *Option {
	i := slices.IndexFunc(h.Options, func(o Option) bool { return o.ID == id })
	if i < 0 {
		return nil
	}
	return &h.Options[i]
}

// stamp is the time as it is kept: UTC, whole milliseconds.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
