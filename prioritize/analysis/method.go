package analysis

import (
	"slices"
	"strconv"

	"ashar/prioritize"
	"ashar/survey"
)

// method is how the figures were made and what must be known of them.
func (in Input) method() Table {
	t := Table{ID: "method", Columns: []Column{column("item", Words), column("value", Words)}}
	add := func(item string, value Cell) {
		t.Rows = append(t.Rows, []Cell{word("report.method." + item), value})
	}
	r := &in.Ranking
	w := &r.Weighting
	add("answers", number(r.Count).as(Count))
	add("answered", number(r.Answered).as(Count))
	add("ranked", number(r.Ranked).as(Count))
	add("order", word("report.rule."+string(r.Rule)))
	add("weighting", word("report.basis."+string(w.Basis)))
	if w.Basis != prioritize.Unweighted {
		add("n_eff", number(w.NEff).as(Score))
		add("deff", number(w.Deff).as(Factor))
		add("residual", number(w.Residual).as(Share))
	}
	for _, c := range w.Collapsed {
		add("joined", text(in.joinedCells(c.Joined)...))
	}
	for _, x := range slices.Concat(w.Warnings, r.Warnings) {
		add("warning", Cell{Phrase: in.warning(x)})
	}
	add("interval", word("report.note.sampling"))
	add("privacy", word("report.privacy"))
	if len(in.Municipality.Source) > 0 {
		add("source", text(in.Municipality.Source))
	}
	if in.Municipality.Year > 0 {
		add("year", Cell{Plain: strconv.Itoa(in.Municipality.Year)})
	}
	add("template", Cell{Plain: in.Template.ID})
	if f := in.Frozen; f != nil {
		add("frozen", Cell{Phrase: &Phrase{ID: "report.date", Args: map[string]Arg{"Date": {Date: &f.At}}}})
		add("hash", Cell{Plain: f.Hash})
	}
	add("questionnaire", Cell{Plain: r.Questionnaire})
	add("inputs", Cell{Plain: r.Inputs})
	if in.Version != "" {
		add("version", Cell{Plain: in.Version})
	}
	return t
}

// warning puts a warning's figures into its message.
func (in Input) warning(w prioritize.Warning) *Phrase {
	id, counted := w.Message()
	p := &Phrase{ID: id}
	if counted {
		p.Count = &w.Count
	}
	if counted || w.Share > 0 || len(w.Villages) > 0 || len(w.Needs) > 0 {
		p.Args = map[string]Arg{}
	}
	if counted || w.Share > 0 {
		p.Args["Share"] = Arg{Share: &w.Share}
	}
	if len(w.Villages) > 0 {
		var names []survey.Text
		for _, id := range w.Villages {
			names = append(names, in.villageName(id))
		}
		p.Args["Villages"] = Arg{Texts: names}
	}
	if len(w.Needs) > 0 {
		p.Args["Needs"] = Arg{Texts: w.Needs}
	}
	return p
}
