package rota_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"strikerota/rota"
)

// TestRetold holds that a correction does not alter what was told until no count that it
// alters, with others, differs by fewer than five.
func TestRetold(t *testing.T) {
	friday, saturday := rota.Date{Year: 2025, Month: 7, Day: 25}, rota.Date{Year: 2025, Month: 7, Day: 26}
	cell := func(day rota.Date, grade string, due, absent, unconfirmed int) rota.ReturnCell {
		return rota.ReturnCell{Day: day, Service: "Maternity", Grade: grade, Due: due, Absent: absent, Unconfirmed: unconfirmed}
	}
	told := []rota.ReturnCell{cell(friday, "ST3", 30, 16, 0), cell(friday, "ST4", 20, 9, 0)}
	for _, tt := range []struct {
		name   string
		before []rota.ReturnCell
		now    []rota.ReturnCell
		want   []rota.ReturnCell
	}{
		{"nothing is told while somebody is not confirmed", nil, []rota.ReturnCell{cell(friday, "ST3", 30, 16, 1)}, nil},
		{"first told", nil, told, told},
		{"another day", told, append([]rota.ReturnCell{cell(saturday, "ST3", 3, 1, 0)}, told...), append([]rota.ReturnCell{}, told[0], told[1], cell(saturday, "ST3", 3, 1, 0))},
		{"one correction", told, []rota.ReturnCell{cell(friday, "ST3", 30, 15, 0), told[1]}, told},
		{"four", told, []rota.ReturnCell{cell(friday, "ST3", 30, 12, 0), told[1]}, told},
		{"five", told, []rota.ReturnCell{cell(friday, "ST3", 30, 11, 0), told[1]}, []rota.ReturnCell{cell(friday, "ST3", 30, 11, 0), told[1]}},
		{"five of one grade and one of another", told, []rota.ReturnCell{cell(friday, "ST3", 30, 11, 0), cell(friday, "ST4", 20, 10, 0)}, told},
		{"one more was due, and came", told, []rota.ReturnCell{cell(friday, "ST3", 31, 16, 0), told[1]}, told},
		{"one is gone with their grade", told, []rota.ReturnCell{told[0], cell(friday, "ST4", 19, 8, 0)}, told},
		{"not confirmed any more", told, []rota.ReturnCell{cell(friday, "ST3", 30, 11, 1), told[1]}, told},
		{"all were deleted", told, nil, told},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, rota.Telling{Cells: tt.before}.Retold(tt.now).Cells, cmpopts.IgnoreUnexported(rota.ReturnCell{}), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
		})
	}
	now := []rota.ReturnCell{cell(friday, "ST3", 30, 15, 0), cell(saturday, "ST3", 3, 0, 2)}
	if diff := cmp.Diff([]rota.ReturnCell{told[0], told[1], now[1]}, rota.ToldReturn(now, told)); diff != "" {
		t.Errorf("a day that was told and one that was not (-want +got):\n%s", diff)
	}
}

