package access_test

import (
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/access/accesstest"
)

var noon = time.Date(2026, time.March, 5, 12, 0, 0, 0, time.UTC)

func TestMemoryKeepsTheContract(t *testing.T) {
	accesstest.Run(t, func(*testing.T) accesstest.Keeper { return accesstest.NewMemory() })
}

// open returns a door and its keeper, in which Aigul is an organiser of kok-jar.
func open(t *testing.T) (*access.Door, *accesstest.Memory) {
	t.Helper()
	keeper := accesstest.NewMemory()
	a, err := access.NewAccount(noon, "kok-jar", "aigul", "Айгүл", access.Organiser)
	if err != nil {
		t.Fatal(err)
	}
	if err := keeper.AddAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return access.NewDoor(keeper, rand.Reader), keeper
}

func invite(t *testing.T, d *access.Door) string {
	t.Helper()
	token, err := d.Invite(t.Context(), noon, "aigul", 0)
	if err != nil {
		t.Fatalf("Invite: %v", err)
	}
	return token
}

func signIn(t *testing.T, d *access.Door) string {
	t.Helper()
	a, session, err := d.SignIn(t.Context(), noon, invite(t, d))
	if err != nil {
		t.Fatalf("SignIn: %v", err)
	}
	if a.ID != "aigul" {
		t.Fatalf("SignIn: got %q, want aigul", a.ID)
	}
	return session
}

func TestALinkSignsInOnce(t *testing.T) {
	d, _ := open(t)
	token := invite(t, d)
	for range 3 { // as often as a messenger's preview likes
		if a, err := d.Peek(t.Context(), noon, token); err != nil || a.Name != "Айгүл" {
			t.Fatalf("Peek: got %q, %v, want Айгүл", a.Name, err)
		}
	}
	_, session, err := d.SignIn(t.Context(), noon, token)
	if err != nil {
		t.Fatalf("SignIn: %v", err)
	}
	if a, err := d.Who(t.Context(), noon, session); err != nil || a.ID != "aigul" {
		t.Errorf("Who: got %q, %v, want aigul", a.ID, err)
	}
	if _, _, err := d.SignIn(t.Context(), noon, token); !errors.Is(err, survey.ErrUnauthorized) {
		t.Errorf("SignIn again: got %v, want ErrUnauthorized", err)
	}
	if _, err := d.Peek(t.Context(), noon, token); !errors.Is(err, survey.ErrUnauthorized) {
		t.Errorf("Peek at a used link: got %v, want ErrUnauthorized", err)
	}
}

func TestOfManyWhoShowALinkOneComesIn(t *testing.T) {
	d, _ := open(t)
	token := invite(t, d)
	var in, out atomic.Int32
	var wg sync.WaitGroup
	for range 50 {
		wg.Go(func() {
			switch _, _, err := d.SignIn(t.Context(), noon, token); {
			case err == nil:
				in.Add(1)
			case errors.Is(err, survey.ErrUnauthorized):
				out.Add(1)
			default:
				t.Errorf("SignIn: got %v, want success or ErrUnauthorized", err)
			}
		})
	}
	wg.Wait()
	if in.Load() != 1 || out.Load() != 49 {
		t.Errorf("got %d let in and %d kept out, want 1 and 49", in.Load(), out.Load())
	}
}

func TestLinksExpire(t *testing.T) {
	d, _ := open(t)
	token := invite(t, d)
	if _, err := d.Peek(t.Context(), noon.Add(access.LinkLife-time.Second), token); err != nil {
		t.Errorf("a second before: got %v, want no error", err)
	}
	if _, _, err := d.SignIn(t.Context(), noon.Add(access.LinkLife), token); !errors.Is(err, survey.ErrUnauthorized) {
		t.Errorf("when it expires: got %v, want ErrUnauthorized", err)
	}
}

func TestStrangersLearnNothing(t *testing.T) {
	d, keeper := open(t)
	session := signIn(t, d)
	for name, token := range map[string]string{
		"none": "", "short": "abc", "long": strings.Repeat("a", 1<<20), "unknown": strings.Repeat("A", 43),
		"of the other kind": session,
	} {
		if _, _, err := d.SignIn(t.Context(), noon, token); !errors.Is(err, survey.ErrUnauthorized) {
			t.Errorf("SignIn with a token that is %s: got %v, want ErrUnauthorized", name, err)
		}
	}
	if _, err := d.Who(t.Context(), noon, invite(t, d)); !errors.Is(err, survey.ErrUnauthorized) {
		t.Errorf("Who with a link's token: got %v, want ErrUnauthorized", err)
	}
	if _, err := keeper.Session(t.Context(), session); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("a session kept under its token: got %v, want ErrNotFound", err)
	}
	if _, err := d.Invite(t.Context(), noon, "nobody", 0); !errors.Is(err, survey.ErrNotFound) {
		t.Errorf("Invite nobody: got %v, want ErrNotFound", err)
	}
}

