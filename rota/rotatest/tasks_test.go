package rotatest

import (
	"fmt"
	"testing"

	"strikerota/rota"
)

// taskCases are numbers of consultants and slots, the corners among them.
var taskCases = [][2]int{{20, 40}, {20, 200}, {40, 150}, {75, 500}, {200, 40}, {200, 2000}}

// TestTasksCanBeCovered gives the referee the plan that the slots were cut from: it
// covers every slot but those that are too many, and so calls in the planted consultants.
func TestTasksCanBeCovered(t *testing.T) {
	for _, size := range taskCases {
		for seed := range uint64(5) {
			name := fmt.Sprintf("%d consultants, %d slots, seed %d", size[0], size[1], seed)
			p, planted := plantTasks(size[0], size[1], seed)
			if len(p.Consultants) != size[0] || len(p.Slots) != size[1] {
				t.Fatalf("%s: %d consultants, %d slots", name, len(p.Consultants), len(p.Slots))
			}
			var in []rota.Assignment
			each := map[rota.ConsultantID]int{}
			for _, pair := range planted {
				in = append(in, In(pair.Slot, pair.Consultant))
				each[pair.Consultant]++
			}
			plan := Plan(p, in...)
			if report := rota.Check(p, plan); !report.OK() {
				t.Errorf("%s: the planted plan is refused: %v %v", name, report.Faults, report.Breaches)
			}
			tooMany := 0
			if seed%5 == 4 {
				tooMany = max(2, size[1]/25)
			}
			if len(plan.Open) != tooMany || (tooMany > 0) != overfull(p) {
				t.Errorf("%s: %d slots open in the planted plan, want %d; one hour of a skill is overfull: %t", name, len(plan.Open), tooMany, overfull(p))
			}
			for id, n := range each {
				if n < 2 || n > 10 {
					t.Errorf("%s: %s has %d slots in the planted plan", name, id, n)
				}
			}
			if n := len(planted) / len(each); n < 4 {
				t.Errorf("%s: %d slots a planted consultant", name, n)
			}
		}
	}
}

// overfull reports whether some skill is needed more often at one time than there
// are consultants who could take any of those slots, so that not everything can be covered.
func overfull(p rota.Problem) bool {
	able := map[rota.SlotID][]rota.ConsultantID{}
	for _, s := range p.Slots {
		able[s.ID] = p.Eligible(s)
	}
	for _, s := range p.Slots {
		needed, who := 0, map[rota.ConsultantID]bool{}
		for _, o := range p.Slots {
			if o.SkillsAll[0] != s.SkillsAll[0] || !o.Holds(s.Start) {
				continue
			}
			needed++
			for _, id := range able[o.ID] {
				who[id] = true
			}
		}
		if needed > len(who) {
			return true
		}
	}
	return false
}

// TestTasksShape holds what is drawn against the family: the lengths of slots, nine
// tenths of the planted spans filled, and the share of the skills.
func TestTasksShape(t *testing.T) {
	for seed := range uint64(10) {
		p, planted := plantTasks(120, 700, seed)
		skills := map[string]bool{}
		used := map[rota.ConsultantID]bool{}
		filled, there, held := 0, 0, 0
		for _, pair := range planted {
			s, _ := p.Slot(pair.Slot)
			filled += s.Minutes()
			used[pair.Consultant] = true
		}
		for _, s := range p.Slots {
			if m := s.Minutes(); m < 60 || m > 360 || m%5 != 0 || s.Places != 1 || len(s.SkillsAll) != 1 {
				t.Errorf("seed %d: slot %v", seed, s)
			}
			skills[s.SkillsAll[0]] = true
		}
		for _, c := range p.Consultants {
			held += len(c.Skills)
			if used[c.ID] {
				there += c.Offers[0].Minutes()
			}
		}
		if share := 100 * filled / there; share < 85 || share > 95 {
			t.Errorf("seed %d: the planted spans are filled to %d per cent", seed, share)
		}
		low, high := 60, 75
		if seed%2 == 1 {
			low, high = 28, 45
		}
		if share := 100 * held / len(p.Consultants) / len(skills); len(skills) < 3 || len(skills) > 10 || share < low || share > high {
			t.Errorf("seed %d: consultants have %d per cent of %d skills", seed, share, len(skills))
		}
	}
}

func TestTasksAreTheSame(t *testing.T) {
	if got, want := digest(t, Tasks(40, 200, 3)), digest(t, Tasks(40, 200, 3)); got != want {
		t.Errorf("the same seed gives %s and %s", got, want)
	}
	if digest(t, Tasks(40, 200, 3)) == digest(t, Tasks(40, 200, 4)) {
		t.Error("seeds 3 and 4 give the same problem")
	}
	if got := digest(t, Tasks(40, 200, 3)); got != "02e4c3907db46872" {
		t.Errorf("seed 3 is now %s", got)
	}
}
