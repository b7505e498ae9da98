package prioritize

// StatementCode says what is stated of a ranking. The words for it are in the locale
// under "report.says.<code>".
type StatementCode string

// What can be stated, in the order in which it is, with the members of Statement that
// are filled. Villages are municipalities where a region is ranked: the words fit both.
const (
	SaysAnswered     StatementCode = "answered"      // Count people answered
	SaysFirstSure    StatementCode = "first_sure"    // Needs: the first, certainly
	SaysFirstOpen    StatementCode = "first_open"    // Needs: the first, whose true place may be down to High
	SaysFirstShared  StatementCode = "first_shared"  // Needs share the first place
	SaysAlike        StatementCode = "alike"         // two Needs cannot be told apart
	SaysClose        StatementCode = "close"         // more Needs, of which no two neighbours can be told apart
	SaysCertain      StatementCode = "certain"       // Needs are certainly among the first Top, if that is more than one
	SaysContender    StatementCode = "contender"     // Needs may be among the first Top
	SaysMany         StatementCode = "many"          // Count needs may be among the first Top: too many to name
	SaysVillageFirst StatementCode = "village_first" // in Villages the first are Needs, and not those of all
	SaysGroupsFirst  StatementCode = "groups_first"  // women put Needs first, and men Others
	SaysGap          StatementCode = "gap"           // Group chose Needs more often than its counterpart by Share
	SaysSameWeights  StatementCode = "same_weights"  // Needs are first however it is weighted
	SaysRespondents  StatementCode = "respondents"   // Needs would be first if every answer counted the same
	SaysVillages     StatementCode = "villages"      // Needs would be first if every village with Least answers counted the same
	SaysSameRules    StatementCode = "same_rules"    // Needs are first by Rules too
	SaysOtherRules   StatementCode = "other_rules"   // Needs would be first by Rules
	SaysStays        StatementCode = "stays"         // the first Top stay the same whichever of Count villages is left out, of those with Least answers
	SaysLeansOn      StatementCode = "leans_on"      // the first Top would be others without any of Villages
	SaysChannels     StatementCode = "channels"      // the first Top would be others without any of Channels
	SaysFlaggedSame  StatementCode = "flagged_same"  // the first Top stay the same without the flagged answers
	SaysFlagged      StatementCode = "flagged"       // the first Top would be others without the flagged answers
	SaysAsideSame    StatementCode = "aside_same"    // the first Top would stay the same with the answers that were set aside
	SaysAside        StatementCode = "aside"         // the first Top would be others with the answers that were set aside
	SaysFlip         StatementCode = "flip"          // Others would draw level with Needs, or overtake them, if Share of the people lived in To instead of Villages
	SaysRobust       StatementCode = "robust"        // Needs stay first although villages' parts of the people are off by Share
	SaysPassedOver   StatementCode = "passed_over"   // none of the first Top is among the first three of Villages
	SaysShares       StatementCode = "shares"        // Needs are the list in which every part of the people has its share
)

// StatementCodes lists every code, for those who must have words for each.
func StatementCodes() []StatementCode {
	return []StatementCode{
		SaysAnswered, SaysFirstSure, SaysFirstOpen, SaysFirstShared, SaysAlike, SaysClose, SaysCertain, SaysContender, SaysMany,
		SaysVillageFirst, SaysGroupsFirst, SaysGap, SaysSameWeights, SaysRespondents, SaysVillages, SaysSameRules,
		SaysOtherRules, SaysStays, SaysLeansOn, SaysChannels, SaysFlaggedSame, SaysFlagged, SaysAsideSame, SaysAside, SaysFlip, SaysRobust,
		SaysPassedOver, SaysShares,
	}
}

// Statement is one thing that a ranking says, to be put into a sentence.
type Statement struct {
	Code     StatementCode `json:"code"`
	Needs    []string      `json:"needs,omitempty"`    // codes
	Others   []string      `json:"others,omitempty"`   // codes
	Villages []string      `json:"villages,omitempty"` // identifiers
	To       string        `json:"to,omitempty"`       // identifier of a village
	Channels []string      `json:"channels,omitempty"`
	Rules    []string      `json:"rules,omitempty"` // as in Check
	Group    Group         `json:"group,omitempty"`
	Count    int64         `json:"count,omitempty"`
	Top      int           `json:"top,omitempty"`
	Least    int           `json:"least,omitempty"` // answers that a village must have to be looked at
	High     int           `json:"high,omitempty"`
	Share    float64       `json:"share,omitempty"` // 0..1
}
