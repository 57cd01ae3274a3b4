package intake_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
)

// TestHoursUnderDays: hours in a heading are no date, however they are written, and the date that stands over them holds.
// What a column is may stand in the line above, where the days stand.
func TestHoursUnderDays(t *testing.T) {
	said := map[string]string{"skill/obs": "obs", "terms/bma": "bma_rate"}
	for _, night := range []string{"Night (20-08:30)", "Night 20 - 08:30", "Night 20-0830", "Night (20:00-08:30)", "Night 8pm-8:30am", "20-08:30", "Night (20-08:30)", "20:00-8:30", "Night (8pm-8.30am)"} {
		text := ",,,Sat 26 July,,Sun 27 July,,How paid,Tel,Comments\nConsultant,Specialty,Pay pt,Day (8-20:30)," + night + ",Day (8-20:30)," + night + ",,,\nDr A Bee,obs,4-7,Y,,,Y,BMA,01,"
		book := pasted(t, text)
		k := julyFor(intake.Consultants)
		c := intake.Guess(book, intake.Consultants, k)
		c.Answers = said
		r := intake.Read(book, c, k)
		want := []string{"Dr A Bee [obs] bma_rate; 26 08:00 to 26 20:30 [on_site on_call standby]; 27 20:00 to 28 08:30 [on_site on_call standby]"}
		if diff := cmp.Diff(want, lines(r)); diff != "" || len(r.Faults) > 0 {
			t.Errorf("%s: faults %+v (-want +got)\n%s", night, r.Faults, diff)
		}
	}
}

// TestHoursAreNoDay: two hours without minutes are a day only where the heading, and what stands over it, name no other.
func TestHoursAreNoDay(t *testing.T) {
	for _, tt := range []struct{ rows, day, band string }{
		{",Sat 26 July\nConsultant,Night (20-08)", "2025-07-26", "Night (20-08)"},
		{",Sat 26 July\nConsultant,Day (8-20)", "2025-07-26", "Day (8-20)"},
		{"Consultant rota\nConsultant,Sat 26 July 20-08", "2025-07-26", "20-08"},
		{"Consultant rota\nConsultant,Sat 26 July night 20-08:30", "2025-07-26", "night 20-08:30"},
		{"Consultant rota\nConsultant,26-07 night", "2025-07-26", "night"},
		{"Consultant rota\nConsultant,Night (20-08:30)", "", "Night (20-08:30)"},
	} {
		book := pasted(t, tt.rows+"\nDr A Bee,Y")
		want := intake.Column{Field: intake.Cover, Day: tt.day, Band: tt.band}
		if diff := cmp.Diff(want, intake.ColumnAs(book, intake.Consultants, intake.Sheet{Header: 2}, 1, intake.Cover, july())); diff != "" {
			t.Errorf("%q (-want +got)\n%s", tt.rows, diff)
		}
	}
}
