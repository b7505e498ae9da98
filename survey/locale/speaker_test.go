package locale_test

import (
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"ashar/survey/locale"
)

func TestMessagesAreFilled(t *testing.T) {
	words := load(t, nil)
	want := map[string]string{"ky": "9 кадамдын 4-кадамы", "ru": "Шаг 4 из 9", "en": "Step 4 of 9"}
	for lang, text := range want {
		if got := words.For(lang).T("common.step", "Step", 4, "Steps", 9); got != text {
			t.Errorf("%s: got %q, want %q", lang, got, text)
		}
	}
}

func TestCounts(t *testing.T) {
	words := load(t, nil)
	tests := []struct {
		lang string
		n    int
		want string
	}{
		{"ru", 0, "0 ответов"}, {"ru", 1, "1 ответ"}, {"ru", 2, "2 ответа"}, {"ru", 5, "5 ответов"},
		{"ru", 11, "11 ответов"}, {"ru", 21, "21 ответ"}, {"ru", 12345, "12\u202f345 ответов"},
		{"ky", 1, "1 жооп"}, {"ky", 345, "345 жооп"},
		{"en", 1, "1 answer"}, {"en", 1234, "1,234 answers"},
	}
	for _, tt := range tests {
		if got := words.For(tt.lang).N("common.answers", tt.n); got != tt.want {
			t.Errorf("%s: N(%d): got %q, want %q", tt.lang, tt.n, got, tt.want)
		}
	}
}

func TestWhatIsMissingIsReportedAndNeverFails(t *testing.T) {
	tests := []struct {
		name, id, want string
		args           []any
	}{
		{"an unknown id is shown as it is", "common.nonsense", "common.nonsense", nil},
		{"an argument not given leaves a gap", "common.welcome", "Здравствуйте, …", nil},
		{"arguments that are not pairs", "common.welcome", "Здравствуйте, …", []any{"Name"}},
		{"a name that is not a string", "common.welcome", "Здравствуйте, …", []any{7, 7}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			reported := 0
			words, err := locale.Load(locale.OnMissing(func(_, id string) {
				reported++
				if id != tt.id {
					t.Errorf("reported: got %q, want %q", id, tt.id)
				}
			}))
			if err != nil {
				t.Fatal(err)
			}
			if got := words.For("ru").T(tt.id, tt.args...); got != tt.want {
				t.Errorf("T(%q): got %q, want %q", tt.id, got, tt.want)
			}
			if reported == 0 {
				t.Errorf("T(%q): got no report, want one", tt.id)
			}
		})
	}
}

func TestForKnowsRegionsAndSpeaksRussianToStrangers(t *testing.T) {
	words := load(t, nil)
	for lang, want := range map[string]string{
		"ky": "ky", "ky-KG": "ky", "ky-Cyrl-KG": "ky", "en-GB": "en", "de": "ru", "": "ru", "not a tag": "ru",
	} {
		if got := words.For(lang).Lang(); got != want {
			t.Errorf("For(%q): got %q, want %q", lang, got, want)
		}
	}
}

func TestSpeakersAreSafeTogether(t *testing.T) {
	words := load(t, nil)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for _, lang := range languages {
				words.For(lang).T("common.step", "Step", 1, "Steps", 2)
				words.For(lang).Date(time.Now())
			}
		})
	}
	wg.Wait()
}

func TestPlainMessagesCostNothing(t *testing.T) {
	ky := load(t, nil).For("ky")
	if got := testing.AllocsPerRun(100, func() { ky.T("common.sign_in") }); got != 0 {
		t.Errorf("allocations for a plain message: got %v, want 0", got)
	}
}

