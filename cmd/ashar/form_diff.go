package main

import (
	"fmt"
	"io"

	"ashar/survey"
	"ashar/survey/locale"
)

type formDiff struct {
	formWords
	Earlier string `arg:"" help:"Built-in questionnaire, XLSForm workbook (.xlsx) or JSON file."`
	Later   string `arg:"" help:"The other version."`
}

// Run says what is different, a line each.
func (c formDiff) Run(m Main) error {
	earlier, err := readForm(c.Earlier)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Earlier, err)
	}
	later, err := readForm(c.Later)
	if err != nil {
		return fmt.Errorf("%s: %w", c.Later, err)
	}
	lang, words, err := c.load(later)
	if err != nil {
		return err
	}
	printChanges(m.Out, words.For(lang), earlier, later)
	return nil
}

// printChanges says in words what is different in a later version.
func printChanges(out io.Writer, say locale.Speaker, earlier, later *survey.Questionnaire) {
	changes := survey.Diff(earlier, later)
	if len(changes) == 0 {
		fmt.Fprintln(out, say.T("terminal.change.none"))
	}
	breaks := false
	for _, ch := range changes {
		mark := "  "
		if ch.Breaks {
			mark, breaks = "* ", true
		}
		what := member(say, ch.Member)
		if ch.Language != "" {
			what += " (" + ch.Language + ")"
		}
		id := "terminal.change." + string(ch.Kind)
		switch {
		case ch.Kind != survey.Changed:
		case ch.From == "":
			id = "terminal.change.filled"
		case ch.To == "":
			id = "terminal.change.emptied"
		}
		fmt.Fprintln(out, mark+say.T(id, "Thing", thing(say, ch.Thing, ch.Name, ch.List), "Member", what, "From", ch.From, "To", ch.To))
	}
	if breaks {
		fmt.Fprintln(out, say.T("terminal.change.breaks"))
	}
}
