package solve

import (
	"math/rand/v2"
	"testing"

	"strikerota/rota"
)

// TestSettleKeepsEveryPlan settles a stage at its best value by prices drawn at
// random, good and bad: every plan of that value still has all its rosters, fills
// every place said to be full and gives cover to everybody said to have some.
func TestSettleKeepsEveryPlan(t *testing.T) {
	full, must, gone := 0, 0, 0
	for seed := range uint64(fewer(1000)) {
		p, err := tiny(30_000 + seed)
		if seed%2 == 0 {
			p, err = ringed(30_000 + seed)
		}
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		r := rand.New(rand.NewPCG(seed, 17))
		joined, _ := joined(p)
		for _, part := range parts(&joined, people(joined)) {
			part.columns()
			m := newMaster(part, part.enumerate(1<<28), usualSizes)
			c := part.costs(pick(r, "cover/1", "cover/1", string(rota.AimDisplaced)), m.all)
			plans, ok := m.everyPlan()
			if !ok {
				continue
			}
			best := int64(0) // nobody does anything
			for _, plan := range plans {
				best = min(best, m.cost(c, plan))
			}
			before := len(m.alive)
			m.settle(c, m.drawn(r, c), best)
			gone += before - len(m.alive)
			left := newSet(m.all.count())
			for _, id := range m.alive {
				left.add(int(id))
			}
			for s := range m.full {
				if m.full[s] {
					full++
				}
			}
			for k := range m.must {
				if m.must[k] {
					must++
				}
			}
			for _, plan := range plans {
				if m.cost(c, plan) > best {
					continue
				}
				used, has := make([]int64, len(m.need)), make([]bool, len(m.must))
				for _, id := range plan {
					if !left.has(int(id)) {
						t.Fatalf("seed %d: a roster of a best plan is gone\n%s", seed, shown(t, p))
					}
					k := m.person(id)
					has[k] = true
					for _, i := range m.all.of(id) {
						used[m.row[k][i]]++
					}
				}
				for s := range used {
					if m.full[s] && used[s] < m.need[s] {
						t.Fatalf("seed %d: a best plan leaves a place open that is said to be full\n%s", seed, shown(t, p))
					}
				}
				for k := range has {
					if m.must[k] && !has[k] {
						t.Fatalf("seed %d: a best plan gives no cover to one who is said to have some\n%s", seed, shown(t, p))
					}
				}
			}
		}
	}
	if full == 0 || must == 0 || gone == 0 {
		t.Errorf("%d rows full, %d people with cover, %d rosters gone: not tested", full, must, gone)
	}
}

// drawn gives prices near those that are worth something: a share of what the
// cheapest item of each row costs.
func (m *master) drawn(r *rand.Rand, c *costs) prices {
	y := make(prices, m.rows())
	for k, row := range m.row {
		for i, s := range row {
			if s >= 0 {
				y[s] = min(y[s], c.item[k][i]*unit/4*r.Int64N(6))
			}
		}
	}
	return y
}

// cost is what the rosters of a plan cost, in units.
func (m *master) cost(c *costs, plan []int32) int64 {
	var sum int64
	for _, id := range plan {
		sum += c.of(m.all, m.person(id), id)
	}
	return sum
}

// everyPlan lists all choices of rosters that no slot is too small for; false where they are too many.
func (m *master) everyPlan() (plans [][]int32, ok bool) {
	used := make([]int64, len(m.need))
	var plan []int32
	var walk func(k int) bool
	walk = func(k int) bool {
		if k == len(m.row) {
			plans = append(plans, append([]int32(nil), plan...))
			return len(plans) < 5000
		}
		if !walk(k + 1) {
			return false
		}
		for id := m.all.first[k]; id < m.all.first[k+1]; id++ {
			fits, ok := true, true
			for _, i := range m.all.of(id) {
				used[m.row[k][i]]++
				fits = fits && used[m.row[k][i]] <= m.need[m.row[k][i]]
			}
			if fits {
				plan = append(plan, id)
				ok = walk(k + 1)
				plan = plan[:len(plan)-1]
			}
			for _, i := range m.all.of(id) {
				used[m.row[k][i]]--
			}
			if !ok {
				return false
			}
		}
		return true
	}
	ok = walk(0)
	return plans, ok
}
