package survey

// Kind is what sort of answer a question takes. The names are XLSForm's, save
// for scale, points and pairwise, which XLSForm does not know.
type Kind string

// The kinds of question.
const (
	SelectOne      Kind = "select_one"      // exactly one choice of List
	SelectMultiple Kind = "select_multiple" // one to Max choices of List
	Rank           Kind = "rank"            // what there is to choose, best first: Max of it, or all
	Scale          Kind = "scale"           // a level of List for each thing of Of or Items
	Points         Kind = "points"          // up to Max points over what there is to choose
	Pairwise       Kind = "pairwise"        // the better one of each of Pairs pairs
	Integer        Kind = "integer"         // a whole number
	Decimal        Kind = "decimal"         // a number
	RangeNumber    Kind = "range"           // a number of Range
	TextAnswer     Kind = "text"            // the respondent's own words, up to Max runes
	Date           Kind = "date"            // a day
	Geopoint       Kind = "geopoint"        // a place on the earth
	Image          Kind = "image"           // a photo
	Audio          Kind = "audio"           // a voice message
	Note           Kind = "note"            // words to read, and no answer
	Calculate      Kind = "calculate"       // not asked: worked out by Calculation
	Start          Kind = "start"           // not asked: when the interview began
	End            Kind = "end"             // not asked: when it was sent
	Today          Kind = "today"           // not asked: the day on which it began
)

// Computed reports whether a question of this kind is never asked: its answer
// comes of itself.
func (k Kind) Computed() bool {
	switch k {
	case Calculate, Start, End, Today:
		return true
	}
	return false
}

// Takes reports whether a question of this kind has choices put before the
// respondent: to be chosen, ranked, rated, given points or compared.
func (k Kind) Takes() bool {
	switch k {
	case SelectOne, SelectMultiple, Rank, Scale, Points, Pairwise:
		return true
	}
	return false
}

// Numeric reports whether the answer to a question of this kind is one number.
func (k Kind) Numeric() bool { return k == Integer || k == Decimal || k == RangeNumber }

// Stored reports whether the answer to a question of this kind is a file.
func (k Kind) Stored() bool { return k == Image || k == Audio }

// Role says what scoring and analysis read in a question's answer. The zero Role
// is read by nobody.
type Role string

// The roles of a question.
const (
	RoleNeed         Role = "need"         // select_multiple of needs, or a scale of needs with two levels: reach; or points
	RoleRank         Role = "rank"         // rank of needs: Borda; or pairwise
	RoleSeverity     Role = "severity"     // scale of needs, 1 (light) .. 5 (grave)
	RoleSatisfaction Role = "satisfaction" // scale of services, 1 (bad) .. 5 (good), and NoAccessLevel
	RoleSex          Role = "sex"          // select_one: SexFemale, SexMale
	RoleAge          Role = "age"          // select_one of age bands
	RoleGroup        Role = "group"        // select_one or select_multiple of groups whose ranks are set side by side
	RoleUnit         Role = "unit"         // text or integer: the sampling unit, such as a household's number on the list
	RoleProposal     Role = "proposal"     // text: a wish in the respondent's own words
	RoleOther        Role = "other"        // text: what the choice "other" of the need question stands for; see Choice.Other
)

// OwnWords lists the roles of questions whose answers, in the respondents' own words, are coded to needs: those of which
// rankings follow first.
func OwnWords() []Role { return []Role{RoleOther, RoleProposal} }

// The names of the choices of a question with RoleSex.
const (
	SexFemale = "female"
	SexMale   = "male"
)

