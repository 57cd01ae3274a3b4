package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"strikerota/exports/intake"
)

// TestFreshConsultants: of a consultant who is new the page says all that a wrong column could have got wrong.
func TestFreshConsultants(t *testing.T) {
	said := []intake.FieldChange{{Field: "grade"}, {Field: "skills", After: "Obstetrics"}, {Field: "sites", After: "North"}, {Field: "terms", After: "BMA rate"},
		{Field: "offers", After: "Fri 25 July, on site"}, {Field: "sessions"}}
	table := freshTable([]intake.Change{{Op: intake.Added, What: "consultant", Label: "Dr A Bee", At: intake.Place{Row: 2}, Said: said}})
	want := [][]string{{"Dr A Bee", "Obstetrics", "North", "BMA rate", "Fri 25 July, on site", "None", "row 2"}}
	if diff := cmp.Diff(want, cellTexts(*table)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(table.Columns) != len(want[0]) {
		t.Errorf("%d columns", len(table.Columns))
	}
}
