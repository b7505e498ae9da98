package survey

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"
)

// Gazetteer is what a Signpost looks through. After an error each stream ends.
type Gazetteer interface {
	Municipalities(ctx context.Context) iter.Seq2[Municipality, error]
	Campaigns(ctx context.Context, municipality string) iter.Seq2[Campaign, error]
	Doors(ctx context.Context, campaign string) iter.Seq2[Door, error]
}

// Way is a village in which a campaign asks, and the door by which one enters it there.
type Way struct {
	Door                  Door
	Campaign              Campaign
	Village, Municipality Text
}

// Signpost shows the way to those who know what their village is called and have no
// code. It is safe for concurrent use.
type Signpost struct {
	source Gazetteer
	now    func() time.Time

	mu   sync.Mutex
	ways []signed
	read time.Time // when the ways were read
}

// signed is a way with what it is found by.
type signed struct {
	Way
	villages, municipalities []string // all that they are called, as letters
}

// NewSignpost takes what to look through and the clock.
func NewSignpost(source Gazetteer, now func() time.Time) *Signpost {
	return &Signpost{source: source, now: now}
}

// signpostTTL is how long after a campaign was opened its villages may not be found.
const signpostTTL = 30 * time.Second

// leastLetters is how many letters of a name one must have typed for others to be
// found than the one of just these.
const leastLetters = 3

