package intake_test

import (
	"slices"
	"strings"
	"testing"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestColumnsThatLimit: what stands beside an answer, a number or a rate, and says of it when it holds, is not passed over.
func TestColumnsThatLimit(t *testing.T) {
	w1, north := map[string]string{"unit/w1": "W1"}, map[string]string{"site/north": "North"}
	tryAll(t, []trial{
		{"the days of an answer", "Completion time,Name,Intends to strike?,Days\n10/07/2025 09:00,A Bee,Yes,Fri 25 July; Sat 26 July", intake.Declarations, nil, []string{"R001 25 away", "R001 26 away"}},
		{"the dates of an answer", "Name,Will you be working?,Which dates?\nA Bee,No,25/07/2025 to 27/07/2025", intake.Declarations, nil, []string{"R001 25 away", "R001 26 away", "R001 27 away"}},
		{"no days of the strike", "Name,Will you be working?,Days\nA Bee,No,Fri 25 July; the others I do not know", intake.Declarations, nil, []string{"fault C2: no such days"}},
		{"an answer for all days", "Name,Will you be working?,Days\nA Bee,No,\nC Dee,No,Fri 25 July", intake.Declarations, map[string]string{"person/c dee": "-"},
			[]string{"R001 25 away", "R001 26 away", "R001 27 away", "R001 28 away", "R001 29 away", "R001 30 away"}},
		{"slots from one date to another", "Service,Unit,Site,Role,From date,To date,Start,End,No.\nMat,LW,North,SHO,25/07/2025,26/07/2025,08:00,20:30,2\nMat,LW,North,SpR,28/07/2025,,08:00,20:30,1\nMat,LW,North,FY1,28/07/2025,27/07/2025,08:00,20:30,1", intake.Slots, north,
			[]string{"Mat, LW, SHO: 25 08:00 to 25 20:30, 2 on_site", "Mat, LW, SHO: 26 08:00 to 26 20:30, 2 on_site", "Mat, LW, SpR: 28 08:00 to 28 20:30, 1 on_site", "fault F4: end before start"}},
		{"a premium on a rate", "Period,Rate,Premium\nWeekday 0700-1900,£100,0%\nNight 2300-0700,£100,50%", intake.Rates, map[string]string{"confirmed/trust card rates": intake.NotConfirmed}, []string{"fault : doubtful table", "fault : doubtful table", "asks sense/premium"}},
		{"no premium on a rate", "Period,Rate,Premium\nWeekday 0700-1900,£100,0%\nNight 2300-0700,£100,", intake.Rates, map[string]string{"confirmed/trust card rates": intake.NotConfirmed}, []string{"trust  weekday_day £100.00", "trust  night £100.00"}},
		{"rates for a day", "Period,Daily rate,Hourly rate\nWeekday 0700-1900,£500,£100", intake.Rates, map[string]string{"confirmed/trust card rates": intake.NotConfirmed}, []string{"trust  weekday_day £100.00"}},
		{"the week of a row", "Name,Ward,Week commencing,Mon,Fri,Sat\nAnn Bee,W1,14/07/2025,,0800-2030,\nAnn Bee,W1,21/07/2025,,,0800-2030\nAnn Bee,W1,28/07/2025,0800-2030,,", intake.Duties, w1,
			[]string{"Ann Bee, W1: 18 08:00 to 18 20:30", "Ann Bee, W1: 26 08:00 to 26 20:30", "Ann Bee, W1: 28 08:00 to 28 20:30"}},
		{"the week of a pattern of a row", "Name,Ward,Week,Mon,Fri,Sat\nAnn Bee,W1,1,,0800-2030,\nAnn Bee,W1,,,0800-2030,\nAnn Bee,W1,21/07/2025,,0800-2030,", intake.Duties, w1, []string{"Ann Bee, W1: 25 08:00 to 25 20:30", "fault C2: no such week", "fault C3: no such week"}},
		{"the end of the week of a row", "Name,Ward,Week ending,Mon,Fri,Sat\nAnn Bee,W1,20/07/2025,,0800-2030,\nAnn Bee,W1,27/07/2025,,,0800-2030", intake.Duties, w1, []string{"Ann Bee, W1: 18 08:00 to 18 20:30", "Ann Bee, W1: 26 08:00 to 26 20:30"}},
		{"weeks of a pattern", "Name,Ward,Week 1 Mon,Week 1 Tue,Week 1 Fri\nAnn Bee,W1,LD,LD,N", intake.Duties, w1, nil},
		{"days that are not in order", "Name,Ward,Mon 28 July,Sun 27 July\nAnn Bee,W1,0800-2030,2000-0830", intake.Duties, w1, []string{"fault D2: overlaps the day before"}},
		{"days without signs", "Name,Ward,Date,Times\nAnn Bee,W1,20250725,0800-2030", intake.Duties, w1, []string{"Ann Bee, W1: 25 08:00 to 25 20:30"}},
	})
	book := pasted(t, "Name,Ward,Date,Shift,Start,End,Resident?\nAnn Bee,W1,25/07/2025,Night,20:00,08:30,Resident\nCat Dee,W1,25/07/2025,Night,20:00,08:30,Non-resident")
	k := julyFor(intake.Duties)
	r := intake.Read(book, intake.Guess(book, intake.Duties, k), k)
	if !slices.ContainsFunc(r.Remarks, func(s string) bool { return strings.Contains(s, "“Resident?” was not read") }) {
		t.Errorf("the remarks are %q", r.Remarks)
	}
}

// TestBankHolidayColumn: numbers for bank holidays are not passed over in silence where the strike has one.
func TestBankHolidayColumn(t *testing.T) {
	book := pasted(t, "Service,Unit,Site,Role,Shift,Mon,Fri,BH\nMat,LW,North,SHO,0800-2030,2,2,1")
	for _, holidays := range [][]rota.Date{nil, {{Year: 2025, Month: 7, Day: 28}}} {
		k := julyFor(intake.Slots)
		k.Entry.Cards.Trust.BankHolidays = holidays
		r := intake.Read(book, intake.Guess(book, intake.Slots, k), k)
		told := slices.ContainsFunc(r.Remarks, func(s string) bool { return strings.Contains(s, "“BH” was not read, and Mon 28 July") })
		if told != (holidays != nil) {
			t.Errorf("%v: the remarks are %q", holidays, r.Remarks)
		}
	}
}
