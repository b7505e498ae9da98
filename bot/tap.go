package bot

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
)

// action is what pressing a button asks for. It is the first byte of the
// button's data.
type action byte

// Before consent the button carries all there is to know.
const (
	showConsent action = 'C' // in a language
	agree       action = 'A' // to this text, in this language
	showHelp    action = 'H' // in a language
	enter       action = 'E' // by a code
)

// Where somebody who answers here comes with the link of an interview, the button names
// that interview.
const (
	mine   action = 'M' // it is the person's own
	theirs action = 'X' // it is somebody's who is there
)

// During an interview the button names a revision of it and indexes into the
// questionnaire, which stay the same however the interview goes on.
const (
	tick     action = 't' // choice item, on if level is 1, off if 0
	choose   action = 'c' // choice item, the only one
	place    action = 'r' // choice item next in the order
	grade    action = 's' // choice item with level
	allot    action = 'a' // choice item with level points
	prefer   action = 'v' // a pair: see pairCode
	count    action = 'i' // number item of a range
	onDay    action = 'd' // day item after 1 January 1970
	undo     action = 'u' // leave only the first item places, levels or pairs
	goOn     action = 'n' // with what is ticked, ordered or given before
	skip     action = 'k'
	goBack   action = 'b'
	showPage action = 'p' // page item of a long list, or of the look-over
	correct  action = 'g' // question item again
	send     action = 'y'
	speak    action = 'l' // language item
	show     action = 'w' // where we are

	askForget action = 'f' // whether to take the interview back
	forgetNow action = 'F'
	keepIt    action = 'K'

	inform action = 'N' // of what comes of the answers if item is 1, no more if 0

	reopen action = 'e' // what was sent, to correct it
	leave  action = 'q' // what was sent as it was

	beside      action = 'o' // somebody else, person number item on the phone, to the consent in language level
	agreeBeside action = 'O'
)

// maxData bounds a button's data in Telegram, in bytes.
const maxData = 64

// tap is what a pressed button says.
type tap struct {
	action action
	// Before consent:
	code, language, consent string
	ticket                  string // its code, if one came with a ticket
	interview               string // for mine and theirs
	// During an interview:
	tag         string // of the interview
	rev         int64  // at which the button was drawn
	question    int    // index of the question then asked; the number of questions for the look-over
	item, level int
}

const (
	tagLength = 6
	separator = ":"
)

// data writes the tap as a button's data, at most maxData bytes.
func (t tap) data() string {
	switch t.action {
	case showConsent, agree:
		return strings.Join(t.withTicket(string(t.action), t.code, t.language, t.consent), separator)
	case showHelp:
		return string(t.action) + separator + t.language
	case enter:
		return strings.Join(t.withTicket(string(t.action), t.code), separator)
	case mine, theirs:
		return string(t.action) + separator + t.interview
	}
	return strings.Join([]string{
		string(t.action), t.tag, strconv.FormatInt(t.rev, 36),
		strconv.FormatInt(int64(t.question), 36), strconv.FormatInt(int64(t.item), 36), strconv.FormatInt(int64(t.level), 36),
	}, separator)
}

// withTicket adds the code of a ticket, if there is one.
func (t tap) withTicket(fields ...string) []string {
	if t.ticket != "" {
		fields = append(fields, t.ticket)
	}
	return fields
}

// ticketIn takes the code of a ticket off the end of so many fields; ok is false if there
// stands something else.
func ticketIn(fields []string, without int) (ticket string, ok bool) {
	if len(fields) == without {
		return "", true
	}
	if len(fields) != without+1 {
		return "", false
	}
	ticket = fields[without]
	return ticket, ticket != "" && survey.NormalTicket(ticket) == ticket
}

// parseTap reads a button's data. ok is false for anything that data does not
// write: such data was never sent by us.
func parseTap(data string) (t tap, ok bool) {
	if len(data) > maxData {
		return tap{}, false
	}
	fields := strings.Split(data, separator)
	if len(fields[0]) != 1 {
		return tap{}, false
	}
	t.action = action(fields[0][0])
	switch t.action {
	case showConsent, agree:
		if t.ticket, ok = ticketIn(fields, 4); !ok {
			return tap{}, false
		}
		t.code, t.language, t.consent = fields[1], fields[2], fields[3]
		ok = t.code != "" && survey.NormalCode(t.code) == t.code && t.language != ""
	case showHelp:
		if len(fields) != 2 {
			return tap{}, false
		}
		t.language = fields[1]
		ok = t.language != ""
	case enter:
		if t.ticket, ok = ticketIn(fields, 2); !ok {
			return tap{}, false
		}
		t.code = fields[1]
		ok = t.code != "" && survey.NormalCode(t.code) == t.code
	case mine, theirs:
		if len(fields) != 2 {
			return tap{}, false
		}
		t.interview = fields[1]
		ok = isInterview(t.interview)
	case tick, choose, place, grade, allot, prefer, count, onDay, undo, goOn, skip, goBack, showPage, correct, send, speak, show, askForget, forgetNow, keepIt, inform, reopen, leave, beside, agreeBeside:
		if len(fields) != 6 {
			return tap{}, false
		}
		var numbers [4]int64
		for i, f := range fields[2:] {
			n, err := strconv.ParseInt(f, 36, 32)
			if err != nil || n < 0 {
				return tap{}, false
			}
			numbers[i] = n
		}
		t.tag, t.rev = fields[1], numbers[0]
		t.question, t.item, t.level = int(numbers[1]), int(numbers[2]), int(numbers[3])
		ok = len(t.tag) == tagLength
	}
	return t, ok && t.data() == data
}

// tagOf tells a person's interviews apart in buttons, without giving their
// identifiers away.
func tagOf(interview string) string {
	sum := sha256.Sum256([]byte("button\x00" + interview))
	return hex.EncodeToString(sum[:])[:tagLength]
}

// consentMark names the very text that is agreed to.
func consentMark(q *survey.Questionnaire) string {
	sum := sha256.Sum256([]byte("consent\x00" + q.Key() + "\x00" + q.Consent.Version))
	return hex.EncodeToString(sum[:])[:8]
}

// questionIndex is the place of the question being asked among all of them; their
// number when the answers are looked over.
func questionIndex(s survey.Session) int {
	i := slices.IndexFunc(s.Questionnaire.Questions, func(x survey.Question) bool { return x.Name == s.At })
	if i < 0 {
		return len(s.Questionnaire.Questions)
	}
	return i
}

// Ours reports whether a button's data is of a kind that the Conversation makes.
func Ours(data string) bool {
	_, ours := parseTap(data)
	return ours
}
