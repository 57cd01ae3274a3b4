package exports

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// TestValid holds every workbook to what Excel demands before it opens a file
// without offering to repair it (ECMA-376, part 1): see [faultsOf]. It reads the
// parts by itself, with nothing of the library that wrote them.
func TestValid(t *testing.T) {
	for _, b := range allWorkbooks(t) {
		for _, fault := range faultsOf(b.data) {
			t.Errorf("%s: %s", b.name, fault)
		}
	}
}

// A check reads one workbook and notes what is wrong.
type check struct {
	parts  map[string][]byte
	faults []string
	names  map[string]bool // of tables and defined names, in small letters
	tables map[string]bool // ids
	chosen int             // sheets that are selected: what is typed goes into all of them
}

func (c *check) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func faultsOf(data []byte) []string {
	c := &check{parts: map[string][]byte{}, names: map[string]bool{}, tables: map[string]bool{}}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return []string{err.Error()}
	}
	for _, f := range r.File {
		in, err := f.Open()
		if err != nil {
			return []string{err.Error()}
		}
		text, err := io.ReadAll(in)
		if err = errors.Join(err, in.Close()); err != nil {
			return []string{err.Error()}
		}
		if _, twice := c.parts[f.Name]; twice {
			c.fault("%s is there twice", f.Name)
		}
		c.parts[f.Name] = text
	}
	c.types()
	for name := range c.parts {
		if strings.HasSuffix(name, ".rels") {
			c.relations(name)
		}
	}
	c.workbook()
	return c.faults
}

func (c *check) read(name string) node {
	var n node
	text, ok := c.parts[name]
	if !ok {
		c.fault("%s is missing", name)
		return n
	}
	if err := xml.Unmarshal(text, &n); err != nil {
		c.fault("%s: %v", name, err)
	}
	return n
}

// types: every part has one type, and every type a part.
func (c *check) types() {
	n := c.read("[Content_Types].xml")
	known, endings := map[string]bool{}, map[string]bool{}
	for _, o := range n.find("Override") {
		name := strings.TrimPrefix(o.attr("PartName"), "/")
		if _, ok := c.parts[name]; !ok || known[name] {
			c.fault("the type of %s is given for no part, or twice", name)
		}
		known[name] = true
	}
	for _, d := range n.find("Default") {
		if endings[d.attr("Extension")] {
			c.fault("two default types for .%s", d.attr("Extension"))
		}
		endings[d.attr("Extension")] = true
	}
	for name := range c.parts {
		if !known[name] && name != "[Content_Types].xml" && !endings[strings.TrimPrefix(path.Ext(name), ".")] {
			c.fault("%s has no type", name)
		}
		if strings.HasSuffix(name, ".xml") && !known[name] && strings.HasPrefix(name, "xl/") {
			c.fault("%s has no type of its own", name)
		}
	}
}

// relations: ids are unique, and what they lead to is there.
func (c *check) relations(name string) {
	seen := map[string]bool{}
	for _, r := range c.read(name).find("Relationship") {
		if id := r.attr("Id"); seen[id] || id == "" {
			c.fault("%s: id %q is there twice, or empty", name, id)
		} else {
			seen[id] = true
		}
		if r.attr("TargetMode") == "External" {
			c.fault("%s leads out of the file", name)
			continue
		}
		if to := target(name, r.attr("Target")); c.parts[to] == nil {
			c.fault("%s leads to %s, which is not there", name, to)
		}
	}
}

// target is the part that a relation of a part leads to.
func target(rels, to string) string {
	if rest, ok := strings.CutPrefix(to, "/"); ok {
		return rest
	}
	return path.Join(path.Dir(path.Dir(rels)), to)
}

// relsOf are the targets of a part's relations by id.
func (c *check) relsOf(part string) map[string]string {
	name := path.Join(path.Dir(part), "_rels", path.Base(part)+".rels")
	out := map[string]string{}
	if c.parts[name] == nil {
		return out
	}
	for _, r := range c.read(name).find("Relationship") {
		out[r.attr("Id")] = target(name, r.attr("Target"))
	}
	return out
}

