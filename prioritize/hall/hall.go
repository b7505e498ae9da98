package hall

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/hearing"
	"ashar/prioritize/live"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Store keeps hearings.
type Store interface {
	hearing.Store
	// HearingsOf streams those of a campaign. After an error it ends.
	HearingsOf(ctx context.Context, campaign string) iter.Seq2[hearing.Hearing, error]
}

// Catalogue is what a hearing refers to. What is not there is a survey.ErrNotFound.
type Catalogue interface {
	Campaign(ctx context.Context, id string) (survey.Campaign, error)
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	Questionnaire(ctx context.Context, key string) (*survey.Questionnaire, error)
}

// Seals tells what campaigns were frozen under; see board.Evidence.
type Seals interface {
	Sealed(ctx context.Context, c survey.Campaign) (hash string, ballots bool, err error)
}

// Rankings tells where campaigns stand; see board.Snapshots.
type Rankings interface {
	Snapshot(ctx context.Context, campaign string, rule prioritize.Rule) (*prioritize.Snapshot, error)
}

// Deps are what a Room works with; all but Nearby are required.
type Deps struct {
	Pages     *page.Pages
	Words     *locale.Words
	Door      *page.Door
	Hall      *hearing.Hall
	Store     Store
	Catalogue Catalogue
	Rankings  Rankings
	Seals     Seals
	Feed      *live.Feed
	Entries   access.Entries // of the audit trail
	// Nearby lists the addresses at which phones in the same network reach this machine, "http://192.168.1.2:8080"; nil: none.
	Nearby func() []string
	Zone   *time.Location // in which times are told and typed
	Now    func() time.Time
}

// Room is the room. It is safe for concurrent use.
type Room struct {
	deps  Deps
	room  *page.Room
	trail *access.Trail
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Room, error) {
	if d.Pages == nil || d.Words == nil || d.Door == nil || d.Hall == nil || d.Store == nil || d.Catalogue == nil || d.Rankings == nil || d.Seals == nil || d.Feed == nil ||
		d.Entries == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("hall: something that the room works with is not given")
	}
	if d.Nearby == nil {
		d.Nearby = func() []string { return nil }
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("hall: %w", err)
	}
	return &Room{deps: d, room: room, trail: access.NewTrail(d.Entries)}, nil
}

// Path is the page of a campaign's hearings.
func Path(campaign string) string { return "/hearings/" + url.PathEscape(campaign) }

// at is where a request is about: the campaign, its municipality, and the hearing, where the path names one.
type at struct {
	k survey.Campaign
	m survey.Municipality
	x hearing.Hearing
}

// list is the page of all hearings of the campaign; home that of this one.
func (w *at) list() string { return Path(w.k.ID) }
func (w *at) home() string { return w.list() + "/" + url.PathEscape(w.x.ID) }

// campaign is what the path names; see page.CampaignOf.
func (r *Room) campaign(c echo.Context) (w at, err error) {
	w.k, w.m, err = page.CampaignOf(c, r.deps.Catalogue, r.deps.Catalogue)
	return w, err
}

// find is the hearing that the path names. One of another campaign is a survey.ErrNotFound.
func (r *Room) find(c echo.Context) (at, error) {
	w, err := r.campaign(c)
	if err != nil {
		return w, err
	}
	if w.x, err = r.deps.Store.Hearing(c.Request().Context(), c.Param("hearing")); err == nil && w.x.Campaign != w.k.ID {
		err = survey.ErrNotFound
	}
	if err != nil {
		return w, fmt.Errorf("hall: hearing: %w", err)
	}
	return w, nil
}

// ages are the age bands that the campaign's questionnaire knows.
func (r *Room) ages(c echo.Context, w *at) ([]survey.Choice, error) {
	q, err := r.deps.Catalogue.Questionnaire(c.Request().Context(), w.k.Questionnaire)
	if err != nil {
		return nil, fmt.Errorf("hall: ages: %w", err)
	}
	if x := q.ByRole(survey.RoleAge); x != nil {
		return q.Choices(x.List), nil
	}
	return nil, nil
}

