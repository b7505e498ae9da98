package survey

import (
	"fmt"
	"slices"
	"strings"
)

// graph says for each question on which others it hangs whether it is asked, what
// it offers, or what it comes to. Constraints do not count: an answer is there,
// whether or not another one forbids it.
type graph struct {
	on     [][]int
	places map[string]int // of questions, by what expressions call them or their rows
}

// dependencies reads the graph off the questionnaire's expressions. Names that
// mean nothing are passed over.
func dependencies(q *Questionnaire) graph {
	g := graph{on: make([][]int, len(q.Questions)), places: map[string]int{}}
	for i := range q.Questions {
		x := &q.Questions[i]
		if x.Kind == Scale || x.Kind == Points {
			for _, c := range x.choices(q, x.source(q)) {
				g.places[RowName(x.Name, c.Name)] = i
			}
		}
	}
	for i := range q.Questions {
		g.places[q.Questions[i].Name] = i
	}
	for i := range q.Questions {
		x := &q.Questions[i]
		g.on[i] = g.named(x.Relevant, x.Calculation, x.ChoiceFilter, x.Seed)
		for _, around := range slices.Backward(q.Around(x.Group)) {
			g.on[i] = append(g.on[i], g.named(around.Relevant)...)
		}
		if at, known := g.places[x.Of]; known && x.Of != "" {
			g.on[i] = append(g.on[i], at)
		}
	}
	return g
}

// named are the places of the questions that expressions speak of.
func (g graph) named(expressions ...string) []int {
	var found []int
	for _, source := range expressions {
		e := parsed(source)
		if e == nil {
			continue
		}
		for _, name := range e.References() {
			if at, known := g.places[name]; known {
				found = append(found, at)
			}
		}
	}
	return found
}

// sort returns the places in an order in which each comes after those that it
// hangs on, and otherwise as they stand. When that cannot be, circle has the
// places that hang on each other, from one to the next, and order is as they stand.
func (g graph) sort() (order, circle []int) {
	const (
		unseen = iota
		under  // what it hangs on is being looked at
		done
	)
	state := make([]uint8, len(g.on))
	var path []int
	var visit func(i int) bool
	visit = func(i int) bool {
		switch state[i] {
		case done:
			return true
		case under:
			circle = slices.Clone(path[slices.Index(path, i):])
			return false
		}
		state[i], path = under, append(path, i)
		for _, j := range g.on[i] {
			if !visit(j) {
				return false
			}
		}
		state[i], path = done, path[:len(path)-1]
		order = append(order, i)
		return true
	}
	for i := range g.on {
		if !visit(i) {
			order = order[:0]
			for j := range g.on {
				order = append(order, j)
			}
			return order, circle
		}
	}
	return order, nil
}

// RowName is the name by which expressions speak of one thing of a scale, whose
// level's name is its value, or of points, whose number is. A character that a
// choice's name may have and a question's not stands in it by its number.
func RowName(question, choice string) string {
	var b strings.Builder
	b.WriteString(question + "_")
	for _, r := range choice {
		switch {
		case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z', '0' <= r && r <= '9', strings.ContainsRune("_.-", r):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "_%x", r)
		}
	}
	return b.String()
}
