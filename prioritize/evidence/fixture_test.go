package evidence_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/evidence"
	"ashar/survey"
)

// frozenAt is when the invented campaigns here were frozen.
var frozenAt = time.Date(2026, 6, 1, 12, 0, 0, 123_000_000, time.UTC)

// town is an invented municipality of so many villages.
func town(villages int) *survey.Municipality {
	m := &survey.Municipality{ID: "kok-jar", Name: survey.Text{"ky": "Көк-Жар"}, Invented: true}
	for i := range villages {
		v := survey.Village{ID: fmt.Sprintf("v%d", i), Name: survey.Text{"ky": fmt.Sprintf("%d-айыл", i)}}
		for _, sex := range []string{survey.SexFemale, survey.SexMale} {
			for _, age := range ages {
				v.Population = append(v.Population, survey.Stratum{Sex: sex, Age: age, Count: 100 + 30*i})
			}
		}
		m.Villages = append(m.Villages, v)
	}
	return m
}

var ages = []string{"18-28", "29-44", "45-59", "60+"}

// answered is what n invented people of a town answered, of this shape, and what was set aside of it.
func answered(n int, s prioritize.Shape, villages, aside int) prioritize.Counted {
	random := rand.New(rand.NewPCG(7, 1))
	c := prioritize.Counted{
		Input:   prioritize.Input{Campaign: "needs", Questionnaire: "community-needs@2", Municipality: town(villages), Unread: 1},
		Ballots: prioritize.NewBallots(s), AsideBallots: prioritize.NewBallots(s), Questionnaires: []string{"community-needs@2", "community-needs@1"},
		Days:  []survey.DayTurnout{{Day: time.Date(2026, 5, 20, 0, 0, 0, 0, time.UTC), Channels: map[survey.Channel]int64{survey.Web: int64(n)}}},
		Doors: map[string]survey.Arrivals{"DOOR77": {Begun: n, Sent: n}},
	}
	for j := range s.Needs {
		c.Needs = append(c.Needs, prioritize.Need{Code: fmt.Sprintf("need-%02d", j), Name: survey.Text{"ky": fmt.Sprintf("Муктаждык %d", j)}})
	}
	for i := range s.Services {
		c.Services = append(c.Services, prioritize.Service{Code: fmt.Sprintf("service-%d", i), Access: s.NoAccess})
	}
	for g := range s.Asked {
		c.Asked = append(c.Asked, prioritize.Asked{Code: fmt.Sprintf("group-%d", g)})
	}
	for i := range n + aside {
		b := ballot(random, s, villages)
		if i < n {
			c.Ballots.Add(&b)
		} else {
			c.AsideBallots.Add(&b)
		}
	}
	c.Tally, c.Aside = c.Ballots.Tally(), c.AsideBallots.Tally()
	return c
}

func ballot(random *rand.Rand, s prioritize.Shape, villages int) prioritize.Ballot {
	b := prioritize.Ballot{
		Source: prioritize.Source{
			Cell: prioritize.Cell{
				Village: fmt.Sprintf("v%d", random.IntN(villages)), Sex: []string{survey.SexFemale, survey.SexMale}[random.IntN(2)], Age: ages[random.IntN(4)],
			},
			Channel: []survey.Channel{survey.Web, survey.Bot, survey.Paper}[random.IntN(3)], Flagged: random.IntN(20) == 0,
		},
		Answered: random.IntN(20) > 0,
	}
	if !b.Answered {
		return b
	}
	b.Chosen = random.Perm(s.Needs)[:random.IntN(min(s.Needs, 3)+1)]
	if b.Ranked = random.IntN(4) > 0; b.Ranked {
		b.Order = b.Chosen
	}
	for _, j := range b.Chosen {
		b.Ratings = append(b.Ratings, prioritize.Rating{Need: j, Level: 1 + random.IntN(survey.SeverityLevels)})
		if s.Points {
			b.Points = append(b.Points, prioritize.Pointed{Need: j, Points: 1 + random.IntN(4)})
		}
	}
	levels := survey.SatisfactionLevels
	if s.NoAccess {
		levels = survey.NoAccessLevel
	}
	for i := range s.Services {
		b.Services = append(b.Services, prioritize.Satisfied{Service: i, Level: 1 + random.IntN(levels)})
	}
	for g := range s.Asked {
		if random.IntN(3) == 0 {
			b.Groups = append(b.Groups, g)
		}
	}
	if s.Pairs {
		b.Pairs = append(b.Pairs, prioritize.Compared{Better: 0, Worse: 1, Equal: random.IntN(3) == 0}, prioritize.Compared{Better: 2, Worse: 0})
	}
	return b
}

// freeze freezes what was counted and opens it again.
func freeze(t testing.TB, c prioritize.Counted) (prioritize.Frozen, prioritize.Counted) {
	t.Helper()
	f, parts, err := prioritize.Freeze(c, frozenAt, "aigul-account", "v1")
	if err != nil {
		t.Fatal(err)
	}
	opened, err := f.OpenWith(parts)
	if err != nil {
		t.Fatal(err)
	}
	return f, opened
}

// packed is the pack of what was counted.
func packed(t testing.TB, c prioritize.Counted) []byte {
	t.Helper()
	f, opened := freeze(t, c)
	p, err := evidence.New(f, opened, "v2", "Read me.\n")
	if err != nil {
		t.Fatal(err)
	}
	return written(t, p)
}

func written(t testing.TB, p *evidence.Pack) []byte {
	t.Helper()
	var out bytes.Buffer
	if n, err := p.WriteTo(&out); err != nil || n != int64(out.Len()) {
		t.Fatalf("wrote %d bytes of %d, %v", n, out.Len(), err)
	}
	return out.Bytes()
}

func verify(pack []byte, code string) (evidence.Report, error) {
	return evidence.Verify(bytes.NewReader(pack), int64(len(pack)), code, evidence.Watch{})
}
