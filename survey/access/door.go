package access

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"sync"
	"time"

	"ashar/survey"
)

// Keeper is the store as the Door needs it.
type Keeper interface {
	Accounts
	Credentials
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
	keeper   Keeper
	trail    *Trail
	random   io.Reader
	hasher   *hasher
	throttle *throttle
	seal     *survey.Seal   // nil: there are no codes
	telling  sync.WaitGroup // what is told beside the answers
}

// Option is a choice of NewDoor.
type Option func(*Door)

// Costing makes passwords cost that much, in place of DefaultCost.
func Costing(c Cost) Option { return func(d *Door) { d.hasher = newHasher(c, d.random) } }

// Sealing hides the secrets of codes from whoever can read the store. Without it there are no codes.
func Sealing(s survey.Seal) Option { return func(d *Door) { d.seal = &s } }

// NewDoor returns a door that keeps its documents in keeper and draws its tokens from random, which must be
// cryptographically strong (crypto/rand.Reader) and safe for concurrent use.
func NewDoor(keeper Keeper, random io.Reader, options ...Option) *Door {
	d := &Door{
		keeper: keeper, trail: NewTrail(keeper), random: random,
		hasher: newHasher(DefaultCost(), random), throttle: newThrottle(),
	}
	for _, o := range options {
		o(d)
	}
	return d
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
	token, err = newSecret(d.random)
	if err != nil {
		return "", err
	}
	link := Link{
		ID:           hashSecret(token),
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

// Accounts streams a municipality's accounts by their ids. After an error it ends.
func (d *Door) Accounts(ctx context.Context, municipality string) iter.Seq2[Account, error] {
	return d.keeper.Accounts(ctx, municipality)
}

// Peek returns whom a sign-in token would sign in, without using it. Its errors are those of SignIn.
func (d *Door) Peek(ctx context.Context, now time.Time, token string) (Account, error) {
	_, a, err := d.link(ctx, now, token)
	if err != nil {
		return Account{}, fmt.Errorf("access: looking at a sign-in link: %w", err)
	}
	return a, nil
}

// Holds reports whether an account has a password, and whether it asks for a code.
func (d *Door) Holds(ctx context.Context, account string) (password, code bool, err error) {
	c, err := d.credential(ctx, account)
	return c.HasPassword(), c.WantsCode(), err
}

// SignIn uses up a sign-in token and returns the account and the token of a new session. Of many who show the same
// token, at whatever moment and to whatever process, exactly one is let in. The others, and those whose token never
// was, has expired, or is a disabled account's, get survey.ErrUnauthorized. Nobody is let in of whom the audit trail
// does not tell. An account that asks for a code is let in by SignInWith only.
func (d *Door) SignIn(ctx context.Context, now time.Time, token string) (Account, string, error) {
	return d.SignInWith(ctx, now, token, "", Visitor{})
}

// SignInWith is SignIn with the code that the account may ask for, and with what is known of the visitor. The link of an
// account that asks for a code is used up only together with one: ErrWrongCode, or a *TryLater, leaves it as it was.
func (d *Door) SignInWith(ctx context.Context, now time.Time, token, code string, v Visitor) (Account, string, error) {
	_, a, err := d.link(ctx, now, token)
	if err != nil {
		return Account{}, "", fmt.Errorf("access: signing in: %w", err)
	}
	_, wanted, err := d.Holds(ctx, a.ID)
	if err == nil && wanted {
		_, err = d.tryCode(ctx, now, a, code, v)
	}
	if err != nil {
		return Account{}, "", fmt.Errorf("access: signing in: %w", err)
	}
	if a, err = d.use(ctx, now, token); err != nil {
		return Account{}, "", fmt.Errorf("access: signing in: %w", err)
	}
	session, err := d.begin(ctx, now, a, "", v)
	if err != nil {
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
	a, _, err := d.present(ctx, now, token)
	return a, err
}

// present is Who with the session.
func (d *Door) present(ctx context.Context, now time.Time, token string) (Account, Session, error) {
	s, err := d.session(ctx, token)
	if err != nil {
		return Account{}, Session{}, fmt.Errorf("access: session: %w", err)
	}
	if !s.Live(now) {
		return Account{}, Session{}, fmt.Errorf("access: session: it has ended: %w", survey.ErrUnauthorized)
	}
	a, err := d.account(ctx, s.Account)
	if err != nil {
		return Account{}, Session{}, fmt.Errorf("access: session: %w", unauthorized(err))
	}
	if now.Sub(s.Seen) >= SessionTouch {
		s.Seen = now.UTC()
		// Losing this race means that another request noted the visit, or signed the session out: both stand.
		if err := d.keeper.ReplaceSession(ctx, s); err != nil && !errors.Is(err, survey.ErrConflict) {
			return Account{}, Session{}, fmt.Errorf("access: noting the visit: %w", err)
		}
	}
	return a, s, nil
}

// SignOut ends the session of a token. It succeeds also when there is no such session, or it has ended. The session
// ends even if the audit trail cannot be written, which is then the error.
func (d *Door) SignOut(ctx context.Context, now time.Time, token string) error {
	if len(token) != secretLength {
		return nil
	}
	s, err := d.end(ctx, now, hashSecret(token))
	if errors.Is(err, survey.ErrNotFound) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("access: signing out: %w", err)
	}
	if s.ID == "" {
		return nil
	}
	return d.tell(ctx, now, Account{ID: s.Account},
		Deed{Municipality: s.Municipality, Action: SignedOut, Subject: subject(s.Account)})
}

// end ends a session and returns it; the zero one if it had ended before.
func (d *Door) end(ctx context.Context, now time.Time, id string) (Session, error) {
	for {
		s, err := d.keeper.Session(ctx, id)
		if err != nil || !s.Ended.IsZero() {
			return Session{}, err
		}
		s.Ended = now.UTC()
		err = d.keeper.ReplaceSession(ctx, s)
		if errors.Is(err, survey.ErrConflict) {
			continue // a visit was noted in between; only a few can be
		}
		return s, err
	}
}

func (d *Door) tell(ctx context.Context, now time.Time, by Account, deed Deed) error {
	_, err := d.trail.Write(ctx, now, by, deed)
	return err
}

// subject is an account as the audit trail names what was acted on.
func subject(account string) string { return "account/" + account }

func (d *Door) session(ctx context.Context, token string) (Session, error) {
	if len(token) != secretLength {
		return Session{}, fmt.Errorf("no token: %w", survey.ErrUnauthorized)
	}
	s, err := d.keeper.Session(ctx, hashSecret(token))
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
