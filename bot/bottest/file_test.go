package bottest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"ashar/bot/bottest"
)

// sentFile is what the bot is told of a file in an update.
type sentFile struct {
	ID   string `json:"file_id"`
	Size int    `json:"file_size"`
	Type string `json:"mime_type"`
}

// sentMedia is the media of the newest message.
type sentMedia struct {
	Photo    []sentFile
	Voice    *sentFile
	Audio    *sentFile
	Document *sentFile
	Sticker  *sentFile
	Location *struct {
		Latitude, Longitude float64
		Accuracy            float64 `json:"horizontal_accuracy"`
	}
	Caption string
	Album   string `json:"media_group_id"`
}

func updates(t testing.TB, s *bottest.Server) []sentMedia {
	t.Helper()
	var all []struct{ Message sentMedia }
	if err := json.Unmarshal(call(t, s, "getUpdates").Result, &all); err != nil {
		t.Fatal(err)
	}
	media := make([]sentMedia, len(all))
	for i, u := range all {
		media[i] = u.Message
	}
	return media
}

func attach(t testing.TB, s *bottest.Server, c *bottest.Chat, a bottest.Attachment) sentMedia {
	t.Helper()
	if _, err := c.Attach(a); err != nil {
		t.Fatal(err)
	}
	all := updates(t, s)
	return all[len(all)-1]
}

// download gets a file as a bot does.
func download(t testing.TB, s *bottest.Server, id string) (status int, data []byte, err error) {
	t.Helper()
	var file struct {
		Path string `json:"file_path"`
		Size int    `json:"file_size"`
	}
	r := call(t, s, "getFile", "file_id", id)
	if !r.OK {
		t.Fatal(r)
	}
	if err := json.Unmarshal(r.Result, &file); err != nil {
		t.Fatal(err)
	}
	response, err := http.Get(s.URL() + "/file/bot" + bottest.Token + "/" + file.Path)
	if err != nil {
		return 0, nil, err
	}
	defer func() { _ = response.Body.Close() }()
	data, err = io.ReadAll(io.LimitReader(response.Body, 1<<20))
	return response.StatusCode, data, err
}

func TestFilesAreHandedOut(t *testing.T) {
	s := start(t)
	c := person(t, s)
	content := bytes.Repeat([]byte("сүрөт "), 100)
	m := attach(t, s, c, bottest.Attachment{Kind: bottest.Photo, Data: content, Caption: "Мектеп"})
	if len(m.Photo) != 2 || m.Photo[0].Size >= m.Photo[1].Size || m.Photo[1].Size != len(content) || m.Caption != "Мектеп" {
		t.Fatalf("the bot is told %+v", m)
	}
	if status, data, err := download(t, s, m.Photo[1].ID); err != nil || status != http.StatusOK || !bytes.Equal(data, content) {
		t.Errorf("got %d, %d bytes, %v", status, len(data), err)
	}
	m = attach(t, s, c, bottest.Attachment{Kind: bottest.Voice, Type: "audio/ogg", Data: content})
	if m.Voice == nil || m.Voice.Type != "audio/ogg" || m.Voice.Size != len(content) {
		t.Errorf("of a voice the bot is told %+v", m.Voice)
	}
	m = attach(t, s, c, bottest.Attachment{Kind: bottest.Document, Type: "image/png", Data: content, Untold: true})
	if m.Document == nil || m.Document.Size != 0 {
		t.Errorf("of a document of untold size the bot is told %+v", m.Document)
	}
	if m = attach(t, s, c, bottest.Attachment{Kind: bottest.Sticker, Data: content}); m.Sticker == nil {
		t.Errorf("of a sticker the bot is told %+v", m)
	}
	if want := "> (photo)\n> (voice)\n> (document)\n> (sticker)\n"; !strings.HasSuffix(c.Transcript(), want) {
		t.Errorf("transcript %q, want it to end %q", c.Transcript(), want)
	}
	if r := s.Refusals(); len(r) > 0 {
		t.Errorf("refused: %v", r)
	}
}

