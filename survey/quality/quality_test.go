package quality_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"ashar/survey"
	"ashar/survey/quality"
)

// told is a case in a line: its reasons with how many each is about, and its members.
func told(f quality.Findings) []string {
	var all []string
	for _, c := range f.Cases {
		var why, ids []string
		for _, w := range c.Why {
			why = append(why, fmt.Sprintf("%s %d", w.Reason, w.Count))
		}
		for _, m := range c.Members {
			ids = append(ids, m.ID)
		}
		all = append(all, strings.Join(why, ", ")+": "+strings.Join(ids, " "))
	}
	return all
}

func TestNothingIsOddAboutTenThousandWhoAnswerForThemselves(t *testing.T) {
	for seed := range uint64(3) {
		p := newRespondents(seed)
		var rs []survey.Response
		for range 10_000 {
			rs = append(rs, p.next())
		}
		if got := told(look(rs)); got != nil {
			t.Errorf("seed %d: got %q", seed, got)
		}
	}
}

// Whatever they answer, nothing is odd about answers that differ in anything, however fast they come.
func TestNothingIsOddAboutDistinctAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newRespondents(rapid.Uint64().Draw(t, "seed"))
		first := p.next()
		rs := []survey.Response{first}
		for i := range rapid.IntRange(1, 60).Draw(t, "more") {
			r := p.again(first, time.Duration(i)*time.Second)
			set(&r, "wish", survey.Words(fmt.Sprint("wish ", i)))
			rs = append(rs, r)
		}
		if got := told(look(rs)); got != nil {
			t.Errorf("got %q", got)
		}
	})
}

func TestBurstsAreFoundAmongTenThousand(t *testing.T) {
	p := newRespondents(7)
	var rs []survey.Response
	for range 10_000 {
		rs = append(rs, p.next())
	}
	var want []string
	for _, size := range []int{60, 22, 9, 6, 5} { // the largest first, as cases stand
		r := p.next()
		ids := []string{r.ID}
		rs = append(rs, r)
		for i := 1; i < size; i++ {
			r = p.again(r, time.Duration(20+p.IntN(100))*time.Second)
			rs, ids = append(rs, r), append(ids, r.ID)
		}
		want = append(want, fmt.Sprintf("burst %d: %s", size, strings.Join(ids, " ")))
	}
	same := p.next() // four are no burst, nor is one that takes hours
	for i := range 4 {
		rs = append(rs, p.again(same, time.Duration(i)*time.Second))
	}
	slow := p.next()
	for i := range 12 {
		rs = append(rs, p.again(slow, time.Duration(i)*time.Hour))
	}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
	if diff := cmp.Diff(want, told(look(rs))); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
}

// Where most want the same and are asked little else, many are alike by chance; where each is asked more, they are not.
func TestWhatManyAnswerIsNoBurst(t *testing.T) {
	answers := func(more bool) (rs []survey.Response) {
		p := newRespondents(2)
		for i := range 100 {
			r := p.next()
			r.Village, r.Submitted = "v1", noon.Add(time.Duration(i)*20*time.Second)
			r.Begun = r.Submitted.Add(-time.Minute)
			if !more {
				r.Answers = []survey.Answer{{Question: "needs", Value: survey.Chosen(fmt.Sprint("n", i%22))}, {Question: "sex", Value: survey.Chosen(survey.SexFemale)}}
			}
			if i%5 < 3 {
				r.Answers = rs0(rs, r).Answers
				set(&r, "needs", survey.Chosen("n0"))
			}
			rs = append(rs, r)
		}
		return rs
	}
	if got := told(look(answers(false))); got != nil {
		t.Errorf("three of five want the same, and were asked nothing else: got %q", got)
	}
	if got := look(answers(true)); len(got.Cases) != 1 || got.Cases[0].Why[0].Reason != quality.Burst || got.Cases[0].Why[0].Count != 60 {
		t.Errorf("three of five are alike in everything: got %q", told(got))
	}
}

// rs0 is the first of them, or r where there is none.
func rs0(rs []survey.Response, r survey.Response) survey.Response {
	if len(rs) > 0 {
		return rs[0]
	}
	return r
}

