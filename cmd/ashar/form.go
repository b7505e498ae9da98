package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"ashar/configs"
	"ashar/survey"
	"ashar/survey/expression"
	"ashar/survey/locale"
	"ashar/survey/xlsform"
)

type formCommand struct {
	List    formList    `cmd:"" help:"List the built-in questionnaires."`
	Check   formCheck   `cmd:"" help:"Say everything that is wrong with a questionnaire, and what is worth mending."`
	Show    formShow    `cmd:"" help:"Show a questionnaire as a tree with its branches."`
	Convert formConvert `cmd:"" help:"Convert a questionnaire between an XLSForm workbook (.xlsx) and JSON."`
	Diff    formDiff    `cmd:"" help:"Say in words what is different between two versions."`
	Print   formPrint   `cmd:"" help:"Make an A4 PDF to fill in by hand."`
}

// formWords are the settings of commands that speak of a questionnaire.
type formWords struct {
	Lang  string `placeholder:"LANG" help:"Language: ky, ru, en or another one of the questionnaire (its default one)."`
	Words string `placeholder:"DIR" type:"existingdir" env:"ASHAR_WORDS" help:"Folder with corrections of the program's words (none)."`
}

// load returns the language to speak, and the program's words.
func (s formWords) load(q *survey.Questionnaire) (lang string, words *locale.Words, err error) {
	words, err = loadWords(configs.Config{Words: s.Words})
	if err != nil {
		return "", nil, err
	}
	lang, err = chosenLanguage(s.Lang, q, words)
	return lang, words, err
}

// chosenLanguage is the language that was asked for, the questionnaire's default one
// if none was. It must be one of the questionnaire's or of the program's.
func chosenLanguage(asked string, q *survey.Questionnaire, words *locale.Words) (string, error) {
	lang := strings.ToLower(asked)
	if lang == "" {
		lang = q.Languages[0]
	}
	if !q.Speaks(lang) && !slices.Contains(words.Languages(), lang) {
		return "", fmt.Errorf("--lang %s: %s has %s", asked, q.Key(), strings.Join(q.Languages, ", "))
	}
	return lang, nil
}

