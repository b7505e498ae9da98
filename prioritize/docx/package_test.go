package docx_test

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ashar/prioritize/docx"
)

// TestPackageIsWhole holds what Word asks of a package: every file has a type, every relation leads to a file, every file
// is reached by one, and every relation that the text names is there.
func TestPackageIsWhole(t *testing.T) {
	files := unzipped(t, written(t, everything(t)))
	types, extensions := map[string]bool{}, map[string]bool{}
	root := parsed(t, "[Content_Types].xml", files["[Content_Types].xml"])
	for _, n := range root.all("Override") {
		types[n.attributes["PartName"]] = true
		if files[strings.TrimPrefix(n.attributes["PartName"], "/")] == nil {
			t.Errorf("%s has a type, and is not there", n.attributes["PartName"])
		}
	}
	for _, n := range root.all("Default") {
		extensions["."+n.attributes["Extension"]] = true
	}
	reached := map[string]bool{"[Content_Types].xml": true}
	for _, from := range names(files) {
		if path.Ext(from) != ".rels" {
			continue
		}
		reached[from] = true
		folder := path.Dir(path.Dir(from)) // of what has the relations, which is named like them
		seen := map[string]bool{}
		for _, n := range parsed(t, from, files[from]).all("Relationship") {
			target := path.Join(folder, n.attributes["Target"])
			if files[target] == nil || seen[n.attributes["Id"]] {
				t.Errorf("%s: %v leads nowhere, or its Id is there twice", from, n.attributes)
			}
			seen[n.attributes["Id"]], reached[target] = true, true
		}
		of := path.Join(folder, strings.TrimSuffix(path.Base(from), ".rels"))
		for _, attribute := range regexp.MustCompile(`r:(?:id|embed)="([^"]+)"`).FindAllSubmatch(files[of], -1) {
			if !seen[string(attribute[1])] {
				t.Errorf("%s names the relation %s, which is not there", of, attribute[1])
			}
		}
	}
	for _, name := range names(files) {
		if !reached[name] {
			t.Errorf("%s is reached by no relation", name)
		}
		if ext := path.Ext(name); !types["/"+name] && !extensions[ext] {
			t.Errorf("%s has no type", name)
		} else if ext == ".xml" && strings.HasPrefix(name, "word/") && !types["/"+name] {
			t.Errorf("%s has no type of its own", name)
		}
		if strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") {
			parsed(t, name, files[name])
		}
	}
}

