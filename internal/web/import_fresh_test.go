package web

import (
	"strings"
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
	nights := 2
	said := rota.Consultant{Grade: "SAS", Contact: "bleep 1234", PayPoint: "4-7", MaxNightsInARow: &nights, Note: "not in theatre", Skills: []string{"Obstetrics"}, Sites: []string{"North"}, Terms: rota.BMARate,
		Offers: []rota.Offer{{Span: rota.Span{Start: start, End: start.Add(5 * time.Hour)}, Modes: []rota.Mode{rota.OnSite}}}}
	table := freshTable([]intake.Change{{Op: intake.Added, What: "consultant", Label: "Dr A Bee", At: intake.Place{Row: 2}, Consultant: &said}})
	want := [][]string{{"Dr A Bee", "Obstetrics", "North", "BMA rate", "Fri 25 July, 8am to 1pm (On site)", "None", "Grade: SAS; Contact: bleep 1234; Pay point: 4-7; Nights: 2; Note: not in theatre", "row 2"}}
	if diff := cmp.Diff(want, cellTexts(*table)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(table.Columns) != len(want[0]) {
		t.Errorf("%d columns", len(table.Columns))
	}
}

// TestFreshSaysAll: whatever a file fills in of somebody or something new stands on the page.
func TestFreshSaysAll(t *testing.T) {
	nights := 2
	span := rota.Span{Start: time.Date(2025, 7, 25, 7, 0, 0, 0, time.UTC), End: time.Date(2025, 7, 25, 12, 0, 0, 0, time.UTC)}
	for _, c := range []intake.Change{
		{What: "consultant", Consultant: &rota.Consultant{Grade: "SAS", Contact: "bleep 1234", PayPoint: "4-7", MaxNightsInARow: &nights, Note: "not in theatre", Skills: []string{"Obstetrics"}, Sites: []string{"North"},
			Terms: rota.TrustRate, Offers: []rota.Offer{{Span: span, Modes: []rota.Mode{rota.OnSite}}}, Sessions: []rota.Session{{Span: span, Name: "clinic", Kind: rota.Planned, Loss: 3}}}},
		{What: "slot", Label: "Labour ward, SHO", Slot: &rota.Slot{Service: "Maternity", Unit: "Labour ward", Role: "SHO", Site: "North", Span: span, Places: 7, SkillsAll: []string{"obs"}, SkillsAny: []string{"paeds"}, Priority: 2, NoOtherDuty: true, Source: "row 4 of the policy"}},
		{What: "resident", Says: []intake.FieldChange{{Field: "grade", After: "ST5"}, {Field: "unit", After: "W1"}}},
		{What: "duty", Says: []intake.FieldChange{{Field: "unit", After: "W1"}, {Field: "site", After: "North"}, {Field: "where", After: "On call"}}},
	} {
		c.Op, c.At = intake.Added, intake.Place{Row: 2}
		table := freshTable([]intake.Change{c})
		text := strings.Join(cellTexts(*table)[0], "|")
		for _, f := range c.Said() {
			after := f.Words().After
			if f.Field == "no_other_duty" {
				after = "no other duty"
			}
			if after == "" || !strings.Contains(text, after) {
				t.Errorf("of the %s, the page says nothing of the %s %q: %s", c.What, f.Field, after, text)
			}
		}
		if len(table.Columns) != len(cellTexts(*table)[0]) {
			t.Errorf("%s: %d columns", c.What, len(table.Columns))
		}
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
