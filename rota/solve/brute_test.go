package solve

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"strikerota/rota"
)

// TestBruteForce solves thousands of tiny random problems and compares every
// aim's value with the best of all plans there are.
func TestBruteForce(t *testing.T) {
	for seed := range fewer(1000) {
		p, err := tiny(uint64(seed))
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		plan, err := Solve(context.Background(), p, Options{Threads: 1})
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if plan.Status != rota.Proved {
			t.Errorf("seed %d: status is %s", seed, plan.Status)
		}
		want := bruteForce(p)
		for i, a := range plan.Aims {
			if a.Value != want[i] || a.Bound != want[i] {
				t.Fatalf("seed %d: %s is %d, bound %d, but the best is %d (all %v, plan %v)",
					seed, a.Aim, a.Value, a.Bound, want[i], want, plan.Aims)
			}
		}
	}
}

var friday = time.Date(2025, 7, 25, 6, 0, 0, 0, time.UTC)

// tiny draws a problem of at most four consultants and six slots in which every rule binds often.
func tiny(seed uint64) (rota.Problem, error) {
	r := rand.New(rand.NewPCG(seed, 7))
	start := friday
	if seed%5 == 1 { // the clocks go back inside
		start = time.Date(2025, 10, 24, 6, 0, 0, 0, time.UTC)
	}
	if seed%5 == 2 { // the clocks go forward inside
		start = time.Date(2026, 3, 27, 7, 0, 0, 0, time.UTC)
	}
	at := func(hours int) time.Time { return start.Add(time.Duration(hours) * time.Hour) }
	p := rota.Problem{
		Strike: rota.Strike{Name: "test", Span: rota.Span{Start: start, End: at(120)}},
		Rules:  tinyRules(r),
		Cards:  tinyCards(r),
		Aims:   tinyAims(r),
	}
	lengths := []int{3, 4, 8, 9, 12, 13}
	days := 1 + r.IntN(4)
	for i := range 1 + r.IntN(6) {
		from, length := r.IntN(days*24), lengths[r.IntN(len(lengths))]
		s := rota.Slot{
			ID: rota.SlotID(fmt.Sprintf("s%d", i)), Service: "Maternity", Unit: pick(r, "A", "B"), Role: "doctor",
			Site: pick(r, "north", "south"), Span: rota.Span{Start: at(from), End: at(from + length)},
			Places: 1 + r.IntN(2), Mode: pick(r, rota.OnSite, rota.OnSite, rota.OnSite, rota.OnCall),
			NoOtherDuty: r.IntN(5) == 0, Priority: 1 + r.IntN(3),
		}
		if r.IntN(2) == 0 {
			s.SkillsAll = []string{pick(r, "a", "b")}
		}
		if r.IntN(4) == 0 {
			s.SkillsAny = []string{"b", "c"}
		}
		p.Slots = append(p.Slots, s)
	}
	for i := range 1 + r.IntN(4) {
		p.Consultants = append(p.Consultants, tinyConsultant(r, i, at, days))
	}
	for _, s := range p.Slots {
		for _, c := range p.Consultants {
			pair := rota.Pair{Slot: s.ID, Consultant: c.ID}
			if r.IntN(12) == 0 {
				p.Locks = append(p.Locks, pair)
			}
			if r.IntN(4) == 0 {
				p.Published = append(p.Published, pair)
			}
		}
	}
	return rota.NewProblem(p)
}

func pick[T any](r *rand.Rand, values ...T) T { return values[r.IntN(len(values))] }

func maybe(r *rand.Rand, values ...int) *int {
	if r.IntN(3) == 0 {
		return nil
	}
	return &values[r.IntN(len(values))]
}

func tinyRules(r *rand.Rand) rota.Rules {
	rules := rota.Rules{
		Rest: maybe(r, 660, 660, 660, 120, 0), MaxRun: maybe(r, 780, 780, 960), MaxCover: maybe(r, 720, 1440, 2000),
		MaxNightsInARow: maybe(r, 0, 1, 2), MaxDaysInARow: maybe(r, 1, 2, 3), OnCallWithOnSite: r.IntN(2) == 0,
	}
	if r.IntN(2) == 0 {
		rules.Travel = []rota.Travel{{From: "north", To: "south", Minutes: 40 + 60*r.IntN(2)}}
	}
	return rules
}

func tinyCards(r *rand.Rand) rota.Cards {
	card := func(base int) rota.Card {
		c := rota.Card{Name: "card", Rates: []rota.RateRow{{}}}
		for b := range c.Rates[0].Rate {
			v := rota.Pence(base + 100*r.IntN(40) + r.IntN(3))
			c.Rates[0].Rate[b] = &v
		}
		return c
	}
	return rota.Cards{Trust: card(9000), BMA: card(18000)}
}

func tinyAims(r *rand.Rand) []rota.Aim {
	rest := []rota.Aim{rota.AimDisplaced, rota.AimChanges, rota.AimCostAgreed, rota.AimCostTrust, rota.AimCostBMA, rota.AimConsultants, rota.AimSpread}
	r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
	return append([]rota.Aim{rota.AimCover}, rest[:r.IntN(6)]...)
}

