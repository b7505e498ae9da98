package api

import (
	"ashar/prioritize"
)

// rankingSchema describes a Ranking as it is handed on.
func rankingSchema() schema {
	ranks := func(said string) schema { return list(said, count("A rank; 0 where it must not be told.")) }
	villages := func(said string) schema { return list(said, text("Identifier of a village.")) }
	needs := func(said string) schema { return list(said, text("Code of a need.")) }
	groups := func(said string) schema { return one(said, "women", "men", "youth", "older") }
	score := func(said string) schema {
		s := object(said, must("value", share("Weighted mean.")), must("error", number("Its standard error.")), must("rank", count("Rank by it; 0 where it must not be told.")))
		return s
	}
	warning := object("What must be said with the figures.",
		must("code", text("Which warning it is.")), may("villages", villages("Of which villages.")), may("needs", list("Of which needs.", use("Text"))),
		may("count", count("Of how many.")), may("share", share("Of which part.")), may("some", truth("The count must not be shown.")), may("reason", text("Why.")))
	segment := object("A village or a group beside which needs are shown.",
		must("key", text("Identifier of a village, or a group: women, men, youth, older, or asked: and the code of one that the questionnaire asks for.")),
		may("name", use("Text").of("What a group is called that the questionnaire asks for.")), must("base", maybe(count("So many answered the question of needs; null where it must not be shown."))),
		may("plain", truth("Everybody counts the same in its shares, since weights would tell of a few.")), may("few", truth("It rests on few answers: show it in grey.")))
	part := object("The need within a village or a group.",
		must("key", text("Identifier of a village, or a group.")), must("n", maybe(count("So many there chose it; null where it must not be shown."))),
		must("share", maybe(share("Of those who answered there; null where it must not be shown."))),
		must("rank", maybe(count("Its rank there; null where it must not be told."))), may("lifts", number("By how much the village lifts the need's share in all.")))
	item := object("One need.",
		must("rank", count("1 is the first; equal scores share a rank; 0 where it must not be told.")),
		must("rank_lo", count("Best rank that it may truly have, at the method's level for all needs at once.")),
		must("rank_hi", count("Worst rank that it may truly have.")),
		must("tier", count("Needs of one tier cannot be told apart.")),
		must("apart", truth("All needs of this rank are significantly above all of the next one.")),
		must("top", one("Where it stands towards the first method.top.", "certain", "contender", "out", "hidden")),
		must("need", use("Need").of("The need.")),
		must("n", maybe(count("So many chose it; null where it must not be shown."))),
		must("share", maybe(share("Of those who answered, weighted."))), must("low", maybe(share("95 % interval of the share: sampling variation only."))),
		must("high", maybe(share("Its upper end."))), must("unweighted", maybe(share("The share when everybody counts the same."))),
		may("borda", score("Symmetric truncated Borda score.")), may("points", score("Mean share of the points.")),
		may("severity", object("How grave those who chose it find it.",
			must("n", count("So many rated it.")), must("mean", share("0 light .. 1 grave.")), must("grave", maybe(share("Share of the two gravest levels."))),
			may("dissent", maybe(number("How far people disagree: 0 not at all.").atLeast(0))), may("agreement", maybe(number("Van der Eijk's agreement.")))),
		),
		must("ranks", object("Its rank by other weights.", must("respondents", count("Everybody counts the same.")), must("villages", count("Every village counts the same.")), must("people", count("All people count the same.")))),
		must("villages", list("Beside the ranking's villages.", part)), must("groups", list("Beside the ranking's groups.", part)),
		may("gaps", list("Differences between groups that are alike otherwise.", object("One difference.",
			must("of", groups("Of which group.")), must("from", groups("From which group.")), must("difference", number("Share among the one less that among the other.")),
			must("low", number("95 % interval.")), must("high", number("Its upper end.")), must("covered", share("Part of the people that could be compared."))))),
		may("between", share("Part of the variance of choosing the need that lies between villages.")),
		may("flip", object("Smallest change of how much villages count that would swap it with the next need.",
			must("next", text("Code of the next need.")), must("moved", share("Part of all people who would have to live elsewhere.")), must("from", villages("From where.")),
			must("to", text("Where to.")), must("robust", truth("No error of a census is as large.")))))
	return object("The priorities of a campaign. Members are added, never renamed. Intervals state sampling variation only: those who answered chose to.",
		must("generated_at", instant("When this was said.")),
		must("provisional", truth("Answers may still come.")),
		must("campaign", text("Identifier of the campaign.")),
		must("municipality", text("Identifier of the municipality.")),
		may("village", text("Identifier of the village that alone was counted.")),
		must("questionnaire", text("Key of the version of the form: id@version.")),
		must("rule", one("What the needs are ordered by.", rules()...)),
		must("method", object("What it was made with.",
			must("level", number("Level of the intervals, and of all rank sets together.")), must("draws", integer("Draws that the rank sets rest on.")),
			must("seed", integer("Seed of the draws.")), must("top", integer("So many needs are sought.")), must("prior", number("Alpha of Bradley-Terry.")),
			must("min_answers", integer("Answers without which there is no ranking.")), must("min_base", integer("Answers that a figure must rest on.")),
			must("min_group", integer("Answers of a group, to give its shares.")), must("weight_low", number("Least weight, in means.")), must("weight_high", number("Greatest weight, in means.")),
			must("census", number("How far a village's share of the people may be off.")), may("bootstrap", integer("Samples that are drawn.")))),
		must("inputs", hash("SHA-256 of everything that the ranking follows from; empty of fewer than 100 answers.")),
		must("code_version", text("Version of the program that made it.")),
		may("invented", truth("The numbers are made up, for a demonstration.")),
		must("n", count("Answers.")),
		must("n_answered", count("That answered the question of needs.")),
		must("n_ranked", count("That put needs in order.")), may("n_pointed", count("That gave points.")), may("n_compared", count("That compared pairs.")),
		must("weighting", object("How answers are weighted to the people.",
			must("basis", one("What the weights rest on.", string(prioritize.ByVillageSexAge), string(prioritize.ByVillage), string(prioritize.Unweighted))),
			may("margins", list("Margins that they are raked to.", text("A margin."))), must("n", count("Answers.")), must("deff", number("Design effect (Kish).")), must("n_eff", number("Effective number of answers.")),
			must("sweeps", integer("Rounds of raking.")), must("residual", number("Largest miss of a margin.")),
			may("collapsed", list("Cells of margins that were joined.", object("Of one margin.", must("margin", text("Which.")), must("joined", list("The cells.", object("A cell.",
				may("village", text("Identifier of a village.")), may("sex", text("Name of a choice.")), may("age", text("Name of a choice.")))))))),
			may("silent", villages("Villages that no answer came from.")), may("warnings", list("What must be said of them.", warning)))),
		may("warnings", list("What must be said of the whole.", warning)),
		must("villages", maybe(list("The villages.", segment))), must("groups", maybe(list("The groups.", segment))),
		must("items", maybe(list("The needs by their rank; none when too few answered.", item))),
		must("top", object("Which needs are among the first.", must("k", integer("The first how many.")), must("certain", maybe(needs("Certainly."))), must("contender", maybe(needs("Possibly."))))),
		may("checks", list("What other rules make of the same answers.", object("One rule.",
			must("rule", text("Its name.")), must("ranks", maybe(ranks("Beside the items."))), must("tau", number("Kendall's tau_b with the ranking.")),
			may("heuristic", truth("The order is not proved best.")), may("several", truth("Other orders are as good.")), may("p_top", list("How often each item is among the first.", share("0..1.")))))),
		may("without", list("What becomes of the order when some answers are left out.", object("One of them.",
			must("left", one("What is left out.", "village", "channel", "flagged", "excluded")), may("key", text("Which.")), may("ranks", ranks("Beside the items.")),
			may("tau", number("Kendall's tau_b with the ranking.")), must("same_top", truth("The first needs stay the same."))))),
		may("representation", object("Whom the first needs pass over.",
			must("passed_over", maybe(villages("Villages that find none of their own first needs among them."))), may("shares", needs("What Equal Shares selects.")),
			may("shares_pass_over", villages("Whom that passes over.")), may("shares_p", list("How often it selects each item.", share("0..1."))))))
}

