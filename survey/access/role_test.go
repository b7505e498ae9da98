package access_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
)

// matrix is who may do what, written out once more by hand: a change of the table must be meant.
const matrix = `
                     owner organiser enumerator analyst observer administrator
own_account          yes   yes       yes        yes     yes      yes
see_desk             yes   yes       yes        yes     yes      yes
see_coverage         yes   yes       -          yes     yes      -
enter_answers        yes   yes       yes        -       -        -
run_campaigns        yes   yes       -          -       -        -
review_answers       yes   yes       -          -       -        -
see_results          yes   yes       -          yes     yes      -
code_answers         yes   yes       -          yes     -        -
run_hearings         yes   yes       -          yes     -        -
count_people         yes   yes       yes        yes     -        -
decide_results       yes   -         -          yes     -        -
export_results       yes   -         -          yes     -        -
answer_requests      yes   yes       -          -       -        -
keep_answers         yes   -         -          -       -        -
manage_staff         yes   -         -          -       -        yes
manage_tokens        yes   -         -          yes     -        -
manage_places        yes   -         -          -       -        -
read_audit           yes   -         -          -       yes      yes
manage_municipalities -    -         -          -       -        yes
`

func TestWhoMayDoWhat(t *testing.T) {
	lines := strings.Split(strings.TrimSpace(matrix), "\n")
	roles := strings.Fields(lines[0])
	var actions []access.Action
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		action := access.Action(cells[0])
		actions = append(actions, action)
		for i, role := range roles {
			if got, want := access.Role(role).May(action), cells[i+1] == "yes"; got != want {
				t.Errorf("%s may %s: got %v, want %v", role, action, got, want)
			}
		}
	}
	if diff := cmp.Diff(access.Actions(), actions); diff != "" {
		t.Errorf("actions in the matrix (-want +got):\n%s", diff)
	}
	for _, role := range access.Roles() {
		if !slices.Contains(roles, string(role)) {
			t.Errorf("role %s is not in the matrix", role)
		}
	}
}

func TestUnknownRolesMayNothing(t *testing.T) {
	for _, action := range access.Actions() {
		for _, role := range []access.Role{"", "root", "Owner"} {
			if role.May(action) {
				t.Errorf("role %q may %s: got yes, want no", role, action)
			}
		}
	}
}

func TestWhatOnlyTheTrailTellsIsInNobodysRole(t *testing.T) {
	for _, action := range []access.Action{access.SignedIn, access.SignedOut, access.SignInRefused} {
		if slices.Contains(access.Actions(), action) {
			t.Errorf("%s is among the actions that a route can ask for", action)
		}
		for _, role := range access.Roles() {
			if role.May(action) {
				t.Errorf("%s may %s: got yes, want no", role, action)
			}
		}
	}
}

func TestAnAccountMayActInItsMunicipalityOnly(t *testing.T) {
	owner := access.Account{Municipality: "kok-jar", Role: access.Owner}
	disabled := access.Account{Municipality: "kok-jar", Role: access.Owner, Disabled: true}
	admin := access.Account{Municipality: access.Instance, Role: access.Administrator}
	tests := []struct {
		name         string
		account      access.Account
		action       access.Action
		municipality string
		want         bool
	}{
		{"owner at home", owner, access.RunCampaigns, "kok-jar", true},
		{"owner elsewhere", owner, access.RunCampaigns, "ak-tal", false},
		{"owner in none", owner, access.RunCampaigns, "", false},
		{"disabled owner", disabled, access.RunCampaigns, "kok-jar", false},
		{"administrator anywhere", admin, access.ManageStaff, "ak-tal", true},
		{"administrator, results", admin, access.SeeResults, "ak-tal", false},
	}
	for _, tt := range tests {
		if got := tt.account.May(tt.action, tt.municipality); got != tt.want {
			t.Errorf("%s: got %v, want %v", tt.name, got, tt.want)
		}
	}
}

func TestNewAccount(t *testing.T) {
	tests := []struct {
		name, municipality, id, called string
		role                           access.Role
		want                           error
	}{
		{"an organiser", "kok-jar", "aigul-2", " Айгүл ", access.Organiser, nil},
		{"an administrator", access.Instance, "root", "Админ", access.Administrator, nil},
		{"an administrator of a municipality", "kok-jar", "root", "Админ", access.Administrator, survey.ErrInvalid},
		{"an owner of the instance", access.Instance, "root", "Админ", access.Owner, survey.ErrInvalid},
		{"no municipality", "", "aigul", "Айгүл", access.Owner, survey.ErrInvalid},
		{"no such role", "kok-jar", "aigul", "Айгүл", "boss", survey.ErrInvalid},
		{"an identifier with capitals", "kok-jar", "Aigul", "Айгүл", access.Owner, survey.ErrInvalid},
		{"an identifier like a path", "kok-jar", "../x", "Айгүл", access.Owner, survey.ErrInvalid},
		{"a long identifier", "kok-jar", strings.Repeat("a", 41), "Айгүл", access.Owner, survey.ErrInvalid},
		{"a blank name", "kok-jar", "aigul", "  ", access.Owner, survey.ErrInvalid},
		{"a long name", "kok-jar", "aigul", strings.Repeat("ү", access.MaxName+1), access.Owner, survey.ErrInvalid},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, err := access.NewAccount(noon, tt.municipality, tt.id, tt.called, tt.role)
			if !errors.Is(err, tt.want) {
				t.Fatalf("NewAccount: got %v, want %v", err, tt.want)
			}
			if err == nil && a.Name != strings.TrimSpace(tt.called) {
				t.Errorf("name: got %q, want %q", a.Name, strings.TrimSpace(tt.called))
			}
		})
	}
}
