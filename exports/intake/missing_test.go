package intake_test

import (
	"slices"
	"testing"

	"strikerota/exports/intake"
)

// TestMissingNamesakes: of two people of one name who are not in a file, each tick that takes one out says which one it is.
func TestMissingNamesakes(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, twoDuties...)
	for i := range k.Entry.Residents {
		k.Entry.Residents[i].Name, k.Entry.Residents[i].Grade, k.Entry.Residents[i].Unit = "Dr One Name", "", []string{"W1", "W2"}[i]
	}
	k.Entry.Residents[0].Grade = "ST4"
	newer := pasted(t, "Name,GMC,Ward,Date,Start,End", "E Fee,0000003,W1,27/07/2025,0800,2030")
	c := intake.Guess(newer, intake.Duties, k)
	var got []string
	for _, x := range intake.Compare(intake.Read(newer, c, k), c, k).List {
		if x.Op == intake.Missing && x.What == "resident" {
			got = append(got, x.Label)
		}
	}
	if want := []string{"Dr One Name (W1, ST4, R001)", "Dr One Name (W2, R002)"}; !slices.Equal(got, want) {
		t.Errorf("they are listed as %q, want %q", got, want)
	}
}
