package polling

import (
	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/locale"
)

// standingView is where an option stands after a round.
type standingView struct {
	name
	Rank               int
	Tied               bool // it shares its rank
	For                int
	Against, Abstained int
	Score              string // of a round of orders, out of a hundred
	Share              float64
	Women, Men         string // for it, where that was counted apart; else ""
	Adopted            bool
}

// resultView is what came of a round.
type resultView struct {
	Method     hearing.Method
	Round      int
	Voters     int
	Spoiled    int
	Women, Men string // voters, where they were counted apart; else ""
	Standings  []standingView
	Ties       [][]string // the names of options that share a rank
	Nobody     bool
}

// newResult is what came of a round that is counted.
func newResult(s locale.Speaker, h *hearing.Hearing, r *hearing.Round, m *survey.Municipality) (*resultView, error) {
	res, err := r.Result()
	if err != nil {
		return nil, err
	}
	v := &resultView{Method: r.Method, Round: r.Number, Voters: res.Voters, Spoiled: res.Spoiled, Nobody: res.Voters == 0}
	v.Women, v.Men = bySex(s, res.Sexes)
	most := 1
	shares := map[int]int{} // how many have a rank
	for _, x := range res.Standings {
		most = max(most, x.For)
		shares[x.Rank]++
	}
	if r.Method == hearing.YesNo {
		most = max(1, res.Voters)
	}
	ties := map[int][]string{}
	for _, x := range res.Standings {
		row := standingView{
			name: nameOf(s, h, x.Option, m), Rank: x.Rank, Tied: shares[x.Rank] > 1 && !v.Nobody,
			For: x.For, Against: x.Against, Abstained: x.Abstained, Adopted: x.Adopted, Share: float64(x.For) / float64(most),
		}
		if r.Method == hearing.Ordered {
			row.Share = x.Score
			row.Score = s.Decimal(100*x.Score, 1)
		}
		row.Women, row.Men = bySex(s, x.Sexes)
		v.Standings = append(v.Standings, row)
		if row.Tied {
			ties[row.Rank] = append(ties[row.Rank], row.Label)
		}
	}
	for rank := range res.Standings {
		if tied := ties[rank+1]; tied != nil && r.Method != hearing.YesNo {
			v.Ties = append(v.Ties, tied)
		}
	}
	return v, nil
}

// bySex writes how many are women and men; nothing where they were not counted apart.
func bySex(s locale.Speaker, n map[string]int) (women, men string) {
	if n == nil {
		return "", ""
	}
	return s.Number(n[survey.SexFemale]), s.Number(n[survey.SexMale])
}