// orders are in which order what is told of a thing must stand, by ECMA-376: Word refuses another.
var orders = map[string]string{
	"w:pPr":     "pStyle keepNext keepLines pageBreakBefore numPr pBdr tabs spacing ind jc outlineLvl rPr sectPr",
	"w:rPr":     "rFonts b bCs i iCs sz szCs lang",
	"w:tblPr":   "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblDescription",
	"w:tcPr":    "tcW gridSpan vMerge shd",
	"w:tc":      "tcPr p",
	"w:tbl":     "tblPr tblGrid tr",
	"w:sectPr":  "headerReference footerReference type pgSz pgMar titlePg",
	"w:style":   "name basedOn next qFormat pPr rPr tblPr",
	"w:lvl":     "start numFmt lvlText lvlJc pPr",
	"w:num":     "abstractNumId lvlOverride",
	"w:font":    "altName charset family pitch",
	"w:styles":  "docDefaults style",
	"wp:inline": "extent docPr cNvGraphicFramePr graphic",
	"w:settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang " +
		"decimalSymbol listSeparator",
	"w:numbering": "abstractNum num",

	// Charts, part 1, 21.2: all that the schema knows, and not only what is written.
	"c:chartSpace":     "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr txPr externalData printSettings userShapes extLst",
	"c:chart":          "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly dispBlanksAs showDLblsOverMax extLst",
	"c:title":          "tx layout overlay spPr txPr extLst",
	"c:tx":             "strRef rich v",
	"c:rich":           "bodyPr lstStyle p",
	"c:txPr":           "bodyPr lstStyle p",
	"c:plotArea":       "layout barChart catAx valAx dTable spPr extLst",
	"c:barChart":       "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
	"c:ser":            "idx order tx spPr invertIfNegative pictureOptions dPt dLbls trendline errBars cat val shape extLst",
	"c:dLbls":          "dLbl delete numFmt spPr txPr dLblPos showLegendKey showVal showCatName showSerName showPercent showBubbleSize separator showLeaderLines leaderLines extLst",
	"c:errBars":        "errDir errBarType errValType noEndCap plus minus val spPr extLst",
	"c:plus":           "numRef numLit",
	"c:minus":          "numRef numLit",
	"c:cat":            "multiLvlStrRef numRef numLit strRef strLit",
	"c:val":            "numRef numLit",
	"c:strRef":         "f strCache extLst",
	"c:strCache":       "ptCount pt extLst",
	"c:numRef":         "f numCache extLst",
	"c:numCache":       "formatCode ptCount pt extLst",
	"c:pt":             "v",
	"c:catAx":          axisOrder + "auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
	"c:valAx":          axisOrder + "crossBetween majorUnit minorUnit dispUnits extLst",
	"c:scaling":        "logBase orientation max min extLst",
	"c:majorGridlines": "spPr",
	"c:legend":         "legendPos legendEntry layout overlay spPr txPr extLst",
	"c:externalData":   "autoUpdate",
	"c:spPr":           "xfrm custGeom prstGeom noFill solidFill gradFill blipFill pattFill grpFill ln effectLst effectDag scene3d sp3d extLst",
	"a:ln":             "noFill solidFill gradFill pattFill prstDash custDash round bevel miter headEnd tailEnd extLst",
	"a:pattFill":       "fgClr bgClr",
	"a:defRPr":         fontOrder,
	"a:rPr":            fontOrder,
	"a:p":              "pPr r br fld endParaRPr",
	"a:r":              "rPr t",
}

// What both axes begin with, and how fonts are told.
const (
	axisOrder = "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt "
	fontOrder = "ln noFill solidFill gradFill blipFill pattFill grpFill effectLst effectDag highlight uLnTx uLn uFillTx uFill latin ea cs sym hlinkClick hlinkMouseOver rtl extLst"
)

// TestWhatIsToldStandsInOrder holds every element to it.
func TestWhatIsToldStandsInOrder(t *testing.T) {
	files := unzipped(t, written(t, everything(t)))
	held := map[string]bool{}
	for _, name := range names(files) {
		if !strings.HasPrefix(name, "word/") || !strings.HasSuffix(name, ".xml") {
			continue
		}
		root := parsed(t, name, files[name])
		for element, order := range orders {
			for _, n := range root.all(element) {
				held[element] = true
				at := -1
				for _, c := range n.children {
					_, local, _ := strings.Cut(c.name, ":")
					next := slices.Index(strings.Fields(order), local)
					if next < 0 || next < at {
						t.Errorf("%s: in %s, %s stands out of order (%s)", name, element, c.name, order)
					}
					at = next
				}
			}
		}
	}
	for _, name := range names(files) {
		if strings.HasPrefix(name, "word/charts/chart") {
			unordered(t, name, parsed(t, name, files[name]).children[0])
		}
	}
	for element := range orders {
		if !held[element] {
			t.Errorf("%s stands nowhere: it was not tested", element)
		}
	}
}

// unordered finds elements of a chart that hold others, and of which no order is known.
func unordered(t testing.TB, file string, n *node) {
	t.Helper()
	if strings.HasPrefix(n.name, "c:") && len(n.children) > 0 && orders[n.name] == "" {
		t.Errorf("%s: no order is known of %s", file, n.name)
	}
	for _, c := range n.children {
		unordered(t, file, c)
	}
}

