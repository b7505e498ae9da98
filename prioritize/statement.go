package prioritize

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Statements are what the ranking says, from what was found to what it rests on: no
// more than follows from the document. There are none without items, and where places
// are hidden, none that what is hidden could belie.
func (r *Ranking) Statements() []Statement {
	if len(r.Items) == 0 {
		return nil
	}
	s := speech{ranking: r, top: min(r.Top.K, len(r.Items))}
	s.say(Statement{Code: SaysAnswered, Count: cmp.Or(r.Answered, r.Pointed)})
	s.first()
	s.neighbours()
	if s.top > 1 { // a first that is certain was said to be
		s.sayNeeds(SaysCertain, r.Top.Certain)
	}
	untold := s.untoldContenders()
	if n := len(r.Top.Certain) + len(r.Top.Contender) + untold; n > s.top && (untold > 0 || len(r.Top.Contender) > manyContenders*s.top) {
		s.say(Statement{Code: SaysMany, Count: int64(n)})
	} else {
		s.sayNeeds(SaysContender, r.Top.Contender)
	}
	s.villageFirsts()
	s.groupFirsts()
	s.gaps()
	s.weights()
	s.rules()
	s.without()
	s.flip()
	s.represented()
	return s.said
}

// manyContenders is how many times as many contenders as places are too many to name.
const manyContenders = 2

// untoldContenders is how many needs whose places are not told may be among the first:
// all of them, unless enough others are above them all.
func (s *speech) untoldContenders() int {
	untold, above := 0, 0
	for _, it := range s.ranking.Items {
		if it.Rank == 0 {
			untold++
		}
	}
	for _, it := range s.ranking.Items {
		if it.Rank > 0 && it.RankHigh <= len(s.ranking.Items)-untold {
			above++
		}
	}
	if above >= s.top || untold == len(s.ranking.Items) { // nothing is told at all
		return 0
	}
	return untold
}

// speech is what has been said.
type speech struct {
	ranking *Ranking
	top     int
	said    []Statement
}

func (s *speech) say(x Statement) {
	x.Top, x.Least = s.top, s.ranking.Method.MinBase
	s.said = append(s.said, x)
}

func (s *speech) sayNeeds(code StatementCode, needs []string) {
	if len(needs) > 0 && s.top < len(s.ranking.Items) {
		s.say(Statement{Code: code, Needs: needs})
	}
}

// firsts are the needs of rank 1.
func (s *speech) firsts() []string {
	var needs []string
	for _, it := range s.ranking.Items {
		if it.Rank == 1 {
			needs = append(needs, it.Need.Code)
		}
	}
	return needs
}

func (s *speech) first() {
	firsts, it := s.firsts(), &s.ranking.Items[0]
	switch {
	case len(firsts) == 0: // it must not be told
	case len(firsts) > 1:
		s.say(Statement{Code: SaysFirstShared, Needs: firsts})
	case it.RankHigh == 1:
		s.say(Statement{Code: SaysFirstSure, Needs: firsts})
	default:
		s.say(Statement{Code: SaysFirstOpen, Needs: firsts, High: it.RankHigh})
	}
}

// neighbours tells of those among the first, and those right behind them, that cannot
// be told from the next.
func (s *speech) neighbours() {
	items := s.ranking.Items
	for from := 0; from < s.top; {
		to := from
		for to+1 < len(items) && to < s.top && s.close(to) {
			to++
		}
		var needs []string
		for _, it := range items[from : to+1] {
			needs = append(needs, it.Need.Code)
		}
		switch {
		case to == from || items[to].Rank == 1: // alone, or said to share the first place
		case len(needs) == 2:
			s.say(Statement{Code: SaysAlike, Needs: needs})
		default:
			s.say(Statement{Code: SaysClose, Needs: needs})
		}
		from = to + 1
	}
}

// close reports whether an item cannot be told from the next. Where places between the
// two are hidden, nothing is said.
func (s *speech) close(at int) bool {
	a, b := &s.ranking.Items[at], &s.ranking.Items[at+1]
	if a.Rank == 0 || b.Rank == 0 {
		return false
	}
	return a.Rank == b.Rank || !a.Apart && b.Rank == at+2
}

