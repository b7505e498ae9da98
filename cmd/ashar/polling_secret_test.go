//go:build !race

package main_test

import (
	"bytes"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.mongodb.org/mongo-driver/v2/bson"
	_ "modernc.org/sqlite" // the store's file is read as anybody reads it

	"ashar/configs"
	"ashar/prioritize/hearing"
	"ashar/survey"
)

// secret reads all that the store's files hold, once everything is closed, and what the processes logged: no ballot is
// there as it was kept while the round was open, no document but a slip's own and its vote's has a mark of the slip, and
// in those there is nothing of what was voted.
func (p *hallProof) secret(t testing.TB, sealed [][]byte) {
	t.Helper()
	p.first.kill()
	p.second.kill()
	place, _ := strings.CutPrefix(p.first.store, "file:")
	p.shut() // whoever is the last folds the log into the file
	files, err := filepath.Glob(place + "*")
	p.must(err)
	left := 0
	for _, file := range files {
		raw, err := os.ReadFile(file)
		p.must(err)
		for _, ballot := range sealed {
			if bytes.Contains(raw, ballot) {
				left++
			}
		}
	}
	if left > 0 {
		t.Errorf("%d of %d ballots are still in the store's files", left, len(sealed))
	}
	marks := p.marks(t)
	docs := documents(t, place)
	for collection, all := range docs {
		for _, doc := range all {
			p.innocent(t, collection, doc, marks)
		}
	}
	if n := len(docs["hearing_votes"]); n < hallPeople+hallTabs {
		t.Errorf("%d votes are kept of %d: the test does not see them", n, hallPeople+hallTabs)
	}
	log := p.log.String()
	if !strings.Contains(log, "/v/:slip") {
		t.Error("no request for a slip is logged: the test does not see them")
	}
	for mark := range marks {
		if strings.Contains(log, mark) {
			t.Fatalf("the log has %s, a mark of a slip", mark)
		}
	}
}

// marks are all by which a slip can be known to whoever has the instance's secret: its code, its identifier and that of
// its vote.
func (p *hallProof) marks(t testing.TB) map[string]bool {
	t.Helper()
	cfg, err := configs.Load(configs.Sources{Flags: map[string]string{"store": p.first.store}})
	p.must(err)
	secret, err := cfg.InstanceSecret()
	p.must(err)
	pseudonyms := survey.NewPseudonyms([]byte(secret.Reveal()))
	marks := map[string]bool{}
	for _, code := range p.codes {
		normal := survey.NormalTicket(code)
		slip := pseudonyms.Of("hearing slip", normal)
		for _, mark := range []string{code, normal, slip, pseudonyms.Of("vote", slip+"\x00"+hearing.RoundID(p.id, 1))} {
			marks[mark] = true
		}
	}
	return marks
}

// innocent fails the test where a document has a mark of a slip and more than may be known of that.
func (p *hallProof) innocent(t testing.TB, collection string, doc bson.Raw, marks map[string]bool) {
	t.Helper()
	marked := 0
	for mark := range marks {
		if bytes.Contains(doc, []byte(mark)) {
			marked++
		}
	}
	elements, err := doc.Elements()
	p.must(err)
	var names []string
	for _, e := range elements {
		names = append(names, e.Key())
	}
	may, known := map[string][]string{
		"hearing_slips": {"_id", "rev", "hearing", "number", "out", "present", "person", "desk", "void"},
		"hearing_votes": {"_id", "rev", "round", "cast", "settled", "key"},
	}[collection]
	switch {
	case marked == 0 && collection != "hearing_slips" && collection != "hearing_votes":
	case !known:
		t.Errorf("a document of %s has a mark of a slip: it has %q", collection, names)
	default:
		for _, name := range names {
			if !slices.Contains(may, name) {
				t.Errorf("a document of %s has %q", collection, name)
			}
		}
	}
}

// documents are those of the store's file, by their collections.
func documents(t testing.TB, file string) map[string][]bson.Raw {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	read := func(query string, each func(scan func(...any) error) error) {
		t.Helper()
		rows, err := db.QueryContext(t.Context(), query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			if err := each(rows.Scan); err != nil {
				t.Fatal(err)
			}
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	var tables []string
	read(`SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name = 'doc'`, func(scan func(...any) error) error {
		tables = append(tables, "")
		return scan(&tables[len(tables)-1])
	})
	all := map[string][]bson.Raw{}
	for _, table := range tables {
		read(fmt.Sprintf("SELECT doc FROM %q", table), func(scan func(...any) error) error {
			var doc []byte
			err := scan(&doc)
			all[table] = append(all[table], doc)
			return err
		})
	}
	return all
}
