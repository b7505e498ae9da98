package docx

import (
	"fmt"
	"strings"
)

// Caption names a table, a picture or a chart, which it stands above, with a number of its own that goes on by itself where more
// are put in: "Table 3. Who came", or in Kyrgyz «3-таблица. Катышкандар».
type Caption struct {
	Sequence string // Latin letters: what is numbered together, "Table"
	Before   string // the number
	After    string
	Below    bool // it stands below what it names, which has to keep it
	Again    bool // it has the number of the one before it once more, as where a table goes on
}

func (c Caption) check() error {
	latin := func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }
	if c.Sequence == "" || strings.ContainsFunc(c.Sequence, func(r rune) bool { return !latin(r) }) {
		return fmt.Errorf("a caption of the sequence %q: a name of Latin letters is wanted", c.Sequence)
	}
	return nil
}

func (c Caption) put(b *body) {
	instruction := " SEQ " + c.Sequence + ` \* ARABIC `
	if c.Again {
		instruction += `\c `
	} else {
		b.captions[c.Sequence]++
	}
	b.start("w:p")
	b.start("w:pPr")
	b.val("w:pStyle", "Caption")
	if c.Below {
		b.val("w:keepNext", "false") // unlike its style
	} else {
		b.empty("w:keepNext")
	}
	b.end()
	b.run(Run{Text: c.Before})
	b.start("w:fldSimple", "w:instr", instruction)
	b.run(Run{Text: number(b.captions[c.Sequence])})
	b.end()
	b.run(Run{Text: c.After})
	b.end()
}
