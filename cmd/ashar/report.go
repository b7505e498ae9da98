package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ashar/prioritize"
	"ashar/prioritize/analysis"
	"ashar/prioritize/outline"
	"ashar/survey"
	"ashar/survey/locale"
)

type reportCommand struct {
	storeSettings `embed:""`
	Campaign      string   `placeholder:"ID" help:"Campaign to report on (the only one, if there is one)."`
	Lang          string   `default:"ky" enum:"ky,ru,en" help:"Language: ky, ru or en (${default})."`
	Format        []string `default:"docx,xlsx,html,csv,json" enum:"docx,xlsx,html,csv,json" help:"What to write: docx, xlsx, html, csv, json (${default})."`
	Template      string   `placeholder:"NAME|FILE" help:"Template: SEDP-2024 or SEDP-2018, as the municipality changed it, or a JSON file (SEDP-2024)."`
	TemplateOut   string   `type:"path" placeholder:"FILE" help:"Write the template as JSON to this file, to be changed and given to --template; nothing else is written."`
	Out           string   `default:"." placeholder:"DIR" help:"Folder to write to, made if it is not there (.)."`
}

// Run writes the situation analysis, or its template.
func (c reportCommand) Run(ctx context.Context, m Main) error {
	db, cfg, campaign, err := c.campaign(ctx, m, c.Campaign)
	if err != nil {
		return err
	}
	defer db.Close()
	words, err := loadWords(cfg)
	if err != nil {
		return err
	}
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	named, own := c.Template, (*outline.Template)(nil)
	if strings.EqualFold(filepath.Ext(c.Template), ".json") {
		t, err := readTemplate(c.Template, words.For(locale.English))
		if err != nil {
			return err
		}
		named, own = t.ID, &t
	} else if named != "" && !slices.Contains(outline.Shipped(), named) {
		return fmt.Errorf("--template %s: there are %s, or a file whose name ends in .json", named, strings.Join(outline.Shipped(), ", "))
	}
	work := drafts{db: db, proofs: newProofs(db, words, m.Now, zone), zone: zone, now: m.Now}
	if c.TemplateOut != "" {
		t, err := work.template(ctx, campaign.Municipality, named)
		if err != nil {
			return err
		}
		t = *cmp.Or(own, &t)
		t = t.Plain()
		if err := writeWhole(c.TemplateOut, func(w io.Writer) error { return printJSON(w, t) }); err != nil {
			return err
		}
		_, err = fmt.Fprintln(m.Out, c.TemplateOut)
		return err
	}
	if work.rankings, err = tallyCampaign(ctx, db, campaign.ID, zone, m); err != nil {
		return err
	}
	in, err := work.Input(ctx, campaign.ID, named)
	if err != nil {
		return err
	}
	if own != nil {
		in.Template = *own
	}
	doc, err := analysis.New(in)
	if err != nil {
		return err
	}
	written, err := writeAnalysis(doc, c.Out, words.For(c.Lang), c.Format, newProgress(m.Err, "Writing files", -1))
	for _, name := range written {
		fmt.Fprintln(m.Out, name)
	}
	return err
}

// Snapshot is what was counted, ranked by the rule; see rankings. It goes by the tally alone, as pages do.
func (s standing) Snapshot(_ context.Context, _ string, rule prioritize.Rule) (*prioritize.Snapshot, error) {
	in := s.input(rule)
	in.Votes = nil
	return prioritize.NewSnapshot(in)
}

// writeAnalysis writes the document into a folder, in the formats asked for, and returns the names of the files. Each
// gets its name when it is whole. Beside the JSON stands its schema.
func writeAnalysis(doc analysis.Document, dir string, say locale.Speaker, formats []string, p *progress) (written []string, err error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	file := func(name string, write func(io.Writer) error) error {
		path := filepath.Join(dir, name)
		if err := writeWhole(path, write); err != nil {
			return err
		}
		written = append(written, path)
		p.add(1)
		return nil
	}
	defer p.clear()
	stem := "analysis." + say.Lang() + "."
	for _, format := range formats {
		switch format {
		case "docx":
			err = file(stem+"docx", func(w io.Writer) error { return doc.WriteDOCX(w, say) })
		case "xlsx":
			err = file(stem+"xlsx", func(w io.Writer) error { return doc.WriteXLSX(w, say) })
		case "html":
			err = file(stem+"html", func(w io.Writer) error { return doc.WriteHTML(w, say) })
		case "csv":
			err = doc.WriteCSV(func(name string) (io.WriteCloser, error) {
				return &pending{keep: func(b []byte) error {
					return file(stem+name, func(w io.Writer) error { _, err := w.Write(b); return err })
				}}, nil
			}, say)
		case "json":
			err = errors.Join(file("analysis.json", doc.WriteJSON), file("analysis.schema.json", func(w io.Writer) error {
				_, err := w.Write(analysis.JSONSchema())
				return err
			}))
		}
		if err != nil {
			return written, err
		}
	}
	return written, nil
}

// pending is a file that is kept once it is whole.
type pending struct {
	bytes.Buffer
	keep func([]byte) error
}

// Close keeps it.
func (p *pending) Close() error { return p.keep(p.Bytes()) }

// readTemplate reads a template from JSON. An error names the line, or every table and column in which something is
// wrong.
func readTemplate(name string, say locale.Speaker) (outline.Template, error) {
	var t outline.Template
	b, err := os.ReadFile(name)
	if err != nil {
		return t, err
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(&t); err != nil {
		at := d.InputOffset()
		if syntax, ok := errors.AsType[*json.SyntaxError](err); ok {
			at = syntax.Offset
		} else if kind, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
			at = kind.Offset
		} else if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
			at = int64(bytes.Index(b, []byte(field))) // the decoder tells no place of it
		}
		return t, fmt.Errorf("%s: line %d: %w", name, 1+bytes.Count(b[:max(0, min(int(at), len(b)))], []byte("\n")), err)
	}
	if !slices.Contains(outline.Shipped(), t.ID) {
		return t, fmt.Errorf("%s: \"id\" is %q: a template is made from one of %s: %w", name, t.ID, strings.Join(outline.Shipped(), ", "), survey.ErrInvalid)
	}
	err = t.Check()
	problems, ok := errors.AsType[outline.Problems](err)
	if !ok {
		return t, err
	}
	all := []error{fmt.Errorf("%s: no document can be laid out by it", name)}
	for _, p := range problems {
		where := strings.TrimSuffix(cmp.Or(p.Table, "document")+" "+p.Column, " ")
		all = append(all, fmt.Errorf("%s: %s (%s)", where, say.T("outline.problem."+string(p.Reason), "Most", most(p)), p.Reason))
	}
	return t, errors.Join(all...)
}

// most is the bound that a problem is about.
func most(p outline.Problem) int {
	switch {
	case p.Reason == outline.TooManyOwn:
		return outline.MaxOwn
	case p.Column != "":
		return outline.MaxWord
	}
	return outline.MaxTitle
}

func writeFile(create func(string) (io.WriteCloser, error), name string, write func(io.Writer) error) error {
	f, err := create(name)
	if err != nil {
		return err
	}
	return errors.Join(write(f), f.Close())
}
