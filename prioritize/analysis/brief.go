package analysis

import (
	"cmp"
	"fmt"
	"slices"

	"ashar/prioritize"
	"ashar/survey"
	"ashar/survey/locale"
)

// villageTop is how many of a village's own first needs a Brief tells.
const villageTop = 3

// Brief tells what came of a campaign in a few lines, for those who answered: how many
// they were, the first needs and whether they can be told apart, and the order of one
// village by itself, if there is a village of this identifier. An empty line parts one
// thing from the next. It tells nothing that the ranking does not.
func Brief(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality, village string) []string {
	var lines []string
	if r.Invented {
		lines = append(lines, s.T("report.notice.invented"), "")
	}
	if len(r.Items) == 0 {
		return append(lines, s.T("report.note.nothing"))
	}
	lines = append(lines, sentencesOf(s, r, m, prioritize.SaysAnswered)...)
	lines = append(lines, "", name(s, m.Name)+":")
	lines = append(append(lines, firstNeeds(s, r)...), sentencesOf(s, r, m, ofFirst()...)...)
	if v := m.Village(village); v != nil {
		lines = append(append(lines, "", name(s, v.Name)+":"), villageNeeds(s, r, village)...)
	}
	return lines
}

// InShort puts into words what residents may want to know of the ranking of a
// municipality, and leaves out what is of its method: what is first, what cannot be told
// apart or may be among the first, where and for whom the order is another, and whom the
// first needs pass over.
func InShort(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality) []string {
	return sentencesOf(s, r, m, append(ofFirst(),
		prioritize.SaysCertain, prioritize.SaysContender, prioritize.SaysMany,
		prioritize.SaysVillageFirst, prioritize.SaysGroupsFirst, prioritize.SaysPassedOver)...)
}

// ofFirst are the statements of the first needs, and of those beside them.
func ofFirst() []prioritize.StatementCode {
	return []prioritize.StatementCode{
		prioritize.SaysFirstSure, prioritize.SaysFirstOpen, prioritize.SaysFirstShared, prioritize.SaysAlike, prioritize.SaysClose,
	}
}

// sentencesOf are the sentences of some statements, without those that are only of
// needs that nobody chose.
func sentencesOf(s locale.Speaker, r *prioritize.Ranking, m *survey.Municipality, codes ...prioritize.StatementCode) []string {
	need := func(code string) string { return name(s, r.Item(code).Need.Name) }
	village := func(id string) string {
		if v := m.Village(id); v != nil {
			return name(s, v.Name)
		}
		return id
	}
	chosen := func(code string) bool { return !unchosen(r.Item(code).Share) }
	var said []string
	for _, x := range r.Statements() {
		if slices.Contains(codes, x.Code) && (len(x.Needs) == 0 || slices.ContainsFunc(x.Needs, chosen)) {
			said = append(said, Sentence(s, x, need, village))
		}
	}
	return said
}

// unchosen reports whether a share is known, and nobody's.
func unchosen(share *float64) bool { return share != nil && *share == 0 }

// firstNeeds lists the first needs of all, with what share of the people chose them.
func firstNeeds(s locale.Speaker, r *prioritize.Ranking) []string {
	var lines []string
	shares := false
	for i := range r.Items {
		it := &r.Items[i]
		switch {
		case it.Rank == 0 || it.Rank > r.Top.K || unchosen(it.Share):
		case it.Share == nil: // almost everybody chose it
			lines = append(lines, fmt.Sprintf("%d. %s", it.Rank, name(s, it.Need.Name)))
		default:
			shares = true
			lines = append(lines, fmt.Sprintf("%d. %s — %s", it.Rank, name(s, it.Need.Name), s.Percent(*it.Share, 0)))
		}
	}
	switch {
	case len(lines) == 0:
		return []string{s.T("report.brief.untold")}
	case shares:
		lines = append(lines, s.T("report.brief.share"))
	}
	return lines
}

// villageNeeds lists a village's own first needs, if it has answers enough for an order.
func villageNeeds(s locale.Speaker, r *prioritize.Ranking, village string) []string {
	i := slices.IndexFunc(r.Villages, func(x prioritize.Segment) bool { return x.Key == village })
	if i < 0 || r.Villages[i].Few || r.Villages[i].Base == nil {
		return []string{s.T("report.brief.village_few")}
	}
	type placed struct {
		rank int
		name string
	}
	var first []placed
	for j := range r.Items {
		p := r.Items[j].Villages[i]
		if p.Rank == nil || *p.Rank > villageTop || unchosen(p.Share) {
			continue
		}
		first = append(first, placed{*p.Rank, name(s, r.Items[j].Need.Name)})
	}
	if len(first) == 0 {
		return []string{s.T("report.brief.untold")}
	}
	slices.SortStableFunc(first, func(a, b placed) int { return cmp.Compare(a.rank, b.rank) })
	var lines []string
	for _, x := range first {
		lines = append(lines, fmt.Sprintf("%d. %s", x.rank, x.name))
	}
	return lines
}
