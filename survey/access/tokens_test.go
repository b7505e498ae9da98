package access_test

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/access"
)

const month = 30 * 24 * time.Hour

// given is who may make a token with which scope, written out once more by hand: a change of the table must be meant.
const given = `
           owner organiser enumerator analyst observer administrator
places     yes   -         -          yes     -        -
coverage   yes   -         -          yes     -        -
rankings   yes   -         -          yes     -        -
answers    yes   -         -          yes     -        -
words      yes   -         -          -       -        -
`

// tokenOffice is newOffice's, with an analyst, whose tokens programs show.
type tokenOffice struct {
	*access.Tokens
	office
}

func newTokenOffice(t *testing.T) tokenOffice {
	t.Helper()
	o := newOffice(t)
	a, err := access.NewAccount(noon, "kok-jar", "elmira", "Эльмира", access.Analyst)
	if err == nil {
		err = o.keeper.AddAccount(t.Context(), a)
	}
	if err != nil {
		t.Fatal(err)
	}
	return tokenOffice{access.NewTokens(o.keeper, rand.Reader), o}
}

// excel is an order that owners and analysts may give.
func excel(scopes ...access.Scope) access.Order {
	if len(scopes) == 0 {
		scopes = []access.Scope{access.Places, access.Answers}
	}
	return access.Order{Name: "Excel of the working group", Scopes: scopes, Life: month}
}

func (o tokenOffice) make(by string, order access.Order) (access.Token, string) {
	o.t.Helper()
	a := o.account(by)
	token, secret, err := o.Make(o.t.Context(), noon, a, a, order)
	if err != nil {
		o.t.Fatalf("Make: %v", err)
	}
	return token, secret
}

// reads lists the scopes that a secret lets read at a time; an error's kind is its last words.
func (o tokenOffice) reads(now time.Time, secret string) string {
	o.t.Helper()
	g, err := o.Bearer(o.t.Context(), now, secret, access.Visitor{Address: "a"})
	if err != nil {
		for _, kind := range []error{survey.ErrUnauthorized, survey.ErrForbidden} {
			if errors.Is(err, kind) {
				return kind.Error()
			}
		}
		o.t.Fatalf("Bearer: %v", err)
	}
	var all []string
	for _, s := range access.Scopes() {
		if g.May(s, "kok-jar") {
			all = append(all, string(s))
		}
		for _, elsewhere := range []string{"ak-tal", access.Instance, ""} {
			if g.May(s, elsewhere) {
				o.t.Errorf("the grant reads %s of %q", s, elsewhere)
			}
		}
	}
	return strings.Join(all, " ")
}

func TestWhoMayGiveWhat(t *testing.T) {
	o := newTokenOffice(t)
	lines := strings.Split(strings.TrimSpace(given), "\n")
	roles := strings.Fields(lines[0])
	if got, want := len(roles), len(access.Roles()); got != want {
		t.Errorf("roles in the table: got %d, want %d", got, want)
	}
	var scopes []access.Scope
	for _, line := range lines[1:] {
		cells := strings.Fields(line)
		scope := access.Scope(cells[0])
		scopes = append(scopes, scope)
		for i, role := range roles {
			a := access.Account{ID: "x", Municipality: "kok-jar", Role: access.Role(role)}
			if a.Role == access.Administrator {
				a.Municipality = access.Instance
			}
			want := cells[i+1] == "yes"
			if got := a.MayGive(scope); got != want {
				t.Errorf("%s may give %s: got %v, want %v", role, scope, got, want)
			}
			ordered := []access.Scope{scope}
			if scope == access.Words {
				ordered = append(ordered, access.Answers)
			}
			_, _, err := o.Make(t.Context(), noon, a, a, excel(ordered...))
			if want && err != nil || !want && !errors.Is(err, survey.ErrForbidden) {
				t.Errorf("%s makes a token of %s: got %v, want allowed to be %v", role, scope, err, want)
			}
			a.Disabled = true
			if a.MayGive(scope) {
				t.Errorf("a disabled %s may give %s", role, scope)
			}
		}
	}
	if !slices.Equal(scopes, access.Scopes()) {
		t.Errorf("scopes in the table: got %v, want %v", scopes, access.Scopes())
	}
	if (access.Account{Municipality: "kok-jar", Role: access.Owner}).MayGive("everything") {
		t.Error("an owner may give a scope that is none")
	}
}

