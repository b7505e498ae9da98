package terminal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"ashar/survey"
	"ashar/survey/locale"
)

// record ends the transcript with the answers that were sent.
func (p *player) record(r survey.Response) error {
	if p.options.Transcript == nil {
		return nil
	}
	answers, err := json.MarshalIndent(r.Answers, "", "  ")
	if err != nil {
		return fmt.Errorf("terminal: %w", err)
	}
	_, err = fmt.Fprintf(p.options.Transcript, "\n%s\n", answers)
	return err
}

// Replay types the lines of a transcript again and returns what comes of it, which
// is the same transcript as long as the questionnaire asks the same.
func Replay(q *survey.Questionnaire, words *locale.Words, transcript []byte, o Options) ([]byte, error) {
	var typed strings.Builder
	for line := range bytes.Lines(transcript) {
		if said, ok := bytes.CutPrefix(line, []byte(prefix)); ok {
			typed.Write(said)
		}
	}
	var again bytes.Buffer
	o.Transcript = &again
	_, err := Play(q, words, strings.NewReader(typed.String()), io.Discard, o)
	if err != nil && !errors.Is(err, ErrStopped) {
		return nil, err
	}
	return again.Bytes(), nil
}
