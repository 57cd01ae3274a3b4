package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// awkward are tables that a careless reader takes for something else without a word: what
// is read of them, and what is asked instead of being guessed.
var awkward = []struct {
	name, text string
	kind       intake.Kind
	want       []string
	faults     []string
	left       string
}{
	{"two weeks below each other", "Week commencing 21/07/2025\nName\tWard\tThu\tFri\tSat\nA Bee\tW1\t0900-1700\t0800-2030\t\nWeek commencing 28/07/2025\nName\tWard\tThu\tFri\tSat\nA Bee\tW1\t0800-2030\t\t",
		intake.Duties, []string{"A Bee, W1: 24 09:00 to 24 17:00", "A Bee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 31 08:00 to 31 20:30"}, nil, "days of their own, heading again"},
	{"a second page with other days", "Name\tWard\tFri 25/07\tSat 26/07\nA Bee\tW1\t0800-2030\t\nName\tWard\tSun 27/07\tMon 28/07\nA Bee\tW1\t\t9-5",
		intake.Duties, []string{"A Bee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 28 09:00 to 28 17:00"}, nil, "days of their own"},
	{"a key beside its codes", "Name\tGrade\tWard\tFri 25/07\tSat 26/07\nA Bee\tST5\tW1\tLD\tN\nLD\t0800-2030\nN\t2000-0830\nLee\t\t\t0800-2030\t",
		intake.Duties, []string{"A Bee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 26 20:00 to 27 08:30", "Lee, : 25 08:00 to 25 20:30"}, nil, "key and foot, key and foot"},
	{"initials in a column", "Surname\tInitials\tWard\tDate\tStart\tEnd\nSMITH\tJ.\tW1\t25/07/2025\t0800\t2030\nSMITH\tK.\tW1\t26/07/2025\t0800\t2030",
		intake.Duties, []string{"J. SMITH, W1: 25 08:00 to 25 20:30", "K. SMITH, W1: 26 08:00 to 26 20:30"}, nil, ""},
	{"hours as they are said", "Name\tWard\tDate\tTimes\nA Aa\tW1\t25/07/2025\t9.30-5\nB Bb\tW1\t25/07/2025\t1-9pm\nC Cc\tW1\t25/07/2025\t8-8:30pm\nD Dd\tW1\t25/07/2025\t20-8\nE Ee\tW1\t25/07/2025\t7-7\n" +
		"F Ff\tW1\t25/07/2025\t1.30-9.30\nG Gg\tW1\t25/07/2025\t0900-0500\nH Hh\tW1\t25/07/2025\t8am-1pm & 5pm-9pm",
		intake.Duties, []string{"A Aa, W1: 25 09:30 to 25 17:00", "B Bb, W1: 25 13:00 to 25 21:00", "C Cc, W1: 25 08:00 to 25 20:30", "D Dd, W1: 25 20:00 to 26 08:00", "E Ee, W1: 25 07:00 to 25 19:00"},
		[]string{"row 7: no times", "row 8: morning or afternoon", "row 9: no times"}, ""},
	{"ends that are the afternoon's", "Name\tWard\tDate\tStart\tEnd\nA Bee\tW1\t25/07/2025\t09:00\t5:30\nB Cee\tW1\t25/07/2025\t08:00\t08:30\nC Dee\tW1\t25/07/2025\t20:00\t8:30\nD Eff\tW1\t25/07/2025\t09:00\t26/07/2025 05:30",
		intake.Duties, []string{"C Dee, W1: 25 20:00 to 26 08:30", "D Eff, W1: 25 09:00 to 26 05:30"}, []string{"row 2: morning or afternoon", "row 3: too short"}, ""},
	{"cells that name nobody or two", "Ward\tDate\tShift times\tDoctor\tStatus\nW1\t25/07/2025\t0800-2030\tBee / Dee\t\nW1\t26/07/2025\t0800-2030\tLocum - agency\t\nW1\t27/07/2025\t0800-2030\tA Bee\tCancelled\nW1\t28/07/2025\t0800-2030\tBanks-Lee A\t",
		intake.Duties, []string{"Banks-Lee A, W1: 28 08:00 to 28 20:30"}, []string{"row 2: two names"}, "vacant post, cancelled"},
	{"questions about striking", "Name\tStriking 25 July\tNot striking 26 July\tIndustrial action 27 July\tAre you unable to work on 28 July?\tWill you be working during the industrial action on 29 July?\nA Bee\tYes\tYes\tYes\tYes\tYes",
		intake.Declarations, []string{"R001 25 away", "R001 26 working", "R001 27 away", "R001 28 away", "R001 29 working"}, nil, ""},
	{"a day in the name of a band", "Consultant\tCovers\tSite\tRate\tFri 25 night 2000-0800\nDr A Bee\tobs\tNorth\tBMA\tYes",
		intake.Consultants, []string{"Dr A Bee [obs] bma_rate; 25 20:00 to 26 08:00 [on_site on_call standby]"}, nil, ""},
	{"a column for each mode of a day", "Consultant\tCovers\tRate\tFri 25 July\t\tSat 26 July\t\n\t\t\tOn site 0800-2000\tOn call 2000-0800\tOn site 0800-2000\tOn call 2000-0800\nDr A Bee\tobs\tBMA\tYes\tNo\tNo\tYes\nDr C Dee\tobs\tTrust\tYes\tYes\tNo\tNo",
		intake.Consultants, []string{"Dr A Bee [obs] bma_rate; 26 20:00 to 27 08:00 [on_call]; 25 08:00 to 25 20:00 [on_site standby]", "Dr C Dee [obs] trust_rate; 25 20:00 to 26 08:00 [on_call]; 25 08:00 to 25 20:00 [on_site standby]"}, nil, ""},
	{"a column for each mode of the same times", "Consultant\tCovers\tRate\tOn site Fri 25 0800-2000\tOn call Fri 25 0800-2000\nDr A Bee\tobs\tBMA\tYes\tNo\nDr C Dee\tobs\tBMA\tYes\tYes\nDr E Eff\tobs\tBMA\tNo\tYes",
		intake.Consultants, []string{"Dr A Bee [obs] bma_rate; 25 08:00 to 25 20:00 [on_site standby]", "Dr C Dee [obs] bma_rate; 25 08:00 to 25 20:00 [on_site on_call standby]", "Dr E Eff [obs] bma_rate; 25 08:00 to 25 20:00 [on_call]"}, nil, ""},
	{"days when somebody is unavailable for work", "Name\tDays unavailable for work\nA Bee\t25/7, 27/7", intake.Declarations, []string{"R001 25 away", "R001 27 away"}, nil, ""},
	{"days when somebody is not available for work", "Name\tDays not available for work\nA Bee\t25/7, 27/7", intake.Declarations, []string{"R001 25 away", "R001 27 away"}, nil, ""},
	{"days when somebody won't be available", "Name\tDays on which I won't be available\nA Bee\t26/7", intake.Declarations, []string{"R001 26 away"}, nil, ""},
	{"questions that ask for a refusal", "Name\tWill you be joining the action? 25 July\tDo you object to working on 26 July?\tWill you refuse to work 27 July?\tAre you exempt from working 28 July?\nA Bee\tYes\tYes\tYes\tYes",
		intake.Declarations, []string{"R001 25 away", "R001 26 away", "R001 27 away", "R001 28 away"}, nil, ""},
	{"a column of numbers on call", "Service\tUnit\tSite\tRole\tDate\tDay 0800-2000\tNon-resident on call 2000-0800\tResident on call 2000-2300\nM\tLW\tNorth\tSpR\t25/07/2025\t2\t1\t3",
		intake.Slots, []string{"M, LW, SpR: 25 08:00 to 25 20:00, 2 on_site", "M, LW, SpR: 25 20:00 to 26 08:00, 1 on_call", "M, LW, SpR: 25 20:00 to 25 23:00, 3 on_site"}, nil, ""},
	{"amounts per PA in a column of others", "When\tConsultant\nWeekday 0700-1900\t£400 per PA\nWeekday 1900-2300\t£130\nNight 2300-0700\t£155/hr",
		intake.Rates, []string{"trust  weekday_day £100.00", "trust  weekday_evening £130.00", "trust  night £155.00"}, nil, ""},
	{"an amount per PA without a blank before", "When\tConsultant\nWeekday 0700-1900\t£400per PA\nNight 2300-0700\t£155per hr",
		intake.Rates, []string{"trust  weekday_day £100.00", "trust  night £155.00"}, nil, ""},
	{"columns for some weekdays alone", "Service\tUnit\tSite\tRole\tMon-Fri Day 0800-2000\tSat-Sun Day 0800-2000\tSun 27 Day 0800-2000\nM\tLW\tNorth\tSpR\t2\t1\t1",
		intake.Slots, []string{"M, LW, SpR: 25 08:00 to 25 20:00, 2 on_site", "M, LW, SpR: 26 08:00 to 26 20:00, 1 on_site", "M, LW, SpR: 27 08:00 to 27 20:00, 1 on_site", "M, LW, SpR: 28 08:00 to 28 20:00, 2 on_site", "M, LW, SpR: 29 08:00 to 29 20:00, 2 on_site"}, nil, ""},
	{"rates that are not for an hour", "When\tRate per session\tRate per hour\tConsultant 4-7\nWeekday 0700-1900\t400\t100\t1050\nNight 2300-0700\t600\t150\t160",
		intake.Rates, []string{"trust  night £150.00", "trust 4-7 night £160.00"}, []string{"row 2: too much for an hour"}, ""},
}

