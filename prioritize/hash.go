package prioritize

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
)

// hashVersion changes when the same inputs come to give another Ranking.
const hashVersion = "ashar/prioritize 3"

// hash is the SHA-256 of everything that the ranking follows from: the tally, what was set aside, the
// population, the needs, the rule and the parameters of the method. The program that
// ranks is not part of it: another version is to come to the same.
func (in Input) hash() (string, error) {
	tally, err := in.Tally.AppendBinary(nil)
	if err != nil {
		return "", fmt.Errorf("prioritize: hash of inputs: %w", err)
	}
	var aside []byte // nothing when nothing was set aside
	if in.aside() > 0 {
		if aside, err = in.Aside.AppendBinary(nil); err != nil {
			return "", fmt.Errorf("prioritize: hash of inputs: %w", err)
		}
	}
	method := in.method()
	in.Tally, in.Aside, in.Code = nil, nil, ""
	in.Services = nil // no ranking follows from what they are called
	// encoding/json writes the keys of maps in order, so that equal inputs give
	// equal bytes.
	rest, err := json.Marshal(struct {
		Version string
		Method  Method
		Input
	}{hashVersion, method, in})
	if err != nil {
		return "", fmt.Errorf("prioritize: hash of inputs: %w", err)
	}
	sum := sha256.New()
	sum.Write(appendString(nil, string(rest)))
	sum.Write(tally)
	sum.Write(aside)
	return hex.EncodeToString(sum.Sum(nil)), nil
}
