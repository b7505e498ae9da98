package access

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"ashar/survey"
)

// ticketLife is how long after the password a code can be given.
const ticketLife = 5 * time.Minute

// Why somebody is not let in, or may not change what is theirs. Both are survey.ErrUnauthorized.
var (
	// ErrWrongPassword: the password is not the account's, or there is no such account, or it may not come in; which
	// of these is not said.
	ErrWrongPassword = fmt.Errorf("wrong password: %w", survey.ErrUnauthorized)
	// ErrWrongCode: no code of the app's now, and no recovery code that is left; or one that was used before.
	ErrWrongCode = fmt.Errorf("wrong code: %w", survey.ErrUnauthorized)
)

// Visitor is what is known of a browser that comes to the door.
type Visitor struct {
	Address string // what counts as one address when failures are counted
	Device  string // what its owner knows it by in the list of sessions: "Chrome · Android"
}

// Entered is who has come in by a password.
type Entered struct {
	Account Account
	Session string // the token of the new session; "" if a code is asked for first
	Ticket  string // to be shown with the code, within minutes; "" if none is asked for
}

// Enter signs in by password. Whether there is such an account makes no difference to the answer, which is
// ErrWrongPassword for whoever may not come in, nor to how long that takes; a *TryLater is not looked at. If the account
// wants a code, EnterCode lets it in.
func (d *Door) Enter(ctx context.Context, now time.Time, account, password string, v Visitor) (Entered, error) {
	if !validID.MatchString(account) {
		account = "" // which nobody has, and whose failures are counted together
	}
	try := attempt{account, v.Address}
	if err := d.throttle.begin(now, try); err != nil {
		return Entered{}, fmt.Errorf("access: signing in: %w", err)
	}
	a, c, err := d.look(ctx, account)
	var right, outdated bool
	if err == nil {
		right, outdated, err = d.hasher.verify(ctx, c.Password, password)
	}
	if err != nil {
		d.throttle.undo(now, try) // it was not looked at
		return Entered{}, fmt.Errorf("access: signing in: %w", err)
	}
	if !right || a.ID == "" || a.Disabled {
		d.tellRefused(ctx, now, a, "password")
		return Entered{}, fmt.Errorf("access: signing in: %w", ErrWrongPassword)
	}
	if outdated {
		if err := d.rehash(ctx, a, c.Password, password); err != nil {
			return Entered{}, err
		}
	}
	if c.WantsCode() {
		d.throttle.undo(now, try)
		ticket, err := d.ticket(now, a, c)
		return Entered{Account: a, Ticket: ticket}, err
	}
	d.throttle.succeed(now, try)
	session, err := d.begin(ctx, now, a, "password", v)
	return Entered{Account: a, Session: session}, err
}

// look returns an account and its credential; zero ones if there is none. It asks for both either way.
func (d *Door) look(ctx context.Context, account string) (Account, Credential, error) {
	a, err := d.keeper.Account(ctx, account)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return Account{}, Credential{}, err
	}
	c, err := d.credential(ctx, account)
	return a, c, err
}

// rehash keeps the password at the present cost, unless it was changed meanwhile.
func (d *Door) rehash(ctx context.Context, a Account, old, password string) error {
	hash, err := d.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	return d.alter(ctx, a, func(c *Credential) error {
		if c.Password == old {
			c.Password = hash
		}
		return nil
	})
}

// EnterCode signs in whoever has shown the password, by a code of the app or a recovery code, each of which works once.
// ErrWrongCode lets one try again; a ticket that has run out, or is of another password, is survey.ErrForbidden.
func (d *Door) EnterCode(ctx context.Context, now time.Time, ticket, code string, v Visitor) (Account, string, error) {
	a, err := d.holder(ctx, now, ticket)
	if err != nil {
		return Account{}, "", fmt.Errorf("access: signing in by code: %w", err)
	}
	by, err := d.tryCode(ctx, now, a, code, v)
	if err != nil {
		return a, "", fmt.Errorf("access: signing in by code: %w", err)
	}
	session, err := d.begin(ctx, now, a, "password and "+by, v)
	return a, session, err
}

