package polling

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// The fields of a ballot. Those with a dot at the end have one for each option, by its index from 0.
const (
	roundField = "round"
	seenField  = "seen"  // the revision of the vote that this one takes the place of
	keyField   = "key"   // of the page, drawn
	dotField   = "dot"   // the index of an option that is marked
	dotsField  = "dots." // how many dots an option has
	placeField = "place."
	standField = "stand."
	blankField = "blank" // an empty ballot is meant
)

// optionView is an option on a ballot.
type optionView struct {
	Index, Number  int // from 0, and from 1 as it is shown
	Label, Village string
	Dots, Place    int    // as given; 0 for none
	Stand          string // as given
}

// ballotView is the form of a ballot.
type ballotView struct {
	Action  string
	Method  hearing.Method
	Round   int
	Dots    int // that one has
	Stacked bool
	Single  bool // there is one dot, or one option
	Options []optionView
	Places  []int // from 1
	Key     string
	Seen    int64
	Blank   bool // it was empty: whether that is meant is asked
	Again   bool // it takes the place of one that was received
}

// newBallot is the form of a ballot, filled in with b.
func newBallot(s locale.Speaker, h *hearing.Hearing, r *hearing.Round, m *survey.Municipality, b hearing.Ballot) ballotView {
	v := ballotView{Method: r.Method, Round: r.Number, Dots: r.Dots, Stacked: r.Stacked}
	v.Single = r.Method == hearing.Dots && r.Dots == 1 || len(r.Options) == 1
	for i, name := range namesOf(s, h, r, m) {
		o := optionView{Index: i, Number: i + 1, Label: name.Label, Village: name.Village}
		if i < len(b.Dots) {
			o.Dots = b.Dots[i]
		}
		if i < len(b.Stands) {
			o.Stand = string(b.Stands[i])
		}
		o.Place = slices.Index(b.Order, i) + 1
		v.Options = append(v.Options, o)
		v.Places = append(v.Places, i+1)
	}
	return v
}

// name is what an option is called, and where it is to be done; "" for all.
type name struct{ Label, Village string }

// namesOf are the names of a round's options.
func namesOf(s locale.Speaker, h *hearing.Hearing, r *hearing.Round, m *survey.Municipality) []name {
	names := make([]name, len(r.Options))
	for i, id := range r.Options {
		names[i] = nameOf(s, h, id, m)
	}
	return names
}

func nameOf(s locale.Speaker, h *hearing.Hearing, option string, m *survey.Municipality) name {
	i := slices.IndexFunc(h.Options, func(o hearing.Option) bool { return o.ID == option })
	if i < 0 {
		return name{Label: option}
	}
	o := h.Options[i]
	n := name{Label: nameIn(s, o.Label)}
	if v := m.Village(o.Village); v != nil {
		n.Village = nameIn(s, v.Name)
	}
	return n
}

// readBallot reads the form of a ballot in a round. What cannot be counted is a mistake that says what to mend; b is then
// as much of it as can be shown again.
func readBallot(s locale.Speaker, r *hearing.Round, form url.Values) (b hearing.Ballot, wrong []page.Mistake) {
	say := func(field, id string, args ...any) {
		wrong = append(wrong, page.Mistake{Field: field, Text: s.T(id, args...)})
	}
	m := len(r.Options)
	switch r.Method {
	case hearing.Dots:
		b.Dots = make([]int, m)
		sum := 0
		for i := range m {
			n, ok := number(form.Get(dotsField+strconv.Itoa(i)), hearing.MaxDots)
			if !ok {
				say(dotsField+strconv.Itoa(i), "polling.wrong.number")
			}
			if slices.Contains(form[dotField], strconv.Itoa(i)) {
				n = 1
			}
			b.Dots[i] = n
			sum += n
		}
		if sum > r.Dots {
			wrong = append(wrong, page.Mistake{Field: "options", Text: s.N("polling.wrong.dots", r.Dots, "Given", sum)})
		}
	case hearing.Ordered:
		at := map[int]int{} // the option at each place
		for i := range m {
			n, ok := number(form.Get(placeField+strconv.Itoa(i)), m)
			_, taken := at[n]
			switch {
			case !ok:
				say(placeField+strconv.Itoa(i), "polling.wrong.number")
			case n > 0 && taken:
				say(placeField+strconv.Itoa(i), "polling.wrong.place", "Place", n)
			case n > 0:
				at[n] = i
			}
		}
		for n := range m {
			if i, there := at[n+1]; there {
				b.Order = append(b.Order, i)
			}
		}
	case hearing.YesNo:
		b.Stands = make([]hearing.Stand, m)
		for i := range m {
			switch stand := hearing.Stand(form.Get(standField + strconv.Itoa(i))); stand {
			case hearing.For, hearing.Against:
				b.Stands[i] = stand
			}
		}
	}
	return b, wrong
}

// number reads how many, up to most; "" is 0.
func number(typed string, most int) (int, bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" {
		return 0, true
	}
	n, err := strconv.Atoi(typed)
	return n, err == nil && n >= 0 && n <= most
}

// empty reports whether a ballot is for nothing, though nothing on it says so.
func empty(r *hearing.Round, b hearing.Ballot) bool {
	return r.Method != hearing.YesNo && len(b.Order) == 0 && !slices.ContainsFunc(b.Dots, func(n int) bool { return n > 0 })
}

// minKey is the shortest key of a page, in bytes. What is kept of a request after the end follows from that too, so that
// nobody can try out which ballot it was of.
const minKey = 20

// keyOf is the key of the request that casts a ballot from a page: sent twice it is the same, and another ballot from the
// same page is another request.
func keyOf(page string, b hearing.Ballot) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %d %q", page, b.Dots, b.Order, b.Stands))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}
