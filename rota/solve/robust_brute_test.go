package solve

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"strikerota/rota"
)

// A robustExample is a tiny problem with spare doctors and a plan for it.
type robustExample struct {
	problem rota.Problem
	plan    rota.Plan
	spare   []Spare
}

// tinyRobust draws an example in which residents count as working on many
// slots, on some of them more than it needs. Every third plan lacks assignments.
func tinyRobust(t *testing.T, seed uint64) robustExample {
	t.Helper()
	p, err := tiny(seed)
	if err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	r := rand.New(rand.NewPCG(seed, 11))
	var e robustExample
	slots := p.Slots
	p.Slots, p.Published, p.Aims = nil, nil, []rota.Aim{rota.AimCover}
	for _, s := range slots {
		if r.IntN(2) == 0 {
			s.Unit = "A" // so that most slots meet
		}
		if silent := r.IntN(4); silent > 0 {
			e.spare = append(e.spare, Spare{Slot: s, Silent: silent})
			s.Places = max(0, s.Places-silent)
		}
		locks := 0
		for _, l := range p.Locks {
			if l.Slot == s.ID {
				locks++
			}
		}
		if s.Places = max(s.Places, locks); s.Places > 0 {
			p.Slots = append(p.Slots, s)
		}
	}
	if e.problem, err = rota.NewProblem(p); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if e.plan, err = Solve(context.Background(), e.problem, Options{Threads: 1}); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
	if seed%3 == 0 {
		e.plan.Assignments = slices.DeleteFunc(e.plan.Assignments, func(a rota.Assignment) bool { return !a.Locked && r.IntN(2) == 0 })
	}
	return e
}

