package criteria

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"ashar/prioritize/appraisal"
	"ashar/prioritize/budget"
	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/page"
)

// plan keeps the budget and its projects: all that was typed, or nothing if something of it is wrong. What another changed
// meanwhile is not overwritten, but shown beside what was typed.
func (r *Room) plan(c echo.Context) error {
	w, err := r.find(c)
	if err != nil {
		return err
	}
	plan, wrong := typedPlan(c, w)
	if len(wrong) > 0 {
		return r.planAgain(c, w, plan, wrong, nil)
	}
	var out appraisal.Planned
	speaker, full := r.deps.Pages.Speaker(c), false
	err = r.change(c, w, func(a *appraisal.Appraisal, account string) bool {
		now := r.deps.Now()
		out = a.Plan(plan, account, now)
		if c.FormValue("offer") != "" {
			more := a.Plan(appraisal.Plan{
				Budget: a.Budget, Seen: a.Budget.Mark(),
				Projects: a.Offer(func(need string) string { return w.need(need, speaker.Lang()) }, survey.NewInterviewID),
			}, account, now)
			out.Changed = append(out.Changed, more.Changed...)
		}
		full = len(a.Projects) > appraisal.MaxProjects
		return out.Changes() && !full
	})
	if err != nil {
		return err
	}
	if full {
		if w.said, err = r.appraisal(c.Request().Context(), &w.campaign); err != nil {
			return err
		}
		return r.planAgain(c, w, plan, []wrongField{{"projects", "", appraisal.TooMany}}, nil)
	}
	if before, after := toldPlan(&out); after != "" {
		if err := r.tell(c, w, before, after); err != nil {
			return err
		}
	}
	if out.Clashes() {
		return r.planAgain(c, w, plan, nil, &out)
	}
	return c.Redirect(http.StatusSeeOther, BudgetPath(w.campaign.ID)+"?saved=all")
}

// typedPlan reads what the form brings. The rows of projects are named in it one after another; new ones in which nothing
// was written are passed over.
func typedPlan(c echo.Context, w *at) (appraisal.Plan, []wrongField) {
	var wrong []wrongField
	plan := appraisal.Plan{
		Seen:   c.FormValue("seen"),
		Budget: appraisal.Budget{Utility: budget.Utility(c.FormValue("utility")), Completion: budget.Completion(c.FormValue("completion"))},
	}
	amount, ok := som(c.FormValue("amount"))
	if plan.Budget.Som = amount; !ok {
		wrong = append(wrong, wrongField{"amount", "", appraisal.OutOfBounds})
	}
	codes, villages := w.codes()
	rows := c.Request().Form["project"]
	for _, id := range rows[:min(len(rows), appraisal.MaxProjects+blanks)] {
		form := func(field string) string { return strings.Join(strings.Fields(c.FormValue(field+"_"+id)), " ") }
		e := appraisal.ProjectEdit{
			Project: appraisal.Project{ID: id, Name: form("name"), Need: form("need"), Village: form("village")},
			Seen:    form("seen"), Remove: form("remove") != "",
		}
		cost, ok := som(form("cost"))
		if e.Som = cost; !ok {
			wrong = append(wrong, wrongField{"cost_" + id, id, appraisal.OutOfBounds})
		}
		if len(id) > appraisal.MaxName || e.Seen == "" && e.Name == "" && e.Need == "" && form("cost") == "" {
			continue
		}
		plan.Projects = append(plan.Projects, e)
		if e.Remove || !ok || kept(w, e) {
			continue
		}
		for _, f := range (&appraisal.Appraisal{Projects: []appraisal.Project{e.Project}}).Faults(codes, villages) {
			wrong = append(wrong, wrongField{string(f.Field) + "_" + id, id, f.Code})
		}
	}
	for _, f := range (&appraisal.Appraisal{Budget: plan.Budget}).Faults(nil, nil) {
		wrong = append(wrong, wrongField{string(f.Field), "", f.Code})
	}
	return plan, wrong
}

