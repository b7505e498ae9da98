package criteria

import (
	"context"
	"errors"
	"sync"

	"ashar/prioritize/appraisal"
	"ashar/prioritize/budget"
	"ashar/survey"
)

// bought is what both rules buy, or why that cannot be said.
type bought struct {
	*appraisal.Comparison
	election budget.Election
	why      string // the last part of the id of the words for it; "" if it can be said
}

// Why nothing is counted.
const (
	whyEmpty  = "empty"  // there is no amount, or no project
	whyOpen   = "open"   // the campaign is not frozen
	whyFew    = "few"    // too few answered
	whyVotes  = "votes"  // what people chose together was not kept
	whyNobody = "nobody" // nobody chose a need of which there is a project
)

// made are what was counted last, by campaign: what is frozen changes no more, so that it hangs on the revision alone.
type made struct {
	mu   sync.Mutex
	last map[string]madeOf
}

type madeOf struct {
	rev int64
	bought
}

func (m *made) get(campaign string, rev int64) (bought, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	last, there := m.last[campaign]
	return last.bought, there && last.rev == rev
}

func (m *made) put(campaign string, rev int64, b bought) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.last == nil {
		m.last = map[string]madeOf{}
	}
	m.last[campaign] = madeOf{rev, b}
}

func (m *made) drop(campaign string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.last, campaign)
}

// count buys by both rules.
func (r *Room) count(ctx context.Context, w *at) (bought, error) {
	switch {
	case !w.campaign.Frozen():
		return bought{why: whyOpen}, nil
	case w.said.Budget.Som == 0 || len(w.said.Projects) == 0:
		return bought{why: whyEmpty}, nil
	case len(w.items()) == 0:
		return bought{why: whyFew}, nil
	}
	if !w.campaign.Cleared.IsZero() { // the votes were deleted: nothing of them is kept here either
		r.made.drop(w.campaign.ID)
	} else if b, there := r.made.get(w.campaign.ID, w.said.Rev); there {
		return b, nil
	}
	counted, err := r.deps.Counts.Counted(ctx, w.campaign.ID)
	if err != nil {
		return bought{}, err
	}
	poll, err := appraisal.NewPoll(&counted.Input, &w.said)
	if errors.Is(err, survey.ErrUnavailable) {
		return bought{why: whyVotes}, nil
	}
	if err != nil {
		return bought{}, err
	}
	b := bought{election: poll.Election}
	if poll.Election.Voters() == 0 {
		return bought{why: whyNobody}, nil
	}
	if b.Comparison, err = poll.Compare(w.ranking, &w.said); err != nil {
		return bought{}, err
	}
	r.made.put(w.campaign.ID, w.said.Rev, b)
	return b, nil
}
