package storetest

import (
	"testing"

	"ashar/prioritize/hearing"
	"ashar/survey"
)

// assemblies are found by their campaign while they are open, and with them their desks, slips and votes: all as they
// were kept, and none over another.
func assemblies(t *testing.T, place Place) {
	uri, ctx := place(t), t.Context()
	db := Open(t, uri)
	h := hearing.Hearing{
		ID: "autumn", Rev: 1, Municipality: "kok-jar", Campaign: "needs", Ranking: "abc", Kind: hearing.Public, State: hearing.Open, Place: "Маданият үйү", Planned: moment(1),
		Notice: hearing.Notice{Day: moment(0), Channel: "WhatsApp"}, Began: moment(1), Chair: "төрага", Commission: []string{"биринчи", "экинчи"}, Quorum: 50, Slips: 2,
		Options:   []hearing.Option{{ID: "water", Label: survey.Text{"ky": "Суу"}, Rank: 1}, {ID: "floor-1", Label: survey.Text{"ky": "Көпүрө"}, Village: "aryk"}},
		Proposals: []hearing.Proposal{{By: "тургун", Village: "aryk", Text: "Көпүрө", Option: "floor-1"}}, Overrides: []hearing.Override{{Option: "water", Rank: 1, Why: "макулдашылды", At: moment(3)}},
		Rounds: []hearing.Round{
			{
				Number: 1, Method: hearing.YesNo, Options: []string{"water", "floor-1"}, Stage: hearing.Counted, Opened: moment(1), Closed: moment(2), Erased: true,
				Box:      hearing.NewBox([]hearing.Ballot{{Stands: []hearing.Stand{hearing.For, hearing.Abstained}}, {Stands: []hearing.Stand{hearing.Against, hearing.For}}}),
				Sheets:   []hearing.Sheet{{Way: hearing.Slips, Voters: 2, For: []int{1, 1}, Against: []int{1, 0}}},
				Recounts: []hearing.Recount{{At: moment(2), Why: "эки жолу саналган", Sheets: []hearing.Sheet{{Way: hearing.Hands, Sex: survey.SexFemale, Voters: 3, For: []int{3, 0}, Against: []int{0, 0}}}}},
			},
			{Number: 2, Method: hearing.Dots, Options: []string{"water", "floor-1"}, Dots: 1, Stage: hearing.Voting, Opened: moment(3)},
		},
	}
	planned := hearing.Hearing{ID: "winter", Rev: 1, Campaign: "needs", State: hearing.Planned, Planned: moment(9), Options: []hearing.Option{}}
	must(t, db.SaveHearing(ctx, h))
	must(t, db.SaveHearing(ctx, planned))
	wantError(t, "the same again", db.SaveHearing(ctx, h), survey.ErrExists)
	h.Rev, h.Secretary = 2, "катчы"
	must(t, db.SaveHearing(ctx, h))
	wantError(t, "changed by somebody who saw what was before", db.SaveHearing(ctx, h), survey.ErrConflict)

	d := hearing.Desk{
		ID: hearing.DeskID("autumn", "эшик"), Rev: 1, Hearing: "autumn", Name: "эшик", Keys: []string{"k"},
		Counts: []hearing.PersonCount{{Person: hearing.Person{Village: "aryk", Sex: survey.SexFemale, Age: "29-59"}, Count: 3}},
	}
	must(t, db.SaveDesk(ctx, d))
	wantError(t, "a desk twice", db.SaveDesk(ctx, d), survey.ErrExists)
	a := hearing.Slip{ID: "a", Rev: 1, Hearing: "autumn", Number: 1, Out: moment(1), Present: true, Person: hearing.Person{Village: "aryk"}, Desk: "эшик"}
	b := hearing.Slip{ID: "b", Rev: 1, Hearing: "autumn", Number: 2}
	must(t, db.SaveSlip(ctx, b))
	must(t, db.SaveSlip(ctx, a))
	wantError(t, "a slip twice", db.SaveSlip(ctx, a), survey.ErrExists)

	round := hearing.RoundID("autumn", 2)
	v := hearing.Vote{ID: "v", Rev: 1, Round: round, Cast: true, Key: "k", Ballot: []byte{0, 1, 2}}
	other := hearing.Vote{ID: "w", Rev: 1, Round: hearing.RoundID("autumn", 1), Settled: true}
	must(t, db.SaveVote(ctx, v))
	must(t, db.SaveVote(ctx, other))
	wantError(t, "a vote twice", db.SaveVote(ctx, v), survey.ErrExists)
	v.Rev, v.Settled, v.Ballot = 2, true, nil
	must(t, db.SaveVote(ctx, v))
	wantError(t, "a vote over one that is newer", db.SaveVote(ctx, v), survey.ErrConflict)

	must(t, db.Close())
	db = Open(t, uri)
	got, err := db.Hearing(ctx, "autumn")
	same(t, "after reopening", err, got, h)
	same(t, "of a campaign", nil, collect(t, db.HearingsOf(ctx, "needs")), []hearing.Hearing{h, planned})
	same(t, "that are open", nil, collect(t, db.HearingsAt(ctx, hearing.Open)), []hearing.Hearing{h})
	desk, err := db.Desk(ctx, d.ID)
	same(t, "the desk", err, desk, d)
	same(t, "desks", nil, collect(t, db.DesksOf(ctx, "autumn")), []hearing.Desk{d})
	same(t, "slips", nil, collect(t, db.SlipsOf(ctx, "autumn")), []hearing.Slip{a, b})
	slip, err := db.Slip(ctx, "a")
	same(t, "a slip", err, slip, a)
	same(t, "votes of a round", nil, collect(t, db.VotesOf(ctx, round)), []hearing.Vote{v})
	vote, err := db.Vote(ctx, "v")
	same(t, "a vote", err, vote, v)
	n, err := db.CountVotes(ctx, round)
	same(t, "how many", err, n, 1)
	_, err = db.Vote(ctx, "x")
	wantError(t, "a vote that was not cast", err, survey.ErrNotFound)
}
