package sheet

import (
	"strings"
)

// Limits of what is uploaded or pasted. They keep the memory that a file can
// take below 200 MB.
const (
	MaxBytes    = 10 << 20 // of the file
	MaxRows     = 20_000   // that hold something, in one sheet
	MaxColumns  = 500
	maxCellText = 32_767 // Excel's own limit for a cell
)

// Read reads an uploaded file, whatever its name says it is. An error is a
// *[rota.Invalid] with one fault: a sentence for the person who uploaded it.
func Read(file string, data []byte) (Book, error) {
	if len(data) == 0 {
		return Book{}, refuse("The file is empty. Choose the file that holds the rows.")
	}
	if len(data) > MaxBytes {
		return Book{}, refuse("The file is larger than 10 MB. Take out pictures and sheets that are not needed, or save only the sheet with the rows, and upload that.")
	}
	return readText(file, data)
}

// Paste reads a table that was pasted as text, as [Read] reads a file.
func Paste(text string) (Book, error) {
	if strings.TrimSpace(text) == "" {
		return Book{}, refuse("Nothing was pasted. Copy the rows with their headings from your spreadsheet and paste them here.")
	}
	return Read("", []byte(text))
}

func readText(file string, data []byte) (Book, error) {
	text, encoding, err := decoded(data)
	if err != nil {
		return Book{}, err
	}
	s, separator, err := table(text)
	if err != nil {
		return Book{}, err
	}
	if len(s.Rows) == 0 {
		return Book{}, refuse("The file holds nothing but blank lines. Choose the file that holds the rows.")
	}
	return Book{File: file, Format: "text with " + separator + ", " + encoding, Sheets: []Sheet{s}}, nil
}

func tooManyRows(sheet string) error {
	where := ""
	if sheet != "" {
		where = "The sheet " + sheet + " has"
	} else {
		where = "The file has"
	}
	return refuse("%s more than 20,000 rows that hold something. Split it, or take out the rows of other weeks, and upload the parts.", where)
}
