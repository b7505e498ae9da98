package census

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/xuri/excelize/v2"

	"ashar/survey"
	"ashar/survey/table"
)

// Headings are the words of a table to fill in; see Template.
type Headings struct {
	Ky, Ru, SOATE string
	Female, Male  string // before the ages: "аялдар 18-28"
	Adults        string // of both sexes and all ages: "18+"
}

// Template are the cells of a table with these villages and their people, for somebody to go on with in Excel. Read
// reads it back as it is.
func Template(h Headings, villages []survey.Village, bands []string) [][]string {
	head := []string{h.Ky, h.Ru, h.SOATE}
	for _, sex := range []string{h.Female, h.Male} {
		for _, b := range bands {
			head = append(head, sex+" "+b)
		}
	}
	cells := [][]string{append(head, h.Adults)}
	for i := range villages {
		v := &villages[i]
		row := []string{v.Name["ky"], v.Name["ru"], v.SOATE}
		for _, sex := range []string{survey.SexFemale, survey.SexMale} {
			for _, b := range bands {
				row = append(row, stratum(v, sex, b))
			}
		}
		total := ""
		if n := v.Total(); n > 0 {
			total = strconv.Itoa(n)
		}
		cells = append(cells, append(row, total))
	}
	return cells
}

// stratum is the number of a stratum as a cell; "" where it is not known.
func stratum(v *survey.Village, sex, band string) string {
	for _, s := range v.Population {
		if s.Sex == sex && s.Age == band {
			return strconv.Itoa(s.Count)
		}
	}
	return ""
}

// CSV writes cells as table.CSV does.
func CSV(cells [][]string) ([]byte, error) { return table.CSV(cells) }

// XLSX writes cells as a workbook: codes are texts, people are numbers, and the headings stay in sight.
func XLSX(cells [][]string) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close() //nolint:errcheck // it is in memory
	const sheet = "Sheet1"
	for y, row := range cells {
		values := make([]any, len(row))
		for x, cell := range row {
			values[x] = cell
			if n, err := strconv.Atoi(cell); err == nil && x > 2 && y > 0 {
				values[x] = n
			} else if cell == "" {
				values[x] = nil
			}
		}
		if err := f.SetSheetRow(sheet, fmt.Sprintf("A%d", y+1), &values); err != nil {
			return nil, fmt.Errorf("census: %w", err)
		}
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return nil, fmt.Errorf("census: %w", err)
	}
	text, err := f.NewStyle(&excelize.Style{NumFmt: 49}) // "@": a code keeps its digits
	if err != nil {
		return nil, fmt.Errorf("census: %w", err)
	}
	last := letter(max(len(cells[0])-1, 0))
	for _, err := range []error{
		f.SetColStyle(sheet, "C", text), f.SetRowStyle(sheet, 1, 1, bold), f.SetColWidth(sheet, "A", "C", 22), f.SetColWidth(sheet, "D", last, 11),
		f.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}),
	} {
		if err != nil {
			return nil, fmt.Errorf("census: %w", err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return nil, fmt.Errorf("census: %w", err)
	}
	return b.Bytes(), nil
}
