package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"strikerota/exports/sheet"
)

// A layout tells the rows of a table from those around it.
type layout struct {
	choice *Sheet
	header sheet.Row
	foot   bool // a line of totals, a key or an end has been seen
	kind   Kind
	moved  int // number of the last row of headings when they are in another order than those of header, else 0
}

var (
	footnote  = regexp.MustCompile(`^(\*{1,3}|\^{1,3}|[¹²³⁰⁴-⁹ᵃ-ᶜ]{1,2}|[([][\da-e][)\]]|†|‡|§|¶|#) ?[^ *^†‡§¶#].*$`)
	pageBreak = regexp.MustCompile(`^-* ?page \d+( (of|/) ?\d+)? ?-*$`)
	totals    = regexp.MustCompile(`^(grand |sub-?|sub )?totals?\b.{0,20}$`)
	totalOf   = regexp.MustCompile(`\S (sub-?)?totals?:?$`)
	endLine   = regexp.MustCompile(`^\W*(end of (report|file|list|export|sheet)|printed (on|by)|(last )?updated\b|generated (on|by)|source:|notes?:|confidential|official|run by|key( to .*)?:?$|legend\b)`)
)

// of names a row that is no row of the table and says what it is; "" for a row of the table.
func (y *layout) of(row sheet.Row) (code, why string) {
	texts := filled(row)
	first := ""
	if len(texts) > 0 {
		first = plain(texts[0])
	}
	switch {
	case row.Number < y.choice.Header:
		return "title line", "It stands above the headings."
	case row.Number == y.choice.Header:
		return "heading", "It holds the headings."
	case y.headingAgain(row):
		y.moved = 0
		if y.otherOrder(row) {
			y.moved = row.Number
		}
		return "heading again", "It repeats the headings."
	case len(texts) == 1 && pageBreak.MatchString(first):
		return "page break", "It is a page number."
	case row.Totals, y.isTotal(texts, y.within(row)):
		y.foot = true
		return "totals line", "It is a line of totals."
	case len(texts) <= 3 && isKey(row):
		y.foot = true
		return "key and foot", "It explains a code."
	case len(texts) <= 2 && endLine.MatchString(first):
		y.foot = true
		return "key and foot", "It is a note about the table."
	case len(texts) == 1 && footnote.MatchString(texts[0]):
		y.foot = true
		return "footnote", "It explains a sign such as * that stands in rows above it."
	case y.foot && (len(texts) == 1 || len(texts) == 2 && y.mapped() > 4):
		return "key and foot", "It stands below the table."
	}
	return "", ""
}

// within are the texts of a row up to the last column that is read: further ones stand beside the table.
func (y *layout) within(row sheet.Row) []string {
	for last := len(y.choice.Columns) - 1; last >= 0; last-- {
		if y.choice.Columns[last].Field != "" {
			row.Cells = row.Cells[:min(len(row.Cells), last+1)]
			break
		}
	}
	return filled(row)
}

// mapped is how many columns are read.
func (y *layout) mapped() int {
	n := 0
	for _, c := range y.choice.Columns {
		if c.Field != "" {
			n++
		}
	}
	return n
}

func filled(row sheet.Row) []string {
	out := said(row)
	for i, text := range out {
		out[i] = tidy(text)
	}
	return out
}

// said are the texts of a row as they stand in its cells.
func said(row sheet.Row) []string {
	var out, boxes []string
	for _, c := range row.Cells {
		box := c.Look().Merged
		if tidy(c.Text) != "" && (box == "" || !slices.Contains(boxes, box)) {
			if out = append(out, c.Text); box != "" {
				boxes = append(boxes, box)
			}
		}
	}
	return out
}

// headingAgain reports whether most columns that are read say what their heading says.
func (y *layout) headingAgain(row sheet.Row) bool {
	same, all := 0, 0
	for i, c := range y.choice.Columns {
		h := plain(y.header.At(i).Text)
		if c.Field == "" || h == "" {
			continue
		}
		all++
		if plain(row.At(i).Text) == h {
			same++
		}
	}
	return all > 0 && same*2 > all && same > min(1, all-1)
}

// otherOrder reports whether headings that stand again name another field in a column than the headings do.
func (y *layout) otherOrder(row sheet.Row) bool {
	for i, c := range y.choice.Columns {
		field, _, matched := headed(y.kind, row.At(i).Text)
		own, _, there := headed(y.kind, y.header.At(i).Text)
		if c.Field != "" && matched && there && field != own && field != c.Field {
			return true
		}
	}
	return false
}

// isTotal reports whether a row sums the table: it says so in a cell of the table, and has no more than
// a few others.
func (y *layout) isTotal(texts, within []string) bool {
	if len(texts) > 2+numbers(texts) || len(within) == 0 {
		return false
	}
	for _, t := range within {
		if totals.MatchString(plain(t)) {
			return true
		}
	}
	return len(texts) > 1 && numbers(texts) == len(texts)-1 && totalOf.MatchString(plain(texts[0]))
}

// isKey reports whether the row says what a code means: "LD = Long Day 0800-2030".
func isKey(row sheet.Row) bool {
	for _, c := range row.Cells {
		if c.Text != "" {
			_, _, ok := keyLine(strings.TrimSpace(c.Text))
			return ok || len(timedWord.FindAllString(c.Text, 3)) > 1
		}
	}
	return false
}

func numbers(texts []string) int {
	n := 0
	for _, t := range texts {
		if len(t) > 30 {
			continue
		}
		if _, err := strconv.ParseFloat(strings.TrimLeft(strings.ReplaceAll(t, ",", ""), "£ "), 64); err == nil {
			n++
		}
	}
	return n
}

// ragged is how many cells a row of a text may have: those under headings, when few
// rows have more. Else it is 0, and so where a key stands just beside the table, and for
// workbooks, where notes may stand beside it.
func (r *reader) ragged(choice *Sheet, s sheet.Sheet) int {
	width := max(len(s.Row(choice.Header).Cells), len(s.Row(choice.Header-1).Cells)) // headings may be of two lines
	if !strings.HasPrefix(r.book.Format, "text") || width < 2 {
		return 0
	}
	wider := 0
	for _, row := range s.Rows {
		if len(row.Cells) > width {
			wider++
		}
	}
	if wider == 0 || wider > max(3, len(s.Rows)/20) {
		return 0
	}
	if key := keyBeside(s); key >= 0 && key <= width+1 {
		return 0
	}
	return width
}
