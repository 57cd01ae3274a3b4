package web

import (
	"testing"

	"strikerota/exports/intake"
)

// TestPartlyTakenCounts: rows taken in part are neither read nor not taken.
func TestPartlyTakenCounts(t *testing.T) {
	t.Parallel()
	c := intake.Count{Rows: 10, Read: 7, Faulty: 2, Partly: 1, LeftOut: 1}
	if got, want := rowCounts(c), "10 in the file: 7 read, 1 taken in part, 1 not taken, 1 without data or left out, 0 blank"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := toCorrect(c), "10 in the file: 7 read, 2 to correct (1 of them taken in part), 1 without data or left out, 0 blank"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestUntiedWords: the changes say how many duties are tied to no slot, and why.
func TestUntiedWords(t *testing.T) {
	t.Parallel()
	got := untiedWords(map[intake.Why]int{intake.Several: 1, intake.NoUnit: 2, intake.Outside: 4})
	want := "7 duties are tied to no slot, so whoever works them fills no place there: 4, since they start before the strike or after it; 2, since no slot is of their unit; 1, since more than one slot fits, and nothing says which. "
	if got != want || untiedWords(nil) != "" {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestWhereWords: of a word that no cell shows the page names its cells.
func TestWhereWords(t *testing.T) {
	for want, w := range map[string]intake.Word{
		"2 times, first in row 4":                        {Count: 2, First: intake.Place{Row: 4}},
		"2 times, in the cells C2, D3":                   {Count: 2, First: intake.Place{Row: 2}, Cells: []string{"C2", "D3"}},
		"9 times, in the cells C2, D3 and more of Cover": {Count: 9, First: intake.Place{Sheet: "Cover", Row: 2}, Cells: []string{"C2", "D3"}},
		"Cover, 9 times, in the cells C2 and more":       {Count: 9, Context: "Cover", First: intake.Place{Sheet: "Cover", Row: 2}, Cells: []string{"C2"}},
	} {
		if got := whereWords(w); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
