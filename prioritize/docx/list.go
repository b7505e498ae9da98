package docx

import "fmt"

// List is points one below the other, numbered from 1 or with dashes.
type List struct {
	Numbered bool
	Items    []Item
}

// Item is one point of a list.
type Item struct {
	Runs  []Run
	Level int // 0, or 1 and 2 for points of a point
}

const deepest = 2

// Items are points of plain texts.
func Items(texts ...string) []Item {
	items := make([]Item, len(texts))
	for i, t := range texts {
		items[i].Runs = Text(t)
	}
	return items
}

func (l List) check() error {
	for i, item := range l.Items {
		if item.Level < 0 || item.Level > deepest {
			return fmt.Errorf("item %d of a list: level %d; 0 to %d", i+1, item.Level, deepest)
		}
	}
	return nil
}

// dashes is the number of all lists that are not numbered; of the others each has one of its own, so that it begins at 1.
const dashes = 1

func (l List) put(b *body) {
	id := dashes
	if l.Numbered {
		b.lists++
		id = dashes + b.lists
	}
	for _, item := range l.Items {
		b.paragraph(Paragraph{Style: "ListParagraph", Runs: item.Runs}, func() {
			b.start("w:numPr")
			b.val("w:ilvl", number(item.Level))
			b.val("w:numId", number(id))
			b.end()
		})
	}
}

// numbering writes how so many numbered lists are numbered.
func numbering(m *markup, lists int) {
	m.start("w:numbering", "xmlns:w", mainNamespace)
	for id, levels := range [][deepest + 1]string{{"–", "–", "–"}, {"%1.", "%1.%2.", "%1.%2.%3."}} {
		m.start("w:abstractNum", "w:abstractNumId", number(id))
		m.val("w:multiLevelType", "multilevel")
		for level, text := range levels {
			format := "decimal"
			if id == 0 {
				format = "bullet"
			}
			m.start("w:lvl", "w:ilvl", number(level))
			m.val("w:start", "1")
			m.val("w:numFmt", format)
			m.val("w:lvlText", text)
			m.val("w:lvlJc", "left")
			m.start("w:pPr")
			m.empty("w:ind", "w:left", number(454*(level+1)+170*level), "w:hanging", number(454+170*level))
			m.ends(2)
		}
		m.end()
	}
	m.start("w:num", "w:numId", number(dashes))
	m.val("w:abstractNumId", "0")
	m.end()
	for i := range lists {
		m.start("w:num", "w:numId", number(dashes+1+i))
		m.val("w:abstractNumId", "1")
		for level := range deepest + 1 {
			m.start("w:lvlOverride", "w:ilvl", number(level))
			m.val("w:startOverride", "1")
			m.end()
		}
		m.end()
	}
	m.end()
}
