package criteria

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/appraisal"
	"ashar/prioritize/budget"
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// budgetView is the page of the budget.
type budgetView struct {
	page.Page
	Campaign    string
	AsOf        string
	Invented    bool
	MayWrite    bool
	Saved       bool
	Amount      string // as it is typed
	Said        string // the amount as it is kept, in words; "" of none
	Seen        string // the mark of the settings
	Clash       []string
	Utilities   []option
	Completions []option
	Counted     string // by what Equal Shares is counted, in words
	Projects    []projectRow
	Kept        []bidRow
	Offers      int    // projects that costs suggest
	Why         string // nothing is counted, the words for why
	Result      *resultView
	Files       []option // to take along; none for those who may not, or while nothing is counted
}

// projectRow is the fields of a project.
type projectRow struct {
	ID       string
	Number   int // 0 of a new one
	Name     string
	Needs    []option
	Villages []option
	Cost     string
	Seen     string
	Remove   bool
	Notes    []string
	Clash    []string
	ClashBy  string
}

// blanks is how many empty rows there are for new projects.
const blanks = 3

// budget shows the budget, and what both rules buy.
func (r *Room) budget(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	v, err := r.budgetPage(c, w)
	if err != nil {
		return err
	}
	v.Saved = c.QueryParam("saved") != ""
	return r.room.Render(c, http.StatusOK, "budget", v)
}

// budgetPage lays out the budget as it is kept.
func (r *Room) budgetPage(c echo.Context, w *at) (budgetView, error) {
	b := w.said.Budget.Filled()
	v := budgetView{Page: r.page(c, w, "budget.title"), Invented: w.municipality.Invented, Seen: b.Mark(), Amount: typedSom(b.Som)}
	v.Campaign, v.AsOf = w.campaign.Title.In(v.Lang(), "ru"), page.DateTime(v.Speaker, r.deps.Now(), r.deps.Zone)
	v.MayWrite = v.Account.May(access.DecideResults, w.campaign.Municipality)
	if b.Som > 0 {
		v.Said = money(v.Speaker, b.Som)
	}
	v.Utilities, v.Completions = settings(v.Speaker, b)
	v.Counted = v.T("budget.counted", "Utility", v.T("budget.utility."+string(b.Utility)), "Completion", v.T("budget.completion."+completionWord(b.Completion)))
	for i := range w.said.Projects {
		v.Projects = append(v.Projects, projectOf(v.Speaker, w, i+1, w.said.Projects[i]))
		v.Kept = append(v.Kept, newBid(v.Speaker, w, i))
	}
	for range min(blanks, appraisal.MaxProjects-len(v.Projects)) {
		v.Projects = append(v.Projects, projectOf(v.Speaker, w, 0, appraisal.Project{ID: survey.NewInterviewID()}))
	}
	v.Offers = len(w.said.Offer(func(string) string { return "" }, func() string { return "" }))
	count, err := r.count(c.Request().Context(), w)
	if err != nil {
		return v, err
	}
	if count.why != "" {
		v.Why = v.T("budget.why." + count.why)
		return v, nil
	}
	v.Result = newResult(v.Speaker, w, &count)
	if v.Account.May(access.ExportResults, w.campaign.Municipality) {
		for _, f := range []string{".pb", ".csv", "-left-out.csv"} {
			v.Files = append(v.Files, option{Value: BudgetPath(w.campaign.ID) + f, Text: v.T("budget.file." + map[string]string{".pb": "pb", ".csv": "csv", "-left-out.csv": "left"}[f])})
		}
	}
	return v, nil
}

func settings(s locale.Speaker, b appraisal.Budget) (utilities, completions []option) {
	for _, u := range appraisal.Utilities() {
		utilities = append(utilities, option{string(u), s.T("budget.utility." + string(u)), u == b.Utility})
	}
	for _, x := range appraisal.Completions() {
		completions = append(completions, option{string(x), s.T("budget.completion." + completionWord(x)), x == b.Completion})
	}
	return utilities, completions
}

// completionWord is the last part of the id of the words for it.
func completionWord(c budget.Completion) string {
	if c == budget.Add1GreedyFill {
		return "both"
	}
	return string(c)
}

// projectOf lays a project out as fields.
func projectOf(s locale.Speaker, w *at, number int, p appraisal.Project) projectRow {
	x := projectRow{ID: p.ID, Number: number, Name: p.Name, Cost: typedSom(p.Som), Seen: p.Mark()}
	x.Needs = append(x.Needs, option{"", s.T("budget.choose"), p.Need == ""})
	for _, n := range w.needs {
		x.Needs = append(x.Needs, option{n.Code, n.Name.In(s.Lang(), "ru"), n.Code == p.Need})
	}
	x.Villages = append(x.Villages, option{"", s.T("board.whole"), p.Village == ""})
	for i := range w.municipality.Villages {
		id := w.municipality.Villages[i].ID
		x.Villages = append(x.Villages, option{id, w.village(id, s.Lang()), id == p.Village})
	}
	said := w.said.Of(p.Need)
	if b := w.said.Budget.Som; b > 0 && p.Som > b {
		x.Notes = append(x.Notes, s.T("budget.note.dear"))
	}
	for _, l := range w.said.Lobby(w.needs) {
		if l.Need.Code == p.Need {
			x.Notes = append(x.Notes, s.T("budget.note.lobby"))
		}
	}
	for _, l := range appraisal.Letters() {
		if said.Pearl[l].Answer == appraisal.No {
			x.Notes = append(x.Notes, s.T("budget.note.no", "Question", s.T("criteria.pearl."+string(l))))
		}
	}
	return x
}

