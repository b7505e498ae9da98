package main

import (
	"bytes"
	"fmt"
	"os"

	"ashar/survey/paper"
)

type formPrint struct {
	formWords
	Form         string `arg:"" help:"Built-in questionnaire, XLSForm workbook (.xlsx) or JSON file."`
	Out          string `default:"form.pdf" type:"path" placeholder:"FILE" help:"PDF to write (${default})."`
	Copies       int    `default:"1" help:"How many copies to put in it (${default})."`
	First        int    `help:"Number of the first copy; without it there is room to write numbers by hand."`
	TwoSided     bool   `help:"Begin every copy on the front of a sheet."`
	Link         string `placeholder:"URL" help:"Where the same questions are answered by phone: becomes a QR code."`
	Code         string `help:"Short code that leads there when it is typed."`
	Municipality string `placeholder:"NAME" help:"Municipality to name on the form."`
	Village      string `placeholder:"NAME" help:"Village to name on the form."`
}

// Run makes the PDF.
func (c formPrint) Run(m Main) error {
	q, err := readForm(c.Form)
	if err != nil {
		return err
	}
	lang, words, err := c.load(q)
	if err != nil {
		return err
	}
	var pdf bytes.Buffer
	if err := paper.Write(&pdf, q, paper.Options{
		Words: words.For(lang), Language: lang, Link: c.Link, Code: c.Code, Municipality: c.Municipality, Village: c.Village,
		First: c.First, Copies: c.Copies, TwoSided: c.TwoSided,
	}); err != nil {
		return err
	}
	if err := os.WriteFile(c.Out, pdf.Bytes(), 0o644); err != nil {
		return err
	}
	_, err = fmt.Fprintln(m.Out, c.Out)
	return err
}
