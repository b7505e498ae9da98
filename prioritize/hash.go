package prioritize

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// hashVersion changes when the same inputs come to give another Ranking.
const hashVersion = "ashar/prioritize 2"

// hash is the SHA-256 of everything that the ranking follows from: the tally, the
// population, the needs, the rule and the parameters of the method.
func (in Input) hash() (string, error) {
	tally, err := in.Tally.AppendBinary(nil)
	if err != nil {
		return "", fmt.Errorf("prioritize: hash of inputs: %w", err)
	}
	// encoding/json writes the keys of maps in order, so that equal inputs give
	// equal bytes.
	rest, err := json.Marshal(struct {
		Version, Campaign, Questionnaire, Municipality string
		Invented                                       bool
		Villages                                       any
		Needs                                          []Need
		Rule                                           Rule
		Method                                         Method
		Unread                                         int64
	}{
		hashVersion, in.Campaign, in.Questionnaire, in.Municipality.ID,
		in.Municipality.Invented, in.Municipality.Villages, in.Needs, in.Rule, method(), in.Unread,
	})
	if err != nil {
		return "", fmt.Errorf("prioritize: hash of inputs: %w", err)
	}
	sum := sha256.New()
	sum.Write(appendString(nil, string(rest)))
	sum.Write(tally)
	return hex.EncodeToString(sum.Sum(nil)), nil
}
