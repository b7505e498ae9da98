package access

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"ashar/survey"
)

// Why an account stays as it is.
var (
	// ErrLast: the municipality would be left without an owner, or the instance without an administrator. It is a
	// survey.ErrConflict.
	ErrLast = fmt.Errorf("nobody would be left to look after the others: %w", survey.ErrConflict)
	// ErrSelf: what only somebody else may do for one. It is a survey.ErrForbidden.
	ErrSelf = fmt.Errorf("of oneself: %w", survey.ErrForbidden)
)

// Staff looks after the accounts of municipalities, for whoever may ManageStaff there. What is another municipality's is
// survey.ErrNotFound, as if it were not there. All that changes something is told to the municipality's audit trail.
type Staff struct{ door *Door }

// NewStaff returns the staff of those whom the door lets in.
func NewStaff(d *Door) *Staff { return &Staff{d} }

// Member is an account as those see it who look after it.
type Member struct {
	Account  Account
	Seen     time.Time // last visit, to within SessionTouch; zero if there was none
	Password bool      // one was set
	Codes    bool      // are asked for
}

// Members lists a municipality's accounts: by role, the most powerful first, and then by name.
func (s *Staff) Members(ctx context.Context, by Account, municipality string) ([]Member, error) {
	if !by.May(ManageStaff, municipality) {
		return nil, fmt.Errorf("access: staff of %s: %w", municipality, survey.ErrNotFound)
	}
	var all []Member
	for a, err := range s.door.keeper.Accounts(ctx, municipality) {
		if err != nil {
			return nil, fmt.Errorf("access: staff of %s: %w", municipality, err)
		}
		m, err := s.member(ctx, a)
		if err != nil {
			return nil, err
		}
		all = append(all, m)
	}
	place := func(m Member) int { return slices.Index(Roles(), m.Account.Role) }
	slices.SortStableFunc(all, func(a, b Member) int {
		return cmp.Or(cmp.Compare(place(a), place(b)), strings.Compare(a.Account.Name, b.Account.Name))
	})
	return all, nil
}

// Member returns one account.
func (s *Staff) Member(ctx context.Context, by Account, id string) (Member, error) {
	a, err := s.find(ctx, by, id)
	if err != nil {
		return Member{}, err
	}
	return s.member(ctx, a)
}

func (s *Staff) member(ctx context.Context, a Account) (Member, error) {
	m := Member{Account: a}
	c, err := s.door.credential(ctx, a.ID)
	if err != nil {
		return m, fmt.Errorf("access: staff: %w", err)
	}
	m.Password, m.Codes = c.HasPassword(), c.WantsCode()
	for session, err := range s.door.keeper.SessionsOf(ctx, a.ID) {
		if err != nil {
			return m, fmt.Errorf("access: staff: %w", err)
		}
		if session.Seen.After(m.Seen) {
			m.Seen = session.Seen
		}
	}
	return m, nil
}

// find returns an account that by may look after.
func (s *Staff) find(ctx context.Context, by Account, id string) (Account, error) {
	a, err := s.door.keeper.Account(ctx, id)
	if err != nil {
		return Account{}, fmt.Errorf("access: staff: %w", err)
	}
	if !by.May(ManageStaff, a.Municipality) {
		return Account{}, fmt.Errorf("access: account %s is another municipality's: %w", id, survey.ErrNotFound)
	}
	return a, nil
}

// Invite makes an account and returns the token of a link that signs it in once. survey.ErrExists: the identifier is
// taken, in this municipality or another. survey.ErrInvalid: see NewAccount.
func (s *Staff) Invite(ctx context.Context, now time.Time, by Account, municipality, id, name string, role Role) (Account, string, error) {
	if !by.May(ManageStaff, municipality) {
		return Account{}, "", fmt.Errorf("access: staff of %s: %w", municipality, survey.ErrNotFound)
	}
	a, err := NewAccount(now, municipality, id, name, role)
	if err != nil {
		return Account{}, "", err
	}
	if err := s.door.keeper.AddAccount(ctx, a); err != nil {
		return Account{}, "", fmt.Errorf("access: inviting: %w", err)
	}
	if err := s.tell(ctx, now, by, a, "", a.brief()); err != nil {
		return Account{}, "", err
	}
	token, err := s.Link(ctx, now, by, a.ID)
	return a, token, err
}

// Link makes a link that signs the account in once, and lets it set a new password then. A disabled account is
// survey.ErrForbidden.
func (s *Staff) Link(ctx context.Context, now time.Time, by Account, id string) (token string, err error) {
	a, err := s.find(ctx, by, id)
	if err != nil {
		return "", err
	}
	if token, err = s.door.Invite(ctx, now, a.ID, 0); err != nil {
		return "", err
	}
	return token, s.tell(ctx, now, by, a, "", "sign-in link")
}