// TestATokenReadsWhatItsMakerCouldGiveToday draws orders, and roles that their makers come to have.
func TestATokenReadsWhatItsMakerCouldGiveToday(t *testing.T) {
	o := newTokenOffice(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		a, err := access.NewAccount(noon, "kok-jar", fmt.Sprint("maker-", n), "M", rapid.SampledFrom([]access.Role{access.Owner, access.Analyst}).Draw(r, "first"))
		if err == nil {
			err = o.keeper.AddAccount(t.Context(), a)
		}
		if err != nil {
			r.Fatal(err)
		}
		scopes := rapid.SliceOfN(rapid.SampledFrom(access.Scopes()), 1, 6).Draw(r, "scopes")
		_, secret, err := o.Make(t.Context(), noon, a, a, excel(scopes...))
		if slices.Contains(scopes, access.Words) && (a.Role != access.Owner || !slices.Contains(scopes, access.Answers)) {
			if err == nil {
				r.Fatalf("%s of a %s were given", scopes, a.Role)
			}
			return
		}
		if err != nil {
			r.Fatal(err)
		}
		a.Role = rapid.SampledFrom(access.Roles()[:5]).Draw(r, "now")
		a.Disabled = rapid.Bool().Draw(r, "disabled")
		if err := o.keeper.ReplaceAccount(t.Context(), a); err != nil {
			r.Fatal(err)
		}
		want := survey.ErrUnauthorized.Error()
		if a.May(access.ManageTokens, "kok-jar") {
			var held []string
			for _, s := range access.Scopes() {
				if slices.Contains(scopes, s) && a.MayGive(s) {
					held = append(held, string(s))
				}
			}
			want = strings.Join(held, " ")
		}
		if got := o.reads(noon, secret); got != want {
			r.Errorf("%s ordered, by a %s (disabled: %v) now: got %q, want %q", scopes, a.Role, a.Disabled, got, want)
		}
	})
}

func TestTheSecretIsKnownForOneAndKeptByNobody(t *testing.T) {
	o := newTokenOffice(t)
	token, secret := o.make("elmira", excel(access.Answers, access.Places, access.Answers))
	if !strings.HasPrefix(secret, "ashar_") || len(secret) < len("ashar_")+43 {
		t.Errorf("secret: got %q, want ashar_ and 256 bits", secret)
	}
	kept, err := o.keeper.Token(t.Context(), token.ID)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte(secret))
	if want := hex.EncodeToString(sum[:]); kept.Hash != want || !strings.HasPrefix(want, kept.ID) {
		t.Errorf("kept: got hash %s and id %s, want hash %s and its first digits", kept.Hash, kept.ID, want)
	}
	if shown := fmt.Sprintf("%+v", kept); strings.Contains(shown, secret) || strings.Contains(shown, secret[6:]) {
		t.Errorf("the secret is kept: %s", shown)
	}
	if data, _ := json.Marshal(kept); strings.Contains(string(data), kept.Hash) {
		t.Errorf("JSON has the hash: %s", data)
	}
	if want := []access.Scope{access.Places, access.Answers}; !slices.Equal(kept.Scopes, want) {
		t.Errorf("scopes: got %v, want %v", kept.Scopes, want)
	}
	if got := o.reads(noon, secret); got != "places answers" {
		t.Errorf("reads: got %q, want places answers", got)
	}
	wantTold(t, told(t, o.keeper, "kok-jar", secret, secret[6:], kept.Hash),
		`0s "elmira" manage_tokens token/`+token.ID+` Excel of the working group; of elmira; reads places answers; until 2026-04-04`)
}

func TestWhatIsNoTokenIsRefused(t *testing.T) {
	o := newTokenOffice(t)
	_, secret := o.make("aida", excel())
	other := access.TokenPrefix + strings.Repeat("A", 43)
	for name, shown := range map[string]string{
		"nothing": "", "the prefix": access.TokenPrefix, "another": other, "without the prefix": secret[6:],
		"with a letter more": secret + "A", "with a letter less": secret[:len(secret)-1], "with another end": secret[:len(secret)-1] + "*",
	} {
		if got := o.reads(noon, shown); got != survey.ErrUnauthorized.Error() {
			t.Errorf("%s: got %q, want %v", name, got, survey.ErrUnauthorized)
		}
	}
	if (access.Grant{}).May(access.Places, "") {
		t.Error("the zero grant reads places of no municipality")
	}
}

