package form

// noteView is something to read.
type noteView struct {
	screen
	Texts []string // paragraphs
}

// note shows a note. Where all of its words are in its label, as other tools write notes, the first paragraph is the
// title.
func note(s screen) noteView {
	v := noteView{screen: s, Texts: paragraphs(s.Hint)}
	v.Hint = ""
	if parts := paragraphs(s.Title); len(parts) > 1 {
		v.Title, v.Texts = parts[0], append(parts[1:], v.Texts...)
	}
	return v
}
