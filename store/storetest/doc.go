// Package storetest holds the store to its promises: Run is the suite that every
// engine must pass, and the places are where it can be run: SQLite files, FerretDB
// inside the test, and any MongoDB that the environment names.
//
// Tests of other packages take a store from Open rather than a mock.
package storetest