func (e robustExample) robust(t *testing.T, o RobustOptions) Robustness {
	t.Helper()
	got, err := Robust(context.Background(), e.problem, e.plan, e.spare, o)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// A bruteDay answers by looking at every set of slots that the referee lets each consultant hold.
type bruteDay struct {
	problem rota.Problem // with every place that may be open
	day     UnitDay
	all     [][]pattern
	silent  map[rota.SlotID]int
}

// brute sets up the unit and day: the plan's assignments as locks, and no other places elsewhere.
func (e robustExample) brute(day UnitDay) bruteDay {
	b := bruteDay{day: day, problem: e.problem, silent: map[rota.SlotID]int{}}
	b.problem.Locks = e.plan.Pairs()
	b.problem.Slots = nil
	inDay := map[rota.SlotID]bool{}
	for _, s := range day.Slots {
		inDay[s.Slot.ID] = true
		b.silent[s.Slot.ID] = s.Silent
		b.problem.Slots = append(b.problem.Slots, s.Slot)
	}
	for _, s := range e.problem.Slots {
		if n := len(e.plan.Holders(s.ID)); !inDay[s.ID] && n > 0 {
			s.Places = n
			b.problem.Slots = append(b.problem.Slots, s)
		}
	}
	slices.SortFunc(b.problem.Slots, func(a, b rota.Slot) int { return strings.Compare(string(a.ID), string(b.ID)) })
	for _, c := range b.problem.Consultants {
		b.all = append(b.all, patterns(b.problem, c))
	}
	return b
}

// away is the example's problem with so many doctors of each slot away.
func (e robustExample) away(b bruteDay, away map[rota.SlotID]int) rota.Problem {
	p := b.problem
	p.Slots = slices.Clone(p.Slots)
	for i := range p.Slots {
		s := &p.Slots[i]
		if _, ok := b.silent[s.ID]; !ok {
			continue
		}
		now, _ := e.problem.Slot(s.ID)
		s.Places = now.Places
		for _, spare := range e.spare {
			if spare.Slot.ID == s.ID {
				s.Places = max(now.Places, spare.Slot.Places-spare.Silent+away[s.ID])
			}
		}
	}
	return p
}

// best is the least open minutes with which nobody but the people given takes
// more than the plan gives them, and the slots that some best answer fills.
func (b bruteDay) best(p rota.Problem, people map[rota.ConsultantID]bool) (OpenMinutes, map[rota.SlotID]bool) {
	var best OpenMinutes
	var full map[rota.SlotID]bool
	filled := make([]int, len(p.Slots))
	limit := make([]int, len(p.Slots))
	for i, s := range p.Slots {
		for _, l := range p.Locks {
			if l.Slot == s.ID {
				limit[i]++
			}
		}
		limit[i] = max(limit[i], s.Places)
	}
	var walk func(int)
	walk = func(k int) {
		if k == len(b.all) {
			var v OpenMinutes
			for i, s := range p.Slots {
				v[s.Priority-1] += int64(max(0, s.Places-filled[i])) * int64(s.Minutes())
			}
			if full == nil || v.Compare(best) < 0 {
				best, full = v, map[rota.SlotID]bool{}
			}
			for i, s := range p.Slots {
				if v == best && filled[i] >= s.Places {
					full[s.ID] = true
				}
			}
			return
		}
		for _, q := range b.all[k] {
			ok := people == nil || people[p.Consultants[k].ID] || !slices.ContainsFunc(q.plan, func(a rota.Assignment) bool { return !a.Locked })
			for _, i := range q.slots {
				filled[i]++
				ok = ok && filled[i] <= limit[i]
			}
			if ok {
				walk(k + 1)
			}
			for _, i := range q.slots {
				filled[i]--
			}
		}
	}
	walk(0)
	return best, full
}

// TestRobustBruteForce takes thousands of choices of doctors one by one and
// compares every case, every slot that holds and every stand-by gain.
func TestRobustBruteForce(t *testing.T) {
	n := uint64(300)
	if testing.Short() || raceEnabled {
		n = 30
	}
	choices, failed, calls := 0, 0, 0
	for seed := range n {
		e := tinyRobust(t, seed)
		got := e.robust(t, RobustOptions{Threads: 1})
		if !got.Proved {
			t.Errorf("seed %d: not proved", seed)
		}
		benches := []bruteDay{}
		for _, day := range got.Days {
			b := e.brute(day)
			benches = append(benches, b)
			choices += e.compareDay(t, seed, b)
			e.compareStandby(t, seed, []bruteDay{b}, day.Standby)
			calls += len(day.Standby)
			if day.Cases[AllMore].Worst != (OpenMinutes{}) {
				failed++
			}
		}
		e.compareStandby(t, seed, benches, got.Standby)
		e.compareNone(t, seed, got)
	}
	if !testing.Short() && !raceEnabled && (choices < 3000 || failed < 100 || calls < 100) {
		t.Errorf("only %d choices, %d days that do not hold and %d calls were compared", choices, failed, calls)
	}
	t.Logf("%d choices, %d days that do not hold, %d calls", choices, failed, calls)
}

// compareDay goes through every subset of the day's silent doctors, told apart,
// and gives how many there are.
func (e robustExample) compareDay(t *testing.T, seed uint64, b bruteDay) int {
	t.Helper()
	var doctors []rota.SlotID
	for _, s := range b.day.Slots {
		doctors = append(doctors, slices.Repeat([]rota.SlotID{s.Slot.ID}, s.Silent)...)
	}
	if len(doctors) != b.day.Silent {
		t.Errorf("seed %d: %d silent doctors, but %d in the slots", seed, b.day.Silent, len(doctors))
	}
	var worst [awayCases]OpenMinutes
	fails := [awayCases]map[rota.SlotID]bool{{}, {}, {}, {}}
	type known struct {
		v    OpenMinutes
		full map[rota.SlotID]bool
	}
	cache := map[string]known{}
	for set := range 1 << len(doctors) {
		away := map[rota.SlotID]int{}
		size := 0
		for i, id := range doctors {
			if set>>i&1 == 1 {
				away[id]++
				size++
			}
		}
		key := fmt.Sprint(away)
		if _, ok := cache[key]; !ok {
			v, full := b.best(e.away(b, away), nil)
			cache[key] = known{v, full}
		}
		for k, c := range b.day.Cases {
			if size > c.Away {
				continue
			}
			if size == c.Away && cache[key].v.Compare(worst[k]) > 0 {
				worst[k] = cache[key].v
			}
			for _, s := range b.day.Slots {
				if !cache[key].full[s.Slot.ID] {
					fails[k][s.Slot.ID] = true
				}
			}
		}
	}
	for k, c := range b.day.Cases {
		if c.Worst != worst[k] {
			t.Errorf("seed %d: %s %v: worst with %d away is %v, but it is %v", seed, b.day.Unit, b.day.Date, c.Away, c.Worst, worst[k])
		}
		for _, s := range b.day.Slots {
			if s.Holds[k] == fails[k][s.Slot.ID] {
				t.Errorf("seed %d: %s with %d away: holds is %t", seed, s.Slot.ID, c.Away, s.Holds[k])
			}
		}
		e.compareChoice(t, seed, b, c)
	}
	return len(cache)
}

// compareChoice holds that the choice named is of the right size and as bad as it
// says, and that the open places named add up to it.
func (e robustExample) compareChoice(t *testing.T, seed uint64, b bruteDay, c AwayCase) {
	t.Helper()
	if c.Worst == (OpenMinutes{}) {
		if c.Choice != nil || c.Open != nil {
			t.Errorf("seed %d: nothing is open, but %v", seed, c)
		}
		return
	}
	away := map[rota.SlotID]int{}
	size := 0
	for _, n := range c.Choice {
		away[n.Slot] = n.Count
		size += n.Count
	}
	if v, _ := b.best(e.away(b, away), nil); size != c.Away || v != c.Worst {
		t.Errorf("seed %d: choice %v gives %v, not %v", seed, c.Choice, v, c.Worst)
	}
	var sum OpenMinutes
	for _, o := range c.Open {
		i := slices.IndexFunc(b.day.Slots, func(s SlotHold) bool { return s.Slot.ID == o.Slot })
		s := b.day.Slots[i].Slot
		sum[s.Priority-1] += int64(o.Count * s.Minutes())
	}
	if sum != c.Worst {
		t.Errorf("seed %d: open %v adds up to %v, not %v", seed, c.Open, sum, c.Worst)
	}
}

// compareStandby holds that each call is the first of those that add most, that
// it adds what it says, and that nobody could add anything at the end.
func (e robustExample) compareStandby(t *testing.T, seed uint64, days []bruteDay, calls []StandbyCall) {
	t.Helper()
	open := func(people map[rota.ConsultantID]bool) OpenMinutes {
		var sum OpenMinutes
		for _, b := range days {
			v, _ := b.best(e.away(b, b.silent), people)
			sum = sum.plus(v)
		}
		return sum
	}
	asked := map[rota.ConsultantID]bool{}
	now := open(asked)
	for _, call := range calls {
		for _, c := range e.problem.Consultants {
			if asked[c.ID] {
				continue
			}
			asked[c.ID] = true
			gain := now.minus(open(asked))
			delete(asked, c.ID)
			if n := gain.Compare(call.Gain); n > 0 || n == 0 && c.ID < call.Consultant && gain != (OpenMinutes{}) {
				t.Errorf("seed %d: %s adds %v and is not asked before %v", seed, c.ID, gain, call)
			}
		}
		asked[call.Consultant] = true
		if gain := now.minus(open(asked)); gain != call.Gain {
			t.Errorf("seed %d: %s adds %v, not %v", seed, call.Consultant, gain, call.Gain)
		}
		now = now.minus(call.Gain)
	}
	if all := open(nil); now != all {
		t.Errorf("seed %d: %v stays open after all calls, but %v is possible", seed, now, all)
	}
}

// compareNone holds that with nobody more away a plan with the best cover stays as it is.
func (e robustExample) compareNone(t *testing.T, seed uint64, got Robustness) {
	t.Helper()
	if seed%3 == 0 {
		return // this plan lacks assignments
	}
	for _, day := range got.Days {
		var sum OpenMinutes
		for _, s := range day.Slots {
			o, open := e.plan.OpenIn(s.Slot.ID)
			sum[s.Slot.Priority-1] += int64(o.Places * s.Slot.Minutes())
			if s.Holds[NoneMore] == open {
				t.Errorf("seed %d: %s holds is %t, open in the plan %t", seed, s.Slot.ID, s.Holds[NoneMore], open)
			}
		}
		if sum != day.Cases[NoneMore].Worst {
			t.Errorf("seed %d: the plan leaves %v open, the case without more away %v", seed, sum, day.Cases[NoneMore].Worst)
		}
	}
}