func TestTheHashIsComparedWhole(t *testing.T) {
	o := newTokenOffice(t)
	token, secret := o.make("aida", excel())
	token.Hash = token.ID + strings.Repeat("0", 52)
	wantIs(t, "ReplaceToken", o.keeper.ReplaceToken(t.Context(), token), nil)
	if got := o.reads(noon, secret); got != survey.ErrUnauthorized.Error() {
		t.Errorf("a secret whose hash begins alike: got %q, want %v", got, survey.ErrUnauthorized)
	}
}

func TestOrdersThatDoNotHold(t *testing.T) {
	o := newTokenOffice(t)
	for name, tt := range map[string]struct {
		order access.Order
		part  access.OrderPart
	}{
		"no name":         {access.Order{Name: "  ", Scopes: access.Scopes(), Life: month}, access.OrderName},
		"a long name":     {access.Order{Name: strings.Repeat("ү", access.MaxTokenName+1), Scopes: access.Scopes(), Life: month}, access.OrderName},
		"two lines":       {access.Order{Name: "a\nb", Scopes: access.Scopes(), Life: month}, access.OrderName},
		"no scope":        {access.Order{Name: "x", Life: month}, access.OrderScopes},
		"no such scope":   {access.Order{Name: "x", Scopes: []access.Scope{"all"}, Life: month}, access.OrderScopes},
		"one of them":     {access.Order{Name: "x", Scopes: []access.Scope{access.Places, "all"}, Life: month}, access.OrderScopes},
		"words alone":     {access.Order{Name: "x", Scopes: []access.Scope{access.Words}, Life: month}, access.OrderWords},
		"for ever":        {access.Order{Name: "x", Scopes: access.Scopes(), Life: access.MaxTokenLife + 1}, access.OrderLife},
		"for no time":     {access.Order{Name: "x", Scopes: access.Scopes()}, access.OrderLife},
		"for less than 0": {access.Order{Name: "x", Scopes: access.Scopes(), Life: -month}, access.OrderLife},
	} {
		a := o.account("aida")
		_, _, err := o.Make(t.Context(), noon, a, a, tt.order)
		wantIs(t, name, err, survey.ErrInvalid)
		if wrong, _ := errors.AsType[*access.WrongOrder](err); wrong == nil || wrong.Part != tt.part || wrong.Error() == "" {
			t.Errorf("%s: got %v, want the %s to be wrong", name, err, tt.part)
		}
	}
	longest := access.Order{Name: strings.Repeat("ү", access.MaxTokenName), Scopes: access.Scopes(), Life: access.MaxTokenLife}
	o.make("aida", longest)
}

func TestNobodyMakesTokensForAnother(t *testing.T) {
	o := newTokenOffice(t)
	ctx := t.Context()
	_, _, err := o.Make(ctx, noon, o.account("elmira"), o.account("aida"), excel(access.Answers, access.Words))
	wantIs(t, "an analyst for an owner", err, survey.ErrForbidden)
	_, _, err = o.Make(ctx, noon, o.account("root"), o.account("aida"), excel())
	wantIs(t, "an administrator for an owner", err, survey.ErrForbidden)
	_, _, err = o.Make(ctx, noon, access.Terminal(), o.account("chynara"), excel())
	wantIs(t, "the terminal for an organiser", err, survey.ErrForbidden)
	_, _, err = o.Make(ctx, noon, access.Terminal(), access.Terminal(), excel())
	wantIs(t, "the terminal for itself", err, survey.ErrForbidden)
	token, _, err := o.Make(ctx, noon, access.Terminal(), o.account("aida"), excel(access.Places))
	wantIs(t, "the terminal for an owner", err, nil)
	wantTold(t, told(t, o.keeper, "kok-jar"),
		`0s "terminal" manage_tokens token/`+token.ID+` Excel of the working group; of aida; reads places; until 2026-04-04`)
}

