package rota_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

func TestStanding(t *testing.T) {
	e := rotatest.July().
		Slot("over", "25 08:00", "25 12:00").
		Slot("now", "25 08:00", "25 20:00", rotatest.Places(3)).
		Slot("next", "25 20:00", "26 08:00").
		Slot("after", "26 00:00", "26 08:00").
		Consultant("c1").Consultant("c2").
		Duty("r1", "now", rota.Working).Duty("r2", "next", rota.Away).
		Entry()
	p, err := e.Problem()
	if err != nil {
		t.Fatal(err)
	}
	plan := rotatest.Plan(p, rotatest.In("now", "c1"), rotatest.In("next", "c2"))
	span := rotatest.Span("2025-07-25 12:00", "2025-07-26 00:00") // touches the first and the last
	type row struct {
		Slot        rota.SlotID
		Open, Spare int
	}
	rows := func(list []rota.Standing) []row {
		var out []row
		for _, s := range list {
			out = append(out, row{s.Slot.ID, s.Open(), s.Spare()})
		}
		return out
	}
	want := []row{{"now", 1, 0}, {"next", 0, 0}}
	if diff := cmp.Diff(want, rows(rota.Made{Problem: p, Plan: plan}.Standing(span))); diff != "" {
		t.Errorf("by the rota (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, rows(e.Standing(plan, span))); diff != "" {
		t.Errorf("by the entry (-want +got):\n%s", diff)
	}
	e.Duties = slices.Clone(e.Duties)
	e.Duties[0].Attendance, e.Duties[1].Attendance = rota.Absent, rota.Worked
	if diff := cmp.Diff([]row{{"now", 2, 0}, {"next", 0, 1}}, rows(e.Standing(plan, span))); diff != "" {
		t.Errorf("one is absent, and one came who was to be away (-want +got):\n%s", diff)
	}
	if e.Duties[0].Declaration != rota.Working || e.Duties[1].Declaration != rota.Away {
		t.Error("what they had said was rewritten")
	}
}

// TestRemainingKeepsWhatHasBegun: whatever stands, whoever came and whenever the rest is planned
// anew, nobody is moved out of work that has begun, and every lock holds.
func TestRemainingKeepsWhatHasBegun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := drawEntry(t)
		p, err := e.Problem()
		if err != nil {
			t.Fatal(err)
		}
		standing := rotatest.Greedy(p).Pairs()
		for _, s := range e.Slots {
			e.Residents = append(e.Residents, rota.Resident{ID: rota.ResidentID(s.ID), Name: "R"})
			e.Duties = append(e.Duties, rota.Duty{ID: rota.DutyID(s.ID), Resident: rota.ResidentID(s.ID), Slot: s.ID, Span: s.Span,
				Declaration: rapid.SampledFrom(rota.Declarations()).Draw(t, "said"), Attendance: rapid.SampledFrom(rota.Attendances()).Draw(t, "came")})
		}
		at := later(rotatest.At("2025-10-24 07:00"), 30*rapid.IntRange(-10, 220).Draw(t, "at"))
		rest, err := e.Remaining(standing, at).Problem()
		if err != nil {
			t.Fatal(err)
		}
		rest = rest.Started(at)
		plan := rotatest.Greedy(rest)
		if report := rota.Check(rest, plan); !report.OK() {
			t.Fatalf("the plan is not sound: %v", report)
		}
		for _, l := range e.Locks {
			if !slices.Contains(plan.Pairs(), l.Pair) {
				t.Errorf("the lock %v does not hold", l.Pair)
			}
		}
		begun := func(id rota.SlotID) bool {
			i := slices.IndexFunc(e.Slots, func(s rota.Slot) bool { return s.ID == id })
			return !e.Slots[i].Start.After(at)
		}
		for _, pair := range standing {
			if begun(pair.Slot) && !slices.Contains(plan.Pairs(), pair) {
				t.Errorf("%v had begun and is moved", pair)
			}
		}
		for _, pair := range plan.Pairs() {
			if begun(pair.Slot) && !slices.Contains(standing, pair) && !slices.ContainsFunc(e.Locks, func(l rota.Lock) bool { return l.Pair == pair }) {
				t.Errorf("%v is put into work that had begun", pair)
			}
		}
	})
}

// TestRemaining: a resident who came frees nobody from work that has begun, one who is absent
// opens a place of what is to come.
func TestRemaining(t *testing.T) {
	e := rotatest.July().
		Slot("now", "25 08:00", "25 20:00").
		Slot("next", "25 20:00", "26 08:00").
		Consultant("c1").
		Duty("r1", "now", rota.Away).Duty("r2", "next", rota.Working).
		Entry()
	e.Duties[0].Attendance, e.Duties[1].Attendance = rota.Worked, rota.Absent
	standing := []rota.Pair{{Slot: "now", Consultant: "c1"}, {Slot: "now", Consultant: "gone"}, {Slot: "gone", Consultant: "c1"}}
	rest, err := e.Remaining(standing, rotatest.At("2025-07-25 08:00").Add(time.Hour)).Problem()
	if err != nil {
		t.Fatal(err)
	}
	rest = rest.Started(rotatest.At("2025-07-25 08:00").Add(time.Hour)).FewestChanges()
	if want := standing[:1]; !slices.Equal(rest.Locks, want) {
		t.Errorf("locks are %v, want %v", rest.Locks, want)
	}
	places := map[rota.SlotID]int{}
	for _, s := range rest.Slots {
		places[s.ID] = s.Places
	}
	if diff := cmp.Diff(map[rota.SlotID]int{"now": 1, "next": 1}, places); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	if rest.Aims[1] != rota.AimChanges {
		t.Errorf("the aims are %v", rest.Aims)
	}
}
