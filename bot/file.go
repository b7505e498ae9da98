package bot

import (
	"context"
	"errors"
	"strings"

	"ashar/survey"

	tgbotapi "github.com/go-telegram-bot-api/telegram-bot-api/v5"
)

// Files is where the Conversation gets what people send.
type Files interface {
	// File returns the file that Telegram knows by this identifier, or an
	// ErrTooLarge if it has more than most bytes. After any other error it can be
	// asked for again.
	File(ctx context.Context, id string, most int) ([]byte, error)
}

// ErrTooLarge is a file that is larger than what is taken, or than what Telegram
// hands to a bot: 20 MB.
var ErrTooLarge = errors.New("the file is too large")

// maxFiles bounds the files in memory at once: each may have survey.MaxImage bytes.
const maxFiles = 8

// sentFile is a file as an update names it.
type sentFile struct {
	id   string
	kind survey.Kind // whose answer it can be: Image or Audio
	size int         // bytes, as Telegram says; 0 if it does not
}

// readFile finds the photo or the sound in a message: sent as such, or as a file.
func readFile(m *tgbotapi.Message) (f sentFile, ok bool) {
	switch {
	case len(m.Photo) > 0:
		p := bestPhoto(m.Photo)
		f = sentFile{p.FileID, survey.Image, p.FileSize}
	case m.Voice != nil:
		f = sentFile{m.Voice.FileID, survey.Audio, m.Voice.FileSize}
	case m.Audio != nil:
		f = sentFile{m.Audio.FileID, survey.Audio, m.Audio.FileSize}
	case m.Document != nil && strings.HasPrefix(m.Document.MimeType, "image/"):
		f = sentFile{m.Document.FileID, survey.Image, m.Document.FileSize}
	case m.Document != nil && (strings.HasPrefix(m.Document.MimeType, "audio/") || m.Document.MimeType == "application/ogg"):
		f = sentFile{m.Document.FileID, survey.Audio, m.Document.FileSize}
	}
	return f, f.id != ""
}

// bestPhoto is the largest of the sizes in which Telegram keeps a photo that is
// not too large for us; the smallest if all are.
func bestPhoto(sizes []tgbotapi.PhotoSize) tgbotapi.PhotoSize {
	best := sizes[0]
	fits := func(p tgbotapi.PhotoSize) bool { return p.FileSize <= survey.MaxImage }
	for _, p := range sizes[1:] {
		larger := p.Width*p.Height > best.Width*best.Height
		if fits(p) && (larger || !fits(best)) || !fits(p) && !fits(best) && !larger {
			best = p
		}
	}
	return best
}

// attached takes a photo or a voice message, if that is what is asked for.
func (c *Conversation) attached(ctx context.Context, in incoming, files Files) ([]Reply, error) {
	s, ok, err := c.latest(ctx, in)
	if err != nil {
		return nil, err
	}
	x := asked(s, ok)
	if x == nil || x.Kind != in.file.kind {
		return c.unsuited(ctx, in, s, ok)
	}
	if in.file.size > x.Kind.MaxFile() {
		return c.tooLarge(s, x), nil
	}
	select {
	case c.hands <- struct{}{}:
		defer func() { <-c.hands }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	data, err := files.File(ctx, in.file.id, x.Kind.MaxFile())
	switch {
	case errors.Is(err, ErrTooLarge):
		return c.tooLarge(s, x), nil
	case err != nil:
		return nil, err
	}
	next, err := c.intake.Attach(ctx, s, x.Name, data)
	if err != nil {
		return c.declined(ctx, in, next, err)
	}
	return []Reply{say(c.view(in, next).screen())}, nil
}

// tooLarge says what to do about a file that cannot be taken.
func (c *Conversation) tooLarge(s survey.Session, x *survey.Question) []Reply {
	words := "bot.photo_too_large"
	if x.Kind == survey.Audio {
		words = "bot.voice_too_large"
	}
	return []Reply{say(Card{Text: c.words.For(s.Language).T(words, "Max", x.Kind.MaxFile()>>20)})}
}
