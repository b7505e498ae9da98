package board_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"testing"
	"time"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/access"
)

// standstill always shows these.
type standstill map[prioritize.Rule]*prioritize.Snapshot

func (s standstill) Snapshot(_ context.Context, _ string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	return s[rule], nil
}

// BenchmarkConsole asks for the console with everything on it, of a ranking that is made: 100,000 invented answers of twelve
// villages to 24 needs. The ceiling is 100 ms for all but one in twenty looks.
func BenchmarkConsole(b *testing.B) {
	h := newHall(b)
	town := survey.Municipality{ID: "large", Rev: 1, Name: text("Чоң", "Большой"), Invented: true}
	for v := range 12 {
		town.Villages = append(town.Villages, survey.Village{ID: fmt.Sprint("v", v), Name: text("Айыл", "Село"), Population: []survey.Stratum{
			{Sex: survey.SexFemale, Age: "18-28", Count: 300 + 40*v}, {Sex: survey.SexFemale, Age: "29+", Count: 500 + 60*v},
			{Sex: survey.SexMale, Age: "18-28", Count: 310 + 30*v}, {Sex: survey.SexMale, Age: "29+", Count: 450 + 70*v},
		}})
	}
	h.must(h.db.SaveMunicipality(b.Context(), town))
	h.must(h.db.SaveCampaign(b.Context(), survey.Campaign{
		ID: "large", Municipality: town.ID, Rev: 1, Title: text("Чоң", "Большой"), Status: survey.StatusOpen, Questionnaire: form().Key(),
	}))
	in := prioritize.Input{Campaign: "large", Municipality: &town, Tally: prioritize.NewTally(prioritize.Shape{Needs: 24})}
	for j := range 24 {
		in.Needs = append(in.Needs, prioritize.Need{Code: fmt.Sprint("n", j), Name: text("Муктаждык", "Потребность")})
	}
	random := rand.New(rand.NewPCG(1, 2))
	channels := []survey.Channel{survey.Web, survey.Bot, survey.Paper}
	for range 100_000 {
		chosen := random.Perm(24)[:3]
		in.Tally.Add(&prioritize.Ballot{
			Source: prioritize.Source{Channel: channels[random.IntN(3)], Flagged: random.IntN(50) == 0, Cell: prioritize.Cell{
				Village: fmt.Sprint("v", random.IntN(12)), Sex: []string{survey.SexFemale, survey.SexMale}[random.IntN(2)], Age: []string{"18-28", "29+"}[random.IntN(2)],
			}},
			Answered: true, Chosen: chosen, Ranked: true, Order: chosen,
		})
	}
	ranked := standstill{}
	for _, rule := range []prioritize.Rule{prioritize.Reach, prioritize.Borda} {
		in.Rule = rule
		s, err := prioritize.NewSnapshot(in)
		h.must(err)
		ranked[rule] = s
	}
	h = h.over(ranked)
	cookie := h.as(town.ID, access.Owner)
	var took []time.Duration
	for b.Loop() {
		began := time.Now()
		if got := h.get("/board/large?why=n3&than=n7&groups=age&heat=~spread&weights=villages", cookie).Code; got != http.StatusOK {
			b.Fatalf("status %d", got)
		}
		took = append(took, time.Since(began))
	}
	slices.Sort(took)
	p95 := took[len(took)*95/100]
	b.ReportMetric(float64(p95)/float64(time.Millisecond), "p95-ms")
	b.ReportMetric(float64(p95)/float64(100*time.Millisecond), "of-100ms")
}
