package page

// Own are the failure pages, for the tests of this package.
func (p *Pages) Own() *Room { return p.own }

// Failures are the failure pages that staff see, for the tests of this package.
func (d *Door) Failures() *Room { return d.failures }

// Room are the door's pages.
func (d *Door) Room() *Room { return d.room }

// CSS is a family's stylesheet as it is served.
func (p *Pages) CSS(f Family) string { return string(p.assets.byName[string(f)+".css"].plain) }

// The structs of this package's own pages.
type (
	Failure  = failure
	DoorView = doorView
)

// WordsOf returns the ids of the words for a status.
var WordsOf = wordsOf

// Neighbourhood is what of an address counts as one visitor.
var Neighbourhood = neighbourhood

// Device is what a person knows a browser by.
var Device = device
