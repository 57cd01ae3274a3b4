package rota_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

var day1 = rota.Date{Year: 2025, Month: 7, Day: 25}

// told is what a reader of the shared return sees.
func told(groups []rota.ReturnGroup) string {
	var out []string
	for _, g := range groups {
		out = append(out, fmt.Sprint(g.Day, g.Service, g.Grade, g.Due, g.Absent, g.Hidden, g.Unconfirmed))
	}
	return strings.Join(out, "|")
}

// TestShareTellsOfNobody takes the part of somebody who knows who was due, who
// the rota shows at work, and how cells are put together: for whatever the return
// tells, each other resident may still have been absent, and may have come. It
// goes through every way in which the residents can have been absent.
func TestShareTellsOfNobody(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 5).Draw(t, "cells")
		cells := make([]rota.ReturnCell, n)
		ways := 1
		for i := range cells {
			most := 14
			if ways*15 > 60_000 {
				most = max(0, 60_000/ways-1)
			}
			hiding := rapid.IntRange(0, most).Draw(t, "due")
			known := rapid.IntRange(0, 3).Draw(t, "known")
			cells[i] = rota.ReturnCell{Day: day1, Service: fmt.Sprint("s", i%rapid.IntRange(1, 3).Draw(t, "services")), Grade: fmt.Sprint("g", i), Due: hiding + known}
			if known > 0 { // so many of those due in a slot, though nobody knows which
				cells[i].Shown = []rota.ShownSlot{{Slot: rota.SlotID(fmt.Sprint(i)), Places: known, Due: known + rapid.IntRange(0, hiding).Draw(t, "beside")}}
			}
			ways *= hiding + 1
		}
		cells = slices.DeleteFunc(cells, func(c rota.ReturnCell) bool { return c.Due == 0 })
		if len(cells) == 0 {
			return
		}
		type seen struct{ none, all []bool } // by cell: nobody was absent in every way so far, everybody was
		classes := map[string]*seen{}
		counts := make([]int, len(cells))
		for {
			now := slices.Clone(cells)
			for i, k := range counts {
				now[i].Absent = k
				now[i].Shown = slices.Clone(now[i].Shown)
				for j := range now[i].Shown { // as many of them as can be
					s := &now[i].Shown[j]
					s.Absent = min(k, s.Due-s.Places)
				}
			}
			text := told(rota.Share(now))
			c := classes[text]
			if c == nil {
				c = &seen{make([]bool, len(cells)), make([]bool, len(cells))}
				for i := range cells {
					c.none[i], c.all[i] = true, true
				}
				classes[text] = c
			}
			for i, k := range counts {
				c.none[i] = c.none[i] && k == 0
				c.all[i] = c.all[i] && k == hiding(cells[i])
			}
			if !next(counts, cells) {
				break
			}
		}
		for text, c := range classes {
			for i, cell := range cells {
				if hiding(cell) > 0 && (c.none[i] || c.all[i]) {
					t.Fatalf("%q gives cell %d of %+v away: nobody absent %v, everybody absent %v", text, i, cells, c.none[i], c.all[i])
				}
			}
		}
	})
}

// hiding is how many of a cell's residents the rota does not show at work.
func hiding(c rota.ReturnCell) int {
	n := c.Due
	for _, s := range c.Shown {
		n -= s.Places
	}
	return n
}

// next counts on like a clock; false when it has been round.
func next(counts []int, cells []rota.ReturnCell) bool {
	for i := range counts {
		if counts[i]++; counts[i] <= hiding(cells[i]) {
			return true
		}
		counts[i] = 0
	}
	return false
}