func TestSameWords(t *testing.T) {
	p := newRespondents(3)
	wish := "Жогорку көчөдөгү көпүрө былтыр жазда сел алып кеткенден бери балдар мектепке айланып барышат"
	rs := []survey.Response{p.next(), p.next(), p.next(), p.next(), p.next()}
	set(&rs[0], "wish", survey.Words(wish))
	set(&rs[1], "wish", survey.Words(strings.ToUpper(strings.ReplaceAll(wish, "ө", "о"))+"!")) // as it is spelled without the letter
	set(&rs[2], "wish", survey.Words("Суу керек"))
	set(&rs[3], "wish", survey.Words("Суу керек"))
	got := look(rs)
	if want := []string{"same_words 2: r000001 r000002"}; !cmp.Equal(want, told(got)) && !cmp.Equal([]string{"same_words 2: r000002 r000001"}, told(got)) {
		t.Errorf("got %q, want %q", told(got), want)
	}
}

func TestSameUnit(t *testing.T) {
	p := newRespondents(4)
	visit := func(villages, per int) (rs []survey.Response) {
		for v := range villages {
			for i := range 30 {
				r := p.next()
				r.Village = fmt.Sprint("v", v)
				set(&r, "household", survey.Value{Number: fmt.Sprint(1 + i/per)})
				rs = append(rs, r)
			}
		}
		return rs
	}
	rs := visit(3, 1)
	if got := told(look(rs)); got != nil {
		t.Errorf("each household once in each village: got %q", got)
	}
	twice := p.next()
	twice.Village = "v1"
	set(&twice, "household", survey.Value{Number: "7"})
	unknown := p.next()
	set(&unknown, "household", survey.Skip())
	got := look(append(rs, twice, unknown, p.again(unknown, time.Hour)))
	if len(got.Cases) != 1 || got.Cases[0].Why[0].Reason != quality.SameUnit || len(got.Cases[0].Members) != 2 || got.Cases[0].Village != "v1" {
		t.Errorf("one household twice: got %q", told(got))
	}
	if got := told(look(visit(3, 5))); got != nil {
		t.Errorf("five of each unit, as of an enumerator's round: got %q", got)
	}
}

// entered are forms that somebody typed in, each begun after the one before, and sent after it took this long.
func (p *respondents) entered(by string, channel survey.Channel, n int, every, took time.Duration) (rs []survey.Response) {
	for i := range n {
		r := p.next()
		r.Village, r.Channel, r.Entry = "v2", channel, &survey.Entry{By: by}
		r.Begun = noon.Add(time.Duration(i) * every)
		r.Submitted = r.Begun.Add(took)
		rs = append(rs, r)
	}
	return rs
}

func TestTooFast(t *testing.T) {
	for _, c := range []struct {
		name        string
		channel     survey.Channel
		every, took time.Duration
		n           int
		batch       string
		want        int
	}{
		{"spoken", survey.Assisted, 5 * time.Minute, 4 * time.Minute, 20, "", 0},
		{"faster than anyone speaks", survey.Assisted, time.Minute, 10 * time.Second, 20, "", 20},
		{"two of them", survey.Assisted, time.Minute, 10 * time.Second, 2, "", 0},
		{"one after another in ten seconds, and sent in the evening", survey.Assisted, 10 * time.Second, 9 * time.Hour, 20, "", 19},
		{"held for hours, and sent in the evening", survey.Assisted, 10 * time.Minute, 9 * time.Hour, 20, "", 0},
		{"typed from paper by a quick hand", survey.Paper, time.Minute, 15 * time.Second, 20, "", 0},
		{"typed faster than a quick hand", survey.Paper, time.Minute, 3 * time.Second, 20, "", 20},
		{"out of a table", survey.Paper, 0, time.Millisecond, 20, "table 1", 0},
		{"times that are not known", survey.Paper, 0, 0, 20, "", 0},
	} {
		rs := newRespondents(5).entered("aida", c.channel, c.n, c.every, c.took)
		for i := range rs {
			rs[i].Entry.Batch = c.batch
		}
		got := 0
		f := look(rs)
		for _, x := range f.Cases {
			if x.Why[0].Reason == quality.TooFast && x.Why[0].By == "aida" {
				got += len(x.Members)
			}
		}
		if got != c.want || f.Paces[0].Fast != c.want {
			t.Errorf("%s: got %d, and %d in the pace, want %d", c.name, got, f.Paces[0].Fast, c.want)
		}
	}
}

