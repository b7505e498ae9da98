package bot_test

import (
	"context"
	"fmt"
	"iter"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"ashar/bot/bottest"
	"ashar/bot/telegram"
	"ashar/store"
	"ashar/survey"
)

// subscribers are people who answered and want to be told what comes of it.
func subscribers(t testing.TB, r *room, s *bottest.Server, n int) []resident {
	t.Helper()
	people := make([]resident, n)
	for i := range people {
		people[i] = newResident(t, s, int64(5000+i))
		people[i].says("/help") // a bot may not write first
		subscribe(t, r, people[i])
	}
	return people
}

func subscribe(t testing.TB, r *room, person resident) {
	t.Helper()
	p := newPhone(t, r)
	p.person, p.language = person.chat.Person().ID, person.chat.Person().Language
	for _, doing := range append(through(), "[Эч нерсе керек эмес]", "[Кийинки]", "[Аял]", "[Өткөрүп жиберүү]", "[Жөнөтүү]", "[🔔 Жыйынтыгын мага кабарлагыла]") {
		p.do(doing)
	}
}

// announce has everybody told of a hearing tomorrow.
func announce(t testing.TB, r *room) {
	t.Helper()
	c, err := r.db.Campaign(t.Context(), "needs")
	if err != nil {
		t.Fatal(err)
	}
	a := survey.NewAnnouncement(&c, survey.HearingCalled, noon.Add(time.Hour))
	a.Time, a.Place = noon.Add(24*time.Hour), survey.Text{"ky": "Маданият үйү", "ru": "Дом культуры"}
	if err := r.db.SaveAnnouncement(t.Context(), a); err != nil {
		t.Fatal(err)
	}
}

// announced runs a bot that announces.
func announced(t testing.TB, r *room, s *bottest.Server) (stop func()) {
	t.Helper()
	return run(t, r, telegram.Options{Token: bottest.Token, Server: s.URL(), Leases: alone{}, Announcements: r.db})
}

// reached waits until the last announcement was told, and returns it.
func reached(t testing.TB, r *room) survey.Announcement {
	t.Helper()
	for ctx := within(t, time.Minute); ; time.Sleep(5 * time.Millisecond) {
		var last survey.Announcement
		for a, err := range r.db.Announcements(ctx, "needs") {
			if err != nil {
				t.Fatal(err)
			}
			last = a
		}
		if last.State != survey.AnnouncementWaits {
			return last
		}
	}
}

// toldOf counts how often a person was told of the hearing.
func toldOf(p resident) (n int) {
	for _, m := range p.chat.Messages() {
		if strings.Contains(m.Text, "Маданият үйү") || strings.Contains(m.Text, "Дом культуры") {
			n++
		}
	}
	return n
}

// TestAnnouncement tells those who asked for it, once: not who did not ask, who ended it,
// or who asked after it was issued. One who has blocked the bot is dropped, one whom
// Telegram holds up is waited for.
func TestAnnouncement(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	people := subscribers(t, r, s, 5)
	other := newResident(t, s, 42)
	stop := announced(t, r, s)
	other.does("/help")
	people[1].does("/stop")
	people[2].chat.Block()
	people[3].chat.Throttle(time.Second)
	stop()
	announce(t, r)
	announced(t, r, s)
	if a := reached(t, r); a.State != survey.AnnouncementTold || a.Reached != 3 {
		t.Errorf("got %s, %d reached, want 3 told", a.State, a.Reached)
	}
	for i, want := range []int{1, 0, 0, 1, 1} {
		if got := toldOf(people[i]); got != want {
			t.Errorf("person %d was told %d times, want %d:\n%s", i, got, want, people[i].chat.Transcript())
		}
	}
	if toldOf(other) != 0 {
		t.Error("somebody who did not ask was told")
	}
	left := 0
	for _, err := range r.db.Untold(t.Context(), survey.Announcement{Campaign: "needs", Issued: noon.Add(99 * time.Hour)}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		left++
	}
	if left != 3 {
		t.Errorf("%d subscriptions are left, want 3", left)
	}
	golden(t, "announced.ky.txt", people[0].chat.Transcript())
}

// TestLateAnnouncement is not told when the hearing has begun.
func TestLateAnnouncement(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	people := subscribers(t, r, s, 1)
	announce(t, r)
	late := telegram.New(telegram.Options{
		Token: bottest.Token, Server: s.URL(), Leases: alone{}, Announcements: r.db,
		Now: func() time.Time { return noon.Add(25 * time.Hour) },
	}, r.talk, survey.NewPseudonyms(secret), r.log.logger())
	start(t, late)
	if a := reached(t, r); a.State != survey.AnnouncementLapsed || toldOf(people[0]) != 0 {
		t.Errorf("got %s, told %d times", a.State, toldOf(people[0]))
	}
}

