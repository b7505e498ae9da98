package bot_test

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"testing"

	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
	"github.com/google/go-cmp/cmp"
)

// FuzzReply leads a person some way, by what is on the screen, and then hands over any
// update at all. Nothing panics, and no answer is lost but to a correction of that very
// question.
func FuzzReply(f *testing.F) {
	r, _ := newQuickRoom(f)
	for n := range len(everyKind()) {
		f.Add(uint8(n), []byte{}, uint8(n%5), "3", 40.26, 72.61)
	}
	f.Add(uint8(255), []byte{1, 2, 3, 0, 9}, uint8(1), "g:000000:1:0:0:0", 0.0, 0.0)
	f.Add(uint8(9), []byte{7}, uint8(3), "12 345,6", math.NaN(), 1e300)
	f.Add(uint8(17), []byte{}, uint8(2), "a:%s:%r:c:0:zz", 0.0, 0.0)
	f.Add(uint8(22), []byte{}, uint8(2), "v:%s:%r:d:0:zz", 0.0, 0.0)
	person := int64(5000)
	f.Fuzz(func(t *testing.T, known uint8, presses []byte, kind uint8, text string, x, y float64) {
		person++
		p := newPhone(t, r)
		p.person = person
		doings := everyKind()
		for _, doing := range doings[:2+int(known)%(len(doings)-1)] {
			// The order of pairs is another for each person.
			if label, isTap := strings.CutPrefix(doing, "["); isTap && !p.shows(strings.TrimSuffix(label, "]")) {
				doing = "[Экөө бирдей]"
			}
			p.do(doing)
		}
		for _, n := range presses[:min(len(presses), 12)] {
			if shown := p.buttons(); len(shown) > 0 {
				b := shown[int(n)%len(shown)]
				p.press(b.message, b.data)
			}
		}
		before := r.latest(t, person)
		raw := p.anything(kind, text, x, y)
		var u tgbotapi.Update
		if json.Unmarshal([]byte(raw), &u) != nil {
			t.Skip("no update")
		}
		replies, err := p.talk.Reply(t.Context(), u, noon, p.files)
		if err != nil {
			t.Fatalf("%s: %v", raw, err)
		}
		for _, reply := range replies {
			checkCard(t, reply.Card)
		}
		after := r.latest(t, person)
		holds(t, before, after)
	})
}

func (p *phone) shows(label string) bool {
	for _, b := range p.buttons() {
		if b.label == label {
			return true
		}
	}
	return false
}

// anything is an update of one of the kinds that come from people. In the data of a
// button %s and %r stand for what ties it to the interview.
func (p *phone) anything(kind uint8, text string, x, y float64) string {
	switch kind % 5 {
	case 0:
		return p.wrote(strings.ToValidUTF8(text, "\uFFFD"))
	case 1, 2:
		for _, b := range p.buttons() {
			if fields := strings.Split(b.data, ":"); len(fields) == 6 {
				text = strings.NewReplacer("%s", fields[1], "%r", fields[2]).Replace(text)
			}
		}
		return p.tapped(1+len(text)%max(len(p.messages), 1), strings.ToValidUTF8(text, ""))
	case 3:
		return p.sent(fmt.Sprintf(`"location": {"latitude": %v, "longitude": %v, "horizontal_accuracy": %v}`, x, y, x))
	}
	p.keep("any", []byte(text))
	if len(text)%2 == 0 {
		p.keep("any", photo(len(text), 500))
	}
	return p.sent(`"photo": [{"file_id": "any", "width": 9, "height": 9}]`)
}

// holds compares an interview before and after one update.
func holds(t *testing.T, before, after survey.Session) {
	t.Helper()
	if after.ID != before.ID || after.Rev < before.Rev || after.Rev > before.Rev+1 {
		t.Fatalf("from %s at %d to %s at %d", before.ID, before.Rev, after.ID, after.Rev)
	}
	given := map[string]survey.Value{}
	for x, v := range after.Answered() {
		given[x.Name] = v
	}
	for _, a := range before.Answers {
		if a.Question == before.At {
			continue
		}
		found := false
		for _, now := range after.Answers {
			found = found || now.Question == a.Question && cmp.Equal(now.Value, a.Value)
		}
		if !found {
			t.Fatalf("the answer to %s is lost, asked was %s", a.Question, before.At)
		}
	}
	for name, v := range given { // what is valid is valid still when it is given again
		if _, err := after.Interview.Answer(after.Questionnaire, name, v, noon); err != nil && !after.Sent() {
			t.Fatalf("%s: %v", name, err)
		}
	}
	if after.Sent() && !before.Sent() && before.At != "" {
		t.Fatal("sent before the answers were looked over")
	}
}
