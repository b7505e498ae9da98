package budget_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"ashar/prioritize/budget"
	"ashar/prioritize/sheet"
)

// village is a file of pabulib.org with what may come in one: a byte order mark,
// lines that end as in Windows, columns that are not needed, decimals of both kinds,
// and names in quotation marks.
const village = "\uFEFFMETA\r\n" + `key;value
description;"Ашар; 2026"
country;Kyrgyzstan
rule: greedy
num_projects;3
num_votes;4
budget;1 000 000,50
vote_type;Approval
PROJECTS
project_id;cost;votes;name
12;300000,5;3;"Суу ""Ак-Булак"""
7;250000.25;2;Жол
b;900000;0;
` + votesOfVillage

const votesOfVillage = `VOTES
voter_id;age;vote;weight
1;34;12,7;
2;51; 7 , 12 ;0,5
x;;;
4;23;12;2
`

func villageElection() budget.Election {
	return budget.Election{
		Budget: 1000000.5, Votes: budget.Approval,
		Projects: []budget.Project{
			{ID: "12", Name: `Суу "Ак-Булак"`, Cost: 300000.5}, {ID: "7", Name: "Жол", Cost: 250000.25}, {ID: "b", Cost: 900000},
		},
		Ballots: []budget.Ballot{
			{Weight: 1, Count: 1, Approves: []int{0, 1}},
			{Weight: 0.5, Count: 1, Approves: []int{1, 0}},
			{Weight: 1, Count: 1},
			{Weight: 2, Count: 1, Approves: []int{0}},
		},
		Meta: []budget.Meta{{Key: "description", Value: "Ашар; 2026"}, {Key: "country", Value: "Kyrgyzstan"}},
	}
}

func read(t testing.TB, text string) budget.Election {
	t.Helper()
	e, err := budget.Read(strings.NewReader(text))
	if err != nil {
		t.Fatalf("Read: %v\n%s", err, text)
	}
	return e
}