func (c *check) workbook() {
	const part = "xl/workbook.xml"
	wb := c.read(part)
	c.ordered(part, wb, "fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups externalReferences definedNames calcPr "+
		"oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr webPublishObjects extLst")
	styles := c.read("xl/styles.xml")
	looks, changes := len(styles.find("cellXfs", "xf")), len(styles.find("dxfs", "dxf"))
	rels := c.relsOf(part)
	names, visible := map[string]bool{}, 0
	sheets := wb.find("sheets", "sheet")
	for _, s := range sheets {
		name := s.attr("name")
		if key := strings.ToLower(name); names[key] || key == "history" {
			c.fault("sheet %q is there twice, or has a name that Excel keeps", name)
		} else {
			names[key] = true
		}
		if units(name) < 1 || units(name) > 31 || strings.ContainsAny(name, `:\/?*[]`) || strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'") {
			c.fault("sheet %q has a bad name", name)
		}
		if s.attr("state") == "" || s.attr("state") == "visible" {
			visible++
		}
		c.sheet(name, rels[s.attr("id")], looks, changes)
	}
	if visible == 0 || c.chosen != 1 {
		c.fault("%d sheets can be seen and %d are selected", visible, c.chosen)
	}
	seen := map[string]bool{}
	for _, d := range wb.find("definedNames", "definedName") {
		key := strings.ToLower(d.attr("name")) + "!" + d.attr("localSheetId")
		if n, err := strconv.Atoi(d.attr("localSheetId")); seen[key] || err != nil || n >= len(sheets) {
			c.fault("defined name %s is there twice, or for no sheet", key)
		}
		seen[key] = true
	}
}

// ordered: the elements of a sequence stand in the schema's order.
func (c *check) ordered(part string, n node, order string) {
	names := strings.Fields(order)
	last := -1
	for _, k := range n.Kids {
		if k.XMLName.Local == "AlternateContent" {
			continue
		}
		i := slices.Index(names, k.XMLName.Local)
		if i < 0 || i < last {
			c.fault("%s: <%s> stands where it may not", part, k.XMLName.Local)
		}
		last = max(last, i)
	}
}

const sheetOrder = "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState " +
	"dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter " +
	"rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts extLst"

func (c *check) sheet(name, part string, looks, changes int) {
	ws := c.read(part)
	c.ordered(part, ws, sheetOrder)
	if len(ws.find("mergeCells")) > 0 {
		c.fault("%s has merged cells", name)
	}
	for _, hf := range ws.find("headerFooter") {
		for _, text := range hf.Kids {
			if units(text.Text) > 255 {
				c.fault("%s: a header or footer of %d characters", name, units(text.Text))
			}
		}
	}
	for _, v := range ws.find("sheetViews", "sheetView") {
		if v.attr("tabSelected") == "1" || v.attr("tabSelected") == "true" {
			c.chosen++
		}
	}
	c.columns(name, ws)
	if len(ws.find("dimension")) > 0 {
		c.fault("%s says how far its cells go, which a stream does not know before: readers stop there", name)
	}
	texts := c.cells(name, ws, looks)
	for _, v := range ws.find("dataValidations", "dataValidation") {
		if list := v.find("formula1"); v.attr("type") == "list" && len(list) > 0 && units(strings.Trim(list[0].Text, `"`)) > 255 {
			c.fault("%s: a list of over 255 characters", name)
		}
		if units(v.attr("error")) > 225 || units(v.attr("errorTitle")) > 32 || units(v.attr("prompt")) > 255 {
			c.fault("%s: a message of a list is too long", name)
		}
	}
	for _, r := range ws.find("conditionalFormatting", "cfRule") {
		if n, err := strconv.Atoi(r.attr("dxfId")); err != nil || n >= changes {
			c.fault("%s: a conditional format without a style", name)
		}
	}
	rels := c.relsOf(part)
	for _, p := range ws.find("tableParts", "tablePart") {
		c.table(name, rels[p.attr("id")], texts)
	}
	for _, d := range ws.find("drawing") {
		c.drawing(name, rels[d.attr("id")])
	}
}

func (c *check) columns(name string, ws node) {
	last := 0
	for _, col := range ws.find("cols", "col") {
		from, to := atoi(col.attr("min")), atoi(col.attr("max"))
		width, err := strconv.ParseFloat(col.attr("width"), 64)
		if from <= last || to < from || err != nil || width <= 0 || width > 255 {
			c.fault("%s: columns %d to %d are out of order or too wide", name, from, to)
		}
		last = to
	}
}

var cellRef = regexp.MustCompile(`^([A-Z]{1,3})([1-9]\d*)$`)

