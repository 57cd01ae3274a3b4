package intake_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
)

// settledAs reads a table whose rows contradict each other: open, and with each standing.
func settledAs(t *testing.T, k intake.Known, kind intake.Kind, rows ...string) (open, this, other intake.Result) {
	t.Helper()
	book := pasted(t, rows...)
	c := intake.Guess(book, kind, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	open = intake.Read(book, c, k)
	if len(open.Faults) != 1 || open.Faults[0].Against == nil || len(open.Faults[0].Options) != 2 || open.Faults[0].Replaceable {
		t.Fatalf("faults %+v, want one against another row", open.Faults)
	}
	f := open.Faults[0]
	c.Settle(f, "neither")
	if len(c.Stands) != 0 {
		t.Errorf("nonsense settles %v", c.Stands)
	}
	c.Settle(f, f.Options[0].Value)
	other = intake.Read(book, c, k)
	c.Settle(f, f.Options[1].Value)
	this = intake.Read(book, c, k)
	if len(c.Stands) != 1 {
		t.Errorf("%d settlements of one pair", len(c.Stands))
	}
	for name, r := range map[string]intake.Result{"open": open, "this": this, "other": other} {
		if n := r.Count; n.Rows != n.Read+n.Faulty+n.LeftOut+n.Blank {
			t.Errorf("%s: the count does not close: %+v", name, n)
		}
	}
	if len(this.Faults)+len(other.Faults) > 0 {
		t.Errorf("once settled, faults %+v and %+v", this.Faults, other.Faults)
	}
	return open, this, other
}

// TestDisagree: of two rows that contradict each other neither stands in silence: the
// later is at fault and names the other, until a person says which it is.
func TestDisagree(t *testing.T) {
	const grid = "Consultant,Covers,Rate,Fri 25 0800-1300,Fri 25 1300-1800,Sat 26 0800-1300"
	const duty = "Name,GMC,Ward,Date,Start,End"
	tests := []struct {
		name              string
		kind              intake.Kind
		rows              []string
		wrong             string // what the fault says
		open, this, other []string
	}{
		{"offered and on leave", intake.Consultants, []string{grid, "A Bee,x,,OK,AL,OK", "A Bee,x,,AL,AL,OK"}, "Row 2 is about the same person and says otherwise. Fri 25 July, 8am to 1pm: “OK” in D2, here “AL” in D3",
			[]string{"A Bee [x] trust_rate; 26 08:00 to 26 13:00 [on_site on_call standby]"},
			[]string{"A Bee [x] trust_rate; 26 08:00 to 26 13:00 [on_site on_call standby]"},
			[]string{"A Bee [x] trust_rate; 25 08:00 to 25 13:00 [on_site on_call standby]; 26 08:00 to 26 13:00 [on_site on_call standby]"}},
		{"on leave and offered", intake.Consultants, []string{grid, "A Bee,x,,no,,", "A Bee,x,,OK,OK,"}, "“no” in D2, here “OK” in D3",
			[]string{"A Bee [x] trust_rate"},
			[]string{"A Bee [x] trust_rate; 25 08:00 to 25 18:00 [on_site on_call standby]"},
			[]string{"A Bee [x] trust_rate; 25 13:00 to 25 18:00 [on_site on_call standby]"}},
		{"own work that one row lets go", intake.Consultants, []string{grid, "A Bee,x,,clinic - can cancel,,", "A Bee,x,,phone only,,"}, "“clinic - can cancel” in D2",
			[]string{"A Bee [x] trust_rate; 25 08:00 to 25 13:00 planned clinic - can cancel"},
			[]string{"A Bee [x] trust_rate; 25 08:00 to 25 13:00 [on_call]"},
			[]string{"A Bee [x] trust_rate; 25 08:00 to 25 13:00 [on_site on_call standby]; 25 08:00 to 25 13:00 planned clinic - can cancel"}},
		{"two ways of pay", intake.Consultants, []string{grid, "A Bee,x,BMA,OK,,", "A Bee,x,trust,OK,,"}, "How they are paid: “BMA” in C2, here “trust” in C3",
			[]string{"A Bee [x] bma_rate; 25 08:00 to 25 13:00 [on_site on_call standby]"},
			[]string{"A Bee [x] trust_rate; 25 08:00 to 25 13:00 [on_site on_call standby]"},
			[]string{"A Bee [x] bma_rate; 25 08:00 to 25 13:00 [on_site on_call standby]"}},
		{"duties that overlap", intake.Duties, []string{duty, "A Bee,1,W1,25/07/2025,0800,2030", "A Bee,1,W1,25/07/2025,2000,0830"}, "Row 2 has another duty of the same person that overlaps it: Fri 25 July, 8am to 8:30pm.",
			[]string{"A Bee, W1: 25 08:00 to 25 20:30"}, []string{"A Bee, W1: 25 20:00 to 26 08:30"}, []string{"A Bee, W1: 25 08:00 to 25 20:30"}},
		{"one duty on two wards", intake.Duties, []string{duty, "A Bee,1,W1,25/07/2025,0800,2030", "A Bee,1,W2,25/07/2025,0800,2030"}, "at another place: W1",
			[]string{"A Bee, W1: 25 08:00 to 25 20:30"}, []string{"A Bee, W2: 25 08:00 to 25 20:30"}, []string{"A Bee, W1: 25 08:00 to 25 20:30"}},
		{"one duty on site and from home", intake.Duties, []string{"Name,GMC,Ward,Shift,Date,Start,End", "A Bee,1,W1,LD,25/07/2025,0800,2030", "A Bee,1,W1,OC,25/07/2025,0800,2030", "LD = Long day 0800-2030", "OC = On call from home 0800-2030"}, "the one on site and the other on call",
			[]string{"A Bee, W1: 25 08:00 to 25 20:30"}, []string{"A Bee, W1: 25 08:00 to 25 20:30 on call"}, []string{"A Bee, W1: 25 08:00 to 25 20:30"}},
		{"a grid of duties", intake.Duties, []string{"Name,Ward,Fri 25/07,Sat 26/07", "A Bee,W1,0800-2030,0800-2030", "A Bee,W1,2000-0830,"}, "Of Fri 25 July, row 2 has another duty",
			[]string{"A Bee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 26 08:00 to 26 20:30"},
			nil, // the night overlaps the next day as well
			[]string{"A Bee, W1: 25 08:00 to 25 20:30", "A Bee, W1: 26 08:00 to 26 20:30"}},
		{"numbers of slots", intake.Slots, []string{"Service,Unit,Site,Role,Days,LD 0800-2030", "Cancer,W1,North,SHO,Fri,1", "Cancer,W1,North,SHO,Fri-Sat,2"}, "Row 2 has slots of the same unit",
			[]string{"Cancer, W1, SHO: 25 08:00 to 25 20:30, 1 on_site"},
			[]string{"Cancer, W1, SHO: 25 08:00 to 25 20:30, 2 on_site", "Cancer, W1, SHO: 26 08:00 to 26 20:30, 2 on_site"},
			[]string{"Cancer, W1, SHO: 25 08:00 to 25 20:30, 1 on_site", "Cancer, W1, SHO: 26 08:00 to 26 20:30, 2 on_site"}},
		{"priorities of slots", intake.Slots, []string{"Service,Unit,Site,Role,Days,LD 0800-2030,Priority", "Cancer,W1,North,SHO,Fri,1,1", "Cancer,W1,North,SHO,Fri,1,2"}, "or another priority",
			[]string{"Cancer, W1, SHO: 25 08:00 to 25 20:30, 1 on_site"}, nil, nil},
		{"rates", intake.Rates, []string{"When,Rate", "Weekend,£200", "Weekend 0700-2300,£210"}, "Row 2 gives another rate",
			[]string{"trust  weekend £200.00"}, []string{"trust  weekend £210.00"}, []string{"trust  weekend £200.00"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			open, this, other := settledAs(t, july(), tt.kind, tt.rows...)
			f := open.Faults[0]
			if got := f.Says(); !strings.Contains(got, tt.wrong) {
				t.Errorf("it says %q, want %q", got, tt.wrong)
			}
			for _, x := range []struct {
				name string
				got  intake.Result
				want []string
			}{{"open", open, tt.open}, {"this", this, tt.this}, {"other", other, tt.other}} {
				if x.want == nil {
					continue
				}
				if diff := cmp.Diff(x.want, lines(x.got)); diff != "" {
					t.Errorf("%s (-want +got)\n%s", x.name, diff)
				}
			}
		})
	}
}

// TestAgree: rows that say the same, or speak of different times, contradict nothing.
func TestAgree(t *testing.T) {
	const grid = "Consultant,Covers,Fri 25 1300-2200,Fri 25 2130-0900"
	tests := []struct {
		name string
		kind intake.Kind
		rows []string
	}{
		{"an evening and a night that overlap", intake.Consultants, []string{grid, "A Bee,x,OK,no", "A Bee,x,OK,no"}},
		{"nothing against something", intake.Consultants, []string{grid, "A Bee,x,OK,", "A Bee,x,,no"}},
		{"no in two ways", intake.Consultants, []string{grid, "A Bee,x,AL,?", "A Bee,x,clinic,no"}},
		{"own work that can go, and a yes", intake.Consultants, []string{grid, "A Bee,x,clinic - can cancel,", "A Bee,x,OK,"}},
		{"the same duty without its ward", intake.Duties, []string{"Name,GMC,Ward,Date,Start,End", "A Bee,1,W1,25/07/2025,0800,2030", "A Bee,1,,25/07/2025,0800,2030"}},
		{"a row of rates of which one is given already", intake.Rates, []string{"When,Consultant,SAS", "Weekend,£200,", "Weekend 0700-2300,£200,£150"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := firstOf(t, july(), tt.kind, tt.rows...); got != "" {
				t.Errorf("faults %q", got)
			}
		})
	}
	book := pasted(t, tests[5].rows...)
	c := intake.Guess(book, intake.Rates, july())
	if got := lines(intake.Read(book, c, july())); len(got) != 2 {
		t.Errorf("rates %q, want both", got)
	}
}

// TestLimits: of two limits of nights the lower is taken, whichever comes first, and that is said.
func TestLimits(t *testing.T) {
	const head = "Consultant,Covers,Fri 25 0800-1300,Comments"
	for _, rows := range [][]string{{head, "A Bee,x,OK,max 3 nights", "A Bee,x,OK,max 2 nights"}, {head, "A Bee,x,OK,max 2 nights", "A Bee,x,OK,max 3 nights"}} {
		book, k := pasted(t, rows...), july()
		c := intake.Guess(book, intake.Consultants, k)
		c.Answers = taught(intake.Words(book, c, k), nil)
		r := intake.Read(book, c, k)
		if n := r.Records.Consultants[0].MaxNightsInARow; n == nil || *n != 2 || !slices.Contains(r.Remarks, "Where somebody names two limits of nights, the lower was taken.") {
			t.Errorf("nights %v, remarks %q", n, r.Remarks)
		}
	}
}

// tabs reads two tables as the tabs of one book.
func tabs(t *testing.T, medicine, surgery []string) intake.Result {
	t.Helper()
	one, two := pasted(t, medicine...), pasted(t, surgery...)
	one.Sheets[0].Name, two.Sheets[0].Name = "Medicine", "Surgery"
	book := sheet.Book{Format: "Excel workbook", Sheets: append(one.Sheets, two.Sheets...)}
	k := july()
	c := intake.Guess(book, intake.Consultants, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	return intake.Read(book, c, k)
}

// TestTabsDisagree: people on two tabs whose columns are not the same contradict each
// other where most of a part of the day is the other's, and not where parts only touch on each other.
func TestTabsDisagree(t *testing.T) {
	r := tabs(t, []string{"Consultant,Covers,Fri 25 0800-1300,Fri 25 1300-1800", "A Bee,x,OK,OK"}, []string{"Consultant,Covers,Fri 25 0800-1800", "BEE A,x,AL"})
	if len(r.Faults) != 1 || !strings.Contains(r.Faults[0].Wrong, "Row 2 of Medicine") || r.Faults[0].Sheet != "Surgery" || r.Faults[0].Options[0].Label != "Row 2 of Medicine stands: “OK”" {
		t.Fatalf("faults %+v", r.Faults)
	}
	if got := lines(r); len(got) != 1 || got[0] != "A Bee [x] trust_rate" {
		t.Errorf("while it is open %q, want no offer", got)
	}
	r = tabs(t, []string{"Consultant,Covers,Fri 25 1300-1800", "A Bee,x,OK"}, []string{"Consultant,Covers,Fri 25 1730-2200", "A Bee,x,no"})
	if got := lines(r); len(r.Faults) > 0 || len(got) != 1 || !strings.Contains(got[0], "25 13:00 to 25 18:00") {
		t.Errorf("half an hour in common: faults %+v, %q", r.Faults, got)
	}
}

// TestThirdRow: a time in dispute stays so when a third row agrees with one of the two.
func TestThirdRow(t *testing.T) {
	const grid = "Consultant,Covers,Fri 25 0800-1300,Sat 26 0800-1300"
	book, k := pasted(t, grid, "A Bee,x,OK,OK", "A Bee,x,AL,OK", "A Bee,x,OK,"), july()
	c := intake.Guess(book, intake.Consultants, k)
	c.Answers = taught(intake.Words(book, c, k), nil)
	r := intake.Read(book, c, k)
	if got := lines(r); len(r.Faults) != 1 || len(got) != 1 || got[0] != "A Bee [x] trust_rate; 26 08:00 to 26 13:00 [on_site on_call standby]" {
		t.Errorf("faults %+v, %q; want one, and no offer on the 25th", r.Faults, got)
	}
	c.Settle(r.Faults[0], intake.ThisRow)
	if r = intake.Read(book, c, k); len(r.Faults) != 1 || r.Faults[0].Row != 4 || r.Faults[0].Against.Row != 3 {
		t.Errorf("with the leave standing, faults %+v; want the third row against it", r.Faults)
	}
}
