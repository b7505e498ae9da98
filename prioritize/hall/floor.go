package hall

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
)

// floorView is the page on which is written down what is said, proposed and decided.
type floorView struct {
	top
	Writes   bool
	Kinds    []floorKind
	Villages []choice
}

// floorKind is one of the lists: speeches, questions, proposals, decisions.
type floorKind struct {
	Kind, Title, Lead, Add string
	Items                  []floorItem
	New                    floorItem // the empty fields, or what was typed
	Open                   bool
}

// floorItem is something that was written down, as its fields have it.
type floorItem struct {
	At                        int    // its place in its list; -1 of a new one
	Seen                      string // it, as it was when the page was made
	Is                        floorShown
	By, Text, Answer, Village string // in its fields
	Due, Responsible          string
	Option, Votable           bool // a proposal that is, or can be made, an option
	Open                      bool // its fields are open, since they were filled in wrongly
	Villages                  []choice
	Kind, ID                  string
	Path                      string
	L                         floorWords
}

// floorShown is it as it is kept, whatever stands in its fields.
type floorShown struct{ By, Text, Answer, Village, Due, Responsible string }

// floorWords are the words on the fields.
type floorWords struct{ Text, Answer, Due, Responsible, By, Village, Vote, Save, Strike string }

func newFloorWords(s locale.Speaker, kind string) floorWords {
	return floorWords{
		Text: s.T("hall.text." + kind), Answer: s.T("hall.answer"), Due: s.T("hall.due_label"), Responsible: s.T("hall.responsible"), By: s.T("hall.by"),
		Village: s.T("hall.plan.village"), Vote: s.T("hall.vote_on"), Save: s.T("hall.save"), Strike: s.T("hall.strike"),
	}
}

// The lists, by the last step of the paths that write into them.
const (
	speech   = "speech"
	question = "question"
	proposal = "proposal"
	decision = "decision"
)

// What of a list there can be at most.
const maxItems = 500

// items are those of one kind.
func (r *Room) items(v *floorView, w *at, kind string) []floorItem {
	var all []floorItem
	add := func(i int, of any, item floorItem) {
		item.At, item.Seen, item.Kind, item.Path, item.ID = i, print(of), kind, w.home(), fmt.Sprintf("%s-%d", kind, i)
		item.Is.By, item.Is.Text, item.Is.Answer, item.Is.Responsible = item.By, item.Text, item.Answer, item.Responsible
		item.Villages, item.L = v.villages(item.Village), newFloorWords(v.Speaker, kind)
		all = append(all, item)
	}
	x := &w.x
	switch kind {
	case speech, question:
		for i, s := range x.Speeches {
			if s.Asked == (kind == question) {
				add(i, s, floorItem{By: s.By, Text: s.Text, Answer: s.Answer})
			}
		}
	case proposal:
		for i, p := range x.Proposals {
			add(i, p, floorItem{By: p.By, Text: p.Text, Village: p.Village, Is: floorShown{Village: w.village(p.Village, v.Lang())}, Option: p.Option != "", Votable: p.Option == ""})
		}
	case decision:
		for i, d := range x.Decisions {
			item := floorItem{Text: d.Text, Responsible: d.Responsible}
			if !d.Due.IsZero() {
				item.Due, item.Is.Due = d.Due.In(r.deps.Zone).Format(time.DateOnly), v.Date(d.Due.In(r.deps.Zone))
			}
			add(i, d, item)
		}
	}
	return all
}

// villages are the choices of a village, with the one that is chosen.
func (v *floorView) villages(chosen string) []choice {
	all := slices.Clone(v.Villages)
	for i := range all {
		all[i].Chosen = all[i].Value == chosen
	}
	return all
}

// floorPage makes the page.
func (r *Room) floorPage(c echo.Context, w *at) floorView {
	v := floorView{top: r.top(c, w, "hall.floor")}
	v.Writes = v.Runs && (w.x.State == hearing.Open || w.x.State == hearing.Ended)
	for i := range w.m.Villages {
		v.Villages = append(v.Villages, choice{Value: w.m.Villages[i].ID, Text: w.village(w.m.Villages[i].ID, v.Lang())})
	}
	for _, kind := range []string{proposal, question, speech, decision} {
		v.Kinds = append(v.Kinds, floorKind{
			Kind: kind, Title: v.T("hall.floor." + kind), Lead: v.T("hall.floor_lead." + kind), Add: v.T("hall.floor_add." + kind), Items: r.items(&v, w, kind),
			New: floorItem{At: -1, Kind: kind, Path: w.home(), ID: kind + "-new", Villages: v.villages(""), Votable: kind == proposal, L: newFloorWords(v.Speaker, kind)},
		})
	}
	return v
}

