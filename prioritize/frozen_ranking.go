package prioritize

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"iter"
)

// RankingHash is the SHA-256, in hexadecimal digits, of a ranking as JSON, as the program that froze the campaign made it: a
// later program that ranks the same answers otherwise does not pass for that one.
type RankingHash struct {
	Rule Rule   `json:"rule" bson:"rule"`
	Hash string `json:"sha256" bson:"hash"`
}

// Rankings are those by each rule that applies, Reach first: by Borda where enough gave an order, and by Points where enough
// gave points, for it to be told at all. They are those of Snapshot. After an error it ends.
func (c *Counted) Rankings(code string) iter.Seq2[*Ranking, error] {
	return func(yield func(*Ranking, error) bool) {
		var reach *Ranking
		for _, rule := range Rules() {
			if rule == Borda && reach.Ranked == 0 || rule == Points && reach.Pointed == 0 {
				continue
			}
			s, err := c.Snapshot(rule, code)
			if err != nil {
				yield(nil, err)
				return
			}
			if rule == Reach {
				reach = &s.Ranking
			}
			if !yield(&s.Ranking, nil) {
				return
			}
		}
	}
}

// hashes are those of the rankings.
func (c *Counted) hashes(code string) ([]RankingHash, error) {
	var all []RankingHash
	for r, err := range c.Rankings(code) {
		if err != nil {
			return nil, err
		}
		b, err := json.Marshal(r)
		if err != nil {
			return nil, fmt.Errorf("prioritize: hash of a ranking: %w", err)
		}
		sum := sha256.Sum256(b)
		all = append(all, RankingHash{r.Rule, hex.EncodeToString(sum[:])})
	}
	return all, nil
}
