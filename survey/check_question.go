package survey

import (
	"slices"
	"strconv"
	"strings"
)

func (c *checker) questions() {
	if n := len(c.q.Questions); n == 0 || n > MaxQuestions {
		c.say("/questions", "%d questions; 1 to %d are possible", n, MaxQuestions)
	}
	earlier := map[string]*Question{}
	roles := map[Role]string{}
	for i := range c.q.Questions {
		x := &c.q.Questions[i]
		at := pointer("questions", i)
		c.name(at+"/name", "question", x.Name)
		if earlier[x.Name] != nil {
			c.say(at+"/name", "question %s: given twice", x.Name)
		}
		if x.Kind.Computed() {
			c.languages(at+"/label", "question "+x.Name, x.Label)
		} else {
			c.text(at+"/label", "question "+x.Name, x.Label)
		}
		c.languages(at+"/hint", "question "+x.Name+", hint", x.Hint)
		c.languages(at+"/required_message", "question "+x.Name+", required_message", x.RequiredMessage)
		c.languages(at+"/constraint_message", "question "+x.Name+", constraint_message", x.ConstraintMessage)
		c.kind(at, x, earlier)
		if other := roles[x.Role]; x.Role != "" && other != "" {
			c.say(at+"/role", "question %s: has the role %s, which %s has already", x.Name, x.Role, other)
		}
		roles[x.Role] = x.Name
		c.role(at, x)
		earlier[x.Name] = x
	}
	if len(c.q.Questions) > 0 && !slices.ContainsFunc(c.q.Questions, func(x Question) bool { return !x.Kind.Computed() }) {
		c.say("/questions", "every question is computed; ask something")
	}
}

// part is a member that only some kinds of question have.
type part int

// The parts.
const (
	hasList part = 1 << iota
	hasItems
	hasOf
	hasMax
	hasPairs
	hasRange
	hasFilter
	hasShuffle
	hasConstraint
	hasRequired
	hasCalculation
)

// belongs says what belongs to each kind.
var belongs = map[Kind]part{
	SelectOne:      hasList | hasFilter | hasShuffle | hasConstraint | hasRequired,
	SelectMultiple: hasList | hasMax | hasFilter | hasShuffle | hasConstraint | hasRequired,
	Rank:           hasList | hasOf | hasMax | hasFilter | hasShuffle | hasConstraint | hasRequired,
	Scale:          hasList | hasItems | hasOf | hasFilter | hasShuffle | hasRequired,
	Points:         hasList | hasOf | hasMax | hasFilter | hasShuffle | hasRequired,
	Pairwise:       hasList | hasOf | hasPairs | hasFilter | hasRequired,
	Integer:        hasConstraint | hasRequired,
	Decimal:        hasConstraint | hasRequired,
	RangeNumber:    hasRange | hasConstraint | hasRequired,
	TextAnswer:     hasMax | hasConstraint | hasRequired,
	Date:           hasConstraint | hasRequired,
	Geopoint:       hasRequired,
	Image:          hasRequired,
	Audio:          hasRequired,
	Note:           0,
	Calculate:      hasCalculation,
	Start:          0,
	End:            0,
	Today:          0,
}

// kind checks the members that belong to the question's kind, and that those
// which do not belong to it are empty: they would do nothing.
func (c *checker) kind(at string, x *Question, earlier map[string]*Question) {
	has, known := belongs[x.Kind]
	if !known {
		c.say(at+"/kind", "question %s: unknown kind %q", x.Name, x.Kind)
		return
	}
	for _, m := range []struct {
		part   part
		member string
		filled bool
	}{
		{hasList, "list", x.List != ""}, {hasItems, "items", x.Items != ""}, {hasOf, "of", x.Of != ""},
		{hasMax, "max", x.Max != 0}, {hasPairs, "pairs", x.Pairs != 0}, {hasRange, "range", x.Range != nil},
		{hasFilter, "choice_filter", x.ChoiceFilter != ""}, {hasShuffle, "shuffle", x.Shuffle}, {hasShuffle, "seed", x.Seed != ""},
		{hasConstraint, "constraint", x.Constraint != ""}, {hasRequired, "required", x.Required}, {hasRequired, "required_if", x.RequiredIf != ""},
		{hasCalculation, "calculation", x.Calculation != ""},
	} {
		if m.filled && has&m.part == 0 {
			c.say(at+"/"+m.member, "question %s: %q is not for %s", x.Name, m.member, x.Kind)
		}
	}
	if has&hasList != 0 {
		c.source(at, x, earlier)
	}
	if has&hasMax != 0 {
		c.max(at, x)
	}
	if x.Kind == Pairwise && (x.Pairs < 1 || x.Pairs > MaxPairs) {
		c.say(at+"/pairs", "question %s: %d pairs; 1 to %d are possible", x.Name, x.Pairs, MaxPairs)
	}
	if x.Kind == RangeNumber {
		c.rangeOf(at, x)
	}
	if x.Kind == Calculate && x.Calculation == "" {
		c.say(at+"/calculation", "question %s: a calculate without a calculation", x.Name)
	}
	if x.Seed != "" && !x.Shuffle {
		c.say(at+"/seed", "question %s: a seed is for choices that are shuffled", x.Name)
	}
	if x.Required && x.RequiredIf != "" {
		c.say(at+"/required_if", "question %s: it is required anyway; leave one of required and required_if away", x.Name)
	}
}