// villageFirsts tells which villages, of those with enough answers, have another first.
func (s *speech) villageFirsts() {
	var order []string
	villages := map[string][]string{}
	for i, segment := range s.ranking.Villages {
		needs := s.firstOf(func(it *Item) Part { return it.Villages[i] })
		if segment.Few || segment.Base == nil || len(needs) != 1 || s.ranking.Item(needs[0]).Rank <= 1 {
			continue // it is the first of all, or could be
		}
		if villages[needs[0]] == nil {
			order = append(order, needs[0])
		}
		villages[needs[0]] = append(villages[needs[0]], segment.Key)
	}
	for _, need := range order {
		s.say(Statement{Code: SaysVillageFirst, Needs: []string{need}, Villages: villages[need]})
	}
}

// firstOf are the needs of rank 1 in a part. There are none where that is hidden, or
// where nobody there chose anything.
func (s *speech) firstOf(part func(*Item) Part) []string {
	var needs []string
	for i := range s.ranking.Items {
		it := &s.ranking.Items[i]
		if p := part(it); p.Rank != nil && *p.Rank == 1 && (p.Share == nil || *p.Share > 0) {
			needs = append(needs, it.Need.Code)
		}
	}
	return needs
}

func (s *speech) groupFirsts() {
	of := func(g Group) []string {
		i := slices.IndexFunc(s.ranking.Groups, func(x Segment) bool { return x.Key == string(g) })
		if i < 0 {
			return nil
		}
		return s.firstOf(func(it *Item) Part { return it.Groups[i] })
	}
	women, men := of(Women), of(Men)
	if len(women) > 0 && len(men) > 0 && !slices.Equal(women, men) {
		s.say(Statement{Code: SaysGroupsFirst, Needs: women, Others: men})
	}
}

const (
	mostGaps = 2    // are told of each two groups
	leastGap = 0.05 // is worth a word
)

// gaps tells of the widest gaps between groups that are more than chance.
func (s *speech) gaps() {
	for _, of := range []Group{Women, Youth} {
		var found []Statement
		for i := range s.ranking.Items {
			for _, g := range s.ranking.Items[i].Gaps {
				if g.Of != of || math.Abs(g.Difference) < leastGap || g.Low <= 0 && g.High >= 0 {
					continue
				}
				x := Statement{Code: SaysGap, Needs: []string{s.ranking.Items[i].Need.Code}, Group: g.Of, Share: g.Difference}
				if g.Difference < 0 {
					x.Group, x.Share = g.From, -g.Difference
				}
				found = append(found, x)
			}
		}
		slices.SortStableFunc(found, func(a, b Statement) int { return cmp.Compare(b.Share, a.Share) })
		for _, x := range found[:min(mostGaps, len(found))] {
			s.say(x)
		}
	}
}

// firstBy are the needs of rank 1 by other ranks.
func (s *speech) firstBy(rank func(i int) int) []string {
	var needs []string
	for i := range s.ranking.Items {
		if rank(i) == 1 {
			needs = append(needs, s.ranking.Items[i].Need.Code)
		}
	}
	return needs
}

func (s *speech) weights() {
	firsts, items := s.firsts(), s.ranking.Items
	respondents := s.firstBy(func(i int) int { return items[i].Ranks.Respondents })
	villages := s.firstBy(func(i int) int { return items[i].Ranks.Villages })
	switch {
	case s.ranking.Village != "" || len(s.ranking.Villages) < 2 || len(firsts) == 0:
		return
	case slices.Equal(respondents, firsts) && slices.Equal(villages, firsts):
		if s.ranking.Weighting.Basis == Unweighted {
			return // residents are not known
		}
		s.say(Statement{Code: SaysSameWeights, Needs: firsts})
		return
	}
	if len(respondents) > 0 && !slices.Equal(respondents, firsts) {
		s.say(Statement{Code: SaysRespondents, Needs: respondents})
	}
	// Where no village has enough answers to be looked at, all needs are first.
	if len(villages) > 0 && len(villages) < len(items) && !slices.Equal(villages, firsts) {
		s.say(Statement{Code: SaysVillages, Needs: villages})
	}
}

