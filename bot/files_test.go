package bot_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"ashar/bot/bottest"
	"ashar/survey"
)

// atPhoto leads a person to the first question that asks for a photo.
func atPhoto(t testing.TB, r *room, s *bottest.Server) resident {
	t.Helper()
	person := newResident(t, s, 42)
	// The way there goes past the network, which other tests are about.
	p := newPhone(t, r)
	for _, doing := range to("📷 1") {
		p.do(doing)
	}
	return person
}

func (r resident) attaches(a bottest.Attachment) {
	r.t.Helper()
	if _, err := r.chat.Attach(a); err != nil {
		r.t.Fatal(err)
	}
}

// fileAt is the file given to a question; nil if none is.
func fileAt(t testing.TB, r *room, question string) *survey.File {
	t.Helper()
	s := r.latest(t, 42)
	v, _ := s.Given(s.Questionnaire, question)
	return v.File
}

// TestFilesOverABadLine lets every step of fetching a file fail once, and gets it all
// the same, once.
func TestFilesOverABadLine(t *testing.T) {
	t.Parallel()
	for name, broken := range map[string]func(*bottest.Server){
		"good":       func(*bottest.Server) {},
		"getFile":    func(s *bottest.Server) { s.Break(1, "getFile", http.StatusBadGateway) },
		"cut off":    func(s *bottest.Server) { s.Break(1, "getFile", 0) },
		"file":       func(s *bottest.Server) { s.Break(1, "file", http.StatusInternalServerError) },
		"not found":  func(s *bottest.Server) { s.Break(1, "file", http.StatusNotFound) },
		"no answer":  func(s *bottest.Server) { s.Break(1, "file", 0) },
		"broken off": func(s *bottest.Server) { s.BreakFiles(2, bottest.BrokenOff) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, s := newRoom(t), fake(t)
			serve(t, r, s)
			person := atPhoto(t, r, s)
			broken(s)
			person.does("📷 1")
			if f := fileAt(t, r, "photo"); f == nil || f.Size != 2000 || f.Type != "image/jpeg" {
				t.Errorf("the photo: %+v\n%s", f, person.chat.Transcript())
			}
			if f := fileAt(t, r, "more"); f != nil {
				t.Errorf("the next question was answered too: %+v", f)
			}
			person.does("[Өткөрүп жиберүү]")
			broken(s)
			person.does("🎤")
			if f := fileAt(t, r, "voice"); f == nil || f.Size != 3000 || f.Type != "audio/ogg" {
				t.Errorf("the voice: %+v\n%s", f, person.chat.Transcript())
			}
			refusedNothing(t, s)
			if log := r.log.String(); strings.Contains(log, bottest.Token) || strings.Contains(log, "AgAC") {
				t.Errorf("the token or a file's name is in the log:\n%s", log)
			}
		})
	}
}

// TestFilesTooLarge says what to do about files that are larger than we or Telegram
// allow, whenever that comes to light; and no more is read than we allow.
func TestFilesTooLarge(t *testing.T) {
	t.Parallel()
	large, huge := photo(1, survey.MaxImage+1), photo(2, bottest.MaxDownload+1)
	for name, tt := range map[string]struct {
		file  bottest.Attachment
		fault bottest.FileFault
		asked int // how often the file was asked for
	}{
		"as told with the message":    {file: bottest.Attachment{Data: large}},
		"as told when asked for":      {file: bottest.Attachment{Data: large, Untold: true}, asked: 1},
		"too large for Telegram":      {file: bottest.Attachment{Data: huge, Untold: true}, asked: 1},
		"larger than told, endlessly": {file: bottest.Attachment{Data: photo(3, 1000)}, fault: bottest.Endless, asked: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, s := newRoom(t), fake(t)
			serve(t, r, s)
			person := atPhoto(t, r, s)
			if tt.fault != "" {
				s.BreakFiles(1, tt.fault)
			}
			tt.file.Kind, tt.file.Type = bottest.Document, "image/jpeg"
			person.attaches(tt.file)
			person.waits()
			if got, want := person.chat.Last().Text, "Файл өтө чоң. Аны файл эмес, сүрөт катары жибериңиз: 8 МБ чейин болот."; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
			if got := s.Calls()["getFile"]; got != tt.asked {
				t.Errorf("asked for the file %d times, want %d", got, tt.asked)
			}
			person.does("📷 1")
			if f := fileAt(t, r, "photo"); f == nil {
				t.Errorf("a smaller one is not taken afterwards:\n%s", person.chat.Transcript())
			}
		})
	}
}

