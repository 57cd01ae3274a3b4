package rota_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"strikerota/rota"
	"strikerota/rota/rotatest"
)

// bandAt is the band of a minute on site by the clock on the wall, without bank holidays.
func bandAt(at time.Time) rota.Band {
	wall := at.In(rota.Zone())
	weekend := wall.Weekday() == time.Saturday || wall.Weekday() == time.Sunday
	switch h := wall.Hour(); {
	case h < 7 || h >= 23:
		return rota.Night
	case weekend:
		return rota.Weekend
	case h >= 19:
		return rota.WeekdayEvening
	}
	return rota.WeekdayDay
}

// enumerated goes through every minute of what one consultant is in, and counts it in
// the first of the slots that are on then, and in those that may share its time.
func enumerated(rules rota.Rules, slots []rota.Slot) map[rota.SlotID]map[rota.Band]int {
	slots = slices.Clone(slots)
	slices.SortFunc(slots, func(a, b rota.Slot) int {
		rank := map[rota.Mode]int{rota.OnSite: 1, rota.OnCall: 2, rota.Standby: 3}
		if c := rank[a.Mode] - rank[b.Mode]; c != 0 {
			return c
		}
		if c := a.Compare(b.Span); c != 0 {
			return c
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	together := func(a, b rota.Slot) bool {
		return rules.OnCallWithOnSite && a.Unit == b.Unit && a.Service == b.Service && !a.NoOtherDuty && !b.NoOtherDuty &&
			(a.Mode == rota.OnSite) != (b.Mode == rota.OnSite)
	}
	out := map[rota.SlotID]map[rota.Band]int{}
	chosen := map[int64][]rota.Slot{}
	for _, s := range slots {
		out[s.ID] = map[rota.Band]int{}
		for at := s.Start; at.Before(s.End); at = at.Add(time.Minute) {
			if slices.ContainsFunc(chosen[at.Unix()], func(o rota.Slot) bool { return !together(s, o) }) {
				continue
			}
			chosen[at.Unix()] = append(chosen[at.Unix()], s)
			band := map[rota.Mode]rota.Band{rota.OnCall: rota.OnCallBand, rota.Standby: rota.StandbyBand}[s.Mode]
			if s.Mode == rota.OnSite {
				band = bandAt(at)
			}
			out[s.ID][band]++
		}
	}
	return out
}

// TestTimeCountsOnce prices plans in which anybody may be anywhere, at once too, minute
// by minute, and holds the lines, the ledger, the loads and the spread against it.
func TestTimeCountsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := drawProblem(t)
		p.Cards = rota.Cards{Trust: rotatest.TrustCard(), BMA: rotatest.BMACard()}
		p.Aims = []rota.Aim{rota.AimCover, rota.AimCostBMA, rota.AimSpread}
		plan := drawPlan(t, p)
		held := map[rota.ConsultantID][]rota.Slot{}
		for _, a := range plan.Assignments {
			s, _ := p.Slot(a.Slot)
			held[a.Consultant] = append(held[a.Consultant], s)
		}
		counts, total, all := map[rota.ConsultantID]map[rota.SlotID]map[rota.Band]int{}, rota.Pence(0), 0
		loads := map[rota.ConsultantID]int{}
		for who, slots := range held {
			counts[who] = enumerated(p.Rules, slots)
		}
		for _, l := range p.Lines(plan) {
			bands, minutes := counts[l.Consultant.ID][l.Slot.ID], [rota.BandCount]int{}
			var sum int64
			for band, n := range bands {
				minutes[band] = n
				loads[l.Consultant.ID], all = loads[l.Consultant.ID]+n, all+n
				rate, err := p.Cards.BMA.Rate(l.Consultant.PayPoint, band)
				if err != nil {
					t.Fatal(err)
				}
				sum += int64(n) * int64(rate)
			}
			cost := rota.Pence((sum + 30) / 60)
			if total += cost; *l.BMA != cost || l.Minutes != minutes || l.MinutesBMA != minutes {
				t.Errorf("%s in %s: %s and %v, want %s and %v", l.Consultant.ID, l.Slot.ID, l.BMA, l.Minutes, cost, minutes)
			}
		}
		most := int64(0)
		for who, load := range p.Loads(plan) {
			if load.Minutes != loads[who] || load.Duties != len(held[who]) {
				t.Errorf("%s: %+v, want %d minutes in %d", who, load, loads[who], len(held[who]))
			}
			most = max(most, int64(load.Minutes))
		}
		sum := p.Ledger(plan, rota.Pricing{}).Total()
		if *sum.Pay.BMA != total || sum.Minutes != all {
			t.Errorf("the ledger has %s and %d minutes, want %s and %d", sum.Pay.BMA, sum.Minutes, total, all)
		}
		values := rota.Values(p, plan)
		if n := len(values); values[n-2].Value != int64(total) || values[n-1].Value != most {
			t.Errorf("the aims are %v, want %d and %d", values, total, most)
		}
	})
}

