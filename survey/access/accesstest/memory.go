// Package accesstest holds what tests of access, and of what stands on it, share: the contract of its stores as a test
// suite, and a keeper in memory that passes it.
package accesstest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"ashar/survey"
	"ashar/survey/access"
)

// Memory keeps accounts, links, sessions, tokens and audit trails in memory, by the contract that Run tests. It is safe for
// concurrent use.
type Memory struct {
	mu          sync.Mutex
	accounts    map[string]access.Account
	credentials map[string]access.Credential
	links       map[string]access.Link
	sessions    map[string]access.Session
	entries     map[string]access.Entry
	tokens      map[string]access.Token
	replaced    int
}

var (
	_ access.Keeper      = (*Memory)(nil)
	_ access.TokenKeeper = (*Memory)(nil)
)

// NewMemory returns an empty Memory.
func NewMemory() *Memory {
	return &Memory{
		accounts:    map[string]access.Account{},
		credentials: map[string]access.Credential{},
		links:       map[string]access.Link{},
		sessions:    map[string]access.Session{},
		entries:     map[string]access.Entry{},
		tokens:      map[string]access.Token{},
	}
}

// Replaced counts the documents replaced so far.
func (m *Memory) Replaced() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.replaced
}

// Account implements access.Accounts.
func (m *Memory) Account(ctx context.Context, id string) (access.Account, error) {
	return get(ctx, m, m.accounts, id)
}

// Accounts implements access.Accounts.
func (m *Memory) Accounts(ctx context.Context, municipality string) iter.Seq2[access.Account, error] {
	return list(ctx, m, m.accounts, func(a access.Account) bool { return a.Municipality == municipality })
}

// AddAccount implements access.Accounts.
func (m *Memory) AddAccount(ctx context.Context, a access.Account) error {
	return add(ctx, m, m.accounts, a.ID, a)
}

// ReplaceAccount implements access.Accounts.
func (m *Memory) ReplaceAccount(ctx context.Context, a access.Account) error {
	rev := a.Rev
	a.Rev++
	return replace(ctx, m, m.accounts, a.ID, a, func(old access.Account) bool { return old.Rev == rev })
}

// Credential implements access.Credentials.
func (m *Memory) Credential(ctx context.Context, account string) (access.Credential, error) {
	return get(ctx, m, m.credentials, account)
}

// AddCredential implements access.Credentials.
func (m *Memory) AddCredential(ctx context.Context, c access.Credential) error {
	return add(ctx, m, m.credentials, c.ID, c)
}

// ReplaceCredential implements access.Credentials.
func (m *Memory) ReplaceCredential(ctx context.Context, c access.Credential) error {
	rev := c.Rev
	c.Rev++
	return replace(ctx, m, m.credentials, c.ID, c, func(old access.Credential) bool { return old.Rev == rev })
}

// Link implements access.Links.
func (m *Memory) Link(ctx context.Context, id string) (access.Link, error) {
	return get(ctx, m, m.links, id)
}

// AddLink implements access.Links.
func (m *Memory) AddLink(ctx context.Context, l access.Link) error {
	return add(ctx, m, m.links, l.ID, l)
}

// ReplaceLink implements access.Links.
func (m *Memory) ReplaceLink(ctx context.Context, l access.Link) error {
	rev := l.Rev
	l.Rev++
	return replace(ctx, m, m.links, l.ID, l, func(old access.Link) bool { return old.Rev == rev })
}

// Session implements access.Sessions.
func (m *Memory) Session(ctx context.Context, id string) (access.Session, error) {
	return get(ctx, m, m.sessions, id)
}

// AddSession implements access.Sessions.
func (m *Memory) AddSession(ctx context.Context, s access.Session) error {
	return add(ctx, m, m.sessions, s.ID, s)
}

// SessionsOf implements access.Sessions.
func (m *Memory) SessionsOf(ctx context.Context, account string) iter.Seq2[access.Session, error] {
	return list(ctx, m, m.sessions, func(s access.Session) bool { return s.Account == account })
}

