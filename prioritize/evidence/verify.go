package evidence

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"ashar/prioritize"
	"ashar/survey"
)

// Step is one thing that was checked and found right.
type Step struct {
	Place string `json:"place"` // the file, or "archive"
	Found string `json:"found"` // what holds of it
}

// Report is what was found of a pack.
type Report struct {
	Manifest Manifest
	Steps    []Step
}

// Watch is told how verification comes on; any of its functions may be nil.
type Watch struct {
	Checked func(Step)     // after each step
	Rows    func(rows int) // of answers.csv that have been read, now and then
}

// Verify makes everything in a pack again that follows from its answers and terms, and compares it byte for byte. What is
// not as it should be is a *Refusal; the Report then says what was found right before. It is by a program of this version:
// where another one made the rankings and they differ, the refusal says so.
//
// It reads nothing but the pack, trusts none of it, and holds all of it in memory.
func Verify(r io.ReaderAt, size int64, code string, watch Watch) (Report, error) {
	v := verifier{code: code, watch: watch}
	err := v.verify(r, size)
	return v.report, err
}

type verifier struct {
	code   string
	watch  Watch
	files  map[string][]byte
	report Report
}

func (v *verifier) found(place, what string, args ...any) {
	s := Step{place, fmt.Sprintf(what, args...)}
	v.report.Steps = append(v.report.Steps, s)
	if v.watch.Checked != nil {
		v.watch.Checked(s)
	}
}

func (v *verifier) verify(r io.ReaderAt, size int64) error {
	var err error
	if v.files, err = readArchive(r, size); err != nil {
		return err
	}
	v.found(archivePlace, "%d files, and no others", len(v.files))
	if err := v.manifest(); err != nil {
		return err
	}
	m := &v.report.Manifest
	c, err := prioritize.Terms(m.Campaign, v.files[termsFile])
	if err != nil {
		return refuse(termsFile, "it cannot be read: %v", err)
	}
	rows := v.watch.Rows
	if rows == nil {
		rows = func(int) {}
	}
	counted, aside, err := readAnswers(&c, v.files[answersFile], rows)
	if err != nil {
		return refuse(answersFile, "%v", err)
	}
	f, c, err := prioritize.Recount(m.Campaign, v.files[termsFile], counted, aside, m.Frozen.At, m.Frozen.Code)
	if err != nil {
		return refuse(answersFile, "%v", err)
	}
	if err := v.frozen(&f, &c); err != nil {
		return err
	}
	return v.remake(f, c)
}

// manifest reads it, and compares sizes and hashes of all other files with it.
func (v *verifier) manifest() error {
	d := json.NewDecoder(bytes.NewReader(v.files[manifestFile]))
	d.DisallowUnknownFields()
	m := &v.report.Manifest
	if err := d.Decode(m); err != nil {
		return refuse(manifestFile, "it cannot be read: %v", err)
	}
	if m.Format != format {
		return refuse(manifestFile, "the format %.40q is not %q: verify it with the program that made it", m.Format, format)
	}
	left := maps.Clone(v.files)
	delete(left, manifestFile)
	for _, f := range m.Files {
		b, there := left[f.Name]
		if !there {
			return refuse(manifestFile, "it tells of a file %.80q that is not there", f.Name)
		}
		delete(left, f.Name)
		if sum := sha256.Sum256(b); len(b) != f.Size || hex.EncodeToString(sum[:]) != f.Hash {
			return refuse(f.Name, "it has %d bytes and the SHA-256 %x; by the manifest these are %d and %.64s", len(b), sum, f.Size, f.Hash)
		}
	}
	if len(left) > 0 {
		return refuse(slices.Sorted(maps.Keys(left))[0], "the manifest does not tell of it")
	}
	v.found(manifestFile, "size and SHA-256 of %d files", len(m.Files))
	return nil
}

// frozen compares what was counted again with what was frozen.
func (v *verifier) frozen(f *prioritize.Frozen, c *prioritize.Counted) error {
	m := &v.report.Manifest
	switch {
	case f.Ballots != m.Frozen.Ballots:
		return refuse(answersFile, "these are not the answers that were frozen: their hash is %s, and was %.64s", f.Ballots, m.Frozen.Ballots)
	case f.Hash != m.Frozen.Hash && v.otherwise(*f):
		return refuse(rankingFile(prioritize.Reach), "the answers are those that were frozen, and the rankings are not: this program, %s, makes others of them than %.80s, which froze them. Try that version before you call it forged", v.code, f.Code)
	case f.Hash != m.Frozen.Hash:
		return refuse(manifestFile, "%s, the answers and the tally come to the hash %s, and not to that of the freezing, %.64s", termsFile, f.Hash, m.Frozen.Hash)
	}
	answers, rows, aside := c.Ballots.Count(), c.Ballots.Different(), int64(0)
	if c.AsideBallots != nil {
		aside = c.AsideBallots.Count()
		rows += c.AsideBallots.Different()
	}
	v.found(answersFile, "%d answers in %d rows, and %d of them set aside: those that were frozen", answers+aside, rows, aside)
	v.found(termsFile, "with the answers it comes to the hash of the freezing, %s", f.Hash)
	return nil
}

// otherwise reports whether it is the rankings alone for which the hash is not that of the freezing.
func (v *verifier) otherwise(f prioritize.Frozen) bool {
	f.Rankings = v.report.Manifest.Frozen.Rankings
	sum, err := f.Sum()
	return err == nil && sum == v.report.Manifest.Frozen.Hash
}

// remake makes the pack again and compares every file.
func (v *verifier) remake(f prioritize.Frozen, c prioritize.Counted) error {
	left := maps.Clone(v.files)
	_, err := pack(f, c, v.report.Manifest.Code, v.files[readmeFile], func(x content) error {
		there, ok := left[x.name]
		delete(left, x.name)
		switch {
		case !ok:
			return refuse(x.name, "it is missing")
		case !bytes.Equal(there, x.bytes):
			return v.differs(x.name, there, x.bytes)
		case x.name != readmeFile && x.name != termsFile: // which nothing is made of again
			v.found(x.name, "made again, the same to the byte")
		}
		return nil
	})
	switch {
	case errors.Is(err, survey.ErrInvalid) && !isRefusal(err):
		return refuse(tallyFile, "no ranking can be made of it: %v", err)
	case err != nil:
		return err
	case len(left) > 0:
		return refuse(slices.Sorted(maps.Keys(left))[0], "no such file follows from the answers")
	}
	return nil
}

// differs says what is different about a file: where, and whether another version of the program may be why.
func (v *verifier) differs(name string, there, made []byte) error {
	at := 0
	for at < min(len(there), len(made)) && there[at] == made[at] {
		at++
	}
	line := 1 + bytes.Count(made[:at], []byte("\n"))
	why := fmt.Sprintf("made again from the answers it is another: first in line %d, byte %d", line, at)
	if m := v.report.Manifest; m.Code != v.code {
		why += fmt.Sprintf(". The pack was made by version %.80s of the program and this is %s: try that version before you call it forged", m.Code, v.code)
	}
	return refuse(name, "%s", why)
}

func isRefusal(err error) bool {
	_, ok := errors.AsType[*Refusal](err)
	return ok
}
