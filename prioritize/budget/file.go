package budget

import (
	"strings"

	"ashar/prioritize/sheet"
)

// file is an election while it is read.
type file struct {
	Election
	projects map[string]int // by identifier
	named    []int          // by project: how many votes there were when one named it last
	counts   map[string]sheet.Cell
}

func (f *file) readMeta(t table) error {
	if !strings.EqualFold(t.head[0].Text, "key") || t.column("value") != 1 {
		return t.head[0].Fault("the heading of META is key;value")
	}
	known := map[string]sheet.Cell{}
	for _, row := range t.rows {
		if row[0].Text == "" || len(row) < 2 {
			continue // says nothing
		}
		key := strings.ToLower(row[0].Text)
		switch key {
		case "budget", "vote_type", "num_projects", "num_votes":
			if earlier, twice := known[key]; twice {
				return row[0].Fault("%s is given twice, first in line %d; delete one", key, earlier.Line)
			}
			known[key] = row[1]
		case "default_score":
			if x, err := number(row[1]); err != nil || x != 0 {
				return row[1].Fault("the default score is %q; only 0 is counted, so list the points of every voter", row[1].Text)
			}
			fallthrough
		default:
			f.Meta = append(f.Meta, Meta{Key: row[0].Text, Value: row[1].Text})
		}
	}
	for _, key := range []string{"budget", "vote_type"} {
		if _, given := known[key]; !given {
			return sheet.At(t.head[0].Line, 0, "META has no %s; add a line %s;...", key, key)
		}
	}
	f.counts = known
	var err error
	if f.Budget, err = money(known["budget"], "the budget"); err != nil {
		return err
	}
	return f.readType(known["vote_type"])
}

func (f *file) readType(c sheet.Cell) error {
	f.Votes = VoteType(strings.ToLower(c.Text))
	switch f.Votes {
	case Approval, Ordinal, Cumulative, Scoring:
	case "choose-1":
		f.Votes = Approval
	default:
		return c.Fault("there is no vote type %q; it is approval, ordinal, cumulative or scoring", c.Text)
	}
	return nil
}

// counted checks a number of META against what the file has.
func (f *file) counted(key string, n int) error {
	c, given := f.counts[key]
	if !given {
		return nil
	}
	said, err := c.Count()
	if err != nil {
		return err
	}
	if said != int64(n) {
		return c.Fault("%s is %d, but the file has %d; is a part of it missing?", key, said, n)
	}
	return nil
}

func (f *file) readProjects(t table) error {
	at, err := t.needs("project_id", "cost")
	if err != nil {
		return err
	}
	if err := t.filled(); err != nil {
		return err
	}
	if len(t.rows) > MaxProjects {
		return sheet.At(t.rows[MaxProjects][0].Line, 0, "the file has more than %d projects", MaxProjects)
	}
	name := t.column("name")
	for _, row := range t.rows {
		id := row[at[0]]
		if id.Text == "" || strings.Contains(id.Text, ",") {
			return id.Fault("a project cannot be called %q; give it an identifier without a comma", id.Text)
		}
		if first, twice := f.projects[id.Text]; twice {
			return id.Fault("project %s is there twice, first in line %d", id.Text, t.rows[first][0].Line)
		}
		p := Project{ID: id.Text}
		if p.Cost, err = money(row[at[1]], "the cost"); err != nil {
			return err
		}
		if name >= 0 {
			p.Name = row[name].Text
		}
		f.projects[p.ID] = len(f.Projects)
		f.Projects = append(f.Projects, p)
	}
	return f.counted("num_projects", len(f.Projects))
}

func (f *file) readVotes(t table) error {
	names := []string{"voter_id", "vote"}
	if f.Votes.pointed() {
		names = append(names, "points")
	}
	at, err := t.needs(names...)
	if err != nil {
		return err
	}
	if err := t.filled(); err != nil {
		return err
	}
	if len(t.rows) > MaxVoters {
		return sheet.At(t.rows[MaxVoters][0].Line, 0, "the file has more than %d votes", MaxVoters)
	}
	f.named = make([]int, len(f.Projects))
	weight, approvals := t.column(weightColumn), 0
	voters := make(map[string]int, len(t.rows))
	for _, row := range t.rows {
		id := row[at[0]]
		if id.Text == "" {
			return id.Fault("the voter has no identifier; give each one of their own")
		}
		if first, twice := voters[id.Text]; twice {
			return id.Fault("voter %s is there twice, first in line %d", id.Text, first)
		}
		voters[id.Text] = id.Line
		b := Ballot{Weight: 1, Count: 1}
		if weight >= 0 {
			if b.Weight, err = weighed(row[weight]); err != nil {
				return err
			}
		}
		if approvals += strings.Count(row[at[1]].Text, ",") + 1; approvals > MaxApprovals {
			return row[at[1]].Fault("the votes name more than %d projects in all", MaxApprovals)
		}
		if b.Approves, err = f.approved(row[at[1]]); err != nil {
			return err
		}
		if f.Votes.pointed() {
			if b.Points, err = points(row[at[2]], len(b.Approves)); err != nil {
				return err
			}
		}
		f.Ballots = append(f.Ballots, b)
	}
	return f.counted("num_votes", len(f.Ballots))
}

// weighed reads a weight; an empty cell is 1.
func weighed(c sheet.Cell) (float64, error) {
	if c.Text == "" {
		return 1, nil
	}
	x, err := c.Number()
	if err != nil {
		return 0, err
	}
	if !within(x, MinWeight, MaxWeight) {
		return 0, c.Fault("the weight is %s; it has to be from %g to %g", c.Text, MinWeight, MaxWeight)
	}
	return x, nil
}

// approved reads a list of projects.
func (f *file) approved(c sheet.Cell) ([]int, error) {
	if c.Text == "" {
		return nil, nil
	}
	list := make([]int, 0, strings.Count(c.Text, ",")+1)
	for id := range strings.SplitSeq(c.Text, ",") {
		id = strings.TrimSpace(id)
		p, known := f.projects[id]
		if !known {
			return nil, c.Fault("the vote names project %q, which PROJECTS does not list", id)
		}
		if f.named[p] > len(f.Ballots) {
			return nil, c.Fault("the vote names project %s twice; delete one", id)
		}
		f.named[p] = len(f.Ballots) + 1
		list = append(list, p)
	}
	return list, nil
}

// points reads the points of so many projects. A comma stands between them, so that
// fractions have a point.
func points(c sheet.Cell, projects int) ([]float64, error) {
	list := make([]float64, 0, projects)
	if c.Text != "" {
		for x := range strings.SplitSeq(c.Text, ",") {
			each := c
			each.Text = strings.TrimSpace(x)
			n, err := each.Number()
			switch {
			case err != nil:
				return nil, err
			case n < 0:
				return nil, c.Fault("%s points: a project that a voter is against has no price for them; only 0 and more are counted", each.Text)
			case n > MaxPoints:
				return nil, c.Fault("%s points are more than the %.0f that are counted", each.Text, MaxPoints)
			}
			list = append(list, n)
			if len(list) > projects {
				break
			}
		}
	}
	if len(list) != projects {
		return nil, c.Fault("the vote names %d projects, but has another number of points; give each its points", projects)
	}
	return list, nil
}
