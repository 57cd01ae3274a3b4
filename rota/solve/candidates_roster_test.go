package solve

import (
	"fmt"
	"math/bits"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"strikerota/rota"
)

// TestLeastLossByBruteForce gives consultants many sessions that overlap and chain,
// and compares what is displaced with every choice that the referee allows: no
// less is lost, and no fewer sessions for the same loss.
func TestLeastLossByBruteForce(t *testing.T) {
	possible, gone := 0, 0
	for seed := range bruteCases() / 2 {
		p := candidateCase(t, 2*seed+1)
		r := rand.New(rand.NewPCG(uint64(seed), 17))
		p.Locks = nil
		for i := range p.Consultants {
			p.Consultants[i].Sessions = manySessions(r, p.Strike.Start)
		}
		board, err := NewBoard(p, rota.Plan{})
		if err != nil {
			t.Fatal(err)
		}
		k, set := r.IntN(len(p.Consultants)), 1+r.IntN(1<<len(p.Slots)-1)
		var takes []int
		for i := range p.Slots {
			if set>>i&1 == 1 {
				takes = append(takes, i)
			}
		}
		got, ok := board.try(k, takes, nil)
		loss, fewest := leastByReferee(p, k, set)
		if ok != (loss >= 0) || ok && (got.loss != loss || len(got.gone) != fewest) {
			t.Fatalf("seed %d: %t, %v lose %d; the referee: %d sessions lose %d", seed, ok, got.gone, got.loss, fewest, loss)
		}
		if ok {
			possible, gone = possible+1, gone+len(got.gone)
		}
	}
	if possible == 0 || gone < possible {
		t.Errorf("%d possible, %d sessions displaced: too few to show anything", possible, gone)
	}
}

func manySessions(r *rand.Rand, start time.Time) []rota.Session {
	var out []rota.Session
	for j := range 6 {
		from := r.IntN(96)
		span := rota.Span{Start: start.Add(time.Duration(from) * time.Hour), End: start.Add(time.Duration(from+1+r.IntN(8)) * time.Hour)}
		out = append(out, rota.Session{ID: rota.SessionID(fmt.Sprintf("k%d", j)), Span: span,
			Kind: pick(r, rota.Planned, rota.Planned, rota.Planned, rota.Planned, rota.Planned, rota.Fixed), Loss: 5 * r.IntN(4)})
	}
	return out
}

// leastByReferee is the least loss, -1 if there is no choice, and with it the fewest sessions.
func leastByReferee(p rota.Problem, k, set int) (int64, int) {
	all := make([]int, len(p.Slots))
	for i := range all {
		all[i] = i
	}
	c, loss, fewest := p.Consultants[k], int64(-1), 0
	for gone := range 1 << len(c.Sessions) {
		q, ok := tryPattern(p, c, all, set, gone, nil)
		n := bits.OnesCount(uint(gone))
		if ok && (loss < 0 || q.loss < loss || q.loss == loss && n < fewest) {
			loss, fewest = q.loss, n
		}
	}
	return loss, fewest
}

// TestStopsByBruteForce compares the smallest sets of slots to leave with those that the referee allows.
func TestStopsByBruteForce(t *testing.T) {
	several := 0
	for seed := range bruteCases() {
		p := candidateCase(t, seed)
		tab := &table{p: p, known: map[[2]int]pattern{}}
		plan := tab.randomPlan(rand.New(rand.NewPCG(uint64(seed), 11)))
		board, err := NewBoard(p, plan)
		if err != nil {
			t.Fatal(err)
		}
		for k, held := range tab.masks(plan) {
			for s := range p.Slots {
				if held>>s&1 == 1 || !candidate(p.Consultants[k], p.Slots[s]) {
					continue
				}
				var want []int
				for leaves := range 1 << len(p.Slots) {
					if leaves&^held == 0 && tab.least(k, held|1<<s, leaves) {
						want = append(want, leaves)
					}
				}
				var got []int
				for _, set := range board.stops(k, s) {
					mask := 0
					for _, i := range set {
						mask |= 1 << i
					}
					got = append(got, mask)
				}
				several += max(0, len(got)-1)
				if slices.Sort(got); !slices.Equal(got, want) {
					t.Fatalf("seed %d: %s in %s: leaves %b, the referee %b", seed, p.Consultants[k].ID, p.Slots[s].ID, got, want)
				}
			}
		}
	}
	if several == 0 {
		t.Error("nobody had a choice of what to leave")
	}
}
