package api_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
	"ashar/survey/access"
)

// analysed is what the situation analysis says, as far as these tests read it.
type analysed struct {
	Tables []struct {
		ID      string
		Columns []struct{ ID string }
		Rows    [][]struct {
			State  string
			Number *float64
		}
	}
}

// cells are a table's rows by the ids of its columns: a number, or why there is none.
func (a analysed) cells(t *testing.T, table string) []map[string]string {
	t.Helper()
	var rows []map[string]string
	for _, one := range a.Tables {
		if one.ID != table {
			continue
		}
		for _, r := range one.Rows {
			row := map[string]string{}
			for i, c := range r {
				row[one.Columns[i].ID] = c.State
				if c.Number != nil {
					row[one.Columns[i].ID] = strconv.FormatFloat(*c.Number, 'f', -1, 64)
				}
			}
			rows = append(rows, row)
		}
	}
	if rows == nil {
		t.Fatalf("the situation analysis has no table %s", table)
	}
	return rows
}

// records reads a table that the interface sent, by its headings.
func (o *office) records(path string) []map[string]string {
	o.t.Helper()
	var rows [][]string
	body := o.get(path)
	if strings.Contains(path, "xlsx") {
		f, err := excelize.OpenReader(strings.NewReader(body))
		o.must(err)
		rows, err = f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
		o.must(err)
		o.must(f.Close())
	} else {
		var err error
		rows, err = csv.NewReader(strings.NewReader(body)).ReadAll()
		o.must(err)
		if strings.Contains(path, "hxl") {
			rows = slices.Delete(rows, 1, 2)
		}
	}
	var all []map[string]string
	for _, r := range rows[1:] {
		row := map[string]string{}
		for i, heading := range rows[0] {
			if i < len(r) {
				row[heading] = r[i]
			} else {
				row[heading] = ""
			}
		}
		all = append(all, row)
	}
	return all
}

// TestCoverageHidesWhatTheAnalysisHides compares every number of T1 with coverage in every format: what one hides the
// other hides, and what one shows is what the other shows.
func TestCoverageHidesWhatTheAnalysisHides(t *testing.T) {
	o := newOffice(t)
	o = o.over(remember(counted{o.db}))
	hidden := 0
	for _, campaign := range []string{"summer", "winter"} {
		at := "/api/v1/campaigns/" + campaign
		var doc analysed
		o.getJSON(at+"/analysis", &doc)
		t1 := doc.cells(t, "t1")
		columns := map[string]string{
			"answers": "all:answers", "channel/bot": "bot:answers", "channel/web": "web:answers", "channel/paper": "paper:answers", "channel/assisted": "assisted:answers",
			"sex/female": "women:sex", "sex/male": "men:sex", "age/18-28": "18-28:age", "age/29+": "29+:age",
		}
		var said struct {
			Whole    map[string]any
			Villages []map[string]any
		}
		o.getJSON(at+"/coverage", &said)
		rows := slices.Concat(said.Villages, []map[string]any{said.Whole})
		if len(rows) != len(t1) {
			t.Fatalf("%s: coverage has %d rows, T1 %d", campaign, len(rows), len(t1))
		}
		tables := [][]map[string]string{o.records(at + "/coverage?format=csv"), o.records(at + "/coverage?format=hxl"), o.records(at + "/coverage?format=xlsx")}
		for i, want := range t1 {
			for heading, column := range columns {
				w, ok := want[column]
				if !ok && heading == "answers" {
					w, ok = want["all"], true
				}
				if !ok {
					t.Errorf("T1 has no column %s: %v", column, want)
				}
				group, key, nested := strings.Cut(heading, "/")
				got := rows[i][group]
				if nested {
					got = rows[i][map[string]string{"channel": "channels", "sex": "sexes", "age": "ages"}[group]].(map[string]any)[key]
				}
				number, shown := got.(float64)
				if w == "hidden" {
					hidden++
				}
				if shown != (w != "hidden") || shown && strconv.FormatFloat(number, 'f', -1, 64) != w {
					t.Errorf("%s: row %d, %s as JSON: %v, and in T1 %q", campaign, i, heading, got, w)
				}
				for k, table := range tables {
					cell := table[i][heading]
					if w == "hidden" && (cell != "" || !slices.Contains(strings.Fields(table[i]["hidden"]), heading)) || w != "hidden" && cell != w {
						t.Errorf("%s: row %d, %s in table %d: %q, hidden %q, and in T1 %q", campaign, i, heading, k, cell, table[i]["hidden"], w)
					}
				}
			}
		}
	}
	if hidden == 0 {
		t.Error("nothing is hidden: this test shows nothing")
	}
}

