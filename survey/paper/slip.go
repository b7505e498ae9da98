package paper

import (
	"archive/zip"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"ashar/survey"
	"ashar/survey/locale"
)

// Slips are codes that each admit one answer, to be printed, cut apart and handed out. A
// slip has nothing on it by which it can be told from others but its code, and its number where it has one.
type Slips struct {
	Admission survey.Admission // codes, or the slips of a hearing
	Texts     []SlipText       // one at least
	// Address is what is typed, "ashar.kg/f". Bot is the name of the bot to which the code
	// can be written instead; "" says nothing of one.
	Address, Bot string
	Label        string // of the batch
	Slips        []Slip
}

// SlipText is what slips say in one language.
type SlipText struct {
	Words             locale.Speaker
	Village, Question string
}

// Slip is one code as it is printed, "ABC-DEF-GHJ", and the link that fills it in. Its Number is printed in a corner where
// it has one: by that the slips of a hearing are handed out.
type Slip struct {
	Code, Link string
	Number     int
}

// The sheet of slips, in millimetres.
const (
	slipColumns, slipRows = 2, 5
	SlipsPerSheet         = slipColumns * slipRows

	slipMargin = 8.0
	slipWidth  = (sheetWidth - 2*slipMargin) / slipColumns
	slipHeight = (sheetHeight - 2*slipMargin) / slipRows
	slipCode   = 37.0 // the side of the QR code with its white border
	slipTexts  = 2    // languages that there is room for
	slipLines  = 4    // of what to do, in each
	slipPad    = 3.0
	cutMark    = 4.0 // how far the lines to cut along go beyond the slips
)

// Sheets is how many sheets of A4 the slips take.
func (s *Slips) Sheets() int { return (len(s.Slips) + SlipsPerSheet - 1) / SlipsPerSheet }

// WriteSlips writes all the sheets as one PDF. It fails with survey.ErrInvalid, and writes
// nothing, where there are no slips or more than survey.MaxTickets, or one lacks something
// or has too long a link; otherwise only if w does.
func WriteSlips(w io.Writer, s Slips) error {
	f, err := s.faces()
	if err != nil {
		return err
	}
	pages := make([]page, s.Sheets())
	for i := range pages {
		pages[i] = s.sheet(i, f)
	}
	if err := writePDF(w, [][]page{pages}, f, s.about(), false); err != nil {
		return fmt.Errorf("paper: slips: %w", err)
	}
	return nil
}