// TestStylesAndListsAreThere finds what the text refers to.
func TestStylesAndListsAreThere(t *testing.T) {
	files := unzipped(t, written(t, everything(t)))
	has := map[string]bool{}
	for _, n := range parsed(t, "styles", files["word/styles.xml"]).all("w:style") {
		has[n.attributes["w:styleId"]] = true
	}
	for _, n := range parsed(t, "numbering", files["word/numbering.xml"]).all("w:num") {
		has["list "+n.attributes["w:numId"]] = true
	}
	for _, name := range []string{"word/document.xml", "word/header1.xml", "word/footer1.xml", "word/styles.xml"} {
		root := parsed(t, name, files[name])
		for _, element := range []string{"w:pStyle", "w:tblStyle", "w:basedOn", "w:next"} {
			for _, n := range root.all(element) {
				if !has[n.attributes["w:val"]] {
					t.Errorf("%s: the style %s is nowhere", name, n.attributes["w:val"])
				}
			}
		}
		for _, n := range root.all("w:numId") {
			if !has["list "+n.attributes["w:val"]] {
				t.Errorf("%s: the list %s is nowhere", name, n.attributes["w:val"])
			}
		}
	}
	var lists []string
	for _, n := range document(t, written(t, everything(t))).all("w:numId") {
		lists = append(lists, n.attributes["w:val"])
	}
	if got, want := strings.Join(lists, " "), "2 2 1 1 3"; got != want {
		t.Errorf("the items are of the lists %s, want %s: each that is numbered begins at 1", got, want)
	}
}

// TestTablesHaveTheirGrid adds up the cells of every row: as many columns and as much width as the grid has.
func TestTablesHaveTheirGrid(t *testing.T) {
	tables := document(t, written(t, everything(t))).all("w:tbl")
	if len(tables) != 4 {
		t.Fatalf("%d tables, want 4", len(tables))
	}
	for i, table := range tables {
		addsUp(t, table)
		if heads, want := len(table.all("w:tblHeader")), []int{2, 0, 2, 2}[i]; heads != want {
			t.Errorf("table %d repeats %d rows on every page, want %d", i+1, heads, want)
		}
	}
}

// addsUp holds the cells of a table to its grid.
func addsUp(t testing.TB, table *node) {
	t.Helper()
	var widths []int
	sum := 0
	for _, c := range table.all("w:gridCol") {
		widths = append(widths, integer(t, c.attributes["w:w"]))
		sum += widths[len(widths)-1]
	}
	if w := integer(t, table.child("w:tblPr").child("w:tblW").attributes["w:w"]); w != sum {
		t.Errorf("columns of %d together, in a table of %d", sum, w)
	}
	for j, row := range table.all("w:tr") {
		at := 0
		for _, cell := range row.all("w:tc") {
			across := 1
			if span := cell.child("w:tcPr").child("w:gridSpan"); span != nil {
				across = integer(t, span.attributes["w:val"])
			}
			want := 0
			for _, w := range widths[at : at+across] {
				want += w
			}
			if got := integer(t, cell.child("w:tcPr").child("w:tcW").attributes["w:w"]); got != want {
				t.Errorf("row %d: a cell of %d, want %d", j+1, got, want)
			}
			if cell.children[len(cell.children)-1].name != "w:p" {
				t.Errorf("row %d: a cell that does not end with a paragraph", j+1)
			}
			at += across
		}
		if at != len(widths) {
			t.Errorf("row %d covers %d of %d columns", j+1, at, len(widths))
		}
	}
}

