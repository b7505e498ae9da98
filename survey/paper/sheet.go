package paper

// Size is the size of a sheet of paper.
type Size string

// The sizes in which posters are printed.
const (
	A4 Size = "a4"
	A5 Size = "a5"
)

// Sizes are those that there are, the usual one first.
func Sizes() []Size { return []Size{A4, A5} }

// sheetSize is a size in millimetres, upright.
type sheetSize struct{ width, height float64 }

var sizes = map[Size]sheetSize{A4: {sheetWidth, sheetHeight}, A5: {148, 210}}
