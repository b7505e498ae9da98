package minutes

// Section is a part of the minutes under one heading.
type Section struct {
	Level  int // 0 of the minutes themselves, 1 of a section, 2 of a round
	Title  string
	Under  string // a line below the title; "" for none
	Blocks []Block
}

// Block is a piece of a Section. One of its members is filled, Small aside.
type Block struct {
	Text       string
	Small      bool // the text is a remark
	Facts      []Fact
	List       []Item // numbered from 1
	Table      *Table
	Signatures []Signature
}

// Fact is what something is. A Value that is "" was not written down.
type Fact struct{ Name, Value string }

// Item is a point of a list, of one line or several.
type Item []Line

// Line is a text, with what stands before it: who says it. A Text that is "" was not written down.
type Line struct{ Lead, Text string }

// Table has as many cells in each row as columns. A cell that is "" was not written down.
type Table struct {
	Title   string
	Columns []Column
	Rows    [][]string
	Total   bool // the last row is the sum of the others
}

// Column is one of a table.
type Column struct {
	Title string
	Wide  int  // its width beside the other columns'
	Count bool // it holds numbers
}

// Signature is a line to sign on. A Name that is "" is to be written as well.
type Signature struct{ Role, Name string }

// blank is what stands on paper for what was not written down.
const blank = "________"

// nothing stands where there is nothing to be written down.
const nothing = "—"

func text(s string) Block { return Block{Text: s} }

func small(s string) Block { return Block{Text: s, Small: true} }
