package access_test

import (
	"crypto/rand"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/access/accesstest"
)

// office is the staff of kok-jar, which has two owners, an organiser and a neighbour, and an administrator.
type office struct {
	*access.Staff
	door   *access.Door
	keeper *accesstest.Memory
	t      *testing.T
}

func newOffice(t *testing.T) office {
	t.Helper()
	keeper := accesstest.NewMemory()
	d := access.NewDoor(keeper, rand.Reader, cheap, sealing())
	o := office{access.NewStaff(d), d, keeper, t}
	for id, of := range map[string]struct {
		municipality string
		role         access.Role
	}{
		"aida": {"kok-jar", access.Owner}, "bakyt": {"kok-jar", access.Owner}, "chynara": {"kok-jar", access.Organiser},
		"daniyar": {"ak-tal", access.Owner}, "root": {access.Instance, access.Administrator},
	} {
		a, err := access.NewAccount(noon, of.municipality, id, id, of.role)
		if err != nil {
			t.Fatal(err)
		}
		if err := keeper.AddAccount(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	return o
}

func (o office) account(id string) access.Account {
	o.t.Helper()
	a, err := o.keeper.Account(o.t.Context(), id)
	if err != nil {
		o.t.Fatal(err)
	}
	return a
}

func TestAnOwnerInvites(t *testing.T) {
	o := newOffice(t)
	a, token, err := o.Invite(t.Context(), noon, o.account("aida"), "kok-jar", "erkin", "Эркин", access.Enumerator)
	if err != nil || a.Role != access.Enumerator {
		t.Fatalf("Invite: got %+v, %v", a, err)
	}
	if in, _, err := o.door.SignIn(t.Context(), noon, token); err != nil || in.ID != "erkin" {
		t.Errorf("the link signs in %q, %v; want erkin", in.ID, err)
	}
	for name, tt := range map[string]struct {
		by, municipality, id string
		role                 access.Role
		want                 error
	}{
		"a name that is taken":            {"aida", "kok-jar", "erkin", access.Analyst, survey.ErrExists},
		"an administrator":                {"aida", "kok-jar", "fatima", access.Administrator, survey.ErrInvalid},
		"into another municipality":       {"aida", "ak-tal", "fatima", access.Analyst, survey.ErrNotFound},
		"into the instance":               {"aida", access.Instance, "fatima", access.Administrator, survey.ErrNotFound},
		"by an organiser":                 {"chynara", "kok-jar", "fatima", access.Analyst, survey.ErrNotFound},
		"the terminal":                    {"aida", "kok-jar", access.TerminalID, access.Analyst, survey.ErrInvalid},
		"by an administrator, an owner":   {"root", "ak-tal", "gulnur", access.Owner, nil},
		"by an administrator, their like": {"root", access.Instance, "hasan", access.Administrator, nil},
	} {
		_, _, err := o.Invite(t.Context(), noon, o.account(tt.by), tt.municipality, tt.id, "Фатима", tt.role)
		wantIs(t, name, err, tt.want)
	}
	wantTold(t, told(t, o.keeper, "kok-jar", token),
		`0s "aida" manage_staff account/erkin Эркин, enumerator`,
		`0s "aida" manage_staff account/erkin sign-in link`,
		`0s "erkin" signed_in account/erkin `)
}

func TestNobodyRaisesOrTakesAwayThemselves(t *testing.T) {
	o := newOffice(t)
	ctx, aida, chynara := t.Context(), o.account("aida"), o.account("chynara")
	_, err := o.Change(ctx, noon, aida, "aida", "Аида", access.Analyst)
	wantIs(t, "one's own role", err, access.ErrSelf)
	_, err = o.Change(ctx, noon, aida, "aida", "Аида", access.Owner)
	wantIs(t, "one's own name", err, nil)
	wantIs(t, "disabling oneself", o.Disable(ctx, noon, aida, "aida"), access.ErrSelf)
	wantIs(t, "one's own codes", o.DropCode(ctx, noon, aida, "aida"), access.ErrSelf)
	_, err = o.Change(ctx, noon, chynara, "chynara", "Чынара", access.Owner)
	wantIs(t, "an organiser, herself", err, survey.ErrNotFound)
	_, err = o.Change(ctx, noon, aida, "chynara", "Чынара", access.Administrator)
	wantIs(t, "an administrator of a municipality", err, survey.ErrInvalid)
	_, err = o.Change(ctx, noon, aida, "daniyar", "Д", access.Analyst)
	wantIs(t, "a neighbour", err, survey.ErrNotFound)
	_, err = o.Change(ctx, noon, aida, "root", "R", access.Administrator)
	wantIs(t, "an administrator, by an owner", err, survey.ErrNotFound)
	for what, err := range map[string]error{
		"disabling a neighbour": o.Disable(ctx, noon, aida, "daniyar"), "enabling one": o.Enable(ctx, noon, aida, "daniyar"),
		"a neighbour's codes": o.DropCode(ctx, noon, aida, "daniyar"), "nobody's codes": o.DropCode(ctx, noon, aida, "nobody"),
	} {
		wantIs(t, what, err, survey.ErrNotFound)
	}
	_, err = o.Link(ctx, noon, aida, "daniyar")
	wantIs(t, "a neighbour's link", err, survey.ErrNotFound)
	wantTold(t, told(t, o.keeper, "kok-jar"), `0s "aida" manage_staff account/aida Аида, owner`)
}

func TestOneOwnerStays(t *testing.T) {
	o := newOffice(t)
	ctx, root := t.Context(), o.account("root")
	wantIs(t, "one of two", o.Disable(ctx, noon, root, "bakyt"), nil)
	wantIs(t, "the last, disabled", o.Disable(ctx, noon, root, "aida"), access.ErrLast)
	_, err := o.Change(ctx, noon, root, "aida", "Аида", access.Observer)
	wantIs(t, "the last, made an observer", err, access.ErrLast)
	if !o.account("aida").May(access.ManageStaff, "kok-jar") {
		t.Error("the last owner is none any more")
	}
	wantIs(t, "the first again", o.Enable(ctx, noon, root, "bakyt"), nil)
	_, err = o.Change(ctx, noon, root, "aida", "Аида", access.Observer)
	wantIs(t, "one of two, made an observer", err, nil)
}

func TestOfOwnersWhoTakeEachOtherAwayOneStays(t *testing.T) {
	for range 200 {
		o := newOffice(t)
		var both sync.WaitGroup
		for by, of := range map[string]string{"aida": "bakyt", "bakyt": "aida"} {
			a := o.account(by)
			both.Go(func() { _ = o.Disable(t.Context(), noon, a, of) })
		}
		both.Wait()
		if o.account("aida").Disabled && o.account("bakyt").Disabled {
			t.Fatal("no owner is left")
		}
	}
}

func TestADisabledAccountIsOutAtOnce(t *testing.T) {
	o := newOffice(t)
	ctx, aida := t.Context(), o.account("aida")
	link, err := o.Link(ctx, noon, aida, "chynara")
	wantIs(t, "Link", err, nil)
	_, session, err := o.door.SignIn(ctx, noon, link)
	wantIs(t, "SignIn", err, nil)
	wantIs(t, "SetPassword", o.door.SetPassword(ctx, noon, session, "", password, access.Visitor{}), nil)
	wantIs(t, "Disable", o.Disable(ctx, noon, aida, "chynara"), nil)
	_, err = o.door.Who(ctx, noon, session)
	wantIs(t, "the session", err, survey.ErrUnauthorized)
	_, err = o.Link(ctx, noon, aida, "chynara")
	wantIs(t, "a link", err, survey.ErrForbidden)
	wantIs(t, "Enable", o.Enable(ctx, noon, aida, "chynara"), nil)
	_, err = o.door.Who(ctx, noon, session)
	wantIs(t, "the session of before, enabled again", err, survey.ErrUnauthorized)
	_, err = enter(t, o.door, noon, "chynara", password, "a")
	wantIs(t, "the password, enabled again", err, nil)
}

func TestAnOwnerTakesCodesOffAColleague(t *testing.T) {
	d, keeper, _, _ := coded(t)
	s := access.NewStaff(d)
	owner := access.Account{ID: "aida", Municipality: "kok-jar", Role: access.Owner}
	m, err := s.Member(t.Context(), owner, "aigul")
	if err != nil || !m.Codes || !m.Password || !m.Seen.Equal(noon) {
		t.Errorf("Member: got %+v, %v; want codes, a password, and to have been seen at noon", m, err)
	}
	for range 2 { // the second time there is nothing to tell
		wantIs(t, "DropCode", s.DropCode(t.Context(), noon.Add(time.Minute), owner, "aigul"), nil)
	}
	in, err := enter(t, d, noon, "aigul", password, "a")
	if err != nil || in.Session == "" {
		t.Errorf("Enter after it: got %+v, %v; want a session", in, err)
	}
	lines := told(t, keeper, "kok-jar")
	if got, want := lines[len(lines)-2:], `[1m0s "aida" manage_staff account/aigul codes off 0s "aigul" signed_in account/aigul password]`; fmt.Sprint(got) != want {
		t.Errorf("told last: got %v, want %s", got, want)
	}
}

func TestMembersAreListedToThoseWhoLookAfterThem(t *testing.T) {
	o := newOffice(t)
	for by, want := range map[string]string{"aida": "aida bakyt chynara ", "root": "aida bakyt chynara ", "chynara": "", "daniyar": ""} {
		members, err := o.Members(t.Context(), o.account(by), "kok-jar")
		got := ""
		for _, m := range members {
			got += m.Account.ID + " "
		}
		if got != want || (want == "") != errors.Is(err, survey.ErrNotFound) {
			t.Errorf("to %s: got %q, %v; want %q", by, got, err, want)
		}
	}
}
