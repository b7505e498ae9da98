package api

import (
	"time"

	"ashar/prioritize"
	"ashar/survey"
)

// rankingDocument is a Ranking as it is handed to other programs. Its members are added to, never renamed.
type rankingDocument struct {
	GeneratedAt time.Time `json:"generated_at"` // UTC
	Provisional bool      `json:"provisional"`  // answers may still come
	prioritize.Ranking
}

func (a *API) ranking(c *call) (reply, error) {
	s, err := a.stand(c, prioritize.Rule(c.query["rule"]))
	if err != nil {
		return reply{}, err
	}
	identity, err := a.identity(s)
	if err != nil {
		return reply{}, err
	}
	return reply{
		identity: identity, name: fileName(s.campaign.ID, "ranking", string(s.Ranking.Rule)),
		json:  func() (any, error) { return rankingDocument{a.now(), s.provisional(), s.Ranking}, nil },
		table: func() (table, error) { return rankingTable(s, a.now(), c.query["lang"]), nil },
	}, nil
}

// rankingTable has a row for each need in all, in each village and in each group: one for one figure of one need.
func rankingTable(s *standing, now time.Time, lang string) table {
	r := &s.Ranking
	t := table{name: "ranking", columns: []column{
		{"reported", "#date+reported"}, {"municipality", "#adm3+id"}, {"municipality_name", "#adm3+name"}, {"village", "#loc+id"}, {"village_name", "#loc+name"},
		{"group", "#meta+group"}, {"base", "#meta+count+base"}, {"sphere", "#sector+code"}, {"sphere_name", "#sector+name"}, {"need", "#indicator+code"}, {"need_name", "#indicator+name"},
		{"rank", "#indicator+num+rank"}, {"rank_lo", "#indicator+num+rank+low"}, {"rank_hi", "#indicator+num+rank+high"}, {"tier", "#indicator+num+tier"}, {"top", "#indicator+status"},
		{"n", "#meta+count"}, {"share", "#indicator+num"}, {"low", "#indicator+num+low"}, {"high", "#indicator+num+high"}, {"unweighted", "#indicator+num+unweighted"},
		{"borda", "#indicator+num+borda"}, {"points", "#indicator+num+points"}, {"rule", "#meta+rule"}, {"inputs", "#meta+id+inputs"}, {"code_version", "#meta+version"},
	}}
	start := func(village, villageName, group string, base *int64, it *prioritize.Item) []any {
		return []any{
			now, r.Municipality, s.municipality.Name.In(lang), village, villageName, group, cell(base),
			it.Need.Sphere.Code, it.Need.Sphere.Name.In(lang), it.Need.Code, it.Need.Name.In(lang),
		}
	}
	end := []any{string(r.Rule), r.Inputs, r.Code}
	for i := range r.Items {
		it := &r.Items[i]
		row := append(start("", "", "", &r.Answered, it), place(it.Rank), place(it.RankLow), place(it.RankHigh), place(it.Tier), string(it.Standing),
			cell(it.Chosen), cell(it.Share), cell(it.Low), cell(it.High), cell(it.Unweighted), score(it.Borda), score(it.Points))
		t.rows = append(t.rows, append(row, end...))
	}
	parts := func(segments []prioritize.Segment, of func(*prioritize.Item) []prioritize.Part, where func(key string) (village, name, group string)) {
		for k, segment := range segments {
			village, name, group := where(segment.Key)
			for i := range r.Items {
				p := of(&r.Items[i])[k]
				row := append(start(village, name, group, segment.Base, &r.Items[i]), cell(p.Rank), nil, nil, nil, "", cell(p.Count), cell(p.Share), nil, nil, nil, nil, nil)
				t.rows = append(t.rows, append(row, end...))
			}
		}
	}
	parts(r.Villages, func(it *prioritize.Item) []prioritize.Part { return it.Villages }, func(key string) (string, string, string) {
		return key, nameOf(&s.municipality, key, lang), ""
	})
	parts(r.Groups, func(it *prioritize.Item) []prioritize.Part { return it.Groups }, func(key string) (string, string, string) { return "", "", key })
	return t
}

func nameOf(m *survey.Municipality, village, lang string) string {
	if v := m.Village(village); v != nil {
		return v.Name.In(lang)
	}
	return ""
}

// place is a rank; nothing where it must not be told.
func place(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

func score(s *prioritize.Score) any {
	if s == nil {
		return nil
	}
	return s.Value
}
