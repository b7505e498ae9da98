package paper

// The sheet, in millimetres. The left margin is wide enough to be punched.
const (
	sheetWidth  = 210.0
	sheetHeight = 297.0
	left        = 16.0
	top         = 12.0
	width       = 182.0         // of what is printed
	depth       = 297 - 12 - 17 // of what is printed above the foot
	footAt      = sheetHeight - 15
)

// shortGap is above what is printed in short, in millimetres.
const shortGap = 1.5

// page is what is drawn on one side of a sheet.
type page struct{ pieces []piece }

// breaker lays units out on pages, from the top down.
type breaker struct {
	pages []page
	at    float64 // how much of the last page is used
}

// paginate lays the units out. A unit goes to the next page if it does not fit on
// what is left of this one; it is split only if no page could hold it, or if it is a
// table, whose head is repeated.
func paginate(units []unit) []page {
	b := &breaker{pages: []page{{}}}
	for i := range units {
		b.unit(&units[i])
	}
	return b.pages
}

func (b *breaker) unit(u *unit) {
	whole := u.height()
	if u.short != nil && b.at > 0 && b.at+u.gap+whole > depth && b.at+shortGap+height(u.short) <= depth {
		b.at += shortGap
		b.place(u.short)
		return
	}
	switch {
	case b.at == 0:
	case b.at+u.gap+whole <= depth:
		b.at += u.gap
	case whole <= depth && u.again == nil:
		b.turn()
	case b.at+u.gap+height(u.blocks[:chain(u.blocks)]) <= depth:
		b.at += u.gap
	default:
		b.turn()
	}
	for i := 0; i < len(u.blocks); {
		n := chain(u.blocks[i:])
		if b.at > 0 && b.at+height(u.blocks[i:i+n]) > depth {
			b.turn()
			if i > u.body {
				b.place(u.again)
			}
		}
		b.place(u.blocks[i : i+n])
		i += n
	}
}

// chain is how many of the blocks, from the first, stand on one page: those that are
// kept together, as far as one page can hold them.
func chain(blocks []block) int {
	n, sum := 0, 0.0
	for n < len(blocks) {
		if sum += blocks[n].height; n > 0 && sum > depth {
			return n
		}
		n++
		if !blocks[n-1].keep {
			break
		}
	}
	return n
}

func (b *breaker) turn() {
	b.pages = append(b.pages, page{})
	b.at = 0
}

func (b *breaker) place(blocks []block) {
	p := &b.pages[len(b.pages)-1]
	for i := range blocks {
		for _, piece := range blocks[i].pieces {
			piece.x += left
			piece.y += top + b.at
			p.pieces = append(p.pieces, piece)
		}
		b.at += blocks[i].height
	}
}
