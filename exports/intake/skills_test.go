package intake

import (
	"testing"

	"strikerota/exports/sheet"
)

// TestLikelySkill: the name of a tab, or a title, that says another skill leaves a word undecided.
func TestLikelySkill(t *testing.T) {
	all := []string{"obstetrics", "obstetric anaesthesia", "gynaecology"}
	few := []string{"obstetrics", "gynaecology"}
	tests := []struct {
		tab, title, word string
		skills           []string
		want             string
	}{
		{"Obs anaes", "", "obs", all, ""},
		{"Obs anaes", "", "obs", few, ""},
		{"", "Obstetric anaesthesia", "obs", all, ""},
		{"", "Obstetric anaesthesia - who can cover 25-30 July", "obs", few, ""},
		{"Obstetrics", "", "obs", all, "obstetrics"},
		{"Obstetrics", "OBSTETRICS - who can cover 25-30 July", "obs", all, "obstetrics"},
		{"Obs & gynae", "Obstetrics consultants", "obs", few, "obstetrics"},
		{"Sheet1", "", "obs", all, "obstetrics"},
		{"", "", "obs", all, "obstetrics"},
	}
	for _, tt := range tests {
		l := line{reader: &reader{skills: nameListOf(tt.skills)}, choice: &Sheet{Header: 3}, sheet: sheet.Sheet{Name: tt.tab, Rows: []sheet.Row{
			{Number: 1, Cells: []sheet.Cell{{Text: tt.title}}}, {Number: 2, Cells: []sheet.Cell{{Text: "green = yes"}}}, {Number: 3, Cells: []sheet.Cell{{Text: "gynaecology"}}}}}}
		if got := l.likelySkill(tt.word); got != tt.want {
			t.Errorf("%q on the tab %q below %q is taken for %q, want %q", tt.word, tt.tab, tt.title, got, tt.want)
		}
	}
}