// resultView is what both rules buy.
type resultView struct {
	Bids           []bidRow
	Greedy, Shares sum
	Raise          string // of what each voter had by Equal Shares; "" if that was not raised
	Left           []leftRow
	Hidden         bool // something of Left must not be told
	Money          []moneyRow
}

// sum is what is spent in all.
type sum struct {
	Count       int
	Cost, Spare string
}

// bidRow is a project with the place in the order in which each rule buys it.
type bidRow struct {
	Number                     int
	Name, Need, Where, Cost    string
	Supporters, Greedy, Shares string
	How                        string // with what is left over
}

// leftRow is a part of the people with how many of it are left out.
type leftRow struct {
	Name, Base, Greedy, Shares string
	Kind                       appraisal.PartKind
}

// moneyRow is what is spent in a village.
type moneyRow struct{ Name, People, Greedy, Shares string }

func newResult(s locale.Speaker, w *at, b *bought) *resultView {
	v := &resultView{Greedy: newSum(s, &b.Greedy), Shares: newSum(s, &b.Shares)}
	if b.Shares.Raise > 0 {
		v.Raise = money(s, int64(b.Shares.Raise))
	}
	for i, x := range b.Projects {
		row := newBid(s, w, i)
		row.Supporters, row.Greedy, row.Shares = count(s, x.Supporters), turn(&b.Greedy, i), turn(&b.Shares, i)
		if x.Shares != nil && x.Shares.By != budget.ByRule {
			row.How = s.T("budget.by." + string(x.Shares.By))
		}
		v.Bids = append(v.Bids, row)
	}
	for _, l := range b.Left {
		row := leftRow{Name: partName(s, w, l), Base: count(s, l.Base), Greedy: part(s, l.Greedy, l.Base), Shares: part(s, l.Shares, l.Base), Kind: l.Part}
		v.Hidden = v.Hidden || row.Greedy == none || row.Shares == none
		v.Left = append(v.Left, row)
	}
	for _, m := range b.Money {
		row := moneyRow{Name: s.T("board.whole"), People: none, Greedy: spent(s, m.Greedy, b.Greedy.Cost), Shares: spent(s, m.Shares, b.Shares.Cost)}
		if m.Village != "" {
			row.Name = w.village(m.Village, s.Lang())
		}
		if m.People != nil {
			row.People = s.Percent(*m.People, 0)
		}
		v.Money = append(v.Money, row)
	}
	return v
}

// newBid is a project as it was entered.
func newBid(s locale.Speaker, w *at, i int) bidRow {
	p := w.said.Projects[i]
	row := bidRow{Number: i + 1, Name: p.Name, Need: w.need(p.Need, s.Lang()), Where: s.T("board.whole"), Cost: money(s, p.Som)}
	if p.Village != "" {
		row.Where = w.village(p.Village, s.Lang())
	}
	return row
}

func newSum(s locale.Speaker, o *budget.Outcome) sum {
	return sum{Count: len(o.Purchases), Cost: money(s, int64(o.Cost)), Spare: money(s, int64(o.Unspent()))}
}

// turn is in which turn a rule buys a project, or that it does not.
func turn(o *budget.Outcome, project int) string {
	for k, p := range o.Purchases {
		if p.Project == project {
			return strconv.Itoa(k + 1)
		}
	}
	return none
}

func count(s locale.Speaker, n *int64) string {
	if n == nil {
		return none
	}
	return s.Number(int(*n))
}

// part is a number of people, and what part of all it is.
func part(s locale.Speaker, n, base *int64) string {
	switch {
	case n == nil || base == nil:
		return none
	case *base == 0:
		return s.Number(0)
	}
	return s.T("budget.part", "Number", s.Number(int(*n)), "Share", s.Percent(float64(*n)/float64(*base), 0))
}

// spent is an amount, and what part of all that is spent.
func spent(s locale.Speaker, som int64, all float64) string {
	if som == 0 {
		return s.Number(0)
	}
	return s.T("budget.part", "Number", money(s, som), "Share", s.Percent(float64(som)/all, 0))
}

func partName(s locale.Speaker, w *at, l appraisal.LeftOut) string {
	switch l.Part {
	case appraisal.Village:
		return w.village(l.Key, s.Lang())
	case appraisal.Group:
		return s.T("report.group." + l.Key)
	}
	return s.T("board.whole")
}
