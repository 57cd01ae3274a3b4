package solve

import (
	"cmp"
	"container/heap"
	"errors"

	"strikerota/rota/solve/highs"
)

// A branching proves a stage of a part of many people by branch and price. Two trees
// look at nodes side by side, each with a linear model of its own on an engine of its
// own, and tell each other what they found after every node: on one processor one
// waits for the other, and the result is the same.
type branching struct {
	root  *run
	nodes treeQueue // those not yet looked at
	made  int       // nodes so far
	hands []hand
	own   *highs.Engine // of the second tree
}

// A hand is a tree and the node that it goes on with.
type hand struct {
	*tree
	next *treeNode
}

// hands is how many trees look at nodes side by side.
const hands = 2

// branching begins one at a node, and ends the linear model of all.
func (r *run) branching(first *treeNode) (*branching, error) {
	b := &branching{root: r}
	heap.Push(&b.nodes, first)
	if err := r.close(); err != nil {
		return nil, err
	}
	var err error
	if b.own, err = r.engine.Beside(r.ctx); err != nil {
		return nil, r.failed(err)
	}
	for n := range hands {
		root := r.apart()
		if n > 0 {
			root.engine = b.own
		}
		t, err := root.tree()
		if err != nil {
			return nil, errors.Join(err, b.close())
		}
		b.hands = append(b.hands, hand{tree: t})
	}
	return b, nil
}

// close ends the linear models.
func (b *branching) close() error {
	var errs []error
	for _, h := range b.hands {
		errs = append(errs, h.run.close())
	}
	b.own.Close()
	return errors.Join(errs...)
}

// grow looks at nodes until there are none that hold a better plan: each tree at one that follows
// from its last as long as that is not much worse than the best, and else at the best.
func (b *branching) grow() error {
	for {
		for len(b.nodes) > 0 && b.root.done(b.nodes[0]) {
			heap.Pop(&b.nodes)
		}
		b.conclude()
		switch {
		case b.root.proved() || !b.deal():
			return nil
		case b.root.fair():
			b.gather()
			return errSpent
		}
		if err := b.turn(); err != nil {
			b.gather()
			b.conclude()
			return err
		}
	}
}

// fair reports whether a stage has had its fair share of time and no more than a hundredth
// of what the part comes to is left to prove: the stages after it may be further off.
func (r *run) fair() bool {
	value := r.score(r.part.best)
	return r.budget.hasHad(r.budget.fair) && value-r.costs.value(r.least) <= value/100
}

// deal gives every tree a node as long as there are some; false if there are none.
func (b *branching) deal() bool {
	any := false
	for n := range b.hands {
		h := &b.hands[n]
		if h.next != nil && (b.root.done(h.next) || b.far(h.next)) {
			b.push(h.next)
			h.next = nil
		}
	}
	for n := range b.hands {
		h := &b.hands[n]
		if h.next == nil && len(b.nodes) > 0 {
			h.next = heap.Pop(&b.nodes).(*treeNode)
		}
		any = any || h.next != nil
	}
	return any
}

// gather takes the nodes back that trees would go on with.
func (b *branching) gather() {
	for n := range b.hands {
		if h := &b.hands[n]; h.next != nil {
			b.push(h.next)
			h.next = nil
		}
	}
}

func (b *branching) push(n *treeNode) {
	b.made++
	n.made = b.made
	heap.Push(&b.nodes, n)
}

// turn has every tree look at its node.
func (b *branching) turn() error {
	type found struct{ better, other *treeNode }
	out, before := make([]found, len(b.hands)), b.root.nodes
	for n, h := range b.hands {
		h.root.part.best, h.root.nodes = b.root.part.best, before
		if limit := b.root.budget.nodes; limit > 0 {
			h.root.budget.nodes = before + (limit-before+n)/hands
		}
	}
	err := b.root.sideBySide(len(b.hands), func(_ *highs.Engine, n int) (err error) {
		if h := b.hands[n]; h.next != nil {
			out[n].better, out[n].other, err = h.expand(h.next)
		}
		return err
	})
	for n := range b.hands {
		h := &b.hands[n]
		b.root.nodes += h.root.nodes - before
		if b.root.score(h.root.part.best) < b.root.score(b.root.part.best) {
			b.root.part.best = h.root.part.best
		}
	}
	if err != nil {
		return err // with the nodes as they were
	}
	for n := range b.hands {
		h := &b.hands[n]
		h.next = out[n].better
		if out[n].other != nil {
			b.push(out[n].other)
		}
	}
	b.share()
	return nil
}

// share tells every tree what the others have found about questions.
func (b *branching) share() {
	for _, from := range b.hands {
		for _, q := range from.fresh {
			for _, to := range b.hands {
				to.gains[q] = from.gains[q]
			}
		}
		from.fresh = nil
	}
}

// far reports whether a node is much worse than the best.
func (b *branching) far(n *treeNode) bool {
	if len(b.nodes) == 0 {
		return false
	}
	best := b.nodes[0].total
	return n.total-best > (b.root.units()*unit-best)/8
}

// conclude takes over what the nodes left prove.
func (b *branching) conclude() {
	least := b.root.units()
	if len(b.nodes) > 0 {
		least = min(least, ceilDiv(b.nodes[0].total, unit))
	}
	for _, h := range b.hands {
		least = min(least, ceilDiv(h.stuck, unit))
		if h.next != nil {
			least = min(least, ceilDiv(h.next.total, unit))
		}
	}
	b.root.least = max(b.root.least, least)
	b.root.report()
}

// A treeQueue has the node of the least bound first, and of those the one made last.
type treeQueue []*treeNode

func (q treeQueue) Len() int { return len(q) }
func (q treeQueue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].total, q[j].total), cmp.Compare(q[j].made, q[i].made)) < 0
}
func (q treeQueue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *treeQueue) Push(x any)   { *q = append(*q, x.(*treeNode)) }
func (q *treeQueue) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
