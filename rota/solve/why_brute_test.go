package solve

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"strikerota/rota"
)

func tinySeeds() int {
	if testing.Short() || raceEnabled {
		return 60
	}
	return 1000
}

// A ward is a tiny problem looked through by hand: for every consultant and every
// set of slots that they may be in, which rules the referee finds broken.
type ward struct {
	p      rota.Problem
	broken [][]map[rota.RuleID]bool // by consultant and set of slots; nil where the set may not be
}

func lookThrough(p rota.Problem) ward {
	w := ward{p: p}
	for _, c := range p.Consultants {
		sets := make([]map[rota.RuleID]bool, 1<<len(p.Slots))
		for set := range sets {
			sets[set] = rulesBroken(p, c, set)
		}
		w.broken = append(w.broken, sets)
	}
	return w
}

func rulesBroken(p rota.Problem, c rota.Consultant, set int) map[rota.RuleID]bool {
	var held []rota.Assignment
	for i, s := range p.Slots {
		pair := rota.Pair{Slot: s.ID, Consultant: c.ID}
		if set>>i&1 == 0 {
			continue
		}
		locked := slices.Contains(p.Locks, pair)
		if !locked && !rota.Able(c, s) {
			return nil
		}
		held = append(held, rota.Assignment{Slot: s.ID, Consultant: c.ID, Locked: locked})
	}
	out := map[rota.RuleID]bool{}
	if len(held) == 0 {
		return out
	}
	for _, s := range c.Sessions {
		if s.Kind == rota.Planned {
			held[0].Displaces = append(held[0].Displaces, s.ID)
		}
	}
	for _, b := range rota.Check(p, rota.Plan{Assignments: held}).Breaches {
		if b.Consultant == c.ID && !b.Locked {
			out[b.Rule] = true
		}
	}
	return out
}

// canHold reports whether all of the conflict can hold, by looking at every way to
// fill the slots, consultant by consultant.
func (w ward) canHold(c Conflict) bool {
	need := make([]int, len(w.p.Slots))
	for i, id := range c.Slots {
		need[slices.IndexFunc(w.p.Slots, func(s rota.Slot) bool { return s.ID == id })] = c.Places[i]
	}
	reached := map[string][]int{fmt.Sprint(need): need}
	for k, who := range w.p.Consultants {
		next := map[string][]int{}
		for set, broken := range w.broken[k] {
			if broken == nil || !w.keeps(c, who.ID, set, broken) {
				continue
			}
			for _, left := range reached {
				now := slices.Clone(left)
				for i := range now {
					if set>>i&1 == 1 {
						now[i] = max(0, now[i]-1)
					}
				}
				next[fmt.Sprint(now)] = now
			}
		}
		reached = next
	}
	_, ok := reached[fmt.Sprint(make([]int, len(w.p.Slots)))]
	return ok
}

// keeps reports whether the consultant in the set of slots keeps their part of the conflict.
func (w ward) keeps(c Conflict, who rota.ConsultantID, set int, broken map[rota.RuleID]bool) bool {
	for _, b := range c.Binding {
		if b.Consultant != who {
			continue
		}
		if b.Rule == rota.RuleLock {
			i := slices.IndexFunc(w.p.Slots, func(s rota.Slot) bool { return s.ID == b.Slot })
			if set>>i&1 == 0 {
				return false
			}
		} else if broken[b.Rule] {
			return false
		}
	}
	return true
}

// TestConflictsBruteForce holds that every conflict is one, and that it is none
// without any one of its members.
func TestConflictsBruteForce(t *testing.T) {
	found, joint, locks := 0, 0, 0
	rules := map[rota.RuleID]int{}
	for seed := range tinySeeds() {
		p, err := tiny(uint64(seed))
		if err != nil {
			t.Fatal(err)
		}
		plan := solved(t, p, Options{Threads: 1})
		all, err := WhyAll(context.Background(), p, plan, WhyOptions{Most: -1})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if len(all) != len(plan.Open) {
			t.Fatalf("seed %d: %d explanations of %d open slots", seed, len(all), len(plan.Open))
		}
		w := lookThrough(p)
		for _, x := range all {
			found++
			checkConflict(t, fmt.Sprintf("seed %d, slot %s", seed, x.Slot), w, plan, x)
			if len(x.Conflict.Slots) > 1 {
				joint++
			}
			for _, b := range x.Conflict.Binding {
				rules[b.Rule]++
				if b.Rule == rota.RuleLock {
					locks++
				}
			}
		}
	}
	t.Logf("%d conflicts, %d of several slots, by rule %v", found, joint, rules)
	if joint == 0 || locks == 0 || len(rules) != len(jointRules())+1 {
		t.Errorf("%d conflicts of several slots, rules %v: some kind is never met", joint, rules)
	}
}