func tinyConsultant(r *rand.Rand, i int, at func(int) time.Time, days int) rota.Consultant {
	c := rota.Consultant{
		ID: rota.ConsultantID(fmt.Sprintf("c%d", i)), Sites: []string{"north", "south"}[:1+r.IntN(2)],
		Terms: rota.AllTerms()[r.IntN(4)], MaxCover: maybe(r, 600, 1500, 5000), MaxNightsInARow: maybe(r, 1, 3),
	}
	for _, s := range []string{"a", "b", "c"} {
		if r.IntN(3) > 0 {
			c.Skills = append(c.Skills, s)
		}
	}
	for range 1 + r.IntN(2) {
		from := r.IntN(24) - 12
		c.Offers = append(c.Offers, rota.Offer{
			Span:  rota.Span{Start: at(from), End: at(from + 24 + r.IntN(72))},
			Modes: rota.Modes()[:1+r.IntN(2)],
		})
	}
	for j := range r.IntN(3) {
		from := r.IntN(days * 24)
		c.Sessions = append(c.Sessions, rota.Session{
			ID: rota.SessionID(fmt.Sprintf("k%d", j)), Span: rota.Span{Start: at(from), End: at(from + 2 + r.IntN(6))},
			Kind: pick(r, rota.Planned, rota.Planned, rota.Fixed), Loss: r.IntN(4) * 5,
		})
	}
	return c
}

// A pattern is one way for a consultant to spend the strike.
type pattern struct {
	plan    []rota.Assignment
	slots   []int
	loss    int64
	minutes int64
}

// patterns lists every set of slots that the referee lets the consultant hold,
// with the least loss.
func patterns(p rota.Problem, c rota.Consultant) []pattern {
	locked := map[rota.SlotID]bool{}
	for _, l := range p.Locks {
		if l.Consultant == c.ID {
			locked[l.Slot] = true
		}
	}
	var can []int
	for i, s := range p.Slots {
		if locked[s.ID] || rota.Able(c, s) {
			can = append(can, i)
		}
	}
	var out []pattern
	for set := range 1 << len(can) {
		best := pattern{loss: -1}
		for gone := range 1 << len(c.Sessions) {
			q, ok := tryPattern(p, c, can, set, gone, locked)
			if ok && (best.loss < 0 || q.loss < best.loss) {
				best = q
			}
		}
		if best.loss >= 0 {
			out = append(out, best)
		}
	}
	return out
}

func tryPattern(p rota.Problem, c rota.Consultant, can []int, set, gone int, locked map[rota.SlotID]bool) (pattern, bool) {
	var q pattern
	n := 0
	for k, i := range can {
		s := p.Slots[i]
		if set>>k&1 == 0 {
			if locked[s.ID] {
				return q, false
			}
			continue
		}
		n++
		q.slots = append(q.slots, i)
		q.plan = append(q.plan, rota.Assignment{Slot: s.ID, Consultant: c.ID, Locked: locked[s.ID]})
	}
	q.minutes = int64(p.Loads(rota.Plan{Assignments: q.plan})[c.ID].Minutes)
	for k, s := range c.Sessions {
		if gone>>k&1 == 1 {
			if s.Kind == rota.Fixed || n == 0 {
				return q, false
			}
			q.loss += int64(s.Loss)
			q.plan[0].Displaces = append(q.plan[0].Displaces, s.ID)
		}
	}
	for _, b := range rota.Check(p, rota.Plan{Assignments: q.plan}).Breaches {
		if b.Consultant == c.ID && !b.Locked && b.Rule != rota.RuleLock && b.Rule != rota.RulePlaces {
			return q, false
		}
	}
	return q, true
}

// bruteForce is the best value of every stage, over all plans.
func bruteForce(p rota.Problem) []int64 {
	all := make([][]pattern, len(p.Consultants))
	for i, c := range p.Consultants {
		all[i] = patterns(p, c)
	}
	locks := map[rota.SlotID]int{}
	for _, l := range p.Locks {
		locks[l.Slot]++
	}
	var best []int64
	filled := make([]int, len(p.Slots))
	chosen := make([]pattern, len(all))
	var walk func(int)
	walk = func(k int) {
		if k == len(all) {
			if v := score(p, chosen, filled); best == nil || slices.Compare(v, best) < 0 {
				best = v
			}
			return
		}
		for _, q := range all[k] {
			fits := true
			for _, i := range q.slots {
				filled[i]++
				fits = fits && filled[i] <= max(p.Slots[i].Places-p.LeftOpenIn(p.Slots[i].ID), locks[p.Slots[i].ID])
			}
			if fits {
				chosen[k] = q
				walk(k + 1)
			}
			for _, i := range q.slots {
				filled[i]--
			}
		}
	}
	walk(0)
	return best
}

// amount is nothing where no card has a rate for it, which is so only where no aim asks for it.
func amount(v *rota.Pence) int64 {
	if v == nil {
		return 0
	}
	return int64(*v)
}

// score adds up every stage by its definition.
func score(p rota.Problem, chosen []pattern, filled []int) []int64 {
	var loss, spread, used, trust, bma, agreed, changed int64
	has := map[rota.Pair]bool{}
	for k, q := range chosen {
		loss += q.loss
		spread = max(spread, q.minutes)
		if len(q.slots) > 0 {
			used++
		}
		c := p.Consultants[k]
		for _, l := range p.Lines(rota.Plan{Assignments: q.plan}) {
			has[rota.Pair{Slot: l.Slot.ID, Consultant: c.ID}] = true
			trust, bma, agreed = trust+amount(l.Trust), bma+amount(l.BMA), agreed+amount(l.Agreed)
		}
	}
	changed = int64(len(has))
	for _, pair := range p.Published {
		if has[pair] {
			changed--
		} else {
			changed++
		}
	}
	values := map[string]int64{"displaced": loss, "spread": spread, "consultants": used,
		"cost:trust": trust, "cost:bma": bma, "cost:agreed": agreed, "changes": changed}
	var out []int64
	for _, stage := range p.Stages() {
		v := values[stage]
		if priority, ok := strings.CutPrefix(stage, "cover/"); ok {
			for i, s := range p.Slots {
				if fmt.Sprint(s.Priority) == priority {
					v += int64(max(0, s.Places-filled[i])) * int64(s.Minutes())
				}
			}
		}
		out = append(out, v)
	}
	return out
}
