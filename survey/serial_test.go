package survey_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/survey"
)

func TestSerialsAreReadAsTheyAreTyped(t *testing.T) {
	const number = 41
	printed := survey.NewSerial(number)
	if !strings.HasPrefix(printed, "0041-") || len(printed) != 6 {
		t.Fatalf("serial %d is printed as %q, want 0041- and a letter", number, printed)
	}
	letter := printed[5:]
	for _, typed := range []string{printed, strings.ToLower(printed), "41" + letter, "№ 0041 " + letter, " 41–" + letter + " ", "000041-" + letter} {
		got, n, err := survey.ParseSerial(typed)
		if err != nil || got != printed || n != number {
			t.Errorf("typed %q: got %q, %d, %v; want %q", typed, got, n, err, printed)
		}
	}
	for _, typed := range []string{"", "0041", letter, "0-" + letter, "0041-Q", "0041-" + letter + letter, "-41" + letter + "1", "12345678901234567890" + letter, "0000000", "1000000-A"} {
		var problem *survey.Problem
		if got, _, err := survey.ParseSerial(typed); !errors.Is(err, survey.ErrInvalid) || !errors.As(err, &problem) || problem.Code != survey.SerialMistyped {
			t.Errorf("typed %q: got %q, %v; want the problem that it is mistyped", typed, got, err)
		}
	}
	for _, number := range []int{0, -1, survey.MaxSerial + 1} {
		if got := survey.NewSerial(number); got != "" {
			t.Errorf("serial %d: got %q, want none", number, got)
		}
	}
}

func TestCyrillicKeyboardsTypeEverySerial(t *testing.T) {
	cyrillic := strings.NewReplacer("A", "А", "B", "В", "C", "С", "E", "Е", "H", "Н", "K", "К", "M", "М", "P", "Р", "T", "Т", "X", "Х", "Y", "У")
	letters := map[string]bool{}
	for number := 1; number < 200; number++ {
		printed := survey.NewSerial(number)
		letter := printed[5:]
		letters[letter] = true
		if got, n, err := survey.ParseSerial(printed[:5] + cyrillic.Replace(letter)); err != nil || n != number {
			t.Errorf("%q in Cyrillic: got %q, %d, %v", printed, got, n, err)
		}
	}
	if len(letters) != 11 {
		t.Errorf("got %d letters, want 11", len(letters))
	}
}

func TestMistypedSerialsAreNoticed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.IntRange(1, survey.MaxSerial).Draw(t, "number")
		printed := survey.NewSerial(number)
		digits, letter, _ := strings.Cut(printed, "-")
		at := rapid.IntRange(0, len(digits)-1).Draw(t, "at")
		other := rapid.IntRange(0, 9).Draw(t, "digit")
		wrong := digits[:at] + fmt.Sprint(other) + digits[at+1:]
		if wrong != digits {
			if got, _, err := survey.ParseSerial(wrong + letter); err == nil {
				t.Errorf("%s is printed, %s-%s typed, and read as %s", printed, wrong, letter, got)
			}
		}
		if at > 0 && digits[at] != digits[at-1] {
			swapped := digits[:at-1] + string(digits[at]) + string(digits[at-1]) + digits[at+1:]
			if got, _, err := survey.ParseSerial(swapped + letter); err == nil {
				t.Errorf("%s is printed, %s-%s typed, and read as %s", printed, swapped, letter, got)
			}
		}
	})
}

func TestPapersAndRowsHaveInterviewsOfTheirOwn(t *testing.T) {
	p, other := survey.NewPseudonyms([]byte(strings.Repeat("a", 32))), survey.NewPseudonyms([]byte(strings.Repeat("b", 32)))
	seen := map[string]string{}
	for what, id := range map[string]string{
		"a paper": p.PaperInterview("c", "0001-B"), "another": p.PaperInterview("c", "0002-D"), "of another campaign": p.PaperInterview("d", "0001-B"),
		"of another instance": other.PaperInterview("c", "0001-B"), "a row": p.RowInterview("c", "t", 1), "the next": p.RowInterview("c", "t", 2), "of another table": p.RowInterview("c", "u", 1),
	} {
		if len(id) != len(survey.NewInterviewID()) || seen[id] != "" {
			t.Errorf("%s: got %q, as %s", what, id, seen[id])
		}
		seen[id] = what
	}
	if got := p.PaperInterview("c", "0001-B"); seen[got] != "a paper" {
		t.Error("a paper's interview is not the same again")
	}
}
