package main

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"

	"ashar/survey"
)

// resident is one invented person of the demonstration and what they will say.
// Every number that shapes them is made up.
type resident struct {
	village, sex, age string
	language          string
	channel           survey.Channel
	needs             []string       // one to three, the most needed first
	severity          map[string]int // of these needs, 1..5
	wish              string         // in the resident's language; "" says nothing
	tellsSex          bool
	tellsAge          bool
	quits             bool // leaves in the middle and does not come back
}

// How the invented people differ from those who live there: who answers at all,
// and how.
const (
	chanceBot      = 0.30
	chanceRussian  = 0.17
	chanceEnglish  = 0.01
	chanceQuit     = 0.08
	chanceHideSex  = 0.03
	chanceHideAge  = 0.05
	chanceWish     = 0.25
	chanceOneNeed  = 0.07
	chanceTwoNeeds = 0.16
)

// readiness is how much likelier than others people of a sex or age band answer.
var readiness = map[string]float64{
	survey.SexFemale: 1.25, survey.SexMale: 0.80,
	"18-28": 1.15, "29-44": 1.25, "45-59": 0.95, "60+": 0.50,
}

// taste is how much each need matters (in log-odds), to everybody and on top of
// that to some.
var (
	commonTaste = map[string]float64{
		"roads": 1.7, "water": 1.6, "irrigation": 1.1, "kinder": 0.9, "jobs": 0.9, "light": 0.7, "waste": 0.6,
		"health": 0.6, "power": 0.5, "school": 0.4, "internet": 0.4, "sport": 0.3, "transport": 0.3, "hazard": 0.2,
		"pasture": 0.1, "sewer": 0.1, "social": 0.1, "land": 0, "culture": -0.2, "vet": -0.2, "park": -0.2,
		"cemetery": -0.6, "other": -1.5,
	}
	groupTaste = map[string]map[string]float64{
		survey.SexFemale: {"water": 0.6, "kinder": 0.8, "health": 0.5, "light": 0.3, "waste": 0.3, "social": 0.3},
		survey.SexMale:   {"irrigation": 0.6, "roads": 0.3, "pasture": 0.6, "jobs": 0.2, "vet": 0.3},
		"18-28":          {"jobs": 0.9, "internet": 0.8, "sport": 0.9, "land": 0.5},
		"29-44":          {"kinder": 0.6, "school": 0.5},
		"60+":            {"health": 0.8, "social": 0.9, "cemetery": 0.5, "internet": -0.8, "sport": -0.6},
	}
	// villageTaste goes by the village's place in the municipality's list.
	villageTaste = []map[string]float64{
		{"light": 0.8, "waste": 0.9, "sewer": 0.8},
		{"water": 1.4, "school": 0.4},
		{"irrigation": 1.3, "power": 0.4},
		{"kinder": 1.1, "transport": 0.9},
		{"hazard": 1.6, "roads": 0.5},
	}
	villageReadiness = []float64{0.8, 1.2, 0.9, 1.4, 1.6}
)

// wishTexts are what the invented people write in their own words.
var wishTexts = map[string][]string{
	"ky": {
		"Мектептин жанындагы жолду оңдоп берсеңиздер.",
		"Суу күнүнө эки саат гана келет, жайында таптакыр жок.",
		"Балдарга спорт аянтча болсо жакшы болмок.",
		"Кечинде көчө караңгы, жарык керек.",
		"Бала бакчада орун жетпейт, кезек абдан узун.",
		"Арыктарды тазалап, сугат сууну тең бөлүшсө.",
	},
	"ru": {
		"Отремонтируйте, пожалуйста, дорогу возле школы.",
		"Вода идёт два часа в день, летом её совсем нет.",
		"Мусор вывозят раз в месяц, этого мало.",
		"Нужен автобус до района хотя бы утром и вечером.",
	},
	"en": {"A light by the bridge would help in the evening."},
}

// invent makes n residents of the municipality. The same seed makes the same
// people, whatever the order in which they then answer.
func invent(m *survey.Municipality, q *survey.Questionnaire, n int, seed uint64) []resident {
	needs := q.Choices(q.ByRole(survey.RoleNeed).List)
	people := make([]resident, n)
	for i := range people {
		rng := rand.New(rand.NewPCG(seed, uint64(i)))
		people[i] = inventOne(m, needs, rng)
	}
	return people
}

