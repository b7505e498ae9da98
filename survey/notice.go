package survey

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// NoticeKind is what an author may want to mend in a questionnaire that can be
// asked as it is.
type NoticeKind string

// The kinds of notice.
const (
	Untranslated NoticeKind = "untranslated"   // the text is missing in Languages, which fall back on another one
	Lookalike    NoticeKind = "lookalike"      // the text in Languages has a letter that only looks like the right one, in Word
	SameLabel    NoticeKind = "same_label"     // two choices of a list are called the same, Word, in Languages
	Markup       NoticeKind = "markup"         // the text in Languages has Markdown or HTML, Word, which is shown as it is typed
	HangsOnLater NoticeKind = "hangs_on_later" // whether it is asked hangs on the question Word, which comes after it
	AloneByName  NoticeKind = "alone_by_name"  // a choice of a select_multiple is called none, and can be chosen beside others
	ForeignNeed  NoticeKind = "foreign_need"   // the choice's need, Word, is none of the taxonomy's; Other asks whether one of them is meant
	NoNeeds      NoticeKind = "no_needs"       // no question has RoleNeed, so that nothing can be ranked
)

// NoticeKinds lists every kind, for those who must have words for each.
func NoticeKinds() []NoticeKind {
	return []NoticeKind{Untranslated, Lookalike, SameLabel, Markup, HangsOnLater, AloneByName, ForeignNeed, NoNeeds}
}

// Notice is one thing that does not keep a questionnaire from being asked.
type Notice struct {
	Kind      NoticeKind
	Thing     Thing
	Name      string // of the question, group or choice
	List      string // of a choice
	Member    string // which text, by its name in JSON
	Languages []string
	Word      string
	Other     string
}

// Notices lists what an author may want to mend, in the order in which it stands
// in the questionnaire.
func (q *Questionnaire) Notices() []Notice {
	r := noticer{q: q}
	r.text(Notice{Thing: WholeForm, Member: "title"}, q.Title)
	r.text(Notice{Thing: WholeForm, Member: "intro"}, q.Intro)
	r.text(Notice{Thing: ConsentText, Member: "text"}, q.Consent.Text)
	for i := range q.Groups {
		r.text(Notice{Thing: AGroup, Name: q.Groups[i].Name, Member: "label"}, q.Groups[i].Label)
	}
	for i := range q.Questions {
		x := &q.Questions[i]
		at := Notice{Thing: AQuestion, Name: x.Name}
		for _, m := range questionMembers(x) {
			at.Member = m.name
			r.text(at, m.text)
		}
	}
	for _, l := range q.Lists {
		for _, c := range l.Choices {
			r.text(Notice{Thing: AChoice, Name: c.Name, List: l.Name, Member: "label"}, c.Label)
		}
		r.alike(l)
		r.alone(l)
	}
	r.later()
	if q.ByRole(RoleNeed) == nil {
		r.found = append(r.found, Notice{Kind: NoNeeds, Thing: WholeForm})
	}
	return r.found
}

type noticer struct {
	q     *Questionnaire
	found []Notice
}

// text looks at one text. One that is given in no language is not wanted in any.
func (r *noticer) text(at Notice, t Text) {
	if t.In() == "" {
		return
	}
	if at.Languages = t.Missing(r.q.Languages); len(at.Languages) > 0 {
		at.Kind = Untranslated
		r.found = append(r.found, at)
	}
	for _, l := range t.languages() {
		if at.Word = lookalike(t[l], l); at.Word != "" {
			at.Kind, at.Languages = Lookalike, []string{l}
			r.found = append(r.found, at)
		}
		if at.Word = markup.FindString(t[l]); at.Word != "" {
			at.Kind, at.Languages = Markup, []string{l}
			r.found = append(r.found, at)
		}
	}
}

// markup is what other tools take for bold, colours and links.
var markup = regexp.MustCompile(`</?[A-Za-z][^<>]*>|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\(http[^)\n]*\)`)

// later looks for questions that are asked once a later one was answered, so that the
// respondent is led back.
func (r *noticer) later() {
	hang := dependencies(r.q)
	for i := range r.q.Questions {
		x := &r.q.Questions[i]
		for _, j := range hang.on[i] {
			if j > i && !x.Kind.Computed() && !r.q.Questions[j].Kind.Computed() {
				r.found = append(r.found, Notice{Kind: HangsOnLater, Thing: AQuestion, Name: x.Name, Word: r.q.Questions[j].Name})
				break
			}
		}
	}
}

// alike looks for choices of one list that nobody can tell apart.
func (r *noticer) alike(l List) {
	for _, language := range r.q.Languages {
		seen := map[string]bool{}
		for _, c := range l.Choices {
			label := c.Label[language]
			if label != "" && seen[label] {
				r.found = append(r.found, Notice{Kind: SameLabel, Thing: AList, Name: l.Name, Member: "label", Languages: []string{language}, Word: label})
			}
			seen[label] = true
		}
	}
}

// alone looks for "none" among choices of which several can be chosen.
func (r *noticer) alone(l List) {
	several := slices.ContainsFunc(r.q.Questions, func(x Question) bool { return x.Kind == SelectMultiple && x.List == l.Name })
	for _, c := range l.Choices {
		if several && c.Name == nameNone && !c.Exclusive {
			r.found = append(r.found, Notice{Kind: AloneByName, Thing: AChoice, Name: c.Name, List: l.Name})
		}
	}
}

// notKyrgyz are letters of other alphabets and old fonts in which Kyrgyz is typed
// for want of its own.
const notKyrgyz = "ӊӉєЄїЇўЎҥҤ"

// lookalike finds a word in which a letter only looks like the right one: Latin
// letters among Cyrillic ones, or in Kyrgyz a letter of another alphabet; "" if
// there is none.
func lookalike(text, language string) string {
	text = mention.ReplaceAllString(text, " ")
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !isWord(r) }) {
		latin := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Latin, r) })
		cyrillic := strings.ContainsFunc(word, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
		if latin && cyrillic || slices.Contains([]string{"ky", "ru"}, language) && strings.ContainsAny(word, notKyrgyz) {
			return word
		}
	}
	return ""
}