func TestReadReadsWhatComesFromPabulib(t *testing.T) {
	if diff := cmp.Diff(villageElection(), read(t, village)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	scored := strings.NewReplacer("Approval", "cumulative", ";weight", ";points", "12,7;", "12,7;2,1.5", "; 7 , 12 ;0,5", ";7,12; 1 , 3", "12;2", "12;0").Replace(village)
	e := read(t, scored)
	var got [][]float64
	for _, b := range e.Ballots {
		got = append(got, b.Points)
	}
	if diff := cmp.Diff([][]float64{{2, 1.5}, {1, 3}, {}, {0}}, got, cmpopts.EquateEmpty()); diff != "" || e.Votes != budget.Cumulative {
		t.Errorf("points (-want +got):\n%s\nvotes %q", diff, e.Votes)
	}
	ordinal := read(t, strings.Replace(village, "Approval", "ordinal", 1))
	if diff := cmp.Diff(villageElection().Ballots, ordinal.Ballots); diff != "" || ordinal.Votes != budget.Ordinal {
		t.Errorf("orders (-want +got):\n%s\nvotes %q", diff, ordinal.Votes)
	}
	if e := read(t, strings.Replace(village, "Approval", "choose-1", 1)); e.Votes != budget.Approval {
		t.Errorf("choose-1 is read as %q", e.Votes)
	}
}

func TestReadSaysWhereAFileIsWrong(t *testing.T) {
	scoring := func(points string) []string {
		return []string{"Approval", "scoring", ";weight", ";points", "12,7;", "12,7;" + points}
	}
	tests := []struct {
		name    string
		replace []string // in the file above
		want    string
	}{
		{"not this format", []string{"META", "Town"}, "line 1, column 1: the section META is to begin here; a .pb file has META, PROJECTS and VOTES, in this order"},
		{"heading of META", []string{"key;", "name;"}, "line 2, column 1: the heading of META is key;value"},
		{"no votes", []string{votesOfVillage, ""}, "the file has no section VOTES; a .pb file has META, PROJECTS and VOTES, in this order"},
		{"sections swapped", []string{"PROJECTS\n", "VOTES\n", "VOTES", "PROJECTS"}, "line 10, column 1: the section PROJECTS is to begin here; a .pb file has META, PROJECTS and VOTES, in this order"},
		{"section without heading", []string{"VOTES\nvoter_id;age;vote;weight\n", "VOTES\nVOTES\n"}, "line 15, column 1: the section VOTES has no heading; write the names of its columns under it"},
		{"section after the last", []string{"4;23;12;2\n", "4;23;12;2\nMETA\n"}, "line 21, column 1: the section META comes once, and nothing after VOTES; delete what is too much"},
		{"no budget", []string{"budget;", "money;"}, "line 2: META has no budget; add a line budget;..."},
		{"budget twice", []string{"rule: greedy", "budget;5"}, "line 8, column 1: budget is given twice, first in line 5; delete one"},
		{"budget of 0", []string{"1 000 000,50", "0"}, "line 8, column 8: the budget is 0; it has to be more than 0"},
		{"budget in two readings", []string{"1 000 000,50", "1,000"}, `line 8, column 8: "1,000" can be read as thousands and as a fraction; write it without the comma, or the fraction with a point`},
		{"budget in words", []string{"1 000 000,50", "much"}, `line 8, column 8: "much" is not a number`},
		{"budget too great", []string{"1 000 000,50", "1e16"}, `line 8, column 8: the budget is 1e16; more than 1000000000000000 is not counted`},
		{"no type", []string{"vote_type", "type"}, "line 2: META has no vote_type; add a line vote_type;..."},
		{"unknown type", []string{"Approval", "veto"}, `line 9, column 11: there is no vote type "veto"; it is approval, ordinal, cumulative or scoring`},
		{"default score", []string{"rule: greedy", "default_score;1"}, `line 5, column 15: the default score is "1"; only 0 is counted, so list the points of every voter`},
		{"number of projects", []string{"projects;3", "projects;4"}, "line 6, column 14: num_projects is 4, but the file has 3; is a part of it missing?"},
		{"number of votes", []string{"votes;4", "votes;5"}, "line 7, column 11: num_votes is 5, but the file has 4; is a part of it missing?"},
		{"number of votes in words", []string{"votes;4", "votes;few"}, `line 7, column 11: "few" is not a whole number of 0 or more`},
		{"no costs", []string{"cost;votes", "price;votes"}, "line 11: the section PROJECTS has no column cost; add it"},
		{"no column of votes", []string{";vote;", ";choice;"}, "line 16: the section VOTES has no column vote; add it"},
		{"cost of 0", []string{"250000.25", "0"}, "line 13, column 3: the cost is 0; it has to be more than 0"},
		{"cost below 0", []string{"250000.25", "-5"}, "line 13, column 3: the cost is -5; it has to be more than 0"},
		{"cost in words", []string{"250000.25", "free"}, `line 13, column 3: "free" is not a number`},
		{"project twice", []string{"\n7;", "\n12;"}, "line 13, column 1: project 12 is there twice, first in line 12"},
		{"comma in an identifier", []string{"\n7;", "\n\"7,8\";"}, `line 13, column 1: a project cannot be called "7,8"; give it an identifier without a comma`},
		{"project without identifier", []string{"\n7;", "\n;"}, `line 13, column 1: a project cannot be called ""; give it an identifier without a comma`},
		{"semicolon in a name", []string{"2;Жол", "2;Жол; көпүрө"}, "line 13: 5 cells, but the heading of PROJECTS has 4; write a cell that has a semicolon in it in quotation marks"},
		{"unknown project", []string{";12;2", ";13;2"}, `line 20, column 6: the vote names project "13", which PROJECTS does not list`},
		{"project twice in a vote", []string{";12;2", ";\"12,12\";2"}, "line 20, column 6: the vote names project 12 twice; delete one"},
		{"voter twice", []string{"4;23", "x;23"}, "line 20, column 1: voter x is there twice, first in line 19"},
		{"voter without identifier", []string{"4;23", ";23"}, "line 20, column 1: the voter has no identifier; give each one of their own"},
		{"weight of 0", []string{"12;2", "12;0"}, "line 20, column 9: the weight is 0; it has to be from 1e-06 to 1e+06"},
		{"weight in words", []string{"12;2", "12;two"}, `line 20, column 9: "two" is not a number`},
		{"no points", []string{"Approval", "scoring"}, "line 16: the section VOTES has no column points; add it"},
		{"too few points", scoring("2"), "line 17, column 11: the vote names 2 projects, but has another number of points; give each its points"},
		{"points below 0", scoring("2,-1"), "line 17, column 11: -1 points: a project that a voter is against has no price for them; only 0 and more are counted"},
		{"too many points", scoring("2,1e10"), "line 17, column 11: 1e10 points are more than the 1000000000 that are counted"},
		{"points in words", scoring("2,few"), `line 17, column 11: "few" is not a number`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.NewReplacer(tt.replace...).Replace(village)
			if text == village {
				t.Fatalf("%q is not in the file", tt.replace)
			}
			e, err := budget.Read(strings.NewReader(text))
			var wrong *sheet.Error
			if !errors.As(err, &wrong) || wrong.Error() != tt.want {
				t.Errorf("Read = %+v\n     %v\nwant %s", e, err, tt.want)
			}
		})
	}
}

func TestWhatIsWrittenIsReadAsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := elections(t)
		e.Meta = []budget.Meta{{Key: "unit", Value: rapid.SampledFrom([]string{"", "Айыл; \"өкмөт\"", "a\nb"}).Draw(t, "unit")}}
		var file bytes.Buffer
		if err := budget.Write(&file, e); err != nil {
			t.Fatal(err)
		}
		got, err := budget.Read(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, &file)
		}
		want := e
		want.Ballots = nil
		for _, b := range e.Ballots {
			for range b.Count {
				one := b
				one.Count = 1
				want.Ballots = append(want.Ballots, one)
			}
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("(-written +read):\n%s\n%s", diff, &file)
		}
	})
}

// TestWriteKeepsToTheFormat holds a file to what pabulib.org asks of one: what the election is comes before the figures
// and all else after them, and every project has its votes.
func TestWriteKeepsToTheFormat(t *testing.T) {
	e := exampleA()
	e.Meta = []budget.Meta{{Key: "rule", Value: "unknown"}, {Key: "instance", Value: "2026"}, {Key: "description", Value: "Ашар"}}
	var file bytes.Buffer
	if err := budget.Write(&file, e); err != nil {
		t.Fatal(err)
	}
	want := `META
key;value
instance;2026
description;Ашар
num_projects;4
num_votes;4
budget;4
vote_type;approval
rule;unknown
PROJECTS
project_id;cost;votes;name
0;1;1;
1;0.9;2;
2;2;3;
3;1.09;2;
VOTES
voter_id;vote
1;0
2;1,2,3
3;1,2,3
4;2
`
	if diff := cmp.Diff(want, file.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteRefusesWhatCannotBeWritten(t *testing.T) {
	e := exampleA()
	e.Ballots[0].Count = budget.MaxVoters + 1
	if err := budget.Write(&bytes.Buffer{}, e); !errors.Is(err, budget.ErrInvalid) {
		t.Errorf("too many voters: %v", err)
	}
	if err := budget.Write(&bytes.Buffer{}, budget.Election{}); !errors.Is(err, budget.ErrInvalid) {
		t.Errorf("no budget: %v", err)
	}
	full := errors.New("full")
	if err := budget.Write(failing{full}, exampleA()); !errors.Is(err, full) {
		t.Errorf("a writer that fails: %v", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

func FuzzRead(f *testing.F) {
	f.Add(village)
	f.Add(strings.NewReplacer("Approval", "scoring", ";weight", ";points", "12,7;", "12,7;2,1.5").Replace(village))
	f.Add("META\nkey;value\nvotes;0\nbudget;1\nvote_type;ordinal\nPROJECTS\nproject_id;cost\n1;1\nVOTES\nvoter_id;vote\n1;1\n")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := budget.Read(strings.NewReader(text))
		if err != nil {
			var wrong *sheet.Error
			if !errors.As(err, &wrong) || wrong.Reason == "" {
				t.Errorf("error without a place: %v", err)
			}
			return
		}
		if err := e.Validate(); err != nil {
			t.Fatalf("what is read is not valid: %v", err)
		}
		var file bytes.Buffer
		if err := budget.Write(&file, e); err != nil {
			t.Fatal(err)
		}
		again, err := budget.Read(bytes.NewReader(file.Bytes()))
		if err != nil {
			t.Fatalf("what is written cannot be read: %v\n%s", err, &file)
		}
		meta := cmpopts.SortSlices(func(a, b budget.Meta) int { return strings.Compare(a.Key+";"+a.Value, b.Key+";"+b.Value) })
		if diff := cmp.Diff(e, again, cmpopts.EquateEmpty(), meta); diff != "" {
			t.Errorf("(-read +written and read):\n%s", diff)
		}
		for _, u := range utilities {
			if o, err := budget.Greedy(e, u); err != nil || o.Cost > e.Budget*(1+1e-12) {
				t.Errorf("greedy: %+v, %v", o, err)
			}
			if o, err := budget.EqualShares(e, u, budget.GreedyFill); err != nil || o.Cost > e.Budget*(1+1e-12) {
				t.Errorf("Equal Shares: %+v, %v", o, err)
			}
		}
	})
}
