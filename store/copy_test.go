package store_test

import (
	"testing"

	"ashar/store"
	"ashar/store/storetest"
)

func TestCopySQLite(t *testing.T)   { store.CheckCopy(t, storetest.SQLite, storetest.SQLite) }
func TestCopyFerretDB(t *testing.T) { store.CheckCopy(t, storetest.SQLite, storetest.FerretDB(t)) }
func TestCopyMongoDB(t *testing.T)  { store.CheckCopy(t, storetest.SQLite, storetest.MongoDB(t)) }

func TestCopyFromFerretDB(t *testing.T) {
	store.CheckCopy(t, storetest.FerretDB(t), storetest.SQLite)
}
