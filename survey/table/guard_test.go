package table_test

import (
	"testing"

	"pgregory.net/rapid"

	"ashar/survey/table"
)

// TestGuardedIsReadBack: whatever was guarded, and however, Unguard brings it back.
func TestGuardedIsReadBack(t *testing.T) {
	part := rapid.SampledFrom([]string{
		"=", "+", "-", "@", "＝", "＠", "'", "\"", " ", "\u00a0", "\u200b", ";", ",", "\t", "\r", "\n", "0", "05", "1", "12", "5", ".", "/", "e", "5000000000000000", "суу", "a", "(",
	})
	rapid.Check(t, func(t *rapid.T) {
		cell := ""
		for range rapid.IntRange(0, 8).Draw(t, "parts") {
			cell += part.Draw(t, "part")
		}
		for what, guard := range map[string]func(string) string{"Guard": table.Guard, "GuardCSV": table.GuardCSV, "GuardExcel": table.GuardExcel} {
			if what == "Guard" && table.Unguard(cell) != cell {
				continue // it leaves what stands within a cell as it is, also where that looks guarded
			}
			if got := table.Unguard(guard(cell)); got != cell {
				t.Fatalf("%s: %q became %q, and is read back as %q", what, cell, guard(cell), got)
			}
		}
	})
}

func TestGuardLeavesPlainThings(t *testing.T) {
	for _, cell := range []string{"", "суу", "12", "-12.5", "-12,5", "2026-06-15", "Суу жок, - деди", "Керек:\n- жол\n- суу", "a;b", "'суу'", "18-28", "60+"} {
		for what, guard := range map[string]func(string) string{"Guard": table.Guard, "GuardCSV": table.GuardCSV, "GuardExcel": table.GuardExcel} {
			if got := guard(cell); got != cell {
				t.Errorf("%s: %q became %q", what, cell, got)
			}
		}
	}
	for _, cell := range []string{"0555", "10-12", "31.12", "1/2/2026", "1e5", "12345678901234567890", "+0555", "007"} {
		if got := table.GuardExcel(cell); got != "'"+cell {
			t.Errorf("for Excel %q became %q", cell, got)
		}
	}
}