// top is what every page of a hearing begins with.
type top struct {
	page.Page
	Back     page.Link
	Path     string // of the hearing, or of its part that the page is about
	Invented bool
	Runs     bool // who looks may run hearings
	Decides  bool // and decide
	Key      string
}

// top begins a page. title is the id of its words.
func (r *Room) top(c echo.Context, w *at, title string) top {
	v := top{Page: r.deps.Pages.Staff(c, w.m.Name.In(r.deps.Pages.Speaker(c).Lang())), Path: w.home(), Invented: w.m.Invented, Key: survey.NewInterviewID()}
	v.Title = v.T(title)
	v.Runs, v.Decides = v.Account.May(access.RunHearings, w.k.Municipality), v.Account.May(access.DecideResults, w.k.Municipality)
	if w.x.Kind != "" {
		v.Back = page.Link{Href: w.home(), Text: r.name(v.Speaker, w)}
	}
	return v
}

// name is what a hearing is called: its kind, its village, its day.
func (r *Room) name(s locale.Speaker, w *at) string {
	what := s.T("hall.kind." + string(w.x.Kind))
	if w.x.Village != "" {
		what += ", " + w.village(w.x.Village, s.Lang())
	}
	return what + ", " + s.Date(w.x.Planned.In(r.deps.Zone))
}

// village is what a village is called; "" of none.
func (w *at) village(id, lang string) string {
	if v := w.m.Village(id); v != nil {
		return v.Name.In(lang)
	}
	return id
}

// option is what an option is called.
func (w *at) option(id, lang string) string {
	for i := range w.x.Options {
		if w.x.Options[i].ID == id {
			return label(&w.x.Options[i], lang)
		}
	}
	return id
}

func label(o *hearing.Option, lang string) string {
	return o.Label.In(lang, locale.Russian, locale.Kyrgyz)
}

// wrong is what somebody has to mend: the field, and the id of the words with what fills them.
type wrong struct {
	field, words string
	args         []any
}

func (e *wrong) Error() string { return "hall: " + e.words }

// Unwrap is the kind of error that it is.
func (e *wrong) Unwrap() error { return survey.ErrInvalid }

func amiss(field, words string, args ...any) error { return &wrong{field, words, args} }

// mistakes puts an error into words for whoever has caused it; nil if it is not theirs to mend.
func mistakes(s locale.Speaker, err error) []page.Mistake {
	refused, isRefused := errors.AsType[hearing.Refusal](err)
	own, isOwn := errors.AsType[*wrong](err)
	switch {
	case isOwn:
		return []page.Mistake{{Field: own.field, Text: s.T(own.words, own.args...)}}
	case isRefused:
		return []page.Mistake{{Field: "code", Text: s.T("hall.refused." + string(refused))}}
	case errors.Is(err, survey.ErrClosed):
		return []page.Mistake{{Text: s.T("hall.wrong.signed")}}
	case errors.Is(err, survey.ErrConflict), errors.Is(err, survey.ErrExists):
		return []page.Mistake{{Text: s.T("hall.wrong.changed")}}
	case errors.Is(err, survey.ErrInvalid):
		return []page.Mistake{{Text: s.T("hall.wrong.not_now")}}
	}
	return nil
}

// status is what a page of mistakes is answered with.
func status(err error) int { return page.StatusOf(err) }

// tell writes into the audit trail what was done.
func (r *Room) tell(c echo.Context, w *at, action access.Action, what string, args ...any) error {
	by, _ := page.AccountOf(c)
	_, err := r.trail.Write(c.Request().Context(), r.deps.Now(), by, access.Deed{
		Municipality: w.k.Municipality, Action: action, Subject: "hearing/" + cmp.Or(w.x.ID, c.Param("hearing")), After: fmt.Sprintf(what, args...),
	})
	return err
}
