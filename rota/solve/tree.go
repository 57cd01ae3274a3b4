package solve

import (
	"cmp"
	"math"
	"slices"
)

// A tree looks at nodes of a branching on who is in which slot, and on which slots
// are full, in a stage of a part of many people. Every node has a linear model of its own to
// which rosters come by price, so that few stand in it and yet none is left out
// (branch and price). What is asked of a person in a node leaves only some of
// their rosters; prices prove the bound of a node as they do that of the whole.
type tree struct {
	*run                         // with the model of the node that was entered last
	root   *run                  // with the model of all
	gains  map[question][2]int64 // by how much yes and no have raised the bound
	fresh  []question            // of which that was found since they were shared
	stuck  int64                 // the least bound of nodes of which nothing could be told
	mild   int64                 // what breaking rows costs at first
	hasty  bool                  // whether a node is left at once that cannot keep all rows
	here   *corner               // where the node that was entered last ended
	above  *corner               // and where it began
	slowly int                   // a plunge takes one in so many of the likely at a time
}

// A treeNode is what is asked beyond the stage's model.
type treeNode struct {
	answers []answer
	total   int64 // in 1/unit of a unit of the stage: no plan of the node is below it
	made    int
	from    *corner // where the linear model is near its solution; nil if not known
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
	at.budget.report, at.bars = nil, true
	return &tree{run: &at, root: r, mild: at.soft, stuck: math.MaxInt64, gains: map[question][2]int64{}}, nil
}

// done reports whether no plan of the node is better than the best.
func (r *run) done(n *treeNode) bool { return ceilDiv(n.total, unit) >= r.units() }

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
	if err := t.jump(n.from); err != nil {
		return false, err
	}
	err = t.boundNode(n)
	t.above, t.here = n.from, t.run.corner()
	n.from = t.here
	if err != nil || t.root.done(n) || t.hasty && t.lacks() {
		return false, err
	}
	if ids, whole := t.wholeNumbers(); whole && !t.lacks() {
		t.root.take(ids)
	}
	return !t.root.done(n), nil
}

// jump has the linear model go on from a corner, unless it is at that or just beside it.
func (t *tree) jump(to *corner) error {
	if t.run.lp == nil || to == nil || to == t.here || to == t.above {
		return nil
	}
	return t.run.goTo(to)
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
			t.gains[q], t.fresh = gain, append(t.fresh, q)
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
	return &treeNode{answers: append(slices.Clip(n.answers), answer{q, yes}), total: n.total, from: n.from}
}

// shares are what the linear model's solution has in each row, and of each person in
// each of their items.
func (r *run) shares() (used []float64, of map[question]float64) {
	used, of = make([]float64, len(r.need)), map[question]float64{}
	for j, v := range r.x {
		if v < 1e-6 {
			continue
		}
		k := r.person(r.pool[j])
		for _, i := range r.all.of(r.pool[j]) {
			used[r.row[k][i]] += v
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