func TestATokenWorksUntilItExpires(t *testing.T) {
	o := newTokenOffice(t)
	token, secret := o.make("aida", excel(access.Coverage))
	for at, want := range map[time.Duration]string{0: "coverage", month - 1: "coverage", month: survey.ErrUnauthorized.Error()} {
		if got := o.reads(noon.Add(at), secret); got != want {
			t.Errorf("after %s: got %q, want %q", at, got, want)
		}
	}
	k, err := o.Find(t.Context(), noon.Add(month), o.account("elmira"), token.ID)
	if err != nil || k.State != access.TokenExpired || k.Of.ID != "aida" {
		t.Errorf("Find: got %+v, %v; want an expired one of aida", k, err)
	}
}

func TestAnEndedTokenWorksNoMore(t *testing.T) {
	o := newTokenOffice(t)
	ctx := t.Context()
	token, secret := o.make("aida", excel())
	for by, want := range map[string]error{
		"chynara": survey.ErrNotFound, "daniyar": survey.ErrNotFound, "root": survey.ErrNotFound,
	} {
		wantIs(t, "ended by "+by, o.End(ctx, noon, o.account(by), token.ID), want)
	}
	if got := o.reads(noon, secret); got != "places answers" {
		t.Errorf("before the end: got %q, want places answers", got)
	}
	for range 2 { // the second time there is nothing to tell
		wantIs(t, "ended by a colleague", o.End(ctx, noon.Add(time.Minute), o.account("elmira"), token.ID), nil)
	}
	if got := o.reads(noon, secret); got != survey.ErrUnauthorized.Error() {
		t.Errorf("after the end: got %q, want %v", got, survey.ErrUnauthorized)
	}
	wantIs(t, "one that never was", o.End(ctx, noon, o.account("aida"), "none"), survey.ErrNotFound)
	lines := told(t, o.keeper, "kok-jar", secret)
	if got, want := lines[1:], []string{`1m0s "elmira" manage_tokens token/` + token.ID + ` ended`}; !slices.Equal(got, want) {
		t.Errorf("told: got %q, want %q", got, want)
	}
}

func TestATokenWhoseMakerIsDisabledRestsUntilTheyAreBack(t *testing.T) {
	o := newTokenOffice(t)
	ctx, aida := t.Context(), o.account("aida")
	token, secret := o.make("elmira", excel())
	wantIs(t, "Disable", o.Disable(ctx, noon, aida, "elmira"), nil)
	if got := o.reads(noon, secret); got != survey.ErrUnauthorized.Error() {
		t.Errorf("disabled: got %q, want %v", got, survey.ErrUnauthorized)
	}
	k, err := o.Find(ctx, noon, aida, token.ID)
	if err != nil || k.State != access.TokenLost || len(k.Held) != 0 {
		t.Errorf("Find: got %+v, %v; want a lost one that holds nothing", k, err)
	}
	wantIs(t, "Enable", o.Enable(ctx, noon, aida, "elmira"), nil)
	if got := o.reads(noon, secret); got != "places answers" {
		t.Errorf("enabled again: got %q, want places answers", got)
	}
}

func TestATokenOfAnAccountThatIsNotThereReadsNothing(t *testing.T) {
	o := newTokenOffice(t)
	token, secret := o.make("aida", excel())
	token.Account = ""
	wantIs(t, "ReplaceToken", o.keeper.ReplaceToken(t.Context(), token), nil)
	if got := o.reads(noon, secret); got != survey.ErrUnauthorized.Error() {
		t.Errorf("got %q, want %v", got, survey.ErrUnauthorized)
	}
}

func TestTheHourOfAUseIsNotedOnce(t *testing.T) {
	o := newTokenOffice(t)
	token, secret := o.make("aida", excel())
	for _, step := range []struct {
		after time.Duration
		used  string
		rev   int64
	}{
		{10 * time.Minute, "12:00", 1}, {59 * time.Minute, "12:00", 1}, {61 * time.Minute, "13:00", 2},
		{30 * time.Minute, "13:00", 2}, {5 * time.Hour, "17:00", 3}, // a clock that is late takes nothing back
	} {
		o.reads(noon.Add(step.after), secret)
		kept, err := o.keeper.Token(t.Context(), token.ID)
		if got := kept.Used.Format("15:04"); err != nil || got != step.used || kept.Rev != step.rev {
			t.Errorf("used after %s: got %s at revision %d, %v; want %s at %d", step.after, got, kept.Rev, err, step.used, step.rev)
		}
	}
}