// floor shows the page.
func (r *Room) floor(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "floor", r.floorPage(c, &w))
}

// floorAgain is the page with what has to be mended, and what was typed; or the error where nothing is to be.
func (r *Room) floorAgain(c echo.Context, w *at, kind string, at int, err error) error {
	said := mistakes(r.deps.Pages.Speaker(c), err)
	if said == nil {
		return err
	}
	if errors.Is(err, survey.ErrConflict) {
		said[0].Text = r.deps.Pages.Speaker(c).T("hall.wrong.floor_changed")
	}
	if x, again := r.deps.Store.Hearing(c.Request().Context(), w.x.ID); again == nil { // as it is by now
		w.x = x
	}
	v := r.floorPage(c, w)
	v.Mistakes = said
	for i := range v.Kinds {
		k := &v.Kinds[i]
		if k.Kind != kind {
			continue
		}
		item := &k.New
		for j := range k.Items {
			if k.Items[j].At == at {
				item = &k.Items[j]
			}
		}
		item.Open, k.Open = true, true
		item.By, item.Text, item.Answer, item.Village = c.FormValue("by"), c.FormValue("text"), c.FormValue("answer"), c.FormValue("village")
		item.Due, item.Responsible, item.Villages = c.FormValue("due"), c.FormValue("responsible"), v.villages(c.FormValue("village"))
	}
	return r.room.Render(c, status(err), "floor", v)
}

// said is what a form brings of one thing that was said.
type spoken struct {
	by, text, answer, village, responsible string
	due                                    time.Time
	vote, strike                           bool
}

// readFloor reads a form of the floor.
func (r *Room) readFloor(c echo.Context, w *at, kind string) (spoken, error) {
	field := func(name string) string { return strings.TrimSpace(c.FormValue(name)) }
	s := spoken{
		by: strings.Join(strings.Fields(c.FormValue("by")), " "), text: field("text"), answer: field("answer"), village: field("village"),
		responsible: strings.Join(strings.Fields(c.FormValue("responsible")), " "), vote: field("vote") != "", strike: field("strike") != "",
	}
	switch {
	case s.text == "" && !s.strike:
		return s, amiss("", "hall.wrong.empty")
	case len([]rune(s.by)) > maxLine || len([]rune(s.responsible)) > maxLine || len([]rune(s.text)) > maxWords || len([]rune(s.answer)) > maxWords:
		return s, amiss("", "hall.wrong.long", "Most", maxWords)
	case s.village != "" && w.m.Village(s.village) == nil:
		return s, amiss("", "hall.wrong.village")
	}
	if due := field("due"); due != "" && kind == decision {
		var err error
		if s.due, err = time.ParseInLocation(time.DateOnly, due, r.deps.Zone); err != nil {
			return s, amiss("", "hall.wrong.due")
		}
		s.due = s.due.UTC()
	}
	return s, nil
}

// put writes down what was said, as the last of its list; or at a place of it, if what is there is what whoever writes has
// seen. What is the same as the last one is the second tap.
func put[T comparable](list []T, at int, seen string, x T, strike bool) ([]T, error) {
	switch {
	case at < 0 && len(list) > 0 && list[len(list)-1] == x:
		return list, nil
	case at < 0 && len(list) >= maxItems:
		return nil, amiss("", "hall.wrong.many", "Most", maxItems)
	case at < 0:
		return append(slices.Clone(list), x), nil
	case at >= len(list) || print(list[at]) != seen:
		return nil, survey.ErrConflict
	case strike:
		return slices.Delete(slices.Clone(list), at, at+1), nil
	}
	list = slices.Clone(list)
	list[at] = x
	return list, nil
}

