package access

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"time"

	"ashar/survey"
)

// freshLink is for how long whoever came in by a link may set a password without knowing the one before.
const freshLink = time.Hour

// WeakPassword is the error for a password that cannot be had. It is a survey.ErrInvalid.
type WeakPassword struct{ Weakness Weakness }

func (e *WeakPassword) Error() string { return "the password is refused: " + string(e.Weakness) }

// Unwrap is the kind of the error.
func (e *WeakPassword) Unwrap() error { return survey.ErrInvalid }

// Own is what somebody sees of their own account.
type Own struct {
	Account     Account
	Session     Session
	HasPassword bool
	AsksOld     bool // the present password is asked for before it is changed
	CodeOn      bool
	Recovery    int   // recovery codes left
	Offer       Offer // the secret that waits for its first code; zero if none does
	Sessions    []Session
}

// Own returns what the account of a session token may see of itself; the sessions are those that hold, the one seen
// last first.
func (d *Door) Own(ctx context.Context, now time.Time, token string) (Own, error) {
	a, s, err := d.present(ctx, now, token)
	if err != nil {
		return Own{}, err
	}
	c, err := d.credential(ctx, a.ID)
	if err != nil {
		return Own{}, fmt.Errorf("access: own account: %w", err)
	}
	o := Own{
		Account: a, Session: s, HasPassword: c.HasPassword(), AsksOld: asksOld(now, s, c), CodeOn: c.WantsCode(),
		Recovery: len(c.Recovery), Offer: d.offered(c),
	}
	if o.Sessions, err = live(d.keeper.SessionsOf(ctx, a.ID), now); err != nil {
		return Own{}, err
	}
	slices.SortStableFunc(o.Sessions, func(x, y Session) int { return y.Seen.Compare(x.Seen) })
	return o, nil
}

func live(sessions iter.Seq2[Session, error], now time.Time) ([]Session, error) {
	var all []Session
	for s, err := range sessions {
		if err != nil {
			return nil, fmt.Errorf("access: sessions: %w", err)
		}
		if s.Live(now) {
			all = append(all, s)
		}
	}
	return all, nil
}

// asksOld: a link stands for the password that was forgotten, for a while.
func asksOld(now time.Time, s Session, c Credential) bool {
	return c.HasPassword() && (!s.Link || now.Sub(s.Created) >= freshLink)
}

// SetPassword gives the account of a session a new password, and ends its other sessions. old is asked for as Own says;
// ErrWrongPassword if it is another. A *WeakPassword says why the new one is refused.
func (d *Door) SetPassword(ctx context.Context, now time.Time, token, old, password string, v Visitor) error {
	a, s, err := d.present(ctx, now, token)
	if err != nil {
		return err
	}
	c, err := d.credential(ctx, a.ID)
	if err != nil {
		return fmt.Errorf("access: setting a password: %w", err)
	}
	if asksOld(now, s, c) {
		if err := d.prove(ctx, now, a, c, old, v); err != nil {
			return fmt.Errorf("access: setting a password: %w", err)
		}
	}
	if w := WeaknessOf(password, a); w != "" {
		return fmt.Errorf("access: setting a password: %w", &WeakPassword{w})
	}
	hash, err := d.hasher.hash(ctx, password)
	if err != nil {
		return err
	}
	before := c.Password
	err = d.alter(ctx, a, func(c *Credential) error {
		if c.Password != before {
			return fmt.Errorf("the password was changed meanwhile: %w", survey.ErrConflict)
		}
		c.Password, c.Set = hash, now.UTC()
		return nil
	})
	if err != nil {
		return fmt.Errorf("access: setting a password: %w", err)
	}
	if _, err := d.endSessions(ctx, now, a.ID, s.ID); err != nil {
		return err
	}
	return d.did(ctx, now, a, passwordWord(before != ""), passwordWord(true))
}

// passwordWord is a password in the audit trail.
func passwordWord(set bool) string {
	if set {
		return "password set"
	}
	return "no password"
}

// prove checks the password of somebody who is in already, slowed as at the door.
func (d *Door) prove(ctx context.Context, now time.Time, a Account, c Credential, password string, v Visitor) error {
	try := attempt{a.ID, v.Address}
	if err := d.throttle.begin(now, try); err != nil {
		return err
	}
	right, _, err := d.hasher.verify(ctx, c.Password, password)
	if err != nil {
		return err
	}
	if !right {
		return ErrWrongPassword
	}
	d.throttle.succeed(now, try)
	return nil
}