// kept reports whether a project is as it stands there: then nobody has to mend what was right once.
func kept(w *at, e appraisal.ProjectEdit) bool {
	return slices.ContainsFunc(w.said.Projects, func(p appraisal.Project) bool { return p.ID == e.ID && p.Mark() == e.Mark() })
}

// planAgain is the page with what was typed, and with what has to be mended or what others wrote meanwhile; out is nil if
// nothing was kept.
func (r *Room) planAgain(c echo.Context, w *at, plan appraisal.Plan, wrong []wrongField, out *appraisal.Planned) error {
	v, err := r.budgetPage(c, w)
	if err != nil {
		return err
	}
	v.Mistakes = mistakes(v.Speaker, wrong, func(id string) string { return c.FormValue("name_" + id) })
	if out == nil || out.BudgetClash {
		v.Amount = strings.TrimSpace(c.FormValue("amount"))
		v.Utilities, v.Completions = settings(v.Speaker, plan.Budget)
		if out == nil {
			v.Seen = plan.Seen
		} else {
			v.Clash = toldSettings(v.Speaker, w.said.Budget.Filled())
			v.Mistakes = append(v.Mistakes, page.Mistake{Field: "amount", Text: v.T("budget.clash.budget")})
		}
	}
	for _, e := range plan.Projects {
		clash := out != nil && slices.ContainsFunc(out.ProjectClashes, func(p appraisal.Project) bool { return p.ID == e.ID })
		if out != nil && !clash {
			continue
		}
		i := slices.IndexFunc(w.said.Projects, func(p appraisal.Project) bool { return p.ID == e.ID })
		x := projectOf(v.Speaker, w, i+1, e.Project)
		x.Cost, x.Seen, x.Remove = strings.TrimSpace(c.FormValue("cost_"+e.ID)), e.Seen, e.Remove
		if clash {
			there := appraisal.Project{ID: e.ID}
			if i >= 0 {
				there = w.said.Projects[i]
			}
			x.Seen = there.Mark() // now it has been seen
			x.Clash = toldProjectThere(v.Speaker, w, there)
			if there.By != "" {
				x.ClashBy = v.T("criteria.said_by", "Who", there.By, "When", page.DateTime(v.Speaker, there.At, r.deps.Zone))
			}
			v.Mistakes = append(v.Mistakes, page.Mistake{Field: "project-" + e.ID, Text: v.T("budget.clash.project", "Project", e.Name)})
		}
		if i >= 0 {
			v.Projects[i] = x
		} else {
			v.Projects = slices.Insert(v.Projects, len(w.said.Projects), x)
		}
	}
	status := http.StatusUnprocessableEntity
	if out != nil {
		status = http.StatusConflict
	}
	return r.room.Render(c, status, "budget", v)
}

// toldSettings says in sentences how much money there is and how it is counted.
func toldSettings(s locale.Speaker, b appraisal.Budget) []string {
	return []string{
		s.T("budget.amount") + ": " + money(s, b.Som),
		s.T("budget.utility") + ": " + s.T("budget.utility."+string(b.Utility)),
		s.T("budget.completion") + ": " + s.T("budget.completion."+completionWord(b.Completion)),
	}
}

// toldProjectThere says in sentences what stands there of a project, or that it was removed.
func toldProjectThere(s locale.Speaker, w *at, p appraisal.Project) []string {
	if p.Mark() == "" {
		return []string{s.T("budget.removed")}
	}
	where := s.T("board.whole")
	if p.Village != "" {
		where = w.village(p.Village, s.Lang())
	}
	return []string{
		s.T("budget.name") + ": " + p.Name, s.T("budget.need") + ": " + w.need(p.Need, s.Lang()), s.T("budget.where") + ": " + where,
		s.T("budget.cost") + ": " + money(s, p.Som),
	}
}
