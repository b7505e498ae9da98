package configs

import "strings"

// Problem is one thing that is wrong in the configuration.
type Problem struct {
	// Where is the place: "ashar.toml:3:1" for line 3, column 1 of a file, "ASHAR_LISTEN" in the environment, or
	// "--listen" on the command line.
	Where string
	// Key is the setting, with its section; empty when the problem is with a file as a whole.
	Key string
	// Reason says, for people, what is wrong and what to do. It never repeats a secret.
	Reason string
}

// Error is the problem on one line.
func (p Problem) Error() string {
	if p.Key == "" {
		return p.Where + ": " + p.Reason
	}
	return p.Where + ": " + p.Key + ": " + p.Reason
}

// Problems is everything that is wrong in a configuration, in the order of the sources; never empty as an error.
type Problems []Problem

// Error lists the problems, one on each line.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, problem := range p {
		lines[i] = problem.Error()
	}
	return strings.Join(lines, "\n")
}
