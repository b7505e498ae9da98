//go:build !race

package main_test

import "testing"

// TestScripts runs the program as people do, by the scripts in testdata/script: commands one after another, each a
// process of its own, in which nothing is done at once.
func TestScripts(t *testing.T) { runScripts(t, "testdata/script") }
