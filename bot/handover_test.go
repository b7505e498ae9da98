package bot_test

import (
	"errors"
	"strings"
	"testing"

	"ashar/bot"
	"ashar/survey"
)

// webID is an interview that was begun on the web, as such are called.
const webID = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// onWeb begins an interview on the web behind this code.
func (r *room) onWeb(t testing.TB, code, id, language string) survey.Session {
	t.Helper()
	e, err := r.intake.Enter(t.Context(), code)
	if err != nil {
		t.Fatal(err)
	}
	s, err := r.intake.Begin(t.Context(), e, survey.Beginning{
		ID: id, Channel: survey.Web, Language: language, Consent: e.Questionnaire.Consent.Version,
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// answersOnWeb gives an answer to a question of an interview as the form does.
func (r *room) answersOnWeb(t testing.TB, id, question string, v survey.Value) survey.Session {
	t.Helper()
	s, err := r.intake.Resume(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if s, err = r.intake.Answer(t.Context(), s, question, v); err != nil {
		t.Fatal(err)
	}
	return s
}

func (r *room) sendsOnWeb(t testing.TB, id string) {
	t.Helper()
	s, err := r.intake.Resume(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.intake.Submit(t.Context(), s); err != nil {
		t.Fatal(err)
	}
}

// stepsOnWeb takes the next step of an interview on the web, if it is there still: it
// passes over what is due or takes the first choice, and sends what is looked over.
func (r *room) stepsOnWeb(t testing.TB, id string) {
	t.Helper()
	s, err := r.intake.Resume(t.Context(), id)
	if errors.Is(err, survey.ErrNotFound) || err == nil && s.Sent() {
		return
	}
	if p := s.Prompt(); err == nil && p.Review {
		_, _, err = r.intake.Submit(t.Context(), s)
	} else if err == nil {
		value := survey.Skip()
		if !p.CanSkip && len(p.Choices) > 0 {
			value = survey.Chosen(p.Choices[0].Name)
		}
		_, err = r.intake.Answer(t.Context(), s, p.Question.Name, value)
	}
	if _, refused := errors.AsType[*survey.Problem](err); err != nil && !refused {
		t.Fatal(err)
	}
}

// TestFromTheWeb goes on in Telegram, and there alone.
func TestFromTheWeb(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	r.onWeb(t, openCode, webID, "ky")
	r.answersOnWeb(t, webID, "needs", survey.Chosen("school"))
	person, other := newResident(t, s, 42), newResident(t, s, 43)
	person.does("/start i-"+webID, "[5 · Өтө оор]", "/start "+secondCode, "/status", "/mydata")
	other.does("/start i-"+webID, "/status")
	person.does("[Улантуу]", "[Аял]", "[Өткөрүп жиберүү]", "[Жөнөтүү]", "/start "+openCode, "/start i-"+webID, "/forget", "[Ооба, өчүрүлсүн]", "/start i-"+webID)
	refusedNothing(t, s)
	golden(t, "from-web.ky.txt", person.chat.Transcript())
	golden(t, "from-web-other.ky.txt", other.chat.Transcript())
	if sent := r.responses(); len(sent) != 1 || sent[0].Channel != survey.Web || sent[0].Respondent == "" {
		t.Errorf("sent %+v, want one answer, by the web, of the person", sent)
	}
}

// TestToTheWeb goes on on the web: the question that stands in the chat turns into the
// one that is due when its old buttons are pressed.
func TestToTheWeb(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := newResident(t, s, 42)
	person.does(through("[Мектеп]", "[Кийинки]", "/cancel", "/web", "[Улантуу]")...)
	id := r.latest(t, 42).ID
	r.answersOnWeb(t, id, "severity", survey.Rated(survey.Level{Choice: "school", Level: 5}))
	person.does("[3 · Орточо]", "[Аял]")
	r.answersOnWeb(t, id, "wish", survey.Words("Көпүрө"))
	r.sendsOnWeb(t, id)
	person.does("[Өткөрүп жиберүү]", "/status", "/web", "/start "+openCode)
	refusedNothing(t, s)
	golden(t, "to-web.ky.txt", person.chat.Transcript())
	if sent := r.responses(); len(sent) != 1 || sent[0].Channel != survey.Bot {
		t.Errorf("sent %+v, want one answer, by the bot", sent)
	}
}

// TestWhoseIsIt comes with a link to a chat in which the person answers already.
func TestWhoseIsIt(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	r.onWeb(t, secondCode, webID, "ru")
	person := newResident(t, s, 42)
	person.does(through("/start i-"+webID, "[Мой: пусть останется тот, что здесь]", "[Мектеп]", "/start i-"+webID, "[Другого человека, он рядом со мной]")...)
	person.does("[Школа]", "[Дальше]", "[5 · Очень серьёзно]", "[Мужчина]", "[Пропустить]", "[Отправить]", "/start "+openCode, "[Кийинки]", "/status")
	refusedNothing(t, s)
	golden(t, "whose.txt", person.chat.Transcript())
	if sent := r.responses(); len(sent) != 1 || !sent[0].Shared {
		t.Errorf("sent %+v, want one answer of somebody who was there", sent)
	}
}

// TestSayingWhoseTwice presses both buttons again and again: the first counts.
func TestSayingWhoseTwice(t *testing.T) {
	r := newRoom(t)
	p := newPhone(t, r)
	for _, doing := range begun {
		p.do(doing)
	}
	r.onWeb(t, openCode, webID, "ky")
	p.do("/start i-" + webID)
	message, theirs := p.find("Жанымдагы башка кишиники")
	_, mine := p.find("Меники: ушул жердегиси калсын")
	p.press(message, theirs)
	after := r.latest(t, p.person)
	if after.ID != webID || !after.Shared {
		t.Fatalf("%s, shared %t; want the one of the web, of somebody else", after.ID, after.Shared)
	}
	for _, data := range []string{theirs, mine, theirs} {
		if got := told(p.press(message, data)); got[0] != oldButton {
			t.Errorf("%s: got %q, want a kind word", data[:1], got)
		}
	}
	if again := r.latest(t, p.person); again.Rev != after.Rev {
		t.Errorf("revision %d, want %d", again.Rev, after.Rev)
	}
}

// TestLinksThatLeadNowhere says what to do instead.
func TestLinksThatLeadNowhere(t *testing.T) {
	r := newRoom(t)
	closed := r.onWeb(t, otherCode, "", "ky")
	r.closes(t, "other")
	lost := "say Бул шилтеме боюнча жооп табылган жок. Плакаттагы QR кодду камера менен ачыңыз же алты белгиден турган кодду ушул жерге жазып жибериңиз."
	for payload, want := range map[string]string{
		"i-": lost, "i-K7PM4X": lost, "i-" + webID: lost, "i-" + strings.ToLower(webID): lost, "i-" + strings.Repeat("A", 100): lost,
		"I-" + webID:     "say Мындай код табылган жок. Плакаттагы алты белгини карап, кайра жазып жибериңиз.",
		"i-" + closed.ID: "say «Көк-Жар: other»: бул сурамжылоо аяктады, эми жооп кабыл албайт. Жыйынтыгын айыл өкмөтүнөн же демилгелүү топтон сурасаңыз болот.",
	} {
		if got := told(newPhone(t, r).do("/start " + payload)); len(got) != 1 || got[0] != want {
			t.Errorf("%s: got %q, want %q", payload, got, want)
		}
	}
	if address := bot.InterviewURL("ashar_bot", webID); address != "https://t.me/ashar_bot?start=i-"+webID {
		t.Errorf("the link is %s", address)
	}
}

// TestUnfinishedOnTheWeb shows whatever the form left unfinished, also what no button
// here could make.
func TestUnfinishedOnTheWeb(t *testing.T) {
	r, _ := newQuickRoom(t)
	p := newPhone(t, r)
	doings := everyKind("[Жөнөтүү]")
	for i, doing := range doings {
		p.do(doing)
		if i == 0 {
			continue
		}
		s := r.latest(t, p.person)
		if s.At == "" {
			continue
		}
		for _, left := range append(drafts(s), s.Prompt().Value) { // as it was, for the next doing
			if _, err := r.intake.Keep(t.Context(), s, s.At, left); err != nil {
				t.Fatal(err)
			}
			for _, reply := range p.do("/start") {
				checkCard(t, reply.Card)
			}
		}
	}
	if !r.latest(t, p.person).Sent() {
		t.Error("not sent in the end")
	}
}

// drafts are odd things to leave at the question that is due.
func drafts(s survey.Session) []survey.Value {
	p := s.Prompt()
	var all survey.Value
	for i, c := range p.Choices {
		all.Choices = append(all.Choices, c.Name)
		if i%2 == 1 {
			all.Levels = append(all.Levels, survey.Level{Choice: c.Name, Level: max(1, len(p.Levels), p.Question.Max)})
		}
	}
	if len(p.Pairs) > 0 {
		last := p.Pairs[len(p.Pairs)-1]
		last.Better = last.Second
		all.Pairs = []survey.Pair{last}
	}
	all.Text, all.Number, all.Date = strings.Repeat("ү", survey.MaxTextLength), "12 сом", "кечээ"
	every := all
	every.Levels = nil
	for _, c := range p.Choices {
		every.Levels = append(every.Levels, survey.Level{Choice: c.Name, Level: max(1, len(p.Levels), p.Question.Max)})
	}
	return []survey.Value{{}, all, every, {Skipped: true}}
}
