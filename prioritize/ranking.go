package prioritize

import "ashar/survey"

// Ranking is the result of one campaign at one moment: a document that is kept,
// shown and handed on, and never edited. The same Input gives the same Ranking to
// the byte, on every machine. That of a municipality, of one of its villages and of
// a region are of this one type.
//
// Shares are of 0..1, those that are weighted rounded to three decimals and what
// follows from counts alone to six. The intervals state sampling
// variation only: those who answered chose to.
type Ranking struct {
	Campaign      string `json:"campaign" bson:"campaign"`
	Municipality  string `json:"municipality" bson:"municipality"`           // or the region
	Village       string `json:"village,omitempty" bson:"village,omitempty"` // "" for all of it
	Questionnaire string `json:"questionnaire" bson:"questionnaire"`         // key of the version
	Rule          Rule   `json:"rule" bson:"rule"`                           // what the items are ordered by
	Method        Method `json:"method" bson:"method"`
	// Inputs is the SHA-256 of everything that the ranking follows from, in
	// hexadecimal digits; "" of fewer than 100 answers, since all that these can have been
	// could be tried against it.
	Inputs string `json:"inputs" bson:"inputs"`
	Code   string `json:"code_version" bson:"code_version"` // of the program that made it
	// Invented: the municipality's numbers are made up, and so is this.
	Invented bool `json:"invented,omitempty" bson:"invented,omitempty"`

	Count    int64 `json:"n" bson:"n"`                   // responses
	Answered int64 `json:"n_answered" bson:"n_answered"` // that answered the question of needs
	// Ranked counts those whose order of needs is known: they put needs in order, or
	// had fewer than two to put. This and the two below are 0 also for a few.
	Ranked   int64 `json:"n_ranked" bson:"n_ranked"`
	Pointed  int64 `json:"n_pointed,omitempty" bson:"n_pointed,omitempty"`   // that gave points
	Compared int64 `json:"n_compared,omitempty" bson:"n_compared,omitempty"` // that compared pairs

	Weighting Weighting `json:"weighting" bson:"weighting"`
	// Warnings beside those of the weighting.
	Warnings []Warning `json:"warnings,omitempty" bson:"warnings,omitempty"`
	Villages []Segment `json:"villages" bson:"villages"` // of the municipality, in its order
	Groups   []Segment `json:"groups" bson:"groups"`     // in the order of Groups, and after them those that the questionnaire asked for
	// Items are ordered by rank, needs of one rank as in the questionnaire. There
	// are none when fewer than MinAnswers answered, or by another rule than Reach when
	// it looks at fewer than MinAnswers.
	Items []Item `json:"items" bson:"items"`

	// Top are the needs that are certainly or possibly among the first Method.Top.
	Top Top `json:"top" bson:"top"`
	// Checks are what other rules make of the same answers.
	Checks []Check `json:"checks,omitempty" bson:"checks,omitempty"`
	// Without is what becomes of the order when some answers are left out.
	Without []Without `json:"without,omitempty" bson:"without,omitempty"`
	// Representation says which villages the first Method.Top needs pass over.
	Representation *Representation `json:"representation,omitempty" bson:"representation,omitempty"`
}

// Method holds the parameters that a ranking was made with.
type Method struct {
	Level      float64 `json:"level" bson:"level"` // of the intervals, and of the rank sets together
	Draws      int     `json:"draws" bson:"draws"` // that the rank sets rest on
	Seed       uint64  `json:"seed" bson:"seed"`   // of the draws
	Top        int     `json:"top" bson:"top"`     // how many needs are sought
	Prior      float64 `json:"prior" bson:"prior"` // alpha of Bradley-Terry
	MinAnswers int     `json:"min_answers" bson:"min_answers"`
	MinBase    int     `json:"min_base" bson:"min_base"`
	MinGroup   int     `json:"min_group" bson:"min_group"`
	WeightLow  float64 `json:"weight_low" bson:"weight_low"` // bounds of weights, in means
	WeightHigh float64 `json:"weight_high" bson:"weight_high"`
	Census     float64 `json:"census" bson:"census"` // how far a village's share of the people may be off; see Flip
	// Bootstrap is how many samples are drawn for Check.TopShare and
	// Representation.SharesP; 0 where none are.
	Bootstrap int `json:"bootstrap,omitempty" bson:"bootstrap,omitempty"`
}

// Segment is a village or a group beside which needs are shown.
type Segment struct {
	Key string `json:"key" bson:"key"` // a village's identifier, or a Group
	// Name is what a group is called that the questionnaire asked for; nil of all others.
	Name survey.Text `json:"name,omitempty" bson:"name,omitempty"`
	// Base is how many answered the question of needs; nil when it is suppressed.
	Base *int64 `json:"base" bson:"base"`
	// Plain: everybody counts the same in its shares, since weighted ones would tell,
	// with the counts, how few of a sex or an age chose a need. A group of several
	// villages has weighted shares to a whole percent instead.
	Plain bool `json:"plain,omitempty" bson:"plain,omitempty"`
	// Few: the base is under MinGroup. Shares of a group are not given then; those
	// of a village are, and are to be shown in grey.
	Few bool `json:"few,omitempty" bson:"few,omitempty"`
}