// TestTrialsAgree asks both models whether random sets of demands can all hold, and
// looks through every way by hand.
func TestTrialsAgree(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	held, not := 0, 0
	for seed := range tinySeeds() / 5 {
		p, err := tiny(uint64(seed))
		if err != nil {
			t.Fatal(err)
		}
		w, e := lookThrough(p), NewExplainer(p, rota.Plan{})
		var slots []member
		for i, s := range p.Slots {
			slots = append(slots, member{slot: i, places: 1 + r.IntN(s.Places)})
		}
		for range 3 {
			set := mixed(r, slots)[:1+r.IntN(len(slots))]
			set = append(set, slices.DeleteFunc(e.bindings(set), func(member) bool { return r.IntN(6) == 0 })...)
			want := w.canHold(e.words(set))
			if want {
				held++
			} else {
				not++
			}
			for name, ask := range map[string]func(*trial) (bool, error){
				"by rosters": func(t *trial) (bool, error) { return e.decide(context.Background(), t) },
				"by slots":   func(t *trial) (bool, error) { t.ruleRows(); return e.solve(context.Background(), t) },
				"at sight":   func(t *trial) (bool, error) { return t.simple() || want, nil },
			} {
				x := e.newTrial(set)
				x.columns(e)
				ok := x.places(e)
				if ok {
					ok, err = ask(x)
				}
				if err != nil || ok != want {
					t.Errorf("seed %d: %s %v, want %v: %+v, %v", seed, name, ok, want, e.words(set), err)
				}
			}
		}
		e.Close()
	}
	if held == 0 || not == 0 {
		t.Errorf("%d sets can hold, %d cannot", held, not)
	}
}

func checkConflict(t *testing.T, name string, w ward, plan rota.Plan, x Explanation) {
	t.Helper()
	c := x.Conflict
	if c.None || !slices.Contains(c.Slots, x.Slot) || !slices.IsSorted(c.Slots) || len(c.Places) != len(c.Slots) {
		t.Fatalf("%s: the conflict is %+v", name, c)
	}
	for i, id := range c.Slots {
		s, _ := w.p.Slot(id)
		if _, open := plan.OpenIn(id); c.Places[i] != s.Places && (!open || id == x.Slot || c.Places[i] != len(plan.Holders(id))) {
			t.Errorf("%s: %d places of %s, which has %d", name, c.Places[i], id, s.Places)
		}
	}
	if w.canHold(c) {
		t.Errorf("%s: all of %+v can hold", name, c)
	}
	for i := range c.Slots {
		less := c
		less.Slots, less.Places = slices.Delete(slices.Clone(c.Slots), i, i+1), slices.Delete(slices.Clone(c.Places), i, i+1)
		if !w.canHold(less) {
			t.Errorf("%s: %+v is a conflict without slot %s", name, c, c.Slots[i])
		}
	}
	for i := range c.Binding {
		less := c
		less.Binding = slices.Delete(slices.Clone(c.Binding), i, i+1)
		if !w.canHold(less) {
			t.Errorf("%s: %+v is a conflict without %v", name, c, c.Binding[i])
		}
	}
	if want := w.couldTake(c); !slices.Equal(c.Eligible, want) {
		t.Errorf("%s: eligible are %v, want %v", name, c.Eligible, want)
	}
}

func (w ward) couldTake(c Conflict) []rota.ConsultantID {
	out := []rota.ConsultantID{}
	for _, who := range w.p.Consultants {
		if slices.ContainsFunc(c.Slots, func(id rota.SlotID) bool {
			s, _ := w.p.Slot(id)
			return rota.Able(who, s) || slices.Contains(w.p.Locks, rota.Pair{Slot: id, Consultant: who.ID})
		}) {
			out = append(out, who.ID)
		}
	}
	return out
}