// WriteSlipSVGs writes all the sheets as a ZIP archive of SVGs, "sheet-001.svg" and so on;
// it fails as WriteSlips does.
func WriteSlipSVGs(w io.Writer, s Slips) error {
	f, err := s.faces()
	if err != nil {
		return err
	}
	z := zip.NewWriter(w)
	for i := range s.Sheets() {
		p := s.sheet(i, f)
		file, err := z.Create(fmt.Sprintf("sheet-%03d.svg", i+1))
		if err == nil {
			err = writeSVG(file, &p, f, s.about())
		}
		if err != nil {
			return fmt.Errorf("paper: slips: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("paper: slips: %w", err)
	}
	return nil
}

// faces checks the slips and reads the fonts.
func (s *Slips) faces() (faces, error) {
	if len(s.Slips) == 0 || len(s.Slips) > survey.MaxTickets {
		return faces{}, invalid("%d slips; 1 to %d are possible", len(s.Slips), survey.MaxTickets)
	}
	if len(s.Texts) == 0 || s.Address == "" || s.Admission == survey.AdmitsAnyone ||
		slices.ContainsFunc(s.Texts, func(t SlipText) bool { return t.Words == locale.Speaker{} }) {
		return faces{}, invalid("slips without words, an address or a rule of admission")
	}
	for _, slip := range s.Slips {
		if slip.Code == "" || slip.Link == "" || len(slip.Link) > MaxLink {
			return faces{}, invalid("a slip without a code, or with a link of %d bytes; from 1 to %d are read off paper", len(slip.Link), MaxLink)
		}
	}
	return readFaces()
}

func (s *Slips) about() about {
	return about{title: s.Texts[0].Question, language: s.Texts[0].Words.Lang(), day: epoch, size: sizes[A4]}
}

// sheet lays the slips of a sheet out, with the lines to cut along.
func (s *Slips) sheet(number int, f faces) page {
	p := page{}
	from := number * SlipsPerSheet
	for i := range s.Slips[from:min(from+SlipsPerSheet, len(s.Slips))] {
		x, y := slipMargin+float64(i%slipColumns)*slipWidth, slipMargin+float64(i/slipColumns)*slipHeight
		for _, piece := range s.slip(&s.Slips[from+i], f) {
			piece.x += x
			piece.y += y
			p.pieces = append(p.pieces, piece)
		}
	}
	for i := range slipColumns + 1 {
		p.pieces = append(p.pieces, piece{shape: cut, x: slipMargin + float64(i)*slipWidth, y: slipMargin - cutMark, h: sheetHeight - 2*slipMargin + 2*cutMark})
	}
	for i := range slipRows + 1 {
		p.pieces = append(p.pieces, piece{shape: cut, x: slipMargin - cutMark, y: slipMargin + float64(i)*slipHeight, w: sheetWidth - 2*slipMargin + 2*cutMark})
	}
	said := s.Texts[0].Words.T("paper.slip.sheet", "Sheet", number+1, "Sheets", s.Sheets())
	if s.Label != "" {
		said = s.Label + " · " + said
	}
	margin := style{7, false} // it is cut off
	said = f.cut(said, margin, slipWidth)
	return page{append(p.pieces, piece{shape: words, x: slipMargin + 1, y: slipMargin - 2, w: f.width(said, margin), text: said, style: margin})}
}

// slip is one of them, from its top left corner. However long its words are, they stay on
// it: titles are cut to the lines that there is room for.
func (s *Slips) slip(of *Slip, f faces) []piece {
	left := slipPad + slipCode + 1
	bottom := slipHeight - slipPad - slipTexts*caption.leading()
	beside := s.words(f, slipWidth-left-slipPad, 2)
	if slipPad+height(beside) > bottom {
		beside = s.words(f, slipWidth-left-slipPad, 1)
	}
	code := style{14, true}
	pieces := []piece{
		{shape: pixels, x: slipPad, y: slipPad, w: slipCode, h: slipCode, text: of.Link},
		f.centred(of.Code, slipPad, slipCode, slipPad+slipCode+code.capital()+0.5, code),
	}
	y := slipPad
	for _, b := range beside {
		for _, piece := range b.pieces {
			piece.x += left
			piece.y += y
			pieces = append(pieces, piece)
		}
		y += b.height
	}
	once := "paper.slip.codes"
	if s.Admission == survey.AdmitsSlips {
		once = "paper.slip.slips"
	}
	for i, t := range s.texts() {
		text := f.cut(t.Words.T(once), caption, slipWidth-2*slipPad)
		pieces = append(pieces, f.centred(text, 0, slipWidth, bottom+float64(i)*caption.leading()+caption.baseline(), caption))
	}
	if of.Number > 0 {
		number := style{12, true}
		text := "№ " + strconv.Itoa(of.Number)
		wide := f.width(text, number)
		pieces = append(pieces, piece{shape: words, x: slipWidth - slipPad - wide, y: slipHeight - slipPad, w: wide, text: text, style: number})
	}
	return pieces
}

// texts are those that there is room for.
func (s *Slips) texts() []SlipText { return s.Texts[:min(slipTexts, len(s.Texts))] }

// words stand beside the code: where this is, what is asked, in so many lines a language at
// most, and what to do.
func (s *Slips) words(f faces, wide float64, most int) []block {
	var blocks []block
	put := func(text string, st style, most int) {
		lines := f.wrap(text, st, wide)
		if len(lines) > most {
			lines[most-1] = f.cut(strings.Join(lines[most-1:], " "), st, wide)
			lines = lines[:most]
		}
		for _, line := range lines {
			blocks = append(blocks, block{height: st.leading(), pieces: []piece{
				{shape: words, y: st.baseline(), w: f.width(line, st), text: line, style: st},
			}})
		}
	}
	var villages []string
	for _, t := range s.texts() {
		if t.Village != "" && !slices.Contains(villages, t.Village) {
			villages = append(villages, t.Village)
		}
	}
	put(strings.Join(villages, " · "), strong, 1)
	for _, t := range s.texts() {
		put(t.Question, numerals, most)
	}
	for _, t := range s.texts() {
		blocks = append(blocks, space(0.4))
		if s.Bot != "" {
			put(t.Words.T("paper.slip.bot", "Address", s.Address, "Bot", s.Bot), caption, slipLines)
		} else {
			put(t.Words.T("paper.slip.scan", "Address", s.Address), caption, slipLines)
		}
	}
	return blocks
}
