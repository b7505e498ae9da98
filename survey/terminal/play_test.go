package terminal_test

import (
	"bytes"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"ashar/survey"
	"ashar/survey/locale"
	"ashar/survey/terminal"
)

var update = flag.Bool("update", false, "rewrite the golden transcripts")

func noon() time.Time { return time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC) }

// everyKind is the questionnaire with a question of every kind.
func everyKind(t testing.TB) *survey.Questionnaire {
	t.Helper()
	f, err := os.Open(filepath.Join("..", "testdata", "every-kind.json"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	q, err := survey.ReadQuestionnaire(f)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

func words(t testing.TB) *locale.Words {
	t.Helper()
	w, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

var files = map[string][]byte{
	"well.png":  []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0bIDATx\x9cc\xf8\x0f\x04\x00\x09\xfb\x03\xfd\xfb^k+\x00\x00\x00\x00IEND\xaeB`\x82"),
	"voice.ogg": []byte("OggS\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x01\x13OpusHead\x01\x01"),
	"empty.png": nil,
}

func open(name string) ([]byte, error) {
	data, there := files[name]
	if !there {
		return nil, os.ErrNotExist
	}
	return data, nil
}

// TestTranscripts types the lines of each script and compares what comes of them
// with the transcript kept in testdata.
func TestTranscripts(t *testing.T) {
	for name, script := range map[string]struct{ language, lines string }{
		"all": {"ky", `
6|2|1|0,50|7.5|5.3.1961||2|1|1 2 2 2 1|2 1|суу сары|6 0 0 3|1 2 0|4 5|Көпүрө|40.5283, 72,7985|well.png|voice.ogg|/send`},
		"shortest": {"ru", `0|||||||||||||`},
		"mistakes": {"ky", `
|көп|2,5|21|3|4|2|3|1|/back|/back|2|1||/language ru|25|7|/help|32.13.1990||9|1|9|1
|1 1 1 1|3 1 1 1 1|2 2 1 1 1|1|1 1|1 2||11|1 1 1 1 8|5|1|3 1 2||9|1 2 3 4|1 6|2||Ош|91 0||nothing.png|empty.png|voice.ogg|well.png||/goto land|/goto children|1|1||/goto nothing|жөнөт|/send`},
		"quit": {"ky", `3|1|/quit`},
	} {
		t.Run(name, func(t *testing.T) {
			var got bytes.Buffer
			o := terminal.Options{Language: script.language, Now: noon, Open: open, Transcript: &got}
			lines := strings.ReplaceAll(strings.ReplaceAll(script.lines, "\n", ""), "|", "\n") + "\n"
			_, err := terminal.Play(everyKind(t), words(t), strings.NewReader(lines), io.Discard, o)
			if wantStopped := name == "quit"; err != nil && !wantStopped || wantStopped && !errors.Is(err, terminal.ErrStopped) {
				t.Errorf("Play = %v\n%s", err, got.String())
			}
			file := filepath.Join("testdata", name+".txt")
			if *update {
				if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("the transcript is another one (-want +got):\n%s", diff)
			}
			again, err := terminal.Replay(everyKind(t), words(t), want, o)
			if diff := cmp.Diff(string(want), string(again)); diff != "" || err != nil {
				t.Errorf("played again, %v (-first +again):\n%s", err, diff)
			}
		})
	}
}

func TestLanguageThatIsNotThere(t *testing.T) {
	_, err := terminal.Play(everyKind(t), words(t), strings.NewReader(""), io.Discard, terminal.Options{Language: "en", Now: noon, Open: open})
	if !errors.Is(err, survey.ErrInvalid) {
		t.Errorf("Play = %v, want an ErrInvalid", err)
	}
}

// FuzzPlay types anything at all: the player never fails but by the end of the lines.
func FuzzPlay(f *testing.F) {
	f.Add("6\n2\n1\n0,50\n7.5\n5.3.1961\n\n2\n1\n1 1 2 2 1\n2 1\n")
	f.Add("0\n\n\n\n\n\n\n\n\n\n\n\n\n\n")
	f.Add("/goto children\n/language xx\n/send\n\xff\n-1 99 0\n")
	q, w := everyKind(f), words(f)
	f.Fuzz(func(t *testing.T, lines string) {
		_, err := terminal.Play(q, w, strings.NewReader(lines), io.Discard, terminal.Options{Now: noon, Open: open})
		if err != nil && !errors.Is(err, terminal.ErrStopped) {
			t.Fatal(err)
		}
	})
}
