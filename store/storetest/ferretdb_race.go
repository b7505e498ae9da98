//go:build race

package storetest

import "testing"

// FerretDB skips the test: under the race detector FerretDB turns into a slow
// debugging build.
func FerretDB(t testing.TB) Place {
	t.Helper()
	t.Skip("FerretDB is not run under the race detector")
	return nil
}
