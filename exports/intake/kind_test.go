package intake_test

import (
	"slices"
	"testing"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// TestGuessedFields: every field that is guessed can be chosen, or going on from the page of columns would lose it.
func TestGuessedFields(t *testing.T) {
	files := map[string]string{
		"grid.csv":    "Consultant,GMC,Payroll No,E-mail,Grade,Pay point,Phone,Base,Covers,Rate,Fri 25 0800-1300,Comments\nA Bee,0123456,1,a@b.example,Cons,1,2,N,x,trust,OK,\n",
		"duties.csv":  "First name,Surname,GMC,Payroll No,E-mail,Grade,Unit,Site,Shift,Date,Start,End\nAnn,Bee,0123456,1,a@b.example,ST3,W,N,LD,25/07/2025,08:00,16:00\n",
		"answers.csv": "Completion time,Name,GMC,E-mail,Fri 25 July,Reason\n14/07/2025 09:00,Ann Bee,0123456,a@b.example,yes,\n",
	}
	for name, text := range files {
		book, err := sheet.Read(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		guessable(t, name, book)
	}
}

func guessable(t *testing.T, name string, book sheet.Book) {
	t.Helper()
	for _, kind := range intake.Kinds() {
		for _, s := range intake.Guess(book, kind, july()).Sheets {
			for i, c := range s.Columns {
				if c.Field != "" && !slices.Contains(kind.Fields(), c.Field) {
					t.Errorf("%s as %s: column %d is taken for %s, which nobody can choose", name, kind, i, c.Field)
				}
			}
		}
	}
}
