package staff

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"ashar/survey/access"
	"ashar/survey/locale"
)

// phrases are what an entry has before and after that can be said in the language of the page. The words are
// "staff.said.<phrase>", with underscores.
var phrases = []string{
	"sign-in link", "password set", "no password", "codes on", "codes off", "used", "expired", "disabled", "password", "code",
	"password and code", "password and recovery code", "draft", "discarded", "open", "closed", "frozen", "published", "answers of one resident",
	"withdrawn at their wish", "tally kept", "evidence given", "answers given", "without words", "report given", "order changed", "as shipped", "answers deleted", "shown to the resident", "request", "answered",
	"undone", "difference settled", "ended",
}

// sentences are what the program writes into the trail of other things, with names and numbers in it; the words are
// "staff.told.<id>", with what the parts in brackets are called there. Entries are written so for good, and shown in the
// language of the page.
var sentences = append([]saying{
	{"codes_made", regexp.MustCompile(`^(?P<Count>\d+) codes made, village "(?P<Village>.*)", label "(?P<Label>.*)"$`)},
	{"codes_void", regexp.MustCompile(`^(?P<Count>\d+) codes declared void, label "(?P<Label>.*?)"(?:, \d+ used before)?$`)},
	{"door", regexp.MustCompile(`^door (?P<Code>\S+), village "(?P<Village>.*)", label "(?P<Label>.*)"$`)},
	{"door_ended", regexp.MustCompile(`^door (?P<Code>\S+), label "(?P<Label>.*)": ended$`)},
	{"door_again", regexp.MustCompile(`^door (?P<Code>\S+), label "(?P<Label>.*)": in use again$`)},
	{"everywhere", regexp.MustCompile(`^everywhere: (?P<Count>\d+)$`)},
	{"imported", regexp.MustCompile(`^answers taken from files: (?P<Count>\d+), village (?P<Village>\S+)$`)},
	{"answers", regexp.MustCompile(`^answers (?P<Count>\d+)$`)},
	{"villages", regexp.MustCompile(`^villages (?P<Count>\d+)$`)},
	{"villages", regexp.MustCompile(`^(?P<Count>\d+) villages$`)},
	{"adults", regexp.MustCompile(`^adults (?P<Count>\d+)$`)},
	{"asks", regexp.MustCompile(`^asks (?P<Form>\S+)$`)},
	{"limit", regexp.MustCompile(`^limit (?P<Count>[1-9]\d*)$`)},
	{"no_limit", regexp.MustCompile(`^limit 0$`)},
	{"title", regexp.MustCompile(`^title (?P<Title>.+)$`)},
	{"opens", regexp.MustCompile(`^opens (?P<Day>\d{4}-\d\d-\d\dT\S+)$`)},
	{"opens_by_hand", regexp.MustCompile(`^opens none$`)},
	{"closes", regexp.MustCompile(`^closes (?P<Last>\d{4}-\d\d-\d\dT\S+)$`)},
	{"closes_by_hand", regexp.MustCompile(`^closes none$`)},
	{"keeps", regexp.MustCompile(`^keeps until (?P<UTC>\d{4}-\d\d-\d\d)T\S+$`)},
	{"keeps_unsaid", regexp.MustCompile(`^keeps until none$`)},
	{"languages_all", regexp.MustCompile(`^languages all$`)},
	{"languages", regexp.MustCompile(`^languages (?P<Languages>[a-z ]+)$`)},
	{"admits_anyone", regexp.MustCompile(`^admission open$`)},
	{"admits_codes", regexp.MustCompile(`^admission codes$`)},
	{"admits_slips", regexp.MustCompile(`^admission slips$`)},
	{"shows_nothing", regexp.MustCompile(`^shows nothing$`)},
	{"shows_count", regexp.MustCompile(`^shows count$`)},
	{"targets", regexp.MustCompile(`^targets (?P<Answers>\d+) answers or (?P<Adults>[\d.]+)$`)},
	{"targets_women", regexp.MustCompile(`^women (?P<Share>0[\d.]*|1)$`)},
	{"targets_youth", regexp.MustCompile(`^youth (?P<Share>0[\d.]*|1) until (?P<Until>\d+)$`)},
	{"targets_instance", regexp.MustCompile(`^targets of the instance$`)},
	{"people", regexp.MustCompile(`^(?P<Sex>female|male) (?P<Age>[\d+-]+) (?P<Count>\d+)$`)},
	{"from", regexp.MustCompile(`^from (?P<Names>\S.*)$`)},
	{"token_of", regexp.MustCompile(`^of (?P<Code>[a-z0-9-]+)$`)},
	{"token_reads", regexp.MustCompile(`^reads (?P<Scopes>[a-z ]+)$`)},
	{"until", regexp.MustCompile(`^until (?P<UTC>\d{4}-\d\d-\d\d)$`)},
}, roomSentences...)

// saying is a sentence, by its id.
type saying struct {
	id      string
	written *regexp.Regexp
}

// inWords says what an entry has before or after in the language of the page, as far as it consists of phrases, roles and
// sentences; names and numbers stay.
func inWords(s locale.Speaker, zone *time.Location, said string) string {
	if words, ok := sentence(s, zone, said); ok {
		return words
	}
	var all []string
	for of := range strings.SplitSeq(said, "; ") {
		parts := strings.Split(of, ", ")
		for i, part := range parts {
			if words, ok := sentence(s, zone, part); ok {
				parts[i] = words
				continue
			}
			switch {
			case slices.Contains(phrases, part):
				parts[i] = s.T("staff.said." + strings.NewReplacer(" ", "_", "-", "_").Replace(part))
			case access.Role(part).Valid():
				parts[i] = s.T("common.role." + part)
			}
		}
		all = append(all, strings.Join(parts, ", "))
	}
	return strings.Join(all, "; ")
}

// sentence says in words what was written as one of the sentences.
func sentence(s locale.Speaker, zone *time.Location, said string) (words string, ok bool) {
	for _, x := range sentences {
		found := x.written.FindStringSubmatch(said)
		if found == nil {
			continue
		}
		var args []any
		for i, name := range x.written.SubexpNames() {
			if name != "" {
				args = append(args, name, readable(s, zone, name, found[i]))
			}
		}
		return s.T("staff.told."+x.id, args...), true
	}
	return "", false
}

// readable is a part of a sentence as it is said: "Last" is the last day before a moment, and "UTC" a day without a zone.
func readable(s locale.Speaker, zone *time.Location, name, part string) string {
	if part == "" {
		return "—"
	}
	switch name {
	case "Sex":
		return s.T("place.sex." + part)
	case "Day", "Last":
		at, err := time.Parse(time.RFC3339, part)
		if err != nil {
			return part
		}
		if name == "Last" {
			at = at.Add(-time.Nanosecond)
		}
		return s.Date(at.In(zone))
	case "UTC":
		if at, err := time.Parse(time.DateOnly, part); err == nil {
			return s.Date(at)
		}
	case "Scopes":
		var all []string
		for scope := range strings.FieldsSeq(part) {
			if slices.Contains(access.Scopes(), access.Scope(scope)) {
				scope = s.T("tokens.scope." + scope)
			}
			all = append(all, scope)
		}
		return strings.Join(all, ", ")
	case "Share", "Adults", "Count", "Answers":
		n, err := strconv.ParseFloat(part, 64)
		switch {
		case err != nil:
		case name == "Share" || name == "Adults":
			return s.Share(n)
		default:
			return s.Number(int(n))
		}
	}
	return part
}
