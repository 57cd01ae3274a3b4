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

// A localCut is what came of looking for one.
type localCut struct {
	cut
	broken bool // whether the linear model's solution breaks it
	nodes  int  // of branch and bound that it took
}

// local finds the cut that the people make at the guide's prices, unless they are
// too many to tell. It changes nothing, so that others may be looked for beside it.
func (r *run) local(e *highs.Engine, g *guide, people []int) (localCut, error) {
	inside := make([]bool, len(r.must))
	for _, k := range people {
		inside[k] = true
	}
	c, share := r.localCosts(g, inside)
	b := &block{run: r, inside: inside, costs: c, slot: map[int32]int{}}
	if most := r.ofBlock(len(people)); b.fill(g, people, most) > most {
		return localCut{}, nil
	}
	res, err := r.solveSmall(e, &b.Model, highs.Options{NodeLimit: 100})
	if err != nil {
		return localCut{}, err
	}
	out := localCut{nodes: int(res.Nodes)}
	bound := whole(res.Bound)
	if res.Status == highs.Optimal {
		bound = max(bound, math.Round(res.Objective))
	}
	if math.IsInf(bound, 0) || bound < share+0.05 {
		return out, nil
	}
	for k := range c.item { // no more than: the other way round
		for i := range c.item[k] {
			c.item[k][i] = -c.item[k][i]
		}
		c.any[k], c.loss[k] = -c.any[k], -c.loss[k]
	}
	out.cut, out.broken = cut{costs: c, limit: -int64(bound)}, true
	return out, nil
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

// A block is the model of a local cut.
type block struct {
	highs.Model
	run    *run
	inside []bool
	costs  *costs
	slot   map[int32]int
}

// ofBlock is the most rosters of the model of a local cut of so many people.
func (m *master) ofBlock(people int) int {
	return max(m.sizes.ofBlock, m.sizes.ofBlockEach*people)
}

// fill adds every roster of the people, unless they are more than most, and gives how
// many there are.
func (b *block) fill(g *guide, people []int, most int) int {
	n := 0
	for _, k := range people {
		if n += g.from[k+1] - g.from[k]; n > most {
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
	b.Rows = append(b.Rows, rowTo(limit, exact))
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
