package paper

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"ashar/survey/locale"
)

// Poster is one sheet for a wall: what is asked, and the ways to answer by phone. It
// speaks several languages, the first one loudest.
type Poster struct {
	// Web is the link of the form, Bot that of the bot, or "" where there is none. Each
	// becomes a QR code.
	Web, Bot string
	// Address and Code are typed by those who cannot scan: "ashar.kg/f/", "K7M2PQ".
	Address, Code string
	// Label is what whoever hangs it up knows it by, in small print at the foot.
	Label string
	Texts []PosterText // one at least
}

// PosterText is what a poster says in one language.
type PosterText struct {
	Words                                  locale.Speaker
	Village, Municipality, Question, Intro string
	Until                                  string // the last day; "" if none is set
	Invented                               bool   // it says that the numbers are
}

// MaxPosters is how many are printed at once.
const MaxPosters = 500

// WritePosters writes posters as one PDF, a page each, the same bytes for the same input.
// It fails with survey.ErrInvalid, and writes nothing, where a poster lacks something, a
// link is too long, or there are too many or none; otherwise only if w does.
func WritePosters(w io.Writer, size Size, posters ...Poster) error {
	if len(posters) == 0 || len(posters) > MaxPosters {
		return invalid("%d posters; 1 to %d are possible", len(posters), MaxPosters)
	}
	f, err := readFaces()
	if err != nil {
		return err
	}
	pages := make([]page, len(posters))
	for i := range posters {
		if pages[i], _, err = hang(&posters[i], size, f); err != nil {
			return err
		}
	}
	a := posters[0].about(size)
	if err := writePDF(w, [][]page{pages}, f, a, false); err != nil {
		return fmt.Errorf("paper: posters: %w", err)
	}
	return nil
}

// WritePosterSVG writes one poster as an SVG that needs no fonts; it fails as
// WritePosters does.
func WritePosterSVG(w io.Writer, size Size, p Poster) error {
	f, err := readFaces()
	if err != nil {
		return err
	}
	page, _, err := hang(&p, size, f)
	if err != nil {
		return err
	}
	if err := writeSVG(w, &page, f, p.about(size)); err != nil {
		return fmt.Errorf("paper: poster: %w", err)
	}
	return nil
}

func (p *Poster) about(size Size) about {
	return about{title: p.Texts[0].Village + ": " + p.Texts[0].Question, language: p.Texts[0].Words.Lang(), day: epoch, size: sizes[size]}
}

func (p *Poster) check(size Size) error {
	if _, ok := sizes[size]; !ok {
		return invalid("a sheet of size %q; %q are possible", size, Sizes())
	}
	if p.Web == "" || p.Code == "" || len(p.Texts) == 0 || slices.ContainsFunc(p.Texts, func(t PosterText) bool { return t.Words == locale.Speaker{} || t.Question == "" }) {
		return invalid("a poster without a link, a code, words or a question")
	}
	for _, link := range []string{p.Web, p.Bot} {
		if len(link) > MaxLink {
			return invalid("a link of %d bytes; at most %d are read off paper", len(link), MaxLink)
		}
		if _, err := modules(link); err != nil {
			return err
		}
	}
	return nil
}

// wall is how a size of paper is used: styles, and lengths in millimetres.
type wall struct {
	margin, band, gap float64 // at the sides; of the ornament; the least between groups
	side              float64 // of a QR code with its white border, at least
	most, least       float64 // of the question, in points; the least is read from afar
	village, place    style
	intro, scan       style
	how, address      style
	code              float64
	until, name       style
}

var walls = map[Size]wall{
	A4: {
		margin: 13, band: 8, gap: 2.5, side: 84, most: 46, least: 27,
		village: style{30, true}, place: style{14, false}, intro: style{14, false}, scan: style{18, true},
		how: style{14, false}, address: style{19, true}, code: 54, until: style{16, true}, name: style{18, true},
	},
	A5: {
		margin: 8, band: 5, gap: 1, side: 65, most: 34, least: 26,
		village: style{20, true}, place: style{10.5, false}, intro: style{11, false}, scan: style{12.5, true},
		how: style{11, false}, address: style{14, true}, code: 40, until: style{12, true}, name: style{13, true},
	},
}

// Where nothing else helps the question is printed smaller, down to this.
const smallestQuestion = 13.0

// group is what stands together on a poster.
type group struct {
	blocks []block
	codes  bool // above the blocks are the QR codes, as large as there is room
}

