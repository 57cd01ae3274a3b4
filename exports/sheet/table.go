package sheet

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// A record is one row of a text, which may be several lines of it. Cells inside
// quotes are as they stand there.
type record struct {
	cells []string
}

// separators are what may stand between cells, the likeliest first.
var separators = []struct {
	sign byte
	name string
}{{',', "commas"}, {';', "semicolons"}, {'\t', "tabs"}, {'|', "bars"}}

// separatorOf is the sign that cuts most lines of the text into the same number of cells, more than one.
func separatorOf(text string) (byte, string) {
	best, bestScore := separators[0], 0
	for _, s := range separators {
		counts := map[int]int{}
		for i, rest := 0, text; i < 200 && rest != ""; i++ {
			var r record
			var err error
			if r, rest, err = cut(rest, s.sign); err != nil {
				break
			}
			counts[len(r.cells)]++
		}
		score := 0
		for cells, lines := range counts {
			if cells > 1 {
				score = max(score, lines*10+min(cells, 9))
			}
		}
		if score > bestScore {
			best, bestScore = s, score
		}
	}
	return best.sign, best.name
}

// cut takes the first record off a text. A line ends at LF, CR LF or CR.
func cut(text string, separator byte) (record, string, error) {
	var r record
	for {
		cell, rest, err := cutCell(text, separator)
		if err != nil {
			return r, "", err
		}
		if len(r.cells) <= MaxColumns {
			r.cells = append(r.cells, cell)
		}
		switch {
		case rest == "":
			return r, "", nil
		case rest[0] == separator:
			text = rest[1:]
			if text == "" {
				r.cells = append(r.cells, "")
				return r, "", nil
			}
			continue
		case strings.HasPrefix(rest, "\r\n"):
			return r, rest[2:], nil
		}
		return r, rest[1:], nil
	}
}

// cutCell takes one cell off a text; the rest starts with what ended it. Quotes
// matter only at the start of a cell; blanks may stand before them.
func cutCell(text string, separator byte) (cell, rest string, err error) {
	stops := "\r\n" + string(rune(separator))
	lead := strings.TrimLeft(text, " ")
	if !strings.HasPrefix(lead, `"`) {
		i := strings.IndexAny(text, stops)
		if i < 0 {
			i = len(text)
		}
		return text[:i], text[i:], nil
	}
	var out strings.Builder
	for in := lead[1:]; ; {
		i := strings.IndexByte(in, '"')
		if i < 0 {
			return "", "", errOpenQuote
		}
		out.WriteString(in[:i])
		in = in[i+1:]
		if strings.HasPrefix(in, `"`) {
			out.WriteByte('"')
			in = in[1:]
			continue
		}
		end := strings.IndexAny(in, stops) // what stands between the quote and the separator belongs to the cell
		if end < 0 {
			end = len(in)
		}
		out.WriteString(strings.TrimRight(in[:end], " "))
		return out.String(), in[end:], nil
	}
}

var errOpenQuote = errors.New("open quotation mark")

func openQuote(row int) error {
	return refuse("In row %d a quotation mark is opened and never closed, so that everything after it would read as one cell. Close it or delete it, and upload the file again.", row)
}

// table reads text into one sheet and says how it was cut.
func table(text string) (Sheet, string, error) {
	separator, name := separatorOf(text)
	s := Sheet{}
	content, cells := 0, 0
	for number := 1; text != ""; number++ {
		var r record
		var err error
		if r, text, err = cut(text, separator); err != nil {
			return Sheet{}, "", openQuote(number)
		}
		row := Row{Number: number, Cells: make([]Cell, 0, len(r.cells))}
		for col, t := range r.cells {
			if !utf8.ValidString(t) || len(t) > maxCellText {
				return Sheet{}, "", refuse("Row %d, cell %s holds more than %d characters. Shorten it and upload the file again.", number, Name(col, number), maxCellText)
			}
			if strings.ContainsRune(t, 0) {
				return Sheet{}, "", refuse("Row %d, cell %s holds a zero byte, so the file is damaged or no text. Open it in Excel, save it as .xlsx and upload that.", number, Name(col, number))
			}
			row.Cells = append(row.Cells, textCell(t))
		}
		if row.Cells = trimmed(row.Cells); len(row.Cells) == 0 {
			continue
		}
		if content++; content > MaxRows {
			return Sheet{}, "", tooManyRows("")
		}
		if len(row.Cells) > MaxColumns {
			return Sheet{}, "", refuse("Row %d has more than %d columns. Delete those that are not needed and upload the file again.", number, MaxColumns)
		}
		if cells += len(row.Cells); cells > maxCells {
			return Sheet{}, "", tooManyCells()
		}
		s.Rows = append(s.Rows, row)
		s.Last, s.Columns = number, max(s.Columns, len(row.Cells))
	}
	return s, name, nil
}

func textCell(t string) Cell {
	if t = strings.TrimSpace(t); t == "" {
		return Cell{}
	}
	return Cell{Text: t, Kind: Text}
}

// trimmed leaves out the empty cells at the end.
func trimmed(cells []Cell) []Cell {
	n := len(cells)
	for n > 0 && cells[n-1].Text == "" && cells[n-1].blankLook() && !cells[n-1].Uncalculated {
		n--
	}
	return cells[:n]
}

// blankLook reports whether nothing of the cell is seen beside its text.
func (c Cell) blankLook() bool { return c.more == nil || c.more.Note == "" && c.more.Fill == "" }
