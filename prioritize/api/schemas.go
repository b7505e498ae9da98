package api

import (
	"ashar/prioritize/analysis"
	"ashar/survey"
	"ashar/survey/access"
)

// component is a schema with a name.
type component struct {
	name string
	schema
}

// components are the schemas of all answers, those first that are answers themselves.
func components() []component {
	all := []component{
		{"Root", object("What this token may read.",
			must("municipality", text("Identifier of the municipality that the token is of.")),
			must("name", use("Text").of("Its name.")),
			must("token", object("The token itself; never its secret.",
				must("id", text("What the token is called by; it opens nothing.")),
				must("name", text("What it is for.")),
				must("scopes", list("What it may read now.", one("A scope.", listed(access.Scopes())...))),
				must("expires", instant("It works until then.")))),
			must("resources", list("Everything that there is, with whether this token may read it.", object("One resource.",
				must("id", text("Its operationId.")),
				must("href", text("Its address; a name in braces is to be filled in.")),
				must("title", text("What it is, in English.")),
				must("scopes", list("Scopes that it asks for, all of them.", text("A scope."))),
				must("may", truth("The token has them."))))),
			must("description", address("This description.")),
			must("docs", address("The page that describes it to people.")),
			must("code_version", text("Version of the program that answered.")))},
		{"Description", schema{kinds: []string{"object"}, open: true, said: "This description, OpenAPI 3.1.", members: []member{
			must("openapi", text("Version of OpenAPI.")), must("paths", schema{kinds: []string{"object"}, open: true, said: "Every operation."})}}},
		{"Places", object("The municipality with all villages that it has and had.",
			must("id", text("Identifier of the municipality; never changes.")),
			must("rev", integer("Grows with every change.")),
			must("name", use("Text").of("Name of the municipality.")),
			may("district", use("Text").of("Name of the district (raion).")),
			may("oblast", use("Text").of("Name of the oblast.")),
			may("soate", text("Code of the classifier of territories (СОАТЕ), 14 digits.")),
			must("invented", truth("The numbers are made up, for a demonstration.")),
			may("source", use("Text").of("Where the populations come from.")),
			may("year", integer("Year of the populations.")),
			may("former", list("Names that it had, the oldest first.", use("Former"))),
			must("villages", list("Villages, present and past, in the municipality's own order.", use("Village"))))},
		{"Campaigns", object("The campaigns of the municipality. Those that are only prepared are not among them.",
			must("campaigns", list("In the order of their identifiers.", use("Campaign"))))},
		{"Campaign", object("One survey of the municipality.",
			must("id", text("Identifier; never changes.")),
			must("municipality", text("Identifier of the municipality.")),
			must("title", use("Text").of("What it is called.")),
			must("status", one("Where it stands in its life.", statusNames()...)),
			must("provisional", truth("Answers may still come.")),
			must("opens", instant("When it takes the first answer.")),
			must("closes", maybe(instant("When it takes the last one; null while that is open."))),
			must("questionnaire", text("Key of the version that it asks now: id@version.")),
			must("versions", list("Versions that it asked, the latest first; each can be had from .../questionnaire?version=.", text("A version."))),
			must("villages", list("Villages in which it asks.", text("Identifier of a village."))),
			must("kept_until", maybe(instant("Last day on which the answers are kept; null where that is not decided."))),
			must("cleared_at", maybe(instant("When the answers were deleted, since their time was over; null while they are there."))),
			must("links", list("What there is of it.", use("Link"))))},
		{"Coverage", object("Who answered. A number of people that must not be shown is null, in every format.",
			must("campaign", text("Identifier of the campaign.")),
			must("municipality", text("Identifier of the municipality.")),
			must("generated_at", instant("When this was said.")),
			must("provisional", truth("Answers may still come.")),
			must("inputs", hash("SHA-256 of everything that was counted; empty of fewer than 100 answers.")),
			must("code_version", text("Version of the program that answered.")),
			must("invented", truth("The numbers are made up, for a demonstration.")),
			must("whole", use("CoverageRow").of("The whole municipality.")),
			must("villages", list("The campaign's villages in their order; last, as \"*\", those of villages that are not listed.", use("CoverageRow"))))},
		{"Ranking", rankingSchema()},
		{"Snapshots", object("What can be cited.",
			must("campaign", text("Identifier of the campaign.")),
			must("snapshots", list("Where it stands now; and where it stood when it was frozen, if it was.", use("Snapshot"))))},
		{"Snapshot", object("A standing that can be cited.",
			must("id", text("\"now\", or the hash under which the campaign was frozen; \"frozen\" where that is not told.")),
			must("campaign", text("Identifier of the campaign.")),
			must("frozen", truth("What it counted changes no more.")),
			must("provisional", truth("Answers may still come.")),
			must("at", instant("Of what moment it is.")),
			must("hash", hash("SHA-256 of everything that it follows from. Of fewer than 100 answers it is empty, but for a token that may read the answers of one that is frozen.")),
			may("fingerprint", text("The first digits of the hash of one that is frozen, as they stand in minutes.")),
			must("n", count("Answers.")),
			must("code_version", text("Version of the program that counted.")),
			may("rankings", list("Rankings that were made of it when it was frozen.", object("One of them.",
				must("rule", text("Its rule.")), must("sha256", hash("SHA-256 of its JSON."))))),
			must("links", list("What there is of it.", use("Link"))))},
		{"Analysis", schema{raw: within("Analysis", analysis.JSONSchema()), said: "The residents' part of a situation analysis: tables in all languages of the program. Only the beginnings of its schema stand here; openapi.json has all of it.", members: []member{
			must("schema", text("Version of this form. Members are added to it, never renamed.")),
			must("generated_at", instant("When it was made.")),
			must("inputs", hash("SHA-256 of everything that it follows from; empty of fewer than 100 answers.")),
			must("tables", list("The tables.", object("A table.",
				must("id", text("Which table it is: t1, t2 and so on.")),
				must("columns", list("Its columns, known by their id.", object(""))),
				must("rows", list("Its rows.", list("As many cells as there are columns.", object("A cell; without a value, its state says why."))))))),
		}}},
		{"Questionnaire", questionnaireSchema()},
		{"Answers", object("Answers, in the order in which they came; one that is corrected comes again behind all others.",
			must("campaign", text("Identifier of the campaign.")),
			must("next", maybe(address("Address of the next page; null of the last one, and without limit."))),
			must("answers", list("The answers.", schema{kinds: []string{"object"}, open: true,
				said: "One answer. Its members are the columns of all versions of the questionnaire: those that begin with \"_\" are of the answer itself, the others have the names of questions, or of a question and a choice: needs/water. What several were chosen of is a list; what was not asked, or skipped, is null.",
				members: []member{
					may("_id", text("What the answer is called by; it leads to nobody. Told apart by it, an answer that comes again is no other one.")),
				}})))},
	}
	return append(append(all, needSchema()), shared()...)
}

