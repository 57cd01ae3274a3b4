package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
)

// TestCellsOfWords: of a word that no cell shows it is told which cells it is about.
func TestCellsOfWords(t *testing.T) {
	book, k := pasted(t, "Consultant,Specialty,Fri 25 July,Sat 26 July", "Dr A Bee,obs,yes,", "Dr C Dee,obs,,yes", "Dr E Fee,obs,no,yes"), julyFor(intake.Consultants)
	c := intake.Guess(book, intake.Consultants, k)
	for _, w := range intake.Words(book, c, k) {
		if w.Key == "band/(whole day)" {
			if diff := cmp.Diff([]string{"C2", "D3", "D4"}, w.Cells); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
			return
		}
	}
	t.Error("the part of the day is not asked for")
}
