package criteria

import (
	"fmt"
	"strconv"
	"strings"

	"ashar/prioritize"
	"ashar/prioritize/appraisal"
)

// What the audit trail is told is written in these words for good; survey/staff says them in the language of its page.

// toldNeeds says what was changed of needs, before and after.
func toldNeeds(changed []appraisal.Change, by prioritize.Variant) (before, after string) {
	var was, is []string
	for _, x := range changed {
		was, is = append(was, toldSaid(x.Before, x.After.Need)), append(is, toldSaid(x.After, x.After.Need))
	}
	if by != "" {
		is = append(is, "composite by "+string(by))
	}
	return strings.Join(was, "; "), strings.Join(is, "; ")
}

// toldSaid says in figures what is said of a need. Notes are not taken over.
func toldSaid(s appraisal.Said, need string) string {
	all := []string{"criteria of " + need}
	if s.Effectiveness != nil {
		all = append(all, "effectiveness "+strconv.Itoa(*s.Effectiveness))
	}
	pearl, answered := "", false
	for _, l := range appraisal.Letters() {
		switch s.Pearl[l].Answer {
		case appraisal.Yes:
			pearl, answered = pearl+"+", true
		case appraisal.No:
			pearl, answered = pearl+"-", true
		default:
			pearl += "?"
		}
	}
	if answered {
		all = append(all, "PEARL "+pearl)
	}
	if s.Cost.Som > 0 {
		all = append(all, "cost "+strconv.FormatInt(s.Cost.Som, 10))
	}
	if s.Owner != appraisal.OwnerUnsaid {
		all = append(all, "task "+string(s.Owner))
	}
	return strings.Join(all, ", ")
}

// toldPlan says what was changed of the budget and its projects, before and after.
func toldPlan(p *appraisal.Planned) (before, after string) {
	var was, is []string
	if p.Budget {
		was, is = append(was, toldBudget(p.Before)), append(is, toldBudget(p.After))
	}
	for _, x := range p.Changed {
		if x.Before.ID != "" {
			was = append(was, toldProject(x.Before))
		}
		if x.After.ID != "" {
			is = append(is, toldProject(x.After))
		} else {
			is = append(is, "project removed")
		}
	}
	return strings.Join(was, "; "), strings.Join(is, "; ")
}

func toldBudget(b appraisal.Budget) string {
	return fmt.Sprintf("budget %d, utility %s, completion %s", b.Som, b.Utility, strings.ReplaceAll(string(b.Completion), ",", "+"))
}

// toldProject tells of a project what it is for; its name, in which there may be anything, stands last.
func toldProject(p appraisal.Project) string {
	where := "everywhere"
	if p.Village != "" {
		where = "in " + p.Village
	}
	name := strings.NewReplacer(", ", " ", "; ", " ").Replace(p.Name)
	return fmt.Sprintf("project for %s, %s, cost %d, named %s", p.Need, where, p.Som, name)
}
