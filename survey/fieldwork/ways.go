package fieldwork

import (
	"ashar/survey"
	"ashar/survey/access"
	"ashar/survey/page"
)

// ways are where a campaign's page leads, for one role: what comes next in the life of the campaign, and the rest under
// short headings, each page once.
type ways struct {
	Next page.Link
	Rest []waysOf
}

// waysOf are the pages for one part of the work. The heading is "desk.ways.<part>".
type waysOf struct {
	Heading string
	Links   []page.Link
}

// waysOn lists those that the account may go from the page of a campaign that is not a draft.
func waysOn(v page.Page, k *survey.Campaign, now state) ways {
	below := Home + "/" + k.ID
	may := func(a access.Action) bool { return v.Account.May(a, k.Municipality) }
	board := "/board/" + k.ID
	enter := may(access.EnterAnswers) && !k.Frozen()
	next, step := planOf(k.ID), k.Next()
	switch {
	case now != ended && may(access.RunCampaigns):
		next = below + "/links"
	case step == survey.Closes && now == ended && may(access.RunCampaigns),
		step != "" && step != survey.Closes && may(access.DecideResults):
		next = below + "/" + string(step)
	case step == survey.Freezes && may(access.ReviewAnswers):
		next = below + "/quality"
	case may(access.SeeResults):
		next = board
	}
	var w ways
	part := func(heading string, all ...way) {
		of := waysOf{Heading: v.T("desk.ways." + heading)}
		for _, one := range all {
			switch link := (page.Link{Href: one.path, Text: v.T(one.words)}); {
			case !one.open:
			case one.path == next:
				w.Next = link
			default:
				of.Links = append(of.Links, link)
			}
		}
		if len(of.Links) > 0 {
			w.Rest = append(w.Rest, of)
		}
	}
	part("collect",
		way{below + "/links", "desk.links.title", may(access.RunCampaigns)},
		way{below + "/enter", "entry.link", enter},
		way{below + "/papers", "papers.title", may(access.RunCampaigns)},
		way{below + "/groups", "gathering.title", true})
	part("look",
		way{below + "/coverage", "desk.ways.coverage", true},
		way{below + "/quality", "review.title", may(access.ReviewAnswers)},
		way{below + "/words", "plan.words", may(access.CodeAnswers)},
		way{board, "desk.open_ranking", may(access.SeeResults)},
		way{"/hearings/" + k.ID, "desk.hearings", may(access.SeeResults)})
	part("files",
		way{planOf(k.ID), "plan.open_plan", true},
		way{below + "/questionnaire.xlsx", "desk.questionnaire", true},
		way{"/answers/" + k.ID, "answers.title", may(access.ExportResults)},
		way{page.RequestsPath, "privacy.title", may(access.AnswerRequests)})
	if w.Next.Href == "" {
		w.Next = page.Link{Href: next, Text: v.T("plan.do." + string(step))}
	}
	return w
}

// way is a page, the words that name it, and whether it is open to the account.
type way struct {
	path, words string
	open        bool
}
