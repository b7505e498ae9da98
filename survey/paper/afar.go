package paper

// Reading from afar. Letters are seen by the angle that they fill: an eye that resolves
// 1.7 minutes of arc, which is 0.6 of normal sight, reads letters five times as high,
// 8.6 minutes, and that is the small letters of what is to be read from FarAway. A phone's
// camera of 4,000 pixels over 66 degrees sees a minute of arc with one pixel, and a reader
// of QR codes wants three to a module: so from there it also scans a code whose modules are
// this wide.
const (
	FarAway   = 2000.0 // millimetres
	FarLetter = 5.0    // the least height of an "x"
	FarModule = 1.75
)

// FromAfar reports whether a poster can be read and scanned from FarAway: a long question
// has no room in letters for that, and a long link makes small modules. It fails as
// WritePosters does.
func FromAfar(size Size, p Poster) (bool, error) {
	f, err := readFaces()
	if err != nil {
		return false, err
	}
	sheet, question, err := hang(&p, size, f)
	if err != nil || question < walls[size].least {
		return false, err
	}
	for i := range sheet.pieces {
		if of := &sheet.pieces[i]; of.shape == pixels {
			code, err := modules(of.text)
			if err != nil || of.w/float64(len(code)) < FarModule {
				return false, err
			}
		}
	}
	return true, nil
}
