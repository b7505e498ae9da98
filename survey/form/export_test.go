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
	"text":     textView{},
	"review":   reviewView{},
	"receipt":  receiptView{},
}

// Room is the form's templates.
func (f *Form) Room() *page.Room { return f.room }
