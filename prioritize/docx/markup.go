package docx

import (
	"bufio"
	"encoding/xml"
	"io"
	"strconv"
)

// markup writes XML, element by element. Its errors are told by flush.
type markup struct {
	w    *bufio.Writer
	open []string
}

// newMarkup begins an XML file.
func newMarkup(w io.Writer) *markup {
	m := &markup{w: bufio.NewWriter(w)}
	m.raw(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`, "\n")
	return m
}

// start opens an element that end closes; attributes are names and values in turn.
func (m *markup) start(name string, attributes ...string) {
	m.tag(name, attributes)
	m.raw(">")
	m.open = append(m.open, name)
}

// empty writes an element without content.
func (m *markup) empty(name string, attributes ...string) {
	m.tag(name, attributes)
	m.raw("/>")
}

// leaf writes an element that holds a text.
func (m *markup) leaf(name, text string, attributes ...string) {
	m.start(name, attributes...)
	m.text(text)
	m.end()
}

func (m *markup) tag(name string, attributes []string) {
	m.raw("<", name)
	for i := 0; i+1 < len(attributes); i += 2 {
		m.raw(" ", attributes[i], `="`)
		m.text(attributes[i+1])
		m.raw(`"`)
	}
}

func (m *markup) end() {
	last := len(m.open) - 1
	m.raw("</", m.open[last], ">")
	m.open = m.open[:last]
}

// ends closes so many elements.
func (m *markup) ends(n int) {
	for range n {
		m.end()
	}
}

// raw writes what is markup already, and text what is not. The writer keeps their errors for flush.
func (m *markup) raw(parts ...string) {
	for _, s := range parts {
		_, _ = m.w.WriteString(s)
	}
}

func (m *markup) text(s string) { _ = xml.EscapeText(m.w, []byte(s)) }

func (m *markup) flush() error { return m.w.Flush() }

// val is an element that holds one value, as most properties are.
func (m *markup) val(name, value string) { m.empty(name, "w:val", value) }

func number(n int) string { return strconv.Itoa(n) }
