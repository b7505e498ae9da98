package evidence

import (
	"archive/zip"
	"encoding/binary"
	"fmt"
	"io"
	"slices"

	"ashar/prioritize"
	"ashar/survey"
)

// What is read of a pack at most: nobody is to be harmed by verifying one.
const (
	mostPack    = 512 << 20 // bytes of the pack
	mostAnswer  = 512 << 20 // bytes of answers.csv
	mostOther   = 64 << 20  // bytes of any other file
	mostEntries = 4 << 10   // bytes of the archive's directory
	mostRatio   = 400       // times that a file is larger than it is compressed, above the first megabyte
)

// Refusal is why a pack is not evidence of what it says. It is a survey.ErrInvalid.
type Refusal struct {
	Place string // the file, or "archive" for the pack itself
	Why   string
}

// Error names the place first.
func (r *Refusal) Error() string { return r.Place + ": " + r.Why }

// Unwrap is survey.ErrInvalid.
func (r *Refusal) Unwrap() error { return survey.ErrInvalid }

// archivePlace is the place of what is wrong with the pack and not with one of its files.
const archivePlace = "archive"

func refuse(place, why string, args ...any) error {
	return &Refusal{Place: place, Why: fmt.Sprintf(why, args...)}
}

// known are the names that files of a pack can have.
func known() []string {
	names := []string{readmeFile, manifestFile, termsFile, answersFile, tallyFile}
	for _, rule := range prioritize.Rules() {
		names = append(names, rankingFile(rule))
	}
	return names
}

// readArchive reads all files of a pack: no more of them, and no larger, than a pack can have.
func readArchive(r io.ReaderAt, size int64) (map[string][]byte, error) {
	if err := checkDirectory(r, size); err != nil {
		return nil, err
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return nil, refuse(archivePlace, "it is no ZIP file, or a broken one: %v", err)
	}
	names, files := known(), map[string][]byte{}
	for _, f := range archive.File {
		if !slices.Contains(names, f.Name) {
			return nil, refuse(archivePlace, "%.80q is no file of a pack", f.Name)
		}
		if _, twice := files[f.Name]; twice {
			return nil, refuse(f.Name, "it is there twice")
		}
		if files[f.Name], err = readFile(f); err != nil {
			return nil, err
		}
	}
	for _, name := range []string{readmeFile, manifestFile, termsFile, answersFile, tallyFile, rankingFile(prioritize.Reach)} {
		if files[name] == nil {
			return nil, refuse(name, "it is missing")
		}
	}
	return files, nil
}

// checkDirectory wants an archive that ends with a small directory, and nothing before its files or after it.
func checkDirectory(r io.ReaderAt, size int64) error {
	const end = 22 // bytes of the record at the end, without a comment
	if size < end || size > mostPack {
		return refuse(archivePlace, "%d bytes: a pack has %d to %d", size, end, int64(mostPack))
	}
	var record [end]byte
	if _, err := r.ReadAt(record[:], size-end); err != nil {
		return fmt.Errorf("evidence: read: %w", err)
	}
	length, at := binary.LittleEndian.Uint32(record[12:]), binary.LittleEndian.Uint32(record[16:])
	switch {
	case string(record[:4]) != "PK\x05\x06":
		return refuse(archivePlace, "it does not end as a pack does: it is cut off, changed, or no ZIP file")
	case length > mostEntries || int64(at)+int64(length) != size-end:
		return refuse(archivePlace, "its directory is not that of a pack")
	}
	return nil
}

func readFile(f *zip.File) ([]byte, error) {
	most := uint64(mostOther)
	if f.Name == answersFile {
		most = mostAnswer
	}
	if n := f.UncompressedSize64; n > most || n > 1<<20 && n/mostRatio > f.CompressedSize64 {
		return nil, refuse(f.Name, "%d bytes out of %d: that is more than a pack has", n, f.CompressedSize64)
	}
	in, err := f.Open()
	if err != nil {
		return nil, refuse(f.Name, "it cannot be read: %v", err)
	}
	defer in.Close()
	b, err := io.ReadAll(io.LimitReader(in, int64(f.UncompressedSize64)+1)) // one more: then its checksum is compared
	if err != nil {
		return nil, refuse(f.Name, "it cannot be read: %v", err)
	}
	return b, nil
}