// TestAwkward: what is said in an unusual way is read as it is meant, or asked for.
func TestAwkward(t *testing.T) {
	for _, tt := range awkward {
		t.Run(tt.name, func(t *testing.T) {
			k := julyFor(tt.kind)
			book := pasted(t, tt.text)
			c := intake.Guess(book, tt.kind, k)
			c.Answers = taught(intake.Words(book, c, k), nil)
			r := intake.Read(book, c, k)
			if diff := cmp.Diff(tt.want, lines(r)); diff != "" {
				t.Errorf("records (-want +got)\n%s", diff)
			}
			var faults, left []string
			for _, f := range r.Faults {
				faults = append(faults, f.Where()+": "+f.Code)
			}
			for _, l := range r.LeftOut {
				if l.Code != "heading" && l.Code != "title line" {
					left = append(left, l.Code)
				}
			}
			if diff := cmp.Diff(tt.faults, faults); diff != "" {
				t.Errorf("faults (-want +got)\n%s", diff)
			}
			if got := strings.Join(left, ", "); got != tt.left {
				t.Errorf("left out are %q, want %q", got, tt.left)
			}
			if err := sound(book, c, k); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestWeekOfASheet: weekdays alone are those of the week in the name of their sheet, not of the strike.
func TestWeekOfASheet(t *testing.T) {
	table := pasted(t, "Name\tWard\tMon\tFri", "A Bee\tW1\t0900-1700\t0800-2030").Sheets[0]
	k, got := july(), []string{}
	for _, name := range []string{"Rota", "w/c 21 July", "WC 28.07.25", "21 July - 27 July", "25 July to 26 July"} {
		table.Name = name
		book := sheet.Book{Sheets: []sheet.Sheet{table}}
		c := intake.Guess(book, intake.Duties, k)
		c.Answers = map[string]string{"unit/w1": "W1"}
		for _, d := range intake.Read(book, c, k).Records.Duties {
			got = append(got, name+": "+rota.DateOf(d.Start).String())
		}
	}
	want := []string{"Rota: 2025-07-28", "Rota: 2025-07-25", "w/c 21 July: 2025-07-21", "w/c 21 July: 2025-07-25", "WC 28.07.25: 2025-07-28", "WC 28.07.25: 2025-08-01",
		"21 July - 27 July: 2025-07-21", "21 July - 27 July: 2025-07-25", "25 July to 26 July: 2025-07-28", "25 July to 26 July: 2025-07-25"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("days (-want +got)\n%s", diff)
	}
}

// TestHedgedOffers: what is only half agreed is never preset as an offer.
func TestHedgedOffers(t *testing.T) {
	book := pasted(t, "Consultant\tCovers\tRate\tFri 25 0800-1300\tFri 25 1300-1800\tSat 26 0800-1300\tSun 27 0800-1300\tMon 28 0800-1300", "Dr A Bee\tobs\tBMA\tyes?\tOK until 3pm\tOK (bma)\tclinic, cannot cancel\tclinic - can cancel")
	k, got := july(), map[string]string{}
	for _, w := range intake.Words(book, intake.Guess(book, intake.Consultants, k), k) {
		if w.Kind == intake.CoverWord {
			got[w.Text] = w.Suggestion
		}
	}
	want := map[string]string{"yes?": "unsure", "OK until 3pm": "", "OK (bma)": "yes", "clinic, cannot cancel": "fixed", "clinic - can cancel": "planned 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("suggested (-want +got)\n%s", diff)
	}
}
