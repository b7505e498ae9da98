package evidence_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ashar/prioritize"
	"ashar/prioritize/evidence"
	"ashar/survey"
)

// shapes are what campaigns can ask.
var shapes = map[string]prioritize.Shape{
	"needs":      {Needs: 5},
	"everything": {Needs: 4, Services: 2, Points: true, Pairs: true},
	"groups":     {Needs: 4, Services: 2, NoAccess: true, Asked: 3},
	"one need":   {Needs: 1},
}

func TestAPackIsMadeAgainFromItselfAlone(t *testing.T) {
	for name, shape := range shapes {
		if name == "one need" {
			continue // two are compared in the fixture
		}
		t.Run(name, func(t *testing.T) {
			c := answered(300, shape, 3, 7)
			f, opened := freeze(t, c)
			pack := packed(t, c)
			if again := packed(t, c); !bytes.Equal(again, pack) {
				t.Error("made twice, a pack has other bytes")
			}
			var told []evidence.Step
			rows := 0
			r, err := evidence.Verify(bytes.NewReader(pack), int64(len(pack)), "v2", evidence.Watch{
				Checked: func(s evidence.Step) { told = append(told, s) }, Rows: func(n int) { rows = n },
			})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(told, r.Steps); diff != "" {
				t.Errorf("steps (-told +reported):\n%s", diff)
			}
			if r.Manifest.Frozen.Hash != f.Hash || r.Manifest.Answers != 300 || r.Manifest.Aside != 7 || rows > r.Manifest.Rows {
				t.Errorf("reported %+v after %d rows; the hash was %s", r.Manifest, rows, f.Hash)
			}
			var checked []string
			for _, s := range r.Steps {
				checked = append(checked, s.Place)
			}
			want := []string{"archive", "manifest.json", "answers.csv", "terms.json", "answers.csv", "tally.json", "rankings/reach.json", "rankings/borda.json"}
			if shape.Points {
				want = append(want, "rankings/points.json")
			}
			if diff := cmp.Diff(append(want, "manifest.json"), checked); diff != "" {
				t.Errorf("checked (-want +got):\n%s", diff)
			}
			// The ranking in it is the one that is shown and published.
			s, err := opened.Snapshot(prioritize.Reach, "v2")
			if err != nil {
				t.Fatal(err)
			}
			shown, err := json.Marshal(s.Ranking)
			var got bytes.Buffer
			if err := errors.Join(err, json.Compact(&got, unpack(t, pack)["rankings/reach.json"])); err != nil || got.String() != string(shown) {
				t.Errorf("the ranking in it is another than that which is shown: %v", err)
			}
		})
	}
}

func TestAPackOfFewOrNoAnswersVerifies(t *testing.T) {
	for _, n := range []int{0, 1, 3} {
		if _, err := verify(packed(t, answered(n, prioritize.Shape{Needs: 1}, 1, 0)), "v2"); err != nil {
			t.Errorf("%d answers: %v", n, err)
		}
	}
}