// Change gives an account another name and role. Nobody changes their own role (ErrSelf), and one owner stays (ErrLast).
func (s *Staff) Change(ctx context.Context, now time.Time, by Account, id, name string, role Role) (Account, error) {
	name = strings.TrimSpace(name)
	return s.change(ctx, now, by, id, func(a *Account) error {
		switch {
		case role != a.Role && a.ID == by.ID:
			return ErrSelf
		case !role.Valid() || (role == Administrator) != (a.Municipality == Instance):
			return fmt.Errorf("role %q: %w", role, survey.ErrInvalid)
		case name == "" || utf8.RuneCountInString(name) > MaxName:
			return fmt.Errorf("the name wants 1 to %d letters: %w", MaxName, survey.ErrInvalid)
		}
		a.Name, a.Role = name, role
		return nil
	})
}

// Disable keeps an account out from this moment on, and ends its sessions; Enable lets it in again. Nobody disables
// themselves (ErrSelf), and one owner stays (ErrLast).
func (s *Staff) Disable(ctx context.Context, now time.Time, by Account, id string) error {
	a, err := s.change(ctx, now, by, id, func(a *Account) error {
		if a.ID == by.ID {
			return ErrSelf
		}
		a.Disabled = true
		return nil
	})
	if err != nil {
		return err
	}
	_, err = s.door.endSessions(ctx, now, a.ID, "")
	return err
}

// Enable lets a disabled account in again.
func (s *Staff) Enable(ctx context.Context, now time.Time, by Account, id string) error {
	_, err := s.change(ctx, now, by, id, func(a *Account) error {
		a.Disabled = false
		return nil
	})
	return err
}

// DropCode takes the app's codes off an account whose owner has lost the phone. One's own need the password; see
// Door.DropCode.
func (s *Staff) DropCode(ctx context.Context, now time.Time, by Account, id string) error {
	a, err := s.find(ctx, by, id)
	if err != nil {
		return err
	}
	if a.ID == by.ID {
		return fmt.Errorf("access: codes: %w", ErrSelf)
	}
	was, err := s.door.dropCode(ctx, a)
	if err != nil || !was {
		return err
	}
	return s.tell(ctx, now, by, a, "codes on", "codes off")
}

// change replaces an account and tells of it, where something is different.
func (s *Staff) change(ctx context.Context, now time.Time, by Account, id string, how func(*Account) error) (Account, error) {
	for {
		a, err := s.find(ctx, by, id)
		if err != nil {
			return Account{}, err
		}
		before := a
		if err := how(&a); err != nil {
			return Account{}, fmt.Errorf("access: account %s: %w", id, err)
		}
		if a == before {
			return a, nil
		}
		err = s.replace(ctx, before, a)
		if errors.Is(err, survey.ErrConflict) && !errors.Is(err, ErrLast) {
			continue
		}
		if err != nil {
			return Account{}, fmt.Errorf("access: account %s: %w", id, err)
		}
		return a, s.tell(ctx, now, by, a, before.brief(), a.brief())
	}
}

// replace replaces an account, unless its municipality loses the last who looks after the others. That is looked at
// before, and after too: of two who take each other away at the same moment, both are put back.
func (s *Staff) replace(ctx context.Context, before, a Account) error {
	loses := before.leads() && !a.leads()
	if loses {
		if left, err := s.leaders(ctx, a.Municipality, a.ID); err != nil || left == 0 {
			return cmp.Or(err, ErrLast)
		}
	}
	if err := s.door.keeper.ReplaceAccount(ctx, a); err != nil || !loses {
		return err
	}
	left, err := s.leaders(ctx, a.Municipality, "")
	if err != nil || left > 0 {
		return err
	}
	before.Rev = a.Rev + 1
	if err := s.door.keeper.ReplaceAccount(ctx, before); err != nil {
		return err
	}
	return ErrLast
}

// leaders counts who looks after a municipality's staff, but one.
func (s *Staff) leaders(ctx context.Context, municipality, but string) (n int, err error) {
	for a, err := range s.door.keeper.Accounts(ctx, municipality) {
		if err != nil {
			return n, err
		}
		if a.ID != but && a.leads() {
			n++
		}
	}
	return n, nil
}

// leads reports whether the account looks after its colleagues'.
func (a Account) leads() bool { return a.May(ManageStaff, a.Municipality) }

// brief is an account in the audit trail.
func (a Account) brief() string {
	state := ""
	if a.Disabled {
		state = ", disabled"
	}
	return fmt.Sprintf("%s, %s%s", a.Name, a.Role, state)
}

func (s *Staff) tell(ctx context.Context, now time.Time, by, a Account, before, after string) error {
	return s.door.tell(ctx, now, by, Deed{
		Municipality: a.Municipality, Action: ManageStaff, Subject: subject(a.ID), Before: before, After: after,
	})
}
