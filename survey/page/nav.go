package page

import (
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey/access"
)

// Where the staff's pages stand, beside those of campaigns.
const (
	OwnPath    = "/me"
	StaffPath  = "/staff"
	TokensPath = "/tokens"
	AuditPath  = "/audit"
	PlacesPath = "/places"
	PlacePath  = "/place"
	// RequestsPath is where residents' requests about their answers are answered.
	RequestsPath = "/desk/_requests"
	// RetentionPath is where it is seen until when answers are kept. It is reached from there.
	RetentionPath = "/desk/_retention"
)

// sections are the staff's way around: each for those who may what it is for. The words are by their ids.
var sections = []struct {
	path, words string
	action      access.Action
}{
	{"", "desk.campaigns", access.SeeDesk}, // home
	{PlacePath, "place.section", access.ManagePlaces},
	{RequestsPath, "privacy.section", access.AnswerRequests},
	{StaffPath, "staff.members", access.ManageStaff},
	{TokensPath, "tokens.section", access.ManageTokens},
	{PlacesPath, "staff.places", access.ManageMunicipalities},
	{AuditPath, "staff.audit", access.ReadAudit},
	{OwnPath, "staff.own", access.OwnAccount},
}

// Staff begins a page of the desk, for whoever is signed in: with the way around, and the place's name.
func (p *Pages) Staff(c echo.Context, place string) Page {
	v := p.Page(c, "")
	v.Place, v.Languages = place, p.Languages()
	if p.door != nil {
		v.Home = p.door.home
	}
	for _, s := range sections {
		path := s.path
		if path == "" {
			path = v.Home
		}
		if s.path == "" && v.Account.Municipality == access.Instance {
			continue // an administrator has no campaigns
		}
		if v.Account.Role.May(s.action) {
			here := c.Path() == path || s.path != "" && strings.HasPrefix(c.Path(), path+"/") ||
				s.path == RequestsPath && c.Path() == RetentionPath
			v.Nav = append(v.Nav, Link{Href: path, Text: v.T(s.words), Current: here})
		}
	}
	return v
}
