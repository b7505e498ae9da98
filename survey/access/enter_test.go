package access_test

import (
	"context"
	"crypto/rand"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/access/accesstest"
)

// cheap is what passwords cost in tests.
var cheap = access.Costing(access.Cost{Memory: 64, Time: 1, Threads: 1})

const password = "кызыл алма бакта"

// locked returns a door that is cheap and can seal, in which Aigul has set a password, and the session in which she did.
func locked(t *testing.T) (d *access.Door, keeper *accesstest.Memory, session string) {
	t.Helper()
	_, keeper = open(t)
	d = access.NewDoor(keeper, rand.Reader, cheap, sealing())
	session = signIn(t, d)
	if err := d.SetPassword(t.Context(), noon, session, "", password, access.Visitor{}); err != nil {
		t.Fatalf("SetPassword: %v", err)
	}
	return d, keeper, session
}

func sealing() access.Option {
	return access.Sealing(survey.NewSeal(survey.NewPseudonyms([]byte(strings.Repeat("s", survey.MinSecret))), "staff"))
}

// enter tries a password; ok is whether it let in.
func enter(t *testing.T, d *access.Door, now time.Time, account, password, address string) (access.Entered, error) {
	t.Helper()
	return d.Enter(t.Context(), now, account, password, access.Visitor{Address: address})
}