// TestShareSums holds that the groups of a day add up to the day, and hide no more than they need.
func TestShareSums(t *testing.T) {
	tests := []struct {
		name  string
		cells []rota.ReturnCell
		want  []rota.ReturnGroup
	}{
		{"fine", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 20, Absent: 8}, {Day: day1, Service: "A", Grade: "2", Due: 12, Absent: 6}},
			[]rota.ReturnGroup{{Day: day1, Service: "A", Grade: "1", Due: 20, Absent: 8}, {Day: day1, Service: "A", Grade: "2", Due: 12, Absent: 6}}},
		{"a small grade is put with another", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 20, Absent: 8}, {Day: day1, Service: "A", Grade: "2", Due: 9, Absent: 6}},
			[]rota.ReturnGroup{{Day: day1, Service: "A", Grade: rota.AllGrades, Due: 29, Absent: 14}}},
		{"four of twelve", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 20, Absent: 8}, {Day: day1, Service: "A", Grade: "2", Due: 12, Absent: 4}},
			[]rota.ReturnGroup{{Day: day1, Service: "A", Grade: rota.AllGrades, Due: 32, Absent: 12}}},
		{"one service too small for itself", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 20, Absent: 8}, {Day: day1, Service: "B", Grade: "1", Due: 30, Absent: 27}},
			[]rota.ReturnGroup{{Day: day1, Service: rota.AllServices, Grade: rota.AllGrades, Due: 50, Absent: 35}}},
		{"no service large enough for itself is the whole day", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 9, Absent: 5}, {Day: day1, Service: "B", Grade: "1", Due: 9, Absent: 4}},
			[]rota.ReturnGroup{{Day: day1, Service: rota.AllServices, Grade: rota.AllGrades, Due: 18, Absent: 9}}},
		{"everybody came", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 20}},
			[]rota.ReturnGroup{{Day: day1, Service: rota.AllServices, Grade: rota.AllGrades, Due: 20, Hidden: true}}},
		{"nobody came", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 20, Absent: 20}},
			[]rota.ReturnGroup{{Day: day1, Service: rota.AllServices, Grade: rota.AllGrades, Due: 20, Hidden: true}}},
		{"not all have been confirmed", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 20, Absent: 8, Unconfirmed: 1}},
			[]rota.ReturnGroup{{Day: day1, Service: rota.AllServices, Grade: rota.AllGrades, Due: 20, Hidden: true, Unconfirmed: 1}}},
		{"those at work are known from the rota", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 20, Absent: 10, Shown: []rota.ShownSlot{{Slot: "x", Places: 6, Due: 6}}}},
			[]rota.ReturnGroup{{Day: day1, Service: rota.AllServices, Grade: rota.AllGrades, Due: 20, Hidden: true}}},
		{"of a slot only as many are known as it shows", []rota.ReturnCell{{Day: day1, Service: "A", Grade: "1", Due: 20, Absent: 10, Shown: []rota.ShownSlot{{Slot: "x", Places: 1, Due: 6}}}},
			[]rota.ReturnGroup{{Day: day1, Service: "A", Grade: rota.AllGrades, Due: 20, Absent: 10}}},
		{"a slot with residents of two grades shows its places once", []rota.ReturnCell{
			{Day: day1, Service: "A", Grade: "1", Due: 8, Absent: 4, Shown: []rota.ShownSlot{{Slot: "x", Places: 3, Due: 3}}}, {Day: day1, Service: "A", Grade: "2", Due: 8, Absent: 4, Shown: []rota.ShownSlot{{Slot: "x", Places: 3, Due: 3}}}},
			[]rota.ReturnGroup{{Day: day1, Service: "A", Grade: rota.AllGrades, Due: 16, Absent: 8}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, rota.Share(tt.cells), cmpopts.IgnoreUnexported(rota.ReturnGroup{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestShareTwice takes the part of somebody who has the return of a day twice, beside two rotas that
// show others at work: groups that are told lie within each other or apart, and one less those within
// it is of groups that are told as well.
func TestShareTwice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var cells []rota.ReturnCell
		for i := range rapid.IntRange(2, 7).Draw(t, "cells") {
			due := rapid.IntRange(6, 30).Draw(t, "due")
			cells = append(cells, rota.ReturnCell{Day: day1, Service: fmt.Sprint("s", rapid.IntRange(1, 2).Draw(t, "service")), Grade: fmt.Sprint("g", i), Due: due, Absent: rapid.IntRange(due/3, due/3*2).Draw(t, "absent")})
		}
		var told [][]string
		for range 2 {
			now := slices.Clone(cells)
			for i := range now {
				if n := rapid.IntRange(0, 4).Draw(t, "shown"); n > 0 {
					now[i].Shown = []rota.ShownSlot{{Slot: rota.SlotID(fmt.Sprint(i)), Places: n, Due: n}}
				}
			}
			for _, g := range rota.Share(now) {
				if !g.Hidden {
					told = append(told, g.Of())
				}
			}
		}
		for _, a := range told {
			for _, b := range told {
				within, apart := true, true
				for _, x := range a {
					in := slices.Contains(b, x)
					within, apart = within && in, apart && !in
				}
				switch {
				case apart:
				case !within && !slices.ContainsFunc(b, func(x string) bool { return !slices.Contains(a, x) }):
				case !within:
					t.Fatalf("%v and %v are both told", a, b)
				default:
					left := slices.DeleteFunc(slices.Clone(b), func(x string) bool { return slices.Contains(a, x) })
					for _, c := range told {
						if !slices.ContainsFunc(c, func(x string) bool { return !slices.Contains(left, x) }) {
							left = slices.DeleteFunc(left, func(x string) bool { return slices.Contains(c, x) })
						}
					}
					if len(left) > 0 {
						t.Fatalf("%v less %v gives %v, of which nothing is told: %+v", b, a, left, cells)
					}
				}
			}
		}
	})
}

// TestReturn counts residents, not duties, by the day on which duties start.
func TestReturn(t *testing.T) {
	e := rotatest.July().
		Slot("lw", "2025-07-25 08:00", "2025-07-25 20:00", rotatest.Unit("Maternity", "Labour ward")).
		Slot("on", "2025-07-26 08:00", "2025-07-26 20:00", rotatest.Unit("Cancer", "Oncology")).Entry()
	e.Residents = []rota.Resident{{ID: "R1", Name: "One", Grade: "FY1"}, {ID: "R2", Name: "Two", Grade: "ST3"}}
	at := func(id rota.DutyID, who rota.ResidentID, slot rota.SlotID, from, to string, a rota.Attendance) rota.Duty {
		return rota.Duty{ID: id, Resident: who, Slot: slot, Span: rotatest.Span(from, to), Attendance: a}
	}
	e.Duties = []rota.Duty{
		at("D1", "R1", "lw", "2025-07-25 08:00", "2025-07-25 20:00", rota.Worked),
		at("D2", "R1", "", "2025-07-25 21:00", "2025-07-26 08:00", rota.Absent),
		at("D3", "R1", "on", "2025-07-26 08:00", "2025-07-26 20:00", rota.NotConfirmed),
		at("D4", "R2", "lw", "2025-07-25 08:00", "2025-07-25 20:00", rota.Absent),
		at("D5", "R2", "", "2025-07-25 05:00", "2025-07-25 07:30", rota.Absent), // begun before the strike
	}
	got := e.Return(func(s rota.SlotID) int { return map[rota.SlotID]int{"lw": 1}[s] })
	shown := []rota.ShownSlot{{Slot: "lw", Places: 1, Due: 1, Absent: 1}}
	want := []rota.ReturnCell{
		{Day: day1, Service: "Maternity", Grade: "FY1", Due: 1, Absent: 1, Shown: shown},
		{Day: day1, Service: "Maternity", Grade: "ST3", Due: 1, Absent: 1, Shown: shown},
		{Day: day1.Add(1), Service: "Cancer", Grade: "FY1", Due: 1, Unconfirmed: 1},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// TestWithheldRanges holds that what was withheld lies within what the shared return tells of it.
func TestWithheldRanges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := rotatest.July().Slot("lw", "2025-07-25 08:00", "2025-07-25 20:00").Entry()
		grades := []string{"FY1", "ST3", "ST6"}
		for i := range rapid.IntRange(1, 40).Draw(t, "residents") {
			id := rota.ResidentID(fmt.Sprint("R", i))
			e.Residents = append(e.Residents, rota.Resident{ID: id, Name: "Example", Grade: rapid.SampledFrom(grades).Draw(t, "grade")})
			for day := 25; day < 28; day++ {
				if !rapid.Bool().Draw(t, "due") {
					continue
				}
				came := rapid.SampledFrom([]rota.Attendance{rota.Absent, rota.Worked}).Draw(t, "came")
				e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID(fmt.Sprint("D", i, "-", day)), Resident: id, Attendance: came,
					Span: rotatest.Span(fmt.Sprintf("2025-07-%d 20:00", day), fmt.Sprintf("2025-07-%d 08:00", day+1))})
			}
		}
		w := rota.StandardWithholding()
		w.Method = rapid.SampledFrom(rota.WithheldMethods()).Draw(t, "method")
		w.NightIsTwo = rapid.Bool().Draw(t, "two")
		least, most := rota.Pence(0), rota.Pence(0)
		for _, r := range e.WithheldRanges(rota.Share(e.Return(func(rota.SlotID) int { return 0 })), w) {
			least, most = least+*r.Least, most+*r.Most
		}
		actual := *e.PayWithheld(w).Actual.Total().Amount
		if actual < least || actual > most {
			t.Fatalf("withheld %s, told %s to %s", actual, least, most)
		}
	})
}

