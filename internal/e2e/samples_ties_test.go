package e2e

import (
	"cmp"
	"slices"
	"testing"

	"strikerota/rota"
)

// tie says which slot each duty would have filled: a slot of its unit, site and
// tier that the duty lasts for the whole of, on site for a duty on site and from
// home for one on call. A slot takes no more duties than it has places; those of
// residents who will be working come first, so that no place is counted empty
// beside a doctor who is there. The duties left belong to no critical slot.
func tie(duties []sampleDuty, slots []rota.Slot) tally {
	order := make([]int, len(duties))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return -cmp.Compare(there(duties[i]), there(duties[j]))
	})
	free := map[rota.SlotID]int{}
	for _, s := range slots {
		free[s.ID] = s.Places
	}
	counts := tally{}
	for _, i := range order {
		d := &duties[i]
		reason := untied(*d, slots)
		for _, s := range slots {
			if !wouldFill(*d, s) {
				continue
			}
			if reason = "more duties than places"; free[s.ID] > 0 {
				free[s.ID]--
				d.Slot, reason = s.ID, used
				break
			}
		}
		counts[reason]++
	}
	return counts
}

// untied says why no slot would suit the duty, for when none does.
func untied(d sampleDuty, slots []rota.Slot) string {
	switch {
	case !sampleStrike.Struck(d.Duty):
		return "starts outside the strike"
	case !slices.ContainsFunc(slots, func(s rota.Slot) bool { return s.Unit == d.unit }):
		return "unit without a slot"
	case d.code == "OC":
		return "on call, and no slot from home lies in it"
	}
	return "no slot of its site, tier and time"
}

func there(d sampleDuty) int {
	if d.Declaration == rota.Working {
		return 1
	}
	return 0
}

func wouldFill(d sampleDuty, s rota.Slot) bool {
	fromHome := s.Mode != rota.OnSite
	return d.unit == s.Unit && d.site == s.Site && d.tier == roleTier(s.Role) && fromHome == (d.code == "OC") && d.Contains(s.Span)
}

func TestSampleTies(t *testing.T) {
	duties := readSampleDuties(t)
	readSampleAnswers(t, duties.residents).declare(duties.duties)
	slots := readSampleSlots(t)
	tie(duties.duties, slots.slots).check(t, "duties tied to slots", len(duties.duties), tally{
		used: 157, "more duties than places": 147, "no slot of its site, tier and time": 59,
		"on call, and no slot from home lies in it": 38, "unit without a slot": 39, "starts outside the strike": 161,
	})
	held := map[rota.SlotID]int{}
	for _, d := range duties.duties {
		held[d.Slot]++
	}
	for _, s := range slots.slots {
		if held[s.ID] > s.Places {
			t.Errorf("slot %s has %d duties, but %d places", s.ID, held[s.ID], s.Places)
		}
	}
}
