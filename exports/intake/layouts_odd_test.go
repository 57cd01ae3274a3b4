package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// TestOddLayouts reads tables that people send all the same, of which the right answer was written down first.
func TestOddLayouts(t *testing.T) {
	w1 := map[string]string{"unit/w1": "W1"}
	obs := map[string]string{"skill/obs": "obs"}
	const bee, dee = "Ann Bee, W1: 25 08:00 to 25 20:30", "Cat Dee, W1: 26 08:00 to 26 20:30"
	for _, tt := range []struct {
		name, text string
		kind       intake.Kind
		said       map[string]string
		want       []string
	}{
		{"days with dots and no year", "Name,Ward,Date,Start,End\nAnn Bee,W1,25.07.,08:00,20:30\nCat Dee,W1,26.07.,08:00,20:30", intake.Duties, w1, []string{bee, dee}},
		{"weekdays with a number", "Name,Ward,Date,Start,End\nAnn Bee,W1,Fri 25th,08:00,20:30\nCat Dee,W1,Sat 26th,08:00,20:30", intake.Duties, w1, []string{bee, dee}},
		{"a weekday with another number", "Name,Ward,Date,Start,End\nAnn Bee,W1,Sat 25th,08:00,20:30", intake.Duties, w1, []string{"fault C2: no such date"}},
		{"boxes that are ticked", "Name,Ward,Date,0800-2030,2000-0830\nAnn Bee,W1,25/07/2025,TRUE,FALSE", intake.Duties, w1, []string{bee}},
		{"boxes that are ticked under days and times", "Name,Ward,Fri 25 (0800-2030),Sat 26 (0800-2030)\nAnn Bee,W1,TRUE,FALSE\nCat Dee,W1,FALSE,TRUE", intake.Duties, w1, []string{bee, dee}},
		{"footnotes", "Name,Ward,Date,Start,End\nAnn Bee,W1,25/07/2025,0800,2030\n* acting up\n† swap agreed", intake.Duties, w1, []string{bee}},
		{"a sign on an offer", "Consultant,Covers,Fri 25 0800-1300\nDr A Bee,obs,OK*\n* only if no clinic", intake.Consultants, obs, []string{"fault C2: unknown word", "asks cover/ok*"}},
		{"codes with words, and none", "Name,Ward,Fri 25/07,Sat 26/07\nAnn Bee,W1,LD (swap),N/A\nCat Dee,W1,OFF,LD\nLD = Long day 0800-2030", intake.Duties, w1,
			[]string{dee, "fault C2: unknown code", "fault D2: unknown code", "asks code/ld (swap)", "asks code/n/a"}},
		{"times with their zone", "Name,Ward,Start,End\nAnn Bee,W1,2025-07-25T07:00:00Z,2025-07-25T19:30:00Z\nCat Dee,W1,2025-07-26T08:00:00+01:00,2025-07-26T20:30:00+01:00", intake.Duties, w1, []string{bee, dee}},
		{"signs that nobody sees", "Name,Ward,Date,Start,End\n\u200bAnn\u200d Bee\u200e,W1,25/07/2025,08:00,20:30\n\u200fCat Dee\u202c,W1,26/07/2025,08:00,20:30", intake.Duties, w1, []string{bee, dee}},
		{"two strikes", "Name,Ward,Date,Start,End\nAnn Bee,W1,25/07/2025,0800,2030\nAnn Bee,W1,14/11/2025,0800,2030", intake.Duties, w1, []string{bee, "fault C3: far from the strike"}},
		{"two strikes of slots", "Service,Unit,Site,Role,Date,Times,Doctors\nMat,LW,North,SHO,25/07/2025,0800-2030,2\nMat,LW,North,SHO,14/11/2025,0800-2030,2", intake.Slots, map[string]string{"site/north": "North"},
			[]string{"Mat, LW, SHO: 25 08:00 to 25 20:30, 2 on_site"}},
		{"the least and the ideal", "Service,Unit,Site,Role,Date,Shift,Minimum,Ideal\nMat,LW,North,SHO,25/07/2025,0800-2030,2,3", intake.Slots, map[string]string{"site/north": "North"},
			[]string{"Mat, LW, SHO: 25 08:00 to 25 20:30, 2 on_site"}},
		{"a matrix of weekdays and bands", "Service,Unit,Site,Role,Fri 0800-2030,Sat-Sun 0800-2030\nMat,LW,North,SHO,2,1", intake.Slots, map[string]string{"site/north": "North"},
			[]string{"Mat, LW, SHO: 25 08:00 to 25 20:30, 2 on_site", "Mat, LW, SHO: 26 08:00 to 26 20:30, 1 on_site", "Mat, LW, SHO: 27 08:00 to 27 20:30, 1 on_site"}},
		{"bands under weekdays", ",,,,Fri,,Sat,\nService,Unit,Site,Role,Day 0800-2030,Night 2030-0800,Day 0800-2030,Night 2030-0800\nMat,LW,North,SHO,2,1,1,0", intake.Slots, map[string]string{"site/north": "North"},
			[]string{"Mat, LW, SHO: 25 08:00 to 25 20:30, 2 on_site", "Mat, LW, SHO: 25 20:30 to 26 08:00, 1 on_site", "Mat, LW, SHO: 26 08:00 to 26 20:30, 1 on_site"}},
		{"numbers with words", "Service,Unit,Site,Role,Date,Shift,Doctors\nMat,LW,North,SHO,25/07/2025,0800-2030,2 (min)\nMat,LW,North,SpR,25/07/2025,0800-2030,TBC", intake.Slots, map[string]string{"site/north": "North"},
			[]string{"fault G2: number not in digits", "fault G3: number not in digits"}},
		{"grades across rates", "Band,Consultant (substantive),Locum consultant,SAS\nWeekday 0700-1900,£120.00,£130.00,£90.00", intake.Rates, map[string]string{"confirmed/trust card rates": intake.NotConfirmed},
			[]string{"trust  weekday_day £120.00", "trust locum weekday_day £130.00", "trust SAS weekday_day £90.00"}},
		{"bands across rates", "Grade,Weekday 0700-1900,Night 2300-0700\nConsultant,188,313\nSAS,120,180", intake.Rates, map[string]string{"confirmed/trust card rates": intake.NotConfirmed},
			[]string{"trust  weekday_day £188.00", "trust  night £313.00", "trust SAS weekday_day £120.00", "trust SAS night £180.00"}},
		{"decimal commas", "Band;Rate\nWeekday 0700-1900;98,50\nNight 2300-0700;1.250,00", intake.Rates, map[string]string{"confirmed/trust card rates": intake.NotConfirmed},
			[]string{"trust  weekday_day £98.50", "fault B3: too much for an hour"}},
		{"pence", "Band,Rate (pence)\nWeekday 0700-1900,18800", intake.Rates, nil, []string{"fault B2: not allowed"}},
		{"a form in German", "ID;Startzeit;Fertigstellungszeit;E-Mail;Name;Will you work on Fri 25 July?\n1;25.06.2025 09:00;25.06.2025 09:05;a@x.nhs.invalid;A Bee;Yes\n2;25.06.2025 09:00;24.06.2025 09:05;a@x.nhs.invalid;A Bee;No", intake.Declarations, nil, []string{"R001 25 working"}},
		{"answers by number alone", "GMC number,Will you work on Fri 25 July?\n0123456,Yes\n0123457,No", intake.Declarations, nil,
			[]string{"fault : nobody of that name", "fault : nobody of that name", "asks person/0123456", "asks person/0123457"}},
		{"ticked boxes of answers", "Name,Working Fri 25 July,Working Sat 26 July\nA Bee,TRUE,FALSE", intake.Declarations, nil, []string{"R001 25 working", "R001 26 away"}},
		{"half days in words", "Consultant,Specialty,Fri 25 July\nDr A Bee,obs,AM only", intake.Consultants, obs, []string{"fault C2: unknown word", "fault C2: unknown band", "asks band/(whole day)", "asks cover/am only"}},
		{"noon and midnight", "Name,Ward,Date,Start,End\nAnn Bee,W1,25/07/2025,noon,midnight\nCat Dee,W1,26/07/2025,midnight,8am", intake.Duties, w1, []string{"Ann Bee, W1: 25 12:00 to 26 00:00", "fault D3: midnight at which end"}},
		{"hours for an end", "Name,Ward,Date,Start,Hours\nAnn Bee,W1,25/07/2025,0800,12.5", intake.Duties, w1, []string{"fault E2: no times"}},
		{"hours with decimals", "Name,Ward,Date,Start,End\nAnn Bee,W1,25/07/2025,8.5,20.5", intake.Duties, w1, []string{"fault D2: no such time", "fault E2: no such time"}},
		{"weeks below each other", "Week 1,,,,\nName,Ward,Fri 25,Sat 26,Sun 27\nAnn Bee,W1,0800-2030,OFF,OFF\nWeek 2,,,,\nName,Ward,Mon 28,Tue 29,Wed 30\nAnn Bee,W1,2000-0830,OFF,OFF", intake.Duties, w1,
			[]string{bee, "Ann Bee, W1: 28 20:00 to 29 08:30"}},
		{"dates down and people across", "Date,Ann Bee,Cat Dee\n25/07/2025,0800-2030,OFF\n26/07/2025,OFF,0800-2030", intake.Duties, nil, nil},
		{"initials for names", "Initials,Ward,Date,Start,End\nAB,W1,25/07/2025,0800,2030", intake.Duties, nil, nil},
		{"numbers for names", "GMC,Ward,Date,Start,End\n0123456,W1,25/07/2025,0800,2030", intake.Duties, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outcome(t, pasted(t, tt.text), tt.kind, tt.said)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestSideways: a table with its people across the top is refused with what to do, and others are not.
func TestSideways(t *testing.T) {
	for text, want := range map[string]bool{
		"Date,Ann Bee,Cat Dee\n25/07/2025,0800-2030,OFF\n26/07/2025,OFF,LD":                          true,
		"Date,Shift,Dr A Bee,Dr C Dee\nFri 25 July,0800-2000,OK,no\nFri 25 July,2000-0800,no,OK":     true,
		"Strike cover\n,\"BEE, Ann\",\"O'DEE, Cat\"\nFri 25/7,Yes,No\nSat 26/7,No,Yes":               true,
		"Date,Long day,Night shift\n25/07/2025,Ann Bee,Cat Dee\n26/07/2025,Ann Bee,Cat Dee":          false,
		"Date,Delivery Suite,Acute Medicine\n25/07/2025,Ann Bee,Cat Dee\n26/07/2025,Cat Dee,Ann Bee": false,
		"Name,Fri 25 July,Sat 26 July\nAnn Bee,LD,OFF\nCat Dee,OFF,LD":                               false,
		"Date,Name,Start,End\n25/07/2025,Ann Bee,0800,2030\n26/07/2025,Cat Dee,0800,2030":            false,
		"Band,Consultant rate,SAS rate\nWeekday 0700-1900,£100,£80\nNight,£200,£100":                 false,
		"Day,Minimum doctors,Ideal doctors\nFri 25 July,2,3\nSat 26 July,2,3":                        false,
		"Date,Full name,Will you work\n25/07/2025,Ann Bee,Yes\n25/07/2025,Cat Dee,No":                false,
	} {
		book := pasted(t, text)
		got := intake.Sideways(book)
		if (got != "") != want || want && !strings.Contains(got, "Transpose") {
			t.Errorf("%q is refused with %q, want %v", text, got, want)
		}
		for _, kind := range intake.Kinds() {
			if c := intake.Guess(book, kind, july()); want && c.Sheets[0].Read {
				t.Errorf("%q is read as %s all the same", text, kind)
			}
		}
	}
}

// TestOldSheet: a sheet that is called old is left aside beside a newer one, and that is said; alone it is read.
func TestOldSheet(t *testing.T) {
	old, fresh := pasted(t, twoDuties...).Sheets[0], pasted(t, twoDuties[:2]...).Sheets[0]
	old.Name, fresh.Name = "Rota OLD", "Rota new"
	for _, tt := range []struct {
		sheets []sheet.Sheet
		read   int
	}{{[]sheet.Sheet{old, fresh}, 1}, {[]sheet.Sheet{old}, 2}} {
		book := sheet.Book{Format: "Excel workbook", Sheets: tt.sheets}
		k := july()
		c := intake.Guess(book, intake.Duties, k)
		c.Answers = taught(intake.Words(book, c, k), nil)
		r := intake.Read(book, c, k)
		said := strings.Contains(strings.Join(r.Remarks, " "), "The sheet Rota OLD was left aside.")
		if len(r.Records.Duties) != tt.read || said != (len(tt.sheets) > 1) || said != (r.Partial() != "") {
			t.Errorf("%d sheets: %d duties, want %d; remarks %q", len(tt.sheets), len(r.Records.Duties), tt.read, r.Remarks)
		}
	}
}
