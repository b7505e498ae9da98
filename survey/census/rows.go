package census

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
)

// counted is a column, or a row of a long table, with people of a sex and an age.
type counted struct {
	sex  string
	ages span
	row  int // where it stands
	x    int
	n    int
}

// place says into which band ages belong: none, which is said, if into several; "" of those under all bands, or of all
// adults together.
func (r *reader) place(c counted, heading string) (name string, ok bool) {
	lowest := r.lowest()
	if c.ages.all || c.ages.to < lowest || c.ages.from == lowest && c.ages.to >= oldest {
		return "", true
	}
	var several []string
	for _, b := range r.bands {
		if c.ages.from >= b.span.from && c.ages.to <= b.span.to {
			return b.name, true
		}
		if c.ages.to >= b.span.from && c.ages.from <= b.span.to {
			several = append(several, b.name)
		}
	}
	if len(several) == 0 {
		return "", true
	}
	r.problem(Problem{Code: Straddles, Row: c.row, Column: letter(c.x), What: cmp.Or(heading, c.ages.String()), Other: strings.Join(several, ", ")})
	return "", false
}

// adults reports whether ages are those of all whom the bands are about.
func (r *reader) adults(s span) bool {
	return !s.all && s.to >= oldest && s.from == r.lowest()
}

// lowest is the age from which the bands are.
func (r *reader) lowest() int {
	if len(r.bands) == 0 {
		return adult
	}
	return r.bands[0].span.from
}

// whole looks for ages of a sex that come twice, or that none of its columns has.
func (r *reader) whole(of []counted, row int) {
	if len(of) == 0 || len(r.bands) == 0 {
		return
	}
	slices.SortStableFunc(of, func(a, b counted) int { return cmp.Compare(a.ages.from, b.ages.from) })
	next := r.lowest()
	for _, c := range of {
		if c.ages.from > next {
			r.problem(Problem{Code: Missing, Row: row, Sex: c.sex, What: span{from: next, to: c.ages.from - 1}.String()})
		} else if c.ages.from < next {
			r.problem(Problem{Code: Overlaps, Row: c.row, Column: letter(c.x), Sex: c.sex, What: c.ages.String(), Other: strconv.Itoa(next - 1)})
		}
		next = max(next, c.ages.to+1)
	}
	if next <= oldest {
		r.problem(Problem{Code: Missing, Row: row, Sex: of[0].sex, What: span{from: next, to: oldest}.String()})
	}
}

// plan is which columns of a wide table count, and for what.
type plan struct {
	strata map[int]survey.Stratum // by column
	adults []int                  // columns that come to all adults
}

// readWide reads a table with a row for a village.
func (r *reader) readWide() {
	p, ok := r.planWide()
	seen := map[string]int{}
	for y := r.head + 1; y < len(r.cells); y++ {
		row, named := r.village(y)
		if !named || r.twice(&row, seen) || !ok {
			continue
		}
		r.count(&row, y, p)
		r.Rows = append(r.Rows, row)
	}
}

func (r *reader) twice(row *Row, seen map[string]int) bool {
	key := cmp.Or(row.SOATE, letters(row.Name.In()))
	if before, twice := seen[key]; twice {
		r.problem(Problem{Code: Twice, Row: row.Line, Column: letter(r.nameColumn()), What: row.Name.In(), Other: strconv.Itoa(before)})
		return true
	}
	seen[key] = row.Line
	return false
}

// planWide decides which columns count; ok is false where something about them has to be mended.
func (r *reader) planWide() (p plan, ok bool) {
	before := len(r.Problems)
	p.strata = map[int]survey.Stratum{}
	strata, whole := map[string][]counted{}, map[string]int{} // by sex
	names := map[string]string{}
	for x, c := range r.columns {
		at := counted{c.sex, c.ages, r.head + 1, x, 0}
		switch {
		case c.holds == aName:
			lang := cmp.Or(c.lang, "ky")
			if names[lang] != "" {
				r.problem(Problem{Code: TwoNames, Row: r.head + 1, Column: letter(x), What: c.heading, Other: names[lang]})
			}
			names[lang] = cmp.Or(c.heading, lang)
		case c.holds == people && r.adults(c.ages):
			whole[c.sex] = x
		case c.holds == people:
			name, fits := r.place(at, c.heading)
			if name != "" {
				p.strata[x] = survey.Stratum{Sex: c.sex, Age: name}
				strata[c.sex] = append(strata[c.sex], at)
			} else if fits {
				r.ignore(c)
			}
		case c.holds != aCode && c.heading != "" && len([]rune(c.heading)) > 2:
			r.ignore(c)
		}
	}
	if len(r.Problems) > before {
		return p, false
	}
	both := len(strata[survey.SexFemale]) > 0 || len(strata[survey.SexMale]) > 0
	for _, sex := range []string{survey.SexFemale, survey.SexMale} {
		r.whole(strata[sex], r.head+1)
		if both && len(strata[sex]) == 0 {
			r.problem(Problem{Code: Missing, Row: r.head + 1, Sex: sex, What: r.everybody()})
		}
	}
	all, hasAll := whole[""]
	women, hasWomen := whole[survey.SexFemale]
	men, hasMen := whole[survey.SexMale]
	switch {
	case hasAll:
		p.adults = []int{all}
	case hasWomen && hasMen:
		p.adults = []int{women, men}
	}
	for x, s := range p.strata {
		if both && s.Sex == "" || !both && len(p.adults) > 0 {
			delete(p.strata, x)
		}
	}
	if !both && len(p.adults) == 0 && len(strata[""]) > 0 { // ages of both sexes together come to a number of adults
		r.whole(strata[""], r.head+1)
		for x := range p.strata {
			p.adults = append(p.adults, x)
		}
		slices.Sort(p.adults)
		clear(p.strata)
	}
	if !both && len(p.adults) == 0 {
		r.problem(Problem{Code: NoPeople, Row: r.head + 1})
	}
	return p, len(r.Problems) == before
}

