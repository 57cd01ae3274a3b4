package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

const stylesPart = "xl/styles.xml"

// styles are the looks of cells. excelize knows them; it is given the parts that
// hold them and nothing else of the file.
type styles struct {
	count int
	part  []byte
	theme []byte
	looks []look
}

// A look is how cells of a style are shown.
type look struct {
	format
	fill   string // colour of the ground, or ""
	struck bool
	seen   *Look // of cells of the style, or nil
}

// A format is how numbers of a style are shown.
type format struct {
	plain   bool // as they are
	days    bool // as a date
	clock   bool // as a time
	seconds bool
	elapsed bool // as hours that may be more than 24
}

// A styled is a number and its style.
type styled struct {
	style int
	value string
}

// stylesOf reads the styles of a workbook; to keep none is to count them.
func (a *archive) stylesOf(keep bool) (styles, error) {
	var s styles
	if a.files[stylesPart] == nil {
		return s, nil
	}
	part, err := a.whole(stylesPart)
	if err != nil {
		return s, err
	}
	inside := false
	err = walkXML(bytes.NewReader(part), func(token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			inside = inside || t.Name.Local == "cellXfs"
			if inside && t.Name.Local == "xf" {
				s.count++
			}
		case xml.EndElement:
			inside = inside && t.Name.Local != "cellXfs"
		}
		return nil
	})
	if err != nil || !keep {
		return s, err
	}
	s.part = applied(part)
	s.theme, err = a.themeOf()
	return s, err
}

func (s styles) look(style int) look {
	if style < len(s.looks) {
		return s.looks[style]
	}
	return look{format: format{plain: true}}
}

// look asks excelize how cells of each style look, and how numbers are shown that
// are no dates. What it panics at is a damaged file.
func (w *workbook) look(numbers []styled) (shown map[styled]string, err error) {
	defer func() {
		if recover() != nil {
			shown, err = nil, errDamaged
		}
	}()
	if w.styles.part == nil {
		return nil, nil
	}
	f, err := openStyles(w.styles, nil)
	if err != nil {
		return nil, err
	}
	for i := range w.styles.count {
		style, err := f.GetStyle(i)
		if err != nil {
			return nil, errDamaged
		}
		w.styles.looks = append(w.styles.looks, lookOf(style))
	}
	if err := f.Close(); err != nil {
		return nil, fmt.Errorf("close the styles: %w", err)
	}
	return w.show(numbers)
}

// lookOf is the look that a style gives.
func lookOf(style *excelize.Style) look {
	out := look{format: formatOf(style), fill: fillOf(style), struck: style.Font != nil && style.Font.Strike}
	if out.fill != "" {
		out.seen = &Look{Fill: out.fill}
	}
	return out
}

// show has excelize write numbers as their styles show them.
func (w *workbook) show(numbers []styled) (map[styled]string, error) {
	var order []styled
	shown := map[styled]string{}
	for _, n := range numbers {
		if f := w.styles.look(n.style); f.plain || f.days || f.clock || f.elapsed {
			continue
		}
		order = append(order, n)
	}
	if len(order) == 0 {
		return shown, nil
	}
	f, err := openStyles(w.styles, order)
	if err != nil {
		return nil, err
	}
	rows, err := f.Rows("S")
	if err != nil {
		return nil, errDamaged
	}
	for i := 0; rows.Next(); i++ {
		cells, err := rows.Columns()
		if err != nil || i >= len(order) {
			return nil, errDamaged
		}
		if len(cells) > 0 {
			shown[order[i]] = cells[0]
		}
	}
	if rows.Error() != nil || rows.Close() != nil || f.Close() != nil {
		return nil, errDamaged
	}
	return shown, nil
}

