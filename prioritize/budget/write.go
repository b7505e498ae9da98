package budget

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// Write writes an election in the format of pabulib.org, which Read reads as the
// same election, with these differences: a ballot of several voters is as many
// ballots; there is no space around names and Meta; of Meta, what has no key, the key
// of a figure that is written anyway, or only the name of a section is left out, and
// what that format puts first comes first. Voters are numbered from 1; a column weight
// is there if any weight is not 1. Every project has the number of its votes.
//
// Errors are ErrInvalid, also for more than MaxVoters voters, and those of the
// writer.
func Write(w io.Writer, e Election) error {
	if e.Votes == "" {
		e.Votes = Approval
	}
	if err := e.Validate(); err != nil {
		return err
	}
	if n := e.Voters(); n > MaxVoters {
		return fmt.Errorf("budget: write %d voters: %w", n, ErrInvalid)
	}
	out := csv.NewWriter(w)
	out.Comma = ';'
	write := func(row ...string) { _ = out.Write(row) } // the writer remembers its error
	write("META")
	write("key", "value")
	e.writeMeta(write, true)
	write("num_projects", strconv.Itoa(len(e.Projects)))
	write("num_votes", strconv.Itoa(e.Voters()))
	write("budget", decimal(e.Budget))
	write("vote_type", string(e.Votes))
	e.writeMeta(write, false)
	write("PROJECTS")
	write("project_id", "cost", "votes", "name")
	votes := e.votes()
	for i, p := range e.Projects {
		write(p.ID, decimal(p.Cost), strconv.Itoa(votes[i]), strings.TrimSpace(p.Name))
	}
	write("VOTES")
	e.writeVotes(write)
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("budget: write: %w", err)
	}
	return nil
}

// leading are the keys of META that stand before the figures.
var leading = []string{"description", "country", "unit", "district", "subunit", "instance"}

// writeMeta writes what of Meta stands before the figures, or what stands after them.
func (e Election) writeMeta(write func(...string), before bool) {
	for _, m := range e.Meta {
		key, value := strings.TrimSpace(m.Key), strings.TrimSpace(m.Value)
		if key != "" && !reserved(key, value) && slices.Contains(leading, strings.ToLower(key)) == before {
			write(key, value)
		}
	}
}

// votes is how many voters name each project.
func (e Election) votes() []int {
	all := make([]int, len(e.Projects))
	for _, b := range e.Ballots {
		for _, p := range b.Approves {
			all[p] += b.Count
		}
	}
	return all
}

// reserved reports whether a line of META is written from the election itself, or
// would begin a section.
func reserved(key, value string) bool {
	switch strings.ToLower(key) {
	case "num_projects", "num_votes", "budget", "vote_type":
		return true
	case "meta", "projects", "votes":
		return value == ""
	}
	return false
}

func (e Election) writeVotes(write func(...string)) {
	head := []string{"voter_id"}
	weights := !level(e) || len(e.Ballots) > 0 && e.Ballots[0].Weight != 1
	if weights {
		head = append(head, weightColumn)
	}
	head = append(head, "vote")
	if e.Votes.pointed() {
		head = append(head, "points")
	}
	write(head...)
	voter := 0
	for _, b := range e.Ballots {
		ids, points := make([]string, len(b.Approves)), make([]string, len(b.Points))
		for k, p := range b.Approves {
			ids[k] = e.Projects[p].ID
		}
		for k, x := range b.Points {
			points[k] = decimal(x)
		}
		for range b.Count {
			voter++
			row := []string{strconv.Itoa(voter)}
			if weights {
				row = append(row, decimal(b.Weight))
			}
			row = append(row, strings.Join(ids, ","))
			if e.Votes.pointed() {
				row = append(row, strings.Join(points, ","))
			}
			write(row...)
		}
	}
}

// decimal writes a number that is read as the same.
func decimal(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