func TestMatch(t *testing.T) {
	offered := []string{"ky", "ru", "en"}
	tests := []struct {
		header string
		want   string
		sure   bool
	}{
		{"ky-KG,ky;q=0.9,ru;q=0.8", "ky", true},
		{"ru-RU,ru;q=0.9,en-US;q=0.8", "ru", true},
		{"en-US,en;q=0.5", "en", true},
		{"de, en;q=0.3", "en", true},
		{"uz-UZ", "ru", false},
		{"ja-JP", "ky", false},
		{"", "ky", false},
		{"*", "ky", false},
		{";;;q=zzz", "ky", false},
		{"ru;q=0.1,ky;q=0.9", "ky", true},
	}
	for _, tt := range tests {
		got, sure := locale.Match(tt.header, offered)
		if got != tt.want || sure != tt.sure {
			t.Errorf("Match(%q): got %q, %v, want %q, %v", tt.header, got, sure, tt.want, tt.sure)
		}
	}
	if got, sure := locale.Match("ky", nil); got != "" || sure {
		t.Errorf("Match with nothing offered: got %q, %v, want \"\", false", got, sure)
	}
}

func FuzzMatch(f *testing.F) {
	f.Add("ky-KG,ru;q=0.8")
	f.Fuzz(func(t *testing.T, header string) {
		offered := []string{"ky", "ru"}
		if got, _ := locale.Match(header, offered); !slices.Contains(offered, got) {
			t.Errorf("Match(%q): got %q, want one of %q", header, got, offered)
		}
	})
}

func TestNumbers(t *testing.T) {
	words := load(t, nil)
	ky, en := words.For("ky"), words.For("en")
	tests := []struct{ got, want string }{
		{ky.Number(0), "0"},
		{ky.Number(2026), "2026"},
		{ky.Number(12345), "12\u202f345"},
		{ky.Number(-1234567), "\u22121\u202f234\u202f567"},
		{en.Number(1234), "1,234"},
		{ky.Decimal(4.25, 1), "4,2"},
		{en.Decimal(4.25, 2), "4.25"},
		{ky.Digits("-2.50"), "−2,50"},
		{ky.Digits("12345"), "12\u202f345"},
		{ky.Digits("көп"), "көп"},
		{ky.Decimal(-0.01, 1), "0,0"},
		{ky.Decimal(math.NaN(), 1), "—"},
		{ky.Decimal(math.Inf(-1), 1), "—"},
		{ky.Percent(0.425, 1), "42,5\u00a0%"},
		{ky.Percent(1, 0), "100\u00a0%"},
		{ky.Share(0.455), "45,5\u00a0%"}, {ky.Share(0.5), "50\u00a0%"}, {ky.Share(0.29), "29\u00a0%"}, {en.Share(0.015), "1.5%"},
		{en.Percent(0.425, 1), "42.5%"},
	}
	for _, tt := range tests {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestDates(t *testing.T) {
	words := load(t, nil)
	at := time.Date(2026, time.March, 5, 20, 30, 0, 0, time.UTC)
	there := at.In(time.FixedZone("Bishkek", 6*60*60))
	tests := []struct{ lang, date, dateTime string }{
		{"ky", "2026-жылдын 5-марты", "2026-жылдын 6-марты, саат 02:30"},
		{"ru", "5 марта 2026 года", "6 марта 2026 года, 02:30"},
		{"en", "5 March 2026", "6 March 2026, 02:30"},
	}
	for _, tt := range tests {
		s := words.For(tt.lang)
		if got := s.Date(at); got != tt.date {
			t.Errorf("%s: Date: got %q, want %q", tt.lang, got, tt.date)
		}
		if got := s.DateTime(there); got != tt.dateTime {
			t.Errorf("%s: DateTime: got %q, want %q", tt.lang, got, tt.dateTime)
		}
	}
}

func BenchmarkSpeaker(b *testing.B) {
	words, err := locale.Load()
	if err != nil {
		b.Fatal(err)
	}
	ky := words.For("ky")
	b.Run("plain", func(b *testing.B) {
		for b.Loop() {
			ky.T("common.sign_in")
		}
	})
	b.Run("filled", func(b *testing.B) {
		for b.Loop() {
			ky.T("common.step", "Step", 4, "Steps", 9)
		}
	})
	b.Run("match", func(b *testing.B) {
		for b.Loop() {
			locale.Match("ky-KG,ky;q=0.9,ru;q=0.8,en;q=0.7", []string{"ky", "ru", "en"})
		}
	})
}
