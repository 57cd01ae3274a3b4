package rota_test

import (
	"fmt"
	"testing"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestAttendedOfADividedSlot: of three places c1 has one and residents were expected in two, of whom one
// did not come, so that what was left of that place was divided from the others.
func TestAttendedOfADividedSlot(t *testing.T) {
	standing := []rota.Pair{{Slot: "day", Consultant: "c1"}, {Slot: "day-3", Consultant: "c2"}}
	for _, tt := range []struct {
		name         string
		r1, r2       rota.Attendance
		change       func(*rota.Entry)
		want, expect string // places for consultants by who came, and by what was said: of the slot, of what is left
		lost, back   int
	}{
		{"as it was", rota.Worked, rota.Absent, nil, "1 1", "1 1", 1, 0},
		{"there after all", rota.Worked, rota.Worked, nil, "1 0", "1 1", 0, 1},
		{"not known any more", rota.NotConfirmed, rota.NotConfirmed, nil, "1 0", "1 1", 0, 1},
		{"both absent", rota.Absent, rota.Absent, nil, "2 1", "1 1", 1, 0},
		{"the other was the one", rota.Absent, rota.Worked, nil, "1 1", "1 1", 1, 0},
		{"taken back", rota.Worked, rota.Worked, func(e *rota.Entry) { e.Cuts = nil }, "0 1", "0 1", 1, 0},
		{"nothing is left", rota.Worked, rota.Worked, func(e *rota.Entry) { e.Slots = e.Slots[:1] }, "1 0", "1 0", 0, 0},
	} {
		e := rotatest.July().Standard().Slot("day", "25 08:00", "25 20:00", rotatest.Places(3)).Consultant("c1").Consultant("c2").
			Duty("r1", "day", rota.Working).Duty("r2", "day", rota.Working).Entry()
		cut := rota.NewCut(e.Slots[0], 1, "", e.Slots[0].Start, rotatest.At("2025-07-25 10:00"), func(rota.SlotID) bool { return false })
		cut.Missed = 1
		e.Slots, _ = cut.Of(e.Slots)
		e.Lost, e.Cuts = cut.Lost(), []rota.Cut{cut}
		e.Duties[0].Attendance, e.Duties[1].Attendance = tt.r1, tt.r2
		if tt.change != nil {
			tt.change(&e)
		}
		places := func(needs []rota.Need) string {
			n := map[rota.SlotID]int{}
			for _, need := range needs {
				n[need.Slot.ID] = need.Places
			}
			return fmt.Sprint(n["day"], n["day-3"])
		}
		lost := 0
		for _, l := range e.StillLost(standing) {
			lost += l.Places
		}
		if got, said := places(e.Attended(standing).Needs()), places(e.Needs()); got != tt.want || said != tt.expect || lost != tt.lost || e.CameBack("day-3", standing) != tt.back {
			t.Errorf("%s: by who came %s, want %s; by what was said %s, want %s; %d lost, want %d; %d back, want %d", tt.name, got, tt.want, said, tt.expect, lost, tt.lost, e.CameBack("day-3", standing), tt.back)
		}
		if e.Whole("day-3") != "day" && tt.change == nil {
			t.Errorf("%s: what is left is of %s", tt.name, e.Whole("day-3"))
		}
	}
}