// TestAnnouncingSurvivesRestarts stops the bot in the middle of telling: everybody is
// told, once.
func TestAnnouncingSurvivesRestarts(t *testing.T) {
	t.Parallel()
	const n = 120
	r, _ := newQuickRoom(t)
	s := fake(t)
	people := subscribers(t, r, s, n)
	announce(t, r)
	for stops := range 3 {
		stop := announced(t, r, s)
		for until := n + (stops+1)*n/4; s.Calls()["sendMessage"] < until; {
			time.Sleep(time.Millisecond)
		}
		stop()
	}
	announced(t, r, s)
	if a := reached(t, r); a.Reached != n {
		t.Errorf("%d reached, want %d", a.Reached, n)
	}
	for i, p := range people {
		if got := toldOf(p); got != 1 {
			t.Errorf("person %d was told %d times", i, got)
		}
	}
	refusedNothing(t, s)
}

// TestKilledWhileAnnouncing kills the process: everybody is told, and nobody twice but
// those who were being told at that moment.
func TestKilledWhileAnnouncing(t *testing.T) {
	const n, kills, atOnce = 120, 3, 8
	r, _ := newQuickRoom(t)
	s := fake(t)
	people := subscribers(t, r, s, n)
	announce(t, r)
	addr := freeAddress(t)
	child := startChild(t, r.uri, s.URL(), addr)
	for k := range kills {
		for until := n + (k+1)*n/(kills+2); s.Calls()["sendMessage"] < until; {
			time.Sleep(time.Millisecond)
		}
		_ = child.Process.Kill()
		_ = child.Wait()
		child = startChild(t, r.uri, s.URL(), addr)
	}
	reached(t, r)
	_ = child.Process.Kill()
	_ = child.Wait()
	twice := 0
	for i, p := range people {
		switch got := toldOf(p); {
		case got == 0:
			t.Errorf("person %d was not told", i)
		default:
			twice += got - 1
		}
	}
	if twice > kills*atOnce {
		t.Errorf("%d were told twice, want at most %d", twice, kills*atOnce)
	}
}

// freeAddress is one on which nobody listens.
func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// TestAnnouncingWaitsForTelegram goes on when it can be reached again.
func TestAnnouncingWaitsForTelegram(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	people := subscribers(t, r, s, 2)
	stop := announced(t, r, s)
	people[0].waits()
	people[1].waits()
	stop()
	announce(t, r)
	s.Break(3, "sendMessage", http.StatusBadGateway)
	announced(t, r, s)
	reached(t, r)
	for i, p := range people {
		if got := toldOf(p); got != 1 {
			t.Errorf("person %d was told %d times", i, got)
		}
	}
}

// TestHeldUpSubscriberHoldsUpNobody tells everybody else, many batches of them, while
// Telegram has one wait, and that one when the hearing has not begun meanwhile.
func TestHeldUpSubscriberHoldsUpNobody(t *testing.T) {
	t.Parallel()
	for what, c := range map[string]struct {
		wait  time.Duration
		late  time.Duration // how much later it is when the others were told
		state survey.AnnouncementState
		told  int
	}{
		"told later":    {3 * time.Second, 0, survey.AnnouncementTold, 1},
		"hearing began": {time.Hour, 25 * time.Hour, survey.AnnouncementLapsed, 0},
	} {
		t.Run(strings.ReplaceAll(what, " ", "_"), func(t *testing.T) {
			t.Parallel()
			const n = 450
			r, _ := newQuickRoom(t)
			s := fake(t)
			people := subscribers(t, r, s, n)
			people[0].chat.Throttle(c.wait)
			announce(t, r)
			var late atomic.Int64
			run(t, r, telegram.Options{
				Token: bottest.Token, Server: s.URL(), Leases: alone{}, Announcements: r.db,
				Now: func() time.Time { return noon.Add(time.Duration(late.Load())) },
			})
			others := func() (told int) {
				for _, p := range people[1:] {
					told += toldOf(p)
				}
				return told
			}
			for ctx := within(t, time.Minute); others() < n-1; time.Sleep(10 * time.Millisecond) {
				if ctx.Err() != nil {
					t.Fatalf("%d of %d told: one is held up and holds up others", others(), n-1)
				}
			}
			late.Store(int64(c.late))
			got := reached(t, r)
			if got.State != c.state || got.Reached != n-1+c.told || toldOf(people[0]) != c.told || others() != n-1 {
				t.Errorf("%s, %d reached, the one held up %d times; want %s, %d and %d", got.State, got.Reached, toldOf(people[0]), c.state, n-1+c.told, c.told)
			}
		})
	}
}

