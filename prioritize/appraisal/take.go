package appraisal

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"ashar/prioritize"
)

// mark is a short sum of what a form showed. Who sends a form back sends the marks of what it had shown, so that it is
// known which of it that person changed, and which of it others have changed since.
func mark(shown any) string {
	b, err := json.Marshal(shown) // maps in the order of their keys
	if err != nil {
		panic("appraisal: what a form shows always has a JSON form: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:6])
}

// Mark is a short sum of what is said, whoever said it.
func (s Said) Mark() string {
	s.By, s.At = "", time.Time{}
	return mark(s.plain())
}

// plain is what is said without what says nothing.
func (s Said) plain() Said {
	pearl := map[Letter]Answered{}
	for l, x := range s.Pearl {
		if x != (Answered{}) {
			pearl[l] = x
		}
	}
	if s.Pearl = pearl; len(pearl) == 0 {
		s.Pearl = nil
	}
	return s
}

// Empty reports whether nothing is said.
func (s Said) Empty() bool { return s.Mark() == Said{Need: s.Need}.Mark() }

// Edit is what somebody wrote of a need, with the mark of what had stood there when they began.
type Edit struct {
	Said
	Seen string
}

// fate is what becomes of something that was sent back.
type fate int

const (
	stays    fate = iota // nothing was changed, or it is so already
	taken                // it is as it was written now
	clashing             // somebody else wrote something else there meanwhile
)

func fateOf(there, written, seen string) fate {
	switch written {
	case there, seen:
		return stays
	}
	if there == seen {
		return taken
	}
	return clashing
}

// Change is what was said of a need before and after.
type Change struct{ Before, After Said }

// Take enters what somebody wrote of needs. Where another has written something else meanwhile nothing is entered, and
// the need is among the clashes: with what stands there now. What others wrote of other needs stays, also where the form
// that was sent back still has what was before.
func (a *Appraisal) Take(edits []Edit, by string, now time.Time) (changed []Change, clashes []Said) {
	a.Needs = slices.Clone(a.Needs)
	for _, e := range edits {
		there := a.Of(e.Need)
		switch fateOf(there.Mark(), e.Mark(), e.Seen) {
		case taken:
			s := e.plain()
			s.By, s.At = by, stamp(now)
			a.put(s)
			changed = append(changed, Change{there, s})
		case clashing:
			clashes = append(clashes, there)
		}
	}
	return changed, clashes
}

// put enters what is said of a need; what says nothing is taken out.
func (a *Appraisal) put(s Said) {
	i, there := a.at(s.Need)
	switch {
	case there && s.Empty():
		a.Needs = slices.Delete(a.Needs, i, i+1)
	case there:
		a.Needs[i] = s
	case !s.Empty():
		a.Needs = slices.Insert(a.Needs, i, s)
	}
}

// Choose enters the variant by which the composite is made, and reports whether that changed it. Seen is the one that
// stood there when the one who chooses began; what another chose meanwhile is not overwritten by who left it as it was.
func (a *Appraisal) Choose(v, seen prioritize.Variant) (changed bool) {
	if v == seen || v == a.Composite() {
		return false
	}
	a.Variant = v
	return true
}

// stamp is a time as it is kept.
func stamp(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