func TestFilesThatAreRefused(t *testing.T) {
	s := start(t)
	c := person(t, s)
	m := attach(t, s, c, bottest.Attachment{Kind: bottest.Document, Type: "image/png", Data: make([]byte, bottest.MaxDownload+1)})
	if got, want := call(t, s, "getFile", "file_id", m.Document.ID).String(), "400 Bad Request: file is too big"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	for path, want := range map[string]string{
		"/file/bot" + bottest.Token + "/photos/none": "404 Not Found",
		"/file/bot1:wrong/photos/none":               "401 Unauthorized",
	} {
		response, err := http.Get(s.URL() + path)
		if got := read(t, response, err).String(); got != want {
			t.Errorf("%s: got %s, want %s", path, got, want)
		}
	}
	if got := len(s.Refusals()); got != 3 {
		t.Errorf("%d refusals, want 3: %v", got, s.Refusals())
	}
}

func TestFilesThatGoWrong(t *testing.T) {
	s := start(t)
	c := person(t, s)
	id := attach(t, s, c, bottest.Attachment{Kind: bottest.Audio, Type: "audio/mpeg", Data: make([]byte, 1000)}).Audio.ID
	s.BreakFiles(1, bottest.BrokenOff)
	if _, data, err := download(t, s, id); err == nil || len(data) != 500 {
		t.Errorf("broken off: got %d bytes, %v", len(data), err)
	}
	s.BreakFiles(1, bottest.Endless)
	if _, data, err := download(t, s, id); err != nil || len(data) != 1<<20 {
		t.Errorf("endless: got %d bytes, %v", len(data), err)
	}
	s.Break(1, "file", http.StatusBadGateway)
	if status, _, err := download(t, s, id); err != nil || status != http.StatusBadGateway {
		t.Errorf("on the way: got %d, %v", status, err)
	}
	if status, data, err := download(t, s, id); err != nil || status != http.StatusOK || len(data) != 1000 {
		t.Errorf("afterwards: got %d, %d bytes, %v", status, len(data), err)
	}
	if got := s.Calls()["file"]; got != 3 {
		t.Errorf("%d files counted, want 3", got)
	}
}

func TestPlacesAndAlbums(t *testing.T) {
	s := start(t)
	c := person(t, s)
	if _, err := c.Locate(bottest.Location{Latitude: 40.26, Longitude: 72.61, Accuracy: 12}); err != nil {
		t.Fatal(err)
	}
	if err := c.Album([]byte("бир"), []byte("эки")); err != nil {
		t.Fatal(err)
	}
	all := updates(t, s)
	if l := all[1].Location; l == nil || fmt.Sprint(*l) != "{40.26 72.61 12}" {
		t.Errorf("got %+v", l)
	}
	if all[2].Album == "" || all[2].Album != all[3].Album || all[2].Photo[1].ID == all[3].Photo[1].ID {
		t.Errorf("got albums %+v and %+v, want one of two photos", all[2], all[3])
	}
}

func TestNobodyCanSendThat(t *testing.T) {
	c := person(t, start(t))
	for name, doing := range map[string]func() error{
		"nothing":      func() error { _, err := c.Attach(bottest.Attachment{Kind: bottest.Photo}); return err },
		"another kind": func() error { _, err := c.Attach(bottest.Attachment{Kind: "smell", Data: []byte("x")}); return err },
		"a long caption": func() error {
			_, err := c.Attach(bottest.Attachment{Kind: bottest.Photo, Data: []byte("x"), Caption: strings.Repeat("ү", 1025)})
			return err
		},
		"the north of the north": func() error { _, err := c.Locate(bottest.Location{Latitude: 91}); return err },
		"about a city":           func() error { _, err := c.Locate(bottest.Location{Accuracy: 1501}); return err },
		"an album of one":        func() error { return c.Album([]byte("x")) },
	} {
		if err := doing(); !errors.Is(err, bottest.ErrAttachment) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
