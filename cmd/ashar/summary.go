package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/survey"
)

// summary is what the demonstration leaves in summary.json. It depends on the
// seed and the number of residents alone, so it names no time.
type summary struct {
	Notice    string `json:"notice"`
	Seed      uint64 `json:"seed"`
	Residents int    `json:"residents"`
	// Answers by channel and by village; null where the number must not be shown.
	Answers  map[survey.Channel]*int64 `json:"answers"`
	Villages map[string]*int64         `json:"villages"`
	Ranking  prioritize.Ranking        `json:"ranking"`
}

// write leaves the results of the demonstration in its folder.
func (d *demonstration) write(ctx context.Context) error {
	stands, err := tallyCampaign(ctx, d.app.db, demoCampaign, time.UTC, d.Main)
	if err != nil {
		return err
	}
	now, err := prioritize.NewSnapshot(stands.input(prioritize.Reach))
	if err != nil {
		return err
	}
	shown := survey.Disclose(now.Whole, now.Villages)
	s := summary{
		Notice: "The people, their number and their answers are invented.",
		Seed:   d.command.Seed, Residents: d.command.Residents,
		Answers: map[survey.Channel]*int64{}, Villages: map[string]*int64{}, Ranking: now.Ranking,
	}
	for channel, n := range now.Whole.Channels {
		s.Answers[channel] = ifShown(n, shown.Channel("", channel))
	}
	for _, v := range now.Villages {
		s.Villages[v.Village] = ifShown(v.Count, shown.Total(v.Village))
	}
	work := drafts{d.app.db, stands, newProofs(d.app.db, d.app.words, d.Now, time.UTC), time.UTC, d.Now}
	in, err := work.Input(ctx, demoCampaign, "")
	if err != nil {
		return err
	}
	doc, err := analysis.New(in)
	if err != nil {
		return err
	}
	for _, lang := range []string{"ky", "ru", "en"} {
		if _, err := writeAnalysis(doc, d.command.Out, d.app.words.For(lang), []string{"docx", "xlsx", "html", "csv", "json"}, newProgress(io.Discard, "Writing files", -1)); err != nil {
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
	_, err = fmt.Fprintf(d.Out, "%d answers, written to %s\n", now.Whole.Count, d.command.Out)
	return err
}

// ifShown is the number, or nil where it must not be shown.
func ifShown(n int64, shown bool) *int64 {
	if !shown {
		return nil
	}
	return &n
}
