package web

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
	"strikerota/rota"
)

// TestFreshConsultants: of a consultant who is new the page says all that a wrong column could have got wrong.
func TestFreshConsultants(t *testing.T) {
	t.Parallel()
	start := time.Date(2025, 7, 25, 7, 0, 0, 0, time.UTC)
	said := rota.Consultant{Skills: []string{"Obstetrics"}, Sites: []string{"North"}, Terms: rota.BMARate,
		Offers: []rota.Offer{{Span: rota.Span{Start: start, End: start.Add(5 * time.Hour)}, Modes: []rota.Mode{rota.OnSite}}}}
	table := freshTable([]intake.Change{{Op: intake.Added, What: "consultant", Label: "Dr A Bee", At: intake.Place{Row: 2}, Consultant: &said}})
	want := [][]string{{"Dr A Bee", "Obstetrics", "North", "BMA rate", "Fri 25 July, 8am to 1pm (On site)", "None", "row 2"}}
	if diff := cmp.Diff(want, cellTexts(*table)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(table.Columns) != len(want[0]) {
		t.Errorf("%d columns", len(table.Columns))
	}
}

// TestFreshRates: of a rate that is new the page says how much it is, and whether it comes in as confirmed.
func TestFreshRates(t *testing.T) {
	t.Parallel()
	rate := func(fields ...intake.FieldChange) intake.Change {
		return intake.Change{Op: intake.Added, What: "rate", Label: "Trust card: night", At: intake.Place{Row: 2}, Fields: append(fields, intake.FieldChange{Field: "rate", After: "98.50"})}
	}
	table := freshTable([]intake.Change{rate(), rate(intake.FieldChange{Field: "confirmed", Before: "yes", After: "no"})})
	want := [][]string{{"Trust card: night", "£98.50", "Yes", "row 2"}, {"Trust card: night", "£98.50", "No", "row 2"}}
	if diff := cmp.Diff(want, cellTexts(*table)); diff != "" || len(table.Columns) != 4 {
		t.Errorf("%d columns (-want +got)\n%s", len(table.Columns), diff)
	}
}