// hang lays a poster out, and returns how large the question is printed: in the largest
// letters with which all of it has room, without what only invites if that does not have
// any from afar.
func hang(p *Poster, size Size, f faces) (page, float64, error) {
	if err := p.check(size); err != nil {
		return page{}, 0, err
	}
	h := hanging{Poster: p, faces: f, sheet: sizes[size], wall: walls[size]}
	for _, try := range []struct {
		most, least float64
		intro       bool
	}{{h.wall.most, h.wall.least, true}, {h.wall.least, h.wall.least, false}, {h.wall.least, smallestQuestion, false}} {
		for size := try.most; size >= try.least; size-- {
			if try.least == h.wall.least && h.asked(size) > h.asked(try.least) {
				continue // larger letters are not worth another line, where the least are large enough
			}
			groups := h.groups(size, try.intro)
			if room := h.room(groups); room >= h.wall.side {
				return h.page(groups, room), size, nil
			}
		}
	}
	return page{}, 0, invalid("the question %q is too long for a poster", p.Texts[0].Question)
}

// hanging is a poster being laid out.
type hanging struct {
	*Poster
	faces faces
	sheet sheetSize
	wall  wall
}

func (h *hanging) width() float64 { return h.sheet.width - 2*h.wall.margin }

// groups are what the poster has, from the top down.
func (h *hanging) groups(question float64, intro bool) []group {
	villages, places := h.each(func(t *PosterText) string { return t.Village }), h.each(func(t *PosterText) string { return t.Municipality })
	where := group{blocks: append(h.lines(strings.Join(villages, " · "), h.wall.village), h.lines(strings.Join(places, " · "), h.wall.place)...)}
	asks, invites, scans, ways, until := group{}, group{}, group{}, group{codes: true}, group{}
	for i, text := range h.each(func(t *PosterText) string { return t.Question }) {
		s := style{question, true}
		if i > 0 {
			s.size = max(min(h.wall.least, question), question*0.8)
		}
		asks.blocks = append(asks.blocks, h.lines(text, s)...)
	}
	for _, text := range h.each(func(t *PosterText) string { return t.Intro }) {
		invites.blocks = append(invites.blocks, h.lines(text, h.wall.intro)...)
	}
	for _, text := range h.say("desk.poster.scan") {
		scans.blocks = append(scans.blocks, h.lines(text, h.wall.scan)...)
	}
	ways.blocks = append(ways.blocks, h.names())
	for _, text := range h.each(func(t *PosterText) string {
		if t.Until == "" {
			return ""
		}
		return t.Words.T("desk.poster.until", "Day", t.Until)
	}) {
		until.blocks = append(until.blocks, h.lines(text, h.wall.until)...)
	}
	if h.Texts[0].Invented {
		for _, text := range h.say("desk.invented") {
			until.blocks = append(until.blocks, h.lines(text, fine)...)
		}
	}
	all := []group{where, asks, invites, scans, ways, {blocks: h.typed()}, until}
	if !intro {
		all[2] = group{}
	}
	return slices.DeleteFunc(all, func(g group) bool { return len(g.blocks) == 0 })
}

// asked is how many lines the question takes in letters of this size.
func (h *hanging) asked(size float64) int {
	n := 0
	for i := range h.Texts {
		n += len(h.faces.wrap(h.Texts[i].Question, style{size, true}, h.width()))
	}
	return n
}

// each is something of all the languages, each once.
func (h *hanging) each(of func(*PosterText) string) []string {
	var all []string
	for i := range h.Texts {
		if text := of(&h.Texts[i]); text != "" && !slices.Contains(all, text) {
			all = append(all, text)
		}
	}
	return all
}

// say says the same in all the languages.
func (h *hanging) say(id string) []string {
	return h.each(func(t *PosterText) string { return t.Words.T(id) })
}

// lines are words in the middle of the sheet.
func (h *hanging) lines(text string, s style) []block {
	var all []block
	for _, line := range h.faces.balanced(text, s, h.width()) {
		b := block{height: s.leading()}
		b.add(h.faces.centred(line, 0, h.sheet.width, s.baseline(), s))
		all = append(all, b)
	}
	return all
}

// balanced is wrap with lines of about the same length.
func (f faces) balanced(text string, s style, width float64) []string {
	lines := f.wrap(text, s, width)
	for narrow := width * 0.95; len(lines) > 1 && narrow > f.longest(text, s); narrow *= 0.95 {
		next := f.wrap(text, s, narrow)
		if len(next) > len(lines) {
			break
		}
		lines = next
	}
	return lines
}

// links are the codes side by side, with the words that say what they are.
func (h *hanging) links() (links []string, names [][]string) {
	links, names = []string{h.Web}, [][]string{h.say("paper.poster.web")}
	if h.Bot != "" {
		links, names = append(links, h.Bot), append(names, h.say("paper.poster.telegram"))
	}
	return links, names
}

