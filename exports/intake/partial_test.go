package intake_test

import (
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// TestPartial: what is not in a file may go all at once only when all of the file was
// read. Rows that a person left out were not, nor were sheets left aside that hold such rows.
func TestPartial(t *testing.T) {
	rows := func(name string, lines ...string) sheet.Sheet {
		s := pasted(t, lines...).Sheets[0]
		s.Name = name
		return s
	}
	const head = "Name,GMC,Ward,Date,Start,End"
	good, more := rows("May", head, "A Bee,1,W1,25/07/2025,0800,2030"), rows("June", head, "C Dee,2,W1,26/07/2025,0800,2030")
	other := rows("July", head, "E Fee,3,W1,27/07/2025,0800,2030")
	key, headings := rows("Key", "Code,Meaning", "LD,Long day"), rows("June", head)
	bad := rows("May", head, "A Bee,1,W1,25/07/2025,0800,2030", "C Dee,2,W1,31/06/2025,0800,2030", "E Fee,3,W1,31/06/2025,0800,2030")
	tests := []struct {
		name   string
		sheets []sheet.Sheet
		change func(*intake.Choices)
		want   string
	}{
		{"all read", []sheet.Sheet{good, more}, nil, ""},
		{"a key left aside", []sheet.Sheet{good, key}, nil, ""},
		{"headings left aside", []sheet.Sheet{good, headings}, func(c *intake.Choices) { c.Sheets[1].Read = false }, ""},
		{"a sheet left aside", []sheet.Sheet{good, more}, func(c *intake.Choices) { c.Sheets[1].Read = false }, "The sheet June was left aside, so these may be on it."},
		{"two sheets left aside", []sheet.Sheet{good, more, other}, func(c *intake.Choices) { c.Sheets[1].Read, c.Sheets[2].Read = false, false }, "2 sheets of the file were left aside, so these may be on them."},
		{"faulty rows", []sheet.Sheet{bad}, nil, "2 rows of the file were not read, so these may be among them."},
		{"one of them left out", []sheet.Sheet{bad}, func(c *intake.Choices) {
			c.LeftOut = []intake.Place{{Sheet: "May", Row: 3}}
			c.Correct(intake.Place{Sheet: "May", Row: 4}, 3, "27/07/2025")
		}, "1 row of the file was not read, so it may be of one of these."},
		{"nothing read", []sheet.Sheet{rows("May", head, "C Dee,2,W1,31/06/2025,0800,2030")}, nil, "The file gave none to compare with, so nothing shows that these are gone."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			book := sheet.Book{Format: "Excel workbook", Sheets: tt.sheets}
			c := intake.Guess(book, intake.Duties, july())
			c.Answers = map[string]string{"unit/w1": "W1"}
			if tt.change != nil {
				tt.change(&c)
			}
			if got := intake.Read(book, c, july()).Partial(); got != tt.want {
				t.Errorf("it says %q, want %q", got, tt.want)
			}
		})
	}
}
