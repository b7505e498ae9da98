package access

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"ashar/survey"
)

// Bounds of a token.
const (
	MaxTokenName = 80                   // runes of its name
	MaxTokenLife = 365 * 24 * time.Hour // from when it is made
)

// TokenTouch is how stale Token.Used may grow before a use writes it anew: reading rarely writes.
const TokenTouch = time.Hour

// TokenPrefix is how the secret of every token begins, so that it is known for one wherever it is found.
const TokenPrefix = "ashar_"

// tokenID is how many digits of its hash a token is called by.
const tokenID = 12

// Token lets a program read a part of one municipality's data, by a secret that it shows with each request. The secret
// is not in it.
type Token struct {
	ID           string    `bson:"_id" json:"id"` // the first digits of Hash: opens nothing, and may be shown
	Hash         string    `bson:"hash" json:"-"` // SHA-256 of the secret, hex
	Municipality string    `bson:"municipality" json:"municipality"`
	Account      string    `bson:"account" json:"account"` // Account.ID of who made it, and answers for it
	Name         string    `bson:"name" json:"name"`       // what it is for: "Excel of the working group"
	Scopes       []Scope   `bson:"scopes" json:"scopes"`   // in the order of Scopes, each once, at least one
	Created      time.Time `bson:"created" json:"created"`
	Expires      time.Time `bson:"expires" json:"expires"`                // works until then
	Used         time.Time `bson:"used,omitempty" json:"used,omitzero"`   // the hour in which it was last used; zero if it was not
	Ended        time.Time `bson:"ended,omitempty" json:"ended,omitzero"` // zero unless somebody ended it
	Rev          int64     `bson:"rev" json:"rev"`                        // see TokenKeeper
}

// TokenKeeper is the store as Tokens needs it.
type TokenKeeper interface {
	Entries
	// Account returns the account, or an error that is survey.ErrNotFound.
	Account(ctx context.Context, id string) (Account, error)
	// Token returns the token, or an error that is survey.ErrNotFound.
	Token(ctx context.Context, id string) (Token, error)
	// TokensOf streams a municipality's tokens by their ids, those that work no more too. After an error it ends.
	TokensOf(ctx context.Context, municipality string) iter.Seq2[Token, error]
	// AddToken stores a new token, or fails with survey.ErrExists.
	AddToken(ctx context.Context, t Token) error
	// ReplaceToken stores t with revision t.Rev+1 if the revision now stored is t.Rev, and else fails with
	// survey.ErrConflict.
	ReplaceToken(ctx context.Context, t Token) error
}

// TokenState is whether a token works, and if not, why.
type TokenState string

// The states.
const (
	TokenWorks   TokenState = "works"
	TokenExpired TokenState = "expired"
	TokenEnded   TokenState = "ended"
	TokenLost    TokenState = "lost" // who answers for it was disabled, or may make no tokens any more
)

// State is the token's at now, if of is the account that answers for it. An end by hand outdoes all else.
func (t Token) State(now time.Time, of Account) TokenState {
	switch {
	case !t.Ended.IsZero():
		return TokenEnded
	case !now.Before(t.Expires):
		return TokenExpired
	case t.Account != of.ID || !of.May(ManageTokens, t.Municipality):
		return TokenLost
	}
	return TokenWorks
}

// Held are the token's scopes that of, the account that answers for it, could still give: what a role loses, its
// tokens lose.
func (t Token) Held(of Account) []Scope {
	if t.Account != of.ID || t.Municipality != of.Municipality {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(t.Scopes), func(s Scope) bool { return !of.MayGive(s) })
}

// Order is a token as it is asked for.
type Order struct {
	Name   string        // 1 to MaxTokenName runes, on one line
	Scopes []Scope       // in any order
	Life   time.Duration // more than 0, at most MaxTokenLife
}

// OrderPart is a part of an order that can be wrong.
type OrderPart string

// The parts.
const (
	OrderName   OrderPart = "name"   // none, too long, or of several lines
	OrderScopes OrderPart = "scopes" // none, or one that there is not
	OrderWords  OrderPart = "words"  // Words without Answers
	OrderLife   OrderPart = "life"   // none, or too long
)

// WrongOrder is the error for an order that nobody can give. It is a survey.ErrInvalid.
type WrongOrder struct{ Part OrderPart }

func (e *WrongOrder) Error() string {
	return map[OrderPart]string{
		OrderName:   fmt.Sprintf("the name wants 1 to %d letters on one line", MaxTokenName),
		OrderScopes: fmt.Sprintf("at least one scope is wanted, of: %s", scopeNames(Scopes())),
		OrderWords:  "own words are read only together with answers",
		OrderLife:   fmt.Sprintf("it wants to expire within %d days", MaxTokenLife/(24*time.Hour)),
	}[e.Part]
}

// Unwrap is the kind of the error.
func (e *WrongOrder) Unwrap() error { return survey.ErrInvalid }

// token is the token that of orders at now, without a secret. What does not hold is a *WrongOrder; what of may not give
// is survey.ErrForbidden.
func (o Order) token(now time.Time, of Account) (Token, error) {
	t := Token{
		Municipality: of.Municipality, Account: of.ID, Name: strings.TrimSpace(o.Name),
		Scopes:  slices.DeleteFunc(Scopes(), func(s Scope) bool { return !slices.Contains(o.Scopes, s) }),
		Created: now.UTC(), Expires: now.UTC().Add(o.Life),
	}
	var wrong OrderPart
	switch {
	case t.Name == "" || utf8.RuneCountInString(t.Name) > MaxTokenName || strings.ContainsFunc(t.Name, unicode.IsControl):
		wrong = OrderName
	case len(t.Scopes) == 0 || slices.ContainsFunc(o.Scopes, func(s Scope) bool { return !slices.Contains(Scopes(), s) }):
		wrong = OrderScopes
	case slices.Contains(t.Scopes, Words) && !slices.Contains(t.Scopes, Answers):
		wrong = OrderWords
	case o.Life <= 0 || o.Life > MaxTokenLife:
		wrong = OrderLife
	}
	if wrong != "" {
		return Token{}, fmt.Errorf("access: token: %w", &WrongOrder{wrong})
	}
	if !of.May(ManageTokens, of.Municipality) {
		return Token{}, fmt.Errorf("access: token: %s makes none: %w", of.ID, survey.ErrForbidden)
	}
	for _, s := range t.Scopes {
		if !of.MayGive(s) {
			return Token{}, fmt.Errorf("access: token: %s may not give %s: %w", of.ID, s, survey.ErrForbidden)
		}
	}
	return t, nil
}

// brief is a token in the audit trail.
func (t Token) brief() string {
	return fmt.Sprintf("%s; of %s; reads %s; until %s", t.Name, t.Account, scopeNames(t.Scopes), t.Expires.Format(time.DateOnly))
}
