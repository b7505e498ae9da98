package survey

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Step leads a campaign from one Status to the next. None leads back.
type Step string

// The steps, in order.
const (
	Opens     Step = "open"    // from a draft: it takes answers, from its first day on
	Closes    Step = "close"   // from then on it takes none
	Freezes   Step = "freeze"  // what it counts changes no more
	Publishes Step = "publish" // everybody may know what came of it
)

// Steps lists them, in order.
func Steps() []Step { return []Step{Opens, Closes, Freezes, Publishes} }

// From is the Status in which a step is taken.
func (s Step) From() Status { return Statuses()[slices.Index(Steps(), s)] }

// To is the Status to which a step leads.
func (s Step) To() Status { return Statuses()[slices.Index(Steps(), s)+1] }

// Next is the step that comes next; "" after the last one.
func (c *Campaign) Next() Step {
	for _, s := range Steps() {
		if c.Status == s.From() {
			return s
		}
	}
	return ""
}

// Settling is how long after its closing the last answers may still come to be stored:
// until every process knows that it is closed.
const Settling = 2 * CatalogueTTL

// Take takes a step. It is an ErrExists where the step was taken before, an ErrInvalid
// where another one comes first, or where the campaign would be over before it opens or
// its answers deleted when it does, and an ErrUnavailable where it closed less than Settling ago and answers may be under way.
// A campaign that is closed may be published at once: it is frozen with that.
//
// Opening counts from now, or from the first day if that is to come; closing as well,
// unless the last day has passed.
func (c *Campaign) Take(s Step, now time.Time) error {
	zone := now.Location()
	now = now.UTC().Truncate(time.Millisecond)
	at, from := slices.Index(Statuses(), c.Status), slices.Index(Statuses(), s.From())
	switch {
	case at > from:
		return fmt.Errorf("survey: campaign %s: %s: it is %s: %w", c.ID, s, c.Status, ErrExists)
	case at < from && !(s == Publishes && c.Status == StatusClosed):
		return fmt.Errorf("survey: campaign %s: %s: it is %s: %w", c.ID, s, c.Status, ErrInvalid)
	}
	next := *c
	next.Status = s.To()
	switch s {
	case Opens:
		if next.Opens.Before(now) {
			next.Opens = now
		}
		if err := next.Check(); err != nil {
			return err
		}
		if next.Due(now.In(zone)) {
			return fmt.Errorf("survey: campaign %s: %w: the last day on which its answers are kept has passed", c.ID, ErrInvalid)
		}
	case Closes:
		if next.Closes.IsZero() || now.Before(next.Closes) {
			next.Closes = now
		}
	default:
		if now.Before(next.Closes.Add(Settling)) {
			return fmt.Errorf("survey: campaign %s: %s: it closed only now: %w", c.ID, s, ErrUnavailable)
		}
	}
	*c = next
	return nil
}

// Over reports whether the campaign was closed: it takes no answers any more.
func (c *Campaign) Over() bool { return c.Status == StatusClosed || c.Frozen() }

// Frozen reports whether what the campaign counts changes no more: nothing is stored of
// what comes late, not even of what was sealed before and lost to a crash. What a
// resident takes back is deleted all the same.
func (c *Campaign) Frozen() bool { return c.Status == StatusFrozen || c.Status == StatusPublished }

// Visibility is what everybody may know of a campaign's answers before they are published.
type Visibility string

// The visibilities.
const (
	Hidden     Visibility = ""      // nothing
	ShowsCount Visibility = "count" // about how many there are
)

// Visibilities lists them.
func Visibilities() []Visibility { return []Visibility{Hidden, ShowsCount} }

// TargetsOr are the campaign's targets, or those of the instance where it has none.
func (c *Campaign) TargetsOr(instance Targets) Targets {
	if c.Targets == nil {
		return instance
	}
	return *c.Targets
}

// Fits is nil when the campaign can ask the questionnaire; else an ErrInvalid: the
// questionnaire has not all of its languages.
func (c *Campaign) Fits(q *Questionnaire) error {
	for _, l := range c.Languages {
		if !q.Speaks(l) {
			return fmt.Errorf("survey: campaign %s: %w: the questionnaire %s has no %q", c.ID, ErrInvalid, q.Key(), l)
		}
	}
	return nil
}

// Change lets the campaign become what its organisers want it to be, as far as that may be
// now: of a draft, everything but its identifier, municipality, questionnaire and Status;
// once it is open its Title, Closes, Limit, Targets, Visibility, and Keep, which was
// promised to residents, to an earlier day. What else is different in want is an
// ErrInvalid, and so is what Check finds, and a Closes or a Keep that has passed, by which
// its answers would be deleted at once; of a campaign that is over everything is an
// ErrClosed.
func (c *Campaign) Change(want Campaign, now time.Time) error {
	next := *c
	next.Title, next.Closes, next.Limit, next.Targets = want.Title, want.Closes, want.Limit, want.Targets
	next.Visibility, next.Keep = want.Visibility, want.Keep
	switch {
	case c.Over():
		return fmt.Errorf("survey: campaign %s: %w", c.ID, ErrClosed)
	case c.Status == StatusDraft:
		next.Opens, next.Languages, next.Admission = want.Opens, want.Languages, want.Admission
	case !want.Opens.Equal(c.Opens), want.Admission != c.Admission, !slices.Equal(want.Languages, c.Languages):
		return fmt.Errorf("survey: campaign %s: %w: its first day, its languages and its rule of admission stay once it is open", c.ID, ErrInvalid)
	case !c.Keep.IsZero() && (want.Keep.IsZero() || want.Keep.After(c.Keep)):
		return fmt.Errorf("survey: campaign %s: %w: residents were told until when their answers are kept", c.ID, ErrInvalid)
	}
	if !next.Closes.IsZero() && !next.Closes.Equal(c.Closes) && !next.Closes.After(now) {
		return fmt.Errorf("survey: campaign %s: %w: its last day has passed", c.ID, ErrInvalid)
	}
	if !next.Keep.IsZero() && !next.Keep.Equal(c.Keep) && !now.Before(next.Until(now.Location())) {
		return fmt.Errorf("survey: campaign %s: %w: the last day on which its answers are kept has passed", c.ID, ErrInvalid)
	}
	if c.Status == StatusOpen && c.Seals(now) { // nobody could vote, and some think that they have
		return fmt.Errorf("survey: campaign %s: slips: %w", c.ID, ErrClosed)
	}
	if err := next.Check(); err != nil {
		return err
	}
	*c = next
	return nil
}

// frozen is nil while responses may be stored in the campaign, late or not; else an
// errFrozen.
func frozen(c Campaign, err error) error {
	if err == nil && c.Frozen() {
		return fmt.Errorf("survey: campaign %s: %w", c.ID, errFrozen)
	}
	return err
}

// errFrozen: what the campaign counts changes no more.
var errFrozen = fmt.Errorf("frozen: %w", ErrClosed)

// lateFor reports whether an error is that its campaign was frozen before a response came
// to be stored.
func lateFor(err error) bool { return errors.Is(err, errFrozen) }
