package entry

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
	"ashar/survey/paper"
)

// twiceView lists the forms that are typed in twice: those that wait, and those that differ.
type twiceView struct {
	opening
	Share     string // of the serials, in hundredths
	MayShare  bool
	Frozen    bool
	Waiting   []twiceRow
	Open      []twiceRow
	Sampled   int // of the forms that were typed in
	Done      int // of those: typed in twice, and nothing is open
	All       survey.Rate
	Questions []rateRow
	People    []rateRow
	SeesAll   bool
}

// twiceRow is a form that waits for its second entry, or for what differs to be settled.
type twiceRow struct {
	Serial, Path, Village, By string
	Differing                 int
}

// rateRow is a rate with what it is of, in words.
type rateRow struct {
	survey.Rate
	Name, In string // the rate is In hundredths
}

// twiceView looks through the campaign's forms.
func (r *Room) twiceView(c echo.Context) (twiceView, survey.Campaign, error) {
	campaign, m, err := r.find(c)
	if err != nil {
		return twiceView{}, campaign, err
	}
	account, _ := page.AccountOf(c)
	names, err := r.names(c, campaign.Municipality)
	if err != nil {
		return twiceView{}, campaign, err
	}
	v := twiceView{
		opening: r.begin(c, &campaign, &m, "entry.twice.title"), Share: strconv.Itoa(campaign.TwiceShare()),
		MayShare: account.May(access.RunCampaigns, campaign.Municipality), Frozen: frozen(&campaign) != nil, SeesAll: seesAll(c),
	}
	var counted []survey.PaperForm
	for f, err := range r.deps.Papers.PaperFormsOf(c.Request().Context(), campaign.ID) {
		if err != nil {
			return v, campaign, fmt.Errorf("entry: forms: %w", err)
		}
		if f.State != survey.PaperEntered {
			continue
		}
		own := f.By == account.ID || f.Second != nil && f.Second.By == account.ID
		one := twiceRow{Serial: f.Serial, Path: twicePath(campaign.ID) + "/" + f.Serial, By: names[f.By]}
		if village := m.Village(f.Village); village != nil {
			one.Village = village.Name.In(v.Lang())
		}
		sampled := survey.SampledTwice(campaign.ID, f.Serial, campaign.TwiceShare())
		if sampled {
			v.Sampled++
		}
		switch {
		case f.Second == nil && sampled && f.By != account.ID:
			one.Path = Path(campaign.ID) + "?second=" + f.Serial
			v.Waiting = append(v.Waiting, one)
		case f.Second != nil && f.Second.Open() > 0 && (own || v.SeesAll):
			one.Differing = f.Second.Open()
			v.Open = append(v.Open, one)
		}
		if sampled && f.Second != nil && f.Second.Open() == 0 {
			v.Done++
		}
		if v.SeesAll || f.By == account.ID { // an enumerator sees their own slips
			counted = append(counted, f)
		}
	}
	all, questions, people := survey.Rates(counted)
	v.All = all
	q, err := r.asked(c.Request().Context(), &campaign, campaign.Questionnaire)
	if err != nil {
		return v, campaign, err
	}
	numbers := paper.Numbers(q)
	byName := map[string]survey.Rate{}
	for _, one := range questions {
		byName[one.Of] = one
	}
	for i := range q.Questions { // in the order of the paper
		x := &q.Questions[i]
		if one, ok := byName[x.Name]; ok {
			name := plainText(q.Say(x.Label, v.Lang()))
			if n := numbers[x.Name]; n > 0 {
				name = strconv.Itoa(n) + ". " + name
			}
			v.Questions = append(v.Questions, rateRow{one, name, v.Percent(one.Share(), 1)})
		}
	}
	for _, one := range people {
		v.People = append(v.People, rateRow{one, names[one.Of], v.Percent(one.Share(), 1)})
	}
	return v, campaign, nil
}

func (r *Room) twice(c echo.Context) error {
	v, _, err := r.twiceView(c)
	if err != nil {
		return err
	}
	return r.room.Render(c, http.StatusOK, "twice", v)
}

// share sets how large a part of the forms is typed in twice.
func (r *Room) share(c echo.Context) error {
	v, campaign, err := r.twiceView(c)
	if err != nil {
		return err
	}
	if err := frozen(&campaign); err != nil {
		return err
	}
	v.Share = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(c.FormValue("share")), "%"))
	n, err := strconv.Atoi(v.Share)
	if err != nil || n < 0 || n > 100 {
		v.Mistakes = append(v.Mistakes, page.Mistake{Field: "share", Text: v.T("entry.twice.share_wrong")})
		return r.room.Render(c, http.StatusUnprocessableEntity, "twice", v)
	}
	before := campaign.TwiceShare()
	if n != before {
		campaign.Rev++
		campaign.Twice = &n
		if err := r.deps.Campaigns.SaveCampaign(c.Request().Context(), campaign); err != nil {
			return fmt.Errorf("entry: %w", err)
		}
		if err := r.tell(c, &campaign, access.RunCampaigns, fmt.Sprintf("typed in twice: %d %% of the papers, before %d %%", n, before)); err != nil {
			return err
		}
	}
	return seeOther(c, twicePath(campaign.ID))
}

