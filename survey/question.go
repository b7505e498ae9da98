package survey

// Kind is what sort of answer a question takes. The names are XLSForm's, save
// for scale, which XLSForm writes as a group of select_one.
type Kind string

// The kinds of question.
const (
	SelectOne      Kind = "select_one"      // exactly one choice of List
	SelectMultiple Kind = "select_multiple" // one to Max choices of List
	Rank           Kind = "rank"            // the choices given to the question Of, best first
	Scale          Kind = "scale"           // a level of List for each choice given to the question Of
	TextAnswer     Kind = "text"            // the respondent's own words, up to Max runes
)

// Role says what scoring and analysis read in a question's answer. The zero Role
// is read by nobody.
type Role string

// The roles of a question.
const (
	RoleNeed     Role = "need"     // select_multiple of needs: reach
	RoleRank     Role = "rank"     // rank of needs: Borda
	RoleSeverity Role = "severity" // scale of needs, 1 (light) .. 5 (grave)
	RoleSex      Role = "sex"      // select_one: SexFemale, SexMale
	RoleAge      Role = "age"      // select_one of age bands
	RoleProposal Role = "proposal" // text: a wish in the respondent's own words
)

// The names of the choices of a question with RoleSex.
const (
	SexFemale = "female"
	SexMale   = "male"
)

// Question is one screen of a questionnaire.
type Question struct {
	Name  string `json:"name" bson:"name"`
	Kind  Kind   `json:"kind" bson:"kind"`
	Role  Role   `json:"role,omitempty" bson:"role,omitempty"`
	Label Text   `json:"label" bson:"label"`
	Hint  Text   `json:"hint,omitempty" bson:"hint,omitempty"`
	// List names the choices of a selection, or the levels of a scale, lowest
	// first: level 1 is the list's first choice.
	List string `json:"list,omitempty" bson:"list,omitempty"`
	// Of names the earlier select_multiple whose given choices are ranked or
	// rated. The question is passed over when there are too few of them: fewer
	// than two to rank, none to rate.
	Of string `json:"of,omitempty" bson:"of,omitempty"`
	// Max bounds the number of choices of a select_multiple, or the runes of a
	// text; 0 means as many as there are, or MaxTextLength.
	Max int `json:"max,omitempty" bson:"max,omitempty"`
	// Required questions cannot be skipped.
	Required bool `json:"required,omitempty" bson:"required,omitempty"`
}