// openStyles makes a workbook of the styles and one column of numbers.
func openStyles(s styles, numbers []styled) (*excelize.File, error) {
	var cells strings.Builder
	for i, n := range numbers {
		fmt.Fprintf(&cells, `<row r="%d"><c r="A%d" s="%d"><v>%s</v></c></row>`, i+1, i+1, n.style, n.value)
	}
	const main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	parts := []struct {
		name string
		data []byte
	}{
		{"[Content_Types].xml", []byte(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>`)},
		{"_rels/.rels", []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + office + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`)},
		{"xl/workbook.xml", []byte(`<workbook xmlns="` + main + `" xmlns:r="` + office + `"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`)},
		{"xl/_rels/workbook.xml.rels", []byte(`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="` + office + `/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`)},
		{"xl/worksheets/sheet1.xml", []byte(`<worksheet xmlns="` + main + `"><sheetData>` + cells.String() + `</sheetData></worksheet>`)},
		{stylesPart, s.part},
		{themePart, s.theme},
	}
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		if p.data == nil {
			continue
		}
		part, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store})
		if err == nil {
			_, err = part.Write(p.data)
		}
		if err != nil {
			return nil, fmt.Errorf("pack the styles: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return nil, fmt.Errorf("pack the styles: %w", err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()), excelize.Options{UnzipSizeLimit: maxUnpacked, UnzipXMLSizeLimit: maxUnpacked})
	if err != nil {
		return nil, errDamaged
	}
	return f, nil
}

// fillOf is the colour of a style's ground.
func fillOf(s *excelize.Style) string {
	if s.Fill.Type != "pattern" || s.Fill.Pattern != 1 || len(s.Fill.Color) == 0 {
		return ""
	}
	c := strings.ToUpper(strings.TrimPrefix(s.Fill.Color[0], "#"))
	return c[max(0, len(c)-6):]
}

// unread are the parts of a number format that say nothing of dates: texts, colours and letters that stand for themselves.
var unread = regexp.MustCompile(`"[^"]*"|\\.|_.|\*.|\[(?:[^hms\]][^\]]*|[hms][^hms\]][^\]]*)\]`)

// formatOf says how a style shows numbers.
func formatOf(s *excelize.Style) format {
	switch n := s.NumFmt; {
	case s.CustomNumFmt != nil:
		code := strings.ToLower(*s.CustomNumFmt)
		code, _, _ = strings.Cut(unread.ReplaceAllString(code, ""), ";")
		f := format{
			days:    strings.ContainsAny(code, "yd") || strings.Contains(code, "mmm"),
			clock:   strings.ContainsAny(code, "hs"),
			seconds: strings.Contains(code, "s"),
			elapsed: strings.Contains(code, "["),
		}
		f.plain = strings.Contains(code, "general") || strings.Trim(code, "@ ") == ""
		if f.plain {
			return format{plain: true}
		}
		return f
	case n == 0, n == 49:
		return format{plain: true}
	case n >= 14 && n <= 17, n >= 27 && n <= 31, n == 36, n >= 50 && n <= 58:
		return format{days: true}
	case n >= 18 && n <= 21, n >= 32 && n <= 35, n == 45, n == 47:
		return format{clock: true, seconds: n == 19 || n == 21}
	case n == 22:
		return format{days: true, clock: true}
	case n == 46:
		return format{clock: true, elapsed: true, seconds: true}
	}
	return format{}
}

// days1904 is how many days later the other date system begins.
const days1904 = 1462

// number turns a kept number into a cell's text and value.
func (w *workbook) number(c rawCell, shown map[styled]string, out *Cell) {
	text := strings.TrimSpace(c.value)
	n, err := strconv.ParseFloat(text, 64)
	if err != nil {
		out.Text, out.Kind = text, Text // the scan has refused it already
		return
	}
	out.Kind, out.Number = Number, n
	f := w.styles.look(c.style).format
	switch {
	case f.elapsed && n >= 0 && n < 1000:
		out.Kind, out.Text = Date, elapsed(n, f)
	case (f.days || f.clock) && n >= 0 && n < 2_958_466:
		out.Kind = Date
		if w.date1904 && (f.days || n >= 1) {
			out.Number += days1904
		}
		out.Text = dateText(out.Number, f)
	case shown[styled{c.style, text}] != "":
		out.Text = unrounded(shown[styled{c.style, text}], n)
	default:
		out.Text = strconv.FormatFloat(n, 'f', -1, 64)
		if math.Abs(n) >= 1e15 || n != 0 && math.Abs(n) < 1e-9 {
			out.Text = strconv.FormatFloat(n, 'g', 15, 64)
		}
	}
}

// onlyAmount is a number as people write one, or an amount of money.
var onlyAmount = regexp.MustCompile(`^[-( £$€]*[\d,]+(\.\d*)?[) ]*$`)

// unrounded is what a cell shows, unless it shows less of its number than a hundredth: £98.50 may be shown
// as £99, and is £98.50 all the same.
func unrounded(shown string, n float64) string {
	if !onlyAmount.MatchString(shown) {
		return shown
	}
	seen, err := strconv.ParseFloat(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '.' {
			return r
		}
		return -1
	}, shown), 64)
	if err != nil || math.Abs(n) > 1e9 || math.Abs(seen-math.Abs(n)) < 0.005+1e-9 {
		return shown
	}
	return strconv.FormatFloat(math.Round(n*100)/100, 'f', -1, 64)
}

func elapsed(n float64, f format) string {
	seconds := int(math.Round(n * 86400))
	text := fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60)
	if f.seconds && seconds%60 != 0 {
		text += fmt.Sprintf(":%02d", seconds%60)
	}
	return text
}

// dateText is a day, a time or both, as package time writes them. Days before March
// 1900 are one off, as in Excel; nobody strikes then.
func dateText(n float64, f format) string {
	seconds := int(math.Round(n * 86400))
	t := time.Date(1899, time.December, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, seconds/86400).Add(time.Duration(seconds%86400) * time.Second)
	clock := t.Format("15:04")
	if t.Second() != 0 {
		clock = t.Format("15:04:05")
	}
	switch {
	case !f.days:
		return clock
	case !f.clock && seconds%86400 == 0:
		return t.Format("2006-01-02")
	}
	return t.Format("2006-01-02") + " " + clock
}

// isoShown is a date of the newer sort, which is text.
func isoShown(text string) string {
	t := strings.TrimSuffix(strings.TrimSpace(text), "Z")
	return strings.TrimSuffix(strings.Replace(t, "T", " ", 1), " 00:00:00")
}
