package intake_test

import (
	"slices"
	"testing"

	"strikerota/exports/intake"
)

// TestServiceOfASheet: the name of a sheet is suggested as the service of its units only if it may be one.
func TestServiceOfASheet(t *testing.T) {
	for name, want := range map[string]string{"Maternity": "Maternity", "Acute medicine": "Acute medicine", "Min staffing": "", "Sheet1": "", "Minimum numbers": "", "Safe levels July": "", "Slots": ""} {
		book := pasted(t, "Unit\tSite\tRole\tDate\tTimes\tMinimum", "LW\tNorth\tSpR\t25/07/2025\t0800-2000\t2")
		book.Sheets[0].Name = name
		k, asked := july(), false
		for _, w := range intake.Words(book, intake.Guess(book, intake.Slots, k), k) {
			if w.Kind != intake.ServiceWord {
				continue
			}
			if asked = true; w.Suggestion != want {
				t.Errorf("of the sheet %q %q is suggested, want %q", name, w.Suggestion, want)
			}
		}
		if !asked {
			t.Errorf("of the sheet %q no service is asked for", name)
		}
	}
}

// TestNotAgreed: what is not agreed yet is no offer, and is told with whose it is.
func TestNotAgreed(t *testing.T) {
	book := pasted(t, "Consultant\tCovers\tRate\tFri 25 0800-2000\tSat 26 0800-2000", "Dr A Bee\tobs\tBMA\tyes\t?", "Dr C Dee\tobs\tBMA\ttbc\tyes")
	k := july()
	c := intake.Guess(book, intake.Consultants, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	r := intake.Read(book, c, k)
	want := "Not agreed yet, and so not offered: Dr A Bee on Sat 26 July, 8am to 8pm; Dr C Dee on Fri 25 July, 8am to 8pm."
	if !slices.Contains(r.Remarks, want) {
		t.Errorf("the remarks are %q, want %q among them", r.Remarks, want)
	}
}
