package solve

import (
	"cmp"
	"container/heap"
	"errors"
	"math"
	"slices"

	"strikerota/rota/solve/highs"
)

// A tree proves a stage of a part of many people by branching on who is in which
// slot, and on which slots are full. Every node has a linear model of its own to
// which rosters come by price, so that few stand in it and yet none is left out
// (branch and price). What is asked of a person in a node leaves only some of
// their rosters; prices prove the bound of a node as they do that of the whole.
type tree struct {
	*run                         // with the model of the node that was entered last
	root   *run                  // with the model of all
	nodes  treeQueue             // those not yet looked at
	made   int                   // nodes so far
	gains  map[question][2]int64 // by how much yes and no have raised the bound
	stuck  int64                 // the least bound of nodes of which nothing could be told
	mild   int64                 // what breaking rows costs at first
	hasty  bool                  // whether a node is left at once that cannot keep all rows
	slowly int                   // a plunge takes one in so many of the likely at a time
	told   *highs.LP             // the linear model that barred is of
	barred map[int32]bool        // rosters that may not be chosen in it
}

// A treeNode is what is asked beyond the stage's model.
type treeNode struct {
	answers []answer
	total   int64 // in 1/unit of a unit of the stage: no plan of the node is below it
	made    int
}

// A question is whether a person has an item, or whether a row is as full as it can
// be: person is -1 then.
type question struct {
	person, item int
	row          int32
}

// An answer is one to a question.
type answer struct {
	question
	yes bool
}

// tree begins one, and ends the linear model of all.
func (r *run) tree() (*tree, error) {
	if err := r.close(); err != nil {
		return nil, err
	}
	at := *r
	at.master = r.copied()
	at.soft, at.softAll = r.costs.penalty(r.master), true
	at.sharp, at.pool, at.x = false, nil, nil
	at.budget.report = nil
	t := &tree{run: &at, root: r, mild: at.soft, stuck: math.MaxInt64, gains: map[question][2]int64{}, barred: map[int32]bool{}}
	heap.Push(&t.nodes, &treeNode{total: r.bound.total})
	return t, nil
}

// branchOut looks at no more than so many nodes, the first of them with the rosters that
// the linear model of all ended with.
func (t *tree) branchOut(most int) error {
	t.run.master.pool = t.root.master.pool
	return errors.Join(t.grow(most), t.run.close())
}

// grow looks at nodes: from each at one that follows from it as long as that is not
// much worse than the best, and else at the best.
func (t *tree) grow(most int) error {
	for end := t.root.nodes + most; ; {
		for len(t.nodes) > 0 && t.done(t.nodes[0]) {
			heap.Pop(&t.nodes)
		}
		t.conclude()
		if t.root.proved() || len(t.nodes) == 0 || t.root.nodes >= end {
			return nil
		}
		for at := heap.Pop(&t.nodes).(*treeNode); at != nil; {
			better, other, err := t.expand(at)
			if err != nil {
				heap.Push(&t.nodes, at)
				t.conclude()
				return err
			}
			if at = better; at == nil {
				break
			}
			heap.Push(&t.nodes, other)
			if t.far(at) {
				heap.Push(&t.nodes, at)
				break
			}
		}
	}
}

// done reports whether no plan of the node is better than the best.
func (t *tree) done(n *treeNode) bool { return ceilDiv(n.total, unit) >= t.root.units() }

// far reports whether a node is much worse than the best.
func (t *tree) far(n *treeNode) bool {
	best := t.nodes[0].total
	return n.total-best > (t.root.units()*unit-best)/8
}

// conclude takes over what the nodes left prove.
func (t *tree) conclude() {
	least := min(t.root.units(), ceilDiv(t.stuck, unit))
	if len(t.nodes) > 0 {
		least = min(least, ceilDiv(t.nodes[0].total, unit))
	}
	t.root.least = max(t.root.least, least)
	t.root.report()
}

