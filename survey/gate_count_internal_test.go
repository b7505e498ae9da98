package survey

import (
	"context"
	"iter"
	"testing"
	"testing/synctest"
	"time"
)

// pile is tickets that take long to go through.
type pile struct {
	Tickets
	all   []Ticket
	slow  time.Duration
	times int
}

func (p *pile) TicketsOf(context.Context, string) iter.Seq2[Ticket, error] {
	p.times++
	time.Sleep(p.slow)
	return func(yield func(Ticket, error) bool) {
		for _, t := range p.all {
			if !yield(t, nil) {
				return
			}
		}
	}
}

func (p *pile) ResponseIDs(context.Context, string) ([]string, error) { return nil, nil }

type noResponses struct {
	Responses
	*pile
}

// Few tickets are counted whenever somebody asks; many once in a while, and anew after something was done to them.
func TestManyTicketsAreCountedOnceInAWhile(t *testing.T) {
	for _, c := range []struct {
		slow  time.Duration
		pause time.Duration
		want  []int // what is told at first, after a ticket more, after the pause, and a moment later
		times int
	}{
		{0, time.Second, []int{1, 2, 2, 2}, 4},
		{time.Second, 10 * time.Second, []int{1, 1, 1, 1}, 1},
		{time.Second, 30 * time.Second, []int{1, 1, 1, 2}, 2}, // the old one is told once more
		{time.Second, 5 * time.Minute, []int{1, 1, 2, 2}, 2},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := &pile{all: []Ticket{{ID: "a"}}, slow: c.slow}
			g := NewGate(p, noResponses{pile: p}, Pseudonyms{})
			for i, want := range c.want {
				switch i {
				case 1:
					p.all = append(p.all, Ticket{ID: "b"})
				case 2:
					time.Sleep(c.pause)
				case 3:
					time.Sleep(2 * time.Second)
				}
				counts, err := g.Count(t.Context(), "c")
				if got := counts[[2]string{}].Made; err != nil || got != want {
					t.Errorf("a count that takes %v, %v later, look %d: got %d, %v; want %d", c.slow, c.pause, i, got, err, want)
				}
			}
			if p.times != c.times {
				t.Errorf("a count that takes %v, %v later: counted %d times, want %d", c.slow, c.pause, p.times, c.times)
			}
			g.recount("c")
			p.all = p.all[:1]
			if counts, err := g.Count(t.Context(), "c"); counts[[2]string{}].Made != 1 || err != nil {
				t.Errorf("after something was done: got %v, %v", counts, err)
			}
		})
	}
}
