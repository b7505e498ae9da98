package survey

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/gabriel-vasile/mimetype"
)

// Bounds of a file, in bytes. A document of the store must hold it.
const (
	MaxImage = 8 << 20
	MaxAudio = 8 << 20
)

// Attachment is a photo or a voice message that was sent as an answer. It is kept
// beside the answer, which names it by its File, and deleted with it.
type Attachment struct {
	ID           string `json:"id" bson:"_id"`
	Municipality string `json:"municipality" bson:"municipality"`
	Campaign     string `json:"campaign" bson:"campaign"`
	Interview    string `json:"interview" bson:"interview"`
	Type         string `json:"type" bson:"type"` // media type
	Data         []byte `json:"data" bson:"data"`
}

// Attachments keeps files.
type Attachments interface {
	// InsertAttachment keeps the file durably; an ErrExists if there is one with
	// its ID.
	InsertAttachment(ctx context.Context, a Attachment) error
	// DropAttachments deletes the files with these identifiers, where they are there.
	DropAttachments(ctx context.Context, ids ...string) error
}

// Attach keeps a file for a question that takes one, and gives it as the answer.
// What the file is, is found by looking into it. A photo is kept without the place,
// the time and the device that phones write into it, and a recording in the manner of
// MP4 without the place. The same file sent again is kept once. It is a *Problem when
// the file is too large, empty, or none that is taken; nothing is kept then.
func (in *Intake) Attach(ctx context.Context, s Session, question string, data []byte) (Session, error) {
	return in.attach(ctx, s, question, data, in.open)
}

// AttachLate does so for a file of which ReceiveLate says that it is awaited.
func (in *Intake) AttachLate(ctx context.Context, e Entrance, h Held, s Session, question string, data []byte) (Session, error) {
	return in.attach(ctx, s, question, data, func(context.Context, string) error { return in.takesLate(e.Campaign, h) })
}

// attach does it where takes agrees.
func (in *Intake) attach(ctx context.Context, s Session, question string, data []byte, takes taker) (Session, error) {
	x := s.Questionnaire.Question(question)
	if x == nil || !x.Kind.Stored() {
		return s, &Problem{Question: question, Code: NotAsked}
	}
	file, data, err := x.file(s.ID, data)
	if err != nil {
		return s, err
	}
	if err := takes(ctx, s.Campaign); err != nil {
		return s, err
	}
	// The upload may have taken long, and much can have happened since it began.
	if s, err = in.Resume(ctx, s.ID); err != nil {
		return s, err
	}
	if _, err := s.Interview.GoTo(s.Questionnaire, question, in.now()); err != nil {
		return s, err
	}
	a := Attachment{
		ID: file.ID, Municipality: s.Municipality, Campaign: s.Campaign, Interview: s.ID, Type: file.Type, Data: data,
	}
	there, err := in.keepFile(ctx, a)
	if err != nil {
		return s, err
	}
	next, err := in.answer(ctx, s, question, Attached(file), takes)
	switch p := (*Problem)(nil); {
	case errors.As(err, &p) || errors.Is(err, ErrClosed) || errors.Is(err, ErrNotFound):
		if !slices.Contains(files(next.held()), file.ID) {
			in.drop(ctx, file.ID)
		}
	case err == nil && there: // another answer may have taken its place, and dropped it since
		_, err = in.keepFile(ctx, a)
	}
	return next, err // one that says that nobody knows whether the answer is saved: the file stays
}

// keepFile keeps a file, unless it is there already.
func (in *Intake) keepFile(ctx context.Context, a Attachment) (there bool, err error) {
	err = in.attachments.InsertAttachment(ctx, a)
	if errors.Is(err, ErrExists) {
		return true, nil
	}
	if err != nil {
		return false, fmt.Errorf("survey: attach: %w", err)
	}
	return false, nil
}

// drop deletes files that are nobody's answer any more. What is being done has been
// done by now, so that a failure is none of it: they go when the answer is withdrawn.
func (in *Intake) drop(ctx context.Context, ids ...string) {
	if len(ids) > 0 {
		_ = in.attachments.DropAttachments(context.WithoutCancel(ctx), ids...)
	}
}