// expand looks at a node, and gives two that follow from it, the better one first,
// unless it holds no better plan than the best.
func (t *tree) expand(n *treeNode) (better, other *treeNode, err error) {
	live, err := t.look(n)
	if err != nil || !live {
		return nil, nil, err
	}
	list := t.questions()
	if len(list) == 0 {
		t.stuck = min(t.stuck, n.total)
		return nil, nil, nil
	}
	return t.choose(n, list)
}

// look solves the linear model of a node, and takes its solution over if it is whole;
// false if nothing better than the best plan is below it.
func (t *tree) look(n *treeNode) (bool, error) {
	if t.root.budget.spent(t.root.nodes) {
		return false, errSpent
	}
	t.root.nodes++
	possible, err := t.enter(n)
	if err != nil || !possible {
		n.total = math.MaxInt64
		return false, err
	}
	err = t.boundNode(n)
	if err != nil || t.done(n) || t.hasty && t.lacks() {
		return false, err
	}
	if ids, whole := t.wholeNumbers(); whole && !t.lacks() {
		t.root.take(ids)
	}
	return !t.done(n), nil
}

// mostTried is how many questions a node tries both answers to of which nothing is known.
const mostTried = 4

// choose branches on the question of which both answers raise the bound most.
func (t *tree) choose(n *treeNode, list []question) (better, other *treeNode, err error) {
	var best [2]*treeNode
	most, tried := int64(-1), 0
	for _, q := range list {
		gain, known := t.gains[q]
		if !known && tried == mostTried {
			continue
		}
		both := [2]*treeNode{t.child(n, q, false), t.child(n, q, true)}
		if !known {
			tried++
			if gain, err = t.try(n, both); err != nil {
				return nil, nil, err
			}
			t.gains[q] = gain
		}
		if v := 4*min(gain[0], gain[1]) + gain[0] + gain[1]; v > most {
			best, most = both, v
		}
	}
	if best[1].total <= best[0].total {
		return best[1], best[0], nil
	}
	return best[0], best[1], nil
}

// try looks at both nodes that follow from one, and gives by how much they raise the bound.
func (t *tree) try(n *treeNode, both [2]*treeNode) (gain [2]int64, err error) {
	for i, c := range both {
		if _, err := t.look(c); err != nil {
			return gain, err
		}
		gain[i] = min(c.total, t.root.units()*unit) - n.total
	}
	return gain, nil
}

func (t *tree) child(n *treeNode, q question, yes bool) *treeNode {
	t.made++
	return &treeNode{append(slices.Clip(n.answers), answer{q, yes}), n.total, t.made}
}

// shares are what the linear model's solution has in each row, and of each person in
// each of their items.
func (t *tree) shares() (used []float64, of map[question]float64) {
	used, of = make([]float64, len(t.need)), map[question]float64{}
	for j, v := range t.x {
		if v < 1e-6 {
			continue
		}
		k := t.person(t.pool[j])
		for _, i := range t.all.of(t.pool[j]) {
			used[t.row[k][i]] += v
			of[question{person: k, item: int(i)}] += v
		}
	}
	return used, of
}

// A weighed question has a weight by which questions are put in order.
type weighed struct {
	question
	weight float64
}

// questions lists what the linear model's solution leaves open, what it leaves most
// open first; rows count twice.
func (t *tree) questions() []question {
	used, of := t.shares()
	var list []weighed
	for s, v := range used {
		if left := float64(t.need[s]) - v; !t.full[s] && inPart(left) {
			list = append(list, weighed{question{person: -1, row: int32(s)}, 2 * min(left, 1-left)})
		}
	}
	for q, v := range of {
		if inPart(v) {
			list = append(list, weighed{q, min(v, 1-v)})
		}
	}
	return inOrder(list)
}

// inPart reports whether a share is neither nothing nor all.
func inPart(share float64) bool { return share > 1e-6 && share < 1-1e-6 }

// inOrder lists the questions of the greatest weight first.
func inOrder(list []weighed) []question {
	slices.SortFunc(list, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.person, b.person), cmp.Compare(a.item, b.item), cmp.Compare(a.row, b.row))
	})
	out := make([]question, len(list))
	for n, w := range list {
		out[n] = w.question
	}
	return out
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
