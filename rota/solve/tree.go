package solve

import "math"

// The tree proves a stage by branching on who is in which slot: where the linear
// model shares a slot of somebody out in fractions, either they have it or they
// have not. Both questions are the same model with fewer rosters, priced exactly,
// so that a bound of all leaves is one of the stage. It is for models of so many
// rosters that they cannot be chosen from all at once, and whose linear bound is
// nearly right.

// treeNodes is the most nodes of a tree.
const treeNodes = 120

// A decision says that a person has, or has not, one of their items.
type decision struct {
	person, item int
	has          bool
}

// A node is an open question of the tree: what is decided, and a bound for it.
type node struct {
	decided []decision
	least   int64 // units
}

// tree branches until the stage is proved, nodes or the budget are spent; the
// stage's bound is then the least of what is left.
func (r *run) tree() error {
	open := []node{{least: r.least}}
	for n := 0; len(open) > 0 && n < treeNodes; n++ {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if at.least >= r.units() {
			continue
		}
		children, err := r.grow(at)
		if err != nil {
			return err
		}
		open = append(open, children...)
		if r.nodes++; r.budget.spent(r.begun, r.nodes) {
			return errSpent
		}
	}
	least := r.units()
	for _, left := range open {
		least = min(least, left.least)
	}
	r.least = max(r.least, least)
	r.report()
	return nil
}

// grow solves the linear model of a node, takes a whole solution over, and splits
// the node where it is not.
func (r *run) grow(at node) ([]node, error) {
	c := r.child(at.decided)
	err := c.relax()
	if e := c.close(); err == nil {
		err = e
	}
	if err != nil || c.proved() {
		return nil, err
	}
	if ids, whole := c.wholeNumbers(); whole {
		r.take(ids)
		if c.proved() {
			return nil, nil
		}
	}
	k, i, found := c.divided()
	if !found {
		return []node{{at.decided, c.least}}, errSpent
	}
	least := max(at.least, c.least)
	split := func(has bool) node {
		return node{append(at.decided[:len(at.decided):len(at.decided)], decision{k, i, has}), least}
	}
	return []node{split(false), split(true)}, nil // the last is looked at first
}

// child is the run with the rosters that agree with what is decided.
func (r *run) child(decided []decision) *run {
	m := r.master.copied()
	for _, d := range decided {
		left := m.alive[:0]
		m.eachAlive(func(k, _ int, id int32) {
			if k != d.person || m.holds(id, d.item) == d.has {
				left = append(left, id)
			}
		})
		m.alive = left
		m.must[d.person] = m.must[d.person] || d.has
	}
	m.pool, m.soft = r.near(), r.costs.penalty(m)
	b := r.budget
	b.report = nil
	c := m.begin(r.ctx, r.engine, r.costs, b)
	c.score, c.least = r.score, math.MinInt64
	return c
}

// holds reports whether the roster has the item.
func (m *master) holds(id int32, item int) bool {
	for _, i := range m.all.of(id) {
		if int(i) == item {
			return true
		}
	}
	return false
}

// divided finds the item of a person whose share is nearest to one half.
func (r *run) divided() (person, item int, found bool) {
	shares := map[[2]int]float64{}
	var order [][2]int
	for j, v := range r.x {
		if v < 1e-6 {
			continue
		}
		k := r.person(r.pool[j])
		for _, i := range r.all.of(r.pool[j]) {
			key := [2]int{k, int(i)}
			if shares[key] == 0 {
				order = append(order, key)
			}
			shares[key] += v
		}
	}
	best := 0.5 - 1e-5
	for _, key := range order {
		if d := math.Abs(shares[key] - 0.5); d < best {
			best, person, item, found = d, key[0], key[1], true
		}
	}
	return person, item, found
}
