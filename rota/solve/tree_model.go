package solve

import (
	"errors"
	"math"
	"slices"
)

// enter makes the tree's model that of a node; false if somebody who must have cover
// has no roster left.
func (t *tree) enter(n *treeNode) (bool, error) {
	need, full, must := slices.Clone(t.need), slices.Clone(t.full), slices.Clone(t.must)
	copy(t.need, t.root.need)
	copy(t.full, t.root.full)
	copy(t.must, t.root.must)
	of := map[int][]answer{}
	for _, a := range n.answers {
		switch {
		case a.person >= 0:
			of[a.person] = append(of[a.person], a)
			t.must[a.person] = t.must[a.person] || a.yes
		case a.yes:
			t.full[a.row] = true
		default:
			t.need[a.row]--
		}
	}
	possible := t.allow(of)
	return possible, t.change(need, full, must)
}

// allow leaves the rosters that the answers of each person allow; false if somebody
// is to have an item and has no roster left.
func (t *tree) allow(of map[int][]answer) bool {
	t.alive = t.alive[:0]
	has := make([]bool, len(t.must))
	t.root.eachAlive(func(k, _ int, id int32) {
		if t.allows(of[k], id) {
			t.alive = append(t.alive, id)
			has[k] = true
		}
	})
	for k, answers := range of {
		if !has[k] && slices.ContainsFunc(answers, func(a answer) bool { return a.yes }) {
			return false
		}
	}
	return true
}

func (t *tree) allows(answers []answer, id int32) bool {
	for _, a := range answers {
		if slices.Contains(t.all.of(id), uint16(a.item)) != a.yes {
			return false
		}
	}
	return true
}

// change makes the linear model, if there is one, that of the node; need, full and
// must are those that it has.
func (t *tree) change(need []int64, full, must []bool) error {
	if t.run.lp == nil {
		return nil
	}
	return errors.Join(t.changeRows(need, full, must), t.bar())
}

func (t *tree) changeRows(need []int64, full, must []bool) error {
	var rows []int32
	var lower, upper []float64
	row := func(i int, limit int64, exact bool) {
		to := rowTo(limit, exact)
		rows, lower, upper = append(rows, int32(i)), append(lower, to.Lower), append(upper, to.Upper)
	}
	for s := range need {
		if need[s] != t.need[s] || full[s] != t.full[s] {
			row(s, t.need[s], t.full[s])
		}
	}
	for k := range must {
		if must[k] != t.must[k] {
			row(len(need)+k, 1, t.must[k])
		}
	}
	return t.failed(t.run.lp.SetRowBounds(rows, lower, upper))
}

// bar keeps the rosters that the node does not have from being chosen.
func (t *tree) bar() error {
	var columns []int32
	var lower, upper []float64
	first := len(t.softRows())
	for j, id := range t.pool {
		alive := t.lives(id)
		if alive != t.barred[j] {
			continue
		}
		t.barred[j] = !alive
		most := 0.0
		if alive {
			most = math.Inf(1)
		}
		columns, lower, upper = append(columns, int32(first+j)), append(lower, 0), append(upper, most)
	}
	return t.failed(t.run.lp.SetColBounds(columns, lower, upper))
}

// boundNode raises the bound of the node that was entered. Where its model breaks rows
// because that is too cheap, it becomes dearer, in nodes after this one too: to make it
// cheap again would mean to solve from the beginning.
func (t *tree) boundNode(n *treeNode) error {
	t.run.bound, t.least, t.slow = bound{}, math.MinInt64, false
	for {
		err := t.relax()
		if t.run.bound.y != nil {
			n.total = max(n.total, t.run.bound.total)
		}
		if err != nil || !t.lacks() || t.done(n) || t.hasty || t.soft > dearest*t.mild {
			return err
		}
		if err := t.harden(); err != nil {
			return err
		}
	}
}

// dearest is by how much dearer than at first breaking rows can become: above that
// the linear solver's rounding shows.
const dearest = 100

// harden makes breaking rows dearer.
func (t *tree) harden() error {
	t.soft *= 8
	var obj []float64
	for range t.softRows() {
		obj = append(obj, float64(t.soft))
	}
	for _, id := range t.pool {
		obj = append(obj, float64(t.costs.of(t.all, t.person(id), id)))
	}
	return t.failed(t.run.lp.SetObj(obj))
}
