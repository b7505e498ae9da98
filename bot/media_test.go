package bot_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"ashar/bot/bottest"
)

// photo is a file made as a JPEG is, though it shows nothing; each number makes a
// different one.
func photo(number, size int) []byte {
	head := "\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + "\xff\xda\x00\x04" + fmt.Sprintf("%02d", number)
	const end = "\xff\xd9"
	return []byte(head + strings.Repeat(".", max(size-len(head)-len(end), 0)) + end)
}

// voice is a file that begins as Telegram's voice messages do: OGG with Opus.
func voice(size int) []byte {
	head := "OggS\x00\x02" + strings.Repeat("\x00", 22) + "OpusHead"
	return append([]byte(head), bytes.Repeat([]byte{'.'}, size-len(head))...)
}

// sends does what cannot be written: "📷 1" sends the photo of this number, "🎤" a
// voice message, "📍 40.26 72.61" a place; ok is false for anything else.
func sends(chat *bottest.Chat, doing string) (ok bool, err error) {
	what, rest, _ := strings.Cut(doing, " ")
	switch what {
	case "📷":
		number := 0
		_, _ = fmt.Sscan(rest, &number)
		_, err = chat.Attach(bottest.Attachment{Kind: bottest.Photo, Data: photo(number, 2000)})
	case "🎤":
		_, err = chat.Attach(bottest.Attachment{Kind: bottest.Voice, Type: "audio/ogg", Data: voice(3000)})
	case "📍":
		l := bottest.Location{Accuracy: 12}
		_, _ = fmt.Sscan(rest, &l.Latitude, &l.Longitude)
		if err = chat.PressLocator(l); errors.Is(err, bottest.ErrGone) {
			_, err = chat.Locate(l)
		}
	default:
		return false, nil
	}
	return true, err
}
