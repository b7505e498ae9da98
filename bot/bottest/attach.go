package bottest

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// Bounds of what people send.
const (
	MaxCaption  = 1024 // UTF-16 code units
	maxAccuracy = 1500 // metres
	maxAlbum    = 10   // photos
)

// AttachmentKind is the way in which a file is sent.
type AttachmentKind string

// The ways to send a file.
const (
	Photo    AttachmentKind = "photo"
	Voice    AttachmentKind = "voice"
	Audio    AttachmentKind = "audio"
	Document AttachmentKind = "document"
	Sticker  AttachmentKind = "sticker"
)

// Attachment is a file that a person sends.
type Attachment struct {
	Kind    AttachmentKind
	Data    []byte
	Type    string // media type, as the phone names it; of a photo it is image/jpeg always
	Caption string
	Untold  bool // Telegram does not say how large it is
}

// Location is a place on the map: degrees, and metres around it.
type Location struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Accuracy  float64 `json:"horizontal_accuracy,omitempty"`
}

// ErrAttachment is a person's doing that Telegram's app would not allow.
var ErrAttachment = errors.New("nobody can send that")

// fileInfo is how a file travels in a message.
type fileInfo struct {
	ID     string `json:"file_id"`
	Unique string `json:"file_unique_id"`
	Size   int    `json:"file_size,omitempty"`
	Type   string `json:"mime_type,omitempty"`
	Name   string `json:"file_name,omitempty"`
	// Of photos and stickers:
	Width  int `json:"width,omitempty"`
	Height int `json:"height,omitempty"`
	// Of voices and other sound:
	Duration *int `json:"duration,omitempty"`
}

// media is what a message has besides text.
type media struct {
	Photo    []fileInfo `json:"photo,omitempty"`
	Voice    *fileInfo  `json:"voice,omitempty"`
	Audio    *fileInfo  `json:"audio,omitempty"`
	Document *fileInfo  `json:"document,omitempty"`
	Sticker  *fileInfo  `json:"sticker,omitempty"`
	Location *Location  `json:"location,omitempty"`
	Caption  string     `json:"caption,omitempty"`
	Album    string     `json:"media_group_id,omitempty"`
}

// Attach sends a file to the bot and returns the message's identifier.
func (c *Chat) Attach(a Attachment) (int, error) {
	if len(a.Data) == 0 || units(a.Caption) > MaxCaption {
		return 0, fmt.Errorf("bottest: attach: %w", ErrAttachment)
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	m, err := c.server.mediaOf(a)
	if err != nil {
		return 0, err
	}
	return c.sent(m, "("+string(a.Kind)+")"), nil
}

// Album sends photos as one, in as many messages.
func (c *Chat) Album(photos ...[]byte) error {
	if len(photos) < 2 || len(photos) > maxAlbum {
		return fmt.Errorf("bottest: album of %d: %w", len(photos), ErrAttachment)
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	album := strconv.Itoa(13_000_000 + c.server.lastFile)
	for _, data := range photos {
		m, err := c.server.mediaOf(Attachment{Kind: Photo, Data: data})
		if err != nil {
			return err
		}
		m.Album = album
		c.sent(m, "(photo of an album)")
	}
	return nil
}

// Locate sends a place on the map.
func (c *Chat) Locate(l Location) (int, error) {
	if l.Latitude < -90 || l.Latitude > 90 || l.Longitude < -180 || l.Longitude > 180 || l.Accuracy < 0 || l.Accuracy > maxAccuracy {
		return 0, fmt.Errorf("bottest: locate: %w", ErrAttachment)
	}
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	return c.sent(media{Location: &l}, "(location)"), nil
}

// Locator is the label of the button below the input field that sends a place; "" if
// there is none.
func (c *Chat) Locator() string {
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	for _, m := range slices.Backward(c.messages) {
		if m.Locate != "" || m.Unlocate {
			return m.Locate
		}
	}
	return ""
}

// PressLocator presses that button, and agrees to send the place. It is ErrGone if there
// is none.
func (c *Chat) PressLocator(l Location) error {
	if c.Locator() == "" {
		return fmt.Errorf("bottest: press the button that sends a place: %w", ErrGone)
	}
	_, err := c.Locate(l)
	return err
}

// sent queues a message with media; the server is locked.
func (c *Chat) sent(what media, as string) int {
	c.begun = true
	m := c.append(Message{media: what})
	c.happened(Event{Kind: Said, Message: c.view(m), Text: as})
	c.server.add(c.id(), "message", c.wire(m))
	return m.ID
}

// mediaOf takes the file in as Telegram does. Of a photo it keeps a smaller copy,
// which stands first; here this is the beginning of the photo.
func (s *Server) mediaOf(a Attachment) (media, error) {
	m := media{Caption: a.Caption}
	seconds := 3
	switch a.Kind {
	case Photo:
		small := s.keep("photos", "image/jpeg", a.Data[:(len(a.Data)+9)/10], false)
		whole := s.keep("photos", "image/jpeg", a.Data, a.Untold)
		m.Photo = []fileInfo{
			{ID: small.id, Unique: "u" + small.id, Size: small.size(), Width: 90, Height: 67},
			{ID: whole.id, Unique: "u" + whole.id, Size: whole.size(), Width: 1280, Height: 960},
		}
		return m, nil
	case Voice:
		m.Voice = s.keep("voice", a.Type, a.Data, a.Untold).info(a.Type)
		m.Voice.Duration = &seconds
	case Audio:
		m.Audio = s.keep("music", a.Type, a.Data, a.Untold).info(a.Type)
		m.Audio.Duration = &seconds
	case Document:
		m.Document = s.keep("documents", a.Type, a.Data, a.Untold).info(a.Type)
		m.Document.Name = "file"
	case Sticker:
		m.Sticker = s.keep("stickers", "image/webp", a.Data, a.Untold).info("")
		m.Sticker.Width, m.Sticker.Height = 512, 512
	default:
		return media{}, fmt.Errorf("bottest: attach %q: %w", a.Kind, ErrAttachment)
	}
	return m, nil
}

func (f *file) info(media string) *fileInfo {
	return &fileInfo{ID: f.id, Unique: "u" + f.id, Size: f.size(), Type: media}
}