func inventOne(m *survey.Municipality, needs []survey.Choice, rng *rand.Rand) resident {
	v := pick(rng, m.Villages, func(i int, v survey.Village) float64 {
		return float64(v.Total()) * villageReadiness[i%len(villageReadiness)]
	})
	village := m.Villages[v]
	s := pick(rng, village.Population, func(_ int, s survey.Stratum) float64 {
		return float64(s.Count) * readiness[s.Sex] * readiness[s.Age]
	})
	r := resident{
		village: village.ID, sex: village.Population[s].Sex, age: village.Population[s].Age,
		language: "ky", channel: survey.Web,
		tellsSex: rng.Float64() >= chanceHideSex, tellsAge: rng.Float64() >= chanceHideAge,
		quits: rng.Float64() < chanceQuit,
	}
	switch x := rng.Float64(); {
	case x < chanceEnglish:
		r.language = "en"
	case x < chanceEnglish+chanceRussian:
		r.language = "ru"
	}
	if rng.Float64() < chanceBot {
		r.channel = survey.Bot
	}
	r.needs = rankNeeds(rng, needs, v, r)
	r.severity = map[string]int{}
	for place, need := range r.needs {
		level := math.Round(4.3 - 0.5*float64(place) + 0.8*rng.NormFloat64())
		r.severity[need] = int(min(max(level, 1), survey.SeverityLevels))
	}
	if rng.Float64() < chanceWish {
		r.wish = wishTexts[r.language][rng.IntN(len(wishTexts[r.language]))]
	}
	return r
}

// rankNeeds draws the most needed things: each need's worth plus Gumbel noise,
// in order, which is a draw from the Plackett-Luce model with these worths.
func rankNeeds(rng *rand.Rand, needs []survey.Choice, village int, r resident) []string {
	type felt struct {
		name  string
		worth float64
	}
	all := make([]felt, len(needs))
	for i, c := range needs {
		worth := commonTaste[c.Need] + groupTaste[r.sex][c.Need] + groupTaste[r.age][c.Need] +
			villageTaste[village%len(villageTaste)][c.Need]
		all[i] = felt{c.Name, worth - math.Log(rng.ExpFloat64())}
	}
	slices.SortFunc(all, func(a, b felt) int { return cmp.Compare(b.worth, a.worth) })
	count := 3
	switch x := rng.Float64(); {
	case x < chanceOneNeed:
		count = 1
	case x < chanceOneNeed+chanceTwoNeeds:
		count = 2
	}
	var names []string
	for _, f := range all[:min(count, len(all))] {
		names = append(names, f.name)
	}
	return names
}

// pick draws the index of one of the items with chances in proportion to their
// weights.
func pick[T any](rng *rand.Rand, items []T, weight func(int, T) float64) int {
	total := 0.0
	for i, item := range items {
		total += weight(i, item)
	}
	x := rng.Float64() * total
	for i, item := range items {
		if x -= weight(i, item); x < 0 {
			return i
		}
	}
	return len(items) - 1
}

// guest is the resident at a door.
func (r resident) guest() guest {
	return guest{
		language: r.language,
		answer:   func(p survey.Prompt) survey.Value { return r.value(p.Question) },
		leaves:   func(x *survey.Question) bool { return r.quits && x.Role == survey.RoleSeverity },
	}
}

// value is what this resident answers to a question.
func (r resident) value(x *survey.Question) survey.Value {
	switch x.Role {
	case survey.RoleNeed, survey.RoleRank:
		return survey.Chosen(r.needs...)
	case survey.RoleSeverity:
		var levels []survey.Level
		for _, n := range r.needs {
			levels = append(levels, survey.Level{Choice: n, Level: r.severity[n]})
		}
		return survey.Rated(levels...)
	case survey.RoleSex:
		if r.tellsSex {
			return survey.Chosen(r.sex)
		}
	case survey.RoleAge:
		if r.tellsAge {
			return survey.Chosen(r.age)
		}
	case survey.RoleProposal:
		if r.wish != "" {
			return survey.Words(r.wish)
		}
	}
	return survey.Skip()
}
