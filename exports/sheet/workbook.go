package sheet

import "fmt"

// readWorkbook reads an .xlsx or .xlsm file.
func readWorkbook(file string, data []byte) (Book, error) {
	a, err := openArchive(data, ours)
	if err != nil {
		return Book{}, err
	}
	keep := &keeper{}
	w, err := a.workbook(keep)
	if err != nil {
		return Book{}, err
	}
	shown, err := w.look(keep.numbers())
	if err != nil {
		return Book{}, err
	}
	book := Book{File: file, Format: "Excel workbook"}
	a.left = ours.Unpacked // notes were read once already
	kept := 0
	for _, t := range w.tabs {
		if t.other {
			book.remark("The sheet %s is a chart, not cells, and was left aside.", t.name)
			continue
		}
		notes, err := a.notes(t.notes)
		if err != nil {
			return Book{}, err
		}
		beside, err := a.areasOf(t)
		if err != nil {
			return Book{}, err
		}
		s := keep.sheets[kept].made(w, shown, notes)
		if n := beside.settle(&s); n > 0 {
			book.remark("The sheet %s has pivot tables beside other cells: %d. They sum up what stands elsewhere, and were left aside.", t.name, n)
		}
		book.Sheets = append(book.Sheets, s)
		kept++
	}
	book.remarks(w.found)
	if keep.pale {
		book.remark("The workbook has so many formatted cells that colours of empty cells at the ends of rows were not read.")
	}
	return book, book.blank()
}

// numbers are those whose look is asked for, each once.
func (k *keeper) numbers() []styled {
	var out []styled
	seen := map[styled]bool{}
	for _, s := range k.sheets {
		for _, row := range s.rows {
			for _, c := range row.cells {
				n := styled{c.style, c.value}
				if (c.kind == "" || c.kind == "n") && !c.empty && c.style != 0 && !seen[n] && len(out) < maxNumbers {
					seen[n] = true
					out = append(out, n)
				}
			}
		}
	}
	return out
}

// maxNumbers is how many different numbers are shown as their styles say; further
// ones are shown as they are.
const maxNumbers = 60_000

func (b *Book) remark(format string, args ...any) {
	b.Remarks = append(b.Remarks, fmt.Sprintf(format, args...))
}

// remarks says what was left aside or is easily overlooked.
func (b *Book) remarks(found Found) {
	if found.Macros {
		b.remark("The workbook holds macros. They were left aside; nothing in them was run or read.")
	}
	if found.Links {
		b.remark("The workbook has links to other workbooks. They were not followed; the values that it stored for them were read.")
	}
	if found.Held {
		b.remark("The workbook holds an embedded object, a control or a data connection. It was left aside.")
	}
	for _, s := range b.Sheets {
		if s.Hidden {
			b.remark("The sheet %s is hidden in the workbook.", s.Name)
		}
		rows := 0
		for _, r := range s.Rows {
			if r.Hidden {
				rows++
			}
		}
		if rows > 0 && !s.Hidden {
			b.remark("In the sheet %s, rows are hidden that hold something, as by a filter or a closed group: %d. They are read like the others, unless it is said of the sheet that hidden rows are left out.", s.Name, rows)
		}
		if n := len(found.Uncalculated[s.Name]); n > 0 {
			b.remark("In the sheet %s, formulas have no stored value, so that their cells read as empty: %d, the first in %s. Open and save the workbook in Excel to have them calculated.", s.Name, n, found.Uncalculated[s.Name][0])
		}
	}
}

// blank refuses a book in which nothing is.
func (b *Book) blank() error {
	for _, s := range b.Sheets {
		if len(s.Rows) > 0 {
			return nil
		}
	}
	return refuse("The workbook holds nothing: every sheet is empty. Choose the workbook that holds the rows.")
}