// ReplaceSession implements access.Sessions.
func (m *Memory) ReplaceSession(ctx context.Context, s access.Session) error {
	rev := s.Rev
	s.Rev++
	return replace(ctx, m, m.sessions, s.ID, s, func(old access.Session) bool { return old.Rev == rev })
}

// Token implements access.TokenKeeper.
func (m *Memory) Token(ctx context.Context, id string) (access.Token, error) {
	return get(ctx, m, m.tokens, id)
}

// TokensOf implements access.TokenKeeper.
func (m *Memory) TokensOf(ctx context.Context, municipality string) iter.Seq2[access.Token, error] {
	return list(ctx, m, m.tokens, func(t access.Token) bool { return t.Municipality == municipality })
}

// AddToken implements access.TokenKeeper.
func (m *Memory) AddToken(ctx context.Context, t access.Token) error {
	return add(ctx, m, m.tokens, t.ID, t)
}

// ReplaceToken implements access.TokenKeeper.
func (m *Memory) ReplaceToken(ctx context.Context, t access.Token) error {
	rev := t.Rev
	t.Rev++
	return replace(ctx, m, m.tokens, t.ID, t, func(old access.Token) bool { return old.Rev == rev })
}

// AddEntry implements access.Entries.
func (m *Memory) AddEntry(ctx context.Context, e access.Entry) error {
	return add(ctx, m, m.entries, e.ID, e)
}

// LastEntry implements access.Entries.
func (m *Memory) LastEntry(ctx context.Context, municipality string) (access.Entry, error) {
	if err := ctx.Err(); err != nil {
		return access.Entry{}, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	var last access.Entry
	for _, e := range m.entries {
		if e.Municipality == municipality && e.Seq > last.Seq {
			last = e
		}
	}
	if last.Seq == 0 {
		return access.Entry{}, fmt.Errorf("accesstest: trail of %q: %w", municipality, survey.ErrNotFound)
	}
	return last, nil
}

// Entries streams a municipality's audit trail in the order of its numbers.
func (m *Memory) Entries(ctx context.Context, municipality string) iter.Seq2[access.Entry, error] {
	return func(yield func(access.Entry, error) bool) {
		for seq := int64(1); ; seq++ {
			e, err := get(ctx, m, m.entries, access.EntryID(municipality, seq))
			if errors.Is(err, survey.ErrNotFound) || !yield(e, err) || err != nil {
				return
			}
		}
	}
}

// list streams the documents for which meant holds, by their ids.
func list[T any](ctx context.Context, m *Memory, from map[string]T, meant func(T) bool) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		m.mu.Lock()
		var found []T
		for _, id := range slices.Sorted(maps.Keys(from)) {
			if meant(from[id]) {
				found = append(found, from[id])
			}
		}
		m.mu.Unlock()
		for _, v := range found {
			if !yield(v, ctx.Err()) {
				return
			}
		}
	}
}

func get[T any](ctx context.Context, m *Memory, from map[string]T, id string) (T, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := from[id]
	if err := ctx.Err(); err != nil {
		return v, err
	}
	if !ok {
		return v, fmt.Errorf("accesstest: %T: %w", v, survey.ErrNotFound)
	}
	return v, nil
}

func add[T any](ctx context.Context, m *Memory, to map[string]T, id string, v T) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	if _, ok := to[id]; ok {
		return fmt.Errorf("accesstest: %T: %w", v, survey.ErrExists)
	}
	to[id] = v
	return nil
}

// replace stores v if there is a document for which same holds.
func replace[T any](ctx context.Context, m *Memory, in map[string]T, id string, v T, same func(T) bool) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := ctx.Err(); err != nil {
		return err
	}
	old, ok := in[id]
	if !ok || !same(old) {
		return fmt.Errorf("accesstest: %T: %w", v, survey.ErrConflict)
	}
	in[id] = v
	m.replaced++
	return nil
}
