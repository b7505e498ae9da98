package hall

import (
	"context"

	"ashar/prioritize/hearing"
	"ashar/survey"
	"ashar/survey/locale"
)

// present is who is there, as pages show it.
type present struct {
	Count, Women, Men, Youth string
	Unknown                  string // of how many the sex is not known; "" of none
	Quorum, Lacks            string // "" where the charter asks for none; Lacks also where it is met
	Share                    float64
	Villages                 []presentLine
	count                    int
}

type presentLine struct{ Name, Count, Women, Men, Youth string }

// present counts who is there by now.
func (r *Room) present(ctx context.Context, w *at, s locale.Speaker) (present, error) {
	a, err := r.deps.Hall.Attendance(ctx, w.x.ID)
	if err != nil {
		return present{}, err
	}
	line := func(name string, a hearing.Attendance) presentLine {
		return presentLine{name, s.Number(a.Count), s.Number(a.Sexes[survey.SexFemale]), s.Number(a.Sexes[survey.SexMale]), s.Number(young(a))}
	}
	whole := line("", a)
	p := present{Count: whole.Count, Women: whole.Women, Men: whole.Men, Youth: whole.Youth, count: a.Count}
	if n := a.Sexes[""]; n > 0 {
		p.Unknown = s.Number(n)
	}
	if q := w.x.Quorum; q > 0 {
		p.Quorum, p.Share = s.Number(q), min(1, float64(a.Count)/float64(q))
		if !w.x.Quorate(a) {
			p.Lacks = s.Number(q - a.Count)
		}
	}
	for i := range w.m.Villages {
		if id := w.m.Villages[i].ID; a.Villages[id].Count > 0 || w.x.Kind != hearing.Village || id == w.x.Village {
			p.Villages = append(p.Villages, line(w.village(id, s.Lang()), a.Villages[id]))
		}
	}
	if n := a.Villages[""]; n.Count > 0 {
		p.Villages = append(p.Villages, line(s.T("hall.elsewhere"), n))
	}
	return p, nil
}

// young is how many of the young are there; see survey.YouthUntil.
func young(a hearing.Attendance) int {
	n := 0
	for band, count := range a.Ages {
		if _, to, ok := survey.AgeBand(band); ok && to <= survey.YouthUntil {
			n += count
		}
	}
	return n
}
