package access_test

import (
	"errors"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pquerna/otp/totp"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/access/accesstest"
)

// coded is locked with codes on since an hour before noon. It returns the app's secret and the recovery codes.
func coded(t *testing.T) (d *access.Door, keeper *accesstest.Memory, secret string, recovery []string) {
	t.Helper()
	d, keeper, session := locked(t)
	early := noon.Add(-time.Hour)
	if err := d.OfferCode(t.Context(), early, session, "Ашар"); err != nil {
		t.Fatalf("OfferCode: %v", err)
	}
	own, err := d.Own(t.Context(), early, session)
	if err != nil || own.CodeOn || own.Offer.Secret == "" {
		t.Fatalf("Own: got %+v, %v; want a secret on offer, and codes off", own, err)
	}
	_, err = d.ConfirmCode(t.Context(), early, session, "000000")
	wantIs(t, "a wrong code to confirm with", err, access.ErrWrongCode)
	recovery, err = d.ConfirmCode(t.Context(), early, session, code(t, own.Offer.Secret, early))
	if err != nil || len(recovery) != access.RecoveryCodes {
		t.Fatalf("ConfirmCode: got %d recovery codes, %v; want %d", len(recovery), err, access.RecoveryCodes)
	}
	link, err := url.Parse(own.Offer.URL)
	if err != nil || link.Scheme != "otpauth" || link.Query().Get("secret") != own.Offer.Secret || link.Query().Get("issuer") != "Ашар" {
		t.Errorf("to be scanned: got %q, %v", own.Offer.URL, err)
	}
	return d, keeper, own.Offer.Secret, recovery
}

