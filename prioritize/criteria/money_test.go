package criteria_test

import (
	"testing"

	"ashar/prioritize/criteria"
)

func TestMoneyIsInThousands(t *testing.T) {
	for typed, want := range map[string]int64{
		"": 0, "12500": 12_500_000, "12 500,5": 12_500_500, "0.001": 1, "1000000000": 1_000_000_000_000, "7,05": 7050,
	} {
		got, ok := criteria.Som(typed)
		if !ok || got != want {
			t.Errorf("%q is %d som, %v; want %d", typed, got, ok, want)
		}
		if again, ok := criteria.Som(criteria.TypedSom(got)); !ok || again != got {
			t.Errorf("%d som are written %q, which is %d", got, criteria.TypedSom(got), again)
		}
	}
	for _, typed := range []string{"-5", "көп", "1,2345", "5,", ",5", "1000000000,001", "1.000.000", "9999999999999999999"} {
		if got, ok := criteria.Som(typed); ok {
			t.Errorf("%q is taken for %d som", typed, got)
		}
	}
}
