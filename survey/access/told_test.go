package access_test

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/access/accesstest"
)

// told returns a municipality's audit trail in short, after checking that it holds together and has none of the secrets.
func told(t *testing.T, keeper *accesstest.Memory, municipality string, secrets ...string) []string {
	t.Helper()
	if _, err := access.Verify(keeper.Entries(t.Context(), municipality)); err != nil {
		t.Errorf("Verify: %v", err)
	}
	var lines []string
	for e, err := range keeper.Entries(t.Context(), municipality) {
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, fmt.Sprintf("%s %q %s %s %s", e.At.Sub(noon), e.Account, e.Action, e.Subject, e.After))
		data, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range secrets {
			if strings.Contains(string(data), secret) {
				t.Errorf("the trail has a token: %s", data)
			}
		}
	}
	return lines
}

func wantTold(t *testing.T, got []string, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("told by the trail (-want +got):\n%s", diff)
	}
}

func TestTheTrailTellsWhoComesAndGoes(t *testing.T) {
	d, keeper := open(t)
	ctx, token := t.Context(), invite(t, d)
	if _, err := d.Peek(ctx, noon, token); err != nil {
		t.Fatal(err)
	}
	_, session, err := d.SignIn(ctx, noon, token)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Who(ctx, noon, session); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the second time there is nothing to tell
		if err := d.SignOut(ctx, noon.Add(time.Minute), session); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.SignOut(ctx, noon, strings.Repeat("A", len(token))); err != nil {
		t.Fatal(err)
	}
	wantTold(t, told(t, keeper, "kok-jar", token, session),
		`0s "aigul" signed_in account/aigul `,
		`1m0s "aigul" signed_out account/aigul `)
}

func TestTheTrailTellsOfALinkThatWorksNoMore(t *testing.T) {
	d, keeper := open(t)
	ctx := t.Context()
	refused := func(after time.Duration, token string) {
		t.Helper()
		if _, _, err := d.SignIn(ctx, noon.Add(after), token); !errors.Is(err, survey.ErrUnauthorized) {
			t.Errorf("SignIn after %v: got %v, want ErrUnauthorized", after, err)
		}
		if _, err := d.Peek(ctx, noon.Add(after), token); !errors.Is(err, survey.ErrUnauthorized) {
			t.Errorf("Peek after %v: got %v, want ErrUnauthorized", after, err)
		}
	}
	used, expired, disabled := invite(t, d), invite(t, d), invite(t, d)
	if _, _, err := d.SignIn(ctx, noon, used); err != nil {
		t.Fatal(err)
	}
	refused(time.Minute, used)
	refused(access.RefusalQuiet, used) // told of a moment ago
	refused(time.Minute+access.RefusalQuiet, used)
	refused(access.LinkLife, expired)
	a, err := keeper.Account(ctx, "aigul")
	if err != nil {
		t.Fatal(err)
	}
	a.Disabled = true
	if err := keeper.ReplaceAccount(ctx, a); err != nil {
		t.Fatal(err)
	}
	refused(time.Hour, disabled)
	refused(time.Hour, strings.Repeat("A", len(used))) // one that never was is nobody's
	refused(time.Hour, "")
	wantTold(t, told(t, keeper, "kok-jar", used, expired, disabled),
		`0s "aigul" signed_in account/aigul `,
		`1m0s "" sign_in_refused account/aigul used`,
		`1h1m0s "" sign_in_refused account/aigul used`,
		`24h0m0s "" sign_in_refused account/aigul expired`,
		`1h0m0s "" sign_in_refused account/aigul disabled`)
}

func TestManyWithOneLinkAreToldOfOnce(t *testing.T) {
	d, keeper := open(t)
	token := invite(t, d)
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() { _, _, _ = d.SignIn(t.Context(), noon, token) })
	}
	wg.Wait()
	lines := told(t, keeper, "kok-jar", token)
	slices.Sort(lines) // who is refused may be told of first
	wantTold(t, lines, `0s "" sign_in_refused account/aigul used`, `0s "aigul" signed_in account/aigul `)
}

func TestAdministratorsAreToldOfInTheInstancesTrail(t *testing.T) {
	d, keeper := open(t)
	a, err := access.NewAccount(noon, access.Instance, "root", "Админ", access.Administrator)
	if err != nil {
		t.Fatal(err)
	}
	if err := keeper.AddAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	token, err := d.Invite(t.Context(), noon, "root", 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := d.SignIn(t.Context(), noon, token); err != nil {
		t.Fatal(err)
	}
	wantTold(t, told(t, keeper, access.Instance, token), `0s "root" signed_in account/root `)
	wantTold(t, told(t, keeper, "kok-jar", token))
}

// mute is a keeper whose audit trail cannot be written.
type mute struct{ *accesstest.Memory }

var errMute = errors.New("the trail is full")

func (mute) AddEntry(context.Context, access.Entry) error { return errMute }

func TestNobodyComesInUntold(t *testing.T) {
	open, keeper := open(t)
	session, used := signIn(t, open), invite(t, open)
	d := access.NewDoor(mute{keeper}, rand.Reader)
	if _, token, err := d.SignIn(t.Context(), noon, used); !errors.Is(err, errMute) || token != "" {
		t.Errorf("SignIn: got token %q and %v, want none and %v", token, err, errMute)
	}
	if err := d.SignOut(t.Context(), noon, session); !errors.Is(err, errMute) {
		t.Errorf("SignOut: got %v, want %v", err, errMute)
	}
	if _, err := d.Who(t.Context(), noon, session); !errors.Is(err, survey.ErrUnauthorized) {
		t.Errorf("Who after it: got %v, want ErrUnauthorized", err)
	}
}
