package quality_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"ashar/survey"
	"ashar/survey/quality"
)

var noon = time.Date(2026, 6, 1, 6, 0, 0, 0, time.UTC)

var rules = quality.DefaultRules(time.UTC)

// form is a questionnaire of needs, of their order and how grave they are, of services, of who answers, and of a wish.
func form() *survey.Questionnaire {
	list := func(name, of string, n int) survey.List {
		l := survey.List{Name: name}
		for i := range n {
			l.Choices = append(l.Choices, survey.Choice{Name: fmt.Sprint(of, i)})
		}
		return l
	}
	return &survey.Questionnaire{
		ID: "form", Version: "1", Languages: []string{"ky"},
		Lists: []survey.List{
			list("need", "n", 22), list("level", "l", 5), list("service", "s", 7), list("age", "a", 4),
			{Name: "sex", Choices: []survey.Choice{{Name: survey.SexFemale}, {Name: survey.SexMale}}},
		},
		Questions: []survey.Question{
			{Name: "household", Kind: survey.Integer, Role: survey.RoleUnit},
			{Name: "needs", Kind: survey.SelectMultiple, Role: survey.RoleNeed, List: "need", Max: 3},
			{Name: "order", Kind: survey.Rank, Role: survey.RoleRank, Of: "needs"},
			{Name: "grave", Kind: survey.Scale, Role: survey.RoleSeverity, List: "level", Of: "needs"},
			{Name: "services", Kind: survey.Scale, Role: survey.RoleSatisfaction, List: "level", Items: "service"},
			{Name: "sex", Kind: survey.SelectOne, Role: survey.RoleSex, List: "sex"},
			{Name: "age", Kind: survey.SelectOne, Role: survey.RoleAge, List: "age"},
			{Name: "wish", Kind: survey.TextAnswer, Role: survey.RoleProposal},
		},
	}
}

// town has villages v0 to v11 of 3000 adults each.
func town() *survey.Municipality {
	m := &survey.Municipality{ID: "town"}
	for i := range 12 {
		m.Villages = append(m.Villages, survey.Village{ID: fmt.Sprint("v", i), Adults: 3000})
	}
	return m
}

// respondents answer one after another, each from a village, and most want what most there want.
type respondents struct {
	*rand.Rand
	n int
}

func newRespondents(seed uint64) *respondents {
	return &respondents{Rand: rand.New(rand.NewPCG(seed, 1))}
}

// next is the response of the next one, who took minutes for it, sent at a moment within ten days.
func (p *respondents) next() survey.Response {
	p.n++
	begun := noon.Add(time.Duration(p.Int64N(int64(240 * time.Hour))))
	r := survey.Response{
		ID: fmt.Sprintf("r%06d", p.n), Campaign: "c", Questionnaire: "form@1", Village: fmt.Sprint("v", p.IntN(12)), Channel: survey.Web,
		Begun: begun, Submitted: begun.Add(time.Minute + time.Duration(p.Int64N(int64(10*time.Minute)))),
	}
	// Needs are popular after Zipf, beginning elsewhere in every village.
	var needs []string
	for len(needs) < 3 {
		n := int(22 * p.Float64() * p.Float64() * p.Float64())
		name := fmt.Sprint("n", (n+len(r.Village))%22)
		if !slices.Contains(needs, name) {
			needs = append(needs, name)
		}
	}
	var grave, services []survey.Level
	for _, n := range needs {
		grave = append(grave, survey.Level{Choice: n, Level: max(1, 5-p.IntN(3))})
	}
	for i := range 7 {
		services = append(services, survey.Level{Choice: fmt.Sprint("s", i), Level: 1 + (i+p.IntN(3))%5})
	}
	chosen := survey.Chosen(inOrder(needs)...)
	r.Answers = []survey.Answer{
		{Question: "needs", Value: chosen}, {Question: "order", Value: survey.Chosen(needs...)}, {Question: "grave", Value: survey.Rated(grave...)},
		{Question: "services", Value: survey.Rated(services...)},
		{Question: "sex", Value: survey.Chosen([]string{survey.SexFemale, survey.SexMale}[p.IntN(2)])},
		{Question: "age", Value: survey.Chosen(fmt.Sprint("a", p.IntN(4)))}, {Question: "wish", Value: survey.Skip()},
	}
	return r
}

// inOrder are the needs as the questionnaire has them.
func inOrder(needs []string) []string {
	var all []string
	for i := range 22 {
		if name := fmt.Sprint("n", i); slices.Contains(needs, name) {
			all = append(all, name)
		}
	}
	return all
}

// set gives another answer to a question.
func set(r *survey.Response, question string, v survey.Value) {
	r.Answers = slices.Clone(r.Answers)
	for i := range r.Answers {
		if r.Answers[i].Question == question {
			r.Answers[i].Value = v
			return
		}
	}
	r.Answers = append(r.Answers, survey.Answer{Question: question, Value: v})
}

// again is the same answers, sent by another at another moment.
func (p *respondents) again(r survey.Response, after time.Duration) survey.Response {
	p.n++
	r.ID = fmt.Sprintf("r%06d", p.n)
	r.Begun, r.Submitted = r.Begun.Add(after), r.Submitted.Add(after)
	return r
}

// look looks them through.
func look(rs []survey.Response) quality.Findings {
	l := quality.NewLook(rules, town(), form())
	for i := range rs {
		l.Add(&rs[i])
	}
	return l.Find()
}