// Item is one need in a ranking. Where the number of those who chose it must not
// be shown (see survey.Disclosable), none of its figures is given.
//
// Nor are places by which it could be told: ranks of needs that few chose, and of those
// that are not clearly above them, by more than the next multiple of MinBase answers.
// They are 0, by whatever rule or weights, and such needs come last, in the order of
// the questionnaire.
type Item struct {
	// Rank: 1 is the first; equal scores share a rank, and so do, by Reach, needs that
	// all but a few chose.
	Rank int `json:"rank" bson:"rank"`
	// RankLow and RankHigh bound the true rank of all needs at once, at the Method's
	// level; see package rankset.
	RankLow  int `json:"rank_lo" bson:"rank_lo"`
	RankHigh int `json:"rank_hi" bson:"rank_hi"`
	Tier     int `json:"tier" bson:"tier"` // from 1; whoever is in another tier is told apart
	// Apart: all needs of this rank are significantly above all of the next one.
	Apart    bool     `json:"apart" bson:"apart"`
	Standing Standing `json:"top" bson:"top"` // towards the first Method.Top
	Need     Need     `json:"need" bson:"need"`
	// Chosen is the number of answers that chose the need; nil when it is suppressed,
	// and then the four below are nil too.
	Chosen     *int64   `json:"n" bson:"n"`
	Share      *float64 `json:"share" bson:"share"` // weighted reach
	Low        *float64 `json:"low" bson:"low"`     // 95 % interval of Share
	High       *float64 `json:"high" bson:"high"`
	Unweighted *float64 `json:"unweighted" bson:"unweighted"`
	Borda      *Score   `json:"borda,omitempty" bson:"borda,omitempty"`       // nil also when fewer than MinAnswers ranked
	Points     *Score   `json:"points,omitempty" bson:"points,omitempty"`     // nil also when fewer than MinAnswers gave points
	Severity   *Grave   `json:"severity,omitempty" bson:"severity,omitempty"` // nil also when fewer than MinBase rated it
	// Ranks are what the rank would be by other weights.
	Ranks    Weightings `json:"ranks" bson:"ranks"`
	Villages []Part     `json:"villages" bson:"villages"` // beside Ranking.Villages
	Groups   []Part     `json:"groups" bson:"groups"`     // beside Ranking.Groups
	Gaps     []Gap      `json:"gaps,omitempty" bson:"gaps,omitempty"`
	// Between is eta^2: the part of the variance of choosing the need that lies
	// between villages, 0..1; nil where a village's figures are suppressed.
	Between *float64 `json:"between,omitempty" bson:"between,omitempty"`
	// Flip is what would swap the need with the next one; nil where nothing would that
	// may be told.
	Flip *Flip `json:"flip,omitempty" bson:"flip,omitempty"`
}

// Standing is where a need stands towards the first K.
type Standing string

// The standings, by a need's rank set [L, U].
const (
	Certain   Standing = "certain"   // U <= K
	Contender Standing = "contender" // L <= K < U
	Out       Standing = "out"       // L > K
	Hidden    Standing = "hidden"    // must not be shown
)

// Top are the needs that are certainly or possibly among the first K, in the order
// of the items.
type Top struct {
	K         int      `json:"k" bson:"k"`
	Certain   []string `json:"certain" bson:"certain"`
	Contender []string `json:"contender" bson:"contender"`
}

// Weightings are the ranks of a need when everybody counts as they do (respondents),
// when every village counts the same, and when all people do.
type Weightings struct {
	Respondents int `json:"respondents" bson:"respondents"`
	Villages    int `json:"villages" bson:"villages"`
	People      int `json:"people" bson:"people"`
}

// Score is a need's weighted mean score of 0..1.
type Score struct {
	Value float64 `json:"value" bson:"value"`
	Error float64 `json:"error" bson:"error"` // standard error
	Rank  int     `json:"rank" bson:"rank"`
}

// Part is a need within a village or a group. What is nil is suppressed, or
// rests on too few answers.
type Part struct {
	Key   string   `json:"key" bson:"key"`
	Count *int64   `json:"n" bson:"n"`
	Share *float64 `json:"share" bson:"share"` // weighted within the part, unless that is Segment.Plain
	Rank  *int     `json:"rank" bson:"rank"`   // nil where it would tell of needs that few chose; see Item
	// Lifts is by how much the village lifts the need's share above what it is in all,
	// or with a minus lowers it: W (p - p_all), W being its part of the people. All
	// villages' add up to 0, but for rounding and where some are Segment.Plain. Groups
	// have none.
	Lifts *float64 `json:"lifts,omitempty" bson:"lifts,omitempty"`
}

// What a figure must rest on to be shown.
const (
	MinBase  = survey.SmallCell // answers in a cell, and in its complement where that is not empty
	MinGroup = 30               // answers of a group, to give its shares
)

// DefaultTop is how many needs are sought unless an Input says otherwise.
const DefaultTop = 5

// Item returns the item of the need with this code, or nil.
func (r *Ranking) Item(need string) *Item {
	for i := range r.Items {
		if r.Items[i].Need.Code == need {
			return &r.Items[i]
		}
	}
	return nil
}
