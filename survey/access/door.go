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
}

// Door signs staff in and out, and tells who stands before it. It is safe for concurrent use, by many processes on
// one store: what must happen once is decided by the store's compare-and-set.
type Door struct {
	keeper Keeper
	random io.Reader
}

// NewDoor returns a door that keeps its documents in keeper and draws its tokens from random, which must be
// cryptographically strong (crypto/rand.Reader) and safe for concurrent use.
func NewDoor(keeper Keeper, random io.Reader) *Door {
	return &Door{keeper, random}
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
// was, has expired, or is a disabled account's, get survey.ErrUnauthorized.
func (d *Door) SignIn(ctx context.Context, now time.Time, token string) (Account, string, error) {
	l, a, err := d.link(ctx, now, token)
	if err != nil {
		return Account{}, "", fmt.Errorf("access: signing in: %w", err)
	}
	session, err := newToken(d.random)
	if err != nil {
		return Account{}, "", err
	}
	l.Used = now.UTC()
	if err := d.keeper.ReplaceLink(ctx, l); errors.Is(err, survey.ErrConflict) {
		return Account{}, "", fmt.Errorf("access: signing in: the link was used this moment: %w", survey.ErrUnauthorized)
	} else if err != nil {
		return Account{}, "", fmt.Errorf("access: signing in: %w", err)
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
	return a, session, nil
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

// SignOut ends the session of a token. It succeeds also when there is no such session, or it has ended.
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
		return nil
	}
}

// link returns the unused, unexpired link of a token, and its account.
func (d *Door) link(ctx context.Context, now time.Time, token string) (Link, Account, error) {
	if len(token) != tokenLength {
		return Link{}, Account{}, fmt.Errorf("no token: %w", survey.ErrUnauthorized)
	}
	l, err := d.keeper.Link(ctx, hashToken(token))
	if err != nil {
		return Link{}, Account{}, unauthorized(err)
	}
	if !l.Used.IsZero() {
		return Link{}, Account{}, fmt.Errorf("the link is used up: %w", survey.ErrUnauthorized)
	}
	if !now.Before(l.Expires) {
		return Link{}, Account{}, fmt.Errorf("the link has expired: %w", survey.ErrUnauthorized)
	}
	a, err := d.account(ctx, l.Account)
	if err != nil {
		return Link{}, Account{}, unauthorized(err)
	}
	return l, a, nil
}

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
