package prioritize

import (
	"fmt"
	"strings"
	"time"

	"ashar/survey"
)

// Terms reads the terms of a Frozen of the second format: what a campaign counted, without what was counted. Other
// bytes are an ErrInvalid.
func Terms(campaign string, text []byte) (Counted, error) {
	var t terms
	if err := strictly(text, &t); err != nil {
		return Counted{}, fmt.Errorf("prioritize: terms of campaign %s: %w: %w", campaign, survey.ErrInvalid, err)
	}
	if len(t.Questionnaires) == 0 || t.Municipality == nil {
		return Counted{}, fmt.Errorf("prioritize: terms of campaign %s: no questionnaire or no municipality: %w", campaign, survey.ErrInvalid)
	}
	return t.counted(campaign), nil
}

// Recount makes what a campaign counted, and its Frozen, again from the terms, as they are kept, and from the ballots
// alone, those set aside too, if there are any: Hash is that of the Frozen that was kept, if it was of these and this program
// ranks as the one that froze it. By, Beside
// and Parts, which no Hash follows from, are left out, and so are Votes. Ballots that are not of these terms are an ErrInvalid.
func Recount(campaign string, terms []byte, ballots, aside *Ballots, at time.Time, code string) (Frozen, Counted, error) {
	c, err := Terms(campaign, terms)
	if err != nil {
		return Frozen{}, Counted{}, err
	}
	c.Ballots = ballots
	if aside != nil && aside.Count() > 0 {
		c.AsideBallots = aside
	}
	if err := c.checkTerms(); err != nil {
		return Frozen{}, Counted{}, err
	}
	c.Tally = ballots.Tally()
	if c.AsideBallots != nil {
		c.Aside = aside.Tally()
	}
	f, _, err := c.freeze(terms, at, code)
	return f, c, err
}

// Fingerprint is the beginning of a hash in hexadecimal digits as people compare it, by eye or read out: sixteen digits in
// groups of four. Of a shorter hash it is "".
func Fingerprint(hash string) string {
	if len(hash) < 16 {
		return ""
	}
	return strings.Join([]string{hash[:4], hash[4:8], hash[8:12], hash[12:16]}, " ")
}
