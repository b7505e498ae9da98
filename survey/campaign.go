package survey

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Status is where a campaign stands in its life.
type Status string

// The life of a campaign, in order.
const (
	StatusDraft     Status = "draft"
	StatusOpen      Status = "open"
	StatusClosed    Status = "closed"
	StatusFrozen    Status = "frozen"    // closed, and what it counts changes no more
	StatusPublished Status = "published" // frozen, and everybody may know what came of it
)

// Statuses lists them, in that order.
func Statuses() []Status {
	return []Status{StatusDraft, StatusOpen, StatusClosed, StatusFrozen, StatusPublished}
}

// Campaign is one survey of a municipality with one version of a questionnaire.
type Campaign struct {
	ID            string `json:"id" bson:"_id"`
	Rev           int64  `json:"rev" bson:"rev"`
	Municipality  string `json:"municipality" bson:"municipality"`
	Title         Text   `json:"title" bson:"title"`
	Questionnaire string `json:"questionnaire" bson:"questionnaire"` // Key of the version
	// Earlier are the keys of the versions that it asked before, the latest first:
	// interviews that were begun with one go on with it.
	Earlier []string `json:"earlier,omitempty" bson:"earlier,omitempty"`
	Status  Status   `json:"status" bson:"status"`
	// Opens is when it takes the first answer; the zero time of a draft that opens when it
	// is opened by hand. Closes is the zero time while it stays open until closed by hand.
	Opens  time.Time `json:"opens" bson:"opens"`
	Closes time.Time `json:"closes" bson:"closes"`
	// Languages are those of the questionnaire's in which it is offered; none are all.
	Languages []string `json:"languages,omitempty" bson:"languages,omitempty"`
	// Visibility is what everybody may know of the answers before they are published.
	Visibility Visibility `json:"visibility,omitempty" bson:"visibility,omitempty"`
	// Keep is midnight UTC of the last day on which the answers are kept; the zero time where
	// that is not decided.
	Keep time.Time `json:"keep,omitzero" bson:"keep,omitempty"`
	// Cleared is when its answers were deleted, since the time for which they are kept was over; the zero time while
	// they are there. What it counted was kept before that.
	Cleared time.Time `json:"cleared,omitzero" bson:"cleared,omitempty"`
	// Targets are its own; nil where those of the instance hold.
	Targets *Targets `json:"targets,omitempty" bson:"targets,omitempty"`
	// Villages are the identifiers of those in which it asks: Municipality.Current when
	// its doors were made. Villages that merge later change nothing about it. None means
	// those of the day on which it opens; see Municipality.For.
	Villages []string `json:"villages,omitempty" bson:"villages,omitempty"`
	// Limit is how many answers it takes; 0 is no limit. When so many are stored nobody
	// new may begin, and whoever has begun may finish. So a few more come in than these:
	// of those who were answering just then, and, since the count is up to CatalogueTTL
	// old and processes do not agree on it, of those who began meanwhile.
	Limit int `json:"limit,omitempty" bson:"limit,omitempty"`
	// Admission is the rule by which it lets people answer.
	Admission Admission `json:"admission,omitempty" bson:"admission,omitempty"`
	// NewNeeds are those that were found in the respondents' own words, in the order in which they were; see FindNeed.
	NewNeeds []NewNeed `json:"new_needs,omitempty" bson:"new_needs,omitempty"`
	// Twice is which part of the printed forms is typed in twice, in hundredths; nil where nobody said: see TwiceShare.
	Twice *int `json:"twice,omitempty" bson:"twice,omitempty"`
	// Done is what was done about what it found, in the order of the days; see Did.
	Done []Work `json:"done,omitempty" bson:"done,omitempty"`
}

// Open reports whether the campaign takes answers at this time.
func (c *Campaign) Open(now time.Time) bool {
	return c.Status == StatusOpen && !now.Before(c.Opens) && (c.Closes.IsZero() || now.Before(c.Closes))
}

// Versions are the keys of all versions that the campaign has asked, the one that it
// asks now first.
func (c *Campaign) Versions() []string { return append([]string{c.Questionnaire}, c.Earlier...) }

// Revise makes the campaign ask another version of its questionnaire from now on. It
// is an ErrInvalid when that is another questionnaire, and an ErrExists when the
// version was asked before.
func (c *Campaign) Revise(q *Questionnaire) error {
	if id, _, _ := strings.Cut(c.Questionnaire, "@"); id != q.ID {
		return fmt.Errorf("survey: campaign %s: %w: it asks the questionnaire %s, and not %s", c.ID, ErrInvalid, id, q.ID)
	}
	if slices.Contains(c.Versions(), q.Key()) {
		return fmt.Errorf("survey: campaign %s: version %s: %w: a version never changes; give the new one another number", c.ID, q.Version, ErrExists)
	}
	c.Earlier = c.Versions()
	c.Questionnaire = q.Key()
	return nil
}

// Check reports everything that is wrong with the campaign, all of it at once; nil
// if there is nothing. The error wraps ErrInvalid.
func (c *Campaign) Check() error {
	var found []error
	if !validName.MatchString(c.ID) || len(c.ID) > MaxName {
		found = append(found, fmt.Errorf("id %q: begin with a Latin letter and go on with letters, digits, '_', '-' and '.', at most %d in all", c.ID, MaxName))
	}
	if c.Title.In() == "" {
		found = append(found, errors.New("title: missing"))
	}
	if !c.Closes.IsZero() && !c.Opens.Before(c.Closes) {
		found = append(found, errors.New("it closes before it opens"))
	}
	if !slices.Contains(Admissions(), c.Admission) {
		found = append(found, fmt.Errorf("admission %q: there are %q, %q, and none for whoever has the link", c.Admission, AdmitsCodes, AdmitsSlips))
	}
	if !slices.Contains(Visibilities(), c.Visibility) {
		found = append(found, fmt.Errorf("visibility %q: there is %q, and none for nothing", c.Visibility, ShowsCount))
	}
	if !c.Keep.IsZero() && !c.Keep.AddDate(0, 0, 1).After(c.Closes) {
		found = append(found, errors.New("the answers are not kept until it closes"))
	}
	if c.Targets != nil {
		if err := c.Targets.Check(); err != nil {
			found = append(found, err)
		}
	}
	if part := c.TwiceShare(); part < 0 || part > 100 {
		found = append(found, fmt.Errorf("twice %d: 0 to 100 of a hundred forms are typed in twice", part))
	}
	if c.Limit < 0 {
		found = append(found, fmt.Errorf("limit %d: the most answers that it takes, or 0 for no limit", c.Limit))
	}
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("survey: campaign %q: %w: %w", c.ID, ErrInvalid, errors.Join(found...))
}
