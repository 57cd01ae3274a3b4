package sheet

import (
	"strings"
)

// Read reads an uploaded file, whatever its name says it is. An error is a
// *[rota.Invalid] with one fault: a sentence for the person who uploaded it.
func Read(file string, data []byte) (Book, error) {
	if len(data) > MaxBytes {
		return Book{}, refuse("The file is larger than 10 MB. Take out pictures and sheets that are not needed, or save only the sheet with the rows, and upload that.")
	}
	read := readText
	switch kind := kindOf(data); {
	case kind == zipped:
		read = readWorkbook
	case kind != aText || len(data) == 0:
		return Book{}, kind.refusal(len(data))
	}
	b, err := read(file, data)
	return b.withoutListSigns(), err
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
