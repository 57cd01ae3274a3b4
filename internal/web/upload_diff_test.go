package web

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestDifferences holds that each change of an entry is a row with both values, and nothing else is.
func TestDifferences(t *testing.T) {
	now := rotatest.Small(1)
	if got := differences(now, rotatest.Small(1)); len(got) != 0 {
		t.Fatalf("the same entry differs: %+v", got)
	}
	file := rotatest.Small(1)
	file.Residents = slices.Clone(file.Residents)
	file.Residents[0].Grade = "ST8"
	file.Residents = file.Residents[:len(file.Residents)-1]
	file.Slots[0].Places++
	rate := *file.Cards.Trust.Rates[0].Rate[rota.Night] + 100
	file.Cards.Trust.Rates = slices.Clone(file.Cards.Trust.Rates)
	file.Cards.Trust.Rates[0].Rate[rota.Night] = &rate
	file.Consultants = append(slices.Clone(file.Consultants), rota.Consultant{ID: "NEW", Name: "Dr New", Terms: rota.BMARate})
	gone := now.Residents[len(now.Residents)-1]
	want := []difference{
		{"Resident", whichWords(string(now.Residents[0].ID), now.Residents[0].Name), "Grade", now.Residents[0].Grade, "ST8"},
		{"Resident", whichWords(string(gone.ID), gone.Name), "", inAFew(factsOfResident(gone)), ""},
		{"Consultant", "Dr New (NEW)", "", "", "Name Dr New; terms BMA rate"},
		{"Slot", whichWords(string(now.Slots[0].ID), now.Slots[0].Unit+", "+now.Slots[0].Role), "Doctors needed", "1", "2"},
		{"Trust card", "", "Night 11pm to 7am, everybody else", now.Cards.Trust.Rates[0].Rate[rota.Night].String(), rate.String()},
	}
	got := differences(now, file)
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(difference{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestAttendanceIsNoDifference: no sheet of the workbook holds it.
func TestAttendanceIsNoDifference(t *testing.T) {
	now, file := rotatest.Small(1), rotatest.Small(1)
	now.Duties = slices.Clone(now.Duties)
	now.Duties[0].Attendance = rota.Absent
	p := newReview(strikeBaseForTest(), now, file, "")
	for _, row := range p.Table.Rows {
		if row[1].Text != "0" || row[2].Text != "0" || row[3].Text != "0" {
			t.Errorf("%s: %v", row[0].Text, row)
		}
	}
	if p.List != nil {
		t.Errorf("differences: %+v", p.List.Rows)
	}
}
