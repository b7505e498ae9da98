package access

import "slices"

// Role is what an account is in its municipality.
type Role string

// The roles. Each account has one, in one municipality.
const (
	Owner         Role = "owner"         // answers for the municipality's data; everything within it
	Organiser     Role = "organiser"     // initiative group: runs campaigns in the villages
	Enumerator    Role = "enumerator"    // enters answers for others, and sees only those
	Analyst       Role = "analyst"       // working group: rankings, hearings, reports
	Observer      Role = "observer"      // monitoring group: reads, changes nothing
	Administrator Role = "administrator" // of the instance: municipalities and their owners, never answers
)

// Roles lists the roles, the most powerful within a municipality first.
func Roles() []Role {
	return []Role{Owner, Organiser, Enumerator, Analyst, Observer, Administrator}
}

// Valid reports whether r is one of Roles.
func (r Role) Valid() bool { return slices.Contains(Roles(), r) }

// Action is something that staff do, coarse enough to be explained to them in a word.
type Action string

// The actions. A route asks for exactly one of them.
const (
	OwnAccount           Action = "own_account"           // one's own password, codes, language and sessions
	SeeDesk              Action = "see_desk"              // the desk's first page
	SeeCoverage          Action = "see_coverage"          // counts of answers by village and group
	EnterAnswers         Action = "enter_answers"         // assisted and paper entry
	RunCampaigns         Action = "run_campaigns"         // create, open, close; links and posters
	ReviewAnswers        Action = "review_answers"        // single answers that look odd: see them, and decide which count
	SeeResults           Action = "see_results"           // rankings that are not published
	CodeAnswers          Action = "code_answers"          // say for which needs own words stand
	RunHearings          Action = "run_hearings"          // plan a hearing, register who comes, call votes, write down what is said
	CountPeople          Action = "count_people"          // at the door of a hearing: how many come, and whose slip is whose
	DecideResults        Action = "decide_results"        // freeze, overrule a hearing's ranks, sign its minutes, publish
	ExportResults        Action = "export_results"        // reports and data files
	AnswerRequests       Action = "answer_requests"       // of people about what is kept of them: see, correct, withdraw
	KeepAnswers          Action = "keep_answers"          // until when answers are kept, and their deletion after that
	ManageStaff          Action = "manage_staff"          // invite, change roles, disable
	ManageTokens         Action = "manage_tokens"         // by which programs read the municipality's data: make, end
	ManagePlaces         Action = "manage_places"         // the municipality's names, villages and people
	ReadAudit            Action = "read_audit"            // the audit trail
	ManageMunicipalities Action = "manage_municipalities" // create municipalities and name their owners
)

// What the audit trail tells beside the actions. No role may it and no route asks for it: it happens at the Door.
const (
	SignedIn  Action = "signed_in"
	SignedOut Action = "signed_out"
	// SignInRefused: a link that works no more was shown, or a wrong password or code; the entry's After says which.
	SignInRefused Action = "sign_in_refused"
)

// Actions lists every action that a route can ask for, in the order of the constants.
func Actions() []Action {
	return []Action{
		OwnAccount, SeeDesk, SeeCoverage, EnterAnswers, RunCampaigns, ReviewAnswers, SeeResults, CodeAnswers, RunHearings, CountPeople,
		DecideResults, ExportResults, AnswerRequests, KeepAnswers, ManageStaff, ManageTokens, ManagePlaces, ReadAudit, ManageMunicipalities,
	}
}

// Deeds lists what the audit trail can tell: all that changes something, and coming and going.
func Deeds() []Action {
	return []Action{
		SignedIn, SignedOut, SignInRefused, OwnAccount, EnterAnswers, RunCampaigns, ReviewAnswers, CodeAnswers, RunHearings, CountPeople, DecideResults, ExportResults, AnswerRequests,
		KeepAnswers, ManageStaff, ManageTokens, ManagePlaces, ManageMunicipalities,
	}
}

// may is the one table that says which role may do what. What is not in it is forbidden.
var may = map[Role][]Action{
	Owner: {
		OwnAccount, SeeDesk, SeeCoverage, EnterAnswers, RunCampaigns, ReviewAnswers, SeeResults, CodeAnswers, RunHearings, CountPeople,
		DecideResults, ExportResults, AnswerRequests, KeepAnswers, ManageStaff, ManageTokens, ManagePlaces, ReadAudit,
	},
	Organiser: {
		OwnAccount, SeeDesk, SeeCoverage, EnterAnswers, RunCampaigns, ReviewAnswers, SeeResults, CodeAnswers, RunHearings, CountPeople, AnswerRequests,
	},
	Enumerator:    {OwnAccount, SeeDesk, EnterAnswers, CountPeople},
	Analyst:       {OwnAccount, SeeDesk, SeeCoverage, SeeResults, CodeAnswers, RunHearings, CountPeople, DecideResults, ExportResults, ManageTokens},
	Observer:      {OwnAccount, SeeDesk, SeeCoverage, SeeResults, ReadAudit},
	Administrator: {OwnAccount, SeeDesk, ManageStaff, ReadAudit, ManageMunicipalities},
}

// May reports whether the role allows the action. An unknown role may nothing.
func (r Role) May(a Action) bool { return slices.Contains(may[r], a) }