// TestOneAddressOpensAsNoOther holds that a subscription leads to no other person: what
// is kept names nobody, and cannot be put into another's place.
func TestOneAddressOpensAsNoOther(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	people := subscribers(t, r, s, 2)
	var all []survey.Subscription
	for sub, err := range r.db.Untold(t.Context(), survey.Announcement{Campaign: "needs", Issued: noon.Add(time.Hour)}, 0) {
		if err != nil {
			t.Fatal(err)
		}
		if written := fmt.Sprintf("%+v %s", sub, sub.Address); strings.Contains(written, "500") {
			t.Errorf("a subscription names the person: %s", written)
		}
		respondent := survey.NewPseudonyms(secret).Of("telegram", fmt.Sprint(people[len(all)].chat.Person().ID))
		if sub.ID == respondent || sub.Subscriber == respondent {
			t.Error("a subscription leads to answers")
		}
		all = append(all, sub)
	}
	if len(all) != 2 {
		t.Fatalf("%d subscriptions, want 2", len(all))
	}
	all[0].Address, all[0].Rev = all[1].Address, 2
	if err := r.db.SaveSubscription(t.Context(), all[0]); err != nil {
		t.Fatal(err)
	}
	announce(t, r)
	announced(t, r, s)
	if a := reached(t, r); a.Reached != 1 {
		t.Errorf("%d reached, want only the one with an address of their own", a.Reached)
	}
}

// failing is a store that once cannot say who is to be told.
type failing struct {
	*store.DB
	failed atomic.Bool
}

func (f *failing) Untold(ctx context.Context, a survey.Announcement, limit int) iter.Seq2[survey.Subscription, error] {
	if f.failed.CompareAndSwap(false, true) {
		return func(yield func(survey.Subscription, error) bool) { yield(survey.Subscription{}, survey.ErrUnavailable) }
	}
	return f.DB.Untold(ctx, a, limit)
}

// TestNoAnnouncementOvertakes holds that a later one waits for the earlier one that cannot
// be told just then: everybody is told of both.
func TestNoAnnouncementOvertakes(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	people := subscribers(t, r, s, 2)
	stop := announced(t, r, s)
	people[0].waits()
	people[1].waits()
	stop()
	announce(t, r)
	c, err := r.db.Campaign(t.Context(), "needs")
	if err != nil {
		t.Fatal(err)
	}
	if err := r.db.SaveAnnouncement(t.Context(), survey.NewAnnouncement(&c, survey.ResultsPublished, noon.Add(2*time.Hour))); err != nil {
		t.Fatal(err)
	}
	run(t, r, telegram.Options{Token: bottest.Token, Server: s.URL(), Leases: alone{}, Announcements: &failing{DB: r.db}})
	reached(t, r)
	for i, p := range people {
		if got := toldOf(p); got != 1 {
			t.Errorf("person %d was told %d times of the hearing:\n%s", i, got, p.chat.Transcript())
		}
	}
}

// ending is a store in which one subscription is ended right after it was asked who is to
// be told.
type ending struct {
	*store.DB
	end func()
}

func (e *ending) Untold(ctx context.Context, a survey.Announcement, limit int) iter.Seq2[survey.Subscription, error] {
	return func(yield func(survey.Subscription, error) bool) {
		defer e.end()
		e.DB.Untold(ctx, a, limit)(yield)
	}
}

// TestStopWhileOthersAreTold ends it for somebody who was about to be told.
func TestStopWhileOthersAreTold(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	people := subscribers(t, r, s, 2)
	stop := announced(t, r, s)
	people[0].waits()
	people[1].waits()
	stop()
	announce(t, r)
	quick := newPhone(t, r)
	quick.person = people[1].chat.Person().ID
	end := sync.OnceFunc(func() { quick.do("/stop") })
	run(t, r, telegram.Options{Token: bottest.Token, Server: s.URL(), Leases: alone{}, Announcements: &ending{r.db, end}})
	a := reached(t, r)
	if got := [2]int{toldOf(people[0]), toldOf(people[1])}; got != [2]int{1, 0} || a.Reached != 1 {
		t.Errorf("told %v times, %d reached, want the first one only", got, a.Reached)
	}
}