// everybody are the ages of all whom the bands are about.
func (r *reader) everybody() string { return span{from: r.lowest(), to: oldest}.String() }

func (r *reader) ignore(c column) {
	if c.heading != "" {
		r.Notes = append(r.Notes, Problem{Code: Ignored, What: c.heading})
	}
}

// count reads the people of a row: by sex and age, or, where it has none of these, the adults together. One without any
// number tells nothing of them.
func (r *reader) count(row *Row, y int, p plan) {
	told := func(x int) bool { return r.cell(y, x) != "" }
	made := slices.ContainsFunc(slices.Collect(maps.Keys(p.strata)), told)
	if row.Known = made || slices.ContainsFunc(p.adults, told); !row.Known {
		return
	}
	said := 0
	for _, x := range p.adults {
		if !made || told(x) {
			n := r.number(y, x)
			said += n
		}
	}
	if !made {
		row.Adults = said
		return
	}
	of := map[survey.Stratum]int{}
	for x := range r.columns {
		if s, ok := p.strata[x]; ok {
			n := r.number(y, x)
			of[s] += n
		}
	}
	row.Population = r.population(of)
	if sum := row.Total(); said > 0 && said != sum {
		r.Notes = append(r.Notes, Problem{Code: SumDiffers, Row: y + 1, Column: letter(p.adults[0]), What: strconv.Itoa(sum), Other: strconv.Itoa(said)})
	}
}

// population lists people in the order of sexes and bands.
func (r *reader) population(of map[survey.Stratum]int) []survey.Stratum {
	var all []survey.Stratum
	for _, sex := range []string{survey.SexFemale, survey.SexMale} {
		for _, b := range r.bands {
			if n, ok := of[survey.Stratum{Sex: sex, Age: b.name}]; ok {
				all = append(all, survey.Stratum{Sex: sex, Age: b.name, Count: n})
			}
		}
	}
	return all
}

// readLong reads a table with a row for each village, sex and age.
func (r *reader) readLong() {
	at := map[holds]int{}
	for x, c := range r.columns {
		if _, there := at[c.holds]; !there {
			at[c.holds] = x
		}
	}
	ageAt, hasAge := at[anAge]
	rows, of := map[string]*Row{}, map[string][]counted{}
	var keys []string
	for y := r.head + 1; y < len(r.cells); y++ {
		row, named := r.village(y)
		if !named {
			continue
		}
		c := counted{sex: readSex(r.cell(y, at[aSex])), ages: span{from: adult, to: oldest}, row: y + 1, x: at[aSex]}
		if c.sex == "" {
			r.problem(Problem{Code: NotSex, Row: y + 1, Column: letter(c.x), What: r.cell(y, c.x)})
		}
		if hasAge {
			var ok bool
			if c.ages, ok = readAges(r.cell(y, ageAt)); !ok {
				r.problem(Problem{Code: NotAge, Row: y + 1, Column: letter(ageAt), What: r.cell(y, ageAt)})
				continue
			}
			c.x = ageAt
		}
		c.n = r.number(y, at[aCount])
		key := cmp.Or(row.SOATE, letters(row.Name.In()))
		if rows[key] == nil {
			rows[key], keys = &row, append(keys, key)
		}
		of[key] = append(of[key], c)
	}
	for _, key := range keys {
		r.sum(rows[key], of[key])
		r.Rows = append(r.Rows, *rows[key])
	}
}

// sum adds up what a long table has of one village.
func (r *reader) sum(row *Row, of []counted) {
	row.Known = true
	people, bySex := map[survey.Stratum]int{}, map[string][]counted{}
	adults := true
	for _, c := range of {
		adults = adults && r.adults(c.ages)
	}
	for _, c := range of {
		if adults {
			row.Adults += c.n
			continue
		}
		if name, _ := r.place(c, ""); name != "" {
			people[survey.Stratum{Sex: c.sex, Age: name}] += c.n
			bySex[c.sex] = append(bySex[c.sex], c)
		}
	}
	if adults {
		return
	}
	for _, sex := range []string{survey.SexFemale, survey.SexMale} {
		r.whole(bySex[sex], row.Line)
		if len(bySex[sex]) == 0 && len(r.bands) > 0 {
			r.problem(Problem{Code: Missing, Row: row.Line, Sex: sex, What: r.everybody()})
		}
	}
	row.Population = r.population(people)
}
