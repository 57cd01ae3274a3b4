package rota_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// TestCut divides one and both places of a slot at an instant: what was worked, what nobody
// had, and what is left.
func TestCut(t *testing.T) {
	s := rotatest.July().Slot("day", "25 08:00", "25 20:00", rotatest.Places(2)).Entry().Slots[0]
	at := func(clock string) time.Time { return rotatest.At("2025-07-25 " + clock) }
	type piece struct {
		id     rota.SlotID
		span   string
		places int
	}
	for _, tt := range []struct {
		name         string
		places       int
		who          rota.ConsultantID
		worked, from string
		want         []piece
		left         rota.SlotID
		lost         string
	}{
		{"one of two falls ill", 1, "c1", "11:00", "11:00", []piece{{"day", "8am to 8pm", 1}, {"day-3", "8am to 11am", 1}, {"day-4", "11am to 8pm", 1}}, "day-4", ""},
		{"and is replaced later", 1, "c1", "11:00", "11:15", []piece{{"day", "8am to 8pm", 1}, {"day-3", "8am to 11am", 1}, {"day-5", "11:15am to 8pm", 1}}, "day-5", "11am to 11:15am"},
		{"both places, and it is replaced later", 2, "c1", "11:00", "11:15", []piece{{"day", "8am to 11am", 2}, {"day-4", "11:15am to 8pm", 2}}, "day-4", "11am to 11:15am"},
		{"nobody had both", 2, "", "08:00", "10:30", []piece{{"day", "8am to 10:30am", 2}, {"day-3", "10:30am to 8pm", 2}}, "day-3", "8am to 10:30am"},
		{"they did not begin", 2, "c1", "08:00", "10:30", []piece{{"day", "8am to 10:30am", 2}, {"day-3", "10:30am to 8pm", 2}}, "day-3", "8am to 10:30am"},
		{"nothing is left", 2, "c1", "20:00", "20:00", []piece{{"day", "8am to 8pm", 2}}, "", ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := rota.NewCut(s, tt.places, tt.who, at(tt.worked), at(tt.from), func(id rota.SlotID) bool { return id == "day-2" })
			slots, ok := c.Of([]rota.Slot{s})
			var got []piece
			for _, s := range slots {
				got = append(got, piece{s.ID, rota.ClockWords(s.Start) + " to " + rota.ClockWords(s.End), s.Places})
			}
			if diff := cmp.Diff(tt.want, got, cmp.AllowUnexported(piece{})); diff != "" || !ok {
				t.Errorf("could be cut %v (-want +got):\n%s", ok, diff)
			}
			left, _ := c.Left()
			if left.ID != tt.left {
				t.Errorf("left is %q, want %q", left.ID, tt.left)
			}
			lost := ""
			for _, s := range c.Lost() {
				lost = rota.ClockWords(s.Start) + " to " + rota.ClockWords(s.End)
			}
			if lost != tt.lost {
				t.Errorf("lost is %q, want %q", lost, tt.lost)
			}
			back := c
			back.Joined = true
			if slots, ok := back.Of(slots); !ok || !cmp.Equal(slots, []rota.Slot{s}) {
				t.Errorf("joined again it is %v: %v", slots, ok)
			}
		})
	}
}

