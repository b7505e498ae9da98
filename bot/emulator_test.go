package bot_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"ashar/bot/telegram"
	"ashar/survey"

	"github.com/google/go-cmp/cmp"
)

// TestEmulator holds a whole interview through an emulator of the Bot API that
// others wrote, so that the bot and our own strict one are not wrong together.
func TestEmulator(t *testing.T) {
	url := emulator(t)
	r := newRoom(t)
	const token = "1000001:emulated"
	stop := run(t, r, telegram.Options{Token: token, Server: url})
	p := emulated{t: t, url: url, token: token}
	for _, doing := range through(
		"[Таза суу]", "[Ички жолдор]", "[Мектеп]", "[✅ Мектеп]", "[Көчө жарыгы]", "[Кийинки]",
		"?1-орунда", "[Көчө жарыгы]", "[Акыркысын алып салуу]", "?1-орунда", "[Ички жолдор]", "[Таза суу]", "[Кийинки]",
		"[5 · Өтө оор]", "?Ички жолдор", "[4 · Оор]", "?Көчө жарыгы", "[3 · Орточо]",
		"[Аял]", "Көпүрөнү оңдоп бериңиздерчи", "[4]", "[Эркек]", "[Жөнөтүү]",
	) {
		if words, ok := strings.CutPrefix(doing, "?"); ok {
			p.sees(words)
			continue
		}
		p.does(doing)
	}
	p.sees("VATGR-PQMNW")
	p.does("/start " + secondCode)
	p.sees("Сиз мурда жооп бергенсиз")
	stop()
	responses := r.responses()
	if len(responses) != 1 {
		t.Fatalf("%d responses, want 1", len(responses))
	}
	want := []survey.Answer{
		{Question: "needs", Value: survey.Chosen("water", "roads", "light")},
		{Question: "order", Value: survey.Chosen("roads", "water", "light")},
		{Question: "severity", Value: survey.Rated(
			survey.Level{Choice: "water", Level: 5}, survey.Level{Choice: "roads", Level: 4}, survey.Level{Choice: "light", Level: 3})},
		{Question: "sex", Value: survey.Chosen("male")},
		{Question: "wish", Value: survey.Words("Көпүрөнү оңдоп бериңиздерчи")},
	}
	want[4].Value.Key = survey.SearchKey(want[4].Value.Text)
	if diff := cmp.Diff(want, responses[0].Answers); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

// emulator starts the npm package telegram-test-api. Without it the test is
// skipped, unless ASHAR_REQUIRE asks for it.
func emulator(t *testing.T) (url string) {
	t.Helper()
	folder := filepath.Join("testdata", "emulator")
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "telegram-test-api")); err != nil {
		missing(t, "the emulator is not installed; run npm ci in bot/testdata/emulator")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "node is not installed")
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0") // to learn of a free port
	if err != nil {
		t.Fatal(err)
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf(`const Server = require("telegram-test-api");
		new Server({host: "127.0.0.1", port: %d, storeTimeout: 600}).start().then(() => console.log("ready"))`, port)
	cmd := exec.Command(node, "-e", script)
	cmd.Dir = folder
	var errors bytes.Buffer
	cmd.Stderr = &errors
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		http.DefaultClient.CloseIdleConnections()
	})
	ready := make([]byte, len("ready"))
	if _, err := out.Read(ready); err != nil || string(ready) != "ready" {
		t.Fatalf("the emulator does not start: %v\n%s", err, errors.String())
	}
	return fmt.Sprintf("http://127.0.0.1:%d", port)
}

func missing(t *testing.T, why string) {
	t.Helper()
	if strings.Contains(os.Getenv("ASHAR_REQUIRE"), "emulator") {
		t.Fatal(why)
	}
	t.Skip(why)
}

// emulated is a person in the emulator.
type emulated struct {
	t          *testing.T
	url, token string
}

// does sends a command, words or a "[button]" of the newest message that has it.
func (p emulated) does(doing string) {
	p.t.Helper()
	message := map[string]any{"botToken": p.token, "date": time.Now().Unix(), "from": p.from(), "chat": p.chat()}
	switch {
	case strings.HasPrefix(doing, "["):
		id, data := p.button(strings.Trim(doing, "[]"))
		message["data"] = data
		message["message"] = map[string]any{"message_id": id, "date": time.Now().Unix(), "chat": p.chat(), "text": "…"}
		p.post("/sendCallback", message, nil)
	case strings.HasPrefix(doing, "/"):
		command, _, _ := strings.Cut(doing, " ")
		message["text"] = doing
		message["entities"] = []any{map[string]any{"type": "bot_command", "offset": 0, "length": len(command)}}
		p.post("/sendCommand", message, nil)
	default:
		p.sees("Жообуңузду билдирүү кылып жазып жибериңиз")
		message["text"] = doing
		p.post("/sendMessage", message, nil)
	}
}

func (p emulated) from() map[string]any {
	return map[string]any{"id": 42, "is_bot": false, "first_name": "Айгүл", "language_code": "ky"}
}

func (p emulated) chat() map[string]any { return map[string]any{"id": 42, "type": "private"} }

// emulatedMessage is a message of the bot as the emulator keeps it.
type emulatedMessage struct {
	ID      int `json:"messageId"`
	Message struct {
		Text        string `json:"text"`
		ReplyMarkup struct {
			Rows [][]struct {
				Text string `json:"text"`
				Data string `json:"callback_data"`
			} `json:"inline_keyboard"`
		} `json:"reply_markup"`
		To any `json:"chat_id"` // only the bot's own have it
	} `json:"message"`
}

// history is what the bot wrote, oldest first, with its edits.
func (p emulated) history() []emulatedMessage {
	p.t.Helper()
	var all struct{ Result []emulatedMessage }
	p.post("/getUpdatesHistory", map[string]any{"token": p.token}, &all)
	var bots []emulatedMessage
	for _, m := range all.Result {
		if m.Message.To != nil {
			bots = append(bots, m)
		}
	}
	return bots
}

// button waits for the newest message with buttons to have this one.
func (p emulated) button(label string) (message int, data string) {
	p.t.Helper()
	p.eventually("button "+label, func() bool {
		history := p.history()
		for _, sent := range slices.Backward(history) {
			for _, row := range sent.Message.ReplyMarkup.Rows {
				for _, b := range row {
					if b.Text == label {
						message, data = sent.ID, b.Data
						return true
					}
				}
			}
			if len(sent.Message.ReplyMarkup.Rows) > 0 {
				return false // the emulator leaves buttons that were taken away; only the newest count
			}
		}
		return false
	})
	return message, data
}

// sees waits for a last message with these words.
func (p emulated) sees(words string) {
	p.t.Helper()
	p.eventually("words "+words, func() bool {
		history := p.history()
		return len(history) > 0 && strings.Contains(history[len(history)-1].Message.Text, words)
	})
}

func (p emulated) eventually(what string, done func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(15 * time.Second); !done(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("no %s in\n%+v", what, p.history())
		}
	}
}

func (p emulated) post(path string, body, result any) {
	p.t.Helper()
	encoded, err := json.Marshal(body)
	if err != nil {
		p.t.Fatal(err)
	}
	response, err := http.Post(p.url+path, "application/json", bytes.NewReader(encoded))
	if err != nil {
		p.t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		p.t.Fatalf("%s: %s", path, response.Status)
	}
	if result != nil {
		if err := json.NewDecoder(response.Body).Decode(result); err != nil {
			p.t.Fatal(err)
		}
	}
}
