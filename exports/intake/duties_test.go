package intake_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/exports/sheet"
	"strikerota/rota"
)

// july is the strike of the tests: 07:00 on 25 July to 07:00 on 30 July 2025. That consultants who do not
// say how they cover do so either way has been said before.
func july() intake.Known {
	return intake.Known{Entry: rota.Entry{Strike: rota.Strike{Name: "July 2025", Span: rota.Span{
		Start: time.Date(2025, time.July, 25, 6, 0, 0, 0, time.UTC), End: time.Date(2025, time.July, 30, 6, 0, 0, 0, time.UTC),
	}}}, Memory: intake.Memory{Said: map[string]string{intake.SaidHash(intake.Consultants, waysKey): "yes"}}}
}

// julyFor is July with its rules and, for answers, with somebody who may have given them.
func julyFor(kind intake.Kind) intake.Known {
	k := july()
	k.Entry.Rules, k.Entry.Case = rota.StandardRules(), rota.Case{Kind: rota.AllAway}
	if kind == intake.Declarations {
		k.Entry.Residents = []rota.Resident{{ID: "R001", Name: "BEE, A"}}
	}
	return k
}

func pasted(t *testing.T, lines ...string) sheet.Book {
	t.Helper()
	book, err := sheet.Paste(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err, rota.Faults(err))
	}
	return book
}

// tally counts the rows of a result by what became of them. A row with several faults counts by its first.
func tally(r intake.Result) map[string]int {
	out := map[string]int{}
	seen := map[intake.Place]bool{}
	for _, f := range r.Faults {
		if !seen[f.Place] {
			out["fault: "+f.Code]++
		}
		seen[f.Place] = true
	}
	for _, l := range r.LeftOut {
		out[l.Code]++
	}
	if r.Count.Blank > 0 {
		out["blank"] = r.Count.Blank
	}
	out["read"] = r.Count.Read
	return out
}

var someDuties = []string{
	"Northmoor, example data",
	"",
	"Staff Name,Assignment No.,Grade,Ward,Shift,Duty Date,Start,End",
	`"O'ROURKE, Siân (Dr)",00417823,ST5,Delivery Suite,LD,25/07/2025,08:00,20:30`,
	`Dr Sian O'Rourke,'417823,ST 5,Delivery Suite,N,Sat 26 Jul 2025,2000,08.30`,
	`"FIRTH, Barnaby",00417900,FY2,Delivery Suite,AL,25/07/2025,,`,
	`VACANT,,FY1,Delivery Suite,LD,25/07/2025,08:00,20:30`,
	`"FIRTH, Barnaby",00417900,FY2,Delivery Suite,LD,31/06/2025,08:00,20:30`,
	",,,,,,Total,25.00",
	"LD = Long day 0800-2030",
	"N = Night 2000-0830 (next day)",
}

func TestDuties(t *testing.T) {
	book, k := pasted(t, someDuties...), july()
	c := intake.Guess(book, "", k)
	if c.Kind != intake.Duties || c.Sheets[0].Header != 3 {
		t.Fatalf("guessed %s with headings in row %d, want duties and 3", c.Kind, c.Sheets[0].Header)
	}
	words := intake.Words(book, c, k)
	if len(words) != 1 || words[0].Key != "unit/delivery suite" {
		t.Fatalf("words %v, want the unit alone", words)
	}
	c.Answers = map[string]string{words[0].Key: "Delivery Suite"}
	r := intake.Read(book, c, k)
	want := map[string]int{
		"title line": 1, "blank": 1, "heading": 1, "read": 2, "not a duty: AL": 1, "vacant post": 1,
		"fault: no such date": 1, "totals line": 1, "key and foot": 2,
	}
	if diff := cmp.Diff(want, tally(r)); diff != "" {
		t.Errorf("rows (-want +got)\n%s", diff)
	}
	if r.Faults[0].Cell != "F8" || r.Faults[0].Row != 8 || !r.Faults[0].Replaceable {
		t.Errorf("the fault is %+v, want it in F8 of row 8, to be mended", r.Faults[0])
	}
	c.Correct(r.Faults[0].Place, r.Faults[0].Column, "30/06/2025")
	if r = intake.Read(book, c, k); r.Count.Read != 3 {
		t.Errorf("corrected, %d rows are read, want 3", r.Count.Read)
	}
	k.Entry, k.Memory = intake.Apply(r, c, k)
	if err := k.Entry.Validate(); len(k.Entry.Residents) != 2 || len(k.Entry.Duties) != 3 {
		t.Errorf("%d residents, %d duties, %v; want 2 and 3", len(k.Entry.Residents), len(k.Entry.Duties), err)
	}
	again := intake.Compare(intake.Read(book, c, k), c, k)
	if diff := cmp.Diff(map[intake.Op]int{intake.Same: 5}, again.Count); diff != "" {
		t.Errorf("the same file again changes (-want +got)\n%s", diff)
	}
}
