package exports

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"strikerota/rota"
)

// A scan is what a strict reading of every part found.
type scan struct {
	// uncalculated are cells with a formula but no value, by sheet name: they would read as empty.
	uncalculated map[string][]string
}

// scanParts reads every XML part to its end, strictly.
func scanParts(parts map[string][]byte) (scan, error) {
	names, err := sheetNames(parts)
	if err != nil {
		return scan{}, err
	}
	shared := 0
	for name, data := range parts {
		if isXML(name) {
			n, err := walkXML(data, nil)
			if err != nil {
				return scan{}, err
			}
			if path.Base(name) == "sharedstrings.xml" {
				shared = n["si"]
			}
		}
	}
	out := scan{uncalculated: map[string][]string{}}
	for name, data := range parts {
		if !isXML(name) || !strings.HasPrefix(name, "xl/worksheets/") || strings.Contains(name, "/_rels/") {
			continue
		}
		s := sheetScan{shared: shared, name: names[name]}
		if _, err := walkXML(data, s.see); err != nil {
			return scan{}, err
		}
		out.uncalculated[s.name] = s.uncalculated
	}
	return out, nil
}

func isXML(name string) bool {
	return strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels")
}

// maxDepth and maxToken bound a part: no workbook comes near them.
const (
	maxDepth = 100
	maxToken = 256 << 10
)

// walkXML reads one part to its end and counts its elements by name. It refuses
// document types, deep nesting and huge tokens.
func walkXML(data []byte, see func(xml.Token) error) (map[string]int, error) {
	if !utf8.Valid(data) {
		return nil, errDamaged
	}
	count := map[string]int{}
	d := xml.NewDecoder(bytes.NewReader(data))
	depth, roots := 0, 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, errDamaged
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, refuse("The workbook holds a document type (DTD), which no workbook needs. Save it again as .xlsx in Excel and upload that.")
		case xml.StartElement:
			depth++
			if depth == 1 {
				roots++
			}
			count[t.Name.Local]++
			for _, a := range t.Attr {
				if len(a.Value) > maxToken {
					return nil, errDamaged
				}
			}
		case xml.EndElement:
			depth--
		case xml.CharData:
			if len(t) > maxToken {
				return nil, errDamaged
			}
		}
		if depth < 0 || depth > maxDepth || roots > 1 {
			return nil, errDamaged
		}
		if see != nil {
			if err := see(token); err != nil {
				return nil, err
			}
		}
	}
	if depth != 0 || roots != 1 {
		return nil, errDamaged
	}
	return count, nil
}

// A sheetScan looks at the rows and cells of one worksheet in their order.
type sheetScan struct {
	shared       int
	name         string
	row, rows    int
	col          int
	cell         string
	kind         string
	formula      bool
	value        bool
	text         bool // inside the value
	index        string
	uncalculated []string
}

func (s *sheetScan) see(token xml.Token) error {
	switch t := token.(type) {
	case xml.StartElement:
		switch t.Name.Local {
		case "row":
			return s.startRow(t)
		case "c":
			return s.startCell(t)
		case "f":
			s.formula = true
		case "v":
			s.value, s.text, s.index = true, true, ""
		case "is":
			s.value = true
		}
	case xml.CharData:
		if s.text {
			s.index += string(t)
		}
	case xml.EndElement:
		switch t.Name.Local {
		case "v":
			s.text = false
		case "c":
			return s.endCell()
		}
	}
	return nil
}

func (s *sheetScan) startRow(t xml.StartElement) error {
	s.row++
	s.rows++
	s.col = 0
	if r := attr(t, "r"); r != "" {
		n, err := strconv.Atoi(r)
		if err != nil || n < s.row {
			return errDamaged // rows out of order, twice or negative
		}
		s.row = n
	}
	if s.rows > maxRows+1 || s.row > maxRows+1 {
		return refuse("The sheet %s has more than %d rows. Delete the rows below the last one in use, formats included, and save it.", s.shown(), maxRows)
	}
	return nil
}

func (s *sheetScan) startCell(t xml.StartElement) error {
	s.col++
	s.kind, s.formula, s.value, s.text = attr(t, "t"), false, false, false
	if r := attr(t, "r"); r != "" {
		col, row, ok := cellRef(r)
		if !ok || row != s.row || col < s.col {
			return errDamaged
		}
		s.col = col
	}
	if style := attr(t, "s"); style != "" {
		if n, err := strconv.Atoi(style); err != nil || n < 0 || n > 65_000 {
			return errDamaged
		}
	}
	if s.col > maxColumns {
		return refuse("The sheet %s has more than %d columns. Delete those that are not in use, formats included, and save it.", s.shown(), maxColumns)
	}
	s.cell = ref(s.col, s.row)
	return nil
}

func (s *sheetScan) endCell() error {
	if s.kind == "s" && s.value {
		if n, err := strconv.Atoi(strings.TrimSpace(s.index)); err != nil || n < 0 || n >= s.shared {
			return errDamaged // excelize would read the number instead of the text
		}
	}
	if s.formula && (!s.value || s.index == "" && s.kind != "str") {
		s.uncalculated = append(s.uncalculated, s.cell)
	}
	s.index = ""
	return nil
}

func (s *sheetScan) shown() string { return orElse(s.name, "(without a name)") }

// cellRef reads a cell's name strictly.
func cellRef(t string) (col, row int, ok bool) {
	i := 0
	for ; i < len(t) && t[i] >= 'A' && t[i] <= 'Z'; i++ {
		col = col*26 + int(t[i]-'A') + 1
		if col > 16384 {
			return 0, 0, false
		}
	}
	row, err := strconv.Atoi(t[i:])
	return col, row, i > 0 && err == nil && row > 0 && t[i] != '+'
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}

// sheetNames gives the name of the sheet that each worksheet part holds.
func sheetNames(parts map[string][]byte) (map[string]string, error) {
	var book struct {
		Sheets []struct {
			Name   string `xml:"name,attr"`
			ID     string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			Strict string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		Relationships []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	main, ok := parts["xl/workbook.xml"]
	if !ok {
		return nil, errDamaged
	}
	if xml.Unmarshal(main, &book) != nil || xml.Unmarshal(parts["xl/_rels/workbook.xml.rels"], &rels) != nil {
		return nil, errDamaged
	}
	if len(book.Sheets) == 0 {
		return nil, refuse("The workbook has no sheets. Start again from an empty entry workbook.")
	}
	targets := map[string]string{}
	for _, r := range rels.Relationships {
		target := r.Target
		if !strings.HasPrefix(target, "/") {
			target = "/xl/" + target
		}
		targets[r.ID] = strings.ToLower(strings.TrimPrefix(path.Clean(target), "/"))
	}
	names := map[string]string{}
	for _, s := range book.Sheets {
		part := targets[orElse(s.ID, s.Strict)]
		if _, ok := parts[part]; !ok {
			return nil, errDamaged // excelize would read such a sheet as empty
		}
		names[part] = s.Name
	}
	return names, nil
}

// faults names the cells of a sheet that hold a formula without a value.
func (s scan) faults(sheet string) []rota.Fault {
	var out []rota.Fault
	for _, cell := range s.uncalculated[sheet] {
		out = append(out, rota.Fault{Path: fmt.Sprintf("%s!%s", sheet, cell), Text: "The cell holds a formula that was never calculated. Type the value, or open and save the workbook in Excel."})
	}
	return out
}