// write writes something down: new, or in place of what is there.
func (r *Room) write(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	kind, at := c.Param("kind"), -1
	if !slices.Contains([]string{speech, question, proposal, decision}, kind) {
		return fmt.Errorf("hall: floor: %q: %w", kind, survey.ErrNotFound)
	}
	if typed := c.FormValue("at"); typed != "" {
		if at, err = strconv.Atoi(typed); err != nil || at < 0 {
			return fmt.Errorf("hall: floor: place %q: %w", typed, survey.ErrInvalid)
		}
	}
	s, err := r.readFloor(c, &w, kind)
	if err == nil {
		_, err = r.deps.Hall.Change(c.Request().Context(), w.x.ID, func(x *hearing.Hearing) error {
			if x.State == hearing.Planned {
				return amiss("", "hall.wrong.not_begun")
			}
			return s.into(x, kind, at, c.FormValue("seen"))
		})
	}
	if err != nil {
		return r.floorAgain(c, &w, kind, at, err)
	}
	what := "written down"
	switch {
	case s.strike:
		what = "struck out"
	case at >= 0:
		what = "edited"
	}
	if err := r.tell(c, &w, access.RunHearings, "%s %s", kind, what); err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, w.home()+"/floor#"+kind)
}

// into writes it into the hearing.
func (s *spoken) into(x *hearing.Hearing, kind string, at int, seen string) (err error) {
	switch kind {
	case speech, question:
		x.Speeches, err = put(x.Speeches, at, seen, hearing.Speech{By: s.by, Text: s.text, Asked: kind == question, Answer: s.answer}, s.strike)
	case decision:
		x.Decisions, err = put(x.Decisions, at, seen, hearing.Decision{Text: s.text, Due: s.due, Responsible: s.responsible}, s.strike)
	case proposal:
		return s.propose(x, at, seen)
	}
	return err
}

// propose writes a proposal into the hearing, and its option where it is to be voted on. One that is an option is not struck
// out, and its words go on being the option's.
func (s *spoken) propose(x *hearing.Hearing, at int, seen string) error {
	p := hearing.Proposal{By: s.by, Village: s.village, Text: s.text}
	if at < 0 {
		if n := len(x.Proposals); n > 0 {
			last := x.Proposals[n-1]
			if last.Option = ""; last == p {
				return nil // the second tap
			}
		}
		if len(x.Proposals) >= maxItems || s.vote && len(x.Options) >= hearing.MaxOptions {
			return amiss("", "hall.wrong.many", "Most", hearing.MaxOptions)
		}
		return x.Propose(p, s.vote)
	}
	if at >= len(x.Proposals) || print(x.Proposals[at]) != seen {
		return survey.ErrConflict
	}
	if p.Option = x.Proposals[at].Option; p.Option == "" && s.vote {
		if len(x.Options) >= hearing.MaxOptions {
			return amiss("", "hall.wrong.many", "Most", hearing.MaxOptions)
		}
		p.Option = fmt.Sprintf("floor-%d", at+1)
		x.Options = append(slices.Clone(x.Options), hearing.Option{ID: p.Option, Label: survey.Text{"ky": p.Text}, Village: p.Village})
	}
	if s.strike {
		if at != len(x.Proposals)-1 || p.Option != "" { // options are named after the places of their proposals
			return amiss("", "hall.wrong.strike")
		}
		x.Proposals = slices.Clone(x.Proposals[:at])
		return nil
	}
	if was := &x.Proposals[at]; (was.Text != p.Text || was.Village != p.Village) && votedOn(x, p.Option) {
		return amiss("", "hall.wrong.voted_on")
	}
	x.Options = slices.Clone(x.Options)
	for i := range x.Options {
		if x.Options[i].ID == p.Option {
			x.Options[i].Label, x.Options[i].Village = survey.Text{"ky": p.Text}, p.Village
		}
	}
	x.Proposals = slices.Clone(x.Proposals)
	x.Proposals[at] = p
	return x.Check()
}

// votedOn reports whether people have voted on an option, or do: what it says stays as they read it.
func votedOn(x *hearing.Hearing, option string) bool {
	return option != "" && slices.ContainsFunc(x.Rounds, func(r hearing.Round) bool {
		return r.Stage != hearing.Ready && r.Stage != hearing.Annulled && slices.Contains(r.Options, option)
	})
}

// MayStrike reports whether it can be struck out.
func (i floorItem) MayStrike() bool { return i.At >= 0 && (i.Kind != proposal || !i.Option) }
