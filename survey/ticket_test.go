package survey_test

import (
	"crypto/rand"
	"errors"
	"io"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
)

const codeLetters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

// drawTicket is some ticket's code.
func drawTicket(t *rapid.T) string {
	seed := rapid.SliceOfN(rapid.Byte(), 200, 200).Draw(t, "random")
	code, err := survey.NewTicketCode(io.MultiReader(strings.NewReader(string(seed)), rand.Reader))
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// TestTicketIsForgivenHowItIsTyped types a code as people do.
func TestTicketIsForgivenHowItIsTyped(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := drawTicket(t)
		if len(code) != survey.TicketLength || survey.NormalTicket(code) != code || survey.NormalTicket(survey.SpellTicket(code)) != code {
			t.Fatalf("the new code %q, in print %q, is not known again", code, survey.SpellTicket(code))
		}
		cyrillic := strings.NewReplacer("A", "а", "B", "В", "C", "с", "E", "Е", "H", "н", "K", "К", "M", "м", "P", "Р", "T", "т", "Y", "у", "X", "Х")
		typed := " " + cyrillic.Replace(strings.ToLower(code[:5])+code[5:])
		for range rapid.IntRange(0, 4).Draw(t, "marks") {
			runes := []rune(typed)
			at := rapid.IntRange(0, len(runes)).Draw(t, "at")
			typed = string(runes[:at]) + rapid.SampledFrom([]string{"-", " ", "–", "\u00a0"}).Draw(t, "mark") + string(runes[at:])
		}
		if got := survey.NormalTicket(typed); got != code {
			t.Errorf("%q is %q, want %q", typed, got, code)
		}
	})
}

// TestOneWrongCharacterIsFoundOut mistypes a code: it is told from one that does not exist.
func TestOneWrongCharacterIsFoundOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := drawTicket(t)
		at := rapid.IntRange(0, len(code)-1).Draw(t, "at")
		for _, c := range codeLetters {
			if wrong := code[:at] + string(c) + code[at+1:]; wrong != code && survey.NormalTicket(wrong) != "" {
				t.Errorf("%q passes for a code beside %q", wrong, code)
			}
		}
	})
}

// TestSwappedNeighboursAreFoundOut swaps two neighbours in many codes: nearly every time
// that is found out.
func TestSwappedNeighboursAreFoundOut(t *testing.T) {
	swapped, passed := 0, 0
	for range 2000 {
		code, err := survey.NewTicketCode(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		for i := range len(code) - 1 {
			if code[i] == code[i+1] {
				continue
			}
			swapped++
			if survey.NormalTicket(code[:i]+string(code[i+1])+string(code[i])+code[i+2:]) != "" {
				passed++
			}
		}
	}
	if passed*100 > swapped {
		t.Errorf("%d of %d swaps passed, want fewer than one in a hundred", passed, swapped)
	}
}

func TestWhatIsNoTicket(t *testing.T) {
	for _, typed := range []string{"", "ABC234", "ABCDEFGH", "ABC-DEF-GH0", "ABC-DEF-GHO", "ABCDEFGHJK", "сурамжылоо"} {
		if got := survey.NormalTicket(typed); got != "" {
			t.Errorf("%q passes for the code %q", typed, got)
		}
	}
	if _, err := survey.NewTicketCode(strings.NewReader("")); !errors.Is(err, io.EOF) {
		t.Errorf("without randomness: got %v, want io.EOF", err)
	}
}

// TestATicketsInterviewGoesOnWithoutASignal begins by a ticket, loses the signal, and sends
// what the phone held of that same interview, which has no code with it.
func TestATicketsInterviewGoesOnWithoutASignal(t *testing.T) {
	h := openHall(t, survey.AdmitsCodes)
	code := h.issue(t, 1)[0]
	s, err := h.comes(t.Context(), "ABC234", code, "")
	if err != nil {
		t.Fatal(err)
	}
	held := h.phone("")
	held.ID = s.ID
	for range 2 {
		if got, err := h.receive(t.Context(), held); err != nil || got.ID != s.ID || got.Response == "" {
			t.Fatalf("got %s, %v; want what was begun, sent", got.ID, err)
		}
	}
	if got := h.responses(t); got != 1 {
		t.Errorf("%d responses, want 1", got)
	}
	stranger := h.phone("")
	if _, err := h.receive(t.Context(), stranger); problemOf(err) != survey.NoTicket {
		t.Errorf("without a code, and not begun here: got %v, want %s", err, survey.NoTicket)
	}
}

// TestATakenBackTicketAdmitsAnewButNotTheSame takes back what a phone had held: the phone
// that sends it again is refused, and another answer with the same code is taken.
func TestATakenBackTicketAdmitsAnewButNotTheSame(t *testing.T) {
	h := openHall(t, survey.AdmitsCodes)
	code := h.issue(t, 1)[0]
	first := h.phone(code)
	s, err := h.receive(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Forget(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if _, err := h.receive(t.Context(), first); problemOf(err) != survey.TakenBack {
		t.Errorf("the same again: got %v, want %s", err, survey.TakenBack)
	}
	if got := h.responses(t); got != 0 {
		t.Errorf("%d responses, want none", got)
	}
	if _, err := h.receive(t.Context(), h.phone(code)); err != nil {
		t.Errorf("another answer with the code: %v", err)
	}
	if _, err := h.receive(t.Context(), first); err == nil {
		t.Error("the first one was taken beside it")
	}
	if got := h.responses(t); got != 1 {
		t.Errorf("%d responses, want 1", got)
	}
}