// unpack returns the files of a pack.
func unpack(t testing.TB, pack []byte) map[string][]byte {
	t.Helper()
	archive, err := zip.NewReader(bytes.NewReader(pack), int64(len(pack)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range archive.File {
		in, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if files[f.Name], err = io.ReadAll(in); err != nil {
			t.Fatal(err)
		}
	}
	return files
}

// pack makes a ZIP file of files, in the order of their names.
func pack(t testing.TB, files map[string][]byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, name := range names(files) {
		f, err := w.Create(name)
		if err == nil {
			_, err = f.Write(files[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func names(files map[string][]byte) []string {
	var all []string
	for name := range files {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}

// rehash writes into the manifest what the files are now.
func rehash(t testing.TB, files map[string][]byte, change func(*evidence.Manifest)) {
	t.Helper()
	var m evidence.Manifest
	if err := json.Unmarshal(files["manifest.json"], &m); err != nil {
		t.Fatal(err)
	}
	m.Files = slices.DeleteFunc(m.Files, func(f evidence.File) bool { return files[f.Name] == nil })
	for i, f := range m.Files {
		sum := sha256.Sum256(files[f.Name])
		m.Files[i].Size, m.Files[i].Hash = len(files[f.Name]), hex.EncodeToString(sum[:])
	}
	if change != nil {
		change(&m)
	}
	b, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	files["manifest.json"] = append(b, '\n')
}

// refused wants a pack to be refused at this place.
func refused(t testing.TB, what string, pack []byte, place string) {
	t.Helper()
	_, err := verify(pack, "v2")
	refusal, ok := errors.AsType[*evidence.Refusal](err)
	if !ok || refusal.Place != place || !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("%s: got error %v, want a refusal at %s", what, err, place)
	}
}

// TestEveryByteOfEveryFileCounts changes bytes all along every file.
func TestEveryByteOfEveryFileCounts(t *testing.T) {
	whole := unpack(t, packed(t, answered(40, shapes["everything"], 2, 2)))
	for name, text := range whole {
		for at := 0; at < len(text); at += 1 + len(text)/12 {
			changed := map[string][]byte{}
			for n, b := range whole {
				changed[n] = slices.Clone(b)
			}
			changed[name][at] ^= 1
			if _, err := verify(pack(t, changed), "v2"); !errors.Is(err, survey.ErrInvalid) {
				t.Errorf("%s, byte %d: got error %v, want %v", name, at, err, survey.ErrInvalid)
			}
			if name == "README.txt" || name == "manifest.json" {
				continue // what people read, and what would be its own hash
			}
			rehash(t, changed, nil)
			if _, err := verify(pack(t, changed), "v2"); !errors.Is(err, survey.ErrInvalid) {
				t.Errorf("%s, byte %d, and the manifest with it: got error %v, want %v", name, at, err, survey.ErrInvalid)
			}
		}
	}
}

// TestABrokenArchiveTellsNothingElse changes bits all along a pack as it is kept: it is refused, or its files are as they were.
func TestABrokenArchiveTellsNothingElse(t *testing.T) {
	raw := packed(t, answered(6, prioritize.Shape{Needs: 2}, 1, 0))
	whole := unpack(t, raw)
	for at := 0; at < len(raw); at += 7 {
		changed := slices.Clone(raw)
		changed[at] ^= 1 << (at % 8)
		if _, err := verify(changed, "v2"); err == nil {
			if diff := cmp.Diff(whole, unpack(t, changed)); diff != "" {
				t.Fatalf("byte %d: taken, with other files:\n%s", at, diff)
			}
		}
	}
	for _, cut := range []int{0, 1, 21, len(raw) / 2, len(raw) - 1} {
		refused(t, fmt.Sprintf("cut off after %d bytes", cut), raw[:cut], "archive")
	}
	refused(t, "with something after it", append(slices.Clone(raw), 'x'), "archive")
	refused(t, "with something before it", append([]byte("x"), raw...), "archive")
}

// TestForgeriesAreNamed changes packs as somebody would who knows how they are made.
func TestForgeriesAreNamed(t *testing.T) {
	c := answered(300, prioritize.Shape{Needs: 5}, 2, 3)
	other := unpack(t, packed(t, answered(301, prioritize.Shape{Needs: 5}, 2, 3)))
	firstRow := func(files map[string][]byte) (head, row, rest string) {
		head, rest, _ = strings.Cut(string(files["answers.csv"]), "\n")
		row, rest, _ = strings.Cut(rest, "\n")
		return head, row, rest
	}
	for what, forgery := range map[string]struct {
		change   func(files map[string][]byte)
		manifest func(*evidence.Manifest)
		rehash   bool
		place    string
	}{
		"a file that is not known": {change: func(f map[string][]byte) { f["notes.txt"] = []byte("x") }, place: "archive"},
		"a path that leads out":    {change: func(f map[string][]byte) { f["../answers.csv"] = []byte("x") }, place: "archive"},
		"a folder":                 {change: func(f map[string][]byte) { f["rankings/"] = nil }, place: "archive"},
		"no answers":               {change: func(f map[string][]byte) { delete(f, "answers.csv") }, rehash: true, place: "answers.csv"},
		"no ranking by places":     {change: func(f map[string][]byte) { delete(f, "rankings/borda.json") }, place: "manifest.json"},
		"and no word of it":        {change: func(f map[string][]byte) { delete(f, "rankings/borda.json") }, rehash: true, place: "rankings/borda.json"},
		"a ranking too many": {change: func(f map[string][]byte) {
			f["rankings/points.json"] = f["rankings/reach.json"]
		}, place: "rankings/points.json"},
		"rankings changed about": {change: func(f map[string][]byte) {
			f["rankings/reach.json"], f["rankings/borda.json"] = f["rankings/borda.json"], f["rankings/reach.json"]
		}, rehash: true, place: "rankings/reach.json"},
		"another ranking": {change: func(f map[string][]byte) { f["rankings/borda.json"] = other["rankings/borda.json"] }, rehash: true, place: "rankings/borda.json"},
		"another tally":   {change: func(f map[string][]byte) { f["tally.json"] = other["tally.json"] }, rehash: true, place: "tally.json"},
		"an answer more": {change: func(f map[string][]byte) {
			head, row, rest := firstRow(f)
			n, cells, _ := strings.Cut(row, ",")
			f["answers.csv"] = fmt.Appendf(nil, "%s\n%s1,%s\n%s", head, n, cells, rest)
		}, rehash: true, place: "answers.csv"},
		"other answers under their own hash": {change: func(f map[string][]byte) { f["answers.csv"] = other["answers.csv"] }, manifest: func(m *evidence.Manifest) {
			var o evidence.Manifest
			if err := json.Unmarshal(other["manifest.json"], &o); err != nil {
				panic(err)
			}
			m.Frozen = o.Frozen
		}, rehash: true, place: "tally.json"},
		"answers in another order": {change: func(f map[string][]byte) {
			head, row, rest := firstRow(f)
			f["answers.csv"] = []byte(head + "\n" + rest + row + "\n")
		}, rehash: true, place: "answers.csv"},
		"an answer that nobody can give": {change: func(f map[string][]byte) {
			head, row, rest := firstRow(f)
			f["answers.csv"] = []byte(head + "\n" + strings.Replace(row, ",0,", ",2,", 1) + "\n" + rest)
		}, rehash: true, place: "answers.csv"},
		"other people": {change: func(f map[string][]byte) {
			f["terms.json"] = bytes.Replace(f["terms.json"], []byte(`"count": 100`), []byte(`"count": 900`), 1)
		}, rehash: true, place: "manifest.json"},
		"rankings that another program froze": {manifest: func(m *evidence.Manifest) {
			f, _ := freeze(t, c)
			f.Rankings[0].Hash = strings.Repeat("0", 64)
			sum, err := f.Sum()
			if err != nil {
				t.Fatal(err)
			}
			m.Frozen.Rankings, m.Frozen.Hash, m.Frozen.Fingerprint = f.Rankings, sum, prioritize.Fingerprint(sum)
		}, rehash: true, place: "rankings/reach.json"},
		"another day":    {manifest: func(m *evidence.Manifest) { m.Frozen.At = m.Frozen.At.AddDate(0, 0, 1) }, rehash: true, place: "manifest.json"},
		"another method": {manifest: func(m *evidence.Manifest) { m.Method.Draws++ }, rehash: true, place: "manifest.json"},
		"another name":   {manifest: func(m *evidence.Manifest) { m.Campaign = "others" }, rehash: true, place: "manifest.json"},
		"more answers than there are": {
			manifest: func(m *evidence.Manifest) { m.Answers = 9000 }, rehash: true, place: "manifest.json",
		},
		"another fingerprint": {manifest: func(m *evidence.Manifest) { m.Frozen.Fingerprint = "0000 0000 0000 0000" }, rehash: true, place: "manifest.json"},
		"a later format":      {manifest: func(m *evidence.Manifest) { m.Format = "ashar evidence 9" }, rehash: true, place: "manifest.json"},
		"no needs": {change: func(f map[string][]byte) {
			f["terms.json"] = []byte(`{"questionnaires":["q"],"municipality":{"id":"x","villages":[]},"needs":[],"unread":0}`)
		}, rehash: true, place: "answers.csv"},
		"no terms": {change: func(f map[string][]byte) { f["terms.json"] = []byte(`null`) }, rehash: true, place: "terms.json"},
	} {
		files := unpack(t, packed(t, c))
		if forgery.change != nil {
			forgery.change(files)
		}
		if forgery.rehash {
			rehash(t, files, forgery.manifest)
		}
		refused(t, what, pack(t, files), forgery.place)
	}
}

// TestBombsAreNotOpened: an archive that would fill the memory, or that has more files than a pack, is refused before.
func TestBombsAreNotOpened(t *testing.T) {
	files := unpack(t, packed(t, answered(5, prioritize.Shape{Needs: 2}, 1, 0)))
	files["answers.csv"] = make([]byte, 64<<20)
	refused(t, "64 MB of nothing", pack(t, files), "answers.csv")
	many := map[string][]byte{}
	for i := range 2000 {
		many[fmt.Sprintf("file-%d", i)] = nil
	}
	refused(t, "2,000 files", pack(t, many), "archive")

	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for range 2 {
		if _, err := w.Create("README.txt"); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	refused(t, "a file twice", out.Bytes(), "README.txt")
}

// TestAnotherVersionIsNamed: where results differ, it is said that another program made them.
func TestAnotherVersionIsNamed(t *testing.T) {
	files := unpack(t, packed(t, answered(300, prioritize.Shape{Needs: 5}, 2, 0)))
	if _, err := verify(pack(t, files), "v9"); err != nil {
		t.Errorf("by another version that comes to the same: %v", err)
	}
	files["rankings/reach.json"] = bytes.Replace(files["rankings/reach.json"], []byte(`"rank": 1`), []byte(`"rank": 2`), 1)
	rehash(t, files, nil)
	for code, want := range map[string]bool{"v2": false, "v9": true} {
		_, err := verify(pack(t, files), code)
		if err == nil || strings.Contains(err.Error(), "made by version v2 of the program and this is v9") != want {
			t.Errorf("verified by %s: got error %v", code, err)
		}
	}
}

// TestAPackNamesNobody: who froze, when and by which door people came, is not in it.
func TestAPackNamesNobody(t *testing.T) {
	for name, text := range unpack(t, packed(t, answered(300, shapes["everything"], 3, 7))) {
		for _, secret := range []string{"aigul-account", "DOOR77", "2026-05-20"} {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%s tells %q", name, secret)
			}
		}
	}
}

// TestNoPackWithoutBallots: what was frozen without them, or under another hash, makes none.
func TestNoPackWithoutBallots(t *testing.T) {
	f, c := freeze(t, answered(20, prioritize.Shape{Needs: 2}, 1, 0))
	without, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := evidence.New(f, without, "v2", ""); !errors.Is(err, survey.ErrUnavailable) {
		t.Errorf("without ballots: got error %v, want %v", err, survey.ErrUnavailable)
	}
	f.Hash = strings.Repeat("0", 64)
	if _, err := evidence.New(f, c, "v2", ""); !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("under another hash: got error %v, want %v", err, survey.ErrInvalid)
	}
	f.Rankings[0].Hash = strings.Repeat("0", 64)
	if _, err := evidence.New(f, c, "v2", ""); !errors.Is(err, survey.ErrInvalid) || !strings.Contains(err.Error(), "make the pack with that version") {
		t.Errorf("ranked otherwise by the program that froze it: got error %v", err)
	}
}
