package intake_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// firstOf are the codes of the faults of a table, of each row the first.
func firstOf(t *testing.T, k intake.Known, kind intake.Kind, text ...string) string {
	t.Helper()
	book := pasted(t, text...)
	c := intake.Guess(book, kind, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	seen := map[int]bool{}
	var out []string
	for _, f := range intake.Read(book, c, k).Faults {
		if !seen[f.Row] {
			out = append(out, f.Code)
		}
		seen[f.Row] = true
	}
	return strings.Join(out, ", ")
}

func TestFaults(t *testing.T) {
	const duty = "Name,GMC,Ward,Shift,Date,Start,End"
	tests := []struct {
		name string
		kind intake.Kind
		rows []string
		want string
	}{
		{"another day in the time", intake.Duties, []string{duty, "A Bee,1,W1,,25/07/2025,26/07/2025 08:00,26/07/2025 20:30"}, "start on another day than the duty"},
		{"the day the clocks skip an hour", intake.Duties, []string{duty, "A Bee,1,W1,,29/03/2026,01:30,09:00"}, "far from the strike"},
		{"a code that does not end next day", intake.Duties, []string{duty, "A Bee,1,W1,LD,25/07/2025,20:30,08:00", "LD = Long day 0800-2030"}, "end before start"},
		{"two days long", intake.Duties, []string{duty, "A Bee,1,W1,,25/07/2025,08:00,28/07/2025 08:00"}, "too long"},
		{"numbers of two people", intake.Duties, []string{"Name,GMC,Staff no,Ward,Date,Start,End", "A Bee,1,11,W1,25/07/2025,0800,2030", "C Dee,2,22,W1,25/07/2025,0800,2030", "A Bee,1,22,W1,26/07/2025,0800,2030"}, "name fits two people"},
		{"namesakes, and one without a number", intake.Duties, []string{duty, "A Bee,,W1,,25/07/2025,0800,2030", "A Bee,1,W1,,26/07/2025,0800,2030", "A Bee,2,W1,,26/07/2025,0800,2030"}, "name fits two people"},
		{"a name that is too long", intake.Duties, []string{duty, strings.Repeat("Bee ", 40) + ",1,W1,,25/07/2025,0800,2030"}, "not allowed"},
		{"a name turned round", intake.Duties, []string{duty, "\u202eeeB A,1,W1,,25/07/2025,0800,2030"}, "text turned round"},
		{"a comma outside quotation marks", intake.Duties, []string{duty, "A Bee,1,W1,,25/07/2025,0800,2030", "Dee, C,2,W1,,25/07/2025,0800,2030"}, "more cells than columns"},
		{"two columns for one day", intake.Declarations, []string{"Name,Fri 25 July,Friday 25 July again", "C Dee,Yes,No"}, "two answers for one day"},
		{"no completion time", intake.Declarations, []string{"Name,Completion time,Fri 25 July", "C Dee,yesterday,No"}, "no such completion time"},
		{"slots that disagree", intake.Slots, []string{"Service,Unit,Site,Role,LD 0800-2030", "Cancer,W1,North,SHO,1", "Cancer,W1,North,SHO,2"}, "disagrees with an earlier row"},
		{"skills joined both ways", intake.Slots, []string{"Service,Unit,Site,Role,LD 0800-2030,Skills", "Cancer,W1,North,SHO,1,a + b or c"}, "skills not clear"},
		{"a slot longer than a run may be", intake.Slots, []string{"Service,Unit,Site,Role,LD 0800-2230", "Cancer,W1,North,SHO,1"}, "not allowed"},
		{"a bank holiday of its own", intake.Rates, []string{"When,Rate", "Bank holiday,£200"}, "bank holiday has a rate of its own"},
		{"rates that disagree", intake.Rates, []string{"When,Rate", "Weekend,£200", "Weekend 0700-2300,£210"}, "disagrees with an earlier row"},
		{"more than a rate may be", intake.Rates, []string{"When,Rate", "Weekend,£20000"}, "not allowed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := july()
			k.Entry.Rules = rota.StandardRules()
			k.Entry.Residents = []rota.Resident{{ID: "R001", Name: "Dee, C"}}
			if got := firstOf(t, k, tt.kind, tt.rows...); got != tt.want {
				t.Errorf("faults %q, want %q", got, tt.want)
			}
		})
	}
}

// TestHandDeclaration: a form in which somebody says nothing does not undo what they told the coordinator.
func TestHandDeclaration(t *testing.T) {
	_, _, k := imported(t, july(), intake.Duties, twoDuties...)
	k.Entry.Duties[0].Declaration = rota.Away
	_, _, k = imported(t, k, intake.Declarations, "GMC,Fri 25 July,Sat 26 July", "1,,", "2,,")
	if got := k.Entry.Duties[0].Declaration; got != rota.Away {
		t.Errorf("the declaration is %s, want away", got)
	}
}

