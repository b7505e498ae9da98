package storetest_test

import (
	"testing"

	"ashar/store/storetest"
)

func TestSQLite(t *testing.T)   { storetest.Run(t, storetest.SQLite) }
func TestFerretDB(t *testing.T) { storetest.Run(t, storetest.FerretDB(t)) }
func TestMongoDB(t *testing.T)  { storetest.Run(t, storetest.MongoDB(t)) }
