package minutes_test

import (
	"slices"
	"testing"
	"time"

	"ashar/prioritize/hearing"
	"ashar/prioritize/minutes"
	"ashar/survey"
	"ashar/survey/locale"
)

// begin is the time at which the invented hearing begins: 14:00 in Bishkek.
var begin = time.Date(2026, 11, 20, 8, 0, 0, 0, time.UTC)

var bishkek = time.FixedZone("", 6*60*60)

func after(minutes int) time.Time { return begin.Add(time.Duration(minutes) * time.Minute) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func say(ky, ru, en string) survey.Text { return survey.Text{"ky": ky, "ru": ru, "en": en} }

func speaker(t testing.TB, lang string) locale.Speaker {
	t.Helper()
	words, err := locale.Load(locale.OnMissing(func(lang, id string) { t.Errorf("%s: %s cannot be said", lang, id) }))
	must(t, err)
	return words.For(lang)
}

// town is an invented municipality of three villages.
func town() *survey.Municipality {
	return &survey.Municipality{
		ID: "bulak", Invented: true, Name: say("Бешик-Булак айыл аймагы", "Бешик-Булакский айылный аймак", "Beshik-Bulak aiyl aimak"),
		District: say("Ноокат району", "Ноокатский район", "Nookat district"), Oblast: say("Ош облусу", "Ошская область", "Osh oblast"),
		Villages: []survey.Village{
			{ID: "archa", Name: say("Арча-Төр", "Арча-Тёр", "Archa-Tor")}, {ID: "sary", Name: say("Сары-Өзөн", "Сары-Озён", "Sary-Ozon")},
			{ID: "ken", Name: say("Кең-Жайлоо", "Кен-Джайлоо", "Ken-Jailoo")},
		},
	}
}

// planned is a hearing that is announced, of which little is known.
func planned() *hearing.Hearing {
	h := &hearing.Hearing{
		ID: "autumn", Municipality: "bulak", Campaign: "needs", Ranking: "9f2c1e0b7a5d4c3812f6ab90cd34ef561728394a5b6c7d8e9f00112233445566",
		Kind: hearing.Public, State: hearing.Planned, Place: "Маданият үйү, Арча-Төр айылы", Planned: begin,
	}
	for i, need := range []survey.Text{
		say("Ичүүчү таза суу", "Питьевая вода", "Drinking water"), say("Бала бакча", "Детский сад", "Kindergarten"), say("Ички жолдор", "Внутренние дороги", "Roads"),
		say("Көчө жарыгы", "Уличное освещение", "Street light"),
	} {
		h.Options = append(h.Options, hearing.Option{ID: []string{"water", "kinder", "roads", "light"}[i], Label: need, Rank: i + 1})
	}
	h.Options[1].Village = "sary"
	return h
}

// casts are so many votes of a sex with a dot for each of these options of five.
func casts(n int, sex string, options ...int) []hearing.Cast {
	b := hearing.Ballot{Dots: make([]int, 5)}
	for _, i := range options {
		b.Dots[i]++
	}
	return slices.Repeat([]hearing.Cast{{Ballot: b, Sex: sex}}, n)
}

// whole is a hearing in which everything happens that can: votes by slips that tie, a show of hands that settles it,
// ballots on paper that are counted again, a round that is annulled and a place that is given for a reason.
func whole(t testing.TB) *hearing.Hearing {
	t.Helper()
	h := planned()
	h.Number, h.Chair, h.Secretary, h.Commission = "3", "Асанов Үсөн", "Токтоева Гүлнара", []string{"Жумабаев Эрмек", "Сыдыкова Айгүл"}
	h.Notice = hearing.Notice{Day: begin.AddDate(0, 0, -10), Channel: "айыл өкмөтүнүн тактасы, WhatsApp топтору"}
	h.Quorum = 50
	h.Agenda = []string{"Сурамжылоонун жыйынтыгы", "2027-жылга артыкчылыктарды тандоо"}
	must(t, h.Begin(begin))
	h.Speeches = []hearing.Speech{
		{By: "Асанов Үсөн", Text: "Сурамжылоого ким катышканын жана эмне биринчи чыкканын айтып берди."},
		{By: "Мамытова Нургүл", Text: "Суу түтүгү качан алмаштырылат?", Asked: true, Answer: "Долбоордун сметасы жазга чейин даярдалат."},
		{By: "Ниязов Болот", Text: "Көпүрөгө каражат барбы?", Asked: true},
	}
	must(t, h.Propose(hearing.Proposal{By: "Ниязов Болот", Village: "ken", Text: "Сай аркылуу көпүрө"}, true))
	must(t, h.Propose(hearing.Proposal{By: "Мамытова Нургүл", Village: "sary", Text: "Китепкананы ишемби күнү да ачуу"}, false))
	all := []string{"water", "kinder", "roads", "light", "floor-1"}

	must(t, h.Call(hearing.Round{Method: hearing.Dots, Options: all, Dots: 2}))
	r := h.Current()
	must(t, r.Open(after(40)))
	must(t, r.Close(after(52)))
	votes := slices.Concat(casts(20, survey.SexFemale, 1, 0), casts(14, survey.SexFemale, 1, 4), casts(14, survey.SexMale, 0, 4), casts(9, survey.SexMale, 2, 4),
		[]hearing.Cast{{Ballot: hearing.Ballot{Dots: []int{2, 0, 0, 0, 0}}}})
	must(t, r.Count(votes))

	must(t, h.Call(hearing.Round{Method: hearing.YesNo, Options: []string{"water"}}))
	must(t, h.Current().Annul("Суроо так айтылган жок, эл башкача түшүндү."))

	must(t, h.Call(hearing.Round{Method: hearing.YesNo, Options: []string{"kinder", "water"}}))
	r = h.Current()
	must(t, r.Open(after(60)))
	must(t, r.Enter([]hearing.Sheet{{Way: hearing.Hands, Voters: 60, For: []int{31, 40}, Against: []int{12, 8}}}, nil, "", after(63)))
	must(t, r.Close(after(64)))
	must(t, r.Count(nil))
	must(t, r.Enter([]hearing.Sheet{
		{Way: hearing.Hands, Sex: survey.SexFemale, Voters: 34, For: []int{29, 11}, Against: []int{2, 5}},
		{Way: hearing.Hands, Sex: survey.SexMale, Voters: 27, For: []int{12, 19}, Against: []int{10, 3}},
	}, nil, "Сол жактагы катар эки жолу саналып калган.", after(66)))

	must(t, h.Call(hearing.Round{Method: hearing.Ordered, Options: []string{"roads", "light"}}))
	r = h.Current()
	must(t, r.Open(after(70)))
	first, second := hearing.Ballot{Order: []int{0, 1}}, hearing.Ballot{Order: []int{1}}
	must(t, r.Enter([]hearing.Sheet{{Way: hearing.Paper, Voters: 5, Spoiled: 1}}, []hearing.Ballot{first, first, first, second, second}, "", after(78)))
	must(t, r.Close(after(79)))
	must(t, r.Count(nil))

	must(t, h.Overrule(hearing.Override{Option: "light", Rank: 3, Why: "Жарыкка облустук бюджеттен каражат бөлүнгөн.", At: after(85)}))
	h.Decisions = []hearing.Decision{
		{Text: "Бала бакчаны 2027-жылдын биринчи артыкчылыгы деп эсептөө.", Due: begin.AddDate(0, 6, 0), Responsible: "Айыл өкмөтүнүн башчысы"},
		{Text: "Протоколду айылдык кеңешке жөнөтүү."},
	}
	must(t, h.End(after(95)))
	return h
}

// crowd is who came to it: 61 people from two of the villages, and one of whom nothing was written down.
func crowd() hearing.Attendance {
	of := func(village, sex, age string, n int) hearing.PersonCount {
		return hearing.PersonCount{Person: hearing.Person{Village: village, Sex: sex, Age: age}, Count: n}
	}
	return hearing.Attend([]hearing.Desk{{Counts: []hearing.PersonCount{
		of("archa", survey.SexFemale, "18-28", 8), of("archa", survey.SexFemale, "29-59", 15), of("archa", survey.SexMale, "60+", 13), of("ken", survey.SexFemale, "", 11), of("ken", survey.SexMale, "", 14),
	}}}, []hearing.Person{{}})
}

// input is all that there is to be said of the whole hearing.
func input(t testing.TB) minutes.Input {
	t.Helper()
	return minutes.Input{
		Hearing: whole(t), Attendance: crowd(), Municipality: town(), Survey: say("Айылыбызга эмне керек?", "Что нужно нашему селу?", "What does our village need?"),
		Frozen: begin.AddDate(0, 0, -15), Registered: map[int]int{1: 60, 3: 62}, Annexes: []string{"Суу түтүгүнүн чиймеси"}, Made: after(120), Zone: bishkek,
	}
}

func made(t testing.TB, in minutes.Input) *minutes.Document {
	t.Helper()
	d, err := minutes.New(in)
	must(t, err)
	return d
}
