package docx_test

import (
	"bytes"
	"fmt"
	"time"

	"ashar/prioritize/docx"
)

// A report with a heading, a numbered list and a table under its caption, on pages with numbers.
func ExampleDocument() {
	d := docx.New(docx.About{Title: "Needs", Language: "en", Made: time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)})
	d.Footer = []docx.Run{{Field: docx.PageNumber}, {Text: " / "}, {Field: docx.PageCount}}
	d.Add(
		docx.Heading(1, "What is needed"),
		docx.List{Numbered: true, Items: docx.Items("water", "roads")},
		docx.Caption{Sequence: "Table", Before: "Table ", After: ". Votes"},
		docx.Table{
			Columns: []docx.Column{{Width: 3}, {Width: 1, Align: docx.Right}},
			Header:  []docx.Row{{Cells: docx.Cells("Need", "Votes")}},
			Rows:    []docx.Row{{Cells: docx.Cells("water", "64")}, {Cells: docx.Cells("roads", "11")}},
		},
	)
	var file bytes.Buffer
	if _, err := d.WriteTo(&file); err != nil {
		fmt.Println(err)
	}
	fmt.Printf("%s\n", file.Bytes()[:2])
	// Output: PK
}
