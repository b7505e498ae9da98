package appraisal

import (
	"fmt"
	"slices"

	"ashar/prioritize"
	"ashar/prioritize/budget"
	"ashar/survey"
)

// Comparison is what two rules buy by the same votes, side by side. What of it may not be shown is nil: it goes by the
// ranking of the same answers, and hides no less.
type Comparison struct {
	Greedy, Shares budget.Outcome
	Projects       []Bid     // beside the Appraisal's projects
	Left           []LeftOut // of all, then of every village of the ranking, then of its groups
	Money          []Spent   // of the whole municipality's projects, and then of every village's
}

// Bid is a project with who wants it and which rule buys it.
type Bid struct {
	Supporters     *int64 // people who approve it
	Greedy, Shares *budget.Purchase
}

// LeftOut says of how many of a part of the people nothing is bought that they chose.
type LeftOut struct {
	Part PartKind
	Key  string // a village's identifier, or a prioritize.Group; "" for all
	// Base is how many answered the question of needs. Of those who chose nothing there is nothing to be bought, and they
	// are not left out.
	Base           *int64
	Greedy, Shares *int64
}

// PartKind says what a part of the people is.
type PartKind string

// The kinds of parts.
const (
	Whole   PartKind = "whole"
	Village PartKind = "village"
	Group   PartKind = "group"
)

// Spent is what is spent in a village.
type Spent struct {
	Village        string // "" for what is bought for all of the municipality
	Greedy, Shares int64  // som
	// People is the village's part of the adults, 0..1; nil where that is not known.
	People *float64
}

// Compare buys by both rules, greedily by the same utility, and says whom each leaves out. The ranking is of the answers
// that the votes are of, by any rule.
func (p *Poll) Compare(r *prioritize.Ranking, a *Appraisal) (*Comparison, error) {
	b := a.Budget.Filled()
	var c Comparison
	var err error
	if c.Greedy, err = budget.Greedy(p.Election, b.Utility); err == nil {
		c.Shares, err = budget.EqualShares(p.Election, b.Utility, b.Completion)
	}
	if err != nil {
		return nil, fmt.Errorf("appraisal: campaign %s: %w: %w", a.Campaign, survey.ErrInvalid, err)
	}
	for i := range a.Projects {
		c.Projects = append(c.Projects, Bid{
			Supporters: supporters(r, &a.Projects[i]), Greedy: purchase(&c.Greedy, i), Shares: purchase(&c.Shares, i),
		})
	}
	c.Left = p.leftOut(r, a, &c)
	c.Money = p.money(a, &c)
	return &c, nil
}

func purchase(o *budget.Outcome, project int) *budget.Purchase {
	i := slices.IndexFunc(o.Purchases, func(p budget.Purchase) bool { return p.Project == project })
	if i < 0 {
		return nil
	}
	return &o.Purchases[i]
}

// supporters are those who chose the need where the project is, as the ranking tells them.
func supporters(r *prioritize.Ranking, p *Project) *int64 {
	it := r.Item(p.Need)
	switch {
	case it == nil:
		return nil
	case p.Village == "":
		return it.Chosen
	}
	return count(it.Villages, p.Village)
}

func count(parts []prioritize.Part, key string) *int64 {
	i := slices.IndexFunc(parts, func(x prioritize.Part) bool { return x.Key == key })
	if i < 0 {
		return nil
	}
	return parts[i].Count
}

// money adds up what is spent where.
func (p *Poll) money(a *Appraisal, c *Comparison) []Spent {
	all := []Spent{{}}
	adults := 0
	for i := range p.in.Municipality.Villages {
		v := &p.in.Municipality.Villages[i]
		all, adults = append(all, Spent{Village: v.ID}), adults+v.Total()
	}
	known := !slices.ContainsFunc(p.in.Municipality.Villages, func(v survey.Village) bool { return v.Total() == 0 })
	for i := range all {
		s := &all[i]
		for j, x := range c.Projects {
			if a.Projects[j].Village != s.Village {
				continue
			}
			if x.Greedy != nil {
				s.Greedy += a.Projects[j].Som
			}
			if x.Shares != nil {
				s.Shares += a.Projects[j].Som
			}
		}
		if known && s.Village != "" {
			part := float64(p.in.Municipality.Villages[i-1].Total()) / float64(adults)
			s.People = &part
		}
	}
	return all
}
