package evidence

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"ashar/prioritize"
	"ashar/survey"
)

// format changes when packs come to have other files, or these another meaning.
const format = "ashar evidence 1"

// The files of a pack, beside those of rankings.
const (
	readmeFile   = "README.txt"
	manifestFile = "manifest.json"
	termsFile    = "terms.json"
	answersFile  = "answers.csv"
	tallyFile    = "tally.json"
)

// rankingFile is the file of the ranking by a rule.
func rankingFile(rule prioritize.Rule) string { return "rankings/" + string(rule) + ".json" }

// Manifest says what a pack is of, how it was made, and what is in it.
type Manifest struct {
	Format         string             `json:"format"`
	Campaign       string             `json:"campaign"`
	Municipality   string             `json:"municipality"`
	Questionnaire  string             `json:"questionnaire"`  // key of the latest version
	Questionnaires []string           `json:"questionnaires"` // of all that were asked, the latest first
	Frozen         Seal               `json:"frozen"`
	Code           string             `json:"code_version"` // of the program that made the rankings
	Answers        int64              `json:"answers"`
	Aside          int64              `json:"set_aside"`
	Rows           int                `json:"rows"` // of answers.csv, without its head
	Method         *prioritize.Method `json:"method"`
	Files          []File             `json:"files"` // all but the manifest, in their order
}

// Seal is what a campaign was frozen under.
type Seal struct {
	At          time.Time `json:"at"`
	Code        string    `json:"code_version"` // of the program that counted
	Hash        string    `json:"sha256"`       // see prioritize.Frozen.Sum
	Fingerprint string    `json:"fingerprint"`  // of the hash, for people to compare
	Ballots     string    `json:"ballots_sha256"`
	// Rankings are the hashes of the rankings as the program that counted made them.
	Rankings []prioritize.RankingHash `json:"rankings"`
}

// File is what the manifest says of a file.
type File struct {
	Name string `json:"name"`
	Size int    `json:"size"` // in bytes
	Hash string `json:"sha256"`
}

// Pack is the evidence of a campaign.
type Pack struct {
	Manifest Manifest
	files    []content // in the order of the pack
}

// content is a file with what is in it.
type content struct {
	name  string
	bytes []byte
}

// New makes the pack of a campaign that was frozen as this, which opened as this; the rankings are made by a program of
// this version. The text for people stands in it as it is. It is an ErrUnavailable of a campaign that was frozen without
// ballots or whose ballots were deleted, and an ErrInvalid of one that does not come to the hash that it was frozen under.
func New(f prioritize.Frozen, c prioritize.Counted, code, readme string) (*Pack, error) {
	if c.Ballots == nil {
		return nil, fmt.Errorf("evidence: campaign %s: its ballots are not kept: %w", c.Campaign, survey.ErrUnavailable)
	}
	again, counted, err := prioritize.Recount(f.Campaign, f.Terms, c.Ballots, c.AsideBallots, f.At, f.Code)
	if err != nil {
		return nil, err
	}
	if !slices.Equal(again.Rankings, f.Rankings) {
		return nil, fmt.Errorf("evidence: campaign %s: this program, %s, ranks it otherwise than %s, which froze it; make the pack with that version: %w",
			f.Campaign, code, f.Code, survey.ErrInvalid)
	}
	if again.Hash != f.Hash {
		return nil, fmt.Errorf("evidence: campaign %s comes to the hash %s and was frozen under %s: %w", f.Campaign, again.Hash, f.Hash, survey.ErrInvalid)
	}
	return pack(again, counted, code, []byte(readme), func(content) error { return nil })
}

// pack makes the pack of what was counted again, and hands every file on as soon as it is made; an error of that ends it.
// The manifest comes last.
func pack(f prioritize.Frozen, c prioritize.Counted, code string, readme []byte, made func(content) error) (*Pack, error) {
	p := &Pack{Manifest: Manifest{
		Format: format, Campaign: c.Campaign, Municipality: c.Municipality.ID, Questionnaire: c.Questionnaire, Questionnaires: c.Questionnaires,
		Frozen: Seal{At: f.At, Code: f.Code, Hash: f.Hash, Fingerprint: prioritize.Fingerprint(f.Hash), Ballots: f.Ballots, Rankings: f.Rankings},
		Code:   code, Answers: c.Ballots.Count(), Rows: c.Ballots.Different(),
	}}
	if c.AsideBallots != nil {
		p.Manifest.Aside = c.AsideBallots.Count()
		p.Manifest.Rows += c.AsideBallots.Different()
	}
	add := func(name string, b []byte, err error) error {
		if err != nil {
			return fmt.Errorf("evidence: %s of %s: %w", name, c.Campaign, err)
		}
		x := content{name, b}
		p.files = append(p.files, x)
		sum := sha256.Sum256(b)
		p.Manifest.Files = append(p.Manifest.Files, File{Name: name, Size: len(b), Hash: hex.EncodeToString(sum[:])})
		return made(x)
	}
	if err := add(readmeFile, readme, nil); err != nil {
		return nil, err
	}
	if err := add(termsFile, f.Terms, nil); err != nil {
		return nil, err
	}
	answers, err := answersOf(&c)
	if err := add(answersFile, answers, err); err != nil {
		return nil, err
	}
	tally, err := tallyOf(&c)
	if err := add(tallyFile, tally, err); err != nil {
		return nil, err
	}
	for r, err := range c.Rankings(code) {
		if err != nil {
			return nil, err
		}
		if p.Manifest.Method == nil {
			p.Manifest.Method = &r.Method
		}
		b, err := document(r)
		if err := add(rankingFile(r.Rule), b, err); err != nil {
			return nil, err
		}
	}
	manifest, err := document(p.Manifest)
	if err != nil {
		return nil, err
	}
	x := content{manifestFile, manifest}
	p.files = append([]content{p.files[0], x}, p.files[1:]...)
	return p, made(x)
}

// tallyOf are the sums of what counts and of what was set aside, in their readable form.
func tallyOf(c *prioritize.Counted) ([]byte, error) {
	b, err := json.Marshal(struct {
		Counted *prioritize.Tally `json:"counted"`
		Aside   *prioritize.Tally `json:"set_aside,omitempty"`
	}{c.Tally, c.Aside})
	return append(b, '\n'), err
}

// document is JSON for people too, with a line break at its end.
func document(v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetIndent("", " ")
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return out.Bytes(), err
}

// WriteTo writes the pack as a ZIP file.
func (p *Pack) WriteTo(w io.Writer) (int64, error) {
	n := &counter{w: w}
	archive := zip.NewWriter(n)
	for _, x := range p.files {
		f, err := archive.CreateHeader(&zip.FileHeader{Name: x.name, Method: zip.Deflate, Modified: noTime})
		if err == nil {
			_, err = f.Write(x.bytes)
		}
		if err != nil {
			return n.n, fmt.Errorf("evidence: write %s: %w", x.name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return n.n, fmt.Errorf("evidence: write: %w", err)
	}
	return n.n, nil
}

// noTime is when all files of packs were made, by their archive: the first day that there can be.
var noTime = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// counter counts what is written.
type counter struct {
	w io.Writer
	n int64
}

func (c *counter) Write(b []byte) (int, error) {
	n, err := c.w.Write(b)
	c.n += int64(n)
	return n, err
}