func TestOddAlone(t *testing.T) {
	p := newRespondents(6)
	hasty, straight, typed := p.next(), p.next(), p.next()
	hasty.Submitted = hasty.Begun.Add(5 * time.Second)
	var same []survey.Level
	for i := range 7 {
		same = append(same, survey.Level{Choice: fmt.Sprint("s", i), Level: 3})
	}
	set(&straight, "services", survey.Rated(same...))
	typed.Channel, typed.Submitted = survey.Paper, typed.Begun.Add(5*time.Second)
	rs := []survey.Response{hasty, straight, typed}
	if diff := cmp.Diff([]string{"hasty 1: r000001", "straight 1: r000002"}, told(look(rs))); diff != "" {
		t.Errorf("cases (-want +got):\n%s", diff)
	}
	place := town()
	place.Invented = true
	l := quality.NewLook(rules, place, form())
	for i := range rs {
		l.Add(&rs[i])
	}
	if diff := cmp.Diff([]string{"straight 1: r000002"}, told(l.Find())); diff != "" {
		t.Errorf("of invented residents (-want +got):\n%s", diff)
	}
}

func TestMoreAnswersThanAdults(t *testing.T) {
	p := newRespondents(8)
	place := town()
	place.Villages[3].Adults = 10
	l := quality.NewLook(rules, place, form())
	for i := range 12 {
		r := p.next()
		r.Village = "v3"
		if i == 0 {
			judge(t, &r, survey.Excluded, "")
		}
		l.Add(&r)
	}
	if diff := cmp.Diff([]quality.Crowd{{Village: "v3", Answers: 11, Adults: 10}}, l.Find().Crowds); diff != "" {
		t.Errorf("crowds (-want +got):\n%s", diff)
	}
}

func judge(t testing.TB, r *survey.Response, v survey.Verdict, into string) {
	t.Helper()
	if err := r.Judge(&survey.Judgement{Verdict: v, Into: into, Why: "why", By: "a", At: noon}); err != nil {
		t.Fatal(err)
	}
}

// A case is open until what is odd about it was decided: of doubles one may be left as it is.
func TestCasesAreOpenUntilTheyAreDecided(t *testing.T) {
	p := newRespondents(9)
	first := p.next()
	rs := []survey.Response{first}
	for i := 1; i < 6; i++ {
		rs = append(rs, p.again(first, time.Duration(i)*time.Second))
	}
	state := func() string {
		f := look(rs)
		if len(f.Cases) != 1 {
			t.Fatalf("got %q", told(f))
		}
		return fmt.Sprintf("open %t, suspects %d, aside %d", f.Cases[0].Open(nil), len(f.Suspects()), f.Aside)
	}
	check := func(want string) {
		t.Helper()
		if got := state(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
	check("open true, suspects 6, aside 0")
	for i := 1; i < 5; i++ {
		judge(t, &rs[i], survey.Merged, rs[0].ID)
	}
	check("open true, suspects 2, aside 4")
	judge(t, &rs[5], survey.Excluded, "")
	check("open false, suspects 0, aside 5")
	if err := rs[5].Judge(nil); err != nil {
		t.Fatal(err)
	}
	check("open true, suspects 2, aside 4")
	for i := range rs {
		judge(t, &rs[i], survey.Accepted, "")
	}
	check("open false, suspects 0, aside 0")
}

// What was merged into a response that does not count, or was taken back, would be lost unseen.
func TestWhatIsAdriftIsOpen(t *testing.T) {
	p := newRespondents(10)
	kept, merged := p.next(), p.next()
	judge(t, &merged, survey.Merged, kept.ID)
	open := func(rs ...survey.Response) []string {
		f := look(rs)
		f.Cases = slices.DeleteFunc(f.Cases, func(c quality.Case) bool { return !c.Open(nil) })
		return told(f)
	}
	if got := open(kept, merged); got != nil {
		t.Errorf("got %q, though what it was merged into counts", got)
	}
	want := []string{"adrift 1: " + merged.ID}
	if diff := cmp.Diff(want, open(merged)); diff != "" {
		t.Errorf("what it was merged into is gone (-want +got):\n%s", diff)
	}
	judge(t, &kept, survey.Excluded, "")
	if diff := cmp.Diff(want, open(kept, merged)); diff != "" {
		t.Errorf("what it was merged into is excluded (-want +got):\n%s", diff)
	}
}

// What two reasons speak of is one case, when one speaks of all that the other does.
func TestReasonsOfTheSameResponsesAreOneCase(t *testing.T) {
	p := newRespondents(11)
	first := p.next()
	set(&first, "wish", survey.Words(strings.Repeat("Бала бакчанын чатыры агып турат ", 3)))
	rs := []survey.Response{first}
	for i := 1; i < 8; i++ {
		rs = append(rs, p.again(first, time.Duration(i)*time.Second))
	}
	if got := told(look(rs)); len(got) != 1 || !strings.HasPrefix(got[0], "burst 8, same_words 8: ") {
		t.Errorf("got %q", got)
	}
}

func TestFindingsDoNotDependOnTheOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := newRespondents(rapid.Uint64().Draw(t, "seed"))
		var rs []survey.Response
		for range rapid.IntRange(0, 40).Draw(t, "responses") {
			rs = append(rs, p.next())
		}
		for range rapid.IntRange(0, 3).Draw(t, "bursts") {
			r := p.next()
			for range rapid.IntRange(1, 12).Draw(t, "size") {
				r = p.again(r, time.Duration(rapid.IntRange(0, 300).Draw(t, "after"))*time.Second)
				rs = append(rs, r)
			}
		}
		for i, by := range []string{"aida", "bakyt"} {
			rs = append(rs, p.entered(by, survey.Assisted, rapid.IntRange(0, 25).Draw(t, "forms"), time.Minute, time.Duration(10+100*i)*time.Second)...)
		}
		for i := range rs {
			if rapid.IntRange(0, 9).Draw(t, "judged") == 0 {
				rs[i].Judgement = &survey.Judgement{Verdict: survey.Excluded, Why: "why", By: "a", At: noon}
			}
		}
		want := look(rs)
		shuffled := rapid.Permutation(rs).Draw(t, "order")
		if diff := cmp.Diff(want, look(append(shuffled, shuffled...))); diff != "" {
			t.Errorf("in another order, and each twice (-want +got):\n%s", diff)
		}
	})
}