// TestRankingsHideTheSameInEveryFormat holds the flat tables against the JSON, and that against the analysis.
func TestRankingsHideTheSameInEveryFormat(t *testing.T) {
	o := newOffice(t)
	o = o.over(remember(counted{o.db}))
	hidden := 0
	for _, campaign := range []string{"summer", "winter"} {
		at := "/api/v1/campaigns/" + campaign
		var ranking struct {
			Villages, Groups []struct {
				Key  string
				Base *float64
			}
			Items []struct {
				N    *float64
				Rank int
				Need struct{ Code string }
				Villages,
				Groups []struct {
					Key      string
					N, Share *float64
				}
			}
		}
		o.getJSON(at+"/ranking", &ranking)
		var doc analysed
		o.getJSON(at+"/analysis", &doc)
		for i, row := range doc.cells(t, "t2")[1:] { // below how many answered
			for k, v := range ranking.Villages {
				want := cellOf(ranking.Items[i].Villages[k].N)
				if got, ok := row["n:"+v.Key]; !ok || number(got) != want {
					t.Errorf("%s: %s in %s: T2 says %q, the ranking %q", campaign, ranking.Items[i].Need.Code, v.Key, got, want)
				}
				if want == "" {
					hidden++
				}
			}
		}
		for _, format := range []string{"csv", "hxl", "xlsx"} {
			rows := o.records(at + "/ranking?format=" + format)
			next := 0
			check := func(village, group string, need string, n, share *float64) {
				row := rows[next]
				next++
				if row["village"] != village || row["group"] != group || row["need"] != need {
					t.Fatalf("%s as %s: row %d is of %q %q %q, want %q %q %q", campaign, format, next, row["village"], row["group"], row["need"], village, group, need)
				}
				if row["n"] != cellOf(n) || share != nil && row["share"] != cellOf(share) || share == nil && n == nil && row["share"] != "" {
					t.Errorf("%s as %s: %s %s %s: n %q, share %q, and in JSON %s, %s", campaign, format, village, group, need, row["n"], row["share"], cellOf(n), cellOf(share))
				}
			}
			for _, it := range ranking.Items {
				var share *float64
				check("", "", it.Need.Code, it.N, share)
			}
			for k, v := range ranking.Villages {
				for _, it := range ranking.Items {
					check(v.Key, "", it.Need.Code, it.Villages[k].N, it.Villages[k].Share)
				}
			}
			for k, g := range ranking.Groups {
				for _, it := range ranking.Items {
					check("", g.Key, it.Need.Code, it.Groups[k].N, it.Groups[k].Share)
				}
			}
			if next != len(rows) {
				t.Errorf("%s as %s: %d rows, want %d", campaign, format, len(rows), next)
			}
		}
	}
	if hidden == 0 {
		t.Error("nothing is hidden: this test shows nothing")
	}
}

// number is a cell of the analysis if it is one, and else nothing.
func number(cell string) string {
	if _, err := strconv.ParseFloat(cell, 64); err != nil {
		return ""
	}
	return cell
}

func cellOf(n *float64) string {
	if n == nil {
		return ""
	}
	return strconv.FormatFloat(*n, 'f', -1, 64)
}

// TestNothingBecomesAFormula looks for cells that a spreadsheet would work out.
func TestNothingBecomesAFormula(t *testing.T) {
	o := newOffice(t)
	o = o.over(remember(counted{o.db}))
	m, err := o.db.Municipality(t.Context(), "kok-jar")
	o.must(err)
	m.Rev++
	m.Villages[0].Name = survey.Text{"ky": "=1+1", "ru": "+7"}
	m.Source = survey.Text{"ky": "@SUM(A1)", "ru": "-1"}
	o.must(o.db.SaveMunicipality(t.Context(), m))
	for _, path := range []string{"/places", "/campaigns", "/campaigns/summer/coverage", "/campaigns/summer/ranking"} {
		for _, format := range []string{"csv", "xlsx", "hxl"} {
			if path == "/campaigns" && format == "hxl" {
				continue
			}
			for _, row := range o.records("/api/v1" + path + "?lang=ky&format=" + format) {
				for heading, cell := range row {
					if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
						t.Errorf("%s as %s: %s is %q, which a spreadsheet takes for a formula", path, format, heading, cell)
					}
				}
			}
		}
		w := o.ask(http.MethodGet, "/api/v1"+path+"?format=xlsx", o.all)
		f, err := excelize.OpenReader(bytes.NewReader(w.Body.Bytes()))
		o.must(err)
		for _, row := range []string{"A2", "G2", "K2"} {
			if formula, err := f.GetCellFormula(f.GetSheetName(0), row); err != nil || formula != "" {
				t.Errorf("%s: %s is the formula %q, %v", path, row, formula, err)
			}
		}
		o.must(f.Close())
	}
}

