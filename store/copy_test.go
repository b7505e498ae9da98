package store_test

import (
	"testing"

	"ashar/store"
	"ashar/store/storetest"
)

func TestCopySQLite(t *testing.T)   { store.CheckCopy(t, storetest.SQLite, storetest.SQLite) }
func TestCopyFerretDB(t *testing.T) { store.CheckCopy(t, storetest.SQLite, storetest.FerretDB(t)) }
func TestCopyMongoDB(t *testing.T)  { store.CheckCopy(t, storetest.SQLite, storetest.MongoDB(t)) }

func TestCopyOntoItself(t *testing.T) {
	t.Run("SQLite", func(t *testing.T) { store.CheckCopyOntoItself(t, storetest.SQLite) })
	t.Run("FerretDB", func(t *testing.T) { store.CheckCopyOntoItself(t, storetest.FerretDB(t)) })
	t.Run("MongoDB", func(t *testing.T) { store.CheckCopyOntoItself(t, storetest.MongoDB(t)) })
}

func TestCopyFromFerretDB(t *testing.T) {
	store.CheckCopy(t, storetest.FerretDB(t), storetest.SQLite)
}
