package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// A trial is a table, what is said of its words, and the right answer, which was written down first.
type trial struct {
	name, text string
	kind       intake.Kind
	said       map[string]string
	want       []string
}

func tryAll(t *testing.T, trials []trial) {
	for _, tt := range trials {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, outcome(t, pasted(t, tt.text), tt.kind, tt.said)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

// TestDaysOfSystems reads days as forms and systems write them for each other: 23:00 UTC is the next day in London.
func TestDaysOfSystems(t *testing.T) {
	north := map[string]string{"site/north": "North"}
	tryAll(t, []trial{
		{"instants in questions", "Completion time,Name,Shift on 2025-07-25T00:00:00Z - will you be at work?,Shift on 2025-07-25T23:00:00Z - will you be at work?\n2025-07-10T08:13:44Z,A Bee,Yes,No", intake.Declarations, nil,
			[]string{"R001 25 working", "R001 26 away"}},
		{"instants under a question", "Completion time,Name,Will you be striking?,,\n,,2025-07-24T23:00:00Z,2025-07-25T23:00:00.000Z,2025-07-27 00:00:00\n2025-07-10T08:13:44Z,A Bee,Yes,No,No", intake.Declarations, nil,
			[]string{"R001 25 away", "R001 26 working", "R001 27 working"}},
		{"instants in rows", "Completed,Name,Shift date,Are you working?\n2025-07-10T08:13:44Z,A Bee,2025-07-24T23:00:00Z,No\n2025-07-10T08:13:44Z,A Bee,2025-07-26T00:00:00,Yes", intake.Declarations, nil,
			[]string{"R001 25 away", "R001 26 working"}},
		{"instants in columns of days", "Name,Ward,2025-07-24T23:00:00Z,2025-07-26T00:00:00+01:00\nAnn Bee,W1,0800-2030,2000-0830", intake.Duties, map[string]string{"unit/w1": "W1"},
			[]string{"Ann Bee, W1: 25 08:00 to 25 20:30", "Ann Bee, W1: 26 20:00 to 27 08:30"}},
		{"instants of slots", "Service,Unit,Site,Role,Date,Times,Doctors\nMat,LW,North,SHO,2025-07-24T23:00:00Z,0800-2030,2\nMat,LW,North,SHO,2025-07-26 00:00:00,0800-2030,1", intake.Slots, north,
			[]string{"Mat, LW, SHO: 25 08:00 to 25 20:30, 2 on_site", "Mat, LW, SHO: 26 08:00 to 26 20:30, 1 on_site"}},
		{"questions that differ by a number", "Completion time,Name,Shift 1: will you be working?,Shift 2: will you be working?\n10/07/2025 09:00,A Bee,No,No", intake.Declarations, nil, nil},
	})
}

// TestRatesOfSystems reads rates that are not for an hour, or say so in other ways.
func TestRatesOfSystems(t *testing.T) {
	notConfirmed := map[string]string{"confirmed/trust card rates": intake.NotConfirmed}
	tryAll(t, []trial{
		{"for half an hour", "Band,Rate per half hour\nWeekday 0700-1900,£94.00\nNight 2300-0700,£300/h", intake.Rates, notConfirmed, []string{"trust  weekday_day £188.00", "trust  night £300.00"}},
		{"for thirty minutes", "Band,£ per 30 mins\nWeekday 0700-1900,94", intake.Rates, notConfirmed, []string{"trust  weekday_day £188.00"}},
		{"for half an hour and a PA", "Band,Rate per half hour,Rate per PA\nWeekday 0700-1900,£94,£752", intake.Rates, notConfirmed, []string{"trust  weekday_day £188.00"}},
		{"for half an hour and an hour", "Band,Rate per half hour,Rate per hour\nWeekday 0700-1900,£94,£188", intake.Rates, notConfirmed, []string{"trust  weekday_day £188.00"}},
		{"for half an hour, in the title", "Rates for half an hour\nBand,Consultant\nWeekday 0700-1900,£94", intake.Rates, notConfirmed, []string{"fault : doubtful table", "asks sense/rates for half an hour"}},
		{"for half an hour, in a cell", "Band,Consultant rate\nWeekday 0700-1900,£94 per half hour", intake.Rates, notConfirmed, []string{"fault B2: mistyped figure, not set"}},
		{"signs of hours and pounds", "Period,Consultant £/h,SAS £/h\nWeekday 0700-1900,GBP 130.00,£90/hr\nWeekend 0700-2300,£150 p/h,£1.00 per h\nNight 2300-0700,\"£1,234.50/h\",£120", intake.Rates, notConfirmed,
			[]string{"trust  weekday_day £130.00", "trust SAS weekday_day £90.00", "trust  weekend £150.00", "trust SAS weekend £1.00", "fault B4: too much for an hour"}},
		{"none yet", "Period,Consultant,SAS\nWeekday 0700-1900,£130,n/a\nWeekend 0700-2300,TBC,–\nBank holidays,-,n/a", intake.Rates, notConfirmed, []string{"trust  weekday_day £130.00"}},
		{"grades down and unknown parts of the week across", "Grade;Basic £/hr;Evening (1900-2300) £/hr;W/E & BH £/hr\nConsultant;£95,00;£110,00;£130,00\nSAS;£75,00;£90,00;£110,00", intake.Rates,
			map[string]string{"confirmed/trust card rates": intake.NotConfirmed, "rateband/basic £/hr": "weekday_day"},
			[]string{"trust  weekday_day £95.00", "trust  weekday_evening £110.00", "trust  weekend £130.00", "trust SAS weekday_day £75.00", "trust SAS weekday_evening £90.00", "trust SAS weekend £110.00"}},
	})
}

// TestOwnWorkInRows: what a row says of a clinic or of leave is no offer; a job plan by weekdays is of those in the strike.
func TestOwnWorkInRows(t *testing.T) {
	said := map[string]string{"skill/obs": "obs", "skill/": "-", "cover/antenatal clinic": "fixed", "cover/spa": "planned 3", "cover/theatre list": "fixed", "cover/admin": "empty", waysKey: "site"}
	const clinic = "25 08:00 to 25 12:00 fixed Antenatal clinic"
	tryAll(t, []trial{
		{"beside what is offered", "Consultant,Specialty,Date,Start,End,Activity\nDr A Bee,obs,25/07/2025,08:00,12:00,Antenatal clinic\nDr A Bee,obs,28/07/2025,13:00,17:00,Can cover\nDr A Bee,obs,29/07/2025,13:00,17:00,Annual leave", intake.Consultants, said,
			[]string{"Dr A Bee [obs] trust_rate; 28 13:00 to 28 17:00 [on_site standby]; " + clinic}},
		{"not said yet", "Consultant,Specialty,Date,Start,End,Commitment\nDr A Bee,obs,25/07/2025,08:00,12:00,Antenatal clinic", intake.Consultants, map[string]string{"skill/obs": "obs"},
			[]string{"fault F2: unknown word", "asks cover/antenatal clinic"}},
		{"by weekdays", "Consultant,Day,Start,End,Activity,Category\nDr A Bee,Friday,08:00,12:00,Antenatal clinic,DCC\nDr A Bee,Thursday,08:00,12:00,Theatre list,DCC\nDr A Bee,Mondays,13:00,17:00,SPA,SPA\nDr C Dee,Tuesday,09:00,13:00,Admin,DCC", intake.Consultants, said,
			[]string{"Dr A Bee [] trust_rate; 28 13:00 to 28 17:00 [on_site standby]; " + clinic + "; 28 13:00 to 28 17:00 planned SPA", "Dr C Dee [] trust_rate"}},
		{"where it is is no base", "Consultant,Specialty,Date,Start,End,Activity,Location\nDr A Bee,obs,25/07/2025,08:00,12:00,Antenatal clinic,Home", intake.Consultants, said, []string{"Dr A Bee [obs] trust_rate; " + clinic}},
		{"under Type", "Consultant,Specialty,Date,Start,End,Type\nDr A Bee,obs,25/07/2025,08:00,12:00,Antenatal clinic", intake.Consultants, said, []string{"Dr A Bee [obs] trust_rate; " + clinic}},
		{"how they cover, under Type", "Consultant,Specialty,Date,Start,End,Type\nDr A Bee,obs,25/07/2025,08:00,12:00,On call", intake.Consultants, said, []string{"Dr A Bee [obs] trust_rate; 25 08:00 to 25 12:00 [on_call]"}},
		{"parts of a day are no work", "Consultant,Specialty,Date,Session,Start,End\nDr A Bee,obs,25/07/2025,AM,08:00,12:00", intake.Consultants, said, []string{"Dr A Bee [obs] trust_rate; 25 08:00 to 25 12:00 [on_site standby]"}},
		{"job plans, in the title", "Consultant job plan sessions,,,,\nName,Specialty,Date,From,To\nDr A Bee,obs,25/07/2025,08:00,12:00", intake.Consultants, said, []string{"fault : doubtful table", "asks sense/consultant job plan sessions"}},
		{"cover in job plans, in the title", "Cover within job plan,,,,\nName,Specialty,Date,From,To\nDr A Bee,obs,25/07/2025,08:00,12:00", intake.Consultants, said, []string{"Dr A Bee [obs] trust_rate; 25 08:00 to 25 12:00 [on_site standby]"}},
	})
	c := intake.Guess(pasted(t, "Consultant,Specialty,Date,Start,End,Activity\nDr A Bee,obs,25/07/2025,08:00,12:00,Antenatal clinic"), "", julyFor(intake.Consultants))
	if c.Kind != intake.Consultants || len(c.Doubt) > 0 {
		t.Errorf("it is taken for %s, or %v", c.Kind, c.Doubt)
	}
}

// TestRosterByPersonByWeek reads a rota system's print of weeks below each other, with two rows of headings and numbers of staff in names.
func TestRosterByPersonByWeek(t *testing.T) {
	const week = "Person,Grade,Assignment,Mon,Tue,Wed,Thu,Fri,Sat,Sun\n"
	tryAll(t, []trial{{"weeks", "Duty Roster by Person by Week,,,,,,,,,\nWeek commencing 21/07/2025,,,,,,,,,\n" + week + ",,,21,22,23,24,25,26,27\n\"Bee, Ann (12345)\",ST5,Main,,,,,LD [07:30-20:00],N [19:30-08:00],\n\"Dee, Cat (12346)\",FY2,Bank,,,,,,DO,AL\n" +
		"Week commencing 28/07/2025,,,,,,,,,\n" + week + ",,,28,29,30,31,1,2,3\n\"Dee, Cat (12346)\",FY2,Main,N [19:30-08:00],,,,LD [07:30-20:00],,", intake.Duties, nil,
		[]string{"Bee, Ann, : 25 07:30 to 25 20:00", "Bee, Ann, : 26 19:30 to 27 08:00", "Dee, Cat, : 28 19:30 to 29 08:00", "Dee, Cat, : 1 07:30 to 1 20:00"}},
		{"other numbers than the week says", "Week commencing 21/07/2025,,,,\nPerson,Grade,Fri,Sat,Sun\n,,26,27,28\n\"Bee, Ann\",ST5,0800-2030,,", intake.Duties, nil, []string{"Bee, Ann, : 25 08:00 to 25 20:30", "fault A3: no name"}}})
}

// TestMixedOrders: in a file that has the day first and the month first, a day that is in the strike one way alone is at fault the other way.
func TestMixedOrders(t *testing.T) {
	k := julyFor(intake.Duties)
	k.Entry.Strike.Span = rota.Span{Start: time.Date(2026, time.January, 30, 7, 0, 0, 0, time.UTC), End: time.Date(2026, time.February, 4, 7, 0, 0, 0, time.UTC)}
	const british, either = "Name,Date,Times\nAnn Bee,30/01/2026,0800-2030\nAnn Bee,31/01/2026,0800-2030\n", "Cat Dee,02/01/2026,0800-2030\nCat Dee,01/02/2026,0800-2030"
	for text, want := range map[string]string{british + either: "", british + "Ann Bee,02/13/2026,0800-2030\n" + either: "no such date, day or month first"} {
		book := pasted(t, text)
		r := intake.Read(book, intake.Guess(book, intake.Duties, k), k)
		var codes []string
		for _, f := range r.Faults {
			codes = append(codes, f.Code)
		}
		if got := strings.Join(codes, ", "); got != want {
			t.Errorf("%q: faults %q, want %q", text, got, want)
		}
		for _, f := range r.Faults {
			if f.Code == "day or month first" && (f.Row != 5 || f.Suggestion != "2026-02-01") {
				t.Errorf("the fault is %+v", f)
			}
		}
	}
}

// TestSharePointLists reads cells of a list with the numbers of entries of other lists.
func TestSharePointLists(t *testing.T) {
	text := "Title,Consultant,Specialties,Date offered,From,To,On site or on call\n" +
		"Offer,12;#Dr Ann Bee,3;#obs;#7;#gynae,25/07/2025,08:00,20:00,On site\nOffer,15;#Dr Cat Dee,3;#obs,26/07/2025,20:00,08:00,;#On call;#On site;#"
	tryAll(t, []trial{{"offers", text, intake.Consultants, map[string]string{"skill/obs": "obs", "skill/gynae": "gynae"},
		[]string{"Dr Ann Bee [gynae obs] trust_rate; 25 08:00 to 25 20:00 [on_site]", "Dr Cat Dee [obs] trust_rate; 26 20:00 to 27 08:00 [on_site on_call]"}}})
	if book := pasted(t, text); len(book.Remarks) != 1 || !strings.Contains(book.Remarks[0], "SharePoint") {
		t.Errorf("remarks %q", book.Remarks)
	}
}

// TestWhoIsOnWhichShift reads tables that name people, one or several in a cell, under days or shifts.
func TestWhoIsOnWhichShift(t *testing.T) {
	w1 := map[string]string{"unit/w1": "W1"}
	const bee, dee = "Ann Bee, W1: 25 08:00 to 25 20:30", "Cat Dee, W1: 25 08:00 to 25 20:30"
	tryAll(t, []trial{
		{"days across and shifts down", "Unit,Shift,Fri 25 July,Sat 26 July\nW1,Long day 0800-2030,Ann Bee & Cat Dee,Eve Fee (ST3)\nW1,On call 2000-0830,Gus Hay and Ida Jay,Gap", intake.Duties, w1,
			[]string{bee, dee, "Eve Fee, W1: 26 08:00 to 26 20:30", "Gus Hay, W1: 25 20:00 to 26 08:30 on call", "Ida Jay, W1: 25 20:00 to 26 08:30 on call"}},
		{"times in columns", "Shift,Start,End,Grade,Ward,Fri 25 July,Sat 26 July\nLong day,08:00,20:30,ST5,W1,Ann Bee,\nNight,20:00,08:30,FY2,W1,,Cat Dee", intake.Duties, w1, []string{bee, "Cat Dee, W1: 26 20:00 to 27 08:30"}},
		{"a shift whose times nobody says", "Unit,Shift,Fri 25 July,Sat 26 July\nW1,LD,Ann Bee,Eve Fee", intake.Duties, w1, []string{"fault C2: unknown band", "fault D2: unknown band", "asks band/ld"}},
		{"two of whom one may be meant", "Unit,Shift,Fri 25 July,Sat 26 July\nW1,LD 0800-2030,Ann Bee / Cat Dee,\"Eve Fee, Gus Hay\"", intake.Duties, w1, []string{"fault C2: two names", "fault D2: two names"}},
		{"initials", "Date,Ward,LD 0800-2030,N 2000-0830,Key\n25/07/2025,W1,AB,Cat Dee,AB = Ann Bee\n26/07/2025,W1,Cat Dee,A.B.,CD = Cat Dee", intake.Duties, w1, []string{"fault C2: no such name", "fault D3: no such name"}},
		{"names that stand for the row above", "Name,Ward,Date,Times\nAnn Bee,W1,25/07/2025,0800-2030\nditto,W1,26/07/2025,0800-2030\nAs above,W1,27/07/2025,0800-2030\nDitto-Bee Ann,W1,27/07/2025,0800-2030", intake.Duties, w1,
			[]string{bee, "Ditto-Bee Ann, W1: 27 08:00 to 27 20:30", "fault A3: no such name", "fault A4: no such name"}},
		{"initials for names", "Doctor,Ward,Date,Times\nAB,W1,25/07/2025,0800-2030\nNg W,W1,25/07/2025,0800-2030", intake.Duties, w1, []string{"Ng W, W1: 25 08:00 to 25 20:30", "fault A2: no such name"}},
	})
	book := pasted(t, "Date,Ward,LD 0800-2030\n25/07/2025,W1,?\n26/07/2025,W1,?\n27/07/2025,W1,?")
	for i, text := range []string{"Ann Bee (ST5)\r\nCat Dee\nVACANT", "Ann\nBee", "Bee,\nAnn"} {
		book.Sheets[0].Rows[i+1].Cells[2].Text = text
	}
	if diff := cmp.Diff([]string{bee, dee, "Bee, Ann, W1: 27 08:00 to 27 20:30", "fault C3: two names"}, outcome(t, book, intake.Duties, w1)); diff != "" {
		t.Errorf("lines of a cell (-want +got)\n%s", diff)
	}
}

// TestRolesOverTimes: numbers of two roles for one time are never taken for one, wherever the role stands.
func TestRolesOverTimes(t *testing.T) {
	k := julyFor(intake.Slots)
	k.Entry.Strike.Span = rota.Span{Start: k.Entry.Strike.Start, End: k.Entry.Strike.Start.Add(24 * time.Hour)}
	for _, tt := range []trial{
		{"behind the times", "Service,Unit,Site,Day 0800-2030: Tier 1,Day 0800-2030: Tier 2,Night 2000-0830 (Tier 1),Night 2000-0830 (Tier 2)\nMat,LW,North,2,1,1,1", intake.Slots, nil,
			[]string{"Mat, LW, Tier 1: 25 08:00 to 25 20:30, 2 on_site", "Mat, LW, Tier 2: 25 08:00 to 25 20:30, 1 on_site", "Mat, LW, Tier 1: 25 20:00 to 26 08:30, 1 on_site", "Mat, LW, Tier 2: 25 20:00 to 26 08:30, 1 on_site"}},
		{"above them", ",,,Registrar,,SHO,\nService,Unit,Site,Day 0800-2030,Night 2000-0830,Day 0800-2030,Night 2000-0830\nMat,LW,North,1,1,1,2", intake.Slots, nil,
			[]string{"Mat, LW, Registrar: 25 08:00 to 25 20:30, 1 on_site", "Mat, LW, Registrar: 25 20:00 to 26 08:30, 1 on_site", "Mat, LW, SHO: 25 08:00 to 25 20:30, 1 on_site", "Mat, LW, SHO: 25 20:00 to 26 08:30, 2 on_site"}},
		{"nowhere", "Service,Unit,Site,Day 0800-2030,Day 0800-2030\nMat,LW,North,1,1", intake.Slots, nil, nil},
		{"half a doctor", "Service,Unit,Site,Day 0800-2030 SHO,Day 0800-2030 SpR\nMat,LW,North,1,0.5", intake.Slots, nil, []string{"fault E2: number not in digits"}},
	} {
		book := pasted(t, tt.text)
		c := intake.Guess(book, intake.Slots, k)
		c.Answers = map[string]string{"site/north": "North"}
		r := intake.Read(book, c, k)
		got := lines(r)
		for _, f := range r.Faults {
			got = append(got, "fault "+f.Cell+": "+f.Code)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tt.name, diff)
		}
	}
}

// TestUsualWords reads words that people use for what others are usual for.
func TestUsualWords(t *testing.T) {
	tryAll(t, []trial{
		{"hours of a shift are no times", "Name,Ward,Date,Shift,Hours\nAnn Bee,W1,25/07/2025,LD,12.5\nLD = 0800-2030", intake.Duties, map[string]string{"unit/w1": "W1"}, []string{"Ann Bee, W1: 25 08:00 to 25 20:30"}},
		{"intentions, of which the later stands", "Name,Date,Intention,Updated\nA Bee,25/07/2025,Will not strike,12/07/2025\nA Bee,25/07/2025,Will strike,10/07/2025\nA Bee,26/07/2025,I prefer not to say,10/07/2025", intake.Declarations, nil,
			[]string{"R001 25 working", "R001 26 prefers_not_to_say"}},
		{"both cards side by side", "Shift period,BMA rate card,Trust offer,Difference\nWeekday 7am-7pm,£188,£120,£68", intake.Rates, map[string]string{"confirmed/trust card rates": intake.NotConfirmed, "confirmed/bma card rates": intake.NotConfirmed},
			[]string{"bma  weekday_day £188.00", "trust  weekday_day £120.00"}},
	})
}

// TestNoOtherDuty reads the column that says whether whoever is in a slot may do anything else.
func TestNoOtherDuty(t *testing.T) {
	for heading, rows := range map[string]map[string]string{
		"No other duty": {"Yes": "true", "n": "false", "": "false", "✓": "true", "perhaps": "neither yes nor no"},
		"Other duties?": {"Yes": "false", "No": "true", "": "false", "No other duties": "true"},
	} {
		for text, want := range rows {
			k := julyFor(intake.Slots)
			book := pasted(t, "Service,Unit,Site,Role,Date,Times,Doctors,"+heading, "Mat,LW,North,SHO,25/07/2025,0800-2030,2,"+text, "Mat,LW,North,SpR,25/07/2025,0800-2030,1,")
			c := intake.Guess(book, intake.Slots, k)
			c.Answers = map[string]string{"site/north": "North"}
			r := intake.Read(book, c, k)
			got := ""
			if len(r.Faults) > 0 {
				got = r.Faults[0].Code
			} else {
				got = fmt.Sprint(r.Records.Slots[0].NoOtherDuty)
			}
			if got != want {
				t.Errorf("%s, %q: %s, want %s", heading, text, got, want)
			}
		}
	}
}
