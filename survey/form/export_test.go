package form

import "ashar/survey/page"

// Views has a zero value of the struct of each page.
var Views = map[string]any{
	"code":     codeView{},
	"language": languageView{},
	"welcome":  welcomeView{},
	"notice":   noticeView{},
	"choice":   choiceView{},
	"rank":     rankView{},
	"scale":    scaleView{},
	"points":   pointsView{},
	"pairs":    pairsView{},
	"range":    rangeView{},
	"typed":    typedView{},
	"text":     textView{},
	"file":     fileView{},
	"note":     noteView{},
	"review":   reviewView{},
	"wait":     waitView{},
	"receipt":  receiptView{},
	"forget":   forgetView{},
}

// Room is the form's templates.
func (f *Form) Room() *page.Room { return f.room }

// Read takes a value out of a posted form.
var Read = read

// Light makes a script shorter.
func Light(script []byte) ([]byte, error) { return page.Lighten(string(script), 0) }