// TestToldOtherwise holds that a day is told otherwise once a correction of it is held back, and not once
// all that was told of it holds.
func TestToldOtherwise(t *testing.T) {
	friday, saturday := rota.Date{Year: 2025, Month: 7, Day: 25}, rota.Date{Year: 2025, Month: 7, Day: 26}
	cell := func(day rota.Date, due, absent, unconfirmed int) rota.ReturnCell {
		return rota.ReturnCell{Day: day, Service: "Maternity", Grade: "ST3", Due: due, Absent: absent, Unconfirmed: unconfirmed, Shown: []rota.ShownSlot{{Slot: "a", Places: absent}}}
	}
	told := []rota.ReturnCell{cell(friday, 30, 16, 0)}
	told[0].Shown = nil
	for name, tt := range map[string]struct {
		now  []rota.ReturnCell
		want []rota.Date
	}{
		"as it was":              {[]rota.ReturnCell{cell(friday, 30, 16, 0)}, nil},
		"a day that is not told": {[]rota.ReturnCell{cell(friday, 30, 16, 0), cell(saturday, 3, 1, 1)}, nil},
		"one more came":          {[]rota.ReturnCell{cell(friday, 30, 15, 0)}, []rota.Date{friday}},
		"one more was due":       {[]rota.ReturnCell{cell(friday, 31, 16, 0)}, []rota.Date{friday}},
		"one is open again":      {[]rota.ReturnCell{cell(friday, 30, 16, 1)}, []rota.Date{friday}},
		"all were deleted":       {nil, []rota.Date{friday}},
	} {
		if diff := cmp.Diff(tt.want, rota.ToldOtherwise(tt.now, told)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestSettledDays(t *testing.T) {
	day := func(n int) rota.Date { return rota.Date{Year: 2025, Month: 7, Day: n} }
	cells := []rota.ReturnCell{{Day: day(25), Due: 3}, {Day: day(26), Due: 3, Absent: 1}, {Day: day(26), Due: 2, Unconfirmed: 1}, {Day: day(27), Due: 1, Absent: 1}}
	if known, all := rota.SettledDays(cells); known != 2 || all != 3 {
		t.Errorf("%d of %d, want 2 of 3", known, all)
	}
}

// TestBesideRota holds that what is kept hides as much beside a rota as what is counted beside it.
func TestBesideRota(t *testing.T) {
	cells := []rota.ReturnCell{{Due: 3, Shown: []rota.ShownSlot{{Slot: "a", Places: 1, Due: 2, Absent: 1}, {Slot: "b", Places: 1, Due: 1}}}}
	got := rota.BesideRota(cells, func(id rota.SlotID) int { return map[rota.SlotID]int{"a": 2}[id] })
	want := []rota.ReturnCell{{Due: 3, Shown: []rota.ShownSlot{{Slot: "a", Places: 2, Due: 2, Absent: 1}}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
	if cells[0].Shown[0].Places != 1 {
		t.Error("what is kept was changed")
	}
}

// TestRetoldStepByStep holds that corrections add up: what is told is compared with what is
// now, not with the step before, each count for itself.
func TestRetoldStepByStep(t *testing.T) {
	day := rota.Date{Year: 2025, Month: 7, Day: 25}
	cells := func(first, second int) []rota.ReturnCell {
		return []rota.ReturnCell{{Day: day, Service: "Maternity", Grade: "ST3", Due: 60, Absent: first}, {Day: day, Service: "Maternity", Grade: "ST4", Due: 60, Absent: second}}
	}
	type counts struct{ first, second int }
	for name, steps := range map[string][]struct{ now, told counts }{
		"one count, by 1, 9, 8, 8 and 6":              {{counts{39, 20}, counts{40, 20}}, {counts{30, 20}, counts{30, 20}}, {counts{22, 20}, counts{22, 20}}, {counts{14, 20}, counts{14, 20}}, {counts{8, 20}, counts{8, 20}}},
		"by one at a time":                            {{counts{39, 20}, counts{40, 20}}, {counts{38, 20}, counts{40, 20}}, {counts{37, 20}, counts{40, 20}}, {counts{36, 20}, counts{40, 20}}, {counts{35, 20}, counts{35, 20}}, {counts{34, 20}, counts{35, 20}}},
		"another count holds both back until it is 5": {{counts{8, 19}, counts{40, 20}}, {counts{8, 16}, counts{40, 20}}, {counts{8, 15}, counts{8, 15}}},
		"or until it is again as it was told":         {{counts{8, 19}, counts{40, 20}}, {counts{8, 20}, counts{8, 20}}},
		"nor so near to what was told before that":    {{counts{30, 20}, counts{30, 20}}, {counts{39, 20}, counts{30, 20}}, {counts{40, 20}, counts{40, 20}}, {counts{31, 20}, counts{40, 20}}},
		"no sum of counts stands for one":             {{counts{36, 16}, counts{40, 20}}},
	} {
		told := rota.Telling{}.Retold(cells(40, 20))
		for i, s := range steps {
			told = told.Retold(cells(s.now.first, s.now.second))
			if got := (counts{told.Cells[0].Absent, told.Cells[1].Absent}); got != s.told {
				t.Errorf("%s, step %d: told %v, want %v", name, i+1, got, s.told)
			}
		}
	}
}

// TestResumed holds that a database that was restored tells what was told last, and goes on from there as if it had
// not been restored.
func TestResumed(t *testing.T) {
	friday, saturday := rota.Date{Year: 2025, Month: 7, Day: 25}, rota.Date{Year: 2025, Month: 7, Day: 26}
	cells := func(day rota.Date, absent, unconfirmed int) []rota.ReturnCell {
		return []rota.ReturnCell{{Day: day, Service: "Maternity", Grade: "ST3", Due: 60, Absent: absent, Unconfirmed: unconfirmed}}
	}
	first := rota.Telling{}.Retold(cells(friday, 13, 0)) // that of the backup
	last := first.Retold(cells(friday, 7, 0))
	for name, backup := range map[string]rota.Telling{"of before all was confirmed": {}, "of after": first} {
		back := backup.Resumed(last)
		if diff := cmp.Diff(last, back); diff != "" {
			t.Errorf("a backup %s (-want +got):\n%s", name, diff)
		}
		for _, steps := range [][]int{{8}, {12, 8}, {1}, {13}, {14}, {20, 15}} {
			want, got := last, back
			for _, absent := range steps {
				want, got = want.Retold(cells(friday, absent, 0)), got.First(cells(friday, 13, 60)).Retold(cells(friday, absent, 0))
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("a backup %s, then %v (-want +got):\n%s", name, steps, diff)
			}
		}
	}
	other := rota.Telling{}.Retold(cells(saturday, 20, 0))
	if diff := cmp.Diff(rota.Telling{Cells: append(cells(friday, 7, 0), cells(saturday, 20, 0)...), Earlier: last.Earlier}, other.Resumed(last)); diff != "" {
		t.Errorf("a day that only the backup tells (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(rota.Telling{Cells: cells(friday, 20, 0), Earlier: [][]rota.ReturnCell{cells(friday, 13, 0)}}, first.Resumed(rota.Telling{Cells: cells(friday, 20, 0)})); diff != "" {
		t.Errorf("what the backup tells otherwise (-want +got):\n%s", diff)
	}
}
