package survey

// Ledger decides which numbers of people may be shown when several of them add
// up. It starts with figures that are shown, or hidden because they are a few,
// and with the lines that say what adds up to what; Settle then hides more, until
// what is hidden does not follow from what is shown. Every table, page and
// document takes its decisions from one.
//
// After Settle no hidden figure follows from those that are shown by any number
// of additions and subtractions, and what is hidden of one line is together
// SmallCell at least, unless all that could be hidden is.
type Ledger struct {
	figures []figure
	lines   []line
}

type figure struct {
	n             int64
	hidden, known bool
	lines         []int // in which it stands
}

// line says that the total is the sum of the parts; mixed, that readers know some
// other sum of the parts, each taken so many times, while the total is shown.
type line struct {
	total int
	parts []int
	mixed bool
}

// Add enters a number of people and returns what the ledger knows it by. It is
// hidden when it is a few.
func (l *Ledger) Add(n int64) int {
	l.figures = append(l.figures, figure{n: n, hidden: few(n)})
	return len(l.figures) - 1
}

// AddKnown enters a number that readers know in any case, and that is never hidden.
func (l *Ledger) AddKnown(n int64) int {
	l.figures = append(l.figures, figure{n: n, known: true})
	return len(l.figures) - 1
}

// Hide hides a figure that is not known.
func (l *Ledger) Hide(i int) { l.figures[i].hidden = !l.figures[i].known }

// Show shows a figure although it is a few; Settle may hide it for others' sake.
func (l *Ledger) Show(i int) { l.figures[i].hidden = false }

// Hidden reports whether a figure must not be shown.
func (l *Ledger) Hidden(i int) bool { return l.figures[i].hidden }

// Sum states that the parts add up to the total.
func (l *Ledger) Sum(total int, parts ...int) { l.enter(line{total: total, parts: parts}) }

// Mix states that whoever is shown the total is also shown a weighted mean of the
// parts, and may know the weights.
func (l *Ledger) Mix(total int, parts ...int) { l.enter(line{total: total, parts: parts, mixed: true}) }

func (l *Ledger) enter(x line) {
	l.lines = append(l.lines, x)
	for _, i := range append([]int{x.total}, x.parts...) {
		l.figures[i].lines = append(l.figures[i].lines, len(l.lines)-1)
	}
}

// Settle hides what has to be hidden besides.
func (l *Ledger) Settle() {
	for l.cover() || l.loosen() {
		continue
	}
}

// cover hides further parts of every line whose total is shown while those hidden
// are one alone, or together a few. It reports whether it hid any.
func (l *Ledger) cover() bool {
	changed := false
	for _, x := range l.lines {
		if x.mixed || l.figures[x.total].hidden {
			continue
		}
		var hidden int
		var sum int64
		for _, i := range x.parts {
			if l.figures[i].hidden {
				hidden, sum = hidden+1, sum+l.figures[i].n
			}
		}
		for hidden > 0 && (hidden < 2 || sum < SmallCell) {
			next := l.smallest(x.parts)
			if next < 0 {
				changed = l.hide(x.total) || changed
				break
			}
			hidden, sum, changed = hidden+1, sum+l.figures[next].n, l.hide(next)
		}
	}
	return changed
}

// loosen hides one more figure beside one that follows from what is shown.
func (l *Ledger) loosen() bool {
	for _, i := range l.determined() {
		for _, at := range l.figures[i].lines {
			x := l.lines[at]
			if next := l.smallest(x.parts); next >= 0 {
				return l.hide(next)
			}
			if l.hide(x.total) {
				return true
			}
		}
	}
	return false
}

func (l *Ledger) hide(i int) bool {
	before := l.figures[i].hidden
	l.Hide(i)
	return l.figures[i].hidden && !before
}

// smallest returns the smallest positive figure that can still be hidden, or else
// one of zero; -1 if there is none.
func (l *Ledger) smallest(of []int) int {
	at := -1
	for _, i := range of {
		f := l.figures[i]
		switch {
		case f.hidden || f.known:
		case at < 0, f.n > 0 && (l.figures[at].n == 0 || f.n < l.figures[at].n):
			at = i
		}
	}
	return at
}

// determined lists the hidden figures that follow from those shown. The lines are
// equations over what is hidden; a figure follows from them when elimination
// leaves it alone in its equation. It is done modulo a prime: exact, but for the
// one chance in the prime that a coefficient is a multiple of it, and then
// something too much is hidden or the next elimination finds it.
func (l *Ledger) determined() []int {
	column := map[int]int{}
	var unknown []int
	for i, f := range l.figures {
		if f.hidden {
			column[i] = len(unknown)
			unknown = append(unknown, i)
		}
	}
	var rows [][]uint64
	for at, x := range l.lines {
		row := make([]uint64, len(unknown))
		used := false
		for k, i := range x.parts {
			if c, ok := column[i]; ok {
				row[c], used = x.coefficient(at, k), true
			}
		}
		if c, ok := column[x.total]; ok {
			if x.mixed {
				continue
			}
			row[c], used = prime-1, true
		}
		if used {
			rows = append(rows, row)
		}
	}
	var alone []int
	for _, c := range eliminate(rows, len(unknown)) {
		alone = append(alone, unknown[c])
	}
	return alone
}

// coefficient is 1 in a sum. In a mix it stands for weights in general position.
func (x line) coefficient(at, k int) uint64 {
	if !x.mixed {
		return 1
	}
	h := uint64(at+1)*0x9E3779B97F4A7C15 + uint64(k+1)*0xD1B54A32D192ED03
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	h ^= h >> 32
	return h%(prime-1) + 1
}

const prime = 1<<31 - 1

// eliminate brings the equations into reduced form and returns the columns that
// stand alone in one.
func eliminate(rows [][]uint64, columns int) []int {
	rank := 0
	var pivots []int
	for c := 0; c < columns && rank < len(rows); c++ {
		at := rank
		for at < len(rows) && rows[at][c] == 0 {
			at++
		}
		if at == len(rows) {
			continue
		}
		rows[rank], rows[at] = rows[at], rows[rank]
		scale := inverse(rows[rank][c])
		for k := c; k < columns; k++ {
			rows[rank][k] = rows[rank][k] * scale % prime
		}
		for r := range rows {
			if factor := rows[r][c]; r != rank && factor != 0 {
				for k := c; k < columns; k++ {
					rows[r][k] = (rows[r][k] + (prime-factor)*rows[rank][k]) % prime
				}
			}
		}
		pivots = append(pivots, c)
		rank++
	}
	var alone []int
	for r, c := range pivots {
		others := 0
		for _, x := range rows[r] {
			if x != 0 {
				others++
			}
		}
		if others == 1 {
			alone = append(alone, c)
		}
	}
	return alone
}

// inverse is 1/x modulo the prime, by Fermat's little theorem.
func inverse(x uint64) uint64 {
	result := uint64(1)
	for e := prime - 2; e > 0; e >>= 1 {
		if e&1 == 1 {
			result = result * x % prime
		}
		x = x * x % prime
	}
	return result
}
