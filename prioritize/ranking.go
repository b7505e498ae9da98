package prioritize

import "ashar/survey"

// Ranking is the result of one campaign at one moment: a document that is kept,
// shown and handed on, and never edited. The same answers, population, needs and
// method give the same Ranking to the byte.
//
// Shares are of 0..1, rounded to six decimals. The intervals state sampling
// variation only: those who answered chose to.
type Ranking struct {
	Campaign      string `json:"campaign" bson:"campaign"`
	Municipality  string `json:"municipality" bson:"municipality"`
	Questionnaire string `json:"questionnaire" bson:"questionnaire"` // key of the version
	Rule          Rule   `json:"rule" bson:"rule"`                   // what the items are ordered by
	Method        Method `json:"method" bson:"method"`
	// Inputs is the SHA-256 of everything that the ranking follows from, in
	// hexadecimal digits.
	Inputs string `json:"inputs" bson:"inputs"`
	// Invented: the municipality's numbers are made up, and so is this.
	Invented bool `json:"invented,omitempty" bson:"invented,omitempty"`

	Count    int64 `json:"n" bson:"n"`                   // responses
	Answered int64 `json:"n_answered" bson:"n_answered"` // that answered the question of needs
	// Ranked counts those whose order of needs is known: they put needs in order, or
	// had fewer than two to put.
	Ranked int64 `json:"n_ranked" bson:"n_ranked"`

	Weighting Weighting `json:"weighting" bson:"weighting"`
	// Warnings beside those of the weighting.
	Warnings []Warning `json:"warnings,omitempty" bson:"warnings,omitempty"`
	Villages []Segment `json:"villages" bson:"villages"` // of the municipality, in its order
	Groups   []Segment `json:"groups" bson:"groups"`     // in the order of Groups
	// Items are ordered by rank, needs of one rank as in the questionnaire. There
	// are none when fewer than MinAnswers answered, or by Borda when fewer than
	// MinAnswers ranked.
	Items []Item `json:"items" bson:"items"`
}

// Method holds the parameters that a ranking was made with.
type Method struct {
	Level      float64 `json:"level" bson:"level"` // of the intervals
	MinAnswers int     `json:"min_answers" bson:"min_answers"`
	MinBase    int     `json:"min_base" bson:"min_base"`
	MinGroup   int     `json:"min_group" bson:"min_group"`
	WeightLow  float64 `json:"weight_low" bson:"weight_low"` // bounds of weights, in means
	WeightHigh float64 `json:"weight_high" bson:"weight_high"`
}

// Segment is a village or a group beside which needs are shown.
type Segment struct {
	Key string `json:"key" bson:"key"` // a village's identifier, or a Group
	// Base is how many answered the question of needs; nil when it is suppressed.
	Base *int64 `json:"base" bson:"base"`
	// Few: the base is under MinGroup. Shares of a group are not given then; those
	// of a village are, and are to be shown in grey.
	Few bool `json:"few,omitempty" bson:"few,omitempty"`
}

// Item is one need in a ranking. Where the number of those who chose it must not
// be shown (see survey.Disclosable), none of its figures is given; the Rank is.
type Item struct {
	Rank int  `json:"rank" bson:"rank"` // 1 is the first; equal scores share a rank
	Need Need `json:"need" bson:"need"`
	// Chosen is the number of answers that chose the need; nil when it is suppressed,
	// and then the four below are nil too.
	Chosen     *int64   `json:"n" bson:"n"`
	Share      *float64 `json:"share" bson:"share"` // weighted reach
	Low        *float64 `json:"low" bson:"low"`     // 95 % interval of Share
	High       *float64 `json:"high" bson:"high"`
	Unweighted *float64 `json:"unweighted" bson:"unweighted"`
	Borda      *Score   `json:"borda,omitempty" bson:"borda,omitempty"`       // nil also when fewer than MinAnswers ranked
	Severity   *Grave   `json:"severity,omitempty" bson:"severity,omitempty"` // nil also when fewer than MinBase rated it
	Villages   []Part   `json:"villages" bson:"villages"`                     // beside Ranking.Villages
	Groups     []Part   `json:"groups" bson:"groups"`                         // beside Ranking.Groups
}

// Score is a need's weighted mean Borda score, 0..1, 1/2 being neutral.
type Score struct {
	Value float64 `json:"value" bson:"value"`
	Error float64 `json:"error" bson:"error"` // standard error
	Rank  int     `json:"rank" bson:"rank"`
}

// Grave is how grave those who chose a need find it, weighted.
type Grave struct {
	Count int64    `json:"n" bson:"n"`
	Mean  float64  `json:"mean" bson:"mean"`   // of (level-1)/4: 0 light .. 1 grave
	Grave *float64 `json:"grave" bson:"grave"` // share of levels 4 and 5; nil when it would tell of a few
}

// Part is a need within a village or a group. What is nil is suppressed, or
// rests on too few answers.
type Part struct {
	Key   string   `json:"key" bson:"key"`
	Count *int64   `json:"n" bson:"n"`
	Share *float64 `json:"share" bson:"share"` // weighted within the part
	Rank  *int     `json:"rank" bson:"rank"`
}

// What a figure must rest on to be shown.
const (
	MinBase  = survey.SmallCell // answers in a cell, and in its complement where that is not empty
	MinGroup = 30               // answers of a group, to give its shares
)

func method() Method {
	return Method{
		Level: 0.95, MinAnswers: MinAnswers, MinBase: MinBase, MinGroup: MinGroup,
		WeightLow: lowestWeight, WeightHigh: highestWeight,
	}
}

// Item returns the item of the need with this code, or nil.
func (r *Ranking) Item(need string) *Item {
	for i := range r.Items {
		if r.Items[i].Need.Code == need {
			return &r.Items[i]
		}
	}
	return nil
}

// levelsGrave is the lowest level that counts as grave.
const levelsGrave = survey.SeverityLevels - 1
