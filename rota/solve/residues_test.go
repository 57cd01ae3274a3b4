package solve

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"strikerota/rota"
	"strikerota/rota/solve/highs"
)

// TestResidues has cuts of remainders found in tiny problems, round after round. The linear model's
// solution breaks each by all but one part of what its sum is divided by, and no choice of rosters that
// keeps the limits of slots breaks any.
func TestResidues(t *testing.T) {
	engine, err := highs.New(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer engine.Close()
	found, seeds := map[int64]int{}, 400 // each takes a few ms, also under the race detector
	for seed := range uint64(seeds) {
		p, err := ringed(90_000 + seed)
		if err != nil {
			t.Fatal(rota.Faults(err))
		}
		rng, many := rand.New(rand.NewPCG(seed, 19)), 2+int(seed%2)
		if many == 3 {
			for i, c := range p.Consultants {
				p.Consultants[i].MaxCover, p.Consultants[i].Skills = nil, append(c.Skills, fmt.Sprint((i+2)%len(p.Slots)))
			}
		}
		joined, _ := joined(p)
		part := parts(&joined, people(joined))[0]
		part.columns()
		part.greedy()
		part.master = newMaster(part, part.enumerate(1<<28), usualSizes)
		r := part.begun(engine, joined.Stages()[0])
		r.costs, r.least = worthwhile(part.master, many, rng), math.MinInt64
		for range 4 {
			if err := r.relax(); err != nil {
				t.Fatal(err)
			}
			more := r.residues()
			for _, c := range more {
				found[c.by]++
				if over, want := r.counted(c)-float64(c.limit), 1-1/float64(c.by); over < want-1e-4 {
					t.Errorf("seed %d: the solution breaks %v by %v, want %v", seed, c, over, want)
				}
				if most := r.mostOf(c, 0, make([]int64, len(r.need)), 0); most > c.limit {
					t.Errorf("seed %d: rosters come to %d in %v\n%s", seed, most, c, shown(t, p))
				}
			}
			if err := r.addCuts(more); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.close(); err != nil {
			t.Fatal(err)
		}
	}
	if found[2] < seeds/20 || found[3] == 0 {
		t.Errorf("cuts found, by what they divide by: %v: they are not tested", found)
	}
}

// worthwhile are costs by which a person is worth having for so many slots, and not for fewer.
func worthwhile(m *master, many int, rng *rand.Rand) *costs {
	c := &costs{scale: 1, loss: make([]int64, len(m.must))}
	for _, row := range m.row {
		item := make([]int64, len(row))
		for i := range item {
			item[i] = -int64(8 + rng.IntN(2))
		}
		c.item, c.any = append(c.item, item), append(c.any, int64(10*(many-1)-rng.IntN(3)))
	}
	return c
}

// counted is what the linear model's solution comes to in a cut.
func (r *run) counted(c cut) (sum float64) {
	for j, v := range r.x {
		sum += v * float64(c.counts(r.master, r.person(r.pool[j]), r.pool[j]))
	}
	return sum
}

// mostOf is the most that rosters of person k and those after come to in a cut, beside what is used.
func (r *run) mostOf(c cut, k int, used []int64, sum int64) int64 {
	if k == len(r.must) {
		return sum
	}
	most := r.mostOf(c, k+1, used, sum)
	for id := r.all.first[k]; id < r.all.first[k+1]; id++ {
		fits := true
		for _, i := range r.all.of(id) {
			used[r.row[k][i]]++
			fits = fits && used[r.row[k][i]] <= r.need[r.row[k][i]]
		}
		if fits {
			most = max(most, r.mostOf(c, k+1, used, sum+c.counts(r.master, k, id)))
		}
		for _, i := range r.all.of(id) {
			used[r.row[k][i]]--
		}
	}
	return most
}