// source checks where the choices come from.
func (c *checker) source(at string, x *Question, earlier map[string]*Question) {
	own := x.List
	if x.Kind == Scale {
		own = x.Items
		switch {
		case c.q.Choices(x.List) == nil:
			c.say(at+"/list", "question %s: there is no list %q", x.Name, x.List)
		case len(c.q.Choices(x.List)) > MaxScaleLevels:
			c.say(at+"/list", "question %s: a scale has at most %d levels", x.Name, MaxScaleLevels)
		}
	}
	member := map[bool]string{false: "list", true: "items"}[x.Kind == Scale]
	switch {
	case x.Of != "" && belongs[x.Kind]&hasOf == 0: // said before
	case own != "" && x.Of != "":
		c.say(at+"/of", "question %s: it has both %q and \"of\"; name one of them", x.Name, member)
	case x.Of != "":
		c.follows(at, x, earlier[x.Of])
	case own == "" && belongs[x.Kind]&hasOf != 0:
		c.say(at+"/"+member, "question %s: name the list of its choices in %q, or an earlier question in \"of\"", x.Name, member)
	case c.q.Choices(own) == nil:
		c.say(at+"/"+member, "question %s: there is no list %q", x.Name, own)
	case len(x.choices(c.q, own)) < x.least():
		c.say(at+"/"+member, "question %s: the list %s has too few choices for a %s", x.Name, own, x.Kind)
	}
}

// follows checks that what is ranked or rated can have been chosen before.
func (c *checker) follows(at string, x, of *Question) {
	if of == nil || of.Kind != SelectMultiple && of.Kind != Scale {
		c.say(at+"/of", "question %s: \"of\" must name an earlier select_multiple or scale, not %q", x.Name, x.Of)
		return
	}
	choices := c.q.Choices(of.source(c.q))
	if len(choices) > 0 && !slices.ContainsFunc(choices, func(ch Choice) bool { return !ch.Exclusive }) {
		c.say(at+"/of", "question %s: every choice of %s is exclusive, so that nothing is left for it", x.Name, of.Name)
	}
}

func (c *checker) max(at string, x *Question) {
	switch {
	case x.Max < 0:
		c.say(at+"/max", "question %s: max is below zero", x.Name)
	case x.Kind == TextAnswer && x.Max > MaxTextLength:
		c.say(at+"/max", "question %s: a text answer has at most %d characters", x.Name, MaxTextLength)
	case x.Kind == Points && (x.Max < 1 || x.Max > MaxPoints):
		c.say(at+"/max", "question %s: %d points; 1 to %d are possible", x.Name, x.Max, MaxPoints)
	}
}

// maxSteps bounds the numbers of a range.
const maxSteps = 100_000

func (c *checker) rangeOf(at string, x *Question) {
	if x.Range == nil {
		c.say(at+"/range", "question %s: a range without its start, end and step", x.Name)
		return
	}
	start, end, step := rational(x.Range.Start), rational(x.Range.End), rational(x.Range.Step)
	switch {
	case start == nil || end == nil || step == nil:
		c.say(at+"/range", "question %s: start %q, end %q and step %q must be numbers in decimal digits, such as \"0.5\"", x.Name, x.Range.Start, x.Range.End, x.Range.Step)
	case step.Sign() <= 0 || start.Cmp(end) >= 0:
		c.say(at+"/range", "question %s: a range goes up, from %s by %s to %s", x.Name, x.Range.Start, x.Range.Step, x.Range.End)
	default:
		width := end.Sub(end, start)
		if n, _ := width.Quo(width, step).Float64(); n > maxSteps {
			c.say(at+"/range", "question %s: a range has at most %d steps", x.Name, maxSteps)
		}
	}
}

// roleKinds says of which kinds a question with a role can be, since scoring
// relies on it.
var roleKinds = map[Role][]Kind{
	RoleNeed: {SelectMultiple, Scale, Points}, RoleRank: {Rank, Pairwise}, RoleSeverity: {Scale}, RoleSatisfaction: {Scale},
	RoleSex: {SelectOne}, RoleAge: {SelectOne}, RoleGroup: {SelectOne, SelectMultiple},
	RoleUnit: {TextAnswer, Integer}, RoleProposal: {TextAnswer}, RoleOther: {TextAnswer},
}

// offersOther reports whether "other" is among the needs that are chosen from.
func (c *checker) offersOther() bool {
	x := c.q.ByRole(RoleNeed)
	return x != nil && slices.ContainsFunc(c.q.Choices(x.source(c.q)), func(ch Choice) bool { return ch.Other() })
}

// roleLevels says how many levels a scale with a role has.
var roleLevels = map[Role]int{RoleNeed: 2, RoleSeverity: SeverityLevels, RoleSatisfaction: SatisfactionLevels}

