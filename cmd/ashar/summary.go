package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ashar/prioritize"
	"ashar/survey"
)

// summary is what the demonstration leaves in summary.json. It depends on the
// seed and the number of residents alone, so it names no time.
type summary struct {
	Notice    string                   `json:"notice"`
	Seed      uint64                   `json:"seed"`
	Residents int                      `json:"residents"`
	Answers   map[survey.Channel]int64 `json:"answers"` // by channel
	Villages  map[string]int64         `json:"villages"`
	Ranking   prioritize.Ranking       `json:"ranking"`
}

// write leaves the results of the demonstration in its folder.
func (d *demonstration) write(ctx context.Context) error {
	stands, err := tallyCampaign(ctx, d.app.db, demoCampaign, d.Main)
	if err != nil {
		return err
	}
	ranking, err := stands.rank(prioritize.Reach)
	if err != nil {
		return err
	}
	var ids []string
	for _, v := range d.place.Villages {
		ids = append(ids, v.ID)
	}
	villages, whole := stands.tally.Turnout(ids)
	s := summary{
		Notice: "The people, their number and their answers are invented.",
		Seed:   d.command.Seed, Residents: d.command.Residents,
		Answers: whole.Channels, Villages: map[string]int64{}, Ranking: ranking,
	}
	for _, v := range villages {
		s.Villages[v.Village] = v.Count
	}
	doc, err := stands.analyse(d.Now())
	if err != nil {
		return err
	}
	for _, lang := range []string{"ky", "ru", "en"} {
		if _, err := writeAnalysis(doc, d.command.Out, d.app.words.For(lang), []string{"xlsx", "csv", "json"}); err != nil {
			return err
		}
	}
	create := func(name string) (io.WriteCloser, error) { return os.Create(filepath.Join(d.command.Out, name)) }
	err = writeFile(create, "summary.json", func(w io.Writer) error {
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(s)
	})
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(d.Out, "%d answers, written to %s\n", whole.Count, d.command.Out)
	return err
}