// OfferCode draws a secret for the app of the account of a session, and keeps it until ConfirmCode. issuer is what the
// app lists it under. Without a password, or where codes are on, it is survey.ErrConflict.
func (d *Door) OfferCode(ctx context.Context, now time.Time, token, issuer string) error {
	a, _, err := d.present(ctx, now, token)
	if err != nil {
		return err
	}
	c, err := d.credential(ctx, a.ID)
	if err != nil {
		return fmt.Errorf("access: codes: %w", err)
	}
	if !c.HasPassword() || c.WantsCode() {
		return fmt.Errorf("access: codes: there is no password, or they are on: %w", survey.ErrConflict)
	}
	return d.offerCode(ctx, a, issuer)
}

// ConfirmCode turns codes on, if the code is of the secret that was offered, and returns the recovery codes, which
// cannot be had again.
func (d *Door) ConfirmCode(ctx context.Context, now time.Time, token, code string) ([]string, error) {
	a, _, err := d.present(ctx, now, token)
	if err != nil {
		return nil, err
	}
	recovery, err := d.confirmCode(ctx, now, a, code)
	if err != nil {
		return nil, fmt.Errorf("access: codes: %w", err)
	}
	return recovery, d.did(ctx, now, a, "codes off", "codes on")
}

// DropCode turns codes off again, which takes the password.
func (d *Door) DropCode(ctx context.Context, now time.Time, token, password string, v Visitor) error {
	a, _, err := d.present(ctx, now, token)
	if err != nil {
		return err
	}
	c, err := d.credential(ctx, a.ID)
	if err != nil {
		return fmt.Errorf("access: codes: %w", err)
	}
	if err := d.prove(ctx, now, a, c, password, v); err != nil {
		return fmt.Errorf("access: codes: %w", err)
	}
	was, err := d.dropCode(ctx, a)
	if err != nil || !was {
		return err
	}
	return d.did(ctx, now, a, "codes on", "codes off")
}

// dropCode takes codes off an account, and reports whether they were on.
func (d *Door) dropCode(ctx context.Context, a Account) (was bool, err error) {
	err = d.alter(ctx, a, func(c *Credential) error {
		was = c.WantsCode()
		c.Code, c.Offered, c.Recovery = nil, nil, nil // Step stays: no code of before works again
		return nil
	})
	return was, err
}

// SetLanguage keeps the language in which the account of a session wants its pages.
func (d *Door) SetLanguage(ctx context.Context, now time.Time, token, language string) error {
	for {
		a, _, err := d.present(ctx, now, token)
		if err != nil || a.Language == language {
			return err
		}
		before := a.Language
		a.Language = language
		err = d.keeper.ReplaceAccount(ctx, a)
		if errors.Is(err, survey.ErrConflict) {
			continue
		}
		if err != nil {
			return fmt.Errorf("access: language: %w", err)
		}
		return d.did(ctx, now, a, "language "+before, "language "+language)
	}
}

// SignOutEverywhere ends all sessions of the account of a session, this one too.
func (d *Door) SignOutEverywhere(ctx context.Context, now time.Time, token string) error {
	a, _, err := d.present(ctx, now, token)
	if err != nil {
		return err
	}
	n, err := d.endSessions(ctx, now, a.ID, "")
	if err != nil {
		return err
	}
	return d.tell(ctx, now, a, Deed{
		Municipality: a.Municipality, Action: SignedOut, Subject: subject(a.ID), After: "everywhere: " + strconv.Itoa(n),
	})
}

// endSessions ends the live sessions of an account but one, and counts them.
func (d *Door) endSessions(ctx context.Context, now time.Time, account, but string) (int, error) {
	sessions, err := live(d.keeper.SessionsOf(ctx, account), now)
	if err != nil {
		return 0, err
	}
	n := 0
	for _, s := range sessions {
		if s.ID == but {
			continue
		}
		if _, err := d.end(ctx, now, s.ID); err != nil {
			return n, fmt.Errorf("access: ending sessions: %w", err)
		}
		n++
	}
	return n, nil
}

// did tells of what somebody did to their own account.
func (d *Door) did(ctx context.Context, now time.Time, a Account, before, after string) error {
	return d.tell(ctx, now, a, Deed{
		Municipality: a.Municipality, Action: OwnAccount, Subject: subject(a.ID), Before: before, After: after,
	})
}
