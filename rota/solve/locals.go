package solve

import (
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// newLocals is the most local cuts that join the model at a time.
const newLocals = 10

// vainRosters is how many rosters models may have that no local cut comes of before something
// else is tried.
const vainRosters = 20000

// locals adds local cuts where a sketch and the best plan are away from the bound,
// each of no more people than size, and solves the linear model with them.
func (r *run) locals(d *sketch, size int) (bool, error) {
	if err := r.close(); err != nil {
		return false, err
	}
	plan := r.sketch(r.chosen())
	f := &localFinder{run: r, plan: plan, guide: r.guide(), size: size, busy: make([]bool, len(r.must))}
	if r.vain.cuts != len(r.cuts) || r.vain.total != r.bound.total {
		r.vain = vain{cuts: len(r.cuts), total: r.bound.total}
	}
	for n, at := range []*sketch{d, plan} {
		if n > 0 && slices.Equal(d.roster, plan.roster) {
			break
		}
		if err := f.look(at); err != nil {
			return false, err
		}
	}
	if len(f.found) == 0 {
		return false, nil
	}
	r.cuts = append(r.cuts, f.found...)
	return true, r.relax()
}

// A vain search is of people who break no local cut at the prices of a bound.
type vain struct {
	cuts   int
	total  int64
	people [][]int
}

// A localFinder looks for local cuts of people of whom nobody is in two.
type localFinder struct {
	*run
	guide *guide
	plan  *sketch // the best so far
	size  int
	busy  []bool // who is in a cut found
	found []cut
}

// look finds cuts around the seeds of a sketch until it is tired. Some are
// looked for at once, as many on every machine.
func (f *localFinder) look(d *sketch) error {
	seeds := f.seeds(f.guide, d)
	for vain := 0; vain < vainRosters && len(f.found) < newLocals; {
		var blocks [][]int
		blocks, seeds = f.blocks(d, seeds)
		if len(blocks) == 0 {
			return nil
		}
		if f.budget.spent(f.nodes) {
			return errSpent
		}
		cuts := make([]localCut, len(blocks))
		err := f.sideBySide(len(blocks), func(e *highs.Engine, i int) (err error) {
			cuts[i], err = f.local(e, f.guide, f.plan, blocks[i])
			return err
		})
		if err != nil {
			return err
		}
		for i, c := range cuts {
			f.nodes += c.nodes
			if !c.broken {
				f.vain.people = append(f.vain.people, blocks[i])
				vain += c.rosters
				continue
			}
			f.found = append(f.found, c.cut)
			for _, k := range blocks[i] {
				f.busy[k] = true
			}
		}
	}
	return nil
}

// blocks lists people around the first seeds, each time others who are in no cut
// yet, and the seeds to go on with.
func (f *localFinder) blocks(d *sketch, seeds []seed) (blocks [][]int, left []seed) {
	taken := slices.Clone(f.busy)
	for n, s := range seeds {
		if len(blocks) == tires || len(left) == 4*tires {
			return blocks, append(left, seeds[n:]...)
		}
		if f.meets(s, f.busy) {
			continue
		}
		if f.meets(s, taken) {
			left = append(left, s)
			continue
		}
		people := f.enclosed(f.guide, d, s, f.size)
		if s.cut >= 0 && slices.Equal(people, f.cuts[s.cut].people()) {
			continue // there is nothing more to be said of them
		}
		in := func(set []bool) bool { return slices.ContainsFunc(people, func(k int) bool { return set[k] }) }
		switch {
		case in(f.busy) || slices.ContainsFunc(f.vain.people, func(o []int) bool { return slices.Equal(o, people) }):
		case in(taken):
			left = append(left, s)
		default:
			blocks = append(blocks, people)
			for _, k := range people {
				taken[k] = true
			}
		}
	}
	return blocks, left
}

// meets reports whether some of those who would be first around a seed are in the set.
func (f *localFinder) meets(s seed, set []bool) bool {
	switch {
	case s.cut >= 0:
		return slices.ContainsFunc(f.cuts[s.cut].people(), func(k int) bool { return set[k] })
	case s.person >= 0:
		return set[s.person]
	}
	return slices.ContainsFunc(f.guide.takers[s.row], func(t taker) bool { return set[t.person] })
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
	switch {
	case from.cut >= 0:
		for _, k := range r.cuts[from.cut].people() {
			join(k, 0)
		}
	case from.person >= 0:
		join(from.person, 0)
	default:
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
