package solve

import (
	"cmp"
	"encoding/binary"
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
	broken  bool // whether the linear model's solution breaks it
	nodes   int  // of branch and bound that it took
	rosters int  // of the model
}

// local finds the cut that the people make at the guide's prices, unless they are
// too many to tell. It changes nothing, so that others may be looked for beside it.
func (r *run) local(e *highs.Engine, g *guide, plan *sketch, people []int) (localCut, error) {
	inside := make([]bool, len(r.must))
	for _, k := range people {
		inside[k] = true
	}
	b, share := r.block(g, people, inside)
	enough := share + 0.05
	bound, err := b.least(e, plan, enough)
	if err != nil || math.IsInf(bound, 0) || bound < enough {
		return localCut{nodes: b.nodes, rosters: b.rosters}, err
	}
	c := b.costs
	for k := range c.item { // no more than: the other way round
		for i := range c.item[k] {
			c.item[k][i] = -c.item[k][i]
		}
		c.any[k], c.loss[k] = -c.any[k], -c.loss[k]
	}
	return localCut{cut{costs: c, limit: -int64(bound)}, true, b.nodes, b.rosters}, nil
}

// localCosts are the weights of a cut, and what the linear model's solution has in it.
func (r *run) localCosts(g *guide, inside, inner []bool) (*costs, float64, func(int64) int64) {
	y := slices.Clone(g.y)
	for s, in := range inner {
		if in {
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
	return c, share, fine
}

// A block is the question what some people come to at least at the prices of a local cut.
type block struct {
	run    *run
	guide  *guide
	people []int
	inner  []bool // rows in which nobody else could be
	costs  *costs
	scaled func(int64) int64 // prices in its weights
	list   []blocked         // what they could do, person by person
	base   int64             // nobody comes to below it

	beyond         int64 // nor to below this with a roster that least has left out
	nodes, rosters int   // of its model
}

// block begins one. In rows that are not inner ones it has no limit: their prices alone stand for those
// who could be in them as well, and of a person's rosters that are in the same inner rows one is
// enough. It also gives what the linear model's solution comes to.
func (r *run) block(g *guide, people []int, inside []bool) (*block, float64) {
	b := &block{run: r, guide: g, people: people, inner: make([]bool, len(g.takers))}
	for s, takers := range g.takers {
		b.inner[s] = !slices.ContainsFunc(takers, func(t taker) bool { return !inside[t.person] })
	}
	var share float64
	b.costs, share, b.scaled = r.localCosts(g, inside, b.inner)
	b.candidates()
	return b, share
}

// A blocked roster is one of a person in a block.
type blocked struct {
	near
	person int
}

// ofBlock is the most rosters of the model of a local cut of so many people.
func (m *master) ofBlock(people int) int {
	return max(m.sizes.ofBlock, m.sizes.ofBlockEach*people)
}

// worth is what the people come to in a plan.
func (b *block) worth(plan *sketch) (sum int64) {
	for _, k := range b.people {
		if id := plan.roster[k]; id >= 0 {
			sum += b.costs.of(b.run.all, k, id)
		}
	}
	return sum
}

// least is what the people do not come to below. It is not looked for once they are known to come to
// less than enough.
func (b *block) least(e *highs.Engine, plan *sketch, enough float64) (bound float64, err error) {
	list := b.within(b.worth(plan)-b.base, b.run.ofBlock(len(b.people)))
	b.rosters = len(list)
	if float64(b.beyond) < enough {
		return math.Inf(-1), nil
	}
	res, err := b.run.solveSmall(e, b.model(list), highs.Options{NodeLimit: 100, Target: &enough})
	if err != nil {
		return 0, err
	}
	b.nodes = int(res.Nodes)
	bound = whole(res.Bound)
	if res.Status == highs.Optimal {
		bound = max(bound, math.Round(res.Objective))
	}
	if b.beyond < math.MaxInt64 {
		if res.Status == highs.Infeasible {
			bound = math.Inf(1)
		}
		bound = min(bound, float64(b.beyond))
	}
	return bound, nil
}

// within lists the rosters that stand in what is dearer than the base by no more than gap, of
// each person one of those that are in the same inner rows, and of all if they are
// more than most the likeliest.
func (b *block) within(gap int64, most int) (list []blocked) {
	b.beyond = math.MaxInt64
	at, person := map[string]int{}, -1
	var key []byte
	for _, l := range b.list {
		if l.over > gap {
			b.beyond = min(b.beyond, b.base+l.over)
			continue
		}
		if l.person != person {
			person = l.person
			clear(at)
		}
		key = key[:0]
		for _, i := range b.run.all.of(l.id) {
			if s := b.run.row[l.person][i]; b.inner[s] {
				key = binary.LittleEndian.AppendUint32(key, uint32(s))
			}
		}
		was, ok := at[string(key)]
		switch {
		case !ok:
			at[string(key)] = len(list)
			list = append(list, l)
		case l.over < list[was].over:
			list[was] = l
		}
	}
	if len(list) > most {
		slices.SortStableFunc(list, func(x, y blocked) int { return cmp.Compare(x.over, y.over) })
		b.beyond = min(b.beyond, b.base+list[most].over)
		list = list[:most]
		slices.SortStableFunc(list, func(x, y blocked) int { return cmp.Compare(x.person, y.person) })
	}
	return list
}

// candidates lists the rosters of the people, and by how much each is dearer than the least of its
// person at the prices.
func (b *block) candidates() {
	r, g, y := b.run, b.guide, b.prices()
	for s, v := range y {
		b.base += v * r.need[s]
	}
	for _, k := range b.people {
		least := int64(0)
		if r.must[k] {
			least = math.MaxInt64
		}
		first := len(b.list)
		for _, id := range r.alive[g.from[k]:g.from[k+1]] {
			v := b.costs.of(r.all, k, id)
			for _, i := range r.all.of(id) {
				v -= y[r.row[k][i]]
			}
			least = min(least, v)
			b.list = append(b.list, blocked{near{id, v}, k})
		}
		if least == math.MaxInt64 {
			least = 0
		}
		b.base += least
		for n := range b.list[first:] {
			b.list[first+n].over -= least
		}
	}
}

// model makes that of the rosters, which stand person by person.
func (b *block) model(list []blocked) *highs.Model {
	r := b.run
	m := &highs.Model{}
	row := func(limit int64, exact bool) int {
		m.Rows = append(m.Rows, rowTo(limit, exact))
		return len(m.Rows) - 1
	}
	add := func(row int, j int32) {
		m.Rows[row].Index, m.Rows[row].Value = append(m.Rows[row].Index, j), append(m.Rows[row].Value, 1)
	}
	slot := map[int32]int{}
	for _, k := range b.people {
		person := row(1, r.must[k])
		for ; len(list) > 0 && list[0].person == k; list = list[1:] {
			id, j := list[0].id, int32(len(m.Cols))
			m.Cols = append(m.Cols, highs.Col{Upper: 1, Integer: true, Obj: float64(b.costs.of(r.all, k, id))})
			add(person, j)
			for _, i := range r.all.of(id) {
				s := r.row[k][i]
				if !b.inner[s] {
					continue
				}
				n, ok := slot[s]
				if !ok {
					n = row(r.need[s], r.full[s])
					slot[s] = n
				}
				add(n, j)
			}
		}
	}
	return m
}

// prices are those of the inner rows, in the weights of the cut.
func (b *block) prices() map[int32]int64 {
	y := map[int32]int64{}
	for s, in := range b.inner {
		if in && len(b.guide.takers[s]) > 0 && b.guide.y[s] != 0 {
			y[int32(s)] = b.scaled(b.guide.y[s])
			if !b.run.full[s] {
				y[int32(s)] = min(0, y[int32(s)])
			}
		}
	}
	return y
}