// TestReturnServices: residents count in the service of their slot, or else of their unit when it has
// one; all others are named for what they are.
func TestReturnServices(t *testing.T) {
	start := rota.Date{Year: 2025, Month: 7, Day: 25}
	at := func(hour int) rota.Span {
		from, err := rota.London(start, hour, 0)
		if err != nil {
			t.Fatal(err)
		}
		return rota.Span{Start: from, End: from.Add(8 * time.Hour)}
	}
	e := rota.Entry{Strike: rota.Strike{Span: rota.Span{Start: at(7).Start, End: at(7).Start.Add(48 * time.Hour)}},
		Slots: []rota.Slot{{ID: "s1", Service: "Maternity", Unit: "Labour ward"}, {ID: "s2", Service: "Cancer", Unit: "Theatres"}, {ID: "s3", Service: "Transplant", Unit: "Theatres"}}}
	for i, r := range []struct {
		unit string
		slot rota.SlotID
	}{{"Labour ward", ""}, {"Outpatients", "s2"}, {"Theatres", ""}, {"Outpatients", ""}, {"", ""}} {
		id := rota.ResidentID(fmt.Sprint("R", i))
		e.Residents = append(e.Residents, rota.Resident{ID: id, Unit: r.unit, Grade: "ST3"})
		e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID(fmt.Sprint("D", i)), Resident: id, Slot: r.slot, Span: at(8), Attendance: rota.Absent})
	}
	got := map[string]int{}
	for _, c := range e.Return(func(rota.SlotID) int { return 0 }) {
		got[c.Service] += c.Due
	}
	if diff := cmp.Diff(map[string]int{"Maternity": 1, "Cancer": 1, rota.OtherService: 3}, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
