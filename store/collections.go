package store

import "slices"

// kind is the type of an indexed field, the same in every document.
type kind string

// The kinds of indexed fields. Both engines order them alike: texts byte by byte,
// moments by time.
const (
	text   kind = "string"
	moment kind = "date"
)

// field is a top-level field of a collection's documents by which they can be
// found.
type field struct {
	name string
	kind kind
	// optional: documents can lack it. They are counted by such a field, and not read in its
	// order.
	optional bool
}

// index keeps a collection's documents in the order of some fields, and of _id
// where these are equal.
type index struct{ fields []field }

// collection is a set of documents of one sort. A document that is changed after
// it was inserted has a field rev, an int64 that grows with every change; where it can
// be missing at first, that stands for 0.
type collection struct {
	name    string
	private bool // the ids are not to be shown: they belong to a person, or open a door
	large   bool // a document may be of many megabytes
	local   bool // of the processes that share the store, and of no other store
	indexes []*index
	fields  []field // those of all indexes, each once
}

// The indexed fields.
var (
	municipality = field{name: "municipality", kind: text}
	campaign     = field{name: "campaign", kind: text}
	respondent   = field{name: "respondent", kind: text}
	heldIn       = field{name: "interview", kind: text}
	updated      = field{name: "updated", kind: moment}
	stored       = field{name: "stored", kind: moment}
	state        = field{name: "state", kind: text}
	kept         = field{name: "kept", kind: moment}
	subscriber   = field{name: "subscriber", kind: text}
	told         = field{name: "told", kind: moment}
	behind       = field{name: "door", kind: text, optional: true}
	became       = field{name: "response", kind: text, optional: true}
	account      = field{name: "account", kind: text}
	readIn       = field{name: "answer", kind: text}
	taken        = field{name: "at", kind: moment}
	ofHearing    = field{name: "hearing", kind: text}
	ofRound      = field{name: "round", kind: text}
)

// The indexes.
var (
	byMunicipality      = &index{[]field{municipality}}
	byCampaign          = &index{[]field{campaign}}
	byInterview         = &index{[]field{heldIn}}
	byCampaignStored    = &index{[]field{campaign, stored}}
	byRespondentUpdated = &index{[]field{respondent, updated}}
	byState             = &index{[]field{state}}
	byStateKept         = &index{[]field{state, kept}}
	byKept              = &index{[]field{kept}}
	bySubscriber        = &index{[]field{subscriber}}
	byAccount           = &index{[]field{account}}
	byDoorResponse      = &index{[]field{behind, became}}
	byAnswer            = &index{[]field{readIn}}
	byCampaignTaken     = &index{[]field{campaign, taken}}
	byHearing           = &index{[]field{ofHearing}}
	byRound             = &index{[]field{ofRound}}
	byCampaignTold      = &index{[]field{campaign, told}}
)

// The collections: everything that is kept. A new one is added here and to the
// list below; both engines make its tables and indexes when they are opened.
var (
	municipalities = newCollection("municipalities")
	questionnaires = newCollection("questionnaires")
	campaigns      = newCollection("campaigns", byMunicipality)
	doors          = newCollection("doors", byCampaign)
	interviews     = newCollection("interviews", byRespondentUpdated, byDoorResponse).secret()
	responses      = newCollection("responses", byCampaignStored, byCampaign).secret()
	attachments    = newCollection("attachments", byInterview).secret().ofFiles()
	accounts       = newCollection("accounts", byMunicipality)
	credentials    = newCollection("credentials").secret()
	links          = newCollection("links").secret()
	sessions       = newCollection("sessions", byAccount).secret()
	tokens         = newCollection("tokens", byMunicipality)
	audit          = newCollection("audit", byMunicipality)
	groups         = newCollection("groups").secret()
	deliveries     = newCollection("deliveries", byState, byStateKept)
	leases         = newCollection("leases").ofProcesses()
	subscriptions  = newCollection("subscriptions", bySubscriber, byCampaignTold).secret()
	announcements  = newCollection("announcements", byCampaign, byState)
	takenBack      = newCollection("taken_back", byKept)
	codings        = newCollection("codings", byCampaign, byAnswer).secret()
	codingSteps    = newCollection("coding_steps", byCampaignTaken)
	tickets        = newCollection("tickets", byCampaign, byInterview).secret()
	papers         = newCollection("papers", byCampaign)
	frozenBallots  = newCollection("frozen_ballots", byCampaign).ofFiles()
	frozen         = newCollection("frozen").ofFiles()
	printed        = newCollection("printed")
	paperTables    = newCollection("paper_tables", byCampaign).ofFiles()
	gatherings     = newCollection("gatherings", byCampaign)
	retentions     = newCollection("retentions", byMunicipality)
	requests       = newCollection("requests", byMunicipality)
	hearings       = newCollection("hearings", byCampaign, byState)
	desks          = newCollection("hearing_desks", byHearing)
	slips          = newCollection("hearing_slips", byHearing).secret()
	ballots        = newCollection("hearing_votes", byRound).secret()
	appraisals     = newCollection("appraisals")
	editions       = newCollection("editions", byMunicipality)
)

// collections lists them all, in the order in which they are copied: what others
// refer to comes first.
var collections = []*collection{
	municipalities, questionnaires, campaigns, doors, interviews, attachments, responses, accounts, credentials, links, sessions, tokens, audit,
	groups, deliveries, leases, subscriptions, announcements, takenBack, tickets, papers, frozenBallots, frozen, printed, paperTables, gatherings,
	codings, codingSteps, retentions, requests, hearings, desks, slips, ballots, appraisals, editions,
}

func newCollection(name string, indexes ...*index) *collection {
	c := &collection{name: name, indexes: indexes}
	for _, x := range indexes {
		for _, f := range x.fields {
			if !slices.Contains(c.fields, f) {
				c.fields = append(c.fields, f)
			}
		}
	}
	return c
}

// ofFiles says that the documents may be of many megabytes: few are held at a time.
func (c *collection) ofFiles() *collection {
	c.large = true
	return c
}

// ofProcesses says that the documents are of the processes that share the store: they
// are not copied to another.
func (c *collection) ofProcesses() *collection {
	c.local = true
	return c
}

func (c *collection) secret() *collection {
	c.private = true
	return c
}