func wantIs(t *testing.T, what string, got, want error) {
	t.Helper()
	if !errors.Is(got, want) || want == nil && got != nil {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func TestAPasswordSignsIn(t *testing.T) {
	d, keeper, _ := locked(t)
	in, err := d.Enter(t.Context(), noon, "aigul", password, access.Visitor{Device: "Chrome · Android"})
	if err != nil || in.Account.ID != "aigul" || in.Ticket != "" {
		t.Fatalf("Enter: got %q, ticket %q, %v; want aigul, none and no error", in.Account.ID, in.Ticket, err)
	}
	if who, err := d.Who(t.Context(), noon, in.Session); err != nil || who.ID != "aigul" {
		t.Errorf("Who: got %q, %v, want aigul", who.ID, err)
	}
	c, err := keeper.Credential(t.Context(), "aigul")
	if err != nil || !strings.HasPrefix(c.Password, "$argon2id$v=19$m=64,t=1,p=1$") {
		t.Errorf("kept as %q, %v; want a PHC string of argon2id", c.Password, err)
	}
	// The same letters, composed in another way: й as и with a breve.
	if err := d.SetPassword(t.Context(), noon, in.Session, password, "чайчайчайчай", access.Visitor{}); err != nil {
		t.Fatal(err)
	}
	_, err = enter(t, d, noon, "aigul", "чайчайчайчай", "a")
	wantIs(t, "composed otherwise", err, nil)
}

func TestWhoMayNotComeInLearnsNoMoreThanThat(t *testing.T) {
	d, keeper, _ := locked(t)
	for _, id := range []string{"bakyt", "chynara"} {
		a, err := access.NewAccount(noon, "kok-jar", id, "Б", access.Analyst)
		if err != nil {
			t.Fatal(err)
		}
		a.Disabled = id == "chynara"
		if err := keeper.AddAccount(t.Context(), a); err != nil {
			t.Fatal(err)
		}
	}
	c, err := keeper.Credential(t.Context(), "aigul")
	if err != nil {
		t.Fatal(err)
	}
	c.ID = "chynara"
	if err := keeper.AddCredential(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for name, try := range map[string][2]string{
		"a wrong password":               {"aigul", "кызыл алма бакчада"},
		"no password":                    {"aigul", ""},
		"no such account":                {"nobody", password},
		"an account without a password":  {"bakyt", password},
		"and the empty one there":        {"bakyt", ""},
		"a disabled account's password":  {"chynara", password},
		"what cannot be an account":      {"../x", password},
		"an endless name of an account":  {strings.Repeat("a", 1<<16), password},
		"the account in capital letters": {"AIGUL", password},
	} {
		in, err := enter(t, d, noon, try[0], try[1], name)
		if !errors.Is(err, access.ErrWrongPassword) || in != (access.Entered{}) {
			t.Errorf("%s: got %+v, %v; want ErrWrongPassword alone", name, in, err)
			continue
		}
		said[err.Error()] = true
	}
	if len(said) != 1 {
		t.Errorf("they are told %v, want the same", said)
	}
}

func TestTheTrailTellsOfWrongPasswordsOnceAWhile(t *testing.T) {
	d, keeper, _ := locked(t)
	for _, after := range []time.Duration{0, time.Minute, access.RefusalQuiet} {
		_, err := enter(t, d, noon.Add(after), "aigul", "кызыл алма жок", "a")
		wantIs(t, "a wrong password", err, access.ErrWrongPassword)
		d.Wait()
	}
	_, err := enter(t, d, noon, "nobody", "кызыл алма жок", "a")
	wantIs(t, "no account", err, access.ErrWrongPassword)
	d.Wait()
	wantTold(t, told(t, keeper, "kok-jar", password, "алма"),
		`0s "aigul" signed_in account/aigul `,
		`0s "aigul" own_account account/aigul password set`,
		`0s "" sign_in_refused account/aigul password`,
		`1h0m0s "" sign_in_refused account/aigul password`)
}

func TestAPasswordIsRefusedForItsWeaknessOnly(t *testing.T) {
	a := access.Account{ID: "asankul-uulu", Name: "Асанкул уулу"}
	for password, want := range map[string]access.Weakness{
		"":                        access.TooShort,
		"ү9#кызыл":                access.TooShort,
		"өөөөөөөөөөө":             access.TooCommon,
		"1234567890":              access.TooCommon,
		"Qwerty12345":             access.TooCommon,
		" йцукенгшщз":             access.TooCommon,
		"asankul-uulu":            access.TooCommon,
		"асанкул УУЛУ":            access.TooCommon,
		strings.Repeat("аб", 101): access.TooLong,
		strings.Repeat("аб", 100): "",
		"үч кара ит":              "",
		"kyzylalmabakta":          "",
		"асанкул уулу кой айдайт": "",
	} {
		if got := access.WeaknessOf(password, a); got != want {
			t.Errorf("%q: got %q, want %q", password, got, want)
		}
	}
}

func TestAPasswordIsChangedByWhoKnowsIt(t *testing.T) {
	d, _, _ := locked(t)
	ctx := t.Context()
	in, err := enter(t, d, noon, "aigul", password, "a")
	wantIs(t, "Enter", err, nil)
	other, err := enter(t, d, noon, "aigul", password, "a")
	wantIs(t, "Enter", err, nil)
	const next = "эки кара ит үрөт"
	wantIs(t, "without the old one", d.SetPassword(ctx, noon, in.Session, "", next, access.Visitor{}), access.ErrWrongPassword)
	err = d.SetPassword(ctx, noon, in.Session, password, "кыска", access.Visitor{})
	if weak, ok := errors.AsType[*access.WeakPassword](err); !ok || weak.Weakness != access.TooShort {
		t.Errorf("a short one: got %v, want that it is short", err)
	}
	wantIs(t, "with the old one", d.SetPassword(ctx, noon, in.Session, password, next, access.Visitor{}), nil)
	_, err = d.Who(ctx, noon, in.Session)
	wantIs(t, "the session in which it was changed", err, nil)
	_, err = d.Who(ctx, noon, other.Session)
	wantIs(t, "another session", err, survey.ErrUnauthorized)
	_, err = enter(t, d, noon, "aigul", password, "a")
	wantIs(t, "the old password", err, access.ErrWrongPassword)
	_, err = enter(t, d, noon, "aigul", next, "a")
	wantIs(t, "the new password", err, nil)
}

func TestALinkStandsForAForgottenPasswordForAWhile(t *testing.T) {
	d, _, _ := locked(t)
	session := signIn(t, d)
	late := noon.Add(time.Hour)
	wantIs(t, "an hour later", d.SetPassword(t.Context(), late, session, "", "эки кара ит үрөт", access.Visitor{}), access.ErrWrongPassword)
	wantIs(t, "at once", d.SetPassword(t.Context(), noon, session, "", "эки кара ит үрөт", access.Visitor{}), nil)
}

func TestAPasswordIsHashedAnewWhenTheCostGrows(t *testing.T) {
	_, keeper, _ := locked(t)
	dearer := access.NewDoor(keeper, rand.Reader, access.Costing(access.Cost{Memory: 128, Time: 2, Threads: 1}))
	for range 2 {
		_, err := enter(t, dearer, noon, "aigul", password, "a")
		wantIs(t, "Enter", err, nil)
		c, err := keeper.Credential(t.Context(), "aigul")
		if want := "$argon2id$v=19$m=128,t=2,p=1$"; err != nil || !strings.HasPrefix(c.Password, want) {
			t.Errorf("kept as %q, %v; want it to begin with %q", c.Password, err, want)
		}
	}
}

func TestGuessingAPasswordIsSlowedMoreAndMore(t *testing.T) {
	d, _, _ := locked(t)
	now := noon
	var waits []time.Duration
	for range 40 {
		_, err := enter(t, d, now, "aigul", "жок жок жок", "a")
		late, waiting := errors.AsType[*access.TryLater](err)
		if !waiting {
			wantIs(t, "a guess", err, access.ErrWrongPassword)
			continue
		}
		if _, err := enter(t, d, now.Add(late.Wait-time.Second), "aigul", password, "a"); !errors.Is(err, survey.ErrForbidden) {
			t.Fatalf("the right password, before the wait is over: got %v, want to be refused", err)
		}
		waits = append(waits, late.Wait)
		now = now.Add(late.Wait)
	}
	for i := 1; i < len(waits); i++ {
		if waits[i] < waits[i-1] || waits[i] > 15*time.Minute {
			t.Fatalf("waits of %v, want none shorter than the one before, nor over 15m", waits)
		}
	}
	if len(waits) < 10 || waits[0] != 15*time.Second || waits[len(waits)-1] != 15*time.Minute {
		t.Errorf("waits of %v, want them from 15s to 15m", waits)
	}
	_, err := enter(t, d, now.Add(time.Hour), "aigul", password, "a")
	wantIs(t, "the right password, in time", err, nil)
	_, err = enter(t, d, now.Add(time.Hour), "aigul", "жок жок жок", "a")
	wantIs(t, "a mistake after it", err, access.ErrWrongPassword)
}

func TestAnAccountThatIsNotThereIsSlowedAlike(t *testing.T) {
	d, _, _ := locked(t)
	tries := func(account, address string) (n int) {
		for ; n < 100; n++ {
			if _, err := enter(t, d, noon, account, "жок жок жок", address); errors.Is(err, survey.ErrForbidden) {
				break
			}
		}
		return n
	}
	if is, isNot := tries("aigul", "a"), tries("nobody", "b"); is != isNot || is == 100 {
		t.Errorf("slowed after %d tries at an account, and %d at none; want as many", is, isNot)
	}
}

func TestAVillageBehindOneAddressIsNotKeptOut(t *testing.T) {
	d, _, _ := locked(t)
	for i := range 300 {
		if _, err := enter(t, d, noon, "aigul", password, "village"); err != nil {
			t.Fatalf("sign-in %d in the same minute: %v", i, err)
		}
	}
	for range 10 { // a neighbour has forgotten theirs
		_, _ = enter(t, d, noon, "bakyt", "жок жок жок", "village")
	}
	_, err := enter(t, d, noon, "aigul", password, "village")
	wantIs(t, "beside one who fails", err, nil)
	kept := 0
	for i := range 200 { // one tries the commonest password at many accounts
		_, err := enter(t, d, noon, "a"+strings.Repeat("x", i%30)+string(rune('a'+i%26)), "1234567890", "robber")
		if errors.Is(err, survey.ErrForbidden) {
			kept++
		}
	}
	if kept == 0 {
		t.Error("200 accounts were tried from one address, and it was never slowed")
	}
}

func TestManyGuessesAtOnceAreNoMoreThanOneAfterTheOther(t *testing.T) {
	d, _, _ := locked(t)
	var looked atomic.Int32
	var all sync.WaitGroup
	for range 60 {
		all.Go(func() {
			if _, err := d.Enter(context.Background(), noon, "aigul", "жок жок жок", access.Visitor{Address: "a"}); errors.Is(err, access.ErrWrongPassword) {
				looked.Add(1)
			}
		})
	}
	all.Wait()
	if got := looked.Load(); got != 5 {
		t.Errorf("%d guesses were looked at, want 5", got)
	}
}

func TestAFloodOfPasswordsIsAskedToComeAgain(t *testing.T) {
	_, keeper, _ := locked(t)
	d := access.NewDoor(keeper, rand.Reader, access.Costing(access.Cost{Memory: 4 << 10, Time: 8, Threads: 1}))
	var unavailable atomic.Int32
	var all sync.WaitGroup
	for i := range 300 {
		all.Go(func() {
			account := strings.Repeat("a", i/26+1) + string(rune('a'+i%26))
			if _, err := d.Enter(context.Background(), noon, account, "жок жок жок", access.Visitor{Address: account}); errors.Is(err, survey.ErrUnavailable) {
				unavailable.Add(1)
			}
		})
	}
	all.Wait()
	if unavailable.Load() == 0 {
		t.Error("of 300 passwords at once all were looked at, want some asked to come again")
	}
}

func TestSigningOutEverywhere(t *testing.T) {
	d, keeper, session := locked(t)
	in, err := enter(t, d, noon, "aigul", password, "a")
	wantIs(t, "Enter", err, nil)
	own, err := d.Own(t.Context(), noon.Add(time.Minute), in.Session)
	if err != nil || len(own.Sessions) != 2 || !own.HasPassword || !own.AsksOld || own.CodeOn {
		t.Errorf("Own: got %+v, %v; want two sessions and a password that is asked for", own, err)
	}
	wantIs(t, "SignOutEverywhere", d.SignOutEverywhere(t.Context(), noon.Add(time.Minute), in.Session), nil)
	for _, s := range []string{session, in.Session} {
		_, err := d.Who(t.Context(), noon.Add(time.Minute), s)
		wantIs(t, "a session after it", err, survey.ErrUnauthorized)
	}
	lines := told(t, keeper, "kok-jar")
	if got, want := lines[len(lines)-1], `1m0s "aigul" signed_out account/aigul everywhere: 2`; got != want {
		t.Errorf("told last: got %q, want %q", got, want)
	}
}

// Without a hash to compare with, a refusal would take a thousandth of the time.
func TestNoAccountTakesAsLongAsAnAccount(t *testing.T) {
	_, keeper, _ := locked(t)
	d := access.NewDoor(keeper, rand.Reader, access.Costing(access.Cost{Memory: 8 << 10, Time: 8, Threads: 1}))
	if _, err := enter(t, d, noon, "aigul", password, "a"); err != nil { // hashed anew, at this cost
		t.Fatal(err)
	}
	fastest := map[string]time.Duration{"aigul": time.Hour, "nobody": time.Hour, "../x": time.Hour}
	for range 4 {
		for account := range fastest {
			begun := time.Now()
			_, err := enter(t, d, noon, account, "жок жок жок", account)
			wantIs(t, account, err, access.ErrWrongPassword)
			fastest[account] = min(fastest[account], time.Since(begun))
			d.Wait()
		}
	}
	for account, took := range fastest {
		if is := fastest["aigul"]; took < is/10 || is < took/10 {
			t.Errorf("an account is refused in %v, and %s in %v; want about as long", is, account, took)
		}
	}
}