// TestNightsCountOnce holds how many nights somebody in several slots has.
func TestNightsCountOnce(t *testing.T) {
	for name, tt := range map[string]struct {
		spans []string
		want  int
	}{
		"one":                          {[]string{"25 20:00", "26 08:00"}, 1},
		"two at once":                  {[]string{"25 20:00", "26 08:00", "25 20:00", "26 08:00"}, 1},
		"two in part":                  {[]string{"25 20:00", "26 02:00", "26 01:00", "26 08:00"}, 1},
		"two that touch":               {[]string{"25 20:00", "26 02:00", "26 02:00", "26 08:00"}, 2},
		"a day beside a night at once": {[]string{"25 16:00", "25 23:00", "25 20:00", "26 08:00"}, 1},
		"nights of two days":           {[]string{"25 20:00", "26 08:00", "26 20:00", "27 08:00"}, 2},
		"three, the middle over both":  {[]string{"25 20:00", "26 03:00", "26 01:00", "26 05:00", "26 03:00", "26 08:00"}, 2},
		"none":                         {[]string{"25 08:00", "25 20:00"}, 0},
	} {
		b := rotatest.July().Consultant("c")
		var as []rota.Assignment
		for i := 0; i < len(tt.spans); i += 2 {
			id := rota.SlotID(string(rune('a' + i)))
			b.Slot(id, tt.spans[i], tt.spans[i+1]).Lock(id, "c")
			as = append(as, rotatest.In(id, "c"))
		}
		p := b.Problem(t)
		if got := p.Loads(rotatest.Plan(p, as...))["c"].Nights; got != tt.want {
			t.Errorf("%s: %d nights, want %d", name, got, tt.want)
		}
	}
}

// TestLimitOfTimeAtOnce holds that a limit of cover counts time in two slots at once once.
func TestLimitOfTimeAtOnce(t *testing.T) {
	b := rotatest.July().Slot("a", "25 08:00", "25 20:00").Slot("b", "25 14:00", "26 02:00", rotatest.InMode(rota.OnCall)).Consultant("c", rotatest.MaxCover(18*60)).
		Lock("a", "c").Lock("b", "c")
	p := b.Problem(t)
	plan := rotatest.Plan(p, rotatest.In("a", "c"), rotatest.In("b", "c"))
	rules := func() (out []rota.RuleID) {
		for _, b := range rota.Check(p, plan).Breaches {
			out = append(out, b.Rule)
		}
		return out
	}
	if diff := cmp.Diff([]rota.RuleID{"overlap"}, rules()); diff != "" {
		t.Errorf("18 hours of time (-want +got):\n%s", diff)
	}
	less := 18*60 - 1
	p.Consultants[0].MaxCover = &less
	if diff := cmp.Diff([]rota.RuleID{"overlap", "max_cover"}, rules()); diff != "" {
		t.Errorf("above the limit (-want +got):\n%s", diff)
	}
}
