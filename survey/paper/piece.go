package paper

// shape is what a piece looks like.
type shape uint8

const (
	words    shape = iota // text, from (x, y) on its baseline
	square                // to be crossed, where several can be
	circle                // to be crossed, where one can be
	cell                  // a box to write a number or a letter in
	blank                 // a line to write on, from (x, y)
	rule                  // a line that parts, across or, with a height, down
	cut                   // the same in dashes, to cut along
	frame                 // a box around other pieces
	panel                 // a box that is seen from afar
	pixels                // a QR code
	ornament              // the family's sign
)

// piece is one thing drawn: in a block from the block's top left corner, on a page
// from the page's, in millimetres.
type piece struct {
	shape      shape
	x, y, w, h float64
	text       string
	style      style
}

// block is what is never split between two pages.
type block struct {
	height float64
	keep   bool // on one page with the block after it
	pieces []piece
}

func (b *block) add(pieces ...piece) { b.pieces = append(b.pieces, pieces...) }

// unit is blocks that stand on one page if one page can hold them: a question, with
// the heading of its section if it is the first there.
type unit struct {
	gap    float64 // above it, unless it begins a page
	blocks []block
	// again has blocks that are repeated at the top of each page onto which the unit
	// goes on, where it is split after the block with the number body.
	again []block
	body  int
	short []block // instead of the blocks, where these need a page of their own and it does not
}

func (u *unit) add(blocks ...block) { u.blocks = append(u.blocks, blocks...) }

func (u *unit) height() float64 { return height(u.blocks) }

func height(blocks []block) float64 {
	sum := 0.0
	for i := range blocks {
		sum += blocks[i].height
	}
	return sum
}

// space is an empty block.
func space(height float64) block { return block{height: height, keep: true} }

// glued keeps all the blocks on one page, with what comes after them.
func glued(blocks []block) []block {
	for i := range blocks {
		blocks[i].keep = true
	}
	return blocks
}

// together keeps all the blocks on one page.
func together(blocks []block) []block {
	for i := range blocks {
		blocks[i].keep = i < len(blocks)-1
	}
	return blocks
}
