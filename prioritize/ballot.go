package prioritize

// Ballot is what of one response is scored. Needs are indexes into the needs of
// the Reader that made it, services into its services.
type Ballot struct {
	Source
	// Answered: the question of needs was answered, be it with "none"; a question
	// that was skipped is missing, not a no to every need.
	Answered bool
	// Chosen needs, each once, in the order given.
	Chosen []int
	// Ranked: the order is known. It is so too when there was nothing to put in
	// order: one need chosen, or none.
	Ranked bool
	// Order holds the ranked needs, best first, each once.
	Order []int
	// Ratings hold the severity of needs, each need at most once.
	Ratings []Rating
	// Services hold the satisfaction with services, each service at most once.
	Services []Satisfied
	// Groups are those that were asked for and that the respondent belongs to, by their
	// places in the Reader's, each once. They count where the question of needs was answered.
	Groups []int
	// Points hold the points given, each need at most once; none given is missing.
	Points []Pointed
	// Pairs hold what was compared.
	Pairs []Compared
	// Repeated: a need was given more than once; its first place counts.
	Repeated bool
}

// Rating is how grave one respondent finds one need, 1 (light) to
// survey.SeverityLevels (grave).
type Rating struct{ Need, Level int }

// Satisfied is how good one respondent finds one service, 1 (bad) to
// survey.SatisfactionLevels (good); or survey.NoAccessLevel.
type Satisfied struct{ Service, Level int }

// Pointed is how many points one respondent gave to one need, 0 or more.
type Pointed struct{ Need, Points int }

// Compared are two needs that one respondent compared: which is the more
// important, unless both are Equal.
type Compared struct {
	Better, Worse int
	Equal         bool
}