// TestWhateverIsWrittenAddsUp draws tables whose cells reach across and down as they like: each is refused, or adds up
// and holds every text that it was given.
func TestWhateverIsWrittenAddsUp(t *testing.T) {
	accepted, refused := 0, 0
	rapid.Check(t, func(r *rapid.T) {
		table := docx.Table{Columns: make([]docx.Column, rapid.IntRange(1, 4).Draw(r, "columns"))}
		cells := 0
		for range rapid.IntRange(1, 4).Draw(r, "rows") {
			var row docx.Row
			for range rapid.IntRange(0, len(table.Columns)).Draw(r, "cells") {
				row.Cells = append(row.Cells, docx.Cell{
					Runs: docx.Text("x"), Across: rapid.SampledFrom([]int{0, 1, 1, 2}).Draw(r, "across"), Down: rapid.SampledFrom([]int{0, 1, 1, 2, 3}).Draw(r, "down"),
				})
			}
			cells += len(row.Cells)
			table.Rows = append(table.Rows, row)
		}
		d := docx.New(docx.About{})
		d.Add(table)
		var b bytes.Buffer
		if _, err := d.WriteTo(&b); err != nil {
			refused++
			return
		}
		accepted++
		root := document(t, b.Bytes())
		addsUp(t, root.all("w:tbl")[0])
		if got := len(root.all("w:t")); got != cells || t.Failed() {
			r.Fatalf("%d texts of %d are in the table", got, cells)
		}
	})
	if accepted == 0 || refused == 0 {
		t.Errorf("%d tables were accepted and %d refused: the draw tests nothing", accepted, refused)
	}
}

func integer(t testing.TB, s string) int {
	t.Helper()
	n, err := strconv.Atoi(s)
	must(t, err)
	return n
}

// TestTablesThatDoNotFitAreRefused, before a byte is written.
func TestTablesThatDoNotFitAreRefused(t *testing.T) {
	two := make([]docx.Column, 2)
	row := func(cells ...docx.Cell) docx.Row { return docx.Row{Cells: cells} }
	for what, block := range map[string]docx.Block{
		"no columns":              docx.Table{Rows: []docx.Row{{}}},
		"no rows":                 docx.Table{Columns: two},
		"a cell too few":          docx.Table{Columns: two, Rows: []docx.Row{row(docx.Cell{})}},
		"a cell too many":         docx.Table{Columns: two, Rows: []docx.Row{row(docx.Cell{}, docx.Cell{}, docx.Cell{})}},
		"a cell too wide":         docx.Table{Columns: two, Rows: []docx.Row{row(docx.Cell{}, docx.Cell{Across: 2})}},
		"a cell that reaches out": docx.Table{Columns: two, Rows: []docx.Row{row(docx.Cell{Down: 2}, docx.Cell{})}},
		"a header that does":      docx.Table{Columns: two, Header: []docx.Row{row(docx.Cell{Down: 2}, docx.Cell{})}, Rows: []docx.Row{row(docx.Cell{})}},
		"two cells at one place":  docx.Table{Columns: two, Rows: []docx.Row{row(docx.Cell{}, docx.Cell{Down: 2}), row(docx.Cell{Across: 2})}},
		"a colour that is none":   docx.Table{Columns: two, Rows: []docx.Row{row(docx.Cell{Shade: `red"/>`}, docx.Cell{})}},
		"a caption's formula":     docx.Caption{Sequence: `X \o "a"`},
		"a list too deep":         docx.List{Items: []docx.Item{{Level: 3}}},
		"no picture":              docx.Picture{PNG: []byte("GIF89a")},
	} {
		d := docx.New(docx.About{})
		d.Add(docx.Heading(1, "before"), block)
		var b bytes.Buffer
		if _, err := d.WriteTo(&b); err == nil || b.Len() > 0 || !strings.Contains(err.Error(), "block 2") {
			t.Errorf("%s: %v after %d bytes, want an error that names block 2 and no byte", what, err, b.Len())
		}
	}
}

// TestTheSameDocumentIsTheSameBytes writes it twice.
func TestTheSameDocumentIsTheSameBytes(t *testing.T) {
	if one, other := written(t, everything(t)), written(t, everything(t)); !bytes.Equal(one, other) {
		t.Error("the same document came out as other bytes")
	}
}