func TestPaces(t *testing.T) {
	p := newRespondents(12)
	rs := p.entered("aida", survey.Assisted, 30, 10*time.Minute, 6*time.Minute)
	copied := p.entered("bakyt", survey.Assisted, 30, 2*time.Minute, time.Minute)
	for i := range copied {
		id, begun, sent := copied[i].ID, copied[i].Begun, copied[i].Submitted
		copied[i] = copied[i%3] // three forms again and again
		copied[i].ID, copied[i].Begun, copied[i].Submitted = id, begun.Add(240*time.Hour), sent.Add(240*time.Hour)
		set(&copied[i], "age", survey.Skip())
		set(&copied[i], "wish", survey.Words(fmt.Sprint(i)))
	}
	judge(t, &copied[0], survey.Excluded, "")
	f := look(append(rs, copied...))
	round := func(p quality.Pace) string {
		return fmt.Sprintf("%s: %d forms, %d aside, %v each, %d an hour, %.0f %% skipped, alike %.2f beside %.2f %t",
			p.By, p.Forms, p.Aside, p.Median, p.Busiest, 100*p.Skipped, p.Alike, p.OthersAlike, p.Compared)
	}
	want := []string{
		// Of its thirty forms ten each are the same: 3 x 10 x 9 of 30 x 29 pairs.
		"aida: 30 forms, 0 aside, 6m0s each, 6 an hour, 14 % skipped, alike 0.00 beside 0.31 true",
		"bakyt: 30 forms, 1 aside, 1m0s each, 30 an hour, 14 % skipped, alike 0.31 beside 0.00 true",
		": 60 forms, 1 aside, 3m30s each, 30 an hour, 14 % skipped, alike 0.00 beside 0.00 false",
	}
	var got []string
	for _, p := range append(f.Paces, f.Usual) {
		got = append(got, round(p))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paces (-want +got):\n%s", diff)
	}
}

// BenchmarkLook looks a hundred thousand responses through, of which a hundredth are odd.
func BenchmarkLook(b *testing.B) {
	p := newRespondents(1)
	var rs []survey.Response
	for len(rs) < 100_000 {
		r := p.next()
		rs = append(rs, r)
		if p.IntN(1000) == 0 {
			for i := range 9 {
				rs = append(rs, p.again(r, time.Duration(i)*time.Second))
			}
		}
	}
	b.ResetTimer()
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		l := quality.NewLook(rules, town(), form())
		for i := range rs {
			l.Add(&rs[i])
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		f := l.Find()
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(rs)), "B/response")
		b.ReportMetric(float64(len(f.Cases)), "cases")
	}
}
