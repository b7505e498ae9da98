package analysis

import (
	"github.com/xuri/excelize/v2"
)

// paper is A4, on which the sheet is drawn at so many per cent; it is fitted to the width of one page if that is 0.
func paper(f *excelize.File, sheet, orientation string, scale uint) error {
	fit, a4, asManyAsNeeded, one, edge := scale == 0, 9, 0, 1, margin
	layout := excelize.PageLayoutOptions{Size: &a4, Orientation: &orientation}
	if fit {
		layout.FitToHeight, layout.FitToWidth = &asManyAsNeeded, &one
	} else {
		layout.AdjustTo = &scale
	}
	if err := f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}); err != nil {
		return err
	}
	if err := f.SetPageLayout(sheet, &layout); err != nil {
		return err
	}
	if err := f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L&8&A&R&8&P / &N"}); err != nil {
		return err
	}
	foot := footMargin
	return f.SetPageMargins(sheet, &excelize.PageLayoutMarginsOptions{Left: &edge, Right: &edge, Top: &edge, Bottom: &foot, Footer: &edge})
}

// The margins of a page, in inches; its number stands in the one at the foot.
const (
	margin     = 0.4
	footMargin = 0.7
)

// How many characters stand side by side on a page that can still be read, some six points high: of a sheet that is fitted
// to one page, and on each of several, at so many per cent. There is room for programs that have no Arial, and whose
// columns are wider.
const (
	pageWidth  = 215.0
	partWidth  = 195.0
	lyingScale = 58
)

// lay fits the sheet to one page, or parts it where Excel would tear a village or a group: that heeds no breaks of pages
// in a sheet that is fitted.
func (sh *sheet) lay() error {
	breaks := sh.breaks()
	if len(breaks) == 0 {
		return paper(sh.f, sh.name, "landscape", 0)
	}
	for _, column := range breaks {
		at, err := excelize.CoordinatesToCellName(column+1, 1)
		if err != nil {
			return err
		}
		if err := sh.f.InsertPageBreak(sh.name, at); err != nil {
			return err
		}
	}
	return paper(sh.f, sh.name, "landscape", lyingScale)
}

// breaks are the columns, from 0, with which another page begins, after those that stay in sight.
func (sh *sheet) breaks() []int {
	wide := func(columns []int) (sum float64) {
		for _, i := range columns {
			sum += width(sh.t, i, sh.t.Columns[i])
		}
		return sum
	}
	if sh.width() <= pageWidth {
		return nil
	}
	first := sh.t.run(0, sh.fixed())
	var all []int
	used := wide(first)
	for _, block := range blocks(&sh.t, first) {
		if used+wide(block) > partWidth && used > wide(first) {
			all, used = append(all, block[0]), wide(first)
		}
		used += wide(block)
	}
	return all
}
