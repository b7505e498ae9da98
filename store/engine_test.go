package store_test

import (
	"testing"

	"ashar/store"
	"ashar/store/storetest"
)

func TestEngineSQLite(t *testing.T)   { store.CheckEngine(t, storetest.SQLite) }
func TestEngineFerretDB(t *testing.T) { store.CheckEngine(t, storetest.FerretDB(t)) }
func TestEngineMongoDB(t *testing.T)  { store.CheckEngine(t, storetest.MongoDB(t)) }