// gone names the files among answers that are not among later ones.
func gone(before, after []Answer) []string {
	kept := files(after)
	return slices.DeleteFunc(files(before), func(id string) bool { return slices.Contains(kept, id) })
}

// Attach gives a file as the answer to a question of the interview, without keeping
// it anywhere: for who only plays a questionnaire through. Intake.Attach keeps it.
func (iv Interview) Attach(q *Questionnaire, question string, data []byte, now time.Time) (Interview, error) {
	x := q.Question(question)
	if x == nil || !x.Kind.Stored() {
		return iv, &Problem{Question: question, Code: NotAsked}
	}
	file, _, err := x.file(iv.ID, data)
	if err != nil {
		return iv, err
	}
	return iv.Answer(q, question, Attached(file), now)
}

// file looks into a file that was sent as the answer to the question, and returns
// what is to be kept of it. Its identifier follows from the interview and from that.
func (x *Question) file(interview string, data []byte) (f File, kept []byte, err error) {
	if most := x.Kind.MaxFile(); len(data) > most {
		return File{}, nil, &Problem{Question: x.Name, Code: FileTooLarge, Given: (len(data) + 1<<20 - 1) >> 20, Max: most >> 20}
	}
	media := sniff(x.Kind, data)
	kept, whole := withoutTraces(media, data)
	if media == "" || !whole {
		return File{}, nil, x.noFile()
	}
	id := hex.EncodeToString(digest("attachment", interview+"\x00"+string(kept))[:16])
	return File{ID: id, Type: media, Size: len(kept)}, kept, nil
}

// noFile is the problem with what is no file that the question takes.
func (x *Question) noFile() error {
	if x.Kind == Audio {
		return x.problem(NoVoice)
	}
	return x.problem(NoPhoto)
}

// files names the files among answers.
func files(answers []Answer) []string {
	var ids []string
	for _, a := range answers {
		if a.Value.File != nil {
			ids = append(ids, a.Value.File.ID)
		}
	}
	return ids
}

// MaxFile is how many bytes the answer to a question of this kind may have.
func (k Kind) MaxFile() int {
	if k == Image {
		return MaxImage
	}
	return MaxAudio
}

// media is how the media types of the kind's files begin.
func (k Kind) media() string { return string(k) + "/" }

// film reports whether there are pictures in a container that can hold them: a track
// of them in MP4, or a codec for them in WebM.
func film(data []byte) bool {
	for _, sign := range []string{"vide\x00\x00", "V_VP8", "V_VP9", "V_AV1", "V_MPEG"} {
		if bytes.Contains(data, []byte(sign)) {
			return true
		}
	}
	return false
}

// sniff finds the media type of a file by looking into it; "" if a question of
// this kind does not take it: a photo that every browser shows, or a voice message
// as phones, browsers and Telegram record it.
func sniff(kind Kind, data []byte) string {
	found := mimetype.Detect(data)
	if kind == Image {
		for _, media := range []string{"image/jpeg", "image/png", "image/webp"} {
			if found.Is(media) {
				return media
			}
		}
		return ""
	}
	for _, recorded := range []struct{ as, media string }{
		{"audio/ogg", "audio/ogg"}, {"application/ogg", "audio/ogg"}, {"audio/mpeg", "audio/mpeg"}, {"audio/aac", "audio/aac"},
		{"audio/wav", "audio/wav"}, {"audio/amr", "audio/amr"}, {"audio/x-m4a", "audio/mp4"}, {"audio/mp4", "audio/mp4"},
		// What browsers record in the containers of films.
		{"video/webm", "audio/webm"}, {"video/mp4", "audio/mp4"}, {"audio/3gpp", "audio/3gpp"}, {"video/3gpp", "audio/3gpp"},
	} {
		if found.Is(recorded.as) && !(strings.HasPrefix(recorded.as, "video/") && film(data)) {
			return recorded.media
		}
	}
	return ""
}
