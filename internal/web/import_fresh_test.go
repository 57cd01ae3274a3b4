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