// TestTagsAreOfHXL looks at every tag: a hashtag and attributes, each of letters, digits and "_" (HXL 1.1, tagging
// conventions), and no two columns of one meaning.
func TestTagsAreOfHXL(t *testing.T) {
	o := newOffice(t)
	o = o.over(remember(counted{o.db}))
	for _, path := range []string{"/places", "/campaigns/summer/coverage", "/campaigns/summer/ranking"} {
		rows, err := csv.NewReader(strings.NewReader(o.get("/api/v1" + path + "?format=hxl"))).ReadAll()
		o.must(err)
		seen := map[string]bool{}
		for i, tag := range rows[1] {
			if !hxl.MatchString(tag) {
				t.Errorf("%s: %s has the tag %q, which is none", path, rows[0][i], tag)
			}
			if seen[tag] {
				t.Errorf("%s: two columns have the tag %s", path, tag)
			}
			seen[tag] = true
		}
	}
}

// TestTokensOpenTheirMunicipalityOnly holds that a token of another municipality finds nothing of ours, whatever it may.
func TestTokensOpenTheirMunicipalityOnly(t *testing.T) {
	o := newOffice(t)
	theirs := o.token("ak-tal", access.Scopes()...)
	if body := o.ask(http.MethodGet, "/api/v1/campaigns", theirs).Body.String(); strings.Contains(body, "summer") || !strings.Contains(body, "theirs") {
		t.Errorf("the campaigns of ak-tal: %s", body)
	}
	for _, path := range []string{"", "/questionnaire", "/coverage", "/ranking", "/snapshots", "/snapshots/now", "/analysis"} {
		ours, none := o.ask(http.MethodGet, "/api/v1/campaigns/summer"+path, theirs), o.ask(http.MethodGet, "/api/v1/campaigns/nosuch"+path, theirs)
		if ours.Code != http.StatusNotFound || requestID.ReplaceAllString(ours.Body.String(), "") != requestID.ReplaceAllString(none.Body.String(), "") {
			t.Errorf("%s: what is there is told from what is not: %d %s, %d %s", path, ours.Code, ours.Body, none.Code, none.Body)
		}
	}
}

// TestHashesOfAFewAreTheirReadersOnly: all that few can have answered could be tried against a hash.
func TestHashesOfAFewAreTheirReadersOnly(t *testing.T) {
	o := newOffice(t)
	c, err := o.db.Campaign(t.Context(), "summer")
	o.must(err)
	o.freeze("summer")
	c.Rev++
	c.Status = survey.StatusFrozen
	o.must(o.db.SaveCampaign(t.Context(), c))
	const path = "/api/v1/campaigns/summer/snapshots"
	kept, err := o.db.Frozen(t.Context(), "summer")
	o.must(err)
	rankings := o.token("kok-jar", access.Rankings, access.Coverage)
	for _, at := range []string{path, path + "/frozen", "/api/v1/campaigns/summer/analysis", "/api/v1/campaigns/summer/ranking", "/api/v1/campaigns/summer/coverage"} {
		w := o.ask(http.MethodGet, at, rankings)
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), kept.Hash) || strings.Contains(w.Body.String(), kept.Rankings[0].Hash) {
			t.Errorf("%s without the scope answers: status %d, and a hash is told: %s", at, w.Code, w.Body)
		}
	}
	if got := o.ask(http.MethodGet, path+"/"+kept.Hash, rankings).Code; got != http.StatusNotFound {
		t.Errorf("a hash is tried: status %d, want 404", got)
	}
	if body := o.get(path + "/" + kept.Hash); !strings.Contains(body, kept.Rankings[0].Hash) {
		t.Errorf("with the scope answers: %s", body)
	}
}
