package criteria

import (
	"cmp"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// criteriaView is the page of the criteria.
type criteriaView struct {
	page.Page
	Campaign    string
	AsOf        string
	Provisional bool
	Invented    bool
	MayWrite    bool
	Saved       bool
	Variants    []option
	Variant     prioritize.Variant // as it is kept
	Most        string             // of the composite
	Places      []placeRow
	Heard       bool // there was a hearing
	Rows        []needRow
	Remarks     []remark
	Lobby       []lobbyRow
	CSV         string // "" for those who may not take it along
}

// option is one thing to choose.
type option struct {
	Value, Text string
	Chosen      bool
}

// placeRow is a need with its places beside each other, and what the group says in short.
type placeRow struct {
	Code, Name          string
	Survey              string
	Size, Seriousness   string // A and B of the composite
	Composite, Rank     string
	Vote, Final, Why    string
	Effectiveness, Cost string
	Pearl               []pearlMark
	Owner               string
}

// pearlMark is the answer to a question of PEARL in a letter.
type pearlMark struct{ Letter, Mark, Words string }

// needRow is the fields of a need.
type needRow struct {
	Code, Name, Survey string
	State              string // how much was said
	Complete           bool
	Open               bool
	Seen               string // the mark of what stands there
	Effectiveness      []option
	Pearl              []letterRow
	Cost, Note, Source string
	Owners             []option
	Known              string // whose task it is by the list of needs
	With               string
	By                 string // who said it last, and when
	Clash              []string
	ClashBy            string
}

// letterRow is the fields of one of the questions.
type letterRow struct {
	Letter, Question string
	Options          []option
	Note             string
}

// remark is what is said of a need in words.
type remark struct {
	Code, Name, By string
	Said           []string
}

// lobbyRow is a need that is another's task.
type lobbyRow struct{ Code, Name, Owner, With, Rank string }

// criteria shows what the group says beside the residents' ranking.
func (r *Room) criteria(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v, err := r.criteriaPage(c, w)
	if err != nil {
		return err
	}
	saved := c.QueryParam("saved")
	v.Saved = saved != ""
	for i := range v.Rows {
		v.Rows[i].Open = v.Rows[i].Code == saved
	}
	return r.room.Render(c, http.StatusOK, "criteria", v)
}

// criteriaPage lays out what the group says.
func (r *Room) criteriaPage(c echo.Context, w *at) (criteriaView, error) {
	v := criteriaView{Page: r.page(c, w, "criteria.title"), Provisional: !w.campaign.Over(), Invented: w.municipality.Invented, Variant: w.said.Composite()}
	v.Campaign, v.AsOf = w.campaign.Title.In(v.Lang(), "ru"), page.DateTime(v.Speaker, r.deps.Now(), r.deps.Zone)
	v.MayWrite = v.Account.May(access.DecideResults, w.campaign.Municipality)
	if v.Account.May(access.ExportResults, w.campaign.Municipality) {
		v.CSV = Path(w.campaign.ID) + ".csv"
	}
	for _, x := range appraisal.Variants() {
		v.Variants = append(v.Variants, option{string(x), v.T("criteria.variant." + string(x)), x == v.Variant})
	}
	v.Most = v.Decimal(v.Variant.MaxComposite(), 0)
	places, err := r.places(c, w)
	if err != nil {
		return v, err
	}
	v.Places = placeRows(v.Speaker, w, places)
	v.Heard = slices.ContainsFunc(places, func(p appraisal.Place) bool { return p.Hearing != nil })
	for _, n := range w.needs {
		v.Rows = append(v.Rows, r.needRow(v.Speaker, w, n, w.said.Of(n.Code)))
	}
	v.Remarks, v.Lobby = r.remarks(v.Speaker, w), lobbyRows(v.Speaker, w)
	return v, nil
}

// places are the needs' places beside each other; without a ranking there are needs, and no places.
func (r *Room) places(c echo.Context, w *at) ([]appraisal.Place, error) {
	rated, err := w.said.Rate(w.items())
	if err != nil {
		return nil, fmt.Errorf("criteria: %w", err)
	}
	var decided map[string]appraisal.Decision
	if r.deps.Hearings != nil {
		if decided, err = r.deps.Hearings.Decided(c.Request().Context(), w.campaign.ID); err != nil {
			return nil, fmt.Errorf("criteria: hearing of %s: %w", w.campaign.ID, err)
		}
	}
	if len(rated) == 0 {
		for _, n := range w.needs {
			rated = append(rated, prioritize.Rated{Need: n.Code})
		}
	}
	return appraisal.Beside(rated, decided), nil
}

// none stands for what there is not, or must not be told.
const none = "–"

func placeRows(s locale.Speaker, w *at, places []appraisal.Place) []placeRow {
	var all []placeRow
	for _, p := range places {
		said := w.said.Of(p.Need)
		x := placeRow{
			Code: p.Need, Name: w.need(p.Need, s.Lang()), Survey: rankOf(p.Survey), Size: none, Seriousness: none, Composite: none, Rank: none, Vote: none, Final: none,
			Effectiveness: none, Cost: none, Owner: none,
		}
		if p.Composite != nil {
			x.Composite, x.Rank = s.Decimal(*p.Composite, 1), rankOf(*p.CompositeRank)
		}
		if it := w.item(p.Need); it != nil {
			if c, known := prioritize.CriteriaOf(w.said.Composite(), it, prioritize.Feasibility{}); known {
				x.Size, x.Seriousness = s.Decimal(c.Size, 2), s.Decimal(c.Seriousness, 2)
			}
		}
		if h := p.Hearing; h != nil {
			x.Vote, x.Final, x.Why = rankOf(h.Vote), rankOf(h.Final), h.Why
		}
		if said.Effectiveness != nil {
			x.Effectiveness = s.Number(*said.Effectiveness)
		}
		if said.Cost.Som > 0 {
			x.Cost = money(s, said.Cost.Som)
		}
		if said.Owner != appraisal.OwnerUnsaid {
			x.Owner = s.T("criteria.owner." + string(said.Owner))
		}
		if said.With != "" {
			x.Owner = strings.TrimPrefix(x.Owner+": "+said.With, none+": ")
		}
		for _, l := range appraisal.Letters() {
			a := said.Pearl[l].Answer
			x.Pearl = append(x.Pearl, pearlMark{s.T("criteria.letter." + string(l)), markOf(a), s.T("criteria.pearl."+string(l)) + " " + s.T("criteria.answer."+answerWord(a))})
		}
		all = append(all, x)
	}
	return all
}

// markOf is an answer as it is drawn.
func markOf(a appraisal.Answer) string {
	switch a {
	case appraisal.Yes:
		return "+"
	case appraisal.No:
		return "−"
	}
	return "?"
}

func rankOf(n int) string {
	if n == 0 {
		return none
	}
	return strconv.Itoa(n)
}

func answerWord(a appraisal.Answer) string { return cmp.Or(string(a), "unsaid") }

// needRow lays out what is said of a need as fields.
func (r *Room) needRow(s locale.Speaker, w *at, n prioritize.Need, said appraisal.Said) needRow {
	x := needRow{
		Code: n.Code, Name: n.Name.In(s.Lang(), "ru"), Survey: none, Seen: w.said.Of(n.Code).Mark(), Known: competence(s, n), With: said.With,
		Cost: typedSom(said.Cost.Som), Note: said.Cost.Note, Source: said.Cost.Source,
	}
	if it := w.item(n.Code); it != nil {
		x.Survey = rankOf(it.Rank)
	}
	most := 1 + len(appraisal.Letters())
	x.Complete = said.Missing() == 0
	x.State = s.T("criteria.state", "Count", most-said.Missing(), "Most", most)
	chosen := ""
	if said.Effectiveness != nil {
		chosen = strconv.Itoa(*said.Effectiveness)
	}
	x.Effectiveness = append(x.Effectiveness, option{"", s.T("criteria.answer.unsaid"), chosen == ""})
	for i := range appraisal.MaxEffectiveness + 1 {
		value := strconv.Itoa(i)
		x.Effectiveness = append(x.Effectiveness, option{value, value, value == chosen})
	}
	for _, l := range appraisal.Letters() {
		y := letterRow{Letter: string(l), Question: s.T("criteria.pearl." + string(l)), Note: said.Pearl[l].Note}
		for _, a := range appraisal.Answers() {
			y.Options = append(y.Options, option{string(a), s.T("criteria.answer." + answerWord(a)), a == said.Pearl[l].Answer})
		}
		x.Pearl = append(x.Pearl, y)
	}
	for _, o := range appraisal.Owners() {
		x.Owners = append(x.Owners, option{string(o), s.T("criteria.owner." + cmp.Or(string(o), "unsaid")), o == said.Owner})
	}
	if there := w.said.Of(n.Code); there.By != "" {
		x.By = s.T("criteria.said_by", "Who", there.By, "When", page.DateTime(s, there.At, r.deps.Zone))
	}
	return x
}

// remarks are what is said of needs beside what the table has: those that have a note, a source, or somebody else.
func (r *Room) remarks(s locale.Speaker, w *at) []remark {
	var all []remark
	for _, n := range w.needs {
		said := w.said.Of(n.Code)
		noted := said.Cost.Note+said.Cost.Source+said.With != ""
		for _, x := range said.Pearl {
			noted = noted || x.Note != ""
		}
		if noted {
			all = append(all, remark{
				Code: n.Code, Name: n.Name.In(s.Lang(), "ru"), Said: words(s, said),
				By: s.T("criteria.said_by", "Who", said.By, "When", page.DateTime(s, said.At, r.deps.Zone)),
			})
		}
	}
	return all
}

// competence is whose task a need is by the list of needs.
func competence(s locale.Speaker, n prioritize.Need) string {
	var all []string
	for _, t := range n.Competence {
		all = append(all, cmp.Or(t.Name.In(s.Lang(), "ru"), t.Code))
	}
	return strings.Join(all, ", ")
}

func lobbyRows(s locale.Speaker, w *at) []lobbyRow {
	var all []lobbyRow
	for _, l := range w.said.Lobby(w.needs) {
		x := lobbyRow{Code: l.Need.Code, Name: l.Need.Name.In(s.Lang(), "ru"), With: l.With, Rank: none}
		if it := w.item(l.Need.Code); it != nil {
			x.Rank = rankOf(it.Rank)
		}
		if x.Owner = competence(s, l.Need); l.Owner != appraisal.OwnerUnsaid {
			x.Owner = s.T("criteria.owner." + string(l.Owner))
		} else {
			x.Owner = s.T("criteria.lobby.listed", "Owner", x.Owner)
		}
		all = append(all, x)
	}
	return all
}

// item is the need's in the ranking, nil if it is not there.
func (w *at) item(code string) *prioritize.Item {
	if w.ranking == nil {
		return nil
	}
	return w.ranking.Item(code)
}
