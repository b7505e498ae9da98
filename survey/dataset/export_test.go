package dataset

// WithRows has workbooks go on on a further sheet after so many rows.
func (l *Layout) WithRows(most int) *Layout {
	l.most = most
	return l
}
