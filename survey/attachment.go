package survey

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
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
	ID           string    `json:"id" bson:"_id"`
	Municipality string    `json:"municipality" bson:"municipality"`
	Campaign     string    `json:"campaign" bson:"campaign"`
	Interview    string    `json:"interview" bson:"interview"`
	Type         string    `json:"type" bson:"type"` // media type
	Data         []byte    `json:"data" bson:"data"`
	Kept         time.Time `json:"kept" bson:"kept"`
}

// Attachments keeps files.
type Attachments interface {
	// InsertAttachment keeps the file durably; an ErrExists if there is one with
	// its ID.
	InsertAttachment(ctx context.Context, a Attachment) error
	// TrimAttachments deletes all files of the interview but those with these
	// identifiers.
	TrimAttachments(ctx context.Context, interview string, keep []string) error
}

// Attach keeps a file for a question that takes one, and gives it as the answer.
// What the file is, is found by looking into it; a photo is kept without the place,
// the time and the device that are written in it. The same file sent again is kept
// once. It is a *Problem when the file is too large, empty, or none that is taken.
func (in *Intake) Attach(ctx context.Context, s Session, question string, data []byte) (Session, error) {
	x := s.Questionnaire.Question(question)
	if x == nil || !x.Kind.Stored() {
		return s, &Problem{Question: question, Code: NotAsked}
	}
	file, data, err := x.file(s.ID, data)
	if err != nil {
		return s, err
	}
	if err := in.open(ctx, s.Campaign); err != nil {
		return s, err
	}
	if _, err := s.Interview.GoTo(s.Questionnaire, question, in.now()); err != nil {
		return s, err // not now; nothing is kept of it
	}
	a := Attachment{
		ID: file.ID, Municipality: s.Municipality, Campaign: s.Campaign,
		Interview: s.ID, Type: file.Type, Data: data, Kept: stamp(in.now()),
	}
	if err := in.attachments.InsertAttachment(ctx, a); err != nil && !errors.Is(err, ErrExists) {
		return s, fmt.Errorf("survey: attach: %w", err)
	}
	return in.Answer(ctx, s, question, Attached(file))
}

// trim deletes the files that were answers to a question before this one. The answer
// is kept by now, so that a failure is none of it: what stays is deleted when the
// interview is sent.
func (in *Intake) trim(ctx context.Context, s Session) {
	_ = in.attachments.TrimAttachments(ctx, s.ID, files(s.Answers))
}

// stores reports whether a question of the questionnaire takes a file.
func (q *Questionnaire) stores() bool {
	return slices.ContainsFunc(q.Questions, func(x Question) bool { return x.Kind.Stored() })
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
		return File{}, nil, &Problem{Question: x.Name, Code: NoFile}
	}
	id := hex.EncodeToString(digest("attachment", interview+"\x00"+string(kept))[:16])
	return File{ID: id, Type: media, Size: len(kept)}, kept, nil
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
		if found.Is(recorded.as) {
			return recorded.media
		}
	}
	return ""
}
