package store

import (
	"context"
	"iter"

	"ashar/survey/access"
)

var (
	_ access.Keeper      = (*DB)(nil)
	_ access.TokenKeeper = (*DB)(nil)
)

// AddAccount stores a new account, or fails with survey.ErrExists.
func (db *DB) AddAccount(ctx context.Context, a access.Account) error {
	return db.insert(ctx, accounts, a)
}

// Account returns the account, or an error that is survey.ErrNotFound.
func (db *DB) Account(ctx context.Context, id string) (access.Account, error) {
	return get[access.Account](ctx, db, accounts, id)
}

// Accounts streams a municipality's accounts by their ids. After an error it ends.
func (db *DB) Accounts(ctx context.Context, municipality string) iter.Seq2[access.Account, error] {
	return scan[access.Account](ctx, db, accounts, query{index: byMunicipality, equal: []any{municipality}})
}

// ReplaceAccount stores a with revision a.Rev+1 if the revision now stored is
// a.Rev, and else fails with survey.ErrConflict.
func (db *DB) ReplaceAccount(ctx context.Context, a access.Account) error {
	a.Rev++
	return db.replace(ctx, accounts, a, a.Rev-1)
}

// Credential returns the account's credential, or an error that is
// survey.ErrNotFound.
func (db *DB) Credential(ctx context.Context, account string) (access.Credential, error) {
	return get[access.Credential](ctx, db, credentials, account)
}

// AddCredential stores a new credential, or fails with survey.ErrExists.
func (db *DB) AddCredential(ctx context.Context, c access.Credential) error {
	return db.insert(ctx, credentials, c)
}

// ReplaceCredential stores c with revision c.Rev+1 if the revision now stored is
// c.Rev, and else fails with survey.ErrConflict.
func (db *DB) ReplaceCredential(ctx context.Context, c access.Credential) error {
	c.Rev++
	return db.replace(ctx, credentials, c, c.Rev-1)
}

// AddLink stores a new sign-in link, or fails with survey.ErrExists.
func (db *DB) AddLink(ctx context.Context, l access.Link) error {
	return db.insert(ctx, links, l)
}

// Link returns the sign-in link, or an error that is survey.ErrNotFound.
func (db *DB) Link(ctx context.Context, id string) (access.Link, error) {
	return get[access.Link](ctx, db, links, id)
}

// ReplaceLink stores l with revision l.Rev+1 if the revision now stored is l.Rev,
// and else fails with survey.ErrConflict.
func (db *DB) ReplaceLink(ctx context.Context, l access.Link) error {
	l.Rev++
	return db.replace(ctx, links, l, l.Rev-1)
}

// AddSession stores a new session, or fails with survey.ErrExists.
func (db *DB) AddSession(ctx context.Context, s access.Session) error {
	return db.insert(ctx, sessions, s)
}

// Session returns the session, or an error that is survey.ErrNotFound.
func (db *DB) Session(ctx context.Context, id string) (access.Session, error) {
	return get[access.Session](ctx, db, sessions, id)
}

// SessionsOf streams an account's sessions by their ids. After an error it ends.
func (db *DB) SessionsOf(ctx context.Context, account string) iter.Seq2[access.Session, error] {
	return scan[access.Session](ctx, db, sessions, query{index: byAccount, equal: []any{account}})
}

// ReplaceSession stores s with revision s.Rev+1 if the revision now stored is
// s.Rev, and else fails with survey.ErrConflict.
func (db *DB) ReplaceSession(ctx context.Context, s access.Session) error {
	s.Rev++
	return db.replace(ctx, sessions, s, s.Rev-1)
}

// AddToken stores a new token, or fails with survey.ErrExists.
func (db *DB) AddToken(ctx context.Context, t access.Token) error {
	return db.insert(ctx, tokens, t)
}

// Token returns the token, or an error that is survey.ErrNotFound.
func (db *DB) Token(ctx context.Context, id string) (access.Token, error) {
	return get[access.Token](ctx, db, tokens, id)
}

// TokensOf streams a municipality's tokens by their ids, those that work no more
// too. After an error it ends.
func (db *DB) TokensOf(ctx context.Context, municipality string) iter.Seq2[access.Token, error] {
	return scan[access.Token](ctx, db, tokens, query{index: byMunicipality, equal: []any{municipality}})
}

// ReplaceToken stores t with revision t.Rev+1 if the revision now stored is t.Rev,
// and else fails with survey.ErrConflict.
func (db *DB) ReplaceToken(ctx context.Context, t access.Token) error {
	t.Rev++
	return db.replace(ctx, tokens, t, t.Rev-1)
}

// AddEntry stores a new entry of an audit trail, or fails with survey.ErrExists.
func (db *DB) AddEntry(ctx context.Context, e access.Entry) error {
	return db.insert(ctx, audit, e)
}

// LastEntry returns the municipality's entry with the highest number, or an error
// that is survey.ErrNotFound.
func (db *DB) LastEntry(ctx context.Context, municipality string) (access.Entry, error) {
	return first[access.Entry](ctx, db, audit,
		query{index: byMunicipality, equal: []any{municipality}, backward: true}, "of "+municipality)
}

// Entries streams a municipality's audit trail in the order of its numbers. After
// an error it ends.
func (db *DB) Entries(ctx context.Context, municipality string) iter.Seq2[access.Entry, error] {
	return scan[access.Entry](ctx, db, audit, query{index: byMunicipality, equal: []any{municipality}})
}

// EntriesBefore streams the entries of a municipality's audit trail whose numbers
// are less, the last first. After an error it ends.
func (db *DB) EntriesBefore(ctx context.Context, municipality string, seq int64) iter.Seq2[access.Entry, error] {
	return scan[access.Entry](ctx, db, audit, query{
		index: byMunicipality, equal: []any{municipality}, backward: true, after: &position{id: access.EntryID(municipality, seq)},
	})
}

// EntriesAfter streams the entries of a municipality's audit trail whose numbers
// are greater, in their order. After an error it ends.
func (db *DB) EntriesAfter(ctx context.Context, municipality string, seq int64) iter.Seq2[access.Entry, error] {
	return scan[access.Entry](ctx, db, audit, query{
		index: byMunicipality, equal: []any{municipality}, after: &position{id: access.EntryID(municipality, seq)},
	})
}
