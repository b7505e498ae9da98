package terminal

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"ashar/survey"
	"ashar/survey/locale"
)

// Options say how a questionnaire is played.
type Options struct {
	Language string // of the questionnaire; "" is its default one
	// Interview identifies the interview: what is drawn by chance follows from it.
	// "" is "terminal".
	Interview string
	Now       func() time.Time
	// Open reads the file that is typed where a photo or a voice message is asked.
	Open func(name string) ([]byte, error)
	// Transcript, if not nil, gets what is shown, what is typed and in the end the
	// answers that were sent.
	Transcript io.Writer
}

// ErrStopped says that the lines ended, or "/quit" was typed, before the answers
// were sent.
var ErrStopped = errors.New("stopped before the answers were sent")

// Play asks the questionnaire on out and takes the answers from in, line by line,
// until they are sent. Playing gives consent without asking for it: nothing is kept.
func Play(q *survey.Questionnaire, words *locale.Words, in io.Reader, out io.Writer, o Options) (survey.Response, error) {
	p := player{q: q, words: words, lines: bufio.NewScanner(in), keyboard: out, out: out, options: o}
	p.lines.Buffer(nil, maxLine)
	if o.Transcript != nil {
		p.out = io.MultiWriter(out, o.Transcript)
	}
	if p.options.Interview == "" {
		p.options.Interview = "terminal"
	}
	if p.options.Language == "" {
		p.options.Language = q.Languages[0]
	}
	q.Prepare()
	var err error
	p.iv, err = survey.Begin(q, survey.Beginning{
		ID: p.options.Interview, Channel: survey.Terminal, Language: p.options.Language, Consent: q.Consent.Version,
	}, o.Now())
	if err != nil {
		return survey.Response{}, fmt.Errorf("terminal: %w", err)
	}
	p.welcome()
	for {
		p.iv, err = written(p.iv)
		if err != nil {
			return survey.Response{}, fmt.Errorf("terminal: %w", err)
		}
		p.screen()
		line, ok := p.read()
		if !ok {
			return survey.Response{}, ErrStopped
		}
		sent, err := p.step(line)
		switch {
		case errors.Is(err, ErrStopped):
			return survey.Response{}, err
		case err != nil:
			p.refuse(err)
		case sent:
			r, err := p.iv.Respond(q, o.Now())
			if err == nil {
				p.say(p.speaker().T("terminal.ask.sent"))
				return r, p.record(r)
			}
			p.refuse(err)
		}
	}
}

// player is one questionnaire being played.
type player struct {
	q       *survey.Questionnaire
	words   *locale.Words
	lines   *bufio.Scanner
	options Options
	iv      survey.Interview
	// keyboard is where lines are asked for; out has what is shown, there and in the
	// transcript.
	keyboard, out io.Writer
}

// written is the interview as it comes back from being kept.
func written(iv survey.Interview) (survey.Interview, error) {
	data, err := json.Marshal(iv)
	if err != nil {
		return iv, err
	}
	var read survey.Interview
	err = json.Unmarshal(data, &read)
	return read, err
}

// read takes the next line; ok is false when there is none.
func (p *player) read() (line string, ok bool) {
	fmt.Fprint(p.keyboard, prefix)
	if !p.lines.Scan() {
		fmt.Fprintln(p.keyboard)
		return "", false
	}
	line = strings.TrimRight(p.lines.Text(), "\r")
	if p.options.Transcript != nil {
		fmt.Fprintln(p.options.Transcript, prefix+line) // the keyboard shows it by itself
	}
	return line, true
}

// maxLine is the most bytes that are read of a line.
const maxLine = 1 << 20

// prefix stands before what somebody types.
const prefix = "> "

// step does what a line asks for; sent is true when that is to send the answers.
func (p *player) step(line string) (sent bool, err error) {
	now := p.options.Now()
	command, argument, _ := strings.Cut(strings.TrimSpace(line), " ")
	at := p.iv.Prompt(p.q)
	var next survey.Interview
	switch command {
	case "/quit":
		return false, ErrStopped
	case "/help":
		p.say(p.speaker().T("terminal.ask.help"))
		return false, nil
	case "/back":
		next, err = p.iv.Back(p.q, now)
	case "/skip":
		next, err = p.iv.Answer(p.q, p.iv.At, survey.Skip(), now)
	case "/language":
		next, err = p.iv.Speak(p.q, strings.TrimSpace(argument), now)
	case "/goto":
		next, err = p.iv.GoTo(p.q, strings.TrimSpace(argument), now)
	case "/send":
		return true, nil
	default:
		if at.Review {
			return true, p.reviewed(line)
		}
		next, err = p.answer(at, line, now)
	}
	if err == nil {
		p.iv = next
	}
	return false, err
}

// reviewed takes a line at the look-over: an empty one sends.
func (p *player) reviewed(line string) error {
	if strings.TrimSpace(line) == "" {
		return nil
	}
	return &survey.Problem{Code: survey.NotAsked}
}

func (p *player) answer(at survey.Prompt, line string, now time.Time) (survey.Interview, error) {
	if at.Question.Kind.Stored() && strings.TrimSpace(line) != "" {
		data, err := p.options.Open(strings.TrimSpace(line))
		if err != nil {
			return p.iv, err
		}
		return p.iv.Attach(p.q, p.iv.At, data, now)
	}
	v, err := value(at, line)
	if err != nil {
		return p.iv, err
	}
	return p.iv.Answer(p.q, p.iv.At, v, now)
}

// refuse says why a line cannot be taken.
func (p *player) refuse(err error) {
	speaker := p.speaker()
	problem, ok := errors.AsType[*survey.Problem](err)
	if !ok {
		p.say("! " + err.Error())
		return
	}
	if problem.Message != nil {
		p.say("! " + p.plain(problem.Message))
		return
	}
	choice := problem.Choice
	if x := p.q.Question(problem.Question); x != nil {
		if c := p.q.Choice(p.q.Source(x), problem.Choice); c != nil {
			choice = p.text(c.Label)
		}
	}
	p.say("! " + speaker.T("problem."+string(problem.Code), "Max", problem.Max, "Given", problem.Given, "Choice", choice,
		"Low", problem.Low, "High", problem.High, "Step", problem.Step))
}

func (p *player) speaker() locale.Speaker { return p.words.For(p.iv.Language) }

// text is a text of the questionnaire, with the answers that it speaks of.
func (p *player) text(t survey.Text) string {
	return survey.Session{Interview: p.iv, Questionnaire: p.q}.Say(t)
}

// plain is a text that has the answers in it already.
func (p *player) plain(t survey.Text) string { return p.q.Say(t, p.iv.Language) }

// say shows lines. None of them looks like one that somebody typed.
func (p *player) say(lines string) {
	for line := range strings.SplitSeq(lines, "\n") {
		if strings.HasPrefix(line, prefix) {
			line = " " + line
		}
		fmt.Fprintln(p.out, line)
	}
}
