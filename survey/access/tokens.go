package access

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"ashar/survey"
)

// Tokens makes, lists and ends tokens, and tells what the bearer of one may read. It is safe for concurrent use, by many
// processes on one store. Whoever may ManageTokens looks after all of their municipality, and the terminal after
// everybody's; what is another municipality's is survey.ErrNotFound, as if it were not there. That a token was made or
// ended is told to the municipality's audit trail, never with its secret.
type Tokens struct {
	keeper   TokenKeeper
	trail    *Trail
	random   io.Reader
	throttle *throttle // of its own: a workbook with an old token keeps nobody from signing in
}

// NewTokens returns the tokens kept in keeper, with secrets from random, which must be cryptographically strong
// (crypto/rand.Reader) and safe for concurrent use.
func NewTokens(keeper TokenKeeper, random io.Reader) *Tokens {
	return &Tokens{keeper, NewTrail(keeper), random, newThrottle()}
}

// Make makes a token for which the account of answers, and returns it and its secret, which cannot be had again. It
// belongs to of's municipality. Everybody makes their own; only the terminal makes those of others. An order that nobody
// can give is a *WrongOrder, one that of may not is survey.ErrForbidden.
func (t *Tokens) Make(ctx context.Context, now time.Time, by, of Account, o Order) (Token, string, error) {
	if by.ID != of.ID && by.ID != TerminalID {
		return Token{}, "", fmt.Errorf("access: token: in the name of %s: %w", of.ID, survey.ErrForbidden)
	}
	token, err := o.token(now, of)
	if err != nil {
		return Token{}, "", err
	}
	for {
		random, err := newSecret(t.random)
		if err != nil {
			return Token{}, "", err
		}
		secret := TokenPrefix + random
		token.Hash = hashSecret(secret)
		token.ID = token.Hash[:tokenID]
		err = t.keeper.AddToken(ctx, token)
		if errors.Is(err, survey.ErrExists) {
			continue // another begins with the same digits
		}
		if err == nil {
			err = t.tell(ctx, now, by, token, "", token.brief())
		}
		if err != nil {
			return Token{}, "", fmt.Errorf("access: making a token: %w", err)
		}
		return token, secret, nil
	}
}

// Known is a token as those see it who look after it.
type Known struct {
	Token Token
	Of    Account // who answers for it; zero if there is no such account
	State TokenState
	Held  []Scope // what it can still read while it works; see Token.Held
}

// List returns a municipality's tokens: those that work first, the latest made first.
func (t *Tokens) List(ctx context.Context, now time.Time, by Account, municipality string) ([]Known, error) {
	if !keepsTokens(by, municipality) {
		return nil, fmt.Errorf("access: tokens of %s: %w", municipality, survey.ErrNotFound)
	}
	var all []Known
	for token, err := range t.keeper.TokensOf(ctx, municipality) {
		if err != nil {
			return nil, fmt.Errorf("access: tokens of %s: %w", municipality, err)
		}
		k, err := t.known(ctx, now, token)
		if err != nil {
			return nil, err
		}
		all = append(all, k)
	}
	slices.SortStableFunc(all, func(a, b Known) int {
		switch works := a.State == TokenWorks; {
		case works == (b.State == TokenWorks):
			return b.Token.Created.Compare(a.Token.Created)
		case works:
			return -1
		}
		return 1
	})
	return all, nil
}

// Find returns one token. survey.ErrNotFound if there is none, or by does not look after it.
func (t *Tokens) Find(ctx context.Context, now time.Time, by Account, id string) (Known, error) {
	token, err := t.find(ctx, by, id)
	if err != nil {
		return Known{}, err
	}
	return t.known(ctx, now, token)
}

// known says how a token stands, by the account that answers for it as it is now.
func (t *Tokens) known(ctx context.Context, now time.Time, token Token) (Known, error) {
	of, err := t.keeper.Account(ctx, token.Account)
	if err != nil && !errors.Is(err, survey.ErrNotFound) {
		return Known{}, fmt.Errorf("access: token: %w", err)
	}
	return Known{token, of, token.State(now, of), token.Held(of)}, nil
}

