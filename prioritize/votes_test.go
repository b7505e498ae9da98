package prioritize_test

import (
	"encoding/json"
	"errors"
	"maps"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize"
	"ashar/survey"
)

func votesOf(ballots ...prioritize.Ballot) prioritize.Votes {
	v := prioritize.Votes{}
	for i := range ballots {
		v.Add(&ballots[i])
	}
	return v
}

func TestVotesReadableForm(t *testing.T) {
	cell := prioritize.Cell{Village: "v1", Sex: "female", Age: "60+"}
	skipped := prioritize.Ballot{Source: prioritize.Source{Cell: cell}}
	none := prioritize.Ballot{Source: prioritize.Source{Cell: cell}, Answered: true}
	chose := prioritize.Ballot{Source: prioritize.Source{Cell: cell}, Answered: true, Chosen: []int{2, 0}}
	onlyRanked := prioritize.Ballot{Source: prioritize.Source{Cell: cell}, Ranked: true, Order: []int{1}}
	first := ranked(prioritize.Cell{Village: "v0"}, 2, 0)
	other := first
	other.Channel, other.Flagged = survey.Paper, true
	v := votesOf(first, skipped, chose, none, other, none, onlyRanked)
	got, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	want := `[{"village":"v0","chosen":[0,2],"order":[2,0],"n":2},` +
		`{"village":"v1","sex":"female","age":"60+","order":[1],"n":1},` +
		`{"village":"v1","sex":"female","age":"60+","chosen":[],"n":2},` +
		`{"village":"v1","sex":"female","age":"60+","chosen":[0,2],"n":1}]`
	if string(got) != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestVotesComeBackFromTheirReadableForm(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		v := votesOf(rapid.SliceOfN(anyBallot(5, 2), 0, 30).Draw(t, "ballots")...)
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var back prioritize.Votes
		if err := json.Unmarshal(text, &back); err != nil || !maps.Equal(back, v) {
			t.Fatalf("from %s: got %v; %v", text, back, err)
		}
	})
}

func TestReadableVotesThatAreNone(t *testing.T) {
	for _, text := range []string{
		`{}`, `[{"n":1}]`, `[{"chosen":[0],"n":0}]`, `[{"chosen":[0],"n":-1}]`, `[{"chosen":[0]}]`,
		`[{"chosen":[64],"n":1}]`, `[{"chosen":[-1],"n":1}]`, `[{"order":[64],"n":1}]`, `[{"order":[256],"n":1}]`, `[{"order":[-1],"n":1}]`,
		`[{"chosen":[1,1],"n":1}]`, `[{"order":[1,1],"n":1}]`,
		`[{"chosen":[0,1],"n":1},{"chosen":[1,0],"n":1}]`,
	} {
		v := prioritize.Votes{}
		v.Add(&prioritize.Ballot{Answered: true})
		if err := json.Unmarshal([]byte(text), &v); !errors.Is(err, survey.ErrInvalid) || len(v) != 1 {
			t.Errorf("%s: got %v and %d votes, want an ErrInvalid and the one that was there", text, err, len(v))
		}
	}
}

// Votes are the tally's: none more, none fewer, none other.
func TestVotesThatAreNotTheTallys(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ballots := rapid.SliceOfN(anyBallot(4, 2), 1, 30).Draw(t, "ballots")
		in := prioritize.Input{Municipality: town(40, 60), Needs: needs(4), Tally: tally(4, ballots...), Votes: votesOf(ballots...)}
		if _, err := prioritize.Rank(in); err != nil {
			t.Fatalf("its own votes: %v", err)
		}
		another := anyBallot(4, 3).Filter(func(b prioritize.Ballot) bool { return b.Answered }).Draw(t, "another")
		in.Votes.Add(&another)
		if _, err := prioritize.Rank(in); !errors.Is(err, survey.ErrInvalid) {
			t.Fatalf("with one more: got %v, want an ErrInvalid", err)
		}
		in.Tally.Add(&another)
		if _, err := prioritize.Rank(in); err != nil {
			t.Fatalf("with one more of both: %v", err)
		}
	})
}

// Of as many votes as were counted, other ones are found out by what they name.
func TestVotesThatNameOtherNeeds(t *testing.T) {
	cell := prioritize.Cell{Village: "v0"}
	ballots := []prioritize.Ballot{ranked(cell, 0, 1), ranked(cell, 2, 3)}
	in := prioritize.Input{Municipality: town(0), Needs: needs(4), Tally: tally(4, ballots...)}
	vote := func(order string) prioritize.Vote {
		x := prioritize.Vote{Cell: cell, Answered: true, Ranked: true, Order: order}
		for i := range len(order) {
			x.Chosen |= 1 << order[i]
		}
		return x
	}
	unsaid := vote("\x00\x01")
	unsaid.Answered = false
	for name, v := range map[string]prioritize.Votes{
		"other needs":              {vote("\x00\x01"): 1, vote("\x01\x03"): 1},
		"each once, others paired": {vote("\x00\x03"): 1, vote("\x02\x01"): 1},
		"another order":            {vote("\x01\x00"): 1, vote("\x02\x03"): 1},
		"a need that is none":      {vote("\x00\x01"): 1, vote("\x02\x04"): 1},
		"a need twice":             {vote("\x00\x01"): 1, vote("\x02\x02"): 1},
		"nobody's":                 {vote("\x00\x01"): 1, vote("\x02\x03"): 1, vote("\x01"): 0},
		"chosen and not answered":  {unsaid: 1, vote("\x02\x03"): 1},
		"neither":                  {vote("\x00\x01"): 1, vote("\x02\x03"): 1, {Cell: cell}: 1},
	} {
		in.Votes = v
		if _, err := prioritize.Rank(in); !errors.Is(err, survey.ErrInvalid) {
			t.Errorf("%s: got %v, want an ErrInvalid", name, err)
		}
	}
	in.Votes = prioritize.Votes{vote("\x00\x01"): 1, vote("\x02\x03"): 1}
	if _, err := prioritize.Rank(in); err != nil {
		t.Errorf("its own: %v", err)
	}
}

// Text is votes that are written and read again the same, or none.
func FuzzVotesJSON(f *testing.F) {
	text, _ := json.Marshal(votesOf(ranked(prioritize.Cell{Village: "v0", Sex: "male", Age: "60+"}, 2, 0), prioritize.Ballot{Answered: true}))
	f.Add(text)
	f.Add([]byte(`[{"chosen":null,"order":[],"n":3}]`))
	f.Add([]byte(`[{"chosen":[1,1],"n":1}]`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var v, again prioritize.Votes
		if err := json.Unmarshal(b, &v); err != nil {
			return
		}
		text, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(text, &again); err != nil || !maps.Equal(again, v) {
			t.Fatalf("%s is not read again: %v", text, err)
		}
	})
}