// TestFilesOfOtherKinds takes photos and sound sent as files, and no other files.
func TestFilesOfOtherKinds(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := atPhoto(t, r, s)
	person.attaches(bottest.Attachment{Kind: bottest.Document, Type: "image/heic", Data: []byte("\x00\x00\x00\x18ftypheic........")})
	person.waits()
	if got, want := person.chat.Last().Text, "Бул сүрөт кабыл алынбайт."; !strings.HasPrefix(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	person.attaches(bottest.Attachment{Kind: bottest.Sticker, Data: []byte("RIFF....WEBP")})
	person.waits()
	if f := fileAt(t, r, "photo"); f != nil {
		t.Errorf("a sticker was taken for a photo: %+v", f)
	}
	person.attaches(bottest.Attachment{Kind: bottest.Document, Type: "image/png", Data: []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND\xaeB`\x82")})
	person.waits()
	if f := fileAt(t, r, "photo"); f == nil || f.Type != "image/png" {
		t.Errorf("a photo sent as a file: %+v", f)
	}
	person.does("[Өткөрүп жиберүү]")
	person.attaches(bottest.Attachment{Kind: bottest.Audio, Type: "audio/mpeg", Data: []byte("ID3\x03\x00\x00\x00\x00\x00\x21TSSE")})
	person.waits()
	if f := fileAt(t, r, "voice"); f == nil || f.Type != "audio/mpeg" {
		t.Errorf("a song: %+v", f)
	}
	refusedNothing(t, s)
}

// TestAlbumOverTheNetwork answers to an album once.
func TestAlbumOverTheNetwork(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := atPhoto(t, r, s)
	if err := person.chat.Album(photo(1, 1001), photo(2, 1002), photo(3, 1003)); err != nil {
		t.Fatal(err)
	}
	person.waits()
	if f := fileAt(t, r, "photo"); f == nil || f.Size != 1001 || fileAt(t, r, "more") != nil {
		t.Errorf("got %+v and %+v, want the first photo alone", f, fileAt(t, r, "more"))
	}
	if got := s.Calls()["sendMessage"]; got != 1 {
		t.Errorf("%d messages to one album, want 1\n%s", got, person.chat.Transcript())
	}
}

// TestFileOutOfReach says sorry when a file cannot be had, and takes it later.
func TestFileOutOfReach(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	serve(t, r, s)
	person := atPhoto(t, r, s)
	s.Break(4, "file", http.StatusBadGateway)
	person.does("📷 1")
	if got, want := person.chat.Last().Text, "сактай албай калдык"; !strings.Contains(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	person.does("📷 1")
	if f := fileAt(t, r, "photo"); f == nil {
		t.Errorf("not taken afterwards:\n%s", person.chat.Transcript())
	}
}

// TestStalledFile stops while a file does not come on: the bot ends in time, and the
// next one takes the file.
func TestStalledFile(t *testing.T) {
	t.Parallel()
	r, s := newRoom(t), fake(t)
	stop := serve(t, r, s)
	person := atPhoto(t, r, s)
	s.BreakFiles(1, bottest.Stalled)
	person.attaches(bottest.Attachment{Kind: bottest.Photo, Data: photo(1, 2000)})
	for s.Calls()["file"] == 0 {
		if err := person.chat.WaitConfirmed(within(t, 50*time.Millisecond)); err == nil {
			t.Fatal("confirmed before the file came")
		}
	}
	stop()
	if s.Pending() != 1 {
		t.Errorf("%d updates are left for the next one, want 1", s.Pending())
	}
	serve(t, r, s)
	person.waits()
	if f := fileAt(t, r, "photo"); f == nil || f.Size != 2000 {
		t.Errorf("the photo: %+v", f)
	}
}