// Question is one screen of a questionnaire, or one computed value. Expressions
// are in the language of package expression; ${name} is the answer to the
// question of that name, empty as long as it is not asked or not answered. In
// texts, ${name} stands for that answer in words.
type Question struct {
	Name  string `json:"name" bson:"name"`
	Kind  Kind   `json:"kind" bson:"kind"`
	Role  Role   `json:"role,omitempty" bson:"role,omitempty"`
	Group string `json:"group,omitempty" bson:"group,omitempty"` // the innermost Group that it stands in
	Label Text   `json:"label,omitempty" bson:"label,omitempty"`
	Hint  Text   `json:"hint,omitempty" bson:"hint,omitempty"`
	// List names the choices to select from, to rank, to give points or to compare;
	// or the levels of a scale, lowest first: level 1 is the list's first choice.
	List string `json:"list,omitempty" bson:"list,omitempty"`
	// Items names the list of what is rated on a scale, where that is not Of.
	Items string `json:"items,omitempty" bson:"items,omitempty"`
	// Of names an earlier select_multiple whose given choices are ranked, rated,
	// given points or compared, or an earlier scale, of which those count that were
	// given the highest level. The question is passed over when there are too few
	// of them: fewer than two, or none to rate.
	Of string `json:"of,omitempty" bson:"of,omitempty"`
	// Max bounds the number of choices of a select_multiple, the places of a rank
	// or the runes of a text; 0 means as many as there are, or MaxTextLength. It is
	// the number of points that can be given.
	Max int `json:"max,omitempty" bson:"max,omitempty"`
	// Pairs is the number of pairs that each respondent compares; which ones, turns
	// from respondent to respondent.
	Pairs int `json:"pairs,omitempty" bson:"pairs,omitempty"`
	// Range bounds a range.
	Range *Range `json:"range,omitempty" bson:"range,omitempty"`
	// Required questions cannot be skipped. RequiredIf, an expression, makes a
	// question required when it is true.
	Required        bool   `json:"required,omitempty" bson:"required,omitempty"`
	RequiredIf      string `json:"required_if,omitempty" bson:"required_if,omitempty"`
	RequiredMessage Text   `json:"required_message,omitempty" bson:"required_message,omitempty"`
	// Relevant, an expression, must be true for the question to be asked.
	Relevant string `json:"relevant,omitempty" bson:"relevant,omitempty"`
	// Constraint, an expression, must be true of an answer, which it calls ".".
	Constraint        string `json:"constraint,omitempty" bson:"constraint,omitempty"`
	ConstraintMessage Text   `json:"constraint_message,omitempty" bson:"constraint_message,omitempty"`
	// ChoiceFilter, an expression, must be true of a choice for it to be offered.
	// The choice's name and its Columns are called by their bare names.
	ChoiceFilter string `json:"choice_filter,omitempty" bson:"choice_filter,omitempty"`
	// Calculation, an expression, is the value of a calculate.
	Calculation string `json:"calculation,omitempty" bson:"calculation,omitempty"`
	// Shuffle puts the choices in an order of the respondent's own, which stays the
	// same; those that are exclusive or called "none" or "other" stay last. Where
	// Seed, an expression, comes to something, the order follows from that instead.
	Shuffle bool   `json:"shuffle,omitempty" bson:"shuffle,omitempty"`
	Seed    string `json:"seed,omitempty" bson:"seed,omitempty"`
	// Columns keeps what other tools have to say of the question, by their headings.
	Columns Columns `json:"columns,omitempty" bson:"columns,omitempty"`
}

// Range is the numbers from Start to End that lie whole Steps from Start, in
// decimal digits, as in "0.5".
type Range struct {
	Start string `json:"start" bson:"start"`
	End   string `json:"end" bson:"end"`
	Step  string `json:"step" bson:"step"`
}

// Group is a part of the questionnaire: its questions stand together, under its
// label, and are asked only while Relevant is true.
type Group struct {
	Name     string  `json:"name" bson:"name"`
	Parent   string  `json:"parent,omitempty" bson:"parent,omitempty"` // the group that it stands in
	Label    Text    `json:"label,omitempty" bson:"label,omitempty"`
	Relevant string  `json:"relevant,omitempty" bson:"relevant,omitempty"`
	Columns  Columns `json:"columns,omitempty" bson:"columns,omitempty"`
}