func (c *checker) role(at string, x *Question) {
	if x.Role == "" {
		return
	}
	kinds, known := roleKinds[x.Role]
	switch levels := len(c.q.Choices(x.List)); {
	case x.Role == "contact":
		c.say(at+"/role", "question %s: contact details are not asked beside the answers, so that nobody can be found by them; leave the question out", x.Name)
	case x.Role == "village":
		c.say(at+"/role", "question %s: the village is known from the code by which one enters; leave the question out", x.Name)
	case !known:
		c.say(at+"/role", "question %s: unknown role %q", x.Name, x.Role)
	case !slices.Contains(kinds, x.Kind):
		c.say(at+"/role", "question %s: the role %s needs a %s, not a %s", x.Name, x.Role, either(kinds), x.Kind)
	case x.Role == RoleNeed && x.source(c.q) != "" && !slices.ContainsFunc(c.q.Choices(x.source(c.q)), func(ch Choice) bool { return ch.Need != "" }):
		c.say(at+"/role", "question %s: has the role %s, and no choice of the list %s says which need it stands for; say so in the column ashar::need (in JSON \"need\"), by its code in the taxonomy", x.Name, x.Role, x.source(c.q))
	case x.Role == RoleOther && !c.offersOther():
		c.say(at+"/role", "question %s: has the role %s, and the question with the role %s has no choice %q that it could explain", x.Name, x.Role, RoleNeed, nameOther)
	case x.Role == RoleSatisfaction && levels == NoAccessLevel:
		if last := c.q.Choices(x.List)[NoAccessLevel-1].Name; last != NoAccess {
			c.say(at+"/list", "question %s: after %d levels of satisfaction only %q can come, for what is not there, not %q", x.Name, SatisfactionLevels, NoAccess, last)
		}
	case x.Kind == Scale && levels != roleLevels[x.Role]:
		c.say(at+"/list", "question %s: %s has %d levels, not %d", x.Name, x.Role, roleLevels[x.Role], levels)
	}
	if x.Role == RoleRank || x.Role == RoleSeverity {
		if of := c.q.Question(x.Of); of != nil && of.Role != RoleNeed {
			c.say(at+"/of", "question %s: the role %s is for the choices of the question with the role %s, not of %s", x.Name, x.Role, RoleNeed, x.Of)
		}
		if need := c.q.ByRole(RoleNeed); x.Of == "" && need != nil && x.source(c.q) != "" && x.source(c.q) != need.source(c.q) {
			c.say(at+"/list", "question %s: the role %s is for the choices of the list %s, which %s has, not of %s", x.Name, x.Role, need.source(c.q), need.Name, x.source(c.q))
		}
	}
	if x.Role == RoleSex {
		for _, ch := range c.q.Choices(x.List) {
			if ch.Name != SexFemale && ch.Name != SexMale {
				c.say(at+"/list", "question %s: the choices of sex are %q and %q, not %q; who would rather not say skips the question", x.Name, SexFemale, SexMale, ch.Name)
			}
		}
	}
}

func either(kinds []Kind) string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, " or a ")
}

// groups checks the groups, and that the questions of each stand together.
func (c *checker) groups() {
	if n := len(c.q.Groups); n > MaxGroups {
		c.say("/groups", "%d groups; at most %d are possible", n, MaxGroups)
	}
	seen := map[string]bool{}
	for i := range c.q.Groups {
		g := &c.q.Groups[i]
		at := pointer("groups", i)
		c.name(at+"/name", "group", g.Name)
		if seen[g.Name] || c.q.Question(g.Name) != nil {
			c.say(at+"/name", "group %s: its name is given twice", g.Name)
		}
		if g.Parent != "" && !seen[g.Parent] {
			c.say(at+"/parent", "group %s: there is no group %q before it to stand in", g.Name, g.Parent)
		}
		seen[g.Name] = true
		c.languages(at+"/label", "group "+g.Name, g.Label)
	}
	var begun []string
	var open []*Group
	for i := range c.q.Questions {
		x := &c.q.Questions[i]
		around := c.q.Around(x.Group)
		if x.Group != "" && (len(around) == 0 || around[0].Parent != "") {
			c.say(pointer("questions", i)+"/group", "question %s: there is no group %q", x.Name, x.Group)
			continue
		}
		same := 0
		for same < len(open) && same < len(around) && open[same] == around[same] {
			same++
		}
		for _, g := range around[same:] {
			if slices.Contains(begun, g.Name) {
				c.say(pointer("questions", i)+"/group", "question %s: the questions of the group %s do not stand together", x.Name, g.Name)
				break
			}
			begun = append(begun, g.Name)
		}
		open = around
	}
	for i := range c.q.Groups {
		if name := c.q.Groups[i].Name; len(begun) <= i || begun[i] != name {
			if slices.Contains(begun, name) {
				c.say("/groups/"+strconv.Itoa(i), "group %s: the groups do not stand in the order in which they begin", name)
				break
			}
			c.say("/groups/"+strconv.Itoa(i), "group %s: has no question", name)
			begun = slices.Insert(begun, min(i, len(begun)), name)
		}
	}
}
