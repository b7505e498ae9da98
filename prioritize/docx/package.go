package docx

import "time"

// The names of what the files of a package are written in, and of how they hang together.
const (
	mainNamespace     = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relationNamespace = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	drawingNamespace  = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
	graphicNamespace  = "http://schemas.openxmlformats.org/drawingml/2006/main"
	pictureNamespace  = "http://schemas.openxmlformats.org/drawingml/2006/picture"
	chartNamespace    = "http://schemas.openxmlformats.org/drawingml/2006/chart"

	packageNamespace = "http://schemas.openxmlformats.org/package/2006/"
	documentType     = "application/vnd.openxmlformats-officedocument."
)

func (d *Document) contentTypes(m *markup) {
	m.start("Types", "xmlns", packageNamespace+"content-types")
	for _, x := range [][2]string{{"rels", "application/vnd.openxmlformats-package.relationships+xml"}, {"xml", "application/xml"}, {"png", "image/png"}, {"xlsx", documentType + "spreadsheetml.sheet"}} {
		m.empty("Default", "Extension", x[0], "ContentType", x[1])
	}
	for _, x := range [][2]string{
		{"/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"},
		{"/docProps/app.xml", documentType + "extended-properties+xml"},
		{"/word/document.xml", documentType + "wordprocessingml.document.main+xml"},
		{"/word/styles.xml", documentType + "wordprocessingml.styles+xml"},
		{"/word/numbering.xml", documentType + "wordprocessingml.numbering+xml"},
		{"/word/settings.xml", documentType + "wordprocessingml.settings+xml"},
		{"/word/fontTable.xml", documentType + "wordprocessingml.fontTable+xml"},
		{"/word/header1.xml", documentType + "wordprocessingml.header+xml"},
		{"/word/footer1.xml", documentType + "wordprocessingml.footer+xml"},
		{"/word/footer2.xml", documentType + "wordprocessingml.footer+xml"},
	} {
		m.empty("Override", "PartName", x[0], "ContentType", x[1])
	}
	charts := 0
	for _, p := range d.parts {
		for _, block := range p.blocks {
			if _, is := block.(Chart); is {
				charts++
				m.empty("Override", "PartName", "/word/"+chartName(charts), "ContentType", documentType+"drawingml.chart+xml")
			}
		}
	}
	m.end()
}

func packageRelations(m *markup) {
	m.start("Relationships", "xmlns", packageNamespace+"relationships")
	m.empty("Relationship", "Id", "rId1", "Type", relationNamespace+"/officeDocument", "Target", "word/document.xml")
	m.empty("Relationship", "Id", "rId2", "Type", packageNamespace+"relationships/metadata/core-properties", "Target", "docProps/core.xml")
	m.empty("Relationship", "Id", "rId3", "Type", relationNamespace+"/extended-properties", "Target", "docProps/app.xml")
	m.end()
}

func documentRelations(m *markup, pictures, charts int) {
	m.start("Relationships", "xmlns", packageNamespace+"relationships")
	for _, x := range [][3]string{
		{"rIdStyles", "/styles", "styles.xml"},
		{"rIdNumbering", "/numbering", "numbering.xml"},
		{"rIdSettings", "/settings", "settings.xml"},
		{"rIdFonts", "/fontTable", "fontTable.xml"},
		{"rIdHeader1", "/header", "header1.xml"},
		{"rIdFooter1", "/footer", "footer1.xml"},
		{"rIdFooter2", "/footer", "footer2.xml"},
	} {
		m.empty("Relationship", "Id", x[0], "Type", relationNamespace+x[1], "Target", x[2])
	}
	for n := range pictures {
		m.empty("Relationship", "Id", pictureRelation(n+1), "Type", relationNamespace+"/image", "Target", "media/"+pictureName(n+1))
	}
	for n := range charts {
		m.empty("Relationship", "Id", chartRelation(n+1), "Type", relationNamespace+"/chart", "Target", chartName(n+1))
	}
	m.end()
}

// core is what the document says of itself, as Dublin Core has it.
func (d *Document) core(m *markup) {
	m.start("cp:coreProperties", "xmlns:cp", packageNamespace+"metadata/core-properties", "xmlns:dc", "http://purl.org/dc/elements/1.1/",
		"xmlns:dcterms", "http://purl.org/dc/terms/", "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance")
	m.leaf("dc:title", Clean(d.Title))
	if d.Author != "" {
		m.leaf("dc:creator", Clean(d.Author))
	}
	m.leaf("dc:language", d.tag())
	if !d.Made.IsZero() {
		made := d.Made.UTC().Format(time.RFC3339)
		for _, name := range []string{"dcterms:created", "dcterms:modified"} {
			m.leaf(name, made, "xsi:type", "dcterms:W3CDTF")
		}
	}
	m.end()
}

func app(m *markup) {
	m.start("Properties", "xmlns", "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties")
	m.leaf("Application", "Ashar")
	m.end()
}

func (d *Document) settings(m *markup) {
	m.start("w:settings", "xmlns:w", mainNamespace)
	m.empty("w:zoom", "w:percent", "100")
	m.val("w:defaultTabStop", "708")
	m.val("w:characterSpacingControl", "doNotCompress")
	m.start("w:compat")
	m.empty("w:compatSetting", "w:name", "compatibilityMode", "w:uri", "http://schemas.microsoft.com/office/word", "w:val", "15")
	m.end()
	m.val("w:themeFontLang", d.tag())
	m.val("w:decimalSymbol", ",")
	m.val("w:listSeparator", ";")
	m.end()
}

// fonts says what stands for the font where it is not installed: both have ң, ө and ү.
func fonts(m *markup) {
	m.start("w:fonts", "xmlns:w", mainNamespace)
	m.start("w:font", "w:name", font)
	m.val("w:altName", "Liberation Serif")
	m.val("w:charset", "CC")
	m.val("w:family", "roman")
	m.val("w:pitch", "variable")
	m.ends(2)
}
