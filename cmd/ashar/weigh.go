package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"text/tabwriter"

	"ashar/prioritize/raking"
)

type weighCommand struct {
	Cells   string `required:"" placeholder:"FILE.csv" help:"Answers of each cell: any columns of categories, and a last column n."`
	Margins string `required:"" placeholder:"FILE.csv" help:"What is known of the people: margin,category,target."`
	Cap     string `placeholder:"LO,HI" help:"Hold weights within LO and HI times their mean; surveys here use 0.2,5 (not held)."`
	Method  string `default:"rake" enum:"rake,logit" help:"rake: weights beyond the bounds are clipped and the rest raked again, which may leave the margins a residual; logit: all weights move so that margins and bounds are both met (${default})."`
	JSON    bool   `name:"json" help:"Print the weights as JSON instead of a table."`
}

// Help is what stands under the command's help.
func (weighCommand) Help() string {
	return `A margin is the name of a column of the cells, or several joined by "*", and its
categories are joined likewise: sex*age,female*18-28,240. Every category that the
cells have needs a target, and the targets of all margins must add up to the same
within 1 %; they are brought to the total of the first. The weights are people per
answer: over all answers they sum to that total.

With --json: {"cells":[{...,"n","weight"}],"deff","n_eff","residual"}: every cell with
its categories; Kish's design effect and the effective number of answers; and the
largest relative difference that is left to any margin.`
}

// Run weighs and prints.
func (c weighCommand) Run(m Main) error {
	cells, err := readFile(c.Cells, raking.ReadCells)
	if err != nil {
		return err
	}
	margins, err := readFile(c.Margins, cells.ReadMargins)
	if err != nil {
		return err
	}
	bounds, err := parseBounds(c.Cap)
	if err != nil {
		return err
	}
	var r raking.Weights
	if c.Method == "logit" {
		if c.Cap == "" {
			return errors.New("--method logit needs --cap: it moves all weights within bounds, such as --cap 0.2,5")
		}
		r, err = raking.Calibrate(cells.Counts, margins, bounds, 0)
	} else {
		r, err = raking.Rake(cells.Counts, margins, bounds)
	}
	if errors.Is(err, raking.ErrNotConverged) {
		return fmt.Errorf("%w; join categories that few answered, or leave out a margin", err)
	}
	if err != nil {
		return err
	}
	if c.JSON {
		return printWeightsJSON(m.Out, cells, r)
	}
	return printWeights(m.Out, cells, r)
}

func parseBounds(text string) (raking.Bounds, error) {
	if text == "" {
		return raking.Bounds{}, nil
	}
	low, high, _ := strings.Cut(text, ",")
	var b raking.Bounds
	var err error
	if b.Low, err = strconv.ParseFloat(strings.TrimSpace(low), 64); err == nil {
		b.High, err = strconv.ParseFloat(strings.TrimSpace(high), 64)
	}
	if err != nil || !(b.Low >= 0 && b.Low < 1 && b.High > 1 && !math.IsInf(b.High, 0)) {
		return raking.Bounds{}, fmt.Errorf("--cap %s: give two numbers with a comma between, the lower of 0 to 1 and the higher above 1, such as 0.2,5", text)
	}
	return b, nil
}

// weightsDocument is what weights are as JSON.
type weightsDocument struct {
	Cells    []weightedCell `json:"cells"`
	Deff     float64        `json:"deff"`
	NEff     float64        `json:"n_eff"`
	Residual float64        `json:"residual"`
}

// weightedCell is written with its columns in the order of the file.
type weightedCell struct {
	columns, of []string
	n           int64
	weight      float64
}

// MarshalJSON writes {"village":"A","n":5,"weight":1.5}.
func (c weightedCell) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, column := range c.columns {
		name, err := json.Marshal(column)
		if err != nil {
			return nil, err
		}
		value, err := json.Marshal(c.of[i])
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%s:%s,", name, value)
	}
	weight, err := json.Marshal(c.weight)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(&b, `"n":%d,"weight":%s}`, c.n, weight)
	return b.Bytes(), nil
}

func printWeightsJSON(w io.Writer, cells raking.Cells, r raking.Weights) error {
	doc := weightsDocument{Residual: r.Residual}
	doc.Deff, doc.NEff = raking.Effect(cells.Counts, r.Weights)
	for h, of := range cells.Rows {
		doc.Cells = append(doc.Cells, weightedCell{cells.Columns, of, cells.Counts[h], r.Weights[h]})
	}
	return printJSON(w, doc)
}

func printWeights(out io.Writer, cells raking.Cells, r raking.Weights) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "%s\tn\tweight\n", strings.Join(cells.Columns, "\t"))
	for h, of := range cells.Rows {
		held := ""
		if r.Clipped[h] {
			held = "\theld at a bound"
		}
		fmt.Fprintf(w, "%s\t%d\t%.6f%s\n", strings.Join(of, "\t"), cells.Counts[h], r.Weights[h], held)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	deff, effective := raking.Effect(cells.Counts, r.Weights)
	margins := "all margins are met"
	if r.Residual > 1e-9 {
		margins = fmt.Sprintf("margins are missed: a target over its sum is off by up to %.2f %%", 100*r.Residual)
	}
	_, err := fmt.Fprintf(out, "\ndesign effect %.4f, effective number of answers %.1f; %s\n", deff, effective, margins)
	return err
}
