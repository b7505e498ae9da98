package appraisal_test

import (
	"fmt"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
	"ashar/survey"
)

var noon = time.Date(2026, 11, 20, 6, 0, 0, 0, time.UTC)

var (
	sexes = []string{survey.SexFemale, survey.SexMale}
	ages  = []string{"18-28", "29-59", "60+"}
)

// town has villages v0, v1 and so on, each with this many people of every sex and age; with 0 nothing is known of them.
func town(people ...int) *survey.Municipality {
	m := &survey.Municipality{ID: "town"}
	for i, n := range people {
		v := survey.Village{ID: fmt.Sprintf("v%d", i), Name: survey.Text{"en": fmt.Sprintf("Village %d", i)}}
		for _, sex := range sexes {
			for _, age := range ages {
				if n > 0 {
					v.Population = append(v.Population, survey.Stratum{Sex: sex, Age: age, Count: n})
				}
			}
		}
		m.Villages = append(m.Villages, v)
	}
	return m
}

// needs are m needs called n0, n1 and so on.
func needs(m int) []prioritize.Need {
	var all []prioritize.Need
	for i := range m {
		all = append(all, prioritize.Need{Code: fmt.Sprintf("n%d", i), Name: survey.Text{"en": fmt.Sprintf("Need %d", i)}})
	}
	return all
}

// chose are so many ballots of a cell that chose these needs.
func chose(n int, c prioritize.Cell, chosen ...int) []prioritize.Ballot {
	var all []prioritize.Ballot
	for range n {
		all = append(all, prioritize.Ballot{Source: prioritize.Source{Cell: c, Channel: survey.Web}, Answered: true, Chosen: chosen})
	}
	return all
}

// counted is what these ballots come to, with the votes.
func counted(place *survey.Municipality, m int, ballots ...[]prioritize.Ballot) prioritize.Input {
	in := prioritize.Input{Campaign: "needs", Municipality: place, Needs: needs(m), Tally: prioritize.NewTally(prioritize.Shape{Needs: m}), Votes: prioritize.Votes{}}
	for _, some := range ballots {
		for i := range some {
			in.Tally.Add(&some[i])
			in.Votes.Add(&some[i])
		}
	}
	return in
}

// rank ranks without a bootstrap, which would take long.
func rank(t interface {
	Helper()
	Fatal(args ...any)
}, in prioritize.Input) *prioritize.Ranking {
	t.Helper()
	in.Votes = nil
	r, err := prioritize.Rank(in)
	if err != nil {
		t.Fatal(err)
	}
	return &r
}

// plan is an appraisal with this amount, and projects of which number i meets need i for the whole municipality.
func plan(som int64, costs ...int64) *appraisal.Appraisal {
	a := &appraisal.Appraisal{Campaign: "needs", Budget: appraisal.Budget{Som: som}}
	for i, cost := range costs {
		a.Projects = append(a.Projects, appraisal.Project{ID: fmt.Sprint("p", i), Name: fmt.Sprint("Project ", i), Need: fmt.Sprint("n", i), Som: cost})
	}
	return a
}

func poll(t testing.TB, in *prioritize.Input, a *appraisal.Appraisal) *appraisal.Poll {
	t.Helper()
	p, err := appraisal.NewPoll(in, a)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func compare(t testing.TB, in prioritize.Input, a *appraisal.Appraisal) *appraisal.Comparison {
	t.Helper()
	c, err := poll(t, &in, a).Compare(rank(t, in), a)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// anyPoll draws ballots of a few villages and projects for them.
func anyPoll(t *rapid.T) (prioritize.Input, *appraisal.Appraisal) {
	const m = 4
	villages := rapid.IntRange(1, 3).Draw(t, "villages")
	people := make([]int, villages)
	for i := range people {
		people[i] = rapid.SampledFrom([]int{0, 30, 200}).Draw(t, "people")
	}
	var ballots []prioritize.Ballot
	for range rapid.IntRange(3, 12).Draw(t, "kinds") {
		c := prioritize.Cell{
			Village: fmt.Sprint("v", rapid.IntRange(0, villages).Draw(t, "village")), // one of them is no village of theirs
			Sex:     rapid.SampledFrom([]string{"", "female", "male"}).Draw(t, "sex"),
			Age:     rapid.SampledFrom([]string{"", "18-28", "29-59", "60+"}).Draw(t, "age"),
		}
		all := rapid.Permutation([]int{0, 1, 2, 3}).Draw(t, "chosen")
		ballots = append(ballots, chose(rapid.IntRange(1, 14).Draw(t, "n"), c, all[:rapid.IntRange(0, 3).Draw(t, "most")]...)...)
	}
	a := &appraisal.Appraisal{Campaign: "needs", Budget: appraisal.Budget{
		Som: int64(rapid.IntRange(1, 400).Draw(t, "som")), Utility: rapid.SampledFrom(appraisal.Utilities()).Draw(t, "utility"),
		Completion: rapid.SampledFrom(appraisal.Completions()).Draw(t, "completion"),
	}}
	for i := range rapid.IntRange(1, 5).Draw(t, "projects") {
		p := appraisal.Project{
			ID: fmt.Sprint("p", i), Name: fmt.Sprint("Project ", i), Need: fmt.Sprint("n", rapid.IntRange(0, m-1).Draw(t, "need")),
			Som: int64(rapid.IntRange(1, 300).Draw(t, "cost")),
		}
		if v := rapid.IntRange(-1, villages-1).Draw(t, "in"); v >= 0 {
			p.Village = fmt.Sprint("v", v)
		}
		a.Projects = append(a.Projects, p)
	}
	return counted(town(people...), m, ballots), a
}

func itoa(n int) string { return strconv.Itoa(n) }

func trim(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
