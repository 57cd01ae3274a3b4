package intake

import (
	"regexp"
	"slices"

	"strikerota/exports/sheet"
)

var (
	// plainTexts are fields that no date belongs in.
	plainTexts = []Field{Name, FirstName, LastName, GMC, Number, Grade, PayPoint, Unit, Site, Role, Service, Skills, Covers, Terms, Mode, Priority}
	// madeDate is how text files have what a spreadsheet program made a date of: 4-7 becomes 04-Jul.
	madeDate = regexp.MustCompile(`^(\d{1,2}-(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)-\d{2})$`)
	// cutNumber is how they have long numbers, of which the last digits are lost.
	cutNumber = regexp.MustCompile(`^\d(\.\d+)?e\+\d+$`)
)

// misread faults a cell of which a spreadsheet program has made something else than was typed: a date of a pay
// point such as 4-7, or a long number that is cut short.
func (l *line) misread(col int, f Field, cell sheet.Cell) bool {
	text := plain(cell.Text)
	switch {
	case slices.Contains(plainTexts, f) && (cell.Kind == sheet.Date || madeDate.MatchString(text)):
		l.fault(col, "made a date", "The cell holds a date. Spreadsheet programs make dates of texts such as 4-7.", "Type what it should say.")
	case (f == Number || f == GMC || f == Contact) && cutNumber.MatchString(text):
		l.fault(col, "number cut short", "The number is cut short: its last digits are lost.", "Type the whole number.")
	default:
		return false
	}
	return true
}
