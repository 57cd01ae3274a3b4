package solve

import (
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// A local cut says that some people cannot do better among themselves than they
// can. Prices of the linear model make costs of what they do: those of the stage,
// and the prices of places that others could take as well. The least that they
// come to, with nobody in half a roster, is found exactly, and no plan is below
// it. The linear model is, where fractions gain it something there: the cut says
// no. It holds for all prices, and in all stages after.

// The weights of a local cut are whole: finer than units by localScale, or
// coarser where they would come to more than localWeight.
const (
	localScale  = 16
	localWeight = 20000
)

// local finds the cut that the people make at the guide's prices; false when the
// linear model keeps it, or the people are too many to tell.
func (r *run) local(g *guide, people []int) (cut, bool, error) {
	inside := make([]bool, len(r.must))
	for _, k := range people {
		inside[k] = true
	}
	c, share := r.localCosts(g, inside)
	b := &block{run: r, inside: inside, costs: c, slot: map[int32]int{}}
	if n := b.fill(g, people); n > mostOfBlock {
		return cut{}, false, nil
	}
	res, err := r.small(&b.Model, highs.Options{NodeLimit: 100})
	if err != nil {
		return cut{}, false, err
	}
	bound := whole(res.Bound)
	if res.Status == highs.Optimal {
		bound = max(bound, math.Round(res.Objective))
	}
	if math.IsInf(bound, 0) || bound < share+0.05 {
		return cut{}, false, nil
	}
	for k := range c.item { // no more than: the other way round
		for i := range c.item[k] {
			c.item[k][i] = -c.item[k][i]
		}
		c.any[k], c.loss[k] = -c.any[k], -c.loss[k]
	}
	return cut{costs: c, limit: -int64(bound)}, true, nil
}

// localCosts are the weights of a cut, and what the linear model's solution has in it.
func (r *run) localCosts(g *guide, inside []bool) (*costs, float64) {
	y := slices.Clone(g.y)
	for s, takers := range g.takers {
		if !slices.ContainsFunc(takers, func(t taker) bool { return !inside[t.person] }) {
			y[s] = 0
		}
	}
	for n := r.rows() - len(r.cuts); n < len(y); n++ {
		if r.cuts[n-r.rows()+len(r.cuts)].costs == nil {
			y[n] = 0
		}
	}
	all := make([]weights, len(inside))
	most := int64(1)
	for k, in := range inside {
		if !in {
			continue
		}
		all[k] = r.weigh(r.costs, y, k)
		for _, v := range append(all[k].item, all[k].any, all[k].loss) {
			most = max(most, v, -v)
		}
	}
	n := len(inside)
	c := &costs{scale: 1, only: inside, item: make([][]int64, n), any: make([]int64, n), loss: make([]int64, n)}
	scale := min(localScale, localWeight*unit/float64(most))
	fine := func(v int64) int64 { return int64(math.Round(float64(v) * scale / unit)) }
	for k, in := range inside {
		if !in {
			continue
		}
		c.any[k], c.loss[k] = fine(all[k].any), fine(all[k].loss)
		c.item[k] = make([]int64, len(all[k].item))
		for i, v := range all[k].item {
			c.item[k][i] = fine(v)
		}
	}
	share := 0.0
	for j, v := range r.x {
		if k := r.person(r.pool[j]); inside[k] {
			share += v * float64(c.of(r.all, k, r.pool[j]))
		}
	}
	return c, share
}

// mostOfBlock is the most rosters of the model of a local cut.
const mostOfBlock = 6000

// A block is the model of a local cut.
type block struct {
	highs.Model
	run    *run
	inside []bool
	costs  *costs
	slot   map[int32]int
}

// fill adds every roster of the people, and gives how many there are.
func (b *block) fill(g *guide, people []int) int {
	n := 0
	for _, k := range people {
		if n += g.from[k+1] - g.from[k]; n > mostOfBlock {
			return n
		}
	}
	for _, k := range people {
		person := b.row(1, b.run.must[k])
		for _, id := range b.run.alive[g.from[k]:g.from[k+1]] {
			j := int32(len(b.Cols))
			b.Cols = append(b.Cols, highs.Col{Upper: 1, Integer: true, Obj: float64(b.costs.of(b.run.all, k, id))})
			b.add(person, j)
			for _, i := range b.run.all.of(id) {
				b.add(b.place(g, b.run.row[k][i]), j)
			}
		}
	}
	return n
}

func (b *block) row(limit int64, exact bool) int {
	row := highs.Row{Lower: math.Inf(-1), Upper: float64(limit)}
	if exact {
		row.Lower = row.Upper
	}
	b.Rows = append(b.Rows, row)
	return len(b.Rows) - 1
}

// place is the row of a slot: exact if it must be full and nobody else could be in it.
func (b *block) place(g *guide, s int32) int {
	n, ok := b.slot[s]
	if !ok {
		exact := b.run.full[s] && !slices.ContainsFunc(g.takers[s], func(t taker) bool { return !b.inside[t.person] })
		n = b.row(b.run.need[s], exact)
		b.slot[s] = n
	}
	return n
}

func (b *block) add(row int, j int32) {
	b.Rows[row].Index, b.Rows[row].Value = append(b.Rows[row].Index, j), append(b.Rows[row].Value, 1)
}

// newLocals is the most local cuts that join the model at a time.
const newLocals = 10

// locals adds local cuts where a sketch and the best plan are away from the bound,
// each of no more people than size, and solves the linear model with them.
func (r *run) locals(d *sketch, size int) (bool, error) {
	g := r.guide()
	busy := make([]bool, len(r.must))
	var out []cut
	plan := r.sketch(r.chosen())
	for n, at := range []*sketch{d, plan} {
		if n > 0 && slices.Equal(d.roster, plan.roster) {
			break
		}
		failures := 0
		for _, s := range r.seeds(g, at) {
			people := r.enclosed(g, at, s, size)
			if slices.ContainsFunc(people, func(k int) bool { return busy[k] }) {
				continue
			}
			c, broken, err := r.local(g, people)
			if err != nil {
				return false, err
			}
			if !broken {
				if failures++; failures == tires {
					break
				}
				continue
			}
			for _, k := range people {
				busy[k] = true
			}
			if out = append(out, c); len(out) == newLocals {
				break
			}
		}
	}
	if len(out) == 0 {
		return false, nil
	}
	r.cuts = append(r.cuts, out...)
	return true, r.relax()
}

// enclosed lists people around a seed so that few others could take the places
// that they could: row by row, with everybody who could be in it, those that
// bring the fewest new people first.
func (r *run) enclosed(g *guide, d *sketch, from seed, most int) []int {
	var people []int
	in, done := make([]bool, len(d.roster)), make([]bool, len(r.need))
	level := map[int32]int{}
	var rows []int32
	join := func(k, depth int) {
		if in[k] {
			return
		}
		in[k] = true
		people = append(people, k)
		for i, s := range r.row[k] {
			if s >= 0 && g.regret[k][i] < math.MaxInt64 && level[s] == 0 {
				level[s] = depth + 1
				rows = append(rows, s)
			}
		}
	}
	if from.person >= 0 {
		join(from.person, 0)
	} else {
		level[int32(from.row)] = 1
		rows = append(rows, int32(from.row))
	}
	for len(people) < most {
		best, least := int32(-1), math.MaxInt
		for _, s := range rows {
			if done[s] {
				continue
			}
			n := 2 * level[s]
			for _, t := range g.takers[s] {
				if !in[t.person] {
					n++
				}
			}
			if n < least {
				best, least = s, n
			}
		}
		if best < 0 {
			break
		}
		done[best] = true
		for _, t := range g.takers[best] {
			join(t.person, level[best])
		}
	}
	slices.Sort(people)
	return people
}