func (t *Tokens) find(ctx context.Context, by Account, id string) (Token, error) {
	token, err := t.keeper.Token(ctx, id)
	if err != nil {
		return Token{}, fmt.Errorf("access: token: %w", err)
	}
	if !keepsTokens(by, token.Municipality) {
		return Token{}, fmt.Errorf("access: token %s is another municipality's: %w", id, survey.ErrNotFound)
	}
	return token, nil
}

// End makes a token work no more, from this moment on. One that was ended before stays as it was, and that is no error.
func (t *Tokens) End(ctx context.Context, now time.Time, by Account, id string) error {
	for {
		token, err := t.find(ctx, by, id)
		if err != nil || !token.Ended.IsZero() {
			return err
		}
		token.Ended = now.UTC()
		err = t.keeper.ReplaceToken(ctx, token)
		if errors.Is(err, survey.ErrConflict) {
			continue // a use was noted in between
		}
		if err == nil {
			err = t.tell(ctx, now, by, token, token.brief(), "ended")
		}
		if err != nil {
			return fmt.Errorf("access: ending a token: %w", err)
		}
		return nil
	}
}

// Grant is what the bearer of a token may read.
type Grant struct {
	Token  Token
	scopes []Scope
}

// May reports whether the bearer may read the scope of the municipality. The zero Grant may nothing.
func (g Grant) May(s Scope, municipality string) bool {
	return g.Token.Municipality == municipality && slices.Contains(g.scopes, s)
}

// Bearer returns what the bearer of a secret may read now, and notes the hour of the use. A secret that never was, has
// expired or was ended, or whose account was disabled or lost the role that may make tokens, is survey.ErrUnauthorized.
// What the account could not give any more, the grant does not have. After many secrets from one address that never
// were, what else comes from there is refused with a *TryLater for a while.
func (t *Tokens) Bearer(ctx context.Context, now time.Time, secret string, v Visitor) (Grant, error) {
	from := origin{v.Address}
	if err := t.throttle.look(now, from); err != nil {
		return Grant{}, fmt.Errorf("access: bearer: %w", err)
	}
	token, err := t.shown(ctx, secret)
	if errors.Is(err, survey.ErrNotFound) {
		t.throttle.fail(now, from)
		err = fmt.Errorf("no such token: %w", survey.ErrUnauthorized)
	}
	if err != nil {
		return Grant{}, fmt.Errorf("access: bearer: %w", err)
	}
	k, err := t.known(ctx, now, token)
	if err != nil {
		return Grant{}, err
	}
	if k.State != TokenWorks {
		return Grant{}, fmt.Errorf("access: bearer: token %s is %s: %w", token.ID, k.State, survey.ErrUnauthorized)
	}
	if hour := now.UTC().Truncate(TokenTouch); hour.After(token.Used) {
		token.Used = hour
		// Losing this race means that another request noted the use, or the token was ended: both stand.
		if err := t.keeper.ReplaceToken(ctx, token); err != nil && !errors.Is(err, survey.ErrConflict) {
			return Grant{}, fmt.Errorf("access: noting the use of a token: %w", err)
		}
	}
	return Grant{token, k.Held}, nil
}

// shown returns the token of a secret.
func (t *Tokens) shown(ctx context.Context, secret string) (Token, error) {
	if len(secret) != len(TokenPrefix)+secretLength || !strings.HasPrefix(secret, TokenPrefix) {
		return Token{}, survey.ErrNotFound
	}
	hash := hashSecret(secret)
	token, err := t.keeper.Token(ctx, hash[:tokenID])
	if err == nil && subtle.ConstantTimeCompare([]byte(token.Hash), []byte(hash)) == 0 {
		err = survey.ErrNotFound
	}
	return token, err
}

// keepsTokens reports whether by looks after a municipality's tokens.
func keepsTokens(by Account, municipality string) bool {
	return by.ID == TerminalID || by.May(ManageTokens, municipality)
}

func (t *Tokens) tell(ctx context.Context, now time.Time, by Account, token Token, before, after string) error {
	_, err := t.trail.Write(ctx, now, by, Deed{
		Municipality: token.Municipality, Action: ManageTokens, Subject: "token/" + token.ID, Before: before, After: after,
	})
	return err
}