// needSchema describes what residents choose among.
func needSchema() component {
	term := func(said string) schema {
		return object(said, must("code", text("Its code; empty where it is not said.")), may("name", use("Text").of("What it is called.")))
	}
	return component{"Need", object("One of the things that residents choose among.",
		must("code", text("Code of the taxonomy.")), must("name", use("Text").of("What it is called.")), must("sphere", term("Its sphere.")),
		may("competence", list("Whose task it is.", term("One of them."))), may("issue", integer("Number of the local issue by law.")),
		may("unoffered", truth("It was in no list, and was found in respondents' own words.")))}
}

// questionnaireSchema describes a version of a form.
func questionnaireSchema() schema {
	columns := func() schema { return by("Further columns of the workbook, by their headings.", text("A cell.")) }
	return object("One version of a form. It never changes.",
		must("id", text("Identifier of the form.")), must("version", text("Its version: yyyymmddrr.")),
		must("languages", list("Its languages, the default one first.", text("A language (BCP 47)."))),
		must("title", use("Text").of("What it is called.")), may("intro", use("Text").of("What stands under the title.")),
		must("consent", object("What respondents agree to first.", must("version", text("Its version.")), must("text", use("Text").of("Its words.")))),
		must("lists", maybe(list("Lists of choices that questions share.", object("A list.", must("name", text("Its name.")), must("choices", maybe(list("Its choices.", object("A choice.",
			must("name", text("Its name: what stands in the answers.")), must("label", use("Text").of("What it is called.")), may("exclusive", truth("Cannot be chosen beside others.")),
			may("need", text("Code of the need that it stands for.")), may("sphere", text("Name of a choice of the list sphere.")),
			may("competence", list("Names of choices of the list competence.", text("A name."))), may("issue", integer("Number of the local issue by law.")), may("columns", columns()))))))),
		)),
		may("groups", list("Groups of questions.", object("A group.", must("name", text("Its name.")), may("parent", text("The group that it stands in.")),
			may("label", use("Text").of("What it is called.")), may("relevant", text("When it is asked.")), may("columns", columns())))),
		must("questions", maybe(list("The questions in their order.", object("A question.",
			must("name", text("Its name: the heading of its column.")), must("kind", text("Its kind, as XLSForm calls it; scale, points and pairwise are Ashar's.")),
			may("role", text("What scoring reads in it.")), may("group", text("The group that it stands in.")), may("label", use("Text").of("What is asked.")), may("hint", use("Text").of("Under it.")),
			may("list", text("List of choices, or of levels.")), may("items", text("List of what is rated.")), may("of", text("The question whose choices are asked about.")),
			may("max", integer("Most choices, places, runes or points.")), may("pairs", integer("Pairs that each compares.")),
			may("range", object("Bounds of a range.", must("start", text("From.")), must("end", text("To.")), must("step", text("In steps of.")))),
			may("required", truth("Cannot be skipped.")), may("required_if", text("When it cannot be skipped.")), may("required_message", use("Text").of("What is said then.")),
			may("relevant", text("When it is asked.")), may("constraint", text("What must be true of the answer.")), may("constraint_message", use("Text").of("What is said if it is not.")),
			may("choice_filter", text("What must be true of a choice.")), may("calculation", text("What it comes to.")), may("shuffle", truth("The choices are in an order of the respondent's own.")),
			may("seed", text("What that order follows from.")), may("columns", columns()))))),
		may("columns", columns()))
}
