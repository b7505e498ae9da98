package planning_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"ashar/survey"
	"ashar/survey/access"
)

// Freezing waits until it is known what "other" stands for; wishes are only told of.
func TestFreezingWaitsForOwnWords(t *testing.T) {
	o := newOffice(t)
	q := needs("worded")
	q.Lists[0].Choices = append(q.Lists[0].Choices, survey.Choice{Name: "other", Label: survey.Text{"ky": "Башка", "ru": "Другое"}, Need: "other"})
	for name, role := range map[string]survey.Role{"said": survey.RoleOther, "wish": survey.RoleProposal} {
		q.Questions = append(q.Questions, survey.Question{Name: name, Kind: survey.TextAnswer, Role: role, Label: survey.Text{"ky": name, "ru": name}})
	}
	o.must(q.Check())
	o.must(o.db.InsertQuestionnaire(t.Context(), q))
	now := o.now
	c := survey.Campaign{
		ID: "worded", Rev: 1, Municipality: "kok-jar", Title: survey.Text{"ky": "Муктаждык", "ru": "Нужды"}, Questionnaire: q.Key(),
		Status: survey.StatusClosed, Opens: now.AddDate(0, 0, -9), Closes: now.Add(-time.Hour),
	}
	o.must(o.db.SaveCampaign(t.Context(), c))
	responses := map[string]*survey.Response{}
	for id, words := range map[string][2]string{"a": {"баня", ""}, "b": {"", "жол"}, "c": {"базар", "суу"}} {
		r := survey.Response{ID: id, Municipality: "kok-jar", Campaign: c.ID, Questionnaire: q.Key(), Submitted: now}
		for i, name := range []string{"said", "wish"} {
			if words[i] != "" {
				r.Answers = append(r.Answers, survey.Answer{Question: name, Value: survey.Words(words[i])})
			}
		}
		o.must(o.db.InsertResponse(t.Context(), r))
		responses[id] = &r
	}
	analyst := o.as("kok-jar", access.Analyst)
	doc := o.read(o.get("/desk/worded/freeze", analyst), http.StatusOK)
	o.said("freezing", words(doc.Find("main")), "2 текста под «Другое»")
	if doc.Find("main form button").Length() > 0 || doc.Find(`main a[href="/desk/worded/words"]`).Length() != 1 {
		t.Error("want a link to the words and no button")
	}
	doc = o.read(o.post("/desk/worded/freeze", analyst, map[string][]string{"rev": {"1"}}), http.StatusConflict)
	o.said("pressed all the same", words(doc.Find(".mistakes")), "2 текста")
	if got := o.campaign("worded").Status; got != survey.StatusClosed {
		t.Fatalf("got %s, want it closed still", got)
	}
	responses["a"].Code("said", &survey.Coding{Needs: []string{"new-1"}, By: "x"})
	o.must(o.db.ReviewResponse(t.Context(), *responses["a"]))
	o.must(responses["c"].Judge(&survey.Judgement{Verdict: survey.Excluded, Why: "test"}))
	o.must(o.db.ReviewResponse(t.Context(), *responses["c"]))
	o.said("now", words(o.read(o.get("/desk/worded/freeze", analyst), http.StatusOK).Find("main")), "1 пожелание")
	o.led(o.step("worded", survey.Freezes, analyst))
	if got := o.campaign("worded").Status; got != survey.StatusFrozen {
		t.Errorf("got %s, want it frozen", got)
	}
	if doc := o.read(o.get("/desk/worded/publish", analyst), http.StatusOK); strings.Contains(doc.Text(), "пожелан") {
		t.Error("once frozen it still speaks of words that can be coded no more")
	}
}
