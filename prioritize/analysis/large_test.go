package analysis_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
)

// large is a municipality of twelve villages with 24 needs and 15,000 answers, all of them invented.
type large struct {
	town  *survey.Municipality
	form  *survey.Questionnaire
	tally *prioritize.Tally
	needs []prioritize.Need
}

func newLarge(t fatal) large {
	t.Helper()
	x := large{town: town(), form: form()}
	names := []string{"Арча-Булак", "Кең-Төр", "Бел-Жайлоо", "Сары-Терек", "Жаңы-Конуш", "Үч-Коргон", "Кызыл-Ороо", "Төө-Жайлоо", "Көк-Добо", "Чоң-Талаа", "Ак-Өзөн", "Боз-Адыр"}
	x.town.Villages = nil
	for i, n := range names {
		v := survey.Village{ID: "v" + strconv.Itoa(i), Name: say(n, n, n)}
		for _, sex := range []string{"female", "male"} {
			for _, age := range []string{"18-28", "29-59", "60+"} {
				v.Population = append(v.Population, survey.Stratum{Sex: sex, Age: age, Count: 150 + 40*i})
			}
		}
		x.town.Villages = append(x.town.Villages, v)
	}
	list := &x.form.Lists[0]
	for i := len(list.Choices); i < 24; i++ {
		code := fmt.Sprint("need", i)
		list.Choices = append(list.Choices, survey.Choice{
			Name: code, Need: code, Sphere: "infra", Competence: []string{"local"},
			Label: say(fmt.Sprintf("%d-көйгөй: сугат суу, арыктарды оңдоо", i), fmt.Sprintf("Проблема %d: поливная вода, ремонт арыков", i), fmt.Sprintf("Problem %d: irrigation ditches", i)),
		})
	}
	var err error
	if x.needs, err = prioritize.Needs(x.form); err != nil {
		t.Fatalf("Needs: %v", err)
	}
	x.tally = prioritize.NewTally(prioritize.Shape{Needs: len(x.needs)})
	r := rand.New(rand.NewPCG(1, 2))
	sexes, ages := []string{"female", "male"}, []string{"18-28", "29-59", "60+"}
	channels := []survey.Channel{survey.Web, survey.Bot, survey.Paper, survey.Assisted}
	for range 15_000 {
		var chosen []int
		for len(chosen) < 3 {
			n := min(int(r.ExpFloat64()*6), len(x.needs)-1)
			if len(chosen) == 0 || chosen[0] != n && (len(chosen) == 1 || chosen[1] != n) {
				chosen = append(chosen, n)
			}
		}
		x.tally.Add(&prioritize.Ballot{
			Source: prioritize.Source{
				Cell:    prioritize.Cell{Village: "v" + strconv.Itoa(r.IntN(len(names))), Sex: sexes[r.IntN(2)], Age: ages[r.IntN(3)]},
				Channel: channels[r.IntN(len(channels))],
			},
			Answered: true, Chosen: chosen, Ranked: true, Order: chosen,
		})
	}
	return x
}

// input ranks the answers, as the service does whenever somebody asks for the report.
func (x large) input(t fatal) analysis.Input {
	t.Helper()
	in := input(t, town(), nil)
	in.Municipality, in.Questionnaire, in.Campaign.Questionnaire = x.town, x.form, x.form.Key()
	var err error
	in.Ranking, err = prioritize.Rank(prioritize.Input{Campaign: in.Campaign.ID, Questionnaire: x.form.Key(), Municipality: x.town, Needs: x.needs, Tally: x.tally})
	if err != nil {
		t.Fatalf("Rank: %v", err)
	}
	var ids []string
	for _, v := range x.town.Villages {
		ids = append(ids, v.ID)
	}
	in.Villages, in.Whole = x.tally.Turnout(ids)
	return in
}
