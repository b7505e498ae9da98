package bot_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/bot"
	"ashar/bot/bottest"
	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/store"
	"ashar/survey"
	"ashar/survey/locale"

	"github.com/google/go-cmp/cmp"
)

// counted counts a campaign's answers each time that it is asked for its results.
type counted struct {
	db    *store.DB
	words *locale.Words
}

var _ bot.Results = counted{}

func (c counted) Results(ctx context.Context, campaign, village, language string) ([]string, error) {
	k, err := c.db.Campaign(ctx, campaign)
	if err != nil {
		return nil, err
	}
	m, err := c.db.Municipality(ctx, k.Municipality)
	if err != nil {
		return nil, err
	}
	q, err := c.db.Questionnaire(ctx, k.Questionnaire)
	if err != nil {
		return nil, err
	}
	reader, err := prioritize.NewReader(q)
	if err != nil {
		return nil, err
	}
	live := prioritize.NewLive(prioritize.LiveConfig{Campaign: campaign, Municipality: &m, Reader: reader, Responses: c.db, Now: time.Now})
	if err := live.Sync(ctx); err != nil {
		return nil, err
	}
	now, err := live.Snapshot(prioritize.Reach)
	if err != nil {
		return nil, err
	}
	return analysis.Brief(c.words.For(language), &now.Ranking, &m, village), nil
}

// answers has a person answer in a private chat: three of four that the school comes first.
func answers(t testing.TB, r *room, person int64) {
	t.Helper()
	p := newPhone(t, r)
	p.person = person
	need := "[Мектеп]"
	if person%4 == 0 {
		need = "[Таза суу]"
	}
	for _, doing := range through(need, "[Кийинки]", "[5 · Өтө оор]", "[Аял]", "[Өткөрүп жиберүү]", "[Жөнөтүү]") {
		p.do(doing)
	}
}

// publish closes a campaign and publishes what came of it.
func publish(t testing.TB, r *room, id string) {
	t.Helper()
	c, err := r.db.Campaign(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	c.Status = survey.StatusClosed
	if err := c.Take(survey.Publishes, c.Closes.Add(survey.Settling)); err != nil {
		t.Fatal(err)
	}
	c.Rev++
	if err := r.db.SaveCampaign(t.Context(), c); err != nil {
		t.Fatal(err)
	}
}

// TestResults are told to those who answered and to those who know a code, and to nobody
// before they are published.
func TestResults(t *testing.T) {
	t.Parallel()
	const (
		later   = "say «Көк-Жар: needs»: жыйынтыгы коомдук угуудан кийин, демилгелүү топ аны жарыялаганда айтылат."
		askCode = "say Кайсы сурамжылоонун жыйынтыгын билгиңиз келет? Плакаттагы алты белгиден турган кодду мындай жазып жибериңиз: /results КОД"
		unknown = "say Мындай код табылган жок. Плакаттагы алты белгини карап, кайра жазып жибериңиз."
		told1   = "say Көк-Жар: needs|40 адам жооп берди.||Көк-Жар:|1. Мектеп — 75 %|2. Таза суу — 25 %|Пайыз — муну тандагандардын үлүшү.|Биринчи орунда — «Мектеп», бул так."
		village = "||Арча-Булак:|1. Мектеп|2. Таза суу"
		all     = " [Толук жыйынтык]"
	)
	r := newRoom(t)
	for i := range 40 {
		answers(t, r, int64(1000+i))
	}
	answered, stranger, begins := newPhone(t, r), newPhone(t, r), newPhone(t, r)
	answered.person, stranger.person, begins.person = 1001, 7, 8
	begins.do("/start " + openCode)
	want := func(p *phone, doing string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, told(p.do(doing))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", doing, diff)
		}
	}
	want(answered, "/results", later)
	want(stranger, "/results", askCode)
	want(stranger, "/results QQQQQQ", unknown)
	want(stranger, "/results k7pm-4x", later)
	publish(t, r, "needs")
	want(answered, "/results", told1+village+all)
	want(stranger, "/results "+openCode, told1+village+all)
	want(stranger, "/results "+secondCode, told1+"||Кең-Төр:|Айылдын өз иретин айтууга жооптор аз."+all)
	for _, reply := range stranger.do("/results " + secondCode) {
		if got, want := reply.Card.Rows[0][0].URL, "https://ashar.example/r/"+secondCode; got != want {
			t.Errorf("the button opens %q, want %q", got, want)
		}
	}
	want(stranger, "/start "+openCode, "say «Көк-Жар: needs»: бул сурамжылоо аяктады, эми жооп кабыл албайт. Жыйынтыгын билүү үчүн мындай жазыңыз: /results K7PM4X")
	for _, reply := range begins.do("[Макулмун]") {
		if !reply.Alert || !strings.Contains(reply.Toast, "аяктады") {
			t.Errorf("consent after it was published: %q", told([]bot.Reply{reply}))
		}
	}
	if n := len(r.responses()); n != 40 {
		t.Errorf("%d responses, want 40: it is published", n)
	}
}

// TestResultsLeaveTheQuestionItsButtons: who asks for results in the middle of another
// campaign's interview goes on with the question that stands above them.
func TestResultsLeaveTheQuestionItsButtons(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	publish(t, r, "old")
	announced(t, r, s)
	p := newResident(t, s, 5)
	p.does("/start "+openCode, "[Макулмун]", "/results "+closedCode)
	last := p.chat.Last()
	if n := len(last.Keyboard.Buttons()); n != 1 || !strings.Contains(last.Text, "Көк-Жар: old") {
		t.Fatalf("the results: %d buttons under %q, want one", n, last.Text)
	}
	asked := p.chat.Messages()[len(p.chat.Messages())-3] // above what was written
	if !slices.ContainsFunc(asked.Keyboard.Buttons(), func(b bottest.Button) bool { return b.Text == "Мектеп" }) {
		t.Errorf("the question has lost its buttons:\n%s", p.chat.Transcript())
	}
}
