package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"ashar/store"
	"ashar/survey"
	"ashar/survey/access"
)

type importCommand struct {
	storeSettings `embed:""`
	Files         []string `arg:"" type:"existingfile" placeholder:"FILE" help:"Files that phones have saved, such as ashar-2026-11-27.json."`
	Late          bool     `help:"Take answers too that came too late, or beyond the campaign's limit: those that were answered before it closed, until its results are published."`
}

// Help tells what the flags' list does not.
func (importCommand) Help() string {
	return `A phone that cannot send its answers saves them as a file. Each is judged as if
it had come from the phone, and stored once: what the service has, or hears from
the phone later, is not doubled. A line says what became of each. Either all files
can be read, or nothing is taken. The exit code is 1 when one was refused.`
}

// answersFormat is what a file of answers says that it is.
const answersFormat = "ashar-answers/1"

// handed is a file of answers that a phone has saved.
type handed struct {
	Format  string         `json:"format"`
	Answers []handedAnswer `json:"answers"`
}

// handedAnswer is an interview as a phone held it, with its files by their questions.
type handedAnswer struct {
	Code string `json:"code"` // of the door
	survey.Held
	Files map[string][]byte `json:"files"`
}

// Run takes the answers in.
func (c importCommand) Run(ctx context.Context, m Main) (err error) {
	var all []handedAnswer
	for _, name := range c.Files {
		answers, err := readHanded(name)
		if err != nil {
			return err
		}
		all = append(all, answers...)
	}
	db, cfg, err := c.existing(ctx, m)
	if err != nil {
		return err
	}
	defer db.Close()
	zone, err := time.LoadLocation(cfg.TimeZone)
	if err != nil {
		return err
	}
	gate, err := newGate(cfg, db)
	if err != nil {
		return err
	}
	in := survey.NewIntake(db, db, db, db, func() time.Time { return m.Now().In(zone) }, survey.Told{}).Behind(gate)
	var refused int
	taken := map[string]int{} // by door
	defer func() { err = errors.Join(err, tellTaken(ctx, m, db, taken)) }()
	for i, a := range all {
		says, err := c.take(ctx, in, a)
		if err != nil {
			if errors.Is(err, survey.ErrUnavailable) || ctx.Err() != nil { // so it would be with the rest
				return fmt.Errorf("answer %d: %w", i+1, err)
			}
			refused++
			says = "refused: " + whyRefused(err)
		}
		if strings.HasPrefix(says, saysTaken) {
			taken[a.Code]++
		}
		if _, err := fmt.Fprintf(m.Out, "%d\t%s\t%s\n", i+1, a.Code, says); err != nil {
			return err
		}
	}
	if refused > 0 {
		return fmt.Errorf("%d of %d answers were refused", refused, len(all))
	}
	return nil
}

// saysTaken begins what is said of an answer that was stored.
const saysTaken = "taken\t"

// tellTaken tells the audit trail how many answers were taken in, by the village's code.
func tellTaken(ctx context.Context, m Main, db *store.DB, taken map[string]int) error {
	for _, code := range slices.Sorted(maps.Keys(taken)) {
		door, err := db.Door(ctx, survey.NormalCode(code))
		if err != nil {
			return err
		}
		d := access.Deed{
			Municipality: door.Municipality, Action: access.EnterAnswers, Subject: "campaign/" + door.Campaign,
			After: fmt.Sprintf("answers taken from files: %d, village %s", taken[code], door.Village),
		}
		if err := told(ctx, m, db, d); err != nil {
			return err
		}
	}
	return nil
}

// readHanded reads a file of answers.
func readHanded(name string) ([]handedAnswer, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var h handed
	if err := json.Unmarshal(data, &h); err != nil {
		return nil, fmt.Errorf("%s: not a file of answers, or not the whole of one: %w", name, err)
	}
	if h.Format != answersFormat {
		return nil, fmt.Errorf("%s: its format is %q, and only %q can be read", name, h.Format, answersFormat)
	}
	return h.Answers, nil
}

// take takes one answer in, with its files, and says what became of it.
func (c importCommand) take(ctx context.Context, in *survey.Intake, a handedAnswer) (string, error) {
	e, err := in.Enter(ctx, a.Code)
	if err != nil && !errors.Is(err, survey.ErrClosed) {
		return "", err
	}
	receive, attach := in.Receive, in.Attach
	if c.Late {
		receive = in.ReceiveLate
		attach = func(ctx context.Context, s survey.Session, question string, data []byte) (survey.Session, error) {
			return in.AttachLate(ctx, e, a.Held, s, question, data)
		}
	}
	for range 2 + 2*len(a.Files) {
		s, err := receive(ctx, e, a.Held)
		p, ok := errors.AsType[*survey.Problem](err)
		switch {
		case ok && p.Code == survey.FileAwaited && a.Files[p.Question] != nil:
			if s, err = attach(ctx, s, p.Question, a.Files[p.Question]); err != nil {
				return "", err
			}
			a.note(s, p.Question)
		case err != nil:
			return "", err
		case s.Stored:
			return saysTaken + s.Receipt(), nil
		case !s.Same(a.Held):
			return "was there before, with other answers\t" + s.Receipt(), nil
		default:
			return "was there before\t" + s.Receipt(), nil
		}
	}
	return "", errNotKept
}

// errNotKept: whatever file is brought in, it is asked for again.
var errNotKept = errors.New("its files are not kept")

// note notes what the file that answers a question is called there.
func (a handedAnswer) note(s survey.Session, question string) {
	v, _ := s.Given(s.Questionnaire, question)
	for i := range a.Answers {
		if a.Answers[i].Question == question {
			a.Answers[i].Value = v
		}
	}
}

// whyRefused says why an answer was refused.
func whyRefused(err error) string {
	p, ok := errors.AsType[*survey.Problem](err)
	switch {
	case ok && p.Code == survey.TakenBack:
		return "its respondent took it back"
	case ok && p.Code == survey.FileAwaited:
		return fmt.Sprintf("the file for the question %s is missing", p.Question)
	case ok && p.Question != "":
		return fmt.Sprintf("the answer to the question %s: %s", p.Question, p.Code)
	case ok:
		return string(p.Code)
	case errors.Is(err, survey.ErrNotFound):
		return "no campaign has this code"
	case errors.Is(err, survey.ErrExists):
		return "its identifier belongs to another interview"
	case errors.Is(err, survey.ErrConflict):
		return "it was changed by somebody else meanwhile; bring it in again"
	case errors.Is(err, survey.ErrFull):
		return "the campaign has as many answers as it takes (see --late)"
	case errors.Is(err, survey.ErrClosed):
		return "the campaign takes no answers now (see --late)"
	case errors.Is(err, survey.ErrInvalid):
		return "the campaign never asked this version of the questionnaire, or the file was changed"
	}
	return err.Error()
}
