package access

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"ashar/survey"
)

// Keeper is the store as the Door needs it.
type Keeper interface {
	Accounts
	Links
	Sessions
	Entries
}

// Door signs staff in and out, and tells who stands before it. It is safe for concurrent use, by many processes on
// one store: what must happen once is decided by the store's compare-and-set.
//
// Who comes and goes, and who is refused with a link that works no more, is written to the audit trail of the
// account's municipality, never with a token. A token that never was is nobody's, and in no trail.
type Door struct {
	keeper Keeper
	trail  *Trail
	random io.Reader
}

// NewDoor returns a door that keeps its documents in keeper and draws its tokens from random, which must be
// cryptographically strong (crypto/rand.Reader) and safe for concurrent use.
func NewDoor(keeper Keeper, random io.Reader) *Door {
	return &Door{keeper, NewTrail(keeper), random}
}

// Invite makes a one-time sign-in link for an account, usable for life from now (LinkLife if life is 0), and returns
// its token. The token cannot be had again. survey.ErrNotFound if there is no such account, survey.ErrForbidden if it
// is disabled.
func (d *Door) Invite(
	ctx context.Context, now time.Time, account string, life time.Duration,
) (token string, err error) {
	a, err := d.account(ctx, account)
	if err != nil {
		return "", fmt.Errorf("access: inviting %q: %w", account, err)
	}
	if life == 0 {
		life = LinkLife
	}
	token, err = newToken(d.random)
	if err != nil {
		return "", err
	}
	link := Link{
		ID:           hashToken(token),
		Municipality: a.Municipality,
		Account:      a.ID,
		Created:      now.UTC(),
		Expires:      now.UTC().Add(life),
	}
	if err := d.keeper.AddLink(ctx, link); err != nil {
		return "", fmt.Errorf("access: inviting %q: %w", account, err)
	}
	return token, nil
}

// Peek returns whom a sign-in token would sign in, without using it. Its errors are those of SignIn.
func (d *Door) Peek(ctx context.Context, now time.Time, token string) (Account, error) {
	_, a, err := d.link(ctx, now, token)
	if err != nil {
		return Account{}, fmt.Errorf("access: looking at a sign-in link: %w", err)
	}
	return a, nil
}

// SignIn uses up a sign-in token and returns the account and the token of a new session. Of many who show the same
// token, at whatever moment and to whatever process, exactly one is let in. The others, and those whose token never
// was, has expired, or is a disabled account's, get survey.ErrUnauthorized. Nobody is let in of whom the audit trail
// does not tell.
func (d *Door) SignIn(ctx context.Context, now time.Time, token string) (Account, string, error) {
	a, err := d.use(ctx, now, token)
	if err != nil {
		return Account{}, "", fmt.Errorf("access: signing in: %w", err)
	}
	session, err := newToken(d.random)
	if err != nil {
		return Account{}, "", err
	}
	s := Session{
		ID:           hashToken(session),
		Municipality: a.Municipality,
		Account:      a.ID,
		Created:      now.UTC(),
		Expires:      now.UTC().Add(SessionLife),
		Seen:         now.UTC(),
	}
	if err := d.keeper.AddSession(ctx, s); err != nil {
		return Account{}, "", fmt.Errorf("access: signing in: %w", err)
	}
	if err := d.tell(ctx, now, a, Deed{Municipality: a.Municipality, Action: SignedIn, Subject: subject(a.ID)}); err != nil {
		return Account{}, "", err
	}
	return a, session, nil
}

// use uses up the link of a token and returns its account.
func (d *Door) use(ctx context.Context, now time.Time, token string) (Account, error) {
	for {
		l, a, err := d.link(ctx, now, token)
		if err != nil {
			return Account{}, err
		}
		l.Used = now.UTC()
		err = d.keeper.ReplaceLink(ctx, l)
		if errors.Is(err, survey.ErrConflict) {
			continue // somebody else used it this moment: it is refused now
		}
		return a, err
	}
}

// Who returns the account of a session token, and notes the visit now and then. Anything but a live session of an
// account that is not disabled is survey.ErrUnauthorized.
func (d *Door) Who(ctx context.Context, now time.Time, token string) (Account, error) {
	s, err := d.session(ctx, token)
	if err != nil {
		return Account{}, fmt.Errorf("access: session: %w", err)
	}
	if !s.Live(now) {
		return Account{}, fmt.Errorf("access: session: it has ended: %w", survey.ErrUnauthorized)
	}
	a, err := d.account(ctx, s.Account)
	if err != nil {
		return Account{}, fmt.Errorf("access: session: %w", unauthorized(err))
	}
	if now.Sub(s.Seen) >= SessionTouch {
		s.Seen = now.UTC()
		// Losing this race means that another request noted the visit, or signed the session out: both stand.
		if err := d.keeper.ReplaceSession(ctx, s); err != nil && !errors.Is(err, survey.ErrConflict) {
			return Account{}, fmt.Errorf("access: noting the visit: %w", err)
		}
	}
	return a, nil
}

// SignOut ends the session of a token. It succeeds also when there is no such session, or it has ended. The session
// ends even if the audit trail cannot be written, which is then the error.
func (d *Door) SignOut(ctx context.Context, now time.Time, token string) error {
	for {
		s, err := d.session(ctx, token)
		if errors.Is(err, survey.ErrUnauthorized) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("access: signing out: %w", err)
		}
		if !s.Ended.IsZero() {
			return nil
		}
		s.Ended = now.UTC()
		err = d.keeper.ReplaceSession(ctx, s)
		if errors.Is(err, survey.ErrConflict) {
			continue // a visit was noted in between; only a few can be
		}
		if err != nil {
			return fmt.Errorf("access: signing out: %w", err)
		}
		return d.tell(ctx, now, Account{ID: s.Account},
			Deed{Municipality: s.Municipality, Action: SignedOut, Subject: subject(s.Account)})
	}
}

func (d *Door) tell(ctx context.Context, now time.Time, by Account, deed Deed) error {
	_, err := d.trail.Write(ctx, now, by, deed)
	return err
}

// subject is an account as the audit trail names what was acted on.
func subject(account string) string { return "account/" + account }

func (d *Door) session(ctx context.Context, token string) (Session, error) {
	if len(token) != tokenLength {
		return Session{}, fmt.Errorf("no token: %w", survey.ErrUnauthorized)
	}
	s, err := d.keeper.Session(ctx, hashToken(token))
	if err != nil {
		return Session{}, unauthorized(err)
	}
	return s, nil
}

// account returns an account that is not disabled.
func (d *Door) account(ctx context.Context, id string) (Account, error) {
	a, err := d.keeper.Account(ctx, id)
	if err != nil {
		return Account{}, err
	}
	if a.Disabled {
		return Account{}, fmt.Errorf("account %q is disabled: %w", id, survey.ErrForbidden)
	}
	return a, nil
}

// unauthorized turns the kinds that mean "no such one, or not any more" into ErrUnauthorized, so that a stranger
// learns no more than that; a store that fails stays a store that fails.
func unauthorized(err error) error {
	if errors.Is(err, survey.ErrNotFound) || errors.Is(err, survey.ErrForbidden) {
		return fmt.Errorf("%s: %w", err.Error(), survey.ErrUnauthorized) // one kind only
	}
	return err
}
