package prioritize_test

import (
	"fmt"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

var (
	sexes = []string{survey.SexFemale, survey.SexMale}
	ages  = []string{"18-28", "29-44", "45-59", "60+"}
)

// needs are m needs called n0, n1 and so on.
func needs(m int) []prioritize.Need {
	var all []prioritize.Need
	for i := range m {
		all = append(all, prioritize.Need{Code: fmt.Sprintf("n%d", i), Name: survey.Text{"en": fmt.Sprintf("Need %d", i)}})
	}
	return all
}

// town has villages v0, v1 and so on, each with this many people of every sex
// and age band; with 0 nothing is known of them.
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

// ranked is a ballot that chooses and ranks these needs, best first.
func ranked(c prioritize.Cell, order ...int) prioritize.Ballot {
	return prioritize.Ballot{
		Source: prioritize.Source{Cell: c, Channel: survey.Web}, Answered: true, Chosen: order, Ranked: true, Order: order,
	}
}

func tally(m int, ballots ...prioritize.Ballot) *prioritize.Tally {
	t := prioritize.NewTally(prioritize.Shape{Needs: m})
	for i := range ballots {
		t.Add(&ballots[i])
	}
	return t
}

func rank(t testing.TB, in prioritize.Input) prioritize.Ranking {
	t.Helper()
	r, err := prioritize.Rank(in)
	if err != nil {
		t.Fatalf("Rank: %v", err)
	}
	return r
}

// anyBallot draws a ballot over m needs from one of the villages, of known or
// unknown sex and age, that answers all, some or none of the questions.
func anyBallot(m, villages int) *rapid.Generator[prioritize.Ballot] {
	return rapid.Custom(func(t *rapid.T) prioritize.Ballot {
		b := prioritize.Ballot{
			Source: prioritize.Source{Cell: prioritize.Cell{
				Village: fmt.Sprintf("v%d", rapid.IntRange(0, villages-1).Draw(t, "village")),
				Sex:     rapid.SampledFrom(append([]string{""}, sexes...)).Draw(t, "sex"),
				Age:     rapid.SampledFrom(append([]string{""}, ages...)).Draw(t, "age"),
			}, Channel: rapid.SampledFrom([]survey.Channel{survey.Web, survey.Bot, survey.Paper}).Draw(t, "channel")},
			Answered: rapid.IntRange(0, 9).Draw(t, "answered") > 0,
			Ranked:   rapid.IntRange(0, 4).Draw(t, "ranked") > 0,
			Repeated: rapid.IntRange(0, 9).Draw(t, "repeated") == 0,
		}
		if !b.Answered {
			b.Ranked = false
			return b
		}
		all := rapid.Permutation(indexes(m)).Draw(t, "order")
		b.Chosen = all[:rapid.IntRange(0, m).Draw(t, "chosen")]
		if b.Ranked {
			b.Order = b.Chosen
		}
		for _, j := range b.Chosen {
			if level := rapid.IntRange(0, survey.SeverityLevels).Draw(t, "level"); level > 0 {
				b.Ratings = append(b.Ratings, prioritize.Rating{Need: j, Level: level})
			}
		}
		return b
	})
}

func indexes(m int) []int {
	all := make([]int, m)
	for i := range all {
		all[i] = i
	}
	return all
}

// relabel gives need j of a ballot the index to[j].
func relabel(b prioritize.Ballot, to []int) prioritize.Ballot {
	move := func(from []int) []int {
		moved := slices.Clone(from)
		for i := range moved {
			moved[i] = to[moved[i]]
		}
		return moved
	}
	b.Chosen, b.Order, b.Ratings = move(b.Chosen), move(b.Order), slices.Clone(b.Ratings)
	for i := range b.Ratings {
		b.Ratings[i].Need = to[b.Ratings[i].Need]
	}
	return b
}

// number is the 3 of "n3" or "v3".
func number(t interface{ Fatalf(string, ...any) }, name string) int {
	n, err := strconv.Atoi(name[1:])
	if err != nil {
		t.Fatalf("%q has no number: %v", name, err)
	}
	return n
}
