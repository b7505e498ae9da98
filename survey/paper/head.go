package paper

import (
	"slices"
	"strings"
)

// The QR code and the room that it takes on the right of the title.
const (
	codeSize  = 30.0
	besideQR  = width - codeSize - 6
	belowCode = 5.0
)

// head is the top of the first page: where and when, what this is, how it can be
// answered by phone, and what is agreed to.
func (c *composer) head() {
	u := unit{}
	u.add(c.place())
	u.add(block{height: 5.2, keep: true, pieces: []piece{{shape: ornament, y: 0.8, w: width, h: 2.6}}})
	wide := width
	phone := c.phone()
	if len(phone.pieces) > 0 {
		wide = besideQR
	}
	from := len(u.blocks)
	u.add(glued(c.paragraph(c.say(c.q.Title), 0, wide, heading))...)
	if intro := c.say(c.q.Intro); intro != "" {
		u.add(space(1))
		u.add(c.paragraph(intro, 0, wide, plain)...)
	}
	u.add(space(1.5))
	u.add(c.paragraph(c.how(), 0, wide, hint)...)
	if used := height(u.blocks[from:]); used < phone.height {
		u.add(block{height: phone.height - used})
	}
	u.blocks[from].add(phone.pieces...)
	c.units = append(c.units, u, c.consent())
}

// place is a line with the municipality, the village, the day and the number.
func (c *composer) place() block {
	b := block{height: 7, keep: true}
	x := 0.0
	put := func(text string, s style) {
		p := c.word(text, x, 4.6, s)
		x += p.w
		b.add(p)
	}
	line := func(label string, wide float64) {
		put(c.faces.clean(label)+":", plain)
		b.add(piece{shape: blank, x: x + 1.5, y: 5.2, w: wide})
		x += wide + 5
	}
	number := c.word(c.no, 0, 4.6, strong)
	number.x = width - number.w
	room := number.x - 46 // without the day
	if c.o.Municipality != "" {
		put(c.faces.cut(c.o.Municipality, plain, room*0.55), plain)
		x += 4
	}
	if c.o.Village != "" {
		label := c.faces.clean(c.t("paper.village")) + ": "
		put(label+c.faces.cut(c.o.Village, plain, room-x-c.faces.width(label, plain)), plain)
		x += 4
	} else {
		label := c.faces.width(c.t("paper.village")+":", plain)
		line(c.t("paper.village"), max(15, min(50, room-x-label-8)))
	}
	if day := c.t("paper.day"); number.x-x > c.faces.width(day, plain)+26 {
		line(day, 22)
	}
	b.add(number)
	return b
}

// phone is the QR code with the code below it and what to do with them; empty if the
// form cannot be answered by phone.
func (c *composer) phone() block {
	b := block{}
	x := width - codeSize
	if c.o.Link != "" {
		b.add(piece{shape: pixels, x: x, y: 0, w: codeSize, h: codeSize, text: c.o.Link})
		b.height = codeSize
	}
	if c.o.Code != "" {
		text := c.faces.cut(c.o.Code, strong, codeSize+4)
		b.add(c.faces.centred(text, x, codeSize, b.height+strong.baseline(), strong))
		b.height += belowCode
	}
	if b.height == 0 {
		return b
	}
	for _, line := range c.faces.wrap(c.t("paper.phone"), caption, codeSize+4) {
		b.add(c.faces.centred(line, x, codeSize, b.height+caption.baseline(), caption))
		b.height += caption.leading()
	}
	return b
}

// how says how the form is filled in.
func (c *composer) how() string {
	skip := "paper.how.free"
	for i := range c.q.Questions {
		if c.q.Questions[i].Required {
			skip = "paper.how.starred"
		}
	}
	return c.t("paper.how.marks") + " " + c.t(skip)
}

// consent is what the respondent agrees to, in small print, with a mark for it.
func (c *composer) consent() unit {
	u := unit{gap: 3}
	top := space(1.5)
	top.add(piece{shape: rule, w: width})
	u.add(top)
	for text := range strings.SplitSeq(c.say(c.q.Consent.Text), "\n\n") {
		if text = strings.TrimSpace(text); text != "" {
			u.add(c.paragraph(text, 0, width, fine)...)
			u.add(space(fine.leading() / 2))
		}
	}
	u.blocks[len(u.blocks)-1].keep = true
	agree := block{height: markSize + 3, keep: true}
	agree.add(
		piece{shape: square, y: 1.5, w: markSize, h: markSize},
		c.word(c.faces.clean(c.t("paper.agree")), markSize+2.5, 1.5+middle(markSize, strong), strong),
		piece{shape: rule, y: markSize + 3, w: width},
	)
	u.add(agree)
	return u
}

// end is below the last question: where to bring the form, and what is filled in
// when it is typed in. It is shorter where it would need a page of its own.
func (c *composer) end() {
	const row, rows = 9.5, 2
	thanks := glued(c.paragraph(c.t("paper.thanks"), 0, width, plain))
	title := c.word(c.faces.clean(c.t("paper.office")), 3, 6, numerals)
	office := block{height: 1 + 7.5 + row*rows + 1.5}
	office.add(piece{shape: frame, y: 1, w: width, h: office.height - 1}, title)
	c.fields(&office, 3, 7.5+row-2, width/2, row, 2, "paper.office.by", "paper.office.day", "paper.office.receipt", "paper.office.remarks")
	strip := block{height: 8.4}
	c.fields(&strip, 0, 7, width/3, row, 3, "paper.office.by", "paper.office.day", "paper.office.receipt")
	c.units = append(c.units, unit{
		gap: gapSection, blocks: append(slices.Clone(thanks), office),
		short: append(slices.Clone(thanks), strip),
	})
}

// fields are labels with lines to write on, so many in a row, from x and the first
// baseline on.
func (c *composer) fields(b *block, x, baseline, wide, row float64, across int, ids ...string) {
	for i, id := range ids {
		label := c.word(c.faces.cut(c.t(id), fine, wide-25)+":", x+float64(i%across)*wide, baseline+float64(i/across)*row, fine)
		from := label.x + label.w + 1.5
		b.add(label, piece{shape: blank, x: from, y: label.y + 0.8, w: label.x + wide - 5 - from})
	}
}

// foot is at the bottom of a page.
func (c *composer) foot(number, pages int) []piece {
	const baseline = footAt + 4.5
	right := c.word(c.t("paper.version", "Version", c.q.Version)+" · "+c.t("paper.page", "Page", number, "Pages", pages), 0, baseline, caption)
	right.x = left + width - right.w
	of := c.word(c.no, left, baseline, caption)
	from := of.x + of.w + 4
	title := c.word(c.faces.cut(c.say(c.q.Title), caption, right.x-from-4), from, baseline, caption)
	return []piece{{shape: rule, x: left, y: footAt, w: width}, of, title, right}
}

// middle is where the baseline of words is that stand beside a mark of this height.
func middle(mark float64, s style) float64 { return mark/2 + s.capital()/2 }