// cells: rows and cells ascend, styles exist, values have the type they say. It gives the texts.
func (c *check) cells(name string, ws node, looks int) map[string]string {
	texts := map[string]string{}
	last := 0
	for _, row := range ws.find("sheetData", "row") {
		n := atoi(row.attr("r"))
		if n <= last {
			c.fault("%s: row %d after row %d", name, n, last)
		}
		last = n
		if h, err := strconv.ParseFloat(row.attr("ht"), 64); row.attr("ht") != "" && (err != nil || h > 409.5) {
			c.fault("%s: row %d is too tall", name, n)
		}
		before := 0
		for _, cell := range row.find("c") {
			m := cellRef.FindStringSubmatch(cell.attr("r"))
			if m == nil || atoi(m[2]) != n {
				c.fault("%s: cell %q in row %d", name, cell.attr("r"), n)
				continue
			}
			col, err := excelize.ColumnNameToNumber(m[1])
			if err != nil || col <= before {
				c.fault("%s: cell %s is out of order", name, cell.attr("r"))
			}
			before = col
			if s := cell.attr("s"); s != "" && atoi(s) >= looks {
				c.fault("%s: %s has no style %s", name, cell.attr("r"), s)
			}
			texts[cell.attr("r")] = c.value(name, cell)
		}
	}
	return texts
}

func (c *check) value(name string, cell node) string {
	at := name + "!" + cell.attr("r")
	text := ""
	for _, v := range cell.find("v") {
		text = v.Text
	}
	for _, v := range cell.find("is", "t") {
		text = v.Text
	}
	if units(text) > 32_767 {
		c.fault("%s: a text of %d characters", at, units(text))
	}
	switch kind := cell.attr("t"); kind {
	case "", "n":
		if _, err := strconv.ParseFloat(text, 64); text != "" && err != nil {
			c.fault("%s: %q is no number", at, text)
		}
	case "str":
		if len(cell.find("f")) == 0 {
			c.fault("%s: the result of a formula without a formula", at)
		}
		if _, err := strconv.ParseFloat(text, 64); err == nil {
			c.fault("%s: the number %q as text", at, text)
		}
	case "inlineStr", "b":
	default:
		c.fault("%s: type %q", at, kind)
	}
	for _, f := range cell.find("f") {
		if len(f.Text) > 8_192 || f.Text == "" || strings.HasPrefix(f.Text, "=") {
			c.fault("%s: formula %.40q", at, f.Text)
		}
		if len(cell.find("v")) == 0 {
			c.fault("%s: a formula without a value", at)
		}
	}
	return text
}

// table: its id and name are its own, and its heads are the cells' texts, each another.
func (c *check) table(sheet, part string, texts map[string]string) {
	n := c.read(part)
	c.ordered(part, n, "autoFilter sortState tableColumns tableStyleInfo extLst")
	id, name := n.attr("id"), n.attr("displayName")
	if c.tables[id] || c.names[strings.ToLower(name)] {
		c.fault("table %s (%s) is there twice", name, id)
	}
	c.tables[id], c.names[strings.ToLower(name)] = true, true
	if !regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.]*$`).MatchString(name) || cellRef.MatchString(strings.ToUpper(name)) {
		c.fault("table %q has a bad name", name)
	}
	from, to, ok := strings.Cut(n.attr("ref"), ":")
	a, b := cellRef.FindStringSubmatch(from), cellRef.FindStringSubmatch(to)
	if !ok || a == nil || b == nil || atoi(b[2]) <= atoi(a[2]) {
		c.fault("table %s has no row: %s", name, n.attr("ref"))
		return
	}
	first, _ := excelize.ColumnNameToNumber(a[1])
	last, _ := excelize.ColumnNameToNumber(b[1])
	columns := n.find("tableColumns", "tableColumn")
	if len(columns) != last-first+1 {
		c.fault("table %s has %d columns, want %d", name, len(columns), last-first+1)
	}
	seen := map[string]bool{}
	for i, col := range columns {
		head := strings.NewReplacer("_x000a_", "\n").Replace(col.attr("name"))
		if seen[strings.ToLower(head)] || head == "" || texts[ref(first+i, atoi(a[2]))] != head {
			c.fault("table %s: head %q is there twice, or is not %q as in the cell", name, head, texts[ref(first+i, atoi(a[2]))])
		}
		seen[strings.ToLower(head)] = true
	}
}

// drawing: every chart is there and says what it shows to those who cannot see it.
func (c *check) drawing(sheet, part string) {
	n := c.read(part)
	rels := c.relsOf(part)
	for _, anchor := range n.Kids {
		for _, frame := range anchor.find("graphicFrame") {
			for _, p := range frame.find("nvGraphicFramePr", "cNvPr") {
				if len(p.attr("descr")) < 20 {
					c.fault("%s: a chart without words for those who cannot see it", sheet)
				}
			}
			for _, chart := range frame.find("graphic", "graphicData", "chart") {
				if c.parts[rels[chart.attr("id")]] == nil {
					c.fault("%s: a chart that is not there", sheet)
				}
			}
		}
	}
}