// differencesView shows what differs between two entries of a form, side by side.
type differencesView struct {
	opening
	Serial, Village string
	First, Second   string // who typed
	Compared        int
	Differing       int
	Open            []difference
	Settled         []settled
	Frozen          bool
	Language        string
}

// difference is one question, with what each entry says and a field for neither.
type difference struct {
	Field             field
	FirstIn, SecondIn string
	As                survey.Reading
}

// settled is what was settled before.
type settled struct{ Name, As string }

// form is the printed form that the path names, with its second entry, for those who typed it and those who see all.
func (r *Room) form(c echo.Context, campaign *survey.Campaign) (survey.PaperForm, error) {
	form, err := r.deps.Papers.PaperForm(c.Request().Context(), survey.PaperFormID(campaign.ID, c.Param("serial")))
	if err != nil {
		return form, fmt.Errorf("entry: %w", err)
	}
	account, _ := page.AccountOf(c)
	if form.Second == nil || form.By != account.ID && form.Second.By != account.ID && !seesAll(c) {
		return form, fmt.Errorf("entry: a second entry: %w", survey.ErrNotFound)
	}
	return form, nil
}

func (r *Room) differences(c echo.Context) error {
	return r.showDifferences(c, http.StatusOK, nil, nil)
}

// showDifferences shows them, with what was chosen and typed already and what is wrong with that.
func (r *Room) showDifferences(c echo.Context, status int, as map[string]survey.Reading, mistake func(s *sheet) []page.Mistake) error {
	campaign, m, err := r.find(c)
	if err != nil {
		return err
	}
	form, err := r.form(c, &campaign)
	if err != nil {
		return err
	}
	session, open, err := r.deps.Typing.Differences(c.Request().Context(), campaign, form)
	if err != nil {
		return err
	}
	names, err := r.names(c, campaign.Municipality)
	if err != nil {
		return err
	}
	v := differencesView{
		opening: r.begin(c, &campaign, &m, "entry.differ.title"), Serial: form.Serial,
		First: names[form.By], Second: names[form.Second.By], Compared: len(form.Second.Compared), Differing: len(form.Second.Differing),
		Frozen: frozen(&campaign) != nil, Language: session.Language,
	}
	if village := m.Village(form.Village); village != nil {
		v.Village = village.Name.In(v.Lang())
	}
	q := session.Questionnaire
	s := sheet{words: v.Speaker, q: q, lang: session.Language, given: map[string]survey.Value{}}
	if mistake != nil {
		s.given = givenIn(q, c)
		s.mistakes = mistake(&s)
		v.Mistakes = s.mistakes
	} else {
		for _, d := range open {
			s.given[d.Question] = d.First
		}
	}
	fields := s.fields()
	for _, d := range open {
		one := difference{FirstIn: s.inWords(d.Question, d.First), SecondIn: s.inWords(d.Question, d.Second), As: as[d.Question]}
		for _, f := range fields {
			if f.Name == d.Question {
				f.Sections = nil
				one.Field = f
			}
		}
		v.Open = append(v.Open, one)
	}
	for _, done := range form.Second.Settled {
		v.Settled = append(v.Settled, settled{s.say(s.q.Question(done.Question).Label), v.T("entry.differ." + string(done.As))})
	}
	return r.room.Render(c, status, "differ", v)
}

// givenIn are the answers that a posted form has.
func givenIn(q *survey.Questionnaire, c echo.Context) map[string]survey.Value {
	given := map[string]survey.Value{}
	for _, a := range read(q, c.Request().PostForm) {
		given[a.Question] = a.Value
	}
	return given
}

// settle says what stands on the paper.
func (r *Room) settle(c echo.Context) error {
	campaign, _, err := r.find(c)
	if err != nil {
		return err
	}
	form, err := r.form(c, &campaign)
	if err != nil {
		return err
	}
	session, open, err := r.deps.Typing.Differences(c.Request().Context(), campaign, form)
	if err != nil {
		return err
	}
	account, _ := page.AccountOf(c)
	q := session.Questionnaire
	as, missing := map[string]survey.Reading{}, ""
	for _, d := range open {
		for i := range q.Questions {
			if q.Questions[i].Name != d.Question {
				continue
			}
			as[d.Question] = survey.Reading(c.FormValue("as." + fieldOf(i)))
			if as[d.Question] == "" && missing == "" {
				missing = fieldOf(i)
			}
		}
	}
	if missing != "" {
		return r.showDifferences(c, http.StatusUnprocessableEntity, as, func(s *sheet) []page.Mistake {
			return []page.Mistake{{Field: missing, Text: s.words.T("entry.differ.choose")}}
		})
	}
	anew := givenIn(q, c)
	form, err = r.deps.Typing.Settle(c.Request().Context(), campaign, form, account.ID, as, anew)
	if p, ok := errors.AsType[*survey.Problem](err); ok {
		return r.showDifferences(c, http.StatusUnprocessableEntity, as, func(s *sheet) []page.Mistake { return []page.Mistake{s.mistake(p)} })
	}
	if err != nil {
		return fmt.Errorf("entry: %w", err)
	}
	if err := r.tell(c, &campaign, access.EnterAnswers, fmt.Sprintf("settled paper %s, %d differences", form.Serial, len(open))); err != nil {
		return err
	}
	return seeOther(c, twicePath(campaign.ID)+"/"+form.Serial)
}