// rules tells which other rules have the same first, and which have another.
func (s *speech) rules() {
	firsts := s.firsts()
	if len(firsts) == 0 {
		return
	}
	var order [][]string
	rules := map[string][]string{}
	key := func(needs []string) string { return strings.Join(needs, " ") }
	for _, c := range s.ranking.Checks {
		needs := s.firstBy(func(i int) int { return c.Ranks[i] })
		if len(needs) == 0 || c.Several && !slices.Equal(needs, firsts) {
			continue // must not be told, or another order is as good by it
		}
		if rules[key(needs)] == nil {
			order = append(order, needs)
		}
		rules[key(needs)] = append(rules[key(needs)], c.Rule)
	}
	if same := rules[key(firsts)]; same != nil {
		s.say(Statement{Code: SaysSameRules, Needs: firsts, Rules: same})
	}
	for _, needs := range order {
		if !slices.Equal(needs, firsts) {
			s.say(Statement{Code: SaysOtherRules, Needs: needs, Rules: rules[key(needs)]})
		}
	}
}

// told reports whether these ranks tell all of the first.
func (s *speech) told(rank func(i int) int) bool {
	n := 0
	for i := range s.ranking.Items {
		if r := rank(i); 1 <= r && r <= s.top {
			n++
		}
	}
	return n >= s.top
}

// toldTop reports whether all of the first are told, and are not simply all.
func (s *speech) toldTop() bool {
	return s.top < len(s.ranking.Items) && s.told(func(i int) int { return s.ranking.Items[i].Rank })
}

// without tells what the first ones lean on.
func (s *speech) without() {
	if !s.toldTop() {
		return
	}
	tried := slices.DeleteFunc(slices.Clone(s.ranking.Without), func(w Without) bool {
		return w.Ranks != nil && !s.told(func(i int) int { return w.Ranks[i] })
	})
	var villages, channels []string
	var looked int64
	for _, w := range tried {
		switch {
		case w.Left == LeftVillage:
			looked++
			if !w.Same {
				villages = append(villages, w.Key)
			}
		case w.Left == LeftChannel && !w.Same:
			channels = append(channels, w.Key)
		}
	}
	switch {
	case len(villages) > 0:
		s.say(Statement{Code: SaysLeansOn, Villages: villages})
	case looked > 1:
		s.say(Statement{Code: SaysStays, Count: looked})
	}
	if len(channels) > 0 {
		s.say(Statement{Code: SaysChannels, Channels: channels})
	}
	for _, w := range tried {
		switch {
		case w.Left == LeftFlagged && w.Same:
			s.say(Statement{Code: SaysFlaggedSame})
		case w.Left == LeftFlagged:
			s.say(Statement{Code: SaysFlagged})
		case w.Left == LeftExcluded && w.Same:
			s.say(Statement{Code: SaysAsideSame})
		case w.Left == LeftExcluded:
			s.say(Statement{Code: SaysAside})
		}
	}
}

// flip tells what would have to be otherwise for the first to be the second.
func (s *speech) flip() {
	it := &s.ranking.Items[0]
	if it.Rank != 1 || it.Flip == nil {
		return
	}
	f := it.Flip
	s.say(Statement{Code: SaysFlip, Needs: []string{it.Need.Code}, Others: []string{f.Next}, Villages: f.From, To: f.To, Share: f.Moved})
	if f.Robust {
		s.say(Statement{Code: SaysRobust, Needs: []string{it.Need.Code}, Others: []string{f.Next}, Share: s.ranking.Method.Census})
	}
}

func (s *speech) represented() {
	rep := s.ranking.Representation
	if rep == nil || s.top >= len(s.ranking.Items) {
		return
	}
	if len(rep.PassedOver) > 0 && s.toldTop() {
		s.say(Statement{Code: SaysPassedOver, Villages: rep.PassedOver})
	}
	if len(rep.Shares) > 0 && !s.sameFirst(rep.Shares) {
		s.say(Statement{Code: SaysShares, Needs: rep.Shares})
	}
}

// sameFirst reports whether these are the first needs, in whatever order.
func (s *speech) sameFirst(needs []string) bool {
	for _, it := range s.ranking.Items {
		if first := 1 <= it.Rank && it.Rank <= s.top; first != slices.Contains(needs, it.Need.Code) {
			return false
		}
	}
	return true
}
