package vote

import "math"

// KendallTauB is the agreement of two scorings of the same items, from -1 (one is
// the other reversed) to 1: (C - D) / sqrt((C + D + X)(C + D + Y)) with C pairs in
// the same order, D in opposite ones, X tied in x alone and Y in y alone (Kendall
// 1945). It is NaN where it is not defined: fewer than two items, all tied in x or
// in y, a NaN among them, or x and y of different lengths. Zeros are values like
// others.
func KendallTauB(x, y []float64) float64 {
	if len(x) != len(y) {
		return math.NaN()
	}
	var concordant, discordant, tiedX, tiedY float64
	for i := range x {
		if math.IsNaN(x[i]) || math.IsNaN(y[i]) {
			return math.NaN()
		}
		for j := range i {
			tx, ty := x[i] == x[j], y[i] == y[j]
			switch {
			case tx && ty:
			case tx:
				tiedX++
			case ty:
				tiedY++
			case (x[i] > x[j]) == (y[i] > y[j]):
				concordant++
			default:
				discordant++
			}
		}
	}
	decided := concordant + discordant
	return (concordant - discordant) / math.Sqrt((decided+tiedX)*(decided+tiedY))
}
