package paper

import "ashar/survey"

// pairLines is how many lines of a label are printed in a pair.
const pairLines = 5

// pairs are rows of two things to compare, each with a circle, and a third circle
// for "equal". Those chosen before are written down by hand.
func (c *composer) pairs(x *survey.Question) []block {
	const third = 30.0
	equal := c.faces.cut(c.t("paper.pairs.equal"), plain, third-markSize-afterMark)
	side := (width - indent - third) / 2
	label := side - markSize - afterMark - columnGap
	var blocks []block
	row := func(first, second string) {
		b := block{height: markSize + rowGap}
		for i, name := range []string{first, second, equal} {
			at := indent + float64(i)*side
			b.add(piece{shape: circle, x: at, w: markSize, h: markSize})
			at += markSize + afterMark
			if name == "" {
				b.add(piece{shape: blank, x: at, y: markSize, w: label})
				b.height = writeHeight
				continue
			}
			y := middle(markSize, plain)
			lines := c.faces.wrap(name, plain, label)
			if len(lines) > pairLines {
				lines = append(lines[:pairLines-1], c.faces.cut(lines[pairLines-1]+" …", plain, label))
			}
			if len(lines) == 2 {
				y -= plain.leading() / 2
			}
			for _, line := range lines {
				b.add(c.word(line, at, y, plain))
				y += plain.leading()
			}
			b.height = max(b.height, y-plain.leading()+rowGap+1)
		}
		b.add(piece{shape: rule, x: indent, y: b.height - 0.2, w: width - indent})
		b.height += 0.8
		blocks = append(blocks, b)
	}
	if x.Of != "" {
		n := c.most(x)
		for range max(1, min(x.Pairs, n*(n-1)/2)) {
			row("", "")
		}
		return blocks
	}
	for _, p := range turning(c.things(x), x.Pairs, c.turn) {
		row(c.say(p[0].Label), c.say(p[1].Label))
	}
	return blocks
}

// turning are n pairs of the things. All pairs stand in one order: each thing with
// its neighbour in the list, which goes round, then with the next but one, and so on.
// Every turn takes the n that follow, so that over the copies all come equally often,
// and in one copy nothing comes much more often than another.
func turning(things []survey.Choice, n, turn int) [][2]survey.Choice {
	m := len(things)
	all := m * (m - 1) / 2
	n = min(n, all)
	pairs := make([][2]survey.Choice, n)
	for i := range n {
		k := (turn*n + i) % all
		first, step := k%m, 1+k/m
		pair := [2]survey.Choice{things[first], things[(first+step)%m]}
		if (turn+i)%2 == 1 { // neither side is always the first
			pair[0], pair[1] = pair[1], pair[0]
		}
		pairs[i] = pair
	}
	return pairs
}
