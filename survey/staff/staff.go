package staff

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

//go:embed all:templates assets
var files embed.FS

// Places are the municipalities.
type Places interface {
	// Municipality returns the municipality, or a survey.ErrNotFound.
	Municipality(ctx context.Context, id string) (survey.Municipality, error)
	// Municipalities streams all of them by their ids. After an error it ends.
	Municipalities(ctx context.Context) iter.Seq2[survey.Municipality, error]
	// SaveMunicipality keeps a new one, whose Rev is 1; survey.ErrExists if it is there. With a higher Rev it replaces
	// the revision before; survey.ErrConflict if that is not the one there.
	SaveMunicipality(ctx context.Context, m survey.Municipality) error
}

// Entries are the audit trails. After an error a sequence ends.
type Entries interface {
	access.Entries
	// EntriesBefore streams the municipality's entries with lesser numbers, the last first.
	EntriesBefore(ctx context.Context, municipality string, seq int64) iter.Seq2[access.Entry, error]
	// EntriesAfter streams the municipality's entries with greater numbers, in their order.
	EntriesAfter(ctx context.Context, municipality string, seq int64) iter.Seq2[access.Entry, error]
}

// Deps are what an Office works with; all are required.
type Deps struct {
	Pages   *page.Pages
	Door    *page.Door
	Access  *access.Door // the one that Door stands on
	Places  Places
	Entries Entries
	// Ages are the age bands with which a municipality's residents answer.
	Ages func(ctx context.Context, municipality string) ([]string, error)
	Zone *time.Location // in which pages tell the time
	Now  func() time.Time
}

// Office is the room. It is safe for concurrent use.
type Office struct {
	deps  Deps
	staff *access.Staff
	trail *access.Trail
	room  *page.Room
}

// New parses the room's templates and takes its assets in. It fails on Deps that lack something.
func New(d Deps) (*Office, error) {
	if d.Pages == nil || d.Door == nil || d.Access == nil || d.Places == nil || d.Entries == nil || d.Ages == nil || d.Zone == nil || d.Now == nil {
		return nil, errors.New("staff: something that the room works with is not given")
	}
	room, err := d.Pages.Room(page.Desk, files)
	if err != nil {
		return nil, fmt.Errorf("staff: %w", err)
	}
	return &Office{deps: d, staff: access.NewStaff(d.Access), trail: access.NewTrail(d.Entries), room: room}, nil
}

// Welcome is the path of the page on which one is asked to set a password after a link.
const Welcome = page.OwnPath + "/password"

// Register adds the room's routes, each behind the one action that it asks for.
func (o *Office) Register(e *echo.Echo) {
	own := o.deps.Door.Require(access.OwnAccount)
	e.GET(page.OwnPath, o.own, own)
	e.GET(Welcome, o.welcome, own)
	e.POST(Welcome, o.setPassword, own, page.FormsOnly)
	e.POST(page.OwnPath+"/codes", o.offerCodes, own, page.FormsOnly)
	e.POST(page.OwnPath+"/codes/on", o.confirmCodes, own, page.FormsOnly)
	e.POST(page.OwnPath+"/codes/off", o.dropCodes, own, page.FormsOnly)
	e.POST(page.OwnPath+"/language", o.setLanguage, own, page.FormsOnly)
	e.POST(page.OwnPath+"/out", o.outEverywhere, own, page.FormsOnly)

	manage := o.deps.Door.Require(access.ManageStaff)
	e.GET(page.StaffPath, o.members, manage)
	e.POST(page.StaffPath, o.invite, manage, page.FormsOnly)
	e.GET(page.StaffPath+"/:account", o.member, manage)
	e.POST(page.StaffPath+"/:account", o.change, manage, page.FormsOnly)
	e.POST(page.StaffPath+"/:account/link", o.link, manage, page.FormsOnly)
	e.POST(page.StaffPath+"/:account/disable", o.act((*access.Staff).Disable), manage, page.FormsOnly)
	e.POST(page.StaffPath+"/:account/enable", o.act((*access.Staff).Enable), manage, page.FormsOnly)
	e.POST(page.StaffPath+"/:account/codes", o.act((*access.Staff).DropCode), manage, page.FormsOnly)

	e.GET(page.AuditPath, o.audit, o.deps.Door.Require(access.ReadAudit))

	place := o.deps.Door.Require(access.ManagePlaces)
	e.GET(page.PlacePath, o.place, place)
	e.POST(page.PlacePath, o.savePlace, place, page.FormsOnly)
	e.POST(page.PlacePath+"/villages", o.addVillage, place, page.FormsOnly)
	e.GET(page.PlacePath+"/villages/:village", o.village, place)
	e.POST(page.PlacePath+"/villages/:village", o.saveVillage, place, page.FormsOnly)
	e.GET(page.PlacePath+"/change", o.changeForm, place)
	e.POST(page.PlacePath+"/change", o.saveChange, place, page.FormsOnly)
	e.GET(page.PlacePath+"/table", o.table, place)
	e.POST(page.PlacePath+"/table", o.readTable, place, takeTable, page.FormsOnly)
	e.POST(page.PlacePath+"/table/back", o.tableBack, place, takeTable, page.FormsOnly)
	e.POST(page.PlacePath+"/table/save", o.saveTable, place, takeTable, page.FormsOnly)
	e.GET(page.PlacePath+"/table.csv", o.tableFile, place)
	e.GET(page.PlacePath+"/table.xlsx", o.tableFile, place)

	places := o.deps.Door.Require(access.ManageMunicipalities)
	e.GET(page.PlacesPath, o.places, places)
	e.POST(page.PlacesPath, o.addPlace, places, page.FormsOnly)
}

// page begins a page of the room.
func (o *Office) page(c echo.Context, titleID, place string) page.Page {
	p := o.deps.Pages.Staff(c, place)
	p.Title = p.T(titleID)
	return p
}

// where is the municipality that a request is about: the one that it names as "in", which must be the account's own or
// the account an administrator's; else the account's own. The name is "" for the instance itself.
func (o *Office) where(c echo.Context) (id, name string, err error) {
	account, _ := page.AccountOf(c)
	id = c.FormValue("in")
	if id == "" {
		id = account.Municipality
	}
	if id != account.Municipality && account.Municipality != access.Instance {
		return "", "", fmt.Errorf("staff: municipality %q is another's: %w", id, survey.ErrNotFound)
	}
	name, err = o.nameOf(c, id)
	return id, name, err
}

func (o *Office) nameOf(c echo.Context, id string) (string, error) {
	if id == access.Instance {
		return "", nil
	}
	m, err := o.deps.Places.Municipality(c.Request().Context(), id)
	if err != nil {
		return "", fmt.Errorf("staff: municipality: %w", err)
	}
	return m.Name.In(o.deps.Pages.Speaker(c).Lang()), nil
}

// choice is one of several to choose from.
type choice struct {
	Value, Text string
	Chosen      bool
}