// tryCode uses a code up, slowed as passwords are. It says which kind of code it was.
func (d *Door) tryCode(ctx context.Context, now time.Time, a Account, code string, v Visitor) (by string, err error) {
	try := attempt{a.ID, v.Address}
	if err := d.throttle.begin(now, try); err != nil {
		return "", err
	}
	by, err = d.useCode(ctx, now, a, code)
	switch {
	case errors.Is(err, ErrWrongCode):
		d.tellRefused(ctx, now, a, "code")
	case err != nil:
		d.throttle.undo(now, try) // it was not looked at
	default:
		d.throttle.succeed(now, try)
	}
	return by, err
}

// pass is what a ticket says.
type pass struct {
	Account string `json:"account"`
	Set     int64  `json:"set"` // of which password
	Expires int64  `json:"expires"`
}

// ticketOf binds the seal of a ticket to its use.
var ticketOf = []byte("ticket")

func (d *Door) ticket(now time.Time, a Account, c Credential) (string, error) {
	if d.seal == nil {
		return "", errNoSeal
	}
	data, err := json.Marshal(pass{a.ID, c.Set.UnixMilli(), now.Add(ticketLife).UnixMilli()})
	if err != nil {
		return "", err
	}
	return base64.RawURLEncoding.EncodeToString(d.seal.Close(data, ticketOf)), nil
}

// holder is the account of a ticket.
func (d *Door) holder(ctx context.Context, now time.Time, ticket string) (Account, error) {
	if d.seal == nil {
		return Account{}, errNoSeal
	}
	refused := fmt.Errorf("the ticket holds no more: %w", survey.ErrForbidden)
	sealed, err := base64.RawURLEncoding.DecodeString(ticket)
	if err != nil {
		return Account{}, refused
	}
	data, err := d.seal.Open(sealed, ticketOf)
	var p pass
	if err != nil || json.Unmarshal(data, &p) != nil || now.UnixMilli() >= p.Expires {
		return Account{}, refused
	}
	a, c, err := d.look(ctx, p.Account)
	switch {
	case err != nil:
		return Account{}, err
	case a.ID == "" || a.Disabled || c.Set.UnixMilli() != p.Set || !c.WantsCode():
		return Account{}, refused
	}
	return a, nil
}

// begin begins a session, of which the audit trail tells.
func (d *Door) begin(ctx context.Context, now time.Time, a Account, by string, v Visitor) (string, error) {
	session, err := newSecret(d.random)
	if err != nil {
		return "", err
	}
	s := Session{
		ID:           hashSecret(session),
		Municipality: a.Municipality,
		Account:      a.ID,
		Created:      now.UTC(),
		Expires:      now.UTC().Add(SessionLife),
		Seen:         now.UTC(),
		Device:       v.Device,
		Link:         by == "",
	}
	if err := d.keeper.AddSession(ctx, s); err != nil {
		return "", fmt.Errorf("access: signing in: %w", err)
	}
	err = d.tell(ctx, now, a, Deed{Municipality: a.Municipality, Action: SignedIn, Subject: subject(a.ID), After: by})
	if err != nil {
		return "", err
	}
	return session, nil
}

// tellRefused tells the audit trail that a wrong password or code was shown, unless it was told so a while ago. It is
// done after the answer, so that it does not take longer to refuse an account that there is; Wait waits for it. One
// that has no credential cannot be guessed at.
func (d *Door) tellRefused(ctx context.Context, now time.Time, a Account, what string) {
	if a.ID == "" {
		return
	}
	ctx = context.WithoutCancel(ctx)
	d.telling.Go(func() {
		quiet := errors.New("told a while ago")
		err := d.alter(ctx, a, func(c *Credential) error {
			last := &c.Refused
			if what == "code" { // whoever is so far knows the password: that is told even if wrong ones were
				last = &c.RefusedCode
			}
			if !c.HasPassword() && !c.WantsCode() || now.Sub(*last) < RefusalQuiet {
				return quiet
			}
			*last = now.UTC()
			return nil
		})
		if err == nil {
			// That it failed is seen by who runs the store; nobody is let in by it.
			_ = d.tell(ctx, now, Account{}, Deed{Municipality: a.Municipality, Action: SignInRefused, Subject: subject(a.ID), After: what})
		}
	})
}

// Wait returns when what is told to the audit trail beside the answers is written.
func (d *Door) Wait() { d.telling.Wait() }