// readForm reads a built-in questionnaire by its name, or else a file.
func readForm(form string) (*survey.Questionnaire, error) {
	f, err := os.Open(form)
	if errors.Is(err, os.ErrNotExist) {
		return readBuiltin(form)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // it was only read
	switch strings.ToLower(filepath.Ext(form)) {
	case ".xlsx":
		return xlsform.Read(f)
	case ".json":
		return survey.ReadQuestionnaire(f)
	}
	return nil, fmt.Errorf("%s: a questionnaire is an Excel workbook (.xlsx) or JSON (.json); save it as one of these: %w", form, survey.ErrInvalid)
}

// readBuiltin reads a questionnaire that ships with the program.
func readBuiltin(id string) (*survey.Questionnaire, error) {
	f, err := configs.Questionnaires().Open(id + ".json")
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrInvalid) {
		return nil, fmt.Errorf("there is no file %s, and no built-in questionnaire of that name; 'ashar form list' names those", id)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return survey.ReadQuestionnaire(f)
}

// readBuiltins reads all questionnaires that ship with the program, by their names.
func readBuiltins() ([]*survey.Questionnaire, error) {
	names, err := fs.Glob(configs.Questionnaires(), "*.json")
	if err != nil {
		return nil, err
	}
	var all []*survey.Questionnaire
	for _, name := range names {
		q, err := readBuiltin(strings.TrimSuffix(name, path.Ext(name)))
		if err != nil {
			return nil, err
		}
		all = append(all, q)
	}
	return all, nil
}

type formList struct{}

// Run lists the built-in questionnaires.
func (formList) Run(m Main) error {
	builtins, err := readBuiltins()
	if err != nil {
		return err
	}
	w := tabwriter.NewWriter(m.Out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "NAME\tVERSION\tQUESTIONS\tTITLE")
	for _, q := range builtins {
		fmt.Fprintf(w, "%s\t%s\t%d\t%s\n", q.ID, q.Version, len(q.Questions), q.Title.In(q.Languages...))
	}
	return w.Flush()
}

type formCheck struct {
	formWords
	Form string `arg:"" help:"Built-in questionnaire, XLSForm workbook (.xlsx) or JSON file."`
}

// Run says what is wrong, a line each, and fails if the form cannot be used.
func (c formCheck) Run(m Main) error {
	q, err := readForm(c.Form)
	if err != nil {
		if !errors.Is(err, survey.ErrInvalid) {
			return err
		}
		fmt.Fprintln(m.Out, err)
		return fmt.Errorf("%s cannot be used as it is", c.Form)
	}
	lang, words, err := c.load(q)
	if err != nil {
		return err
	}
	say := words.For(lang)
	fmt.Fprintln(m.Out, say.T("terminal.check.good", "Key", q.Key(), "Questions", len(q.Questions), "Languages", strings.Join(q.Languages, ", ")))
	notices := append(q.Notices(), foreignNeeds(q)...)
	if len(notices) > 0 {
		fmt.Fprintln(m.Out, say.T("terminal.check.notices"))
	}
	for _, n := range notices {
		fmt.Fprintln(m.Out, "  "+say.T("terminal.notice."+string(n.Kind), "Thing", thing(say, n.Thing, n.Name, n.List),
			"Member", member(say, n.Member), "Languages", strings.Join(n.Languages, ", "), "Word", n.Word, "Other", n.Other))
	}
	return nil
}

// foreignNeeds are the choices whose need is none of the taxonomy's.
func foreignNeeds(q *survey.Questionnaire) []survey.Notice {
	var taxonomy struct {
		Lists []survey.List `json:"lists"`
	}
	if err := json.Unmarshal(configs.Taxonomy(), &taxonomy); err != nil {
		return nil // it is ours, and a test reads it
	}
	var codes []string
	for _, l := range taxonomy.Lists {
		if l.Name == "need" {
			for _, c := range l.Choices {
				codes = append(codes, c.Name)
			}
		}
	}
	var found []survey.Notice
	for _, l := range q.Lists {
		for _, c := range l.Choices {
			if c.Need == "" || slices.Contains(codes, c.Need) {
				continue
			}
			near, meant := expression.Nearest(c.Need, codes)
			if meant {
				near += "?"
			}
			found = append(found, survey.Notice{Kind: survey.ForeignNeed, Thing: survey.AChoice, Name: c.Name, List: l.Name, Word: c.Need, Other: near})
		}
	}
	return found
}

// thing names a part of a questionnaire.
func thing(say locale.Speaker, t survey.Thing, name, list string) string {
	return say.T("terminal.thing."+string(t), "Name", name, "List", list)
}

func member(say locale.Speaker, name string) string {
	if name == "" {
		return ""
	}
	return say.T("terminal.member." + name)
}

type formConvert struct {
	From string `arg:"" help:"Built-in questionnaire, XLSForm workbook (.xlsx) or JSON file."`
	To   string `arg:"" type:"path" help:"File to write: its name ends in .xlsx or .json."`
}

// sameFile reports whether two names are of one file.
func sameFile(from, to string) bool {
	a, errA := os.Stat(from)
	b, errB := os.Stat(to)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// Run converts. A file that is there already is replaced once the new one is whole.
func (c formConvert) Run(m Main) error {
	var write func(io.Writer, *survey.Questionnaire) error
	switch strings.ToLower(filepath.Ext(c.To)) {
	case ".xlsx":
		write = xlsform.Write
	case ".json":
		write = writeForm
	default:
		return fmt.Errorf("%s: end the name in .xlsx or .json, to say what to write", c.To)
	}
	q, err := readForm(c.From)
	if err != nil {
		return err
	}
	var whole bytes.Buffer
	if err := write(&whole, q); err != nil {
		return err
	}
	if sameFile(c.From, c.To) {
		return fmt.Errorf("%s would be written over itself; name another file", c.To)
	}
	if err := os.WriteFile(c.To, whole.Bytes(), 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintf(m.Out, "%s: %s\n", c.To, q.Key())
	return err
}