func statusNames() []string {
	var names []string
	for _, s := range survey.Statuses() {
		if s != survey.StatusDraft {
			names = append(names, string(s))
		}
	}
	return names
}

// shared are the schemas that others refer to.
func shared() []component {
	of := func(what string) schema {
		return by("Answers by "+what+"; null where it must not be shown.", maybe(count("Answers.")))
	}
	return []component{
		{"Text", by("A phrase by languages (BCP 47).", text("The phrase in this language."))},
		{"Link", object("A way on.", must("rel", text("Where it leads.")), must("href", address("Its address.")))},
		{"Former", object("A name of before.", must("name", use("Text").of("The name.")), must("until", instant("Until when.")))},
		{"Village", object("A settlement within bounds that do not change: where villages merge or are divided, these end and others begin.",
			must("id", text("Identifier; never changes, and is never another's.")),
			must("name", use("Text").of("Its name.")),
			may("soate", text("Code of the classifier of territories (СОАТЕ), 14 digits.")),
			may("aliases", list("What it is called besides.", text("A name."))),
			must("valid_from", maybe(instant("When it began; null of one that always was."))),
			must("valid_to", maybe(instant("When it ended; null of one that is still there."))),
			may("from", list("Villages out of which it was made.", text("Identifier of a village."))),
			may("former", list("Names that it had, the oldest first.", use("Former"))),
			must("adults", maybe(count("People of 18 and over; null where that is not known."))),
			must("population", list("Adults by sex and age; empty where that is not known.", object("People of one sex and age.",
				must("sex", text("Name of the choice of the questionnaire: female, male.")),
				must("age", text("Name of the choice of the questionnaire: 18-28, 60+.")),
				must("count", count("So many.")))))),
		},
		{"CoverageRow", object("Who answered from one village, or from all.",
			must("village", text("Identifier of the village; \"*\" for those that are not listed; empty for all.")),
			may("name", use("Text").of("Its name.")),
			must("adults", maybe(count("People of 18 and over; null where that is not known."))),
			must("answers", maybe(count("Answers; null where it must not be shown."))),
			must("coverage", maybe(number("Answers by adults; null where one of them is.").atLeast(0))),
			must("wanted", maybe(count("Answers that are aimed for; null for villages that are not listed."))),
			must("channels", of("the way that they came")),
			must("sexes", of("sex, as the choices of the questionnaire are called; \"unsaid\" did not say")),
			must("ages", of("age band, as the choices of the questionnaire are called; \"unsaid\" did not say")))},
		{"Problem", object("What went wrong (RFC 9457). The title is in the client's language, the rest in English.",
			must("type", text("about:blank: the status says what kind it is.")),
			must("title", text("What went wrong.")),
			must("status", integer("Status of the answer.")),
			may("detail", text("What to do about it.")),
			may("errors", list("Everything that is to be mended.", object("One thing to be mended.",
				must("detail", text("What is wrong with it.")),
				may("parameter", text("The parameter of the query.")),
				may("pointer", text("Where it stands in the JSON that was sent (RFC 6901)."))))),
			may("request_id", text("By which whoever runs the service finds the request in its log.")))},
	}
}

func (s schema) atLeast(n int) schema {
	s.least = &n
	return s
}