// Find returns the ways that somebody may mean who typed this, those that are most like
// it and no others: villages of just that name, or else those of which the name begins
// so, and those of an aiyl aimak of that name; or else those one or two slips of the
// keyboard away. It does not matter whether Kyrgyz letters were typed as Russian or
// Latin ones, nor that the word for a village stands beside the name. Ways into
// campaigns that are open come first, then by name; campaigns that are drafts are not
// found.
func (s *Signpost) Find(ctx context.Context, typed string) ([]Way, error) {
	typed = letters(typed)
	if typed == "" {
		return nil, nil
	}
	all, err := s.all(ctx)
	if err != nil {
		return nil, err
	}
	best, found := unlike, []Way(nil)
	for _, w := range all {
		switch l := w.likeness(typed); {
		case l == unlike || l > best:
		case l < best:
			best, found = l, []Way{w.Way}
		default:
			found = append(found, w.Way)
		}
	}
	now := s.now()
	closed := func(w *Way) int {
		if w.Campaign.Open(now) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(found, func(a, b Way) int {
		return cmp.Or(cmp.Compare(closed(&a), closed(&b)), cmp.Compare(a.Village.In("ky", "ru"), b.Village.In("ky", "ru")),
			cmp.Compare(a.Municipality.In("ky", "ru"), b.Municipality.In("ky", "ru")), cmp.Compare(a.Door.Code, b.Door.Code))
	})
	return found, nil
}

// Of returns the way that leads into a campaign in a village, as where an interview was
// begun; ok is false if there is none, or none any more.
func (s *Signpost) Of(ctx context.Context, campaign, village string) (w Way, ok bool, err error) {
	all, err := s.all(ctx)
	i := slices.IndexFunc(all, func(w signed) bool { return w.Campaign.ID == campaign && w.Door.Village == village })
	if i < 0 {
		return Way{}, false, err
	}
	return all[i].Way, true, nil
}

// Into returns the ways that lead into a campaign, by the villages' names.
func (s *Signpost) Into(ctx context.Context, campaign string) ([]Way, error) {
	all, err := s.all(ctx)
	var ways []Way
	for _, w := range all {
		if w.Campaign.ID == campaign {
			ways = append(ways, w.Way)
		}
	}
	slices.SortFunc(ways, func(a, b Way) int {
		return cmp.Or(cmp.Compare(a.Village.In("ky", "ru"), b.Village.In("ky", "ru")), cmp.Compare(a.Door.Code, b.Door.Code))
	})
	return ways, err
}

// all reads the ways, at most signpostTTL old.
func (s *Signpost) all(ctx context.Context) ([]signed, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	if !s.read.IsZero() && now.Sub(s.read) < signpostTTL {
		return s.ways, nil
	}
	var ways []signed
	for m, err := range s.source.Municipalities(ctx) {
		if err == nil {
			ways, err = s.enter(ctx, ways, &m)
		}
		if err != nil {
			return nil, fmt.Errorf("survey: villages: %w", err)
		}
	}
	s.ways, s.read = ways, now
	return ways, nil
}

// enter adds the ways of a municipality, one of a village into each campaign.
func (s *Signpost) enter(ctx context.Context, ways []signed, m *Municipality) ([]signed, error) {
	called := spelt(m.named())
	for c, err := range s.source.Campaigns(ctx, m.ID) {
		if err != nil {
			return nil, err
		}
		if c.Status == StatusDraft {
			continue
		}
		entered, asked := map[string]bool{}, m.For(&c)
		for d, err := range s.source.Doors(ctx, c.ID) {
			if err != nil {
				return nil, err
			}
			v := asked.Village(d.Village)
			if v == nil || entered[d.Village] || !d.Own() {
				continue
			}
			entered[d.Village] = true
			ways = append(ways, signed{Way{d, c, v.Name, asked.Name}, spelt(m.KnownAs(m.Village(v.ID))), called})
		}
	}
	return ways, nil
}

// spelt are names as letters.
func spelt(names []string) []string {
	var all []string
	for _, name := range names {
		all = append(all, letters(name))
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// likeness is how much a way is like what was typed; less is more.
type likeness int

const (
	same likeness = iota
	begins
	slips
	unlike
)

func (w *signed) likeness(typed string) likeness {
	best := unlike
	n := utf8.RuneCountInString(typed)
	for _, name := range w.villages {
		switch {
		case name == typed:
			return same
		case n >= leastLetters && strings.HasPrefix(name, typed):
			best = min(best, begins)
		case levenshtein.ComputeDistance(name, typed) <= forgiven(n):
			best = min(best, slips)
		}
	}
	if slices.Contains(w.municipalities, typed) {
		best = min(best, begins)
	}
	return best
}

// forgiven is how many slips of the keyboard a word of so many letters may have.
func forgiven(letters int) int {
	switch {
	case letters < 4:
		return 0
	case letters < 6:
		return 1
	default:
		return 2
	}
}

// kinds of places, which stand beside their names or do not, as letters.
var kindsOfPlaces = map[string]bool{
	"aiil": true, "aiili": true, "aiilo": true, "kishtak": true, "kishtagi": true, "selo": true, "s": true, "a": true,
	"aimak": true, "aimagi": true, "aiilnii": true, "aa": true, "okmotu": true, "village": true, "aiyl": true,
}

// letters is a name as it is compared with others: in Latin letters, one for all that
// are typed for one another, without what stands between, and without the word for a
// village.
func letters(name string) string {
	var words []string
	for word := range strings.FieldsSeq(SearchKey(name)) {
		words = append(words, latin(word))
	}
	if named := slices.DeleteFunc(slices.Clone(words), func(w string) bool { return kindsOfPlaces[w] }); len(named) > 0 {
		words = named
	}
	return strings.Join(words, "")
}

// toLatin gives each letter that Kyrgyz is written with its Latin ones; й, и and ы are
// told apart by few who type.
var toLatin = strings.NewReplacer(
	"а", "a", "б", "b", "в", "v", "г", "g", "д", "d", "е", "e", "ж", "j", "з", "z", "и", "i", "й", "i", "к", "k", "л", "l",
	"м", "m", "н", "n", "о", "o", "п", "p", "р", "r", "с", "s", "т", "t", "у", "u", "ф", "f", "х", "h", "ц", "ts", "ч", "ch",
	"ш", "sh", "щ", "sh", "ы", "i", "э", "e", "ю", "iu", "я", "ia",
)

// oneSpelling are the ways to spell one sound in Latin letters.
var oneSpelling = strings.NewReplacer("dzh", "j", "zh", "j", "dj", "j", "kh", "h", "ck", "k", "q", "k", "w", "v", "x", "h", "y", "i")

func latin(word string) string {
	bare := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1 // what stands above a letter
		}
		return r
	}, norm.NFD.String(toLatin.Replace(word)))
	return oneSpelling.Replace(strings.ReplaceAll(bare, "ı", "i"))
}
