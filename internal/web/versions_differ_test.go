package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports"
	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestDisplacedRows lists the sessions that one of two editions displaces, by time, and
// leaves out what both do.
func TestDisplacedRows(t *testing.T) {
	t.Parallel()
	p := rotatest.July().Slot("day", "25 08:00", "25 20:00").Slot("later", "27 08:00", "27 20:00").
		Consultant("c1", rotatest.Planned("both", "25 09:00", "25 12:00", 3), rotatest.Planned("after", "27 09:00", "27 12:00", 5)).
		Consultant("c2", rotatest.Planned("before", "27 08:00", "27 10:00", 1)).Problem(t)
	of := func(name string, as ...rota.Assignment) edition {
		return edition{name: name, made: rota.Made{Problem: p, Plan: rotatest.Plan(p, as...)}, names: map[rota.ConsultantID]rota.Consultant{"c1": {Name: "Dr One"}, "c2": {Name: "Dr Two"}}}
	}
	d := differBetween(of("Version 1", rotatest.In("day", "c1", "both"), rotatest.In("later", "c2", "before")), of("The draft", rotatest.In("day", "c1", "both"), rotatest.In("later", "c1", "after")))
	var got [][]string
	for _, row := range d.displacedRows() {
		got = append(got, []string{row[0].Text, row[1].Text, row[2].Text, row[3].Text})
	}
	want := [][]string{{"Dr Two", "Sun 27 July, 8am to 10am", "1 point of loss", "Version 1"}, {"Dr One", "Sun 27 July, 9am to midday", "5 points of loss", "The draft"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestLeavesEarly: of a slot that ends earlier the row says who left when, unless they go on in the rest of it.
func TestLeavesEarly(t *testing.T) {
	t.Parallel()
	was := rotatest.July().Slot("a", "25 08:00", "25 20:00").Consultant("c1").Consultant("c2").Problem(t)
	cut := rotatest.July().Slot("a", "25 08:00", "25 08:15").Slot("rest", "25 08:15", "25 20:00").Consultant("c1").Consultant("c2").Problem(t)
	of := func(name string, p rota.Problem, as ...rota.Assignment) edition {
		return edition{name: name, made: rota.Made{Problem: p, Plan: rotatest.Plan(p, as...)}, names: map[rota.ConsultantID]rota.Consultant{"c1": {Name: "Dr One"}, "c2": {Name: "Dr Two"}}}
	}
	before := of("Version 1", was, rotatest.In("a", "c1"))
	for _, tt := range []struct {
		in   []rota.Assignment
		want string
	}{
		{[]rota.Assignment{rotatest.In("a", "c1"), rotatest.In("rest", "c2")}, "Dr One (at 8:15am)"}, {[]rota.Assignment{rotatest.In("a", "c1")}, "Dr One (at 8:15am)"},
		{[]rota.Assignment{rotatest.In("a", "c1"), rotatest.In("rest", "c1")}, "Nobody"}, {[]rota.Assignment{rotatest.In("a", "c2")}, "Dr One"},
	} {
		if rows := differBetween(before, of("The draft", cut, tt.in...)).slotRows(); rows[0][2].Text != tt.want {
			t.Errorf("%+v: leaves %q, want %q", tt.in, rows[0][2].Text, tt.want)
		}
	}
}

// TestTotalsCost holds that costs of which none is known are one row.
func TestTotalsCost(t *testing.T) {
	t.Parallel()
	cheap := rota.Pence(100)
	known := edition{}
	known.made.Plan.Cost.BMA = &cheap
	for name, tt := range map[string]struct {
		d    differing
		want []string
	}{
		"none known": {differing{}, []string{"Cost"}},
		"one known":  {differing{after: known}, []string{"Cost at trust rates", "Cost at BMA rates", "Cost as agreed"}},
	} {
		var got []string
		for _, row := range tt.d.totals(true, false).Rows {
			got = append(got, row[0].Text)
		}
		if diff := cmp.Diff(append([]string{"Filled", "Open", "Lists and clinics displaced"}, tt.want...), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// TestEndedWays holds that no version promises what is still being worked out.
func TestEndedWays(t *testing.T) {
	t.Parallel()
	whole := exports.WaysOut{Conflict: "Two of three", Note: "12 were tried."}
	if diff := cmp.Diff(whole, endedWays(whole)); diff != "" {
		t.Errorf("what was whole has changed:\n%s", diff)
	}
	want := exports.WaysOut{Note: "Not all of it had been worked out when this version was published."}
	if diff := cmp.Diff(want, endedWays(exports.WaysOut{More: true})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