// TestNotesLimit: a note that a person stops at six ends the offers of that day, and a
// limit of nights is kept.
func TestNotesLimit(t *testing.T) {
	book := pasted(t, "Consultant,Covers,Fri 25 1300-1800,Fri 25 1800-2100,Comments", "A Bee,x,OK,OK,max 2 nights", "C Dee,x,OK,OK,BMA rate or nothing")
	for i := range book.Sheets[0].Rows {
		if book.Sheets[0].Rows[i].Number == 2 {
			cell := &book.Sheets[0].Rows[i].Cells[2]
			*cell = cell.Looking(sheet.Look{Note: "ok but only till 6pm"})
		}
	}
	k := july()
	c := intake.Guess(book, intake.Consultants, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	got := lines(intake.Read(book, c, k))
	want := []string{"A Bee [x] trust_rate; 25 13:00 to 25 18:00 [on_site on_call standby]", "C Dee [x] bma_rate; 25 13:00 to 25 21:00 [on_site on_call standby]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("offers (-want +got)\n%s", diff)
	}
	if r := intake.Read(book, c, k).Records.Consultants[0]; r.MaxNightsInARow == nil || *r.MaxNightsInARow != 2 {
		t.Errorf("nights %v, want 2", r.MaxNightsInARow)
	}
}

// TestTies: duties are tied to the slots that they would have filled, also more than a slot has places, so that
// none is counted empty beside a doctor who is there; a tie by hand stays, and a tie goes when the duty moves away.
func TestTies(t *testing.T) {
	k := july()
	k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
	_, _, k = imported(t, k, intake.Slots, "Service,Unit,Site,Role,Days,LD 0800-2030", "Cancer,W1,North,SHO,Fri,1")
	two := []string{"Name,GMC,Grade,Ward,Date,Start,End", "A Bee,1,FY2,W1,25/07/2025,0800,2030", "C Dee,2,FY2,W1,25/07/2025,0800,2030", "E Fee,3,ST6,W1,25/07/2025,0800,2030"}
	_, _, k = imported(t, k, intake.Duties, two...)
	tied := func() string {
		out := ""
		for _, d := range k.Entry.Duties {
			out += string(d.Resident) + "=" + string(d.Slot) + " "
		}
		return out
	}
	if got := tied(); got != "R001=S001 R002=S001 R003= " || k.Entry.Needs()[0].Places != 1 {
		t.Errorf("tied %s, needs %+v, want both; a registrar fills no such slot", got, k.Entry.Needs())
	}
	_, _, k = imported(t, k, intake.Declarations, "GMC,Fri 25 July", "2,Yes")
	if got := tied(); got != "R001=S001 R002=S001 R003= " || k.Entry.Needs()[0].Places != 0 {
		t.Errorf("tied %s, needs %+v, want none, since one of the two is working", got, k.Entry.Needs())
	}
	k.Entry.Duties[1].Slot, k.Entry.Duties[0].Slot = "", "S001" // by hand
	_, _, k = imported(t, k, intake.Declarations, "GMC,Fri 25 July", "2,Yes")
	if got := tied(); got != "R001=S001 R002= R003= " {
		t.Errorf("tied %s, want it as it was by hand", got)
	}
	two[1] = "A Bee,1,FY2,W1,25/07/2025,0900,2030"
	_, _, k = imported(t, k, intake.Duties, two...)
	if got := tied(); got != "R001= R002= R003= " || k.Entry.Validate() != nil {
		t.Errorf("tied %s, %v; want none, since the duty no longer lasts for all of the slot", got, rota.Faults(k.Entry.Validate()))
	}
}

// TestTiesSpread: of two slots that fit, one with a place to spare comes first, and then the one with the fewest too many.
func TestTiesSpread(t *testing.T) {
	k := july()
	_, _, k = imported(t, k, intake.Slots, "Service,Unit,Site,Role,Days,LD 0800-2030", "Cancer,W1,North,SHO,Fri,1", "Cancer,W1,North,FY2,Fri,2")
	file := []string{"Name,GMC,Grade,Ward,Date,Start,End"}
	for i := range 5 {
		file = append(file, fmt.Sprintf("A Bee%c,%d,FY2,W1,25/07/2025,0800,2030", 'a'+i, i+1))
	}
	_, _, k = imported(t, k, intake.Duties, file...)
	held := map[rota.SlotID]int{}
	for _, d := range k.Entry.Duties {
		held[d.Slot]++
	}
	if held["S001"] != 2 || held["S002"] != 3 {
		t.Errorf("duties by slot %v, want two of one place and three of two", held)
	}
}

// TestHiddenSigns holds that names come in as they are seen, and one that is turned round not at all:
// the fault names its heading.
func TestHiddenSigns(t *testing.T) {
	book, c, k := imported(t, july(), intake.Duties, "Name,GMC,Ward,Date,Start,End", "A\u200d\u200b Bee\u00ad,0000001,W\u20601,25/07/2025,0800,2030", "C \u202eeeD,0000002,W1,26/07/2025,0800,2030")
	if r := k.Entry.Residents; len(r) != 1 || r[0].Name != "A Bee" || r[0].Unit != "W1" {
		t.Errorf("residents are %+v", r)
	}
	if f := intake.Read(book, c, k).Faults; len(f) != 1 || f[0].Heading != "Name" || !strings.Contains(f[0].Wrong, "turns the text round") {
		t.Errorf("faults are %+v", f)
	}
}