func TestDisablingAnAccountClosesEveryWayIn(t *testing.T) {
	d, keeper := open(t)
	session, token := signIn(t, d), invite(t, d)
	a, err := keeper.Account(t.Context(), "aigul")
	if err != nil {
		t.Fatal(err)
	}
	a.Disabled = true
	if err := keeper.ReplaceAccount(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Who(t.Context(), noon, session); !errors.Is(err, survey.ErrUnauthorized) {
		t.Errorf("Who: got %v, want ErrUnauthorized", err)
	}
	if _, _, err := d.SignIn(t.Context(), noon, token); !errors.Is(err, survey.ErrUnauthorized) {
		t.Errorf("SignIn: got %v, want ErrUnauthorized", err)
	}
	if _, err := d.Invite(t.Context(), noon, "aigul", 0); !errors.Is(err, survey.ErrForbidden) {
		t.Errorf("Invite: got %v, want ErrForbidden", err)
	}
}

func TestSessionsEnd(t *testing.T) {
	ctx := t.Context()
	t.Run("by signing out", func(t *testing.T) {
		d, _ := open(t)
		session := signIn(t, d)
		for range 2 {
			if err := d.SignOut(ctx, noon, session); err != nil {
				t.Fatalf("SignOut: %v", err)
			}
		}
		if _, err := d.Who(ctx, noon, session); !errors.Is(err, survey.ErrUnauthorized) {
			t.Errorf("Who: got %v, want ErrUnauthorized", err)
		}
		if err := d.SignOut(ctx, noon, "no such session"); err != nil {
			t.Errorf("SignOut of nobody: got %v, want no error", err)
		}
	})
	t.Run("by staying away", func(t *testing.T) {
		d, _ := open(t)
		session := signIn(t, d)
		if _, err := d.Who(ctx, noon.Add(access.SessionIdle), session); !errors.Is(err, survey.ErrUnauthorized) {
			t.Errorf("Who: got %v, want ErrUnauthorized", err)
		}
	})
	t.Run("by age, however often one comes", func(t *testing.T) {
		d, _ := open(t)
		session := signIn(t, d)
		now, end := noon, noon.Add(access.SessionLife)
		for ; now.Before(end); now = now.Add(access.SessionIdle - time.Minute) {
			if _, err := d.Who(ctx, now, session); err != nil {
				t.Fatalf("Who after %v: %v", now.Sub(noon), err)
			}
		}
		if _, err := d.Who(ctx, end, session); !errors.Is(err, survey.ErrUnauthorized) {
			t.Errorf("Who after %v: got %v, want ErrUnauthorized", end.Sub(noon), err)
		}
	})
}

func TestAVisitIsNotedOnlyNowAndThen(t *testing.T) {
	d, keeper := open(t)
	session := signIn(t, d)
	for _, after := range []time.Duration{0, time.Minute, access.SessionTouch - time.Second} {
		if _, err := d.Who(t.Context(), noon.Add(after), session); err != nil {
			t.Fatal(err)
		}
	}
	if n := keeper.Replaced(); n != 1 { // the link, by SignIn
		t.Errorf("documents replaced by visits close together: got %d, want 0", n-1)
	}
	if _, err := d.Who(t.Context(), noon.Add(access.SessionTouch), session); err != nil {
		t.Fatal(err)
	}
	if n := keeper.Replaced(); n != 2 {
		t.Errorf("documents replaced by a later visit: got %d, want 1", n-1)
	}
}

func TestWithoutRandomnessNobodyComesIn(t *testing.T) {
	_, keeper := open(t)
	broken := errors.New("no randomness")
	d := access.NewDoor(keeper, iotest.ErrReader(broken))
	if token, err := d.Invite(t.Context(), noon, "aigul", 0); !errors.Is(err, broken) || token != "" {
		t.Errorf("Invite: got %q, %v, want no token and the reader's error", token, err)
	}
}