// TestWithoutCuts: slots that were cut again and again are as they were entered, whatever of it was
// taken back; what somebody has changed since stays.
func TestWithoutCuts(t *testing.T) {
	slots := rotatest.July().Slot("day", "25 08:00", "25 20:00", rotatest.Places(2)).Slot("eve", "25 20:00", "25 23:00").Entry().Slots
	at := func(clock string) time.Time { return rotatest.At("2025-07-25 " + clock) }
	now := slots
	var cuts []rota.Cut
	cut := func(id rota.SlotID, places int, who rota.ConsultantID, worked, from string) rota.Cut {
		t.Helper()
		s, _ := rota.Problem{Slots: now}.Slot(id)
		c := rota.NewCut(s, places, who, at(worked), at(from), func(id rota.SlotID) bool {
			_, taken := rota.Problem{Slots: now}.Slot(id)
			return taken
		})
		var ok bool
		if now, ok = c.Of(now); !ok {
			t.Fatalf("%s cannot be cut", id)
		}
		cuts = append(cuts, c)
		return c
	}
	left, _ := cut("day", 1, "c1", "11:00", "11:15").Left()
	cut(left.ID, 1, "c2", "15:00", "15:00")
	eve := cut("eve", 1, "", "20:00", "21:00")
	if len(now) != 6 {
		t.Fatalf("cut, there are %d slots", len(now))
	}
	if diff := cmp.Diff(slots, rota.WithoutCuts(now, cuts)); diff != "" {
		t.Errorf("whole again (-want +got):\n%s", diff)
	}
	eve.Joined = true
	now, _ = eve.Of(now)
	if diff := cmp.Diff(slots, rota.WithoutCuts(now, append(cuts, eve))); diff != "" {
		t.Errorf("with one taken back, whole again (-want +got):\n%s", diff)
	}
	now[0].End = at("19:00") // day, as somebody has changed it
	if got := rota.WithoutCuts(now, append(cuts, eve)); !got[0].End.Equal(at("19:00")) {
		t.Errorf("what was changed since ends at %v", got[0].End)
	}
}

// TestWorkedPart has somebody fall ill in the middle of a slot: what they worked is theirs,
// locked, counted and paid, and the rest is open, until that is undone.
func TestWorkedPart(t *testing.T) {
	p := rotatest.July().Standard().Slot("day", "25 08:00", "25 20:00").Consultant("c1").Consultant("c2").Problem(t)
	d := rota.NewDraft(p, rotatest.Plan(p, rotatest.In("day", "c1")), rota.Entry{})
	eleven := rotatest.At("2025-07-25 11:00")
	s, _ := p.Slot("day")
	cut := rota.NewCut(s, 1, "c1", eleven, eleven, func(rota.SlotID) bool { return false })
	off := []rota.Pair{{Slot: "day-2", Consultant: "c1"}}
	ill, change, err := d.Edit(rota.Edit{Cuts: []rota.Cut{cut}, KeepOff: off, Reason: "Cannot come"})
	if err != nil {
		t.Fatal(err)
	}
	whole, part := d.Problem.Ledger(d.Plan, rota.Pricing{}).Total(), ill.Problem.Ledger(ill.Plan, rota.Pricing{}).Total()
	if part.Minutes != 3*60 || *part.Pay.Agreed != 3*98_00 || whole.Minutes != 12*60 {
		t.Errorf("%d minutes for %d pence count, of %d minutes", part.Minutes, *part.Pay.Agreed, whole.Minutes)
	}
	want := []rota.Lock{{Pair: rota.Pair{Slot: "day", Consultant: "c1"}, Reason: rota.WorkedReason}}
	if diff := cmp.Diff(want, ill.Locks); diff != "" {
		t.Errorf("locks (-want +got):\n%s", diff)
	}
	if open, _ := ill.Plan.OpenIn("day-2"); len(ill.Plan.Open) != 1 || open.Places != 1 {
		t.Errorf("open is %v", ill.Plan.Open)
	}
	if ill.Plan.Status == rota.Proved {
		t.Error("what was proved of the whole slot is said to hold of its parts")
	}
	taken, _, err := ill.Edit(rota.Edit{Takes: []rota.Pair{{Slot: "day-2", Consultant: "c2"}}})
	if err != nil || len(taken.Plan.Open) != 0 {
		t.Fatalf("taken by another, %v is open: %v", taken.Plan.Open, err)
	}
	if taken.CanUndo(change) {
		t.Error("the slot can be joined while somebody has the rest of it")
	}
	back, undo, err := ill.Undo(change)
	if err != nil || back.Plan.ByHand || !rota.SameThing(back.Plan, d.Plan) {
		t.Fatalf("undone it is %v: %v", back.Plan, err)
	}
	if again, _, err := back.Undo(undo); err != nil || !rota.SameThing(again.Hand(), ill.Hand()) {
		t.Errorf("put back it is %+v: %v", again.Hand(), err)
	}
}