// code is what the app shows at a moment.
func code(t *testing.T, secret string, at time.Time) string {
	t.Helper()
	c, err := totp.GenerateCode(secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// ticket shows the password and returns the ticket for the code.
func ticket(t *testing.T, d *access.Door, now time.Time) string {
	t.Helper()
	in, err := enter(t, d, now, "aigul", password, "a")
	if err != nil || in.Session != "" || in.Ticket == "" {
		t.Fatalf("Enter: got session %q, ticket %q, %v; want a ticket alone", in.Session, in.Ticket, err)
	}
	return in.Ticket
}

func TestACodeIsAskedForBesideThePassword(t *testing.T) {
	d, _, secret, _ := coded(t)
	ctx, v := t.Context(), access.Visitor{Address: "a"}
	pass := ticket(t, d, noon)
	_, session, err := d.EnterCode(ctx, noon, pass, "123", v)
	if !errors.Is(err, access.ErrWrongCode) || session != "" {
		t.Errorf("a wrong code: got %q, %v; want ErrWrongCode", session, err)
	}
	shown := code(t, secret, noon)
	a, session, err := d.EnterCode(ctx, noon, pass, shown[:3]+" "+shown[3:], v)
	if err != nil || a.ID != "aigul" {
		t.Fatalf("the code, in two groups: got %q, %v; want aigul", a.ID, err)
	}
	if _, err := d.Who(ctx, noon, session); err != nil {
		t.Errorf("Who: %v", err)
	}
	v.Address = "b"
	_, _, err = d.EnterCode(ctx, noon, ticket(t, d, noon), shown, v)
	wantIs(t, "the code again", err, access.ErrWrongCode)
	_, _, err = d.EnterCode(ctx, noon, ticket(t, d, noon), code(t, secret, noon.Add(-30*time.Second)), v)
	wantIs(t, "the code before the one that was used", err, access.ErrWrongCode)
	_, _, err = d.EnterCode(ctx, noon, ticket(t, d, noon), code(t, secret, noon.Add(30*time.Second)), v)
	wantIs(t, "the next code, of a clock that is ahead", err, nil)
	late := noon.Add(10 * time.Minute)
	_, _, err = d.EnterCode(ctx, late, ticket(t, d, late), code(t, secret, late.Add(-90*time.Second)), v)
	wantIs(t, "a code that has run out", err, access.ErrWrongCode)
}

func TestOfManyWithOneCodeOneComesIn(t *testing.T) {
	d, _, secret, _ := coded(t)
	pass, shown := ticket(t, d, noon), code(t, secret, noon)
	var in atomic.Int32
	var all sync.WaitGroup
	for i := range 20 {
		all.Go(func() {
			if _, _, err := d.EnterCode(t.Context(), noon, pass, shown, access.Visitor{Address: string(rune('a' + i))}); err == nil {
				in.Add(1)
			}
		})
	}
	all.Wait()
	if got := in.Load(); got != 1 {
		t.Errorf("%d came in with one code, want 1", got)
	}
}

func TestATicketHoldsForAWhileAndForOnePassword(t *testing.T) {
	d, _, secret, _ := coded(t)
	ctx, v := t.Context(), access.Visitor{Address: "a"}
	pass := ticket(t, d, noon)
	late := noon.Add(5 * time.Minute)
	_, _, err := d.EnterCode(ctx, late, pass, code(t, secret, late), v)
	wantIs(t, "a ticket that has run out", err, survey.ErrForbidden)
	for _, forged := range []string{"", "x", strings.ToUpper(pass), pass[:len(pass)-2]} {
		_, _, err := d.EnterCode(ctx, noon, forged, code(t, secret, noon), v)
		wantIs(t, "a forged ticket", err, survey.ErrForbidden)
	}
	_, session, err := d.EnterCode(ctx, noon, pass, code(t, secret, noon), v)
	wantIs(t, "EnterCode", err, nil)
	old := ticket(t, d, noon)
	wantIs(t, "SetPassword", d.SetPassword(ctx, noon.Add(time.Minute), session, password, "эки кара ит үрөт", v), nil)
	_, _, err = d.EnterCode(ctx, noon.Add(time.Minute), old, code(t, secret, noon.Add(time.Minute)), v)
	wantIs(t, "the ticket of a password that was changed", err, survey.ErrForbidden)
}

func TestARecoveryCodeWorksOnce(t *testing.T) {
	d, keeper, _, recovery := coded(t)
	ctx, v := t.Context(), access.Visitor{Address: "a"}
	typed := strings.ToLower(strings.ReplaceAll(recovery[3], "-", " "))
	_, session, err := d.EnterCode(ctx, noon, ticket(t, d, noon), typed, v)
	wantIs(t, "a recovery code", err, nil)
	_, _, err = d.EnterCode(ctx, noon, ticket(t, d, noon), recovery[3], v)
	wantIs(t, "the same again", err, access.ErrWrongCode)
	if own, err := d.Own(ctx, noon, session); err != nil || own.Recovery != access.RecoveryCodes-1 {
		t.Errorf("left: got %d, %v; want %d", own.Recovery, err, access.RecoveryCodes-1)
	}
	d.Wait()
	told(t, keeper, "kok-jar", recovery...)
}

func TestAWrongCodeIsToldOfBesideAWrongPassword(t *testing.T) {
	d, keeper, _, _ := coded(t)
	_, err := enter(t, d, noon, "aigul", "жок жок жок", "a")
	wantIs(t, "a wrong password", err, access.ErrWrongPassword)
	d.Wait()
	for range 2 {
		_, _, err = d.EnterCode(t.Context(), noon, ticket(t, d, noon), "000000", access.Visitor{Address: "a"})
		wantIs(t, "a wrong code", err, access.ErrWrongCode)
		d.Wait()
	}
	lines := told(t, keeper, "kok-jar")
	wantTold(t, lines[len(lines)-2:], `0s "" sign_in_refused account/aigul password`, `0s "" sign_in_refused account/aigul code`)
}

func TestSecretsOfCodesAreKeptSealed(t *testing.T) {
	_, keeper, secret, recovery := coded(t)
	c, err := keeper.Credential(t.Context(), "aigul")
	if err != nil {
		t.Fatal(err)
	}
	kept := string(c.Code) + string(c.Offered) + strings.Join(c.Recovery, " ")
	for _, plain := range append(recovery, secret, strings.ReplaceAll(recovery[0], "-", "")) {
		if strings.Contains(kept, plain) {
			t.Errorf("the store has %q as it is", plain)
		}
	}
	d := access.NewDoor(keeper, nil, cheap, access.Sealing(survey.NewSeal(survey.NewPseudonyms([]byte(strings.Repeat("o", survey.MinSecret))), "staff")))
	if in, err := enter(t, d, noon, "aigul", password, "a"); in.Session != "" {
		t.Errorf("with another secret: got a session, %v", err)
	}
}

func TestALinkAsksForTheCodeToo(t *testing.T) {
	d, _, secret, _ := coded(t)
	ctx, link := t.Context(), invite(t, d)
	_, session, err := d.SignIn(ctx, noon, link)
	if !errors.Is(err, access.ErrWrongCode) || session != "" {
		t.Errorf("without a code: got %q, %v; want ErrWrongCode", session, err)
	}
	_, session, err = d.SignInWith(ctx, noon, link, code(t, secret, noon), access.Visitor{})
	if err != nil || session == "" {
		t.Errorf("with the code: got %q, %v; want a session: the link was not used up", session, err)
	}
}

func TestGuessingCodesIsSlowed(t *testing.T) {
	d, _, secret, _ := coded(t)
	pass := ticket(t, d, noon)
	for i := range 10 {
		_, _, err := d.EnterCode(t.Context(), noon, pass, "000000", access.Visitor{Address: "b"})
		if errors.Is(err, survey.ErrForbidden) {
			_, _, err = d.EnterCode(t.Context(), noon, pass, code(t, secret, noon), access.Visitor{Address: "b"})
			wantIs(t, "the right code before the wait is over", err, survey.ErrForbidden)
			if i != 5 {
				t.Errorf("slowed after %d guesses, want 5", i)
			}
			return
		}
	}
	t.Error("ten codes were guessed, and nothing slowed it")
}

func TestCodesAreTurnedOffByThePassword(t *testing.T) {
	d, keeper, secret, _ := coded(t)
	ctx, v := t.Context(), access.Visitor{Address: "a"}
	_, session, err := d.EnterCode(ctx, noon, ticket(t, d, noon), code(t, secret, noon), v)
	wantIs(t, "EnterCode", err, nil)
	wantIs(t, "a new secret while codes are on", d.OfferCode(ctx, noon, session, "Ашар"), survey.ErrConflict)
	wantIs(t, "a wrong password", d.DropCode(ctx, noon, session, "жок жок жок", v), access.ErrWrongPassword)
	wantIs(t, "the password", d.DropCode(ctx, noon, session, password, v), nil)
	in, err := enter(t, d, noon, "aigul", password, "a")
	if err != nil || in.Session == "" {
		t.Errorf("Enter after it: got %+v, %v; want a session", in, err)
	}
	d.Wait()
	lines := strings.Join(told(t, keeper, "kok-jar", secret, password), "\n")
	for _, want := range []string{"own_account account/aigul codes on", "own_account account/aigul codes off", "signed_in account/aigul password and code"} {
		if !strings.Contains(lines, want) {
			t.Errorf("the trail does not say %q:\n%s", want, lines)
		}
	}
}
