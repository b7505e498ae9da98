package form

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"ashar/survey"
	"ashar/survey/locale"
)

// fileView asks for a photo or a voice message.
type fileView struct {
	screen
	Accept  string // the media types
	Capture string // what a phone takes it with
	Kept    string // what is kept already, in words
}

func file(s screen, p survey.Prompt) fileView {
	v := fileView{screen: s, Accept: "image/*", Capture: "environment"} // the camera that looks away
	if p.Question.Kind == survey.Audio {
		v.Accept, v.Capture = "audio/*", "user"
	}
	if p.Value.File != nil {
		v.Kept = fileInWords(s.Speaker, *p.Value.File, p.Question.Kind)
	}
	return v
}

// fileInWords says what a file is and how large: «Сүрөт, 120 КБ».
func fileInWords(s locale.Speaker, f survey.File, kind survey.Kind) string {
	what := s.T("form.file.image")
	if kind == survey.Audio {
		what = s.T("form.file.audio")
	}
	const kb, mb = 1 << 10, 1 << 20
	if f.Size < mb {
		return s.T("form.file.kb", "What", what, "Size", s.Number(max(f.Size/kb, 1)))
	}
	return s.T("form.file.mb", "What", what, "Size", s.Decimal(float64(f.Size)/mb, 1))
}

// attach keeps the file that came with a form as the answer. When none was chosen, what is kept stays the answer.
func (f *Form) attach(ctx context.Context, s survey.Session, question string, r *http.Request, kept survey.Value) (survey.Session, error) {
	if !bringsFile(r) {
		return f.intake.Answer(ctx, s, question, kept)
	}
	sent, err := r.MultipartForm.File[fileName][0].Open()
	if err != nil {
		return s, fmt.Errorf("form: file: %w", err)
	}
	defer sent.Close()
	data, err := io.ReadAll(sent)
	if err != nil {
		return s, fmt.Errorf("form: file: %w", err)
	}
	return f.intake.Attach(ctx, s, question, data)
}

// bringsFile reports whether a file was chosen; it may be an empty one.
func bringsFile(r *http.Request) bool {
	return r.MultipartForm != nil && len(r.MultipartForm.File[fileName]) > 0
}

// dropFiles takes what came with a form, and was not kept in memory, off the disk.
func dropFiles(r *http.Request) {
	if r.MultipartForm != nil {
		_ = r.MultipartForm.RemoveAll() // the server tries again, when the request ends
	}
}

// tooLarge is the problem with a file that went over the limit of its request.
func tooLarge(x *survey.Question, r *http.Request) *survey.Problem {
	const mb = 1 << 20
	most := x.Kind.MaxFile() / mb
	size := int((r.ContentLength + mb - 1) / mb) // 0 where it is not known
	return &survey.Problem{Question: x.Name, Code: survey.FileTooLarge, Given: max(size, most+1), Max: most}
}