// TestUsesAndTheEndAtTheSameMomentBothStand has programs read while the token is ended: revisions meet, and none is lost.
func TestUsesAndTheEndAtTheSameMomentBothStand(t *testing.T) {
	o := newTokenOffice(t)
	aida := o.account("aida")
	for range 50 {
		token, secret := o.make("aida", excel())
		var all sync.WaitGroup
		for range 3 {
			all.Go(func() {
				_, err := o.Bearer(t.Context(), noon, secret, access.Visitor{Address: "a"})
				if err != nil && !errors.Is(err, survey.ErrUnauthorized) {
					t.Errorf("Bearer: %v", err)
				}
			})
		}
		all.Go(func() {
			if err := o.End(t.Context(), noon, aida, token.ID); err != nil {
				t.Errorf("End: %v", err)
			}
		})
		all.Wait()
		if got := o.reads(noon, secret); got != survey.ErrUnauthorized.Error() {
			t.Fatalf("after the end: got %q, want %v", got, survey.ErrUnauthorized)
		}
	}
}

func TestGuessesFromAnAddressAreSlowed(t *testing.T) {
	o := newTokenOffice(t)
	ctx := t.Context()
	_, secret := o.make("aida", excel())
	ended, old := o.make("aida", excel())
	wantIs(t, "End", o.End(ctx, noon, o.account("aida"), ended.ID), nil)
	for range 500 { // a workbook that nobody looks after
		if _, err := o.Bearer(ctx, noon, old, access.Visitor{Address: "a"}); !errors.Is(err, survey.ErrUnauthorized) {
			t.Fatalf("an ended token: got %v, want ErrUnauthorized", err)
		}
	}
	guesses := 0
	var late *access.TryLater
	for ; guesses < 500 && late == nil; guesses++ {
		_, err := o.Bearer(ctx, noon, access.TokenPrefix+strings.Repeat("A", 43), access.Visitor{Address: "a"})
		late, _ = errors.AsType[*access.TryLater](err)
	}
	if late == nil || guesses < 50 {
		t.Fatalf("after %d guesses: got %v, want to be sent away after some", guesses, late)
	}
	if _, err := o.Bearer(ctx, noon, secret, access.Visitor{Address: "b"}); err != nil {
		t.Errorf("from elsewhere: got %v, want to be let in", err)
	}
	if _, err := o.Bearer(ctx, noon.Add(late.Wait), secret, access.Visitor{Address: "a"}); err != nil {
		t.Errorf("after the wait: got %v, want to be let in", err)
	}
	_, err := enter(t, o.door, noon, "aida", password, "a")
	if _, waits := errors.AsType[*access.TryLater](err); waits {
		t.Error("guesses of tokens keep people from signing in")
	}
}

func TestTokensAreListedToThoseWhoLookAfterThem(t *testing.T) {
	o := newTokenOffice(t)
	ctx := t.Context()
	first, _ := o.make("aida", excel())
	second, _ := o.make("elmira", excel())
	a := o.account("bakyt")
	third, _, err := o.Make(ctx, noon.Add(time.Hour), a, a, excel())
	wantIs(t, "Make", err, nil)
	wantIs(t, "End", o.End(ctx, noon, a, third.ID), nil)
	neighbour := o.account("daniyar")
	_, _, err = o.Make(ctx, noon, neighbour, neighbour, excel())
	wantIs(t, "a neighbour's", err, nil)
	for by, sees := range map[string]bool{"aida": true, "elmira": true, "chynara": false, "daniyar": false, "root": false} {
		all, err := o.List(ctx, noon, o.account(by), "kok-jar")
		if !sees {
			wantIs(t, "to "+by, err, survey.ErrNotFound)
			continue
		}
		var ids []string
		for _, k := range all {
			ids = append(ids, k.Token.ID)
		}
		if err != nil || len(ids) != 3 || !slices.Contains(ids[:2], first.ID) || !slices.Contains(ids[:2], second.ID) || ids[2] != third.ID {
			t.Errorf("to %s: got %v, %v; want %s and %s, and the ended %s last", by, ids, err, first.ID, second.ID, third.ID)
		}
	}
	if all, err := o.List(ctx, noon, access.Terminal(), "ak-tal"); err != nil || len(all) != 1 {
		t.Errorf("to the terminal: got %v, %v; want the neighbour's", all, err)
	}
}