// names say under each QR code what it is.
func (h *hanging) names() block {
	_, names := h.links()
	b := block{height: h.wall.name.leading()}
	wide := h.sheet.width / float64(len(names))
	for i, name := range names {
		text := h.faces.cut(strings.Join(name, " · "), h.wall.name, wide-2*h.wall.gap)
		b.add(h.faces.centred(text, float64(i)*wide, wide, h.wall.name.baseline(), h.wall.name))
	}
	return b
}

// typed is a panel with what is typed in a browser.
func (h *hanging) typed() []block {
	how := h.faces.cut(strings.Join(h.say("desk.poster.type"), " · "), h.wall.how, h.width()-6)
	address := h.faces.cut(h.Address, h.wall.address, h.width()-6)
	code := style{h.code(), true}
	pad := h.wall.gap + 0.5
	b := block{height: pad + h.wall.how.leading() + h.wall.address.leading() + code.capital() + 3*pad}
	y := pad
	b.add(piece{shape: panel, x: h.wall.margin, w: h.width(), h: b.height})
	b.add(h.faces.centred(how, 0, h.sheet.width, y+h.wall.how.baseline(), h.wall.how))
	y += h.wall.how.leading()
	b.add(h.faces.centred(address, 0, h.sheet.width, y+h.wall.address.baseline(), h.wall.address))
	y += h.wall.address.leading() + pad + code.capital()
	b.add(h.faces.spaced(h.Code, 0, h.sheet.width, y, code)...)
	return []block{b}
}

// code is the size of the code: the wall's, or what a longer one has room in.
func (h *hanging) code() float64 {
	size := h.wall.code
	for size > smallestQuestion && h.faces.width(h.Code, style{size, true})*letterSpace > h.width()-4 {
		size--
	}
	return size
}

// letterSpace is how much wider a code becomes that is printed with space between its
// letters, to be typed letter by letter.
const letterSpace = 1.15

// spaced is a code in the middle of a space, its letters apart.
func (f faces) spaced(code string, x, wide, baseline float64, s style) []piece {
	whole := f.width(code, s)
	gap := whole * (letterSpace - 1) / float64(max(1, len(code)-1))
	at := x + (wide-whole*letterSpace)/2
	var all []piece
	for _, r := range code {
		w := f.width(string(r), s)
		all = append(all, piece{shape: words, x: at, y: baseline, w: w, text: string(r), style: s})
		at += w + gap
	}
	return all
}

// centred is a piece of words in the middle of a space.
func (f faces) centred(text string, x, wide, baseline float64, s style) piece {
	w := f.width(text, s)
	return piece{shape: words, x: x + (wide-w)/2, y: baseline, w: w, text: text, style: s}
}

// top and bottom are where the ornaments end; there is room for the label below.
func (h *hanging) top() float64    { return h.wall.margin/2 + h.wall.band + h.wall.gap }
func (h *hanging) bottom() float64 { return h.sheet.height - h.top() - h.foot() }
func (h *hanging) foot() float64   { return caption.leading() }

// room is what the groups leave for the height of the QR codes.
func (h *hanging) room(groups []group) float64 {
	room := h.bottom() - h.top() - float64(len(groups)-1)*h.wall.gap
	for i := range groups {
		room -= height(groups[i].blocks)
	}
	links, _ := h.links()
	return min(room, h.sheet.width/float64(max(2, len(links))))
}

// page puts the groups on the sheet, with QR codes of this side. What room is left
// stands between the groups.
func (h *hanging) page(groups []group, side float64) page {
	used := side
	for i := range groups {
		used += height(groups[i].blocks)
	}
	gap := (h.bottom() - h.top() - used) / float64(len(groups))
	p := page{}
	y := h.top() + gap/2
	for i := range groups {
		if groups[i].codes {
			links, _ := h.links()
			wide := h.sheet.width / float64(len(links))
			for k, link := range links {
				p.pieces = append(p.pieces, piece{shape: pixels, x: float64(k)*wide + (wide-side)/2, y: y, w: side, h: side, text: link})
			}
			y += side
		}
		for _, b := range groups[i].blocks {
			for _, piece := range b.pieces {
				piece.y += y
				p.pieces = append(p.pieces, piece)
			}
			y += b.height
		}
		y += gap
	}
	band := piece{shape: ornament, x: h.wall.margin / 2, y: h.wall.margin / 2, w: h.sheet.width - h.wall.margin, h: h.wall.band}
	p.pieces = append(p.pieces, band)
	if h.Label != "" {
		text := h.faces.cut(h.Label+" · "+h.Code, caption, h.width())
		p.pieces = append(p.pieces, h.faces.centred(text, 0, h.sheet.width, h.bottom()+caption.baseline(), caption))
	}
	band.y = h.sheet.height - band.y - band.h
	p.pieces = append(p.pieces, band)
	return p
}
