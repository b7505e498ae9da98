// Package paper makes what an initiative group prints: a questionnaire as a form for
// filling in by hand, an A4 PDF that is carried from house to house and typed in later;
// posters with the ways to answer by phone, A4 or A5, as PDF or SVG; and sheets of
// personal codes or slips, to be cut apart, as PDF or SVG too.
//
// For a form come in a questionnaire that survey accepts, and Options: the language and the
// program's words in it, where the form is handed out, the code and the link by
// which the same questions can be answered by phone, and how many numbered copies
// to print. Out goes one PDF, the same bytes for the same input on any day and any
// machine. It is black on white, and has its fonts inside.
//
// It is made in three steps. A composer turns every question into blocks of pieces
// (words, marks, lines to write on), which know their place in the block and how
// high it is; the blocks are broken into pages; the pages are drawn on a canvas. Only
// the last step knows of PDF and SVG. Posters and slips go the same way.
//
// Paper asks what the screens ask, as far as paper can. Branches are put into words
// ("only if you marked «Yes» in question 4"); what was chosen before is written
// down again by hand, by its number in the list; computed values are left out.
package paper

import (
	"fmt"
	"io"

	"ashar/survey"
	"ashar/survey/locale"
)

// The bounds of what is printed at once.
const (
	MaxCopies = 1000
	MaxSerial = survey.MaxSerial
	MaxPages  = 5000 // of all copies
	MaxLink   = 300  // bytes, so that a cheap phone reads the QR code off creased paper
	MaxPlace  = 200  // bytes of the code and of each name
)

// Options say how a form is printed. Only Words must be given.
type Options struct {
	Words    locale.Speaker // says what the questionnaire does not
	Language string         // of the questionnaire's texts; "" is that of Words
	// Link is where the same questions can be answered by phone. It becomes a QR
	// code; "" leaves it out. Code is what is typed instead, as it is read: "ABC-234".
	Link, Code string
	// Municipality and Village say where the form is handed out. Without Village
	// there is a line to write it on.
	Municipality, Village string
	// First is the number of the first copy; 0 leaves room to write numbers by hand.
	// Copies is how many there are in the PDF; 0 means one. Pairs to compare turn from
	// number to number, so that all come equally often.
	First, Copies int
	// Serial writes a number as it is printed, such as survey.NewSerial; nil is four digits.
	Serial func(number int) string
	// TwoSided begins every copy on the front of a sheet, where a printer prints on
	// both sides.
	TwoSided bool
}

// Write writes the form as a PDF. It fails with survey.ErrInvalid, and writes
// nothing, where the questionnaire cannot be asked, an option is out of bounds or
// the copies have too many pages; otherwise only if w does.
func Write(w io.Writer, q *survey.Questionnaire, o Options) error {
	o, err := checked(q, o)
	if err != nil {
		return err
	}
	faces, err := readFaces()
	if err != nil {
		return err
	}
	forms := make([][]page, 0, o.Copies)
	pages := 0
	for i := range o.Copies {
		f := compose(q, o, faces, i)
		if pages += len(f); pages > MaxPages || len(f)*o.Copies > MaxPages {
			return invalid("a form has %d pages, so that %d copies are more than %d pages; print fewer at once", len(f), o.Copies, MaxPages)
		}
		forms = append(forms, f)
	}
	if err := writePDF(w, forms, faces, document(q, o), o.TwoSided); err != nil {
		return fmt.Errorf("paper: %s: %w", q.Key(), err)
	}
	return nil
}

// checked is the options with what they leave open filled in.
func checked(q *survey.Questionnaire, o Options) (Options, error) {
	if q == nil {
		return o, invalid("no questionnaire")
	}
	if err := q.Check(); err != nil {
		return o, fmt.Errorf("paper: %w", err)
	}
	if o.Words == (locale.Speaker{}) {
		return o, invalid("no words to say what the questionnaire does not")
	}
	if o.Language == "" {
		o.Language = o.Words.Lang()
	}
	if o.Copies == 0 {
		o.Copies = 1
	}
	switch {
	case o.Copies < 0 || o.Copies > MaxCopies:
		return o, invalid("%d copies; 1 to %d are possible", o.Copies, MaxCopies)
	case o.First < 0 || o.First+o.Copies-1 > MaxSerial:
		return o, invalid("numbers from %d to %d; 1 to %d are possible", o.First, o.First+o.Copies-1, MaxSerial)
	case len(o.Link) > MaxLink:
		return o, invalid("a link of %d bytes; at most %d are read off paper", len(o.Link), MaxLink)
	}
	for _, name := range []string{o.Code, o.Municipality, o.Village} {
		if len(name) > MaxPlace {
			return o, invalid("a code or name of %d bytes; at most %d are possible", len(name), MaxPlace)
		}
	}
	if _, err := modules(o.Link); err != nil {
		return o, err
	}
	return o, nil
}

func invalid(format string, args ...any) error {
	return fmt.Errorf("paper: %w: %s", survey.ErrInvalid, fmt.Sprintf(format, args...))
}
